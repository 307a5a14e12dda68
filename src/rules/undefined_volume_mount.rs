//! `undefined-volume-mount`: a mount of a volume that the pod does not have.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::suggest;

pub(super) const RULE: Rule = Rule {
    id: "undefined-volume-mount",
    level: Level::Error,
    group: Group::Api,
    presets: &[
        Preset::Default,
        Preset::Api,
        Preset::Strict,
        Preset::KubeLinter,
    ],
    fix: None,
    page: include_str!("../../rules/undefined-volume-mount.md"),
    check: Check::Instead(check),
};

/// So many volumes are looked through for one that may be meant, and are too many to be told.
const CROWD: usize = 32;
/// Among more than these nothing is looked for, lest as many mounts take time by the square: Kubernetes' words must do.
const MOST: usize = 1_000;

fn check(generic: &Diagnostic, context: &ObjectContext<'_>) -> Option<Diagnostic> {
    let answer = generic.kubernetes.as_ref()?;
    let field = answer.field.as_deref()?;
    if answer.reason.as_deref() != Some("FieldValueNotFound") || !field.contains(".volumeMounts[") {
        return None;
    }
    let pods = context.pods()?;
    if pods.spec.volumes.len() > MOST {
        return None;
    }
    let name = context.text(generic.span).trim_matches(['"', '\'']);
    if let Some(volume) = pods.spec.volumes.iter().find(|volume| volume.name == name) {
        let mut better = RULE
            .at(
                generic.span,
                format!("mounts `{name}`, whose volume Kubernetes refuses"),
            )
            .label("follows from the volume")
            .path(generic.path.clone())
            .related(context.span(&volume.name), "the volume");
        better.caused_by = generic
            .caused_by
            .clone()
            .or_else(|| Some(context.path(volume)));
        return Some(better);
    }
    let better = RULE
        .at(
            generic.span,
            format!("mounts `{name}`, which is no volume of the pod"),
        )
        .label("no volume of this name")
        .path(generic.path.clone())
        .note(format!("Kubernetes refuses the {}.", context.id.kind));
    let volumes = pods.spec.volumes.iter().map(|volume| volume.name.str());
    let volumes: Vec<&str> = volumes.take(CROWD).collect();
    let help = match suggest::closest(name, volumes.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if volumes.is_empty() || volumes.len() == CROWD => {
            String::from("add it under `volumes` of the pod spec")
        }
        None => {
            let names: Vec<String> = volumes.iter().map(|volume| format!("`{volume}`")).collect();
            let names = super::words::list(&names);
            format!("add it under `volumes`, where there is {names}")
        }
    };
    Some(better.help(help))
}
