//! Updates: what `kubectl apply` sends, and what the apiserver refuses of it.

use everynode::apply::json;
use everynode::validation::update::{Update, Written, update};
use everynode::yaml::{self, Stream, Tree};
use serde_json::Value;
use std::collections::BTreeSet;

fn tree<'s, 't>(stream: &'s Stream<'t>) -> &'s Tree<'t> {
    stream.documents[0].content.as_ref().expect("reads")
}

fn written<'a, 's>(tree: &'a Tree<'s>) -> Written<'a, 's> {
    Written {
        tree,
        root: tree.root(),
    }
}

/// Applies the new manifest over the old one.
fn apply<R>(old: &str, new: &str, look: impl FnOnce(Update<'_>) -> R) -> R {
    let (old, new) = (yaml::parse(old), yaml::parse(new));
    let update = update(written(tree(&old)), written(tree(&new)))
        .expect("a kind that has a model")
        .expect("a patch");
    look(update)
}

/// `field: detail` of every refusal, with the text it points at.
fn refusals(old: &str, new: &str) -> Vec<(String, String, String)> {
    apply(old, new, |update| {
        update
            .errors
            .into_iter()
            .map(|error| {
                let text = new[error.span.range()].to_owned();
                (error.field, error.detail, text)
            })
            .collect()
    })
}

const DAEMON_SET: &str = "\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector:
    matchLabels: {app: agent}
  template:
    metadata:
      labels: {app: agent}
    spec:
      containers:
      - name: app
        image: app:1
        env: [{name: A, value: a}, {name: B, value: b}]
      volumes:
      - name: v
        emptyDir: {}
";

#[test]
fn the_same_manifest_changes_nothing() {
    assert_eq!(refusals(DAEMON_SET, DAEMON_SET), []);
}

#[test]
fn a_selector_is_never_changed() {
    let new = DAEMON_SET.replace("{app: agent}", "{app: other}");
    let refused = refusals(DAEMON_SET, &new);
    assert_eq!(refused.len(), 1, "{refused:?}");
    let (field, detail, text) = &refused[0];
    assert_eq!(
        (field.as_str(), detail.as_str()),
        ("spec.selector", "field is immutable")
    );
    assert_eq!(text, "matchLabels: {app: other}");
}

#[test]
fn lists_are_merged_by_key_and_keep_what_defaulting_added() {
    let new = DAEMON_SET
        .replace("{name: A, value: a}, ", "{name: C, value: c}, ")
        .replace("emptyDir: {}", "hostPath: {path: /}");
    apply(DAEMON_SET, &new, |update| {
        let merged = json(&update.merged, update.merged.root());
        let container = merged
            .pointer("/spec/template/spec/containers/0")
            .expect("a container");
        assert_eq!(
            container["env"],
            serde_json::json!([{"name": "C", "value": "c"}, {"name": "B", "value": "b"}])
        );
        assert_eq!(container["terminationMessagePath"], "/dev/termination-log");
        // A volume keeps only the keys that are written.
        assert_eq!(
            merged.pointer("/spec/template/spec/volumes/0"),
            Some(&serde_json::json!({"name": "v", "hostPath": {"path": "/"}}))
        );
        assert!(update.errors.is_empty(), "{:?}", update.errors);
    });
}

#[test]
fn a_null_deletes_what_defaulting_will_bring_back() {
    let new = DAEMON_SET.replace(
        "spec:\n  selector",
        "spec:\n  updateStrategy: null\n  selector",
    );
    apply(DAEMON_SET, &new, |update| {
        let merged = json(&update.merged, update.merged.root());
        assert_eq!(merged.pointer("/spec/updateStrategy"), None);
        assert!(update.errors.is_empty(), "{:?}", update.errors);
    });
}

#[test]
fn surge_alone_is_refused_since_unavailable_stays() {
    let new = DAEMON_SET.replace(
        "spec:\n  selector",
        "spec:\n  updateStrategy: {rollingUpdate: {maxSurge: 1}}\n  selector",
    );
    let refused = refusals(DAEMON_SET, &new);
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(
        refused[0].1,
        "may not be set when maxUnavailable is non-zero"
    );
    assert_eq!(refused[0].2, "1");
}

#[test]
fn a_jobs_pods_may_change_only_while_it_stands_still() {
    let job = |suspend: bool, more: &str| {
        format!(
            "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: j}}\nspec:\n  suspend: {suspend}\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{{name: a, image: b}}]\n{more}"
        )
    };
    let moved = "      nodeSelector: {disk: ssd}\n";
    assert_eq!(refusals(&job(true, ""), &job(true, moved)), []);
    let refused = refusals(&job(false, ""), &job(false, moved));
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0].0, "spec.template");
}

