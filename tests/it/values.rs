//! Kubernetes' own verdicts on single values: the committed rows always, all rows where the oracle folder is there
//! (`EVERYNODE_ORACLE`, else `../shared/oracle` beside the repository).
use everynode::model::values::cron::Schedule;
use everynode::model::values::image::{self, ImageRef};
use everynode::model::values::node_selector::NodeTerm;
use everynode::model::values::selector::{Expression, Selector};
use everynode::model::values::taint::{self, Taint, TaintChange, Toleration};
use everynode::model::values::zone::time_zone_errors;
use everynode::model::values::{Bytes, Duration, Format, IntOrString, MicroTime, Quantity, Time};
use everynode::model::values::{go_json_string, go_quote, ip, names};
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::BTreeMap;
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

/// A map of strings, sorted.
fn string_map(value: &Value) -> BTreeMap<String, String> {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

/// The strings of a list; None for no list.
fn strings(value: &Value) -> Option<Vec<String>> {
    serde_json::from_value(value.clone()).ok()
}

/// `key`, `operator` and `values` of each item, owned.
fn expressions(list: &Value) -> Vec<(String, String, Option<Vec<String>>)> {
    let text = |item: &Value, name: &str| item[name].as_str().unwrap_or_default().to_owned();
    let items = list.as_array().map_or(&[][..], Vec::as_slice);
    items
        .iter()
        .map(|item| {
            (
                text(item, "key"),
                text(item, "operator"),
                strings(&item["values"]),
            )
        })
        .collect()
}

fn borrowed(all: &[(String, String, Option<Vec<String>>)]) -> Vec<Expression<'_, String>> {
    all.iter()
        .map(|(key, operator, values)| Expression {
            key,
            operator,
            values: values.as_deref(),
        })
        .collect()
}

#[test]
fn selectors() {
    judge("values/selector.jsonl", |row| {
        let selector = &row.members["selector"];
        let ours = if row.text("kind") == Some("string") {
            Selector::parse(selector.as_str().unwrap_or_default())
        } else if selector.is_null() {
            Ok(Selector::nothing())
        } else {
            let labels = string_map(&selector["matchLabels"]);
            let items = expressions(&selector["matchExpressions"]);
            let labels = labels.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            Selector::from_label_selector(labels, borrowed(&items))
        };
        let Some(ours) = outcome(row, ours)? else {
            return Ok(());
        };
        same("string", &ours.to_string(), row.text("string"))?;
        for case in row.members["cases"].as_array().ok_or("no cases")? {
            if Some(ours.matches(&string_map(&case["labels"]))) != case["matches"].as_bool() {
                return Err(format!("differs for {case}"));
            }
        }
        Ok(())
    });
}

#[test]
fn node_selector_terms() {
    judge("place/terms.jsonl", |row| {
        let term = &row.members["term"];
        let items = expressions(&term["matchExpressions"]);
        let fields = expressions(&term["matchFields"]);
        let ours = NodeTerm::new(
            &borrowed(&items),
            &borrowed(&fields),
            "nodeSelectorTerms[0]",
        );
        let (error, theirs) = (ours.error(), row.text("parse_error"));
        if error.as_deref() != theirs {
            return Err(format!("ours {error:?}"));
        }
        let name = row.text("node_name").unwrap_or_default();
        if Some(ours.matches(&string_map(&row.members["labels"]), name))
            != row.members["matches"].as_bool()
        {
            return Err("match differs".to_owned());
        }
        Ok(())
    });
}

#[test]
fn tolerations() {
    judge("place/tolerations.jsonl", |row| {
        let part = |name: &str| {
            let text = row.members["toleration"][name].as_str();
            text.unwrap_or_default().to_owned()
        };
        let toleration = Toleration {
            key: part("key"),
            operator: part("operator"),
            value: part("value"),
            effect: part("effect"),
            toleration_seconds: None,
        };
        let taint = row.text("taint").unwrap_or_default();
        let (key, effect) = taint.rsplit_once(':').unwrap_or((taint, ""));
        let (key, value) = key.split_once('=').unwrap_or((key, ""));
        let taint = Taint::new(key, value, effect);
        for (gate, name) in [
            (false, "tolerates"),
            (true, "tolerates_with_comparison_gate"),
        ] {
            if Some(toleration.tolerates(&taint, gate)) != row.members[name].as_bool() {
                return Err(format!("{name} differs"));
            }
        }
        Ok(())
    });
}

