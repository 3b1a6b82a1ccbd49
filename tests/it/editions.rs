//! Editions of the site: no word that must not leave is in any file of them, however it is written.
//!
//! The register is made from the table of the model, so a field that is added tomorrow is in it by itself.

use crate::support::files::files;
use crate::support::git::Scratch;
use crate::support::program::pirctl;
use pirctl::schema::{Field, IdForm, Kind, KindSpec, Shape};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What every canary holds; it is in no word of the tool.
const CORE: &str = "qxzjk";

/// A digest that must not leave, and what digests of files would otherwise hide.
const DIGEST: &str = "fedcfedcfedcfedcfedcfedcfedcfedcfedcfedcfedcfedcfedcfedcfedcfedc";

/// Addresses that must not leave.
const ADDRESSES: [&str; 2] = ["203.0.113.77", "2001:db8:77::77"];

/// Words that must not leave, each with its number.
struct Cage(usize);

impl Cage {
    fn word(&mut self) -> String {
        self.0 += 1;
        format!("{CORE}{}z", self.0)
    }

    /// A sentence with a name in it, a host, and an address.
    fn text(&mut self) -> String {
        let (a, b, c) = (self.word(), self.word(), self.word());
        format!(
            "{a} of Qx{CORE}y fell to {b}.internal.example at {} via https://{c}.example/x?y={a}",
            ADDRESSES[0]
        )
    }

