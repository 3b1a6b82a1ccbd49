//! The only place that starts a program: `gpg`, and only when the user named a keyring.
//!
//! The program is found on the user's own search path and never below the repository; it gets an
//! environment made by hand, an empty home folder of its own, a copy of the keys, no terminal, no
//! input and a time limit. Nothing of the repository's configuration is asked. There is no shell.

use crate::signature::{Checked, dearmor, read_signer, read_status};
use chrono::{DateTime, Utc};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long one signature may take.
const LIMIT: Duration = Duration::from_secs(20);

/// Most bytes of status lines that are read.
const STATUS_LIMIT: u64 = 1 << 16;

/// The arguments before the keyring: no configuration, no network, no agent, nothing interactive.
const QUIETLY: [&str; 9] = [
    "--no-options",
    "--batch",
    "--no-tty",
    "--no-autostart",
    "--disable-dirmngr",
    "--no-auto-check-trustdb",
    "--no-auto-key-retrieve",
    "--trust-model=always",
    "--no-default-keyring",
];

/// Checks OpenPGP signatures with the keys of one file.
#[derive(Debug)]
pub struct Verifier {
    program: PathBuf,
    home: tempfile::TempDir,
    calls: AtomicU64,
    limit: Duration,
}

/// Why no OpenPGP signature can be checked.
#[derive(Debug, thiserror::Error)]
pub enum VerifierError {
    /// There is no `gpg` on the search path.
    #[error("`gpg` is not on the search path")]
    NoProgram,
    /// The file holds nothing that can be a key.
    #[error("it holds no OpenPGP public keys")]
    NoKeys,
    /// A temporary folder cannot be used.
    #[error("a temporary folder cannot be used: {0}")]
    Folder(#[from] io::Error),
}

impl Verifier {
    /// Makes ready to check with `keys` (as `gpg --export` writes them, armored or not), by the
    /// `gpg` that stands first on `search_path` outside of the folders `foreign`.
    pub fn open(
        keys: &[u8],
        search_path: &[PathBuf],
        foreign: &[PathBuf],
    ) -> Result<Self, VerifierError> {
        let keys = dearmor(keys).filter(|keys| !keys.is_empty()).ok_or(VerifierError::NoKeys)?;
        let program = find(search_path, foreign).ok_or(VerifierError::NoProgram)?;
        let home = tempfile::Builder::new().prefix("pirctl-").tempdir()?;
        std::fs::write(home.path().join("keys.gpg"), keys)?;
        Ok(Self { program, home, calls: AtomicU64::new(0), limit: LIMIT })
    }

    /// Checks `signature` over `payload`, which says that it was made `at` this time; and the address
    /// that the key states, where the signature is good and the key states one.
    pub fn check(
        &self,
        payload: &[u8],
        signature: &[u8],
        at: Option<DateTime<Utc>>,
    ) -> (Checked, Option<String>) {
        let checked = match self.ask(payload, signature) {
            Ok(Some(status)) => {
                let checked = read_status(&status, at);
                let signer = (checked == Checked::Good).then(|| read_signer(&status)).flatten();
                return (checked, signer);
            }
            Ok(None) => {
                let seconds = self.limit.as_secs();
                Checked::CannotTell(format!("`gpg` gave no answer in {seconds} seconds"))
            }
            Err(error) => Checked::CannotTell(format!("`gpg` cannot be run: {error}")),
        };
        (checked, None)
    }

    /// The status lines; `None` when time ran out.
    fn ask(&self, payload: &[u8], signature: &[u8]) -> io::Result<Option<String>> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let folder = self.home.path().join(format!("call-{call}"));
        std::fs::create_dir(&folder)?;
        std::fs::write(folder.join("signature"), signature)?;
        std::fs::write(folder.join("payload"), payload)?;
        let said = folder.join("status");
        let mut child = self.command(&folder, File::create(&said)?).spawn()?;
        let ended = wait(&mut child, self.limit)?;
        let mut status = Vec::new();
        File::open(&said)?.take(STATUS_LIMIT).read_to_end(&mut status)?;
        // What is left behind goes with the whole folder.
        let _ = std::fs::remove_dir_all(&folder);
        Ok(ended.map(|_| String::from_utf8_lossy(&status).into_owned()))
    }

