//! Characters to tokens: scannerc.go of go.yaml.in/yaml/v2, function by function.
//!
//! The names in `[…]` are those of the Go source without their `yaml_parser_` prefix. What looks odd here is odd there:
//! Kubernetes reads what this scanner reads.

use super::cursor::{Cursor, Mark};
use super::problem::{Problem, Scan};
use super::token::{Token, TokenKind};
use crate::source::Span;
use std::collections::{HashMap, VecDeque};

/// How deep collections may nest: go-yaml's `max_flow_level` and `max_indents`.
const MAX_DEPTH: usize = 10_000;

/// How many characters a key on one line may have up to its `:`.
const MAX_SIMPLE_KEY: usize = 1024;

/// A place where a key without `?` may have begun.
#[derive(Clone, Copy, Debug, Default)]
struct SimpleKey {
    possible: bool,
    /// It stands where only a key may stand.
    required: bool,
    /// Its token, counted from the start of the chunk.
    token: usize,
    mark: Mark,
}

/// The scanner of one chunk.
pub(super) struct Scanner<'s> {
    pub(super) cursor: Cursor<'s>,
    /// Comments passed so far.
    pub(super) comments: Vec<Span>,
    /// Tokens found and not yet taken.
    queue: VecDeque<Token>,
    /// How many tokens were taken. The first (of the stream's start) is never queued here, only counted.
    taken: usize,
    /// Whether the first token of the queue is certain: nothing can still be put before it.
    ready: bool,
    ended: bool,
    pub(super) flow_level: usize,
    /// Column of the innermost block collection; -1 outside.
    pub(super) indent: isize,
    indents: Vec<isize>,
    pub(super) simple_key_allowed: bool,
    /// One for each flow level and one for the block.
    simple_keys: Vec<SimpleKey>,
    /// Token number to index in `simple_keys`.
    simple_keys_by_token: HashMap<usize, usize>,
}

impl<'s> Scanner<'s> {
    /// A scanner at the start of a chunk.
    pub(super) fn new(cursor: Cursor<'s>) -> Self {
        Self {
            cursor,
            comments: Vec::new(),
            queue: VecDeque::new(),
            taken: 1,
            ready: false,
            ended: false,
            flow_level: 0,
            indent: -1,
            indents: Vec::new(),
            simple_key_allowed: true,
            simple_keys: vec![SimpleKey::default()],
            simple_keys_by_token: HashMap::new(),
        }
    }

    /// The next token. \[peek_token\]
    pub(super) fn peek(&mut self) -> Scan<&Token> {
        if !self.ready {
            self.fetch_more_tokens()?;
        }
        match self.queue.front() {
            Some(token) => Ok(token),
            None => Err(Problem::scanner(
                "found unexpected end of stream",
                self.cursor.mark,
                self.cursor.mark,
            )),
        }
    }

    /// Takes the next token. \[skip_token\]
    pub(super) fn take(&mut self) -> Scan<Token> {
        self.peek()?;
        self.ready = false;
        self.taken += 1;
        match self.queue.pop_front() {
            Some(token) => Ok(token),
            None => Err(Problem::scanner(
                "found unexpected end of stream",
                self.cursor.mark,
                self.cursor.mark,
            )),
        }
    }

    /// Scans until no key can turn up before the first token of the queue. \[fetch_more_tokens\]
    fn fetch_more_tokens(&mut self) -> Scan {
        while !self.ended {
            if !self.queue.is_empty() {
                let Some(key) = self.simple_keys_by_token.get(&self.taken).copied() else {
                    break;
                };
                if !self.check_simple_key(key)? {
                    break;
                }
            }
            self.fetch_next_token()?;
        }
        self.ready = true;
        Ok(())
    }