    fn value(&mut self, field: &Field, shape: Shape, ids: &BTreeMap<Kind, String>) -> String {
        let own = |kinds: &[Kind]| kinds.first().map(|kind| ids[kind].clone()).unwrap_or_default();
        match shape {
            Shape::Line | Shape::Why | Shape::Asset => format!("\"{}\"", self.text()),
            Shape::Word if field.name == "id" => "C1".into(),
            Shape::Word => self.word(),
            Shape::Path => format!("{}/{}.txt", self.word(), self.word()),
            Shape::Person => format!("{CORE}.handle{}", self.0 % 3),
            Shape::Int => "2".into(),
            Shape::Number => "1.5".into(),
            Shape::Bool => "true".into(),
            Shape::Date => "2026-01-05".into(),
            Shape::Stamp => "2026-01-05T10:00:00Z".into(),
            Shape::Duration => "PT72H".into(),
            Shape::Period => "2026-Q1".into(),
            Shape::Sha256 => format!("\"{DIGEST}\""),
            Shape::Version => "\"1.2\"".into(),
            Shape::Rule => "INC001".into(),
            Shape::Enum(words) => words.values[0].into(),
            Shape::Choice(words) => words[0].into(),
            Shape::Link(kinds) => own(kinds),
            Shape::AnyLink => own(&[Kind::Action]),
            Shape::Ref => format!("{}#C1", own(&[Kind::Rca])),
            Shape::List(inner) => format!("[{}]", self.value(field, *inner, ids)),
            Shape::Map(fields) => {
                let entries: Vec<String> = fields
                    .iter()
                    .map(|field| format!("{}: {}", field.name, self.value(field, field.shape, ids)))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }
}

/// The id of the record with this number.
fn id(spec: &KindSpec, number: usize) -> String {
    match spec.id {
        IdForm::Yearly { prefix } => format!("{prefix}-2026-{number:04}"),
        IdForm::Running { prefix } => format!("{prefix}-{number:04}"),
        IdForm::Quarterly { prefix } => format!("{prefix}-2026-Q{number}"),
        // The name of a supplier stands in its id.
        IdForm::Named { prefix } if spec.kind == Kind::Vendor => format!("{prefix}-{CORE}{number}"),
        IdForm::Named { prefix } | IdForm::Control { prefix } => format!("{prefix}-sample{number}"),
    }
}

/// What a record is, beside that it has every field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Open,
    Restricted,
    Privileged,
}

fn record(
    cage: &mut Cage,
    kind: Kind,
    sort: Sort,
    number: usize,
    ids: &BTreeMap<Kind, String>,
) -> String {
    let spec = kind.spec();
    let states = spec.machine.states;
    let late =
        ["closed", "approved", "accepted", "published", "held", "treated", "updated", "presented"];
    let last = states[states.len() - 1];
    let reached = late.into_iter().find(|state| states.contains(state)).unwrap_or(last);
    let mut text =
        format!("---\nkind: {}\nid: {}\nstatus: {reached}\n", spec.name, id(spec, number));
    for field in spec.all_fields() {
        let value = match (field.name, sort) {
            ("id" | "kind" | "status" | "schema" | "disposed", _)
            | ("privilege", Sort::Open | Sort::Restricted) => continue,
            ("classification", Sort::Restricted) => "restricted".into(),
            ("classification", _) => "internal".into(),
            _ => cage.value(field, field.shape, ids),
        };
        writeln!(text, "{}: {value}", field.name).unwrap();
    }
    writeln!(text, "x-{}: {}\n{}: {}\n---", cage.word(), cage.word(), cage.word(), cage.word())
        .unwrap();
    let own: Vec<String> =
        spec.sections.iter().map(|section| section.heading().to_owned()).collect();
    for title in own.into_iter().chain([cage.word()]) {
        let (a, b, c) = (cage.text(), cage.text(), cage.word());
        writeln!(
            text,
            "## {title}\n\n{a} and [{c}](../{c}/{c}.md), ![{c}](https://{c}.example/p.png) {c}@{c}.example\n\n| time | what |\n|---|---|\n| 10:00 | {b} |\n\nfrom {}\n",
            ADDRESSES[1]
        )
        .unwrap();
    }
    text
}

/// A register in which everything that people wrote is a canary.
fn register() -> Scratch {
    let mut cage = Cage(0);
    let mut repo = Scratch::new();
    let ids: BTreeMap<Kind, String> =
        Kind::ALL.iter().map(|kind| (*kind, id(kind.spec(), 1))).collect();
    let mut people = String::new();
    for n in 0..3 {
        let (name, mail) = (format!("Q{n}{CORE} Y{n}{CORE}"), format!("{CORE}{n}@{CORE}.example"));
        writeln!(people, "{CORE}.handle{n}:\n  name: {name}\n  role: incident lead").unwrap();
        writeln!(people, "  function: security\n  emails: [{mail}]").unwrap();
    }
    repo.write("people.yaml", people);
    repo.write(
        "assets.yaml",
        format!("{CORE}db{}:\n  group: server\n  aliases: [{CORE}alias]\n", 1),
    );
    repo.write(
        "pirctl.yaml",
        format!(
            "custom:\n  - code: {}\n    kind: incident\n    require: \"false\"\n    message: {}\n    help: {}\nwaivers:\n  - rule: INC001\n    record: INC-2026-0001\n    reason: {}\n    approved_by: {CORE}.handle1\n    expires: 2027-01-01\nsections:\n  incident:\n    Summary: [{}]\n",
            "QXZJK001", cage.text().replace(':', " "), cage.word(), cage.word(), cage.word()
        ),
    );
    repo.git(&["checkout", "-q", "-b", &format!("{CORE}branch")]);
    repo.write(
        ".mailmap",
        format!("Committer {CORE}c <{CORE}c@{CORE}.example> <carl@example.org>\n"),
    );
    let sorts = [Sort::Open, Sort::Restricted, Sort::Privileged];
    for round in 0..2 {
        for kind in Kind::ALL {
            for (at, sort) in sorts.into_iter().enumerate() {
                let spec = kind.spec();
                let text = record(&mut cage, kind, sort, at + 1, &ids);
                let old = format!("{}/{CORE}old/{}.md", spec.folder, id(spec, at + 1));
                let new = format!("{}/{}.md", spec.folder, id(spec, at + 1));
                if round == 1 {
                    std::fs::remove_file(repo.path().join(&old)).unwrap();
                }
                repo.write(if round == 0 { &old } else { &new }, text);
            }
        }
        let message = format!(
            "{}\n\nBecause {}\n\nIncident: INC-2026-0001\nReviewed-by: {}",
            cage.text(),
            cage.word(),
            cage.word()
        );
        repo.git(&["add", "-A"]);
        repo.commit_staged(&[
            "--author",
            &format!("Author {CORE}a <{CORE}a@{CORE}.example>"),
            "-m",
            &message,
        ]);
    }
    repo.git(&["tag", "-a", &format!("{CORE}tag"), "-m", &cage.word()]);
    repo.write(
        &format!("incidents/{CORE}broken.md"),
        format!("---\nkind: incident\nid: {}\n---\n", cage.word()),
    );
    repo.commit(&cage.text());
    repo
}

fn canaries() -> &'static Scratch {
    static REGISTER: OnceLock<Scratch> = OnceLock::new();
    REGISTER.get_or_init(register)
}

