//! What is read of commits, trees, the index and contents, one git behaviour a test.

use crate::support::git::{Scratch, open};
use chrono::DateTime;
use pirctl::git::{BlobId, CommitLookup, Content, FileKind, GitError, SignatureKind, Stage};
use pirctl::term::RepoPath;

#[test]
fn a_commit_tells_who_when_and_why() {
    let mut scratch = Scratch::new();
    scratch.commit("root");
    scratch
        .commit("Subject that\ngoes on\n\nBody.\n\nAmends: INC-2026-0001\nReviewed-by: B <b@x>\n");
    let repo = scratch.open();
    let meta = repo.commit(&repo.resolve("HEAD").unwrap()).unwrap();
    assert_eq!(meta.author.name, "Ada Author");
    assert_eq!(meta.committer.email, "carl@example.org");
    assert_eq!(meta.author.time.to_rfc3339(), "2026-01-01T03:00:00+01:00");
    assert_eq!(meta.summary, "Subject that goes on");
    assert_eq!(meta.trailers[0], ("Amends".to_owned(), "INC-2026-0001".to_owned()));
    assert_eq!((meta.parents.len(), meta.trailers.len(), meta.signature), (1, 2, None));
}

#[test]
fn revisions_are_resolved_as_git_does_and_tags_are_peeled() {
    let mut scratch = Scratch::new();
    let first = scratch.commit("one");
    let second = scratch.commit("two");
    scratch.git(&["tag", "-a", "-m", "t", "v1", &first]);
    scratch.git(&["tag", "tree-tag", "HEAD^{tree}"]);
    let repo = scratch.open();
    for rev in ["v1", "HEAD~1", "main^", &first, &first[..8], "refs/tags/v1"] {
        assert_eq!(repo.resolve(rev).unwrap().hex(), first, "{rev}");
    }
    assert_eq!(repo.resolve("main").unwrap().hex(), second);
    let error = repo.resolve("tree-tag").unwrap_err();
    assert!(matches!(error, GitError::NotACommit { kind: "tree", .. }), "{error}");
    let error = repo.resolve("mian").unwrap_err();
    assert_eq!(error.to_string(), "revision `mian` was not found");
    assert_eq!(error.hint(), "did you mean main?");
    for odd in ["", " ", "-x", "HEAD~99999", "a..b", "\u{7f}", "\0", "@{-1}", "0000", "^{", ":/x"] {
        assert!(repo.resolve(odd).is_err(), "{odd:?}");
    }
}

#[test]
fn the_commit_as_of_a_day_is_found_along_first_parents() {
    let mut scratch = Scratch::new();
    let first = scratch.commit("one");
    let second = scratch.commit("two");
    scratch.commit("three");
    let repo = scratch.open();
    let tip = repo.resolve("HEAD").unwrap();
    let at = |text: &str| {
        let not_after = DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        repo.as_of(&tip, not_after).unwrap().map(|id| id.hex())
    };
    assert_eq!(at("2026-01-01T02:00:00Z"), Some(second));
    assert_eq!(at("2026-01-01T01:59:59Z"), Some(first));
    assert_eq!(at("2025-12-31T23:00:00Z"), None);
}

#[test]
fn shortened_ids_are_known_unknown_or_cannot_be_told() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "x");
    let first = scratch.commit("one");
    let second = scratch.commit("two");
    let repo = scratch.open();
    assert!(
        matches!(repo.lookup_commit(&first[..7]), CommitLookup::Known(id) if id.hex() == first)
    );
    let blob = scratch.git(&["rev-parse", "HEAD:a.md"]);
    for none in [blob.trim(), "abc", "deadbeef", "not hex", ""] {
        assert_eq!(repo.lookup_commit(none), CommitLookup::Unknown, "{none}");
    }
    let shallow = scratch.beside("shallow");
    let url = format!("file://{}", scratch.path().display());
    scratch.git(&["clone", "-q", "--depth", "1", &url, shallow.to_str().unwrap()]);
    let repo = open(&shallow);
    assert!(matches!(repo.lookup_commit(&second[..9]), CommitLookup::Known(_)));
    let CommitLookup::CannotTell(cut) = repo.lookup_commit(&first[..9]) else { panic!() };
    assert_eq!(cut.remedy, "git fetch --unshallow");
}

