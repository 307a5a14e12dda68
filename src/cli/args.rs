//! What can be asked for on the command line: every verb with its options, as clap reads them.
//!
//! Knows the words only; what they do stands in one file per verb.

use super::values::{Output, OutputParser, RuleNames, preset};
use clap::{Args, Parser, Subcommand, ValueEnum};
use everynode::diagnostic::Level;
use everynode::rules::Preset;
use std::path::PathBuf;

/// A linter and policy checker for Kubernetes manifests that knows your nodes
#[derive(Debug, Parser)]
#[command(name = "everynode", version, override_help = super::help::SCREEN, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Lint files, folders or standard input
    Check(Box<Check>),
    /// Which nodes each DaemonSet and pod reaches, which it misses, and why
    Place(Box<Place>),
    /// What changes between two states: refusals, restarts, the order of steps
    Rollout(Box<Rollout>),
    /// Play a written scenario by the DaemonSet controller's rules
    Simulate(Simulate),
    /// What Kubernetes reads from the text, as JSON or YAML
    Read(Read),
    /// A rule's page, or a field with its type, default and meaning
    Explain(Explain),
    /// All rules with their level, presets and fixes
    Rules(Rules),
    /// The kinds that a Kubernetes version serves
    ApiResources(ApiResources),
    /// Accept today's findings, so that only new ones fail
    Baseline(Box<Baseline>),
    /// Write a commented everynode.yaml for this repository
    Init(Init),
    /// JSON schemas of the config file and of the reports
    Schema(Schema),
    /// A completion script for your shell
    Completions(Completions),
    /// The manual page
    Man,
    /// The version, and the Kubernetes versions it knows
    Version,
    /// This help
    #[command(hide = true)]
    Help(Help),
}

/// Which files to look at.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Files and folders; `-` is standard input. The current folder when nothing is given
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// The name to show for standard input
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub(crate) stdin_filename: Option<String>,

    /// Take files that .gitignore names, too
    #[arg(long, help_heading = "Input")]
    pub(crate) no_respect_gitignore: bool,
}

/// Which Kubernetes is meant.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct KubernetesVersion {
    /// Judge by this version, such as 1.33; the newest known when nothing is given
    #[arg(long = "kubernetes-version", value_name = "VERSION", value_parser = minor)]
    pub(crate) minor: Option<u8>,
}

/// What is looked at, and by which rules.
#[derive(Debug, Args)]
pub(crate) struct Look {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// Rules to apply: `default`, `strict`, `api`, …; replaces the default, `default,X` adds to it
    #[arg(
        long,
        value_name = "PRESET,…",
        value_delimiter = ',',
        value_parser = preset(),
        hide_possible_values = true,
        help_heading = "Rules"
    )]
    pub(crate) preset: Vec<Preset>,

    /// Only these rules or groups
    #[arg(
        long,
        value_name = "RULE,…",
        value_delimiter = ',',
        value_parser = RuleNames,
        hide_possible_values = true,
        help_heading = "Rules"
    )]
    pub(crate) select: Vec<String>,

    /// Not these rules or groups
    #[arg(
        long,
        value_name = "RULE,…",
        value_delimiter = ',',
        value_parser = RuleNames,
        hide_possible_values = true,
        help_heading = "Rules"
    )]
    pub(crate) ignore: Vec<String>,

    #[command(flatten)]
    pub(crate) inventory: Inventory,

    #[command(flatten)]
    pub(crate) kubernetes: KubernetesVersion,

    /// Read this config file, whatever everynode.yaml files there are
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "isolated",
        help_heading = "Rules"
    )]
    pub(crate) config: Option<PathBuf>,

    /// Leave out the findings that this file holds; everynode-baseline.json where there is one
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    pub(crate) baseline: Option<PathBuf>,

    /// Take what is mended out of the baseline
    #[arg(long, help_heading = "Rules")]
    pub(crate) prune: bool,

    /// Read no config file and no baseline
    #[arg(long, help_heading = "Rules")]
    pub(crate) isolated: bool,

    /// Leave out what the config excludes even where it is named (for hooks that name every changed file)
    #[arg(long, help_heading = "Input")]
    pub(crate) force_exclude: bool,

    /// Check what `helm template` makes of this chart
    #[arg(long, value_name = "CHART", help_heading = "Input")]
    pub(crate) helm: Vec<PathBuf>,

    /// Values for --helm
    #[arg(long, value_name = "FILE", requires = "helm", help_heading = "Input")]
    pub(crate) values: Vec<PathBuf>,

    /// Check what `kubectl kustomize` makes of this folder
    #[arg(long, value_name = "FOLDER", help_heading = "Input")]
    pub(crate) kustomize: Vec<PathBuf>,

    /// Print findings and nothing else
    #[arg(short, long, help_heading = "Output")]
    pub(crate) quiet: bool,

    /// Name every file that was skipped, and what was asked of rules that stayed silent
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Output")]
    pub(crate) verbose: bool,

    /// How many threads work
    #[arg(long, value_name = "N", hide = true)]
    pub(crate) threads: Option<usize>,
}

