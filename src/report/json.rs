//! `json` and `jsonl`: the contract that scripts, tests and benchmarks use, version 1.

use super::{Run, object};
use crate::diagnostic::Level;
use crate::fingerprint::Fingerprints;
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use std::io::{self, Write};

/// One object on one line.
pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Report(run))?;
    writeln!(out)
}

/// An object a line and diagnostic.
pub(super) fn write_lines(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    for diagnostic in &run.outcome.diagnostics {
        let fingerprint = fingerprints.next(diagnostic, &run.outcome.sources);
        if let Some(object) = object::diagnostic(run, diagnostic, fingerprint) {
            serde_json::to_writer(&mut *out, &object)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

struct Report<'r>(&'r Run<'r>);

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(5))?;
        map.serialize_entry("version", &1)?;
        map.serialize_entry("tool", &Tool)?;
        map.serialize_entry("kubernetesVersion", self.0.kubernetes_version)?;
        map.serialize_entry("summary", &Summary(self.0))?;
        map.serialize_entry("diagnostics", &Diagnostics(self.0))?;
        map.end()
    }
}

struct Tool;

impl Serialize for Tool {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("name", "everynode")?;
        map.serialize_entry("version", env!("CARGO_PKG_VERSION"))?;
        map.end()
    }
}

struct Summary<'r>(&'r Run<'r>);

impl Serialize for Summary<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (run, counts) = (self.0, &self.0.outcome.counts);
        let mut map = to.serialize_map(Some(8))?;
        map.serialize_entry("files", &run.files())?;
        map.serialize_entry("documents", &counts.documents)?;
        map.serialize_entry("objects", &counts.objects)?;
        map.serialize_entry("skipped", &run.skipped())?;
        map.serialize_entry("errors", &run.count(Level::Error))?;
        map.serialize_entry("warnings", &run.count(Level::Warning))?;
        map.serialize_entry("notes", &run.count(Level::Note))?;
        map.serialize_entry("suppressed", &counts.suppressed)?;
        map.end()
    }
}

struct Diagnostics<'r>(&'r Run<'r>);

impl Serialize for Diagnostics<'_> {
    /// One after the other: a run may have more findings than fit into memory twice.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(None)?;
        let mut fingerprints = Fingerprints::default();
        for diagnostic in &self.0.outcome.diagnostics {
            let fingerprint = fingerprints.next(diagnostic, &self.0.outcome.sources);
            if let Some(object) = object::diagnostic(self.0, diagnostic, fingerprint) {
                list.serialize_element(&object)?;
            }
        }
        list.end()
    }
}
