//! The fast reader: YAML as manifests hold it, in one pass, with no recursion and no allocation per node.
//!
//! It knows a part of what the slow reader knows and must say the same there: nodes, spans, comments, values. Whatever
//! is unusual or wrong makes it decline the whole chunk (None), and the slow reader decides.
//!
//! Invariants:
//! - `at` is where the text is read up to, `line` where the line of `at` starts.
//! - `frames` are the open block collections; indentation grows strictly from frame to frame, but for an *indentless*
//!   sequence, which stands at the indentation of the mapping around it.
//! - A frame is *pending* when its key or `-` stands there and its value may follow on a line below.
//! - Tabs are blanks only behind a key's `:` and in flow collections.

mod block_scalar;
mod flow;
mod node;
mod properties;
mod quoted;

use super::bytes;
use super::draft::{Draft, null_at};
use super::swar;
use super::tree::{Kind, Node, Style, Tree};
use crate::source::Span;
use flow::FlowFrame;
use properties::Properties;

/// Deeper documents are for the slow reader.
const MAX_DEPTH: usize = 1000;

/// Few documents are deeper than that.
const USUAL_DEPTH: usize = 12;

/// Few documents have more than a node in so many bytes of text.
const BYTES_PER_NODE: usize = 11;

/// Reads the chunk `start..end` of a source, if it holds nothing unusual.
pub(super) fn read(text: &str, start: usize, end: usize) -> Option<Draft<'_>> {
    let chunk = text.get(start..end)?;
    if bytes::is_odd(chunk) {
        return None;
    }
    let mut reader = Reader {
        bytes: text.as_bytes().get(..end)?,
        text,
        at: start,
        line: start,
        indented: 0,
        nodes: Vec::with_capacity(chunk.len() / BYTES_PER_NODE + 4),
        comments: Vec::new(),
        owned: Vec::new(),
        frames: Vec::with_capacity(USUAL_DEPTH),
        flow: Vec::new(),
        last_end: start as u32,
        unsure: false,
        references: false,
        has_properties: false,
        properties: Properties::default(),
    };
    reader.document()?;
    let Reader {
        nodes,
        comments,
        owned,
        unsure,
        references,
        properties,
        ..
    } = reader;
    let tree = Tree {
        text,
        nodes,
        comments,
        owned,
        tags: properties.tags,
        ..Tree::default()
    };
    Some(Draft {
        tree,
        unsure,
        references,
        ..Draft::default()
    })
}

/// An open block collection.
#[derive(Clone, Copy)]
struct Frame {
    node: u32,
    /// Column of its keys or dashes.
    indent: u32,
    is_map: bool,
    indentless: bool,
    /// The value of the last key or `-` may stand on a line below.
    pending: bool,
    /// Behind that `:` or `-`.
    pending_at: u32,
}

/// The reader of one chunk.
struct Reader<'s> {
    text: &'s str,
    /// The text up to the end of the chunk.
    bytes: &'s [u8],
    at: usize,
    line: usize,
    /// Where the indentation of the line that starts at `at` ends, where that is known; else not behind `at`.
    indented: usize,
    nodes: Vec<Node>,
    comments: Vec<Span>,
    owned: Vec<(u32, std::sync::Arc<str>)>,
    frames: Vec<Frame>,
    flow: Vec<FlowFrame>,
    /// Where the last node ended.
    last_end: u32,
    /// See `Draft::unsure` and `Draft::references`.
    unsure: bool,
    references: bool,
    /// An anchor or tag waits for its node.
    has_properties: bool,
    properties: Properties<'s>,
}