#[derive(Debug, Args)]
#[command(after_help = super::help::CHECK)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) look: Look,

    /// How to report: human, compact, json, jsonl, …; FORMAT=FILE writes to a file, several at once are fine
    #[arg(short, long, value_name = "FORMAT[=FILE]", value_parser = OutputParser, hide_possible_values = true, help_heading = "Output")]
    pub(crate) output: Vec<Output>,

    /// The lowest level that makes the exit code 1
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "warning",
        help_heading = "Exit code"
    )]
    pub(crate) fail_on: FailOn,

    /// Exit with 0 whatever was found
    #[arg(long, help_heading = "Exit code")]
    pub(crate) exit_zero: bool,

    /// Exit with 2 when there was nothing to check
    #[arg(long, help_heading = "Exit code")]
    pub(crate) fail_on_empty: bool,

    /// Print what counts for this file, and why
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) show_settings: Option<PathBuf>,

    /// Report only what lies on lines (or in objects) that changed since this commit
    #[arg(
        long,
        value_name = "GITREF",
        conflicts_with = "prune",
        help_heading = "Input"
    )]
    pub(crate) since: Option<String>,

    /// Write a comment that silences it, with this reason, beside each finding
    #[arg(long, value_name = "REASON", conflicts_with_all = ["watch", "since", "prune"], help_heading = "Rules")]
    pub(crate) add_ignores: Option<String>,

    /// Print the files that would be checked
    #[arg(long, help_heading = "Output")]
    pub(crate) show_files: bool,

    /// Print every finding, not the worst 50 alone
    #[arg(long, help_heading = "Output")]
    pub(crate) all: bool,

    /// Print how often each rule fired instead of the findings
    #[arg(long, help_heading = "Output")]
    pub(crate) statistics: bool,

    /// Stay, and check again whenever a file changes
    #[arg(long, conflicts_with = "prune", help_heading = "Input")]
    pub(crate) watch: bool,
}

#[derive(Debug, Args)]
#[command(after_help = super::help::READ)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// json is one line a document
    #[arg(short, long, default_value = "yaml")]
    pub(crate) output: DataFormat,

    /// With the defaults that the apiserver would add
    #[arg(long)]
    pub(crate) defaults: bool,

    #[command(flatten)]
    pub(crate) kubernetes: KubernetesVersion,
}

#[derive(Debug, Args)]
#[command(after_help = super::help::EXPLAIN)]
pub(crate) struct Explain {
    /// Rule ids, fields as kubectl writes them (`ds.spec.updateStrategy`), definitions (`apps.v1.DaemonSetSpec`)
    #[arg(value_name = "WHAT", required = true, value_parser = RuleNames, hide_possible_values = true)]
    pub(crate) what: Vec<String>,

    /// Every field below, as a tree
    #[arg(long)]
    pub(crate) recursive: bool,

    /// human or json
    #[arg(short, long, default_value = "human")]
    pub(crate) output: AnswerFormat,

    #[command(flatten)]
    pub(crate) kubernetes: KubernetesVersion,
}

#[derive(Debug, Args)]
pub(crate) struct ApiResources {
    /// human or json
    #[arg(short, long, default_value = "human")]
    pub(crate) output: AnswerFormat,

    #[command(flatten)]
    pub(crate) kubernetes: KubernetesVersion,
}

#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// human, json or markdown
    #[arg(short, long, default_value = "human")]
    pub(crate) output: TableFormat,

    /// Only the rules of these presets
    #[arg(long, value_name = "PRESET,…", value_delimiter = ',', value_parser = preset(), hide_possible_values = true)]
    pub(crate) preset: Vec<Preset>,
}

/// Where the nodes come from, and what is different about them today.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Nodes")]
pub(crate) struct Inventory {
    /// Nodes (and pods on them): a file or folder, `profile:NAME` for an invented cluster; may repeat
    #[arg(long, value_name = "FILE|DIR|profile:NAME")]
    pub(crate) nodes: Vec<String>,

    /// What if this node had this taint; NODE may be a glob, here and below
    #[arg(long, value_name = "NODE=KEY[=VALUE]:EFFECT")]
    pub(crate) taint: Vec<String>,

    /// What if this node did not have this taint
    #[arg(long, value_name = "NODE=KEY[:EFFECT]")]
    pub(crate) untaint: Vec<String>,

