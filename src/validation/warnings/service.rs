//! Warnings about services.
//!
//! Follows `pkg/api/service/warnings.go`.

use super::Warnings;
use super::spec::warn_of_ip;
use crate::model::core::Service;
use crate::model::field::Located;
use crate::validation::core::service_ips::{cluster_ips, is_headless};

const TOPOLOGY_HINTS: &str = "service.kubernetes.io/topology-aware-hints";

/// `GetWarningsForService`.
pub(super) fn warn_of_service(service: &Service, out: &mut Warnings<'_, '_>) {
    fn say(at: &impl Located, text: &str, out: &mut Warnings<'_, '_>) {
        let path = out.path(at);
        out.say(at, path, text.to_owned());
    }
    let spec = &service.spec;
    if let Some(hints) = service.metadata.annotations.field(TOPOLOGY_HINTS) {
        let text = format!(
            "annotation {TOPOLOGY_HINTS} is deprecated, please use service.kubernetes.io/topology-mode instead"
        );
        say(hints, &text, out);
    }
    let headless = is_headless(spec);
    if headless {
        if !spec.load_balancer_ip.str().is_empty() {
            let text = "spec.loadBalancerIP is ignored for headless services";
            say(&spec.load_balancer_ip, text, out);
        }
        if !spec.external_i_ps.is_empty() {
            let text = "spec.externalIPs is ignored for headless services";
            say(&spec.external_i_ps, text, out);
        }
        if spec.session_affinity.str() != "None" {
            let text = "spec.SessionAffinity is ignored for headless services";
            say(&spec.session_affinity, text, out);
        }
    } else {
        for ip in cluster_ips(spec) {
            warn_of_ip(ip, out);
        }
        if !spec.external_i_ps.is_empty() {
            let text =
                "spec.externalIPs is deprecated and may no longer be implemented in some clusters";
            say(&spec.external_i_ps, text, out);
        }
    }
    for ip in &spec.external_i_ps {
        warn_of_ip(ip, out);
    }
    warn_of_ip(&spec.load_balancer_ip, out);
    if spec.r#type.str() != "ExternalName" && !spec.external_name.str().is_empty() {
        let text = "spec.externalName is ignored when spec.type is not \"ExternalName\"";
        say(&spec.external_name, text, out);
    }
    if spec.traffic_distribution == "PreferClose" {
        out.add(
            &spec.traffic_distribution,
            "\"PreferClose\" is deprecated; use \"PreferSameZone\"",
        );
    }
}
