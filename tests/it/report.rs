//! `pirctl report` from outside: a site that stands by itself, never acts, and is swapped in whole.

use crate::lint::pirctl;
use crate::support::demo::demo;
use crate::support::files::files;
use crate::support::git::Scratch;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

type Pages = BTreeMap<String, String>;

fn report(repository: &Path, out: &Path, more: &[&str]) -> Output {
    let out = out.to_str().unwrap();
    pirctl(repository, &[&["report", "--out", out], more].concat())
}

fn pages(folder: &Path) -> Pages {
    let is_page = |name: &str| Path::new(name).extension().is_some_and(|e| e == "html");
    let html = files(folder).into_iter().filter(|(name, _)| is_page(name));
    html.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// The site of the demo; made once, never written again.
fn demo_site() -> &'static Path {
    static SITE: OnceLock<PathBuf> = OnceLock::new();
    SITE.get_or_init(|| {
        let site = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo-site");
        let output = report(&demo(), &site, &["--rev", "HEAD"]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        site
    })
}

/// The values of an attribute on a page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let mark = format!(" {attribute}=\"");
    page.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The one script of a page whose way to the root of the site is `root`.
fn script(root: &str) -> String {
    format!("<script src=\"{root}site.js\" defer></script>")
}

/// `target` as written on `page`, as a path from the root of the site.
pub(crate) fn joined(page: &str, target: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop().expect("no link leaves the site")),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn the_site_stands_by_itself_and_every_link_leads_somewhere() {
    let (all, pages) = (files(demo_site()), pages(demo_site()));
    for name in [
        "index.html",
        "incidents/INC-2026-0007.html",
        "policies/POL-access-control.html",
        "lessons.html",
        "actions.html",
        "risks.html",
        "findings.html",
        "about.html",
        "population.html",
        "sample.html",
        "matrix.html",
        "matrix/E6.html",
        "matrix/T1.html",
        "frameworks.html",
        "frameworks/soc2.html",
        "vendors.html",
        "waivers.html",
        "due.html",
        "roles.html",
        "trends.html",
        "figures.html",
        "verify.html",
        "contents.html",
    ] {
        assert!(pages.contains_key(name), "{name} is not there");
    }
    for (name, page) in &pages {
        // No picture for the tab: nothing is asked of a server that shows the site.
        for href in values(page, "href").into_iter().filter(|href| *href != "data:,") {
            let (file, fragment) = href.split_once('#').unwrap_or((href, ""));
            assert!(
                !file.starts_with('/') && !file.contains(':') && !file.ends_with('/'),
                "{name}: {href}"
            );
            let target = if file.is_empty() { name.clone() } else { joined(name, file) };
            assert!(all.contains_key(&target), "{name}: {href} leads nowhere");
            if !fragment.is_empty() {
                let there = values(&pages[&target], "id");
                assert!(there.contains(&fragment), "{name}: {href} has no such fragment");
            }
        }
        let ids = values(page, "id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{name} uses an id twice");
    }
}

#[test]
fn every_page_keeps_the_rules_of_the_house_of_pages() {
    for (name, page) in &pages(demo_site()) {
        let count = |text: &str| page.matches(text).count();
        assert_eq!((count("<h1"), count("<main"), count("class=\"skip\"")), (1, 1, 1), "{name}");
        assert_eq!(count("default-src 'none'; script-src 'self'; style-src 'self';"), 1, "{name}");
        assert_eq!(
            (count("<script"), count("<style"), count(" style="), count(" onload")),
            (1, 0, 0, 0),
            "{name}"
        );
        let root = if name.contains('/') { "../" } else { "" };
        assert_eq!(count(&script(root)), 1, "{name}");
        assert_eq!(count("<table"), count("<caption") + prose_tables(page), "{name}");
        assert_eq!(
            count("no opinion on conformity"),
            if name == "about.html" { 2 } else { 1 },
            "{name}"
        );
        assert!(!page.contains("<th>") || prose_tables(page) > 0, "{name}: a head without scope");
        for word in ["compliant", "back-dated", "tampered"] {
            assert!(!page.to_lowercase().contains(word), "{name} says {word}");
        }
        let mut level = 0;
        for heading in page.split("<h").skip(1).filter_map(|rest| rest.bytes().next()) {
            if heading.is_ascii_digit() {
                let next = usize::from(heading - b'0');
                assert!(next <= level + 1, "{name} skips from h{level} to h{next}");
                level = next;
            }
        }
    }
}

#[test]
fn every_picture_has_its_words_and_its_table() {
    let site = pages(demo_site());
    for (name, page) in &site {
        for drawn in page.split("<svg role=\"img\"").skip(1) {
            let (svg, after) = drawn.split_once("</svg>").unwrap();
            for part in [" viewBox=\"0 0 ", "<title id=", "<desc id="] {
                assert_eq!(svg.matches(part).count(), 1, "{name}: {part}");
            }
            let table = after.split("</figure>").next().unwrap();
            assert!(table.contains("<caption id="), "{name}: no table beneath a picture");
            for acts in [" style=", " href=", "<use", "<image", "<foreignObject", "url("] {
                assert!(!svg.contains(acts), "{name}: {acts}");
            }
        }
        let figures = page.matches("<figure class=\"picture\">").count();
        assert_eq!(page.matches("<figcaption>").count(), figures, "{name}");
    }
    for (name, picture) in [
        ("incidents/INC-2026-0007.html", "p-timeline"),
        ("incidents/INC-2026-0007.html", "p-graph"),
        ("incidents/INC-2026-0007.html", "p-whys"),
        ("incidents/INC-2025-0002.html", "p-fishbone"),
        ("risks/RISK-0002.html", "p-score"),
        ("policies/POL-access-control.html", "p-policy"),
        ("actions.html", "p-ageing"),
        ("figures.html", "p-claims"),
        ("trends.html", "p-heat"),
        ("matrix.html", "p-coverage"),
    ] {
        assert!(values(&site[name], "id").contains(&picture), "{name} has no {picture}");
    }
}

/// Tables that stand in the text of a record; Markdown has no caption for them.
fn prose_tables(page: &str) -> usize {
    page.split("<table>").skip(1).filter(|rest| !rest.trim_start().starts_with("<caption")).count()
}

#[test]
fn the_incident_page_walks_the_chain_with_gaps_and_commits() {
    let pages = pages(demo_site());
    let good = &pages["incidents/INC-2026-0007.html"];
    assert!(
        good.contains("RISK-0003 went from 8 to 16 and then to 8"),
        "the sentence is not there"
    );
    assert!(good.contains("git show COMMIT -- FILE"));
    assert!(
        good.contains("<code>policies/POL-access-control.md</code>"),
        "a record's file is not told"
    );
    assert!(good.contains("in time so far, due 2026-10-09"));
    let thin = &pages["incidents/INC-2026-0008.html"];
    assert!(thin.contains("class=\"gap\"") && thin.contains("POL001"), "the gap is not drawn");
    let policy = &pages["policies/POL-access-control.html"];
    assert!(policy.contains("<del>") && policy.contains("<ins>") && policy.contains("before: 2.2"));
}

#[test]
fn a_requirement_leads_to_the_records_and_commits_that_answer_it() {
    let pages = pages(demo_site());
    let matrix = &pages["matrix.html"];
    assert!(pages["index.html"].contains("href=\"matrix.html\""));
    assert!(matrix.contains("href=\"matrix/E6.html\">E6</a>"), "a row leads to its answers");
    assert!(matrix.contains("4 of 5") && matrix.contains("caught in"));
    let answers = &pages["matrix/E6.html"];
    let thin = answers.find("INC-2026-0008").expect("the incident stands among the answers");
    let good = answers.find("INC-2025-0002").expect("so does this one");
    assert!(thin < good, "what lacks something comes first");
    for shown in ["(POL001)", "href=\"../policies/POL-backup.html\"", "git show ", "contradicted"] {
        assert!(answers.contains(shown), "{shown}");
    }
    let read = pirctl(&demo(), &["status", "--requirements", "--rev", "HEAD", "--format", "json"]);
    let read: serde_json::Value = serde_json::from_slice(&read.stdout).unwrap();
    let rows = read["requirements"].as_array().expect("the command answers the same");
    for row in rows {
        let (id, met) = (row["id"].as_str().unwrap(), row["counts"]["met"].as_u64().unwrap());
        assert!(pages[&format!("matrix/{id}.html")].contains(&format!(": {met} of ")), "{id}");
    }
}

#[test]
fn readings_say_how_they_are_made_again() {
    let pages = pages(demo_site());
    let commit = pages["about.html"].split("<code>").nth(1).and_then(|it| it.get(..40)).unwrap();
    for name in ["population", "sample", "matrix", "due", "roles", "trends", "figures", "verify"] {
        let page = &pages[&format!("{name}.html")];
        assert!(page.contains("pirctl ") && page.contains(&format!("--rev {commit}")), "{name}");
    }
    let listed = &pages["contents.html"];
    let top = pages.keys().filter(|name| !name.contains('/') || name.starts_with("matrix/"));
    for name in top.filter(|name| !name.trim_end_matches(".html").ends_with("-2")) {
        assert!(listed.contains(&format!("href=\"{name}")), "{name} is not among the contents");
    }
}

#[test]
fn every_record_has_a_page_that_says_what_git_shows_of_each_claim() {
    let pages = pages(demo_site());
    let found = |stem: &str| {
        let own = pages.iter().find(|(name, _)| name.ends_with(&format!("/{stem}.html")));
        own.unwrap_or_else(|| panic!("{stem} has no page")).1
    };
    let read = pirctl(&demo(), &["list", "--format", "json"]).stdout;
    let list: serde_json::Value = serde_json::from_slice(&read).unwrap();
    let rows = list["records"].as_array().unwrap();
    assert!(rows.len() > 90);
    for row in rows {
        let id = row["id"].as_str().unwrap();
        assert!(found(id).contains(id), "{id}");
    }
    let action = found("ACT-2026-0001");
    for shown in [
        "<dt>implemented at<dd>2026-01-28</div>",
        "<span class=\"seal recorded\">recorded</span>",
        "href=\"../incidents/INC-2025-0006.html\"",
        "Records that name it",
        "git log --follow -p -- actions/",
    ] {
        assert!(action.contains(shown), "{shown}");
    }
    let first = |page: &str, id: &str| page.contains(&format!("href=\"{id}\"")).then_some(());
    first(&pages["actions.html"], "actions/ACT-2026-0001.html").expect("the register leads to it");
    first(&pages["records.html"], "reviews/PIR-2026-0001.html").expect("so does the one of others");
}

#[test]
fn the_same_commit_gives_the_same_bytes_and_the_manifest_names_them() {
    let root = tempfile::tempdir().unwrap();
    let (first, elsewhere) = (files(demo_site()), root.path().join("another name"));
    report(&demo(), &elsewhere, &["--rev", "HEAD"]);
    assert!(first == files(&elsewhere), "two runs differ");
    let manifest: serde_json::Value = serde_json::from_slice(&first["manifest.json"]).unwrap();
    let named = manifest["files"].as_object().unwrap();
    assert_eq!(named.len() + 1, first.len());
    for (name, digest) in named {
        assert_eq!(digest.as_str().unwrap(), pirctl::digest::sha256(&first[name]), "{name}");
    }
    let root = demo_site().parent().unwrap().to_str().unwrap().as_bytes();
    let holds = |bytes: &[u8]| bytes.windows(root.len()).any(|part| part == root);
    assert!(!first.values().any(|bytes| holds(bytes)), "a page names a folder of this machine");
}

#[test]
fn only_a_folder_of_its_own_is_written_and_only_whole() {
    let root = tempfile::tempdir().unwrap();
    let place = |name: &str| root.path().join(name);
    std::fs::create_dir(place("taken")).unwrap();
    std::fs::write(place("taken/manifest.json"), "{\"schema\": \"other\"}").unwrap();
    let exit = |name: &str| report(&demo(), &place(name), &["--rev", "HEAD"]).status.code();
    assert_eq!(exit("taken"), Some(2));
    assert_eq!(files(&place("taken")).len(), 1, "a folder of somebody else was written");
    std::fs::write(place("file"), "x").unwrap();
    assert_eq!(exit("file"), Some(2));
    // An empty folder may be used, and our own is replaced as a whole; but not with a stranger in it.
    std::fs::create_dir(place("site")).unwrap();
    assert_eq!(exit("site"), Some(0));
    std::fs::write(place("site/incidents/notes.txt"), "mine").unwrap();
    assert_eq!(exit("site"), Some(2));
    assert!(place("site/incidents/notes.txt").exists());
    std::fs::remove_file(place("site/incidents/notes.txt")).unwrap();
    assert_eq!(exit("site"), Some(0));
    let left: Vec<_> =
        std::fs::read_dir(root.path()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}: something was left behind");
}

pub(crate) const HOSTILE: &str = "---\nid: INC-2026-0001\nkind: incident\ntitle: \"<script>alert(1)</script> \\\" onload=x\"\nstatus: \
    reported\nowner: \"<img src=x onerror=y>\"\nseverity: low\ndetected_at: 2026-01-02\nreported_at: 2026-01-02\n---\n\
    ## Summary\n<script>alert(2)</script> [x](javascript:alert(3)) <b onclick=z>\n\n![p](https://example.org/p.png)\n";

#[test]
fn nothing_in_a_record_can_act_or_leave_the_folder() {
    let mut scratch = Scratch::new();
    scratch.write("incidents/INC-2026-0001.md", HOSTILE);
    let odd = HOSTILE.replace("id: INC-2026-0001", "id: ../../INC");
    scratch.write("incidents/odd.md", odd);
    let action = "---\nid: ACT-2026-0001\nkind: action\ntitle: x\nstatus: open\nincidents: [INC-2026-0001]\n\
        \"<img src=x onerror=a()>\": \"<script>b</script>\"\nevidence: [{\"<b onclick=c>\": \"<b onclick=d>\"}]\n---\n";
    scratch.write("actions/ACT-2026-0001.md", action);
    scratch.commit("<script>alert(4)</script>");
    let site = scratch.beside("site");
    let output = report(&scratch.path(), &site, &["--rev", "HEAD"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!scratch.beside("INC.html").exists());
    for (name, page) in &pages(&site) {
        let page = &page.replacen(&script(if name.contains('/') { "../" } else { "" }), "", 1);
        for active in ["<script", "<img", "<b ", "href=\"javascript"] {
            assert!(!page.contains(active), "{name} holds `{active}`");
        }
        for tag in page.split('<').filter_map(|rest| rest.split('>').next()) {
            assert!(!tag.contains(" on") && !tag.contains(" src="), "{name}: <{tag}>");
        }
    }
}

#[test]
fn a_privileged_record_shows_its_id_and_no_word_of_its_own() {
    let mut scratch = Scratch::new();
    let text = HOSTILE.replace(
        "---\n## ",
        "privilege: {claimed_by: a.b, basis: counsel, custodian: a.b}\n---\n## ",
    );
    scratch.write("incidents/INC-2026-0001.md", text.replace("alert", "canary"));
    let other = text.replace("alert", "canary").replace("INC-2026-0001", "PIR-2026-0001");
    scratch.write(
        "reviews/PIR-2026-0001.md",
        other.replace("kind: incident", "kind: pir\ncanary: canary"),
    );
    // Beside it one that may be told, of which privileged records are a part.
    let open = "---\nid: INC-2026-0002\nkind: incident\ntitle: open\nstatus: closed\nowner: a.b\nseverity: high\n\
        detected_at: 2026-01-02\nreported_at: 2026-01-02\nclosed_at: 2026-01-03\nassets: [x]\n---\n";
    scratch.write("incidents/INC-2026-0002.md", open);
    scratch.write("incidents/INC-2026-0003.md", open.replace("-0002", "-0003"));
    let part = |id: &str, kind: &str, more: &str| {
        format!(
            "---\nid: {id}\nkind: {kind}\ntitle: canary\nstatus: published\nowner: canary\nincidents: [INC-2026-0002, INC-2026-0003]\n\
             privilege: {{claimed_by: a.b, basis: counsel, custodian: a.b}}\n{more}\n---\ncanary\n"
        )
    };
    let causes = "method: canary\nanalysts: [{name: canary}]\ncauses: [{id: RC-1, statement: canary, category: canary, \
        failed_control: {ref: canary, how: canary}}]";
    scratch.write(
        "rcas/RCA-2026-0001.md",
        part("RCA-2026-0001", "rca", causes).replace("status: published", "status: accepted"),
    );
    let action = part(
        "ACT-2026-0001",
        "action",
        "due: 2026-02-01\nverification: {by: canary, result: pass}",
    );
    scratch.write("actions/ACT-2026-0001.md", action.replace("status: published", "status: open"));
    scratch.write("bulletins/BUL-2026-0001.md", part("BUL-2026-0001", "bulletin", ""));
    let statement = part(
        "PST-2026-Q1",
        "period-statement",
        "period: 2026-Q1\nevents: [{channel: canary, count: 3}]",
    );
    scratch.write(
        "statements/PST-2026-Q1.md",
        statement.replace("status: published", "status: declared"),
    );
    scratch.commit("x");
    let site = scratch.beside("site");
    report(&scratch.path(), &site, &["--rev", "HEAD", "--today", "2026-05-20"]);
    for (name, page) in &pages(&site) {
        let at = page.find("canary").map(|at| &page[at.saturating_sub(200)..at + 6]);
        assert_eq!(at, None, "{name} shows what is privileged");
    }
    for (name, bytes) in &files(&site) {
        assert!(
            !String::from_utf8_lossy(bytes).contains("canary"),
            "{name} holds what is privileged"
        );
    }
    assert!(pages(&site)["incidents/INC-2026-0001.html"].contains("withheld"));
    assert!(pages(&site)["reviews/PIR-2026-0001.html"].contains("withheld"));
}

#[test]
fn waivers_are_listed_with_whether_they_hold_and_what_they_set_aside() {
    let mut scratch = Scratch::new();
    let incident = |id: &str, waiver: &str| {
        format!(
            "---\nid: {id}\nkind: incident\ntitle: t\nstatus: closed\nowner: a.b\nseverity: high\ndetected_at: 2026-01-02\n\
             reported_at: 2026-01-02\nclosed_at: 2026-01-03\nwaivers: [{waiver}]\n---\n"
        )
    };
    let told =
        "{rule: INC003, reason: held <b>at once</b>, approved_by: c.moreau, expires: 2026-12-31}";
    scratch.write("incidents/INC-2026-0001.md", incident("INC-2026-0001", told));
    let ended = "{rule: INC003, reason: later, approved_by: c.moreau, expires: 2026-02-01}";
    scratch.write("incidents/INC-2026-0002.md", incident("INC-2026-0002", ended));
    scratch.commit("x");
    let site = scratch.beside("site");
    report(&scratch.path(), &site, &["--rev", "HEAD", "--today", "2026-05-20"]);
    let page = &pages(&site)["waivers.html"];
    let row =
        |id: &str| page.split("<tr>").find(|row| row.contains(&format!(">{id}</a>"))).unwrap();
    let (holding, expired) = (row("INC-2026-0001"), row("INC-2026-0002"));
    assert!(holding.contains("holds") && holding.contains("&lt;b&gt;at once"), "{holding}");
    assert!(holding.contains("<td>1<"), "{holding}");
    assert!(expired.contains("expired") && expired.contains("<td>0<"), "{expired}");
    assert!(page.contains("2 waivers, 1 of them in force."));
}

#[test]
fn a_framework_leads_from_its_references_to_what_stands_here() {
    let site = pages(demo_site());
    let page = &site["frameworks/nist-csf-1.1.html"];
    let row =
        page.split("<tr>").find(|row| row.contains("RS.IM") && row.contains("A.5.27")).unwrap();
    assert!(row.contains("href=\"../matrix.html\"") && row.contains("requirements: "), "{row}");
    let controls = &site["frameworks/nist-800-53r5.html"];
    assert!(controls.contains("href=\"../controls/A.8.5.html\""), "a control's record is linked");
    assert!(page.contains("no evidence of conformity with another framework"));
    let vendors = &site["vendors.html"];
    for shown in
        ["VND-saldo-payroll", "VAS-2026-0001", "2027-03-19", "3 of 3: ", "pir-report, action-log"]
    {
        assert!(vendors.contains(shown), "{shown}");
    }
}

#[test]
fn long_registers_have_pages_of_200_rows_and_an_empty_one_says_so() {
    let scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\n");
    let site = scratch.beside("site");
    let today = ["--today", "2026-05-20"];
    report(&scratch.path(), &site, &today);
    assert!(pages(&site)["index.html"].contains("there is no evidence to show"));
    for n in 1..=450 {
        let id = format!("INC-2026-{n:04}");
        scratch.write(&format!("incidents/{id}.md"), HOSTILE.replace("INC-2026-0001", &id));
    }
    report(&scratch.path(), &site, &today);
    let pages = pages(&site);
    let rows = |name: &str| pages[name].matches("<th scope=\"row\">").count();
    assert_eq!(
        (rows("incidents.html"), rows("incidents-2.html"), rows("incidents-3.html")),
        (200, 200, 50)
    );
    assert!(pages["incidents-2.html"].contains("aria-current=\"page\">2</span>"));
    assert!(
        pages["incidents.html"].contains("cannot tell")
            || pages["about.html"].contains("no commit yet")
    );
}

#[test]
fn the_report_of_a_past_day_is_the_one_made_on_that_commit() {
    let beside = tempfile::tempdir().unwrap();
    let repository = demo();
    let before = "--before=2026-04-01T23:59:59+02:00";
    let rows = ["log", "--first-parent", "--format=%H", "-1", before];
    let commit = crate::support::git::run_git(&repository, 1_767_225_600, &rows, b"").stdout;
    let commit = String::from_utf8(commit).unwrap();
    let (then, later) = (beside.path().join("then"), beside.path().join("later"));
    let on_that_day = ["--rev", commit.trim(), "--today", "2026-04-01"];
    assert_eq!(report(&repository, &then, &on_that_day).status.code(), Some(0));
    assert_eq!(report(&repository, &later, &["--as-of", "2026-04-01"]).status.code(), Some(0));
    let (then, later) = (files(&then), files(&later));
    assert!(then.keys().eq(later.keys()) && then.len() > 20);
    let differing: Vec<_> = then.iter().filter(|(name, bytes)| later[*name] != **bytes).collect();
    let names: Vec<_> = differing.iter().map(|(name, _)| name.as_str()).collect();
    let expected = ["about.html", "manifest.json", "verify.html"];
    assert_eq!(names, expected, "only the pages that name the options");
    let lines = |page: &[u8]| String::from_utf8(page.to_vec()).unwrap();
    let (one, other) = (lines(&then["about.html"]), lines(&later["about.html"]));
    let other_lines = one.lines().zip(other.lines()).filter(|(a, b)| a != b).count();
    assert_eq!(other_lines, 2, "the options, and the command that repeats them");
}

#[test]
fn a_site_for_a_framework_lists_what_status_lists_and_leads_nowhere_else() {
    let root = tempfile::tempdir().unwrap();
    let site = |name: &str, more: &[&str]| {
        let out = root.path().join(name);
        let output = report(&demo(), &out, &[&["--rev", "HEAD"], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        pages(&out)
    };
    let asked = ["--framework", "soc2"];
    let (all, some) = (site("all", &[]), site("some", &asked));
    let given = [&["status", "--rev", "HEAD", "--format", "json"], &asked[..]].concat();
    let told: serde_json::Value = serde_json::from_slice(&pirctl(&demo(), &given).stdout).unwrap();
    let ids = told["incidents"].as_array().expect("status lists incidents");
    let ids: BTreeSet<_> = ids.iter().map(|it| it["id"].as_str().unwrap()).collect();
    let shown = |pages: &Pages, name: &str| -> BTreeSet<String> {
        let links = values(&pages[name], "href").into_iter();
        let links = links.filter_map(|href| href.strip_prefix("incidents/")?.strip_suffix(".html"));
        links.map(str::to_owned).collect()
    };
    assert_eq!(
        shown(&some, "incidents.html").iter().map(String::as_str).collect::<BTreeSet<_>>(),
        ids
    );
    assert!(!ids.is_empty() && ids.len() < shown(&all, "incidents.html").len());
    for page in ["matrix.html", "population.html", "findings.html"] {
        assert_eq!(shown(&some, page), shown(&all, page), "{page} is of all records");
    }
    let of_frameworks =
        |pages: &Pages| pages.keys().filter(|name| name.starts_with("frameworks/")).count();
    assert!(of_frameworks(&some) == 1 && of_frameworks(&all) > 5);
    for (name, page) in &some {
        for href in values(page, "href").into_iter().filter(|href| href.ends_with(".html")) {
            assert!(some.contains_key(&joined(name, href)), "{name} leads to {href}");
        }
    }
    assert!(some["about.html"].contains("--framework soc2"));
    site("redacted", &[&["--redact", "customer"], &asked[..]].concat());
    let output = report(&demo(), &root.path().join("x"), &["--framework", "soc3"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("soc2"), "{said}");
}

#[test]
fn revisions_before_a_file_was_a_policy_are_counted_and_not_left_unsaid() {
    let mut scratch = Scratch::new();
    let text = "# Guide\n\nA text that was there long before anybody called it a policy.\n";
    scratch.write("guide.md", text);
    scratch.commit("a");
    scratch.write("guide.md", format!("{text}\nAnd another line.\n"));
    scratch.commit("b");
    std::fs::remove_file(scratch.path().join("guide.md")).unwrap();
    let front = "---\nid: POL-guide\nkind: policy\ntitle: Guide\nstatus: draft\nversion: \"1.0\"\nowner: x\n---\n";
    scratch.write("policies/POL-guide.md", format!("{front}{text}\nAnd another line.\n"));
    scratch.commit("c");
    let site = scratch.beside("site");
    let output = report(&scratch.path(), &site, &["--rev", "HEAD"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let page = &pages(&site)["policies/POL-guide.html"];
    let rows = page.matches("<tr id=\"r-").count();
    let said = page.contains("In 2 more the file held no policy that can be read");
    assert!(rows == 1 && said, "{rows} rows");
}
