//! `everynode simulate`.

use super::args;
use super::context::{Answer, Context, Failure};

/// Runs the verb.
pub(crate) fn run(_args: &args::Simulate, _context: &mut Context<'_>) -> Answer {
    Err(Failure::new("`simulate` is not part of this build yet"))
}
