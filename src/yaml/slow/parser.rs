//! Tokens to events: parserc.go of go.yaml.in/yaml/v2, state by state.
//!
//! The names in `[…]` are those of the Go source without their `yaml_parser_` prefix.

use super::cursor::Mark;
use super::problem::{Problem, Scan};
use super::scanner::Scanner;
use super::token::{ScalarToken, TokenKind};
use crate::source::Span;
use crate::yaml::scalar::Tag;
use crate::yaml::tree::Style;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A step of the parse.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) kind: EventKind,
    /// Where the node's own text starts, behind its anchor and tag; for what is not written, where it could stand.
    pub(super) start: Mark,
    pub(super) end: Mark,
    pub(super) anchor: Option<String>,
    pub(super) tag: Option<(Tag, Span)>,
}

/// What a step is.
#[derive(Debug)]
pub(super) enum EventKind {
    StreamEnd,
    DocumentStart,
    /// Whether `...` ended it.
    DocumentEnd(bool),
    Alias(String),
    Scalar(ScalarToken),
    /// Nothing written behind a `:`, a `-` or an anchor or tag.
    Empty,
    /// Nothing written, and no indicator either: `? key`, `{key}`.
    Missing,
    SequenceStart(Style),
    SequenceEnd,
    MappingStart(Style),
    MappingEnd,
}

/// What the parser expects next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    ImplicitDocumentStart,
    DocumentStart,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockSequenceFirstEntry,
    BlockSequenceEntry,
    IndentlessSequenceEntry,
    BlockMappingFirstKey,
    BlockMappingKey,
    BlockMappingValue,
    FlowSequenceFirstEntry,
    FlowSequenceEntry,
    FlowSequenceEntryMappingKey,
    FlowSequenceEntryMappingValue,
    FlowSequenceEntryMappingEnd,
    FlowMappingFirstKey,
    FlowMappingKey,
    FlowMappingValue,
    FlowMappingEmptyValue,
    End,
}

/// The parser of one chunk.
pub(super) struct Parser<'s> {
    pub(super) scanner: Scanner<'s>,
    state: State,
    states: Vec<State>,
    /// Where the open collections began.
    marks: Vec<Mark>,
    /// `%TAG` handles and their prefixes.
    tag_directives: HashMap<String, String>,
}

/// How a node may be written in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In a block sequence or at the root.
    Block,
    /// In a block mapping: a sequence may stand at the mapping's own indentation.
    BlockOrIndentlessSequence,
    Flow,
}

impl<'s> Parser<'s> {
    pub(super) fn new(scanner: Scanner<'s>) -> Self {
        let state = State::ImplicitDocumentStart;
        Self {
            scanner,
            state,
            states: Vec::new(),
            marks: Vec::new(),
            tag_directives: HashMap::new(),
        }
    }

    /// \[state_machine\]
    pub(super) fn next_event(&mut self) -> Scan<Event> {
        match self.state {
            State::ImplicitDocumentStart => self.parse_document_start(true),
            State::DocumentStart => self.parse_document_start(false),
            State::DocumentContent => self.parse_document_content(),
            State::DocumentEnd => self.parse_document_end(),
            State::BlockNode => self.parse_node(Place::Block),
            State::BlockSequenceFirstEntry => self.parse_block_sequence_entry(true),
            State::BlockSequenceEntry => self.parse_block_sequence_entry(false),
            State::IndentlessSequenceEntry => self.parse_indentless_sequence_entry(),
            State::BlockMappingFirstKey => self.parse_block_mapping_key(true),
            State::BlockMappingKey => self.parse_block_mapping_key(false),
            State::BlockMappingValue => self.parse_block_mapping_value(),
            State::FlowSequenceFirstEntry => self.parse_flow_sequence_entry(true),
            State::FlowSequenceEntry => self.parse_flow_sequence_entry(false),
            State::FlowSequenceEntryMappingKey => self.parse_flow_sequence_entry_mapping_key(),
            State::FlowSequenceEntryMappingValue => self.parse_flow_sequence_entry_mapping_value(),
            State::FlowSequenceEntryMappingEnd => self.parse_flow_sequence_entry_mapping_end(),
            State::FlowMappingFirstKey => self.parse_flow_mapping_key(true),
            State::FlowMappingKey => self.parse_flow_mapping_key(false),
            State::FlowMappingValue => self.parse_flow_mapping_value(false),
            State::FlowMappingEmptyValue => self.parse_flow_mapping_value(true),
            State::End => Ok(event(
                EventKind::StreamEnd,
                self.scanner.cursor.mark,
                self.scanner.cursor.mark,
            )),
        }
    }

