//! What is kept of one version of a record: the values that claims are held against.
//!
//! Values are compared as parsed: a re-quoted, re-indented or re-wrapped text says the same.

use super::approver::{ApproverField, approvers};
use super::past::LogEntry;
use super::text::wording;
use crate::digest::{Fingerprint, fingerprint};
use crate::markdown::Outline;
use crate::record::{Found, Item, Record};
use crate::schema::{
    Claim, Field, Key, Kind, Part, Shape, StampValue, Words, action, common, incident, part,
    policy, risk,
};
use crate::term::{Day, Stamp, Zone};
use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

/// What one version of a record states.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VersionFacts {
    /// The kind.
    pub kind: Kind,
    /// The words of the title.
    pub title: Fingerprint,
    /// The status.
    pub status: Box<str>,
    /// Dates that say something has happened; see [`DatedField`].
    pub dates: Vec<(&'static DatedField, Stamp)>,
    /// Whom it names as approving what it says; see [`ApproverField`].
    pub approvers: Vec<(&'static ApproverField, Box<str>)>,
    /// Ids that the record says it had before.
    pub previous_ids: Vec<String>,
    /// True when the record is a tombstone.
    pub disposed: bool,
    /// How many orderly changes after the final state it lists.
    pub amendments: usize,
    /// Its waivers, see [`waiver_words`].
    pub waivers: Vec<Fingerprint>,
    /// In a settled state, what it says under each field and in its text; see [`Settled`].
    pub settled: Option<Settled>,
    /// What only some kinds state.
    pub(super) more: More,
}

/// A dated field of a kind, such as `held_at` or `verification.at`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DatedField {
    /// The dotted path.
    pub path: String,
    /// Whether a clock of the chain hangs on it.
    pub bears_deadline: bool,
    maps: Vec<&'static str>,
    name: &'static str,
}

impl DatedField {
    /// The value in a record.
    pub fn of(&self, record: &Record) -> Option<Found<Stamp>> {
        let inside = |item: Item<'_>| item.get(Key::<StampValue>::new(self.name));
        let mut item = record.root();
        for map in &self.maps {
            item = *item.get(Key::<Part>::new(map))?;
        }
        inside(item)
    }
}

/// What a settled record says, for telling whether and where it was changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settled {
    pub(super) fields: Vec<(Box<str>, Fingerprint)>,
    pub(super) text: Fingerprint,
}

impl Settled {
    /// The fields that differ from `before`, in file order, then `text` when the text differs.
    pub fn changed_since<'a>(&'a self, before: &'a Self) -> Vec<&'a str> {
        let value = |all: &Self, name: &str| {
            all.fields.iter().find(|(n, _)| **n == *name).map(|(_, value)| *value)
        };
        let changed = self.fields.iter().filter(|(n, v)| value(before, n) != Some(*v));
        let gone = before.fields.iter().filter(|(n, _)| value(self, n).is_none());
        let fields = changed.chain(gone).map(|(name, _)| &**name);
        fields.chain((self.text != before.text).then_some("text")).collect()
    }
}

/// What only some kinds state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum More {
    Policy(PolicyFacts),
    Risk(RiskFacts),
    Incident(IncidentFacts),
    Action(ActionFacts),
    /// All that a control or a vendor says, without bookkeeping.
    Whole(Fingerprint),
    Nothing,
}

/// What a version of a policy states.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyFacts {
    /// The version.
    pub version: String,
    /// The change log.
    pub log: Arc<[LogEntry]>,
    /// The words of the text without the front matter.
    pub wording: Fingerprint,
}

/// What a version of a risk states.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RiskFacts {
    /// Likelihood.
    pub likelihood: i64,
    /// Impact.
    pub impact: i64,
    /// Why the scores moved.
    pub rationale: String,
    /// How the risk is treated.
    pub treatment: String,
    /// The treatment plan's words.
    pub plan: Fingerprint,
    /// The incidents it names.
    pub incidents: Vec<String>,
}

impl RiskFacts {
    /// Likelihood times impact.
    pub fn score(&self) -> i64 {
        self.likelihood.saturating_mul(self.impact)
    }
}

/// What a version of an incident states.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IncidentFacts {
    /// The severity, as written.
    pub severity: String,
    /// The certainty, as written.
    pub certainty: String,
}

/// What a version of an action states.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ActionFacts {
    /// The day by which it is to be done.
    pub due: Option<Day>,
}

impl VersionFacts {
    /// What a record states; bare date-times are read in `zone`.
    pub fn of(record: &Record, zone: Zone) -> Self {
        let settled = record.spec.machine.is_settled(record.status());
        let own = |word: Found<&str>| word.value.to_owned();
        Self {
            kind: record.kind(),
            title: fingerprint(record.title().split_whitespace()),
            status: record.status().into(),
            dates: dates(record),
            approvers: approvers(record),
            previous_ids: record.words(common::PREVIOUS_IDS).into_iter().map(own).collect(),
            disposed: record.get(common::DISPOSED).is_some(),
            amendments: record.items(common::AMENDMENTS).len(),
            waivers: record.items(common::WAIVERS).into_iter().map(waiver_words).collect(),
            settled: settled.then(|| settled_of(record, zone)),
            more: more(record, zone),
        }
    }

