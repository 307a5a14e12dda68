//! The text of a config file to a [`Config`]; mistakes to diagnostics.

use super::{Choice, ChosenLevel, Config, KEYS, Override, rule_words};
use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Preset;
use crate::source::{SourceId, Span};
use crate::suggest::closest;
use crate::yaml::{self, Kind, NodeId, Scalar, Tree};

/// What the diagnostics of a config file are called; no rule, for it cannot be switched off.
const MISTAKE: &str = "config";

/// Reads a config file. What is wrong is left out of the config, and said.
#[must_use]
pub fn read(text: &str) -> (Config, Vec<Diagnostic>) {
    let mut reader = Reader {
        mistakes: Vec::new(),
    };
    let stream = yaml::parse(text);
    let mut config = Config::default();
    let mut documents = stream.documents.iter();
    for document in documents.by_ref().take(1) {
        match &document.content {
            Ok(tree) => config = reader.config(tree),
            Err(error) => reader.say(error.span, error.message.clone()),
        }
    }
    if let Some(second) = documents.next() {
        reader.say(
            Span::new(second.span.start, second.span.start),
            String::from("a config file is one document"),
        );
    }
    (config, reader.mistakes)
}

struct Reader {
    mistakes: Vec<Diagnostic>,
}

impl Reader {
    fn say(&mut self, span: Span, message: String) {
        self.mistakes.push(mistake(span, message));
    }

    fn config(&mut self, tree: &Tree<'_>) -> Config {
        let mut config = Config::default();
        let root = tree.root();
        if tree.is_null(root) {
            return config;
        }
        if !self.is(tree, root, Kind::Map, "a mapping of settings") {
            return config;
        }
        let keys: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
        for (key, value) in self.entries(tree, root, &keys) {
            match key.as_str() {
                "kubernetesVersion" => config.kubernetes_minor = self.version(tree, value),
                "nodes" => config.nodes = self.texts(tree, value),
                "presets" => config.presets = Some(self.presets(tree, value)),
                "exclude" => config.exclude = self.globs(tree, value),
                "rules" => config.rules = self.choices(tree, value),
                "overrides" => config.overrides = self.overrides(tree, value),
                "baseline" => config.baseline = self.text(tree, value),
                "extends" => config.extends = self.texts(tree, value),
                _ => {}
            }
        }
        config
    }

    /// The entries of a mapping; keys that are not allowed, or there twice, are complained about.
    fn entries(&mut self, tree: &Tree<'_>, map: NodeId, allowed: &[&str]) -> Vec<(String, NodeId)> {
        let mut found: Vec<(String, NodeId)> = Vec::new();
        for (key, value) in tree.entries(map) {
            let text = tree.key_text(key).into_owned();
            if !allowed.contains(&text.as_str()) {
                let help = match closest(&text, allowed.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("allowed are {}", allowed.join(", ")),
                };
                let mistake = mistake(tree.span(key), format!("there is no setting `{text}`"));
                self.mistakes.push(mistake.help(help));
            } else if found.iter().any(|(seen, _)| *seen == text) {
                self.say(tree.span(key), format!("`{text}` is here twice"));
            } else {
                found.push((text, value));
            }
        }
        found
    }

    /// Whether a node is of that kind; says what it should be when it is not.
    fn is(&mut self, tree: &Tree<'_>, node: NodeId, kind: Kind, what: &str) -> bool {
        let is = tree.kind(node) == kind;
        if !is {
            self.say(tree.span(node), format!("this should be {what}"));
        }
        is
    }

    fn text(&mut self, tree: &Tree<'_>, node: NodeId) -> Option<String> {
        let text = tree.string(node).map(std::borrow::Cow::into_owned);
        if text.is_none() {
            self.say(tree.span(node), String::from("this should be a text"));
        }
        text
    }

    /// A list of texts; one text alone will do.
    fn texts(&mut self, tree: &Tree<'_>, node: NodeId) -> Vec<String> {
        self.spanned_texts(tree, node)
            .into_iter()
            .map(|(text, _)| text)
            .collect()
    }

    fn spanned_texts(&mut self, tree: &Tree<'_>, node: NodeId) -> Vec<(String, Span)> {
        if let Some(text) = tree.string(node) {
            return vec![(text.into_owned(), tree.span(node))];
        }
        if tree.is_null(node) || !self.is(tree, node, Kind::Seq, "a list of texts") {
            return Vec::new();
        }
        let items = tree.items(node);
        items
            .filter_map(|item| Some((self.text(tree, item)?, tree.span(item))))
            .collect()
    }

    fn globs(&mut self, tree: &Tree<'_>, node: NodeId) -> Vec<String> {
        let texts = self.spanned_texts(tree, node);
        texts
            .into_iter()
            .filter_map(|(text, span)| match globset::Glob::new(&text) {
                Ok(_) => Some(text),
                Err(error) => {
                    self.say(span, format!("this is no glob: {}", error.kind()));
                    None
                }
            })
            .collect()
    }

