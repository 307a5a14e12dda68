//! From text to [`Config`]. Never fails as a whole: every mistake is a finding, what is right counts.

use super::keys::{self, Key};
use super::{Config, Glob, Override, RuleChange, Written};
use crate::diagnostic::{Diagnostic, Level};
use crate::rules::{
    self, ObjectPattern, OptionKind, OptionSpec, OptionValue, Preset, Rule, invalid_config,
};
use crate::source::{Source, SourceId, Span};
use crate::suggest::closest;
use crate::yaml::{self, Kind, NodeId, Scalar, Tree};

/// Reads a config file, and says what is wrong with it.
#[must_use]
pub fn read(source: &Source, id: SourceId) -> (Config, Vec<Diagnostic>) {
    let mut config = Config::default();
    let mut found = Vec::new();
    let stream = yaml::parse(&source.text);
    let mut documents = stream.documents.iter().filter(|document| {
        document
            .content
            .as_ref()
            .map_or(true, |tree| !tree.is_null(tree.root()))
    });
    if let Some(document) = documents.next() {
        match &document.content {
            Ok(tree) => {
                let mut reader = Reader {
                    tree,
                    found: Vec::new(),
                };
                reader.file(tree.root(), &mut config);
                found = reader.found;
            }
            Err(error) => {
                let diagnostic = invalid_config::report(error.span, error.message.clone());
                found.push(match &error.help {
                    Some(help) => diagnostic.help(help.clone()),
                    None => diagnostic,
                });
            }
        }
    }
    if let Some(second) = documents.next() {
        found.push(
            invalid_config::report(
                Span::new(second.span.start, second.span.start),
                "a config file is one document; this second one counts for nothing",
            )
            .help("put everything above the `---`"),
        );
    }
    if let Some(stop) = &stream.stop {
        found.push(invalid_config::report(stop.span, stop.message.clone()));
    }
    for diagnostic in &mut found {
        diagnostic.source = id;
        for related in &mut diagnostic.related {
            related.source = id;
        }
    }
    (config, found)
}

/// What is said of one rule.
#[derive(Default)]
struct Setting {
    on: bool,
    level: Option<Level>,
    options: Vec<(&'static str, OptionValue)>,
    except: Option<Vec<ObjectPattern>>,
}

struct Reader<'t, 's> {
    tree: &'t Tree<'s>,
    found: Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    fn file(&mut self, root: NodeId, config: &mut Config) {
        for (key, value) in self.entries(root, "a config file", keys::FILE) {
            match &*key {
                "extends" => config.extends = self.strings(value, "paths of config files"),
                "kubernetesVersion" => config.kubernetes_minor = self.version(value),
                "nodes" => {
                    config.nodes = Some(self.strings(value, "files, folders, or `profile:NAME`"));
                }
                "presets" => config.presets = Some(self.presets(value)),
                "exclude" => config.exclude = self.globs(value),
                "baseline" => config.baseline = self.string(value, "the path of a file"),
                "rules" => config.rules = self.rules(value),
                "overrides" => {
                    for item in self.list(value, "overrides") {
                        config.overrides.extend(self.one_override(item));
                    }
                }
                _ => {}
            }
        }
    }

    fn one_override(&mut self, at: NodeId) -> Option<Override> {
        let (mut files, mut rules, mut reason) = (None, Vec::new(), String::new());
        for (key, value) in self.entries(at, "an override", keys::OVERRIDE) {
            match &*key {
                "files" => files = Some(self.globs(value)),
                "rules" => rules = self.rules(value),
                "reason" => {
                    reason = self
                        .string(value, "a sentence")
                        .map_or_else(String::new, |reason| reason.text);
                }
                _ => {}
            }
        }
        if files.is_none() && self.tree.kind(at) == Kind::Map {
            let span = self.first_key(at);
            self.say(span, "an override without `files` counts nowhere", Some("add `files: [\"some/folder/**\"]`; for every file use the `rules` of the config".into()));
        }
        Some(Override {
            files: files?,
            rules,
            reason,
        })
    }

