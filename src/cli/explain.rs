//! `everynode explain`.

use super::args;
use super::context::{Answer, Context, Failure};

/// Runs the verb.
pub(crate) fn run(_args: &args::Explain, _context: &mut Context<'_>) -> Answer {
    Err(Failure::new("`explain` is not part of this build yet"))
}
