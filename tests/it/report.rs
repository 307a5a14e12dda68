//! Every report format on one shared run: non-ASCII, CRLF, hostile names, long lines, related places, fixes.

use everynode::diagnostic::{Diagnostic, Edit, KubernetesAnswer, Level, ObjectId, Related, Safety};
use everynode::engine::{Counts, Outcome, Skip};
use everynode::report::{self, Format, Run, Style};
use everynode::source::{Source, SourceId, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// A name with what every format has to escape: spaces, markup, commands of CI systems, a terminal code, other scripts.
const HOSTILE: &str = "k8s/naïve \"a,b:c;d]\" <&>|%25 \u{1b}[31m日本\n##vso[x].yaml";

fn span(text: &str, needle: &str) -> Span {
    let start = text.find(needle).expect("the needle stands in the text") as u32;
    Span::new(start, start + needle.len() as u32)
}

/// The run that all formats report.
fn outcome() -> Outcome {
    let agent = "apiVersion: apps/v1\r\nkind: DaemonSet\r\nmetadata:\r\n  name: größe-é # 日本\r\nspec:\r\n  selector:\r\n    matchLabels: {app: größe}\r\n  template:\r\n    metadata:\r\n      labels:\r\n        app: agent\r\n";
    let hostile = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: \u{1b}[31mred\u{202e}\n";
    let long = format!(
        "{{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{{\"a\":\"{}\",\"wrong\":1}}}}",
        "ü".repeat(2000)
    );
    let broken = "kind: Pod\n  name: a: b\n";

    let daemon_set = Arc::new(ObjectId {
        api_version: "apps/v1".into(),
        kind: "DaemonSet".into(),
        namespace: None,
        name: Some("größe-é".into()),
    });
    let pod = Arc::new(ObjectId {
        api_version: "v1".into(),
        kind: "Pod".into(),
        namespace: Some("kube-system".into()),
        name: None,
    });

    let mut selector = Diagnostic::new(
        "selector-mismatch",
        Level::Error,
        span(agent, "app: agent"),
        "the selector asks for `app: größe`, the pods are labelled `app: agent`",
    )
    .label("every pod gets this")
    .path("spec.template.metadata.labels")
    .related(span(agent, "app: größe"), "the selector asks for this")
    .note("Kubernetes refuses the DaemonSet: `selector` does not match template `labels`")
    .help("write the same label in both places")
    .kubernetes(KubernetesAnswer {
        stage: "validation",
        reason: Some(String::from("FieldValueInvalid")),
        field: Some(String::from("spec.template.metadata.labels")),
        detail: Some(String::from("`selector` does not match template `labels`")),
    })
    .fix(
        "label the pods `app: größe`",
        Safety::Unsafe,
        vec![Edit {
            span: span(agent, "agent"),
            text: String::from("größe"),
        }],
    );
    selector.object = Some(Arc::clone(&daemon_set));
    selector.related.push(Related {
        message: String::from("the Service wants it too"),
        source: SourceId(1),
        span: Span::new(0, 10),
    });
    let mut follows = Diagnostic::new(
        "invalid-value",
        Level::Error,
        span(agent, "selector"),
        "follows from the labels",
    )
    .path("spec.selector");
    follows.object = Some(daemon_set);
    follows.caused_by = Some(String::from("spec.template.metadata.labels"));

    let mut red = Diagnostic::new(
        "invalid-value",
        Level::Warning,
        span(hostile, "\u{1b}[31mred\u{202e}"),
        "`\u{1b}[31mred\u{202e}` is no name, 100%0A:\nreally ]]> | --> ::error:: [go](there)",
    )
    .path("metadata.name");
    red.source = SourceId(1);
    red.object = Some(pod);

    let mut wrong = Diagnostic::new(
        "wrong-type",
        Level::Note,
        span(&long, "\"wrong\":1"),
        "`wrong` is a number",
    )
    .path("data.wrong");
    wrong.source = SourceId(2);

    let at = broken.find(": b").expect("it is there") as u32;
    let mut syntax = Diagnostic::new(
        "yaml-syntax",
        Level::Error,
        Span::new(at, at + 1),
        "a mapping value is not allowed here",
    )
    .label("a second `: ` on the line");
    syntax.source = SourceId(3);
    syntax.document = 2;

    let long_name = format!("k8s/{}long.json", "a-rather-long-name/".repeat(16));
    let names = [
        "k8s/größe.yaml",
        HOSTILE,
        &long_name,
        "k8s/broken.yaml",
        "k8s/clean.yaml",
    ];
    let texts = [agent, hostile, &long, broken, "kind: Namespace\n"];
    Outcome {
        sources: names
            .iter()
            .zip(texts)
            .map(|(name, text)| Source::new(*name, text))
            .collect(),
        diagnostics: [follows, selector, red, wrong, syntax].map(Box::new).into(),
        counts: Counts {
            files: 5,
            documents: 7,
            objects: 4,
            skipped: 2,
            suppressed: 1,
        },
        skips: vec![
            Skip {
                source: SourceId(3),
                what: "Helm templates",
            },
            Skip {
                source: SourceId(3),
                what: "documents that are not Kubernetes objects",
            },
        ],
        analyses: Vec::new(),
    }
}

fn text(format: Format, style: Style) -> String {
    let outcome = outcome();
    let run = Run {
        outcome: &outcome,
        left_out: &[],
        folder: "",
        elsewhere: &HashMap::new(),
        kubernetes_version: "1.36",
        style,
        links: None,
    };
    let mut out = Vec::new();
    report::write(format, &run, &mut out).expect("a Vec takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}

#[test]
fn every_format_is_as_it_was() {
    for format in Format::ALL {
        let mut text = text(format, Style::default());
        if format == Format::Sarif {
            // The pages of the rules are not this test's business.
            let mut log: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            for rule in log["runs"][0]["tool"]["driver"]["rules"]
                .as_array_mut()
                .expect("rules")
            {
                *rule = rule["id"].take();
            }
            text = serde_json::to_string_pretty(&log).expect("JSON");
        }
        insta::assert_snapshot!(format!("report_{}", format.as_str()), text);
    }
}

#[test]
fn human_on_a_screen_draws_boxes_and_colours() {
    let style = Style {
        color: true,
        unicode: true,
        ..Style::default()
    };
    let text = text(Format::Human, style);
    assert!(text.contains("╭─["));
    assert!(text.contains("\u{1b}[1;31merror[selector-mismatch]"));
    assert!(
        !text.contains("\u{1b}[31mred"),
        "a name must not command the terminal"
    );
}

#[test]
fn no_report_lets_a_name_command_the_terminal() {
    for format in Format::ALL {
        let text = text(format, Style::default());
        assert!(
            !text.contains('\u{1b}'),
            "{format:?} lets an escape through"
        );
        let human = matches!(format, Format::Human | Format::Compact);
        assert!(
            !human || !text.contains('\u{202e}'),
            "{format:?} lets the writing turn around"
        );
    }
}

#[test]
fn human_prints_the_worst_fifty() {
    let mut outcome = outcome();
    let (note, error) = (
        outcome.diagnostics[3].clone(),
        outcome.diagnostics[1].clone(),
    );
    outcome.diagnostics = vec![note; 70];
    outcome.diagnostics.push(error);
    let print = |all| {
        let run = Run {
            outcome: &outcome,
            left_out: &[],
            folder: "",
            elsewhere: &HashMap::new(),
            kubernetes_version: "1.36",
            style: Style {
                all,
                ..Style::default()
            },
            links: None,
        };
        let mut out = Vec::new();
        report::write(Format::Human, &run, &mut out).expect("a Vec takes everything");
        String::from_utf8(out).expect("reports are UTF-8")
    };
    let (short, long) = (print(false), print(true));
    assert_eq!(short.matches("note[wrong-type]").count(), 49);
    assert!(
        short.contains("error[selector-mismatch]"),
        "the worst is among the fifty"
    );
    assert!(short.contains("and 21 more (--all)"));
    assert_eq!(long.matches("note[wrong-type]").count(), 70);
    assert_eq!(long.matches("everynode explain wrong-type").count(), 1);
}

#[test]
fn fingerprints_outlive_reformatting() {
    let before = outcome();
    let mut after = outcome();
    for diagnostic in &mut after.diagnostics {
        diagnostic.span = Span::new(diagnostic.span.start + 1, diagnostic.span.end);
        diagnostic.message.push_str(" (said differently)");
    }
    let all = |outcome: &Outcome| {
        let mut fingerprints = everynode::fingerprint::Fingerprints::default();
        let mut print = |diagnostic| fingerprints.next(diagnostic, &outcome.sources).to_string();
        outcome
            .diagnostics
            .iter()
            .map(|one| print(one))
            .collect::<Vec<_>>()
    };
    assert_eq!(all(&before), all(&after));
    let mut unique = all(&before);
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), before.diagnostics.len());
}

#[test]
fn line_hashes_are_those_that_code_scanning_computes() {
    let line_hashes = |text| {
        let hashes = everynode::report::line_hash::line_hashes(text);
        hashes.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(line_hashes(""), ["c129715d7a2bc9a3:1"]);
    assert_eq!(
        line_hashes(" a\nb\n  \t\tc\n d"),
        [
            "271789c17abda88f:1",
            "54703d4cd895b18:1",
            "180aee12dab6264:1",
            "a23a3dc5e078b07b:1"
        ]
    );
    assert_eq!(
        line_hashes(" a\r\nb\r\n  \t\tc\r\n d"),
        line_hashes(" a\nb\n  \t\tc\n d")
    );
}

fn json(format: Format) -> serde_json::Value {
    serde_json::from_str(&text(format, Style::default())).expect("JSON")
}

#[test]
fn sarif_has_what_code_scanning_requires() {
    let log = json(Format::Sarif);
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), outcome().diagnostics.len());
    for result in results {
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(
            uri.bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"<>\"\\^`{|} ".contains(&byte)),
            "{uri}"
        );
        assert_eq!(place["region"]["startLine"], place["region"]["endLine"]);
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
        let rule = &run["tool"]["driver"]["rules"]
            [result["ruleIndex"].as_u64().expect("an index") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        for text in ["shortDescription", "fullDescription", "help"] {
            assert_ne!(rule[text]["text"], "");
            assert!(rule[text]["text"].is_string());
        }
    }
}

#[test]
fn sarif_keeps_within_the_limits_of_code_scanning() {
    let mut outcome = outcome();
    let (note, mut error) = (
        outcome.diagnostics[3].clone(),
        outcome.diagnostics[1].clone(),
    );
    let place = error.related[0].clone();
    error.related = vec![place; 150];
    outcome.diagnostics = vec![note; 25_010];
    outcome.diagnostics.push(error);
    let run = Run {
        outcome: &outcome,
        left_out: &[],
        folder: "",
        elsewhere: &HashMap::new(),
        kubernetes_version: "1.36",
        style: Style::default(),
        links: None,
    };
    let mut out = Vec::new();
    report::write(Format::Sarif, &run, &mut out).expect("a Vec takes everything");
    let log: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 25_000);
    assert_eq!(results[0]["ruleId"], "selector-mismatch", "the worst stays");
    let places = results[0]["relatedLocations"].as_array().expect("places");
    assert_eq!(places.len(), 100);
    let said = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    let text = said["message"]["text"].as_str().expect("a text");
    assert!(text.starts_with("11 more findings"), "{text}");
}