    /// True when nothing but the id says that the two are one document: another title, and no date
    /// of an event in common.
    pub fn is_other_document(&self, other: &Self) -> bool {
        self.kind != other.kind || (self.title != other.title && !self.shares_event(other))
    }

    /// True when the two say of themselves that they are one document: the same kind and title, and
    /// a date of an event in common.
    pub fn is_surely_same(&self, other: &Self) -> bool {
        self.title == other.title && self.kind == other.kind && self.shares_event(other)
    }

    fn shares_event(&self, other: &Self) -> bool {
        let event = |(field, at): &(&'static DatedField, Stamp)| {
            field.path != "created" && other.date(field) == Some(*at)
        };
        self.dates.iter().any(event)
    }

    /// What a policy states.
    pub fn policy(&self) -> Option<&PolicyFacts> {
        if let More::Policy(policy) = &self.more { Some(policy) } else { None }
    }

    /// What a risk states; `None` also when a score is missing.
    pub fn risk(&self) -> Option<&RiskFacts> {
        if let More::Risk(risk) = &self.more { Some(risk) } else { None }
    }

    /// What an incident states.
    pub fn incident(&self) -> Option<&IncidentFacts> {
        if let More::Incident(incident) = &self.more { Some(incident) } else { None }
    }

    /// All that a control or a vendor says, without bookkeeping, white space and wrapping: an action
    /// may say that it changes the record. `None` for other kinds, where more is known of a change.
    pub fn whole(&self) -> Option<Fingerprint> {
        if let More::Whole(whole) = &self.more { Some(*whole) } else { None }
    }

    /// What an action states.
    pub fn action(&self) -> Option<&ActionFacts> {
        if let More::Action(action) = &self.more { Some(action) } else { None }
    }

    /// The value of a dated field.
    pub fn date(&self, field: &DatedField) -> Option<Stamp> {
        self.dates.iter().find(|(other, _)| other.path == field.path).map(|(_, at)| *at)
    }

    /// The person whom it names as approving under a field, by handle; `field` is its dotted path.
    pub fn approver(&self, field: &str) -> Option<&str> {
        self.approvers.iter().find(|(other, _)| other.path == field).map(|(_, handle)| &**handle)
    }

    /// The version that a policy states.
    pub fn version(&self) -> Option<&str> {
        self.policy().map(|policy| policy.version.as_str())
    }

    /// A policy's change log, as written then.
    pub fn log(&self) -> &[LogEntry] {
        self.policy().map(|policy| &*policy.log).unwrap_or_default()
    }

    /// The words of a policy's text without the front matter; `None` for other kinds.
    pub fn wording(&self) -> Option<Fingerprint> {
        self.policy().map(|policy| policy.wording)
    }
}

/// What tells a waiver of a record from any other: its words, however they are written.
pub fn waiver_words(waiver: Item<'_>) -> Fingerprint {
    let mut words = Vec::new();
    waiver.tell_words(&mut |word| words.push(word));
    fingerprint(words)
}

fn dates(record: &Record) -> Vec<(&'static DatedField, Stamp)> {
    let fields = dated_fields(record.kind()).iter();
    fields.filter_map(|field| Some((field, *field.of(record)?))).collect()
}

/// The fields of a kind that say when something happened; those in lists are left out, since
/// nothing tells one entry of a list from another through its versions.
pub fn dated_fields(kind: Kind) -> &'static [DatedField] {
    static FIELDS: LazyLock<Vec<(Kind, Vec<DatedField>)>> = LazyLock::new(|| {
        let of_kind = |kind: &Kind| {
            let mut found = Vec::new();
            kind.spec().all_fields().for_each(|field| collect_dated(field, &[], &mut found));
            (*kind, found)
        };
        Kind::ALL.iter().map(of_kind).collect()
    });
    let own = FIELDS.iter().find(|(other, _)| *other == kind);
    own.map(|(_, fields)| fields.as_slice()).unwrap_or_default()
}

fn collect_dated(field: &'static Field, maps: &[&'static str], found: &mut Vec<DatedField>) {
    match (&field.shape, field.claim) {
        (Shape::Date | Shape::Stamp, Claim::Stated | Claim::StatedForDeadline) => {
            let path: Vec<&str> = maps.iter().copied().chain([field.name]).collect();
            found.push(DatedField {
                path: path.join("."),
                bears_deadline: field.claim == Claim::StatedForDeadline,
                maps: maps.to_vec(),
                name: field.name,
            });
        }
        (Shape::Map(inner), _) => {
            let maps: Vec<_> = maps.iter().copied().chain([field.name]).collect();
            inner.iter().for_each(|field| collect_dated(field, &maps, found));
        }
        _ => {}
    }
}