    /// \[fetch_next_token\]
    fn fetch_next_token(&mut self) -> Scan {
        self.cursor.need(1)?;
        self.scan_to_next_token()?;
        self.unroll_indent(self.cursor.mark.column as isize);
        self.cursor.need(4)?;
        let block = self.flow_level == 0;
        let blank_follows = self.cursor.is_blank_or_end(1);
        match self.cursor.at(0) {
            0 => self.fetch_stream_end(),
            b'%' if self.cursor.mark.column == 0 => self.fetch_directive(),
            b'-' if self.cursor.is_document_indicator() => {
                self.fetch_document_indicator(TokenKind::DocumentStart)
            }
            b'.' if self.cursor.is_document_indicator() => {
                self.fetch_document_indicator(TokenKind::DocumentEnd)
            }
            b'[' => self.fetch_flow_collection_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_collection_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_collection_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_collection_end(TokenKind::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if blank_follows => self.fetch_block_entry(),
            b'?' if !block || blank_follows => self.fetch_key(),
            b':' if !block || blank_follows => self.fetch_value(),
            b'*' | b'&' => self.fetch_anchor(),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if block => self.fetch_block_scalar(),
            b'\'' | b'"' => self.fetch_quoted_scalar(),
            b'?' | b':' | b'-' => self.fetch_plain_scalar(),
            b'#' | b'|' | b'>' | b'%' | b'@' | b'`' | b'\t' => {
                let at = self.cursor.mark;
                Err(Problem::scanner(
                    "found character that cannot start any token",
                    at,
                    at,
                ))
            }
            _ => self.fetch_plain_scalar(),
        }
    }

    /// Whether a key may still have begun there. \[simple_key_is_valid\]
    fn check_simple_key(&mut self, index: usize) -> Scan<bool> {
        let at = self.cursor.mark;
        let Some(key) = self.simple_keys.get_mut(index) else {
            return Ok(false);
        };
        if !key.possible {
            return Ok(false);
        }
        if key.mark.line < at.line || key.mark.index + MAX_SIMPLE_KEY < at.index {
            if key.required {
                return Err(Problem::scanner(
                    "could not find expected ':'",
                    at,
                    key.mark,
                ));
            }
            key.possible = false;
            return Ok(false);
        }
        Ok(true)
    }

    /// Remembers that a key may begin here. \[save_simple_key\]
    fn save_simple_key(&mut self) -> Scan {
        if !self.simple_key_allowed {
            return Ok(());
        }
        let mark = self.cursor.mark;
        let required = self.flow_level == 0 && self.indent == mark.column as isize;
        let token = self.taken + self.queue.len();
        self.remove_simple_key()?;
        let index = self.simple_keys.len() - 1;
        self.simple_keys[index] = SimpleKey {
            possible: true,
            required,
            token,
            mark,
        };
        self.simple_keys_by_token.insert(token, index);
        Ok(())
    }

    /// No key began at the place remembered last. \[remove_simple_key\]
    fn remove_simple_key(&mut self) -> Scan {
        let Some(key) = self.simple_keys.last_mut() else {
            return Ok(());
        };
        if key.possible {
            if key.required {
                return Err(Problem::scanner(
                    "could not find expected ':'",
                    self.cursor.mark,
                    key.mark,
                ));
            }
            key.possible = false;
            self.simple_keys_by_token.remove(&key.token);
        }
        Ok(())
    }

    /// \[increase_flow_level\]
    fn increase_flow_level(&mut self) -> Scan {
        let token = self.taken + self.queue.len();
        let mark = self.cursor.mark;
        self.simple_keys.push(SimpleKey {
            token,
            mark,
            ..SimpleKey::default()
        });
        self.flow_level += 1;
        self.check_depth(self.flow_level)
    }

    /// \[decrease_flow_level\]
    fn decrease_flow_level(&mut self) {
        if self.flow_level > 0 {
            self.flow_level -= 1;
            if let Some(key) = self.simple_keys.pop() {
                self.simple_keys_by_token.remove(&key.token);
            }
        }
    }

    fn check_depth(&self, depth: usize) -> Scan {
        if depth <= MAX_DEPTH {
            return Ok(());
        }
        let at = self.cursor.mark;
        Err(Problem::scanner(
            format!("exceeded max depth of {MAX_DEPTH}"),
            at,
            at,
        ))
    }

    /// Opens a block collection if the column is deeper than the innermost. `before`: the token before which it opens.
    /// \[roll_indent\]
    fn roll_indent(
        &mut self,
        column: usize,
        before: Option<usize>,
        kind: TokenKind,
        mark: Mark,
    ) -> Scan {
        if self.flow_level > 0 || self.indent >= column as isize {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column as isize;
        self.check_depth(self.indents.len())?;
        let token = Token {
            kind,
            start: mark,
            end: mark,
        };
        match before {
            Some(number) => self.insert(number, token),
            None => self.queue.push_back(token),
        }
        Ok(())
    }

    /// Closes the block collections that are deeper than the column. \[unroll_indent\]
    fn unroll_indent(&mut self, column: isize) {
        if self.flow_level > 0 {
            return;
        }
        let mark = self.cursor.mark;
        while self.indent > column {
            self.queue.push_back(Token {
                kind: TokenKind::BlockEnd,
                start: mark,
                end: mark,
            });
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    /// Puts a token before the one with that number.
    fn insert(&mut self, number: usize, token: Token) {
        let index = number.saturating_sub(self.taken).min(self.queue.len());
        self.queue.insert(index, token);
    }

    /// \[fetch_stream_end\]
    fn fetch_stream_end(&mut self) -> Scan {
        if self.cursor.mark.column != 0 {
            self.cursor.mark.column = 0;
            self.cursor.mark.line += 1;
        }
        self.unroll_indent(-1);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        self.ended = true;
        self.push(TokenKind::StreamEnd, self.cursor.mark);
        Ok(())
    }

    /// \[fetch_directive\]
    fn fetch_directive(&mut self) -> Scan {
        self.unroll_indent(-1);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        let kind = self.scan_directive()?;
        self.push(kind, start);
        Ok(())
    }

    /// \[fetch_document_indicator\]
    fn fetch_document_indicator(&mut self, kind: TokenKind) -> Scan {
        self.unroll_indent(-1);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        self.push_characters(kind, 3);
        Ok(())
    }

    /// \[fetch_flow_collection_start\]
    fn fetch_flow_collection_start(&mut self, kind: TokenKind) -> Scan {
        self.save_simple_key()?;
        self.increase_flow_level()?;
        self.simple_key_allowed = true;
        self.push_characters(kind, 1);
        Ok(())
    }

    /// \[fetch_flow_collection_end\]
    fn fetch_flow_collection_end(&mut self, kind: TokenKind) -> Scan {
        self.remove_simple_key()?;
        self.decrease_flow_level();
        self.simple_key_allowed = false;
        self.push_characters(kind, 1);
        Ok(())
    }

    /// \[fetch_flow_entry\]
    fn fetch_flow_entry(&mut self) -> Scan {
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        self.push_characters(TokenKind::FlowEntry, 1);
        Ok(())
    }

    /// \[fetch_block_entry\]
    fn fetch_block_entry(&mut self) -> Scan {
        let mark = self.cursor.mark;
        if self.flow_level == 0 {
            if !self.simple_key_allowed {
                let text = "block sequence entries are not allowed in this context";
                return Err(Problem::scanner(text, mark, mark));
            }
            self.roll_indent(mark.column, None, TokenKind::BlockSequenceStart, mark)?;
        }
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        self.push_characters(TokenKind::BlockEntry, 1);
        Ok(())
    }

    /// \[fetch_key\]
    fn fetch_key(&mut self) -> Scan {
        let mark = self.cursor.mark;
        if self.flow_level == 0 {
            if !self.simple_key_allowed {
                return Err(Problem::scanner(
                    "mapping keys are not allowed in this context",
                    mark,
                    mark,
                ));
            }
            self.roll_indent(mark.column, None, TokenKind::BlockMappingStart, mark)?;
        }
        self.remove_simple_key()?;
        self.simple_key_allowed = self.flow_level == 0;
        self.push_characters(TokenKind::Key, 1);
        Ok(())
    }

    /// \[fetch_value\]
    fn fetch_value(&mut self) -> Scan {
        let mark = self.cursor.mark;
        let index = self.simple_keys.len() - 1;
        if self.check_simple_key(index)? {
            let key = self.simple_keys[index];
            self.insert(
                key.token,
                Token {
                    kind: TokenKind::Key,
                    start: key.mark,
                    end: key.mark,
                },
            );
            self.roll_indent(
                key.mark.column,
                Some(key.token),
                TokenKind::BlockMappingStart,
                key.mark,
            )?;
            self.simple_keys[index].possible = false;
            self.simple_keys_by_token.remove(&key.token);
            self.simple_key_allowed = false;
        } else {
            if self.flow_level == 0 {
                if !self.simple_key_allowed {
                    return Err(Problem::scanner(
                        "mapping values are not allowed in this context",
                        mark,
                        mark,
                    ));
                }
                self.roll_indent(mark.column, None, TokenKind::BlockMappingStart, mark)?;
            }
            self.simple_key_allowed = self.flow_level == 0;
        }
        self.push_characters(TokenKind::Value, 1);
        Ok(())
    }

    /// \[fetch_anchor\]
    fn fetch_anchor(&mut self) -> Scan {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        let kind = self.scan_anchor()?;
        self.push(kind, start);
        Ok(())
    }

    /// \[fetch_tag\]
    fn fetch_tag(&mut self) -> Scan {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        let kind = self.scan_tag()?;
        self.push(kind, start);
        Ok(())
    }

    /// \[fetch_block_scalar\]
    fn fetch_block_scalar(&mut self) -> Scan {
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        let start = self.cursor.mark;
        let scalar = self.scan_block_scalar()?;
        self.push(TokenKind::Scalar(scalar), start);
        Ok(())
    }

    /// \[fetch_flow_scalar\]
    fn fetch_quoted_scalar(&mut self) -> Scan {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        let scalar = self.scan_quoted_scalar()?;
        self.push(TokenKind::Scalar(scalar), start);
        Ok(())
    }

    /// \[fetch_plain_scalar\]
    fn fetch_plain_scalar(&mut self) -> Scan {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        let (scalar, end) = self.scan_plain_scalar()?;
        self.queue.push_back(Token {
            kind: TokenKind::Scalar(scalar),
            start,
            end,
        });
        Ok(())
    }

    /// A token that began at `start` and ends here.
    fn push(&mut self, kind: TokenKind, start: Mark) {
        self.queue.push_back(Token {
            kind,
            start,
            end: self.cursor.mark,
        });
    }

    /// A token of so many characters from here on.
    fn push_characters(&mut self, kind: TokenKind, characters: usize) {
        let start = self.cursor.mark;
        for _ in 0..characters {
            self.cursor.skip();
        }
        self.push(kind, start);
    }

    /// Past blanks, comments and line breaks. \[scan_to_next_token\]
    fn scan_to_next_token(&mut self) -> Scan {
        loop {
            self.cursor.need(1)?;
            if self.cursor.is_byte_order_mark() {
                self.cursor.skip();
            }
            self.cursor.need(1)?;
            let tabs = self.flow_level > 0 || !self.simple_key_allowed;
            while self.cursor.at(0) == b' ' || (tabs && self.cursor.at(0) == b'\t') {
                self.cursor.skip();
                self.cursor.need(1)?;
            }
            self.scan_comment()?;
            if !self.cursor.is_break(0) {
                return Ok(());
            }
            self.cursor.need(2)?;
            self.cursor.skip_line();
            if self.flow_level == 0 {
                self.simple_key_allowed = true;
            }
        }
    }

    /// Past a comment, if one starts here.
    pub(super) fn scan_comment(&mut self) -> Scan {
        if self.cursor.at(0) != b'#' {
            return Ok(());
        }
        let start = self.cursor.mark.offset;
        while !self.cursor.is_break_or_end(0) {
            self.cursor.skip();
            self.cursor.need(1)?;
        }
        self.comments
            .push(Span::new(start as u32, self.cursor.mark.offset as u32));
        Ok(())
    }
}
