//! Regulatory clocks: what a law wants told, to whom, from which stamp on, within which time.

use super::{document, text_of};
use crate::term::Duration;
use crate::yaml::{NodeId, Tree};
use std::sync::OnceLock;

const CLOCKS: &str = include_str!("data/regulatory-clocks.yaml");

/// A clock that a law starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegulatoryClock {
    /// A name for it, `gdpr-33-1`.
    pub id: &'static str,
    /// The regime, as a record names it.
    pub regime: &'static str,
    /// The stage of `notifications` that stops it; `None` when nothing in a record does.
    pub stage: Option<&'static str>,
    /// Law and article.
    pub law: &'static str,
    /// What is owed, as an imperative fragment.
    pub what: &'static str,
    /// What starts it.
    pub starts: ClockStart,
    /// How long it runs; `None` where the law gives no figure.
    pub limit: Option<Duration>,
    /// The longest time from awareness, where the law sets one beside the limit.
    pub cap: Option<Duration>,
    /// True when a limit on a weekend may move to the next working day.
    pub moves_on_weekends: bool,
    /// When it applies, as a lower-case fragment.
    pub condition: &'static str,
}

/// What starts a regulatory clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockStart {
    /// A stamp of the incident, by the name of its field.
    Stamp(&'static str),
    /// The notification of an earlier stage.
    Submitted(&'static str),
    /// No stamp of a record.
    Nothing,
}

/// Every regulatory clock, each regime in the order of its stages.
pub fn regulatory_clocks() -> &'static [RegulatoryClock] {
    static DATA: OnceLock<Vec<RegulatoryClock>> = OnceLock::new();
    DATA.get_or_init(|| {
        let tree = document(CLOCKS);
        let list = tree.entry(CLOCKS, tree.root(), "clocks");
        let items = tree.items(list.expect("the list is in the data").value);
        items.iter().map(|item| read(&tree, *item)).collect()
    })
}

fn read(tree: &Tree, item: NodeId) -> RegulatoryClock {
    let field = |key| text_of(tree, CLOCKS, item, key);
    let given = |key| Some(field(key)).filter(|word| *word != "none");
    let duration = |text: &str| Duration::parse(text).expect("limits in the data are durations");
    let cap = tree.entry(CLOCKS, item, "cap").map(|_| duration(field("cap")));
    RegulatoryClock {
        id: field("id"),
        regime: field("regime"),
        stage: given("stage"),
        law: field("law"),
        what: field("what"),
        starts: start(field("starts")),
        limit: given("limit").map(duration),
        cap,
        moves_on_weekends: field("weekend") == "yes",
        condition: field("condition"),
    }
}

fn start(word: &'static str) -> ClockStart {
    match word.strip_prefix("submitted ") {
        Some(stage) => ClockStart::Submitted(stage),
        None if word == "none" => ClockStart::Nothing,
        None => ClockStart::Stamp(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::enumeration::REGIME;
    use std::collections::BTreeSet;

    #[test]
    fn the_clocks_are_read_and_name_what_records_can_say() {
        let clocks = regulatory_clocks();
        let ids: BTreeSet<_> = clocks.iter().map(|clock| clock.id).collect();
        assert_eq!((clocks.len(), ids.len()), (15, 15));
        for clock in clocks {
            assert!(REGIME.values.contains(&clock.regime), "{}", clock.id);
            let before = |stage| {
                clocks.iter().any(|other| {
                    other.regime == clock.regime
                        && other.stage == Some(stage)
                        && other.limit.is_some()
                })
            };
            match clock.starts {
                ClockStart::Stamp(name) => {
                    assert!(matches!(name, "aware_at" | "classified_major_at"), "{name}");
                }
                ClockStart::Submitted(stage) => assert!(before(stage), "{}", clock.id),
                ClockStart::Nothing => {}
            }
        }
    }

    #[test]
    fn limits_are_those_of_the_laws() {
        let limit = |id: &str| {
            let clock = regulatory_clocks().iter().find(|clock| clock.id == id).unwrap();
            (clock.limit, clock.cap, clock.moves_on_weekends)
        };
        assert_eq!(limit("gdpr-33-1"), (Some(Duration::hours(72)), None, false));
        assert_eq!(limit("nis2-early"), (Some(Duration::hours(24)), None, false));
        assert_eq!(limit("nis2-final"), (Some(Duration::months(1)), None, false));
        let capped = (Some(Duration::hours(4)), Some(Duration::hours(24)), true);
        assert_eq!(limit("dora-initial"), capped);
        assert_eq!(limit("gdpr-34"), (None, None, false));
    }
}
