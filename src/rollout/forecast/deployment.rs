//! A Deployment's rollout: the arithmetic of maxSurge and maxUnavailable.
//!
//! Follows `pkg/controller/deployment/rolling.go`: `reconcileNewReplicaSet`, `reconcileOldReplicaSets`.

use super::{
    Circumstances, Ending, Forecast, Moment, Stage, counted, grace, number, ready_after, share,
    written,
};
use serde_json::Value;

const COLUMNS: &[&str] = &["READY", "UP-TO-DATE", "AVAILABLE"];
/// Changes of state that are followed; what is later goes on in the same way.
const MOST_STEPS: usize = 100_000;

pub(super) fn forecast(
    before: &Value,
    after: &Value,
    circumstances: Circumstances<'_>,
) -> Forecast {
    let replicas = number(after, "/spec/replicas", 1);
    let rolling = |key: &str| after.pointer(&format!("/spec/strategy/rollingUpdate/{key}"));
    let text = |pointer: &str| after.pointer(pointer).and_then(Value::as_str);
    let mut forecast = Forecast {
        pods: i64::try_from(replicas).ok(),
        kept: 0,
        pace: String::new(),
        stages: Vec::new(),
        ending: Ending::Complete,
        why: format!("the new version serves with {}", counted(replicas, "pod")),
        meanwhile: String::new(),
        stuck_if: None,
        seconds: None,
        ready_after: ready_after(after, circumstances),
        grace: grace(before),
        hashes: None,
        columns: COLUMNS,
        timeline: Vec::new(),
        lanes: Vec::new(),
    };
    let wait = forecast
        .ready_after
        .saturating_add(1)
        .saturating_add(number(after, "/spec/minReadySeconds", 0));
    let deadline = number(after, "/spec/progressDeadlineSeconds", 600);
    if after.pointer("/spec/paused") == Some(&Value::Bool(true)) {
        forecast.pace = String::from("not at all (paused)");
        forecast.ending = Ending::Stuck;
        forecast.why = String::from(
            "the Deployment is paused: the old version serves until `kubectl rollout resume`",
        );
        forecast.meanwhile = String::from("the old version serves");
        return forecast;
    }
    if text("/spec/strategy/type") == Some("Recreate") {
        recreate(&mut forecast, replicas, wait, circumstances.broken);
    } else {
        // `ResolveFenceposts`: both 0 would mean standstill.
        let surge = share(rolling("maxSurge"), replicas, true, 1);
        let mut unavailable = share(rolling("maxUnavailable"), replicas, false, 0);
        if surge == 0 && unavailable == 0 {
            unavailable = 1;
        }
        let unavailable = unavailable.min(replicas);
        forecast.pace = format!(
            "up to {} more and {} fewer at a time (maxSurge {}, maxUnavailable {})",
            counted(surge, "pod"),
            unavailable,
            written(rolling("maxSurge"), "25%"),
            written(rolling("maxUnavailable"), "25%"),
        );
        forecast.meanwhile = format!(
            "at least {} of {replicas} pods serve, of either version",
            replicas - unavailable
        );
        let rollout = Rolling {
            replicas,
            surge,
            unavailable,
            wait,
            broken: circumstances.broken,
        };
        rollout.play(&mut forecast);
    }
    if circumstances.broken && replicas > 0 {
        forecast.ending = Ending::Stuck;
        forecast.seconds = None;
        forecast.why = format!(
            "pods of the new version never get Ready; `kubectl rollout status` gives up after progressDeadlineSeconds {deadline}. \
             {}",
            forecast.why
        );
    }
    forecast
}

fn recreate(forecast: &mut Forecast, replicas: u64, wait: u64, broken: bool) {
    let pods = counted(replicas, "pod");
    forecast.pace = String::from("all pods at once (Recreate)");
    forecast.meanwhile =
        String::from("nothing serves from the end of the old pods until new ones are Ready");
    if broken {
        forecast.why = String::from("No pod serves: the old ones are gone first");
    }
    let count = usize::try_from(replicas).unwrap_or(usize::MAX);
    let moment = |seconds: u64, cells: [u64; 3], what: String| Moment {
        seconds,
        cells: cells.map(|cell| cell as i64).to_vec(),
        what,
    };
    let gone = forecast.grace;
    forecast.stages = vec![
        Stage {
            delete: count,
            ..Stage::default()
        },
        Stage {
            create: count,
            least: 1,
            most: gone,
            ..Stage::default()
        },
    ];
    forecast.timeline = vec![
        moment(
            0,
            [0, 0, 0],
            format!("applied; {pods} of the old version go"),
        ),
        moment(
            gone,
            [0, replicas, 0],
            format!("{pods} of the new version come"),
        ),
    ];
    if !broken {
        let end = gone.saturating_add(wait);
        forecast
            .timeline
            .push(moment(end, [replicas; 3], format!("{pods} available")));
        forecast.seconds = Some((1 + wait, end));
    }
}

/// A rolling update.
struct Rolling {
    replicas: u64,
    surge: u64,
    unavailable: u64,
    /// Seconds from the making of a pod until it is available.
    wait: u64,
    broken: bool,
}

impl Rolling {
    fn play(&self, forecast: &mut Forecast) {
        let (mut old, mut new, mut available) = (self.replicas, 0_u64, 0_u64);
        // When how many new pods become available, in order.
        let mut due: std::collections::VecDeque<(u64, u64)> = std::collections::VecDeque::new();
        let mut now = 0;
        for round in 0..MOST_STEPS {
            let (mut created, mut deleted) = (0, 0);
            loop {
                let room = (self.replicas + self.surge).saturating_sub(old + new);
                let create = (self.replicas - new).min(room);
                let least = self.replicas - self.unavailable;
                // What serves beyond the least that must; new pods that are not available yet do not count.
                let spare = (old + available).saturating_sub(least);
                let delete = old.min(spare);
                if create == 0 && delete == 0 {
                    break;
                }
                new += create;
                old -= delete;
                created += create;
                deleted += delete;
            }
            if created > 0 {
                due.push_back((now + self.wait, created));
            }
            let mut what = Vec::new();
            if round == 0 {
                what.push(String::from("applied"));
            }
            if deleted > 0 {
                let verb = if deleted == 1 { "goes" } else { "go" };
                what.push(format!("{} {verb}", counted(deleted, "old pod")));
            }
            if created > 0 {
                let verb = if created == 1 { "comes" } else { "come" };
                what.push(format!("{} {verb}", counted(created, "new pod")));
            }
            forecast.timeline.push(Moment {
                seconds: now,
                cells: [old + available, new, old + available]
                    .map(|cell| cell as i64)
                    .to_vec(),
                what: what.join("; "),
            });
            if created + deleted > 0 {
                forecast.stages.push(Stage {
                    create: usize::try_from(created).unwrap_or(usize::MAX),
                    delete: usize::try_from(deleted).unwrap_or(usize::MAX),
                    least: now,
                    most: now,
                    ..Stage::default()
                });
            }
            match due.pop_front().filter(|_| !self.broken) {
                Some((at, count)) => {
                    now = at;
                    available += count;
                }
                None => break,
            }
        }
        if self.broken {
            forecast.why = format!(
                "The old version goes on serving with {} of {} pods, {} of the new one are there",
                old, self.replicas, new
            );
        } else {
            forecast.seconds = Some((now, now));
        }
    }
}