    /// The next token's kind and start.
    fn peek(&mut self) -> Scan<(&TokenKind, Mark)> {
        let token = self.scanner.peek()?;
        Ok((&token.kind, token.start))
    }

    /// Whether the next token is one of these.
    fn next_is(&mut self, kinds: &[TokenKind]) -> Scan<bool> {
        Ok(kinds.contains(&self.scanner.peek()?.kind))
    }

    /// Goes on where the innermost open collection was left.
    fn pop_state(&mut self) {
        self.state = self.states.pop().unwrap_or(State::End);
    }

    /// Remembers where a collection began, and takes the token that opens it.
    fn open(&mut self) -> Scan {
        let token = self.scanner.take()?;
        self.marks.push(token.start);
        Ok(())
    }

    /// Takes the token that closes the innermost collection.
    fn close(&mut self, kind: EventKind) -> Scan<Event> {
        self.pop_state();
        self.marks.pop();
        let token = self.scanner.take()?;
        Ok(event(kind, token.start, token.end))
    }

    /// The next token does not belong into the innermost collection.
    fn fail<T>(&mut self, text: &'static str) -> Scan<T> {
        let context = self.marks.pop().unwrap_or_default();
        let (_, at) = self.peek()?;
        Err(Problem::parser(text, at, context))
    }

    /// A node that is parsed now; afterwards the parser goes on in `then`.
    fn node_then(&mut self, then: State, place: Place) -> Scan<Event> {
        self.states.push(then);
        self.parse_node(place)
    }

    /// Nothing is written there. \[process_empty_scalar\]
    fn empty(&mut self, then: State, at: Mark) -> Scan<Event> {
        self.state = then;
        Ok(event(EventKind::Empty, at, at))
    }

    /// Nothing is written there, and nothing shows the place. \[process_empty_scalar\]
    fn missing(&mut self, then: State) -> Scan<Event> {
        self.state = then;
        Ok(event(
            EventKind::Missing,
            self.scanner.cursor.mark,
            self.scanner.cursor.mark,
        ))
    }

    /// \[parse_document_start\]
    fn parse_document_start(&mut self, implicit: bool) -> Scan<Event> {
        if !implicit {
            while self.next_is(&[TokenKind::DocumentEnd])? {
                self.scanner.take()?;
            }
        }
        let (kind, start) = self.peek()?;
        match kind {
            TokenKind::StreamEnd => {
                self.state = State::End;
                Ok(event(EventKind::StreamEnd, start, start))
            }
            TokenKind::VersionDirective(_)
            | TokenKind::TagDirective { .. }
            | TokenKind::DocumentStart => self.parse_explicit_document(),
            _ if implicit => {
                self.default_tag_directives();
                self.states.push(State::DocumentEnd);
                self.state = State::BlockNode;
                Ok(event(EventKind::DocumentStart, start, start))
            }
            _ => self.parse_explicit_document(),
        }
    }

    fn parse_explicit_document(&mut self) -> Scan<Event> {
        self.process_directives()?;
        let (kind, start) = self.peek()?;
        if *kind != TokenKind::DocumentStart {
            return Err(Problem::parser(
                "did not find expected <document start>",
                start,
                Mark::default(),
            ));
        }
        self.states.push(State::DocumentEnd);
        self.state = State::DocumentContent;
        self.scanner.take()?;
        Ok(event(EventKind::DocumentStart, start, start))
    }

    /// \[parse_document_content\]
    fn parse_document_content(&mut self) -> Scan<Event> {
        let (kind, start) = self.peek()?;
        match kind {
            TokenKind::VersionDirective(_)
            | TokenKind::TagDirective { .. }
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd => {
                self.pop_state();
                Ok(event(EventKind::Empty, start, start))
            }
            _ => self.parse_node(Place::Block),
        }
    }

