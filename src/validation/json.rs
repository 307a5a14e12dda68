//! Whether Go's `encoding/json` would read a text as an object, and what it says where it would not.
//!
//! Follows the scanner of Go's `encoding/json`. Knows texts alone.

/// The deepest nesting that Go reads.
const MAX_DEPTH: usize = 10_000;

/// The error of `json.Unmarshal(text, &map[string]interface{}{})`; None where it reads.
pub(crate) fn json_object_error(text: &[u8]) -> Option<String> {
    let mut scanner = Scanner { text, at: 0 };
    if let Err(error) = scanner.whole() {
        return Some(error);
    }
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    let what = match first {
        Some(b'{' | b'n') | None => return None,
        Some(b'[') => "array",
        Some(b'"') => "string",
        Some(b't' | b'f') => "bool",
        Some(_) => "number",
    };
    Some(format!(
        "json: cannot unmarshal {what} into Go value of type map[string]interface {{}}"
    ))
}

struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
}

type Scanned = Result<(), String>;

impl Scanner<'_> {
    fn whole(&mut self) -> Scanned {
        let mut open: Vec<u8> = Vec::new();
        self.blanks();
        loop {
            // A value begins here.
            match self.peek()? {
                b'{' => {
                    self.at += 1;
                    self.blanks();
                    if open.len() >= MAX_DEPTH {
                        return Err("exceeded max depth".to_owned());
                    }
                    if self.peek()? == b'}' {
                        self.at += 1;
                    } else {
                        self.key("looking for beginning of object key string")?;
                        open.push(b'}');
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    self.blanks();
                    if open.len() >= MAX_DEPTH {
                        return Err("exceeded max depth".to_owned());
                    }
                    if self.peek()? == b']' {
                        self.at += 1;
                    } else {
                        open.push(b']');
                        continue;
                    }
                }
                b'"' => self.string()?,
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                b'-' | b'0'..=b'9' => self.number()?,
                _ => return self.wrong("looking for beginning of value"),
            }
            // A value ends here.
            loop {
                self.blanks();
                let Some(close) = open.last().copied() else {
                    return if self.at < self.text.len() {
                        self.wrong("after top-level value")
                    } else {
                        Ok(())
                    };
                };
                let next = self.peek()?;
                if next == close {
                    self.at += 1;
                    open.pop();
                } else if next == b',' {
                    self.at += 1;
                    self.blanks();
                    if close == b'}' {
                        self.key("looking for beginning of object key string")?;
                    }
                    break;
                } else if close == b'}' {
                    return self.wrong("after object key:value pair");
                } else {
                    return self.wrong("after array element");
                }
            }
        }
    }

    fn key(&mut self, context: &str) -> Scanned {
        if self.peek()? != b'"' {
            return self.wrong(context);
        }
        self.string()?;
        self.blanks();
        if self.peek()? != b':' {
            return self.wrong("after object key");
        }
        self.at += 1;
        self.blanks();
        Ok(())
    }

    fn peek(&self) -> Result<u8, String> {
        self.text
            .get(self.at)
            .copied()
            .ok_or_else(|| "unexpected end of JSON input".to_owned())
    }

    fn blanks(&mut self) {
        while matches!(self.text.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn literal(&mut self, word: &str) -> Scanned {
        let mut chars = word.char_indices();
        chars.next();
        self.at += 1;
        for (_, expected) in chars {
            if self.peek()? != expected as u8 {
                return self.wrong(&format!("in literal {word} (expecting '{expected}')"));
            }
            self.at += 1;
        }
        Ok(())
    }

    fn string(&mut self) -> Scanned {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.at += 1;
                    match self.peek()? {
                        b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"' => self.at += 1,
                        b'u' => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek()?.is_ascii_hexdigit() {
                                    return self.wrong("in \\u hexadecimal character escape");
                                }
                                self.at += 1;
                            }
                        }
                        _ => return self.wrong("in string escape code"),
                    }
                }
                byte if byte < 0x20 => return self.wrong("in string literal"),
                _ => self.at += 1,
            }
        }
    }

    fn number(&mut self) -> Scanned {
        if self.peek()? == b'-' {
            self.at += 1;
            if !self.peek()?.is_ascii_digit() {
                return self.wrong("in numeric literal");
            }
        }
        if self.peek()? == b'0' {
            self.at += 1;
        } else {
            self.digits();
        }
        if self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            if !self.peek()?.is_ascii_digit() {
                return self.wrong("after decimal point in numeric literal");
            }
            self.digits();
        }
        if matches!(self.text.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.text.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if !self.peek()?.is_ascii_digit() {
                return self.wrong("in exponent of numeric literal");
            }
            self.digits();
        }
        Ok(())
    }

    fn digits(&mut self) {
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
    }

    fn wrong(&self, context: &str) -> Scanned {
        let byte = self.peek()?;
        let shown = match byte {
            b'\'' => r"'\''".to_owned(),
            b'"' => "'\"'".to_owned(),
            _ => {
                let quoted = crate::model::values::go_quote(&char::from(byte).to_string());
                let inner = quoted
                    .strip_prefix('"')
                    .and_then(|rest| rest.strip_suffix('"'))
                    .unwrap_or(&quoted);
                format!("'{inner}'")
            }
        };
        Err(format!("invalid character {shown} {context}"))
    }
}
