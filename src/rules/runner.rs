//! Runs the rules over a register: the loop is here, never in a rule.

use super::context::{ChangeContext, HistoryContext, RegisterContext};
use super::findings::{Findings, Report};
use super::rule::{Check, Rule};
use super::selection::Selection;
use super::{RULES, catalogue, custom, find_in, fix, waiver};
use crate::clock::Stopwatch;
use crate::config::{Config, Given, Override};
use crate::diag::{Finding, Level, Place, Unknown, number};
use crate::proof::Past;
use crate::record::{Flaw, FlawKind, Record};
use crate::schema::Kind;
use crate::term::RepoPath;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// Rules about history that two snapshots can decide, where history is cut or a change is not
/// committed yet.
pub const BY_TWO_SNAPSHOTS: [&str; 6] =
    ["REC009", "INC013", "ACT009", "GIT004", "GIT005", "GIT006"];

/// Why a rule is not asked of what is about to be committed.
pub const EARLIER_COMMITS: &str = "about earlier commits: `pirctl lint` asks it";

/// What the configuration and the run say of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The level of a rule; `None` switches it off.
    pub levels: BTreeMap<&'static str, Option<Level>>,
    /// The rules that the run asks for.
    pub selection: Selection,
    /// Whether the time that each rule takes is measured.
    pub timed: bool,
    /// Levels that hold for a part of the register only, in the order of the configuration.
    pub parts: Vec<Arc<PartLevels>>,
    /// Of history only the step that is about to be committed is asked.
    pub step_only: bool,
}

/// What is said of a rule for a part of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It is switched off there.
    Off,
    /// It has this level there.
    Level(Level),
}

/// Levels that hold for some folders and kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartLevels {
    part: Override,
    root: String,
    levels: BTreeMap<&'static str, Option<Level>>,
}

impl PartLevels {
    fn of(part: &Override, config: &Config, all: &[&'static Rule]) -> Self {
        let (root, levels) = (config.root().to_owned(), levels_of(&part.rules, all));
        Self { part: part.clone(), root, levels }
    }

    /// The level of a rule for a record, or for the file that a finding stands in.
    pub(super) fn level(&self, code: &str, id: &str, path: &RepoPath) -> Option<Said> {
        let level = self.levels.get(code)?;
        let below = path.as_str().get(self.root.len()..).unwrap_or_default();
        let here =
            self.part.covers(below.trim_start_matches('/'), || Kind::of_id(id).map(Kind::word));
        here.then(|| level.map_or(Said::Off, Said::Level))
    }
}

fn levels_of(
    stated: &[(Given<String>, Option<Level>)],
    all: &[&'static Rule],
) -> BTreeMap<&'static str, Option<Level>> {
    let set = |(named, level): &(Given<String>, Option<Level>)| {
        Some((find_in(all, &named.value)?.code, *level))
    };
    stated.iter().filter_map(set).collect()
}

impl Settings {
    /// The levels that the configuration sets; a rule it names that does not exist is CFG004.
    pub fn of(config: &Config) -> Self {
        let all = catalogue(config);
        let part = |part| Arc::new(PartLevels::of(part, config, &all));
        let parts = config.overrides.iter().map(part).collect();
        Self { levels: levels_of(&config.rules, &all), parts, ..Self::default() }
    }

    /// The same for those rules alone that `selection` has too.
    pub fn with(mut self, selection: &Selection) -> Self {
        self.selection = self.selection.and(selection);
        self
    }

    /// The same for those rules alone that two snapshots can decide.
    pub fn by_two_snapshots(self) -> Self {
        self.with(&Selection::only(&BY_TWO_SNAPSHOTS))
    }

    /// True unless the rule is left out.
    pub fn is_on(&self, rule: &Rule) -> bool {
        self.left_out(rule).is_none()
    }

    /// Why a rule is not asked; `None` when it is.
    pub fn left_out(&self, rule: &Rule) -> Option<&'static str> {
        if !self.selection.has(rule.code) {
            return Some("not among the rules asked for");
        }
        if self.levels.get(rule.code) == Some(&None) {
            return Some("switched off in pirctl.yaml");
        }
        let is_past = rule.check.reach() == "history" && !BY_TWO_SNAPSHOTS.contains(&rule.code);
        (self.step_only && is_past).then_some(EARLIER_COMMITS)
    }

    /// A place for the findings of a rule, at the levels that hold for it.
    fn findings_of(&self, rule: &'static Rule) -> Findings {
        let fixed = self.levels.get(rule.code).copied().flatten();
        let parts = self.parts.iter().filter(|part| part.levels.contains_key(rule.code));
        Findings::new(rule, fixed, parts.cloned().collect())
    }

