//! The site in another language: everything of its own is told, and nothing else is touched.

use crate::rules::every_register;
use crate::support::demo::demo;
use crate::support::files::files;
use crate::support::program::pirctl;
use pirctl::catalog::{Framework, clauses, controls, frameworks, regulatory_clocks, sources};
use pirctl::rules::RULES;
use pirctl::schema::{Kind, enumeration};
use pirctl::words::{Language, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

type Catalogue = BTreeMap<String, BTreeMap<String, String>>;

fn at_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn german() -> Catalogue {
    serde_yaml::from_str(&std::fs::read_to_string(at_root("templates/words/de.yaml")).unwrap())
        .unwrap()
}

/// What `say(...)` is given in a template or a script.
fn said(text: &str) -> Vec<String> {
    let quoted = |rest: &str| {
        let quote = rest.chars().next().filter(|c| "'\"".contains(*c))?;
        let (mut found, mut signs) = (String::new(), rest[1..].chars());
        loop {
            match signs.next()? {
                '\\' => found.push(signs.next()?),
                sign if sign == quote => return Some(found),
                sign => found.push(sign),
            }
        }
    };
    let text = text.replace("\\u2026", "\u{2026}");
    text.split("say(").skip(1).filter_map(quoted).collect()
}

#[test]
fn what_templates_and_the_script_say_is_in_the_catalogue() {
    let catalogue = german();
    let all: BTreeSet<&String> = catalogue.values().flat_map(BTreeMap::keys).collect();
    let script: BTreeSet<&String> = catalogue["script"].keys().collect();
    let mut count = 0;
    for (path, bytes) in files(&at_root("templates/site")) {
        let known = if path == "site.js" { &script } else { &all };
        for text in said(&String::from_utf8(bytes).unwrap()) {
            assert!(known.contains(&text), "{path} says what no catalogue knows: {text}");
            count += 1;
        }
    }
    assert!(count > 90, "only {count} sentences were found");
}

/// The words of the code, its data and its templates.
fn words_of_the_code() -> BTreeSet<String> {
    let rooms = ["src", "templates/site"].map(|folder| files(&at_root(folder)));
    let texts = rooms.into_iter().flatten().filter(|(path, _)| !path.starts_with("words/"));
    let texts = texts.map(|(_, bytes)| String::from_utf8_lossy(&bytes).to_lowercase());
    texts.flat_map(|text| words(&text)).collect()
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic());
    words.filter(|word| word.len() > 2).map(str::to_owned).collect()
}

#[test]
fn no_sentence_of_the_catalogue_has_a_word_that_the_code_does_not_say() {
    let known = words_of_the_code();
    for sentence in german().values().flat_map(BTreeMap::keys) {
        let mut said = String::new();
        for part in sentence.split('{') {
            said.push_str(part.split_once('}').map_or(part, |(_, after)| after));
            said.push(' ');
        }
        let gone: Vec<_> =
            words(&said.to_lowercase()).into_iter().filter(|word| !known.contains(word)).collect();
        assert!(gone.is_empty(), "{sentence}: nothing says {}", gone.join(", "));
    }
}

#[test]
fn what_rules_notice_is_told() {
    let words = Words::of(Language::German);
    let mut open = BTreeSet::new();
    for rule in RULES {
        if words.say(rule.summary) == rule.summary {
            open.insert(format!("{}: {}", rule.code, rule.summary));
        }
    }
    every_register(&[0], &mut |seen| {
        for finding in &seen.findings {
            for text in [&finding.message, &finding.help] {
                if !text.is_empty() && words.say(text) == text.as_str() {
                    open.insert(format!("{}: {text}", finding.code));
                }
            }
        }
    });
    let open: Vec<_> = open.into_iter().filter(|text| text.matches('`').count() % 2 == 0).collect();
    assert!(open.is_empty(), "{} texts stay English:\n{}", open.len(), open.join("\n"));
}

struct Sites(tempfile::TempDir);

impl Sites {
    /// The demo's site in both languages.
    fn both() -> (BTreeMap<String, String>, BTreeMap<String, String>) {
        let desk = Self(tempfile::tempdir().unwrap());
        (desk.made("en", &[]), desk.made("de", &[]))
    }

    fn made(&self, lang: &str, more: &[&str]) -> BTreeMap<String, String> {
        let out = self.0.path().join(lang);
        let given = ["report", "--rev", "HEAD", "--lang", lang, "--out", out.to_str().unwrap()];
        pirctl(&demo(), &[&given[..], more].concat()).done();
        let files = files(&out);
        files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
    }
}

