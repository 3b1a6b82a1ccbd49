//! OpenPGP signatures, made and checked with the `gpg` of this machine.

use super::has;
use crate::support::git::Scratch;
use pirctl::git::{CommitId, TagId};
use pirctl::session::{Environment, KeyFiles, SealCheck};
use pirctl::verdict::Seal;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A repository, and the keys of people beside it.
struct Bench {
    scratch: Scratch,
    home: tempfile::TempDir,
}

/// A key that was valid for a day in 2026, and one without end; both from the day before.
const PEOPLE: [(&str, &str); 3] =
    [("carl@example.org", "never"), ("short@example.org", "1d"), ("other@example.org", "never")];

/// The last second of 2025, when the keys are made.
const MADE: &str = "20251231T235959";

impl Bench {
    fn new() -> Self {
        // Beside the temporary folder of the repository: the socket of the agent needs a short path.
        let bench = Self { scratch: Scratch::new(), home: tempfile::tempdir().unwrap() };
        for (person, expiry) in PEOPLE {
            let made = [
                "--faked-system-time",
                MADE,
                "--quick-generate-key",
                person,
                "ed25519",
                "sign",
                expiry,
            ];
            assert!(bench.gpg(&made).status.success(), "a key for {person} is made");
        }
        bench
    }

    fn gpg(&self, arguments: &[&str]) -> Output {
        let quiet = ["--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""];
        let mut command = Command::new("gpg");
        command.env("GNUPGHOME", self.home.path()).args(quiet).args(arguments);
        command.output().unwrap()
    }

    /// A commit at `seconds`, signed then by `person`, after `change`.
    fn commit(&self, person: &str, seconds: u64, change: (&str, &str)) -> String {
        self.signed(person, seconds, seconds, change)
    }

    /// The same, signed at another time than it states.
    fn signed(&self, person: &str, seconds: u64, at: u64, change: (&str, &str)) -> String {
        let payload = format!(
            "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@example.org> {seconds} +0000\n\
            committer C <{person}> {seconds} +0000\n\nA record\n"
        );
        let signature = self.sign(&payload, person, at);
        let (head, body) = payload.split_once("\n\n").unwrap();
        let signature = signature.trim_end().replace('\n', "\n ");
        self.store(&format!("{head}\ngpgsig {signature}\n\n{body}").replace(change.0, change.1))
    }

    /// A tag of `commit`, made and signed by `person`, after `change`.
    fn tag(&self, person: &str, commit: &str, change: (&str, &str)) -> String {
        let payload = format!(
            "object {commit}\ntype commit\ntag v1\ntagger T <{person}> 1767225600 +0000\n\nApproved\n"
        );
        let signature = self.sign(&payload, person, 1_767_225_600);
        self.store_as("tag", &format!("{payload}{signature}").replace(change.0, change.1))
    }

    /// The signature that `person` makes over `payload` at this second.
    fn sign(&self, payload: &str, person: &str, at: u64) -> String {
        let (file, signature) = (self.scratch.beside("payload"), self.scratch.beside("signature"));
        std::fs::write(&file, payload).unwrap();
        let _ = std::fs::remove_file(&signature);
        let at = format!("{at}!");
        let (out, of) = (signature.to_str().unwrap(), file.to_str().unwrap());
        let by = ["--faked-system-time", &at, "--armor", "--local-user", person];
        let done = self.gpg(&[&by[..], &["--output", out, "--detach-sign", of]].concat());
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        std::fs::read_to_string(&signature).unwrap()
    }

    fn store(&self, object: &str) -> String {
        self.store_as("commit", object)
    }

    fn store_as(&self, kind: &str, object: &str) -> String {
        let arguments = ["hash-object", "-t", kind, "-w", "--stdin"];
        let id = self.scratch.git_with_input(&arguments, object.as_bytes());
        String::from_utf8(id).unwrap().trim().to_owned()
    }

    /// The keys of some people in a file.
    fn export(&self, arguments: &[&str]) -> PathBuf {
        let file = self.scratch.beside("keys");
        std::fs::write(&file, self.gpg(arguments).stdout).unwrap();
        file
    }

    /// Our word for a tag, and whether git verifies it.
    fn asked_of_tag(&self, keyring: PathBuf, id: &str) -> (Seal, bool) {
        let files = KeyFiles { allowed_signers: None, keyring: Some(keyring) };
        let environment = Environment { search_path: search_path(), ..Environment::default() };
        let repository = self.scratch.open();
        let folder = self.scratch.path();
        let check = SealCheck::open(&files, &environment, &folder, Some(&repository)).unwrap();
        let (seal, _) = check.seal_of_tag(&repository, &TagId::parse(id).unwrap());
        let mut git = Command::new("git");
        git.current_dir(&folder).args(["-c", "gpg.minTrustLevel=undefined", "verify-tag", id]);
        (seal, git.env("GNUPGHOME", self.home.path()).output().unwrap().status.success())
    }

    fn seal(&self, keyring: PathBuf, id: &str, path: &[PathBuf]) -> (Seal, String) {
        let files = KeyFiles { allowed_signers: None, keyring: Some(keyring) };
        let environment = Environment { search_path: path.to_vec(), ..Environment::default() };
        let repository = self.scratch.open();
        let folder = self.scratch.path();
        let check = SealCheck::open(&files, &environment, &folder, Some(&repository)).unwrap();
        let (seal, cut) = check.seal(&repository, &CommitId::parse(id).unwrap());
        (seal, cut.map(|cut| cut.reason).unwrap_or_default())
    }

    /// Git's letter, with all keys but that of `other@example.org`.
    fn git(&self, id: &str) -> (bool, String) {
        let run = |arguments: &[&str]| {
            let mut git = Command::new("git");
            git.current_dir(self.scratch.path()).args(["-c", "gpg.minTrustLevel=undefined"]);
            git.args(arguments).env("GNUPGHOME", self.home.path()).output().unwrap()
        };
        let letter = run(&["log", "-1", "--format=%G?", id]).stdout;
        let letter = String::from_utf8(letter).unwrap().trim().to_owned();
        (run(&["verify-commit", id]).status.success(), letter)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let mut ends = Command::new("gpgconf");
        let _ = ends.env("GNUPGHOME", self.home.path()).args(["--kill", "all"]).output();
    }
}

fn search_path() -> Vec<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect()
}

