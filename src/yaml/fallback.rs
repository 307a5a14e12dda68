//! The library parser: granit-parser's events into the arena.

use super::tree::{KEY, Kind, Node, OWNED, RAW, Style, TAGGED, Tree};
use super::{Document, Stream, SyntaxError};
use crate::source::Span;
use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

/// Splits at lines that start with `---` and reads each chunk.
pub(super) fn parse(text: &str) -> Stream<'_> {
    let mut starts = vec![0];
    starts.extend(text.match_indices("\n---").map(|(at, _)| at + 1));
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mut line = 1;
    let mut documents = Vec::new();
    for (start, end) in starts.iter().copied().zip(ends) {
        let chunk = &text[start..end];
        if !chunk.trim().is_empty() {
            documents.push(Document {
                index: documents.len() as u32,
                line,
                span: Span::new(start as u32, end as u32),
                content: chunk_tree(text, start, end),
                dropped: None,
            });
        }
        line += chunk.matches('\n').count() as u32;
    }
    Stream {
        documents,
        stop: None,
    }
}

fn chunk_tree(text: &str, base: usize, end: usize) -> Result<Tree<'_>, SyntaxError> {
    let chunk = &text[base..end];
    let mut tree = Tree {
        text,
        ..Tree::default()
    };
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut last_end = base as u32;
    let options = granit_parser::options! { block_nesting_limit: 10_000, flow_nesting_limit: 10_000, max_buffered_comment_events: 100_000 };
    for event in Parser::new_from_str_with_options(chunk, options) {
        let (event, span) = event.map_err(|error| {
            let at = (error.marker().byte_offset().unwrap_or(0) + base) as u32;
            SyntaxError {
                message: error.to_string(),
                span: Span::new(at, at),
                help: None,
            }
        })?;
        let range = span.byte_range().unwrap_or(0..0);
        let (start, stop) = ((range.start + base) as u32, (range.end + base) as u32);
        let index = tree.nodes.len();
        let is_key = match open.last_mut() {
            Some((parent, next_is_key)) if tree.nodes[*parent].kind == Kind::Map => *next_is_key,
            _ => false,
        };
        match event {
            Event::Comment(..) => tree.comments.push(Span::new(start, stop)),
            Event::Scalar(value, style, _, tag) => {
                let style = match style {
                    ScalarStyle::SingleQuoted => Style::SingleQuoted,
                    ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
                    ScalarStyle::Literal => Style::Literal,
                    ScalarStyle::Folded => Style::Folded,
                    _ => Style::Plain,
                };
                let raw = style == Style::Plain && *value == text[start as usize..stop as usize];
                let kind = if style == Style::Plain && start == stop {
                    Kind::Null
                } else {
                    Kind::Scalar
                };
                let mut flags = if raw { RAW } else { OWNED };
                if is_key {
                    flags |= KEY;
                }
                if tag.is_some()
                    && let Some(at) = span.tag_span().and_then(|s| s.byte_range())
                {
                    flags |= TAGGED;
                    tree.tags.push((
                        index as u32,
                        Span::new((at.start + base) as u32, (at.end + base) as u32),
                    ));
                }
                if !raw {
                    tree.owned.push((index as u32, value.into_owned()));
                }
                tree.nodes.push(Node {
                    start,
                    end: stop,
                    next: 0,
                    kind,
                    style,
                    flags,
                });
                last_end = stop;
                flip(&mut open);
            }
            Event::SequenceStart(style, ..) | Event::MappingStart(style, ..) => {
                let kind = if matches!(event, Event::MappingStart(..)) {
                    Kind::Map
                } else {
                    Kind::Seq
                };
                let style = if style == StructureStyle::Flow {
                    Style::Flow
                } else {
                    Style::Block
                };
                flip(&mut open);
                open.push((index, true));
                tree.nodes.push(Node {
                    start,
                    end: stop,
                    next: 0,
                    kind,
                    style,
                    flags: 0,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((parent, _)) = open.pop() {
                    let next = tree.nodes.len() as u32;
                    let node = &mut tree.nodes[parent];
                    node.next = next;
                    node.end = if node.style == Style::Flow {
                        stop
                    } else {
                        last_end.max(node.end)
                    };
                    last_end = node.end;
                }
            }
            _ => {}
        }
    }
    Ok(tree)
}

fn flip(open: &mut [(usize, bool)]) {
    if let Some(top) = open.last_mut() {
        top.1 = !top.1;
    }
}
