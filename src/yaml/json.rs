//! JSON text into a draft: what Go's `encoding/json` takes (scanner.go), value after value.
//!
//! Kubernetes gives a stream that starts with `{` to this decoder first. No recursion, one pass.

use super::draft::Draft;
use super::swar;
use super::tree::{KEY, Kind, Node, RAW, Style, Tree};
use super::verify::MAX_DEPTH;

/// Why a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotJson {
    /// The first byte that does not fit; the end of the text when it ends too early.
    pub(super) at: usize,
}

/// Reads the value that starts at or behind `start`. None where only blanks are left. With the value: where it starts
/// and ends.
pub(super) fn parse(
    text: &str,
    start: usize,
    is_first: bool,
) -> Result<Option<(Draft<'_>, usize, usize)>, NotJson> {
    let bytes = text.as_bytes();
    let start = skip_blanks(bytes, start);
    if start == bytes.len() {
        return Ok(None);
    }
    let mut draft = Draft {
        tree: Tree {
            text,
            json: true,
            ..Tree::default()
        },
        ..Draft::default()
    };
    if is_first {
        // Most texts hold one value. Room for all of it before each of many would be quadratic.
        draft.tree.nodes.reserve((bytes.len() - start) / 32 + 4);
    }
    let mut parser = Parser {
        bytes,
        at: start,
        nodes: &mut draft.tree.nodes,
        open: Vec::new(),
    };
    parser.value(0)?;
    while !parser.open.is_empty() {
        parser.step()?;
    }
    let end = parser.at;
    if is_first && draft.tree.nodes.len() < draft.tree.nodes.capacity() / 2 {
        draft.tree.nodes.shrink_to_fit();
    }
    Ok(Some((draft, start, end)))
}

#[inline]
fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
        at += 1;
    }
    at
}

struct Parser<'t, 'n> {
    bytes: &'t [u8],
    at: usize,
    nodes: &'n mut Vec<Node>,
    /// Collections that are open, innermost last, and whether each is a mapping.
    open: Vec<(u32, bool)>,
}

impl Parser<'_, '_> {
    fn fail<T>(&self) -> Result<T, NotJson> {
        Err(NotJson {
            at: self.at.min(self.bytes.len()),
        })
    }

    /// The next child of the innermost collection, or its end.
    #[inline]
    fn step(&mut self) -> Result<(), NotJson> {
        let Some((node, is_map)) = self.open.last().copied() else {
            return Ok(());
        };
        let is_first = self.nodes.len() as u32 == node + 1;
        self.at = skip_blanks(self.bytes, self.at);
        let close = if is_map { b'}' } else { b']' };
        match self.bytes.get(self.at) {
            Some(byte) if *byte == close => {
                self.at += 1;
                let next = self.nodes.len() as u32;
                if let Some(node) = self.nodes.get_mut(node as usize) {
                    node.next = next;
                    node.end = self.at as u32;
                }
                self.open.pop();
                return Ok(());
            }
            Some(b',') if !is_first => self.at = skip_blanks(self.bytes, self.at + 1),
            _ if is_first => {}
            _ => return self.fail(),
        }
        if is_map {
            if self.bytes.get(self.at) != Some(&b'"') {
                return self.fail();
            }
            self.string(KEY)?;
            self.at = skip_blanks(self.bytes, self.at);
            if self.bytes.get(self.at) != Some(&b':') {
                return self.fail();
            }
            self.at = skip_blanks(self.bytes, self.at + 1);
        }
        self.value(0)
    }

    /// A scalar, or the start of a collection.
    #[inline]
    fn value(&mut self, flags: u8) -> Result<(), NotJson> {
        match self.bytes.get(self.at) {
            Some(b'"') => self.string(flags),
            Some(b'{') => self.open(Kind::Map),
            Some(b'[') => self.open(Kind::Seq),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            _ => self.fail(),
        }
    }

    fn open(&mut self, kind: Kind) -> Result<(), NotJson> {
        if self.open.len() >= MAX_DEPTH {
            return self.fail();
        }
        self.open.push((self.nodes.len() as u32, kind == Kind::Map));
        let start = self.at as u32;
        self.nodes.push(Node {
            start,
            end: start,
            next: 0,
            kind,
            style: Style::Flow,
            flags: 0,
        });
        self.at += 1;
        Ok(())
    }

    fn push(&mut self, start: usize, style: Style, flags: u8) {
        let (start, end) = (start as u32, self.at as u32);
        self.nodes.push(Node {
            start,
            end,
            next: 0,
            kind: Kind::Scalar,
            style,
            flags,
        });
    }

    #[inline]
    fn string(&mut self, flags: u8) -> Result<(), NotJson> {
        let start = self.at;
        let mut raw = RAW;
        self.at += 1;
        loop {
            self.at = swar::find_in_json_string(self.bytes, self.at);
            match self.bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    raw = 0;
                    self.escape()?;
                }
                _ => return self.fail(),
            }
        }
        self.at += 1;
        self.push(start, Style::DoubleQuoted, flags | raw);
        Ok(())
    }

    fn escape(&mut self) -> Result<(), NotJson> {
        self.at += 1;
        match self.bytes.get(self.at) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.bytes.get(self.at).is_some_and(u8::is_ascii_hexdigit) {
                        return self.fail();
                    }
                    self.at += 1;
                }
            }
            _ => return self.fail(),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), NotJson> {
        let start = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        self.push(start, Style::Plain, RAW);
        Ok(())
    }

    fn digits(&mut self) -> Result<(), NotJson> {
        if !self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            return self.fail();
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        Ok(())
    }

    fn word(&mut self, word: &[u8]) -> Result<(), NotJson> {
        let start = self.at;
        for byte in word {
            if self.bytes.get(self.at) != Some(byte) {
                return self.fail();
            }
            self.at += 1;
        }
        self.push(start, Style::Plain, RAW);
        Ok(())
    }
}
