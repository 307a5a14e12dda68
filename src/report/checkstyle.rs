//! `checkstyle`: the XML that Jenkins and many others read.

use super::Run;
use super::xml::escape;
use crate::diagnostic::Level;
use std::io::{self, Write};

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<checkstyle version="4.3">"#)?;
    for (source, found) in run.by_source().filter(|(_, found)| !found.is_empty()) {
        writeln!(
            out,
            r#"  <file name="{}">"#,
            escape(&run.repository_path(source))
        )?;
        for diagnostic in found {
            let at = source.position(diagnostic.span.start);
            let severity = match diagnostic.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "info",
            };
            writeln!(
                out,
                r#"    <error line="{}" column="{}" severity="{severity}" message="{}" source="everynode.{}"/>"#,
                at.line,
                at.column,
                escape(&diagnostic.message),
                diagnostic.rule,
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