    /// \[parse_document_end\]
    fn parse_document_end(&mut self) -> Scan<Event> {
        let (kind, start) = self.peek()?;
        let explicit = *kind == TokenKind::DocumentEnd;
        let mut end = start;
        if explicit {
            end = self.scanner.take()?.end;
        }
        self.tag_directives.clear();
        self.state = State::DocumentStart;
        Ok(event(EventKind::DocumentEnd(explicit), start, end))
    }

    /// \[parse_node\]
    fn parse_node(&mut self, place: Place) -> Scan<Event> {
        if matches!(self.peek()?.0, TokenKind::Alias(_)) {
            self.pop_state();
            let token = self.scanner.take()?;
            let TokenKind::Alias(name) = token.kind else {
                return self.fail("did not find expected node content");
            };
            return Ok(event(EventKind::Alias(name), token.start, token.end));
        }
        let properties_start = self.peek()?.1;
        let properties = self.parse_properties(properties_start)?;
        let (kind, start) = self.peek()?;
        let indentless =
            place == Place::BlockOrIndentlessSequence && *kind == TokenKind::BlockEntry;
        let (kind, state) = match kind {
            _ if indentless => (
                EventKind::SequenceStart(Style::Block),
                Some(State::IndentlessSequenceEntry),
            ),
            TokenKind::Scalar(_) => {
                let token = self.scanner.take()?;
                let TokenKind::Scalar(scalar) = token.kind else {
                    return self.fail("did not find expected node content");
                };
                self.pop_state();
                return Ok(properties.on(EventKind::Scalar(scalar), token.start, token.end));
            }
            TokenKind::FlowSequenceStart => (
                EventKind::SequenceStart(Style::Flow),
                Some(State::FlowSequenceFirstEntry),
            ),
            TokenKind::FlowMappingStart => (
                EventKind::MappingStart(Style::Flow),
                Some(State::FlowMappingFirstKey),
            ),
            TokenKind::BlockSequenceStart if place != Place::Flow => (
                EventKind::SequenceStart(Style::Block),
                Some(State::BlockSequenceFirstEntry),
            ),
            TokenKind::BlockMappingStart if place != Place::Flow => (
                EventKind::MappingStart(Style::Block),
                Some(State::BlockMappingFirstKey),
            ),
            _ => (EventKind::Empty, None),
        };
        match state {
            Some(state) => {
                self.state = state;
                Ok(properties.on(kind, start, start))
            }
            None if properties.any() => {
                self.pop_state();
                let end = properties.end;
                Ok(properties.on(kind, end, end))
            }
            None => Err(Problem::parser(
                "did not find expected node content",
                start,
                properties_start,
            )),
        }
    }

    /// An anchor, a tag, or both in either order.
    fn parse_properties(&mut self, start: Mark) -> Scan<Properties> {
        let mut anchor = None;
        let mut tag = None;
        let mut end = start;
        for _ in 0..2 {
            let take = match self.peek()?.0 {
                TokenKind::Anchor(_) => anchor.is_none(),
                TokenKind::Tag { .. } => tag.is_none(),
                _ => false,
            };
            if !take {
                break;
            }
            let token = self.scanner.take()?;
            end = token.end;
            match token.kind {
                TokenKind::Anchor(name) => anchor = Some(name),
                TokenKind::Tag { handle, suffix } => {
                    let span = Span::new(token.start.offset as u32, token.end.offset as u32);
                    tag = Some((
                        self.resolve_tag(&handle, &suffix, token.start, start)?,
                        span,
                    ));
                }
                _ => {}
            }
        }
        Ok(Properties { anchor, tag, end })
    }

    /// A tag's meaning under the directives in force. \[parse_node\]
    fn resolve_tag(&self, handle: &str, suffix: &str, at: Mark, context: Mark) -> Scan<Tag> {
        if handle.is_empty() {
            return Ok(Tag::resolved(suffix));
        }
        match self.tag_directives.get(handle) {
            Some(prefix) => Ok(Tag::resolved(&format!("{prefix}{suffix}"))),
            None => Err(Problem::parser("found undefined tag handle", at, context)),
        }
    }

