//! Objects are read from packs as git reads them, also from long chains and damaged packs.
#![expect(clippy::unwrap_used, reason = "a test that cannot look fails")]

use crate::support::dice::Dice;
use crate::support::git::Scratch;
use pirctl::git::BlobId;
use std::path::PathBuf;

/// Many versions of two long texts that grow into each other, and one of each odd kind.
fn many_versions() -> Scratch {
    let mut scratch = Scratch::new();
    let mut dice = Dice::new(7);
    let mut lines: Vec<String> = (0..200).map(|n| format!("line {n} of the text")).collect();
    for n in 0..60 {
        let at = dice.below(lines.len());
        lines[at] = format!("changed in {n}: {}", dice.below(1_000_000));
        let path = if n % 3 == 0 { "a.md" } else { "b.md" };
        scratch.write(path, lines.join("\n"));
        scratch.commit("change");
    }
    scratch.write("empty.md", "");
    scratch.write("binary", [0_u8, 1, 2, 0xff]);
    scratch.write("large.md", "0123456789abcdef".repeat(600_000));
    scratch.commit("odd kinds");
    scratch
}

fn contents(scratch: &Scratch) -> Vec<BlobId> {
    let all = scratch.git(&[
        "cat-file",
        "--batch-all-objects",
        "--batch-check=%(objectname) %(objecttype)",
    ]);
    let blobs = all.lines().filter_map(|line| line.strip_suffix(" blob"));
    blobs.map(|id| BlobId::parse(id).unwrap()).collect()
}

fn assert_same_as_git(scratch: &Scratch) {
    let repo = scratch.open();
    let (forth, back) = (repo.blobs(), repo.blobs());
    let ids = contents(scratch);
    assert!(ids.len() > 60);
    for id in &ids {
        let theirs = scratch.git_with_input(&["cat-file", "blob", &id.hex()], b"");
        assert!(forth.read(id).unwrap() == theirs, "{id}");
    }
    for id in ids.iter().rev() {
        assert!(back.read(id).unwrap() == forth.read(id).unwrap(), "{id}");
    }
}

fn packs(scratch: &Scratch) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(scratch.path().join(".git/objects/pack")).unwrap();
    let files = folder.map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|end| end == "pack")).collect()
}

#[test]
fn contents_of_chains_of_differences_are_those_of_git() {
    let scratch = many_versions();
    for arguments in [
        ["repack", "-adfq", "--depth=50", "--window=10"],
        ["repack", "-adfq", "--depth=1", "--window=10"],
        ["repack", "-adfq", "--depth=4000", "--window=70"],
        ["-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"],
    ] {
        scratch.git(&arguments);
        assert_same_as_git(&scratch);
    }
    scratch.git(&["multi-pack-index", "write"]);
    assert_same_as_git(&scratch);
}

#[test]
fn objects_in_several_packs_and_in_borrowed_ones_are_found() {
    let mut scratch = many_versions();
    scratch.git(&["repack", "-dq"]);
    scratch.write("later.md", "later");
    scratch.commit("later");
    scratch.git(&["repack", "-dq"]);
    assert!(packs(&scratch).len() > 1);
    assert_same_as_git(&scratch);
    let clone = scratch.beside("borrower");
    let url = scratch.path();
    scratch.git(&["clone", "-qs", url.to_str().unwrap(), clone.to_str().unwrap()]);
    let borrower = crate::support::git::open(&clone);
    for id in contents(&scratch) {
        borrower.blobs().read(&id).unwrap();
    }
}

#[test]
fn contents_with_sha_256_ids_are_those_of_git() {
    let mut scratch = Scratch::with(&["--object-format=sha256"]);
    for n in 0..80 {
        scratch.write("a.md", format!("{n}\n{}", "the same line\n".repeat(100)));
        scratch.commit("change");
    }
    scratch.git(&["repack", "-adfq"]);
    assert_same_as_git(&scratch);
}

#[test]
fn damaged_packs_never_panic() {
    let scratch = many_versions();
    scratch.git(&["repack", "-adfq"]);
    let ids = contents(&scratch);
    let whole = scratch.open().blobs();
    let expected: Vec<Vec<u8>> = ids.iter().map(|id| whole.read(id).unwrap()).collect();
    drop(whole);
    let pack = packs(&scratch).remove(0);
    let bytes = std::fs::read(&pack).unwrap();
    let mut dice = Dice::new(3);
    for _ in 0..40 {
        let mut damaged = bytes.clone();
        for _ in 0..=dice.below(20) {
            let at = 12 + dice.below(damaged.len() - 12);
            damaged[at] = u8::try_from(dice.below(256)).unwrap();
        }
        // A new file: the old one may be mapped still.
        std::fs::remove_file(&pack).unwrap();
        std::fs::write(&pack, damaged).unwrap();
        let reader = scratch.open().blobs();
        let right = ids
            .iter()
            .zip(&expected)
            .filter(|(id, bytes)| reader.read(id).is_ok_and(|found| found == **bytes));
        assert!(right.count() > 0);
    }
}
