//! Anchors, aliases and the common tags.

use super::Reader;
use crate::source::Span;
use crate::yaml::scalar::Tag;
use crate::yaml::tree::{ALIAS, Kind, Node, Style, TAGGED};
use std::collections::HashMap;

/// Anchors and tags of a document. Most have none.
#[derive(Default)]
pub(super) struct Properties<'s> {
    /// What stands before the node that comes: an anchor's name and a tag.
    anchor: Option<&'s str>,
    tag: Option<(Span, Tag)>,
    anchors: HashMap<&'s str, u32>,
    pub(super) tags: Vec<(u32, Span, Tag)>,
}

impl<'s> Reader<'s> {
    /// Reads an anchor, a tag or both, and the blanks behind. Where they end; `at` is at what follows.
    pub(super) fn properties(&mut self) -> Option<usize> {
        let mut end = self.at;
        for _ in 0..2 {
            let start = self.at;
            let name = match self.byte(start)? {
                b'&' => self.name(start + 1),
                b'!' if self.byte(start + 1) == Some(b'!') => self.name(start + 2),
                b'!' | b'*' => return None,
                _ => break,
            }?;
            end = start + name.len() + if self.bytes[start] == b'&' { 1 } else { 2 };
            if !self.is_blank_or_end(end) {
                return None;
            }
            if self.bytes[start] == b'&' {
                if self.properties.anchor.replace(name).is_some() {
                    return None;
                }
            } else {
                let tag = (Span::new(start as u32, end as u32), Tag::named(name));
                if self.properties.tag.replace(tag).is_some() {
                    return None;
                }
            }
            self.has_properties = true;
            self.at = end;
            while matches!(self.byte(self.at), Some(b' ' | b'\t')) {
                self.at += 1;
            }
            if self.byte(self.at).is_none() {
                break;
            }
        }
        match self.byte(self.at) {
            Some(b'&' | b'!' | b'*') => None,
            _ => Some(end),
        }
    }

    /// A name of letters, digits, `-` and `_`.
    fn name(&self, start: usize) -> Option<&'s str> {
        let rest = self.text.get(start..self.bytes.len())?;
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
            .unwrap_or(rest.len());
        if end == 0 { None } else { rest.get(..end) }
    }

    /// Puts what was read before a node on it.
    #[cold]
    pub(super) fn attach(&mut self, index: u32) -> u8 {
        self.has_properties = false;
        if let Some(name) = self.properties.anchor.take() {
            self.properties.anchors.insert(name, index);
        }
        let Some((span, tag)) = self.properties.tag.take() else {
            return 0;
        };
        self.properties.tags.push((index, span, tag));
        self.unsure = true;
        TAGGED
    }

    /// An alias as a value; `at` is left behind it.
    pub(super) fn alias(&mut self) -> Option<()> {
        let start = self.at;
        let name = self.name(start + 1)?;
        let end = start + 1 + name.len();
        let target = *self.properties.anchors.get(name)?;
        let node = self.nodes.get(target as usize)?;
        // One that is still open holds this alias.
        if self.has_properties || (matches!(node.kind, Kind::Map | Kind::Seq) && node.next == 0) {
            return None;
        }
        self.references = true;
        self.last_end = end as u32;
        self.nodes.push(Node {
            start: start as u32,
            end: end as u32,
            next: target,
            kind: Kind::Null,
            style: Style::Plain,
            flags: ALIAS,
        });
        self.at = end;
        Some(())
    }
}