    /// \[parse_block_sequence_entry\]
    fn parse_block_sequence_entry(&mut self, first: bool) -> Scan<Event> {
        if first {
            self.open()?;
        }
        match self.peek()?.0 {
            TokenKind::BlockEntry => {
                let mark = self.scanner.take()?.end;
                if self.next_is(&[TokenKind::BlockEntry, TokenKind::BlockEnd])? {
                    return self.empty(State::BlockSequenceEntry, mark);
                }
                self.node_then(State::BlockSequenceEntry, Place::Block)
            }
            TokenKind::BlockEnd => self.close(EventKind::SequenceEnd),
            _ => self.fail("did not find expected '-' indicator"),
        }
    }

    /// \[parse_indentless_sequence_entry\]
    fn parse_indentless_sequence_entry(&mut self) -> Scan<Event> {
        let (kind, start) = self.peek()?;
        if *kind == TokenKind::BlockEntry {
            let mark = self.scanner.take()?.end;
            let ends = [
                TokenKind::BlockEntry,
                TokenKind::Key,
                TokenKind::Value,
                TokenKind::BlockEnd,
            ];
            if self.next_is(&ends)? {
                return self.empty(State::IndentlessSequenceEntry, mark);
            }
            return self.node_then(State::IndentlessSequenceEntry, Place::Block);
        }
        self.pop_state();
        Ok(event(EventKind::SequenceEnd, start, start))
    }

    /// \[parse_block_mapping_key\]
    fn parse_block_mapping_key(&mut self, first: bool) -> Scan<Event> {
        if first {
            self.open()?;
        }
        match self.peek()?.0 {
            TokenKind::Key => {
                let mark = self.scanner.take()?.end;
                if self.next_is(&[TokenKind::Key, TokenKind::Value, TokenKind::BlockEnd])? {
                    return self.empty(State::BlockMappingValue, mark);
                }
                self.node_then(State::BlockMappingValue, Place::BlockOrIndentlessSequence)
            }
            TokenKind::BlockEnd => self.close(EventKind::MappingEnd),
            _ => self.fail("did not find expected key"),
        }
    }

    /// \[parse_block_mapping_value\]
    fn parse_block_mapping_value(&mut self) -> Scan<Event> {
        if *self.peek()?.0 != TokenKind::Value {
            return self.missing(State::BlockMappingKey);
        }
        let mark = self.scanner.take()?.end;
        if self.next_is(&[TokenKind::Key, TokenKind::Value, TokenKind::BlockEnd])? {
            return self.empty(State::BlockMappingKey, mark);
        }
        self.node_then(State::BlockMappingKey, Place::BlockOrIndentlessSequence)
    }

    /// \[parse_flow_sequence_entry\]
    fn parse_flow_sequence_entry(&mut self, first: bool) -> Scan<Event> {
        if first {
            self.open()?;
        } else if self.next_is(&[TokenKind::FlowEntry])? {
            self.scanner.take()?;
        } else if !self.next_is(&[TokenKind::FlowSequenceEnd])? {
            return self.fail("did not find expected ',' or ']'");
        }
        match self.peek()?.0 {
            TokenKind::FlowSequenceEnd => self.close(EventKind::SequenceEnd),
            TokenKind::Key => {
                // `[a: b]`: a mapping of one entry.
                let token = self.scanner.take()?;
                self.state = State::FlowSequenceEntryMappingKey;
                Ok(event(
                    EventKind::MappingStart(Style::Flow),
                    token.start,
                    token.end,
                ))
            }
            _ => self.node_then(State::FlowSequenceEntry, Place::Flow),
        }
    }

    /// \[parse_flow_sequence_entry_mapping_key\]
    fn parse_flow_sequence_entry_mapping_key(&mut self) -> Scan<Event> {
        if self.next_is(&[
            TokenKind::Value,
            TokenKind::FlowEntry,
            TokenKind::FlowSequenceEnd,
        ])? {
            // go-yaml takes the token here, whatever it is.
            let mark = self.scanner.take()?.end;
            return self.empty(State::FlowSequenceEntryMappingValue, mark);
        }
        self.node_then(State::FlowSequenceEntryMappingValue, Place::Flow)
    }

