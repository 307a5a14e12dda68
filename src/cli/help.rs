//! The first help screen, and the examples below the help of verbs.

/// What `everynode --help` prints.
pub(crate) const SCREEN: &str = "\
A linter and policy checker for Kubernetes manifests that knows your nodes

Usage: everynode [PATH…]            lint files, folders, or - for standard input
       everynode VERB [OPTIONS]

  check         lint; what `everynode PATH` does
  place         which nodes each DaemonSet reaches, which it misses and why
  rollout       what a change will do: `rollout OLD NEW`, `rollout --against HEAD~1`
  read          what Kubernetes reads from the text, as YAML or JSON
  explain       a rule's page, or a field: `explain ds.spec.updateStrategy`
  rules         every rule with its level
  init          write a commented everynode.yaml

More commands:
  baseline      accept today's findings, so that only new ones count
  simulate      play a written scenario by the DaemonSet controller's rules
  api-resources the kinds that a Kubernetes version serves
  schema        the JSON schemas of everynode.yaml and of the report
  completions   a completion script for bash, zsh, fish, nushell, powershell, elvish
  man           the manual page
  version       the version, and the Kubernetes versions it knows

Everywhere:
  -h, --help            help, also of a verb: `everynode check --help`
  -V, --version
      --color <WHEN>    auto, always, never

Exit code: 0 nothing found, 1 findings, 2 could not run.

  everynode k8s/                         lint a folder
  helm template ./chart | everynode -    lint what Helm makes
";

/// Below `everynode baseline --help`.
pub(crate) const BASELINE: &str = "\
Examples:
  everynode baseline --write                accept what is there today
  everynode baseline                        how much of it is left, how much is new
  everynode baseline --prune                take out what is mended since
  everynode baseline --write --baseline accepted.json k8s/

The same options as `everynode check` decide what is looked at: give both the same.";

/// Below `everynode check --help`.
pub(crate) const CHECK: &str = "\
Examples:
  everynode check k8s/                              a folder, by the default rules
  everynode check --fail-on error                   warnings are shown and do not fail
  helm template ./chart | everynode check -         what Helm makes
  everynode check -o human -o json=report.json      two reports of one run
  everynode check --kubernetes-version 1.33 k8s/    as a 1.33 cluster would judge
  everynode check --nodes nodes.yaml k8s/           with your nodes in mind
  everynode check --since origin/main               only what this branch changed
  everynode check --helm ./chart --values prod.yaml what Helm makes of a chart
  everynode check --preset default,strict --ignore unbounded-cpu,style
  everynode check --add-ignores \"legacy, until 2027-01-31\"

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 could not run.";

/// Below `everynode place --help`.
pub(crate) const PLACE: &str = "\
Examples:
  everynode place k8s/ --nodes nodes.yaml           `kubectl get nodes -o yaml > nodes.yaml` writes them
  everynode place k8s/ --nodes profile:kubeadm-ha   an example cluster in their place
  everynode place k8s/ --nodes nodes.yaml --node cp-1
  everynode place k8s/ --nodes nodes.yaml --taint 'gpu-*=gpu=present:NoSchedule'
  everynode place k8s/ --nodes nodes.yaml --html placement.html";

/// Below `everynode rollout --help`.
pub(crate) const ROLLOUT: &str = "\
Examples:
  everynode rollout old/ new/                       what an apply of new/ is refused, restarts, waits for
  everynode rollout --against HEAD~1 k8s/           the same, with the old state out of git
  everynode rollout old/ new/ --nodes nodes.yaml --timeline
  everynode rollout old/ new/ --nodes nodes.yaml --unready worker-3";

/// Below `everynode read --help`.
pub(crate) const READ: &str = "\
Examples:
  everynode read k8s/agent.yaml                     anchors resolved, as Kubernetes reads it
  everynode read --defaults -o json k8s/agent.yaml  with what the apiserver adds";

/// Below `everynode explain --help`.
pub(crate) const EXPLAIN: &str = "\
Examples:
  everynode explain selector-mismatch               a rule: what, why, what to write instead
  everynode explain ds.spec.updateStrategy          a field: type, default, since when
  everynode explain --recursive pod.spec.affinity";

/// Every verb's examples.
pub(crate) const ALL: [&str; 6] = [CHECK, PLACE, ROLLOUT, READ, EXPLAIN, BASELINE];

#[cfg(test)]
mod tests {
    use super::super::args::Cli;
    use super::super::words::with_verb;
    use clap::{CommandFactory as _, Parser as _};

    #[test]
    fn examples_are_understood() {
        let mut tried = 0;
        for text in super::ALL.into_iter().chain([super::SCREEN]) {
            let lines = text
                .lines()
                .filter_map(|line| line.split_once("everynode "));
            for (before, rest) in
                lines.filter(|(before, _)| before.trim_end().is_empty() || before.ends_with("| "))
            {
                // What stands behind two blanks explains; quotes are the shell's.
                let line = rest.split("  ").next().unwrap_or(rest);
                let mut words = vec!["everynode".into()];
                for (index, part) in line.split(['\'', '"']).enumerate() {
                    if index % 2 == 1 {
                        words.push(part.into());
                    } else {
                        words.extend(part.split_whitespace().map(std::ffi::OsString::from));
                    }
                }
                let usage = words
                    .iter()
                    .any(|word| word.to_string_lossy().starts_with(['[', 'V']));
                if usage {
                    continue;
                }
                let words = with_verb(words, &Cli::command())
                    .unwrap_or_else(|wrong| panic!("{before}{line}: {}", wrong.message));
                if let Err(error) = Cli::try_parse_from(words) {
                    panic!("{line}: {error}");
                }
                tried += 1;
            }
        }
        assert!(tried >= 20, "only {tried} examples");
    }
}