#[test]
fn every_answer_about_openpgp_is_that_of_git_at_the_time_of_the_commit() {
    if !has("gpg", "--version") {
        return;
    }
    let bench = Bench::new();
    let (early, late) = (1_767_225_600, 1_767_225_600 + 86_400 * 10);
    let same = ("A record", "A record");
    let good = bench.commit("carl@example.org", early, same);
    let tampered = bench.commit("carl@example.org", early, ("A record", "B record"));
    let within = bench.commit("short@example.org", early, same);
    let moved =
        bench.commit("short@example.org", early, (" 1767225600 +0000", " 1768089600 +0000"));
    let beyond = bench.signed("short@example.org", late, early, same);
    let unknown = bench.commit("other@example.org", early, same);
    let later = bench.commit("carl@example.org", late, same);
    let unsigned = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@x> 1 +0000\n\
        committer A <a@x> 1 +0000\n\nx\n";
    let unsigned = bench.store(unsigned);
    let two = ["carl@example.org", "short@example.org"];
    let armored = bench.export(&[&["--armor", "--export"][..], &two].concat());
    let binary = bench.scratch.beside("binary");
    std::fs::write(&binary, bench.gpg(&[&["--export"][..], &two].concat()).stdout).unwrap();
    let gone = ["--yes", "--delete-secret-and-public-key"];
    let prints = bench.gpg(&["--with-colons", "--list-keys", "other@example.org"]).stdout;
    let prints = String::from_utf8(prints).unwrap();
    let print = prints.lines().find(|line| line.starts_with("fpr")).unwrap();
    bench.gpg(&[&gone[..], &[print.split(':').nth(9).unwrap()]].concat());
    for (name, id, wanted, by_git) in [
        ("good", &good, Seal::Good, (true, "G")),
        ("tampered", &tampered, Seal::Bad, (false, "B")),
        // Git asks whether the key is valid today; we ask whether it was valid then.
        ("expired since", &within, Seal::Good, (false, "Y")),
        ("expired then", &beyond, Seal::Expired, (false, "Y")),
        ("tampered and expired since", &moved, Seal::Bad, (false, "B")),
        ("unknown key", &unknown, Seal::UnknownKey, (false, "E")),
        ("later", &later, Seal::Good, (true, "G")),
        ("unsigned", &unsigned, Seal::Unsigned, (false, "N")),
    ] {
        for keys in [&armored, &binary] {
            let (seal, reason) = bench.seal(keys.clone(), id, &search_path());
            assert_eq!(seal, wanted, "{name}: {reason}");
        }
        let (verified, letter) = bench.git(id);
        println!("{name:32} {:12} git: {verified:5} {letter}", wanted.word());
        assert_eq!((verified, letter.as_str()), by_git, "{name}");
    }
}

