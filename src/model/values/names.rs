//! The name and key formats of Kubernetes with the exact messages it prints.
//! Follows apimachinery `util/validation/validation.go` and `api/validate/content` of 1.36. Knows texts, not fields or paths.
//!
//! Every validator returns the messages of what is wrong, empty where the text is good; nothing is allocated then.

/// Longest DNS-1123 and DNS-1035 label, in bytes.
pub const LABEL_MAX: usize = 63;
/// Longest DNS-1123 subdomain, in bytes.
pub const SUBDOMAIN_MAX: usize = 253;
/// Longest label value, in bytes.
pub const LABEL_VALUE_MAX: usize = 63;

const LABEL_KEY: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN: &str = r"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

// ---- texts shared by many rules

/// `MaxLenError` of `util/validation`: names and keys.
pub fn max_len_error(length: usize) -> String {
    format!("must be no more than {length} characters")
}

/// `MaxLenError` of `api/validate/content`: label keys and values.
pub fn max_bytes_error(length: usize) -> String {
    format!("must be no more than {length} bytes")
}

/// `EmptyError`.
pub const EMPTY_ERROR: &str = "must be non-empty";

/// `RegexError`: the message with examples; more than one example brings Kubernetes' double blank before `or`.
pub fn regex_error(message: &str, regex: &str, examples: &[&str]) -> String {
    if examples.is_empty() {
        return format!("{message} (regex used for validation is '{regex}')");
    }
    let quoted: Vec<String> = examples.iter().map(|e| format!("'{e}', ")).collect();
    format!(
        "{message} (e.g. {}regex used for validation is '{regex}')",
        quoted.join(" or ")
    )
}

/// `InclusiveRangeError`.
pub fn inclusive_range_error(lowest: i64, highest: i64) -> String {
    format!("must be between {lowest} and {highest}, inclusive")
}

// ---- labels of DNS

/// `IsDNS1123Label`: at most 63 of `a-z0-9-`, no hyphen at either end.
pub fn dns1123_label(value: &str) -> Vec<String> {
    let mut errors = too_long(value, LABEL_MAX);
    if !is_label(value) {
        // Lengths are judged above, so a valid subdomain differs by its dots alone.
        let dotted = value.split('.').all(is_label);
        errors.push(
            if dotted {
                "must not contain dots"
            } else {
                LABEL
            }
            .to_owned(),
        );
    }
    errors
}

/// `IsDNS1123Subdomain`: labels joined by dots, at most 253 bytes.
pub fn dns1123_subdomain(value: &str) -> Vec<String> {
    let mut errors = too_long(value, SUBDOMAIN_MAX);
    if !is_subdomain(value) {
        errors.push(SUBDOMAIN.to_owned());
    }
    errors
}

/// `IsDNS1123SubdomainWithUnderscore`: a subdomain whose labels may start with or contain `_`.
pub fn dns1123_subdomain_with_underscore(value: &str) -> Vec<String> {
    let mut errors = too_long(value, SUBDOMAIN_MAX);
    let label = |part: &str| {
        let part = part.strip_prefix('_').unwrap_or(part);
        framed(part, is_lower_alnum, |b| {
            is_lower_alnum(b) || b == b'-' || b == b'_'
        })
    };
    if !value.split('.').all(label) {
        errors.push(regex_error(
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
            r"_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*",
            &["example.com"],
        ));
    }
    errors
}

/// `content.IsDNS1123SubdomainCaseless`: a subdomain in any case. (The regex shown is the lower-case one, as in Kubernetes.)
pub fn dns1123_subdomain_caseless(value: &str) -> Vec<String> {
    let mut errors = too_many_bytes(value, SUBDOMAIN_MAX);
    let label = |part: &str| {
        framed(
            part,
            |b| b.is_ascii_alphanumeric(),
            |b| b.is_ascii_alphanumeric() || b == b'-',
        )
    };
    if !value.split('.').all(label) {
        errors.push(regex_error(
            "an RFC 1123 subdomain must consist of alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
            r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            &["Example.com"],
        ));
    }
    errors
}

