//! When a schedule fires next. Follows `SpecSchedule.Next` of `github.com/robfig/cron/v3` step by step, because what it does
//! around changes of daylight saving time is what users get.
use super::cron::{Fields, STAR, Schedule, Times};
use super::zone::{Clock, Zone};

impl Schedule {
    /// The first run after an instant (both in seconds since 1970). None where there is none within five years.
    pub fn next(&self, after: i64) -> Option<i64> {
        match &self.times {
            Times::Every(seconds) => after.checked_add(*seconds),
            Times::Fields(fields) => {
                let empty = |bits: u64| bits & !STAR == 0;
                let days = fields.day_of_month | fields.day_of_week;
                if empty(fields.minute) || empty(fields.hour) || empty(fields.month) || empty(days)
                {
                    return None;
                }
                let search = Search {
                    fields,
                    zone: self.zone(),
                };
                search.next(after)
            }
        }
    }
}

struct Search<'a> {
    fields: &'a Fields,
    zone: &'a Zone,
}

fn has(bits: u64, number: i64) -> bool {
    bits >> number & 1 == 1
}

impl Search<'_> {
    fn next(&self, after: i64) -> Option<i64> {
        let mut at = after.checked_add(1)?;
        let last_year = self.zone.clock(at).year + 5;
        // Whether the smaller units have been set to their beginning.
        let mut reset = false;
        loop {
            if self.zone.clock(at).year > last_year {
                return None;
            }
            let found = self.month(&mut at, &mut reset)
                && self.day(&mut at, &mut reset)
                && self.hour(&mut at, &mut reset)
                && self.minute(&mut at, &mut reset)
                && self.second(&mut at, &mut reset);
            if found {
                return Some(at);
            }
        }
    }

    // Each goes forward to where its unit matches, and tells whether it got there before the next larger unit began anew.

    fn month(&self, at: &mut i64, reset: &mut bool) -> bool {
        loop {
            let mut clock = self.zone.clock(*at);
            if has(self.fields.month, clock.month) {
                return true;
            }
            if !*reset {
                *reset = true;
                let first = Clock { day: 1, ..clock };
                clock = self.zone.clock(self.zone.instant(first.day_start()));
            }
            *at = self.zone.instant(Clock {
                month: clock.month + 1,
                ..clock
            });
            if self.zone.clock(*at).month == 1 {
                return false;
            }
        }
    }

    fn day(&self, at: &mut i64, reset: &mut bool) -> bool {
        loop {
            let mut clock = self.zone.clock(*at);
            if self.day_matches(clock) {
                return true;
            }
            if !*reset {
                *reset = true;
                clock = self.zone.clock(self.zone.instant(clock.day_start()));
            }
            *at = self.zone.instant(Clock {
                day: clock.day + 1,
                ..clock
            });
            // Midnight may not exist on the day the clock is changed.
            let hour = self.zone.clock(*at).hour;
            if hour > 12 {
                *at += (24 - hour) * 3600;
            } else {
                *at -= hour * 3600;
            }
            if self.zone.clock(*at).day == 1 {
                return false;
            }
        }
    }

    fn day_matches(&self, clock: Clock) -> bool {
        let (month_days, weekdays) = (self.fields.day_of_month, self.fields.day_of_week);
        let of_month = has(month_days, clock.day);
        let of_week = has(weekdays, clock.weekday);
        if (month_days | weekdays) & STAR != 0 {
            of_month && of_week
        } else {
            of_month || of_week
        }
    }

    fn hour(&self, at: &mut i64, reset: &mut bool) -> bool {
        loop {
            let clock = self.zone.clock(*at);
            if has(self.fields.hour, clock.hour) {
                return true;
            }
            if !*reset {
                *reset = true;
                *at = self.zone.instant(clock.hour_start());
            }
            *at += 3600;
            if self.zone.clock(*at).hour == 0 {
                return false;
            }
        }
    }

    fn minute(&self, at: &mut i64, reset: &mut bool) -> bool {
        loop {
            let clock = self.zone.clock(*at);
            if has(self.fields.minute, clock.minute) {
                return true;
            }
            if !*reset {
                *reset = true;
                *at -= at.rem_euclid(60);
            }
            *at += 60;
            if self.zone.clock(*at).minute == 0 {
                return false;
            }
        }
    }

    /// Standard schedules fire at second 0.
    fn second(&self, at: &mut i64, reset: &mut bool) -> bool {
        let seconds = self.zone.clock(*at).second;
        if seconds == 0 {
            return true;
        }
        *reset = true;
        *at += 60 - seconds;
        false
    }
}
