//! Directives, anchors, aliases and tags: the rarer tokens of scannerc.go.

use super::cursor::Mark;
use super::problem::{Problem, Scan};
use super::scanner::Scanner;
use super::token::TokenKind;

/// What go-yaml takes for a letter in names.
const fn is_alpha(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// What may stand in a tag.
const fn is_uri(byte: u8) -> bool {
    is_alpha(byte)
        || matches!(
            byte,
            b';' | b'/'
                | b'?'
                | b':'
                | b'@'
                | b'&'
                | b'='
                | b'+'
                | b'$'
                | b','
                | b'.'
                | b'!'
                | b'~'
                | b'*'
                | b'\''
                | b'('
                | b')'
                | b'['
                | b']'
                | b'%'
        )
}

impl Scanner<'_> {
    fn fail<T>(&self, text: &'static str, context: Mark) -> Scan<T> {
        Err(Problem::scanner(text, self.cursor.mark, context))
    }

    /// Letters, digits, `-` and `_`.
    fn scan_word(&mut self) -> Scan<String> {
        let mut word = String::new();
        self.cursor.need(1)?;
        while is_alpha(self.cursor.at(0)) {
            self.cursor.take(&mut word);
            self.cursor.need(1)?;
        }
        Ok(word)
    }

    /// A line that starts with `%`. \[scan_directive\]
    pub(super) fn scan_directive(&mut self) -> Scan<TokenKind> {
        let start = self.cursor.mark;
        self.cursor.skip();
        let name = self.scan_word()?;
        if name.is_empty() {
            return self.fail("could not find expected directive name", start);
        }
        if !self.cursor.is_blank_or_end(0) {
            return self.fail("found unexpected non-alphabetical character", start);
        }
        let kind = match name.as_str() {
            "YAML" => self.scan_version(start)?,
            "TAG" => self.scan_tag_directive(start)?,
            _ => return self.fail("found unknown directive name", start),
        };
        self.cursor.skip_blanks()?;
        self.scan_comment()?;
        if !self.cursor.is_break_or_end(0) {
            return self.fail("did not find expected comment or line break", start);
        }
        if self.cursor.is_break(0) {
            self.cursor.need(2)?;
            self.cursor.skip_line();
        }
        Ok(kind)
    }

    /// `1.1` \[scan_version_directive_value\]
    fn scan_version(&mut self, start: Mark) -> Scan<TokenKind> {
        self.cursor.skip_blanks()?;
        let major = self.scan_version_number(start)?;
        if self.cursor.at(0) != b'.' {
            return self.fail("did not find expected digit or '.' character", start);
        }
        self.cursor.skip();
        let minor = self.scan_version_number(start)?;
        Ok(TokenKind::VersionDirective(major == 1 && minor == 1))
    }

    /// One or two digits. \[scan_version_directive_number\]
    fn scan_version_number(&mut self, start: Mark) -> Scan<u8> {
        let mut value = 0;
        let mut digits = 0;
        self.cursor.need(1)?;
        while self.cursor.at(0).is_ascii_digit() {
            digits += 1;
            if digits > 2 {
                return self.fail("found extremely long version number", start);
            }
            value = value * 10 + (self.cursor.at(0) - b'0');
            self.cursor.skip();
            self.cursor.need(1)?;
        }
        if digits == 0 {
            return self.fail("did not find expected version number", start);
        }
        Ok(value)
    }

    /// `!handle! prefix` \[scan_tag_directive_value\]
    fn scan_tag_directive(&mut self, start: Mark) -> Scan<TokenKind> {
        self.cursor.skip_blanks()?;
        let handle = self.scan_tag_handle(true, start)?;
        self.cursor.need(1)?;
        if !self.cursor.is_blank(0) {
            return self.fail("did not find expected whitespace", start);
        }
        self.cursor.skip_blanks()?;
        let prefix = self.scan_tag_uri(None, start)?;
        self.cursor.need(1)?;
        if !self.cursor.is_blank_or_end(0) {
            return self.fail("did not find expected whitespace or line break", start);
        }
        Ok(TokenKind::TagDirective { handle, prefix })
    }

    /// `&name` or `*name` \[scan_anchor\]
    pub(super) fn scan_anchor(&mut self) -> Scan<TokenKind> {
        let start = self.cursor.mark;
        let is_alias = self.cursor.at(0) == b'*';
        self.cursor.skip();
        let name = self.scan_word()?;
        let ended = self.cursor.is_blank_or_end(0)
            || matches!(
                self.cursor.at(0),
                b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`'
            );
        if name.is_empty() || !ended {
            return self.fail(
                "did not find expected alphabetic or numeric character",
                start,
            );
        }
        Ok(if is_alias {
            TokenKind::Alias(name)
        } else {
            TokenKind::Anchor(name)
        })
    }

    /// `!<uri>`, `!suffix`, `!!suffix`, `!handle!suffix`, `!` \[scan_tag\]
    pub(super) fn scan_tag(&mut self) -> Scan<TokenKind> {
        let start = self.cursor.mark;
        self.cursor.need(2)?;
        let (handle, suffix);
        if self.cursor.at(1) == b'<' {
            self.cursor.skip();
            self.cursor.skip();
            handle = String::new();
            suffix = self.scan_tag_uri(None, start)?;
            if self.cursor.at(0) != b'>' {
                return self.fail("did not find the expected '>'", start);
            }
            self.cursor.skip();
        } else {
            let head = self.scan_tag_handle(false, start)?;
            if head.len() > 1 && head.ends_with('!') {
                suffix = self.scan_tag_uri(None, start)?;
                handle = head;
            } else {
                let rest = self.scan_tag_uri(Some(&head), start)?;
                // `!` alone has no handle.
                (handle, suffix) = if rest.is_empty() {
                    (String::new(), String::from("!"))
                } else {
                    (String::from("!"), rest)
                };
            }
        }
        self.cursor.need(1)?;
        if !self.cursor.is_blank_or_end(0) {
            return self.fail("did not find expected whitespace or line break", start);
        }
        Ok(TokenKind::Tag { handle, suffix })
    }

    /// `!`, `!!`, `!name!`; or `!name` if it is no handle after all. \[scan_tag_handle\]
    fn scan_tag_handle(&mut self, directive: bool, start: Mark) -> Scan<String> {
        self.cursor.need(1)?;
        if self.cursor.at(0) != b'!' {
            return self.fail("did not find expected '!'", start);
        }
        let mut handle = String::new();
        self.cursor.take(&mut handle);
        handle.push_str(&self.scan_word()?);
        if self.cursor.at(0) == b'!' {
            self.cursor.take(&mut handle);
        } else if directive && handle != "!" {
            return self.fail("did not find expected '!'", start);
        }
        Ok(handle)
    }

    /// The rest of a tag behind `head`, whose `!` is left out. \[scan_tag_uri\]
    fn scan_tag_uri(&mut self, head: Option<&str>, start: Mark) -> Scan<String> {
        let mut found = head.is_some_and(|head| !head.is_empty());
        let mut bytes = Vec::new();
        bytes.extend_from_slice(head.and_then(|head| head.get(1..)).unwrap_or("").as_bytes());
        self.cursor.need(1)?;
        while is_uri(self.cursor.at(0)) {
            if self.cursor.at(0) == b'%' {
                self.scan_uri_escapes(&mut bytes, start)?;
            } else {
                bytes.push(self.cursor.at(0));
                self.cursor.skip();
            }
            self.cursor.need(1)?;
            found = true;
        }
        if !found {
            return self.fail("did not find expected tag URI", start);
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// One character as `%xx`, once for each of its bytes. \[scan_uri_escapes\]
    fn scan_uri_escapes(&mut self, bytes: &mut Vec<u8>, start: Mark) -> Scan {
        let mut left = None;
        while left != Some(0) {
            self.cursor.need(3)?;
            let digits =
                (self.cursor.at(0) == b'%').then(|| [self.cursor.at(1), self.cursor.at(2)]);
            let Some(octet) = digits.and_then(|digits| {
                let digits = std::str::from_utf8(&digits).ok()?;
                digits
                    .bytes()
                    .all(|digit| digit.is_ascii_hexdigit())
                    .then(|| u8::from_str_radix(digits, 16).ok())?
            }) else {
                return self.fail("did not find URI escaped octet", start);
            };
            let length = match left {
                None => match octet {
                    0..=0x7F => 1,
                    0xC0..=0xDF => 2,
                    0xE0..=0xEF => 3,
                    0xF0..=0xF7 => 4,
                    _ => return self.fail("found an incorrect leading UTF-8 octet", start),
                },
                Some(_) if octet & 0xC0 != 0x80 => {
                    return self.fail("found an incorrect trailing UTF-8 octet", start);
                }
                Some(left) => left,
            };
            bytes.push(octet);
            for _ in 0..3 {
                self.cursor.skip();
            }
            left = Some(length - 1);
        }
        Ok(())
    }
}
