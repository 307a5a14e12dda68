//! Cron schedules of CronJobs. Follows `ParseStandard` of `github.com/robfig/cron/v3` and how Kubernetes calls it
//! (`ParseCronScheduleWithPanicRecovery`). Knows the text; `cron_next` knows when it fires.
use super::duration::Duration;
use super::zone::Zone;
use super::{ValueError, atoi};

/// Set where a field is `*` or `?`: with it in one of the day fields both must match, else either.
pub(super) const STAR: u64 = 1 << 63;

/// When a CronJob runs.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Written into the schedule (`TZ=…`).
    zone: Option<Zone>,
    pub(super) times: Times,
}

/// The kinds of schedules.
#[derive(Clone, Debug)]
pub(super) enum Times {
    /// `@every`: the distance in seconds.
    Every(i64),
    /// The five fields.
    Fields(Fields),
}

/// Bits of the numbers that match.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) minute: u64,
    pub(super) hour: u64,
    pub(super) day_of_month: u64,
    pub(super) month: u64,
    pub(super) day_of_week: u64,
}

struct Bounds {
    min: u64,
    max: u64,
    /// Names of the numbers from `min` on.
    names: &'static [&'static str],
}

const MINUTES: Bounds = bounds(0, 59, &[]);
const HOURS: Bounds = bounds(0, 23, &[]);
const DAYS: Bounds = bounds(1, 31, &[]);
const MONTHS: Bounds = bounds(
    1,
    12,
    &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ],
);
const WEEKDAYS: Bounds = bounds(0, 6, &["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

const fn bounds(min: u64, max: u64, names: &'static [&'static str]) -> Bounds {
    Bounds { min, max, names }
}

impl Schedule {
    /// Reads a schedule.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        parse(text).map_err(ValueError::new)
    }

    /// The schedule of a CronJob (`formatSchedule` of the controller): `time_zone` counts unless it is unknown or the schedule
    /// names one itself.
    pub fn of_cron_job(schedule: &str, time_zone: Option<&str>) -> Result<Self, ValueError> {
        let mut parsed = Schedule::parse(schedule)?;
        if !schedule.contains("TZ")
            && let Some(name) = time_zone
            && let Ok(zone) = Zone::load(name)
        {
            parsed.zone = Some(zone);
        }
        Ok(parsed)
    }

    /// The zone in which the fields are meant; UTC where none is given (clusters usually run in UTC).
    pub fn zone(&self) -> &Zone {
        const UTC: &Zone = &Zone::UTC;
        self.zone.as_ref().unwrap_or(UTC)
    }
}

/// `Parser.Parse`.
fn parse(text: &str) -> Result<Schedule, String> {
    if text.is_empty() {
        return Err("empty spec string".to_owned());
    }
    let mut zone = None;
    let mut rest = text;
    let named = text.strip_prefix("CRON_TZ=").or(text.strip_prefix("TZ="));
    if let Some(after) = named {
        let Some((name, after)) = after.split_once(' ') else {
            // Kubernetes recovers from the panic of the parser and reports it.
            return Err(
                "invalid schedule format: runtime error: slice bounds out of range [:-1]"
                    .to_owned(),
            );
        };
        let loaded = Zone::load(name);
        let loaded = loaded.map_err(|why| format!("provided bad location {name}: {why}"))?;
        // `Local` means the zone that would count without it.
        zone = (name != "Local").then_some(loaded);
        rest = after.trim();
    }
    let times = if rest.starts_with('@') {
        descriptor(rest)?
    } else {
        Times::Fields(fields(rest)?)
    };
    Ok(Schedule { zone, times })
}

fn fields(text: &str) -> Result<Fields, String> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, day_of_month, month, day_of_week] = parts.as_slice() else {
        return Err(format!(
            "expected exactly 5 fields, found {}: [{}]",
            parts.len(),
            parts.join(" ")
        ));
    };
    Ok(Fields {
        minute: field(minute, &MINUTES)?,
        hour: field(hour, &HOURS)?,
        day_of_month: field(day_of_month, &DAYS)?,
        month: field(month, &MONTHS)?,
        day_of_week: field(day_of_week, &WEEKDAYS)?,
    })
}

