//! `everynode place`.

use super::args;
use super::context::{Answer, Context, Failure};

/// Runs the verb.
pub(crate) fn run(_args: &args::Place, _context: &mut Context<'_>) -> Answer {
    Err(Failure::new("`place` is not part of this build yet"))
}
