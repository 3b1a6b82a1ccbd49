//! The options that name keys, for the commands that show seals.

use super::Door;
use crate::proof::Seals;
use crate::session::KeyFiles;
use clap::Args;
use std::path::PathBuf;

/// Keys to check signatures with; both files must lie outside of the repository.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Keys {
    /// Check SSH signatures with the keys of FILE (git's allowed signers)
    #[arg(long, value_name = "FILE")]
    allowed_signers: Option<PathBuf>,
    /// Check OpenPGP signatures with the public keys of FILE; runs `gpg`
    #[arg(long, value_name = "FILE")]
    keyring: Option<PathBuf>,
}

impl Keys {
    /// The files that were named.
    pub(super) fn files(&self) -> KeyFiles {
        let Self { allowed_signers, keyring } = self.clone();
        KeyFiles { allowed_signers, keyring }
    }

    /// The options as they were given, to be repeated: empty, or with a blank in front.
    pub(super) fn said(&self) -> String {
        let given = [("allowed-signers", &self.allowed_signers), ("keyring", &self.keyring)];
        let given = given.into_iter().filter_map(|(name, file)| Some((name, file.as_ref()?)));
        let words = given.map(|(name, file)| format!(" --{name} {}", file.display()));
        words.collect::<Vec<_>>().concat()
    }
}

/// Says on standard error which seals were asked for and cannot be told.
pub(super) fn say_cuts(seals: &Seals, door: &Door) {
    for (cut, count) in seals.cuts() {
        let commits = if count == 1 { "commit or tag" } else { "commits or tags" };
        let (reason, remedy) = (&cut.reason, &cut.remedy);
        door.console.say(&format!(
            "warning: the signature of {count} {commits} cannot be checked: {reason}; help: {remedy}"
        ));
    }
}
