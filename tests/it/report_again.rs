//! `pirctl report` into a folder that holds a site: what is as it was is left alone, and what is there in the
//! end is what a new folder would hold.

use crate::support::demo::demo;
use crate::support::files::files;
use crate::support::program::command;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A copy of the demo, a cache, and where sites go.
struct Desk {
    root: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { root: tempfile::tempdir().unwrap() };
        let mut clone = std::process::Command::new("git");
        clone.args(["clone", "-q"]).arg(demo()).arg(desk.at("register"));
        let done = clone.status().unwrap();
        assert!(done.success());
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Makes the site `name` of the working tree; what was said, and the exit status.
    fn report(&self, name: &str, more: &[&str]) -> (String, Option<i32>) {
        let out = self.at(name);
        let given = ["report", "--today", "2026-06-01", "--out", out.to_str().unwrap()];
        let mut call = command(&self.at("register"), &[&given[..], more].concat());
        let output = call.env("PIRCTL_CACHE_DIR", self.at("cache")).output().unwrap();
        (String::from_utf8(output.stderr).unwrap(), output.status.code())
    }

    fn git(&self, words: &[&str]) {
        let name = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
        let mut call = std::process::Command::new("git");
        call.current_dir(self.at("register")).args(name).args(words);
        assert!(call.status().unwrap().success());
    }

    fn change(&self, file: &str, from: &str, to: &str) {
        let path = self.at("register").join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not hold {from}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
}

/// When each file was last written.
fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let time = |name: &String| folder.join(name).metadata().unwrap().modified().unwrap();
    files(folder).into_keys().map(|name| (name.clone(), time(&name))).collect()
}

#[test]
fn nothing_is_written_when_nothing_has_changed() {
    let desk = Desk::new();
    assert_eq!(desk.report("site", &[]).1, Some(0));
    let (before, held) = (times(&desk.at("site")), files(&desk.at("site")));
    for more in [&[][..], &["--no-cache"]] {
        let (said, code) = desk.report("site", more);
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(times(&desk.at("site")), before, "{more:?}: a file was written");
    }
    assert!(desk.report("site", &[]).0.contains("nothing has changed"));
    // Another folder is another matter, and so is one in which a page was changed by hand.
    assert_eq!(desk.report("other", &[]).1, Some(0));
    assert_eq!(files(&desk.at("other")), held);
    for damage in ["index.html", "site.css", "manifest.json"] {
        std::fs::write(desk.at("site").join(damage), "{}").unwrap();
        let (said, code) = desk.report("site", &[]);
        match damage {
            // Without its manifest the folder is not known as ours.
            "manifest.json" => assert_eq!(code, Some(2), "{said}"),
            _ => assert_eq!(files(&desk.at("site")), held, "{damage} was left as it was: {said}"),
        }
    }
}

#[test]
fn a_changed_record_rewrites_what_shows_it_and_nothing_else() {
    let desk = Desk::new();
    desk.report("site", &[]);
    let before = times(&desk.at("site"));
    desk.change("risks/RISK-0002.md", "title: ", "title: changed ");
    let (said, code) = desk.report("site", &[]);
    assert_eq!(code, Some(0), "{said}");
    desk.report("fresh", &["--no-cache"]);
    assert_eq!(files(&desk.at("site")), files(&desk.at("fresh")), "not what a new folder holds");
    let after = times(&desk.at("site"));
    let written = after.iter().filter(|(name, time)| before.get(*name) != Some(time)).count();
    assert!(written > 2 && written < after.len() / 3, "{written} of {} files: {said}", after.len());
    // What is gone from the register is gone from the site.
    std::fs::remove_file(desk.at("register").join("risks/RISK-0002.md")).unwrap();
    let (said, _) = desk.report("site", &[]);
    assert!(said.contains("1 removed") && !desk.at("site/risks/RISK-0002.html").exists(), "{said}");
    desk.report("fresh", &["--no-cache"]);
    assert_eq!(files(&desk.at("site")), files(&desk.at("fresh")));
}

/// The site is what a new folder would hold.
fn assert_fresh(desk: &Desk, more: &[&str], what: &str) {
    let (said, code) = desk.report("site", more);
    assert_eq!(code, Some(0), "{what}: {said}");
    let _ = std::fs::remove_dir_all(desk.at("fresh"));
    desk.report("fresh", &[more, &["--no-cache"]].concat());
    let (site, fresh) = (files(&desk.at("site")), files(&desk.at("fresh")));
    let other = site.iter().filter(|(path, bytes)| fresh.get(*path) != Some(bytes));
    assert_eq!(other.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<&String>::new(), "{what}");
    assert_eq!(site.len(), fresh.len(), "{what}");
}