    /// What is said of the rule of a finding where the finding stands.
    pub(super) fn said_of(&self, finding: &Finding) -> Option<Said> {
        let Finding { code, record, place, .. } = finding;
        let part = self.parts.iter().rev().find_map(|p| p.level(code, record, &place.path));
        part.or_else(|| self.levels.get(code).map(|level| level.map_or(Said::Off, Said::Level)))
    }

    /// True when a rule that asks git is on.
    pub fn need_history(&self) -> bool {
        RULES.iter().any(|rule| rule.check.reach() == "history" && self.is_on(rule))
    }
}

/// What came of judging a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// What is wrong, sorted.
    pub findings: Vec<Finding>,
    /// Findings set aside by a valid waiver, sorted.
    pub waived: Vec<waiver::Waived>,
    /// Answers that could not be given, sorted.
    pub unknown: Vec<Unknown>,
    /// How long each rule took, by code, where that was measured.
    pub spent: BTreeMap<&'static str, Duration>,
}

/// Runs every rule that is not switched off.
///
/// `past` is what git shows; without it the rules about history are left out, and where it is cut
/// from the beginning each of them says once that it cannot tell.
pub fn judge(cx: &RegisterContext<'_>, past: Option<&Past>, settings: &Settings) -> Judgement {
    let active = RULES.iter().copied().filter(|rule| settings.is_on(rule));
    let fresh = |rule: &'static Rule| settings.findings_of(rule);
    let active: Vec<&'static Rule> = active.collect();
    let shown = past.map(|past| HistoryContext { basis: *cx, past });
    let judge = Judge { cx, past: shown, timed: settings.timed };
    let whole = active.par_iter().filter_map(|rule| judge.whole(rule.check, fresh(rule)));
    let whole: Vec<Findings> = whole.collect();
    let stretches = cx.register.records().par_chunks(128);
    let each: Vec<Vec<Findings>> = stretches
        .map(|records| {
            judge.stretch(records, active.iter().map(|rule| (*rule, fresh(rule))).collect())
        })
        .collect();
    let own = custom::judge(cx, settings, &fresh);
    let parts: Vec<Findings> =
        whole.into_iter().chain(each.into_iter().flatten()).chain(own).collect();
    let mut judgement = Judgement::default();
    judgement.findings.reserve_exact(parts.iter().map(|part| part.found.len()).sum());
    for part in parts {
        if settings.timed {
            *judgement.spent.entry(part.code()).or_default() += part.spent;
        }
        judgement.unknown.extend(part.unknown);
        judgement.findings.extend(part.found);
    }
    judgement.sort();
    number(&mut judgement.findings);
    waiver::set_aside(cx, past, &mut judgement);
    fix::attach(cx, &mut judgement.findings);
    judgement
}

/// A change as the rules about changes see it.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// The register before the change, with the configuration that stood then.
    pub base: RegisterContext<'a>,
    /// The same register, with the configuration and the thresholds after the change.
    pub under: RegisterContext<'a>,
    /// The register after the change.
    pub head: RegisterContext<'a>,
    /// What git shows up to the base; `None` leaves out the rules about history.
    pub past: Option<&'a Past>,
    /// What waivers set aside after the change.
    pub waived: &'a [waiver::Waived],
}

/// Runs the rules about a change.
pub fn judge_change(sides: &Sides<'_>, settings: &Settings) -> Judgement {
    let changes = |rule: &&'static Rule| match rule.check {
        Check::Change(check) if settings.is_on(rule) => Some((*rule, check)),
        _ => None,
    };
    let checks: Vec<_> = RULES.iter().filter_map(changes).collect();
    let mut judgement = Judgement::default();
    if checks.is_empty() {
        return judgement;
    }
    let open = judge(&sides.base, sides.past, &Settings::of(sides.base.basis.config)).findings;
    let left = judge(&sides.under, sides.past, &Settings::of(sides.under.basis.config)).findings;
    let (base, head, waived) = (sides.base, sides.head, sides.waived);
    let cx = ChangeContext { base, head, open: &open, left: &left, waived };
    for (rule, check) in checks {
        let mut found = settings.findings_of(rule);
        check(&cx, &mut found);
        judgement.findings.extend(found.found);
        judgement.unknown.extend(found.unknown);
    }
    judgement.sort();
    waiver::set_aside(&sides.head, None, &mut judgement);
    judgement
}

impl Judgement {
    /// Brings everything into the order in which it is shown, each once.
    fn sort(&mut self) {
        self.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.findings.dedup();
        self.findings.shrink_to_fit();
        self.unknown.sort();
        self.unknown.dedup();
    }

