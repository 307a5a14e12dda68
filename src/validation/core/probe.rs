//! Probes and lifecycle handlers.

use super::ports::validate_port_num_or_name;
use super::require;
use crate::model::core::{
    ExecAction, GRPCAction, HTTPGetAction, Lifecycle, Probe, SleepAction, TCPSocketAction,
};
use crate::model::field::{Field, Located};
use crate::model::values::names;
use crate::validation::{ErrorType, Errors};

const ONE_HANDLER: &str = "may not specify more than 1 handler type";
const HTTP_SCHEMES: [&str; 2] = ["HTTP", "HTTPS"];

/// `validateLivenessProbe` and `validateStartupProbe`.
pub(super) fn validate_single_success_probe(probe: &Field<Box<Probe>>, errs: &mut Errors<'_, '_>) {
    validate_probe(probe, errs);
    if let Some(probe) = probe.get()
        && probe.success_threshold.value() != 1
    {
        errs.invalid(&probe.success_threshold, "must be 1");
    }
}

/// `validateReadinessProbe`.
pub(super) fn validate_readiness_probe(probe: &Field<Box<Probe>>, errs: &mut Errors<'_, '_>) {
    validate_probe(probe, errs);
    if let Some(probe) = probe.get()
        && probe.termination_grace_period_seconds.is_set()
    {
        errs.invalid(
            &probe.termination_grace_period_seconds,
            "must not be set for readinessProbes",
        );
    }
}

/// `validateProbe`.
fn validate_probe(field: &Field<Box<Probe>>, errs: &mut Errors<'_, '_>) {
    let Some(probe) = field.get() else {
        return;
    };
    let handler = Handler {
        exec: &probe.exec,
        http_get: &probe.http_get,
        tcp_socket: &probe.tcp_socket,
        grpc: Some(&probe.grpc),
        sleep: None,
    };
    validate_handler(field, &handler, None, errs);
    for seconds in [
        &probe.initial_delay_seconds,
        &probe.timeout_seconds,
        &probe.period_seconds,
        &probe.success_threshold,
        &probe.failure_threshold,
    ] {
        if seconds.value() < 0 {
            errs.invalid(seconds, "must be greater than or equal to 0");
        }
    }
    let grace = &probe.termination_grace_period_seconds;
    if grace.get().is_some_and(|seconds| *seconds <= 0) {
        errs.invalid(grace, "must be greater than 0");
    }
}

/// `validateLifecycle`. `stopSignal` is dropped before (ContainerStopSignals is off).
pub(super) fn validate_lifecycle(
    lifecycle: &Lifecycle,
    grace_period: Option<i64>,
    errs: &mut Errors<'_, '_>,
) {
    for field in [&lifecycle.post_start, &lifecycle.pre_stop] {
        let Some(handler) = field.get() else {
            continue;
        };
        let handler = Handler {
            exec: &handler.exec,
            http_get: &handler.http_get,
            tcp_socket: &handler.tcp_socket,
            grpc: None,
            sleep: Some(&handler.sleep),
        };
        validate_handler(field, &handler, grace_period, errs);
    }
}

/// `commonHandler`.
struct Handler<'m> {
    exec: &'m Field<Box<ExecAction>>,
    http_get: &'m Field<Box<HTTPGetAction>>,
    tcp_socket: &'m Field<Box<TCPSocketAction>>,
    grpc: Option<&'m Field<Box<GRPCAction>>>,
    sleep: Option<&'m Field<Box<SleepAction>>>,
}

/// `validateHandler`.
fn validate_handler(
    at: &impl Located,
    handler: &Handler<'_>,
    grace_period: Option<i64>,
    errs: &mut Errors<'_, '_>,
) {
    let mut seen = false;
    if let Some(exec) = first_of(handler.exec, &mut seen, errs)
        && exec.command.is_empty()
    {
        errs.required(&exec.command, "");
    }
    if let Some(http) = first_of(handler.http_get, &mut seen, errs) {
        validate_http_get_action(http, errs);
    }
    if let Some(tcp) = first_of(handler.tcp_socket, &mut seen, errs) {
        validate_port_num_or_name(&tcp.port, errs);
    }
    if let Some(grpc) = handler.grpc.and_then(|f| first_of(f, &mut seen, errs)) {
        errs.invalid_each(&grpc.port, names::port_number(i64::from(grpc.port.value())));
    }
    if let Some(field) = handler.sleep
        && let Some(sleep) = first_of(field, &mut seen, errs)
    {
        validate_sleep_action(field, sleep, grace_period, errs);
    }
    let unreadable = handler.exec.is_invalid()
        || handler.http_get.is_invalid()
        || handler.tcp_socket.is_invalid()
        || handler.grpc.is_some_and(Located::is_invalid)
        || handler.sleep.is_some_and(Located::is_invalid);
    if !seen && !unreadable {
        errs.required(at, "must specify a handler type");
    }
}

/// The handler where it is there and none was before it; a second one is refused.
fn first_of<'m, T>(
    field: &'m Field<Box<T>>,
    seen: &mut bool,
    errs: &mut Errors<'_, '_>,
) -> Option<&'m T> {
    let handler = field.get()?;
    if *seen {
        errs.forbidden(field, ONE_HANDLER);
        return None;
    }
    *seen = true;
    Some(handler)
}

/// `validateHTTPGetAction`.
fn validate_http_get_action(http: &HTTPGetAction, errs: &mut Errors<'_, '_>) {
    require(&http.path, errs);
    validate_port_num_or_name(&http.port, errs);
    if !HTTP_SCHEMES.contains(&http.scheme.str()) {
        errs.not_supported(&http.scheme, &HTTP_SCHEMES);
    }
    for header in &http.http_headers {
        for detail in names::http_header_name(header.name.str()) {
            let path = errs.path(&http.http_headers);
            errs.add_as(ErrorType::Invalid, &header.name, path, detail);
        }
    }
}

/// `validateSleepAction`; PodLifecycleSleepActionAllowZero is on.
fn validate_sleep_action(
    at: &impl Located,
    sleep: &SleepAction,
    grace_period: Option<i64>,
    errs: &mut Errors<'_, '_>,
) {
    let seconds = sleep.seconds.value();
    if let Some(most) = grace_period
        && (seconds < 0 || seconds > most)
    {
        errs.invalid(
            at,
            format!("must be non-negative and less than terminationGracePeriodSeconds ({most})"),
        );
    }
}