#[test]
fn every_answer_about_openpgp_on_a_tag_is_that_of_git() {
    if !has("gpg", "--version") {
        return;
    }
    let bench = Bench::new();
    let same = ("", "");
    let commit = bench.commit("carl@example.org", 1_767_225_600, same);
    let keys = bench.export(&["--armor", "--export", "carl@example.org"]);
    let tag = |person: &str, change| bench.tag(person, &commit, change);
    let good = tag("carl@example.org", same);
    assert_eq!(bench.asked_of_tag(keys.clone(), &good), (Seal::Good, true));
    let tampered = tag("carl@example.org", ("Approved", "Approved all"));
    assert_eq!(bench.asked_of_tag(keys.clone(), &tampered), (Seal::Bad, false));
    let unsigned = format!("object {commit}\ntype commit\ntag v1\ntagger T <t@x> 1 +0000\n\nx\n");
    let unsigned = bench.store_as("tag", &unsigned);
    assert_eq!(bench.asked_of_tag(keys.clone(), &unsigned), (Seal::Unsigned, false));
    let unknown = tag("other@example.org", same);
    let prints = bench.gpg(&["--with-colons", "--list-keys", "other@example.org"]).stdout;
    let prints = String::from_utf8(prints).unwrap();
    let print = prints.lines().find(|line| line.starts_with("fpr")).unwrap();
    let print = print.split(':').nth(9).unwrap();
    bench.gpg(&["--yes", "--delete-secret-and-public-key", print]);
    assert_eq!(bench.asked_of_tag(keys, &unknown), (Seal::UnknownKey, false));
}

#[test]
fn without_the_program_an_openpgp_signature_cannot_be_told() {
    let scratch = Scratch::new();
    let (repository, keys) = (scratch.open(), scratch.beside("keys.asc"));
    std::fs::write(&keys, b"\x99\x00\x01\xff").unwrap();
    let object = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@x> 1 +0000\n\
        committer A <a@x> 1 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n AAAA\n -----END PGP SIGNATURE-----\n\nx\n";
    let id = scratch
        .git_with_input(&["hash-object", "-t", "commit", "-w", "--stdin"], object.as_bytes());
    let id = CommitId::parse(String::from_utf8(id).unwrap().trim()).unwrap();
    // A `gpg` in the repository is never taken, also when the search path names its folder.
    scratch
        .write("bin/gpg", "#!/bin/sh\necho '[GNUPG:] GOODSIG A A'\necho '[GNUPG:] VALIDSIG A'\n");
    let search_path = vec![scratch.path().join("bin"), PathBuf::from("."), PathBuf::new()];
    let environment = Environment { search_path, ..Environment::default() };
    let files = KeyFiles { allowed_signers: None, keyring: Some(keys) };
    let check = SealCheck::open(&files, &environment, &scratch.path(), Some(&repository)).unwrap();
    let (seal, cut) = check.seal(&repository, &id);
    let cut = cut.unwrap();
    assert_eq!(seal, Seal::CannotTell);
    assert_eq!(cut.reason, "`gpg` is not on the search path");
    assert_eq!(cut.remedy, "install GnuPG, or run it where `gpg` is installed");
}
