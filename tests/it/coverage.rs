//! `docs/requirements-coverage.md`: every line of the checklist is there once and leads somewhere.

use pirctl::rules::RULES;
use std::collections::BTreeSet;
use std::path::Path;

/// The rows of the page: number, what is asked, where it is met.
fn rows() -> Vec<(usize, String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/requirements-coverage.md");
    let text = std::fs::read_to_string(path).unwrap();
    let row = |line: &str| {
        let cells: Vec<_> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let number = cells.first()?.parse().ok()?;
        assert_eq!(cells.len(), 3, "{line}");
        Some((number, cells[1].to_owned(), cells[2].to_owned()))
    };
    text.lines().filter_map(row).collect()
}

/// Every word of a family and three digits.
fn codes(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let is_code = |word: &&str| {
        word.len() == 6
            && word[..3].bytes().all(|b| b.is_ascii_uppercase())
            && word[3..].bytes().all(|b| b.is_ascii_digit())
    };
    words.filter(is_code).collect()
}

#[test]
fn each_of_the_225_lines_is_there_once() {
    let numbers: Vec<_> = rows().iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, (1..=225).collect::<Vec<_>>());
}

#[test]
fn every_rule_that_the_page_names_exists() {
    let known: BTreeSet<_> = RULES.iter().map(|rule| rule.code).collect();
    for (number, _, place) in rows() {
        for code in codes(&place) {
            assert!(known.contains(code), "line {number}: there is no rule {code}");
        }
    }
}

#[test]
fn every_line_leads_to_a_rule_a_page_a_field_or_says_why_not() {
    let leads =
        ["`", "Site: ", "figure", "Figure", "later", "States of", "utside a file tool", "line"];
    for (number, asked, place) in rows() {
        let told = !codes(&place).is_empty() || leads.iter().any(|word| place.contains(word));
        assert!(told && asked.len() > 8, "line {number}: {place}");
    }
}

#[test]
fn commands_that_the_page_names_exist() {
    let help = assert_cmd::Command::cargo_bin("pirctl").unwrap().arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    for (number, _, place) in rows() {
        for named in place.split("`pirctl ").skip(1) {
            let command = named.split([' ', '`']).next().unwrap();
            let known =
                help.lines().any(|line| line.trim_start().starts_with(&format!("{command} ")));
            assert!(known, "line {number}: there is no command {command}");
        }
    }
}

/// Rules that no guide asks for: they keep the records sound, and the page does not name them.
#[test]
fn families_about_learning_are_all_named_but_for_a_few() {
    let text: String = rows().into_iter().map(|(_, _, place)| place + " ").collect();
    let named: BTreeSet<_> = codes(&text).into_iter().collect();
    let sound = ["REC", "LNK", "GIT", "CFG"];
    let own = [
        "INC014", "INC018", "CTL002", "CTL003", "CTL004", "RSK005", "RSK008", "POL006", "POL007",
        "POL008", "POL010", "POL011", "PIR012", "PIR019", "RCA012", "ACT010", "ACT015", "TRD005",
        "AUD003", "ACT018", "RSK009",
    ];
    for rule in RULES {
        let known = named.contains(rule.code) || own.contains(&rule.code);
        assert!(known || sound.contains(&&rule.code[..3]), "{} is asked for by no line", rule.code);
    }
}
