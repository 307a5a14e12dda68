//! One binary for all integration tests.

mod cli;
mod model;
mod report;
mod schema;
mod tidy;
mod values;
