//! Kubernetes' scalar values, read and printed exactly as the API server does. Knows values only: no fields, paths or objects.

mod decimal;

pub mod bytes;
pub mod cron;
mod cron_next;
pub mod duration;
pub mod image;
pub mod int_or_string;
pub mod ip;
pub mod names;
pub mod node_selector;
pub mod quantity;
pub mod selector;
mod selector_text;
pub mod taint;
pub mod time;
pub mod zone;

pub use bytes::Bytes;
pub use duration::Duration;
pub use int_or_string::IntOrString;
pub use quantity::{Format, Quantity};
pub use time::{MicroTime, Time};

use std::borrow::Cow;
use std::fmt;

/// Why a text is not a value of its type, in the words of Kubernetes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError(Cow<'static, str>);

impl ValueError {
    pub(crate) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        ValueError(text.into())
    }

    /// The message.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ValueError {}

/// A number that is not a whole one as Go's `encoding/json` prints it: shortest digits, an exponent below 1e-6 and from 1e21 on.
pub(crate) fn go_json_number(number: f64) -> String {
    let size = number.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = format!("{number:e}");
        return match text.split_once('e') {
            Some((digits, exponent)) if !exponent.starts_with('-') => {
                format!("{digits}e+{exponent}")
            }
            _ => text,
        };
    }
    format!("{number}")
}

/// `strconv.Quote` (`%q`): how Go prints a string inside an error text.
pub fn go_quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x0b' => out.push_str("\\v"),
            c if (c as u32) < 0x20 || c as u32 == 0x7f => {
                out.push_str(&format!("\\x{:02x}", c as u32));
            }
            c if is_go_print(c) => out.push(c),
            c if (c as u32) < 0x10000 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push_str(&format!("\\U{:08x}", c as u32)),
        }
    }
    out.push('"');
    out
}

/// `strconv.IsPrint`, which is close to "not escaped by Rust's debug form": the same Unicode categories, but spaces.
fn is_go_print(c: char) -> bool {
    if c.is_ascii() {
        return (0x20..0x7f).contains(&(c as u32));
    }
    if c.is_whitespace() || c == '\u{feff}' {
        return false;
    }
    // Combining marks are printable in Go; Rust's debug form escapes them (`\u{301}`), but only when they extend a grapheme.
    let mut escaped = c.escape_debug();
    matches!((escaped.next(), escaped.next()), (Some(first), None) if first == c)
        || format!("a{c}").escape_debug().count() == 2
}

/// Why Go's `strconv.Atoi` refuses a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AtoiError {
    text: String,
    /// Digits, but too many of them.
    pub(crate) range: bool,
}

impl fmt::Display for AtoiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = if self.range {
            "value out of range"
        } else {
            "invalid syntax"
        };
        write!(f, "strconv.Atoi: parsing {}: {why}", go_quote(&self.text))
    }
}

/// `strconv.Atoi`: decimal, with an optional sign.
pub(crate) fn atoi(text: &str) -> Result<i64, AtoiError> {
    use std::num::IntErrorKind::{NegOverflow, PosOverflow};
    text.parse::<i64>().map_err(|error| AtoiError {
        text: text.to_owned(),
        range: matches!(error.kind(), PosOverflow | NegOverflow),
    })
}

/// A string as Go's `encoding/json` writes it: also `<`, `>` and `&` are escaped.
pub fn go_json_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\0'..'\x20' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A list of strings as Go's `encoding/json` writes it; a missing one is `null`.
pub fn go_json_strings<S: AsRef<str>>(texts: Option<&[S]>) -> String {
    let Some(texts) = texts else {
        return "null".to_owned();
    };
    let all: Vec<String> = texts.iter().map(|t| go_json_string(t.as_ref())).collect();
    format!("[{}]", all.join(","))
}

/// Several errors as one text (`utilerrors.Aggregate`): equal texts once, brackets around more than one.
pub fn aggregate<S: AsRef<str>>(errors: &[S]) -> String {
    let mut seen: Vec<&str> = Vec::with_capacity(errors.len());
    for error in errors.iter().map(AsRef::as_ref) {
        if !seen.contains(&error) {
            seen.push(error);
        }
    }
    match seen.as_slice() {
        [one] => (*one).to_owned(),
        all => format!("[{}]", all.join(", ")),
    }
}
