//! The config file that `everynode init` writes: short, commented, made for the repository it was looked at.

use std::fmt::Write as _;

/// What was seen in the repository.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Folders of other people's manifests, such as `vendor`.
    pub vendored: Vec<String>,
    /// Files or folders that hold Nodes.
    pub nodes: Vec<String>,
    /// Folders with a `Chart.yaml`.
    pub charts: Vec<String>,
    /// Folders with a kustomization.
    pub kustomizations: Vec<String>,
}

/// The text of the file.
#[must_use]
pub fn starter(seen: &Seen) -> String {
    let mut text = String::from(
        "# What counts in this repository; `everynode check` reads it. Every key may be left out.\n\
         # Editors complete it: `everynode schema config > everynode.schema.json`, and as the first line here\n\
         #   # yaml-language-server: $schema=everynode.schema.json\n\n\
         # Judge as this version of Kubernetes would; the newest known when nothing is said.\n\
         # kubernetesVersion: \"1.33\"\n\n\
         # Your nodes (`kubectl get nodes -o yaml > nodes.yaml`), or profile:NAME for an example cluster.\n",
    );
    list(&mut text, "nodes", &seen.nodes, "[cluster/nodes.yaml]");
    text.push_str(
        "\n# default: wrong or risky for sure; strict: opinions too; pss-baseline, pss-restricted: Pod Security.\n\
         presets: [default]\n\n\
         # Files and folders that are not checked.\n",
    );
    list(&mut text, "exclude", &seen.vendored, "[\"vendor/**\"]");
    text.push_str(
        "\n# off, on, a level (error, warning, note), or { level: …, options }; `everynode rules` lists them.\n\
         # rules:\n\
         #   unbounded-memory: error\n\
         #   consistency: note\n\n\
         # Other rules for some files.\n\
         # overrides:\n\
         #   - files: [\"third-party/**\"]\n\
         #     rules: { unused-volume: off }\n\
         #     reason: \"pinned, mended upstream\"\n",
    );
    if !seen.charts.is_empty() || !seen.kustomizations.is_empty() {
        text.push_str("\n# Seen here, to be linted as they are applied:\n");
        let lines = seen
            .charts
            .iter()
            .map(|folder| format!("#   everynode check --helm {folder}\n"))
            .chain(
                seen.kustomizations
                    .iter()
                    .map(|folder| format!("#   everynode check --kustomize {folder}\n")),
            );
        text.extend(lines.take(8));
    }
    text
}

/// `key:` with a line for each; commented out with an example when there is nothing.
fn list(text: &mut String, key: &str, items: &[String], example: &str) {
    if items.is_empty() {
        let _ = writeln!(text, "# {key}: {example}");
        return;
    }
    let _ = writeln!(text, "{key}:");
    for item in items {
        let _ = writeln!(text, "  - {}", quoted(item));
    }
}

/// A path as a YAML scalar that is read as text, whatever it holds.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
