//! Runs the rules over a register: the loop is here, never in a rule.

use super::context::{HistoryContext, RegisterContext};
use super::findings::{Findings, Report};
use super::rule::{Check, Rule};
use super::{RULES, find, waiver};
use crate::config::{Config, Given};
use crate::diag::{Finding, Level, Place, Unknown};
use crate::proof::Past;
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

    /// True unless the rule is switched off.
    pub fn is_on(&self, rule: &Rule) -> bool {
        self.levels.get(rule.code) != Some(&None)
    }

    /// True when a rule that asks git is on.
    pub fn need_history(&self) -> bool {
        RULES.iter().any(|rule| rule.check.reach() == "history" && self.is_on(rule))
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
///
/// `past` is what git shows; without it the rules about history are left out, and where it is cut
/// from the beginning each of them says once that it cannot tell.
pub fn judge(cx: &RegisterContext<'_>, past: Option<&Past>, settings: &Settings) -> Judgement {
    let active = RULES.iter().copied().filter(|rule| settings.is_on(rule));
    let fresh = |rule| Findings::new(rule, settings.levels.get(rule.code).copied().flatten());
    let active: Vec<&'static Rule> = active.collect();
    let judge = Judge { cx, past: past.map(|past| HistoryContext { basis: *cx, past }) };
    let whole = active.par_iter().filter_map(|rule| judge.whole(rule.check, fresh(rule)));
    let whole: Vec<Findings> = whole.collect();
    let stretches = cx.register.records().par_chunks(128);
    let each: Vec<Vec<Findings>> = stretches
        .map(|records| {
            judge.stretch(records, active.iter().map(|rule| (*rule, fresh(rule))).collect())
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

struct Judge<'a> {
    cx: &'a RegisterContext<'a>,
    past: Option<HistoryContext<'a>>,
}

impl<'a> Judge<'a> {
    /// What git shows, when it shows anything.
    fn shown(&self) -> Option<&HistoryContext<'a>> {
        self.past.as_ref().filter(|cx| cx.past.cut().is_none())
    }

    /// Rules that look at the register as a whole, and those that repeat what the reader saw.
    fn whole(&self, check: Check, mut found: Findings) -> Option<Findings> {
        match check {
            Check::Reading(kinds) => return Some(reading(self.cx, kinds, found)),
            Check::Whole(check) => check(self.cx, &mut found),
            Check::History(..) | Check::WholeHistory(_) => match (self.shown(), check) {
                (Some(cx), Check::WholeHistory(check)) => check(cx, &mut found),
                (Some(_), _) => return None,
                (None, _) => found.cannot_tell_at_all(self.past?.past.cut()?),
            },
            Check::Record(..) | Check::Register(..) => return None,
        }
        Some(found)
    }

    /// All other rules, record by record: a record that one rule has looked at is at hand for the
    /// next.
    fn stretch(
        &self,
        records: &[Record],
        mut rules: Vec<(&'static Rule, Findings)>,
    ) -> Vec<Findings> {
        let fits =
            |kinds: &[Kind], record: &Record| kinds.is_empty() || kinds.contains(&record.kind());
        let shown = self.shown();
        for record in records {
            for (rule, found) in &mut rules {
                match (rule.check, shown) {
                    (Check::Record(kinds, check), _) if fits(kinds, record) => {
                        check(&self.cx.basis, record, found);
                    }
                    (Check::Register(kinds, check), _) if fits(kinds, record) => {
                        check(self.cx, record, found);
                    }
                    (Check::History(kinds, check), Some(cx)) if fits(kinds, record) => {
                        check(cx, record, found);
                    }
                    _ => {}
                }
            }
        }
        rules.into_iter().map(|(_, found)| found).collect()
    }
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
