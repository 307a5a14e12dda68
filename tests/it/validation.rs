//! The apiserver's verdict: against recorded answers of the apiserver, and on small texts of our own.

use everynode::diagnostic::Diagnostic;
use everynode::engine::{self, Settings};
use everynode::rules::Preset;
use everynode::source::{Source, SourceId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Findings of one text and the source, to ask for positions.
fn judge(text: &str, presets: &[Preset], minor: u8) -> (Source, Vec<Diagnostic>) {
    let settings = Settings {
        kubernetes_minor: minor,
        ..Settings::new(presets)
    };
    let source = Source::new("vector.yaml", text);
    let analysis = engine::analyse(&source, SourceId(0), &settings);
    let mut outcome = engine::finish(vec![source], vec![analysis], &settings);
    let found = outcome.diagnostics.into_iter().map(|one| *one);
    (outcome.sources.remove(0), found.collect())
}

/// What the diagnostics of one stage say: reason, field, detail.
fn answers(found: &[Diagnostic], stage: &str) -> BTreeSet<(String, String, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    found
        .iter()
        .filter_map(|diagnostic| diagnostic.kubernetes.as_deref())
        .filter(|answer| answer.stage == stage)
        .map(|answer| {
            (
                text(&answer.reason),
                text(&answer.field),
                text(&answer.detail),
            )
        })
        .collect()
}

/// The folder of recorded answers; None, and a line that says so, where it is not there.
pub(crate) fn recorded(folder: &str) -> Option<PathBuf> {
    super::project::shared(&format!("oracle/{folder}"))
}

/// The records of a JSON-lines file, gzipped or not.
pub(crate) fn records(path: &Path) -> Vec<Value> {
    let text = if path.extension().is_some_and(|end| end == "gz") {
        let unpacked = Command::new("gzip").arg("-dc").arg(path).output();
        match unpacked {
            Ok(output) if output.status.success() => {
                String::from_utf8(output.stdout).expect("is UTF-8")
            }
            _ => {
                println!("SKIP: gzip cannot read {}", path.display());
                String::new()
            }
        }
    } else {
        std::fs::read_to_string(path).expect("reads")
    };
    text.lines()
        .map(|line| serde_json::from_str(line).expect("is JSON"))
        .collect()
}

/// How often each figure was right.
#[derive(Default)]
struct Tally(BTreeMap<String, (u32, u32)>);

impl Tally {
    fn add(&mut self, figure: &str, right: bool) {
        let entry = self.0.entry(figure.to_owned()).or_default();
        entry.0 += u32::from(right);
        entry.1 += 1;
    }

    /// The share that was right; 1 where nothing was asked.
    fn rate(&self, figure: &str) -> f64 {
        self.0
            .get(figure)
            .map_or(1.0, |(right, all)| f64::from(*right) / f64::from(*all))
    }

    fn hold(&self, figure: &str, least: f64) {
        let rate = self.rate(figure);
        assert!(
            rate >= least,
            "{figure}: {rate:.5} is less than {least} of {:?}",
            self.0.get(figure)
        );
    }
}

fn texts(value: &Value) -> BTreeSet<String> {
    let list = value.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Reason, field and first line of the detail of recorded errors.
fn recorded_errors(record: &Value) -> BTreeSet<(String, String, String)> {
    let list = record["errors"].as_array().into_iter().flatten();
    list.map(|error| {
        let text = |key: &str| error[key].as_str().unwrap_or_default();
        let field = if text("field") == "<nil>" {
            ""
        } else {
            text("field")
        };
        let detail = text("detail").split('\n').next().unwrap_or_default();
        (text("type").to_owned(), field.to_owned(), detail.to_owned())
    })
    .collect()
}

fn score_record(record: &Value, kind: &str, tally: &mut Tally) {
    let text = record["yaml"].as_str().expect("has a text");
    let (_, found) = judge(text, &[Preset::Api], 37);
    let refused = ["decode", "strict", "validation"]
        .iter()
        .any(|stage| !answers(&found, stage).is_empty());
    let wanted = recorded_errors(record);
    let decodes = record["decode"].is_null();
    let strict = !texts(&record["strict"]).is_empty();
    let valid = decodes && !strict && wanted.is_empty();
    tally.add("verdict", refused != valid);
    tally.add(&format!("verdict {kind}"), refused != valid);
    if valid {
        tally.add("valid accepted", !refused);
    }
    if !decodes || strict {
        return;
    }
    let got = answers(&found, "validation");
    let pairs = |all: &BTreeSet<(String, String, String)>| -> BTreeSet<(String, String)> {
        all.iter().map(|a| (a.0.clone(), a.1.clone())).collect()
    };
    tally.add("(reason, field) set", pairs(&got) == pairs(&wanted));
    for detail in got.union(&wanted) {
        tally.add(
            "detail text",
            got.contains(detail) && wanted.contains(detail),
        );
    }
    if wanted.is_empty() {
        let warnings = answers(&found, "warning");
        let warnings: BTreeSet<String> = warnings.into_iter().map(|answer| answer.2).collect();
        tally.add("warnings", warnings == texts(&record["warnings"]));
    }
}

/// A ratchet over every figure, each a little below what is reached.
#[test]
fn verdicts_are_the_apiservers() {
    let Some(folder) = recorded("validate") else {
        return;
    };
    let mut tally = Tally::default();
    let mut kinds = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("reads")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "gz"))
        .collect();
    files.sort();
    for path in files {
        let name = path.file_name().and_then(|name| name.to_str());
        let kind = name
            .unwrap_or_default()
            .split('.')
            .next()
            .unwrap_or_default();
        if kind == "corpus" {
            continue;
        }
        kinds.push(kind.to_owned());
        for record in records(&path) {
            if record["skip"].is_null() && record["stage"] != "allocate" {
                score_record(&record, kind, &mut tally);
            }
        }
    }
    tally.hold("verdict", 0.997);
    tally.hold("valid accepted", 1.0);
    tally.hold("(reason, field) set", 0.995);
    tally.hold("detail text", 0.99);
    tally.hold("warnings", 0.99);
    for kind in kinds {
        tally.hold(&format!("verdict {kind}"), 0.99);
    }
}

