//! `everynode.yaml`: what counts in a repository, said once.
//!
//! Reads a config file's text into [`Config`], every mistake as a diagnostic with its place. Knows no file system: who
//! finds the file, and what a path in it means, is the command line's business.

mod read;
mod schema;

pub use read::read;
pub use schema::schema;

use crate::diagnostic::Level;
use crate::rules::{self, Preset, Rule, RuleTable};

/// The name of a config file.
pub const FILE: &str = "everynode.yaml";

/// The keys of a config file, with what they say.
const KEYS: &[(&str, &str)] = &[
    (
        "kubernetesVersion",
        "The version whose kinds, fields and removals count, such as \"1.33\".",
    ),
    (
        "nodes",
        "Where the nodes come from: files, folders, `profile:NAME`.",
    ),
    (
        "presets",
        "Which sets of rules count; `default` unless said otherwise.",
    ),
    (
        "exclude",
        "Globs of files that are not looked at, seen from the folder of this file.",
    ),
    (
        "rules",
        "Levels of single rules and groups: `off`, `note`, `warning`, `error`.",
    ),
    ("overrides", "Other levels for some files."),
    ("baseline", "The file that holds accepted findings."),
    (
        "extends",
        "Config files that this one builds on, seen from its folder.",
    ),
];

/// What a config file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Minor version of Kubernetes 1.
    pub kubernetes_minor: Option<u8>,
    /// Where the nodes come from, as `--nodes` takes it.
    pub nodes: Vec<String>,
    /// Presets in force; None when nothing is said.
    pub presets: Option<Vec<Preset>>,
    /// Globs of files that are not looked at.
    pub exclude: Vec<String>,
    /// Rules and groups, in order; later ones win.
    pub rules: Vec<Choice>,
    /// Other levels for some files, in order; later ones win.
    pub overrides: Vec<Override>,
    /// The baseline's path.
    pub baseline: Option<String>,
    /// Config files to build on, in order; later ones win.
    pub extends: Vec<String>,
}

/// What is said of a rule or a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Id of a rule, or name of a group.
    pub name: String,
    /// At which level; None switches it off.
    pub level: Option<ChosenLevel>,
}

/// The level that a rule is switched on at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChosenLevel {
    /// Its own.
    Own,
    /// This one.
    Level(Level),
}

/// Other levels for some files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Globs of the files, seen from the folder of the config file.
    pub files: Vec<String>,
    /// Rules and groups.
    pub rules: Vec<Choice>,
    /// Why.
    pub reason: Option<String>,
}

impl Config {
    /// This config on top of the one that it builds on.
    #[must_use]
    pub fn over(mut self, base: Self) -> Self {
        let joined = |mut first: Vec<_>, second: Vec<_>| {
            first.extend(second);
            first
        };
        self.kubernetes_minor = self.kubernetes_minor.or(base.kubernetes_minor);
        self.presets = self.presets.or(base.presets);
        self.baseline = self.baseline.or(base.baseline);
        if self.nodes.is_empty() {
            self.nodes = base.nodes;
        }
        let mut exclude = base.exclude;
        exclude.append(&mut self.exclude);
        self.exclude = exclude;
        self.rules = joined(base.rules, self.rules);
        let mut overrides = base.overrides;
        overrides.append(&mut self.overrides);
        self.overrides = overrides;
        self
    }
}

/// Puts choices into force, in their order.
pub fn apply(choices: &[Choice], table: &mut RuleTable) {
    for choice in choices {
        for rule in named(&choice.name) {
            match choice.level {
                None => table.switch(rule.id, false),
                Some(ChosenLevel::Own) => table.switch(rule.id, true),
                Some(ChosenLevel::Level(level)) => table.set_level(rule.id, level),
            };
        }
    }
}

/// The rule of that id, or the rules of that group.
fn named(name: &str) -> impl Iterator<Item = &'static Rule> {
    rules::ALL
        .iter()
        .copied()
        .filter(move |rule| rule.id == name || rule.group.as_str() == name)
}

/// Every word that may stand for rules: ids and groups.
fn rule_words() -> impl Iterator<Item = &'static str> {
    rules::ALL
        .iter()
        .flat_map(|rule| [rule.id, rule.group.as_str()])
}
