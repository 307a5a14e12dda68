//! Label selectors: requirements, what they match, how Kubernetes prints and refuses them.
//! Follows apimachinery `labels/selector.go` and `LabelSelectorAsSelector` of `apis/meta/v1/helpers.go`.
//! Knows labels and strings; objects hand over the parts of their selector.
use super::{ValueError, aggregate, go_json_strings, go_quote, names, selector_text};
use std::collections::BTreeMap;
use std::fmt;

/// Anything that has labels.
pub trait Labels {
    /// The value of a label, if it is there.
    fn label(&self, key: &str) -> Option<&str>;
}

impl Labels for BTreeMap<String, String> {
    fn label(&self, key: &str) -> Option<&str> {
        self.get(key).map(String::as_str)
    }
}

impl Labels for [(&str, &str)] {
    fn label(&self, key: &str) -> Option<&str> {
        self.iter().find(|(k, _)| *k == key).map(|(_, v)| *v)
    }
}

impl Labels for [(String, String)] {
    fn label(&self, key: &str) -> Option<&str> {
        self.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }
}

impl<L: Labels + ?Sized> Labels for &L {
    fn label(&self, key: &str) -> Option<&str> {
        (**self).label(key)
    }
}

/// How a requirement compares (`selection.Operator`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// One of the values.
    In,
    /// None of the values, or no such label.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is not there.
    DoesNotExist,
    /// `=`
    Equals,
    /// `==`
    DoubleEquals,
    /// `!=`: another value, or no such label.
    NotEquals,
    /// A whole number greater than the value.
    GreaterThan,
    /// A whole number less than the value.
    LessThan,
}

/// One condition on the labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

impl Requirement {
    /// `labels.NewRequirement`: the errors are whole field errors whose paths start with `path` (which may be empty).
    ///
    /// `values` that are not there print as `null`, an empty list as `[]`.
    pub fn new<S: AsRef<str>>(
        key: &str,
        operator: Operator,
        values: Option<&[S]>,
        path: &str,
    ) -> Result<Self, Vec<String>> {
        let at = |name: &str| match path {
            "" => name.to_owned(),
            _ => format!("{path}.{name}"),
        };
        let mut errors = Vec::new();
        let key_errors = names::qualified_name(key);
        if !key_errors.is_empty() {
            errors.push(invalid(&at("key"), key, &key_errors.join("; ")));
        }
        let list = values.unwrap_or(&[]);
        let wrong_values = |detail: &str| {
            let shown = go_json_strings(values);
            format!("{}: Invalid value: {shown}: {detail}", at("values"))
        };
        match operator {
            Operator::In | Operator::NotIn if list.is_empty() => errors.push(wrong_values(
                "for 'in', 'notin' operators, values set can't be empty",
            )),
            Operator::Equals | Operator::DoubleEquals | Operator::NotEquals if list.len() != 1 => {
                errors.push(wrong_values(
                    "exact-match compatibility requires one single value",
                ));
            }
            Operator::Exists | Operator::DoesNotExist if !list.is_empty() => errors.push(
                wrong_values("values set must be empty for exists and does not exist"),
            ),
            Operator::GreaterThan | Operator::LessThan => {
                if list.len() != 1 {
                    errors.push(wrong_values(
                        "for 'Gt', 'Lt' operators, exactly one value is required",
                    ));
                }
                for (i, value) in list.iter().enumerate() {
                    if integer(value.as_ref()).is_none() {
                        errors.push(invalid(
                            &format!("{}[{i}]", at("values")),
                            value.as_ref(),
                            "for 'Gt', 'Lt' operators, the value must be an integer",
                        ));
                    }
                }
            }
            _ => {}
        }
        for (i, value) in list.iter().enumerate() {
            let value_errors = names::label_value(value.as_ref());
            if !value_errors.is_empty() {
                errors.push(invalid(
                    &format!("{}[{i}][{key}]", at("values")),
                    value.as_ref(),
                    &value_errors.join("; "),
                ));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Requirement {
            key: key.to_owned(),
            operator,
            values: list.iter().map(|v| v.as_ref().to_owned()).collect(),
        })
    }

    /// The label that is asked for.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// How it is compared.
    pub fn operator(&self) -> Operator {
        self.operator
    }

    /// With what it is compared.
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// `Requirement.Matches`.
    pub fn matches(&self, labels: &(impl Labels + ?Sized)) -> bool {
        let value = labels.label(&self.key);
        let listed = |value: &str| self.values.iter().any(|v| v == value);
        match self.operator {
            Operator::In | Operator::Equals | Operator::DoubleEquals => value.is_some_and(listed),
            Operator::NotIn | Operator::NotEquals => !value.is_some_and(listed),
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
            Operator::GreaterThan | Operator::LessThan => {
                let ours = value.and_then(integer);
                let wanted = self.values.first().and_then(|v| integer(v));
                match (ours, wanted) {
                    (Some(a), Some(b)) if self.operator == Operator::GreaterThan => a > b,
                    (Some(a), Some(b)) => a < b,
                    _ => false,
                }
            }
        }
    }
}

/// `field.Invalid` with a string.
pub(crate) fn invalid(path: &str, value: &str, detail: &str) -> String {
    format!("{path}: Invalid value: {}: {detail}", go_quote(value))
}

/// `strconv.ParseInt(value, 10, 64)`.
fn integer(value: &str) -> Option<i64> {
    value.parse().ok()
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut values: Vec<&str> = self.values.iter().map(String::as_str).collect();
        values.sort_unstable();
        let (key, values) = (&self.key, values.join(","));
        match self.operator {
            Operator::DoesNotExist => write!(f, "!{key}"),
            Operator::Exists => write!(f, "{key}"),
            Operator::Equals => write!(f, "{key}={values}"),
            Operator::DoubleEquals => write!(f, "{key}=={values}"),
            Operator::NotEquals => write!(f, "{key}!={values}"),
            Operator::In => write!(f, "{key} in ({values})"),
            Operator::NotIn => write!(f, "{key} notin ({values})"),
            Operator::GreaterThan => write!(f, "{key}>{values}"),
            Operator::LessThan => write!(f, "{key}<{values}"),
        }
    }
}

