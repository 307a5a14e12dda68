//! Why a document cannot be read, for people: go-yaml's problem, the characters at fault, and what to do.

use super::SyntaxError;
use super::lines::Lines;
use super::slow::{Mark, Problem, Stage};
use super::split::Chunk;
use crate::source::Span;

/// A problem of a chunk in a person's words.
pub(super) fn explain(
    text: &str,
    chunk: Chunk,
    problem: &Problem,
    lines: &Lines<'_>,
) -> SyntaxError {
    let place = Place {
        text,
        chunk,
        problem,
        lines,
    };
    let (message, span, help) = place.explain();
    let line = problem
        .printed_line()
        .map(|line| format!("line {line}: "))
        .unwrap_or_default();
    let prefix =
        if problem.text.starts_with("json:") || problem.text.starts_with("unsupported map key") {
            ""
        } else {
            "yaml: "
        };
    SyntaxError {
        message,
        span,
        help,
        kubernetes: format!(
            "error converting YAML to JSON: {prefix}{line}{}",
            problem.text
        ),
    }
}

/// A line such as `---x`.
pub(super) fn bad_separator(text: &str, start: usize, rest: Span) -> SyntaxError {
    let written = &text[rest.range()];
    SyntaxError {
        message: String::from("nothing but a comment may follow `---` on its line"),
        span: Span::new(start as u32, rest.end),
        help: Some(String::from(
            "put the document on the next line; Kubernetes stops here and reads neither the document before nor what follows",
        )),
        kubernetes: format!("invalid Yaml document separator: {written}"),
    }
}

/// A stream of JSON values that goes on with something else.
pub(super) fn not_json(text: &str, at: usize) -> SyntaxError {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let (message, span) = match text[at..].chars().next() {
        Some(character) => {
            let span = Span::new(at as u32, (at + character.len_utf8()) as u32);
            (format!("not JSON: unexpected {character:?}"), span)
        }
        None => (
            String::from("not JSON: the text ends too early"),
            Span::new(at as u32, at as u32),
        ),
    };
    SyntaxError {
        kubernetes: format!("json: offset {at}: {message}"),
        message,
        span,
        help: Some(String::from(
            "after two JSON values Kubernetes expects only JSON: write `---` between documents from the first on, or one JSON value after the other",
        )),
    }
}

struct Place<'t> {
    text: &'t str,
    chunk: Chunk,
    problem: &'t Problem,
    lines: &'t Lines<'t>,
}

type Explained = (String, Span, Option<String>);

