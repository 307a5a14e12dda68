//! A place in a chunk, and how to move it on: go-yaml's reader (readerc.go) over a text that is already UTF-8.
//!
//! Knows characters, line breaks and go-yaml's buffer; knows no tokens.

use super::problem::{Problem, Scan};
use crate::yaml::bytes;

/// A place, counted as go-yaml counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::yaml) struct Mark {
    /// Bytes from the start of the source.
    pub(in crate::yaml) offset: usize,
    /// Characters from the start of the chunk.
    pub(in crate::yaml) index: usize,
    /// Line in the chunk, from 0.
    pub(in crate::yaml) line: usize,
    /// Characters from the start of the line.
    pub(in crate::yaml) column: usize,
}

/// Where the scanner stands in its chunk.
pub(super) struct Cursor<'s> {
    /// The source up to the end of the chunk. The chunk starts where `mark` first stood.
    text: &'s str,
    pub(super) mark: Mark,
    /// go-yaml's buffer, for the few texts in which its size can be seen.
    buffer: Option<Buffer>,
}

impl<'s> Cursor<'s> {
    /// At the start of a chunk of `text`, behind a byte order mark if it has one.
    pub(super) fn new(text: &'s str, start: usize, end: usize) -> Self {
        let text = &text[..end];
        let chunk = &text[start..];
        let content = chunk.strip_prefix('\u{FEFF}').unwrap_or(chunk);
        let control = if bytes::is_odd(content) {
            bytes::first_control(content)
        } else {
            None
        };
        let buffer = (control.is_some() || content.contains('\u{FEFF}')).then(|| Buffer {
            start,
            loaded: start,
            raw: start,
            partial: 0,
            control: control.map(|at| end - content.len() + at),
        });
        let mark = Mark {
            offset: end - content.len(),
            ..Mark::default()
        };
        Self { text, mark, buffer }
    }

    /// The byte `ahead` bytes further on; NUL behind the end. A last line without a break has one here, as
    /// apimachinery's `LineReader` adds it.
    #[inline]
    pub(super) fn at(&self, ahead: usize) -> u8 {
        let bytes = self.text.as_bytes();
        let at = self.mark.offset + ahead;
        match bytes.get(at) {
            Some(byte) => *byte,
            None if at == bytes.len() && !bytes.ends_with(b"\n") => b'\n',
            None => 0,
        }
    }

    /// The text between two offsets, as far as it exists.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'s str {
        self.text.get(start..end.min(self.text.len())).unwrap_or("")
    }

    /// Whether the text is at its end.
    #[inline]
    pub(super) fn is_end(&self) -> bool {
        self.at(0) == 0
    }

    /// Space or tab.
    #[inline]
    pub(super) fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.at(ahead), b' ' | b'\t')
    }

    /// A line break of YAML 1.1: also NEL, LS and PS.
    #[inline]
    pub(super) fn is_break(&self, ahead: usize) -> bool {
        match self.at(ahead) {
            b'\r' | b'\n' => true,
            0xC2 => self.at(ahead + 1) == 0x85,
            0xE2 => self.at(ahead + 1) == 0x80 && matches!(self.at(ahead + 2), 0xA8 | 0xA9),
            _ => false,
        }
    }

    /// A line break or the end.
    #[inline]
    pub(super) fn is_break_or_end(&self, ahead: usize) -> bool {
        self.at(ahead) == 0 || self.is_break(ahead)
    }

    /// Space, tab, line break or the end.
    #[inline]
    pub(super) fn is_blank_or_end(&self, ahead: usize) -> bool {
        self.is_blank(ahead) || self.is_break_or_end(ahead)
    }

    /// `---` or `...` as a word of its own at the start of a line.
    pub(super) fn is_document_indicator(&self) -> bool {
        let word = [self.at(0), self.at(1), self.at(2)];
        self.mark.column == 0 && (word == *b"---" || word == *b"...") && self.is_blank_or_end(3)
    }

    /// Past one character.
    #[inline]
    pub(super) fn skip(&mut self) {
        self.mark.index += 1;
        self.mark.column += 1;
        self.mark.offset += width(self.at(0));
    }

    /// Past a line break, if there is one. What it leaves in a value.
    pub(super) fn skip_line(&mut self) -> &'static str {
        // apimachinery's `LineReader` takes one `\r` from the end of each line and puts `\n` there; a second `\r` makes
        // that one line break again.
        let (bytes, value) = match (self.at(0), self.at(1)) {
            (b'\r', b'\r') if self.rest().get(2) == Some(&b'\n') => (3, "\n"),
            (b'\r', b'\n') => (2, "\n"),
            (b'\r' | b'\n', _) => (1, "\n"),
            (0xC2, 0x85) => (2, "\n"),
            (0xE2, 0x80) if self.at(2) == 0xA8 => (3, "\u{2028}"),
            (0xE2, 0x80) if self.at(2) == 0xA9 => (3, "\u{2029}"),
            _ => return "",
        };
        self.mark.offset += bytes;
        self.mark.index += 1;
        self.mark.column = 0;
        self.mark.line += 1;
        value
    }

    /// The bytes from here on that are really there.
    fn rest(&self) -> &'s [u8] {
        self.text.as_bytes().get(self.mark.offset..).unwrap_or(&[])
    }

    /// Past blanks.
    pub(super) fn skip_blanks(&mut self) -> Scan {
        self.need(1)?;
        while self.is_blank(0) {
            self.skip();
            self.need(1)?;
        }
        Ok(())
    }

    /// Past one character, which goes into `value`.
    #[inline]
    pub(super) fn take(&mut self, value: &mut String) {
        let start = self.mark.offset;
        self.skip();
        value.push_str(self.slice(start, self.mark.offset));
    }

    /// go-yaml's `update_buffer`: so many characters must be readable from here on. It fails where a control character
    /// is among what go-yaml reads at once.
    #[inline]
    pub(super) fn need(&mut self, characters: usize) -> Scan {
        match &mut self.buffer {
            None => Ok(()),
            Some(buffer) => buffer.need(self.text, self.mark.offset, characters),
        }
    }

    /// Whether go-yaml takes the next character for a byte order mark: it looks at the start of its buffer instead.
    pub(super) fn is_byte_order_mark(&self) -> bool {
        let Some(buffer) = &self.buffer else {
            return false;
        };
        self.mark.column == 0
            && self
                .text
                .get(buffer.start..)
                .is_some_and(|text| text.starts_with('\u{FEFF}'))
    }
}

