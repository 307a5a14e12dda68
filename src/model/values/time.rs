//! `Time` and `MicroTime`: RFC 3339 as Go's `time.Parse` reads it (`metav1.Time`, `metav1.MicroTime`). Knows instants, no time zones.
use super::ValueError;
use super::duration::quote;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// An instant, printed with whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(Instant);

/// An instant, read and printed with microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MicroTime(Instant);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Instant {
    seconds: i64,
    nanos: u32,
}

impl Time {
    /// Reads RFC 3339 (`time.Parse(time.RFC3339, …)`).
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        parse(text, false).map(Time)
    }

    /// Seconds since 1970.
    pub fn from_unix(seconds: i64) -> Self {
        Time(Instant { seconds, nanos: 0 })
    }

    /// Seconds since 1970.
    pub fn unix(&self) -> i64 {
        self.0.seconds
    }
}

impl MicroTime {
    /// Reads RFC 3339 with six digits of a second (`metav1.RFC3339Micro`).
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        parse(text, true).map(MicroTime)
    }

    /// Seconds since 1970.
    pub fn unix(&self) -> i64 {
        self.0.seconds
    }
}

/// Go's `time.Parse` for the two layouts.
fn parse(text: &str, micro: bool) -> Result<Instant, ValueError> {
    let layout = if micro {
        "2006-01-02T15:04:05.000000Z07:00"
    } else {
        "2006-01-02T15:04:05Z07:00"
    };
    let mut p = Parser { rest: text };
    p.all(micro).map_err(|wrong| {
        ValueError::new(match wrong {
            Wrong::As(element, rest) => format!(
                "parsing time {} as {}: cannot parse {} as {}",
                quote(text),
                quote(layout),
                quote(rest),
                quote(element)
            ),
            Wrong::Range(what) => format!("parsing time {}: {what} out of range", quote(text)),
            Wrong::Extra(rest) => {
                format!("parsing time {}: extra text: {}", quote(text), quote(rest))
            }
        })
    })
}

enum Wrong<'t> {
    /// The text from here is not this element of the layout.
    As(&'static str, &'t str),
    Range(&'static str),
    Extra(&'t str),
}

struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn all(&mut self, micro: bool) -> Result<Instant, Wrong<'t>> {
        let year = self.number(4, 4, "2006")?;
        self.literal("-")?;
        let month = self.number(2, 2, "01")?;
        check((1..=12).contains(&month), "month")?;
        self.literal("-")?;
        let day = self.number(2, 2, "02")?;
        self.literal("T")?;
        let hour = self.number(1, 2, "15")?;
        check(hour < 24, "hour")?;
        self.literal(":")?;
        let minute = self.number(2, 2, "04")?;
        check(minute < 60, "minute")?;
        self.literal(":")?;
        let second = self.number(2, 2, "05")?;
        check(second < 60, "second")?;
        let nanos = self.fraction(micro)?;
        let offset = self.offset()?;
        if !self.rest.is_empty() {
            return Err(Wrong::Extra(self.rest));
        }
        check(day >= 1 && day <= days_in(year, month), "day")?;
        let clock = (hour * 60 + minute) * 60 + second;
        Ok(Instant {
            seconds: days_from_civil(year, month, day) * 86_400 + clock - offset,
            nanos,
        })
    }

    fn literal(&mut self, text: &'static str) -> Result<(), Wrong<'t>> {
        self.rest = self
            .rest
            .strip_prefix(text)
            .ok_or(Wrong::As(text, self.rest))?;
        Ok(())
    }

    /// `least` to `most` digits.
    fn number(
        &mut self,
        least: usize,
        most: usize,
        element: &'static str,
    ) -> Result<i64, Wrong<'t>> {
        let digits = self
            .rest
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let wrong = Wrong::As(element, self.rest);
        if digits < least {
            return Err(wrong);
        }
        let (number, rest) = self
            .rest
            .split_at_checked(digits)
            .unwrap_or(("", self.rest));
        self.rest = rest;
        number.parse().map_err(|_| wrong)
    }

    /// Nanoseconds after `.` or `,`: any number of digits, or exactly six.
    fn fraction(&mut self, micro: bool) -> Result<u32, Wrong<'t>> {
        let after = self.rest.strip_prefix(['.', ',']);
        let digits = after.map_or(0, |a| a.bytes().take_while(u8::is_ascii_digit).count());
        if micro && digits < 6 {
            return Err(Wrong::As(".000000", self.rest));
        }
        let digits = if micro { 6 } else { digits };
        let Some((number, rest)) = after.and_then(|a| a.split_at_checked(digits)) else {
            return Ok(0);
        };
        if digits > 0 {
            self.rest = rest;
        }
        let places = number.bytes().chain(std::iter::repeat(b'0')).take(9);
        Ok(places.fold(0, |n, digit| n * 10 + u32::from(digit - b'0')))
    }

    /// Seconds east of UTC.
    fn offset(&mut self) -> Result<i64, Wrong<'t>> {
        if let Some(rest) = self.rest.strip_prefix('Z') {
            self.rest = rest;
            return Ok(0);
        }
        let wrong = || Wrong::As("Z07:00", self.rest);
        let bytes = self.rest.as_bytes();
        let Some(([sign, h1, h2, b':', m1, m2], _)) = bytes.split_first_chunk() else {
            return Err(wrong());
        };
        let two = |a: &u8, b: &u8| {
            (a.is_ascii_digit() && b.is_ascii_digit())
                .then(|| i64::from(a - b'0') * 10 + i64::from(b - b'0'))
        };
        let (hours, minutes) = (two(h1, h2), two(m1, m2));
        // Go judges the ranges first, and takes 24 hours and 60 minutes.
        check(hours.unwrap_or(0) <= 24, "time zone offset hour")?;
        check(
            hours.and(minutes).unwrap_or(0) <= 60,
            "time zone offset minute",
        )?;
        let (Some(hours), Some(minutes)) = (hours, minutes) else {
            return Err(wrong());
        };
        let offset = (hours * 60 + minutes) * 60;
        let offset = match sign {
            b'+' => offset,
            b'-' => -offset,
            _ => return Err(wrong()),
        };
        self.rest = self.rest.get(6..).unwrap_or("");
        Ok(offset)
    }
}

fn check<'t>(good: bool, what: &'static str) -> Result<(), Wrong<'t>> {
    if good {
        Ok(())
    } else {
        Err(Wrong::Range(what))
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar (Hinnant's algorithm).
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
pub(crate) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

impl Instant {
    fn date_time(&self) -> String {
        let (year, month, day) = civil_from_days(self.seconds.div_euclid(86_400));
        let clock = self.seconds.rem_euclid(86_400);
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Z", self.0.date_time())
    }
}

impl fmt::Display for MicroTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}Z", self.0.date_time(), self.0.nanos / 1000)
    }
}

struct Text(bool);

impl Visitor<'_> for Text {
    type Value = Instant;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time as in RFC 3339")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Instant, E> {
        parse(text, self.0).map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Text(false)).map(Time)
    }
}

impl<'de> Deserialize<'de> for MicroTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Text(true)).map(MicroTime)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for MicroTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
