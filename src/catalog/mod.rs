//! What the standards say about themselves: identifiers, titles, relations.
//!
//! Facts only, never a text of a standard. The data travels inside the program, in `data/`, and is
//! read on first use; it is ours, so a mistake in it is a bug and not a finding.

mod clocks;
mod crosswalk;
mod requirements;

pub use clocks::{ClockStart, RegulatoryClock, regulatory_clocks};
pub use crosswalk::{
    Clause, Coverage, Framework, FrameworkFilter, Mapping, Said, Source, UnknownFramework, clauses,
    frameworks, mappings, mappings_of, sources,
};
pub use requirements::{Requirement, Scope, Trap, requirement, requirements, traps};

use crate::span::Span;
use crate::term::{canonical_control, nearest};
use crate::yaml::{self, NodeId, Tree};
use std::sync::OnceLock;

const ANNEX_A: &str = include_str!("data/annex-a.yaml");

/// A control of ISO/IEC 27001:2022 Annex A.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Control {
    /// Its id in the printed form, `A.5.27`.
    pub id: &'static str,
    /// Its short title.
    pub title: &'static str,
    /// The group it stands in.
    pub theme: Theme,
}

/// The four groups of Annex A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// Clause 5, 37 controls.
    Organizational,
    /// Clause 6, 8 controls.
    People,
    /// Clause 7, 14 controls.
    Physical,
    /// Clause 8, 34 controls.
    Technological,
}

/// A control that stands beside A.5.27.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The other control.
    pub control: Control,
    /// How it stands to learning from incidents, as a lower-case fragment.
    pub relation: &'static str,
}

impl Theme {
    /// Every theme, in the order of the standard.
    pub const ALL: [Self; 4] =
        [Self::Organizational, Self::People, Self::Physical, Self::Technological];

    /// The word people read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Organizational => "organizational",
            Self::People => "people",
            Self::Physical => "physical",
            Self::Technological => "technological",
        }
    }
}

/// The 93 controls of Annex A, in the order of the standard.
pub fn controls() -> &'static [Control] {
    &annex_a().controls
}

/// The control that `id` names, in any of the forms `A.8.5`, `a.8.5` and `8.5`.
pub fn control(id: &str) -> Option<&'static Control> {
    let id = canonical_control(id)?;
    controls().iter().find(|control| control.id == id)
}

/// The control that a misspelt `id` or title was probably meant to be.
pub fn nearest_control(id: &str) -> Option<&'static Control> {
    let id = canonical_control(id).unwrap_or_else(|| id.to_owned());
    let by_id = nearest(&id, controls().iter().map(|control| control.id));
    let by_title = || nearest(&id, controls().iter().map(|control| control.title));
    let found = by_id.or_else(by_title)?;
    controls().iter().find(|control| control.id == found || control.title == found)
}

/// The controls that stand beside A.5.27.
pub fn related_to_learning() -> &'static [Relation] {
    &annex_a().related
}

struct AnnexA {
    controls: Vec<Control>,
    related: Vec<Relation>,
}

fn annex_a() -> &'static AnnexA {
    static DATA: OnceLock<AnnexA> = OnceLock::new();
    DATA.get_or_init(|| read(&document(ANNEX_A)))
}

/// The tree of a document that travels inside the program.
fn document(text: &str) -> Tree {
    let (tree, faults) = yaml::parse(text, Span::new(0, text.len()));
    assert!(faults.is_empty(), "the catalogue is tested to be read without a fault");
    tree.expect("the catalogue is tested to hold a document")
}

fn read(tree: &Tree) -> AnnexA {
    let list = |key| {
        let entry = tree.entry(ANNEX_A, tree.root(), key);
        tree.items(entry.expect("both lists are in the data").value)
    };
    let controls: Vec<_> = list("controls").iter().map(|item| read_control(tree, *item)).collect();
    let related = list("related").iter().map(|item| {
        let id = field(tree, *item, "id");
        let control = controls.iter().find(|control| control.id == id);
        let control = *control.expect("a relation names a control of the list");
        Relation { control, relation: field(tree, *item, "relation") }
    });
    let related = related.collect();
    AnnexA { controls, related }
}

fn read_control(tree: &Tree, item: NodeId) -> Control {
    let theme = field(tree, item, "theme");
    let theme = Theme::ALL.into_iter().find(|known| known.word() == theme);
    Control {
        id: field(tree, item, "id"),
        title: field(tree, item, "title"),
        theme: theme.expect("the data names one of the four themes"),
    }
}

fn field(tree: &Tree, item: NodeId, key: &str) -> &'static str {
    text_of(tree, ANNEX_A, item, key)
}

/// A value of the data; without escapes, so that it is a part of the text itself.
fn text_of(tree: &Tree, text: &'static str, item: NodeId, key: &str) -> &'static str {
    let entry = tree.entry(text, item, key).expect("every item has all its fields");
    let written = tree.node(entry.value).span.slice(text);
    written.trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn annex_a_has_93_different_controls_in_four_themes() {
        let counts = Theme::ALL.map(|theme| controls().iter().filter(|c| c.theme == theme).count());
        assert_eq!(counts, [37, 8, 14, 34]);
        let ids: BTreeSet<_> = controls().iter().map(|control| control.id).collect();
        let titles: BTreeSet<_> = controls().iter().map(|control| control.title).collect();
        assert_eq!((ids.len(), titles.len(), controls().len()), (93, 93, 93));
        for control in controls() {
            assert_eq!(canonical_control(control.id).as_deref(), Some(control.id));
            assert!(!control.title.contains(['"', '\\']), "{}", control.title);
        }
    }

    #[test]
    fn a_control_is_found_by_each_form_of_its_id() {
        for id in ["A.5.27", "a.5.27", "5.27"] {
            assert_eq!(
                control(id).map(|c| c.title),
                Some("Learning from information security incidents")
            );
        }
        // 5.10 is a control of its own and never 5.1.
        assert_ne!(control("5.10"), control("5.1"));
        assert_eq!((control("A.9.1"), control("A.5.38"), control("CTL-x")), (None, None, None));
    }

    #[test]
    fn a_slip_in_an_id_or_title_finds_its_control() {
        assert_eq!(nearest_control("A.5.277").map(|c| c.id), Some("A.5.27"));
        assert_eq!(nearest_control("threat inteligence").map(|c| c.id), Some("A.5.7"));
        assert_eq!(nearest_control("banana"), None);
    }

    #[test]
    fn eight_controls_stand_beside_learning() {
        assert_eq!(related_to_learning().len(), 8);
        assert!(related_to_learning().iter().all(|r| r.control.id != "A.5.27"));
    }
}
