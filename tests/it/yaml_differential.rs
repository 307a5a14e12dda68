//! The fast reader says what the slow one says, on real documents, hand-made ones, and on seeded mutations of both; and
//! nothing makes either of them panic.

use super::mutate::{Random, mutate, mutations};
use super::project::shared;
use everynode::yaml::{self, Document, Kind, NodeId, Style, Tree};
use std::path::Path;

/// What differs between two readings of a text, if anything does.
fn difference(text: &str) -> Option<String> {
    let (fast, slow) = (yaml::parse(text), yaml::parse_slow(text));
    if fast.stop != slow.stop || fast.documents.len() != slow.documents.len() {
        return Some(String::from("documents"));
    }
    let between_readers = fast
        .documents
        .iter()
        .zip(&slow.documents)
        .find_map(|(fast, slow)| document_difference(fast, slow));
    between_readers.or_else(|| part_difference(text, &fast.documents))
}

/// What differs when a text is read document by document.
fn part_difference(text: &str, whole: &[Document<'_>]) -> Option<String> {
    let parts = yaml::Parts::new(text, 1)?;
    let documents: Vec<_> = parts
        .flat_map(|part| yaml::parse_part(text, part))
        .collect();
    if documents.len() != whole.len() {
        return Some(format!("{} documents in parts", documents.len()));
    }
    documents
        .iter()
        .zip(whole)
        .find_map(|(part, whole)| document_difference(part, whole))
        .map(|what| format!("in parts: {what}"))
}

fn document_difference(fast: &Document<'_>, slow: &Document<'_>) -> Option<String> {
    if (fast.index, fast.span, fast.dropped) != (slow.index, slow.span, slow.dropped) {
        return Some(format!("place of document {}", slow.index));
    }
    match (&fast.content, &slow.content) {
        (Ok(fast), Ok(slow)) => tree_difference(fast, slow),
        (Err(fast), Err(slow)) if fast == slow => None,
        (fast, slow) => Some(format!(
            "fast {:?}, slow {:?}",
            fast.as_ref().err(),
            slow.as_ref().err()
        )),
    }
}

fn tree_difference(fast: &Tree<'_>, slow: &Tree<'_>) -> Option<String> {
    if fast.len() != slow.len() {
        return Some(format!("{} nodes, slow {}", fast.len(), slow.len()));
    }
    if fast.comments() != slow.comments() {
        return Some(format!(
            "comments {:?}, slow {:?}",
            fast.comments(),
            slow.comments()
        ));
    }
    (0..slow.len() as u32).map(NodeId).find_map(|id| {
        if slow.is_key(id) && slow.key_text(id) != slow.scalar(id).as_key() {
            return Some(format!("the name of key {}", id.0));
        }
        let (fast, slow) = (facts(fast, id), facts(slow, id));
        (fast != slow).then(|| format!("node {}: {fast}, slow {slow}", id.0))
    })
}

/// All that can be asked about a node.
fn facts(tree: &Tree<'_>, id: NodeId) -> String {
    let node = tree.node(id);
    let has_next = matches!(node.kind, Kind::Map | Kind::Seq)
        || matches!(node.style, Style::Literal | Style::Folded);
    let next = if has_next { node.next } else { 0 };
    format!(
        "{:?} {:?} {:?} {next} key {} {:?} {:?} {:?} {:?}",
        node.kind,
        node.style,
        tree.span(id),
        tree.is_key(id),
        tree.scalar(id),
        tree.text(id),
        tree.tag(id),
        tree.used_at(id)
    )
}

/// Real manifests, where they are there.
fn manifests() -> Vec<String> {
    let Some(folder) = shared("") else {
        println!("SKIP: ../shared not found, the readers are compared on the shipped texts alone");
        return Vec::new();
    };
    let mut texts = Vec::new();
    for entry in walkdir::WalkDir::new(folder.join("corpus"))
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        let is_manifest = entry
            .path()
            .extension()
            .is_some_and(|name| name == "yaml" || name == "yml" || name == "json");
        if is_manifest && let Ok(text) = std::fs::read_to_string(entry.path()) {
            texts.push(text);
        }
    }
    texts
}

/// Hand-made and random texts.
fn vectors() -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle/yaml")];
    folders.extend(shared("").map(|folder| folder.join("oracle/yaml")));
    let mut texts = Vec::new();
    for folder in folders {
        for entry in walkdir::WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .flatten()
        {
            if entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "jsonl")
            {
                texts.extend(texts_of(
                    &std::fs::read_to_string(entry.path()).unwrap_or_default(),
                ));
            }
        }
    }
    texts
}

/// The texts of a file of vectors. (What they are read as lies too deep for a JSON parser at times.)
fn texts_of(lines: &str) -> Vec<String> {
    lines
        .lines()
        .filter_map(|line| {
            let from = line.find("\"text\":")? + 7;
            serde_json::Deserializer::from_str(&line[from..])
                .into_iter::<String>()
                .next()?
                .ok()
        })
        .collect()
}

#[test]
fn fast_and_slow_agree_on_every_text() {
    let (manifests, vectors) = (manifests(), vectors());
    for text in manifests.iter().chain(&vectors) {
        if let Some(difference) = difference(text) {
            panic!("{difference}\n{text:?}");
        }
    }
    if !manifests.is_empty() {
        let (mut fast, mut all) = (0, 0);
        for text in &manifests {
            for document in yaml::parse(text).documents {
                all += 1;
                fast += usize::from(yaml::is_fast(&document, text));
            }
        }
        println!("the fast reader takes {fast} of {all} documents");
        assert!(
            fast * 1000 >= all * 995,
            "the fast reader takes {fast} of {all} documents"
        );
    }
}

#[test]
fn fast_and_slow_agree_on_mutated_texts() {
    let mut sources: Vec<String> = manifests()
        .into_iter()
        .filter(|text| text.len() < 6000)
        .collect();
    sources.extend(vectors().into_iter().filter(|text| text.len() < 2000));
    sources.extend(PLAIN_TEXTS.iter().map(|text| String::from(*text)));
    let seed = std::env::var("EVERYNODE_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let mut random = Random(seed.unwrap_or(0x9E37_79B9_7F4A_7C15));
    for round in 0..mutations() {
        let mut text = sources[random.below(sources.len())].clone();
        mutate(&mut text, &mut random);
        if let Some(difference) = difference(&text) {
            panic!("round {round}: {difference}\n{text:?}");
        }
    }
}

/// Enough to mutate where nothing else is there.
const PLAIN_TEXTS: &[&str] = &[
    "apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: agent # c\n  labels: {app: agent, \"on\": 'yes'}\nspec:\n  template:\n    spec:\n      containers:\n      - name: agent\n        image: \"agent:1\"\n        args: [\"--a\", -b, 'c']\n        command:\n          - sh\n          - -c\n          - |\n            echo a\n            echo b\n      tolerations:\n      - operator: Exists\n",
    "a: &x\n  b: 1\n  c: >-\n    one\n    two\n\n    three\nd:\n  <<: *x\n  e: word one\n    two\n  f:\n  - 1\n  -\n  - - 2\n    - 3\n",
    "{\"a\": [1, 2.5, true, null, \"x\\ny\"], \"b\": {\"c\": \"\\u00e9\"}}\n",
];
