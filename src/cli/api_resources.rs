//! `everynode api-resources`.

use super::args;
use super::context::{Answer, Context, Failure};

/// Runs the verb.
pub(crate) fn run(_args: &args::ApiResources, _context: &mut Context<'_>) -> Answer {
    Err(Failure::new(
        "`api-resources` is not part of this build yet",
    ))
}
