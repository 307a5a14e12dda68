//! `everynode rollout`.

use super::args;
use super::context::{Answer, Context, Failure};

/// Runs the verb.
pub(crate) fn run(_args: &args::Rollout, _context: &mut Context<'_>) -> Answer {
    Err(Failure::new("`rollout` is not part of this build yet"))
}
