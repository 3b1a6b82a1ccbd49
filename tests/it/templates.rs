//! `--templates`: the user's own in the place of ours, on request alone.

use crate::support::demo::demo;
use crate::support::files::files;
use crate::support::program::{Ran, pirctl};
use std::path::Path;

struct Desk(tempfile::TempDir);

impl Desk {
    fn new(templates: &[(&str, &str)]) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(desk.0.path().join("own")).unwrap();
        for (name, text) in templates {
            std::fs::write(desk.0.path().join("own").join(name), text).unwrap();
        }
        desk
    }

    fn report(&self, more: &[&str]) -> Ran {
        let (out, own) = (self.0.path().join("site"), self.0.path().join("own"));
        let (out, own) = (out.to_str().unwrap(), own.to_str().unwrap());
        let given = ["report", "--rev", "HEAD", "--out", out, "--templates", own];
        pirctl(&demo(), &[&given[..], more].concat())
    }

    fn page(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join("site").join(name)).unwrap()
    }
}

#[test]
fn a_template_and_the_stylesheet_are_taken_from_the_folder_and_the_rest_is_ours() {
    let record = "{% extends \"base.html\" %}{% block main %}<h1>Ours: {{ title }}</h1>{{ facts }}{% endblock %}";
    let desk = Desk::new(&[("record.html", record), ("site.css", "h1 { color: green }\n")]);
    desk.report(&[]).done();
    assert!(desk.page("risks/RISK-0002.html").contains("<h1>Ours: "));
    assert_eq!(desk.page("site.css"), "h1 { color: green }\n");
    assert!(desk.page("incidents/INC-2026-0007.html").contains("<ol class=\"rail\""));
    assert!(desk.page("about.html").contains("--templates "), "the option is not repeated");
    // In one file the stylesheet stands inside, and is the one that the policy allows.
    let alone = desk.0.path().join("one.html");
    let own = desk.0.path().join("own");
    let (alone, own) = (alone.to_str().unwrap(), own.to_str().unwrap());
    let given =
        ["report", "--only", "RISK-0002", "--rev", "HEAD", "--out", alone, "--templates", own];
    pirctl(&demo(), &given).done();
    let page = std::fs::read_to_string(alone).unwrap();
    assert!(page.contains("h1 { color: green }") && page.contains("style-src 'sha256-"));
}

#[test]
fn what_cannot_be_used_is_told_with_its_line_and_the_old_site_stays() {
    for (name, text, said) in [
        ("record.html", "{{ nothing }}", "record.html:1: "),
        ("record.html", "\n{% if %}", "record.html:2: "),
        ("record.html", "{{ title|safe }}", "unknown filter"),
        (
            "record.html",
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "fuel",
        ),
        ("recrod.html", "x", "there is no template `recrod.html`"),
    ] {
        let desk = Desk::new(&[("about.html", "old")]);
        desk.report(&[]).done();
        let before = files(&desk.0.path().join("site"));
        std::fs::write(desk.0.path().join("own").join(name), text).unwrap();
        let ran = desk.report(&[]);
        assert!(ran.code == 2 && ran.err.contains(said), "{text}: {}", ran.err);
        assert!(files(&desk.0.path().join("site")) == before, "{text}: the old site is gone");
    }
    let ran = Desk::new(&[]).report(&[]);
    assert!(ran.code == 2 && ran.err.contains("holds no template"), "{}", ran.err);
}

#[test]
fn a_folder_in_the_repository_changes_nothing_by_itself() {
    let root = tempfile::tempdir().unwrap();
    let register = root.path().join("register");
    let mut clone = std::process::Command::new("git");
    clone.args(["clone", "-q"]).arg(demo()).arg(&register);
    assert!(clone.status().unwrap().success());
    let site = |name: &str| {
        let out = root.path().join(name);
        let given = ["report", "--today", "2026-06-01", "--out", out.to_str().unwrap()];
        pirctl(&register, &given).done();
        files(&out)
    };
    let before = site("before");
    for folder in ["templates", "templates/site"] {
        let folder = register.join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        write_all(&folder);
    }
    assert!(site("after") == before);
}

fn write_all(folder: &Path) {
    for name in ["about.html", "base.html", "record.html", "site.css"] {
        std::fs::write(folder.join(name), "theirs").unwrap();
    }
}
