//! Node selector terms: requirements on a node's labels and name. Follows component-helpers
//! `scheduling/corev1/nodeaffinity/nodeaffinity.go`, including that a term which cannot be read never matches.
use super::selector::{Expression, Labels, Operator, Requirement};
use super::{aggregate, go_json_strings, go_quote};

/// One term of a node selector; the terms are ORed.
#[derive(Clone, Debug, Default)]
pub struct NodeTerm {
    empty: bool,
    labels: Vec<Requirement>,
    fields: Vec<FieldRequirement>,
    errors: Vec<String>,
}

/// `metadata.name` equal or not equal to a value.
#[derive(Clone, Debug)]
struct FieldRequirement {
    field: String,
    value: String,
    equal: bool,
}

impl NodeTerm {
    /// Reads a term whose place is `path`, such as `nodeSelectorTerms[0]`.
    pub fn new<S: AsRef<str>>(
        match_expressions: &[Expression<'_, S>],
        match_fields: &[Expression<'_, S>],
        path: &str,
    ) -> Self {
        let mut term = NodeTerm {
            empty: match_expressions.is_empty() && match_fields.is_empty(),
            ..NodeTerm::default()
        };
        for (i, expression) in match_expressions.iter().enumerate() {
            term.add_labels(expression, &format!("{path}.matchExpressions[{i}]"));
        }
        for (i, expression) in match_fields.iter().enumerate() {
            term.add_field(expression, &format!("{path}.matchFields[{i}]"));
        }
        term
    }

    fn add_labels<S: AsRef<str>>(&mut self, from: &Expression<'_, S>, path: &str) {
        let operator = match from.operator {
            "In" => Operator::In,
            "NotIn" => Operator::NotIn,
            "Exists" => Operator::Exists,
            "DoesNotExist" => Operator::DoesNotExist,
            "Gt" => Operator::GreaterThan,
            "Lt" => Operator::LessThan,
            other => {
                let known = r#""In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt""#;
                self.errors.push(not_supported(path, other, known));
                return;
            }
        };
        match Requirement::new(from.key, operator, from.values, path) {
            Ok(requirement) => self.labels.push(requirement),
            Err(errors) => self.errors.extend(errors),
        }
    }

    fn add_field<S: AsRef<str>>(&mut self, from: &Expression<'_, S>, path: &str) {
        if !matches!(from.operator, "In" | "NotIn") {
            self.errors
                .push(not_supported(path, from.operator, r#""In", "NotIn""#));
            return;
        }
        let Some([value]) = from.values else {
            self.errors.push(format!(
                "{path}.values: Invalid value: {}: must have one element",
                go_json_strings(from.values)
            ));
            return;
        };
        self.fields.push(FieldRequirement {
            field: from.key.to_owned(),
            value: value.as_ref().to_owned(),
            equal: from.operator == "In",
        });
    }

    /// What keeps the term from being read.
    pub fn errors(&self) -> &[String] {
        &self.errors
    }

    /// The errors as one text, as the scheduler reports them.
    pub fn error(&self) -> Option<String> {
        (!self.errors.is_empty()).then(|| aggregate(&self.errors))
    }

    /// Whether a node of this name with these labels matches. A term without requirements matches no node.
    pub fn matches(&self, labels: &(impl Labels + ?Sized), node_name: &str) -> bool {
        if self.empty || !self.errors.is_empty() {
            return false;
        }
        let field = |r: &FieldRequirement| {
            let value = if r.field == "metadata.name" {
                node_name
            } else {
                ""
            };
            (value == r.value) == r.equal
        };
        self.labels.iter().all(|r| r.matches(labels))
            && (node_name.is_empty() || self.fields.iter().all(field))
    }

    /// The requirements on labels that could be read.
    pub fn label_requirements(&self) -> &[Requirement] {
        &self.labels
    }
}

fn not_supported(path: &str, operator: &str, known: &str) -> String {
    format!(
        "{path}.operator: Unsupported value: {}: supported values: {known}",
        go_quote(operator)
    )
}
