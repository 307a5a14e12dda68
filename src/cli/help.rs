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

/// Below `everynode check --help`.
pub(crate) const CHECK: &str = "\
Examples:
  everynode check k8s/                              a folder, by the default rules
  everynode check --fail-on error                   warnings are shown and do not fail
  helm template ./chart | everynode check -         what Helm makes
  everynode check -o human -o json=report.json      two reports of one run
  everynode check --kubernetes-version 1.33 k8s/    as a 1.33 cluster would judge

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 could not run.";