/// A `matchExpressions` item as written.
#[derive(Clone, Copy, Debug)]
pub struct Expression<'a, S> {
    /// The label.
    pub key: &'a str,
    /// The operator's name.
    pub operator: &'a str,
    /// The values, if the field is there.
    pub values: Option<&'a [S]>,
}

/// What is selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// None selects nothing; no requirement selects everything.
    requirements: Option<Vec<Requirement>>,
}

impl Selector {
    /// A nil selector: matches nothing.
    pub fn nothing() -> Self {
        Selector { requirements: None }
    }

    /// An empty selector: matches everything.
    pub fn everything() -> Self {
        Selector {
            requirements: Some(Vec::new()),
        }
    }

    /// Of a plain map (`spec.selector` of a Service): no validation, sorted by key. An empty map selects everything.
    pub fn from_map<'a>(labels: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let equals = |(key, value): (&str, &str)| Requirement {
            key: key.to_owned(),
            operator: Operator::Equals,
            values: vec![value.to_owned()],
        };
        Selector::sorted(labels.into_iter().map(equals).collect())
    }

    /// `LabelSelectorAsSelector` of a selector that is there: the first error ends it.
    pub fn from_label_selector<'a, S: AsRef<str> + 'a>(
        match_labels: impl IntoIterator<Item = (&'a str, &'a str)>,
        match_expressions: impl IntoIterator<Item = Expression<'a, S>>,
    ) -> Result<Self, ValueError> {
        let failed = |errors: Vec<String>| ValueError::new(aggregate(&errors));
        let mut all = Vec::new();
        for (key, value) in match_labels {
            let new = Requirement::new(key, Operator::Equals, Some(&[value]), "");
            all.push(new.map_err(failed)?);
        }
        for expression in match_expressions {
            let operator = match expression.operator {
                "In" => Operator::In,
                "NotIn" => Operator::NotIn,
                "Exists" => Operator::Exists,
                "DoesNotExist" => Operator::DoesNotExist,
                other => {
                    return Err(ValueError::new(format!(
                        "{} is not a valid label selector operator",
                        go_quote(other)
                    )));
                }
            };
            // Kubernetes copies the values, and a copy of an empty list is none.
            let values = expression.values.filter(|v| !v.is_empty());
            let new = Requirement::new(expression.key, operator, values, "");
            all.push(new.map_err(failed)?);
        }
        Ok(Selector::sorted(all))
    }

    /// The syntax of `kubectl -l`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        selector_text::parse(text).map(Selector::sorted)
    }

    fn sorted(mut requirements: Vec<Requirement>) -> Self {
        requirements.sort_by(|a, b| a.key.cmp(&b.key));
        Selector {
            requirements: Some(requirements),
        }
    }

    /// The requirements, all of which must hold; None for the selector that matches nothing.
    pub fn requirements(&self) -> Option<&[Requirement]> {
        self.requirements.as_deref()
    }

    /// Whether it matches everything.
    pub fn is_everything(&self) -> bool {
        self.requirements.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether an object with these labels is selected.
    pub fn matches(&self, labels: &(impl Labels + ?Sized)) -> bool {
        self.requirements
            .as_ref()
            .is_some_and(|all| all.iter().all(|r| r.matches(labels)))
    }
}

impl fmt::Display for Selector {
    /// The normal form: sorted by key, as `kubectl -l` reads it back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, requirement) in self.requirements.iter().flatten().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            requirement.fmt(f)?;
        }
        Ok(())
    }
}