fn site(repo: &Path, name: &str, more: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join(name);
    let arguments = [
        &["report", "--out", out.to_str().unwrap(), "--rev", "HEAD", "--today", "2026-06-30"],
        more,
    ]
    .concat();
    let ran = pirctl(repo, &arguments);
    assert_eq!(ran.code, 0, "{}", ran.err);
    (folder, out)
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |chunk: &[u8]| {
        let of = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let all = of(0) << 16 | of(1) << 8 | of(2);
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[(all >> shift & 63) as usize]))
    };
    bytes.chunks(3).flat_map(group).collect()
}

/// What a canary looks like in base64, wherever it begins, without the ends that its neighbours share.
fn in_base64(word: &str) -> Vec<String> {
    let at = |before: usize| {
        let whole = base64(&[&vec![b' '; before], word.as_bytes()].concat());
        let skip = [0, 2, 3][before];
        let bits = (before + word.len()) * 8 / 6;
        whole[skip..bits].to_owned()
    };
    (0..3).map(at).collect()
}

/// Escapes of HTML, of URLs, of JSON and scripts, read.
fn unescaped(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '%', '\\']) {
        found.push_str(&rest[..at]);
        rest = &rest[at..];
        let hex = |from: usize, to: usize| {
            rest.get(from..to).and_then(|digits| u32::from_str_radix(digits, 16).ok())
        };
        let entity = || {
            let end = rest.find(';').filter(|end| *end < 12)?;
            let number = rest[1..end].strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            Some((code, end + 1))
        };
        let read = match rest.as_bytes()[0] {
            b'&' => entity(),
            b'%' => hex(1, 3).map(|code| (code, 3)),
            _ if rest.starts_with("\\u{") => {
                rest.find('}').and_then(|end| Some((hex(3, end)?, end + 1)))
            }
            _ if rest.starts_with("\\u") => hex(2, 6).map(|code| (code, 6)),
            _ if rest.starts_with("\\x") => hex(2, 4).map(|code| (code, 4)),
            _ => None,
        };
        let (c, length) = read
            .and_then(|(code, length)| Some((char::from_u32(code)?, length)))
            .unwrap_or_else(|| (rest.chars().next().unwrap(), 1));
        found.push(c);
        rest = &rest[length..];
    }
    found.push_str(rest);
    found
}

/// Where a canary survived: the file, and what stands around it.
fn survivors(folder: &Path) -> Vec<String> {
    let mut needles: BTreeSet<String> = BTreeSet::new();
    for word in [CORE, &CORE.to_uppercase(), &format!("Q{}", &CORE[1..])] {
        needles.extend(in_base64(word));
    }
    let mut caseless: BTreeSet<String> = BTreeSet::new();
    for word in [CORE, DIGEST, ADDRESSES[0], ADDRESSES[1]] {
        let hex: Vec<String> = word.bytes().map(|byte| format!("{byte:02x}")).collect();
        caseless.extend([word.to_lowercase(), word.chars().rev().collect(), hex.concat()]);
    }
    let mut found = Vec::new();
    for (name, bytes) in files(folder) {
        let text = format!("{name}\n{}", String::from_utf8_lossy(&bytes));
        let (once, twice) = (unescaped(&text), unescaped(&unescaped(&text)));
        for text in [&text, &once, &twice] {
            let lower = text.to_lowercase();
            let hit =
                caseless.iter().find_map(|needle| Some((lower.find(needle.as_str())?, &lower)));
            let hit = hit.or_else(|| {
                needles.iter().find_map(|needle| Some((text.find(needle.as_str())?, text)))
            });
            if let Some((at, text)) = hit {
                let around: String = text
                    .chars()
                    .skip(text[..at].chars().count().saturating_sub(120))
                    .take(200)
                    .collect();
                found.push(format!("{name}: ...{around}..."));
                break;
            }
        }
    }
    found
}

