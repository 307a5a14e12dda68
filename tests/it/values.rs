//! Kubernetes' own verdicts on single values: the committed rows always, all rows where the oracle folder is there
//! (`EVERYNODE_ORACLE`, else `../shared/oracle` beside the repository).
use everynode::model::values::{Bytes, Duration, Format, IntOrString, MicroTime, Quantity, Time};
use serde::de::IgnoredAny;
use serde_json::Value;
use std::path::PathBuf;

/// One row: its members, and the text of `json` as it stands (a `Value` would lose how a number is spelled).
struct Row {
    line: String,
    members: Value,
    json: Option<String>,
}

impl Row {
    fn read(line: &str) -> Row {
        let mut text = line.to_owned();
        let mut json = None;
        if let Some(at) = line.find("\"json\":") {
            let start = at + "\"json\":".len();
            let mut values =
                serde_json::Deserializer::from_str(&line[start..]).into_iter::<IgnoredAny>();
            values.next();
            let end = start + values.byte_offset();
            json = Some(line[start..end].to_owned());
            text.replace_range(start..end, "null");
        }
        let members = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e} in {line}"));
        Row {
            line: line.to_owned(),
            members,
            json,
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.members[name].as_str()
    }
}

/// All rows of a file: those of the repository, and those of the oracle folder.
fn rows(file: &str) -> Vec<Row> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let oracle = std::env::var_os("EVERYNODE_ORACLE")
        .map_or_else(|| root.join("../shared/oracle"), PathBuf::from);
    let committed = root
        .join("fixtures/oracle/values")
        .join(file.replace('/', "-"));
    let mut all = Vec::new();
    for (path, needed) in [(committed, true), (oracle.join(file), false)] {
        match std::fs::read_to_string(&path) {
            Ok(text) => all.extend(text.lines().map(Row::read)),
            Err(error) if needed => panic!("{}: {error}", path.display()),
            Err(_) => println!("SKIP: {} not found", path.display()),
        }
    }
    all
}

/// Judges every row: `verdict` names the difference, if there is one.
fn judge(file: &str, verdict: impl Fn(&Row) -> Result<(), String>) {
    let rows = rows(file);
    assert!(rows.len() > 20, "{file} has rows");
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            verdict(row)
                .err()
                .map(|why| format!("{why}\n    {}", row.line))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} rows of {file} differ:\n{}",
        wrong.len(),
        rows.len(),
        wrong
            .iter()
            .take(12)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

fn same(what: &str, ours: &str, theirs: Option<&str>) -> Result<(), String> {
    if Some(ours) == theirs {
        Ok(())
    } else {
        Err(format!("{what}: ours {ours:?}, theirs {theirs:?}"))
    }
}

/// Compares the outcome of a parser with `error`; gives the value where both accept.
fn outcome<T, E: std::fmt::Display>(row: &Row, ours: Result<T, E>) -> Result<Option<T>, String> {
    match (ours, row.text("error")) {
        (Ok(value), None) => Ok(Some(value)),
        (Ok(_), Some(error)) => Err(format!("ours accepts, theirs {error:?}")),
        (Err(error), theirs) => same("error", &error.to_string(), theirs).map(|()| None),
    }
}

#[test]
fn quantities() {
    judge("values/quantity.jsonl", |row| {
        let ours = match (row.text("text"), row.json.as_deref()) {
            (Some(text), _) => Quantity::from_text(text),
            (None, Some("null")) => Ok(Quantity::default()),
            (None, Some(json)) => Quantity::parse(json),
            (None, None) => return Err("neither text nor json".to_owned()),
        };
        let Some(mut ours) = outcome(row, ours)? else {
            return Ok(());
        };
        same("canonical", &ours.to_string(), row.text("canonical"))?;
        let decimal = ours.decimal().ok_or("too long")?;
        same("decimal", &decimal, row.text("decimal"))?;
        let format = match ours.format() {
            Format::DecimalSI => "DecimalSI",
            Format::BinarySI => "BinarySI",
            Format::DecimalExponent => "DecimalExponent",
        };
        if row.json.as_deref() != Some("null") {
            same("format", format, row.text("format"))?;
        }
        // Go's Value and MilliValue of negative numbers beyond 64 bits of nanos are what is left of an overflow.
        let nanos = decimal.parse::<f64>().unwrap_or(f64::INFINITY) * 1e9;
        if nanos > i64::MIN as f64 {
            same("value", &ours.value().to_string(), row.text("value"))?;
            same("milli", &ours.milli_value().to_string(), row.text("milli"))?;
        }
        ours.round_up_to_milli();
        same("defaulted", &ours.to_string(), row.text("defaulted"))
    });
}