#[test]
fn refusals_stand_where_the_fault_is() {
    let Some(folder) = recorded("spans") else {
        return;
    };
    let mut wanted: BTreeMap<String, Value> = BTreeMap::new();
    for record in records(&folder.join("spans.jsonl.gz")) {
        let id = record["id"].as_str().unwrap_or_default().to_owned();
        wanted.insert(id, record["at"].clone());
    }
    let mut tally = Tally::default();
    for name in ["DaemonSet", "Pod", "Service", "PersistentVolumeClaim"] {
        let path = folder.join(format!("../validate/{name}.jsonl.gz"));
        for record in records(&path) {
            let Some(places) = wanted.get(record["id"].as_str().unwrap_or_default()) else {
                continue;
            };
            let text = record["yaml"].as_str().unwrap_or_default();
            let (source, found) = judge(text, &[Preset::Api], 37);
            for place in places.as_array().into_iter().flatten() {
                score_place(place, &source, &found, &mut tally);
            }
        }
    }
    tally.hold("spans", 0.985);
}

fn score_place(place: &Value, source: &Source, found: &[Diagnostic], tally: &mut Tally) {
    let pair = |value: &Value| {
        let number = |index: usize| value[index].as_u64().unwrap_or_default() as u32;
        (number(0), number(1))
    };
    let told: Vec<&Diagnostic> = found
        .iter()
        .filter(|diagnostic| {
            diagnostic.kubernetes.as_ref().is_some_and(|answer| {
                answer.stage == "validation"
                    && answer.reason.as_deref() == place["type"].as_str()
                    && answer.field.as_deref() == place["field"].as_str()
            })
        })
        .collect();
    if told.is_empty() {
        return;
    }
    let right = told.iter().any(|diagnostic| {
        let start = source.position(diagnostic.span.start);
        let end = source.position(diagnostic.span.end);
        (start.line, start.column) == pair(&place["start"])
            && (place["end"].is_null() || (end.line, end.column) == pair(&place["end"]))
    });
    tally.add("spans", right);
}