#[test]
fn no_canary_survives_in_any_edition_in_any_encoding() {
    let repo = canaries();
    for more in [&["--redact", "customer"][..], &["--redact", "vendor"]] {
        let (_keep, out) = site(&repo.path(), "site", more);
        let found = survivors(&out);
        assert!(
            found.is_empty(),
            "{} files of {more:?}:\n{}",
            found.len(),
            found[..found.len().min(12)].join("\n\n")
        );
    }
}

#[test]
fn an_edition_in_the_folder_of_the_full_site_leaves_nothing_of_it() {
    let repo = canaries();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    for more in [&[][..], &["--redact", "customer"]] {
        let given = ["report", "--out", out.to_str().unwrap(), "--rev", "HEAD"];
        let ran = pirctl(&repo.path(), &[&given, more].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    assert_eq!(survivors(folder.path()), Vec::<String>::new());
    assert!(out.join("search/words.js").is_file(), "an edition can be searched");
}

#[test]
fn the_full_site_holds_the_canaries_so_the_search_can_find_them() {
    let (_keep, out) = site(&canaries().path(), "site", &[]);
    assert!(survivors(&out).len() > 45, "{}", survivors(&out).len());
    let all: String = files(&out)
        .into_values()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    let distinct: BTreeSet<&str> = all
        .match_indices(CORE)
        .filter_map(|(at, _)| all[at..].split(|c: char| !c.is_ascii_alphanumeric()).next())
        .collect();
    assert!(distinct.len() > 500, "the register has canaries in many places: {}", distinct.len());
}

/// The marks of verdicts of a page, in their order.
fn marks(page: &str) -> Vec<&str> {
    let marks = page.split("class=\"state is-").chain(page.split("class=\"mark is-")).skip(1);
    marks.filter_map(|rest| rest.split('"').next()).collect()
}

fn pages(folder: &Path) -> BTreeMap<String, String> {
    let html = files(folder).into_iter().filter(|(name, _)| name.ends_with(".html"));
    html.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn an_edition_has_the_verdicts_of_the_full_site() {
    let demo = crate::support::demo::demo();
    let (_a, full) = site(&demo, "full", &[]);
    let (_b, customer) = site(&demo, "customer", &["--redact", "customer"]);
    let (full, customer) = (pages(&full), pages(&customer));
    assert_eq!(full.len(), customer.len());
    let mut seen = 0;
    for (name, page) in full.iter().filter(|(name, _)| !name.starts_with("vendors/")) {
        assert_eq!(marks(page), marks(&customer[name]), "{name}");
        seen += marks(page).len();
    }
    assert!(seen > 1000, "{seen} marks");
    let all: String = customer.into_values().collect();
    let full: String = full.into_values().collect();
    for name in ["Weber", "j.weber", "Nováková", "Phishing", "INC-2026-0007.md"] {
        assert!(full.contains(name) && !all.contains(name), "{name}");
    }
    assert!(
        all.contains("(information security manager)") && all.contains("withheld in this edition")
    );
}

#[test]
fn every_link_of_an_edition_leads_to_a_page_that_is_there() {
    let demo = crate::support::demo::demo();
    for profile in ["customer", "vendor"] {
        let (_keep, out) = site(&demo, profile, &["--redact", profile]);
        let pages = pages(&out);
        for (name, page) in &pages {
            for target in page.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                if target == "data:," {
                    continue;
                }
                let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
                let place =
                    if path.is_empty() { name.clone() } else { crate::report::joined(name, path) };
                assert!(
                    place == "site.css" || pages.contains_key(&place),
                    "{profile}: {name} leads to {target}"
                );
                let is_there = |page: &String| page.contains(&format!(" id=\"{fragment}\""));
                assert!(
                    fragment.is_empty() || pages.get(&place).is_some_and(is_there),
                    "{profile}: {name}: {target}"
                );
            }
            assert!(
                page.contains(&format!("Edition &quot;{profile}&quot;")),
                "{name} says what it is"
            );
        }
        assert_eq!(profile == "customer", pages.contains_key("risks.html"));
    }
}

#[test]
fn a_field_and_a_section_are_released_by_name_and_people_in_them_are_masked() {
    let repo = canaries();
    let more = ["--redact", "customer", "--release", "title,section:Summary"];
    let (_keep, out) = site(&repo.path(), "site", &more);
    let page = &pages(&out)["incidents/INC-2026-0001.html"];
    assert!(page.contains(CORE), "the title and the summary are there");
    assert!(
        !page.contains(ADDRESSES[0])
            && !page.contains("internal.example")
            && !page.contains("https://"),
        "{page}"
    );
    let closed = &pages(&out)["incidents/INC-2026-0002.html"];
    assert!(!closed.contains(CORE), "of a restricted record no more than the id is there");
}

/// The file of one record, alone.
fn alone(repo: &Path, id: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("one.html");
    let given = [
        "report",
        "--only",
        id,
        "--out",
        out.to_str().unwrap(),
        "--rev",
        "HEAD",
        "--today",
        "2026-06-30",
    ];
    let ran = pirctl(repo, &[&given, more].concat());
    assert_eq!(ran.code, 0, "{id}: {}", ran.err);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    std::fs::read_to_string(out).unwrap()
}

#[test]
fn one_record_is_one_file_that_needs_nothing_else() {
    let demo = crate::support::demo::demo();
    for id in ["INC-2026-0007", "POL-access-control", "RISK-0003", "PIR-2026-0007", "INC-2026-0009"]
    {
        let page = alone(&demo, id, &[]);
        for target in page.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let is_outside = target.starts_with("https://") || target.starts_with("mailto:");
            let fragment = target.strip_prefix('#');
            assert!(is_outside || fragment.is_some(), "{id} leads to {target}");
            let is_there = |fragment| page.contains(&format!(" id=\"{fragment}\""));
            assert!(fragment.is_none_or(is_there), "{id} has no place {target}");
        }
        for outside in ["<script", "<link", " src=", "@import", " style="] {
            assert!(!page.contains(outside), "{id}: {outside}");
        }
        let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        let digest = pirctl::digest::sha256_base64(style.as_bytes());
        assert!(page.contains(&format!("style-src 'sha256-{digest}'; img-src data:;")), "{id}");
    }
    let chain = alone(&demo, "INC-2026-0007", &[]);
    assert!(
        chain.contains("href=\"#PIR-2026-0007\"") && chain.contains("What went well"),
        "the review is inside"
    );
}

#[test]
fn no_canary_survives_in_a_file_of_one_record() {
    let repo = canaries();
    for id in [
        "INC-2026-0001",
        "INC-2026-0002",
        "INC-2026-0003",
        "POL-sample1",
        "RCA-2026-0001",
        "VND-qxzjk1",
    ] {
        let page = alone(&repo.path(), id, &["--redact", "customer"]);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("one.html"), page).unwrap();
        assert_eq!(survivors(folder.path()), Vec::<String>::new(), "{id}");
    }
}

