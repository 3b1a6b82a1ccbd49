//! Tests of reading and writing below a root, with links, races and a failing disk.

use super::*;
use crate::term::RepoPath;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::sync::Mutex;
use tempfile::TempDir;

fn root() -> (TempDir, Root) {
    let folder = TempDir::new().unwrap();
    let root = Root::open(folder.path()).unwrap();
    (folder, root)
}

fn path(text: &str) -> RepoPath {
    RepoPath::new(text)
}

fn failing(step: Step) -> Arc<Faults> {
    Arc::new(move |now, _| if now == step { Err(io::Error::other("disk on fire")) } else { Ok(()) })
}

/// Every name below the root with its content, temporary files too.
fn state(root: &Root) -> Vec<(String, Vec<u8>)> {
    let all = root.walk("").entries.into_iter();
    all.map(|e| (e.path.to_string(), std::fs::read(root.path().join(e.path.as_str())).unwrap()))
        .collect()
}

#[test]
fn a_link_is_followed_at_no_level() {
    let (folder, root) = root();
    let outside = TempDir::new().unwrap();
    std::fs::write(outside.path().join("secret"), "s").unwrap();
    std::fs::create_dir(folder.path().join("real")).unwrap();
    std::fs::write(folder.path().join("real/file"), "f").unwrap();
    symlink(outside.path(), folder.path().join("out")).unwrap();
    symlink("real", folder.path().join("in")).unwrap();
    symlink("real/file", folder.path().join("alias")).unwrap();
    for (asked, link) in [("out/secret", "out"), ("in/file", "in"), ("alias", "alias")] {
        assert_eq!(root.read(&path(asked), 9), Err(FsError::Link { path: link.into() }), "{asked}");
    }
    assert_eq!(root.kind(&path("out/secret")), Ok(None));
    assert_eq!(root.kind(&path("alias")), Ok(Some(EntryKind::Link)));
    for written in ["out/new", "in/new", "alias"] {
        assert!(root.create(&path(written), b"x").is_err(), "{written}");
        assert!(root.replace(&path(written), b"x").is_err(), "{written}");
    }
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 1);
}

#[test]
fn a_path_out_of_the_root_is_refused() {
    let (_folder, root) = root();
    for bad in ["../x", "/etc/hostname", "a/../../x", "a\0b"] {
        assert_eq!(root.read(&path(bad), 9), Err(FsError::Outside { path: bad.into() }), "{bad:?}");
        assert_eq!(root.create(&path(bad), b""), Err(FsError::Outside { path: bad.into() }));
    }
}

#[test]
fn only_regular_files_up_to_the_limit_are_read() {
    let (folder, root) = root();
    std::fs::create_dir(folder.path().join("x.md")).unwrap();
    std::fs::write(folder.path().join("five"), "12345").unwrap();
    std::fs::write(folder.path().join("none"), "").unwrap();
    assert_eq!(root.read(&path("five"), 5).as_deref(), Ok(b"12345".as_slice()));
    assert_eq!(root.read(&path("none"), 0).as_deref(), Ok(b"".as_slice()));
    let error = root.read(&path("five"), 4).unwrap_err();
    assert_eq!(error, FsError::TooLarge { path: "five".into(), size: 5, limit: 4 });
    let error = root.read(&path("x.md"), 9).unwrap_err();
    assert_eq!(error.to_string(), "x.md is a folder, not a file");
    assert!(root.read_walked(&path("x.md"), 9).is_err());
    assert_eq!(
        root.read(&path("five/x"), 9),
        Err(FsError::NotFound { path: "five/x".into() }),
        "a file is no folder"
    );
    let faulty = root.clone().with_faults(failing(Step::Read));
    let error = faulty.read(&path("five"), 9).unwrap_err();
    assert_eq!(error.to_string(), "five could not be read: disk on fire");
}

#[test]
fn the_walk_leaves_git_and_other_repositories_alone() {
    let (folder, root) = root();
    for made in [".git/hooks", "b/x.md", "sub/.git", "a"] {
        std::fs::create_dir_all(folder.path().join(made)).unwrap();
    }
    for file in [".git/config", "sub/inner.md", "b/x.md/in.md", "b.md", "a/1.md"] {
        std::fs::write(folder.path().join(file), "").unwrap();
    }
    symlink("b.md", folder.path().join("link.md")).unwrap();
    let walk = root.walk("");
    let found: Vec<_> = walk.entries.iter().map(|e| (e.path.as_str(), e.kind)).collect();
    let (file, link) = (EntryKind::File, EntryKind::Link);
    let expected = [("a/1.md", file), ("b.md", file), ("b/x.md/in.md", file), ("link.md", link)];
    assert_eq!(found, expected);
    assert_eq!(walk.nested, [path("sub")]);
    assert_eq!(walk.troubles, []);
    let below: Vec<_> = root.walk("b").entries.into_iter().map(|e| e.path).collect();
    assert_eq!(below, [path("b/x.md/in.md")]);
}

#[test]
fn a_folder_that_cannot_be_listed_and_a_name_that_is_no_text_are_reported() {
    use std::os::unix::ffi::OsStrExt;
    let (folder, root) = root();
    std::fs::create_dir(folder.path().join("bad")).unwrap();
    std::fs::write(folder.path().join("good.md"), "").unwrap();
    let name = std::ffi::OsStr::from_bytes(b"n\xffe.md");
    std::fs::write(folder.path().join(name), "").unwrap();
    let walk = root.with_faults(failing(Step::List)).walk("");
    assert_eq!(walk.entries.len(), 1);
    let told: Vec<_> = walk.troubles.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["bad could not be listed: disk on fire", "the name n\u{fffd}e.md is not UTF-8"]
    );
}

