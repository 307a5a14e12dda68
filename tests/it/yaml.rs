//! What the reader reads, against what Kubernetes reads; where things stand; hostile inputs.

use super::project::shared;
use everynode::yaml::{self, Document, NodeId, Style, Tree};
use serde_json::Value;
use std::path::Path;

/// A record of the vectors, whose values may nest deeper than a JSON parser likes.
struct Vector {
    id: String,
    bytes: Vec<u8>,
    docs: Vec<Expected>,
    stream_error: bool,
}

struct Expected {
    line: u32,
    /// None: an error.
    json: Option<String>,
    /// The value is large or not fixed: only that it is read counts.
    any: bool,
}

/// The fields of a JSON object as text, without reading the values: vectors nest up to 10,000 deep.
fn fields(text: &str) -> Vec<(&str, &str)> {
    let stream = yaml::parse(text);
    let Some(Document {
        content: Ok(tree), ..
    }) = stream.documents.first()
    else {
        return Vec::new();
    };
    tree.entries(tree.root())
        .map(|(key, value)| {
            (
                &text[tree.span(key).start as usize + 1..tree.span(key).end as usize - 1],
                &text[tree.span(value).range()],
            )
        })
        .collect()
}

fn items(text: &str) -> Vec<&str> {
    let wrapped = format!("{{\"a\":{text}}}");
    let stream = yaml::parse(&wrapped);
    let Some(Document {
        content: Ok(tree), ..
    }) = stream.documents.first()
    else {
        return Vec::new();
    };
    tree.items(tree.entry(tree.root(), "a"))
        .map(|item| {
            let span = tree.span(item);
            &text[span.start as usize - 5..span.end as usize - 5]
        })
        .collect()
}

fn string(text: &str) -> String {
    serde_json::from_str(text).expect("a JSON string")
}

fn vector(line: &str) -> Vector {
    let (mut id, mut bytes, mut docs, mut stream_error) =
        (String::new(), Vec::new(), Vec::new(), false);
    for (key, value) in fields(line) {
        match key {
            "id" => id = string(value),
            "text" => bytes = string(value).into_bytes(),
            "text_b64" => bytes = base64(&string(value)),
            "text_parts" => {
                for part in items(value) {
                    let part: (String, usize) = serde_json::from_str(part).expect("[text, count]");
                    bytes.extend(part.0.repeat(part.1).into_bytes());
                }
            }
            "docs" => docs = items(value).into_iter().map(expected).collect(),
            "stream_error" => stream_error = value != "null",
            _ => {}
        }
    }
    Vector {
        id,
        bytes,
        docs,
        stream_error,
    }
}

fn expected(text: &str) -> Expected {
    let mut doc = Expected {
        line: 0,
        json: None,
        any: false,
    };
    let mut failed = false;
    for (key, value) in fields(text) {
        match key {
            "start_line" => doc.line = value.parse().expect("a line"),
            "json" => doc.json = Some(String::from(value)),
            "error" => failed = value != "null",
            "json_sha256" => doc.any = true,
            "unstable" => doc.any |= value == "true",
            _ => {}
        }
    }
    if failed {
        doc.json = None;
    }
    doc
}

