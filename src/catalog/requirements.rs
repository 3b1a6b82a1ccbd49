//! Rows of the evidence matrix: what guides and clauses look for, and the traps they warn of.
//!
//! Facts in our own words; how a row is answered is no matter of this room.

use super::{document, text_of};
use crate::term::Stage;
use crate::yaml::{NodeId, Tree};
use std::sync::OnceLock;

const REQUIREMENTS: &str = include_str!("data/requirements.yaml");

/// What a requirement is answered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// For each incident.
    Incident,
    /// For each corrective action.
    Action,
    /// Once for each part of the period that owes something.
    Period,
    /// Once for the register.
    Register,
}

impl Scope {
    const ALL: [Self; 4] = [Self::Incident, Self::Action, Self::Period, Self::Register];

    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Action => "action",
            Self::Period => "period",
            Self::Register => "register",
        }
    }
}

/// Something that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Its id: a letter for the guide and a number, or the number of a clause.
    pub id: &'static str,
    /// Who looks for it, by publisher.
    pub source: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The row whose answer it shares.
    pub same_as: Option<&'static str>,
    /// What it is answered for.
    pub scope: Scope,
    /// The stage of the chain that answers it, where one does.
    pub stage: Option<Stage>,
    /// What it rests on: `standard`, `own-policy` or `guidance`.
    pub basis: &'static str,
    /// True when the answer rests on git.
    pub asks_git: bool,
    /// The words of the kinds of record that answer it.
    pub kinds: Vec<&'static str>,
    /// The rules whose findings make an answer partly met.
    pub rules: Vec<&'static str>,
    /// When it is met.
    pub met: &'static str,
    /// When it is partly met.
    pub partly: &'static str,
    /// When it is missing.
    pub missing: &'static str,
}

impl Requirement {
    /// True for a clause of the standard, to which evidence of learning contributes and no more.
    pub fn is_clause(&self) -> bool {
        self.id.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Something that looks like learning and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trap {
    /// Its id.
    pub id: &'static str,
    /// What it is about.
    pub area: &'static str,
    /// What is taken for evidence.
    pub trap: &'static str,
    /// What is looked for instead.
    pub wanted: &'static str,
    /// The words of the kinds of record in which it shows.
    pub kinds: Vec<&'static str>,
    /// The rules that see it.
    pub rules: Vec<&'static str>,
}

struct Data {
    requirements: Vec<Requirement>,
    traps: Vec<Trap>,
}

/// Every requirement, guide by guide, the clauses last.
pub fn requirements() -> &'static [Requirement] {
    &data().requirements
}

/// The requirement with this id, letter case left aside.
pub fn requirement(id: &str) -> Option<&'static Requirement> {
    requirements().iter().find(|known| known.id.eq_ignore_ascii_case(id))
}

/// Every trap.
pub fn traps() -> &'static [Trap] {
    &data().traps
}

fn data() -> &'static Data {
    static DATA: OnceLock<Data> = OnceLock::new();
    DATA.get_or_init(|| {
        let tree = document(REQUIREMENTS);
        let list = |key| {
            let entry = tree.entry(REQUIREMENTS, tree.root(), key);
            tree.items(entry.expect("the three lists are in the data").value)
        };
        let field = |item, key| text_of(&tree, REQUIREMENTS, item, key);
        let sources: Vec<_> =
            list("sources").iter().map(|it| (field(*it, "id"), field(*it, "name"))).collect();
        let mut requirements: Vec<Requirement> = Vec::new();
        for item in list("requirements") {
            let read = read(&tree, *item, &sources, &requirements);
            requirements.push(read);
        }
        Data { requirements, traps: list("traps").iter().map(|it| trap(&tree, *it)).collect() }
    })
}

fn read(
    tree: &Tree,
    item: NodeId,
    sources: &[(&'static str, &'static str)],
    before: &[Requirement],
) -> Requirement {
    let field = |key| text_of(tree, REQUIREMENTS, item, key);
    let (id, name) = (field("id"), field("name"));
    let source = sources.iter().find(|(id, _)| *id == field("source"));
    let source = source.expect("a row names a source of the list").1;
    if tree.entry(REQUIREMENTS, item, "same_as").is_some() {
        let other = before.iter().find(|other| other.id == field("same_as"));
        let other = other.expect("a row shares the answer of one before it").clone();
        return Requirement { id, name, source, same_as: Some(other.id), ..other };
    }
    let scope = Scope::ALL.into_iter().find(|scope| scope.word() == field("scope"));
    Requirement {
        id,
        name,
        source,
        same_as: None,
        scope: scope.expect("the data names one of the four scopes"),
        stage: Stage::ALL.into_iter().find(|stage| stage.word() == field("stage")),
        basis: field("basis"),
        asks_git: field("git") == "yes",
        kinds: words(tree, item, "kinds"),
        rules: words(tree, item, "rules"),
        met: field("met"),
        partly: field("partly"),
        missing: field("missing"),
    }
}

fn trap(tree: &Tree, item: NodeId) -> Trap {
    let field = |key| text_of(tree, REQUIREMENTS, item, key);
    Trap {
        id: field("id"),
        area: field("area"),
        trap: field("trap"),
        wanted: field("wanted"),
        kinds: words(tree, item, "kinds"),
        rules: words(tree, item, "rules"),
    }
}

fn words(tree: &Tree, item: NodeId, key: &str) -> Vec<&'static str> {
    let entry = tree.entry(REQUIREMENTS, item, key).expect("every item has all its fields");
    let words = tree.items(entry.value).iter();
    words.map(|word| tree.node(*word).span.slice(REQUIREMENTS)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn forty_one_rows_of_five_guides_and_four_clauses_are_there_once() {
        let ids: BTreeSet<_> = requirements().iter().map(|row| row.id).collect();
        assert_eq!((ids.len(), requirements().len()), (45, 45));
        let of = |letter: char| ids.iter().filter(|id| id.starts_with(letter)).count();
        assert_eq!(['E', 'F', 'M', 'P', 'S'].map(of), [8, 5, 10, 8, 10]);
        assert_eq!(requirements().iter().filter(|row| row.is_clause()).count(), 4);
        assert_eq!(traps().len(), 8);
    }

    #[test]
    fn rows_are_whole_and_say_what_they_rest_on() {
        for row in requirements() {
            assert!(matches!(row.basis, "standard" | "own-policy" | "guidance"), "{}", row.id);
            let texts = [row.name, row.met, row.partly, row.missing];
            assert!(texts.iter().all(|text| !text.is_empty() && !text.contains('"')), "{}", row.id);
            assert!(!row.kinds.is_empty(), "{}", row.id);
        }
        // A clause is never answered here: evidence contributes to it.
        assert!(requirement("10.2").unwrap().source.starts_with("ISO"));
        assert_eq!(requirement("m10").unwrap().id, "M10");
        assert_eq!(requirement("S6").unwrap().same_as, Some("M3"));
    }
}
