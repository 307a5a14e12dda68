//! `Quantity`: `100m`, `64Mi`, `1e3`. Follows apimachinery `api/resource/quantity.go`, `amount.go`, `suffix.go`.
//! Knows one number and how it was spelled; which resources must be whole numbers is for the validators.
use super::ValueError;
use super::decimal::Decimal;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// `ErrFormatWrong`.
pub const FORMAT_ERROR: &str =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
/// `ErrSuffix`.
pub const SUFFIX_ERROR: &str = "unable to parse quantity's suffix";
/// `ErrNumeric`.
pub const NUMERIC_ERROR: &str = "unable to parse numeric part of quantity";

/// Which suffixes a quantity is printed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// `12M`
    #[default]
    DecimalSI,
    /// `12Mi`
    BinarySI,
    /// `12e6`
    DecimalExponent,
}

/// A fixed-point number with the format it was written in. The default is 0.
///
/// Equality and order are those of the numbers (`Quantity.Cmp`), whatever the spelling.
#[derive(Clone, Default)]
pub struct Quantity {
    value: i64,
    scale: i32,
    format: Format,
    /// What most quantities do not have.
    rare: Option<Box<Rare>>,
}

#[derive(Clone, Default)]
struct Rare {
    /// The number, where it is not `value × 10^scale` (Go's `inf.Dec`).
    number: Option<Decimal>,
    /// The spelling kept from the text, where it is not the canonical one.
    spelling: Option<Box<str>>,
}

const MILLI: i32 = -3;
const NANO: i32 = -9;

impl Quantity {
    /// `NewQuantity`: a whole number.
    pub fn new(value: i64, format: Format) -> Self {
        Quantity::scaled(value, 0, format)
    }

    /// `NewMilliQuantity`: thousandths.
    pub fn milli(value: i64, format: Format) -> Self {
        Quantity::scaled(value, MILLI, format)
    }

    fn scaled(value: i64, scale: i32, format: Format) -> Self {
        Quantity {
            value,
            scale,
            format,
            rare: None,
        }
    }

    /// A string value of JSON or YAML (`Quantity.UnmarshalJSON`): blanks around it are dropped.
    pub fn from_text(text: &str) -> Result<Self, ValueError> {
        // Go trims the undecoded JSON text, where control characters and line separators are escapes and stay.
        let blank =
            |c: char| c.is_whitespace() && !matches!(c, '\t'..='\r' | '\u{2028}' | '\u{2029}');
        Quantity::parse(text.trim_matches(blank))
    }

