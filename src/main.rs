//! The everynode binary.
fn main() {}