/// The tags of a page without what is read aloud or drawn with its words.
fn tags(page: &str) -> Vec<String> {
    let tags = page.split('<').skip(1).filter_map(|rest| Some(rest.split_once('>')?.0.to_owned()));
    let bare = |tag: String| {
        let parts = tag.split("\" ").filter(|part| {
            let name = part.split_once('=').map_or(*part, |(name, _)| name);
            let name = name.rsplit(' ').next().unwrap_or(name);
            !["aria-label", "content", "data-stage", "viewBox", "width", "x", "cx", "d"]
                .contains(&name)
        });
        parts.collect::<Vec<_>>().join(" ")
    };
    let is_kept = |tag: &String| {
        !["svg", "time", "/time", "script", "/script", "html"]
            .contains(&tag.split([' ', '\n']).next().unwrap_or_default())
    };
    tags.map(bare).filter(is_kept).collect()
}

#[test]
fn a_page_has_the_same_parts_links_and_marks_in_every_language() {
    let (english, german) = Sites::both();
    let pages = |site: &BTreeMap<String, String>| {
        site.keys().filter(|path| path.ends_with(".html")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(pages(&english), pages(&german));
    assert!(german.contains_key("words.js") && !english.contains_key("words.js"));
    for path in pages(&german) {
        let page = &german[&path];
        assert!(page.contains("<html lang=\"de\">"), "{path}");
        let both = tags(page).into_iter().zip(tags(&english[&path]));
        for (german, english) in both {
            assert_eq!(german, english, "{path}");
        }
        let bodies = |page: &str| {
            let bodies = page
                .split("prose\">")
                .skip(1)
                .map(|rest| rest.split("</div>").next().unwrap().to_owned());
            bodies.collect::<Vec<_>>()
        };
        assert_eq!(bodies(page), bodies(&english[&path]), "{path}");
    }
    // The index is the same: what is searched is what people wrote.
    assert_eq!(german["search/words.js"], english["search/words.js"]);
}

/// Words one after the other, as they are looked for.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" ").to_lowercase())
}

/// What people wrote, and names that are said alike in every language.
fn said_alike() -> String {
    let mut found = String::new();
    for (path, bytes) in files(&demo()).into_iter().filter(|(path, _)| !path.starts_with(".git/")) {
        found.extend([&path, " ", &String::from_utf8_lossy(&bytes), " "]);
    }
    let log = ["log", "-p", "--format=%h %s %an %ae %cn %ce %b"];
    let log = Command::new("git").arg("-C").arg(demo()).args(log).output().unwrap();
    found += &String::from_utf8_lossy(&log.stdout);
    let titles = controls().iter().map(|it| it.title).chain(clauses().iter().map(|it| it.title));
    let references = frameworks().iter().flat_map(Framework::mappings).map(|it| it.reference);
    let titles = titles.chain(frameworks().iter().map(|it| it.name));
    let titles = titles.chain(sources().iter().flat_map(|it| [it.id, it.title]));
    let titles = titles.chain(regulatory_clocks().iter().map(|it| it.law));
    let kinds = Kind::ALL.iter().map(|kind| kind.spec());
    let fields = kinds.clone().flat_map(|kind| kind.all_fields().map(|field| field.name));
    let states = kinds.flat_map(|kind| kind.machine.states.iter().copied());
    let values = enumeration::ALL.iter().flat_map(|it| it.values.iter().copied());
    let names = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
    let known = titles.chain(references).chain(fields).chain(states).chain(values).chain(names);
    let same = [
        "pirctl",
        "ISO/IEC 27001:2022",
        "gdpr notification",
        "Text",
        "Commit",
        "Trends",
        "Version",
        "h",
        "min",
        "d",
        "in",
    ];
    known.chain(same).for_each(|text| found.extend([" ", text, " "]));
    plain(&found)
}

/// The texts of a page, but for commands.
fn texts(page: &str) -> BTreeSet<String> {
    let nodes = page.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    let nodes = nodes.filter(|(tag, _)| !tag.starts_with("code") && !tag.starts_with("pre"));
    let signs = [("&#39;", "'"), ("&quot;", "\""), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&")];
    let read = |text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        signs.iter().fold(text, |text, (escaped, sign)| text.replace(escaped, sign))
    };
    nodes.map(|(_, text)| read(text)).collect()
}

#[test]
fn nothing_of_the_sites_own_stays_english() {
    let (english, german) = Sites::both();
    let alike = said_alike();
    // A commit, a day, the path of a field.
    let is_name = |word: &str| {
        word.contains(|c: char| c.is_ascii_digit())
            || word.split('.').all(|name| alike.contains(&plain(name)))
    };
    let is_alike =
        |piece: &str| alike.contains(&plain(piece)) || piece.split_whitespace().all(is_name);
    let mut open = BTreeSet::new();
    for (path, page) in german.iter().filter(|(path, _)| path.ends_with(".html")) {
        for text in texts(page).intersection(&texts(&english[path])) {
            // What was cut for room in a picture stands whole in the table beneath.
            let is_cut = text.ends_with('\u{2026}');
            let pieces =
                text.split([';', ':', ',', '(', ')', '\u{2192}']).flat_map(|it| it.split(" -> "));
            if !is_cut
                && !pieces.into_iter().all(|piece| words(piece).is_empty() || is_alike(piece))
            {
                open.insert(format!("{path}: {text}"));
            }
        }
    }
    assert!(
        open.is_empty(),
        "{} texts:\n{}",
        open.len(),
        open.into_iter().collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn editions_single_files_and_about_speak_the_language_too() {
    let desk = Sites(tempfile::tempdir().unwrap());
    let edition = desk.made("de", &["--redact", "customer"]);
    assert!(edition["index.html"].contains("Ausgabe „customer“:"));
    assert!(edition["incidents/INC-2026-0007.html"].contains("in dieser Ausgabe zurückgehalten"));
    for (path, page) in edition.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!page.contains("withheld in this edition"), "{path}");
    }
    assert!(
        edition["about.html"].contains("--redact customer --lang de"),
        "the option is not repeated"
    );
    let one = desk.0.path().join("one.html");
    let given =
        ["report", "--only", "INC-2026-0007", "--lang", "de", "--out", one.to_str().unwrap()];
    pirctl(&demo(), &given).done();
    let page = std::fs::read_to_string(&one).unwrap();
    assert!(page.contains("<html lang=\"de\">") && page.contains("Die Kette, Stufe für Stufe"));
    let full = desk.made("de", &["--framework", "soc2"]);
    assert!(full["about.html"].contains("--lang de"), "the option is not repeated");
}

#[test]
fn another_language_is_another_site_and_one_that_nobody_speaks_is_refused() {
    let desk = tempfile::tempdir().unwrap();
    let site = desk.path().join("site");
    let report = |lang: &str| {
        pirctl(
            &demo(),
            &["report", "--rev", "HEAD", "--lang", lang, "--out", site.to_str().unwrap()],
        )
    };
    let home = || std::fs::read_to_string(site.join("index.html")).unwrap();
    report("de").done();
    assert!(home().contains("Grundgesamtheit"));
    report("en").done();
    assert!(home().contains("Population") && !site.join("words.js").exists());
    let ran = report("tlh");
    assert!(ran.code == 2 && ran.err.contains("[possible values: en, de]"), "{}", ran.err);
    assert!(home().contains("Population"), "the old site is gone");
}

#[test]
fn what_people_wrote_stays_as_it_is_even_where_it_reads_like_ours() {
    let desk = tempfile::tempdir().unwrap();
    let register = desk.path().join("register");
    let clone = Command::new("git").args(["clone", "-q"]).arg(demo()).arg(&register).status();
    assert!(clone.unwrap().success());
    let texts = [
        ("actions/ACT-2026-0001.md", "title: ", "Policies and procedures revised"),
        ("incidents/INC-2026-0007.md", "title: ", "no owner"),
        ("reviews/PIR-2026-0007.md", "text: ", "The log was not looked at"),
        ("rcas/RCA-2026-0007.md", "text: ", "The backup cannot be read and is overdue"),
    ];
    for (file, field, text) in texts {
        let path = register.join(file);
        let record = std::fs::read_to_string(&path).unwrap();
        let at = record.find(field).unwrap() + field.len();
        let rest = &record[at..];
        // A text may stand in a flow mapping.
        let end = rest.find([',', '\n', '}']).unwrap();
        std::fs::write(&path, format!("{}{text}{}", &record[..at], &rest[end..])).unwrap();
    }
    let out = desk.path().join("site");
    let given = ["report", "--today", "2026-05-20", "--lang", "de", "--out", out.to_str().unwrap()];
    pirctl(&register, &given).done();
    let pages: Vec<String> = files(&out)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    let actions = std::fs::read_to_string(out.join("actions.html")).unwrap();
    assert!(actions.contains("Policies and procedures revised"));
    for (_, _, text) in texts {
        assert!(pages.iter().any(|page| page.contains(text)), "{text} is gone");
    }
    for told in ["The log wurde", "The backup ist", ">keine verantwortliche Person</h1>"] {
        assert!(!pages.iter().any(|page| page.contains(told)), "{told}");
    }
}
