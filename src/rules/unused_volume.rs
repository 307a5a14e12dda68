//! `unused-volume`: a volume that no container mounts.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::model::field::Located;

pub(super) const RULE: Rule = Rule {
    id: "unused-volume",
    level: Level::Warning,
    group: Group::Consistency,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/unused-volume.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    if context.partial || pods.spec.volumes.is_empty() {
        return;
    }
    let ephemeral = pods.spec.ephemeral_containers.iter();
    let lists = pods
        .all_containers()
        .map(|container| (&container.volume_mounts, &container.volume_devices));
    let lists: Vec<_> = lists
        .chain(ephemeral.map(|container| (&container.volume_mounts, &container.volume_devices)))
        .collect();
    if lists.is_empty()
        || lists
            .iter()
            .any(|(mounts, devices)| mounts.is_invalid() || devices.is_invalid())
    {
        return;
    }
    let names = lists.iter().flat_map(|(mounts, devices)| {
        let mounts = mounts.iter().map(|mount| mount.name.str());
        mounts.chain(devices.iter().map(|device| device.name.str()))
    });
    let mut mounted: Vec<&str> = names.collect();
    mounted.sort_unstable();
    let excepted = context.settings.rules.texts(RULE.id, "volumes");
    for volume in
        pods.spec.volumes.iter().filter(|volume| {
            volume.name.is_set() && mounted.binary_search(&volume.name.str()).is_err()
        })
    {
        let name = volume.name.str();
        if excepted.iter().any(|excepted| excepted == name) {
            continue;
        }
        out.push(
            context
                .report(&RULE, &volume.name, format!("volume `{name}` is mounted by no container"))
                .label("declared here, used nowhere")
                .note("The kubelet still sets it up: where its ConfigMap, Secret or claim is missing, the pod does not start.")
                .help("mount it, or remove it"),
        );
    }
}
