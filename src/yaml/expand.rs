//! Aliases and merge keys into nodes of their own: the second half of go-yaml's decode.go.
//!
//! Follows `decoder.unmarshal`, `alias`, `mapping` and `merge` in their order, since the limit on aliases counts the
//! values decoded so far. No recursion; documents without aliases and merge keys never come here.

use super::draft::Draft;
use super::slow::{Mark, Problem};
use super::tree::{ALIAS, KEY, Kind, MERGE, Node, NodeId, OWNED, TAGGED, Tree};
use crate::source::Span;

/// A document with its aliases and merge keys resolved.
pub(super) fn expand(draft: Draft<'_>) -> Result<Draft<'_>, Box<Problem>> {
    let Draft {
        tree: source,
        unsure,
        dropped,
        ..
    } = draft;
    let mut expansion = Expansion {
        out: Tree {
            text: source.text,
            json: source.json,
            ..Tree::default()
        },
        source: &source,
        frames: Vec::new(),
        budget: Budget {
            decoded: 1,
            aliased: 0,
            alias_depth: 0,
        },
        copy: None,
        unsure,
        depth: 0,
    };
    expansion.run()?;
    let Expansion {
        mut out,
        unsure,
        depth,
        ..
    } = expansion;
    out.comments = source.comments;
    Ok(Draft {
        tree: out,
        references: false,
        unsure,
        depth,
        dropped,
    })
}

/// How much may come from aliases: `decoder.unmarshal` and `allowedAliasRatio`.
struct Budget {
    decoded: u64,
    aliased: u64,
    alias_depth: u32,
}

impl Budget {
    /// Counts a value. False when too many of them came from aliases.
    fn count(&mut self) -> bool {
        const LOW: f64 = 400_000.0;
        const HIGH: f64 = 4_000_000.0;
        self.decoded += 1;
        if self.alias_depth > 0 {
            self.aliased += 1;
        }
        if self.aliased <= 100 || self.decoded <= 1000 {
            return true;
        }
        let decoded = self.decoded as f64;
        let allowed = if decoded <= LOW {
            0.99
        } else if decoded >= HIGH {
            0.10
        } else {
            0.99 - 0.89 * ((decoded - LOW) / (HIGH - LOW))
        };
        self.aliased as f64 / decoded <= allowed
    }
}

/// A collection that is being copied.
struct Frame {
    /// What is left of it.
    left: Left,
    /// The node to close in the new tree; none for a mapping that is merged into another.
    node: Option<u32>,
    /// It was reached through an alias, which ends with it.
    ends_alias: bool,
}

/// What is left of a collection.
enum Left {
    Items {
        at: NodeId,
        end: NodeId,
    },
    Keys {
        at: NodeId,
        end: NodeId,
    },
    /// The value of a key whose copy is done.
    Value {
        at: NodeId,
        end: NodeId,
    },
    /// Mappings that a merge key lists; the last is merged first.
    Merges(Vec<NodeId>),
}

/// Nodes of the new tree that an alias brought there, while it lasts.
struct Copy {
    first: u32,
    used_at: Span,
}

struct Expansion<'t, 's> {
    source: &'t Tree<'s>,
    out: Tree<'s>,
    frames: Vec<Frame>,
    budget: Budget,
    copy: Option<Copy>,
    unsure: bool,
    depth: usize,
}

impl Expansion<'_, '_> {
    fn run(&mut self) -> Result<(), Box<Problem>> {
        self.value(NodeId(0), false)?;
        while let Some(frame) = self.frames.last_mut() {
            match &mut frame.left {
                Left::Items { at, end } if *at < *end => {
                    let item = *at;
                    *at = self.source.after(item);
                    self.value(item, false)?;
                }
                Left::Keys { at, end } if *at < *end => {
                    let (key, end) = (*at, *end);
                    let value = self.source.after(key);
                    if self.source.node(key).flags & MERGE != 0 {
                        *at = self.source.after(value);
                        self.merge(value)?;
                    } else {
                        frame.left = Left::Value { at: value, end };
                        self.value(key, true)?;
                    }
                }
                Left::Value { at, end } => {
                    let (value, end) = (*at, *end);
                    frame.left = Left::Keys {
                        at: self.source.after(value),
                        end,
                    };
                    self.value(value, false)?;
                }
                Left::Merges(items) if !items.is_empty() => {
                    if let Some(item) = items.pop() {
                        self.merge_one(item)?;
                    }
                }
                _ => self.close(),
            }
        }
        Ok(())
    }

    fn count(&mut self, at: NodeId) -> Result<(), Box<Problem>> {
        if self.budget.count() {
            Ok(())
        } else {
            Err(self.problem("document contains excessive aliasing", at))
        }
    }

    fn problem(&self, text: &'static str, at: NodeId) -> Box<Problem> {
        let offset = self
            .copy
            .as_ref()
            .map_or(self.source.node(at).start, |copy| copy.used_at.start);
        Problem::decode(
            text,
            Mark {
                offset: offset as usize,
                ..Mark::default()
            },
        )
    }

    /// Follows an alias, if it is one. What to copy, and whether an alias led there.
    fn follow(&mut self, id: NodeId) -> Result<(NodeId, bool), Box<Problem>> {
        self.count(id)?;
        let node = *self.source.node(id);
        if node.flags & ALIAS == 0 {
            return Ok((id, false));
        }
        if self.copy.is_none() {
            self.copy = Some(Copy {
                first: self.out.nodes.len() as u32,
                used_at: Span::new(node.start, node.end),
            });
        }
        self.budget.alias_depth += 1;
        let target = NodeId(node.next);
        self.count(target)?;
        Ok((target, true))
    }

    /// Copies a node, or what an alias stands for. Collections are opened only.
    fn value(&mut self, id: NodeId, is_key: bool) -> Result<(), Box<Problem>> {
        let (id, ends_alias) = self.follow(id)?;
        let node = *self.source.node(id);
        let index = self.push(id, node, is_key);
        match node.kind {
            Kind::Map | Kind::Seq => {
                let (at, end) = (NodeId(id.0 + 1), NodeId(node.next));
                let left = if node.kind == Kind::Map {
                    Left::Keys { at, end }
                } else {
                    Left::Items { at, end }
                };
                self.frames.push(Frame {
                    left,
                    node: Some(index),
                    ends_alias,
                });
                self.depth = self.depth.max(self.frames.len());
                self.unsure |= is_key;
            }
            Kind::Null | Kind::Scalar => {
                if is_key && ends_alias {
                    self.unsure = true;
                }
                if ends_alias {
                    self.end_alias();
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, id: NodeId, node: Node, is_key: bool) -> u32 {
        let index = self.out.nodes.len() as u32;
        let flags = (node.flags & !(KEY | MERGE)) | if is_key { KEY } else { 0 };
        self.out.nodes.push(Node { flags, ..node });
        if node.flags & OWNED != 0
            && let Ok(at) = self
                .source
                .owned
                .binary_search_by_key(&id.0, |owned| owned.0)
        {
            self.out
                .owned
                .push((index, self.source.owned[at].1.clone()));
        }
        if node.flags & TAGGED != 0
            && let Ok(at) = self.source.tags.binary_search_by_key(&id.0, |tag| tag.0)
        {
            let (_, span, tag) = self.source.tags[at];
            self.out.tags.push((index, span, tag));
        }
        index
    }

    /// The value of a merge key: a mapping, or a list of them. (`decoder.merge`)
    fn merge(&mut self, value: NodeId) -> Result<(), Box<Problem>> {
        if self.source.kind(value) != Kind::Seq {
            return self.merge_one(value);
        }
        let items = self.source.items(value).collect();
        self.frames.push(Frame {
            left: Left::Merges(items),
            node: None,
            ends_alias: false,
        });
        Ok(())
    }

    /// Merges one mapping into the one that is being copied.
    fn merge_one(&mut self, id: NodeId) -> Result<(), Box<Problem>> {
        let node = self.source.node(id);
        let target = if node.flags & ALIAS == 0 {
            id
        } else {
            NodeId(node.next)
        };
        if self.source.kind(target) != Kind::Map {
            return Err(self.problem(
                "map merge requires map or sequence of maps as the value",
                id,
            ));
        }
        let (id, ends_alias) = self.follow(id)?;
        let left = Left::Keys {
            at: NodeId(id.0 + 1),
            end: NodeId(self.source.node(id).next),
        };
        self.frames.push(Frame {
            left,
            node: None,
            ends_alias,
        });
        Ok(())
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        if let Some(index) = frame.node {
            self.out.nodes[index as usize].next = self.out.nodes.len() as u32;
        }
        if frame.ends_alias {
            self.end_alias();
        }
    }

    fn end_alias(&mut self) {
        self.budget.alias_depth -= 1;
        if self.budget.alias_depth == 0
            && let Some(copy) = self.copy.take()
        {
            self.out
                .copies
                .push((copy.first, self.out.nodes.len() as u32, copy.used_at));
        }
    }
}
