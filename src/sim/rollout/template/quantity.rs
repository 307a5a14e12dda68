//! A quantity as Go holds it in memory: which of its two amounts is used, and whether its text is kept.
//!
//! Follows `apimachinery/pkg/api/resource`: `ParseQuantity`, `RoundUp`. The hash of a template sees these insides,
//! so `64Mi` and `67108864` hash differently although they are equal.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    None,
    DecimalSi,
    BinarySi,
    DecimalExponent,
}

/// A number with its decimal exponent: value × 10^exponent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Amount {
    value: i128,
    exponent: i32,
}

/// A parsed quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    amount: Amount,
    /// Held as `inf.Dec`, not as `int64Amount`.
    big: bool,
    text: String,
    format: Format,
}

const FACTORS: i32 = 18;

impl Quantity {
    /// Reads a quantity; nothing, or what is none, gives Go's zero value. `rounded` rounds up to thousandths.
    pub(super) fn read(text: Option<&str>, rounded: bool) -> Self {
        let mut quantity = text.and_then(|text| parse(text.trim())).unwrap_or(Self {
            amount: Amount {
                value: 0,
                exponent: 0,
            },
            big: false,
            text: String::new(),
            format: Format::None,
        });
        if rounded {
            quantity.round_up(-3);
        }
        quantity
    }

    /// `Quantity.RoundUp`.
    fn round_up(&mut self, exponent: i32) {
        if self.big || self.amount.exponent < exponent {
            self.text.clear();
            self.amount = self.amount.rescaled(exponent);
        }
    }

    /// As spew prints it.
    pub(super) fn dump(&self) -> String {
        let (value, scale, dec) = if self.big {
            (0, 0, self.amount.dump_dec())
        } else {
            (
                self.amount.value,
                self.amount.exponent,
                "(*inf.Dec)<nil>".to_owned(),
            )
        };
        let format = match self.format {
            Format::None => "",
            Format::DecimalSi => "DecimalSI",
            Format::BinarySi => "BinarySI",
            Format::DecimalExponent => "DecimalExponent",
        };
        format!(
            "{{i:(resource.int64Amount){{value:(int64){value} scale:(resource.Scale){scale}}} \
             d:(resource.infDecAmount){{Dec:{dec}}} s:(string){} Format:(resource.Format){format}}}",
            self.text
        )
    }
}

impl Amount {
    /// The same number with this exponent, rounded away from zero where it loses digits.
    fn rescaled(self, exponent: i32) -> Self {
        let steps = (self.exponent - exponent).clamp(-40, 40);
        let factor = 10_i128.saturating_pow(steps.unsigned_abs());
        let value = if steps >= 0 {
            self.value.saturating_mul(factor)
        } else {
            let up = i128::from(self.value % factor != 0) * self.value.signum();
            self.value / factor + up
        };
        Self { value, exponent }
    }

    fn dump_dec(self) -> String {
        let mut words = Vec::new();
        let mut rest = self.value.unsigned_abs();
        while rest > 0 {
            words.push((rest & u128::from(u64::MAX)).to_string());
            rest >>= 64;
        }
        let words = if words.is_empty() {
            "<nil>".to_owned()
        } else {
            format!("[{}]", words.join(" "))
        };
        format!(
            "(*inf.Dec){{unscaled:(big.Int){{neg:(bool){} abs:(big.nat){words}}} scale:(inf.Scale){}}}",
            self.value < 0,
            -self.exponent
        )
    }
}

/// `ParseQuantity`; None where Kubernetes refuses the text.
fn parse(text: &str) -> Option<Quantity> {
    if text == "0" {
        let amount = Amount {
            value: 0,
            exponent: 0,
        };
        return Some(Quantity {
            amount,
            big: false,
            text: text.into(),
            format: Format::DecimalSi,
        });
    }
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if unsigned.is_empty() {
        return None;
    }
    let split = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let (number, rest) = unsigned.split_at(split(unsigned));
    let (fraction, suffix) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(split(rest)),
        None => ("", rest),
    };
    let number = number.trim_start_matches('0');
    let digits = if number.is_empty() { "0" } else { number };
    let (base2, power, format) = suffix_of(suffix)?;
    let fraction_len = i32::try_from(fraction.len()).ok()?;
    let digits_len = i32::try_from(digits.len()).ok()?;
    let shifted = format!("{digits}{fraction}");
    let sign: i128 = if negative { -1 } else { 1 };

    // The fast path: what fits an int64 with room to spare.
    let precision = if !base2 {
        FACTORS - (digits_len + fraction_len)
    } else if fraction.is_empty() {
        15 - digits_len - power * 3 / 10 - 1
    } else {
        -1
    };
    let exponent = if base2 { 0 } else { power } - fraction_len;
    if precision >= 0 && exponent >= -9 {
        let plain = shifted.parse::<i64>().ok()?;
        let mantissa = if base2 {
            1_i64.checked_shl(power.unsigned_abs())?
        } else {
            1
        };
        if let Some(value) = plain.checked_mul(mantissa) {
            let canonical = match format {
                Format::BinarySi => power % 10 == 0 && plain & 7 != 0,
                _ => exponent % 3 == 0 && !shifted.ends_with("000") && !shifted.starts_with('0'),
            };
            return Some(Quantity {
                amount: Amount {
                    value: sign * i128::from(value),
                    exponent,
                },
                big: false,
                text: if canonical {
                    text.into()
                } else {
                    String::new()
                },
                format,
            });
        }
    }

    let mut amount = Amount {
        value: shifted.parse::<i128>().ok()?,
        exponent,
    };
    if base2 {
        amount.value = amount
            .value
            .saturating_mul(1_i128.checked_shl(power.unsigned_abs())?);
    }
    // Nothing is smaller than a billionth, and Go holds exactly that many places.
    if amount.value != 0 {
        amount = amount.rescaled(-9);
    }
    let mut format = format;
    if format == Format::BinarySi {
        let limit = Amount {
            value: i128::from(i64::MAX),
            exponent: 0,
        };
        if amount.value > limit.rescaled(amount.exponent).value {
            amount = limit;
        }
        let one = Amount {
            value: 1,
            exponent: 0,
        }
        .rescaled(amount.exponent);
        if amount.value > 0 && amount.value < one.value {
            format = Format::DecimalSi;
        }
    }
    amount.value *= sign;
    Some(Quantity {
        amount,
        big: true,
        text: String::new(),
        format,
    })
}

/// (power of two, exponent, format)
fn suffix_of(suffix: &str) -> Option<(bool, i32, Format)> {
    let decimal = |exponent| Some((false, exponent, Format::DecimalSi));
    let binary = |exponent| Some((true, exponent, Format::BinarySi));
    match suffix {
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
        "" => decimal(0),
        "k" => decimal(3),
        "M" => decimal(6),
        "G" => decimal(9),
        "T" => decimal(12),
        "P" => decimal(15),
        "E" => decimal(18),
        "Ki" => binary(10),
        "Mi" => binary(20),
        "Gi" => binary(30),
        "Ti" => binary(40),
        "Pi" => binary(50),
        "Ei" => binary(60),
        _ => {
            let exponent = suffix.strip_prefix(['e', 'E'])?.parse::<i32>().ok()?;
            Some((false, exponent, Format::DecimalExponent))
        }
    }
}
