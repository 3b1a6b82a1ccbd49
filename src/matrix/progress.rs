//! Where the learning of every incident stands: complete, in time, late, at risk, by stage and owner.

use crate::catalog::FrameworkFilter;
use crate::chain::{Chain, Days, Emptiness, Inquiry, Tally, chain_of, emptiness};
use crate::pattern::happened_on;
use crate::record::Record;
use crate::register::is_in_framework;
use crate::schema::{Kind, incident};
use crate::term::{Day, Stage};
use crate::verdict::Verdict;
use std::collections::{BTreeMap, BTreeSet};

/// Which incidents are looked at, and from when on a deadline is near.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Only incidents that happened in these days; all without.
    pub days: Option<Days>,
    /// Only incidents of this owner, letter case left aside; all without.
    pub owner: Option<String>,
    /// Only incidents that name a control mapped to this framework; all without.
    pub framework: Option<FrameworkFilter>,
    /// How many days ahead a deadline is near.
    pub within: i64,
}

/// A stage of an incident that is late, or in time so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenStage {
    /// The stage.
    pub stage: Stage,
    /// Its verdict.
    pub verdict: Verdict,
    /// The day on which its clock runs out, or ran out.
    pub due: Option<Day>,
    /// Days from today to that day; negative when it has passed.
    pub days: Option<i64>,
}

/// How the learning from one incident stands.
#[derive(Clone, Debug)]
pub struct Learning<'a> {
    /// The incident.
    pub incident: &'a Record,
    /// Its chain.
    pub chain: Chain,
    /// The verdict over the whole chain.
    pub verdict: Verdict,
    /// True when it is not late and a deadline is near.
    pub at_risk: bool,
    /// Its open stages: late ones first, then by the day on which they are due.
    pub open: Vec<OpenStage>,
}

/// How many incidents stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub incidents: usize,
    /// Every stage that is asked for is met.
    pub complete: usize,
    /// Something is open, and in time.
    pub in_time: usize,
    /// Of those in time: a deadline is near.
    pub at_risk: usize,
    /// A stage is partly met or missing, and its time has run.
    pub late: usize,
    /// History is cut where the answer would be.
    pub cannot_tell: usize,
    /// Privileged.
    pub withheld: usize,
    /// Rejected or disposed of: nothing is asked.
    pub not_asked: usize,
}

/// The whole picture.
#[derive(Clone, Debug)]
pub struct Progress<'a> {
    /// The incidents: late ones first, then those at risk, then by id.
    pub incidents: Vec<Learning<'a>>,
    /// How many stand where.
    pub counts: Counts,
    /// How many are in each status, in the order of the machine.
    pub states: Vec<(String, usize)>,
    /// The verdicts of each stage.
    pub stages: Vec<(Stage, Tally)>,
    /// How many of each owner's stand where; the first spelling met names the owner.
    pub owners: Vec<(String, Counts)>,
    /// What it means that there is no incident.
    pub empty: Option<Emptiness>,
    /// What is to be known of the picture as a whole.
    pub remarks: Vec<String>,
}

/// Where the learning of every incident stands that is asked about.
pub fn progress<'a>(cx: &Inquiry<'a>, asked: &Asked) -> Progress<'a> {
    let is_in = |record: &&Record| {
        let day = happened_on(record, cx.now.zone);
        asked.days.is_none_or(|days| day.is_some_and(|day| days.first <= day && day < days.end))
    };
    let is_theirs = |record: &&Record| {
        let owner = owner_of(record).to_lowercase();
        asked.owner.as_ref().is_none_or(|asked| asked.to_lowercase() == owner)
    };
    let is_mapped = |record: &&Record| {
        asked.framework.is_none_or(|asked| is_in_framework(cx.register, record, &asked))
    };
    let records = cx.register.of_kind(Kind::Incident);
    let asked_for =
        records.filter(|record| is_in(record) && is_theirs(record) && is_mapped(record));
    let mut incidents: Vec<_> = asked_for.map(|record| learning(cx, record, asked)).collect();
    incidents.sort_by(|a, b| key(a).cmp(&key(b)));
    let stage = |stage: Stage| {
        let verdicts = incidents.iter().filter_map(|it| it.chain.stage(stage));
        (stage, Tally::of(verdicts.map(|standing| standing.verdict)))
    };
    let empty = (incidents.is_empty() && asked.owner.is_none() && asked.framework.is_none())
        .then(|| nothing(cx, asked));
    let mut remarks = undated(cx, asked);
    remarks.extend(spellings(&incidents));
    Progress {
        counts: incidents.iter().fold(Counts::default(), Counts::with),
        states: states(&incidents),
        stages: Stage::ALL.into_iter().map(stage).collect(),
        owners: owners(&incidents),
        empty,
        remarks,
        incidents,
    }
}

