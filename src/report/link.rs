//! Links that terminals follow: the OSC 8 sequence, and URIs of files.

use super::sarif::uri;

/// A text that leads somewhere. A terminal that knows no links shows the text alone.
pub(super) fn linked(uri: &str, text: &str) -> String {
    format!("\x1b]8;;{uri}\x1b\\{text}\x1b]8;;\x1b\\")
}

/// The URI of a file of this machine. The host tells a terminal that shows another machine's output not to open a file of
/// its own.
#[must_use]
pub fn file_uri(host: &str, path: &str) -> String {
    let path = path.trim_start_matches('/');
    format!("file://{}/{}", uri(host), uri(path))
}
