//! Owners: handles that differ in nothing but case are one person.

use super::Entry;
use crate::config::People;
use std::collections::BTreeMap;

/// Gives each owner one spelling: that of the list of people, else the one in small letters, else
/// the first in order.
pub(super) fn unify(entries: &mut [Entry<'_>], people: &People) {
    let mut spelt: BTreeMap<String, String> = BTreeMap::new();
    for owner in entries.iter().filter_map(|entry| entry.owner.as_ref()) {
        let key = owner.to_lowercase();
        let best = spelt.entry(key.clone()).or_insert_with(|| owner.clone());
        if *owner == key || (*best != key && owner < best) {
            best.clone_from(owner);
        }
    }
    for person in people.all() {
        if let Some(best) = spelt.get_mut(&person.handle.to_lowercase()) {
            best.clone_from(&person.handle);
        }
    }
    for owner in entries.iter_mut().filter_map(|entry| entry.owner.as_mut()) {
        if let Some(best) = spelt.get(&owner.to_lowercase()) {
            owner.clone_from(best);
        }
    }
}
