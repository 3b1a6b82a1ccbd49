//! What each platform needs beyond its schema.

use super::given::{self, HOSTILE};
use super::{Key, shown, text};
use pirctl::emit::{self, LocatedFix, Replacement};
use pirctl::rules::RULES;
use serde_json::Value;

/// Fails when a runner of GitHub would see a command in a line that is none of ours.
pub(super) fn assert_only_commands_of_ours(made: &str) {
    assert!(!made.contains(['\u{1b}', '\u{202e}', '\u{2028}', '\r']));
    for line in made.lines() {
        if !line.trim_start().starts_with("::") {
            // The older mark of a command acts anywhere in a line that is none of the newer.
            assert!(!line.contains("##["), "{line}");
            continue;
        }
        let (command, message) = line[2..].split_once("::").expect("a command has two parts");
        let (name, properties) = command.split_once(' ').expect("and properties");
        assert!(["error", "warning", "notice"].contains(&name), "{line}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').expect("which have values");
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(known.contains(&name) && !value.contains(':'), "{line}");
        }
        assert!(!message.is_empty());
    }
}

/// Annotations and, after them, plain lines.
pub(super) fn read_back(made: &str) -> Vec<Key> {
    made.lines().filter_map(|line| annotated(line).or_else(|| plain(line))).collect()
}

fn annotated(line: &str) -> Option<Key> {
    let (command, _) = line.strip_prefix("::")?.split_once("::")?;
    let property = |name: &str| {
        let own = command.split([' ', ',']).find_map(|part| part.strip_prefix(name));
        own.map(ToOwned::to_owned)
    };
    let line = property("line=")?.parse().ok()?;
    let title = command.split_once("title=")?.1;
    let title = title.replace("%3A", ":").replace("%2C", ",").replace("%0D", "\r");
    let title = title.replace("%0A", "\n").replace("%25", "%");
    let (code, record) = title.split_once(' ').unwrap_or((&title, ""));
    // What acts on a terminal is replaced in a command; here it is enough that the rest is there.
    let whole = shown(HOSTILE);
    let is_hostile = record.starts_with("a\u{fffd}[2J\n::error file=x::y");
    let record = if is_hostile { whole } else { shown(record) };
    Some((code.to_owned(), record, line))
}

fn plain(line: &str) -> Option<Key> {
    let (level, rest) = line.split_once('[')?;
    ["error", "warning", "note"].contains(&level).then_some(())?;
    let (code, rest) = rest.split_once("] ")?;
    let (record, rest) = rest.split_once(' ')?;
    let line = rest.split(':').nth(1)?.parse().ok()?;
    Some((code.to_owned(), shown(record), line))
}

#[test]
fn github_shows_the_worst_within_its_limits_and_says_what_it_does_not_show() {
    let given = given::many(3_000);
    let made = emit::lint_github(&given.report());
    let count = |start: &str| made.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((count("::error "), count("::warning "), count("::notice ")), (10, 10, 10));
    let said = "::notice title=pirctl::2971 more findings stand in the log";
    assert!(made.contains(said), "{}", made.lines().nth(29).unwrap());
    let first = made.lines().position(|line| line.starts_with("warning[")).unwrap();
    let last = made.lines().take(first).filter(|line| line.starts_with("::")).count();
    assert_eq!(last, 30, "annotations come before plain lines");
    let one = emit::lint_github(&given::one().report());
    let expected = format!(
        "::error file=reviews/PIR-2026-0007.md,line=3,endLine=3,col=14,endColumn=27,\
         title={} PIR-2026-0007::PIR-2026-0007 names INC-2026-0077, which no record has%0A\
         Write the id of an existing incident.\nFound 1 error in 1 file (41 records checked).\n",
        RULES[0].code
    );
    assert_eq!(one, expected);
}

#[test]
fn the_summary_page_stays_below_the_limit_and_counts_what_it_leaves_out() {
    let given = given::many(30_000);
    let report = given.report();
    for room in [2_000, 100_000, 1024 * 1024] {
        let page = emit::github_summary(&report, room);
        assert!(page.len() <= room, "{} in {room}", page.len());
        let rows = page.lines().filter(|line| line.starts_with("| ")).count() - 1;
        let left = format!("{} more findings do not fit here", 30_000 - rows);
        assert!(page.contains(&left), "{rows} rows in {room}");
    }
    let whole = emit::github_summary(&given::one().report(), 1024 * 1024);
    assert!(whole.contains("| error |") && !whole.contains("do not fit"), "{whole}");
    let hostile = emit::github_summary(&given::hostile().report(), 1024 * 1024);
    let cells: Vec<_> = hostile.lines().filter(|line| line.starts_with("| ")).collect();
    assert_eq!(cells.len(), 5);
    for line in cells {
        assert_eq!(line.replace("\\|", "").matches('|').count(), 5, "{line}");
        let acts = line.replace("\\]", "").contains("](");
        assert!(!line.contains(['<', '\u{202e}']) && !acts && !line.contains("://"), "{line}");
    }
}

