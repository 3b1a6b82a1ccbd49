//! SSH signatures of every sort: our word beside those of git and `ssh-keygen`.

use super::has;
use crate::support::git::Scratch;
use crate::support::sshsig::{armored, base64, string};
use ed25519_dalek::{Signer, SigningKey};
use pirctl::git::CommitId;
use pirctl::session::{Environment, KeyFiles, SealCheck};
use pirctl::verdict::Seal;
use sha2::{Digest, Sha256, Sha512};
use std::path::Path;
use std::process::Command;

/// Keys and commits made on the spot, and a repository to put them in.
pub(super) struct Bench {
    pub(super) scratch: Scratch,
}

/// What the committer line of every commit says.
const CARL: &str = "Carl Committer <carl@example.org> 1767225600 +0100";

impl Bench {
    pub(super) fn new() -> Self {
        let bench = Self { scratch: Scratch::new() };
        for (name, sort) in [
            ("ed25519", "ed25519"),
            ("other", "ed25519"),
            ("authority", "ed25519"),
            ("rsa", "rsa"),
            ("ecdsa256", "ecdsa"),
            ("ecdsa384", "ecdsa"),
            ("ecdsa521", "ecdsa"),
        ] {
            let bits = match name {
                "ecdsa384" => "384",
                "ecdsa521" => "521",
                // As few as OpenSSH takes: making the key is most of the time of this test.
                "rsa" => "1032",
                _ => "256",
            };
            let path = bench.beside(name);
            keygen(&["-q", "-t", sort, "-b", bits, "-N", "", "-C", "", "-f", &path]);
        }
        let (authority, person) = (bench.beside("authority"), bench.beside("other.pub"));
        keygen(&["-q", "-s", &authority, "-I", "carl", "-n", "carl@example.org", &person]);
        bench
    }

    fn beside(&self, name: &str) -> String {
        self.scratch.beside(name).to_str().unwrap().to_owned()
    }

    /// The public key as a line holds it.
    pub(super) fn key(&self, name: &str) -> String {
        let text = std::fs::read_to_string(self.beside(&format!("{name}.pub"))).unwrap();
        text.trim().to_owned()
    }

    /// A signature over `payload` for a use, as `ssh-keygen` writes it.
    pub(super) fn sign(&self, name: &str, namespace: &str, payload: &str) -> String {
        let file = self.beside("payload");
        std::fs::write(&file, payload).unwrap();
        let _ = std::fs::remove_file(format!("{file}.sig"));
        keygen(&["-q", "-Y", "sign", "-n", namespace, "-f", &self.beside(name), &file]);
        std::fs::read_to_string(format!("{file}.sig")).unwrap()
    }

    /// Stores an object and gives its id.
    fn store(&self, object: &str) -> String {
        let arguments = ["hash-object", "--literally", "-t", "commit", "-w", "--stdin"];
        let id = self.scratch.git_with_input(&arguments, object.as_bytes());
        String::from_utf8(id).unwrap().trim().to_owned()
    }

    /// Our word, whether git verifies the commit, and git's letter for it.
    fn asked(&self, id: &str, signers: &str) -> (Seal, bool, String) {
        let file = self.scratch.beside("signers");
        std::fs::write(&file, signers).unwrap();
        let option = format!("gpg.ssh.allowedSignersFile={}", file.display());
        let folder = self.scratch.path();
        let git = |arguments: &[&str]| {
            let arguments = [&["-c", option.as_str()], arguments].concat();
            // Where ssh-keygen ends before it has read the payload, git may die of the closed pipe.
            let mut asked = (0..9).map(|_| self.scratch.try_git(&folder, &arguments, b""));
            asked.find(|output| output.status.code().is_some()).expect("git ends by itself")
        };
        let verified = git(&["verify-commit", id]).status.success();
        let letter = git(&["log", "-1", "--format=%G?", id]).stdout;
        let letter = String::from_utf8(letter).unwrap().trim().to_owned();
        (seal(&self.scratch, &file, id), verified, letter)
    }
}

fn seal(scratch: &Scratch, signers: &Path, id: &str) -> Seal {
    let files = KeyFiles { allowed_signers: Some(signers.to_owned()), keyring: None };
    let repository = scratch.open();
    let environment = Environment::default();
    let check = SealCheck::open(&files, &environment, &scratch.path(), Some(&repository)).unwrap();
    check.seal(&repository, &CommitId::parse(id).unwrap()).0
}

