//! Pages that stand alone: where pods go, and how a rollout goes. No script, no link to anything outside.
//!
//! Everything that comes from manifests is escaped; hostile characters are spelt out.

mod page;
mod placement;
mod rollout;

pub use placement::placement;
pub use rollout::rollout;

use super::plain;
use std::fmt;

/// A text for HTML, in content and in attributes.
struct Text<'t>(&'t str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in plain(self.0).chars() {
            match character {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                character => write!(out, "{character}")?,
            }
        }
        Ok(())
    }
}