#[test]
fn pod_security_is_the_admission_plugins() {
    let Some(folder) = recorded("pss") else {
        return;
    };
    let mut tally = Tally::default();
    for record in records(&folder.join("pods.jsonl")) {
        let text = record["pod"].to_string();
        let mut versions: Vec<(u8, &Value)> = vec![(36, &record)];
        for (version, verdict) in record["versions"].as_object().into_iter().flatten() {
            let minor = version.trim_start_matches("v1.").parse().expect("a minor");
            versions.push((minor, verdict));
        }
        for (minor, verdict) in versions {
            for (level, preset) in [
                ("baseline", Preset::PssBaseline),
                ("restricted", Preset::PssRestricted),
            ] {
                let (_, found) = judge(&text, &[preset], minor);
                let got = answers(&found, "pod-security");
                let want = &verdict[level];
                tally.add("allowed", got.is_empty() == (want["allowed"] == true));
                let details = want["details"].as_array().into_iter().flatten();
                let reasons = want["reasons"].as_array().into_iter().flatten();
                let wanted: BTreeSet<(String, String, String)> = reasons
                    .zip(details)
                    .map(|(reason, detail)| {
                        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                        (text(reason), String::new(), text(detail))
                    })
                    .collect();
                tally.add("details", got == wanted);
            }
        }
    }
    tally.hold("allowed", 1.0);
    tally.hold("details", 0.999);
}

