//! A StatefulSet's rollout: from the highest ordinal down to the partition, each pod available before the next goes.
//!
//! Follows `pkg/controller/statefulset/stateful_set_control.go`: `updateStatefulSet`.

use super::{
    Circumstances, Ending, Forecast, Moment, Stage, counted, grace, number, ready_after, share,
    some, written,
};
use serde_json::Value;

const COLUMNS: &[&str] = &["READY", "UP-TO-DATE", "AVAILABLE"];

pub(super) fn forecast(
    before: &Value,
    after: &Value,
    circumstances: Circumstances<'_>,
) -> Forecast {
    let replicas = number(after, "/spec/replicas", 1);
    let first = number(after, "/spec/ordinals/start", 0);
    let partition = number(after, "/spec/updateStrategy/rollingUpdate/partition", 0);
    let name = after
        .pointer("/metadata/name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let at_once = after.pointer("/spec/updateStrategy/rollingUpdate/maxUnavailable");
    // `getStatefulSetMaxUnavailable`: rounded up where that gives none.
    let step = share(at_once, replicas, false, 1).max(1);
    let ready_after = ready_after(after, circumstances);
    let grace = grace(before);
    let pods: Vec<String> = (first.max(partition)..first.saturating_add(replicas))
        .rev()
        .map(|ordinal| format!("{name}-{ordinal}"))
        .collect();
    let kept = replicas - pods.len() as u64;
    let mut forecast = Forecast {
        pods: i64::try_from(replicas).ok(),
        kept,
        pace: format!(
            "{} at a time from the highest ordinal down{}{}",
            counted(step, "pod"),
            match at_once {
                Some(_) => format!(" (maxUnavailable {})", written(at_once, "1")),
                None => String::new(),
            },
            if partition > 0 {
                format!(", down to partition {partition}")
            } else {
                String::new()
            },
        ),
        stages: Vec::new(),
        ending: Ending::Complete,
        why: match kept {
            0 => format!("the new version serves with {}", counted(replicas, "pod")),
            kept => format!(
                "partition {partition}: {} keep the old version, {} get the new one",
                counted(kept, "pod"),
                pods.len()
            ),
        },
        meanwhile: format!(
            "{} away at a time; lower ordinals serve the old version, higher ones the new one",
            counted(step, "pod")
        ),
        stuck_if: Some(String::from(
            "a pod of the new version does not get Ready: under podManagementPolicy OrderedReady going back does not mend it, \
             the pod has to be deleted by hand",
        )),
        seconds: None,
        ready_after,
        grace,
        hashes: None,
        columns: COLUMNS,
        timeline: Vec::new(),
        lanes: Vec::new(),
    };
    let strategy = after.pointer("/spec/updateStrategy/type");
    if strategy.and_then(Value::as_str) == Some("OnDelete") {
        forecast.pace = String::from("whenever a pod is deleted (OnDelete)");
        forecast.ending = Ending::WaitsForDelete;
        forecast.why = String::from(
            "updateStrategy OnDelete: the old version serves until somebody deletes its pods (`kubectl delete pod`)",
        );
        forecast.meanwhile = String::from("the old version serves");
        forecast.stuck_if = None;
        return forecast;
    }
    let wait = 1 + ready_after + number(after, "/spec/minReadySeconds", 0);
    let size = usize::try_from(step).unwrap_or(usize::MAX);
    let (mut least, mut most, mut done) = (0_u64, 0_u64, 0_u64);
    for batch in pods.chunks(size) {
        let count = batch.len() as u64;
        forecast.stages.push(Stage {
            who: batch.to_vec(),
            create: batch.len(),
            delete: batch.len(),
            least,
            most,
        });
        let cells =
            |ready: u64, updated: u64| [ready, updated, ready].map(|cell| cell as i64).to_vec();
        let applied = if done == 0 { "applied; " } else { "" };
        forecast.timeline.push(Moment {
            seconds: most,
            cells: cells(replicas - count, done),
            what: format!("{applied}{} goes", some(batch)),
        });
        forecast.timeline.push(Moment {
            seconds: most.saturating_add(grace),
            cells: cells(replicas - count, done + count),
            what: format!("{} comes back new", some(batch)),
        });
        if circumstances.broken {
            forecast.ending = Ending::Stuck;
            forecast.why = format!(
                "{} never gets Ready: {} of {replicas} pods go on with the old version; going back does not mend it \
                 under podManagementPolicy OrderedReady, the pod has to be deleted by hand",
                some(batch),
                replicas - count
            );
            return forecast;
        }
        done += count;
        least = least.saturating_add(1 + wait);
        most = most.saturating_add(grace + wait);
        if done == pods.len() as u64 {
            forecast.timeline.push(Moment {
                seconds: most,
                cells: cells(replicas, done),
                what: String::from("all of them available"),
            });
        }
    }
    forecast.seconds = Some((least, most));
    forecast
}