fn keygen(arguments: &[&str]) {
    let output = Command::new("ssh-keygen").args(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ssh-keygen {arguments:?}: {errors}");
}

fn payload(committer: &str) -> String {
    format!(
        "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor Ada <ada@example.org> 1767000000 +0100\n\
        committer {committer}\n\nA record\n\nWith a body.\n"
    )
}

/// The object that holds `signature` where git puts it.
fn signed(payload: &str, signature: &str) -> String {
    let (head, body) = payload.split_once("\n\n").unwrap();
    format!("{head}\ngpgsig {}\n\n{body}", signature.trim_end().replace('\n', "\n "))
}

/// A name, the object, the signers; our word, whether git verifies it, and git's letter.
type Case = (&'static str, String, String, Seal, bool, &'static str);

impl Bench {
    /// The usual commit, signed for git.
    fn made(&self, name: &str) -> String {
        signed(&payload(CARL), &self.sign(name, "git", &payload(CARL)))
    }

    /// A file that names one key, with options in front of it.
    fn one(&self, options: &str) -> String {
        format!("carl@example.org {options}{}\n", self.key("ed25519"))
    }
}

/// Signatures of every kind, sound and broken.
fn signatures(bench: &Bench) -> Vec<Case> {
    let made = |name: &str| bench.made(name);
    let [ed, other] = ["ed25519", "other"].map(made);
    let one = |options: &str| bench.one(options);
    let file = signed(&payload(CARL), &bench.sign("ed25519", "file", &payload(CARL)));
    let hub = "GitHub <noreply@github.com> 1767225600 +0000";
    let platform = signed(&payload(hub), &bench.sign("ed25519", "git", &payload(hub)));
    let tampered = ed.replace("A record", "B record");
    let twice = signed(&ed, &bench.sign("other", "git", &payload(CARL)));
    let undated = "Carl Committer <carl@example.org> 99999999999999999999 +0100";
    let undated = signed(&payload(undated), &bench.sign("ed25519", "git", &payload(undated)));

    let mut cases: Vec<Case> = vec![
        ("good", ed.clone(), one(""), Seal::Good, true, "G"),
        ("tampered", tampered.clone(), one(""), Seal::Bad, false, "B"),
        ("unknown key", other.clone(), one(""), Seal::UnknownKey, false, "U"),
        ("unknown and tampered", other.replace("body", "Body"), one(""), Seal::Bad, false, "B"),
        ("unsigned", payload(CARL), one(""), Seal::Unsigned, false, "N"),
        ("signed for a file", file, one(""), Seal::Bad, false, "B"),
        (
            "no signature in it",
            signed(
                &payload(CARL),
                "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----",
            ),
            one(""),
            Seal::Bad,
            false,
            "B",
        ),
        ("two signatures, the first counts", twice, one(""), Seal::Good, true, "G"),
        ("platform", platform.clone(), one(""), Seal::Platform, true, "G"),
        (
            "platform, unknown key",
            platform,
            format!("x {}\n", bench.key("other")),
            Seal::UnknownKey,
            false,
            "U",
        ),
        ("no time that a clock has", undated, one(""), Seal::CannotTell, false, ""),
    ];
    for name in ["rsa", "ecdsa256", "ecdsa384", "ecdsa521"] {
        let line = format!("* {}\n", bench.key(name));
        cases.push((name, made(name), line.clone(), Seal::Good, true, "G"));
        cases.push((name, made(name).replace("body", "Body"), line, Seal::Bad, false, "B"));
    }
    cases
}

/// What stands in front of a key.
fn options(bench: &Bench) -> Vec<Case> {
    let ed = bench.made("ed25519");
    let tampered = ed.replace("A record", "B record");
    let one = |options: &str| bench.one(options);
    let mut cases = Vec::new();
    for (name, options, wanted, verified, letter) in [
        (
            "window holds from then",
            "valid-after=\"20260101000000Z\",valid-before=\"20260101000001Z\" ",
            Seal::Good,
            true,
            "G",
        ),
        (
            "window holds until then",
            "valid-after=\"20251231Z\",valid-before=\"202601010000Z\" ",
            Seal::Good,
            true,
            "G",
        ),
        ("window is over", "valid-before=\"20251231235959Z\" ", Seal::Expired, false, "U"),
        ("window not begun", "valid-after=\"20260101000001Z\" ", Seal::Expired, false, "U"),
        ("use is git", "namespaces=\"file,git\" ", Seal::Good, true, "G"),
        ("use is a pattern", "namespaces=\"g*\" ", Seal::Good, true, "G"),
        // Git says `bad` where the signature fits and the key is named for something else.
        ("use is file", "namespaces=\"file\" ", Seal::UnknownKey, false, "B"),
        ("key of an authority", "cert-authority ", Seal::UnknownKey, false, "U"),
    ] {
        cases.push((name, ed.clone(), one(options), wanted, verified, letter));
        let wanted = if matches!(wanted, Seal::UnknownKey) { wanted } else { Seal::Bad };
        if wanted == Seal::Bad {
            cases.push((name, tampered.clone(), one(options), wanted, false, "B"));
        }
    }
    cases
}

/// Whom a line names.
fn principals(bench: &Bench) -> Vec<Case> {
    let (ed, sha) = (bench.made("ed25519"), bench.key("ed25519"));
    let mut cases = Vec::new();
    for (name, signers, wanted) in [
        // As in git, who committed is not held against the principals.
        ("another principal", format!("ada@example.org {sha}\n"), true),
        ("pattern", format!("*@example.org {sha}\n"), true),
        ("negated first", format!("!ada@example.org,*@example.org {sha}\n"), true),
        ("only negated", format!("!ada@example.org {sha}\n"), false),
        ("all negated", format!("ada@example.org,!* {sha}\n"), false),
        (
            "second line",
            format!("# c\n\nx {}\n\"carl@example.org\" {sha} Carl\n", bench.key("other")),
            true,
        ),
        ("over, then named again", format!("a valid-before=\"20200101Z\" {sha}\nb {sha}\n"), true),
        ("first for files, then for git", format!("a namespaces=\"file\" {sha}\na {sha}\n"), true),
        ("first for files of another", format!("a namespaces=\"file\" {sha}\nb {sha}\n"), false),
    ] {
        let wanted = if wanted { (Seal::Good, true, "G") } else { (Seal::UnknownKey, false, "B") };
        cases.push((name, ed.clone(), signers, wanted.0, wanted.1, wanted.2));
    }
    cases
}

#[test]
fn every_answer_about_ssh_is_that_of_git() {
    if !has("ssh-keygen", "-?") || !has("git", "--version") {
        return;
    }
    let bench = Bench::new();
    let cases = [signatures(&bench), options(&bench), principals(&bench)].concat();
    let mut table = String::new();
    let mut wrong = Vec::new();
    for (name, object, signers, wanted, verified, letter) in cases {
        let (seal, by_git, said) = bench.asked(&bench.store(&object), &signers);
        let row = format!("{name:32} {:12} git: {by_git:5} {said}\n", seal.word());
        if (seal, by_git, said.as_str()) != (wanted, verified, letter) {
            wrong.push(format!("{row}   wanted {wanted:?} {verified} {letter}"));
        }
        let is_good = matches!(seal, Seal::Good | Seal::Platform);
        assert_eq!(is_good, by_git, "good is what git verifies: {name}");
        table.push_str(&row);
    }
    println!("{table}");
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_commit_that_git_signs_is_good_and_in_sha256_too() {
    if !has("ssh-keygen", "-?") {
        return;
    }
    for format in ["sha1", "sha256"] {
        let scratch = Scratch::with(&[&format!("--object-format={format}")]);
        let key = scratch.beside("key").to_str().unwrap().to_owned();
        keygen(&["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", &key]);
        let sign = ["-c", "gpg.format=ssh", "-c", &format!("user.signingkey={key}")];
        scratch.git(&[&sign[..], &["commit", "-q", "-S", "--allow-empty", "-m", "One"]].concat());
        let id = scratch.git(&["rev-parse", "HEAD"]);
        let signers = scratch.beside("signers");
        let line = format!("c@x {}", std::fs::read_to_string(format!("{key}.pub")).unwrap());
        std::fs::write(&signers, line).unwrap();
        assert_eq!(seal(&scratch, &signers, id.trim()), Seal::Good, "{format}");
    }
}

#[test]
fn a_certificate_and_an_unknown_kind_cannot_be_told() {
    if !has("ssh-keygen", "-?") {
        return;
    }
    let bench = Bench::new();
    let with_certificate = bench.sign("other-cert.pub", "git", &payload(CARL));
    let authority = format!("carl@example.org cert-authority {}\n", bench.key("authority"));
    let id = bench.store(&signed(&payload(CARL), &with_certificate));
    let (seal, verified, letter) = bench.asked(&id, &authority);
    assert_eq!((seal, verified, letter.as_str()), (Seal::CannotTell, true, "G"));
    let file = bench.scratch.beside("signers");
    for kind in ["-----BEGIN SIGNED MESSAGE-----", "-----BEGIN SOMETHING-----", "x"] {
        let id = bench.store(&signed(&payload(CARL), &format!("{kind}\nAAAA\n")));
        assert_eq!(super::ssh::seal(&bench.scratch, &file, &id), Seal::CannotTell, "{kind}");
    }
    let pgp = "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n";
    let id = bench.store(&signed(&payload(CARL), pgp));
    assert_eq!(super::ssh::seal(&bench.scratch, &file, &id), Seal::Unchecked, "no keyring");
}

#[test]
fn what_is_not_checked_says_so_in_a_sentence() {
    if !has("ssh-keygen", "-?") {
        return;
    }
    let bench = Bench::new();
    let file = bench.scratch.beside("signers");
    std::fs::write(&file, bench.one("")).unwrap();
    let files = KeyFiles { allowed_signers: Some(file), keyring: None };
    let (repository, environment) = (bench.scratch.open(), Environment::default());
    let folder = bench.scratch.path();
    let check = SealCheck::open(&files, &environment, &folder, Some(&repository)).unwrap();
    let x509 = "-----BEGIN SIGNED MESSAGE-----\nAAAA\n-----END SIGNED MESSAGE-----\n";
    for (signature, says) in [
        (
            bench.sign("other-cert.pub", "git", &payload(CARL)),
            "it was made with an SSH certificate, and certificates are not checked",
        ),
        (x509.to_owned(), "it is an X.509 signature, and these are not checked"),
    ] {
        let id = CommitId::parse(&bench.store(&signed(&payload(CARL), &signature))).unwrap();
        let (seal, cut) = check.seal(&repository, &id);
        let cut = cut.unwrap();
        assert_eq!((seal, cut.reason.as_str()), (Seal::CannotTell, says));
        assert_eq!(cut.remedy, "look at it with `git verify-commit` or `git verify-tag`");
    }
}

#[test]
fn a_key_on_a_hardware_token_is_read_as_by_ssh() {
    if !has("ssh-keygen", "-?") {
        return;
    }
    let bench = Bench::new();
    let sort = b"sk-ssh-ed25519@openssh.com";
    let key = SigningKey::from_bytes(&[7; 32]);
    let point = key.verifying_key().to_bytes();
    let public = [string(sort), string(&point), string(b"ssh:")].concat();
    let digest = Sha512::digest(payload(CARL));
    let named = [string(b"git"), string(b""), string(b"sha512"), string(&digest)].concat();
    let message = [b"SSHSIG".as_slice(), &named].concat();
    // The flag says that somebody touched the token; then the counter.
    let between = [1, 0, 0, 0, 9];
    let over = [&Sha256::digest(b"ssh:")[..], &between, &Sha256::digest(message)[..]].concat();
    let signature = key.sign(&over).to_bytes();
    let signature = [string(sort), string(&signature), between.to_vec()].concat();
    let parts = [string(b"git"), string(b""), string(b"sha512"), string(&signature)].concat();
    let blob = [b"SSHSIG\0\0\0\x01".as_slice(), &string(&public), &parts].concat();
    let signature = armored(&blob);
    let object = signed(&payload(CARL), &signature);
    let signers = format!("c@x {} {}\n", String::from_utf8_lossy(sort), base64(&public));
    let good = bench.asked(&bench.store(&object), &signers);
    assert_eq!(good, (Seal::Good, true, "G".into()));
    let bad = bench.asked(&bench.store(&object.replace("body", "Body")), &signers);
    assert_eq!(bad, (Seal::Bad, false, "B".into()));
}
