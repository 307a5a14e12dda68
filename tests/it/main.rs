//! One binary for all integration tests.

mod model;
mod schema;
mod values;
