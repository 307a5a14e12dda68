//! A source into documents: apimachinery's `YAMLOrJSONDecoder` (pkg/util/yaml/decoder.go).

use super::draft::Draft;
use super::explain;
use super::fast;
use super::json::{self, NotJson};
use super::lines::Lines;
use super::slow::{self, Problem};
use super::split::{self, Chunk, Piece};
use super::tree::Tree;
use super::{Document, Stream, SyntaxError};
use crate::source::Span;

/// How far apimachinery looks for the `{` that makes a stream JSON.
const LOOK_AHEAD: usize = 4096;

/// Which readers may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speed {
    /// The fast one where it takes the chunk, else the slow one.
    Fast,
    /// The slow one alone.
    Slow,
}

/// Where the text starts, behind a byte order mark.
fn start(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') {
        '\u{FEFF}'.len_utf8()
    } else {
        0
    }
}

/// Reads a source.
pub(super) fn parse(text: &str, speed: Speed) -> Stream<'_> {
    let start = start(text);
    let mut reader = Reader {
        text,
        speed,
        first: 0,
        documents: Vec::new(),
        lines: Lines::new(text),
    };
    let stop = if is_json(&text[start..]) {
        reader.read_json(start)
    } else {
        reader.read_yaml(start);
        None
    };
    Stream {
        documents: reader.documents,
        stop,
    }
}

/// Some documents of a YAML source that follow one another.
#[derive(Clone, Debug)]
pub struct Part {
    /// The index of the first one.
    first: u32,
    /// A document each.
    pieces: Vec<Piece>,
}

/// Takes a YAML source apart, so that its documents can be read side by side.
pub struct Parts<'s> {
    pieces: split::Pieces<'s>,
    first: u32,
    size: usize,
}

impl<'s> Parts<'s> {
    /// Parts of about `size` bytes. None for what is read as JSON, where a value ends only once it is read.
    #[must_use]
    pub fn new(text: &'s str, size: usize) -> Option<Self> {
        let start = start(text);
        (!is_json(&text[start..])).then(|| Self {
            pieces: split::split(text, start),
            first: 0,
            size,
        })
    }
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        let mut pieces = Vec::new();
        let mut size = 0;
        while size < self.size {
            let Some(piece) = self.pieces.next() else {
                break;
            };
            size += piece.len();
            pieces.push(piece);
        }
        let first = self.first;
        self.first += pieces.len() as u32;
        (!pieces.is_empty()).then_some(Part { first, pieces })
    }
}

/// Reads the documents of a part of a source.
pub(super) fn parse_part(text: &str, part: Part) -> Vec<Document<'_>> {
    let mut reader = Reader {
        text,
        speed: Speed::Fast,
        first: part.first,
        documents: Vec::with_capacity(part.pieces.len()),
        lines: Lines::new(text),
    };
    for piece in part.pieces {
        reader.read_piece(piece);
    }
    reader.documents
}

/// Reads the documents that are wanted, by their index; of JSON, where a value ends only once it is read, all of them.
pub(super) fn parse_some(text: &str, wanted: impl Fn(u32) -> bool) -> Vec<Document<'_>> {
    let Some(parts) = Parts::new(text, 1) else {
        return parse(text, Speed::Fast).documents;
    };
    parts
        .filter(|part| wanted(part.first))
        .flat_map(|part| parse_part(text, part))
        .collect()
}

/// Whether the first character that is no blank is `{`. (`GuessJSONStream`)
fn is_json(text: &str) -> bool {
    let trimmed = text.trim_start();
    trimmed.starts_with('{') && text.len() - trimmed.len() < LOOK_AHEAD
}

struct Reader<'s> {
    text: &'s str,
    speed: Speed,
    /// The index of the first document.
    first: u32,
    documents: Vec<Document<'s>>,
    lines: Lines<'s>,
}

impl<'s> Reader<'s> {
    fn push(&mut self, span: Span, content: Result<Tree<'s>, SyntaxError>, dropped: Option<Span>) {
        let index = self.first + self.documents.len() as u32;
        self.documents.push(Document {
            index,
            span,
            content,
            dropped,
        });
    }

    /// A YAML stream from `start` on.
    fn read_yaml(&mut self, start: usize) {
        for piece in split::split(self.text, start) {
            self.read_piece(piece);
        }
    }

    /// Adds one document.
    fn read_piece(&mut self, piece: Piece) {
        match piece {
            Piece::Chunk(chunk) => self.read_chunk(chunk),
            Piece::BadSeparator { start, text } => {
                let end = text.end as usize;
                let error = explain::bad_separator(self.text, start, text);
                self.push(Span::new(start as u32, end as u32), Err(error), None);
            }
        }
    }

    fn read_chunk(&mut self, chunk: Chunk) {
        let span = Span::new(chunk.start as u32, chunk.end as u32);
        match self.draft(chunk) {
            Ok(mut draft) => {
                if let Some(comment) = chunk.comment {
                    draft.tree.comments.insert(0, comment);
                }
                let dropped = draft.dropped;
                let content = draft
                    .finish()
                    .map_err(|problem| self.explain(chunk, &problem));
                self.push(span, content, dropped);
            }
            Err(problem) => {
                let error = self.explain(chunk, &problem);
                self.push(span, Err(error), None);
            }
        }
    }

    fn draft(&self, chunk: Chunk) -> Result<Draft<'s>, Box<Problem>> {
        let fast = match self.speed {
            Speed::Fast => fast::read(self.text, chunk.start, chunk.end),
            Speed::Slow => None,
        };
        match fast {
            Some(draft) => Ok(draft),
            None => slow::compose(self.text, chunk.start, chunk.end),
        }
    }

    fn explain(&self, chunk: Chunk, problem: &Problem) -> SyntaxError {
        explain::explain(self.text, chunk, problem, &self.lines)
    }

    /// JSON values one after the other; YAML from where they end, unless there were two or more.
    fn read_json(&mut self, start: usize) -> Option<SyntaxError> {
        let mut at = start;
        loop {
            let NotJson { at: fault } = match json::parse(self.text, at, self.documents.is_empty())
            {
                Ok(None) => return None,
                Ok(Some((draft, value, end))) => {
                    let content = draft.finish().map_err(|problem| {
                        let chunk = Chunk {
                            start: value,
                            end,
                            comment: None,
                        };
                        self.explain(chunk, &problem)
                    });
                    self.push(Span::new(value as u32, end as u32), content, None);
                    at = end;
                    continue;
                }
                Err(fault) => fault,
            };
            let error = explain::not_json(self.text, fault);
            if self.documents.len() > 1 {
                return Some(error);
            }
            let (next, readable) = skip_blanks(self.text, at);
            self.read_yaml(next);
            let has_error = self
                .documents
                .iter()
                .any(|document| document.content.is_err());
            return (!readable && !has_error).then_some(error);
        }
    }
}

/// Past blanks and the first line break, as `consumeWhitespace` goes. It reads four bytes at a time and gives up where
/// fewer are left; then kubectl stops here.
fn skip_blanks(text: &str, start: usize) -> (usize, bool) {
    let mut at = start;
    let mut readable = true;
    for character in text[start..].chars() {
        readable &= text.len() - at >= 4 && character != char::REPLACEMENT_CHARACTER;
        if !character.is_whitespace() {
            break;
        }
        at += character.len_utf8();
        if character == '\n' {
            break;
        }
    }
    (at, readable)
}