    fn rules(&mut self, at: NodeId) -> Vec<RuleChange> {
        if self.tree.is_null(at) {
            return Vec::new();
        }
        if self.tree.kind(at) != Kind::Map {
            let span = self.span(at);
            self.say(
                span,
                "`rules` is a mapping from rules to what is said of them",
                Some("such as `latest-tag: off`".into()),
            );
            return Vec::new();
        }
        let mut changes = Vec::new();
        let mut seen: Vec<(String, Span)> = Vec::new();
        let entries: Vec<_> = self.tree.entries(at).collect();
        for (key, value) in entries {
            let name = self.tree.key_text(key).into_owned();
            let span = self.tree.span(key);
            if self.is_twice(&mut seen, &name, span) {
                continue;
            }
            let named: Vec<&'static Rule> = rules::ALL
                .iter()
                .copied()
                .filter(|rule| rule.id == name || rule.group.as_str() == name)
                .collect();
            if named.is_empty() {
                let known = rules::ALL
                    .iter()
                    .flat_map(|rule| [rule.id, rule.group.as_str()]);
                let help = closest(&name, known).map_or_else(
                    || String::from("`everynode rules` lists them"),
                    |meant| format!("did you mean `{meant}`?"),
                );
                self.say(
                    span,
                    format!("there is no rule or group `{name}`"),
                    Some(help),
                );
                continue;
            }
            let is_rule = named.len() == 1 && named[0].id == name;
            let options = if is_rule {
                rules::options_of(named[0].id)
            } else {
                &[]
            };
            if let Some(said) = self.setting(value, &name, options) {
                changes.extend(named.into_iter().map(|rule| RuleChange {
                    rule,
                    on: said.on,
                    level: said.level,
                    options: said.options.clone(),
                    except: said.except.clone(),
                }));
            }
        }
        changes
    }

    /// What is said of one rule, or of each of a group.
    fn setting(&mut self, at: NodeId, rule: &str, specs: &'static [OptionSpec]) -> Option<Setting> {
        if self.tree.kind(at) != Kind::Map {
            let (on, level) = self.word(at, rule)?;
            return Some(Setting {
                on,
                level,
                ..Setting::default()
            });
        }
        let mut allowed = keys::RULE.to_vec();
        allowed.extend(specs.iter().map(|spec| Key {
            name: spec.name,
            doc: spec.doc,
        }));
        let mut said = Setting {
            on: true,
            ..Setting::default()
        };
        for (key, value) in self.entries(at, &format!("`{rule}`"), &allowed) {
            if key == "level" {
                (said.on, said.level) = self.word(value, rule)?;
            } else if key == "except" {
                said.except = Some(self.objects(value));
            } else if let Some(spec) = specs.iter().find(|spec| spec.name == key)
                && let Some(value) = self.option(value, spec)
            {
                said.options.push((spec.name, value));
            }
        }
        Some(said)
    }

    /// Patterns of objects.
    fn objects(&mut self, at: NodeId) -> Vec<ObjectPattern> {
        let mut patterns = Vec::new();
        for written in self.strings(at, "names of objects") {
            match ObjectPattern::new(&written.text) {
                Ok(pattern) => patterns.push(pattern),
                Err(why) => self.say(
                    written.span,
                    format!("`{}` names no object", written.text),
                    Some(why),
                ),
            }
        }
        patterns
    }

    /// `off`, `on` or a level. YAML reads `off` as false: what is meant is clear.
    fn word(&mut self, at: NodeId, rule: &str) -> Option<(bool, Option<Level>)> {
        let text = match self.tree.scalar(at) {
            Scalar::Bool(on) if self.is_scalar(at) => return Some((on, None)),
            Scalar::Str(text) if self.is_scalar(at) => text.into_owned(),
            _ => String::new(),
        };
        match text.as_str() {
            "off" => return Some((false, None)),
            "on" => return Some((true, None)),
            "error" => return Some((true, Some(Level::Error))),
            "warning" => return Some((true, Some(Level::Warning))),
            "note" => return Some((true, Some(Level::Note))),
            _ => {}
        }
        let span = self.span(at);
        let written = self.shown(at);
        let help = closest(&text, keys::WORDS.iter().copied()).map_or_else(
            || format!("one of {}", keys::WORDS.join(", ")),
            |meant| {
                format!(
                    "did you mean `{meant}`? There are {}",
                    keys::WORDS.join(", ")
                )
            },
        );
        self.say(
            span,
            format!("{written} is no level for `{rule}`"),
            Some(help),
        );
        None
    }

