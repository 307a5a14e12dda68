//! What everynode says: diagnostics, their labels and fixes.
//!
//! Plain owned data. Knows no rule and no output format.

use crate::source::{SourceId, Span};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::sync::Arc;

/// How bad it is. Ordered: `Note < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing; never fails a run.
    Note,
    /// Accepted, and it will hurt in circumstances that the manifest itself shows.
    Warning,
    /// Kubernetes refuses it, silently drops it, or it can never work.
    Error,
}

impl Level {
    /// `error`, `warning` or `note`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Which object a diagnostic is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    /// `apps/v1`.
    pub api_version: SmolStr,
    /// `DaemonSet`.
    pub kind: SmolStr,
    /// `metadata.namespace`, where it is written.
    pub namespace: Option<SmolStr>,
    /// `metadata.name`; None where it is missing or generated.
    pub name: Option<SmolStr>,
}

/// Another place that belongs to a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What is to be seen there.
    pub message: String,
    /// In which source.
    pub source: SourceId,
    /// Where in it.
    pub span: Span,
}

/// What the apiserver would answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KubernetesAnswer {
    /// `decode`, `strict`, `validation`, `update`, `apply`, `warning` or `pod-security`.
    pub stage: &'static str,
    /// Kubernetes' error type, such as `FieldValueRequired`; for Pod Security the check that failed.
    pub reason: Option<String>,
    /// The path that Kubernetes prints.
    pub field: Option<String>,
    /// Kubernetes' own text.
    pub detail: Option<String>,
}

/// How safe a fix is to apply unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// The text was refused before, or the stored object stays equal.
    Safe,
    /// Changes what Kubernetes stores: a pod template that changes restarts its pods.
    Unsafe,
}

/// A replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty to insert.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// Edits in the diagnostic's own source that mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// An imperative: "remove `replicas`".
    pub title: String,
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// Not overlapping, in text order.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Id of the rule that says it.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What is wrong, in one line that stands alone.
    pub message: String,
    /// In which source.
    pub source: SourceId,
    /// The exact characters.
    pub span: Span,
    /// A few words under the marked characters; empty for none.
    pub label: Cow<'static, str>,
    /// Index of the document in its file, from 0, as Kubernetes splits it.
    pub document: u32,
    /// Index in `items` of a list.
    pub item: Option<u32>,
    /// The object it is about.
    pub object: Option<Arc<ObjectId>>,
    /// Field path in the object, in Kubernetes' writing; empty for the object itself.
    pub path: String,
    /// Other places.
    pub related: Vec<Related>,
    /// What Kubernetes will do, and why.
    pub notes: Vec<Cow<'static, str>>,
    /// What to write instead.
    pub help: Option<Cow<'static, str>>,
    /// What the apiserver would answer.
    pub kubernetes: Option<Box<KubernetesAnswer>>,
    /// Edits that mend it.
    pub fix: Option<Box<Fix>>,
    /// Path of the diagnostic (of the same object) that this one follows from.
    pub caused_by: Option<String>,
}

/// Diagnostics on their way to a report. In a box each: they have hundreds of bytes, and are sorted, joined and sifted more
/// often than read.
pub type Diagnostics = Vec<Box<Diagnostic>>;

impl Diagnostic {
    /// A diagnostic with the parts that every one has. The engine fills in document, item and object.
    #[must_use]
    pub fn new(rule: &'static str, level: Level, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            level,
            message: message.into(),
            source: SourceId(0),
            span,
            label: Cow::Borrowed(""),
            document: 0,
            item: None,
            object: None,
            path: String::new(),
            related: Vec::new(),
            notes: Vec::new(),
            help: None,
            kubernetes: None,
            fix: None,
            caused_by: None,
        }
    }

    /// With a few words under the marked characters.
    #[must_use]
    pub fn label(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.label = text.into();
        self
    }

    /// With the field path.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// With what Kubernetes will do.
    #[must_use]
    pub fn note(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// With what to write instead.
    #[must_use]
    pub fn help(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// With another place in the same source.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related {
            message: message.into(),
            source: self.source,
            span,
        });
        self
    }

    /// With the apiserver's answer.
    #[must_use]
    pub fn kubernetes(mut self, answer: KubernetesAnswer) -> Self {
        self.kubernetes = Some(Box::new(answer));
        self
    }

    /// With a fix.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, safety: Safety, edits: Vec<Edit>) -> Self {
        self.fix = Some(Box::new(Fix {
            title: title.into(),
            safety,
            edits,
        }));
        self
    }
}
