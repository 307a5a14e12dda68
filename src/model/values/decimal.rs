//! Exact decimals of any length, for the rare quantities that do not fit 64 bits. Knows arithmetic, not quantities.
use std::cmp::Ordering;

/// Beyond this difference of magnitude (in digits) a sum is the larger operand: nobody can tell, and memory stays bounded.
const MAX_ALIGN: i64 = 4096;

/// `digits × 10^exponent`, negative or not.
#[derive(Clone, Debug)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    /// Most significant first, values 0–9, no leading zero; empty is zero.
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// From ASCII digits; anything else in them is skipped (a decimal point).
    pub(crate) fn from_ascii(negative: bool, digits: &[u8], exponent: i64) -> Self {
        let digits = digits
            .iter()
            .filter(|b| b.is_ascii_digit())
            .map(|b| b - b'0')
            .skip_while(|d| *d == 0)
            .collect();
        Decimal {
            negative,
            digits,
            exponent,
        }
    }

    pub(crate) fn from_i128(value: i128, exponent: i64) -> Self {
        let text = value.unsigned_abs().to_string();
        Decimal::from_ascii(value < 0, text.as_bytes(), exponent)
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    pub(crate) fn sign(&self) -> i32 {
        match (self.is_zero(), self.negative) {
            (true, _) => 0,
            (_, true) => -1,
            _ => 1,
        }
    }

    /// Multiplies by a small number.
    pub(crate) fn multiply(&mut self, factor: u64) {
        let mut carry: u128 = 0;
        for digit in self.digits.iter_mut().rev() {
            carry += u128::from(*digit) * u128::from(factor);
            *digit = (carry % 10) as u8;
            carry /= 10;
        }
        let mut front = Vec::new();
        while carry > 0 {
            front.push((carry % 10) as u8);
            carry /= 10;
        }
        if !front.is_empty() {
            front.reverse();
            front.append(&mut self.digits);
            self.digits = front;
        }
        let zeros = self.digits.iter().take_while(|d| **d == 0).count();
        self.digits.drain(..zeros);
    }

    /// Rounds away from zero to a multiple of `10^exponent`; tells whether nothing was lost.
    pub(crate) fn round_up(&mut self, exponent: i64) -> bool {
        if self.exponent >= exponent || self.is_zero() {
            return true;
        }
        let drop = usize::try_from(exponent - self.exponent).unwrap_or(usize::MAX);
        let keep = self.digits.len().saturating_sub(drop);
        let exact = self.digits.iter().skip(keep).all(|d| *d == 0);
        self.digits.truncate(keep);
        self.exponent = exponent;
        if !exact {
            self.increment();
        }
        exact
    }

    fn increment(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
    }

    /// Moves trailing zeros into the exponent.
    fn normalise(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
            self.exponent += 1;
        }
        if self.digits.is_empty() {
            self.exponent = 0;
        }
    }

    /// The shortest digits (as text, with sign) whose exponent is a multiple of three (`infDecAmount.AsCanonicalBytes`).
    pub(crate) fn canonical(&self) -> (String, i64) {
        let mut of = self.clone();
        of.normalise();
        while of.exponent % 3 != 0 {
            of.digits.push(0);
            of.exponent -= 1;
        }
        (of.unscaled(), of.exponent)
    }

    fn unscaled(&self) -> String {
        let mut out = String::with_capacity(self.digits.len() + 1);
        if self.negative && !self.is_zero() {
            out.push('-');
        }
        if self.is_zero() {
            out.push('0');
        }
        out.extend(self.digits.iter().map(|d| (b'0' + d) as char));
        out
    }

    /// The number written out, without exponent and trailing zeros. None where that needs more than 4096 zeros.
    pub(crate) fn plain(&self) -> Option<String> {
        let mut of = self.clone();
        of.normalise();
        if of.exponent.abs() > MAX_ALIGN {
            return None;
        }
        while of.exponent > 0 {
            of.digits.push(0);
            of.exponent -= 1;
        }
        let fraction = usize::try_from(-of.exponent).unwrap_or(0);
        let missing = (fraction + 1).saturating_sub(of.digits.len());
        let mut digits = vec![0; missing];
        digits.append(&mut of.digits);
        let mut out = String::from(if self.negative && !self.is_zero() {
            "-"
        } else {
            ""
        });
        let point = digits.len() - fraction;
        for (i, digit) in digits.iter().enumerate() {
            if i == point {
                out.push('.');
            }
            out.push((b'0' + digit) as char);
        }
        Some(out)
    }

    /// The whole number, where it is one and fits.
    pub(crate) fn to_i128(&self) -> Option<i128> {
        let mut of = self.clone();
        of.normalise();
        if of.exponent < 0 || of.digits.len() as i64 + of.exponent > 39 {
            return None;
        }
        let ten = 10i128.checked_pow(u32::try_from(of.exponent).ok()?)?;
        let mut value: i128 = 0;
        for digit in &of.digits {
            value = value.checked_mul(10)?.checked_add(i128::from(*digit))?;
        }
        let value = value.checked_mul(ten)?;
        Some(if self.negative { -value } else { value })
    }

    /// Go's `scaledValue` (`resource/scale_int.go`): in units of `10^exponent`, the fraction cut and 1 added for it, low 64 bits.
    pub(crate) fn scaled_value(&self, exponent: i64) -> i64 {
        let mut of = self.clone();
        of.normalise();
        let drop = usize::try_from(exponent - of.exponent).unwrap_or(0);
        let keep = of.digits.len().saturating_sub(drop);
        let fraction = keep < of.digits.len();
        let mut value = of
            .digits
            .iter()
            .take(keep)
            .fold(0u64, |v, d| v.wrapping_mul(10).wrapping_add(u64::from(*d)));
        for _ in 0..(of.exponent - exponent).clamp(0, 64) {
            value = value.wrapping_mul(10);
        }
        let value = if self.negative {
            value.wrapping_neg()
        } else {
            value
        };
        (value as i64).wrapping_add(i64::from(fraction))
    }

    /// Adds exactly (see `MAX_ALIGN`).
    pub(crate) fn add(&self, other: &Decimal) -> Decimal {
        let (mut a, mut b) = (self.clone(), other.clone());
        a.normalise();
        b.normalise();
        if a.is_zero() {
            return b;
        }
        if b.is_zero() {
            return a;
        }
        if (a.exponent - b.exponent).abs() > MAX_ALIGN {
            return if a.magnitude(&b) == Ordering::Less {
                b
            } else {
                a
            };
        }
        let low = a.exponent.min(b.exponent);
        for side in [&mut a, &mut b] {
            while side.exponent > low {
                side.digits.push(0);
                side.exponent -= 1;
            }
        }
        if a.magnitude(&b) == Ordering::Less {
            std::mem::swap(&mut a, &mut b);
        }
        // |a| >= |b|: the sign is that of a.
        let subtract = a.negative != b.negative;
        let mut carry = 0i8;
        let mut lower = b.digits.iter().rev();
        for digit in a.digits.iter_mut().rev() {
            let other = lower.next().map_or(0, |d| *d as i8);
            let sum = *digit as i8 + carry + if subtract { -other } else { other };
            carry = sum.div_euclid(10);
            *digit = sum.rem_euclid(10) as u8;
        }
        if carry > 0 {
            a.digits.insert(0, carry as u8);
        }
        let zeros = a.digits.iter().take_while(|d| **d == 0).count();
        a.digits.drain(..zeros);
        a
    }

    /// Compares the sizes without their signs.
    fn magnitude(&self, other: &Decimal) -> Ordering {
        if self.is_zero() || other.is_zero() {
            return other.is_zero().cmp(&self.is_zero());
        }
        let top = |d: &Decimal| d.digits.len() as i64 + d.exponent;
        let longest = self.digits.len().max(other.digits.len());
        top(self).cmp(&top(other)).then_with(|| {
            let padded = |d: &Decimal| {
                let digits = d.digits.clone();
                digits.into_iter().chain(std::iter::repeat(0)).take(longest)
            };
            padded(self).cmp(padded(other))
        })
    }

    /// Compares exactly.
    pub(crate) fn compare(&self, other: &Decimal) -> Ordering {
        self.sign().cmp(&other.sign()).then_with(|| {
            let size = self.magnitude(other);
            if self.negative { size.reverse() } else { size }
        })
    }
}
