//! Every rule's page is a test: its examples fire where they are marked, and what it says to use instead is clean.

use everynode::diagnostic::{Diagnostic, Level};
use everynode::engine::{self, Settings};
use everynode::inventory;
use everynode::rules::{self, Preset, Rule};
use everynode::source::{Source, SourceId};

/// A fenced block of a page: the section it stands in, and its text.
struct Block<'p> {
    section: &'p str,
    text: String,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut section = "";
    let mut open: Option<String> = None;
    let mut found = Vec::new();
    for line in page.lines() {
        match (&mut open, line) {
            (Some(_), "```") => found.push(Block {
                section,
                text: open.take().unwrap_or_default(),
            }),
            (Some(text), _) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, "```yaml") => open = Some(String::new()),
            (None, _) => section = line.strip_prefix("## ").unwrap_or(section),
        }
    }
    found
}

/// Findings of one text, with every rule on. The Pod Security Standards are chosen by a preset of their own.
fn judge_for(rule: &Rule, text: &str) -> (Source, Vec<Diagnostic>) {
    if rule.is_in(&[Preset::PssRestricted]) {
        return judge_with(&[Preset::Default, Preset::PssRestricted], text);
    }
    judge(text)
}

/// The nodes that stand in a text, as an inventory.
fn nodes(text: &str) -> Option<std::sync::Arc<[everynode::sim::node::Node]>> {
    let source = Source::new("page.yaml", text);
    let contents = inventory::read(&source, SourceId(0), inventory::Selection::Nodes);
    (!contents.nodes.is_empty()).then(|| contents.nodes.into())
}

/// Findings of one text, with every rule on; nodes in it are the inventory.
fn judge(text: &str) -> (Source, Vec<Diagnostic>) {
    judge_with(&[Preset::All], text)
}

fn judge_with(presets: &[Preset], text: &str) -> (Source, Vec<Diagnostic>) {
    if text.starts_with("# everynode.yaml\n") {
        let source = Source::new("everynode.yaml", text);
        let (_, found) = everynode::config::read(&source, SourceId(0));
        return (source, found);
    }
    let settings = Settings {
        today: Some("2026-11-21".to_owned()),
        nodes: nodes(text),
        ..Settings::new(presets)
    };
    let source = Source::new("page.yaml", text);
    let analysis = engine::analyse(&source, SourceId(0), &settings);
    let mut outcome = engine::finish(vec![source], vec![analysis], &settings);
    let found = outcome.diagnostics.into_iter().map(|one| *one);
    (outcome.sources.remove(0), found.collect())
}

/// Marks `# error[rule-id]: part of the message` of a text: line, level, rule, part of the message.
fn marks(text: &str) -> Vec<(u32, String, String, String)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for level in ["error", "warning", "note"] {
            let Some((_, rest)) = line.split_once(&format!("# {level}[")) else {
                continue;
            };
            let (rule, message) = rest.split_once("]:").unwrap_or((rest, ""));
            found.push((
                index as u32 + 1,
                level.to_owned(),
                rule.to_owned(),
                message.trim().to_owned(),
            ));
        }
    }
    found
}

