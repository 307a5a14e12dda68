//! Why go-yaml refuses a chunk, in its own words and with its own places.

use super::cursor::Mark;
use std::borrow::Cow;

/// What scanning gives. The error is boxed: it is rare and large.
pub(super) type Scan<T = ()> = Result<T, Box<Problem>>;

/// The part of go-yaml that complains. Its line numbers depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::yaml) enum Stage {
    /// readerc.go: characters.
    Reader,
    /// scannerc.go: tokens.
    Scanner,
    /// parserc.go: the order of tokens.
    Parser,
    /// decode.go, and sigs.k8s.io/yaml behind it: values.
    Decode,
}

/// Why go-yaml refuses a chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::yaml) struct Problem {
    pub(in crate::yaml) stage: Stage,
    /// go-yaml's text.
    pub(in crate::yaml) text: Cow<'static, str>,
    /// Where go-yaml noticed it.
    pub(in crate::yaml) at: Mark,
    /// Where what was being read began.
    pub(in crate::yaml) context: Mark,
}

impl Problem {
    pub(super) fn scanner(
        text: impl Into<Cow<'static, str>>,
        at: Mark,
        context: Mark,
    ) -> Box<Self> {
        Box::new(Self {
            stage: Stage::Scanner,
            text: text.into(),
            at,
            context,
        })
    }

    pub(super) fn parser(text: &'static str, at: Mark, context: Mark) -> Box<Self> {
        Box::new(Self {
            stage: Stage::Parser,
            text: text.into(),
            at,
            context,
        })
    }

    pub(in crate::yaml) fn decode(text: impl Into<Cow<'static, str>>, at: Mark) -> Box<Self> {
        Box::new(Self {
            stage: Stage::Decode,
            text: text.into(),
            at,
            context: at,
        })
    }

    pub(super) fn control_character(at: Mark) -> Box<Self> {
        let text = "control characters are not allowed".into();
        Box::new(Self {
            stage: Stage::Reader,
            text,
            at,
            context: at,
        })
    }

    /// The line that go-yaml prints, if any (`parser.fail`, decode.go): from 1 for scanner errors, from 0 for parser
    /// errors, none for 0.
    pub(in crate::yaml) fn printed_line(&self) -> Option<usize> {
        let line = match self.stage {
            Stage::Reader | Stage::Decode => return None,
            Stage::Scanner if self.at.line != 0 => self.at.line + 1,
            _ if self.at.line != 0 => self.at.line,
            _ => self.context.line,
        };
        (line != 0).then_some(line)
    }
}