#[test]
fn taint_arguments() {
    judge("values/taintsyntax.jsonl", |row| {
        let args = strings(&row.members["args"]).ok_or("no args")?;
        let Some(ours) = outcome(row, TaintChange::parse(&args))? else {
            return Ok(());
        };
        for (list, name) in [(&ours.add, "add"), (&ours.remove, "remove")] {
            let theirs = row.members[name].as_array().ok_or("no list")?;
            let theirs: Vec<Taint> = theirs
                .iter()
                .map(|t| {
                    let part = |name: &str| t[name].as_str().unwrap_or_default();
                    Taint::new(part("key"), part("value"), part("effect"))
                })
                .collect();
            if *list != theirs {
                return Err(format!("{name}: ours {list:?}"));
            }
        }
        if ours.conflict().as_deref() != row.text("command_error") {
            return Err(format!("conflict: ours {:?}", ours.conflict()));
        }
        Ok(())
    });
}

#[test]
fn taints_are_set_and_removed_as_kubectl_does() {
    let now = [
        Taint::new("a", "1", "NoSchedule"),
        Taint::new("b", "", "NoExecute"),
    ];
    let change = TaintChange::parse(&["a=2:NoSchedule", "b-", "c:NoExecute-"]).unwrap();
    let (after, errors) = change.apply(&now);
    assert_eq!(after, [Taint::new("a", "2", "NoSchedule")]);
    assert_eq!(errors, ["taint \"c:NoExecute\" not found"]);
    assert_eq!(taint::probable_effect("NoExcute"), Some("NoExecute"));
    assert_eq!(taint::probable_effect("noschedule"), Some("NoSchedule"));
    assert_eq!(
        taint::probable_effect("Prefer-NoSchedule"),
        Some("PreferNoSchedule")
    );
    assert_eq!(taint::probable_effect("gpu"), None);
}

#[test]
fn images() {
    judge("values/imageref.jsonl", |row| {
        let text = row.text("image").unwrap_or_default();
        same(
            "pull_policy",
            image::default_pull_policy(text),
            row.text("pull_policy"),
        )?;
        let Some(ours) = outcome(row, ImageRef::parse(text))? else {
            return Ok(());
        };
        same("repo", &ours.repo, row.text("repo"))?;
        same("tag", &ours.tag, row.text("tag"))?;
        same("digest", &ours.digest, row.text("digest"))
    });
}

