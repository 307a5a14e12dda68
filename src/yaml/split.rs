//! A stream into chunks, before any YAML: apimachinery's `YAMLReader` (pkg/util/yaml/decoder.go).
//!
//! Knows lines that start with `---`; knows nothing else of YAML.

use crate::source::Span;
use memchr::memmem;

/// A chunk of the stream, or the line at which the stream ends for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text that is read as a YAML stream of its own.
    Chunk(Chunk),
    /// A line such as `---x`; it takes the chunk before it along.
    BadSeparator {
        /// Where the line starts.
        start: usize,
        /// What stands behind `---`.
        text: Span,
    },
}

impl Piece {
    /// How many bytes there are to read.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Chunk(chunk) => chunk.end - chunk.start,
            Self::BadSeparator { .. } => 0,
        }
    }
}

/// Where a chunk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) start: usize,
    pub(super) end: usize,
    /// A comment on the separator line before it, which is not part of it.
    pub(super) comment: Option<Span>,
}

/// The pieces of a stream, in order.
pub(super) struct Pieces<'s> {
    text: &'s str,
    finder: memmem::Finder<'static>,
    /// Where the next chunk starts.
    start: usize,
    comment: Option<Span>,
    done: bool,
}

/// Splits `text` from `start` on.
pub(super) fn split(text: &str, start: usize) -> Pieces<'_> {
    Pieces {
        text,
        finder: memmem::Finder::new("\n---"),
        start,
        comment: None,
        done: false,
    }
}

impl Pieces<'_> {
    /// The next line that starts with `---`, from a line start on.
    fn next_separator(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if bytes.get(from..)?.starts_with(b"---") {
            return Some(from);
        }
        self.finder.find(&bytes[from..]).map(|at| from + at + 1)
    }

    /// Where the line behind `from` starts.
    fn line_after(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |at| from + at + 1)
    }
}

/// What stands behind the `---` of a separator line, without blanks.
fn separator_text(text: &str, start: usize, end: usize) -> Span {
    let rest = &text[start + 3..end];
    let content = rest.trim_start();
    let from = end - content.len();
    Span::new(from as u32, (from + content.trim_end().len()) as u32)
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.done || self.start >= self.text.len() {
            return None;
        }
        let (start, comment) = (self.start, self.comment.take());
        let mut from = start;
        loop {
            let Some(separator) = self.next_separator(from) else {
                self.done = true;
                return Some(Piece::Chunk(Chunk {
                    start,
                    end: self.text.len(),
                    comment,
                }));
            };
            let after = self.line_after(separator);
            let rest = separator_text(self.text, separator, after);
            let is_comment = self.text.as_bytes().get(rest.start as usize) == Some(&b'#');
            if !rest.is_empty() && !is_comment {
                self.done = true;
                return Some(Piece::BadSeparator {
                    start: separator,
                    text: rest,
                });
            }
            if separator > start {
                self.comment = is_comment.then_some(rest);
                self.start = after;
                return Some(Piece::Chunk(Chunk {
                    start,
                    end: separator,
                    comment,
                }));
            }
            // Nothing stands before it: the line stays in its chunk.
            from = after;
        }
    }
}
