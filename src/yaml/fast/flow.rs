//! `{…}` and `[…]`.

use super::node::MAX_KEY;
use super::{MAX_DEPTH, Reader};
use crate::yaml::scalar::{self, Scalar};
use crate::yaml::tree::{KEY, Kind, RAW, Style};

/// An open flow collection.
#[derive(Clone, Copy)]
pub(super) struct FlowFrame {
    node: u32,
    is_map: bool,
    /// Behind an item or an entry: a comma or the end must follow.
    filled: bool,
}

impl Reader<'_> {
    /// Reads a flow collection and leaves `at` behind its end.
    pub(super) fn flow_collection(&mut self) -> Option<()> {
        self.open_flow()?;
        loop {
            self.flow_blanks()?;
            let frame = *self.flow.last()?;
            match self.byte(self.at)? {
                close @ (b']' | b'}') => {
                    if (close == b'}') != frame.is_map {
                        return None;
                    }
                    if self.close_flow(frame) {
                        return Some(());
                    }
                }
                b',' => {
                    if !frame.filled {
                        return None;
                    }
                    self.at += 1;
                    self.flow.last_mut()?.filled = false;
                }
                _ if frame.filled => return None,
                _ => {
                    if frame.is_map {
                        self.flow_key()?;
                        self.flow_blanks()?;
                    }
                    self.flow_value()?;
                }
            }
        }
    }

    fn open_flow(&mut self) -> Option<()> {
        if self.flow.len() + self.frames.len() >= MAX_DEPTH {
            return None;
        }
        let is_map = self.byte(self.at) == Some(b'{');
        let kind = if is_map { Kind::Map } else { Kind::Seq };
        let node = self.push(self.at, self.at, kind, Style::Flow, 0);
        self.flow.push(FlowFrame {
            node,
            is_map,
            filled: false,
        });
        self.at += 1;
        Some(())
    }

    /// Whether that was the outermost.
    fn close_flow(&mut self, frame: FlowFrame) -> bool {
        self.at += 1;
        self.last_end = self.at as u32;
        let next = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(frame.node as usize) {
            node.next = next;
            node.end = self.last_end;
        }
        self.flow.pop();
        match self.flow.last_mut() {
            Some(outer) => {
                outer.filled = true;
                false
            }
            None => true,
        }
    }

    /// Past blanks, line breaks and comments.
    #[inline]
    fn flow_blanks(&mut self) -> Option<()> {
        loop {
            match self.byte(self.at) {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'\r') => self.at += 1,
                Some(b'\n') => {
                    self.at += 1;
                    self.line = self.at;
                }
                Some(b'#') => {
                    if !matches!(self.bytes[self.at - 1], b' ' | b'\t' | b'\n') {
                        return None;
                    }
                    self.comment();
                    self.line = self.at;
                }
                Some(b'%' | b'.') if self.at == self.line => return None,
                _ => return Some(()),
            }
        }
    }

    /// A key and its `:`.
    #[inline]
    fn flow_key(&mut self) -> Option<()> {
        let start = self.at;
        match self.byte(start)? {
            quote @ (b'"' | b'\'') => {
                let quoted = self.quoted(start, quote)?;
                if quoted.lines {
                    return None;
                }
                self.push(
                    start,
                    self.at,
                    Kind::Scalar,
                    quoted.style,
                    quoted.flags | KEY,
                );
                while matches!(self.byte(self.at), Some(b' ' | b'\t')) {
                    self.at += 1;
                }
            }
            _ => {
                let end = self.flow_plain()?;
                if &self.bytes[start..end] == b"<<" {
                    // Rare enough for the slow reader.
                    return None;
                }
                self.unsure |= match scalar::untagged(&self.text[start..end]) {
                    Some(Scalar::Null | Scalar::Uint(_)) => true,
                    Some(Scalar::Float(number)) => !number.is_finite(),
                    _ => false,
                };
                self.push(start, end, Kind::Scalar, Style::Plain, RAW | KEY);
            }
        }
        if self.byte(self.at) != Some(b':') || self.at - start > MAX_KEY {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// An item, or the value of an entry. What is not written is for the slow reader.
    #[inline]
    fn flow_value(&mut self) -> Option<()> {
        let start = self.at;
        let is_item = !self.flow.last()?.is_map;
        match self.byte(start)? {
            b'[' | b'{' => return self.open_flow(),
            b'*' => {
                self.alias()?;
                if !self.is_blank_or_end(self.at)
                    && !matches!(self.byte(self.at)?, b',' | b']' | b'}')
                {
                    return None;
                }
            }
            quote @ (b'"' | b'\'') => {
                let quoted = self.quoted(start, quote)?;
                self.push(start, self.at, Kind::Scalar, quoted.style, quoted.flags);
            }
            _ => {
                let end = self.flow_plain()?;
                if matches!(self.bytes[start], b'.' | b'+' | b'-') {
                    self.unsure |= matches!(
                        scalar::untagged(&self.text[start..end]),
                        Some(Scalar::Float(number)) if !number.is_finite()
                    );
                }
                self.push(start, end, Kind::Scalar, Style::Plain, RAW);
                if self.tab_indents_next_line() {
                    return None;
                }
            }
        }
        self.flow_blanks()?;
        // `[a: b]` is a mapping of its own, and `"a": b` behind a value is wrong.
        if is_item && self.byte(self.at) == Some(b':') {
            return None;
        }
        self.flow.last_mut()?.filled = true;
        Some(())
    }

    /// Whether a line break and then a tab follow. Behind a plain scalar go-yaml cares for the tab's column.
    #[inline]
    fn tab_indents_next_line(&self) -> bool {
        let mut at = self.at;
        while let Some(b'\n' | b'\r') = self.byte(at) {
            at = self.skip_spaces(at + 1);
            if self.byte(at) == Some(b'\t') {
                return true;
            }
        }
        false
    }

    /// A plain scalar on one line; where it ends. `at` is then behind the blanks that follow it.
    #[inline]
    fn flow_plain(&mut self) -> Option<usize> {
        let start = self.at;
        match self.byte(start)? {
            b'-' if self.is_blank_or_end(start + 1) => return None,
            b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|'
            | b'>' | b'\'' | b'"' | b'%' | b'@' | b'`' => return None,
            _ => {}
        }
        let mut at = start;
        loop {
            match self.byte(at)? {
                b',' | b'[' | b']' | b'{' | b'}' | b'\n' | b'\r' => break,
                b'?' => return None,
                b':' if self.is_blank_or_end(at + 1) => break,
                b'#' if matches!(self.bytes[at - 1], b' ' | b'\t') => break,
                _ => at += 1,
            }
        }
        self.at = at;
        let mut end = at;
        while matches!(self.bytes[end - 1], b' ' | b'\t') {
            end -= 1;
        }
        Some(end)
    }
}