    fn command(&self, folder: &Path, said: File) -> Command {
        let mut command = Command::new(&self.program);
        let home = self.home.path();
        command.args(QUIETLY).arg("--homedir").arg(home);
        command.arg("--keyring").arg(home.join("keys.gpg"));
        command.args(["--status-fd", "1", "--verify", "signature", "payload"]);
        command.env_clear().env("HOME", home).env("LC_ALL", "C").env("TZ", "UTC");
        command.current_dir(folder).stdin(Stdio::null()).stdout(said).stderr(Stdio::null());
        command
    }
}

/// Waits for the end; a program that takes too long is ended, and the answer is `None`.
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(16));
    }
}

/// The first `gpg` in a folder of `search_path` that is absolute and not below a `foreign` one.
fn find(search_path: &[PathBuf], foreign: &[PathBuf]) -> Option<PathBuf> {
    let name = if cfg!(windows) { "gpg.exe" } else { "gpg" };
    let own = |path: &Path| !foreign.iter().any(|folder| path.starts_with(folder));
    search_path.iter().filter(|folder| folder.is_absolute()).find_map(|folder| {
        let (stands, program) = (folder.canonicalize().ok()?, folder.join(name));
        let real = program.canonicalize().ok()?;
        (real.is_file() && own(&real) && own(&stands)).then_some(program)
    })
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::sync::{Mutex, PoisonError};

    /// Held by a test that starts a program: a script that is being written must not be open in a
    /// process that another thread is just starting.
    static STARTING: Mutex<()> = Mutex::new(());

    /// A folder with a `gpg` that does what `script` says.
    fn folder_with(script: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("gpg");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        folder
    }

    fn open(folder: &Path) -> Verifier {
        Verifier::open(b"\x99\x01\xff", &[folder.to_owned()], &[]).unwrap()
    }

    #[test]
    fn the_program_gets_a_home_and_an_environment_of_its_own() {
        let _alone = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = folder_with("/usr/bin/env; echo \"args $*\"; /bin/cat payload signature");
        let verifier = open(folder.path());
        let said = verifier.ask(b"PAYLOAD\n", b"SIGNATURE\n").unwrap().unwrap();
        let home = verifier.home.path().display().to_string();
        // The shell adds three of its own.
        let own = |line: &&str| !["PWD=", "SHLVL=", "_="].iter().any(|name| line.starts_with(name));
        let mut lines: Vec<_> = said.lines().filter(own).collect();
        let rest = lines.split_off(3);
        lines.sort_unstable();
        assert_eq!(lines, [format!("HOME={home}").as_str(), "LC_ALL=C", "TZ=UTC"]);
        let keyring = format!("--homedir {home} --keyring {home}/keys.gpg --status-fd 1");
        assert!(rest[0].starts_with("args --no-options --batch"), "{}", rest[0]);
        assert!(rest[0].ends_with(&format!("{keyring} --verify signature payload")), "{}", rest[0]);
        assert_eq!(rest[1..], ["PAYLOAD", "SIGNATURE"]);
        let left = std::fs::read_dir(verifier.home.path()).unwrap().count();
        assert_eq!(left, 1, "only the keys stay until the end");
    }

    #[test]
    fn a_program_that_does_not_answer_is_ended() {
        let _alone = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = folder_with("echo '[GNUPG:] GOODSIG A A'; exec /bin/sleep 60");
        let mut verifier = open(folder.path());
        verifier.limit = Duration::from_millis(300);
        let start = Instant::now();
        let found = verifier.check(b"", b"", None);
        let untold = Checked::CannotTell("`gpg` gave no answer in 0 seconds".into());
        assert_eq!(found, (untold, None));
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn the_first_program_outside_of_the_repository_is_taken() {
        let [inside, outside] = [folder_with("exit 1"), folder_with("exit 2")];
        let real = |folder: &tempfile::TempDir| folder.path().canonicalize().unwrap();
        let path = [PathBuf::from("bin"), real(&inside), real(&outside)];
        assert_eq!(find(&path, &[real(&inside)]), Some(real(&outside).join("gpg")));
        assert_eq!(find(&path, &[]), Some(real(&inside).join("gpg")));
        let link = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(real(&inside).join("gpg"), link.path().join("gpg")).unwrap();
        assert_eq!(find(&[link.path().to_owned()], &[real(&inside)]), None, "behind a link");
        assert!(matches!(Verifier::open(b"words", &path, &[]).unwrap_err(), VerifierError::NoKeys));
    }
}