#[test]
fn names_have_kubernetes_messages() {
    let only = |errors: Vec<String>| {
        assert_eq!(errors.len(), 1, "{errors:?}");
        errors.concat()
    };
    assert_eq!(only(names::dns1123_label("a.b")), "must not contain dots");
    assert_eq!(
        only(names::dns1123_label("A")),
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
    );
    assert_eq!(
        only(names::dns1123_label(&"a".repeat(64))),
        "must be no more than 63 characters"
    );
    assert_eq!(
        only(names::dns1123_subdomain("a..b")),
        r"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
    );
    assert!(names::dns1123_subdomain_with_underscore("_a.b_c").is_empty());
    assert!(!names::dns1123_subdomain_with_underscore("__a").is_empty());
    assert!(names::dns1123_subdomain_caseless("A.b").is_empty());
    assert_eq!(
        only(names::dns1035_label("1a")),
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
    );
    assert!(names::wildcard_dns1123_subdomain("*.a.b").is_empty());
    assert!(!names::wildcard_dns1123_subdomain("*.*.b").is_empty());
    assert_eq!(
        only(names::qualified_name("a/b/c")),
        "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
    );
    assert_eq!(
        names::qualified_name("/a"),
        ["prefix part must be non-empty"]
    );
    assert_eq!(
        names::qualified_name("a/")[0],
        "name part must be non-empty"
    );
    assert_eq!(
        names::qualified_name(&format!("{}/a", "a".repeat(254))),
        ["prefix part must be no more than 253 bytes"]
    );
    assert_eq!(
        names::label_value(&"a".repeat(64)),
        ["must be no more than 63 bytes"]
    );
    assert!(names::label_value("").is_empty());
    assert_eq!(names::config_map_key("..a"), ["must not start with '..'"]);
    assert_eq!(names::config_map_key(".."), ["must not be '..'"]);
    assert_eq!(names::env_var_name("1a").len(), 1);
    assert!(names::relaxed_env_var_name("1 a").is_empty());
    assert_eq!(
        names::relaxed_env_var_name("a=b"),
        [
            "a valid environment variable name must consist only of printable ASCII characters other than '='"
        ]
    );
    assert_eq!(
        names::relaxed_env_var_name(""),
        ["environment variable name must be non-empty"]
    );
    assert!(names::c_identifier("_a1").is_empty() && !names::c_identifier("1a").is_empty());
    assert_eq!(
        only(names::http_header_name("a b")),
        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"
    );
    assert_eq!(names::port_name("--").len(), 3);
    assert_eq!(
        names::port_number(0),
        ["must be between 1 and 65535, inclusive"]
    );
    assert_eq!(
        names::user_id(-1),
        ["must be between 0 and 2147483647, inclusive"]
    );
    assert!(names::decimal_integer("-5").is_empty());
    for bad in ["", "-0", "01", "+1", "-", "1.0"] {
        assert_eq!(names::decimal_integer(bad).len(), 1, "{bad}");
    }
    assert_eq!(
        names::path_segment_name("a/b%"),
        ["may not contain '/'", "may not contain '%'"]
    );
    assert_eq!(names::mask_trailing_dash("abc-"), "aba");
    assert_eq!(names::mask_trailing_dash("-"), "-");
    assert_eq!(names::fully_qualified_domain_name("a.b."), []);
    assert_eq!(names::fully_qualified_domain_name("a").len(), 1);
    assert_eq!(
        names::fully_qualified_domain_name(""),
        [names::PartError::Required]
    );
    assert_eq!(names::domain_prefixed_path("acme.io/foo"), []);
    assert_eq!(names::domain_prefixed_path("A/f oo").len(), 2);
    assert_eq!(names::domain_prefixed_key("a.b/c"), []);
    assert_eq!(names::domain_prefixed_key("c").len(), 1);
}

#[test]
fn addresses_are_judged_as_kubernetes_does() {
    let bad_ip = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    assert_eq!(ip::ip_for_legacy_field("1.2.3.256", true), [bad_ip]);
    assert_eq!(ip::ip_for_legacy_field("1.2.3", true), [bad_ip]);
    assert_eq!(ip::ip_for_legacy_field("fe80::1%eth0", true), [bad_ip]);
    assert_eq!(
        ip::ip_for_legacy_field("010.2.3.4", true),
        ["must not have leading 0s"]
    );
    assert!(ip::ip_for_legacy_field("010.2.3.4", false).is_empty());
    assert_eq!(
        ip::ip_for_legacy_field("::ffff:1.2.3.4", true),
        ["must not be an IPv4-mapped IPv6 address"]
    );
    assert!(ip::ip_for_legacy_field("FE80:0:0:0:0:0:0:0abc", true).is_empty());
    assert_eq!(
        ip::ip("FE80:0:0:0:0:0:0:0abc"),
        ["must be in canonical form (\"fe80::abc\")"]
    );
    assert!(ip::ip("::1").is_empty() && ip::ip("1.2.3.4").is_empty());
    assert!(!ip::ip("1:2:3:4:5:6:7::8").is_empty() && ip::ip("1::8").is_empty());
    assert_eq!(
        ip::cidr_for_legacy_field("10.0.0.0/33", true),
        ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]
    );
    assert_eq!(
        ip::cidr_for_legacy_field("10.0.0.0/08", true),
        ["must not have leading 0s in IP or prefix length"]
    );
    assert_eq!(
        ip::cidr_for_legacy_field("10.0.0.1/8", true),
        ["must not have bits set beyond the prefix length"]
    );
    assert!(ip::cidr_for_legacy_field("10.0.0.1/8", false).is_empty());
    assert!(ip::cidr("0.0.0.0/0").is_empty() && ip::cidr("2001:db8::/64").is_empty());
    assert_eq!(
        ip::cidr("2001:DB8::/64"),
        ["must be in canonical form (\"2001:db8::/64\")"]
    );
    assert!(ip::interface_address("192.168.1.5/24").is_empty());
    assert_eq!(
        ip::ip_warnings("010.2.3.4"),
        ["non-standard IP address \"010.2.3.4\" is invalid: use \"10.2.3.4\""]
    );
    assert_eq!(
        ip::cidr_warnings("10.0.0.1/8"),
        [
            "CIDR value \"10.0.0.1/8\" is ambiguous in this context (should be \"10.0.0.0/8\" or \"10.0.0.1/32\"?)"
        ]
    );
}