/// `parseDescriptor`: `@daily` and its kin, `@every 1h`.
fn descriptor(text: &str) -> Result<Times, String> {
    let all = |b: &Bounds| bits(b.min, b.max, 1) | STAR;
    let daily = Fields {
        minute: 1,
        hour: 1,
        day_of_month: all(&DAYS),
        month: all(&MONTHS),
        day_of_week: all(&WEEKDAYS),
    };
    let first = 1 << 1;
    let fields = match text {
        "@yearly" | "@annually" => Fields {
            day_of_month: first,
            month: first,
            ..daily
        },
        "@monthly" => Fields {
            day_of_month: first,
            ..daily
        },
        "@weekly" => Fields {
            day_of_week: 1,
            ..daily
        },
        "@daily" | "@midnight" => daily,
        "@hourly" => Fields {
            hour: all(&HOURS),
            ..daily
        },
        _ => {
            let Some(every) = text.strip_prefix("@every ") else {
                return Err(format!("unrecognized descriptor: {text}"));
            };
            let duration = Duration::parse(every)
                .map_err(|why| format!("failed to parse duration {text}: {why}"))?;
            // Whole seconds, at least one.
            return Ok(Times::Every((duration.nanos / 1_000_000_000).max(1)));
        }
    };
    Ok(Times::Fields(fields))
}

/// `getField`: ranges with commas between them. Empty ranges are skipped, so `,` matches nothing and is no error.
fn field(text: &str, bounds: &Bounds) -> Result<u64, String> {
    text.split(',')
        .filter(|range| !range.is_empty())
        .try_fold(0, |bits, one| Ok(bits | range(one, bounds)?))
}

/// `getRange`: `*`, `5`, `mon-fri`, `*/2`, `10-20/3`.
fn range(text: &str, bounds: &Bounds) -> Result<u64, String> {
    let mut parts = text.split('/');
    let span = parts.next().unwrap_or("");
    let step = parts.next();
    let ends: Vec<&str> = span.split('-').collect();
    let (start, mut end, mut star) = match ends.as_slice() {
        ["*" | "?", ..] => (bounds.min, bounds.max, STAR),
        [one] => {
            let one = number(one, bounds.names, bounds.min)?;
            (one, one, 0)
        }
        [low, high] => {
            let low = number(low, bounds.names, bounds.min)?;
            (low, number(high, bounds.names, bounds.min)?, 0)
        }
        [low, ..] => {
            number(low, bounds.names, bounds.min)?;
            return Err(format!("too many hyphens: {text}"));
        }
        [] => (0, 0, 0),
    };
    if parts.next().is_some() {
        return Err(format!("too many slashes: {text}"));
    }
    let step = match step {
        None => 1,
        Some(step) => {
            let step = number(step, &[], 0)?;
            if ends.len() == 1 {
                end = bounds.max;
            }
            if step > 1 {
                star = 0;
            }
            step
        }
    };
    if start < bounds.min {
        return Err(format!(
            "beginning of range ({start}) below minimum ({}): {text}",
            bounds.min
        ));
    }
    if end > bounds.max {
        return Err(format!(
            "end of range ({end}) above maximum ({}): {text}",
            bounds.max
        ));
    }
    if start > end {
        return Err(format!(
            "beginning of range ({start}) beyond end of range ({end}): {text}"
        ));
    }
    if step == 0 {
        return Err(format!("step of range should be a positive number: {text}"));
    }
    Ok(bits(start, end, step) | star)
}

/// `parseIntOrName`.
fn number(text: &str, names: &[&str], first: u64) -> Result<u64, String> {
    let lower = text.to_lowercase();
    if let Some((_, number)) = names.iter().zip(first..).find(|(n, _)| **n == lower) {
        return Ok(number);
    }
    let number = atoi(text).map_err(|why| format!("failed to parse int from {text}: {why}"))?;
    u64::try_from(number).map_err(|_| format!("negative number ({number}) not allowed: {text}"))
}

/// `getBits`; all numbers are below 60.
fn bits(start: u64, end: u64, step: u64) -> u64 {
    let step = usize::try_from(step).unwrap_or(usize::MAX).max(1);
    (start..=end).step_by(step).fold(0, |bits, n| bits | 1 << n)
}
