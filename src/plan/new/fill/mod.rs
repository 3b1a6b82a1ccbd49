//! What each kind takes over from what is known.

mod action;
mod audit;
mod control;
mod figures;
mod incident;
mod management;
pub(super) mod period;
mod policy;
mod rca;
mod review;
mod risk;
mod telling;
mod vendor;

use super::sheet::Sheet;
use super::source::Sources;
use super::{Ground, Request};
use crate::record::{Item, Record};
use crate::schema::{Items, Key, Kind, StampValue, common, incident as inc, part};
use crate::term::Stamp;
use chrono::SecondsFormat;

/// What a kind may look at.
#[derive(Clone, Copy)]
struct Cx<'a> {
    request: &'a Request<'a>,
    ground: &'a Ground<'a>,
    sources: &'a Sources<'a>,
}

/// Fills in everything that is known.
pub(super) fn fill(
    sheet: &mut Sheet,
    request: &Request<'_>,
    ground: &Ground<'_>,
    sources: &Sources<'_>,
) {
    let cx = Cx { request, ground, sources };
    common(sheet, cx);
    match request.kind {
        Kind::Incident => incident::fill(sheet, cx),
        Kind::Pir => review::fill(sheet, cx),
        Kind::Rca => rca::fill(sheet, cx),
        Kind::Action => action::fill(sheet, cx),
        Kind::Control => control::fill(sheet, cx),
        Kind::Risk => risk::fill(sheet, cx),
        Kind::Policy => policy::fill(sheet, cx),
        Kind::Training => telling::fill_training(sheet, cx),
        Kind::Bulletin => telling::fill_bulletin(sheet, cx),
        Kind::ManagementReview => management::fill(sheet, cx),
        Kind::TrendReport => period::fill_report(sheet, cx),
        Kind::EffectivenessAudit => audit::fill(sheet, cx),
        Kind::PeriodStatement => period::fill_statement(sheet, cx),
        Kind::Vendor => {}
        Kind::VendorAssessment => vendor::fill_assessment(sheet, cx),
    }
}

/// Ids of the parts of a record that others may answer.
pub(super) fn part_ids(record: &Record) -> Vec<String> {
    parts(record).iter().filter_map(|item| item.text_of(part::ID)).map(str::to_owned).collect()
}

/// Causes, lessons, decisions and findings of a record.
fn parts(record: &Record) -> Vec<Item<'_>> {
    let lists: [Key<Items>; 4] =
        [part::CAUSES, part::LESSONS, Key::new("decisions"), Key::new("findings")];
    let learning = record.get(inc::LEARNING).filter(|_| record.kind() == Kind::Incident);
    let root = learning.map_or_else(|| record.root(), |learning| learning.value);
    lists.into_iter().flat_map(|key| root.items(key)).collect()
}

fn common(sheet: &mut Sheet, cx: Cx<'_>) {
    let spec = cx.request.kind.spec();
    sheet.text(common::KIND, spec.name);
    if let Some(title) = cx.request.title() {
        sheet.text(common::TITLE, title);
    }
    sheet.text(common::STATUS, spec.machine.initial());
    sheet.raw(common::CREATED.name(), cx.ground.now.day().to_string());
    if let (Some(owner), Some(_)) = (cx.request.owner, spec.field("owner")) {
        sheet.text(Key::new("owner"), owner);
    }
}

impl<'a> Cx<'a> {
    /// Now, to the minute, with the zone's offset.
    fn now(self) -> String {
        let now = self.ground.now;
        let minute = now.instant.timestamp() - now.instant.timestamp().rem_euclid(60);
        let at = chrono::DateTime::from_timestamp(minute, 0).unwrap_or(now.instant);
        now.zone.local(at).to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// A title made of another record's, unless the user gave one.
    fn title_from(self, sheet: &mut Sheet, title: Option<String>) {
        if let (None, Some(title)) = (self.request.title(), title) {
            sheet.text(common::TITLE, &title);
        }
    }

    /// The incidents of the sources, as links.
    fn incidents(self, sheet: &mut Sheet) {
        sheet.words(Key::<crate::schema::Words>::new("incidents"), &self.sources.incident_ids());
    }

    /// Living records of a kind that name one of the sources' incidents.
    fn naming(self, kind: Kind) -> Vec<&'a Record> {
        let mut found: Vec<&Record> = Vec::new();
        for incident in self.sources.incidents() {
            for record in self.ground.register.naming(kind, incident.id()) {
                if !record.is_ended() && found.iter().all(|known| known.path != record.path) {
                    found.push(record);
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    /// The function of a person, where it is known.
    fn function(self, handle: &str) -> Option<&'a str> {
        self.ground.people.get(handle)?.function
    }

    /// Living incidents of the register, those of privileged text too.
    fn all_incidents(self) -> impl Iterator<Item = &'a Record> {
        self.ground.register.of_kind(Kind::Incident).filter(|incident| !incident.is_ended())
    }
}

/// The titles of the first incident, and how many more there are.
fn about(incidents: &[&Record]) -> Option<String> {
    let first = incidents.first()?;
    let title = if first.title().is_empty() { first.id() } else { first.title() };
    Some(match incidents.len() {
        1 => title.to_owned(),
        n => format!("{title} and {} more", n - 1),
    })
}

/// When an incident counts: since when it occurred, else was noticed, else was reported.
fn counted_at(incident: &Record) -> Option<Stamp> {
    [inc::OCCURRED_AT, inc::DETECTED_AT, inc::REPORTED_AT]
        .into_iter()
        .find_map(|key| stamp(incident, key))
}

fn stamp(record: &Record, key: Key<StampValue>) -> Option<Stamp> {
    record.get(key).map(|found| found.value)
}
