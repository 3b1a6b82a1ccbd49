//! Runs the rules over a register: the loop is here, never in a rule.

use super::context::RegisterContext;
use super::findings::{Findings, Report};
use super::rule::{Check, Rule};
use super::{RULES, find, waiver};
use crate::config::{Config, Given};
use crate::diag::{Finding, Level, Place, Unknown};
use crate::record::{Flaw, FlawKind, Record};
use crate::schema::Kind;
use crate::term::RepoPath;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What the configuration says of rules, by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The level of a rule; `None` switches it off.
    pub levels: BTreeMap<&'static str, Option<Level>>,
}

impl Settings {
    /// The levels that the configuration sets; a rule it names that does not exist is CFG004.
    pub fn of(config: &Config) -> Self {
        let set = |(named, level): &(Given<String>, Option<Level>)| {
            Some((find(&named.value)?.code, *level))
        };
        Self { levels: config.rules.iter().filter_map(set).collect() }
    }
}

/// What came of judging a register.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// What is wrong, sorted.
    pub findings: Vec<Finding>,
    /// Findings set aside by a valid waiver, sorted.
    pub waived: Vec<waiver::Waived>,
    /// Answers that could not be given, sorted.
    pub unknown: Vec<Unknown>,
}

/// Runs every rule that is not switched off.
pub fn judge(cx: &RegisterContext<'_>, settings: &Settings) -> Judgement {
    let active = RULES.iter().copied().filter(|rule| settings.levels.get(rule.code) != Some(&None));
    let fresh = |rule| Findings::new(rule, settings.levels.get(rule.code).copied().flatten());
    let active: Vec<&'static Rule> = active.collect();
    let whole = active.par_iter().filter_map(|rule| judge_whole(cx, rule.check, fresh(rule)));
    let whole: Vec<Findings> = whole.collect();
    let stretches = cx.register.records().par_chunks(128);
    let each: Vec<Vec<Findings>> = stretches
        .map(|records| {
            judge_stretch(cx, records, active.iter().map(|rule| (*rule, fresh(rule))).collect())
        })
        .collect();
    let mut judgement = Judgement::default();
    for part in whole.into_iter().chain(each.into_iter().flatten()) {
        judgement.unknown.extend(part.unknown);
        judgement.findings.extend(part.found);
    }
    judgement.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    judgement.findings.dedup();
    judgement.unknown.sort();
    judgement.unknown.dedup();
    waiver::set_aside(cx, &mut judgement);
    judgement
}

/// Rules that look at the register as a whole, and those that repeat what the reader saw.
fn judge_whole(cx: &RegisterContext<'_>, check: Check, mut found: Findings) -> Option<Findings> {
    match check {
        Check::Reading(kinds) => Some(reading(cx, kinds, found)),
        Check::Whole(check) => {
            check(cx, &mut found);
            Some(found)
        }
        Check::Record(..) | Check::Register(..) => None,
    }
}

/// All other rules, record by record: a record that one rule has looked at is at hand for the next.
fn judge_stretch(
    cx: &RegisterContext<'_>,
    records: &[Record],
    mut rules: Vec<(&'static Rule, Findings)>,
) -> Vec<Findings> {
    let fits = |kinds: &[Kind], record: &Record| kinds.is_empty() || kinds.contains(&record.kind());
    for record in records {
        for (rule, found) in &mut rules {
            match rule.check {
                Check::Record(kinds, check) if fits(kinds, record) => {
                    check(&cx.basis, record, found);
                }
                Check::Register(kinds, check) if fits(kinds, record) => check(cx, record, found),
                _ => {}
            }
        }
    }
    rules.into_iter().map(|(_, found)| found).collect()
}

/// Flaws that the reader saw become findings.
fn reading(cx: &RegisterContext<'_>, kinds: &[FlawKind], mut found: Findings) -> Findings {
    let wanted = |flaw: &&Flaw| kinds.contains(&flaw.kind);
    for record in cx.register.records() {
        for flaw in record.flaws.iter().filter(wanted) {
            found.push(flaw_report(record.id(), &record.path, flaw));
        }
    }
    for broken in cx.register.broken() {
        for flaw in broken.flaws.iter().filter(wanted) {
            found.push(flaw_report("", &broken.path, flaw));
        }
    }
    found
}

/// A flaw as a report; what was found stands in the fingerprint, its place does not.
pub(super) fn flaw_report(id: &str, path: &RepoPath, flaw: &Flaw) -> Report {
    let report = Report::at(id, Place::new(path, flaw.span), flaw.message.clone())
        .help(flaw.help.clone())
        .field(flaw.field.clone())
        .argument(flaw.message.clone())
        .at_most(if flaw.kind == FlawKind::KeyRenamed { Level::Note } else { Level::Error });
    match &flaw.related {
        Some((span, message)) => report.related_at(Place::new(path, *span), message.clone()),
        None => report,
    }
}
