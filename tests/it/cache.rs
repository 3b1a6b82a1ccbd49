//! The cache of derived history: with and without it every byte of output is the same.

use crate::support::demo::demo;
use crate::support::git::Scratch;
use crate::support::program::command;
use crate::support::random::{Plan, random_history};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Code, standard output and standard error of one call.
type Answer = (Option<i32>, String, String);

fn run(folder: &Path, cache: Option<&Path>, arguments: &[&str]) -> Answer {
    let mut call = command(folder, arguments);
    if let Some(cache) = cache {
        call.env("PIRCTL_CACHE_DIR", cache);
    }
    let output = call.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// What all commands that read history say at `rev`.
fn answers(folder: &Path, cache: Option<&Path>, rev: &str) -> Vec<Answer> {
    let calls: [&[&str]; 6] = [
        &["lint", "--rev", rev, "--format", "json", "--fail-on", "never"],
        &["lint", "--today", "2026-06-01"],
        &["trace", "INC-2025-0001", "--rev", rev, "--format", "json"],
        &["show", "POL-access-control", "--rev", rev],
        &["history", ".", "--rev", rev],
        &["history", ".", "--rev", rev, "--format", "json"],
    ];
    calls.iter().map(|arguments| run(folder, cache, arguments)).collect()
}

/// The files of a folder that is no repository, by path.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let Ok(list) = std::fs::read_dir(folder) else { return found };
    for path in list.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// What happens to the bytes of a kept file.
type Damage = fn(&[u8]) -> Vec<u8>;

/// Cold, warm and after each kind of damage the answers at `rev` are those without a cache.
fn assert_same(folder: &Path, cache: &Path, rev: &str) {
    let without = answers(folder, None, rev);
    for time in ["cold", "warm"] {
        assert_eq!(answers(folder, Some(cache), rev), without, "{time} at {rev}");
    }
    let kept = files(cache);
    assert!(!kept.is_empty(), "nothing was kept at {rev}");
    let damages: [(&str, Damage); 4] = [
        ("truncated", |bytes| bytes[..bytes.len() / 2].to_vec()),
        ("flipped", |bytes| {
            let mut bytes = bytes.to_vec();
            let at = bytes.len() * 2 / 3;
            bytes[at] ^= 4;
            bytes
        }),
        ("forged", forged),
        ("empty", |_| Vec::new()),
    ];
    for (how, damage) in damages {
        for (path, bytes) in &kept {
            std::fs::write(path, damage(bytes)).unwrap();
        }
        assert_eq!(answers(folder, Some(cache), rev), without, "{how} at {rev}");
    }
    assert_eq!(files(cache).keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>());
}

/// Wrong content under a header and a check that fit.
fn forged(bytes: &[u8]) -> Vec<u8> {
    let mut kept = bytes[64..].to_vec();
    let length = kept.len();
    kept[length / 2..].fill(0xff);
    [pirctl::digest::sha256(&kept).as_bytes(), &kept].concat()
}

#[test]
fn the_demo_is_told_alike_with_and_without_a_cache() {
    let scratch = Scratch::new();
    let (folder, cache) = (scratch.beside("demo"), scratch.beside("cache"));
    let from = demo();
    scratch.git(&["clone", "-q", from.to_str().unwrap(), folder.to_str().unwrap()]);
    let before = answers(&folder, Some(&cache), "HEAD~2");
    assert_eq!(before, answers(&folder, None, "HEAD~2"));
    assert_same(&folder, &cache, "HEAD");
}

#[test]
fn random_repositories_are_told_alike_while_they_grow() {
    for seed in 0..6 {
        let plan = Plan { commits: 60, ids: seed % 2 == 0, any_similarity: true };
        let (scratch, made) = random_history(seed, plan);
        let cache = scratch.beside("cache");
        for place in [made.len() / 2, made.len() / 2 + 1, made.len() * 3 / 4] {
            let id = &made[place].id;
            for format in ["full", "json"] {
                let call = ["history", ".", "--rev", id, "--format", format];
                let without = run(&scratch.path(), None, &call);
                assert_eq!(run(&scratch.path(), Some(&cache), &call), without, "seed {seed}");
                assert_eq!(run(&scratch.path(), Some(&cache), &call), without, "seed {seed}");
            }
        }
        if seed < 2 {
            assert_same(&scratch.path(), &cache, "main");
        }
    }
}

fn with_two_versions() -> Scratch {
    let mut scratch = Scratch::new();
    for text in ["one\n", "two\n", "three\n"] {
        scratch.write("docs/a.md", text);
        scratch.commit("m");
    }
    scratch
}

/// The file in which git keeps an object that no pack holds.
fn loose(scratch: &Scratch, object: &str) -> PathBuf {
    let id = scratch.git(&["rev-parse", object]);
    let (head, rest) = id.trim().split_at(2);
    scratch.path().join(".git/objects").join(head).join(rest)
}

#[test]
fn a_warm_run_reads_no_old_object_again_and_no_cache_does() {
    let scratch = with_two_versions();
    let (folder, cache) = (scratch.path(), scratch.beside("cache"));
    let call = ["history", "docs"];
    let cold = run(&folder, Some(&cache), &call);
    std::fs::remove_file(loose(&scratch, "HEAD~2^{tree}")).unwrap();
    assert_eq!(run(&folder, Some(&cache), &call), cold);
    let again = run(&folder, Some(&cache), &["history", "docs", "--no-cache"]);
    assert!(again != cold && again == run(&folder, None, &call), "{again:?}");
}

#[test]
fn a_longer_history_asks_only_for_the_new_commits() {
    let scratch = with_two_versions();
    let (folder, cache) = (scratch.path(), scratch.beside("cache"));
    let whole = run(&folder, None, &["history", "docs"]);
    run(&folder, Some(&cache), &["history", "docs", "--rev", "HEAD~1"]);
    let old = ["HEAD~2^{tree}", "HEAD~2:docs", "HEAD~2:docs/a.md"];
    for object in old.map(|old| loose(&scratch, old)) {
        std::fs::remove_file(object).unwrap();
    }
    assert_eq!(run(&folder, Some(&cache), &["history", "docs"]), whole);
    assert_ne!(run(&folder, None, &["history", "docs"]), whole);
}

#[test]
fn what_was_told_of_a_damaged_repository_is_not_kept() {
    let scratch = with_two_versions();
    let (folder, cache) = (scratch.path(), scratch.beside("cache"));
    let call = ["history", "docs"];
    let whole = run(&folder, None, &call);
    let object = loose(&scratch, "HEAD~1:docs/a.md");
    std::fs::rename(&object, scratch.beside("away")).unwrap();
    let damaged = run(&folder, Some(&cache), &call);
    assert!(damaged != whole && damaged == run(&folder, None, &call), "{damaged:?}");
    std::fs::rename(scratch.beside("away"), &object).unwrap();
    assert_eq!(run(&folder, Some(&cache), &call), whole);
}

#[test]
fn an_answer_that_is_cut_is_not_kept() {
    let scratch = with_two_versions();
    let (clone, cache) = (scratch.beside("clone"), scratch.beside("cache"));
    let url = format!("file://{}", scratch.path().display());
    scratch.git(&["clone", "-q", "--depth", "1", &url, clone.to_str().unwrap()]);
    let cut = run(&clone, Some(&cache), &["history", "docs"]);
    assert_eq!(cut, run(&clone, None, &["history", "docs"]));
    assert!(files(&cache).is_empty());
    scratch.git(&["-C", clone.to_str().unwrap(), "fetch", "-q", "--unshallow"]);
    let whole = run(&clone, Some(&cache), &["history", "docs"]);
    assert!(whole != cut && whole == run(&clone, None, &["history", "docs"]));
}

#[test]
fn a_cache_inside_the_repository_or_not_to_be_made_is_not_used() {
    let scratch = with_two_versions();
    let folder = scratch.path();
    let without = run(&folder, None, &["history", "docs"]);
    let inside = [folder.join("cache"), folder.join(".git/cache"), folder.join("docs/a.md/cache")];
    for cache in inside {
        assert_eq!(run(&folder, Some(&cache), &["history", "docs"]), without);
        assert!(!cache.exists(), "{}", cache.display());
    }
    let cache = scratch.beside("cache");
    assert_eq!(run(&folder, Some(&cache), &["history", "docs", "--no-cache"]), without);
    assert!(!cache.exists());
}

#[test]
fn what_is_handed_over_never_comes_from_the_cache() {
    let scratch = Scratch::new();
    let (cache, folder) = (scratch.beside("cache"), demo());
    let made = |command: &str, cache: Option<&Path>, name: &str| {
        let out = scratch.beside(name);
        let call = [command, "--rev", "HEAD", "--out", out.to_str().unwrap()];
        assert_eq!(run(&folder, cache, &call).0, Some(0));
        let strip = |(path, bytes): (PathBuf, Vec<u8>)| {
            (path.strip_prefix(&out).unwrap().to_owned(), bytes)
        };
        files(&out).into_iter().map(strip).collect::<BTreeMap<_, _>>()
    };
    let bundle = made("bundle", None, "bundle");
    assert!(made("bundle", Some(&cache), "cold-bundle") == bundle && !cache.exists());
    let site = made("report", None, "site");
    for time in ["cold", "warm"] {
        assert!(made("report", Some(&cache), time) == site, "a {time} cache changes the site");
    }
    let kept = files(&cache);
    assert!(!kept.is_empty() && made("bundle", Some(&cache), "warm-bundle") == bundle);
    assert!(files(&cache) == kept, "a bundle leaves the cache alone");
}

#[test]
fn runs_at_once_do_not_harm_each_other() {
    let scratch = with_two_versions();
    let (folder, cache) = (scratch.path(), scratch.beside("cache"));
    let without = run(&folder, None, &["history", "docs"]);
    std::thread::scope(|scope| {
        for nth in 0..8 {
            let rev = if nth % 2 == 0 { "HEAD" } else { "HEAD~1" };
            let (folder, cache, without) = (&folder, &cache, &without);
            scope.spawn(move || {
                let answer = run(folder, Some(cache), &["history", "docs", "--rev", rev]);
                assert!(rev != "HEAD" || answer == *without);
                assert_eq!(answer, run(folder, None, &["history", "docs", "--rev", rev]));
            });
        }
    });
    let left = files(&cache);
    assert!(left.keys().all(|path| path.extension().is_some_and(|end| end == "kept")), "{left:?}");
}
