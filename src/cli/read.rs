//! `everynode read`.

use super::args;
use super::context::{Answer, Context, Failure};

/// Runs the verb.
pub(crate) fn run(_args: &args::Read, _context: &mut Context<'_>) -> Answer {
    Err(Failure::new("`read` is not part of this build yet"))
}
