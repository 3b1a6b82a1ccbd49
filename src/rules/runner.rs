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
    let active: Vec<&'static Rule> = active.collect();
    let parts: Vec<Findings> =
        active.par_iter().flat_map_iter(|rule| run(rule, cx, settings)).collect();
    let mut judgement = Judgement::default();
    for part in parts {
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

fn run(rule: &'static Rule, cx: &RegisterContext<'_>, settings: &Settings) -> Vec<Findings> {
    let fixed = settings.levels.get(rule.code).copied().flatten();
    let fresh = || Findings::new(rule, fixed);
    match rule.check {
        Check::Reading(kinds) => vec![reading(cx, kinds, fresh())],
        Check::Record(kinds, check) => {
            each(cx, kinds, &fresh, |record, found| check(&cx.basis, record, found))
        }
        Check::Register(kinds, check) => {
            each(cx, kinds, &fresh, |record, found| check(cx, record, found))
        }
        Check::Whole(check) => {
            let mut found = fresh();
            check(cx, &mut found);
            vec![found]
        }
    }
}

/// Calls `check` for each record of `kinds`, in parallel over stretches of the register.
fn each(
    cx: &RegisterContext<'_>,
    kinds: &'static [Kind],
    fresh: &(impl Fn() -> Findings + Sync),
    check: impl Fn(&Record, &mut Findings) + Sync,
) -> Vec<Findings> {
    let judged = |record: &&Record| kinds.is_empty() || kinds.contains(&record.kind());
    let stretch = |records: &[Record]| {
        let mut found = fresh();
        records.iter().filter(judged).for_each(|record| check(record, &mut found));
        found
    };
    cx.register.records().par_chunks(512).map(stretch).collect()
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