/// How long the character that starts with `byte` is.
const fn width(byte: u8) -> usize {
    match byte {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF7 => 4,
        _ => 1,
    }
}

/// How much go-yaml reads at once (`input_raw_buffer_size`).
const RAW_BUFFER: usize = 512;

/// The extent of go-yaml's buffer. A control character is an error as soon as it is in there, and only then: behind the
/// end of the document it may never get there.
struct Buffer {
    /// Offset of its first character.
    start: usize,
    /// Offset behind its last character; NULs behind the end count one each.
    loaded: usize,
    /// Offset behind the last byte that was read.
    raw: usize,
    /// How many bytes of an incomplete character were read last.
    partial: usize,
    /// Offset of the first control character.
    control: Option<usize>,
}

impl Buffer {
    fn need(&mut self, text: &str, at: usize, characters: usize) -> Scan {
        let end = text.len() + usize::from(!text.ends_with('\n'));
        let mut from = at;
        let mut unread = 0;
        loop {
            while unread < characters && from < self.loaded {
                let (step, counts) = step(text.as_bytes(), from);
                from += step;
                unread += usize::from(counts);
            }
            if unread >= characters {
                return Ok(());
            }
            self.start = at;
            if self.raw >= end {
                self.loaded = self.loaded.max(end) + 1;
                return Ok(());
            }
            self.load(text, end)?;
        }
    }

    /// Reads and decodes another block.
    fn load(&mut self, text: &str, end: usize) -> Scan {
        let bytes = text.as_bytes();
        let mut room = RAW_BUFFER - self.partial;
        while room > 0 && self.raw < end {
            let is_break =
                bytes.get(self.raw) == Some(&b'\r') && bytes.get(self.raw + 1) == Some(&b'\n');
            room -= usize::from(!is_break);
            self.raw += 1;
        }
        self.loaded = self.raw;
        while !text.is_char_boundary(self.loaded.min(text.len())) {
            self.loaded -= 1;
        }
        self.partial = self.raw - self.loaded;
        match self.control {
            Some(at) if at < self.loaded => Err(Problem::control_character(Mark {
                offset: at,
                ..Mark::default()
            })),
            _ => Ok(()),
        }
    }
}

/// How many bytes the character at `at` has, and whether go-yaml sees it: `\r\n` is one character there.
fn step(bytes: &[u8], at: usize) -> (usize, bool) {
    match bytes.get(at) {
        Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => (1, false),
        Some(byte) => (width(*byte), true),
        None => (1, true),
    }
}
