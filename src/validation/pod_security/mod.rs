//! The Pod Security Standards, as the admission plugin judges them.
//!
//! Follows `k8s.io/pod-security-admission/policy` of 0.36.3: the checks in the order of their ids, baseline before
//! restricted, each as the chosen version of the policy has it. Knows pods; knows no namespace and no output.

mod confinement;
mod hosts;
mod privileges;
mod volumes;

use crate::model::Slot;
use crate::model::core::{
    Container, ContainerPort, EphemeralContainer, Lifecycle, PodSpec, Probe, SecurityContext,
};
use crate::model::field::{Field, List, Obj};
use crate::model::meta::ObjectMeta;

/// The newest version of the policy (`latest`): minor version of Kubernetes 1.
pub const LATEST: u8 = 36;

/// A level of the policy; `privileged` forbids nothing and has no place here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Known ways to gain privileges are shut.
    Baseline,
    /// Best practice for hardened pods; all of baseline too.
    Restricted,
}

impl Level {
    /// `baseline` or `restricted`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

/// What a check forbids in a pod.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// `ForbiddenReason`.
    pub reason: &'static str,
    /// `ForbiddenDetail`.
    pub detail: String,
    /// The fields it is about, in the order in which they were met.
    pub fields: Vec<Slot>,
}

/// A pod as the checks see it.
#[derive(Clone, Copy)]
struct Pod<'m> {
    meta: &'m Obj<ObjectMeta>,
    spec: &'m Obj<PodSpec>,
    /// Minor version of the policy.
    version: u8,
}

/// The parts of a container that checks look at.
#[derive(Clone, Copy)]
struct ContainerView<'m> {
    name: &'m str,
    slot: Slot,
    /// The field of the security context, for what is missing in it.
    context_field: Slot,
    context: Option<&'m SecurityContext>,
    ports: &'m List<Obj<ContainerPort>>,
    probes: [&'m Field<Box<Probe>>; 3],
    lifecycle: &'m Field<Box<Lifecycle>>,
}

macro_rules! view_of {
    ($container:ty) => {
        impl<'m> From<&'m Obj<$container>> for ContainerView<'m> {
            fn from(container: &'m Obj<$container>) -> Self {
                Self {
                    name: container.name.str(),
                    slot: container.slot,
                    context_field: container.security_context.slot,
                    context: container.security_context.get().map(|context| &**context),
                    ports: &container.ports,
                    probes: [
                        &container.liveness_probe,
                        &container.readiness_probe,
                        &container.startup_probe,
                    ],
                    lifecycle: &container.lifecycle,
                }
            }
        }
    };
}
view_of!(Container);
view_of!(EphemeralContainer);

impl<'m> Pod<'m> {
    /// `visitContainers`: init containers, containers, ephemeral containers.
    fn containers(self) -> impl Iterator<Item = ContainerView<'m>> {
        let plain = self
            .spec
            .init_containers
            .iter()
            .chain(&self.spec.containers);
        let ephemeral = self.spec.ephemeral_containers.iter();
        plain
            .map(ContainerView::from)
            .chain(ephemeral.map(ContainerView::from))
    }

    fn is_windows(self) -> bool {
        self.spec.os.get().is_some_and(|os| os.name == "windows")
    }

    /// `relaxPolicyForUserNamespacePod`.
    fn has_own_users(self) -> bool {
        self.spec.host_users.get() == Some(&false)
    }
}

/// Who sets something that is forbidden: the pod itself, containers by name.
#[derive(Default)]
struct Setters<'m> {
    pod: bool,
    containers: Vec<&'m str>,
    fields: Vec<Slot>,
}

impl<'m> Setters<'m> {
    fn pod(&mut self, field: Slot) {
        self.pod = true;
        self.fields.push(field);
    }

    fn container(&mut self, container: &ContainerView<'m>, field: Slot) {
        self.containers.push(container.name);
        self.fields.push(field);
    }

    fn is_empty(&self) -> bool {
        !self.pod && self.containers.is_empty()
    }

    /// `pod and containers "a", "b"`.
    fn shown(&self) -> String {
        let mut parts = Vec::new();
        if self.pod {
            parts.push("pod".to_owned());
        }
        if !self.containers.is_empty() {
            parts.push(containers(&self.containers));
        }
        parts.join(" and ")
    }
}

/// `container "a"`, `containers "a", "b"`.
fn containers(names: &[&str]) -> String {
    let noun = plural(names.len(), "container", "containers");
    format!("{noun} {}", quoted(names))
}

/// `joinQuote`: without escapes.
fn quoted(items: &[&str]) -> String {
    if items.is_empty() {
        return String::new();
    }
    format!("\"{}\"", items.join("\", \""))
}

/// `pluralize`.
const fn plural(count: usize, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

/// Adds a value to a list that is kept sorted and without repetition.
fn insert<'m>(values: &mut Vec<&'m str>, value: &'m str) {
    if let Err(at) = values.binary_search(&value) {
        values.insert(at, value);
    }
}

/// `EvaluatePod`. `version` is the minor version of the policy; what is newer than [`LATEST`] is judged as that.
#[must_use]
pub fn evaluate(
    level: Level,
    version: u8,
    meta: &Obj<ObjectMeta>,
    spec: &Obj<PodSpec>,
) -> Vec<Violation> {
    let pod = Pod {
        meta,
        spec,
        version: version.min(LATEST),
    };
    let baseline = level == Level::Baseline;
    let restricted = !baseline;
    // A pod of Windows has no capabilities; the restricted check drops them and overrides the one of baseline.
    let checks: [Option<Violation>; 16] = [
        confinement::app_armor_profile(pod),
        baseline
            .then(|| privileges::capabilities_baseline(pod))
            .flatten(),
        hosts::host_namespaces(pod),
        baseline.then(|| volumes::host_path_volumes(pod)).flatten(),
        hosts::host_ports(pod),
        hosts::host_probes_and_lifecycle(pod),
        privileges::privileged(pod),
        (baseline || pod.version < 35)
            .then(|| confinement::proc_mount_baseline(pod))
            .flatten(),
        confinement::se_linux_options(pod),
        baseline
            .then(|| confinement::seccomp_profile_baseline(pod))
            .flatten(),
        confinement::sysctls(pod),
        hosts::windows_host_process(pod),
        restricted
            .then(|| privileges::allow_privilege_escalation(pod))
            .flatten(),
        restricted
            .then(|| privileges::capabilities_restricted(pod))
            .flatten(),
        (restricted && pod.version >= 35)
            .then(|| confinement::proc_mount(pod))
            .flatten(),
        restricted
            .then(|| volumes::restricted_volumes(pod))
            .flatten(),
    ];
    let mut violations: Vec<Violation> = checks.into_iter().flatten().collect();
    if restricted {
        violations.extend(privileges::run_as_non_root(pod));
        violations.extend(privileges::run_as_user(pod));
        violations.extend(confinement::seccomp_profile_restricted(pod));
    }
    violations
}
