//! `junit`: a suite per file, a case per finding, one passing case for a clean file.
//!
//! Kept to what Jenkins' schema allows: no `file` and `line` attributes.

use super::Run;
use super::xml::escape;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Source;
use std::io::{self, Write};

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let failures = run.count(Level::Error) + run.count(Level::Warning);
    let clean = run
        .by_source()
        .filter(|(_, found)| found.is_empty())
        .count();
    let tests = clean + run.outcome.diagnostics.len();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="everynode" tests="{tests}" failures="{failures}" errors="0">"#
    )?;
    for (source, found) in run.by_source() {
        let name = run.repository_path(source);
        let failures = found
            .iter()
            .filter(|found| found.level > Level::Note)
            .count();
        writeln!(
            out,
            r#"  <testsuite name="{}" tests="{}" failures="{failures}" errors="0" skipped="0" time="0">"#,
            escape(&name),
            found.len().max(1),
        )?;
        if found.is_empty() {
            writeln!(
                out,
                r#"    <testcase name="no problems" classname="{}" time="0"/>"#,
                escape(&name)
            )?;
        }
        for diagnostic in found {
            case(diagnostic, source, &name, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn case(
    diagnostic: &Diagnostic,
    source: &Source,
    name: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let at = source.position(diagnostic.span.start);
    let (rule, level) = (diagnostic.rule, diagnostic.level.as_str());
    writeln!(
        out,
        r#"    <testcase name="{rule} at {}:{}" classname="{}" time="0">"#,
        at.line,
        at.column,
        escape(name)
    )?;
    let mut text = format!(
        "{name}:{}:{}: {level}[{rule}]: {}",
        at.line, at.column, diagnostic.message
    );
    for line in diagnostic.notes.iter().chain(&diagnostic.help) {
        text.push('\n');
        text.push_str(line);
    }
    if diagnostic.level > Level::Note {
        writeln!(
            out,
            r#"      <failure message="{}" type="{level}">{}</failure>"#,
            escape(&diagnostic.message),
            escape(&text)
        )?;
    } else {
        writeln!(out, "      <system-out>{}</system-out>", escape(&text))?;
    }
    writeln!(out, "    </testcase>")
}