#[test]
fn a_shallow_clone_names_its_boundary_and_cuts_the_walk() {
    let mut scratch = Scratch::new();
    scratch.commit("one");
    let second = scratch.commit("two");
    let shallow = scratch.beside("shallow");
    let url = format!("file://{}", scratch.path().display());
    scratch.git(&["clone", "-q", "--depth", "1", &url, shallow.to_str().unwrap()]);
    let repo = open(&shallow);
    assert!(repo.is_shallow());
    let tip = repo.resolve("HEAD").unwrap();
    assert_eq!(
        repo.boundary().unwrap().into_iter().map(|id| id.hex()).collect::<Vec<_>>(),
        [second]
    );
    assert_eq!(repo.commit(&tip).unwrap().parents.len(), 1, "the real parent is still named");
    let error = repo.as_of(&tip, DateTime::UNIX_EPOCH).unwrap_err();
    assert!(matches!(error, GitError::Shallow { .. }), "{error}");
}

#[test]
fn replacement_objects_are_not_followed() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "old");
    let first = scratch.commit("one");
    scratch.write("a.md", "new");
    let second = scratch.commit("two");
    scratch.git(&["replace", &second, &first]);
    assert_eq!(scratch.git(&["show", "-s", "--format=%s", &second]).trim(), "one");
    let repo = scratch.open();
    let tip = repo.resolve("HEAD").unwrap();
    assert_eq!(repo.commit(&tip).unwrap().summary, "two");
    let file = repo.blob_at(&tip, &RepoPath::new("a.md")).unwrap().unwrap();
    assert_eq!(repo.blobs().read(&file.blob).unwrap(), b"new");
}

#[test]
fn intent_to_add_and_unmerged_entries_are_told_apart() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "base\n");
    scratch.commit("base");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write("a.md", "side\n");
    scratch.commit("side");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write("a.md", "main\n");
    scratch.commit("main");
    assert!(!scratch.try_git(&scratch.path(), &["merge", "side"], b"").status.success());
    scratch.write("later.md", "x");
    scratch.git(&["add", "--intent-to-add", "later.md"]);
    let files = scratch.open().index_files().unwrap();
    let stages: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.stage)).collect();
    let expected = [
        ("a.md", Stage::Base),
        ("a.md", Stage::Ours),
        ("a.md", Stage::Theirs),
        ("later.md", Stage::Merged),
    ];
    assert_eq!(stages, expected);
    assert_eq!(files.iter().filter(|file| file.intent_to_add).count(), 1);
}

#[test]
fn kinds_of_files_are_told_apart_and_folders_selected() {
    let mut scratch = Scratch::new();
    scratch.write("docs/a.md", "x");
    scratch.write("docs/deep/b.sh", "y");
    scratch.write("docsother/c.md", "z");
    std::os::unix::fs::symlink("a.md", scratch.path().join("docs/link.md")).unwrap();
    scratch.git(&["add", "-A"]);
    scratch.git(&["update-index", "--chmod=+x", "docs/deep/b.sh"]);
    scratch.commit_staged(&["-m", "one"]);
    let repo = scratch.open();
    let tip = repo.resolve("HEAD").unwrap();
    let list = |under: &str| {
        let files = repo.tree_files(&tip, under).unwrap();
        files.into_iter().map(|file| (file.path.to_string(), file.kind)).collect::<Vec<_>>()
    };
    let expected = [
        ("docs/a.md".to_owned(), FileKind::File),
        ("docs/deep/b.sh".to_owned(), FileKind::Executable),
        ("docs/link.md".to_owned(), FileKind::Link),
    ];
    assert_eq!(list("docs"), expected);
    assert_eq!(list("docs/"), expected);
    assert_eq!(list("docs/a.md").len(), 1);
    assert_eq!(list("").len(), 4);
    assert_eq!((list("doc").len(), list("docs/a.md/x").len()), (0, 0));
    let names = scratch.git(&["ls-tree", "-r", "--name-only", "HEAD"]);
    assert_eq!(
        list("").iter().map(|(p, _)| p.as_str()).collect::<Vec<_>>(),
        names.lines().collect::<Vec<_>>()
    );
}

#[test]
fn contents_are_read_under_a_limit_and_missing_ones_named() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "12345");
    scratch.commit("one");
    let repo = scratch.open();
    let tip = repo.resolve("HEAD").unwrap();
    let file = repo.blob_at(&tip, &RepoPath::new("a.md")).unwrap().unwrap();
    let reader = repo.blobs();
    assert_eq!(reader.read_up_to(&file.blob, 5).unwrap(), Content::Whole(b"12345".to_vec()));
    assert_eq!(reader.read_up_to(&file.blob, 4).unwrap(), Content::TooLarge(5));
    let absent = BlobId::parse("00000000000000000000000000000000deadbeef").unwrap();
    let error = reader.read(&absent).unwrap_err();
    assert!(matches!(error, GitError::Missing { partial: false, .. }), "{error}");
}

