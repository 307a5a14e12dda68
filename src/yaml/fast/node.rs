//! Block nodes: entries, items, plain scalars, and what stands behind a `:` or `-`.

use super::{MAX_DEPTH, Reader};
use crate::yaml::scalar::{self, Scalar};
use crate::yaml::swar;
use crate::yaml::tree::{KEY, Kind, MERGE, RAW, Style};

/// How far a key's `:` may be from its start. go-yaml counts characters; bytes are the safe side.
pub(super) const MAX_KEY: usize = 1024;

/// A plain scalar on one line.
#[derive(Clone, Copy)]
pub(super) struct Plain {
    /// Behind its last character that is no blank.
    pub(super) end: usize,
    /// At the `:`, `#` or line break behind it.
    pub(super) stop: usize,
}

impl Reader<'_> {
    /// A key and what stands behind it on its line.
    #[inline]
    pub(super) fn entry(&mut self) -> Option<()> {
        let start = self.at;
        match self.byte(start)? {
            quote @ (b'"' | b'\'') => {
                let quoted = self.quoted(start, quote)?;
                let colon = self.skip_spaces(self.at);
                if quoted.lines || self.byte(colon) != Some(b':') || colon - start > MAX_KEY {
                    return None;
                }
                self.push(
                    start,
                    self.at,
                    Kind::Scalar,
                    quoted.style,
                    quoted.flags | KEY,
                );
                self.value(colon)
            }
            _ => {
                let plain = self.plain(start)?;
                if self.byte(plain.stop) != Some(b':') {
                    return None;
                }
                self.key(start, plain)
            }
        }
    }

    /// A plain key and what stands behind it on its line.
    #[inline]
    fn key(&mut self, start: usize, plain: Plain) -> Option<()> {
        if plain.stop - start > MAX_KEY {
            return None;
        }
        match self.bytes[start] {
            b'<' if &self.bytes[start..plain.end] == b"<<" => {
                self.references = true;
                self.push(
                    start,
                    plain.end,
                    Kind::Scalar,
                    Style::Plain,
                    KEY | RAW | MERGE,
                );
                return self.value(plain.stop);
            }
            b'~' | b'n' | b'N' | b'+' | b'-' | b'.' | b'0'..=b'9' => {
                self.check_key(start, plain.end)
            }
            _ => {}
        }
        self.push(start, plain.end, Kind::Scalar, Style::Plain, KEY | RAW);
        self.value(plain.stop)
    }

    /// Kubernetes may refuse a key that is null or a large number.
    fn check_key(&mut self, start: usize, end: usize) {
        self.unsure |= match scalar::untagged(&self.text[start..end]) {
            Some(Scalar::Null | Scalar::Uint(_)) => true,
            Some(Scalar::Float(number)) => !number.is_finite(),
            _ => false,
        };
    }

    /// What stands behind a key's `:` on its line.
    #[inline]
    fn value(&mut self, colon: usize) -> Option<()> {
        if !self.is_blank_or_end(colon + 1) {
            return None;
        }
        self.at = self.skip_spaces(colon + 1);
        while matches!(self.byte(self.at), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        match self.byte(self.at) {
            None | Some(b'\n' | b'\r') => self.pend(colon + 1),
            Some(b'#') => {
                // The blank before it belongs to `end_of_line`.
                self.at -= 1;
                self.pend(colon + 1)
            }
            Some(b'&' | b'!') => self.with_properties(),
            Some(byte) => self.scalar_or_flow(byte),
        }
    }

    /// A value behind an anchor or tag: on the same line, where it starts no block collection, or below.
    fn with_properties(&mut self) -> Option<()> {
        let end = self.properties()?;
        match self.byte(self.at) {
            None | Some(b'\n' | b'\r') => self.pend(end),
            Some(b'#') => {
                self.at -= 1;
                self.pend(end)
            }
            Some(byte) => self.scalar_or_flow(byte),
        }
    }

    /// A `-` and what stands behind it on its line.
    #[inline]
    pub(super) fn item(&mut self) -> Option<()> {
        let dash = self.at;
        self.last_end = dash as u32 + 1;
        self.at = self.skip_spaces(dash + 1);
        match self.byte(self.at) {
            None | Some(b'\n' | b'\r') => self.pend(dash + 1),
            Some(b'#') => {
                self.at -= 1;
                self.pend(dash + 1)
            }
            Some(b'\t') => None,
            Some(_) => self.node((self.at - self.line) as u32),
        }
    }

    /// A node that may be a block collection: at the start of a line, or behind a `-`.
    #[inline]
    pub(super) fn node(&mut self, column: u32) -> Option<()> {
        let mut column = column;
        loop {
            let start = self.at;
            match self.byte(start)? {
                b'-' if self.is_blank_or_end(start + 1) => {
                    self.open_block(start, column, false, false)?;
                    self.last_end = start as u32 + 1;
                    self.at = self.skip_spaces(start + 1);
                    match self.byte(self.at) {
                        None | Some(b'\n' | b'\r') => return self.pend(start + 1),
                        Some(b'#') => {
                            self.at -= 1;
                            return self.pend(start + 1);
                        }
                        Some(b'\t') => return None,
                        Some(_) => column = (self.at - self.line) as u32,
                    }
                }
                quote @ (b'"' | b'\'') => {
                    let quoted = self.quoted(start, quote)?;
                    let colon = self.skip_spaces(self.at);
                    if self.byte(colon) != Some(b':') {
                        self.push(start, self.at, Kind::Scalar, quoted.style, quoted.flags);
                        return self.end_of_line();
                    }
                    if quoted.lines || colon - start > MAX_KEY {
                        return None;
                    }
                    self.open_block(start, column, true, false)?;
                    self.push(
                        start,
                        self.at,
                        Kind::Scalar,
                        quoted.style,
                        quoted.flags | KEY,
                    );
                    return self.value(colon);
                }
                byte @ (b'[' | b'{' | b'|' | b'>' | b'*') => return self.scalar_or_flow(byte),
                b'&' | b'!' if !self.frames.is_empty() => return self.with_properties(),
                _ => {
                    let plain = self.plain(start)?;
                    if self.byte(plain.stop) != Some(b':') {
                        return self.plain_value(start, plain);
                    }
                    self.open_block(start, column, true, false)?;
                    return self.key(start, plain);
                }
            }
        }
    }

    /// A value that starts no block collection.
    #[inline]
    fn scalar_or_flow(&mut self, byte: u8) -> Option<()> {
        let start = self.at;
        match byte {
            b'"' | b'\'' => {
                let quoted = self.quoted(start, byte)?;
                self.push(start, self.at, Kind::Scalar, quoted.style, quoted.flags);
                self.end_of_line()
            }
            b'[' | b'{' => {
                if self.frames.len() >= MAX_DEPTH {
                    return None;
                }
                self.flow_collection()?;
                self.end_of_line()
            }
            b'|' | b'>' => self.block_scalar(),
            b'*' => {
                self.alias()?;
                self.end_of_line()
            }
            _ => {
                let plain = self.plain(start)?;
                if self.byte(plain.stop) == Some(b':') {
                    return None;
                }
                self.plain_value(start, plain)
            }
        }
    }

    /// Scans a plain scalar to the end of its line, if one can start here.
    #[inline(always)]
    pub(super) fn plain(&self, start: usize) -> Option<Plain> {
        match self.byte(start)? {
            b'-' | b'?' | b':' if self.is_blank_or_end(start + 1) => return None,
            b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\''
            | b'"' | b'%' | b'@' | b'`' => return None,
            _ => {}
        }
        Some(self.plain_line(start))
    }

    /// The rest of a line that belongs to a plain scalar.
    #[inline(always)]
    fn plain_line(&self, start: usize) -> Plain {
        let mut stop = start;
        loop {
            stop = swar::find(self.bytes, stop, *b":#\n");
            match self.byte(stop) {
                None => break,
                Some(b'\n') => {
                    // A carriage return stands nowhere else.
                    stop -= usize::from(stop > start && self.bytes[stop - 1] == b'\r');
                    break;
                }
                Some(b':') if self.is_blank_or_end(stop + 1) => break,
                Some(b'#') if stop > start && matches!(self.bytes[stop - 1], b' ' | b'\t') => break,
                _ => stop += 1,
            }
        }
        let mut end = stop;
        while end > start && matches!(self.bytes[end - 1], b' ' | b'\t') {
            end -= 1;
        }
        Plain { end, stop }
    }

    /// A plain scalar that is no key, with its further lines.
    #[inline(always)]
    fn plain_value(&mut self, start: usize, first: Plain) -> Option<()> {
        // A root scalar has no indentation to end it.
        let indent = self.frames.last()?.indent as usize;
        if matches!(self.bytes[start], b'.' | b'+' | b'-') {
            self.check_key(start, first.end);
        }
        let mut plain = first;
        loop {
            if self.byte(plain.stop) == Some(b'#') {
                self.at = plain.stop;
                self.push_plain(start, first, plain);
                self.comment();
                return Some(());
            }
            self.at = plain.stop;
            self.end_of_line()?;
            let Some(next) = self.continuation(indent)? else {
                break;
            };
            plain = self.plain_line(next);
            if self.byte(plain.stop) == Some(b':') {
                return None;
            }
        }
        self.push_plain(start, first, plain);
        Some(())
    }

    #[inline]
    fn push_plain(&mut self, start: usize, first: Plain, last: Plain) {
        let flags = if first.end == last.end { RAW } else { 0 };
        self.push(start, last.end, Kind::Scalar, Style::Plain, flags);
    }

    /// Where the next line of a plain scalar starts, empty lines left out. (None): it has ended.
    #[inline(always)]
    fn continuation(&mut self, indent: usize) -> Option<Option<usize>> {
        let mut line = self.at;
        let mut at = self.skip_spaces(line);
        self.indented = at;
        loop {
            match self.byte(at) {
                None => return Some(None),
                Some(b'\n') => line = at + 1,
                Some(b'\r') => line = at + 2,
                // Whether a tab may stand here depends on its column.
                Some(b'\t') => return None,
                Some(b'#') => return Some(None),
                Some(_) if at - line > indent => return Some(Some(at)),
                Some(_) => return Some(None),
            }
            at = self.skip_spaces(line);
        }
    }
}
