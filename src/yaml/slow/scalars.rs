//! Scalars: the value that go-yaml makes of plain, quoted and block text (the second half of scannerc.go).

use super::cursor::Mark;
use super::problem::{Problem, Scan};
use super::scanner::Scanner;
use super::token::ScalarToken;
use crate::yaml::tree::Style;

/// Blanks and line breaks between two words, until it is known what they become.
#[derive(Default)]
struct Gap {
    blanks: String,
    /// Whether a line break was met: the blanks count no more.
    broken: bool,
    first_break: String,
    more_breaks: String,
}

impl Gap {
    /// Puts what the gap means behind the value: blanks as they are, a break as a space, more breaks without the first.
    fn flush(&mut self, value: &mut String) {
        if !self.broken {
            value.push_str(&self.blanks);
        } else if self.first_break.starts_with('\n') {
            value.push_str(if self.more_breaks.is_empty() {
                " "
            } else {
                &self.more_breaks
            });
        } else {
            // LS and PS are kept.
            value.push_str(&self.first_break);
            value.push_str(&self.more_breaks);
        }
        self.blanks.clear();
        self.first_break.clear();
        self.more_breaks.clear();
        self.broken = false;
    }
}

impl Scanner<'_> {
    /// One blank or line break into the gap.
    fn scan_gap(&mut self, gap: &mut Gap) -> Scan {
        if self.cursor.is_blank(0) {
            if gap.broken {
                self.cursor.skip();
            } else {
                self.cursor.take(&mut gap.blanks);
            }
        } else {
            self.cursor.need(2)?;
            if gap.broken {
                gap.more_breaks.push_str(self.cursor.skip_line());
            } else {
                gap.blanks.clear();
                gap.first_break.push_str(self.cursor.skip_line());
                gap.broken = true;
            }
        }
        self.cursor.need(1)
    }

    /// \[scan_plain_scalar\]
    pub(super) fn scan_plain_scalar(&mut self) -> Scan<(ScalarToken, Mark)> {
        let start = self.cursor.mark;
        let mut end = start;
        let mut value = String::new();
        let mut gap = Gap::default();
        let indent = self.indent + 1;
        loop {
            self.cursor.need(4)?;
            if self.cursor.is_document_indicator() || self.cursor.at(0) == b'#' {
                break;
            }
            while !self.cursor.is_blank_or_end(0) {
                let byte = self.cursor.at(0);
                if (byte == b':' && self.cursor.is_blank_or_end(1))
                    || (self.flow_level > 0
                        && matches!(byte, b',' | b'?' | b'[' | b']' | b'{' | b'}'))
                {
                    break;
                }
                gap.flush(&mut value);
                self.cursor.take(&mut value);
                end = self.cursor.mark;
                self.cursor.need(2)?;
            }
            if !(self.cursor.is_blank(0) || self.cursor.is_break(0)) {
                break;
            }
            while self.cursor.is_blank(0) || self.cursor.is_break(0) {
                let column = self.cursor.mark.column as isize;
                if gap.broken && column < indent && self.cursor.at(0) == b'\t' {
                    let text = "found a tab character that violates indentation";
                    return Err(Problem::scanner(text, self.cursor.mark, start));
                }
                self.scan_gap(&mut gap)?;
            }
            if self.flow_level == 0 && (self.cursor.mark.column as isize) < indent {
                break;
            }
        }
        if gap.broken {
            self.simple_key_allowed = true;
        }
        Ok((
            ScalarToken {
                style: Style::Plain,
                value,
                indent: 0,
                end: end.offset,
            },
            end,
        ))
    }

    /// \[scan_flow_scalar\]
    pub(super) fn scan_quoted_scalar(&mut self) -> Scan<ScalarToken> {
        let start = self.cursor.mark;
        let quote = self.cursor.at(0);
        let style = if quote == b'"' {
            Style::DoubleQuoted
        } else {
            Style::SingleQuoted
        };
        let mut value = String::new();
        let mut gap = Gap::default();
        self.cursor.skip();
        loop {
            self.cursor.need(4)?;
            if self.cursor.is_document_indicator() {
                return Err(Problem::scanner(
                    "found unexpected document indicator",
                    self.cursor.mark,
                    start,
                ));
            }
            if self.cursor.is_end() {
                return Err(Problem::scanner(
                    "found unexpected end of stream",
                    self.cursor.mark,
                    start,
                ));
            }
            while !self.cursor.is_blank_or_end(0) {
                let byte = self.cursor.at(0);
                if byte == b'\'' && quote == b'\'' && self.cursor.at(1) == b'\'' {
                    value.push('\'');
                    self.cursor.skip();
                    self.cursor.skip();
                } else if byte == quote {
                    break;
                } else if byte == b'\\' && quote == b'"' {
                    if self.cursor.is_break(1) {
                        self.cursor.need(3)?;
                        self.cursor.skip();
                        self.cursor.skip_line();
                        gap.broken = true;
                        break;
                    }
                    self.scan_escape(&mut value, start)?;
                } else {
                    self.cursor.take(&mut value);
                }
                self.cursor.need(2)?;
            }
            self.cursor.need(1)?;
            if self.cursor.at(0) == quote {
                break;
            }
            while self.cursor.is_blank(0) || self.cursor.is_break(0) {
                self.scan_gap(&mut gap)?;
            }
            if gap.broken && gap.first_break.is_empty() {
                // Behind an escaped line break only the breaks that follow count.
                value.push_str(&gap.more_breaks);
                gap = Gap::default();
            } else {
                gap.flush(&mut value);
            }
        }
        self.cursor.skip();
        Ok(ScalarToken {
            style,
            value,
            indent: 0,
            end: self.cursor.mark.offset,
        })
    }

    /// `\n`, `\x41`, … \[scan_flow_scalar\]
    fn scan_escape(&mut self, value: &mut String, start: Mark) -> Scan {
        let mut digits = 0;
        match self.cursor.at(1) {
            b'0' => value.push('\0'),
            b'a' => value.push('\x07'),
            b'b' => value.push('\x08'),
            b't' | b'\t' => value.push('\t'),
            b'n' => value.push('\n'),
            b'v' => value.push('\x0B'),
            b'f' => value.push('\x0C'),
            b'r' => value.push('\r'),
            b'e' => value.push('\x1B'),
            b' ' => value.push(' '),
            b'"' => value.push('"'),
            b'\'' => value.push('\''),
            b'\\' => value.push('\\'),
            b'N' => value.push('\u{85}'),
            b'_' => value.push('\u{A0}'),
            b'L' => value.push('\u{2028}'),
            b'P' => value.push('\u{2029}'),
            b'x' => digits = 2,
            b'u' => digits = 4,
            b'U' => digits = 8,
            _ => {
                return Err(Problem::scanner(
                    "found unknown escape character",
                    self.cursor.mark,
                    start,
                ));
            }
        }
        self.cursor.skip();
        self.cursor.skip();
        if digits == 0 {
            return Ok(());
        }
        self.cursor.need(digits)?;
        let mut code = 0;
        for ahead in 0..digits {
            let Some(digit) = char::from(self.cursor.at(ahead)).to_digit(16) else {
                return Err(Problem::scanner(
                    "did not find expected hexdecimal number",
                    self.cursor.mark,
                    start,
                ));
            };
            code = code << 4 | digit;
        }
        let Some(character) = char::from_u32(code) else {
            return Err(Problem::scanner(
                "found invalid Unicode character escape code",
                self.cursor.mark,
                start,
            ));
        };
        value.push(character);
        for _ in 0..digits {
            self.cursor.skip();
        }
        Ok(())
    }

    /// \[scan_block_scalar\]
    pub(super) fn scan_block_scalar(&mut self) -> Scan<ScalarToken> {
        let start = self.cursor.mark;
        let literal = self.cursor.at(0) == b'|';
        self.cursor.skip();
        let (chomping, increment) = self.scan_block_header(start)?;
        let mut end = self.cursor.mark.offset;
        self.cursor.skip_blanks()?;
        self.scan_comment()?;
        if !self.cursor.is_break_or_end(0) {
            return Err(Problem::scanner(
                "did not find expected comment or line break",
                self.cursor.mark,
                start,
            ));
        }
        if self.cursor.is_break(0) {
            self.cursor.need(2)?;
            self.cursor.skip_line();
        }
        let mut indent = match increment {
            0 => 0,
            increment => self.indent.max(0) as usize + increment,
        };
        let mut value = String::new();
        let mut breaks = String::new();
        let mut first_break = "";
        self.scan_block_breaks(&mut indent, &mut breaks, start)?;
        self.cursor.need(1)?;
        let mut line_before_is_indented = false;
        while self.cursor.mark.column == indent && !self.cursor.is_end() {
            let is_indented = self.cursor.is_blank(0);
            let folds = !literal && !line_before_is_indented && !is_indented && first_break == "\n";
            if !folds {
                value.push_str(first_break);
            } else if breaks.is_empty() {
                value.push(' ');
            }
            value.push_str(&breaks);
            breaks.clear();
            line_before_is_indented = is_indented;
            while !self.cursor.is_break_or_end(0) {
                self.cursor.take(&mut value);
                self.cursor.need(1)?;
            }
            end = self.cursor.mark.offset;
            self.cursor.need(2)?;
            first_break = self.cursor.skip_line();
            self.scan_block_breaks(&mut indent, &mut breaks, start)?;
        }
        if chomping != Chomping::Strip {
            value.push_str(first_break);
        }
        if chomping == Chomping::Keep {
            value.push_str(&breaks);
        }
        let style = if literal {
            Style::Literal
        } else {
            Style::Folded
        };
        Ok(ScalarToken {
            style,
            value,
            indent,
            end,
        })
    }

    /// `+`, `-` and a digit, in either order.
    fn scan_block_header(&mut self, start: Mark) -> Scan<(Chomping, usize)> {
        self.cursor.need(1)?;
        let mut chomping = self.scan_chomping();
        self.cursor.need(1)?;
        let mut increment = 0;
        if self.cursor.at(0).is_ascii_digit() {
            if self.cursor.at(0) == b'0' {
                let text = "found an indentation indicator equal to 0";
                return Err(Problem::scanner(text, self.cursor.mark, start));
            }
            increment = usize::from(self.cursor.at(0) - b'0');
            self.cursor.skip();
            self.cursor.need(1)?;
            if chomping.is_none() {
                chomping = self.scan_chomping();
            }
        }
        Ok((chomping.unwrap_or(Chomping::Clip), increment))
    }

    fn scan_chomping(&mut self) -> Option<Chomping> {
        let chomping = match self.cursor.at(0) {
            b'+' => Chomping::Keep,
            b'-' => Chomping::Strip,
            _ => return None,
        };
        self.cursor.skip();
        Some(chomping)
    }

    /// Past the indentation of the next line that is not empty, which sets `indent` if it is not known (0).
    /// \[scan_block_scalar_breaks\]
    fn scan_block_breaks(&mut self, indent: &mut usize, breaks: &mut String, start: Mark) -> Scan {
        let mut deepest = 0;
        loop {
            self.cursor.need(1)?;
            while (*indent == 0 || self.cursor.mark.column < *indent) && self.cursor.at(0) == b' ' {
                self.cursor.skip();
                self.cursor.need(1)?;
            }
            deepest = deepest.max(self.cursor.mark.column);
            if (*indent == 0 || self.cursor.mark.column < *indent) && self.cursor.at(0) == b'\t' {
                let text = "found a tab character where an indentation space is expected";
                return Err(Problem::scanner(text, self.cursor.mark, start));
            }
            if !self.cursor.is_break(0) {
                break;
            }
            self.cursor.need(2)?;
            breaks.push_str(self.cursor.skip_line());
        }
        if *indent == 0 {
            *indent = deepest.max((self.indent + 1).max(1) as usize);
        }
        Ok(())
    }
}

/// What becomes of the line breaks at the end of a block scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chomping {
    Strip,
    Clip,
    Keep,
}
