//! Who did what: the people behind the roles of an incident, the same person twice, independence.
//!
//! Takes what records state and what git shows; decides nothing about a person. A name that is typed
//! is a claim, and two handles may still be one human being.

mod duty;
mod independence;
mod person;

pub use duty::{Ask, Duty};
pub use independence::{Answer, Independence, Lighter};
pub use person::{Crowd, PersonId, Somebody};

use crate::chain::{Inquiry, policies_of, risks_of};
use crate::config::People;
use crate::metrics::Window;
use crate::pattern::happened_on;
use crate::record::Record;
use crate::schema::{Key, Kind, StampValue, Words, management_review};
use crate::term::Day;
use duty::Reader;
use std::collections::{BTreeMap, BTreeSet};

/// Who did what in one incident, or in the reports and statements of a period.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// The incident, or the record of the period.
    pub subject: String,
    /// True for an incident, false for a report, a management review or a statement.
    pub is_incident: bool,
    /// Its title; empty when it is privileged.
    pub title: String,
    /// Who did what, in the order of the chain.
    pub duties: Vec<Duty>,
    /// People with more than one role, each with the roles.
    pub twice: Vec<(PersonId, Vec<&'static str>)>,
    /// Pairs of roles that are meant for two people.
    pub independence: Vec<Independence>,
    /// Records whose people are withheld because they are privileged.
    pub withheld: Vec<String>,
}

/// Who did what, over incidents and the reports of a period.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// The people, each once.
    pub crowd: Crowd,
    /// By incident, then by report and statement.
    pub casts: Vec<Cast>,
    /// Incidents that state no date, so that nothing says whether they belong to the period.
    pub undated: Vec<String>,
}

impl Roles {
    /// How often each person had each role, by person; a record counts once.
    pub fn tally(&self) -> BTreeMap<PersonId, BTreeMap<&'static str, usize>> {
        let mut seen = BTreeSet::new();
        let mut found: BTreeMap<PersonId, BTreeMap<&'static str, usize>> = BTreeMap::new();
        for duty in self.casts.iter().flat_map(|cast| &cast.duties) {
            if seen.insert((duty.person, duty.role, duty.record.as_str())) {
                *found.entry(duty.person).or_default().entry(duty.role).or_default() += 1;
            }
        }
        found
    }

    /// Every pair that was looked at, each once, also where several incidents share its record.
    pub fn pairs(&self) -> Vec<&Independence> {
        let mut seen = BTreeSet::new();
        let all = self.casts.iter().flat_map(|cast| &cast.independence);
        all.filter(|pair| seen.insert((pair.record.as_str(), pair.roles, &pair.other))).collect()
    }
}

/// Who did what in one incident.
pub fn roles_of_incident(cx: &Inquiry<'_>, people: &People, incident: &Record, ask: Ask) -> Roles {
    let mut reader = Reader::new(cx, people, ask);
    let cast = cast(&mut reader, incident);
    Roles { casts: vec![cast], undated: Vec::new(), crowd: reader.crowd }
}

/// Who did what in the incidents of a window, and in the reports, reviews and statements made in it.
pub fn roles_of_period(cx: &Inquiry<'_>, people: &People, window: &Window, ask: Ask) -> Roles {
    let mut reader = Reader::new(cx, people, ask);
    let (mut casts, mut undated) = (Vec::new(), Vec::new());
    for incident in sorted(cx, Kind::Incident) {
        match happened_on(incident, cx.now.zone) {
            Some(day) if window.contains(day) => casts.push(cast(&mut reader, incident)),
            Some(_) => {}
            None => undated.push(incident.id().to_owned()),
        }
    }
    for kind in [Kind::TrendReport, Kind::ManagementReview, Kind::PeriodStatement] {
        for record in sorted(cx, kind) {
            if day_of(cx, record).is_some_and(|day| window.contains(day)) {
                casts.push(finish(&mut reader, record, vec![record]));
            }
        }
    }
    Roles { casts, undated, crowd: reader.crowd }
}