#[test]
fn a_list_item_without_its_merge_key_cannot_be_patched() {
    let new = DAEMON_SET.replace("- name: app\n        image", "- image");
    let (old, new) = (yaml::parse(DAEMON_SET), yaml::parse(&new));
    let failed = update(written(tree(&old)), written(tree(&new))).expect("a model");
    let error = failed.expect_err("no patch");
    assert!(
        error
            .message
            .ends_with("does not contain declared merge key: name")
    );
}

#[test]
fn a_service_keeps_its_address() {
    let service = |ip: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec:\n  clusterIP: {ip}\n  ports: [{{port: 80}}]\n"
        )
    };
    let refused = refusals(&service("10.96.0.50"), &service("10.96.0.51"));
    assert!(
        refused
            .iter()
            .any(|refusal| refusal.1 == "may not change once set"),
        "{refused:?}"
    );
}

/// Kubernetes' own answers to pairs of manifests: reason, field and the first line of the detail.
#[test]
fn the_recorded_answers_are_ours() {
    let Some(folder) = crate::validation::recorded("update") else {
        return;
    };
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "gz"))
        .collect();
    files.sort();
    for record in files
        .iter()
        .flat_map(|path| crate::validation::records(path))
    {
        let is_refused_before = !record["decode"].is_null()
            || record["strict"]
                .as_array()
                .is_some_and(|all| !all.is_empty())
            || record["stage"] == "allocate";
        if is_refused_before {
            continue;
        }
        let text = |key: &str| {
            yaml::decode(record[key].as_str().unwrap_or("").as_bytes())
                .text
                .into_owned()
        };
        let (old, new) = (text("old"), text("new"));
        let (old, new) = (yaml::parse(&old), yaml::parse(&new));
        let object = |stream: &Stream<'_>| {
            stream.documents.iter().position(|document| {
                document
                    .content
                    .as_ref()
                    .is_ok_and(|tree| !tree.entry(tree.root(), "kind").is_none())
            })
        };
        let (Some(old_at), Some(new_at)) = (object(&old), object(&new)) else {
            continue;
        };
        let (Ok(old), Ok(new)) = (
            &old.documents[old_at].content,
            &new.documents[new_at].content,
        ) else {
            continue;
        };
        let said: BTreeSet<(String, String, String)> = match update(written(old), written(new)) {
            Some(Ok(update)) => update
                .errors
                .into_iter()
                .map(|error| {
                    (
                        error.error.as_str().to_owned(),
                        error.field,
                        first_line(&error.detail),
                    )
                })
                .collect(),
            Some(Err(error)) => panic!("{}: {error}", record["id"]),
            None => panic!("{}: no model", record["id"]),
        };
        let part = |error: &Value, key: &str| error[key].as_str().unwrap_or("").to_owned();
        let asked: BTreeSet<(String, String, String)> = record["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|error| {
                (
                    part(error, "type"),
                    part(error, "field"),
                    first_line(&part(error, "detail")),
                )
            })
            .collect();
        all += 1;
        if said == asked {
            right += 1;
        } else {
            wrong.push(format!("{}: {said:?} for {asked:?}", record["id"]));
        }
    }
    assert!(
        right * 1000 >= all * 995,
        "{right} of {all}: {}",
        wrong.join("\n")
    );
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("").to_owned()
}
