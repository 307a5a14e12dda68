//! Damaged manifests: every text gets an answer, and no rule, model or validation panics over it.

use super::mutate::{Random, mutate, mutations};
use super::project::shared;
use everynode::engine::{self, Settings};
use everynode::rules::Preset;
use everynode::source::{Source, SourceId};
use std::path::Path;

/// Real manifests where they are there, and those of the repository.
fn manifests() -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
    folders.extend(shared("corpus"));
    let files = folders.into_iter().flat_map(|folder| {
        walkdir::WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .flatten()
    });
    let manifests = files.filter(|file| {
        let ending = file.path().extension().and_then(|ending| ending.to_str());
        matches!(ending, Some("yaml" | "yml"))
    });
    // Large ones would take the time of a hundred others.
    let texts = manifests.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    texts.filter(|text| text.len() < 20_000).collect()
}

/// Rules that failed on a text, by their own account.
fn failures(text: &str, settings: &Settings) -> Vec<String> {
    let source = Source::new("damaged.yaml", text);
    let analysis = engine::analyse(&source, SourceId(0), settings);
    let outcome = engine::finish(vec![source], vec![analysis], settings);
    let mut failures = Vec::new();
    for one in &outcome.diagnostics {
        let fits = one.span.start <= one.span.end && one.span.end as usize <= text.len();
        if one.rule == "internal-error" {
            failures.push(one.message.clone());
        } else if !fits || !text.is_char_boundary(one.span.start as usize) {
            failures.push(format!("{}: a span outside the text", one.rule));
        }
    }
    failures
}

#[test]
fn no_damage_makes_a_rule_fail() {
    let manifests = manifests();
    let rounds = mutations() / 2;
    let settings = [Settings::new(&[Preset::All]), Settings::new(&[Preset::Api])];
    let mut random = Random(0x5EED);
    for round in 0..rounds {
        let mut text = manifests[random.below(manifests.len())].clone();
        mutate(&mut text, &mut random);
        let failures = failures(&text, &settings[round % settings.len()]);
        assert!(failures.is_empty(), "round {round}: {failures:?}\n{text}");
    }
    println!("{rounds} damaged manifests judged");
}
