//! A source: the text of one file (or of stdin), with spans and positions in it.
//!
//! Knows bytes, lines and columns; knows neither YAML nor Kubernetes.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A half-open range of bytes in one source: `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span `start..end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// As a range that slices a `str`.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// How many bytes it covers.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it covers nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Which source of a run: an index into its list of sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A place in a source as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Bytes from the start of the text.
    pub offset: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode code points, from 1.
    pub column: u32,
}

/// One file, decoded to UTF-8.
#[derive(Debug)]
pub struct Source {
    /// The path as it is shown: relative to where the run started, `/` between its parts; `<stdin>` for standard input.
    pub name: String,
    /// The text. Offsets of spans count in it.
    pub text: String,
    /// How many line breaks stand before each block of the text, as far as they have been counted.
    breaks: Mutex<Vec<u32>>,
}

/// Bytes of text between two entries of the line index.
const BLOCK: usize = 1024;

impl Source {
    /// A source of that name and text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            breaks: Mutex::default(),
        }
    }

    /// How many line breaks stand before a block. Blocks are counted up to the last one that somebody asks for: what is
    /// shown of a large file mostly stands near its start.
    fn breaks_before(&self, block: usize) -> u32 {
        let mut known = self.breaks();
        while known.len() <= block && self.count_block(&mut known) {}
        known.get(block).copied().unwrap_or(0)
    }

    fn breaks(&self) -> MutexGuard<'_, Vec<u32>> {
        let mut known = self.breaks.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_empty() {
            known.push(0);
        }
        known
    }

    /// Counts one more block. Whether there was one.
    fn count_block(&self, known: &mut Vec<u32>) -> bool {
        let block = self.text.as_bytes().chunks(BLOCK).nth(known.len() - 1);
        let (Some(before), Some(block)) = (known.last().copied(), block) else {
            return false;
        };
        let here = memchr::memchr_iter(b'\n', block).count() as u32;
        known.push(before + here);
        true
    }

    /// The line (from 1) of a byte offset.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        let bytes = self.text.as_bytes();
        let offset = (offset as usize).min(bytes.len());
        let block = offset / BLOCK;
        let here = memchr::memchr_iter(b'\n', &bytes[block * BLOCK..offset]).count() as u32;
        self.breaks_before(block) + here + 1
    }

    /// The byte at which a line (from 1) starts; the last line's where there are fewer.
    fn line_start(&self, line: u32) -> usize {
        let bytes = self.text.as_bytes();
        let Some(breaks) = line.checked_sub(1).filter(|breaks| *breaks > 0) else {
            return 0;
        };
        let mut known = self.breaks();
        while known.last().is_some_and(|last| *last < breaks) && self.count_block(&mut known) {}
        let block = known.partition_point(|before| *before < breaks) - 1;
        let from = (block * BLOCK).min(bytes.len());
        let mut ends = memchr::memchr_iter(b'\n', &bytes[from..]);
        let end = match ends.nth((breaks - known[block] - 1) as usize) {
            Some(end) => Some(from + end),
            None => memchr::memrchr(b'\n', bytes),
        };
        end.map_or(0, |end| end + 1)
    }

    /// Line and column of a byte offset; one past the end is a place too.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let line = self.line(offset);
        let before = &self.text.as_bytes()[..offset as usize];
        let mut start = memchr::memrchr(b'\n', before).map_or(0, |at| at as u32 + 1);
        // A byte order mark is no character of the first line.
        if start == 0 && self.text.starts_with('\u{FEFF}') {
            start = offset.min(3);
        }
        let before = &self.text.as_bytes()[start as usize..offset as usize];
        let column = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32 + 1;
        Position {
            offset,
            line,
            column,
        }
    }

    /// The text of a line (from 1), without its line break.
    #[must_use]
    pub fn line_text(&self, line: u32) -> &str {
        let span = self.line_span(line);
        &self.text[span.range()]
    }

    /// Where a line (from 1) stands, without its line break.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let start = self.line_start(line);
        let end = memchr::memchr(b'\n', &self.text.as_bytes()[start..])
            .map_or(self.text.len(), |end| start + end);
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        Span::new(start as u32, (start + text.len()) as u32)
    }

    /// The text that a span covers.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}
