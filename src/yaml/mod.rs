//! YAML as Kubernetes reads it: bytes to an arena of spanned nodes, per document.
//!
//! Knows bytes, spans, comments, scalar resolution; knows no Kubernetes object.
//! The judge is Kubernetes' own reader: apimachinery's `YAMLOrJSONDecoder`, sigs.k8s.io/yaml, go.yaml.in/yaml/v2.
//!
//! `decode` makes text of bytes, `split` cuts it into chunks, `slow` reads a chunk as go-yaml does, `json` what Go's
//! JSON decoder takes; both make a `draft`, which `expand` and `verify` finish.

mod bytes;
mod decode;
mod draft;
mod duplicates;
pub mod edit;
mod expand;
mod explain;
mod fast;
mod graft;
mod json;
mod keys;
mod lines;
mod number;
pub mod scalar;
mod slow;
mod split;
mod stream;
mod swar;
mod text;
mod tree;
mod verify;
mod write_json;
mod write_yaml;

pub use decode::{Decoded, Encoding, decode};
pub use duplicates::{Duplicate, duplicates};
pub use lines::Lines;
pub use scalar::Scalar;
pub use stream::{Part, Parts};
pub use tree::{Entries, Items, Kind, Node, NodeId, Style, Tree};
pub use write_json::write_json;
pub use write_yaml::write_yaml;

use crate::source::Span;

/// A whole source, split into documents as Kubernetes splits it.
#[derive(Debug)]
pub struct Stream<'s> {
    /// Every document in order, the empty ones too.
    pub documents: Vec<Document<'s>>,
    /// Where Kubernetes stops reading for good between documents.
    pub stop: Option<SyntaxError>,
}

/// One document of a stream.
#[derive(Debug)]
pub struct Document<'s> {
    /// From 0.
    pub index: u32,
    /// The bytes it was read from; a leading `---` line belongs to it.
    pub span: Span,
    /// Its nodes, aliases and merge keys resolved into nodes of their own; or why Kubernetes cannot read it.
    pub content: Result<Tree<'s>, SyntaxError>,
    /// Text behind the root node (or behind `...`) that Kubernetes drops without a word.
    pub dropped: Option<Span>,
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// In a person's words.
    pub message: String,
    /// The characters at fault.
    pub span: Span,
    /// What to do about it.
    pub help: Option<String>,
    /// What kubectl prints.
    pub kubernetes: String,
}

/// Reads a source.
#[must_use]
pub fn parse(text: &str) -> Stream<'_> {
    stream::parse(text, stream::Speed::Fast)
}

/// Reads the documents of a part of a source; they are the same ones that [`parse`] gives.
#[must_use]
pub fn parse_part(text: &str, part: Part) -> Vec<Document<'_>> {
    stream::parse_part(text, part)
}

/// Reads some documents of a source, chosen by their index; they are the same ones that [`parse`] gives. Of JSON all are read.
#[must_use]
pub fn parse_some(text: &str, wanted: impl Fn(u32) -> bool) -> Vec<Document<'_>> {
    stream::parse_some(text, wanted)
}

/// Reads a source with the slow reader alone, for tests that hold the fast one against it.
#[doc(hidden)]
#[must_use]
pub fn parse_slow(text: &str) -> Stream<'_> {
    stream::parse(text, stream::Speed::Slow)
}

/// Whether the fast reader takes a document, for tests and benchmarks.
#[doc(hidden)]
#[must_use]
pub fn is_fast(document: &Document<'_>, text: &str) -> bool {
    let (start, end) = (document.span.start as usize, document.span.end as usize);
    document.content.as_ref().is_ok_and(Tree::is_json) || fast::read(text, start, end).is_some()
}
