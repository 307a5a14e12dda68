//! What an unknown field was meant to be: a name nearby, the same name at another level, another version.

use super::facts::{self, Definition, Field, Versions};
use super::lookup::struct_of;
use super::{Finding, Kind, Type};
use crate::suggest;
use std::collections::{HashSet, VecDeque};

/// What an unknown field was probably meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Other versions have the field.
    OtherVersion(Versions),
    /// A field of the same struct, but for letter case or a slip of the pen.
    Rename(&'static str),
    /// A field of a struct below: `serviceName` became `service.name`.
    Split(String),
    /// The same name in another struct of the kind, under that path (`spec.template.spec`, `spec.containers[*]`; empty
    /// for the object itself).
    Move(String),
}

/// Fields that mean nothing without their place.
const COMMON: &[&str] = &[
    "apiVersion",
    "conditions",
    "data",
    "group",
    "items",
    "key",
    "kind",
    "labels",
    "message",
    "mode",
    "name",
    "namespace",
    "operator",
    "path",
    "phase",
    "port",
    "ports",
    "protocol",
    "readOnly",
    "reason",
    "resource",
    "resources",
    "selector",
    "spec",
    "state",
    "status",
    "target",
    "type",
    "uid",
    "user",
    "value",
    "values",
    "version",
    "metadata",
];
/// How far below the object a field is looked for.
const DEPTH: usize = 9;

/// What the unknown field of a finding was meant to be, if that can be told. `finding.path` leads to the field.
#[must_use]
pub fn hint(
    kind: Kind,
    definition: Definition,
    finding: &Finding,
    name: &str,
    minor: u8,
) -> Option<Hint> {
    let elsewhen = definition.versions_of(name);
    if !elsewhen.is_empty() {
        return Some(Hint::OtherVersion(elsewhen));
    }
    let names = || definition.fields(minor).map(Field::name);
    if let Some(near) = names().find(|known| is_slip(known, name)) {
        return Some(Hint::Rename(near));
    }
    if let Some(path) = split(definition, name, minor) {
        return Some(Hint::Split(path));
    }
    let around = around(kind.definition(), &finding.path, minor);
    for (path, holder) in around.iter().rev().skip(1) {
        if holder.field(name, minor).is_some() {
            return Some(Hint::Move(path.clone()));
        }
    }
    if !COMMON.contains(&name) && facts::is_field_name(name) {
        let here = around.last().map_or("", |(path, _)| path);
        let below = search(definition, here, name, minor).filter(|path| path != here);
        if let Some(path) = below.or_else(|| search(kind.definition(), "", name, minor)) {
            return Some(Hint::Move(path));
        }
    }
    suggest::closest(name, names()).map(Hint::Rename)
}

/// `serviceName` as `service.name`, where there is such a field.
fn split(definition: Definition, name: &str, minor: u8) -> Option<String> {
    name.match_indices(|c: char| c.is_ascii_uppercase())
        .find_map(|(at, _)| {
            let (front, back) = name.split_at_checked(at)?;
            let inner = struct_of(definition.field(front, minor)?.ty())?;
            let back = back.to_ascii_lowercase();
            inner.field(&back, minor).map(|_| format!("{front}.{back}"))
        })
}

/// Whether two names differ by letter case, a plural or one slip.
fn is_slip(known: &str, name: &str) -> bool {
    if known.eq_ignore_ascii_case(name) {
        return true;
    }
    let (a, b) = (known.as_bytes(), name.as_bytes());
    if a.len().abs_diff(b.len()) > 1 || a.len().min(b.len()) < 3 {
        return false;
    }
    let same = |(x, y): &(&u8, &u8)| x.eq_ignore_ascii_case(y);
    let front = a.iter().zip(b).take_while(same).count();
    let back = a[front..]
        .iter()
        .rev()
        .zip(b[front..].iter().rev())
        .take_while(same)
        .count();
    let (left_a, left_b) = (a.len() - front - back, b.len() - front - back);
    let swapped =
        left_a == 2 && left_b == 2 && a[front] == b[front + 1] && a[front + 1] == b[front];
    left_a.max(left_b) <= 1 || swapped
}

/// The structs on the way to a field, outermost first, with their paths; the last one is the field's own.
fn around(root: Definition, path: &str, minor: u8) -> Vec<(String, Definition)> {
    let mut structs = vec![(String::new(), root)];
    let mut inside = Type::Ref(root);
    let mut at = 0;
    let steps: Vec<&str> = path.split('.').collect();
    for step in &steps[..steps.len() - 1] {
        at += step.len() + usize::from(at > 0);
        let Type::Ref(definition) = inside else { break };
        let bare = step.split('[').next().unwrap_or(step);
        let Some(field) = definition.field(bare, minor) else {
            break;
        };
        inside = field.ty();
        while let Type::List(item) | Type::Map(item) = inside {
            inside = item.get();
        }
        if let (Type::Ref(definition), Some(path)) = (inside, path.get(..at)) {
            structs.push((path.to_owned(), definition));
        }
    }
    structs
}

/// The nearest struct below one that has a field of that name; its path. `status` is not looked into.
fn search(from: Definition, path: &str, name: &str, minor: u8) -> Option<String> {
    let mut seen = HashSet::from([from]);
    let mut queue = VecDeque::from([(path.to_owned(), from, 0)]);
    while let Some((path, definition, depth)) = queue.pop_front() {
        if definition.field(name, minor).is_some() {
            return Some(path);
        }
        if depth == DEPTH {
            continue;
        }
        for field in definition.fields(minor) {
            if matches!(field.name(), "status" | "managedFields") {
                continue;
            }
            let Some(inner) = struct_of(field.ty()) else {
                continue;
            };
            if seen.insert(inner) {
                let dot = if path.is_empty() { "" } else { "." };
                let list = if matches!(field.ty(), Type::List(_)) {
                    "[*]"
                } else {
                    ""
                };
                queue.push_back((
                    format!("{path}{dot}{}{list}", field.name()),
                    inner,
                    depth + 1,
                ));
            }
        }
    }
    None
}