#[test]
fn cron_schedules() {
    let start = Time::parse("2026-02-27T22:58:30Z").unwrap().unix();
    judge("values/cron.jsonl", |row| {
        let schedule = row.text("schedule").unwrap_or_default();
        let zone = row.text("timeZone");
        let parsed = Schedule::of_cron_job(schedule, zone);
        // The messages in the order of batch validation.
        let mut errors = Vec::new();
        let quoted = go_quote(schedule);
        if schedule.is_empty() {
            errors.push("spec.schedule: Required value".to_owned());
        } else if let Err(error) = &parsed {
            errors.push(format!("spec.schedule: Invalid value: {quoted}: {error}"));
        }
        if schedule.contains("TZ") {
            errors.push(format!(
                "spec.schedule: Invalid value: {quoted}: cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
            ));
        }
        for error in zone.map(time_zone_errors).unwrap_or_default() {
            let shown = go_json_string(zone.unwrap_or_default());
            errors.push(format!("spec.timeZone: Invalid value: {shown}: {error}"));
        }
        if Some(&errors) != strings(&row.members["errors"]).as_ref() {
            return Err(format!("errors: ours {errors:?}"));
        }
        let Some(theirs) = strings(&row.members["next"]) else {
            return Ok(());
        };
        let parsed = parsed.map_err(|e| e.to_string())?;
        let runs = std::iter::successors(parsed.next(start), |at| parsed.next(*at));
        let ours: Vec<String> = runs
            .take(5)
            .map(|at| Time::from_unix(at).to_string())
            .collect();
        if ours != theirs {
            return Err(format!("next: ours {ours:?}"));
        }
        Ok(())
    });
}

#[test]
fn odd_texts_are_read_as_go_does() {
    let selector = |text: &str| Selector::parse(text).map(|s| s.to_string());
    assert_eq!(selector("x in ( ,,a ,)").unwrap(), "x in (,a)");
    assert_eq!(selector("in,notin").unwrap(), "in,notin");
    let error = selector("a in (x,y)\x001ina=b").unwrap_err().to_string();
    assert_eq!(error, "found '1ina', expected: ',' or 'end of string'");
    let scaled = IntOrString::from("9223372036854775807%").scaled(757, true);
    assert_eq!(scaled, Ok(i64::MIN)); // Go's conversion of what does not fit
    assert_eq!(
        ip::interface_address("::ffff:1.2.3.0/120"),
        ["must be in canonical form (\"1.2.3.0/24\")"]
    );
    assert_eq!(
        ImageRef::parse("a_b.c/d").map(|i| i.repo),
        Ok("a_b.c/d".to_owned())
    );
    assert!(Schedule::parse(", * * * *").unwrap().next(0).is_none());
    // The hour that is skipped: Berlin's clocks go from 2 to 3 on 2026-03-29.
    let berlin = Schedule::of_cron_job("30 2 29 3 *", Some("Europe/Berlin")).unwrap();
    let start = Time::parse("2026-03-01T00:00:00Z").unwrap().unix();
    let next = berlin.next(start).map(|at| Time::from_unix(at).to_string());
    assert_eq!(next.as_deref(), Some("2027-03-29T00:30:00Z"));
}
