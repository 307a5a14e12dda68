//! How fast YAML is parsed on one thread, beside the library that gives spans and comments and beside serde_yaml.
//!
//! `cargo run --release --example parse_speed [FILE|FOLDER…]`; without paths it reads manifests that it makes itself.
#![allow(clippy::print_stdout, reason = "it prints its measurements")]

#[path = "../benches/made/mod.rs"]
mod made;

use everynode::model::{Model, ObjectTree};
use everynode::yaml;
use serde::Deserialize as _;
use std::hint::black_box;
use std::time::Instant;

/// That of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Reads a text and forgets it.
type Reader = fn(&str);

/// Rounds of each reader; the median counts.
const ROUNDS: usize = 5;

fn main() {
    let paths: Vec<_> = std::env::args().skip(1).collect();
    let texts = if paths.is_empty() {
        made::texts("DaemonSet", 2000)
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
    let readers: [(&str, Reader); 5] = [
        ("everynode", |text| drop(black_box(yaml::parse(text)))),
        ("everynode, typed objects", typed),
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

fn typed(text: &str) {
    let stream = yaml::parse(text);
    let trees = stream
        .documents
        .iter()
        .filter_map(|document| document.content.as_ref().ok());
    for tree in trees {
        let at = |key| tree.string(tree.entry(tree.root(), key));
        let object = ObjectTree::new(tree, tree.root());
        if let (Some(api_version), Some(kind)) = (at("apiVersion"), at("kind")) {
            drop(black_box(Model::decode(&api_version, &kind, &object)));
        }
    }
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
