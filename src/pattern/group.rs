//! Incidents that belong together: several within some days that share a vector and an asset.

use super::{asset_names, happened_on};
use crate::config::Assets;
use crate::record::Record;
use crate::schema::{incident, part};
use crate::term::{Day, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// Incidents that belong together, in the order of their days.
#[derive(Clone, Debug)]
pub struct Group<'r> {
    /// The vector that they share, in lower case.
    pub vector: String,
    /// The asset that they share.
    pub asset: &'r str,
    /// The incidents.
    pub members: Vec<&'r Record>,
}

/// Runs of at least `least` incidents of which any `least` neighbours lie within `days` days of each
/// other, by vector and asset; the same incidents are named once.
pub fn groups<'r>(
    incidents: impl IntoIterator<Item = &'r Record>,
    assets: &'r Assets,
    zone: Zone,
    (least, days): (usize, i64),
) -> Vec<Group<'r>> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for ((vector, asset), mut members) in by_likeness(incidents, assets, zone) {
        members.sort_unstable_by_key(|(day, incident)| (*day, incident.id()));
        for run in runs(&members, least, days) {
            let members: Vec<_> = run.iter().map(|(_, incident)| *incident).collect();
            let ids: Vec<_> = members.iter().map(|incident| incident.id()).collect();
            if seen.insert(ids) {
                found.push(Group { vector: vector.clone(), asset, members });
            }
        }
    }
    found
}

type Dated<'r> = (Day, &'r Record);

fn by_likeness<'r>(
    incidents: impl IntoIterator<Item = &'r Record>,
    assets: &'r Assets,
    zone: Zone,
) -> BTreeMap<(String, &'r str), Vec<Dated<'r>>> {
    let mut alike: BTreeMap<(String, &'r str), Vec<Dated<'r>>> = BTreeMap::new();
    for incident in incidents {
        let vector = incident.get(incident::ATTACK).and_then(|attack| attack.text_of(part::VECTOR));
        let vector = vector.unwrap_or_default().trim().to_lowercase();
        let Some(day) = happened_on(incident, zone) else { continue };
        if vector.is_empty() || vector == "unknown" {
            continue;
        }
        for asset in asset_names(incident, assets) {
            alike.entry((vector.clone(), asset)).or_default().push((day, incident));
        }
    }
    alike
}

/// The longest stretches in which every `least` neighbours lie within `days` days.
fn runs<'a, 'r>(sorted: &'a [Dated<'r>], least: usize, days: i64) -> Vec<&'a [Dated<'r>]> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (start, window) in sorted.windows(least.max(1)).enumerate() {
        let span = window[window.len() - 1].0 - window[0].0;
        if span.num_days() > days {
            continue;
        }
        match found.last_mut() {
            Some((_, end)) if start < *end => *end = start + window.len(),
            _ => found.push((start, start + window.len())),
        }
    }
    found.into_iter().map(|(start, end)| &sorted[start..end]).collect()
}
