//! `|` and `>` scalars.

use super::Reader;
use crate::yaml::text;
use crate::yaml::tree::{Kind, Node, OWNED, Style};

/// A line of a block scalar, from its start.
enum Line {
    /// Nothing but its indentation; the next line starts there.
    Empty(usize),
    /// Something at this offset.
    Content(usize),
    /// The text is over.
    End,
}

impl Reader<'_> {
    /// Reads a block scalar; `at` is at its indicator.
    pub(super) fn block_scalar(&mut self) -> Option<()> {
        // At the root there is no indentation to end it.
        let parent = self.frames.last()?.indent as usize;
        let start = self.at;
        let style = if self.bytes[start] == b'|' {
            Style::Literal
        } else {
            Style::Folded
        };
        let (mut chomping, mut digit) = (None, None);
        self.at += 1;
        for _ in 0..2 {
            match self.byte(self.at) {
                Some(sign @ (b'+' | b'-')) if chomping.is_none() => chomping = Some(sign),
                Some(number @ b'1'..=b'9') if digit.is_none() => {
                    digit = Some(usize::from(number - b'0'))
                }
                _ => break,
            }
            self.at += 1;
        }
        let header = self.at;
        self.end_of_line()?;
        let indent = match digit {
            Some(digit) => parent + digit,
            None => self.block_indent(parent)?,
        };
        let (end, empty) = self.block_lines(indent, header)?;
        let index = self.push(start, end, Kind::Scalar, style, 0);
        if let Some(node) = self.nodes.last_mut() {
            node.next = indent as u32;
            if chomping == Some(b'+') {
                Self::keep(node, index, self.text, empty, &mut self.owned);
            }
        }
        Some(())
    }

    /// `+`: the empty lines behind the scalar belong to it.
    fn keep(
        node: &mut Node,
        index: u32,
        text: &str,
        empty: usize,
        owned: &mut Vec<(u32, std::sync::Arc<str>)>,
    ) {
        let raw = &text[node.start as usize..node.end as usize];
        let mut value = text::decode(raw, node.style, node.next as usize);
        value.extend(std::iter::repeat_n('\n', empty));
        node.flags |= OWNED;
        owned.push((index, value.into()));
    }

    /// The indentation of the first line that is not empty. An empty line that is longer makes go-yaml see another one.
    fn block_indent(&self, parent: usize) -> Option<usize> {
        let mut line = self.at;
        let mut longest = 0;
        loop {
            let at = self.skip_spaces(line);
            let column = at - line;
            match self.byte(at) {
                Some(b'\n') => line = at + 1,
                Some(b'\r') => line = at + 2,
                Some(b'\t') => return None,
                Some(_) if longest > column => return None,
                Some(_) => return Some(column.max(parent + 1)),
                None => return Some(longest.max(column).max(parent + 1)),
            }
            longest = longest.max(column);
        }
    }

    /// What a line holds at or behind the indentation.
    #[inline]
    fn block_line(&self, line: usize, indent: usize) -> Option<Line> {
        let limit = line + indent;
        let at = self.skip_spaces(line).min(limit);
        Some(match self.byte(at) {
            None if at == line || at <= limit => Line::End,
            None => Line::Content(at),
            Some(b'\n') => Line::Empty(at + 1),
            Some(b'\r') => Line::Empty(at + 2),
            Some(b'\t') if at < limit => return None,
            Some(_) if at < limit => Line::End,
            Some(_) => Line::Content(at),
        })
    }

    /// Past the lines of the scalar. Where the last one ends, and how many empty ones follow.
    fn block_lines(&mut self, indent: usize, header: usize) -> Option<(usize, usize)> {
        let mut end = header;
        let mut empty = 0;
        loop {
            match self.block_line(self.at, indent)? {
                Line::Empty(next) => {
                    empty += 1;
                    self.at = next;
                }
                Line::Content(at) => {
                    let rest = &self.bytes[at..];
                    let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                    let line = &rest[..length];
                    end = at + line.strip_suffix(b"\r").unwrap_or(line).len();
                    empty = 0;
                    self.at = at + (length + 1).min(rest.len());
                }
                Line::End => break,
            }
        }
        // A last line of blanks without a line break is an empty line, too.
        let blanks = self.skip_spaces(self.at);
        if blanks == self.bytes.len() && blanks > self.at {
            empty += 1;
            self.at = blanks;
        }
        Some((end, empty))
    }
}
