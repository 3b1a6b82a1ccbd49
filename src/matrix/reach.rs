//! What every reading of a requirement may look at: the incidents of a period with their chains, and
//! what the rules find.

use super::item::Item;
use crate::catalog::{Requirement, requirements, traps};
use crate::chain::{
    Chain, Days, Inquiry, Population, Stage, Standing, Tally, actions_of, chain_of, is_action_owed,
    population,
};
use crate::diag::{Finding, Level};
use crate::record::Record;
use crate::rules::{HistoryContext, Selection, Settings, judge};
use crate::schema::Kind;
use crate::term::Day;
use crate::verdict::{Cut, Verdict};
use std::collections::BTreeMap;

/// Everything a reading may look at.
#[derive(Debug)]
pub(super) struct Reach<'a> {
    /// What chains are asked with.
    pub(super) cx: Inquiry<'a>,
    /// What rules see.
    pub(super) evidence: HistoryContext<'a>,
    /// The period.
    pub(super) days: Days,
    /// Its incidents.
    pub(super) population: Population<'a>,
    /// The chains of those that were closed, in the same order.
    pub(super) chains: Vec<Chain>,
    findings: BTreeMap<String, Vec<Finding>>,
    undecided: BTreeMap<String, String>,
    unknown: BTreeMap<(String, &'static str), Cut>,
}

/// One incident before one requirement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case<'r, 'a> {
    pub(super) reach: &'r Reach<'a>,
    pub(super) requirement: &'static Requirement,
    pub(super) incident: &'a Record,
    pub(super) chain: &'r Chain,
}

impl<'a> Reach<'a> {
    pub(super) fn new(evidence: HistoryContext<'a>, days: Days) -> Self {
        let cx = evidence.inquiry();
        let population = population(&cx, days);
        let chains = population.closed.iter().map(|incident| chain_of(&cx, incident)).collect();
        // The matrix goes by the rules as they are, whatever level a register gives them.
        let rows = requirements().iter().flat_map(|row| &row.rules);
        let codes: Vec<&str> =
            rows.chain(traps().iter().flat_map(|trap| &trap.rules)).copied().collect();
        let settings = Settings::default().with(&Selection::only(&codes));
        let judgement = judge(&evidence.basis, Some(evidence.past), &settings);
        let mut findings: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        let mut undecided = BTreeMap::new();
        // A note is a deadline ahead, or something that this organisation may do.
        for finding in judgement.findings.into_iter().filter(|found| found.level != Level::Note) {
            if let ("MRV002", [action]) = (finding.code, finding.arguments.as_slice()) {
                undecided.insert(action.clone(), format!("{} (MRV002)", finding.message));
            }
            findings.entry(finding.record.clone()).or_default().push(finding);
        }
        let unknown = judgement.unknown.into_iter().map(|it| {
            let cut = Cut { reason: it.reason, remedy: it.remedy };
            ((it.record, it.code), cut)
        });
        let unknown = unknown.collect();
        Self { cx, evidence, days, population, chains, findings, undecided, unknown }
    }

    /// What these rules find about a record, as far as it concerns `whom`: a record that stands for
    /// the whole register answers for each incident with what is said of that one.
    pub(super) fn found(&self, rules: &[&str], record: &Record, whom: &str) -> Vec<&Finding> {
        let about = self.findings.get(record.id()).map(Vec::as_slice).unwrap_or_default();
        let concerns = |finding: &&Finding| {
            let names = || finding.arguments.iter().any(|argument| argument == whom);
            !is_shared(record.kind()) || names() || finding.message.contains(whom)
        };
        about.iter().filter(|it| rules.contains(&it.code)).filter(concerns).collect()
    }

    /// What these rules find about a record, whomever it concerns.
    pub(super) fn found_in(&self, rules: &[&str], record: &Record) -> Vec<&Finding> {
        let about = self.findings.get(record.id()).map(Vec::as_slice).unwrap_or_default();
        about.iter().filter(|it| rules.contains(&it.code)).collect()
    }

    /// What the rule about decisions says of an action that no management review decided on.
    pub(super) fn undecided(&self, action: &Record) -> Option<&str> {
        self.undecided.get(action.id()).map(String::as_str)
    }

    /// Why one of these rules cannot say anything about a record.
    pub(super) fn unknown(&self, rules: &[&'static str], id: &str) -> Option<&Cut> {
        rules.iter().find_map(|code| self.unknown.get(&(id.to_owned(), *code)))
    }

    /// Makes an answer partly met by what the rules find about `record`.
    pub(super) fn weigh(&self, item: &mut Item, rules: &[&str], record: &Record, whom: &str) {
        for finding in self.found(rules, record, whom) {
            item.lacks(format!("{} ({})", finding.message, finding.code));
        }
    }

    /// True when a day lies in the period.
    pub(super) fn is_in(&self, day: Day) -> bool {
        self.days.first <= day && day < self.days.end
    }

    /// The opened actions of the incidents, each once, in path order.
    pub(super) fn actions(&self) -> Vec<&'a Record> {
        let actions = self.population.closed.iter().flat_map(|incident| self.actions_of(incident));
        let found: BTreeMap<_, _> = actions.map(|action| (&action.path, action)).collect();
        found.into_values().collect()
    }

    /// The opened actions of one incident.
    pub(super) fn actions_of(
        &self,
        incident: &Record,
    ) -> impl Iterator<Item = &'a Record> + use<'a> {
        actions_of(self.cx.register, incident.id()).filter(|action| is_action_owed(action))
    }

    /// The records of a kind that still count.
    pub(super) fn living(&self, kind: Kind) -> impl Iterator<Item = &'a Record> + use<'a> {
        self.cx.register.of_kind(kind).filter(|record| !record.is_ended())
    }
}

/// True for kinds of which one record stands for many incidents.
fn is_shared(kind: Kind) -> bool {
    matches!(kind, Kind::Policy | Kind::Risk | Kind::Control | Kind::ManagementReview)
}

impl<'r> Case<'r, '_> {
    /// How a stage of the incident stands.
    pub(super) fn stage(&self, stage: Stage) -> &'r Standing {
        self.chain.stage(stage).expect("a chain has every stage")
    }

    /// The answer of the requirement's own stage, with what its rules find.
    pub(super) fn staged(&self) -> Item {
        let stage = self.requirement.stage.expect("the data names the stage of such a row");
        let mut item = Item::of_stage(self.incident, self.stage(stage));
        self.weigh(&mut item);
        item
    }

    /// The answer of several stages together, with what the requirement's rules find.
    pub(super) fn together(&self, stages: &[Stage]) -> Item {
        let standings: Vec<_> = stages.iter().map(|stage| self.stage(*stage)).collect();
        let tally = Tally::of(standings.iter().map(|standing| standing.verdict));
        let verdict = tally.together().unwrap_or(Verdict::NotRequired);
        let mut item = Item::new(self.incident.id(), verdict);
        let asked = standings.into_iter().filter(|it| it.verdict != Verdict::NotRequired);
        for standing in asked {
            item.take(standing);
        }
        self.weigh(&mut item);
        item
    }

    /// What the requirement's rules find about the incident and the records that answer it.
    pub(super) fn weigh(&self, item: &mut Item) {
        let (rules, whom) = (&self.requirement.rules, self.incident.id());
        self.reach.weigh(item, rules, self.incident, whom);
        for id in item.records.clone() {
            let Some(record) = self.reach.cx.register.get(&id) else { continue };
            self.reach.weigh(item, rules, record, whom);
        }
    }
}
