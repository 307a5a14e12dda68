//! The tokens of libyaml (yamlh.go).

use super::cursor::Mark;
use crate::yaml::tree::Style;

/// A token and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: Mark,
    pub(super) end: Mark,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    StreamEnd,
    /// `%YAML 1.1`: whether the version is 1.1.
    VersionDirective(bool),
    TagDirective {
        handle: String,
        prefix: String,
    },
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(String),
    Anchor(String),
    Tag {
        handle: String,
        suffix: String,
    },
    Scalar(ScalarToken),
}

/// A scalar as it was scanned.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ScalarToken {
    pub(super) style: Style,
    /// Unquoted, unescaped, folded.
    pub(super) value: String,
    /// Block scalars: columns of their indentation.
    pub(super) indent: usize,
    /// Offset behind the last character that belongs to the node, which is before go-yaml's `end` in block scalars.
    pub(super) end: usize,
}
