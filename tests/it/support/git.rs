//! Repositories made with the real git: fixed dates and names, no configuration but their own.

use pirctl::git::{GitEnvironment, Repository};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A repository in a temporary folder, gone when dropped.
pub(crate) struct Scratch {
    root: tempfile::TempDir,
    clock: u64,
}

/// The first second of 2026 in UTC; each commit is an hour later.
const START: u64 = 1_767_225_600;

impl Scratch {
    /// An empty repository on the branch `main`.
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// An empty repository made with more arguments to `git init`.
    pub(crate) fn with(arguments: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let scratch = Self { root, clock: START };
        std::fs::create_dir(scratch.path()).unwrap();
        scratch.git(&[&["init", "-q", "-b", "main"], arguments].concat());
        scratch
    }

    /// The top of the working tree.
    pub(crate) fn path(&self) -> PathBuf {
        self.root.path().canonicalize().unwrap().join("repo")
    }

    /// A path beside the working tree.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.root.path().canonicalize().unwrap().join(name)
    }

    /// Writes a file, making its folders.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Commits the whole working tree, an hour after the last commit, and gives the full id.
    pub(crate) fn commit(&mut self, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.commit_staged(&["-m", message])
    }

    /// Commits what is staged, also when nothing is.
    pub(crate) fn commit_staged(&mut self, arguments: &[&str]) -> String {
        self.clock += 3600;
        self.git(&[&["commit", "-q", "--allow-empty", "--no-verify"], arguments].concat());
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// Runs git in the working tree and gives what it printed; it must succeed.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(&self.path(), arguments, b"");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {errors}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs git with input and gives the bytes that it printed; it must succeed.
    pub(crate) fn git_with_input(&self, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let output = self.try_git(&self.path(), arguments, input);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {errors}");
        output.stdout
    }

    /// Runs git in `folder`, whatever comes of it.
    pub(crate) fn try_git(&self, folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
        run_git(folder, self.clock, arguments, input)
    }

    /// A call of git in `folder`, not yet started.
    pub(crate) fn command(&self, folder: &Path) -> Command {
        command(folder, self.clock)
    }

    /// Opens the repository as the product does.
    pub(crate) fn open(&self) -> Repository {
        open(&self.path())
    }
}

/// Opens the repository in which `folder` lies as the product does, with an empty environment.
pub(crate) fn open(folder: &Path) -> Repository {
    Repository::discover(folder, &GitEnvironment::default()).unwrap().unwrap()
}

/// Runs git with a clean environment at a fixed time.
pub(crate) fn run_git(folder: &Path, clock: u64, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = command(folder, clock).args(arguments).spawn().expect("git runs");
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A thread of its own: git may print before it has read all.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    output
}

/// A call of git with a clean environment at a fixed time, not yet started.
fn command(folder: &Path, clock: u64) -> Command {
    let when = format!("{clock} +0100");
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command
        .current_dir(folder)
        .args(["-c", "core.autocrlf=false", "-c", "protocol.file.allow=always"])
        .env("HOME", "/nonexistent")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .env("GIT_AUTHOR_NAME", "Ada Author")
        .env("GIT_AUTHOR_EMAIL", "ada@example.org")
        .env("GIT_COMMITTER_NAME", "Carl Committer")
        .env("GIT_COMMITTER_EMAIL", "carl@example.org")
        .env("GIT_AUTHOR_DATE", &when)
        .env("GIT_COMMITTER_DATE", &when)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}