fn check_page(rule: &Rule, faults: &mut Vec<String>) {
    let id = rule.id;
    let mut fault = |text: String| faults.push(format!("rules/{id}.md: {text}"));
    if rule.page.lines().next() != Some(&format!("# {id}")) {
        fault("the first line is not the rule's id".to_owned());
    }
    if rule.summary().is_empty() {
        fault("no summary".to_owned());
    }
    for section in ["What it does", "Why it hurts", "Example", "Use instead"] {
        if !rule.page.contains(&format!("## {section}")) {
            fault(format!("no section {section:?}"));
        }
    }
    let blocks = blocks(rule.page);
    let mut fires = false;
    let mut clean = false;
    for block in &blocks {
        let (source, found) = judge_for(rule, &block.text);
        let of_rule: Vec<&Diagnostic> = found
            .iter()
            .filter(|diagnostic| diagnostic.rule == id)
            .collect();
        match block.section {
            "Example" => {
                let marks = marks(&block.text);
                fires |= !marks.is_empty();
                for (line, level, rule, message) in &marks {
                    let met = found.iter().any(|diagnostic| {
                        diagnostic.rule == rule
                            && diagnostic.level.as_str() == level
                            && source.line(diagnostic.span.start) == *line
                            && diagnostic.message.contains(message.as_str())
                    });
                    if !met {
                        let all: Vec<String> = found
                            .iter()
                            .map(|d| {
                                format!("{}:{} {}", source.line(d.span.start), d.rule, d.message)
                            })
                            .collect();
                        fault(format!(
                            "line {line} of the example does not give {level}[{rule}]: {message}; it gives {all:#?}"
                        ));
                    }
                }
                let marked = marks.iter().filter(|mark| mark.2 == id).count();
                if marked != of_rule.len() {
                    fault(format!(
                        "the example marks {marked} findings, there are {}",
                        of_rule.len()
                    ));
                }
            }
            "Use instead" => {
                clean = true;
                for diagnostic in &of_rule {
                    fault(format!(
                        "what to use instead still gives {}",
                        diagnostic.message
                    ));
                }
                if let Some(worse) = found
                    .iter()
                    .find(|diagnostic| diagnostic.level == Level::Error)
                {
                    fault(format!(
                        "what to use instead gives {}: {}",
                        worse.rule, worse.message
                    ));
                }
            }
            _ => {}
        }
    }
    if !fires || !clean {
        fault("needs an example that fires and one that is clean".to_owned());
    }
}

#[test]
fn every_page_is_true() {
    let mut faults = Vec::new();
    for rule in rules::ALL {
        check_page(rule, &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_option_stands_on_the_page_of_its_rule() {
    let mut faults = Vec::new();
    for rule in rules::ALL {
        let (_, section) = rule.page.split_once("## Options").unwrap_or_default();
        let section = section.split("\n## ").next().unwrap_or_default();
        for option in rules::options_of(rule.id) {
            let (named, shown) = (
                format!("`{}`: ", option.name),
                format!("  {}: {{ {}: ", rule.id, option.name),
            );
            if !section.contains(&named) || !section.contains(&shown) {
                faults.push(format!("rules/{}.md: {}", rule.id, option.name));
            }
        }
    }
    assert!(faults.is_empty(), "not documented: {faults:?}");
}

#[test]
fn ids_are_unique_and_name_their_page() {
    let mut ids: Vec<&str> = rules::ALL.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rules::ALL.len(), "an id is used twice");
    for id in ids {
        let page = format!("{}/rules/{id}.md", env!("CARGO_MANIFEST_DIR"));
        assert!(std::path::Path::new(&page).exists(), "{page} is missing");
    }
}

/// A Job gets labels from the apiserver, and its selector is compared with these; what is said is about the user's.
#[test]
fn labels_that_defaulting_made_are_not_held_against_the_user() {
    let text = "\
apiVersion: batch/v1
kind: Job
metadata:
  name: once
spec:
  selector:
    matchLabels:
      batch.kubernetes.io/controller-uid: mine
  template:
    metadata:
      labels:
        app: once
    spec:
      restartPolicy: Never
      containers:
      - name: once
        image: registry.example.com/once:1.0.0
";
    let (_, found) = judge(text);
    let mut said = found.iter().filter(|one| one.rule == "selector-mismatch");
    assert_eq!(
        said.next().map(|one| one.message.as_ref()),
        Some(
            "the selector asks for `batch.kubernetes.io/controller-uid: mine`, the pods have no label `batch.kubernetes.io/controller-uid`"
        )
    );
}

/// A path's search goes on where the last one ended; the names are there twice, so that it must go back as well.
#[test]
fn paths_in_long_lists_count_their_items() {
    let mut text =
        String::from("apiVersion: v1\nkind: Pod\nmetadata: {name: long}\nspec:\n  containers:\n");
    for container in ["one", "two"] {
        text.push_str(&format!(
            "  - name: {container}\n    image: registry.example.com/a:1.0.0\n    env:\n"
        ));
        for number in 0..100 {
            text.push_str(&format!("    - {{name: \"\", value: v{number}}}\n"));
        }
    }
    let (_, found) = judge(&text);
    let paths: Vec<&str> = found
        .iter()
        .filter(|one| one.level == Level::Error)
        .map(|one| one.path.as_ref())
        .collect();
    let container = |container| {
        (0..100).map(move |number| format!("spec.containers[{container}].env[{number}].name"))
    };
    let expected: Vec<String> = container(0).chain(container(1)).collect();
    assert_eq!(paths, expected);
}