#[test]
fn paths_are_seen_from_the_root_of_the_repository() {
    let mut outcome = outcome();
    outcome.sources[0] = Source::new("../other/größe.yaml", outcome.sources[0].text.clone());
    let run = Run {
        outcome: &outcome,
        left_out: &[],
        folder: "deploy/k8s/",
        elsewhere: &HashMap::new(),
        kubernetes_version: "1.36",
        style: Style::default(),
        links: None,
    };
    for (format, path) in [
        (Format::Gitlab, "\"deploy/other/größe.yaml\""),
        (Format::Sarif, "\"deploy/other/gr%C3%B6%C3%9Fe.yaml\""),
        (Format::Github, "file=deploy/other/größe.yaml,"),
        (Format::Junit, "\"deploy/other/größe.yaml\""),
        (Format::Azure, "sourcepath=deploy/k8s/k8s/broken.yaml;"),
    ] {
        let mut out = Vec::new();
        report::write(format, &run, &mut out).expect("a Vec takes everything");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(text.contains(path), "{format:?} lacks {path}:\n{text}");
    }
}

/// Services that keep the repository know a file by its one place in it.
#[cfg(unix)]
#[test]
fn links_and_absolute_names_are_seen_from_the_root_too() {
    use crate::project::{FAULTY, Project};
    let project = Project::new("places", &[("real/a.yaml", FAULTY), ("k8s/b.yaml", FAULTY)]);
    std::os::unix::fs::symlink("../real/a.yaml", project.0.join("k8s/a.yaml")).expect("a link");
    let absolute = project.0.join("k8s");
    let absolute = absolute.to_str().expect("UTF-8");
    for folder in ["", "real", "k8s"] {
        project
            .run_in(folder, &["check", "-o", "github", absolute], "")
            .exits(1)
            .says("file=real/a.yaml,")
            .says("file=k8s/b.yaml,")
            .hides("file=k8s/a.yaml,");
    }
    project
        .run(&["check", "-o", "compact", "k8s"])
        .says("k8s/a.yaml:6:1:");
}