fn nothing(cx: &Inquiry<'_>, asked: &Asked) -> Emptiness {
    let today = cx.now.day();
    let (quarter, _) = cx.config.quarters().days(cx.config.quarters().at(today));
    let last = quarter.pred_opt().unwrap_or(quarter);
    let (first, _) = cx.config.quarters().days(cx.config.quarters().at(last));
    // Without a period, the quarter before today's is the last that a statement can be about.
    emptiness(cx, asked.days.unwrap_or(Days { first, end: quarter }), 0)
}

fn learning<'a>(cx: &Inquiry<'_>, incident: &'a Record, asked: &Asked) -> Learning<'a> {
    let chain = chain_of(cx, incident);
    let open = chain.stages.iter().filter(|standing| standing.is_open());
    let mut open: Vec<_> = open
        .map(|standing| {
            let due = standing.due.or(standing.late_since);
            let days = due.map(|due| (due - cx.now.day()).num_days());
            OpenStage { stage: standing.stage, verdict: standing.verdict, due, days }
        })
        .collect();
    let late = |it: &OpenStage| it.verdict != Verdict::InTimeSoFar;
    open.sort_by_key(|it| (!late(it), it.due.is_none(), it.due, it.stage));
    let near = |it: &OpenStage| !late(it) && it.days.is_some_and(|days| days <= asked.within);
    let verdict = chain.learning();
    let at_risk = verdict == Verdict::InTimeSoFar && open.iter().any(near);
    Learning { incident, chain, verdict, at_risk, open }
}

/// Late, at risk, in time, the others; each by the nearest deadline and then by id.
fn key<'l>(it: &'l Learning<'_>) -> (u8, Option<Day>, &'l str) {
    let rank = match it.verdict {
        Verdict::Missing | Verdict::Partly => 0,
        Verdict::InTimeSoFar if it.at_risk => 1,
        Verdict::InTimeSoFar => 2,
        Verdict::CannotTell => 3,
        Verdict::Withheld => 4,
        Verdict::Met => 5,
        Verdict::NotRequired | Verdict::NoneInScope => 6,
    };
    (rank, it.open.first().and_then(|open| open.due), it.incident.id())
}

/// Who answers for an incident; empty when nobody does.
pub fn owner_of(incident: &Record) -> &str {
    incident.text_of(incident::OWNER).unwrap_or_default()
}

impl Counts {
    fn with(mut self, it: &Learning<'_>) -> Self {
        self.incidents += 1;
        self.at_risk += usize::from(it.at_risk);
        let count = match it.verdict {
            Verdict::Met => &mut self.complete,
            Verdict::InTimeSoFar => &mut self.in_time,
            Verdict::Partly | Verdict::Missing => &mut self.late,
            Verdict::CannotTell => &mut self.cannot_tell,
            Verdict::Withheld => &mut self.withheld,
            Verdict::NotRequired | Verdict::NoneInScope => &mut self.not_asked,
        };
        *count += 1;
        self
    }
}

fn states(incidents: &[Learning<'_>]) -> Vec<(String, usize)> {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for it in incidents {
        *found.entry(it.incident.status()).or_default() += 1;
    }
    let known = Kind::Incident.spec().machine.states;
    let place = |state: &str| known.iter().position(|known| *known == state);
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(state, _)| (place(state).is_none(), place(state), *state));
    found.into_iter().map(|(state, count)| (state.to_owned(), count)).collect()
}

fn owners(incidents: &[Learning<'_>]) -> Vec<(String, Counts)> {
    let mut found: BTreeMap<String, (&str, Counts)> = BTreeMap::new();
    for it in incidents {
        let owner = owner_of(it.incident);
        let entry = found.entry(owner.to_lowercase()).or_insert((owner, Counts::default()));
        entry.1 = entry.1.with(it);
    }
    let mut found: Vec<_> =
        found.into_values().map(|(owner, counts)| (owner.to_owned(), counts)).collect();
    // Who has most to do comes first.
    found.sort_by_key(|(_, counts)| {
        let done = usize::MAX;
        (done - counts.late, done - counts.at_risk, done - counts.in_time)
    });
    found
}

/// Owners that differ in letter case only are one owner, and that is said.
fn spellings(incidents: &[Learning<'_>]) -> Vec<String> {
    let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for it in incidents {
        let owner = owner_of(it.incident);
        found.entry(owner.to_lowercase()).or_default().insert(owner);
    }
    let several = found.into_values().filter(|written| written.len() > 1);
    several
        .map(|written| {
            let written: Vec<_> = written.into_iter().collect();
            format!("counted as one owner: {}", written.join(", "))
        })
        .collect()
}

/// Incidents that no period can be told of.
fn undated(cx: &Inquiry<'_>, asked: &Asked) -> Vec<String> {
    if asked.days.is_none() {
        return Vec::new();
    }
    let records = cx.register.of_kind(Kind::Incident);
    let undated = records.filter(|record| happened_on(record, cx.now.zone).is_none());
    let remark =
        |record: &Record| format!("{} is left out: no date says when it happened", record.id());
    undated.map(remark).collect()
}