    /// \[parse_flow_sequence_entry_mapping_value\]
    fn parse_flow_sequence_entry_mapping_value(&mut self) -> Scan<Event> {
        if *self.peek()?.0 != TokenKind::Value {
            return self.missing(State::FlowSequenceEntryMappingEnd);
        }
        let mark = self.scanner.take()?.end;
        if self.next_is(&[TokenKind::FlowEntry, TokenKind::FlowSequenceEnd])? {
            return self.empty(State::FlowSequenceEntryMappingEnd, mark);
        }
        self.node_then(State::FlowSequenceEntryMappingEnd, Place::Flow)
    }

    /// \[parse_flow_sequence_entry_mapping_end\]
    fn parse_flow_sequence_entry_mapping_end(&mut self) -> Scan<Event> {
        let (_, start) = self.peek()?;
        self.state = State::FlowSequenceEntry;
        Ok(event(EventKind::MappingEnd, start, start))
    }

    /// \[parse_flow_mapping_key\]
    fn parse_flow_mapping_key(&mut self, first: bool) -> Scan<Event> {
        if first {
            self.open()?;
        } else if self.next_is(&[TokenKind::FlowEntry])? {
            self.scanner.take()?;
        } else if !self.next_is(&[TokenKind::FlowMappingEnd])? {
            return self.fail("did not find expected ',' or '}'");
        }
        match self.peek()?.0 {
            TokenKind::FlowMappingEnd => self.close(EventKind::MappingEnd),
            TokenKind::Key => {
                self.scanner.take()?;
                if self.next_is(&[
                    TokenKind::Value,
                    TokenKind::FlowEntry,
                    TokenKind::FlowMappingEnd,
                ])? {
                    return self.missing(State::FlowMappingValue);
                }
                self.node_then(State::FlowMappingValue, Place::Flow)
            }
            _ => self.node_then(State::FlowMappingEmptyValue, Place::Flow),
        }
    }

    /// \[parse_flow_mapping_value\]
    fn parse_flow_mapping_value(&mut self, empty: bool) -> Scan<Event> {
        if empty || *self.peek()?.0 != TokenKind::Value {
            self.peek()?;
            return self.missing(State::FlowMappingKey);
        }
        let mark = self.scanner.take()?.end;
        if self.next_is(&[TokenKind::FlowEntry, TokenKind::FlowMappingEnd])? {
            return self.empty(State::FlowMappingKey, mark);
        }
        self.node_then(State::FlowMappingKey, Place::Flow)
    }

    /// `%YAML` and `%TAG` before a document. \[process_directives\]
    fn process_directives(&mut self) -> Scan {
        let mut versions = 0;
        loop {
            let (kind, at) = self.peek()?;
            let problem = match kind {
                TokenKind::VersionDirective(_) if versions > 0 => "found duplicate %YAML directive",
                TokenKind::VersionDirective(false) => "found incompatible YAML document",
                TokenKind::VersionDirective(true) => {
                    versions += 1;
                    ""
                }
                TokenKind::TagDirective { handle, prefix } => {
                    let (handle, prefix) = (handle.clone(), prefix.clone());
                    match self.tag_directives.entry(handle) {
                        Entry::Occupied(_) => "found duplicate %TAG directive",
                        Entry::Vacant(free) => {
                            free.insert(prefix);
                            ""
                        }
                    }
                }
                _ => break,
            };
            if !problem.is_empty() {
                return Err(Problem::parser(problem, at, Mark::default()));
            }
            self.scanner.take()?;
        }
        self.default_tag_directives();
        Ok(())
    }

    fn default_tag_directives(&mut self) {
        for (handle, prefix) in [("!", "!"), ("!!", "tag:yaml.org,2002:")] {
            self.tag_directives
                .entry(String::from(handle))
                .or_insert_with(|| String::from(prefix));
        }
    }
}

/// What stands before a node.
struct Properties {
    anchor: Option<String>,
    tag: Option<(Tag, Span)>,
    end: Mark,
}

impl Properties {
    fn any(&self) -> bool {
        self.anchor.is_some() || self.tag.is_some()
    }

    fn on(self, kind: EventKind, start: Mark, end: Mark) -> Event {
        Event {
            kind,
            start,
            end,
            anchor: self.anchor,
            tag: self.tag,
        }
    }
}

fn event(kind: EventKind, start: Mark, end: Mark) -> Event {
    Event {
        kind,
        start,
        end,
        anchor: None,
        tag: None,
    }
}