impl Reader<'_> {
    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Blank, line break, or the end. A carriage return always ends a line here.
    #[inline]
    fn is_blank_or_end(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b' ' | b'\n' | b'\t' | b'\r'))
    }

    #[inline]
    fn skip_spaces(&self, at: usize) -> usize {
        swar::skip_spaces(self.bytes, at)
    }

    #[inline(always)]
    fn push(&mut self, start: usize, end: usize, kind: Kind, style: Style, flags: u8) -> u32 {
        let index = self.nodes.len() as u32;
        let flags = if self.has_properties {
            flags | self.attach(index)
        } else {
            flags
        };
        self.last_end = end as u32;
        self.nodes.push(Node {
            start: start as u32,
            end: end as u32,
            next: 0,
            kind,
            style,
            flags,
        });
        index
    }

    /// Line by line.
    fn document(&mut self) -> Option<()> {
        if self.bytes[self.at..].starts_with(b"---") {
            self.at += 3;
            self.end_of_line()?;
        }
        loop {
            self.line = self.at;
            let at = if self.indented > self.at {
                self.indented
            } else {
                self.skip_spaces(self.at)
            };
            self.at = at;
            match self.byte(at) {
                None => break,
                Some(b'\n') => self.at += 1,
                Some(b'\r') => self.at += 2,
                Some(b'#') => self.comment(),
                Some(b'\t') => return None,
                Some(byte) => self.line_with(byte, (at - self.line) as u32)?,
            }
        }
        while let Some(frame) = self.frames.pop() {
            self.close(frame);
        }
        Some(())
    }

    /// A line that starts with something at `column`.
    #[inline]
    fn line_with(&mut self, byte: u8, column: u32) -> Option<()> {
        if column == 0 && (byte == b'%' || self.bytes[self.at..].starts_with(b"...")) {
            return None;
        }
        let is_dash = byte == b'-' && self.is_blank_or_end(self.at + 1);
        while let Some(frame) = self.frames.last().copied() {
            if column < frame.indent {
                self.frames.pop();
                self.close(frame);
                continue;
            }
            if column > frame.indent {
                return if frame.pending {
                    self.node_below(column)
                } else {
                    None
                };
            }
            if frame.is_map {
                if is_dash {
                    return if frame.pending {
                        self.indentless_sequence(column)
                    } else {
                        None
                    };
                }
                self.fill_pending(frame);
                return self.entry();
            }
            if is_dash {
                self.fill_pending(frame);
                return self.item();
            }
            if !frame.indentless {
                return None;
            }
            self.frames.pop();
            self.close(frame);
        }
        // Only the root may stand outside of everything.
        if self.nodes.is_empty() {
            self.node(column)
        } else {
            None
        }
    }

    /// The value of the pending key or `-`, on a line of its own.
    fn node_below(&mut self, column: u32) -> Option<()> {
        if let Some(frame) = self.frames.last_mut() {
            frame.pending = false;
        }
        self.node(column)
    }

    /// A sequence at the indentation of the key whose value it is.
    fn indentless_sequence(&mut self, column: u32) -> Option<()> {
        if let Some(frame) = self.frames.last_mut() {
            frame.pending = false;
        }
        self.open_block(self.at, column, false, true)?;
        self.item()
    }

    /// Opens a block collection whose first key or `-` stands at `start`.
    #[inline]
    fn open_block(
        &mut self,
        start: usize,
        indent: u32,
        is_map: bool,
        indentless: bool,
    ) -> Option<()> {
        if self.frames.len() >= MAX_DEPTH {
            return None;
        }
        let kind = if is_map { Kind::Map } else { Kind::Seq };
        let node = self.push(start, start, kind, Style::Block, 0);
        self.frames.push(Frame {
            node,
            indent,
            is_map,
            indentless,
            pending: false,
            pending_at: 0,
        });
        Some(())
    }

    /// Nothing is written for the pending key or `-` after all.
    #[inline]
    fn fill_pending(&mut self, frame: Frame) {
        if frame.pending {
            self.null(frame.pending_at);
            if let Some(frame) = self.frames.last_mut() {
                frame.pending = false;
            }
        }
    }

    fn null(&mut self, at: u32) {
        let mut node = null_at(at, false);
        if self.has_properties {
            node.flags |= self.attach(self.nodes.len() as u32);
        }
        self.nodes.push(node);
        self.last_end = self.last_end.max(at);
    }

    /// A collection that has been taken off the stack is complete.
    #[inline]
    fn close(&mut self, frame: Frame) {
        if frame.pending {
            self.null(frame.pending_at);
        }
        let next = self.nodes.len() as u32;
        let end = self.last_end;
        if let Some(node) = self.nodes.get_mut(frame.node as usize) {
            node.next = next;
            node.end = end;
        }
    }

    /// The last key or `-`, which ends before `behind`, may have its value below. The rest of its line is read.
    #[inline]
    fn pend(&mut self, behind: usize) -> Option<()> {
        let frame = self.frames.last_mut()?;
        frame.pending = true;
        frame.pending_at = behind as u32;
        self.end_of_line()
    }

    /// Blanks, a comment and the line break behind a value.
    #[inline(always)]
    fn end_of_line(&mut self) -> Option<()> {
        if self.byte(self.at) == Some(b'\n') {
            self.at += 1;
            return Some(());
        }
        let start = self.at;
        while matches!(self.byte(self.at), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        match self.byte(self.at) {
            None => {}
            Some(b'\n') => self.at += 1,
            Some(b'\r') => self.at += 2,
            Some(b'#') if self.at > start => self.comment(),
            _ => return None,
        }
        Some(())
    }

    /// A comment, to the start of the next line.
    fn comment(&mut self) {
        let rest = &self.bytes[self.at..];
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let content = rest[..length]
            .strip_suffix(b"\r")
            .map_or(length, <[u8]>::len);
        self.comments
            .push(Span::new(self.at as u32, (self.at + content) as u32));
        self.at += (length + 1).min(rest.len());
    }
}