    fn option(&mut self, at: NodeId, spec: &OptionSpec) -> Option<OptionValue> {
        match spec.kind {
            OptionKind::Strings => Some(OptionValue::Strings(
                self.strings(at, spec.doc)
                    .into_iter()
                    .map(|written| written.text)
                    .collect(),
            )),
            OptionKind::Around(word) => {
                let mut texts = Vec::new();
                for written in self.strings(at, spec.doc) {
                    let ends = written.text.split_once(word);
                    if ends.is_some_and(|(open, close)| !open.is_empty() && !close.is_empty()) {
                        texts.push(written.text);
                    } else {
                        self.say(
                            written.span,
                            format!("`{}` has nothing around `{word}`", written.text),
                            Some(format!("`{}`: {}", spec.name, spec.doc)),
                        );
                    }
                }
                Some(OptionValue::Strings(texts))
            }
            OptionKind::Number => match self.tree.scalar(at) {
                Scalar::Int(number) if self.is_scalar(at) && number >= 0 => {
                    Some(OptionValue::Number(number.unsigned_abs()))
                }
                _ => {
                    let (span, written) = (self.span(at), self.shown(at));
                    self.say(
                        span,
                        format!("{written} is no whole number"),
                        Some(format!("`{}`: {}", spec.name, spec.doc)),
                    );
                    None
                }
            },
        }
    }

    fn version(&mut self, at: NodeId) -> Option<u8> {
        // The text as it is written: YAML reads 1.30 as the number 1.3.
        let text = if self.is_scalar(at) {
            self.tree.text(at).into_owned()
        } else {
            String::new()
        };
        let rest = text.strip_prefix('v').unwrap_or(&text);
        let mut parts = rest.split('.');
        let minor = match (parts.next(), parts.next()) {
            (Some("1"), Some(minor)) => minor.parse().ok(),
            _ => None,
        };
        if minor.is_none() {
            let (span, written) = (self.span(at), self.shown(at));
            self.say(
                span,
                format!("{written} is no Kubernetes version"),
                Some("write it like \"1.33\"".into()),
            );
        }
        minor
    }

    fn presets(&mut self, at: NodeId) -> Vec<Preset> {
        let mut presets = Vec::new();
        for written in self.strings(at, "names of presets") {
            let names = || Preset::ALL.iter().map(|preset| preset.as_str());
            match Preset::from_name(&written.text) {
                Some(preset) => presets.push(preset),
                None => {
                    let all = names().collect::<Vec<_>>().join(", ");
                    let help = closest(&written.text, names()).map_or_else(
                        || format!("there are {all}"),
                        |meant| format!("did you mean `{meant}`? There are {all}"),
                    );
                    self.say(
                        written.span,
                        format!("there is no preset `{}`", written.text),
                        Some(help),
                    );
                }
            }
        }
        presets
    }

    fn globs(&mut self, at: NodeId) -> Vec<Glob> {
        let mut globs = Vec::new();
        for written in self.strings(at, "patterns of files") {
            match Glob::new(&written.text) {
                Ok(glob) => globs.push(glob),
                Err(why) => self.say(
                    written.span,
                    format!("`{}` is no pattern: {why}", written.text),
                    None,
                ),
            }
        }
        globs
    }

    /// A list of strings, or a single one.
    fn strings(&mut self, at: NodeId, what: &str) -> Vec<Written> {
        match self.tree.kind(at) {
            Kind::Scalar => self.string(at, what).into_iter().collect(),
            _ => {
                let items = self.list(at, what);
                items
                    .into_iter()
                    .filter_map(|item| self.string(item, what))
                    .collect()
            }
        }
    }

    fn string(&mut self, at: NodeId, what: &str) -> Option<Written> {
        let span = self.span(at);
        match self.tree.string(at) {
            Some(text) if self.is_scalar(at) && !text.is_empty() => Some(Written {
                text: text.into_owned(),
                span,
            }),
            _ => {
                let written = self.shown(at);
                self.say(
                    span,
                    format!("{written} is no text"),
                    Some(format!(
                        "expected: {what}; quote what YAML takes for something else"
                    )),
                );
                None
            }
        }
    }