#[test]
fn a_site_that_is_made_again_is_a_fresh_one_whatever_changed() {
    let desk = Desk::new();
    desk.report("site", &[]);
    let record = ("risks/RISK-0002.md", "title: ", "title: again ");
    let change = || desk.change(record.0, record.1, record.2);
    // What pages were made from did not change, but the pages did.
    let pages = ["policies/POL-backup.html", "about.html", "search/head.js", "actions.html"];
    change();
    for page in pages {
        std::fs::write(desk.at("site").join(page), "by hand").unwrap();
    }
    assert_fresh(&desk, &[], "changed by hand");
    change();
    for page in pages {
        std::fs::remove_file(desk.at("site").join(page)).unwrap();
    }
    assert_fresh(&desk, &[], "removed by hand");
    // Templates are asked for with the same words and say something else.
    let house = desk.at("house");
    std::fs::create_dir(&house).unwrap();
    let own = ["--templates", house.to_str().unwrap()];
    for text in ["one {{ frame.title }}", "two {{ frame.title }}"] {
        std::fs::write(house.join("record.html"), text).unwrap();
        change();
        assert_fresh(&desk, &own, text);
    }
    for more in [
        &["--redact", "customer"][..],
        &["--lang", "de"],
        &["--period", "2026-Q1"],
        &["--framework", "soc2"],
    ] {
        change();
        assert_fresh(&desk, more, &more.join(" "));
    }
    assert_fresh(&desk, &[], "as it was");
}

#[test]
fn a_new_version_of_a_policy_shows_what_changed_with_it_and_with_the_ones_before() {
    let desk = Desk::new();
    desk.report("site", &[]);
    let policies = desk.at("register").join("policies");
    let before = files(&policies);
    // The last text stood before, after another one: what changed is not what changed then.
    for text in ["first words", "second words", "first words"] {
        for (name, bytes) in &before {
            let new = [bytes, format!("\n{text}\n").as_bytes()].concat();
            std::fs::write(policies.join(name), new).unwrap();
        }
        desk.git(&["commit", "-q", "-a", "-m", text]);
        assert_fresh(&desk, &[], text);
    }
    let page = std::fs::read_to_string(desk.at("site/policies/POL-backup.html")).unwrap();
    let shown = |text: &str| page.matches(text).count();
    assert_eq!((shown("<ins>first words"), shown("<ins>second words")), (2, 1));
    assert_eq!((shown("<del>first words"), shown("<del>second words")), (1, 1));
}

#[test]
fn keys_options_and_history_are_part_of_what_a_site_is_made_from() {
    let desk = Desk::new();
    desk.report("site", &[]);
    let signers = desk.at("signers");
    std::fs::write(&signers, "").unwrap();
    let changed = |said: &str| !said.contains("nothing has changed");
    let named = ["--allowed-signers", signers.to_str().unwrap()];
    assert!(changed(&desk.report("site", &named).0));
    assert!(changed(&desk.report("site", &["--config", "rules.PIR007=off"]).0));
    assert!(!changed(&desk.report("site", &["--config", "rules.PIR007=off"]).0));
    desk.report("site", &[]);
    desk.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
    assert!(changed(&desk.report("site", &[]).0), "the commit is named on every page");
    desk.git(&["tag", "-a", "-m", "x", "v9"]);
    desk.report("site", &[]);
    assert!(!changed(&desk.report("site", &[]).0));
}

#[test]
fn a_watched_report_is_made_again_when_a_record_changes_and_not_by_itself() {
    let desk = Desk::new();
    // The site stands below the register: what is written there is no change of the register.
    let out = desk.at("register").join("site");
    let given = ["report", "--watch", "--today", "2026-06-01", "--out", "site"];
    let mut call = command(&desk.at("register"), &given);
    let mut child = call.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let lines = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().unwrap()));
    let mut lines = lines.map(Result::unwrap);
    let mut next = |wanted: &str| {
        let line = lines.next().unwrap();
        assert!(line.contains(wanted), "{line:?} does not say {wanted:?}");
    };
    next("files written");
    next("waiting for files to change");
    desk.change("risks/RISK-0002.md", "title: ", "title: said anew ");
    next("stand as they stood");
    next("waiting for files to change");
    let page = std::fs::read_to_string(out.join("risks/RISK-0002.html")).unwrap();
    assert!(page.contains("said anew"));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_page_in_another_language_follows_what_people_wrote_elsewhere() {
    let desk = Desk::new();
    let german = ["--lang", "de"];
    desk.report("site", &german);
    let page = |site: &str| {
        let page = desk.at(site).join("incidents/INC-2026-0011.html");
        std::fs::read_to_string(page).unwrap()
    };
    assert!(page("site").contains("die Frist beginnt mit dem Abschluss des Vorfalls"));
    // A risk with such a title: from now on it is a text of people, on every page.
    let said = "the clock starts when the incident is closed";
    let risk = desk.at("register/risks/RISK-0002.md");
    let text = std::fs::read_to_string(&risk).unwrap();
    let at = text.find("title: ").unwrap();
    let end = at + text[at..].find('\n').unwrap();
    std::fs::write(&risk, format!("{}title: {said}{}", &text[..at], &text[end..])).unwrap();
    desk.report("site", &german);
    desk.report("fresh", &[&german[..], &["--no-cache"]].concat());
    assert!(page("fresh").contains(said), "the case is not one");
    let (again, fresh) = (files(&desk.at("site")), files(&desk.at("fresh")));
    for (path, bytes) in fresh {
        assert!(again[&path] == bytes, "{path} is not what a new folder holds");
    }
}