    /// `ParseQuantity`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if let Some(quantity) = parse_plain(text.as_bytes()) {
            return Ok(quantity);
        }
        parse_any(text).map_err(ValueError::new)
    }

    /// The format it is printed in.
    pub fn format(&self) -> Format {
        self.format
    }

    fn number(&self) -> Option<&Decimal> {
        self.rare.as_ref()?.number.as_ref()
    }

    fn spelling(&self) -> Option<&str> {
        self.rare.as_ref()?.spelling.as_deref()
    }

    fn to_decimal(&self) -> Decimal {
        self.number()
            .cloned()
            .unwrap_or_else(|| Decimal::from_i128(i128::from(self.value), i64::from(self.scale)))
    }

    fn from_decimal(number: Decimal, format: Format) -> Self {
        let rare = Rare {
            number: Some(number),
            spelling: None,
        };
        Quantity {
            format,
            rare: Some(Box::new(rare)),
            ..Quantity::default()
        }
    }

    /// -1, 0 or 1.
    pub fn sign(&self) -> i32 {
        match self.number() {
            Some(number) => number.sign(),
            None => self.value.signum() as i32,
        }
    }

    /// Whether the number is 0.
    pub fn is_zero(&self) -> bool {
        self.sign() == 0
    }

    /// `Value()`: rounded up to a whole number (away from zero).
    pub fn value(&self) -> i64 {
        self.scaled_value(0)
    }

    /// `MilliValue()`: in thousandths, rounded up.
    pub fn milli_value(&self) -> i64 {
        self.scaled_value(MILLI)
    }

    /// `ScaledValue()`. As in Go, a number that does not fit gives nonsense (0 or its low bits), not an error.
    fn scaled_value(&self, scale: i32) -> i64 {
        if let Some(number) = self.number() {
            return number.scaled_value(i64::from(scale));
        }
        let up = i64::from(self.scale) - i64::from(scale);
        if up < 0 {
            return divide_away(self.value, -up).0;
        }
        let ten = u32::try_from(up).ok().and_then(|u| 10i64.checked_pow(u));
        let product = ten.and_then(|ten| self.value.checked_mul(ten));
        product.unwrap_or_else(|| match (up, ten) {
            // `positiveScaleInt64` multiplies by the usual units at once and digit by digit otherwise.
            (1..=3 | 6 | 9, Some(ten)) if self.value != i64::MIN => self.value.wrapping_mul(ten),
            _ => 0,
        })
    }

    /// The exact number written out without exponent. None where it has thousands of zeros.
    pub fn decimal(&self) -> Option<String> {
        self.to_decimal().plain()
    }

    /// `RoundUp(resource.Milli)`: what the API server does to every quantity of a resource list when it sets defaults.
    pub fn round_up_to_milli(&mut self) {
        if let Some(number) = self.rare.as_mut().and_then(|r| r.number.as_mut()) {
            number.round_up(i64::from(MILLI));
        } else if self.scale < MILLI {
            let (value, _) = divide_away(self.value, i64::from(MILLI) - i64::from(self.scale));
            *self = Quantity::scaled(value, MILLI, self.format);
        }
    }

    /// `Add`: a zero takes the format of what is added.
    pub fn add(&mut self, other: &Quantity) {
        let format = if self.is_zero() {
            other.format
        } else {
            self.format
        };
        if self.number().is_none()
            && other.number().is_none()
            && let Some((value, scale)) = add_small(self, other)
        {
            *self = Quantity::scaled(value, scale, format);
            return;
        }
        *self = Quantity::from_decimal(self.to_decimal().add(&other.to_decimal()), format);
    }

    /// `Sub`.
    pub fn sub(&mut self, other: &Quantity) {
        self.add(&other.negated());
    }

    /// `Neg`.
    pub fn negated(&self) -> Quantity {
        match (self.number(), self.value.checked_neg()) {
            (None, Some(value)) => Quantity::scaled(value, self.scale, self.format),
            _ => {
                let mut number = self.to_decimal();
                number.negative = !number.negative;
                Quantity::from_decimal(number, self.format)
            }
        }
    }

    /// `Mul`: for totals such as requests of several replicas.
    pub fn times(&self, factor: i64) -> Quantity {
        match (self.number(), self.value.checked_mul(factor)) {
            (None, Some(value)) => Quantity::scaled(value, self.scale, self.format),
            _ => {
                let mut number = self.to_decimal();
                number.multiply(factor.unsigned_abs());
                number.negative ^= factor < 0;
                Quantity::from_decimal(number, self.format)
            }
        }
    }

    /// `CanonicalizeBytes`, without the kept spelling.
    fn canonical(&self) -> String {
        if self.is_zero() {
            return "0".to_owned();
        }
        if self.format == Format::BinarySI
            && let Some(text) = self.binary()
        {
            return text;
        }
        let (digits, exponent) = self.to_decimal().canonical();
        if self.format == Format::DecimalExponent {
            return match exponent {
                0 => digits,
                _ => format!("{digits}e{exponent}"),
            };
        }
        // As in Kubernetes an exponent without a suffix of its own is lost here.
        let suffix = DECIMAL.iter().find(|(_, e)| i64::from(*e) == exponent);
        digits + suffix.map_or("", |(text, _)| *text)
    }

    /// In powers of 1024; None below 1024 and where a fraction would be lost.
    fn binary(&self) -> Option<String> {
        let mut value = self.to_decimal().to_i128()?;
        if value.abs() < 1024 {
            return None;
        }
        let mut suffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].iter();
        let mut suffix = suffixes.next()?;
        while value % 1024 == 0 {
            value /= 1024;
            suffix = suffixes.next().unwrap_or(&"");
        }
        Some(format!("{value}{suffix}"))
    }
}

/// Decimal suffixes and their exponents.
const DECIMAL: [(&str, i32); 10] = [
    ("n", -9),
    ("u", -6),
    ("m", -3),
    ("", 0),
    ("k", 3),
    ("M", 6),
    ("G", 9),
    ("T", 12),
    ("P", 15),
    ("E", 18),
];

