//! The `pirctl` program: hands the arguments to the library and returns its exit status.

use std::process::ExitCode;

/// Reading ten thousand records is many small values from several threads; this allocator takes a
/// seventh of the time off (see `benches/`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    pirctl::run(std::env::args_os())
}