#[test]
fn a_new_file_never_replaces_an_old_one() {
    let (_folder, root) = root();
    root.create(&path("a/b/new.md"), b"one").unwrap();
    let error = root.create(&path("a/b/new.md"), b"two").unwrap_err();
    assert_eq!(error, FsError::Exists { path: "a/b/new.md".into() });
    assert_eq!(state(&root), [("a/b/new.md".into(), b"one".to_vec())]);
    // Somebody makes the file after the check and before it gets its name.
    let rival = root.path().join("race.md");
    let faults: Arc<Faults> = Arc::new(move |step, _| match step {
        Step::Publish => std::fs::write(&rival, "rival"),
        _ => Ok(()),
    });
    let error = root.clone().with_faults(faults).create(&path("race.md"), b"mine").unwrap_err();
    assert_eq!(error, FsError::Exists { path: "race.md".into() });
    assert!(state(&root).contains(&("race.md".into(), b"rival".to_vec())));
}

#[test]
fn a_failure_at_any_step_leaves_the_old_state() {
    let (_folder, root) = root();
    root.create(&path("old.md"), b"old").unwrap();
    let before = state(&root);
    for step in [Step::Make, Step::Write, Step::Sync, Step::Publish] {
        let faulty = root.clone().with_faults(failing(step));
        let error = faulty.create(&path("new.md"), b"new").unwrap_err();
        assert_eq!(error.to_string(), "new.md could not be written: disk on fire");
        assert!(faulty.replace(&path("old.md"), b"new").is_err());
        assert_eq!(state(&root), before, "{step:?}");
    }
}

#[test]
fn replacing_keeps_the_mode_and_takes_the_steps_in_order() {
    let (folder, root) = root();
    let at = folder.path().join("run.sh");
    std::fs::write(&at, "old").unwrap();
    std::fs::set_permissions(&at, std::fs::Permissions::from_mode(0o750)).unwrap();
    let steps = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&steps);
    let faults: Arc<Faults> = Arc::new(move |step, _| {
        log.lock().unwrap().push(step);
        Ok(())
    });
    root.with_faults(faults).replace(&path("run.sh"), b"new").unwrap();
    assert_eq!(std::fs::read(&at).unwrap(), b"new");
    assert_eq!(at.metadata().unwrap().permissions().mode() & 0o777, 0o750);
    assert_eq!(*steps.lock().unwrap(), [Step::Make, Step::Write, Step::Sync, Step::Publish]);
}

/// Gives `a` a new content, makes `c`, and takes `b` away.
fn batch(paths: &[RepoPath; 3]) -> [FileEdit<'_>; 3] {
    let [a, b, c] = paths;
    [
        FileEdit { path: a, before: Some(b"1"), after: Some(b"one") },
        FileEdit { path: c, before: None, after: Some(b"three") },
        FileEdit { path: b, before: Some(b"2"), after: None },
    ]
}

fn three() -> [RepoPath; 3] {
    [path("a"), path("b"), path("c")]
}

#[test]
fn several_files_change_together() {
    let (_folder, root) = root();
    root.create(&path("a"), b"1").unwrap();
    root.create(&path("b"), b"2").unwrap();
    let paths = three();
    root.apply(&batch(&paths)).unwrap();
    assert_eq!(state(&root), [("a".into(), b"one".to_vec()), ("c".into(), b"three".to_vec())]);
}

#[test]
fn a_failing_disk_leaves_every_file_as_it_was() {
    for step in [Step::Make, Step::Write, Step::Sync, Step::Publish, Step::Remove] {
        for bad in ["a", "b", "c"] {
            let (folder, root) = root();
            root.create(&path("a"), b"1").unwrap();
            root.create(&path("b"), b"2").unwrap();
            let before = state(&root);
            let target = folder.path().canonicalize().unwrap().join(bad);
            let once = Mutex::new(true);
            let faults: Arc<Faults> = Arc::new(move |now, at| {
                let hit = now == step && at == target && std::mem::take(&mut *once.lock().unwrap());
                if hit { Err(io::Error::other("disk on fire")) } else { Ok(()) }
            });
            let failing = root.clone().with_faults(faults);
            let paths = three();
            let failed = failing.apply(&batch(&paths)).is_err();
            assert_eq!(failed, (step == Step::Remove) == (bad == "b"), "{step:?} {bad}");
            if failed {
                assert_eq!(state(&root), before, "{step:?} {bad}");
            }
        }
    }
}

#[test]
fn a_file_that_changed_meanwhile_ends_the_matter() {
    for (name, text) in [("a", "other"), ("a", "x"), ("b", "2 and more"), ("c", "taken")] {
        let (_folder, root) = root();
        root.create(&path("a"), b"1").unwrap();
        root.create(&path("b"), b"2").unwrap();
        root.put(&path(name), text.as_bytes()).unwrap();
        let before = state(&root);
        let paths = three();
        let error = root.apply(&batch(&paths)).unwrap_err();
        assert_eq!(error.path(), name);
        assert_eq!(state(&root), before);
    }
}