#[test]
fn outside_of_a_repository_names_stay_as_they_are() {
    let folder = std::env::temp_dir().join(format!("everynode-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("a.yaml"), crate::project::FAULTY).expect("a file");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_everynode"))
        .args(["check", "--isolated", "-o", "github", "a.yaml"])
        .current_dir(&folder)
        .output()
        .expect("the binary starts");
    std::fs::remove_dir_all(&folder).expect("removed");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains(" file=a.yaml,"), "{text}");
}

#[test]
fn a_text_from_a_manifest_is_no_link() {
    let log = json(Format::Sarif);
    let results = log["runs"][0]["results"].as_array().expect("results");
    for result in results {
        let places = result["relatedLocations"].as_array().map_or(0, Vec::len);
        let text = result["message"]["text"].as_str().expect("a text");
        assert_eq!(text.matches("](").count(), places, "{text}");
    }
    let table = text(Format::Markdown, Style::default());
    assert!(table.contains("\\[go\\](there)"), "{table}");
}

#[test]
fn code_quality_fingerprints_are_unique() {
    let issues = json(Format::Gitlab);
    let mut prints: Vec<&str> = issues
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|issue| issue["fingerprint"].as_str())
        .collect();
    let many = prints.len();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!((prints.len(), many), (many, outcome().diagnostics.len()));
}

#[test]
fn rdjson_columns_count_bytes() {
    let report = json(Format::Rdjson);
    let related = &report["diagnostics"][1]["related_locations"][0]["location"]["range"];
    // `    matchLabels: {app: größe}`: two letters of two bytes each lie between start and end.
    assert_eq!(related["start"]["column"], 19);
    assert_eq!(related["end"]["column"], 31);
}

#[test]
fn commands_of_ci_systems_are_one_line_each_and_hold_no_other_command() {
    for (format, command) in [(Format::Github, "::"), (Format::Azure, "##vso[")] {
        let text = text(format, Style::default());
        let commands = text
            .lines()
            .filter(|line| line.starts_with(command))
            .count();
        assert!(
            (4..=5).contains(&commands),
            "{format:?}: {commands}\n{text}"
        );
        for line in text.lines() {
            assert!(line.matches("##vso[").count() <= 1, "{line}");
        }
    }
}
