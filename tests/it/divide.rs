//! A large file is judged on several threads: what is said must not depend on that.

use everynode::engine::{self, Analysis, Settings};
use everynode::source::{Source, SourceId};
use std::fmt::Write as _;

/// A megabyte of documents that are good, faulty, broken, empty or somebody else's; long ones and short ones.
fn large() -> String {
    let mut text = String::from("# everynode: ignore-file[unbounded-memory] measured elsewhere\n");
    for number in 0..2400 {
        let _ = match number % 8 {
            0 => write!(
                text,
                "---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {{name: agent-{number}}}\nspec:\n  replicas: 3\n  selector: {{matchLabels: {{app: a}}}}\n  template:\n    metadata: {{labels: {{app: b}}}}\n    spec: {{containers: [{{name: a, image: \"a:1\"}}]}}\n"
            ),
            1 => write!(
                text,
                "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: data-{number}}}\ndata:\n  text: |\n{}",
                "    a line that is no fault\n".repeat(number / 8)
            ),
            2 => write!(text, "---\nkey: [never\n"),
            3 => write!(text, "--- # said about {number}\n\n"),
            4 => write!(
                text,
                "---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{number}, annotations: {{everynode.dev/ignore: invalid-value}}}}\nspec: {{ports: [{{port: 0}}]}}\n"
            ),
            5 => write!(
                text,
                "---\n# everynode: ignore[duplicate-key] on purpose\nkind: Pod\nkind: Pod\napiVersion: v1\n"
            ),
            6 => write!(text, "---\r\nsomebody: else's\r\n"),
            _ => write!(
                text,
                "---\napiVersion: v1\nkind: List\nitems:\n- {{apiVersion: v1, kind: Pod, metadata: {{name: \"<Name>\"}}}}\n- 7\n"
            ),
        };
    }
    text
}

/// What the parts of a source say together.
fn joined(parts: Vec<Analysis>) -> Analysis {
    let mut all = Analysis::default();
    for part in parts {
        all.diagnostics.extend(part.diagnostics);
        all.facts.extend(part.facts);
        all.counts += part.counts;
        all.skips.extend(part.skips);
        all.suppressions.extend(part.suppressions);
        all.kustomizations.extend(part.kustomizations);
        all.origins.extend(part.origins);
        all.is_stream |= part.is_stream;
    }
    all
}

fn judged(text: &str, threads: usize) -> (Analysis, String) {
    let settings = Settings::default();
    let source = Source::new("large.yaml", text);
    let analysis = engine::analyse_divided(&source, SourceId(0), &settings, threads);
    let again = engine::analyse_divided(&source, SourceId(0), &settings, threads);
    let outcome = engine::finish_each(vec![source], vec![again], &[&settings], threads);
    let said = format!("{:#?} {:?}", outcome.diagnostics, outcome.counts);
    (joined(analysis), said)
}

#[test]
fn threads_change_nothing_of_what_is_said() {
    let text = large();
    assert!(
        text.len() > 900_000,
        "large enough to be divided: {}",
        text.len()
    );
    let (alone, said_alone) = judged(&text, 1);
    assert!(alone.diagnostics.len() > 800, "{}", alone.diagnostics.len());
    assert_eq!(alone.counts.documents, 2100, "empty ones do not count");
    for threads in [2, 5] {
        let (together, said) = judged(&text, threads);
        assert_eq!(
            format!("{alone:?}"),
            format!("{together:?}"),
            "{threads} threads"
        );
        assert!(said == said_alone, "{threads} threads");
    }
}

#[test]
fn a_large_template_is_set_aside_as_a_whole() {
    let text = large().replacen("key: [never", "key: [{{ .Values.never }", 1);
    for threads in [1, 3] {
        let (analysis, _) = judged(&text, threads);
        assert!(analysis.diagnostics.is_empty(), "{threads} threads");
        assert_eq!(analysis.skips.len(), 1, "{threads} threads");
    }
}

#[test]
fn a_large_json_stream_is_read_in_one_piece() {
    let note = "long ".repeat(1000);
    let one = format!(
        "{{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {{\"name\": \"P\", \"annotations\": {{\"note\": \"{note}\"}}}}}}\n"
    );
    let text = one.repeat(150);
    let (alone, _) = judged(&text, 1);
    let (together, _) = judged(&text, 4);
    assert_eq!(alone.counts.objects, 150);
    assert!(!alone.diagnostics.is_empty());
    assert_eq!(format!("{alone:?}"), format!("{together:?}"));
}