/// Marks `# error[rule]: part of the message` in the files of `fixtures/validation`; all errors and warnings are marked.
#[test]
fn fixtures_are_refused_as_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/validation");
    let mut faults = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("reads") {
        let path = entry.expect("reads").path();
        let text = std::fs::read_to_string(&path).expect("reads");
        let (source, found) = judge(&text, &[Preset::Api], 37);
        let mut marked: Vec<(u32, String, String)> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            for mark in line.split("# ").skip(1) {
                let level = ["error[", "warning["]
                    .iter()
                    .find_map(|start| mark.strip_prefix(start));
                if let Some((rule, message)) = level.and_then(|rest| rest.split_once("]: ")) {
                    marked.push((index as u32 + 1, rule.to_owned(), message.trim().to_owned()));
                }
            }
        }
        count += marked.len();
        for diagnostic in &found {
            let line = source.position(diagnostic.span.start).line;
            let at = marked.iter().position(|mark| {
                mark.0 == line && mark.1 == diagnostic.rule && diagnostic.message.contains(&mark.2)
            });
            match at {
                Some(at) => drop(marked.remove(at)),
                None => faults.push(format!(
                    "{}:{line}: not marked: {}: {}",
                    path.display(),
                    diagnostic.rule,
                    diagnostic.message
                )),
            }
        }
        for (line, rule, message) in marked {
            faults.push(format!(
                "{}:{line}: not found: {rule}: {message}",
                path.display()
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 20, "the fixtures say only {count} things");
}

fn only(text: &str) -> Diagnostic {
    let (_, mut found) = judge(text, &[Preset::Api], 37);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

#[test]
fn a_refusal_says_it_in_words_and_in_the_servers() {
    let found = only(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  dnsPolicy: clusterFirst\n  containers: [{name: a, image: b}]\n",
    );
    assert_eq!(
        found.message,
        "`dnsPolicy: clusterFirst` is none of the values that Kubernetes knows"
    );
    assert!(
        found
            .help
            .is_some_and(|help| help.starts_with("did you mean `ClusterFirst`?"))
    );
    assert_eq!(
        found.notes,
        [
            "apiserver: spec.dnsPolicy: Unsupported value: \"clusterFirst\": supported values: \"ClusterFirstWithHostNet\", \"ClusterFirst\", \"Default\", \"None\""
        ]
    );
}

#[test]
fn what_follows_from_another_fault_names_it() {
    let (_, found) = judge(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - {name: a, image: b, volumeMounts: [{name: v, mountPath: /v}]}\n  volumes: [{name: v, configMap: {}}]\n",
        &[Preset::Api],
        37,
    );
    let mount = found
        .iter()
        .find(|diagnostic| diagnostic.path.contains("volumeMounts"))
        .expect("the mount is refused");
    assert_eq!(
        mount.caused_by.as_deref(),
        Some("spec.volumes[0].configMap.name")
    );
}

#[test]
fn what_cannot_be_read_is_not_judged_twice() {
    let (_, found) = judge(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - {name: a, image: [b]}\n",
        &[Preset::Api],
        37,
    );
    let rules: Vec<&str> = found.iter().map(|diagnostic| diagnostic.rule).collect();
    assert_eq!(rules, ["wrong-type"]);
}

#[test]
fn many_repeated_names_are_judged_in_no_time() {
    let mut text = String::from(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: b\n    env:\n",
    );
    for index in 0..20_000 {
        text.push_str(&format!("    - {{name: V{index}, value: x}}\n"));
    }
    text.push_str("    ports:\n");
    for index in 1..20_000 {
        text.push_str(&format!(
            "    - {{name: p{index}, containerPort: {index}}}\n"
        ));
    }
    let start = std::time::Instant::now();
    let (_, found) = judge(&text, &[Preset::Api], 37);
    assert!(found.is_empty(), "{:#?}", found.first());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

/// A namespace that enforces a standard, and what of `objects` it forbids: kind, version in the apiserver's line.
fn enforced(labels: &str, objects: &str, presets: &[Preset]) -> Vec<(String, String)> {
    let text = format!(
        "apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {{{labels}}}}}\n---\n{objects}"
    );
    let (_, found) = judge(&text, presets, 37);
    let of = |diagnostic: &Diagnostic| {
        let kind = diagnostic.object.as_ref().map(|id| id.kind.to_string());
        let line = diagnostic.notes.first().cloned().unwrap_or_default();
        let policy = line.split('"').nth(1).unwrap_or_default().to_owned();
        (kind.unwrap_or_default(), policy)
    };
    found
        .iter()
        .filter(|diagnostic| diagnostic.rule == "pod-security")
        .map(of)
        .collect()
}

#[test]
fn a_namespace_enforces_a_standard() {
    const PODS: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec: {hostPID: true, containers: [{name: a, image: b}]}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: other}\nspec: {hostPID: true, containers: [{name: a, image: b}]}\n---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a, namespace: shop}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {hostNetwork: true, containers: [{name: a, image: b}]}\n";
    let pair = |kind: &str, policy: &str| (kind.to_owned(), policy.to_owned());
    let found = enforced(
        "pod-security.kubernetes.io/enforce: baseline",
        PODS,
        &[Preset::Default],
    );
    assert_eq!(
        found,
        [
            pair("Pod", "baseline:latest"),
            pair("DaemonSet", "baseline:latest")
        ]
    );
    let found = enforced(
        "pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.25",
        PODS,
        &[Preset::Default],
    );
    assert_eq!(
        found,
        [
            pair("Pod", "baseline:v1.25"),
            pair("DaemonSet", "baseline:v1.25")
        ]
    );
    for labels in [
        "pod-security.kubernetes.io/enforce: privileged",
        "pod-security.kubernetes.io/warn: restricted",
    ] {
        assert_eq!(enforced(labels, PODS, &[Preset::Default]), []);
    }
    // A preset chooses for all pods.
    let found = enforced(
        "pod-security.kubernetes.io/enforce: restricted",
        PODS,
        &[Preset::PssBaseline],
    );
    assert_eq!(found.len(), 3, "{found:?}");
}