#[test]
fn a_record_that_is_not_there_or_not_for_the_reader_is_refused() {
    let demo = crate::support::demo::demo();
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine.html");
    std::fs::write(&mine, "<p>mine").unwrap();
    let new = folder.path().join("new.html");
    for (out, id, more, hint) in [
        (&new, "INC-2026-007", [].as_slice(), "did you mean `INC-2026-0007`?"),
        (&new, "RISK-0003", &["--redact", "vendor"], "not part of the edition `vendor`"),
        (&mine, "INC-2026-0007", &[], "name a new file"),
        (&folder.path().to_path_buf(), "INC-2026-0007", &[], "ends in `.html`"),
    ] {
        let ran = pirctl(
            &demo,
            &[&["report", "--only", id, "--out", out.to_str().unwrap()], more].concat(),
        );
        assert!(ran.code == 2 && ran.err.contains(hint), "{}", ran.err);
    }
    assert!(!new.exists());
    assert_eq!(std::fs::read_to_string(mine).unwrap(), "<p>mine");
}

#[test]
fn readings_are_made_for_the_period_that_is_asked_for() {
    let demo = crate::support::demo::demo();
    let (_a, year) = site(&demo, "year", &[]);
    let (_b, quarter) = site(&demo, "quarter", &["--period", "2026-Q1"]);
    let (year, quarter) = (pages(&year), pages(&quarter));
    let days = "2026-01-01 up to, not including, 2026-04-01";
    for name in [
        "index.html",
        "about.html",
        "population.html",
        "sample.html",
        "matrix.html",
        "roles.html",
        "figures.html",
    ] {
        assert!(quarter[name].contains(days) && !year[name].contains(days), "{name}");
    }
    assert!(quarter["about.html"].contains("report --period 2026-Q1 "));
    assert!(quarter["population.html"].contains("--period 2026-01-01..2026-04-01"));
    assert!(
        year["about.html"]
            .contains("2025-07-01 up to, not including, 2026-07-01, the twelve months to the day")
    );
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let ran = pirctl(&demo, &["report", "--out", out.to_str().unwrap(), "--period", "2026-Q9"]);
    assert!(
        ran.code == 2 && ran.err.contains("write a quarter as 2026-Q3") && !out.exists(),
        "{}",
        ran.err
    );
}

