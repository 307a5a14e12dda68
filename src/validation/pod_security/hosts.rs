//! What reaches into the host: namespaces, ports, probes, host processes.

use super::{Pod, Setters, Violation, containers, insert, plural, quoted};
use crate::model::Slot;
use crate::model::field::{Field, Text};

/// `hostNamespaces_1_0`.
pub(super) fn host_namespaces(pod: Pod<'_>) -> Option<Violation> {
    let flags: [(&Field<bool>, &str); 3] = [
        (&pod.spec.host_network, "hostNetwork=true"),
        (&pod.spec.host_pid, "hostPID=true"),
        (&pod.spec.host_ipc, "hostIPC=true"),
    ];
    let set: Vec<&(&Field<bool>, &str)> = flags.iter().filter(|flag| flag.0.value()).collect();
    (!set.is_empty()).then(|| Violation {
        reason: "host namespaces",
        detail: set.iter().map(|flag| flag.1).collect::<Vec<_>>().join(", "),
        fields: set.iter().map(|flag| flag.0.slot).collect(),
    })
}

/// `hostPorts_1_0`.
pub(super) fn host_ports(pod: Pod<'_>) -> Option<Violation> {
    let mut names = Vec::new();
    let mut numbers: Vec<String> = Vec::new();
    let mut fields = Vec::new();
    for container in pod.containers() {
        let before = fields.len();
        for port in container.ports {
            // a port defaulting made (of the host network) is not counted
            if port.host_port.written().is_some() && port.host_port.value() != 0 {
                numbers.push(port.host_port.value().to_string());
                fields.push(port.host_port.slot);
            }
        }
        if fields.len() > before {
            names.push(container.name);
        }
    }
    if names.is_empty() {
        return None;
    }
    numbers.sort_unstable();
    numbers.dedup();
    Some(Violation {
        reason: "hostPort",
        detail: format!(
            "{} {} {} {}",
            containers(&names),
            plural(names.len(), "uses", "use"),
            plural(numbers.len(), "hostPort", "hostPorts"),
            numbers.join(", ")
        ),
        fields,
    })
}

/// `hostProbesAndHostLifecycleV1Dot34`.
pub(super) fn host_probes_and_lifecycle(pod: Pod<'_>) -> Option<Violation> {
    if pod.version < 34 {
        return None;
    }
    let mut names = Vec::new();
    let mut hosts = Vec::new();
    let mut fields: Vec<Slot> = Vec::new();
    for container in pod.containers() {
        let mut found: Vec<&Field<Text>> = Vec::new();
        for probe in container.probes.iter().filter_map(|probe| probe.get()) {
            found.extend(probe.http_get.get().map(|http| &http.host));
            found.extend(probe.tcp_socket.get().map(|tcp| &tcp.host));
        }
        if let Some(lifecycle) = container.lifecycle.get() {
            for handler in [&lifecycle.post_start, &lifecycle.pre_stop] {
                let Some(handler) = handler.get() else {
                    continue;
                };
                found.extend(handler.http_get.get().map(|http| &http.host));
                found.extend(handler.tcp_socket.get().map(|tcp| &tcp.host));
            }
        }
        for host in found.into_iter().filter(|host| !host.str().is_empty()) {
            insert(&mut names, container.name);
            insert(&mut hosts, host.str());
            fields.push(host.slot);
        }
    }
    (!names.is_empty()).then(|| Violation {
        reason: "probe or lifecycle host",
        detail: format!(
            "{} {} {} {}",
            containers(&names),
            plural(names.len(), "uses", "use"),
            plural(
                hosts.len(),
                "probe or lifecycle host",
                "probe or lifecycle hosts"
            ),
            quoted(&hosts)
        ),
        fields,
    })
}

/// `windowsHostProcess_1_0`.
pub(super) fn windows_host_process(pod: Pod<'_>) -> Option<Violation> {
    let mut setters = Setters::default();
    if let Some(context) = pod.spec.security_context.get()
        && let Some(options) = context.windows_options.get()
        && options.host_process.value()
    {
        setters.pod(options.host_process.slot);
    }
    for container in pod.containers() {
        if let Some(context) = container.context
            && let Some(options) = context.windows_options.get()
            && options.host_process.value()
        {
            setters.container(&container, options.host_process.slot);
        }
    }
    (!setters.is_empty()).then(|| Violation {
        reason: "hostProcess",
        detail: format!(
            "{} must not set securityContext.windowsOptions.hostProcess=true",
            setters.shown()
        ),
        fields: setters.fields,
    })
}
