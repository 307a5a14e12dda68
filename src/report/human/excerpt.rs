//! The marked lines of a source, drawn by miette.
//!
//! miette gets a small text of its own, made of the lines around the marks: a file of megabytes costs nothing, a line of
//! megabytes is cut, and what would move the cursor or turn the writing direction is replaced, byte for byte.

use super::super::link::linked;
use super::super::{Style, is_hostile, plain};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode, SourceSpan,
    SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt;

/// How many places of one finding are marked.
const PLACES: usize = 6;
/// How many bytes of a line are shown on each side of a mark.
const AROUND: usize = 100;
/// Lines up to this many bytes are shown whole.
const WHOLE: usize = 240;

/// Draws excerpts.
pub(super) struct Painter {
    handler: GraphicalReportHandler,
    unicode: bool,
}

impl Painter {
    pub(super) fn new(style: Style) -> Self {
        let theme = GraphicalTheme {
            characters: if style.unicode {
                ThemeCharacters::unicode()
            } else {
                ThemeCharacters::ascii()
            },
            styles: if style.color {
                ThemeStyles::ansi()
            } else {
                ThemeStyles::none()
            },
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .without_primary_span_start()
            .with_wrap_lines(false)
            .with_urls(false);
        Self {
            handler: handler.with_context_lines(1).without_syntax_highlighting(),
            unicode: style.unicode,
        }
    }

    /// Places far apart come in a frame each; all are in one file, so one frame does, named after the diagnostic's place.
    fn joined(&self, text: &str, own: &str) -> String {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let headers: Vec<&str> = text.lines().filter(|line| opens(line)).collect();
        if headers.len() < 2 {
            return text.to_string();
        }
        let widest = headers.iter().map(|line| indent(line)).max().unwrap_or(0);
        let own = headers
            .iter()
            .find(|line| line.contains(own))
            .unwrap_or(&headers[0]);
        let mut joined = format!("{:widest$}{}\n", "", own.trim_start());
        let (mut pad, mut footer) = (0, "");
        for (index, line) in text.lines().enumerate() {
            if opens(line) {
                pad = widest - indent(line);
                if index > 0 {
                    joined.push_str(&format!(
                        "{:>1$}\n",
                        if self.unicode { '⋮' } else { ':' },
                        widest - 1
                    ));
                }
            } else if line.trim_start().starts_with(['╰', '`']) && indent(line) + pad == widest {
                footer = line.trim_start();
            } else {
                joined.push_str(&format!("{:pad$}{line}\n", ""));
            }
        }
        joined.push_str(&format!("{:widest$}{footer}\n", ""));
        joined
    }

    /// Draws the marked lines of the diagnostic's own source, whose names lead to `uri`.
    pub(super) fn draw(
        &self,
        diagnostic: &Diagnostic,
        source: &Source,
        uri: Option<&str>,
    ) -> String {
        let excerpt = Excerpt::new(diagnostic, source);
        let mut text = String::new();
        if self.handler.render_report(&mut text, &excerpt).is_err() {
            let at = source.position(diagnostic.span.start);
            return format!("  {}:{}:{}\n", plain(&source.name), at.line, at.column);
        }
        // The first line is miette's own message, which is printed above in our words.
        let text = text.split_once('\n').map_or("", |(_, rest)| rest);
        let own = excerpt.names.first().map_or("", |(_, name)| name);
        let mut text = self.joined(text, own);
        if let Some(uri) = uri {
            text = text.lines().map(|line| with_link(line, uri)).collect();
        }
        let more = diagnostic
            .related
            .iter()
            .filter(|related| related.source == diagnostic.source)
            .count()
            .saturating_sub(PLACES);
        if more > 0 {
            text.push_str(&format!("  and {more} more places\n"));
        }
        text
    }
}

/// Whether a line opens a frame: `╭─[name:line:column]`.
fn opens(line: &str) -> bool {
    line.trim_start().starts_with(['╭', ','])
}

/// A line of a drawing; the name in the one that opens a frame leads to the file.
fn with_link(line: &str, uri: &str) -> String {
    let name = line.find('[').zip(line.rfind(']'));
    match name {
        Some((start, end)) if opens(line) && start < end => format!(
            "{}{}{}\n",
            &line[..=start],
            linked(uri, &line[start + 1..end]),
            &line[end..]
        ),
        _ => format!("{line}\n"),
    }
}

/// Lines of a source, copied, with marks.
struct Excerpt {
    /// `file:line:column` of each mark, by where it stands in `text`; the diagnostic's own comes first.
    names: Vec<(usize, String)>,
    text: String,
    lines: Vec<Line>,
    labels: Vec<LabeledSpan>,
}

/// A copied line.
#[derive(Debug)]
struct Line {
    /// Where it starts in the excerpt's text.
    start: usize,
    /// Its number in the source, from 1.
    number: u32,
    /// Where in the source the copied bytes start, and how many bytes stand before them in the excerpt's line.
    from: u32,
    lead: usize,
}

impl Excerpt {
    fn new(diagnostic: &Diagnostic, source: &Source) -> Self {
        let related = diagnostic
            .related
            .iter()
            .filter(|related| related.source == diagnostic.source)
            .take(PLACES);
        let mut marks = vec![(
            first_line(source, diagnostic.span),
            &*diagnostic.label,
            true,
        )];
        marks.extend(related.map(|related| {
            (
                first_line(source, related.span),
                related.message.as_str(),
                false,
            )
        }));

        let mut numbers: Vec<u32> = marks
            .iter()
            .flat_map(|(span, ..)| lines_around(source, *span))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut excerpt = Self {
            names: Vec::new(),
            text: String::new(),
            lines: Vec::new(),
            labels: Vec::new(),
        };
        for number in numbers {
            let mark = marks
                .iter()
                .map(|(span, ..)| *span)
                .find(|span| source.line(span.start) == number);
            excerpt.copy(source, number, mark);
        }
        for (span, message, primary) in marks {
            let (start, end) = (
                excerpt.place(source, span.start),
                excerpt.place(source, span.end),
            );
            let at = source.position(span.start);
            let name = format!("{}:{}:{}", plain(&source.name), at.line, at.column);
            excerpt.names.push((start, name));
            let message = (!message.is_empty()).then(|| plain(message).into_owned());
            let span = SourceSpan::new(start.into(), end.saturating_sub(start));
            excerpt.labels.push(if primary {
                LabeledSpan::new_primary_with_span(message, span)
            } else {
                LabeledSpan::new_with_span(message, span)
            });
        }
        excerpt
    }

