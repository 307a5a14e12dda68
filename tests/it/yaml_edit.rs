//! Edits leave every other byte as it is, and say None rather than break something.

use everynode::diagnostic::Edit;
use everynode::yaml::{self, NodeId, Tree, edit};
use serde_json::{Value, json};

/// Makes an edit in the first document of `text`.
fn change(text: &str, make: impl Fn(&Tree<'_>) -> Option<Vec<Edit>>) -> Option<String> {
    let stream = yaml::parse(text);
    let tree = stream.documents[0]
        .content
        .as_ref()
        .expect("the document reads");
    make(tree).map(|edits| edit::apply(text, &edits))
}

fn at(tree: &Tree<'_>, path: &str) -> NodeId {
    path.split('.')
        .filter(|part| !part.is_empty())
        .fold(tree.root(), |node, part| match part.parse() {
            Ok(index) => tree.items(node).nth(index).unwrap_or(NodeId::NONE),
            Err(_) => tree.entry(node, part),
        })
}

fn replaced(text: &str, path: &str, value: Value) -> Option<String> {
    change(text, |tree| edit::replace(tree, at(tree, path), &value))
}

fn removed(text: &str, path: &str) -> Option<String> {
    change(text, |tree| edit::remove(tree, at(tree, path)))
}

fn inserted(text: &str, path: &str, key: &str, value: Value) -> Option<String> {
    change(text, |tree| edit::insert(tree, at(tree, path), key, &value))
}

fn appended(text: &str, path: &str, item: Value) -> Option<String> {
    change(text, |tree| edit::append(tree, at(tree, path), &item))
}

#[test]
fn replaces_a_value_and_keeps_its_comment() {
    assert_eq!(
        replaced("a: 1 # one\nb: 2\n", "a", json!(3)).as_deref(),
        Some("a: 3 # one\nb: 2\n")
    );
    assert_eq!(
        replaced("a: 'x'\r\nb: 2\r\n", "a", json!("yes")).as_deref(),
        Some("a: \"yes\"\r\nb: 2\r\n")
    );
    assert_eq!(
        replaced("a:\nb: 2\n", "a", json!("x")).as_deref(),
        Some("a: x\nb: 2\n")
    );
    assert_eq!(
        replaced("a: # c\n  - 1\n  - 2\n", "a.1", json!("x: y")).as_deref(),
        Some("a: # c\n  - 1\n  - \"x: y\"\n")
    );
    assert_eq!(
        replaced("a: {b: 1, c: 2}\n", "a.b", json!("x, y")).as_deref(),
        Some("a: {b: \"x, y\", c: 2}\n")
    );
    assert_eq!(
        replaced("a: |\n  x\n  y\nb: 1\n", "a", json!("z")).as_deref(),
        Some("a: z\nb: 1\n")
    );
}

#[test]
fn removes_an_entry_with_its_line_and_comment() {
    assert_eq!(
        removed("a: 1\nb: 2 # two\nc: 3\n", "b").as_deref(),
        Some("a: 1\nc: 3\n")
    );
    assert_eq!(removed("a: 1\nb: 2", "b").as_deref(), Some("a: 1\n"));
    assert_eq!(
        removed("- a: 1\n  b: 2\n", "0.a").as_deref(),
        Some("- b: 2\n")
    );
    assert_eq!(
        removed("- a: 1\n  b: 2\n", "0.b").as_deref(),
        Some("- a: 1\n")
    );
    assert_eq!(
        removed("x:\n  a:\n    b: 1\n    c: 2\n  d: 3\n", "x.a").as_deref(),
        Some("x:\n  d: 3\n")
    );
    assert_eq!(
        removed("{a: 1, b: 2, c: 3}", "b").as_deref(),
        Some("{a: 1, c: 3}")
    );
    assert_eq!(
        removed("x: {a: 1, b: 2}\n", "x.b").as_deref(),
        Some("x: {a: 1}\n")
    );
    assert_eq!(removed("x: [1, 2]\n", "x.0").as_deref(), Some("x: [2]\n"));
    assert_eq!(
        removed("- 1\n- 2 # c\n- 3\n", "1").as_deref(),
        Some("- 1\n- 3\n")
    );
    assert_eq!(
        removed("a: 1\r\nb: |\r\n  x\r\nc: 3\r\n", "b").as_deref(),
        Some("a: 1\r\nc: 3\r\n")
    );
}

#[test]
fn an_only_child_leaves_an_empty_collection() {
    assert_eq!(
        removed("x:\n  a: 1\ny: 2\n", "x.a").as_deref(),
        Some("x: {}\ny: 2\n")
    );
    assert_eq!(removed("x:\n- 1\n", "x.0").as_deref(), Some("x: []\n"));
    assert_eq!(removed("x: {a: 1}\n", "x.a").as_deref(), Some("x: {}\n"));
}

#[test]
fn inserts_an_entry_at_the_end() {
    assert_eq!(
        inserted("a: 1\n", "", "b", json!(2)).as_deref(),
        Some("a: 1\nb: 2\n")
    );
    assert_eq!(
        inserted("a: 1", "", "b", json!(2)).as_deref(),
        Some("a: 1\nb: 2")
    );
    assert_eq!(
        inserted(
            "x:\n  a: 1 # c\ny: 1\n",
            "x",
            "b",
            json!({"c": [{"d": "on", "e": 1}]})
        )
        .as_deref(),
        Some("x:\n  a: 1 # c\n  b:\n    c:\n    - d: \"on\"\n      e: 1\ny: 1\n")
    );
    assert_eq!(
        inserted("- a: 1\n- b: 1\n", "0", "c", json!(2)).as_deref(),
        Some("- a: 1\n  c: 2\n- b: 1\n")
    );
    assert_eq!(
        inserted("x: {a: 1}\n", "x", "b", json!(2)).as_deref(),
        Some("x: {a: 1, b: 2}\n")
    );
    assert_eq!(
        inserted("x: {}\n", "x", "b", json!(2)).as_deref(),
        Some("x: {b: 2}\n")
    );
    assert_eq!(
        inserted("x:\n  w: # c\nz: 1\n", "x.w", "b", json!(2)).as_deref(),
        Some("x:\n  w: # c\n    b: 2\nz: 1\n")
    );
    assert_eq!(
        inserted("a: |\r\n  x\r\n", "", "b", json!(2)).as_deref(),
        Some("a: |\r\n  x\r\nb: 2\r\n")
    );
    assert_eq!(
        inserted("a: 1\n", "", "a", json!(2)),
        None,
        "the key is there"
    );
}

#[test]
fn appends_an_item_at_the_end() {
    assert_eq!(
        appended("x:\n- 1\ny: 2\n", "x", json!({"a": 1, "b": 2})).as_deref(),
        Some("x:\n- 1\n- a: 1\n  b: 2\ny: 2\n")
    );
    assert_eq!(
        appended("x:\n  - 1 # c\n", "x", json!("no")).as_deref(),
        Some("x:\n  - 1 # c\n  - \"no\"\n")
    );
    assert_eq!(
        appended("x: [1]\n", "x", json!("a, b")).as_deref(),
        Some("x: [1, \"a, b\"]\n")
    );
    assert_eq!(
        appended("x: []\n", "x", json!(1)).as_deref(),
        Some("x: [1]\n")
    );
    assert_eq!(
        appended("x:\ny: 1\n", "x", json!(1)).as_deref(),
        Some("x:\n- 1\ny: 1\n")
    );
}

#[test]
fn declines_what_it_cannot_do_safely() {
    let aliased = "a: &a {x: 1}\nb: *a\n";
    assert_eq!(
        replaced(aliased, "b.x", json!(2)),
        None,
        "the text belongs to `a`"
    );
    assert_eq!(inserted(aliased, "b", "y", json!(2)), None);
    assert_eq!(
        replaced("a: !!int 1\n", "a", json!("x")),
        None,
        "the tag would not fit"
    );
}

#[test]
fn only_the_document_itself_changes() {
    let text = "a: 1\n---\nb: 2\n---\nc: 3\n";
    let stream = yaml::parse(text);
    let tree = stream.documents[1].content.as_ref().expect("reads");
    let edits = edit::insert(tree, tree.root(), "d", &json!([1, 2])).expect("can be made");
    assert_eq!(
        edit::apply(text, &edits),
        "a: 1\n---\nb: 2\nd:\n- 1\n- 2\n---\nc: 3\n"
    );
}

/// Texts of the shipped vectors.
fn texts() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle/yaml");
    ["structure.jsonl", "random.jsonl"]
        .iter()
        .flat_map(|name| {
            let lines = std::fs::read_to_string(folder.join(name)).expect("shipped vectors");
            lines
                .lines()
                .filter_map(|line| {
                    let from = line.find("\"text\":")? + 7;
                    serde_json::Deserializer::from_str(&line[from..])
                        .into_iter::<String>()
                        .next()?
                        .ok()
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn odd_documents_are_edited_well_or_not_at_all() {
    let (mut made, mut declined) = (0, 0);
    for text in texts() {
        let stream = yaml::parse(&text);
        for document in &stream.documents {
            let Ok(tree) = &document.content else {
                continue;
            };
            for id in (0..tree.len().min(25) as u32).map(NodeId) {
                let edits = [
                    edit::replace(tree, id, &json!("x: y")),
                    edit::remove(tree, id),
                    edit::insert(tree, id, "new", &json!({"a": [1, {"b": "c"}]})),
                    edit::append(tree, id, &json!({"a": 1, "b": [2]})),
                ];
                for edits in edits {
                    match edits {
                        Some(edits) => {
                            made += 1;
                            let changed = edit::apply(&text, &edits);
                            assert_eq!(
                                yaml::parse(&changed).documents.len(),
                                stream.documents.len()
                            );
                        }
                        None => declined += 1,
                    }
                }
            }
        }
    }
    println!("{made} edits made, {declined} declined");
    assert!(made > 5000);
}