fn sorted<'a>(cx: &Inquiry<'a>, kind: Kind) -> Vec<&'a Record> {
    let mut records: Vec<_> = cx.register.of_kind(kind).filter(|it| !it.is_ended()).collect();
    records.sort_by(|a, b| (a.id(), &a.path).cmp(&(b.id(), &b.path)));
    records
}

/// The day on which a report was presented, a review held, a statement declared.
fn day_of(cx: &Inquiry<'_>, record: &Record) -> Option<Day> {
    let keys: [Key<StampValue>; 3] =
        [Key::new("presented_at"), Key::new("held_at"), Key::new("declared_at")];
    keys.into_iter().find_map(|key| record.get(key)).map(|at| at.day(cx.now.zone))
}

/// The cast of an incident: of its own record, and of every record that belongs to its chain.
fn cast(reader: &mut Reader<'_>, incident: &Record) -> Cast {
    let cx = reader.cx;
    let Some(incident) = cx.register.at_path(&incident.path) else { return Cast::default() };
    let naming = |kind| cx.register.naming(kind, incident.id()).filter(|it| !it.is_ended());
    let mut records = vec![incident];
    for kind in [Kind::Pir, Kind::Rca, Kind::Action] {
        records.extend(naming(kind));
    }
    let rejected = cx.register.naming(Kind::Action, incident.id());
    records.extend(rejected.filter(|action| action.status() == "rejected"));
    let actions: BTreeSet<&str> = naming(Kind::Action).map(Record::id).collect();
    records.extend(controls(&cx, incident, &actions));
    records.extend(policies_of(&cx, incident.id()));
    records.extend(risks_of(&cx, incident.id()));
    for kind in [Kind::Training, Kind::Bulletin, Kind::ManagementReview, Kind::EffectivenessAudit] {
        records.extend(naming(kind));
    }
    let approving = cx.register.of_kind(Kind::ManagementReview).filter(|it| !it.is_ended());
    records.extend(approving.filter(|review| approves(review, &actions)));
    finish(reader, incident, records)
}

/// The controls that the incident's actions change and those whose change log names the incident.
fn controls<'a>(cx: &Inquiry<'a>, incident: &Record, actions: &BTreeSet<&str>) -> Vec<&'a Record> {
    let changed = actions.iter().filter_map(|id| cx.register.get_kind(Kind::Action, id));
    let named = changed.flat_map(|action| action.links.iter());
    let named = named.filter(|link| link.field == "changes");
    let targets = named.filter_map(|link| cx.register.get_kind(Kind::Control, &link.target.id));
    let logged = cx.register.referrers(incident.id()).map(|(record, _)| record);
    targets.chain(logged.filter(|record| record.kind() == Kind::Control)).collect()
}

fn approves(review: &Record, actions: &BTreeSet<&str>) -> bool {
    let decisions = review.items(management_review::DECISIONS).into_iter();
    let mut named = decisions.flat_map(|it| it.words(Key::<Words>::new("approves")));
    named.any(|id| actions.contains(id.value))
}

/// Reads the people of each record once.
fn finish<'a>(reader: &mut Reader<'a>, subject: &Record, records: Vec<&'a Record>) -> Cast {
    let mut seen = BTreeSet::new();
    let title = if subject.is_privileged() { "" } else { subject.title() };
    let mut cast = Cast {
        subject: subject.id().to_owned(),
        is_incident: subject.kind() == Kind::Incident,
        title: title.to_owned(),
        ..Cast::default()
    };
    for record in records {
        if !seen.insert(&record.path) {
            continue;
        }
        if record.is_privileged() {
            cast.withheld.push(record.id().to_owned());
            continue;
        }
        cast.duties.extend(reader.duties(record, subject.id()));
        cast.independence.extend(independence::of(reader, record, subject));
    }
    cast.twice = twice(&cast.duties);
    cast
}

fn twice(duties: &[Duty]) -> Vec<(PersonId, Vec<&'static str>)> {
    let mut roles: BTreeMap<PersonId, Vec<&'static str>> = BTreeMap::new();
    for duty in duties {
        let own = roles.entry(duty.person).or_default();
        if !own.contains(&duty.role) {
            own.push(duty.role);
        }
    }
    roles.into_iter().filter(|(_, roles)| roles.len() > 1).collect()
}