/// `IsDNS1035Label`: a DNS label that starts with a letter.
pub fn dns1035_label(value: &str) -> Vec<String> {
    let mut errors = too_long(value, LABEL_MAX);
    if !(is_label(value) && value.as_bytes().first().is_some_and(u8::is_ascii_lowercase)) {
        errors.push(regex_error(
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
            "[a-z]([-a-z0-9]*[a-z0-9])?",
            &["my-name", "abc-123"],
        ));
    }
    errors
}

/// `IsWildcardDNS1123Subdomain`: `*.` and a subdomain.
pub fn wildcard_dns1123_subdomain(value: &str) -> Vec<String> {
    let mut errors = too_long(value, SUBDOMAIN_MAX);
    if !value.strip_prefix("*.").is_some_and(is_subdomain) {
        errors.push(regex_error(
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
            r"\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
            &["*.example.com"],
        ));
    }
    errors
}

/// `maskTrailingDash` of `api/validation/generic.go`: what is judged of a generateName, whose trailing `-` is allowed.
/// (Kubernetes replaces the last two bytes by an `a`.)
pub fn mask_trailing_dash(name: &str) -> std::borrow::Cow<'_, str> {
    let Some(rest) = name.strip_suffix('-').filter(|rest| !rest.is_empty()) else {
        return name.into();
    };
    // A character of several bytes is invalid in every name format, whether cut in the middle or not.
    let cut = rest.char_indices().next_back().map_or(
        0,
        |(at, c)| {
            if c.is_ascii() { at } else { rest.len() }
        },
    );
    format!("{}a", rest.get(..cut).unwrap_or(rest)).into()
}

// ---- keys and values of labels