#[test]
fn sarif_says_what_is_waived_what_cannot_be_told_and_what_was_not_asked() {
    let given = given::set_aside();
    let mut report = given.report();
    report.not_run = [(RULES[3].code, "switched off in pirctl.yaml")].into();
    let made: Value = serde_json::from_str(&emit::lint_sarif(&report)).unwrap();
    super::assert_valid("sarif", &made.to_string());
    let run = &made["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), RULES.len());
    let result = &run["results"][0];
    assert_eq!(result["suppressions"][0]["status"], "accepted");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "reviews/PIR-2026-0007.md");
    assert_eq!(place["region"]["startColumn"], 14);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true);
    let note = &invocation["toolExecutionNotifications"][1];
    assert_eq!(note["associatedRule"]["id"], RULES[9].code);
    assert!(text(&note["message"]["text"]).contains("git fetch --unshallow"));
    let off = &invocation["ruleConfigurationOverrides"][0];
    assert_eq!(
        (&off["descriptor"]["id"], &off["descriptor"]["index"]),
        (&RULES[3].code.into(), &3.into())
    );
    report.complete = false;
    let made: Value = serde_json::from_str(&emit::lint_sarif(&report)).unwrap();
    assert_eq!(made["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn a_known_fix_travels_with_its_finding() {
    let given = given::one();
    let mut report = given.report();
    let (span, start, end) = {
        let located = &report.findings[0];
        (located.finding.place.span, located.start, located.end)
    };
    let replacements = vec![Replacement { span, start, end, text: "INC-2026-0007".into() }];
    report.findings[0].fix = Some(LocatedFix { description: "Write the id".into(), replacements });
    for (format, pointer) in [
        (
            "sarif",
            "/runs/0/results/0/fixes/0/artifactChanges/0/replacements/0/insertedContent/text",
        ),
        ("rdjson", "/diagnostics/0/suggestions/0/text"),
    ] {
        let (_, make) = super::FORMATS.into_iter().find(|(name, _)| *name == format).unwrap();
        let text = make(&report);
        super::assert_valid(format, &text);
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document.pointer(pointer), Some(&"INC-2026-0007".into()), "{format}");
    }
}

#[test]
fn columns_of_reviewdog_count_bytes() {
    let given = given::hostile();
    let made: Value = serde_json::from_str(&emit::lint_rdjson(&given.report())).unwrap();
    let end = &made["diagnostics"][1]["location"]["range"]["end"];
    let last = HOSTILE.rsplit('\n').next().unwrap();
    assert_eq!(end["column"], last.len() - "𐐀".len() + 1);
}

#[test]
fn junit_counts_a_rule_that_finds_nothing_as_passed() {
    let nothing = super::xml::parse(&emit::lint_junit(&given::nothing().report()));
    assert_eq!(nothing.all("testcase").len(), RULES.len());
    assert!(nothing.all("testcase").iter().all(|case| case.children.is_empty()));
    let given = given::set_aside();
    let mut report = given.report();
    report.not_run = [(RULES[3].code, "switched off in pirctl.yaml")].into();
    let made = super::xml::parse(&emit::lint_junit(&report));
    let skipped: Vec<_> =
        made.all("skipped").iter().map(|one| one.attributes["message"].clone()).collect();
    assert_eq!(skipped.len(), 4, "{skipped:?}");
    assert!(skipped[0].starts_with("waived until 2026-09-30 by s.lind: "), "{skipped:?}");
    assert_eq!(
        (made.all("failure").len(), made.attributes["tests"].as_str()),
        (0, {
            let count = made.all("testcase").len().to_string();
            &*count.leak()
        })
    );
    let many = super::xml::parse(&emit::lint_junit(&given::many(300).report()));
    for suite in many.all("testsuite") {
        let cases = suite.all("testcase");
        let names: std::collections::BTreeSet<_> =
            cases.iter().map(|c| &c.attributes["name"]).collect();
        assert_eq!(names.len(), cases.len(), "names stand once in a suite");
        assert_eq!(suite.attributes["failures"], suite.all("failure").len().to_string());
    }
}
