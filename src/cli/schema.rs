//! `everynode schema`: JSON schemas, for editors and for programs that read the reports.

use super::args::{self, SchemaOf};
use super::context::{Answer, Context, Exit, Failure};
use everynode::{config, report};

/// Runs the verb.
pub(crate) fn run(args: &args::Schema, context: &mut Context<'_>) -> Answer {
    let schema = match args.what {
        SchemaOf::Config => config::json_schema(),
        SchemaOf::Report => report::schema(),
    };
    let text = serde_json::to_string_pretty(&schema)
        .map_err(|error| Failure::new(format!("cannot print the schema: {error}")))?;
    writeln!(context.out, "{text}")?;
    Ok(Exit::Fine)
}
