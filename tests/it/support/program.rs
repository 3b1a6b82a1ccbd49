//! Runs the program as a user would, in an environment of its own.

use std::path::Path;
use std::process::Command;

/// What the program printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A call of the program in `folder` with an empty environment, not yet started.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pirctl"));
    command.current_dir(folder).args(arguments).env_clear().env("LC_ALL", "C.UTF-8");
    command
}

/// Runs the program in `folder`.
pub(crate) fn pirctl(folder: &Path, arguments: &[&str]) -> Ran {
    let output = command(folder, arguments).output().expect("the program starts");
    Ran {
        code: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).expect("results are UTF-8"),
        err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

impl Ran {
    /// Standard output, when the program ended well.
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }
}
