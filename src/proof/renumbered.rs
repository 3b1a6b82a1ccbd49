//! Records that one commit removed under one id and began under another, without a word.
//!
//! Where path, id and most of the text change at once nothing links the two files for history. The
//! values do, where they leave one answer: the same kind and title, and a date of an event in common.

use super::past::{RecordPast, Version};
use std::collections::{BTreeMap, HashMap};

/// Stories that ended, by the id that they had.
type Ended = Vec<(String, RecordPast)>;

/// Takes the stories that go on under another id out of `ended`, each with the id under which it
/// does; where several records could be the same, none is.
pub(super) fn take_renumbered(
    records: &BTreeMap<String, RecordPast>,
    ended: &mut Ended,
) -> Vec<(String, RecordPast)> {
    let mut begun: HashMap<&str, Vec<(&String, &Version)>> = HashMap::new();
    if !ended.is_empty() {
        for (id, past) in records.iter().filter(|(_, past)| !past.removed) {
            if let Some(first) = past.told.last().filter(|version| version.begins) {
                begun.entry(&first.commit.id).or_default().push((id, first));
            }
        }
    }
    let of: Vec<Option<String>> = ended.iter().map(|(_, past)| successor(past, &begun)).collect();
    let mut found = Vec::new();
    let mut rest = Ended::new();
    for (story, id) in ended.drain(..).zip(&of) {
        let alone = id.is_some() && of.iter().filter(|other| *other == id).count() == 1;
        match id.clone().filter(|_| alone) {
            Some(id) => found.push((id, story.1)),
            None => rest.push(story),
        }
    }
    *ended = rest;
    found
}

/// The one record that began where this story ended and says the same of itself.
fn successor(past: &RecordPast, begun: &HashMap<&str, Vec<(&String, &Version)>>) -> Option<String> {
    let (last, end) = (past.told.first()?, past.removed_by.as_ref()?);
    let mut same = begun
        .get(end.id.as_str())?
        .iter()
        .filter(|(_, first)| first.facts().is_surely_same(last.facts()));
    match (same.next(), same.next()) {
        (Some((id, _)), None) => Some((*id).clone()),
        _ => None,
    }
}
