//! Parts of records: causes, lessons, decisions, findings.

use crate::record::{Item, Record};
use crate::schema::{Items, Key, Kind, incident, part};

/// True when `record` has a part with this id, such as `C1`.
pub fn has_part(record: &Record, wanted: &str) -> bool {
    let named = |item: &Item<'_>| item.text_of(part::ID) == Some(wanted);
    lists(record).iter().any(named)
}

/// The ids of the parts of `record`, in file order.
pub fn part_ids(record: &Record) -> Vec<&str> {
    lists(record).into_iter().filter_map(|item| item.text_of(part::ID)).collect()
}

/// Every item of a record that others may name.
fn lists(record: &Record) -> Vec<Item<'_>> {
    let keys: &[Key<Items>] = match record.kind() {
        Kind::Rca => &[part::CAUSES],
        Kind::Pir => &[part::LESSONS],
        Kind::ManagementReview => &[Key::new("decisions")],
        Kind::TrendReport | Kind::EffectivenessAudit => &[Key::new("findings")],
        Kind::Incident => {
            let Some(learning) = record.get(incident::LEARNING) else { return Vec::new() };
            return [part::CAUSES, part::LESSONS]
                .into_iter()
                .flat_map(|key| learning.items(key))
                .collect();
        }
        _ => &[],
    };
    keys.iter().flat_map(|key| record.items(*key)).collect()
}
