//! The registers: name, records, rows, columns, and the date by which a row belongs to a period.

use super::cells::ComputedCell;
use super::{Subject, item, kinds};
use crate::record::{Item, Record};
use crate::register::Register;
use crate::rows::listing::{date_that_matters, in_natural_order};
use crate::schema::Kind;
use crate::term::{Day, Zone};

/// A register.
#[derive(Debug)]
pub struct Ledger {
    /// The word by which it is asked for.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// The date by which a row belongs to a period, in words.
    pub period_by: &'static str,
    /// Other words by which it is asked for.
    pub also: &'static [&'static str],
    /// The kinds of its records.
    pub(super) kinds: &'static [Kind],
    /// Its own columns, from the left.
    pub columns: &'static [&'static str],
    /// The rows of a record: `None` for the record itself.
    pub(super) parts: for<'r> fn(&'r Record) -> Vec<Option<Item<'r>>>,
    /// What no field of the record says; `None` for a field.
    pub(super) computed: ComputedCell,
    pub(super) day: for<'r> fn(&Subject<'r>, Zone) -> Option<Day>,
}

impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Ledger {
    /// Its records, kind by kind, in the order of their ids.
    pub(super) fn records<'r>(&self, register: &'r Register) -> Vec<&'r Record> {
        self.kinds.iter().flat_map(|kind| in_natural_order(register, *kind)).collect()
    }
}

/// Every register, in the order of the chain.
pub static LEDGERS: &[Ledger] = &[
    kinds::INCIDENTS,
    kinds::REVIEWS,
    kinds::CAUSES,
    kinds::LESSONS,
    kinds::ACTIONS,
    kinds::RISKS,
    kinds::CONTROLS,
    kinds::POLICIES,
    kinds::POLICY_CHANGES,
    kinds::TRAINING,
    kinds::BULLETINS,
    kinds::MANAGEMENT_REVIEWS,
    kinds::DECISIONS,
    kinds::TREND_REPORTS,
    kinds::FOLLOW_UPS,
    kinds::STATEMENTS,
    kinds::VENDORS,
    kinds::ASSESSMENTS,
];

/// The register that `word` names: by its name, in the singular, or by another usual word.
pub fn ledger_of_word(word: &str) -> Option<&'static Ledger> {
    let word = word.to_lowercase().replace(['_', ' '], "-");
    let is = |name: &&str| **name == word || name.strip_suffix('s') == Some(&word);
    LEDGERS.iter().find(|it| is(&it.name) || it.also.iter().any(is))
}

/// One row for the record itself.
pub(super) fn whole(_: &Record) -> Vec<Option<Item<'_>>> {
    vec![None]
}

/// The day of the date that matters for the kind.
pub(super) fn usual_day(subject: &Subject<'_>, zone: Zone) -> Option<Day> {
    date_that_matters(subject.record).map(|(_, stamp)| stamp.day(zone))
}

/// Nothing but fields.
pub(super) fn fields_only(
    _: &super::LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<crate::rows::listing::ListValue> {
    item::shared(subject, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_word_names_two_registers_and_no_column_stands_twice() {
        let mut words = BTreeSet::new();
        for ledger in LEDGERS {
            for word in [ledger.name].iter().chain(ledger.also) {
                assert!(words.insert(*word), "{word}");
                assert_eq!(ledger_of_word(word).map(|it| it.name), Some(ledger.name));
            }
            let columns: Vec<_> = ledger.all_columns().collect();
            let different: BTreeSet<_> = columns.iter().collect();
            assert_eq!(columns.len(), different.len(), "{}", ledger.name);
            assert_eq!(columns[0], "id");
        }
        assert_eq!(ledger_of_word("Corrective Actions").map(|it| it.name), Some("actions"));
        assert_eq!(ledger_of_word("banana").map(|it| it.name), None);
    }
}
