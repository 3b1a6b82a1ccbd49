//! Recurrence: an incident with an earlier one that shares its key.
//!
//! The key is an action variety, an asset group, and a cause category or a failed control. The
//! earlier one lies 1 to 365 days before; two of one day are one event seen twice.

use super::{Cause, Traits};
use crate::term::Day;
use std::collections::{BTreeMap, HashMap};

/// Most days between two incidents of which the later one is a recurrence.
pub const MAX_DAYS: i64 = 365;

/// How many varieties, groups and causes of one incident make keys: a record with more states nothing
/// any more, and their products would fill the memory.
const MAX_EACH: usize = 24;

/// An incident that recurs, and the latest earlier one that it repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence<'r> {
    /// Position of the earlier incident.
    pub earlier: usize,
    /// Days between the two.
    pub days: i64,
    /// The variety, asset group and cause that they share; `None` when the record only says that
    /// they are alike.
    pub key: Option<(String, &'r str, Cause<'r>)>,
}

impl Recurrence<'_> {
    /// What the two share, in words: `phishing, server, cause process`.
    pub fn shared(&self) -> String {
        match &self.key {
            Some((variety, group, Cause::Category(category))) => {
                format!("{variety}, {group}, cause {category}")
            }
            Some((variety, group, Cause::Control(control))) => {
                format!("{variety}, {group}, control {control}")
            }
            None => "as the record says".into(),
        }
    }
}

/// For each incident the latest earlier one that it repeats, by a shared key or by `similar_to`.
///
/// A shared key is named before a stated likeness where both lead to the same day.
pub fn recurrences<'r>(all: &[Traits<'r>]) -> Vec<Option<Recurrence<'r>>> {
    let mut found: Vec<Option<Nearest<'_, 'r>>> = vec![None; all.len()];
    for (key, mut members) in by_key(all) {
        members.sort_unstable_by_key(|at| (all[*at].day, all[*at].incident.id()));
        let mut earlier = None;
        for (place, at) in members.iter().copied().enumerate() {
            if let Some(before) = place.checked_sub(1).map(|place| members[place])
                && all[before].day < all[at].day
            {
                earlier = Some(before);
            }
            if let Some(earlier) = earlier {
                keep(all, &mut found[at], (at, earlier), Some(key));
            }
        }
    }
    let position: HashMap<&str, usize> =
        all.iter().enumerate().map(|(at, traits)| (traits.incident.id(), at)).collect();
    for (at, traits) in all.iter().enumerate() {
        for earlier in traits.similar_to.iter().filter_map(|id| position.get(id)) {
            keep(all, &mut found[at], (at, *earlier), None);
        }
    }
    let owned = |(variety, group, cause): SharedKey<'_, 'r>| (variety.into(), group, cause.clone());
    let told =
        |(earlier, days, key): Nearest<'_, 'r>| Recurrence { earlier, days, key: key.map(owned) };
    found.into_iter().map(|nearest| nearest.map(told)).collect()
}

/// A key, as the traits that share it have it.
type SharedKey<'t, 'r> = (&'t str, &'r str, &'t Cause<'r>);

/// Position of the earlier incident, days between, and the key.
type Nearest<'t, 'r> = (usize, i64, Option<SharedKey<'t, 'r>>);

/// The incidents that have each key.
fn by_key<'t, 'r>(all: &'t [Traits<'r>]) -> BTreeMap<SharedKey<'t, 'r>, Vec<usize>> {
    let mut members: BTreeMap<SharedKey<'t, 'r>, Vec<usize>> = BTreeMap::new();
    for (at, traits) in all.iter().enumerate() {
        for variety in traits.varieties.iter().take(MAX_EACH) {
            for group in traits.groups.iter().take(MAX_EACH) {
                for cause in traits.causes.iter().take(MAX_EACH) {
                    members.entry((variety, group, cause)).or_default().push(at);
                }
            }
        }
    }
    members
}

/// Keeps the later of two earlier incidents.
fn keep<'t, 'r>(
    all: &[Traits<'r>],
    slot: &mut Option<Nearest<'t, 'r>>,
    (at, earlier): (usize, usize),
    key: Option<SharedKey<'t, 'r>>,
) {
    let days = days_between(all[earlier].day, all[at].day);
    let is_nearer = slot.as_ref().is_none_or(|(_, kept, _)| days < *kept);
    if (1..=MAX_DAYS).contains(&days) && is_nearer {
        *slot = Some((earlier, days, key));
    }
}

fn days_between(earlier: Day, later: Day) -> i64 {
    (later - earlier).num_days()
}
