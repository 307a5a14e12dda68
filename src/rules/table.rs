//! Which rules are in force, and at which level.

use super::registry::{DocumentCheck, InsteadCheck, ObjectCheck, PodsCheck};
use super::{ALL, Check, Group, ObjectPattern, OptionValue, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};

/// Which rules are in force, and at which level.
#[derive(Clone, Debug)]
pub struct RuleTable {
    /// Every rule, by id.
    rules: Vec<(&'static Rule, Setting)>,
    in_force: InForce,
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

/// The rules in force, sorted out by what they look at: every document and every object asks for them.
#[derive(Clone, Debug, Default)]
pub struct InForce {
    /// Those on documents.
    pub documents: Vec<(&'static Rule, DocumentCheck)>,
    /// Those on objects.
    pub objects: Vec<(&'static Rule, ObjectCheck)>,
    /// Those on the pods that an object makes or is.
    pub pods: Vec<(&'static Rule, PodsCheck)>,
    /// Those that take over from the generic ones.
    pub instead: Vec<InsteadCheck>,
    /// Whether any rule tells what the apiserver answers.
    pub api: bool,
}

impl InForce {
    fn new(rules: impl Iterator<Item = &'static Rule>) -> Self {
        let mut this = Self::default();
        for rule in rules {
            this.api |= rule.group == Group::Api;
            match rule.check {
                Check::Document(check) => this.documents.push((rule, check)),
                Check::Object(check) => this.objects.push((rule, check)),
                Check::Pods(check) => this.pods.push((rule, check)),
                Check::Instead(check) => this.instead.push(check),
                Check::Engine | Check::Scope(_) => {}
            }
        }
        this
    }
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
        let mut this = Self {
            rules,
            in_force: InForce::default(),
            options: Vec::new(),
            except: Vec::new(),
        };
        this.sort_out();
        this
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
        let Some(index) = self.find(id) else {
            return false;
        };
        change(&mut self.rules[index].1);
        self.sort_out();
        true
    }

    fn sort_out(&mut self) {
        let rules = self.rules.iter().filter(|entry| entry.1.on);
        self.in_force = InForce::new(rules.map(|entry| entry.0));
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|entry| entry.0.id.cmp(id)).ok()
    }

    /// The rules in force that look at something by itself.
    #[must_use]
    pub fn in_force(&self) -> &InForce {
        &self.in_force
    }

    /// Whether a rule is in force.
    #[must_use]
    pub fn is_on(&self, id: &str) -> bool {
        self.find(id).is_some_and(|index| self.rules[index].1.on)
    }

    /// Whether a finding is of a rule in force; gives it the level that the user wants.
    pub fn keeps(&self, diagnostic: &mut Diagnostic) -> bool {
        let Some(index) = self.find(diagnostic.rule) else {
            return true;
        };
        let setting = self.rules[index].1;
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
