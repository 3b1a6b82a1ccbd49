//! What becomes of a folder: files kept and written, deaths on the way, folders and files of others.

use super::*;

fn write(at: &Path, files: &[(&str, &str)]) -> Result<Delta, DeliverError> {
    let listed: BTreeMap<_, _> = files.iter().map(|(path, _)| (*path, "")).collect();
    let listed = serde_json::to_string(&listed).unwrap();
    let schema = MANIFEST_SCHEMA;
    let manifest = format!("{{\"schema\": \"{schema}\", \"files\": {listed}}}");
    let ((), delta) = write_folder(at, Content::Site, |site| {
        site.write(MANIFEST, manifest.as_bytes())?;
        files.iter().try_for_each(|(path, text)| site.write(path, text.as_bytes()))
    })?;
    Ok(delta)
}

#[test]
fn a_site_lost_between_two_renames_is_back_when_the_next_run_fails() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("site");
    write(&at, &[("index.html", "old")]).unwrap();
    std::fs::rename(&at, folder.path().join(".site.pirctl-old")).unwrap();
    assert!(write(&at, &[("index.html", "new"), ("index.html/x", "")]).is_err());
    assert_eq!(std::fs::read_to_string(at.join("index.html")).unwrap(), "old");
    write(&at, &[("index.html", "new"), ("a/b/c.html", "")]).unwrap();
    assert_eq!(std::fs::read_to_string(at.join("index.html")).unwrap(), "new");
    assert!(at.join("a/b/c.html").exists());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_is_as_it_was_is_not_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("site");
    let delta = |written, kept, removed| Delta { written, kept, removed };
    assert_eq!(write(&at, &[("a.html", "a"), ("b/c.html", "c")]), Ok(delta(3, 0, 0)));
    assert_eq!(write(&at, &[("a.html", "a"), ("b/c.html", "c")]), Ok(delta(0, 3, 0)));
    assert_eq!(write(&at, &[("a.html", "a"), ("b/c.html", "d")]), Ok(delta(1, 2, 0)));
    assert_eq!(std::fs::read_to_string(at.join("b/c.html")).unwrap(), "d");
    assert_eq!(write(&at, &[("a.html", "a")]), Ok(delta(1, 1, 1)));
    assert!(!at.join("b").exists());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_is_taken_over_only_as_it_was_digested() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("site");
    write(&at, &[("a/b.html", "b"), ("c.html", "c")]).unwrap();
    std::fs::write(at.join("c.html"), "by hand").unwrap();
    let manifest = std::fs::read(at.join(MANIFEST)).unwrap();
    let ((), delta) = write_folder(&at, Content::Site, |site| {
        assert!(!site.take_over("c.html", &sha256(b"c")), "it was changed");
        assert!(!site.take_over("d.html", &sha256(b"d")), "it is not there");
        assert!(!site.take_over("a", &sha256(b"")), "it is a folder");
        assert!(site.take_over("a/b.html", &sha256(b"b")));
        site.write("c.html", b"c")?;
        site.write(MANIFEST, &manifest)
    })
    .unwrap();
    assert_eq!(delta, Delta { written: 1, kept: 2, removed: 0 });
    assert_eq!(std::fs::read_to_string(at.join("a/b.html")).unwrap(), "b");
    assert_eq!(std::fs::read_to_string(at.join("c.html")).unwrap(), "c");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("site");
    write(&at, &[("a.html", "a")]).unwrap();
    std::fs::rename(at.join("a.html"), folder.path().join("a.html")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("a.html"), at.join("a.html")).unwrap();
    let taken = write_folder(&at, Content::Site, |site| {
        Ok::<_, DeliverError>(site.take_over("a.html", &sha256(b"a")))
    });
    assert!(!taken.unwrap().0);
}

#[test]
fn folders_with_the_names_beside_ours_are_removed_only_when_we_left_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("site");
    for name in [".site.pirctl-new", ".site.pirctl-old"] {
        let theirs = folder.path().join(name);
        std::fs::create_dir(&theirs).unwrap();
        std::fs::write(theirs.join("a"), "mine").unwrap();
        let refused = write(&at, &[("a.html", "b")]).unwrap_err().to_string();
        assert!(refused.contains(name), "{refused}");
        assert_eq!(std::fs::read_to_string(theirs.join("a")).unwrap(), "mine");
        std::fs::remove_dir_all(&theirs).unwrap();
    }
    // What a death left: one that was being filled, and one that was being removed.
    for name in [".site.pirctl-new", ".site.pirctl-old"] {
        let left = folder.path().join(name);
        std::fs::create_dir_all(left.join("incidents")).unwrap();
        std::fs::write(left.join("incidents/a.html"), "a").unwrap();
        std::fs::write(left.join(UNFINISHED), "").unwrap();
    }
    assert_eq!(write(&at, &[("a.html", "b")]).map(|delta| delta.written), Ok(2));
    assert_eq!(write(&at, &[("a.html", "c")]).map(|delta| delta.written), Ok(1));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "something is left");
    let inside = folder.path().join(".git/refs/heads/site");
    assert!(write(&inside, &[]).unwrap_err().to_string().contains("git's own"));
    assert!(!folder.path().join(".git").exists());
}

#[test]
fn two_runs_at_once_do_not_take_each_others_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("site");
    write(&at, &[("a.html", "old")]).unwrap();
    let manifest = std::fs::read(at.join(MANIFEST)).unwrap();
    let made = write_folder(&at, Content::Site, |site| {
        site.write("a.html", b"new")?;
        let other = write(&at, &[("a.html", "other")]).unwrap_err();
        assert!(other.to_string().contains("another run is writing"), "{other}");
        site.write(MANIFEST, &manifest)
    });
    assert_eq!(made.map(|((), delta)| delta.written), Ok(1));
    assert_eq!(std::fs::read_to_string(at.join("a.html")).unwrap(), "new");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "something is left");
}

#[test]
fn a_death_at_any_step_of_the_swap_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("site");
    let [_, old] = names_beside(&at);
    write(&at, &[("a.html", "a")]).unwrap();
    // The new folder had its name, and kept its mark; the old one was half removed, its mark and manifest still there.
    std::fs::write(at.join(UNFINISHED), "").unwrap();
    std::fs::create_dir(&old).unwrap();
    std::fs::copy(at.join(MANIFEST), old.join(MANIFEST)).unwrap();
    std::fs::write(old.join(UNFINISHED), "").unwrap();
    assert_eq!(write(&at, &[("a.html", "a")]).map(|delta| delta.written), Ok(0));
    assert!(!old.exists(), "what was left stays");
    // The same, and then somebody removed the site: half of an old one does not come back.
    std::fs::rename(&at, &old).unwrap();
    std::fs::write(old.join(UNFINISHED), "").unwrap();
    assert_eq!(write(&at, &[("a.html", "b")]).map(|delta| delta.written), Ok(2));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "something is left");
    assert!(!at.join(UNFINISHED).exists());
}

#[test]
fn a_file_of_somebody_else_is_never_removed() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("site");
    write(&at, &[("a.html", "a")]).unwrap();
    std::fs::create_dir(at.join("mine")).unwrap();
    std::fs::write(at.join("mine/notes.txt"), "x").unwrap();
    let refused = write(&at, &[("a.html", "b")]).unwrap_err().to_string();
    assert!(refused.contains("holds `mine/notes.txt`"), "{refused}");
    assert_eq!(std::fs::read_to_string(at.join("a.html")).unwrap(), "a");
    assert!(at.join("mine/notes.txt").exists());
}