#[test]
fn quantity_arithmetic_is_exact() {
    let q = |text: &str| Quantity::parse(text).unwrap();
    let sum = |a: &str, b: &str| {
        let mut sum = q(a);
        sum.add(&q(b));
        sum.to_string()
    };
    assert_eq!(sum("100m", "1"), "1100m");
    assert_eq!(sum("1Gi", "512Mi"), "1536Mi");
    assert_eq!(sum("0", "1Gi"), "1Gi"); // a zero takes the other's format
    assert_eq!(sum("1Gi", "1"), "1073741825");
    assert_eq!(sum("1E", "1n"), "1000000000000000000000000001n");
    assert_eq!(sum("9223372036854775807", "1"), "9223372036854775808");
    assert_eq!(sum("-5", "5"), "0");
    assert_eq!(sum("1e4000000", "1"), "10e3999999"); // no memory is spent on what nobody can tell
    let mut left = q("2");
    left.sub(&q("500m"));
    assert_eq!(left.to_string(), "1500m");
    assert_eq!(q("150m").times(3).to_string(), "450m");
    assert_eq!(q("8Ei").times(3).to_string(), "27670116110564327421");
    assert_eq!(q("1k"), q("1000"));
    assert!(q("1Ki") > q("1k") && q("-1") < q("1n") && q("1e30") > q("1E"));
    assert_eq!(q("0").sign(), 0);
    assert!(std::mem::size_of::<Quantity>() <= 40);
}

#[test]
fn quantities_decode_from_numbers_as_json_prints_them() {
    let read = |text: &str| serde_json::from_str::<Quantity>(text).map(|q| q.to_string());
    assert_eq!(read("1.5").unwrap(), "1500m");
    assert_eq!(read("1.0").unwrap(), "1");
    assert_eq!(read("1e3").unwrap(), "1k");
    assert_eq!(read("1e21").unwrap(), "1e+21");
    assert_eq!(read("0.0000001").unwrap(), "100e-9");
    assert_eq!(read("\" 1Gi \"").unwrap(), "1Gi");
    assert!(read("true").is_err() && read("\"1\\t\"").is_err() && read("[]").is_err());
}

#[test]
fn int_or_strings() {
    judge("values/intorstring.jsonl", |row| {
        let json = row.json.as_deref().ok_or("no json")?;
        let ours = match json.as_bytes().first() {
            Some(b'-' | b'0'..=b'9') => {
                IntOrString::from_json_number(json).map_err(|e| e.to_string())
            }
            Some(b'n') => Ok(IntOrString::default()),
            // The decoder's texts about lists and maps belong to the schema pass.
            Some(b'[' | b'{') => Err(row.text("error").unwrap_or("accepted").to_owned()),
            _ => serde_json::from_str(json).map_err(|e| {
                let text = e.to_string();
                text.split(" at line").next().unwrap_or(&text).to_owned()
            }),
        };
        let Some(ours) = outcome(row, ours)? else {
            return Ok(());
        };
        same("text", &ours.to_string(), row.text("text"))?;
        let is_string = matches!(ours, IntOrString::String(_));
        same(
            "type",
            if is_string { "string" } else { "int" },
            row.text("type"),
        )?;
        if is_string {
            let texts =
                |name: &str| serde_json::from_value::<Vec<String>>(row.members[name].clone());
            let ours = (ours.percent_errors(), ours.port_errors());
            let theirs = (texts("percent_errors"), texts("port_name_errors"));
            if theirs.0.ok() != Some(ours.0) || theirs.1.ok() != Some(ours.1) {
                return Err("percent or port name errors differ".to_owned());
            }
        }
        if let Some(error) = row.text("scale_error") {
            let ours = ours.scaled(10, true).err().map(|e| e.to_string());
            return same("scale_error", &ours.unwrap_or_default(), Some(error));
        }
        let numbers = |name: &str| {
            serde_json::from_value::<Vec<i64>>(row.members[name].clone()).unwrap_or_default()
        };
        for (up, name) in [(true, "up"), (false, "down")] {
            let scaled: Vec<i64> = numbers("totals")
                .iter()
                .filter_map(|total| ours.scaled(*total, up).ok())
                .collect();
            if scaled != numbers(name) {
                return Err(format!("{name}: ours {scaled:?}"));
            }
        }
        Ok(())
    });
}