fn base64(text: &str) -> Vec<u8> {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for value in text
        .bytes()
        .filter_map(|byte| digits.iter().position(|digit| *digit == byte))
    {
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

fn written(tree: &Tree<'_>) -> String {
    let mut json = String::new();
    yaml::write_json(tree, tree.root(), &mut json);
    json
}

/// Whether two JSON texts say the same. Those that nest too deeply for a parser are compared as text.
fn same(wanted: &str, read: &str) -> bool {
    match (
        serde_json::from_str::<Value>(wanted),
        serde_json::from_str::<Value>(read),
    ) {
        (Ok(wanted), Ok(read)) => same_value(&wanted, &read),
        _ => wanted.replace(": ", ":").replace(", ", ",") == read,
    }
}

fn same_value(wanted: &Value, read: &Value) -> bool {
    match (wanted, read) {
        (Value::Object(wanted), Value::Object(read)) => {
            wanted.len() == read.len()
                && wanted
                    .iter()
                    .all(|(key, value)| read.get(key).is_some_and(|read| same_value(value, read)))
        }
        (Value::Array(wanted), Value::Array(read)) => {
            wanted.len() == read.len()
                && wanted
                    .iter()
                    .zip(read)
                    .all(|(wanted, read)| same_value(wanted, read))
        }
        (Value::Number(wanted), Value::Number(read)) => {
            wanted == read || wanted.as_f64() == read.as_f64()
        }
        _ => wanted == read,
    }
}

fn agrees(vector: &Vector) -> bool {
    let text = yaml::decode(&vector.bytes).text;
    let stream = yaml::parse(&text);
    let lines = yaml::Lines::new(&text);
    let fails = vector.docs.iter().any(|doc| doc.json.is_none());
    stream.stop.is_some() == (vector.stream_error && !fails)
        && stream.documents.len() == vector.docs.len()
        && stream
            .documents
            .iter()
            .zip(&vector.docs)
            .all(|(read, wanted)| {
                lines.of(read.span.start as usize) == wanted.line
                    && match (&read.content, &wanted.json) {
                        (Err(_), None) => true,
                        (Ok(tree), Some(json)) => wanted.any || same(json, &written(tree)),
                        _ => false,
                    }
            })
}

/// Runs every vector of a folder. Rates may rise, never fall; this one cannot rise.
fn run(folder: &Path) {
    let mut count = 0;
    let mut wrong = Vec::new();
    for entry in walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        if entry
            .path()
            .extension()
            .is_none_or(|extension| extension != "jsonl")
        {
            continue;
        }
        for line in std::fs::read_to_string(entry.path())
            .expect("readable")
            .lines()
        {
            let vector = vector(line);
            count += 1;
            if !agrees(&vector) {
                wrong.push(vector.id);
            }
        }
    }
    println!(
        "{}: {} of {count} vectors agree",
        folder.display(),
        count - wrong.len()
    );
    assert!(count > 100, "there are vectors in {}", folder.display());
    assert!(
        wrong.is_empty(),
        "{} of {count} differ: {:?}",
        wrong.len(),
        &wrong[..wrong.len().min(20)]
    );
}

#[test]
fn reads_the_shipped_vectors_as_kubernetes_does() {
    run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle/yaml"));
}

#[test]
fn reads_all_vectors_as_kubernetes_does() {
    match shared("") {
        Some(folder) => run(&folder.join("oracle/yaml")),
        None => println!("SKIP: ../shared not found, only the shipped vectors are run"),
    }
}

/// The tree of a text with one good document.
fn with_tree<T>(text: &str, look: impl FnOnce(&Tree<'_>) -> T) -> T {
    let stream = yaml::parse(text);
    look(
        stream.documents[0]
            .content
            .as_ref()
            .expect("the document reads"),
    )
}

fn at(tree: &Tree<'_>, path: &str) -> NodeId {
    path.split('.')
        .fold(tree.root(), |node, part| match part.parse() {
            Ok(index) => tree.items(node).nth(index).unwrap_or(NodeId::NONE),
            Err(_) => tree.entry(node, part),
        })
}

/// The marks `^^^` under the first line that holds the node of `path`.
fn marked(text: &str, path: &str) -> String {
    with_tree(text, |tree| marks(text, tree.span(at(tree, path)).range()))
}

fn marks(text: &str, range: std::ops::Range<usize>) -> String {
    let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[line..].find('\n').map_or(text.len(), |at| line + at);
    let before = text[line..range.start].chars().count();
    let width = text[range.start..range.end.min(end).max(range.start)]
        .chars()
        .count();
    format!(
        "{}\n{}{}",
        &text[line..end],
        " ".repeat(before),
        "^".repeat(width.max(1))
    )
}

#[test]
fn nodes_stand_exactly_where_they_are_written() {
    let text = "a: x y  # c\nb: 'it''s' \nc: \"é\" # d\nd: [1, {e: f}]\ng: >-\n  folded\n  text\n\nh:\n- i: one\n     two\n-\nj: &k !!str 5\n";
    assert_eq!(marked(text, "a"), "a: x y  # c\n   ^^^");
    assert_eq!(marked(text, "b"), "b: 'it''s' \n   ^^^^^^^");
    assert_eq!(marked(text, "c"), "c: \"é\" # d\n   ^^^");
    assert_eq!(marked(text, "d"), "d: [1, {e: f}]\n   ^^^^^^^^^^^");
    assert_eq!(marked(text, "d.1.e"), "d: [1, {e: f}]\n           ^");
    assert_eq!(marked(text, "g"), "g: >-\n   ^^");
    assert_eq!(marked(text, "h.0"), "- i: one\n  ^^^^^^");
    assert_eq!(marked(text, "h.1"), "-\n ^");
    assert_eq!(marked(text, "j"), "j: &k !!str 5\n            ^");
    with_tree(text, |tree| {
        let text_of = |path| &text[tree.span(at(tree, path)).range()];
        assert_eq!(text_of("g"), ">-\n  folded\n  text");
        assert_eq!(text_of("h"), "- i: one\n     two\n-");
        assert_eq!(tree.text(at(tree, "h.0.i")), "one two");
        assert_eq!(tree.text(at(tree, "g")), "folded text");
        assert_eq!(tree.node(at(tree, "g")).style, Style::Folded);
        assert_eq!(tree.tag(at(tree, "j")), Some("!!str"));
        let comments: Vec<_> = tree
            .comments()
            .iter()
            .map(|span| &text[span.range()])
            .collect();
        assert_eq!(comments, ["# c", "# d"]);
    });
}

#[test]
fn aliases_and_merge_keys_become_nodes_that_know_their_use() {
    let text = "base: &b {x: 1, z: 2}\nother:\n  <<: *b\n  z: 3\nagain: *b\n";
    with_tree(text, |tree| {
        assert_eq!(
            written(tree),
            r#"{"base":{"x":1,"z":2},"other":{"x":1,"z":3},"again":{"x":1,"z":2}}"#
        );
        let merged = at(tree, "other.x");
        assert_eq!(&text[tree.span(merged).range()], "1");
        assert_eq!(
            tree.used_at(merged).map(|span| &text[span.range()]),
            Some("*b")
        );
        assert_eq!(tree.used_at(at(tree, "other.z")), None);
        assert_eq!(tree.used_at(at(tree, "base.x")), None);
        assert_eq!(
            tree.used_at(at(tree, "again"))
                .map(|span| marks(text, span.range()))
                .as_deref(),
            Some("again: *b\n       ^^")
        );
        assert_eq!(tree.parent(merged), at(tree, "other"));
        assert_eq!(tree.key_text(tree.key_of(merged)), "x");
        assert!(
            yaml::duplicates(tree).is_empty(),
            "a key may override what is merged"
        );
    });
}

#[test]
fn duplicates_are_found_by_what_kubernetes_makes_of_them() {
    let keys: String = (0..40).map(|number| format!("k{number}: 1\n")).collect();
    let text = format!("yes: 1\n{keys}\"true\": 2\nk7: 3\nsub: {{a: 1, b: 2, 'a': 3}}\n");
    with_tree(&text, |tree| {
        let found: Vec<_> = yaml::duplicates(tree)
            .iter()
            .map(|found| {
                (
                    tree.text(found.first).into_owned(),
                    tree.text(found.second).into_owned(),
                )
            })
            .collect();
        let wanted = [("yes", "true"), ("k7", "k7"), ("a", "a")];
        assert_eq!(
            found,
            wanted.map(|(first, second)| (String::from(first), String::from(second)))
        );
    });
}

/// So many keys are told apart another way than a few.
#[test]
fn duplicates_are_found_among_thousands_of_keys() {
    let keys: String = (0..5000).map(|number| format!("k{number}: 1\n")).collect();
    with_tree(&keys, |tree| assert!(yaml::duplicates(tree).is_empty()));
    with_tree(&format!("{keys}k4321: 2\n"), |tree| {
        let found = yaml::duplicates(tree);
        assert_eq!(found.len(), 1);
        assert_eq!(tree.text(found[0].first), "k4321");
        assert!(found[0].first < found[0].second);
    });
}

/// The error of a text's first document that cannot be read: message, marks, help.
fn error(text: &str) -> (String, String, String) {
    let stream = yaml::parse(text);
    let error = stream
        .documents
        .iter()
        .find_map(|document| document.content.as_ref().err())
        .expect("an error");
    (
        error.message.clone(),
        marks(text, error.span.range()),
        error.help.clone().unwrap_or_default(),
    )
}

#[test]
fn errors_point_at_what_is_wrong() {
    let (message, marks, help) = error("a: 1\nname: a: b\n");
    assert_eq!(message, "a mapping value is not allowed here");
    assert_eq!(marks, "name: a: b\n       ^");
    assert_eq!(
        help,
        "a second `: ` on the line; quote the value if the colon belongs to it"
    );

    let (message, marks, _) = error("a:\n  b: 1\n c: 2\n");
    assert_eq!(
        (message.as_str(), marks.as_str()),
        ("a key is expected here", " c: 2\n ^")
    );

    let (message, marks, _) = error("a: \"x\nb: 2\n");
    assert_eq!(
        (message.as_str(), marks.as_str()),
        ("this quote is never closed", "a: \"x\n   ^")
    );

    let (message, marks, _) = error("a:\n\tb: 1\n");
    assert_eq!(
        (message.as_str(), marks.as_str()),
        ("a tab cannot indent", "\tb: 1\n^")
    );

    let (message, marks, help) = error("a: 1\nb\nc: 2\n");
    assert_eq!(
        (message.as_str(), marks.as_str()),
        ("a key without `:`", "b\n^")
    );
    assert_eq!(
        help,
        "add `:` and a value, or indent the line if it continues the value above"
    );

    let (message, marks, _) = error("a: *x\n");
    assert_eq!(
        (message.as_str(), marks.as_str()),
        (
            "no anchor `&x` before this alias in the document",
            "a: *x\n   ^^"
        )
    );

    let (message, marks, _) = error("a: x\u{1}\n");
    assert_eq!(
        (message.as_str(), marks.as_str()),
        (
            "the control character U+0001 is not allowed",
            "a: x\u{1}\n    ^"
        )
    );

    let (message, marks, _) = error("a: 1\n--- b\nc: 2\n");
    assert_eq!(
        (message.as_str(), marks.as_str()),
        (
            "nothing but a comment may follow `---` on its line",
            "--- b\n^^^^^"
        )
    );

    let (message, marks, _) = error("{{ a }}: 1\n");
    assert_eq!(
        (message.as_str(), marks.as_str()),
        ("a mapping or list cannot be a key", "{{ a }}: 1\n^^")
    );
}

#[test]
fn a_broken_document_costs_its_neighbours_nothing() {
    let text = "a: 1\n---\nb: [\n---\nc: 3\n";
    let stream = yaml::parse(text);
    let good: Vec<_> = stream
        .documents
        .iter()
        .map(|document| document.content.is_ok())
        .collect();
    assert_eq!(good, [true, false, true]);
    let start = stream.documents[1].span.start as usize;
    assert_eq!(yaml::Lines::new(text).of(start), 3);
}

#[test]
fn text_behind_the_root_is_told() {
    for (text, dropped) in [
        ("a: 1\n...\nb: 2 # x\n", Some("b: 2 # x")),
        ("[a]\nb\n", Some("b")),
        ("{a: 1}}\n", Some("}")),
        ("a: 1\n...\n# only a comment\n", None),
        ("a: 1\n", None),
    ] {
        let stream = yaml::parse(text);
        let found = stream.documents[0].dropped.map(|span| &text[span.range()]);
        assert_eq!(found, dropped, "{text:?}");
    }
}

#[test]
fn bytes_become_text_as_in_kubectl() {
    let decoded = yaml::decode(b"a: \xFFb");
    assert_eq!(
        (decoded.text.as_ref(), decoded.first_invalid),
        ("a: \u{FFFD}b", Some(3))
    );
    let decoded = yaml::decode(b"\xFE\xFF\0a\0:\0 \xD8\x3D\xDE\x00");
    assert_eq!(
        (decoded.text.as_ref(), decoded.encoding),
        ("a: \u{1F600}", yaml::Encoding::Utf16Be)
    );
}

/// Inputs that make careless readers slow, deep or large. `n` is about their size in bytes.
fn hostile(n: usize) -> Vec<(&'static str, String)> {
    let bombs: String = (0..9)
        .map(|level| {
            let name = char::from(b'a' + level);
            let before = if level == 0 {
                String::from("x")
            } else {
                format!("*{}", char::from(b'a' + level - 1))
            };
            format!("{name}: &{name} [{}]\n", vec![before; 9].join(","))
        })
        .collect();
    vec![
        ("open lists", "[".repeat(n)),
        ("open mappings", "{a: ".repeat(n / 4)),
        ("dashes", "- ".repeat(n / 2)),
        ("question marks", "? ".repeat(n / 2)),
        ("colons", ": ".repeat(n / 2)),
        ("anchors", "&a ".repeat(n / 3)),
        (
            "aliases",
            format!("a: &a 1\nb: [{}]\n", "*a,".repeat(n / 3)),
        ),
        (
            "many anchors",
            (0..n / 12).map(|i| format!("k{i}: &a{i} 1\n")).collect(),
        ),
        ("bombs", bombs),
        (
            "deeper and deeper",
            (0..(2 * n).isqrt().min(4000))
                .map(|i| format!("{}a:\n", " ".repeat(i)))
                .collect(),
        ),
        ("one long key", "k".repeat(n)),
        ("one long quote", format!("a: \"{}", "x\\n".repeat(n / 3))),
        ("quotes in quotes", format!("a: '{}'", "''".repeat(n / 2))),
        ("comments", "#\n".repeat(n / 2)),
        ("empty lines", format!("a: x{}y", "\n".repeat(n))),
        ("spaces", format!("a: |\n{}\n b", " ".repeat(n))),
        ("separators", "---\n".repeat(n / 4)),
        ("braces", "{}".repeat(n / 2)),
        ("colons in flow", format!("[{}]", "a: b, ".repeat(n / 6))),
        ("json", format!("{{\"a\": {}", "[".repeat(n))),
        ("tags", "!!str ".repeat(n / 6)),
        (
            "keys",
            (0..n / 8).map(|i| format!("k{}: 1\n", i % 100)).collect(),
        ),
        ("carriage returns", "\r".repeat(n)),
        ("broken documents", "[\n---\n".repeat(n / 6)),
        ("json values", "{}".repeat(n / 2)),
        (
            "tag directives",
            (0..n / 16).map(|i| format!("%TAG !a{i}! x\n")).collect(),
        ),
        ("empty items", "-\n".repeat(n / 2)),
        ("pending keys", "a:\n".repeat(n / 3)),
        (
            "merged lists",
            format!("a: &a {{}}\nb:\n  <<: [{}]\n", "*a, ".repeat(n / 4)),
        ),
    ]
}

#[test]
fn hostile_inputs_end_quickly() {
    for (name, text) in hostile(400_000) {
        let started = std::time::Instant::now();
        let stream = yaml::parse(&text);
        let nodes: usize = stream
            .documents
            .iter()
            .filter_map(|document| document.content.as_ref().ok())
            .map(Tree::len)
            .sum();
        // A million nodes are what Kubernetes' own limit on aliases lets through.
        assert!(nodes < 1_000_000, "{name}: {nodes} nodes");
        // Linear work takes milliseconds here; quadratic work would take minutes.
        assert!(
            started.elapsed().as_secs() < 20,
            "{name}: {:?}",
            started.elapsed()
        );
    }
}

#[test]
fn hostile_inputs_are_refused_or_read_like_by_the_slow_reader() {
    for (name, text) in hostile(20_000) {
        let (fast, slow) = (yaml::parse(&text), yaml::parse_slow(&text));
        let values = |stream: &yaml::Stream<'_>| -> Vec<Option<String>> {
            stream
                .documents
                .iter()
                .map(|document| document.content.as_ref().ok().map(written))
                .collect()
        };
        assert_eq!(values(&fast), values(&slow), "{name}");
    }
}

#[test]
fn written_yaml_reads_back_the_same() {
    let Some(folder) = shared("") else {
        println!("SKIP: ../shared not found, written YAML is not read back");
        return;
    };
    for entry in walkdir::WalkDir::new(folder.join("corpus"))
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .step_by(3)
    {
        let Ok(text) = std::fs::read_to_string(entry.path()) else {
            continue;
        };
        for document in yaml::parse(&text).documents {
            let Ok(tree) = &document.content else {
                continue;
            };
            let mut out = String::new();
            yaml::write_yaml(tree, tree.root(), &mut out);
            let again = yaml::parse(&out);
            assert_eq!(
                again.documents.len(),
                1,
                "{}: {out}",
                entry.path().display()
            );
            let read = again.documents[0]
                .content
                .as_ref()
                .unwrap_or_else(|error| panic!("{error:?}: {out}"));
            assert_eq!(written(read), written(tree), "{}", entry.path().display());
        }
    }
}
