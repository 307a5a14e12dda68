//! Why a pod does not get onto a node: small values, put into words only when somebody reads them.
//!
//! Knows the words of the scheduler; knows no output format.

use super::node::Node;
use super::pod::PodShape;
use crate::model::values::selector::Operator;
use crate::source::Span;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The node is cordoned.
    Unschedulable,
    /// `nodeName` is another node.
    NodeName,
    /// This taint of the node (its index) is not tolerated.
    Taint(u16),
    /// This entry of `nodeSelector` (its index) is not a label of the node.
    Selector(u16),
    /// No required term of the node affinity holds.
    Affinity,
    /// This host port of the pod (its index) is taken.
    Port(u16),
    /// The node takes no more pods.
    TooManyPods,
    /// There is not enough of this resource left.
    Insufficient(Box<str>),
}

/// A reason in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `untolerated-taint`, `node-selector`, …: what scripts read.
    pub kind: &'static str,
    /// The taint, where it is one.
    pub taint: Option<String>,
    /// In a person's words.
    pub message: String,
    /// What decides in the manifest.
    pub span: Span,
}

impl Why {
    /// What scripts call it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unschedulable => "unschedulable",
            Self::NodeName => "node-name",
            Self::Taint(_) => "untolerated-taint",
            Self::Selector(_) => "node-selector",
            Self::Affinity => "node-affinity",
            Self::Port(_) => "host-port",
            Self::TooManyPods | Self::Insufficient(_) => "insufficient-resource",
        }
    }

    /// The scheduler's plugin that says so.
    #[must_use]
    pub const fn filter(&self) -> &'static str {
        match self {
            Self::Unschedulable => "NodeUnschedulable",
            Self::NodeName => "NodeName",
            Self::Taint(_) => "TaintToleration",
            Self::Selector(_) | Self::Affinity => "NodeAffinity",
            Self::Port(_) => "NodePorts",
            Self::TooManyPods | Self::Insufficient(_) => "NodeResourcesFit",
        }
    }

    /// The scheduler's words.
    #[must_use]
    pub fn scheduler_text(&self) -> String {
        String::from(match self {
            Self::Unschedulable => "node(s) were unschedulable",
            Self::NodeName => "node(s) didn't match the requested node name",
            Self::Taint(_) => "node(s) had untolerated taint(s)",
            Self::Selector(_) | Self::Affinity => {
                "node(s) didn't match Pod's node affinity/selector"
            }
            Self::Port(_) => "node(s) didn't have free ports for the requested pod ports",
            Self::TooManyPods => "Too many pods",
            Self::Insufficient(name) => return format!("Insufficient {name}"),
        })
    }

    /// The reason in words, for that pod and that node.
    #[must_use]
    pub fn tell(&self, shape: &PodShape, node: &Node) -> Told {
        let (message, span, taint) = match self {
            Self::Unschedulable => (
                String::from("the node is cordoned"),
                shape.tolerations_at,
                None,
            ),
            Self::NodeName => {
                let (name, span) = shape
                    .node_name
                    .as_ref()
                    .map_or(("", shape.spec_at), |name| (name.value.as_str(), name.span));
                (format!("nodeName asks for {name}"), span, None)
            }
            Self::Taint(index) => {
                let taint = node.taints.get(usize::from(*index));
                let text = taint.map(ToString::to_string).unwrap_or_default();
                let near = taint.and_then(|taint| nearest_toleration(shape, &taint.key));
                (
                    format!("untolerated taint {text}"),
                    near.unwrap_or(shape.tolerations_at),
                    Some(text),
                )
            }
            Self::Selector(index) => match shape.node_selector.get(usize::from(*index)) {
                Some((key, value, span)) => {
                    let (kept_key, kept_value) =
                        (key, if value.is_empty() { "\"\"" } else { value });
                    (format!("no label {kept_key}={kept_value}"), *span, None)
                }
                None => (
                    String::from("nodeSelector does not match"),
                    shape.node_selector_at,
                    None,
                ),
            },
            Self::Affinity => {
                let span = shape
                    .affinity
                    .as_ref()
                    .map_or(shape.spec_at, |required| required.failing(node));
                (affinity_message(shape, node), span, None)
            }
            Self::Port(index) => match shape.host_ports.get(usize::from(*index)) {
                Some(port) => (
                    format!("host port {}/{} is taken", port.port, port.protocol),
                    port.span,
                    None,
                ),
                None => (
                    String::from("a host port is taken"),
                    shape.containers_at,
                    None,
                ),
            },
            Self::TooManyPods => (
                String::from("the node takes no more pods"),
                shape.containers_at,
                None,
            ),
            Self::Insufficient(name) => {
                (format!("not enough {name} left"), shape.containers_at, None)
            }
        };
        Told {
            kind: self.kind(),
            taint,
            message,
            span,
        }
    }
}

/// The toleration that was probably meant: of the same key, and yet it does not meet the taint.
fn nearest_toleration(shape: &PodShape, key: &str) -> Option<Span> {
    shape
        .tolerations
        .iter()
        .find(|toleration| toleration.value.key == key)
        .and_then(|toleration| toleration.span)
}

fn affinity_message(shape: &PodShape, node: &Node) -> String {
    let Some(required) = &shape.affinity else {
        return String::from("no required term of the node affinity holds");
    };
    let [term] = required.terms.as_slice() else {
        return match required.terms.len() {
            0 => String::from("the node affinity has no term that could match"),
            count => format!("none of the {count} node affinity terms holds"),
        };
    };
    if let Some((_, why)) = &term.broken {
        return format!("the node affinity matches no node: {why}");
    }
    if let Some(failing) = term.expressions.iter().find(|one| !one.matches(node)) {
        let (key, values) = (failing.value.key(), failing.value.values());
        let shown = values
            .iter()
            .take(4)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        let list = if values.len() > 4 {
            format!("{shown}, …")
        } else {
            shown
        };
        return match failing.value.operator() {
            Operator::In | Operator::Equals | Operator::DoubleEquals => {
                format!("the node affinity wants {key} in ({list})")
            }
            Operator::NotIn | Operator::NotEquals => {
                format!("the node affinity wants {key} not in ({list})")
            }
            Operator::Exists => format!("the node affinity wants a label {key}"),
            Operator::DoesNotExist => format!("the node affinity wants no label {key}"),
            Operator::GreaterThan => format!("the node affinity wants {key} above {list}"),
            Operator::LessThan => format!("the node affinity wants {key} below {list}"),
        };
    }
    String::from("the node affinity asks for other nodes by name")
}
