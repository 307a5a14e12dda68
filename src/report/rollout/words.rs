//! Words that every report of a rollout uses.

use crate::report::plain;
use crate::rollout::{Forecast, ObjectChange, Refusal};
use serde_json::Value;

/// `DaemonSet logging/fluentd`.
pub(crate) fn title(object: &ObjectChange) -> String {
    let id = &object.id;
    let name = plain(id.name.as_deref().unwrap_or("<no name>"));
    let kind = plain(&id.kind);
    match &id.namespace {
        Some(namespace) => format!("{kind} {}/{name}", plain(namespace)),
        None => format!("{kind} {name}"),
    }
}

/// `45s`, `2m5s`, `1h10m`.
pub(crate) fn duration(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s}s"),
        (0, m, 0) => format!("{m}m"),
        (0, m, s) => format!("{m}m{s}s"),
        (h, m, _) => format!("{h}h{m}m"),
    }
}

/// A value on one line, shortened in the middle when it is long.
pub(crate) fn short(value: Option<&Value>) -> String {
    const LONGEST: usize = 60;
    let text = match value {
        None => return String::from("(none)"),
        Some(Value::String(text)) if text.is_empty() => String::from("\"\""),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    let text = plain(&text);
    let length = text.chars().count();
    if length <= LONGEST {
        return text.into_owned();
    }
    let half = LONGEST / 2 - 1;
    let head: String = text.chars().take(half).collect();
    let tail: String = text.chars().skip(length - half).collect();
    format!("{head} … {tail}")
}

/// `1 node at a time (maxUnavailable 1): 12 steps, 2m to 8m with …`
pub(crate) fn order(forecast: &Forecast) -> String {
    let steps = match forecast.stages.len() {
        0 => String::new(),
        1 => String::from(": 1 step"),
        count => format!(": {count} steps"),
    };
    let time = match forecast.seconds {
        Some((least, most)) if least == most => format!(", {}", duration(least)),
        Some((least, most)) => format!(", {} to {}", duration(least), duration(most)),
        None => String::new(),
    };
    let with = if time.is_empty() {
        String::new()
    } else {
        format!(
            " with readiness in {} s and terminationGracePeriodSeconds {}",
            forecast.ready_after, forecast.grace
        )
    };
    format!("{}{steps}{time}{with}", forecast.pace)
}

/// What to do about a refusal, where that is known.
pub(crate) fn help(object: &ObjectChange, refusal: &Refusal) -> Option<String> {
    if refusal.stage != "update" {
        return None;
    }
    let kind = &object.id.kind;
    let field = refusal.field.as_deref().unwrap_or_default();
    let orphan = matches!(
        kind.as_str(),
        "DaemonSet" | "Deployment" | "ReplicaSet" | "StatefulSet"
    );
    let immutable = refusal.detail.contains("immutable")
        || refusal.detail.contains("may not change")
        || refusal.detail.contains("are forbidden");
    if !immutable {
        return None;
    }
    Some(if orphan && field.starts_with("spec.selector") {
        format!(
            "keep `matchLabels` as it is, or delete and create the {kind} (--cascade=orphan keeps the pods)"
        )
    } else if orphan {
        format!("undo it, or delete and create the {kind} (--cascade=orphan keeps the pods)")
    } else {
        format!("undo it, or delete and create the {kind} (`kubectl replace --force`)")
    })
}
