//! How fast YAML is parsed on one thread, beside the library that gives spans and comments and beside serde_yaml.
//!
//! `cargo run --release --example parse_speed [FILE|FOLDER…]`; without paths it reads manifests that it makes itself.
#![allow(clippy::print_stdout, reason = "it prints its measurements")]

use everynode::yaml;
use serde::Deserialize as _;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

/// Reads a text and forgets it.
type Reader = fn(&str);

/// Rounds of each reader; the median counts.
const ROUNDS: usize = 5;

fn main() {
    let paths: Vec<_> = std::env::args().skip(1).collect();
    let texts = if paths.is_empty() {
        made()
    } else {
        read(&paths)
    };
    let bytes: usize = texts.iter().map(String::len).sum();
    let documents: usize = texts
        .iter()
        .map(|text| yaml::parse(text).documents.len())
        .sum();
    println!(
        "{:.1} MB in {} texts, {documents} documents",
        bytes as f64 / 1e6,
        texts.len()
    );
    let readers: [(&str, Reader); 4] = [
        ("everynode", |text| drop(black_box(yaml::parse(text)))),
        ("everynode, slow reader", |text| {
            drop(black_box(yaml::parse_slow(text)))
        }),
        ("granit-parser, events", events),
        ("serde_yaml, values", values),
    ];
    let mut first = None;
    for (name, reader) in readers {
        let speed = bytes as f64 / 1e6 / median(&texts, reader);
        let ours = *first.get_or_insert(speed);
        println!("{name:<24} {speed:8.0} MB/s   {:5.1} x", ours / speed);
    }
}

fn median(texts: &[String], reader: Reader) -> f64 {
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            texts.iter().for_each(|text| reader(text));
            started.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[ROUNDS / 2]
}

fn events(text: &str) {
    let options = granit_parser::options! { max_buffered_comment_events: 100_000 };
    for event in granit_parser::Parser::new_from_str_with_options(text, options) {
        if black_box(event).is_err() {
            break;
        }
    }
}

fn values(text: &str) {
    for document in serde_yaml::Deserializer::from_str(text) {
        // After an error it repeats the error for ever.
        if black_box(serde_yaml::Value::deserialize(document)).is_err() {
            break;
        }
    }
}

fn read(paths: &[String]) -> Vec<String> {
    paths
        .iter()
        .flat_map(|path| walkdir::WalkDir::new(path).sort_by_file_name())
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok())
        .collect()
}

/// Two thousand texts of three manifests each.
fn made() -> Vec<String> {
    (0..2000)
        .map(|number| {
            let mut text = String::new();
            for part in 0..3 {
                let _ = write!(
                    text,
                    "---\n# Part {part} of service {number}\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: service-{number}-{part}\n  labels: {{app: service-{number}, tier: \"backend\"}}\nspec:\n  replicas: {part}\n  selector:\n    matchLabels:\n      app: service-{number} # as below\n  template:\n    metadata:\n      labels:\n        app: service-{number}\n    spec:\n      containers:\n"
                );
                for container in 0..=number % 3 {
                    let _ = write!(
                        text,
                        "      - name: container-{container}\n        image: registry.example.com/team/service-{number}:1.{container}.0\n        args: [\"--port=8080\", --verbose, '--name=it''s']\n        command:\n        - /bin/sh\n        - -c\n        - |\n          set -e\n          exec /usr/bin/service --id {number}\n        env:\n        - name: DATABASE_URL\n          value: \"postgres://user@db:5432/name?sslmode=disable\"\n        resources:\n          requests:\n            cpu: 100m\n            memory: 128Mi\n          limits:\n            memory: 256Mi\n"
                    );
                }
            }
            text
        })
        .collect()
}
