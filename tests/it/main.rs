//! One binary for all integration tests.

mod model;
//! Tests.
mod schema;