/// Fields that may change in a settled record without changing what it says.
const BOOKKEEPING: &[&str] = &[
    "amendments",
    "approvals",
    "disposed",
    "late_entry_reason",
    "legal_hold",
    "previous_ids",
    "previous_paths",
    "retention",
    "schema",
    "tags",
    "waivers",
];

fn settled_of(record: &Record, zone: Zone) -> Settled {
    let value = |name: &str| fingerprint(words_under(record, name, zone).iter().map(AsRef::as_ref));
    Settled {
        fields: told_fields(record).map(|name| (name.into(), value(name))).collect(),
        text: fingerprint(record.body_text().split_whitespace()),
    }
}

/// The fields that say something, in file order.
fn told_fields(record: &Record) -> impl Iterator<Item = &str> {
    let keys = record.root().keys().into_iter().map(|key| key.value);
    keys.filter(|key| !BOOKKEEPING.contains(key) && !key.starts_with("x-"))
}

/// What a record says under a field, however it writes it.
fn words_under<'r>(record: &'r Record, name: &str, zone: Zone) -> Vec<Cow<'r, str>> {
    let mut words = Vec::new();
    if let Some(value) = record.root().value(name) {
        value.tell_words(&mut |word| words.push(canonical(word, zone)));
    }
    words
}

/// All that a record says, in whatever order its fields stand.
fn whole_of(record: &Record, zone: Zone) -> Fingerprint {
    let mut names: Vec<&str> = told_fields(record).collect();
    names.sort_unstable();
    let mut words: Vec<Cow<'_, str>> = Vec::new();
    for name in names {
        words.push(Cow::Borrowed(name));
        words.extend(words_under(record, name, zone));
    }
    words.extend(record.body_text().split_whitespace().map(Cow::Borrowed));
    fingerprint(words.iter().map(AsRef::as_ref))
}

/// A date-time in UTC, so that the same instant in another zone says the same; else the word.
fn canonical(word: &str, zone: Zone) -> Cow<'_, str> {
    // Hardly any word is one, and parsing tells that slowly.
    let may_be = word.len() > "2026-01-02".len() && word.starts_with(|c: char| c.is_ascii_digit());
    match Some(word).filter(|_| may_be).and_then(Stamp::parse) {
        Some(stamp) => Cow::Owned(stamp.latest(zone).to_rfc3339()),
        None => Cow::Borrowed(word),
    }
}

fn more(record: &Record, zone: Zone) -> More {
    let text = |key| record.text_of(key).unwrap_or_default().to_owned();
    match record.kind() {
        Kind::Policy => More::Policy(policy_facts(record)),
        Kind::Risk => risk_facts(record).map_or(More::Nothing, More::Risk),
        Kind::Incident => More::Incident(IncidentFacts {
            severity: text(incident::SEVERITY),
            certainty: text(incident::CERTAINTY),
        }),
        Kind::Action => More::Action(ActionFacts { due: record.get(action::DUE).map(|due| *due) }),
        Kind::Control | Kind::Vendor => More::Whole(whole_of(record, zone)),
        _ => More::Nothing,
    }
}

fn policy_facts(policy: &Record) -> PolicyFacts {
    PolicyFacts {
        version: policy.text_of(policy::VERSION).unwrap_or_default().to_owned(),
        log: log_entries(policy).into(),
        wording: wording(policy.body_text()),
    }
}

/// The change log of a policy.
pub(super) fn log_entries(policy: &Record) -> Vec<LogEntry> {
    let entry = |entry: &Item<'_>| LogEntry {
        version: entry.text_of(part::VERSION).unwrap_or_default().to_owned(),
        date: entry.text_of(Key::new("date")).unwrap_or_default().to_owned(),
        reason: entry.text_of(Key::new("reason")).unwrap_or_default().to_owned(),
        incidents: words(*entry, part::INCIDENTS),
        summary: entry.text_of(part::SUMMARY).unwrap_or_default().to_owned(),
    };
    policy.items(policy::CHANGE_LOG).iter().map(entry).collect()
}

fn words(item: Item<'_>, key: Key<Words>) -> Vec<String> {
    item.words(key).iter().map(|word| word.value.to_owned()).collect()
}

/// The section of a risk that says how it is treated.
const PLAN: &str = "Treatment plan";

fn risk_facts(risk: &Record) -> Option<RiskFacts> {
    let text = |key| risk.text_of(key).unwrap_or_default().to_owned();
    let incidents = [risk::INCIDENTS, risk::NEW_FROM].into_iter();
    // By the heading of the model alone: what a version states does not hang on what the
    // configuration of today calls its sections. Under another heading the whole text is the plan.
    let outline = Outline::read(&risk.text, risk.body());
    let plan = outline.section(PLAN).map(|section| section.content.slice(&risk.text));
    Some(RiskFacts {
        likelihood: *risk.get(risk::LIKELIHOOD)?,
        impact: *risk.get(risk::IMPACT)?,
        rationale: text(risk::RATIONALE),
        treatment: text(risk::TREATMENT),
        plan: fingerprint(plan.unwrap_or(risk.body_text()).split_whitespace()),
        incidents: incidents.flat_map(|key| words(risk.root(), key)).collect(),
    })
}
