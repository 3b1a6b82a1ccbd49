//! The demo repository, made once for all tests that only read it.

use pirctl::deliver::build_demo;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folder of the demo repository; nobody writes to it.
pub(crate) fn demo() -> PathBuf {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo-repository");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        build_demo(&folder).unwrap();
        folder
    };
    MADE.get_or_init(make).clone()
}