#[test]
fn a_partial_clone_says_how_to_mend_it() {
    let mut scratch = Scratch::new();
    scratch.write("a.md", "12345");
    scratch.commit("one");
    scratch.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = scratch.beside("partial");
    let url = format!("file://{}", scratch.path().display());
    scratch.git(&["clone", "-q", "--bare", "--filter=blob:none", &url, clone.to_str().unwrap()]);
    let repo = open(&clone);
    assert!(repo.is_partial());
    let tip = repo.resolve("HEAD").unwrap();
    let file = repo.blob_at(&tip, &RepoPath::new("a.md")).unwrap().unwrap();
    let error = repo.blobs().read(&file.blob).unwrap_err();
    assert_eq!(error.to_cut().remedy, "git fetch --refetch --no-filter");
}

#[test]
fn branches_are_listed_with_remote_tracking_ones() {
    let mut scratch = Scratch::new();
    let id = scratch.commit("one");
    let clone = scratch.beside("clone");
    scratch.git(&["clone", "-q", ".", clone.to_str().unwrap()]);
    let names: Vec<_> = open(&clone)
        .branch_tips()
        .unwrap()
        .into_iter()
        .map(|b| (b.name, b.remote, b.tip.hex()))
        .collect();
    assert_eq!(names, [("main".into(), false, id.clone()), ("origin/main".into(), true, id)]);
}

#[test]
fn a_merge_base_is_found_or_there_is_none() {
    let mut scratch = Scratch::new();
    let base = scratch.commit("base");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.commit("side");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.commit("main");
    scratch.git(&["checkout", "-q", "--orphan", "alone"]);
    scratch.commit("alone");
    let repo = scratch.open();
    let id = |rev: &str| repo.resolve(rev).unwrap();
    let found = repo.merge_base(&id("main"), &id("side")).unwrap();
    assert_eq!(found.map(|id| id.hex()), Some(base));
    assert_eq!(repo.merge_base(&id("main"), &id("alone")).unwrap(), None);
}

#[test]
fn odd_commits_are_read_and_signatures_named() {
    let mut scratch = Scratch::new();
    scratch.commit("one");
    let tree = scratch.git(&["rev-parse", "HEAD^{tree}"]).trim().to_owned();
    let write = |rest: &[u8]| {
        let data = [format!("tree {tree}\n").as_bytes(), rest].concat();
        let arguments = ["hash-object", "-t", "commit", "-w", "--literally", "--stdin"];
        String::from_utf8(scratch.git_with_input(&arguments, &data)).unwrap().trim().to_owned()
    };
    let far = write(b"author A\x1b[31m <a@x> 99999999999999 +0000\ncommitter \xff <> -1 +9999\n\n\xfe\x00\x01\n");
    let signed = write(
        b"author A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n\nS\n",
    );
    let repo = scratch.open();
    let meta = repo.commit(&repo.resolve(&far).unwrap()).unwrap();
    assert!(!meta.author.time_in_range && !meta.committer.time_in_range);
    let meta = repo.commit(&repo.resolve(&signed).unwrap()).unwrap();
    assert_eq!((meta.signature, meta.summary.as_str()), (Some(SignatureKind::OpenPgp), "S"));
}

#[test]
fn trailers_are_those_that_git_parses() {
    let scratch = Scratch::new();
    let parts = [
        "Title\n",
        "\n",
        "Amends: INC-1\n",
        "Signed-off-by: A <a@x>\n",
        "prose line\n",
        "  folded on\n",
        "# comment\n",
        "Key with blank : value\n",
        "no-value:\n",
        "(cherry picked from commit abc)\n",
        "http://x.org/y\n",
        "---\n",
        "Conflicts:\n",
        "\ta.md\n",
        " \n",
        "Ünïcode: no\n",
        ": empty\n",
    ];
    let mut seed: u64 = 7;
    let mut next = |limit: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((seed >> 33) % limit).unwrap()
    };
    let mut messages = Vec::new();
    for _ in 0..60 {
        let count = next(12);
        let body: String = (0..count).map(|_| parts[next(parts.len() as u64)]).collect();
        messages.push(format!("Title\n\n{body}"));
    }
    let tree = String::from_utf8(scratch.git_with_input(&["mktree"], b"")).unwrap();
    let repo = scratch.open();
    for message in &messages {
        let data = format!(
            "tree {}\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\n{message}",
            tree.trim()
        );
        let arguments = ["hash-object", "-t", "commit", "-w", "--literally", "--stdin"];
        let id = String::from_utf8(scratch.git_with_input(&arguments, data.as_bytes())).unwrap();
        let meta = repo.commit(&repo.resolve(id.trim()).unwrap()).unwrap();
        let ours =
            meta.trailers.iter().fold(String::new(), |all, (k, v)| all + k + ": " + v + "\n");
        let theirs = scratch
            .git_with_input(&["interpret-trailers", "--parse", "--no-divider"], message.as_bytes());
        assert_eq!(ours, String::from_utf8(theirs).unwrap(), "{message:?}");
    }
}