    /// Takes what another judgement found, but for what is known here: one fact is told once.
    pub fn add(&mut self, other: Self) {
        let about = |finding: &Finding| {
            (finding.code, finding.record.clone(), finding.field.clone(), finding.place.clone())
        };
        let known: BTreeSet<_> = self.findings.iter().map(about).collect();
        self.findings.extend(other.findings.into_iter().filter(|f| !known.contains(&about(f))));
        self.waived.extend(other.waived);
        self.unknown.extend(other.unknown);
        self.sort();
    }
}

struct Judge<'a> {
    cx: &'a RegisterContext<'a>,
    past: Option<HistoryContext<'a>>,
    timed: bool,
}

impl<'a> Judge<'a> {
    /// What git shows, when it shows anything.
    fn shown(&self) -> Option<&HistoryContext<'a>> {
        self.past.as_ref().filter(|cx| cx.past.cut().is_none())
    }

    /// Rules that look at the register as a whole, and those that repeat what the reader saw.
    fn whole(&self, check: Check, mut found: Findings) -> Option<Findings> {
        let watch = self.timed.then(Stopwatch::start);
        match check {
            Check::Reading(kinds) => found = reading(self.cx, kinds, found),
            Check::Whole(check) => check(self.cx, &mut found),
            Check::WholeWith(check) => check(self.cx, self.past.map(|cx| cx.past), &mut found),
            Check::History(..) | Check::WholeHistory(_) => match (self.shown(), check) {
                (Some(cx), Check::WholeHistory(check)) => check(cx, &mut found),
                (Some(_), _) => return None,
                (None, _) => found.cannot_tell_at_all(self.past?.past.cut()?),
            },
            Check::Record(..) | Check::Register(..) | Check::Change(_) | Check::Expression => {
                return None;
            }
        }
        found.spent += watch.map(Stopwatch::time).unwrap_or_default();
        Some(found)
    }

    /// All other rules, record by record: a record that one rule has looked at is at hand for the
    /// next.
    fn stretch(
        &self,
        records: &[Record],
        mut rules: Vec<(&'static Rule, Findings)>,
    ) -> Vec<Findings> {
        let mut fitting: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for record in records {
            let asked =
                fitting.entry(record.kind()).or_insert_with(|| self.fitting(record, &rules));
            for at in asked {
                let (rule, found) = &mut rules[*at];
                let watch = self.timed.then(Stopwatch::start);
                match (rule.check, self.shown()) {
                    (Check::Record(_, check), _) => check(&self.cx.basis, record, found),
                    (Check::Register(_, check), _) => check(self.cx, record, found),
                    (Check::History(_, check), Some(cx)) => check(cx, record, found),
                    _ => {}
                }
                found.spent += watch.map(Stopwatch::time).unwrap_or_default();
            }
        }
        rules.into_iter().map(|(_, found)| found).collect()
    }

    /// Places of the rules that are asked of each record of this kind.
    fn fitting(&self, record: &Record, rules: &[(&'static Rule, Findings)]) -> Vec<usize> {
        let fits = |kinds: &[Kind]| kinds.is_empty() || kinds.contains(&record.kind());
        let is_asked = |check: Check| match check {
            Check::Record(kinds, _) | Check::Register(kinds, _) => fits(kinds),
            Check::History(kinds, _) => self.shown().is_some() && fits(kinds),
            _ => false,
        };
        let rules = rules.iter().enumerate();
        rules.filter(|(_, (rule, _))| is_asked(rule.check)).map(|(at, _)| at).collect()
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

#[cfg(test)]
mod tests {
    use super::Settings;
    use crate::config::Config;
    use crate::record::{Document, read};
    use crate::rules::find;
    use crate::term::RepoPath;
    use crate::verdict::Cut;

    #[test]
    fn where_a_rule_is_off_it_gives_no_answer_and_none_is_missed() {
        let path = RepoPath::new("old/RISK-0001.md");
        let text = "---\nid: RISK-0001\nkind: risk\n---\n";
        let Document::Record(record) = read(&path, text.into(), None) else { panic!("no record") };
        let unknown = |config: &str| {
            let config = Config::read(&RepoPath::new("pirctl.yaml"), config.into());
            assert_eq!(config.flaws, []);
            let mut found = Settings::of(&config).findings_of(find("RSK001").unwrap());
            found.cannot_tell(&record, &Cut { reason: "cut".into(), remedy: String::new() });
            found.unknown.len()
        };
        assert_eq!(unknown("overrides: [{paths: [new], rules: {RSK001: off}}]\n"), 1);
        assert_eq!(unknown("overrides: [{paths: [old], rules: {RSK001: note}}]\n"), 1);
        assert_eq!(unknown("overrides: [{paths: [old], rules: {RSK001: off}}]\n"), 0);
    }
}
