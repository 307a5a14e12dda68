//! What a rule is.

use super::{ALL, DocumentContext, ObjectContext, Scope};
use crate::diagnostic::{Diagnostic, Level, Safety};
use crate::model::PodView;

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The text itself.
    Syntax,
    /// What the apiserver answers.
    Api,
    /// Which nodes a pod reaches.
    Placement,
    /// What a change does.
    Rollout,
    /// CPU, memory, storage.
    Resources,
    /// What breaks in production.
    Reliability,
    /// Who may do what.
    Security,
    /// Objects that do not fit together.
    Consistency,
    /// Better ways to write the same.
    Style,
}

impl Group {
    /// In lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Api => "api",
            Self::Placement => "placement",
            Self::Rollout => "rollout",
            Self::Resources => "resources",
            Self::Reliability => "reliability",
            Self::Security => "security",
            Self::Consistency => "consistency",
            Self::Style => "style",
        }
    }
}

/// A set of rules that is switched on by one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// On unless something else is said: wrong or risky for sure.
    Default,
    /// Every rule that can say what the apiserver answers.
    Api,
    /// Opinions too.
    Strict,
    /// The Pod Security Standard `baseline`.
    PssBaseline,
    /// The Pod Security Standard `restricted`.
    PssRestricted,
    /// Every rule.
    All,
    /// The checks of kube-linter.
    KubeLinter,
    /// The checks of kube-score.
    KubeScore,
    /// The checks of polaris.
    Polaris,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 9] = [
        Self::Default,
        Self::Api,
        Self::Strict,
        Self::PssBaseline,
        Self::PssRestricted,
        Self::All,
        Self::KubeLinter,
        Self::KubeScore,
        Self::Polaris,
    ];

    /// As it is written on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Api => "api",
            Self::Strict => "strict",
            Self::PssBaseline => "pss-baseline",
            Self::PssRestricted => "pss-restricted",
            Self::All => "all",
            Self::KubeLinter => "kube-linter",
            Self::KubeScore => "kube-score",
            Self::Polaris => "polaris",
        }
    }

    /// From what is written on the command line.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == name)
    }
}

/// See [`Check::Document`].
pub type DocumentCheck = fn(&DocumentContext<'_>, &mut Vec<Diagnostic>);
/// See [`Check::Object`].
pub type ObjectCheck = fn(&ObjectContext<'_>, &mut Vec<Diagnostic>);
/// See [`Check::Pods`].
pub type PodsCheck = fn(&ObjectContext<'_>, PodView<'_>, &mut Vec<Diagnostic>);
/// See [`Check::Instead`].
pub type InsteadCheck = fn(&Diagnostic, &ObjectContext<'_>) -> Option<Diagnostic>;

/// How a rule finds what it finds.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The engine itself reports it (syntax, the apiserver's generic answers).
    Engine,
    /// Looks at the text and tree of one document, whatever it holds.
    Document(DocumentCheck),
    /// Looks at one object.
    Object(ObjectCheck),
    /// Looks at an object that makes pods, or is one.
    Pods(PodsCheck),
    /// Takes over what a generic rule of the apiserver's verdict says (`unknown-field`, `invalid-value`, …) and says it
    /// better; None leaves it as it is. The engine carries the `kubernetes` block over.
    Instead(InsteadCheck),
    /// Looks at the objects of one scope together.
    Scope(fn(&Scope<'_>, &mut Vec<Diagnostic>)),
}

/// One judgement.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Kebab-case; names the bad thing.
    pub id: &'static str,
    /// The level of most of its findings.
    pub level: Level,
    /// What it is about.
    pub group: Group,
    /// The presets it belongs to, besides `all`.
    pub presets: &'static [Preset],
    /// Whether it offers a fix, and how safe that is.
    pub fix: Option<Safety>,
    /// Its page: `include_str!("../../rules/<id>.md")`.
    pub page: &'static str,
    /// How it finds what it finds.
    pub check: Check,
}

impl Rule {
    /// The first line of its page that is no heading.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.page
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && !line.starts_with('#'))
            .unwrap_or_default()
    }

    /// Whether one of the presets switches it on.
    #[must_use]
    pub fn is_in(&self, presets: &[Preset]) -> bool {
        presets
            .iter()
            .any(|preset| *preset == Preset::All || self.presets.contains(preset))
    }

    /// A diagnostic of this rule at its own level.
    #[must_use]
    pub fn at(&self, span: crate::source::Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.id, self.level, span, message)
    }
}

/// The rule of that id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    let found = ALL.binary_search_by(|rule| rule.id.cmp(id));
    found.ok().map(|index| ALL[index])
}

/// Where the page of a rule is published; None unless Cargo.toml names a `homepage`.
#[must_use]
pub fn page_url(id: &str) -> Option<String> {
    let home = env!("CARGO_PKG_HOMEPAGE");
    (!home.is_empty()).then(|| format!("{home}/rules/{id}"))
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn rules_are_sorted() {
        assert!(ALL.is_sorted_by_key(|rule| rule.id));
    }
}