    fn list(&mut self, at: NodeId, what: &str) -> Vec<NodeId> {
        if self.tree.kind(at) != Kind::Seq && !self.tree.is_null(at) {
            let (span, written) = (self.span(at), self.shown(at));
            self.say(
                span,
                format!("{written} is no list"),
                Some(format!("expected a list: {what}")),
            );
        }
        self.tree.items(at).collect()
    }

    /// Keys and values of a mapping, less those that are unknown or there twice, which are said.
    fn entries(&mut self, at: NodeId, what: &str, allowed: &[Key]) -> Vec<(String, NodeId)> {
        if self.tree.kind(at) != Kind::Map {
            if !self.tree.is_null(at) {
                let (span, written) = (self.span(at), self.shown(at));
                let names: Vec<&str> = allowed.iter().map(|key| key.name).collect();
                self.say(
                    span,
                    format!("{written} stands where {what} should be"),
                    Some(format!("write a mapping with {}", names.join(", "))),
                );
            }
            return Vec::new();
        }
        let mut seen = Vec::new();
        let mut known = Vec::new();
        let entries: Vec<_> = self.tree.entries(at).collect();
        for (key, value) in entries {
            let name = self.tree.key_text(key).into_owned();
            let span = self.tree.span(key);
            if self.is_twice(&mut seen, &name, span) {
                continue;
            }
            if allowed.iter().any(|key| key.name == name) {
                known.push((name, value));
                continue;
            }
            let names = || allowed.iter().map(|key| key.name);
            let all = names().collect::<Vec<_>>().join(", ");
            let help = closest(&name, names()).map_or_else(
                || format!("there are {all}"),
                |meant| format!("did you mean `{meant}`? There are {all}"),
            );
            self.say(span, format!("{what} has no key `{name}`"), Some(help));
        }
        known
    }

    fn is_twice(&mut self, seen: &mut Vec<(String, Span)>, name: &str, span: Span) -> bool {
        let first = seen.iter().find(|one| one.0 == name).map(|one| one.1);
        if let Some(first) = first {
            self.found.push(
                invalid_config::report(span, format!("`{name}` is there twice"))
                    .related(first, "the first one counts"),
            );
            return true;
        }
        seen.push((name.to_owned(), span));
        false
    }

    fn is_scalar(&self, at: NodeId) -> bool {
        matches!(self.tree.kind(at), Kind::Scalar | Kind::Null)
    }

    /// What is written there, for a message.
    fn shown(&self, at: NodeId) -> String {
        match self.tree.kind(at) {
            Kind::Map => "a mapping".into(),
            Kind::Seq => "a list".into(),
            Kind::Null => "nothing".into(),
            Kind::Scalar => {
                let text = self.tree.text(at);
                let short: String = text.chars().take(40).collect();
                let more = if short.len() < text.len() { "…" } else { "" };
                format!("`{short}{more}`")
            }
        }
    }

    fn span(&self, at: NodeId) -> Span {
        if (at.0 as usize) >= self.tree.len() {
            return Span::default();
        }
        match self.tree.kind(at) {
            // A whole block is no place to look at: its first line is.
            Kind::Map | Kind::Seq => self.first_key(at),
            _ => {
                let span = self.tree.span(at);
                if !span.is_empty() {
                    return span;
                }
                let key = self.tree.key_of(at);
                if key.is_none() {
                    span
                } else {
                    self.tree.span(key)
                }
            }
        }
    }

    fn first_key(&self, at: NodeId) -> Span {
        let inner = self.tree.entries(at).next().map(|entry| entry.0);
        inner.map_or_else(
            || {
                let span = self.tree.span(at);
                let line = self.tree.source().get(span.range()).unwrap_or_default();
                let first = line.split(['\n', '\r']).next().unwrap_or_default();
                Span::new(span.start, span.start + first.len() as u32)
            },
            |key| self.tree.span(key),
        )
    }

    fn say(&mut self, span: Span, message: impl Into<String>, help: Option<String>) {
        let mut diagnostic = invalid_config::report(span, message);
        diagnostic.help = help.map(Into::into);
        self.found.push(diagnostic);
    }
}