#[test]
fn an_unknown_edition_or_field_is_refused_with_the_nearest_name() {
    let demo = crate::support::demo::demo();
    let out = tempfile::tempdir().unwrap();
    let place = out.path().join("site");
    for (more, hint) in [
        (["--redact", "custmer"].as_slice(), "did you mean `customer`?"),
        (&["--redact", "customer", "--release", "titel"], "did you mean `title`?"),
    ] {
        let ran = pirctl(&demo, &[&["report", "--out", place.to_str().unwrap()], more].concat());
        assert!(ran.code == 2 && ran.err.contains(hint), "{}", ran.err);
        assert!(!place.exists(), "nothing is written");
    }
}

#[test]
fn an_encoded_canary_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let hidden = [
        "&#113;&#x78;zj&#0107;".to_owned(),
        "%71%78zjk".into(),
        r"\u0071x\x7ajk".into(),
        base64(format!("a{CORE}").as_bytes()),
        base64(format!("ab{CORE}c").as_bytes()),
        base64(CORE.as_bytes()),
        "kjzxq".into(),
        "71787a6a6b".into(),
        "QXZJK".into(),
        "&amp;#113;xzjk".replace("&amp;", "&#38;"),
    ];
    for (at, text) in hidden.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{at}.html")), format!("<p>{text}</p>")).unwrap();
    }
    assert_eq!(survivors(folder.path()).len(), hidden.len(), "{:?}", survivors(folder.path()));
}

#[test]
fn of_a_restricted_record_no_value_is_told_and_a_role_or_a_number_is_no_way_out() {
    let keep = tempfile::tempdir().unwrap();
    let register = keep.path().join("register");
    let git = |words: &[&str]| {
        let name = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
        let mut call = std::process::Command::new("git");
        assert!(call.arg("-C").arg(&register).args(name).args(words).status().unwrap().success());
    };
    let mut clone = std::process::Command::new("git");
    clone.args(["clone", "-q"]).arg(crate::support::demo::demo()).arg(&register);
    assert!(clone.status().unwrap().success());
    let edit = |file: &str, from: &str, to: &str| {
        let path = register.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not hold {from}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    edit("incidents/INC-2026-0002.md", "\nowner:", "\nclassification: restricted\nowner:");
    edit("reviews/PIR-2026-0002.md", "\nstatus:", "\nclassification: restricted\nstatus:");
    edit("people.yaml", "role: security analyst", "role: deputy of Sara Lind, db7.zq.example");
    edit(
        "reviews/PIR-2026-0007.md",
        "\nstatus:",
        "\nnonconformity: {is: true, rationale: 250000 records of 1200 people, ref: \"48213\"}\nstatus:",
    );
    git(&["commit", "-qam", "x"]);
    for profile in ["customer", "vendor"] {
        let (_keep, out) = site(&register, profile, &["--redact", profile]);
        let pages = pages(&out);
        for (name, page) in &pages {
            for word in ["deputy of", "zq.example", "250000", "48213"] {
                assert!(!page.contains(word), "{profile}: {name} holds {word}");
            }
            assert!(!page.contains("PIR-2026-0002: first commit"), "{profile}: {name}");
        }
        for page in ["trends.html", "figures.html"] {
            let told = pages.get(page).is_some_and(|page| page.contains("INC-2026-0002"));
            assert!(!told, "{profile}: {page} says what INC-2026-0002 has");
        }
    }
}