/// `IsQualifiedName` (`content.IsLabelKey`): `[subdomain/]name`, name at most 63 bytes.
pub fn qualified_name(value: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if is_qualified_name(value) {
        return errors;
    }
    let mut parts = value.split('/');
    let name = match (parts.next(), parts.next(), parts.next()) {
        (Some(name), None, _) => name,
        (Some(prefix), Some(name), None) => {
            if prefix.is_empty() {
                errors.push(format!("prefix part {EMPTY_ERROR}"));
            } else {
                errors.extend(
                    too_many_bytes(prefix, SUBDOMAIN_MAX)
                        .iter()
                        .map(|m| format!("prefix part {m}")),
                );
                if !is_subdomain(prefix) {
                    errors.push(format!("prefix part {SUBDOMAIN}"));
                }
            }
            name
        }
        _ => {
            return vec![format!(
                "a valid label key {LABEL_KEY} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )];
        }
    };
    if name.is_empty() {
        errors.push(format!("name part {EMPTY_ERROR}"));
    } else if name.len() > LABEL_MAX {
        errors.push(format!("name part {}", max_bytes_error(LABEL_MAX)));
    }
    if !is_label_name(name) {
        errors.push(format!("name part {LABEL_KEY}"));
    }
    errors
}

/// `IsValidLabelValue`: empty, or like the name part of a qualified name.
pub fn label_value(value: &str) -> Vec<String> {
    let mut errors = too_many_bytes(value, LABEL_VALUE_MAX);
    if !value.is_empty() && !is_label_name(value) {
        errors.push(regex_error(
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
            "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?",
            &["MyValue", "my_value", "12345"],
        ));
    }
    errors
}

// ---- keys and names inside objects

/// `IsConfigMapKey`: keys of ConfigMaps and Secrets.
pub fn config_map_key(value: &str) -> Vec<String> {
    let mut errors = too_long(value, SUBDOMAIN_MAX);
    if !nonempty_of(value, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b)) {
        errors.push(regex_error(
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
            "[-._a-zA-Z0-9]+",
            &["key.name", "KEY_NAME", "key-name"],
        ));
    }
    errors.extend(parent_directory(value));
    errors
}

/// `IsEnvVarName`: the strict rule of old.
pub fn env_var_name(value: &str) -> Vec<String> {
    let mut errors = Vec::new();
    let good = nonempty_of(value, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        && !value.starts_with(|c: char| c.is_ascii_digit());
    if !good {
        errors.push(regex_error(
            "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
            "[-._a-zA-Z][-._a-zA-Z0-9]*",
            &["my.env-name", "MY_ENV.NAME", "MyEnvName1"],
        ));
    }
    errors.extend(parent_directory(value));
    errors
}

/// `IsRelaxedEnvVarName`: printable ASCII but `=` (what the API server asks since 1.32).
pub fn relaxed_env_var_name(value: &str) -> Vec<String> {
    if value.is_empty() {
        return vec![format!("environment variable name {EMPTY_ERROR}")];
    }
    if nonempty_of(value, |b| (0x20..0x7f).contains(&b) && b != b'=') {
        return Vec::new();
    }
    vec!["a valid environment variable name must consist only of printable ASCII characters other than '='".to_owned()]
}

/// `IsCIdentifier`.
pub fn c_identifier(value: &str) -> Vec<String> {
    if nonempty_of(value, |b| b.is_ascii_alphanumeric() || b == b'_')
        && !value.starts_with(|c: char| c.is_ascii_digit())
    {
        return Vec::new();
    }
    vec![regex_error(
        "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
        "[A-Za-z_][A-Za-z0-9_]*",
        &["my_name", "MY_NAME", "MyName"],
    )]
}

/// `IsHTTPHeaderName`.
pub fn http_header_name(value: &str) -> Vec<String> {
    if nonempty_of(value, |b| b.is_ascii_alphanumeric() || b == b'-') {
        return Vec::new();
    }
    vec![regex_error(
        "a valid HTTP header must consist of alphanumeric characters or '-'",
        "[-A-Za-z0-9]+",
        &["X-Header-Name"],
    )]
}

/// `IsValidPercent`: digits and `%`.
pub fn percent(value: &str) -> Vec<String> {
    if value
        .strip_suffix('%')
        .is_some_and(|digits| nonempty_of(digits, |b| b.is_ascii_digit()))
    {
        return Vec::new();
    }
    vec![regex_error(
        "a valid percent string must be a numeric string followed by an ending '%'",
        "[0-9]+%",
        &["1%", "93%"],
    )]
}

/// `IsValidPortName`: an IANA service name.
pub fn port_name(value: &str) -> Vec<String> {
    let mut errors = too_long(value, 15);
    if !nonempty_of(value, |b| is_lower_alnum(b) || b == b'-') {
        errors.push(
            "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)".to_owned(),
        );
    }
    if !value.bytes().any(|b| b.is_ascii_lowercase()) {
        errors.push("must contain at least one letter (a-z)".to_owned());
    }
    if value.contains("--") {
        errors.push("must not contain consecutive hyphens".to_owned());
    }
    if value.starts_with('-') || value.ends_with('-') {
        errors.push("must not begin or end with a hyphen".to_owned());
    }
    errors
}

// ---- numbers

/// `IsValidPortNum`.
pub fn port_number(port: i64) -> Vec<String> {
    in_range(port, 1, 65535)
}

/// `IsInRange`.
pub fn in_range(value: i64, lowest: i64, highest: i64) -> Vec<String> {
    if (lowest..=highest).contains(&value) {
        Vec::new()
    } else {
        vec![inclusive_range_error(lowest, highest)]
    }
}

/// `IsValidGroupID`.
pub fn group_id(gid: i64) -> Vec<String> {
    in_range(gid, 0, i64::from(i32::MAX))
}

/// `IsValidUserID`.
pub fn user_id(uid: i64) -> Vec<String> {
    in_range(uid, 0, i64::from(i32::MAX))
}

/// `content.IsDecimalInteger`: a whole number of any size without `+`, leading zeros or `-0`.
pub fn decimal_integer(value: &str) -> Vec<String> {
    if value.is_empty() {
        return vec![EMPTY_ERROR.to_owned()];
    }
    let digits = value.strip_prefix('-').unwrap_or(value);
    let good =
        value == "0" || (nonempty_of(digits, |b| b.is_ascii_digit()) && !digits.starts_with('0'));
    if good {
        Vec::new()
    } else {
        vec!["must be a valid decimal integer in canonical form".to_owned()]
    }
}

// ---- names in URLs

/// `IsPathSegmentName`: what no object name may be.
pub fn path_segment_name(name: &str) -> Vec<String> {
    if name == "." || name == ".." {
        return vec![format!("may not be '{name}'")];
    }
    path_segment_prefix(name)
}

/// `IsPathSegmentPrefix`: what no generateName may contain.
pub fn path_segment_prefix(name: &str) -> Vec<String> {
    if !name.bytes().any(|byte| matches!(byte, b'/' | b'%')) {
        return Vec::new();
    }
    ["/", "%"]
        .iter()
        .filter(|bad| name.contains(**bad))
        .map(|bad| format!("may not contain '{bad}'"))
        .collect()
}

// ---- rules that judge a part of the text

/// An error of the validators that report a part of the text as the wrong value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartError {
    /// The text is empty (`field.Required` without detail).
    Required,
    /// `field.Invalid`: the part that is wrong, and the detail.
    Invalid {
        /// The part of the text that is meant.
        value: String,
        /// The message.
        detail: String,
    },
}

impl PartError {
    fn invalid(value: &str, detail: impl Into<String>) -> Self {
        PartError::Invalid {
            value: value.to_owned(),
            detail: detail.into(),
        }
    }
}

/// `IsFullyQualifiedName`: a subdomain of three segments or more.
pub fn fully_qualified_name(name: &str) -> Vec<PartError> {
    if name.is_empty() {
        return vec![PartError::Required];
    }
    let errors = dns1123_subdomain(name);
    if !errors.is_empty() {
        return vec![PartError::invalid(name, errors.join(","))];
    }
    if name.split('.').count() < 3 {
        return vec![PartError::invalid(
            name,
            "should be a domain with at least three segments separated by dots",
        )];
    }
    Vec::new()
}

/// `IsFullyQualifiedDomainName`: a subdomain of two labels or more; one trailing dot is allowed.
pub fn fully_qualified_domain_name(name: &str) -> Vec<PartError> {
    if name.is_empty() {
        return vec![PartError::Required];
    }
    let name = name.strip_suffix('.').unwrap_or(name);
    let errors = dns1123_subdomain(name);
    if !errors.is_empty() {
        return vec![PartError::invalid(name, errors.join(","))];
    }
    if name.split('.').count() < 2 {
        return vec![PartError::invalid(
            name,
            "should be a domain with at least two segments separated by dots",
        )];
    }
    for label in name.split('.') {
        let errors = dns1123_label(label);
        if !errors.is_empty() {
            return vec![PartError::invalid(label, errors.join(","))];
        }
    }
    Vec::new()
}

/// `IsDomainPrefixedPath`: `acme.io/foo`.
pub fn domain_prefixed_path(text: &str) -> Vec<PartError> {
    if text.is_empty() {
        return vec![PartError::Required];
    }
    let Some((host, path)) = text
        .split_once('/')
        .filter(|(h, p)| !h.is_empty() && !p.is_empty())
    else {
        return vec![PartError::invalid(
            text,
            "must be a domain-prefixed path (such as \"acme.io/foo\")",
        )];
    };
    let mut errors: Vec<PartError> = dns1123_subdomain(host)
        .into_iter()
        .map(|e| PartError::invalid(host, e))
        .collect();
    if !nonempty_of(path, |b| {
        b.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&b)
    }) {
        errors.push(PartError::invalid(
            path,
            regex_error("Invalid path", r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+", &[]),
        ));
    }
    errors
}

/// `IsDomainPrefixedKey`: `acme.io/foo` as a label key.
pub fn domain_prefixed_key(key: &str) -> Vec<PartError> {
    if key.is_empty() {
        return vec![PartError::Required];
    }
    let errors: Vec<PartError> = qualified_name(key)
        .into_iter()
        .map(|e| PartError::invalid(key, e))
        .collect();
    if errors.is_empty() && !key.contains('/') {
        return vec![PartError::invalid(
            key,
            "must be a domain-prefixed key (such as \"acme.io/foo\")",
        )];
    }
    errors
}

// ---- scanners

fn is_lower_alnum(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit()
}

/// Non-empty, every byte `inner`, the first and the last `edge`.
fn framed(text: &str, edge: impl Fn(u8) -> bool, inner: impl Fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(|b| edge(*b))
        && bytes.last().is_some_and(|b| edge(*b))
        && bytes.iter().all(|b| inner(*b))
}

/// What a byte may be in a label: bit 0 in a DNS label, bit 1 in the name of a label; bits 2 and 3 the same for its ends;
/// bit 4 in a subdomain.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < 256 {
        classes[at] = match at as u8 {
            b'a'..=b'z' | b'0'..=b'9' => 0b11111,
            b'A'..=b'Z' => 0b01010,
            b'-' => 0b10011,
            b'.' => 0b10010,
            b'_' => 0b00010,
            _ => 0,
        };
        at += 1;
    }
    classes
};