    /// What if this node had this label; `NODE=key-` takes it away
    #[arg(long, value_name = "NODE=KEY=VALUE")]
    pub(crate) label: Vec<String>,

    /// What if this node were cordoned
    #[arg(long, value_name = "NODE")]
    pub(crate) cordon: Vec<String>,

    /// What if this node were no longer cordoned
    #[arg(long, value_name = "NODE")]
    pub(crate) uncordon: Vec<String>,
}

/// How `place` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlaceFormat {
    /// For people.
    Human,
    /// For people, with every column and node.
    Wide,
    /// One JSON object.
    Json,
    /// A table for a pull request.
    Markdown,
}

#[derive(Debug, Args)]
#[command(after_help = super::help::PLACE)]
pub(crate) struct Place {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    #[command(flatten)]
    pub(crate) inventory: Inventory,

    /// Tell the whole story of this node
    #[arg(long, value_name = "NODE")]
    pub(crate) node: Vec<String>,

    /// Exit with 1 when a workload misses a node
    #[arg(long)]
    pub(crate) fail_on_missed: bool,

    /// Write a page with the nodes and workloads
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,

    /// human, wide, json or markdown
    #[arg(short, long, default_value = "human")]
    pub(crate) output: PlaceFormat,

    /// Read no config file
    #[arg(long)]
    pub(crate) isolated: bool,

    #[command(flatten)]
    pub(crate) kubernetes: KubernetesVersion,
}

#[derive(Debug, Args)]
#[command(after_help = super::help::ROLLOUT)]
pub(crate) struct Rollout {
    /// What the cluster has, then what comes: two files or folders (with --against the new ones alone)
    #[arg(value_name = "OLD NEW", num_args = 0..)]
    pub(crate) paths: Vec<PathBuf>,

    /// What the cluster has is what this commit of the repository holds
    #[arg(long, value_name = "GITREF")]
    pub(crate) against: Option<String>,

    /// Judge `kubectl replace` in place of `kubectl apply`
    #[arg(long)]
    pub(crate) replace: bool,

    #[command(flatten)]
    pub(crate) inventory: Inventory,

    /// Seconds from the start of a pod until it is Ready
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) ready_after: u32,

    /// What if this node were NotReady; may be a glob, may repeat
    #[arg(long, value_name = "NODE")]
    pub(crate) unready: Vec<String>,

    /// What if the pods of the new version never got Ready
    #[arg(long)]
    pub(crate) broken: bool,

    /// Who is away when, step by step in kubectl's columns
    #[arg(long)]
    pub(crate) timeline: bool,

    /// Write a page with the nodes and the timeline
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,

    /// human or json
    #[arg(short, long, default_value = "human")]
    pub(crate) output: AnswerFormat,

    /// Read no config file
    #[arg(long)]
    pub(crate) isolated: bool,

    #[command(flatten)]
    pub(crate) kubernetes: KubernetesVersion,
}

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// The scenario: nodes, DaemonSets, events over time; `-` is standard input
    #[arg(value_name = "SCENARIO")]
    pub(crate) scenario: PathBuf,

    /// human or json
    #[arg(short, long, default_value = "human")]
    pub(crate) output: AnswerFormat,
}

#[derive(Debug, Args)]
#[command(after_help = super::help::BASELINE)]
pub(crate) struct Baseline {
    #[command(flatten)]
    pub(crate) look: Look,

    /// Write all findings of today into the file
    #[arg(long, conflicts_with = "prune", help_heading = "Rules")]
    pub(crate) write: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Where to write it; the root of the repository when nothing is given
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Of what
    pub(crate) what: SchemaOf,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// For which shell
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Help {
    /// Of which verb
    pub(crate) verb: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Note,
    Warning,
    Error,
    Never,
}

impl FailOn {
    /// The lowest level that fails; None when none does.
    pub(crate) fn level(self) -> Option<Level> {
        match self {
            Self::Note => Some(Level::Note),
            Self::Warning => Some(Level::Warning),
            Self::Error => Some(Level::Error),
            Self::Never => None,
        }
    }
}

/// How a verb that prints Kubernetes data prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DataFormat {
    Yaml,
    Json,
}

/// How a verb that answers a question prints its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    Human,
    Json,
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    Config,
    Report,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    Nushell,
    Powershell,
    Elvish,
}

/// `1.33`, `v1.33.2` or `33` to 33.
fn minor(text: &str) -> Result<u8, String> {
    let wrong = || format!("{text:?} is not a Kubernetes version; write it like 1.33");
    let rest = text.strip_prefix('v').unwrap_or(text);
    let mut parts = rest.split('.');
    match (parts.next(), parts.next()) {
        (Some("1"), Some(minor)) => minor.parse().map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}
