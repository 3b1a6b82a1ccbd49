//! Judgements of every sort, made in memory.

use pirctl::diag::{Finding, Level, Place, Related, Unknown, number};
use pirctl::emit::LintReport;
use pirctl::rules::waiver::Waived;
use pirctl::rules::{Judgement, RULES};
use pirctl::span::Span;
use pirctl::term::{RepoPath, parse_day};
use std::collections::BTreeMap;

/// Everything that acts somewhere: terminals, build logs, tables, XML, SARIF messages, formats' own
/// marks, characters that end a line or turn the direction of writing.
pub(super) const HOSTILE: &str = "a\u{1b}[2J\n::error file=x::y\r\n##[error]z%0A%25 | `b` **c** ]]> <i>&amp;\"' \
     \u{0}\u{7f}\u{85}\u{2028}\u{202e}\u{200b}\u{feff}\u{ffff} [d](javascript:1) ![e](//f) {0} \\ ü𐐀";

/// A path that means something to most formats.
pub(super) const HOSTILE_PATH: &str = "incidents/ a,b:c%0A'\"|<é𐐀>\u{202e}##[x]\t?#.md";

/// What was found, and the texts it was found in.
pub(super) struct Given {
    pub(super) judgement: Judgement,
    texts: BTreeMap<RepoPath, String>,
}

impl Given {
    pub(super) fn report(&self) -> LintReport<'_> {
        let text_of = |path: &RepoPath| self.texts.get(path).map(String::as_str);
        LintReport::new(&self.judgement, 41, true, &text_of)
    }
}

pub(super) fn nothing() -> Given {
    Given { judgement: Judgement::default(), texts: BTreeMap::new() }
}

pub(super) fn finding(record: &str, path: &str, code: usize, span: Span) -> Finding {
    let rule = RULES[code % RULES.len()];
    let level = [Level::Error, Level::Warning, Level::Note][code % 3];
    let place = Place::new(&RepoPath::new(path), span);
    let related = vec![Related { place: place.clone(), message: "the nearest id".into() }];
    Finding {
        code: rule.code,
        name: rule.name,
        level,
        record: record.to_owned(),
        field: "incidents".into(),
        arguments: vec!["INC-2026-0077".into()],
        place,
        message: format!("{record} names INC-2026-0077, which no record has"),
        help: "Write the id of an existing incident.".into(),
        related,
        concealed: false,
        ordinal: 0,
        fix: None,
    }
}

pub(super) fn one() -> Given {
    let path = "reviews/PIR-2026-0007.md";
    let text = "---\nid: PIR-2026-0007\nincidents: [ INC-2026-0077 ]\n---\n";
    let at = text.find("INC-2026-0077").unwrap();
    let findings = vec![finding("PIR-2026-0007", path, 0, Span::new(at, at + 13))];
    let texts = BTreeMap::from([(RepoPath::new(path), text.to_owned())]);
    Given { judgement: numbered(findings, Vec::new(), Vec::new()), texts }
}

/// `count` findings in files of a hundred lines, one a line; every third looks like the one before.
pub(super) fn many(count: usize) -> Given {
    let line = "related: INC-2026-0077 and some more text\n";
    let text = line.repeat(100);
    let mut texts = BTreeMap::new();
    let mut findings = Vec::new();
    for at in 0..count {
        let (file, row) = (at / 100, at % 100);
        let (record, path) = (format!("PIR-{file:06}"), format!("reviews/PIR-{file:06}.md"));
        texts.entry(RepoPath::new(&path)).or_insert_with(|| text.clone());
        let start = row * line.len() + 9;
        findings.push(finding(&record, &path, row / 3, Span::new(start, start + 13)));
    }
    Given { judgement: numbered(findings, Vec::new(), Vec::new()), texts }
}

/// Hostile text in every field; waived and unanswered too.
pub(super) fn hostile() -> Given {
    let text = format!("{HOSTILE}\n").repeat(3);
    let places = [Span::new(0, 1), Span::new(4, text.len() - 2), Span::new(text.len(), text.len())];
    let mut findings: Vec<_> = places
        .iter()
        .enumerate()
        .map(|(code, span)| Finding {
            field: HOSTILE.into(),
            arguments: vec![HOSTILE.into()],
            message: HOSTILE.into(),
            help: HOSTILE.into(),
            related: vec![Related {
                place: Place::new(&RepoPath::new(HOSTILE_PATH), *span),
                message: HOSTILE.into(),
            }],
            ..finding(HOSTILE, HOSTILE_PATH, code, *span)
        })
        .collect();
    findings.push(finding("", HOSTILE_PATH, 4, Span::new(3, 3)));
    let waived = vec![Waived {
        finding: findings[0].clone(),
        reason: HOSTILE.into(),
        approved_by: HOSTILE.into(),
        expires: parse_day("2026-09-30").unwrap(),
    }];
    let unknown = vec![Unknown {
        code: RULES[7].code,
        record: HOSTILE.into(),
        reason: HOSTILE.into(),
        remedy: HOSTILE.into(),
    }];
    let texts = BTreeMap::from([(RepoPath::new(HOSTILE_PATH), text)]);
    Given { judgement: numbered(findings, waived, unknown), texts }
}

/// Nothing but a waived finding and an answer that cannot be given, of one record and of all.
pub(super) fn set_aside() -> Given {
    let Given { judgement, texts } = one();
    let waived = judgement.findings.into_iter().map(|finding| Waived {
        finding,
        reason: "the supplier is gone".into(),
        approved_by: "s.lind".into(),
        expires: parse_day("2026-09-30").unwrap(),
    });
    let unknown = ["", "POL-access-control"].map(|record| Unknown {
        code: RULES[9].code,
        record: record.into(),
        reason: "history is cut at commit 9f2c1ab".into(),
        remedy: "git fetch --unshallow".into(),
    });
    let (waived, unknown) = (waived.collect(), unknown.to_vec());
    Given { judgement: numbered(Vec::new(), waived, unknown), texts }
}

pub(super) fn all() -> Vec<(&'static str, Given)> {
    vec![
        ("nothing", nothing()),
        ("one", one()),
        ("hostile", hostile()),
        ("set aside", set_aside()),
        ("many", many(3_000)),
    ]
}

/// A judgement as the runner leaves it: numbered.
fn numbered(mut findings: Vec<Finding>, waived: Vec<Waived>, unknown: Vec<Unknown>) -> Judgement {
    number(&mut findings);
    Judgement { findings, waived, unknown, ..Judgement::default() }
}