/// `quantitySuffixer.interpret`: whether the base is 2, the exponent, the format.
fn suffix(text: &str) -> Option<(bool, i32, Format)> {
    if let Some((_, exponent)) = DECIMAL.iter().find(|(s, _)| *s == text) {
        return Some((false, *exponent, Format::DecimalSI));
    }
    let binary = |exponent| Some((true, exponent, Format::BinarySI));
    match text {
        "Ki" => return binary(10),
        "Mi" => return binary(20),
        "Gi" => return binary(30),
        "Ti" => return binary(40),
        "Pi" => return binary(50),
        "Ei" => return binary(60),
        _ => {}
    }
    let exponent = text.strip_prefix(['e', 'E'])?;
    // Go reads 64 bits and keeps 32 of them.
    let exponent = exponent.parse::<i64>().ok()? as i32;
    Some((false, exponent, Format::DecimalExponent))
}

/// The common spellings, which are canonical or canonicalised by value: up to 9 digits and a suffix of at most two letters.
fn parse_plain(text: &[u8]) -> Option<Quantity> {
    let count = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if count == 0 || count > 9 || (text.first() == Some(&b'0') && count > 1) {
        return None;
    }
    let (digits, suffix) = text.split_at_checked(count)?;
    let value = digits
        .iter()
        .fold(0i64, |v, digit| v * 10 + i64::from(digit - b'0'));
    let (factor, scale, format) = match suffix {
        b"" => (1, 0, Format::DecimalSI),
        b"m" => (1, MILLI, Format::DecimalSI),
        b"Ki" => (1 << 10, 0, Format::BinarySI),
        b"Mi" => (1 << 20, 0, Format::BinarySI),
        b"Gi" => (1 << 30, 0, Format::BinarySI),
        b"k" => (1, 3, Format::DecimalSI),
        b"M" => (1, 6, Format::DecimalSI),
        b"G" => (1, 9, Format::DecimalSI),
        _ => return None,
    };
    Some(Quantity::scaled(value * factor, scale, format))
}

/// The parts of a quantity's text (`parseQuantityString`).
struct Parts<'t> {
    negative: bool,
    /// Sign, digits and point.
    value: &'t str,
    /// Digits before the point without leading zeros; `0` where there are none.
    whole: &'t str,
    /// Digits after the point.
    fraction: &'t str,
    suffix: &'t str,
}

fn split(text: &str) -> Result<Parts<'_>, &'static str> {
    let digits = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let cut = |t: &'_ str, at: usize| t.len().min(at);
    let negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let rest = unsigned.trim_start_matches('0');
    if rest.is_empty() {
        return Ok(Parts {
            negative,
            value: "0",
            whole: "0",
            fraction: "",
            suffix: "",
        });
    }
    let (whole, rest) = rest.split_at(cut(rest, digits(rest)));
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(cut(rest, digits(rest))),
        None => ("", rest),
    };
    let value = text.strip_suffix(rest).unwrap_or(text);
    let after = rest.trim_start_matches(|c: char| "eEinumkKMGTP".contains(c));
    let after = after.strip_prefix(['-', '+']).unwrap_or(after);
    if !after.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FORMAT_ERROR);
    }
    Ok(Parts {
        negative,
        value,
        whole: if whole.is_empty() { "0" } else { whole },
        fraction,
        suffix: rest,
    })
}

fn parse_any(text: &str) -> Result<Quantity, &'static str> {
    if text.is_empty() {
        return Err(FORMAT_ERROR);
    }
    let parts = split(text)?;
    let (binary, exponent, format) = suffix(parts.suffix).ok_or(SUFFIX_ERROR)?;
    let digits = parts.whole.len() + parts.fraction.len();
    let fits = if binary {
        // One binary digit is about 0.3 decimal ones (`int32(float32(exponent)*3/10)` in Go).
        let room = 14 - i64::from(exponent * 3 / 10);
        parts.fraction.is_empty() && parts.whole.len() as i64 <= room
    } else {
        digits <= 18
    };
    let scale = if binary { 0 } else { exponent };
    let scale = scale.wrapping_sub(parts.fraction.len() as i32);
    if fits && scale >= NANO {
        let shifted = [parts.whole, parts.fraction].concat();
        let value: i64 = shifted.parse().map_err(|_| NUMERIC_ERROR)?;
        let factor = if binary { 1i64 << exponent } else { 1 };
        if let Some(product) = value.checked_mul(factor) {
            let signed = if parts.negative { -product } else { product };
            let mut quantity = Quantity::scaled(signed, scale, format);
            let keep = if binary {
                exponent % 10 == 0 && value & 7 != 0
            } else {
                scale % 3 == 0 && !shifted.ends_with("000") && !shifted.starts_with('0')
            };
            if keep && quantity.canonical() != text {
                quantity.rare = Some(Box::new(Rare {
                    number: None,
                    spelling: Some(text.into()),
                }));
            }
            return Ok(quantity);
        }
    }
    parse_long(&parts, binary, exponent, format)
}

