//! Packs the schema facts (`src/schema/data`) into static tables: sorted rows that point into one string pool.
//!
//! The tables are Rust constants, so the binary looks things up in its own read-only pages and does nothing at start.
//! Their reader, with the meaning of every column, is `src/schema/facts.rs`, for the names of fields `src/names.rs`; the
//! format of the text is told in `src/schema/data/README.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

#[path = "src/hash.rs"]
mod hash;

/// Slots of the table of field names, about a quarter of them full.
const NAME_SLOTS: usize = 4096;
/// Slots of the tables of kinds.
const KIND_SLOTS: usize = 1024;

const SCHEMA: &str = "src/schema/data/schema.txt";
const REMOVALS: &str = "src/schema/data/removals.tsv";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/hash.rs");
    println!("cargo::rerun-if-changed={SCHEMA}");
    println!("cargo::rerun-if-changed={REMOVALS}");
    let text = read(SCHEMA);
    let schema = Schema::parse(&text);
    let names = schema.names();
    write("names.rs", &pack_names(&names));
    write("facts.rs", &schema.pack(&names, &read(REMOVALS)));
}

fn write(name: &str, text: &str) {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join(name), text).expect("OUT_DIR is writable");
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// One variant of a field.
struct Field<'a> {
    name: &'a str,
    ty: &'a str,
    attributes: &'a str,
    versions: u16,
}

/// A definition; its bits say in which versions it exists, and in which the whole struct is one unit.
#[derive(Default)]
struct Definition<'a> {
    versions: u16,
    atomic: u16,
    fields: Vec<Field<'a>>,
}

/// A kind in a group and version.
struct Kind<'a> {
    api_version: &'a str,
    kind: &'a str,
    resource: &'a str,
    scope: &'a str,
    verbs: &'a str,
    definition: &'a str,
    versions: u16,
}

#[derive(Default)]
struct Schema<'a> {
    versions: Vec<&'a str>,
    definitions: BTreeMap<&'a str, Definition<'a>>,
    kinds: Vec<Kind<'a>>,
}

