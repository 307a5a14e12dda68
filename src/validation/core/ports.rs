//! Container ports.

use super::required_enum;
use crate::model::core::{Container, ContainerPort};
use crate::model::field::{Field, List, Obj};
use crate::model::values::{IntOrString, names};
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};

/// `supportedPortProtocols`.
pub(super) const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

/// `validateContainerPorts`.
pub(super) fn validate_container_ports(
    ports: &List<Obj<ContainerPort>>,
    errs: &mut Errors<'_, '_>,
) {
    let mut all_names = Seen::default();
    for port in ports {
        if !port.name.str().is_empty() {
            let details = names::port_name(port.name.str());
            if !details.is_empty() {
                errs.invalid_each(&port.name, details);
            } else if !all_names.insert(port.name.str()) {
                errs.duplicate(&port.name);
            }
        }
        if port.container_port.value() == 0 {
            errs.required(&port.container_port, "");
        } else {
            validate_port_num(&port.container_port, errs);
        }
        if port.host_port.value() != 0 {
            validate_port_num(&port.host_port, errs);
        }
        required_enum(&port.protocol, &PROTOCOLS, errs);
    }
}

/// `IsValidPortNum`.
pub(super) fn validate_port_num(port: &Field<i32>, errs: &mut Errors<'_, '_>) {
    errs.invalid_each(port, names::port_number(i64::from(port.value())));
}

/// `ValidatePortNumOrName`.
pub fn validate_port_num_or_name(port: &Field<IntOrString>, errs: &mut Errors<'_, '_>) {
    let details = port
        .get()
        .map_or_else(|| names::port_number(0), IntOrString::port_errors);
    errs.invalid_each(port, details);
}

/// `checkHostPortConflicts` over regular containers.
pub(super) fn check_host_port_conflicts(
    containers: &List<Obj<Container>>,
    errs: &mut Errors<'_, '_>,
) {
    let mut taken = Seen::default();
    for container in containers {
        for port in &container.ports {
            if let Some(key) = host_port_key(port)
                && !taken.insert(key)
            {
                errs.duplicate(&port.host_port);
            }
        }
    }
}

/// `checkHostPortConflicts` for one init container: Kubernetes always says `initContainers[0]`.
pub(super) fn check_init_host_port_conflicts(
    container: &Container,
    list: &List<Obj<Container>>,
    errs: &mut Errors<'_, '_>,
) {
    let mut taken = Seen::default();
    for (index, port) in container.ports.iter().enumerate() {
        if let Some(key) = host_port_key(port)
            && !taken.insert(key)
        {
            let path = format!("{}[0].ports[{index}].hostPort", errs.path(list));
            errs.add_as(ErrorType::Duplicate, &port.host_port, path, "");
        }
    }
}

fn host_port_key(port: &ContainerPort) -> Option<(&str, &str, i32)> {
    let number = port.host_port.value();
    (number != 0).then(|| (port.protocol.str(), port.host_ip.str(), number))
}
