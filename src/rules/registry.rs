//! What a rule is, and which rules are in force.

use super::{ALL, DocumentContext, ObjectContext, ObjectPattern, OptionValue, Scope};
use crate::diagnostic::{Diagnostic, Level, Safety};

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

/// How a rule finds what it finds.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The engine itself reports it (syntax, the apiserver's generic answers).
    Engine,
    /// Looks at the text and tree of one document, whatever it holds.
    Document(fn(&DocumentContext<'_>, &mut Vec<Diagnostic>)),
    /// Looks at one object.
    Object(fn(&ObjectContext<'_>, &mut Vec<Diagnostic>)),
    /// Takes over what a generic rule of the apiserver's verdict says (`unknown-field`, `invalid-value`, …) and says it
    /// better; None leaves it as it is. The engine carries the `kubernetes` block over.
    Instead(fn(&Diagnostic, &ObjectContext<'_>) -> Option<Diagnostic>),
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
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// Where the page of a rule is published; None unless Cargo.toml names a `homepage`.
#[must_use]
pub fn page_url(id: &str) -> Option<String> {
    let home = env!("CARGO_PKG_HOMEPAGE");
    (!home.is_empty()).then(|| format!("{home}/rules/{id}"))
}

/// Which rules are in force, and at which level.
#[derive(Clone, Debug)]
pub struct RuleTable {
    rules: Vec<(&'static Rule, Setting)>,
    /// Rule, option, value.
    options: Vec<(&'static str, &'static str, OptionValue)>,
    /// Rule, objects that it leaves alone.
    except: Vec<(&'static str, Vec<ObjectPattern>)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Setting {
    on: bool,
    level: Option<Level>,
}

impl RuleTable {
    /// The rules of these presets at their own levels.
    #[must_use]
    pub fn new(presets: &[Preset]) -> Self {
        let rules = ALL
            .iter()
            .map(|rule| {
                (
                    *rule,
                    Setting {
                        on: rule.is_in(presets),
                        level: None,
                    },
                )
            })
            .collect();
        Self {
            rules,
            options: Vec::new(),
            except: Vec::new(),
        }
    }

    /// Switches a rule on or off. False where there is no such rule.
    pub fn switch(&mut self, id: &str, on: bool) -> bool {
        self.change(id, |setting| setting.on = on)
    }

    /// Switches a rule on at a level of the user's own. False where there is no such rule.
    pub fn set_level(&mut self, id: &str, level: Level) -> bool {
        self.change(id, |setting| {
            *setting = Setting {
                on: true,
                level: Some(level),
            }
        })
    }

    /// Gives an option of a rule a value.
    pub fn set_option(&mut self, rule: &'static str, option: &'static str, value: OptionValue) {
        self.options.retain(|one| one.0 != rule || one.1 != option);
        self.options.push((rule, option, value));
    }

    /// The texts of an option; none where nothing is said.
    #[must_use]
    pub fn texts(&self, rule: &str, option: &str) -> &[String] {
        match self.option(rule, option) {
            Some(OptionValue::Strings(texts)) => texts,
            _ => &[],
        }
    }

    /// The number of an option; None where nothing is said.
    #[must_use]
    pub fn number(&self, rule: &str, option: &str) -> Option<u64> {
        match self.option(rule, option)? {
            OptionValue::Number(number) => Some(*number),
            OptionValue::Strings(_) => None,
        }
    }

    fn option(&self, rule: &str, option: &str) -> Option<&OptionValue> {
        let mut all = self.options.iter();
        all.find(|one| one.0 == rule && one.1 == option)
            .map(|one| &one.2)
    }

    /// Lets a rule leave these objects alone, and no others.
    pub fn set_except(&mut self, rule: &'static str, objects: Vec<ObjectPattern>) {
        self.except.retain(|one| one.0 != rule);
        self.except.push((rule, objects));
    }

    /// What is said of a rule besides its level: `key: value`.
    pub fn said_of<'s>(&'s self, rule: &'s str) -> impl Iterator<Item = String> + 's {
        let options = self.options.iter().filter(move |one| one.0 == rule);
        let except = self.except.iter().filter(move |one| one.0 == rule);
        options
            .map(|(_, option, value)| format!("{option}: {value}"))
            .chain(except.map(|(_, objects)| {
                let objects: Vec<&str> = objects.iter().map(ObjectPattern::as_str).collect();
                format!("except: [{}]", objects.join(", "))
            }))
    }

    /// Each rule, whether it is on, and the level of its findings.
    pub fn entries(&self) -> impl Iterator<Item = (&'static Rule, bool, Level)> {
        self.rules
            .iter()
            .map(|(rule, setting)| (*rule, setting.on, setting.level.unwrap_or(rule.level)))
    }

    fn change(&mut self, id: &str, change: impl FnOnce(&mut Setting)) -> bool {
        let found = self.rules.iter_mut().find(|entry| entry.0.id == id);
        found.map(|entry| change(&mut entry.1)).is_some()
    }

    /// The rules in force.
    pub fn in_force(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules
            .iter()
            .filter(|entry| entry.1.on)
            .map(|entry| entry.0)
    }

    /// Whether a rule is in force.
    #[must_use]
    pub fn is_on(&self, id: &str) -> bool {
        self.rules
            .iter()
            .any(|entry| entry.0.id == id && entry.1.on)
    }

    /// Whether a finding is of a rule in force; gives it the level that the user wants.
    pub fn keeps(&self, diagnostic: &mut Diagnostic) -> bool {
        // Ids are constants: nearly always the address is the same where the text is.
        let same = |entry: &&(&Rule, Setting)| std::ptr::eq(entry.0.id, diagnostic.rule);
        let equal = |entry: &&(&Rule, Setting)| entry.0.id == diagnostic.rule;
        let found = self.rules.iter().find(same);
        let Some((_, setting)) = found.or_else(|| self.rules.iter().find(equal)) else {
            return true;
        };
        if let Some(level) = setting.level {
            diagnostic.level = level;
        }
        setting.on && !self.leaves_alone(diagnostic)
    }

    /// Whether the object of a finding is excepted from its rule.
    fn leaves_alone(&self, diagnostic: &Diagnostic) -> bool {
        let Some(object) = diagnostic.object.as_deref() else {
            return false;
        };
        let mut all = self.except.iter();
        all.find(|one| one.0 == diagnostic.rule)
            .is_some_and(|(_, objects)| objects.iter().any(|pattern| pattern.matches(object)))
    }
}
