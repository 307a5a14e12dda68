//! The frame of a page: head, style, foot.

use super::Text;
use std::io::{self, Write};

/// Light and dark by the reader's choice; on paper dark on white, with the marks of cells that colour alone would tell.
const STYLE: &str = "\
:root{color-scheme:light dark;--back:#fff;--fore:#1b1f24;--dim:#57606a;--line:#d0d7de;--soft:#f6f8fa;\
--old:#8c959f;--new:#1a7f37;--both:#0969da;--wait:#d4a72c;--none:#cf222e;--text:#fff}\
@media(prefers-color-scheme:dark){:root{--back:#0d1117;--fore:#e6edf3;--dim:#9198a1;--line:#30363d;--soft:#161b22;\
--old:#6e7681;--new:#2ea043;--both:#1f6feb;--wait:#bb8009;--none:#da3633}}\
*{box-sizing:border-box}body{margin:0 auto;max-width:75rem;padding:1.5rem;background:var(--back);color:var(--fore);\
font:15px/1.5 system-ui,sans-serif}h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem;\
border-top:1px solid var(--line);padding-top:1rem}p{margin:.4rem 0}.dim{color:var(--dim)}code{font:13px ui-monospace,monospace;\
background:var(--soft);padding:.1em .3em;border-radius:4px;overflow-wrap:anywhere}.wide{overflow-x:auto}\
table{border-collapse:collapse;margin:.6rem 0}th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;\
vertical-align:top}th{background:var(--soft);font-weight:600}td.cell{text-align:center;color:var(--text);font-weight:600;\
white-space:nowrap}.old{background:var(--old)}.new{background:var(--new)}.both{background:var(--both)}.wait{background:var(--wait)}\
.none{background:var(--none)}td.off{color:var(--dim);text-align:center}.bad{color:var(--none);font-weight:600}\
.key span{display:inline-block;color:var(--text);padding:0 .6em;border-radius:4px;margin-right:.4em}\
.key span.off{color:var(--dim);border:1px solid var(--line)}dl{display:grid;grid-template-columns:max-content 1fr;\
gap:.15rem .8rem;margin:.5rem 0}dt{color:var(--dim)}dd{margin:0}svg{display:block;max-width:100%}svg text{fill:var(--fore);\
font:12px ui-monospace,monospace}svg .axis{stroke:var(--line)}svg .old{fill:var(--old)}svg .new{fill:var(--new)}\
svg .both{fill:var(--both)}svg .wait{fill:var(--wait)}svg .none{fill:var(--none)}\
@media print{:root{--back:#fff;--fore:#000;--dim:#444;--line:#999;--soft:#fff;--old:#8c959f;--new:#1a7f37;--both:#0969da;\
--wait:#d4a72c;--none:#cf222e}body{max-width:none;padding:0;font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}\
.wide{overflow:visible}h2,tr,svg{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}";

/// Writes the frame around a body.
pub(super) fn page(
    title: &str,
    lead: &str,
    out: &mut dyn Write,
    body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let (title, lead) = (Text(title), Text(lead));
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">\n\
         <meta name=\"generator\" content=\"everynode {}\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>{title}</h1><p class=\"dim\">{lead}</p></header>\n<main>",
        env!("CARGO_PKG_VERSION")
    )?;
    body(out)?;
    writeln!(
        out,
        "</main>\n<footer class=\"dim\"><p>Made by everynode {} from manifests alone, by the rules of Kubernetes' own controllers; \
         no cluster was asked.</p></footer>\n</body>\n</html>",
        env!("CARGO_PKG_VERSION")
    )
}
