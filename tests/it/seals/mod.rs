//! Seals: fixed signatures, and answers held equal to those of `git verify-commit`.

mod command;
mod openpgp;
mod ssh;
mod tags;

use pirctl::git::{SignatureKind, SignedObject};
use pirctl::signature::{AllowedSigners, Checked, check_ssh};
use std::process::Command;

/// Commits that were signed once, with the keys that they were signed with; no program is needed.
const FIXED: [(&str, &str, &str); 3] = [
    ("ed25519", include_str!("fixed/ed25519.commit"), include_str!("fixed/ed25519.signers")),
    ("rsa", include_str!("fixed/rsa.commit"), include_str!("fixed/rsa.signers")),
    ("ecdsa", include_str!("fixed/ecdsa.commit"), include_str!("fixed/ecdsa.signers")),
];

fn check(object: &str, signers: &str) -> Checked {
    let signed = SignedObject::parse(object.as_bytes(), "gpgsig").unwrap();
    assert_eq!(signed.kind, SignatureKind::Ssh);
    let at = signed.by.time.to_utc();
    let signers = AllowedSigners::parse(signers).unwrap();
    check_ssh(&signed.payload, &signed.signature, Some(at), &signers)
}

#[test]
fn fixed_signatures_of_each_kind_are_good() {
    for (name, object, signers) in FIXED {
        assert_eq!(check(object, signers), Checked::Good, "{name}");
    }
}

#[test]
fn a_changed_payload_or_signature_is_bad() {
    for (name, object, signers) in FIXED {
        for (from, to) in [
            ("A record", "a record"),
            ("body.\n", "body."),
            ("Carl", "Karl"),
            ("1767225600 +0100\n", "1767225601 +0100\n"),
            ("U1NIU0lH", "U1NIU0lI"),
        ] {
            let changed = object.replacen(from, to, 1);
            assert_ne!(changed, object, "{name} {from}");
            assert_eq!(check(&changed, signers), Checked::Bad, "{name} {from}");
        }
    }
}

#[test]
fn no_byte_of_a_signature_can_be_changed() {
    for (name, object, signers) in FIXED {
        let start = object.find("U1NIU0lH").unwrap();
        let end = object.find("-----END").unwrap();
        let mut tried = 0;
        for at in (start..end).step_by(7) {
            let byte = object.as_bytes()[at];
            if !byte.is_ascii_alphanumeric() {
                continue;
            }
            let mut changed = object.as_bytes().to_vec();
            // The highest of its six bits: never one of those that padding leaves unused.
            changed[at] = if byte == b'A' { b'g' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            let found = check(&changed, signers);
            assert!(!matches!(found, Checked::Good), "{name}: {found:?} with a change at {at}");
            tried += 1;
        }
        assert!(tried > 30, "{name}: {tried}");
    }
}

#[test]
fn another_key_is_unknown_and_another_time_is_expired() {
    for (at, (name, object, signers)) in FIXED.into_iter().enumerate() {
        let others = FIXED[(at + 1) % FIXED.len()].2;
        assert_eq!(check(object, others), Checked::UnknownKey, "{name}");
        let both = format!("# people\n\n{others}{signers}");
        assert_eq!(check(object, &both), Checked::Good, "{name}");
        for (window, wanted) in [
            ("valid-after=\"20260101Z\"", Checked::Good),
            ("valid-after=\"20260101000001Z\"", Checked::Expired),
            ("valid-before=\"202601010000Z\"", Checked::Good),
            ("valid-before=\"20251231235959Z\"", Checked::Expired),
            ("VALID-AFTER=\"20250101\",valid-before=\"20270101\"", Checked::Good),
            ("namespaces=\"file\"", Checked::UnknownKey),
            ("namespaces=\"file,git\"", Checked::Good),
            ("namespaces=\"!git,*\"", Checked::UnknownKey),
            ("cert-authority", Checked::UnknownKey),
        ] {
            let signers = signers.replacen(' ', &format!(" {window} "), 1);
            assert_eq!(check(object, &signers), wanted, "{name} {window}");
        }
    }
}

#[test]
fn a_file_of_signers_that_cannot_be_read_is_refused_by_line() {
    let key = FIXED[0].2.split_once(' ').unwrap().1.trim();
    for (line, says) in [
        ("a@x".to_owned(), "line 2: there is no key that can be read on it"),
        (format!("\"a@x {key}"), "line 2: a quote is not closed"),
        (format!("a@x colour=\"red\" {key}"), "line 2: `colour` is no option of an allowed signer"),
        (
            format!("a@x valid-after=20260101 {key}"),
            "line 2: `valid-after` needs a value in quotes",
        ),
        (
            format!("a@x valid-after=\"2026\" {key}"),
            "line 2: `2026` is no time; write it as 20260520 or 20260520143000Z",
        ),
        (
            format!("a@x namespaces=\"git\",namespaces=\"file\" {key}"),
            "line 2: `namespaces` stands twice",
        ),
        (
            format!("a@x valid-after=\"20260101\",valid-before=\"20260101\" {key}"),
            "line 2: `valid-before` is no later than `valid-after`",
        ),
        ("a@x ssh-ed25519 AAAAC3Nza".to_owned(), "line 2: there is no key that can be read on it"),
    ] {
        let error = AllowedSigners::parse(&format!("# x\n{line}\n")).unwrap_err();
        assert_eq!(error.to_string(), says, "{line}");
    }
}

#[test]
fn broken_signatures_of_any_form_are_bad_and_never_a_panic() {
    let (_, object, signers) = FIXED[0];
    let signed = SignedObject::parse(object.as_bytes(), "gpgsig").unwrap();
    let signers = AllowedSigners::parse(signers).unwrap();
    let whole = signed.signature.len();
    let cut = (0..whole - 2).map(|length| signed.signature[..length].to_vec());
    let said = ["", "U1NIU0lHAAAAAf////8=", "U1NIU0lHAAAAAg==", "====", "\u{e9}"];
    let made = said.map(|inner| {
        format!("-----BEGIN SSH SIGNATURE-----\n{inner}\n-----END SSH SIGNATURE-----").into_bytes()
    });
    for signature in cut.chain(made) {
        let found = check_ssh(&signed.payload, &signature, None, &signers);
        let at_end = signature.len() + 30 > whole && found == Checked::Good;
        assert!(found == Checked::Bad || at_end, "{}", String::from_utf8_lossy(&signature));
    }
}

/// True when `program` can be started; else says that the test was skipped.
#[expect(clippy::print_stdout, reason = "a test that was skipped says so")]
fn has(program: &str, argument: &str) -> bool {
    let found = Command::new(program).arg(argument).output().is_ok();
    if !found {
        println!("skipped: there is no `{program}` here");
    }
    found
}