impl Place<'_> {
    fn explain(&self) -> Explained {
        let problem = self.problem;
        match problem.stage {
            Stage::Reader => self.control_character(),
            Stage::Scanner => self.scanner(),
            Stage::Parser => self.parser(),
            Stage::Decode => self.decode(),
        }
    }

    fn scanner(&self) -> Explained {
        let (at, context) = (self.problem.at, self.problem.context);
        match &*self.problem.text {
            "mapping values are not allowed in this context" => self.second_value(at),
            "could not find expected ':'" => {
                let end = self.line_end(context.offset);
                let help =
                    "add `:` and a value, or indent the line if it continues the value above";
                say("a key without `:`", self.span(context.offset, end), help)
            }
            "found character that cannot start any token" => self.bad_start(at),
            "block sequence entries are not allowed in this context" => say(
                "a list item is not allowed here",
                self.characters(at, 1),
                "put `- ` on a line of its own under the key",
            ),
            "mapping keys are not allowed in this context" => say(
                "a mapping key is not allowed here",
                self.characters(at, 1),
                "quote the value if it starts with `?`",
            ),
            "found unexpected end of stream" | "found unexpected document indicator" => {
                let help = "close the quote; the document ends before it";
                say(
                    "this quote is never closed",
                    self.characters(context, 1),
                    help,
                )
            }
            "found unknown escape character" => {
                let help = r"write `\\` for a backslash, or use single quotes";
                say(
                    "no such escape in double quotes",
                    self.characters(at, 2),
                    help,
                )
            }
            "did not find expected hexdecimal number"
            | "found invalid Unicode character escape code" => {
                let help = r"`\x` takes 2 hexadecimal digits, `\u` 4 and `\U` 8, of one character that is no surrogate";
                say("not the code of a character", self.characters(at, 1), help)
            }
            "found a tab character where an indentation space is expected"
            | "found a tab character that violates indentation" => say(
                "a tab cannot indent",
                self.characters(at, 1),
                "indent with spaces",
            ),
            "did not find expected alphabetic or numeric character" => {
                let help = "names of anchors and aliases are letters, digits, `-` and `_`; quote a value that starts with `*` or `&`";
                say(
                    "not the name of an anchor",
                    self.span(context.offset, at.offset + 1),
                    help,
                )
            }
            "found an indentation indicator equal to 0" => say(
                "a block cannot be indented by 0",
                self.characters(at, 1),
                "write 1 to 9, or leave the digit out",
            ),
            "did not find expected comment or line break" => {
                let help = "the text of a block starts on the line below";
                say(
                    "nothing may follow here",
                    self.span(at.offset, self.line_end(at.offset)),
                    help,
                )
            }
            text if text.starts_with("exceeded max depth") => say(
                "nested too deeply",
                self.characters(at, 1),
                "Kubernetes reads 10,000 levels",
            ),
            text => (
                String::from(text),
                self.span(context.offset, at.offset + 1),
                None,
            ),
        }
    }

    /// A `: ` that cannot start a value: a second one on its line, or behind a line that is indented by mistake.
    fn second_value(&self, at: Mark) -> Explained {
        let message = "a mapping value is not allowed here";
        let line = self.line_start(at.offset);
        let before = self.text.get(line..at.offset).unwrap_or("");
        let help = if before.contains(": ") {
            "a second `: ` on the line; quote the value if the colon belongs to it"
        } else if before.trim_start().starts_with(['"', '\'']) || before.len() > 1024 {
            "a key may be 1,024 characters long and must stand on one line"
        } else {
            "this line is indented deeper than the key it should stand beside, or the value above needs quotes"
        };
        say(message, self.characters(at, 1), help)
    }

    fn bad_start(&self, at: Mark) -> Explained {
        let span = self.characters(at, 1);
        match self.text.as_bytes().get(at.offset) {
            Some(b'\t') => say("a tab cannot indent", span, "indent with spaces"),
            Some(byte @ (b'@' | b'`' | b'%' | b'|' | b'>')) => {
                let help = format!("quote the value: `{}` is reserved", char::from(*byte));
                (
                    format!("a value cannot start with `{}`", char::from(*byte)),
                    span,
                    Some(help),
                )
            }
            _ => say("a value cannot start like this", span, "quote the value"),
        }
    }

    fn parser(&self) -> Explained {
        let (at, context) = (self.problem.at, self.problem.context);
        let token = self.token(at);
        let begun =
            |what: &str| format!("{what} that starts on line {}", self.line(context.offset));
        match &*self.problem.text {
            "did not find expected key" => {
                let help = format!(
                    "this does not line up with the keys of {}: check the indentation",
                    begun("the mapping")
                );
                (String::from("a key is expected here"), token, Some(help))
            }
            "did not find expected '-' indicator" => {
                let help = format!(
                    "this does not line up with the items of {}: check the indentation",
                    begun("the list")
                );
                (
                    String::from("a list item (`- `) is expected here"),
                    token,
                    Some(help),
                )
            }
            "did not find expected ',' or ']'" => (
                String::from("`,` or `]` is expected here"),
                token,
                Some(format!("{} is not closed", begun("the list"))),
            ),
            "did not find expected ',' or '}'" => (
                String::from("`,` or `}` is expected here"),
                token,
                Some(format!("{} is not closed", begun("the mapping"))),
            ),
            "did not find expected node content" => say(
                "a value is expected here",
                token,
                "write a value, or `\"\"`; quote it if it starts with a special character",
            ),
            "did not find expected <document start>" => say(
                "a directive needs a `---` line behind it",
                token,
                "remove the line: Kubernetes splits at `---` first, so directives cannot be used",
            ),
            "found undefined tag handle" => say(
                "no such tag",
                token,
                "use `!!str` and the like, or quote the value",
            ),
            text => (String::from(text), token, None),
        }
    }

    fn decode(&self) -> Explained {
        let token = self.token(self.problem.at);
        let text = &*self.problem.text;
        if let Some(name) = text
            .strip_prefix("unknown anchor '")
            .and_then(|rest| rest.split('\'').next())
        {
            let message = format!("no anchor `&{name}` before this alias in the document");
            return (
                message,
                token,
                Some(String::from(
                    "anchors end with their document; quote the value if it starts with `*`",
                )),
            );
        }
        if text.starts_with("anchor '") {
            return (String::from("this anchor holds itself"), token, None);
        }
        match text {
            "map merge requires map or sequence of maps as the value" => say(
                "`<<` takes a mapping or a list of mappings",
                token,
                "quote `\"<<\"` if it is meant as a key",
            ),
            "document contains excessive aliasing" => say(
                "too much of this document comes from aliases",
                token,
                "Kubernetes refuses documents that grow a hundredfold through aliases",
            ),
            "exceeded max depth" => {
                say("nested too deeply", token, "Kubernetes reads 10,000 levels")
            }
            _ if text.starts_with("invalid map key") => say(
                "a mapping or list cannot be a key",
                token,
                "quote a text that starts with `{` or `[`, such as a template's `{{`",
            ),
            _ if text.starts_with("unsupported map key of type: uint64") => say(
                "a number above 9223372036854775807 cannot be a key",
                token,
                "quote the key",
            ),
            _ if text.starts_with("unsupported map key") => {
                say("null cannot be a key", token, "write the key, or quote it")
            }
            _ if text.starts_with("json: unsupported value") => say(
                "JSON has no such number",
                token,
                "quote the value if a text is meant",
            ),
            _ if text.starts_with("cannot decode") => say(
                "the value does not fit its tag",
                token,
                "remove the tag or correct the value",
            ),
            _ => (String::from(text), token, None),
        }
    }

    fn control_character(&self) -> Explained {
        let at = self.problem.at;
        let character = self
            .text
            .get(at.offset..)
            .and_then(|rest| rest.chars().next())
            .unwrap_or_default();
        let message = format!(
            "the control character U+{:04X} is not allowed",
            u32::from(character)
        );
        let help = String::from("remove it, or write it as an escape in double quotes");
        (message, self.characters(at, 1), Some(help))
    }

    /// A span within the chunk, on character boundaries.
    fn span(&self, start: usize, end: usize) -> Span {
        let limit = self.chunk.end.min(self.text.len());
        let mut start = start.min(limit);
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = end.clamp(start, limit);
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Span::new(start as u32, end as u32)
    }

    /// So many characters from there, not over the end of the line.
    fn characters(&self, at: Mark, count: usize) -> Span {
        let start = at.offset.min(self.chunk.end);
        let rest = self.text.get(start..self.line_end(start)).unwrap_or("");
        let length: usize = rest.chars().take(count).map(char::len_utf8).sum();
        self.span(start, start + length)
    }

    /// The word that starts there.
    fn token(&self, at: Mark) -> Span {
        let start = at.offset.min(self.chunk.end);
        let rest = self.text.get(start..self.line_end(start)).unwrap_or("");
        let length = rest
            .find([' ', ':', ','])
            .filter(|length| *length > 0)
            .unwrap_or(rest.len());
        self.span(start, start + length)
    }

    fn line_start(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        memchr::memrchr(b'\n', &self.text.as_bytes()[..offset]).map_or(0, |at| at + 1)
    }

    fn line_end(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let bytes = self.text.as_bytes();
        let end = memchr::memchr(b'\n', &bytes[offset..]).map_or(bytes.len(), |at| offset + at);
        if end > offset && bytes[end - 1] == b'\r' {
            end - 1
        } else {
            end
        }
    }

    /// Line of the source, from 1.
    fn line(&self, offset: usize) -> u32 {
        self.lines.of(offset.max(self.chunk.start))
    }
}

fn say(message: &str, span: Span, help: &str) -> Explained {
    (String::from(message), span, Some(String::from(help)))
}