    /// `"1.33"`. Unquoted, `1.30` is the number 1.3.
    fn version(&mut self, tree: &Tree<'_>, node: NodeId) -> Option<u8> {
        let text = tree.text(node).into_owned();
        let minor = text.strip_prefix('v').unwrap_or(&text).strip_prefix("1.");
        let minor = minor.and_then(|rest| rest.split('.').next()?.parse().ok());
        if minor.is_none() {
            self.say(
                tree.span(node),
                format!("`{text}` is not a Kubernetes version; write it like \"1.33\""),
            );
        }
        minor
    }

    fn presets(&mut self, tree: &Tree<'_>, node: NodeId) -> Vec<Preset> {
        let names = self.spanned_texts(tree, node);
        let known = || Preset::ALL.iter().map(|preset| preset.as_str());
        names
            .into_iter()
            .filter_map(|(name, span)| {
                let preset = Preset::from_name(&name);
                if preset.is_none() {
                    let help = match closest(&name, known()) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => format!("there are {}", known().collect::<Vec<_>>().join(", ")),
                    };
                    self.mistakes
                        .push(mistake(span, format!("there is no preset `{name}`")).help(help));
                }
                preset
            })
            .collect()
    }

    fn choices(&mut self, tree: &Tree<'_>, node: NodeId) -> Vec<Choice> {
        if tree.is_null(node) || !self.is(tree, node, Kind::Map, "a mapping of rules to levels") {
            return Vec::new();
        }
        let words: Vec<&str> = rule_words().collect();
        let mut choices = Vec::new();
        for (key, value) in tree.entries(node) {
            let name = tree.key_text(key).into_owned();
            if !words.contains(&name.as_str()) {
                let help = match closest(&name, words.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => String::from("`everynode rules` lists the rules and their groups"),
                };
                let mistake = mistake(
                    tree.span(key),
                    format!("there is no rule or group `{name}`"),
                );
                self.mistakes.push(mistake.help(help));
            } else if let Some(level) = self.level(tree, value) {
                choices.push(Choice { name, level });
            }
        }
        choices
    }

    /// `off`, `error`, or `{ level: error }`; the outer None for a mistake.
    fn level(&mut self, tree: &Tree<'_>, node: NodeId) -> Option<Option<ChosenLevel>> {
        let mut node = node;
        if tree.kind(node) == Kind::Map {
            let entries = self.entries(tree, node, &["level"]);
            node = entries.first()?.1;
        }
        // `off` and `on` are booleans in YAML 1.1, which Kubernetes reads, and so do we.
        let level = match tree.scalar(node) {
            Scalar::Bool(false) => None,
            Scalar::Bool(true) => Some(ChosenLevel::Own),
            Scalar::Str(text) => match &*text {
                "off" => None,
                "on" => Some(ChosenLevel::Own),
                "note" => Some(ChosenLevel::Level(Level::Note)),
                "warning" => Some(ChosenLevel::Level(Level::Warning)),
                "error" => Some(ChosenLevel::Level(Level::Error)),
                other => {
                    let levels = ["off", "on", "note", "warning", "error"];
                    let help =
                        closest(other, levels).map(|meant| format!("did you mean `{meant}`?"));
                    let mut mistake = mistake(tree.span(node), format!("`{other}` is no level"));
                    mistake.help =
                        help.or_else(|| Some(format!("there are {}", levels.join(", "))));
                    self.mistakes.push(mistake);
                    return None;
                }
            },
            _ => {
                self.say(
                    tree.span(node),
                    String::from("this should be off, on, note, warning or error"),
                );
                return None;
            }
        };
        Some(level)
    }

    fn overrides(&mut self, tree: &Tree<'_>, node: NodeId) -> Vec<Override> {
        if tree.is_null(node) || !self.is(tree, node, Kind::Seq, "a list of overrides") {
            return Vec::new();
        }
        let mut overrides = Vec::new();
        for item in tree.items(node) {
            if !self.is(tree, item, Kind::Map, "`files`, `rules` and `reason`") {
                continue;
            }
            let mut one = Override {
                files: Vec::new(),
                rules: Vec::new(),
                reason: None,
            };
            for (key, value) in self.entries(tree, item, &["files", "rules", "reason"]) {
                match key.as_str() {
                    "files" => one.files = self.globs(tree, value),
                    "rules" => one.rules = self.choices(tree, value),
                    _ => one.reason = self.text(tree, value),
                }
            }
            if tree.entry(item, "files").is_none() {
                self.say(
                    tree.span(item),
                    String::from("an override without `files` is for no file"),
                );
            }
            overrides.push(one);
        }
        overrides
    }
}

fn mistake(span: Span, message: String) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(MISTAKE, Level::Error, span, message);
    diagnostic.source = SourceId(0);
    diagnostic
}