/// The rest of `ParseQuantity`: with an exact decimal, rounded up to nano, binary ones capped at 2^63-1.
fn parse_long(
    parts: &Parts<'_>,
    binary: bool,
    exponent: i32,
    mut format: Format,
) -> Result<Quantity, &'static str> {
    if !parts.value.bytes().any(|b| b.is_ascii_digit()) {
        return Err(NUMERIC_ERROR);
    }
    // inf.Dec counts its scale in 32 bits, upside down.
    let scale = (parts.fraction.len() as i32).wrapping_add(if binary {
        0
    } else {
        exponent.wrapping_neg()
    });
    let mut number = Decimal::from_ascii(false, parts.value.as_bytes(), -i64::from(scale));
    if binary {
        number.multiply(1u64 << exponent);
    }
    number.round_up(i64::from(NANO));
    if format == Format::BinarySI {
        let most = Decimal::from_i128(i128::from(i64::MAX), 0);
        let one = Decimal::from_i128(1, 0);
        if number.compare(&most) == Ordering::Greater {
            number = most;
        }
        if number.compare(&one) == Ordering::Less && !number.is_zero() {
            format = Format::DecimalSI;
        }
    }
    number.negative = parts.negative;
    Ok(Quantity::from_decimal(number, format))
}

/// `int64Amount.Add`; None where it does not fit.
fn add_small(a: &Quantity, b: &Quantity) -> Option<(i64, i32)> {
    if b.value == 0 {
        return Some((a.value, a.scale));
    }
    if a.value == 0 {
        return Some((b.value, b.scale));
    }
    let scale = a.scale.min(b.scale);
    let aligned = |q: &Quantity| {
        let up = u32::try_from(i64::from(q.scale) - i64::from(scale)).ok()?;
        q.value.checked_mul(10i64.checked_pow(up)?)
    };
    Some((aligned(a)?.checked_add(aligned(b)?)?, scale))
}

/// Both numbers in the smaller of their units; None where 128 bits may not hold them.
fn aligned(a: &Quantity, b: &Quantity) -> Option<(i128, i128)> {
    let low = i64::from(a.scale.min(b.scale));
    let up = |q: &Quantity| {
        let places = u32::try_from(i64::from(q.scale) - low).ok()?;
        10i128.checked_pow(places)?.checked_mul(i128::from(q.value))
    };
    Some((up(a)?, up(b)?))
}

/// `negativeScaleInt64`: divides by `10^places` away from zero, and tells whether nothing was lost.
fn divide_away(value: i64, places: i64) -> (i64, bool) {
    let Some(ten) = u32::try_from(places)
        .ok()
        .and_then(|p| 10i64.checked_pow(p))
    else {
        return (value.signum(), value == 0);
    };
    let exact = value % ten == 0;
    (value / ten + if exact { 0 } else { value.signum() }, exact)
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.spelling() {
            Some(text) => f.write_str(text),
            None => f.write_str(&self.canonical()),
        }
    }
}

impl fmt::Debug for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Quantity({self})")
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        let simple = self.number().is_none() && other.number().is_none();
        if simple && let Some((a, b)) = aligned(self, other) {
            return a.cmp(&b);
        }
        self.to_decimal().compare(&other.to_decimal())
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Quantity {}

impl std::str::FromStr for Quantity {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Quantity::parse(text)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(QuantityVisitor)
    }
}

struct QuantityVisitor;

impl Visitor<'_> for QuantityVisitor {
    type Value = Quantity;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a quantity")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Quantity, E> {
        Quantity::from_text(text).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Quantity, E> {
        Quantity::parse(&number.to_string()).map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Quantity, E> {
        Quantity::parse(&number.to_string()).map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Quantity, E> {
        Quantity::parse(&super::go_json_number(number)).map_err(E::custom)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Quantity, E> {
        Err(E::custom(FORMAT_ERROR))
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