/// [`framed`] by one look at a table for each byte, for what is asked of every label.
fn in_class(text: &str, inner: u8, edge: u8) -> bool {
    let bytes = text.as_bytes();
    let class = |byte: &u8| CLASSES[*byte as usize];
    let ends = [bytes.first(), bytes.last()];
    let all = bytes.iter().fold(inner, |all, byte| all & class(byte));
    all != 0
        && ends
            .iter()
            .all(|end| end.is_some_and(|end| class(end) & edge != 0))
}

/// `[a-z0-9]([-a-z0-9]*[a-z0-9])?`
fn is_label(text: &str) -> bool {
    in_class(text, 1, 4)
}

/// Labels of DNS with dots between them.
fn is_subdomain(text: &str) -> bool {
    const DOT: u8 = CLASSES[b'.' as usize];
    let mut before = DOT;
    let mut all = 0b10000;
    let mut pairs = 1;
    for byte in text.bytes() {
        let class = CLASSES[byte as usize];
        all &= class;
        // Of two neighbours one is a letter or digit, or both are within a label.
        pairs &= ((before | class) >> 2) | (before & class);
        before = class;
    }
    all != 0 && pairs != 0 && before & 4 != 0
}

/// Whether [`qualified_name`] finds nothing, which is what nearly every key is asked for.
pub fn is_qualified_name(value: &str) -> bool {
    let slash = memchr::memchr(b'/', value.as_bytes());
    let (prefix, name) = match slash {
        Some(at) => (Some(&value[..at]), &value[at + 1..]),
        None => (None, value),
    };
    name.len() <= LABEL_MAX
        && is_label_name(name)
        && prefix.is_none_or(|prefix| prefix.len() <= SUBDOMAIN_MAX && is_subdomain(prefix))
}

/// Whether [`label_value`] finds nothing.
pub fn is_label_value(value: &str) -> bool {
    value.len() <= LABEL_VALUE_MAX && (value.is_empty() || is_label_name(value))
}

/// `([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]`
fn is_label_name(text: &str) -> bool {
    in_class(text, 2, 8)
}

/// Looks at every byte, also behind one that is not allowed: that is done for many bytes at once.
fn nonempty_of(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().fold(true, |all, byte| all & allowed(byte))
}

fn too_long(value: &str, most: usize) -> Vec<String> {
    if value.len() > most {
        vec![max_len_error(most)]
    } else {
        Vec::new()
    }
}

fn too_many_bytes(value: &str, most: usize) -> Vec<String> {
    if value.len() > most {
        vec![max_bytes_error(most)]
    } else {
        Vec::new()
    }
}

/// `hasChDirPrefix`.
fn parent_directory(value: &str) -> Option<String> {
    let text = match value {
        "." => "must not be '.'",
        ".." => "must not be '..'",
        _ if value.starts_with("..") => "must not start with '..'",
        _ => return None,
    };
    Some(text.to_owned())
}
