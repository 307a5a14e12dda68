//! Taints and tolerations: whether one tolerates the other, and the argument syntax of `kubectl taint`.
//! Follows `pkg/util/taints/taints.go`, kubectl `pkg/cmd/taint` and component-helpers `scheduling/corev1`.
use super::{ValueError, names};
use std::fmt;

/// The effects that exist.
pub const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// A taint of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Taint {
    /// A label key.
    pub key: String,
    /// A label value, may be empty.
    pub value: String,
    /// One of [`EFFECTS`]; empty means every effect, in what is to be removed.
    pub effect: String,
}

impl fmt::Display for Taint {
    /// `Taint.ToString()`: `key=value:Effect`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key)?;
        if !self.value.is_empty() {
            write!(f, "={}", self.value)?;
            if self.effect.is_empty() {
                f.write_str(":")?;
            }
        }
        if !self.effect.is_empty() {
            write!(f, ":{}", self.effect)?;
        }
        Ok(())
    }
}

impl Taint {
    /// A taint from its parts.
    pub fn new(key: &str, value: &str, effect: &str) -> Self {
        Taint {
            key: key.to_owned(),
            value: value.to_owned(),
            effect: effect.to_owned(),
        }
    }

    /// `parseTaint`: `key=value:effect`, `key:effect` or `key`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let spec = |why: &str| ValueError::new(format!("invalid taint spec: {text}{why}"));
        let mut parts = text.split(':');
        let (key, value, effect) = match (parts.next(), parts.next(), parts.next()) {
            (Some(key), None, _) => (key, "", ""),
            (Some(key), Some(effect), None) => {
                if !EFFECTS.contains(&effect) {
                    return Err(ValueError::new(format!(
                        "invalid taint effect: {effect}, unsupported taint effect"
                    )));
                }
                let (key, value) = key.split_once('=').unwrap_or((key, ""));
                if value.contains('=') {
                    return Err(spec(""));
                }
                let errors = names::label_value(value);
                if !errors.is_empty() {
                    return Err(spec(&format!(", {}", errors.join("; "))));
                }
                (key, value, effect)
            }
            _ => return Err(spec("")),
        };
        let errors = names::qualified_name(key);
        if !errors.is_empty() {
            return Err(spec(&format!(", {}", errors.join("; "))));
        }
        Ok(Taint::new(key, value, effect))
    }

    /// `MatchTaint`: the same key and effect; the value does not count.
    pub fn is_same_as(&self, other: &Taint) -> bool {
        self.key == other.key && self.effect == other.effect
    }
}

/// What a `kubectl taint` command asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaintChange {
    /// Taints to set.
    pub add: Vec<Taint>,
    /// Taints to take away, without values.
    pub remove: Vec<Taint>,
}

impl TaintChange {
    /// `ParseTaints`: the arguments after the node name; those that end in `-` remove.
    pub fn parse<S: AsRef<str>>(args: &[S]) -> Result<Self, ValueError> {
        let mut change = TaintChange::default();
        for arg in args.iter().map(AsRef::as_ref) {
            if let Some(removed) = arg.strip_suffix('-') {
                let taint = Taint::parse(removed)?;
                change.remove.push(Taint {
                    value: String::new(),
                    ..taint
                });
                continue;
            }
            let taint = Taint::parse(arg)?;
            if taint.effect.is_empty() {
                return Err(ValueError::new(format!("invalid taint spec: {arg}")));
            }
            if change.add.iter().any(|t| t.is_same_as(&taint)) {
                // Go prints the struct: key, value, effect and no time.
                return Err(ValueError::new(format!(
                    "duplicated taints with the same key and effect: {{{} {} {} <nil>}}",
                    taint.key, taint.value, taint.effect
                )));
            }
            change.add.push(taint);
        }
        Ok(change)
    }

    /// What kubectl says to arguments that set and remove the same taint (`TaintOptions.Validate`).
    pub fn conflict(&self) -> Option<String> {
        let mut all = Vec::new();
        for added in &self.add {
            for removed in self.remove.iter().filter(|r| r.key == added.key) {
                if removed.effect.is_empty() || removed.effect == added.effect {
                    all.push(format!("{}={}", removed.key, removed.effect));
                }
            }
        }
        (!all.is_empty()).then(|| {
            format!(
                "can not both modify and remove the following taint(s) in the same command: {}",
                all.join(", ")
            )
        })
    }

    /// `reorganizeTaints`: the taints of a node afterwards, and an error for each removed taint that was not there.
    pub fn apply(&self, taints: &[Taint]) -> (Vec<Taint>, Vec<String>) {
        let mut after = self.add.clone();
        for old in taints {
            if !after.iter().any(|t| t.is_same_as(old)) {
                after.push(old.clone());
            }
        }
        let mut errors = Vec::new();
        for removed in &self.remove {
            let before = after.len();
            after.retain(|t| {
                t.key != removed.key || (!removed.effect.is_empty() && t.effect != removed.effect)
            });
            if after.len() == before {
                errors.push(format!("taint \"{removed}\" not found"));
            }
        }
        (after, errors)
    }
}

/// A toleration of a pod; missing fields are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Toleration {
    /// Empty: every key.
    pub key: String,
    /// `Exists`, `Equal` (also empty), `Lt`, `Gt`.
    pub operator: String,
    /// Compared with the taint's.
    pub value: String,
    /// Empty: every effect.
    pub effect: String,
    /// How long a NoExecute taint is tolerated; None for ever.
    pub toleration_seconds: Option<i64>,
}

impl Toleration {
    /// `ToleratesTaint`. `comparison` is the feature gate TaintTolerationComparisonOperators (Lt and Gt), off by default.
    pub fn tolerates(&self, taint: &Taint, comparison: bool) -> bool {
        if !self.effect.is_empty() && self.effect != taint.effect {
            return false;
        }
        if !self.key.is_empty() && self.key != taint.key {
            return false;
        }
        match self.operator.as_str() {
            "" | "Equal" => self.value == taint.value,
            "Exists" => true,
            "Lt" | "Gt" if comparison => {
                match (
                    canonical_integer(&taint.value),
                    canonical_integer(&self.value),
                ) {
                    (Some(ours), Some(limit)) if self.operator == "Lt" => ours < limit,
                    (Some(ours), Some(limit)) => ours > limit,
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

fn canonical_integer(text: &str) -> Option<i64> {
    text.parse()
        .ok()
        .filter(|_| names::decimal_integer(text).is_empty())
}

/// The effect that a misspelt one was probably meant to be: `NoExcute`, `noschedule`.
pub fn probable_effect(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    let distance = |effect: &&'static str| edit_distance(&text, &effect.to_ascii_lowercase());
    let best = EFFECTS.into_iter().min_by_key(distance)?;
    (distance(&best) <= 3).then_some(best)
}

/// Levenshtein's distance, in bytes; texts far longer than an effect are simply far.
fn edit_distance(a: &str, b: &str) -> usize {
    if a.len() > 2 * b.len() {
        return a.len();
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let above = *cell;
            let cost = diagonal + usize::from(x != y);
            left = cost.min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(a.len())
}
