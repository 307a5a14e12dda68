//! One node, read from its object: only what decides about pods is decoded.

use super::RULE;
use crate::diagnostic::{Diagnostic, Level};
use crate::model::core::Taint as WrittenTaint;
use crate::model::decode::objects;
use crate::model::field::{Field, List, Located, Map, Obj, Text};
use crate::model::values::taint::{EFFECTS, Taint, probable_effect};
use crate::model::values::{Quantity, names};
use crate::model::{ObjectTree, decode};
use crate::sim::node::{Amounts, Node};
use crate::source::{SourceId, Span};

objects! {
    /// The few fields of `core.v1.Node` that placement reads.
    struct SlimNode {
        metadata: Obj<SlimMeta>,
        spec: Obj<SlimSpec>,
        status: Obj<SlimStatus>,
    }

    struct SlimMeta {
        name: Field<Text>,
        labels: Map<Text>,
    }

    struct SlimSpec {
        taints: List<Obj<WrittenTaint>>,
        unschedulable: Field<bool>,
    }

    struct SlimStatus {
        allocatable: Map<Quantity>,
        capacity: Map<Quantity>,
    }
}

/// Reads a node, or says what cannot be.
pub(super) fn node(object: &ObjectTree<'_>, source: SourceId) -> Result<Node, Vec<Diagnostic>> {
    let slim: Obj<SlimNode> = decode(object);
    let (metadata, spec, status) = (&slim.metadata, &slim.spec, &slim.status);
    let mut problems = Vec::new();
    let mut wrong = |place: &dyn Located, what: &str| {
        if place.is_invalid() {
            problems.push(error(
                object.span(place.slot()),
                format!("{what} of the node cannot be read"),
            ));
        }
        place.is_invalid()
    };
    if !wrong(metadata, "`metadata`") {
        wrong(&metadata.name, "the name");
        wrong(&metadata.labels, "`labels`");
        for (key, value) in metadata
            .labels
            .entries()
            .iter()
            .filter(|(_, value)| value.is_invalid())
        {
            wrong(value, &format!("the label `{key}`"));
        }
    }
    if !wrong(spec, "`spec`") {
        wrong(&spec.taints, "`taints`");
        wrong(&spec.unschedulable, "`unschedulable`");
    }
    if !wrong(status, "`status`") {
        wrong(&status.allocatable, "`allocatable`");
        for (name, amount) in status
            .allocatable
            .entries()
            .iter()
            .filter(|(_, amount)| amount.is_invalid())
        {
            wrong(amount, &format!("the amount of `{name}`"));
        }
    }
    let name = metadata.name.str();
    if name.is_empty() && problems.is_empty() {
        problems.push(error(
            object.span(metadata.name.slot),
            String::from("a Node without a name"),
        ));
    }
    let taints = taints(&spec.taints, object, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let labels = metadata.labels.entries().iter();
    let mut labels: Vec<(Box<str>, Box<str>)> = labels
        .map(|(key, value)| (key.as_str().into(), value.str().into()))
        .collect();
    labels.sort();
    // What a kubelet offers; where it says nothing, all it has (`SetDefaults_NodeStatus`).
    let offers = [&status.allocatable, &status.capacity]
        .into_iter()
        .find(|map| !map.entries().is_empty());
    let allocatable = offers.map(|map| {
        let entries = map.entries().iter();
        Amounts::from_quantities(
            entries.filter_map(|(name, amount)| Some((name.as_str(), amount.get()?))),
        )
    });
    Ok(Node {
        name: name.into(),
        labels,
        taints,
        unschedulable: spec.unschedulable.value(),
        allocatable,
        at: (source, object.span(metadata.name.slot)),
    })
}

fn error(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(RULE, Level::Error, span, message)
}

/// `ValidateNodeTaints`, values apart: what no cluster could hold is no inventory. An odd value harms nobody: it is compared as
/// it stands.
fn taints(
    written: &List<Obj<WrittenTaint>>,
    object: &ObjectTree<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Taint> {
    let mut taints: Vec<Taint> = Vec::with_capacity(written.len());
    for item in written {
        if item.is_invalid() {
            problems.push(error(
                object.span(item.slot),
                String::from("a taint that cannot be read"),
            ));
            continue;
        }
        let taint = Taint::new(item.key.str(), item.value.str(), item.effect.str());
        let mut bad = |field: &Field<Text>, message: String| {
            problems.push(error(object.span(field.slot), message));
        };
        if let Some(why) = names::qualified_name(&taint.key).into_iter().next() {
            bad(
                &item.key,
                format!("`{}` is no key of a taint: {why}", taint.key),
            );
        }
        if taint.effect.is_empty() {
            bad(
                &item.effect,
                format!(
                    "the taint `{}` has no effect; effects are {}",
                    taint.key,
                    EFFECTS.join(", ")
                ),
            );
        } else if !EFFECTS.contains(&taint.effect.as_str()) {
            let hint = match probable_effect(&taint.effect) {
                Some(effect) => format!("did you mean `{effect}`?"),
                None => format!("effects are {}", EFFECTS.join(", ")),
            };
            bad(
                &item.effect,
                format!("there is no effect `{}`: {hint}", taint.effect),
            );
        }
        if taints.iter().any(|before| before.is_same_as(&taint)) {
            let message = format!(
                "the taint {}:{} is there twice; a node has one of a key and effect",
                taint.key, taint.effect
            );
            problems.push(error(object.span(item.slot), message));
        }
        taints.push(taint);
    }
    taints
}