impl<'a> Schema<'a> {
    fn parse(text: &'a str) -> Self {
        let mut schema = Self::default();
        let mut current = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t').chain(std::iter::repeat(""));
            let mut next = || columns.next().unwrap_or("");
            match next() {
                "V" => schema.versions = line.split('\t').skip(1).collect(),
                "G" => {
                    let (api_version, kind, resource, scope) = (next(), next(), next(), next());
                    let (verbs, definition) = (next(), next());
                    let versions = schema.bits(next());
                    schema.kinds.push(Kind {
                        api_version,
                        kind,
                        resource,
                        scope,
                        verbs,
                        definition,
                        versions,
                    });
                }
                "D" => {
                    let (name, flag) = (next(), next());
                    let versions = schema.bits(next());
                    current = name;
                    let definition = schema.definitions.entry(name).or_default();
                    definition.versions |= versions;
                    if flag == "atomic" {
                        definition.atomic |= versions;
                    }
                }
                name => {
                    let (ty, attributes) = (next(), next());
                    let versions = schema.bits(next());
                    let definition = schema
                        .definitions
                        .get_mut(current)
                        .expect("a D line opens every definition");
                    let versions = versions & definition.versions;
                    definition.fields.push(Field {
                        name,
                        ty,
                        attributes,
                        versions,
                    });
                }
            }
        }
        schema
            .kinds
            .sort_by_key(|kind| (kind.api_version, kind.kind));
        for definition in schema.definitions.values_mut() {
            definition.fields.sort_by_key(|field| field.name);
        }
        schema
    }

    /// `1.29-1.31,1.33-` as bits, the oldest version lowest; nothing is all of them.
    fn bits(&self, ranges: &str) -> u16 {
        let all = (1 << self.versions.len()) - 1;
        if ranges.is_empty() {
            return all;
        }
        let place = |version: &str| {
            let at = self.versions.iter().position(|known| *known == version);
            at.unwrap_or_else(|| panic!("unknown version {version} in {ranges}"))
        };
        ranges.split(',').fold(0, |bits, run| {
            let (first, last) = run.split_once('-').expect("a run has a dash");
            let first = if first.is_empty() { 0 } else { place(first) };
            let last = if last.is_empty() {
                self.versions.len() - 1
            } else {
                place(last)
            };
            bits | (all << first & all >> (self.versions.len() - 1 - last))
        })
    }

    /// The names of all fields, sorted: a name's place is its number.
    fn names(&self) -> Vec<&'a str> {
        let fields = self.definitions.values().flat_map(|d| &d.fields);
        let mut names: Vec<&str> = fields.map(|field| field.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn pack(&self, names: &[&str], removals: &str) -> String {
        let mut out = String::from("// Made by build.rs from src/schema/data.\n");
        let mut pool = Pool::default();
        let minor = |version: &str| {
            version
                .strip_prefix("1.")
                .and_then(|minor| minor.parse::<u8>().ok())
        };
        let edge = |version: Option<&&str>| {
            version
                .and_then(|version| minor(version))
                .expect("V names versions")
        };
        line(
            &mut out,
            format_args!(
                "pub(super) const OLDEST: u8 = {};",
                edge(self.versions.first())
            ),
        );
        line(
            &mut out,
            format_args!(
                "pub(super) const NEWEST: u8 = {};",
                edge(self.versions.last())
            ),
        );

        let mut types = Types::new(self);
        let mut attributes: Vec<&str> = vec![""];
        let (mut rows, mut heads, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for (name, definition) in &self.definitions {
            let first = rows.len();
            let mut fields = Vec::new();
            for field in &definition.fields {
                let name = names
                    .binary_search(&field.name)
                    .expect("every name is in the list");
                let ty = types.id(field.ty);
                let at = attributes
                    .iter()
                    .position(|known| *known == field.attributes)
                    .unwrap_or_else(|| {
                        attributes.push(field.attributes);
                        attributes.len() - 1
                    });
                rows.push(format!("F({name},{ty},{at},{})", field.versions));
                fields.push(name);
            }
            let (versions, atomic) = (definition.versions, definition.atomic);
            let (places_at, places_of) = (places.len(), field_places(&fields));
            heads.push(format!(
                "D({},{first},{},{versions},{atomic},{places_at},{})",
                pool.add(name),
                fields.len(),
                places_of.len() - 1
            ));
            places.extend(places_of);
        }
        table(&mut out, "FIELDS", "F", rows.into_iter());
        table(
            &mut out,
            "FIELD_PLACES",
            "u8",
            places.iter().map(u8::to_string),
        );
        table(&mut out, "DEFINITIONS", "D", heads.into_iter());
        table(&mut out, "TYPES", "Type", types.rust.into_iter());
        let attributes: Vec<String> = attributes
            .iter()
            .map(|text| attribute_row(text, &mut pool))
            .collect();
        table(&mut out, "ATTRIBUTES", "A", attributes.into_iter());
        let kinds: Vec<String> = self
            .kinds
            .iter()
            .map(|kind| self.kind_row(kind, &mut pool))
            .collect();
        table(&mut out, "KINDS", "K", kinds.into_iter());
        let kinds = self.kinds.iter();
        let hashes: Vec<u32> = kinds
            .map(|kind| hash::hash_two(kind.api_version.as_bytes(), kind.kind.as_bytes()))
            .collect();
        // Of rows for the same kind in different versions, which stand together, the first is found.
        let firsts = hashes.iter().copied().enumerate();
        let firsts = firsts.filter(|(row, hash)| *row == 0 || hashes[row - 1] != *hash);
        slots(&mut out, "KIND_SLOTS", KIND_SLOTS, firsts);

        let mut removed: Vec<Vec<&str>> = removals
            .lines()
            .filter(|line| !line.starts_with('#') && !line.starts_with("apiVersion\t"))
            .map(|line| line.split('\t').collect())
            .collect();
        removed.sort();
        let hashes = removed
            .iter()
            .map(|row| hash::hash_two(row[0].as_bytes(), row[1].as_bytes()));
        slots(&mut out, "REMOVAL_SLOTS", KIND_SLOTS, hashes.enumerate());
        let removed: Vec<String> = removed
            .iter()
            .map(|row| {
                let [
                    api_version,
                    kind,
                    introduced,
                    deprecated,
                    end,
                    replacement,
                    ..,
                ] = row[..]
                else {
                    panic!("removals: {row:?} is too short")
                };
                let [introduced, deprecated, end] =
                    [introduced, deprecated, end].map(|version| minor(version).unwrap_or(0));
                let [a, k, r] = [api_version, kind, replacement].map(|text| pool.add(text));
                format!("R({a},{k},{r},{introduced},{deprecated},{end})")
            })
            .collect();
        table(&mut out, "REMOVALS", "R", removed.into_iter());
        line(
            &mut out,
            format_args!("pub(super) static POOL: &str = {:?};", pool.text),
        );
        out
    }

    fn kind_row(&self, kind: &Kind<'_>, pool: &mut Pool) -> String {
        let definition = self
            .definitions
            .keys()
            .position(|name| *name == kind.definition);
        let definition = definition
            .unwrap_or_else(|| panic!("{} has no definition {}", kind.kind, kind.definition));
        let [a, k, r] = [kind.api_version, kind.kind, kind.resource].map(|text| pool.add(text));
        let scope = match kind.scope {
            "N" => "Namespaced",
            "C" => "Cluster",
            "L" => "List",
            other => panic!("unknown scope {other}"),
        };
        let verbs = match kind.verbs {
            "full" => "Full",
            "read" => "Read",
            "create" => "Create",
            "list" => "List",
            other => panic!("unknown verbs {other}"),
        };
        format!(
            "K({a},{k},{r},Scope::{scope},Verbs::{verbs},{definition},{})",
            kind.versions
        )
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("writing to a string");
}

fn table(out: &mut String, name: &str, ty: &str, rows: impl ExactSizeIterator<Item = String>) {
    line(
        out,
        format_args!("pub(super) static {name}: [{ty}; {}] = [", rows.len()),
    );
    for row in rows {
        line(out, format_args!("{row},"));
    }
    line(out, format_args!("];"));
}

/// The names of fields: where each ends in one text, and a table to find them by their hashes.
fn pack_names(names: &[&str]) -> String {
    let mut out = String::from("// Made by build.rs from src/schema/data.\n");
    let ends = names.iter().scan(0, |end, name| {
        *end += name.len();
        Some(end.to_string())
    });
    let ends: Vec<String> = std::iter::once(String::from("0")).chain(ends).collect();
    table(&mut out, "ENDS", "u16", ends.into_iter());
    let hashes = names.iter().map(|name| hash::hash(name.as_bytes()));
    slots(&mut out, "SLOTS", NAME_SLOTS, hashes.enumerate());
    line(
        &mut out,
        format_args!("pub(super) static TEXT: &str = {:?};", names.concat()),
    );
    out
}

/// The fields of a definition by the numbers of their names: a field stands in the first free place from its own on. Of
/// several variants of a field, which stand together, the first is found.
fn field_places(names: &[usize]) -> Vec<u8> {
    let enough = names.len() + names.len() / 2 + 1;
    let mut places = vec![u8::MAX; enough.next_power_of_two()];
    for (field, name) in names.iter().enumerate() {
        if field > 0 && names[field - 1] == *name {
            continue;
        }
        let mut at = name % places.len();
        while places[at] != u8::MAX {
            at = (at + 1) % places.len();
        }
        places[at] = u8::try_from(field).expect("fewer fields than a byte can count");
    }
    places
}

/// A table of rows by the hash of what they are looked up by; a row stands in the first free slot from its own on.
fn slots(out: &mut String, name: &str, count: usize, rows: impl Iterator<Item = (usize, u32)>) {
    let mut slots = vec![u16::MAX; count];
    for (row, hash) in rows {
        let mut at = hash as usize % count;
        while slots[at] != u16::MAX {
            at = (at + 1) % count;
        }
        slots[at] = row as u16;
    }
    table(out, name, "u16", slots.iter().map(u16::to_string));
}

/// `req list=map keys=a,b patch=merge pkey=a default="x" enum=a|b` as a row.
fn attribute_row(text: &str, pool: &mut Pool) -> String {
    let mut flags = Vec::new();
    let [
        mut list,
        mut map,
        mut keys,
        mut patch_key,
        mut default,
        mut values,
    ] = ["None", "None", "", "", "", ""];
    for attribute in text.split(' ').filter(|text| !text.is_empty()) {
        match attribute.split_once('=').unwrap_or((attribute, "")) {
            ("req", _) => flags.push("REQUIRED"),
            ("list", "atomic") => list = "Some(ListType::Atomic)",
            ("list", "set") => list = "Some(ListType::Set)",
            ("list", "map") => list = "Some(ListType::Map)",
            ("map", "atomic") => map = "Some(true)",
            ("map", "granular") => map = "Some(false)",
            ("keys", value) => keys = value,
            ("patch", value) => flags.extend(value.split(',').map(|strategy| match strategy {
                "merge" => "PATCH_MERGE",
                "replace" => "PATCH_REPLACE",
                "retainKeys" => "PATCH_RETAIN_KEYS",
                other => panic!("unknown patch strategy {other}"),
            })),
            ("pkey", value) => patch_key = value,
            ("default", value) => default = value,
            ("enum", value) => {
                flags.push("ENUM");
                values = value;
            }
            _ => panic!("unknown attribute {attribute}"),
        }
    }
    let flags = if flags.is_empty() {
        String::from("0")
    } else {
        flags.join("|")
    };
    let [keys, patch_key, default, values] =
        [keys, patch_key, default, values].map(|text| pool.add(&text.replace("%20", " ")));
    format!("A({flags},{list},{map},{keys},{patch_key},{default},{values})")
}

/// The types, each once; what they hold stands before them.
struct Types<'a> {
    known: BTreeMap<&'a str, usize>,
    definitions: BTreeMap<&'a str, usize>,
    rust: Vec<String>,
}

impl<'a> Types<'a> {
    fn new(schema: &Schema<'a>) -> Self {
        let definitions = schema
            .definitions
            .keys()
            .enumerate()
            .map(|(at, name)| (*name, at))
            .collect();
        Self {
            known: BTreeMap::new(),
            definitions,
            rust: Vec::new(),
        }
    }

    fn id(&mut self, text: &'a str) -> usize {
        if let Some(id) = self.known.get(text) {
            return *id;
        }
        let rust = if let Some(item) = text.strip_prefix("[]") {
            format!("Type::List(TypeId({}))", self.id(item))
        } else if let Some(item) = text.strip_prefix("{}") {
            format!("Type::Map(TypeId({}))", self.id(item))
        } else if let Some(name) = text.strip_prefix("ref:") {
            let at = self
                .definitions
                .get(name)
                .unwrap_or_else(|| panic!("no definition {name}"));
            format!("Type::Ref(Definition({at}))")
        } else {
            let name = match text {
                "string" => "String",
                "int32" => "Int32",
                "int64" => "Int64",
                "bool" => "Bool",
                "number" => "Number",
                "bytes" => "Bytes",
                "quantity" => "Quantity",
                "int-or-string" => "IntOrString",
                "time" => "Time",
                "microtime" => "MicroTime",
                "duration" => "Duration",
                "object" => "Object",
                "any" => "Any",
                other => panic!("unknown type {other}"),
            };
            format!("Type::{name}")
        };
        self.rust.push(rust);
        self.known.insert(text, self.rust.len() - 1);
        self.rust.len() - 1
    }
}

/// All texts, one behind the other.
#[derive(Default)]
struct Pool {
    text: String,
    known: BTreeMap<String, usize>,
}

impl Pool {
    /// Place (20 bits) and length (12 bits) of a text.
    fn add(&mut self, text: &str) -> usize {
        assert!(text.len() < 1 << 12, "too long: {text}");
        if let Some(at) = self.known.get(text) {
            return at << 12 | text.len();
        }
        // Short texts are often part of a longer one that is there already.
        let at = self.text.find(text).unwrap_or(self.text.len());
        if at == self.text.len() {
            self.text.push_str(text);
        }
        assert!(at < 1 << 20, "the pool is full");
        self.known.insert(text.to_owned(), at);
        at << 12 | text.len()
    }
}