    /// Copies a line, cut around the mark when it is long.
    fn copy(&mut self, source: &Source, number: u32, mark: Option<Span>) {
        let whole = source.line_span(number);
        let mut line = whole;
        if whole.len() as usize > WHOLE {
            let (from, to) = mark.map_or((whole.start, whole.start), |mark| (mark.start, mark.end));
            let bytes = source.text.as_str();
            line.start = floor(
                bytes,
                (from as usize)
                    .saturating_sub(AROUND)
                    .max(whole.start as usize),
            ) as u32;
            line.end = floor(
                bytes,
                (to.min(from.saturating_add(WHOLE as u32)) as usize + AROUND)
                    .min(whole.end as usize),
            ) as u32;
        }
        let start = self.text.len();
        if line.start > whole.start {
            self.text.push('…');
        }
        let lead = self.text.len() - start;
        self.text.extend(source.slice(line).chars().map(harmless));
        if line.end < whole.end {
            self.text.push('…');
        }
        self.text.push('\n');
        self.lines.push(Line {
            start,
            number,
            from: line.start,
            lead,
        });
    }

    /// Where a byte of the source stands in the excerpt.
    fn place(&self, source: &Source, offset: u32) -> usize {
        let number = source.line(offset.min(source.text.len() as u32));
        let Some(index) = self.lines.iter().position(|line| line.number == number) else {
            return 0;
        };
        let line = &self.lines[index];
        let end = self
            .lines
            .get(index + 1)
            .map_or(self.text.len(), |next| next.start)
            - 1;
        (line.start + line.lead + offset.saturating_sub(line.from) as usize).min(end)
    }
}

/// The part of a span that lies on its first line.
fn first_line(source: &Source, span: Span) -> Span {
    let line = source.line_span(source.line(span.start));
    Span::new(span.start, span.end.min(line.end).max(span.start))
}

/// The line of a span, and the one before it if it says something.
fn lines_around(source: &Source, span: Span) -> impl Iterator<Item = u32> {
    let line = source.line(span.start);
    let before = (line > 1 && !source.line_text(line - 1).trim().is_empty()).then(|| line - 1);
    before.into_iter().chain([line])
}

/// The start of the character at (or before) a byte.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A character of the same length in UTF-8 that does not command the terminal.
fn harmless(character: char) -> char {
    match character {
        '\t' => '\t',
        character if !is_hostile(character) => character,
        character => match character.len_utf8() {
            1 => '?',
            2 => '¿',
            _ => '\u{FFFD}',
        },
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let line_at = |offset: usize| {
            self.lines
                .partition_point(|line| line.start <= offset)
                .saturating_sub(1)
        };
        let (mut first, last) = (line_at(span.offset()), line_at(span.offset() + span.len()));
        // The line before belongs to it where it was copied.
        if before > 0 && first > 0 && self.lines[first - 1].number + 1 == self.lines[first].number {
            first -= 1;
        }
        let start = self.lines.get(first).map_or(0, |line| line.start);
        let end = self
            .lines
            .get(last + 1)
            .map_or(self.text.len(), |line| line.start);
        let number = self
            .lines
            .get(first)
            .map_or(0, |line| line.number as usize - 1);
        Ok(Box::new(Contents {
            data: &self.text.as_bytes()[start..end],
            span: SourceSpan::new(start.into(), end - start),
            line: number,
            count: last + 1 - first,
            name: self
                .names
                .iter()
                .find(|(start, _)| *start == span.offset())
                .or(self.names.first())
                .map(|(_, name)| name),
        }))
    }
}

struct Contents<'a> {
    data: &'a [u8],
    span: SourceSpan,
    line: usize,
    count: usize,
    name: Option<&'a String>,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.data
    }
    fn span(&self) -> &SourceSpan {
        &self.span
    }
    fn line(&self) -> usize {
        self.line
    }
    fn column(&self) -> usize {
        0
    }
    fn line_count(&self) -> usize {
        self.count
    }
    fn name(&self) -> Option<&str> {
        self.name.map(String::as_str)
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Excerpt")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Excerpt {}

impl miette::Diagnostic for Excerpt {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
