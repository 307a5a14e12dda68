//! What if a node had this taint, that label, were cordoned? In kubectl's syntax; the node may be a glob.

use crate::model::values::names;
use crate::model::values::taint::{EFFECTS, Taint, TaintChange, probable_effect};
use crate::sim::node::{NO_SCHEDULE, Node};
use crate::suggest;
use globset::Glob;

/// One change to the nodes, as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhatIf<'t> {
    /// `NODE=key[=value]:Effect`, or with a `-` at the end to take it away.
    Taint(&'t str),
    /// `NODE=key[:Effect]`: take it away.
    Untaint(&'t str),
    /// `NODE=key=value`, or `NODE=key-`.
    Label(&'t str),
    /// `NODE`.
    Cordon(&'t str),
    /// `NODE`.
    Uncordon(&'t str),
}

/// Why a change is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIfError {
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
}

fn error(message: String, help: impl Into<String>) -> WhatIfError {
    WhatIfError {
        message,
        help: help.into(),
    }
}

const CORDON: &str = "node.kubernetes.io/unschedulable";

impl WhatIf<'_> {
    /// The option that asks for it.
    const fn option(self) -> &'static str {
        match self {
            Self::Taint(_) => "--taint",
            Self::Untaint(_) => "--untaint",
            Self::Label(_) => "--label",
            Self::Cordon(_) => "--cordon",
            Self::Uncordon(_) => "--uncordon",
        }
    }

    /// Changes the nodes.
    ///
    /// # Errors
    /// When the text is not understood, no node is meant, or what goes was not there.
    pub fn apply(self, nodes: &mut [Node]) -> Result<(), WhatIfError> {
        match self {
            Self::Taint(text) | Self::Untaint(text) => self.taint(text, nodes),
            Self::Label(text) => self.label(text, nodes),
            Self::Cordon(pattern) | Self::Uncordon(pattern) => {
                let cordon = matches!(self, Self::Cordon(_));
                for index in self.nodes(pattern, nodes)? {
                    let node = &mut nodes[index];
                    node.unschedulable = cordon;
                    // The node lifecycle controller says it with a taint, too.
                    node.taints.retain(|taint| taint.key != CORDON);
                    if cordon {
                        node.taints.push(Taint::new(CORDON, "", NO_SCHEDULE));
                    }
                }
                Ok(())
            }
        }
    }

    fn taint(self, text: &str, nodes: &mut [Node]) -> Result<(), WhatIfError> {
        let (pattern, taint) = self.split(text)?;
        let removes = matches!(self, Self::Untaint(_)) && !taint.ends_with('-');
        let taint = format!("{taint}{}", if removes { "-" } else { "" });
        let change = TaintChange::parse(&[taint.as_str()])
            .map_err(|why| self.bad_taint(&taint, why.as_str()))?;
        let meant = self.nodes(pattern, nodes)?;
        let mut missing = 0;
        for index in &meant {
            let (after, errors) = change.apply(&nodes[*index].taints);
            missing += usize::from(!errors.is_empty());
            nodes[*index].taints = after;
        }
        if missing == meant.len() && !change.remove.is_empty() {
            let taint = taint.trim_end_matches('-');
            return Err(error(
                format!("{}: there is no taint {taint} on {pattern}", self.option()),
                there(&meant, nodes),
            ));
        }
        Ok(())
    }

    fn label(self, text: &str, nodes: &mut [Node]) -> Result<(), WhatIfError> {
        let (pattern, label) = self.split(text)?;
        let (key, value) = match (label.split_once('='), label.strip_suffix('-')) {
            (Some((key, value)), _) => (key, Some(value)),
            (None, Some(key)) => (key, None),
            (None, None) => {
                let help = format!(
                    "`--label {pattern}={label}=VALUE` sets it, `--label {pattern}={label}-` takes it away"
                );
                return Err(error(
                    format!("--label {text}: a label without a value"),
                    help,
                ));
            }
        };
        let wrong = names::qualified_name(key)
            .into_iter()
            .chain(value.map(names::label_value).unwrap_or_default());
        if let Some(why) = wrong.into_iter().next() {
            return Err(error(
                format!("--label {text}: {why}"),
                "write NODE=key=value, as for `kubectl label node`",
            ));
        }
        for index in self.nodes(pattern, nodes)? {
            nodes[index].set_label(key, value);
        }
        Ok(())
    }

    /// The node and what comes behind the first `=`.
    fn split(self, text: &str) -> Result<(&str, &str), WhatIfError> {
        let parts = text
            .split_once('=')
            .filter(|(node, rest)| !node.is_empty() && !rest.is_empty());
        parts.ok_or_else(|| {
            let form = match self {
                Self::Label(_) => "NODE=key=value",
                _ => "NODE=key=value:Effect",
            };
            let help = format!("write {form}; NODE may be a glob such as `worker-*`");
            error(
                format!("{} {text}: which node, and what?", self.option()),
                help,
            )
        })
    }

    fn bad_taint(self, taint: &str, why: &str) -> WhatIfError {
        let option = self.option();
        let taint = taint.trim_end_matches('-');
        match taint.rsplit_once(':').map(|(_, effect)| effect) {
            Some(effect) if !EFFECTS.contains(&effect) => {
                let help = match probable_effect(effect) {
                    Some(meant) if !effect.is_empty() => format!("did you mean `{meant}`?"),
                    _ => format!("effects are {}", EFFECTS.join(", ")),
                };
                error(format!("{option}: there is no effect `{effect}`"), help)
            }
            None if names::qualified_name(taint.split('=').next().unwrap_or_default())
                .is_empty() =>
            {
                let help = format!(
                    "write `{taint}:NoSchedule` (effects are {})",
                    EFFECTS.join(", ")
                );
                error(format!("{option}: the taint `{taint}` has no effect"), help)
            }
            _ => error(
                format!("{option}: {why}"),
                "write NODE=key=value:Effect, as for `kubectl taint node`",
            ),
        }
    }

    /// The nodes that a name or a glob means.
    fn nodes(self, pattern: &str, nodes: &[Node]) -> Result<Vec<usize>, WhatIfError> {
        let glob = Glob::new(pattern).map(|glob| glob.compile_matcher());
        let glob = glob.map_err(|why| {
            error(
                format!("{}: {why}", self.option()),
                "`*` stands for any characters",
            )
        })?;
        let meant = nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| *node.name == *pattern || glob.is_match(&*node.name));
        let meant: Vec<usize> = meant.map(|(index, _)| index).collect();
        if !meant.is_empty() {
            return Ok(meant);
        }
        let help = match suggest::closest(pattern, nodes.iter().map(|node| &*node.name)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("the inventory has {}", some_names(nodes)),
        };
        Err(error(
            format!("{}: there is no node `{pattern}`", self.option()),
            help,
        ))
    }
}

fn some_names(nodes: &[Node]) -> String {
    let names: Vec<&str> = nodes.iter().take(5).map(|node| &*node.name).collect();
    format!(
        "{}{}",
        names.join(", "),
        if nodes.len() > 5 { ", …" } else { "" }
    )
}

/// The taints that are there instead.
fn there(meant: &[usize], nodes: &[Node]) -> String {
    let mut taints: Vec<String> = meant
        .iter()
        .flat_map(|index| &nodes[*index].taints)
        .map(ToString::to_string)
        .collect();
    taints.sort();
    taints.dedup();
    taints.truncate(5);
    match taints.as_slice() {
        [] => String::from("there are no taints"),
        some => format!("there is {}", some.join(", ")),
    }
}
