//! Scalars in quotes.

use super::Reader;
use crate::yaml::swar;
use crate::yaml::tree::{RAW, Style};

/// A quoted scalar that has been read.
#[derive(Clone, Copy)]
pub(super) struct Quoted {
    pub(super) style: Style,
    /// RAW, or 0 where it has escapes or lines.
    pub(super) flags: u8,
    /// Whether it goes over several lines: then it cannot be a key.
    pub(super) lines: bool,
}

impl Reader<'_> {
    /// Reads a quoted scalar and leaves `at` behind its closing quote.
    #[inline]
    pub(super) fn quoted(&mut self, start: usize, quote: u8) -> Option<Quoted> {
        let is_double = quote == b'"';
        let style = if is_double {
            Style::DoubleQuoted
        } else {
            Style::SingleQuoted
        };
        let mut quoted = Quoted {
            style,
            flags: RAW,
            lines: false,
        };
        let escape = if is_double { b'\\' } else { quote };
        let mut at = start + 1;
        loop {
            at = swar::find(self.bytes, at, [quote, escape, b'\n']);
            match self.byte(at)? {
                b'\n' => {
                    quoted.lines = true;
                    quoted.flags = 0;
                    at += 1;
                    self.line = at;
                    if self.bytes[at..].starts_with(b"...") {
                        return None;
                    }
                }
                b'\\' if is_double => {
                    quoted.flags = 0;
                    at = self.escape(at)?;
                }
                _ if !is_double && self.byte(at + 1) == Some(quote) => {
                    quoted.flags = 0;
                    at += 2;
                }
                _ => break,
            }
        }
        self.at = at + 1;
        Some(quoted)
    }

    /// Past an escape; one before a line break leaves the break to be read.
    fn escape(&self, at: usize) -> Option<usize> {
        let digits = match self.byte(at + 1)? {
            b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"'
            | b'\'' | b'\\' | b'N' | b'_' | b'L' | b'P' => return Some(at + 2),
            b'\n' => return Some(at + 1),
            b'\r' => return Some(at + 2),
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => return None,
        };
        let code = self.text.get(at + 2..at + 2 + digits)?;
        if !code.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
        Some(at + 2 + digits)
    }
}
