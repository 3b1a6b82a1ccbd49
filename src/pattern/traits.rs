//! What an incident has in common with others: action varieties, asset groups, causes, failed controls.

use crate::config::Assets;
use crate::record::{Item, Record};
use crate::register::Register;
use crate::schema::{Kind, incident, part, pir, rca};
use crate::term::{Day, RecordRef, Zone};
use std::collections::BTreeSet;

/// What an incident has in common with others.
#[derive(Clone, Debug)]
pub struct Traits<'r> {
    /// The incident.
    pub incident: &'r Record,
    /// The day to which it belongs.
    pub day: Day,
    /// How it was done, in lower case.
    pub varieties: BTreeSet<String>,
    /// What it concerned.
    pub groups: BTreeSet<&'r str>,
    /// Why it could happen.
    pub causes: BTreeSet<Cause<'r>>,
    /// Ids of the incidents that it says it resembles.
    pub similar_to: BTreeSet<&'r str>,
}

/// Why an incident could happen, as far as a key asks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause<'r> {
    /// The category of a cause.
    Category(&'r str),
    /// A control that was absent, not followed, bypassed or failed.
    Control(String),
}

impl Traits<'_> {
    /// True when the incident has a key, so that it can recur by it.
    pub fn has_key(&self) -> bool {
        !self.varieties.is_empty() && !self.groups.is_empty() && !self.causes.is_empty()
    }
}

/// True for incidents that enter rates: of origin incident, not rejected, confirmed or suspected.
pub fn is_counted(incident: &Record) -> bool {
    let origin = incident.text_of(incident::ORIGIN).unwrap_or("incident");
    let certainty = incident.text_of(incident::CERTAINTY).unwrap_or("suspected");
    incident.kind() == Kind::Incident
        && !incident.is_ended()
        && origin == "incident"
        && matches!(certainty, "confirmed" | "suspected")
}

/// The day to which an incident belongs: when it occurred, else was detected, else was reported.
pub fn happened_on(incident: &Record, zone: Zone) -> Option<Day> {
    let keys = [incident::OCCURRED_AT, incident::DETECTED_AT, incident::REPORTED_AT];
    keys.into_iter().find_map(|key| incident.get(key)).map(|at| at.day(zone))
}

/// The names of the incident's assets, an alias replaced by the name that it stands for.
pub fn asset_names<'r>(incident: &'r Record, assets: &'r Assets) -> BTreeSet<&'r str> {
    let name = |asset: Item<'r>| {
        let name = asset.text_or_own(part::NAME)?.trim();
        Some(assets.get(name).map_or(name, |known| known.name.as_str()))
    };
    incident.items(incident::ASSETS).into_iter().filter_map(name).filter(says_something).collect()
}

/// What `incident` has in common with others; `None` when it has no date.
pub fn traits_of<'r>(
    register: &'r Register,
    assets: &'r Assets,
    incident: &'r Record,
    zone: Zone,
) -> Option<Traits<'r>> {
    let similar = incident.words(incident::SIMILAR_TO);
    Some(Traits {
        incident,
        day: happened_on(incident, zone)?,
        varieties: varieties(incident),
        groups: asset_groups(incident, assets),
        causes: causes(register, incident),
        similar_to: similar.into_iter().map(|found| found.value).collect(),
    })
}

fn says_something(word: &&str) -> bool {
    !word.trim().is_empty() && !word.eq_ignore_ascii_case("unknown")
}

fn varieties(incident: &Record) -> BTreeSet<String> {
    let attack = incident.get(incident::ATTACK);
    let words = attack.map(|attack| attack.words(part::VARIETIES)).unwrap_or_default();
    let words = words.into_iter().map(|found| found.value).filter(says_something);
    words.map(|word| word.trim().to_lowercase()).collect()
}

fn asset_groups<'r>(incident: &'r Record, assets: &'r Assets) -> BTreeSet<&'r str> {
    let group = |asset: Item<'r>| {
        let stated = asset.text_of(part::GROUP);
        stated.or_else(|| assets.group(asset.text_or_own(part::NAME)?.trim()))
    };
    incident.items(incident::ASSETS).into_iter().filter_map(group).filter(says_something).collect()
}

/// Causes and failed controls that the incident itself, its analyses and its reviews state.
fn causes<'r>(register: &'r Register, incident: &'r Record) -> BTreeSet<Cause<'r>> {
    let stated = stated_causes(register, incident).into_iter();
    let categories = stated.filter_map(|cause| cause.text_of(part::CATEGORY)).map(Cause::Category);
    categories.chain(failed_controls(register, incident).into_iter().map(Cause::Control)).collect()
}

/// The causes that the incident itself and its analyses state; what is privileged is not told.
pub(super) fn stated_causes<'r>(register: &'r Register, incident: &'r Record) -> Vec<Item<'r>> {
    let own = incident.get(incident::LEARNING).map(|learning| learning.items(part::CAUSES));
    let analyses = register.naming(Kind::Rca, incident.id());
    let analyses = analyses.filter(|it| !it.is_ended() && !it.is_privileged());
    own.into_iter().chain(analyses.map(|it| it.items(rca::CAUSES))).flatten().collect()
}

/// The controls that the incident itself and its reviews found absent, not followed, bypassed or failed.
pub(super) fn failed_controls(register: &Register, incident: &Record) -> BTreeSet<String> {
    let own = incident.get(incident::LEARNING).map(|it| it.items(part::CONTROL_EVALUATION));
    let reviews = register.naming(Kind::Pir, incident.id());
    let reviews = reviews.filter(|it| !it.is_ended() && !it.is_privileged());
    let reviewed = reviews.map(|it| it.items(pir::CONTROL_EVALUATION));
    own.into_iter().chain(reviewed).flatten().filter_map(failed).collect()
}

fn failed(evaluation: Item<'_>) -> Option<String> {
    let outcome = evaluation.text_of(part::OUTCOME).unwrap_or_default();
    let control = evaluation.text_of(part::CONTROL)?;
    matches!(outcome, "absent" | "not-followed" | "bypassed" | "failed")
        .then(|| RecordRef::parse(control).id)
}
