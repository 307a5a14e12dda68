//! A scenario's text as values, and faults as places in that text.

use super::super::context::Failure;
use everynode::sim::rollout::Fault;
use everynode::source::Source;
use everynode::yaml::{self, Kind, NodeId, Scalar, Tree};
use serde_json::{Map, Number, Value};

/// How deep a scenario may be nested.
const DEPTH: usize = 200;

/// The one document of a scenario.
pub(super) struct Document<'s> {
    tree: Tree<'s>,
    /// What it says.
    pub(super) value: Value,
}

/// Reads the first document that is not empty.
pub(super) fn document(source: &Source) -> Result<Document<'_>, Failure> {
    let at = |offset: u32| {
        let position = source.position(offset);
        format!("{}:{}:{}", source.name, position.line, position.column)
    };
    for document in yaml::parse(&source.text).documents {
        let tree = match document.content {
            Ok(tree) if tree.is_null(tree.root()) => continue,
            Ok(tree) => tree,
            Err(error) => {
                let failure = Failure::new(format!("{}: {}", at(error.span.start), error.message));
                return Err(match error.help {
                    Some(help) => failure.help(help),
                    None => failure,
                });
            }
        };
        let value = value(&tree, tree.root(), 0).map_err(|node| {
            Failure::new(format!("{}: nested too deep", at(tree.span(node).start)))
        })?;
        return Ok(Document { tree, value });
    }
    Err(Failure::new(format!("{} is empty", source.name))
        .help("a scenario has nodes, daemonsets and a script of events"))
}

fn value(tree: &Tree<'_>, node: NodeId, depth: usize) -> Result<Value, NodeId> {
    if depth > DEPTH {
        return Err(node);
    }
    Ok(match tree.kind(node) {
        Kind::Map => {
            let mut map = Map::new();
            for (key, item) in tree.entries(node) {
                map.insert(
                    tree.key_text(key).into_owned(),
                    value(tree, item, depth + 1)?,
                );
            }
            Value::Object(map)
        }
        Kind::Seq => {
            let items = tree.items(node).map(|item| value(tree, item, depth + 1));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        Kind::Null | Kind::Scalar => match tree.scalar(node) {
            Scalar::Null => Value::Null,
            Scalar::Bool(flag) => Value::Bool(flag),
            Scalar::Int(number) => Value::from(number),
            Scalar::Uint(number) => Value::from(number),
            Scalar::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
            Scalar::Str(text) => Value::from(text.into_owned()),
        },
    })
}

impl Document<'_> {
    /// A fault as an error that names the line.
    pub(super) fn explain(&self, source: &Source, fault: &Fault) -> Failure {
        let node = self.find(&fault.path);
        let position = source.position(self.tree.span(node).start);
        let place = format!("{}:{}:{}", source.name, position.line, position.column);
        let path = if fault.path.is_empty() {
            String::new()
        } else {
            format!(" ({})", fault.path)
        };
        Failure::new(format!("{place}: {}{path}", fault.message))
    }

    /// The node at a path, or the nearest one around it that is written.
    fn find(&self, path: &str) -> NodeId {
        let mut node = self.tree.root();
        let mut rest = path;
        while !rest.is_empty() {
            rest = rest.strip_prefix('.').unwrap_or(rest);
            let step = match rest
                .strip_prefix('[')
                .and_then(|inner| inner.split_once(']'))
            {
                Some((index, behind)) => {
                    let item = index
                        .parse()
                        .ok()
                        .and_then(|index| self.tree.items(node).nth(index));
                    item.map(|item| (item, behind))
                }
                // Keys may hold dots, so the longest that fits is meant.
                None => self
                    .tree
                    .entries(node)
                    .filter_map(|(key, item)| {
                        let behind = rest.strip_prefix(&*self.tree.key_text(key))?;
                        (behind.is_empty() || behind.starts_with(['.', '[']))
                            .then_some((item, behind))
                    })
                    .min_by_key(|(_, behind)| behind.len()),
            };
            match step {
                Some((next, behind)) => (node, rest) = (next, behind),
                None => break,
            }
        }
        node
    }
}
