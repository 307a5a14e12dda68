//! Built-in clusters of a kind: what nodes there typically look like. Examples, not promises.

use crate::suggest;

/// A built-in cluster.
#[derive(Clone, Copy, Debug)]
pub struct Profile {
    /// What `profile:` names it by.
    pub name: &'static str,
    /// What it is like, in a few words.
    pub about: &'static str,
    /// A list of nodes, as YAML.
    pub text: &'static str,
}

macro_rules! profile {
    ($name:literal, $about:literal) => {
        Profile {
            name: $name,
            about: $about,
            text: include_str!(concat!("../../data/profiles/", $name, ".yaml")),
        }
    };
}

static PROFILES: [Profile; 24] = [
    profile!(
        "aks",
        "AKS: a system pool, a user pool, a spot pool, a Windows pool and a virtual node"
    ),
    profile!(
        "cloud-uninitialized",
        "nodes of an external cloud provider: one in use, one that has just come up"
    ),
    profile!(
        "dedicated",
        "on-premises pools: storage, GPU, ingress, ARM, one that is merely preferred less"
    ),
    profile!(
        "degraded",
        "a kubeadm cluster in trouble: every condition that taints a node"
    ),
    profile!(
        "doks",
        "DigitalOcean Kubernetes with a general and a tainted database pool"
    ),
    profile!("eks-bottlerocket", "EKS with Bottlerocket nodes"),
    profile!(
        "eks-fargate",
        "EKS with a Fargate node beside a managed one"
    ),
    profile!("eks-gpu", "EKS with a tainted GPU node group"),
    profile!(
        "eks-managed",
        "EKS managed node groups: amd64, Graviton, spot and tainted"
    ),
    profile!("gke-gpu", "GKE with GPU and TPU pools, tainted as GKE does"),
    profile!(
        "gke-standard",
        "GKE Standard: a default pool, an Arm pool, a spot pool"
    ),
    profile!("gke-windows", "GKE with a Windows pool"),
    profile!(
        "k3s",
        "k3s: servers without taint, a dedicated server, arm64 agents"
    ),
    profile!(
        "karpenter",
        "Karpenter on AWS: nodes in use, starting up and being disrupted"
    ),
    profile!("kind", "kind: a control plane and two workers"),
    profile!(
        "kubeadm-1.23",
        "kubeadm 1.23: the control plane carries the taint `master`"
    ),
    profile!(
        "kubeadm-1.24",
        "kubeadm 1.24: the control plane carries both taints"
    ),
    profile!("kubeadm-ha", "kubeadm: three control planes, three workers"),
    profile!("microk8s", "MicroK8s: one node, no role, no taint"),
    profile!("minikube", "minikube: one node, no taint"),
    profile!("mixed-os", "kubeadm with Linux and Windows workers"),
    profile!("openshift", "OpenShift: masters, infra nodes, workers"),
    profile!(
        "rke2",
        "RKE2: a server with control-plane and etcd taints, a worker"
    ),
    profile!("talos", "Talos Linux: control planes and workers"),
];

/// Short names, and the profile that each stands for.
const SHORT: [(&str, &str); 4] = [
    ("eks", "eks-managed"),
    ("gke", "gke-standard"),
    ("kubeadm", "kubeadm-ha"),
    ("windows", "mixed-os"),
];

/// Every built-in cluster, sorted by name.
#[must_use]
pub fn profiles() -> &'static [Profile] {
    &PROFILES
}

/// The built-in cluster of that name.
///
/// # Errors
/// With what to write instead, when there is none.
pub fn profile(name: &str) -> Result<&'static Profile, String> {
    let full = SHORT
        .iter()
        .find(|(short, _)| *short == name)
        .map_or(name, |(_, full)| *full);
    PROFILES
        .iter()
        .find(|profile| profile.name == full)
        .ok_or_else(|| {
            let names = PROFILES.iter().map(|profile| profile.name);
            match suggest::closest(name, names.clone()) {
                Some(meant) => format!("did you mean `profile:{meant}`?"),
                None => format!("there are {}", names.collect::<Vec<_>>().join(", ")),
            }
        })
}