#[test]
fn durations() {
    judge("values/duration.jsonl", |row| {
        let Some(ours) = outcome(row, Duration::parse(row.text("text").unwrap_or_default()))?
        else {
            return Ok(());
        };
        same("nanos", &ours.nanos.to_string(), row.text("nanos"))?;
        same("canonical", &ours.to_string(), row.text("canonical"))
    });
}

#[test]
fn times_are_read_as_go_does() {
    let time = |text: &str| {
        Time::parse(text)
            .map(|t| t.to_string())
            .map_err(|e| e.to_string())
    };
    assert_eq!(
        time("2024-02-29T23:59:59Z").unwrap(),
        "2024-02-29T23:59:59Z"
    );
    assert_eq!(
        time("2024-01-01T00:00:00+01:00").unwrap(),
        "2023-12-31T23:00:00Z"
    );
    assert_eq!(
        time("2024-01-01T00:00:00.123456789-00:30").unwrap(),
        "2024-01-01T00:30:00Z"
    );
    assert_eq!(time("2024-01-01T5:00:00Z").unwrap(), "2024-01-01T05:00:00Z"); // one digit is enough for Go's hour
    assert_eq!(Time::parse("1970-01-02T00:00:01Z").unwrap().unix(), 86_401);
    assert_eq!(
        time("2023-02-29T00:00:00Z").unwrap_err(),
        "parsing time \"2023-02-29T00:00:00Z\": day out of range"
    );
    assert_eq!(
        time("2023-02-28").unwrap_err(),
        "parsing time \"2023-02-28\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"T\""
    );
    assert_eq!(
        time("2023-02-28T00:00:00").unwrap_err(),
        "parsing time \"2023-02-28T00:00:00\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"Z07:00\""
    );
    assert_eq!(
        time("2023-02-28T24:00:00Z").unwrap_err(),
        "parsing time \"2023-02-28T24:00:00Z\": hour out of range"
    );
    assert_eq!(
        time("2023-02-28T00:00:00Zx").unwrap_err(),
        "parsing time \"2023-02-28T00:00:00Zx\": extra text: \"x\""
    );
    let micro = |text: &str| MicroTime::parse(text).map(|t| t.to_string());
    assert_eq!(
        micro("2024-01-01T00:00:00.123456Z").unwrap().as_str(),
        "2024-01-01T00:00:00.123456Z"
    );
    assert!(micro("2024-01-01T00:00:00Z").is_err());
}

#[test]
fn bytes_are_base64_as_go_reads_it() {
    let bytes = |text: &str| Bytes::parse(text).map_err(|e| e.to_string());
    assert_eq!(bytes("aGVs\nbG8=\n").unwrap().0, b"hello");
    assert_eq!(bytes("").unwrap().0, b"");
    assert_eq!(bytes("YQ==").unwrap().to_string(), "YQ==");
    assert_eq!(bytes("YWI=").unwrap().0, b"ab");
    assert_eq!(bytes("YWJj").unwrap().to_string(), "YWJj");
    let wrong = |at: usize| Err(format!("illegal base64 data at input byte {at}"));
    assert_eq!(bytes("hello"), wrong(4));
    assert_eq!(bytes("a b="), wrong(1));
    assert_eq!(bytes("YQ="), wrong(3));
    assert_eq!(bytes("YQ==x"), wrong(4));
    assert_eq!(bytes("YQ=x"), wrong(2));
    assert_eq!(bytes("="), wrong(0));
}
