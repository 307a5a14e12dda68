//! The everynode binary: arguments in, a report and an exit code out.

mod cli;

use std::process::ExitCode;

/// The run is many small texts that live briefly, on several threads: what the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
