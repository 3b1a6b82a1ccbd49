//! The crosswalk as it travels inside the program, read on first use.

use super::{Clause, Coverage, Framework, Mapping, Said, Source};
use crate::catalog::{Control, controls, document, text_of};
use crate::yaml::{NodeId, Tree};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const CROSSWALK: &str = include_str!("../data/crosswalk.yaml");

/// What is known of other frameworks.
pub(super) struct Crosswalk {
    pub(super) frameworks: Vec<Framework>,
    pub(super) sources: Vec<Source>,
    pub(super) clauses: Vec<Clause>,
    pub(super) mappings: Vec<Mapping>,
    pub(super) by_subject: BTreeMap<&'static str, Vec<usize>>,
}

/// All of it.
pub(super) fn crosswalk() -> &'static Crosswalk {
    static DATA: OnceLock<Crosswalk> = OnceLock::new();
    DATA.get_or_init(|| read(&document(CROSSWALK)))
}

fn read(tree: &Tree) -> Crosswalk {
    let items = |key| {
        let list = tree.entry(CROSSWALK, tree.root(), key);
        tree.items(list.expect("all lists are in the data").value)
    };
    let frameworks: Vec<_> = items("frameworks").iter().map(|at| framework(tree, *at)).collect();
    let sources: Vec<_> = items("sources").iter().map(|at| source(tree, *at)).collect();
    let clause =
        |at: &NodeId| Clause { id: field(tree, *at, "id"), title: field(tree, *at, "title") };
    let clauses: Vec<_> = items("clauses").iter().map(clause).collect();
    let mut found = Gathered::default();
    for at in items("pairs") {
        let coverage = word_of(field(tree, *at, "coverage"));
        let said = Said {
            coverage,
            source: said_by(tree, *at, &sources),
            note: optional(tree, *at, "note").unwrap_or_default(),
        };
        let key = [
            field(tree, *at, "subject"),
            field(tree, *at, "framework"),
            field(tree, *at, "reference"),
        ];
        found.take(key, said, optional(tree, *at, "replaced_by"));
    }
    for at in items("lists") {
        let said =
            Said { coverage: Coverage::Intersects, source: said_by(tree, *at, &sources), note: "" };
        for reference in words(tree, *at, "references") {
            let key = [field(tree, *at, "subject"), field(tree, *at, "framework"), reference];
            found.take(key, said, None);
        }
    }
    let mappings = found.in_order(&clauses, &frameworks);
    let mut by_subject: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (at, mapping) in mappings.iter().enumerate() {
        by_subject.entry(mapping.subject).or_default().push(at);
    }
    Crosswalk { frameworks, sources, clauses, mappings, by_subject }
}

/// Relations by subject, framework and reference, each with what all sources say.
#[derive(Default)]
struct Gathered {
    mappings: Vec<Mapping>,
    at: BTreeMap<[&'static str; 3], usize>,
}

impl Gathered {
    fn take(&mut self, key: [&'static str; 3], said: Said, replaced_by: Option<&'static str>) {
        let Some(at) = self.at.get(&key) else {
            let [subject, framework, reference] = key;
            self.at.insert(key, self.mappings.len());
            let mapping =
                Mapping { subject, framework, reference, said, others: Vec::new(), replaced_by };
            return self.mappings.push(mapping);
        };
        let known = &mut self.mappings[*at];
        if said.coverage < known.said.coverage {
            known.others.push(std::mem::replace(&mut known.said, said));
        } else {
            known.others.push(said);
        }
    }

    fn in_order(mut self, clauses: &[Clause], frameworks: &[Framework]) -> Vec<Mapping> {
        let subjects: Vec<&str> = controls()
            .iter()
            .map(|Control { id, .. }| *id)
            .chain(clauses.iter().map(|clause| clause.id))
            .collect();
        let place = |mapping: &Mapping| {
            let subject = subjects.iter().position(|id| *id == mapping.subject);
            let framework = frameworks.iter().position(|it| it.id == mapping.framework);
            (
                subject.expect("the data names controls and clauses that exist"),
                framework.expect("the data names frameworks of its list"),
            )
        };
        self.mappings.sort_by_cached_key(place);
        self.mappings
    }
}

fn framework(tree: &Tree, at: NodeId) -> Framework {
    let (id, name) = (field(tree, at, "id"), field(tree, at, "name"));
    Framework { id, name, words: words(tree, at, "words") }
}

fn source(tree: &Tree, at: NodeId) -> Source {
    let (id, title) = (field(tree, at, "id"), field(tree, at, "title"));
    Source { id, title, is_original: field(tree, at, "read") == "original" }
}

fn said_by(tree: &Tree, at: NodeId, sources: &[Source]) -> Source {
    let id = field(tree, at, "source");
    *sources.iter().find(|known| known.id == id).expect("the data names sources of its list")
}

fn word_of(word: &str) -> Coverage {
    let known = Coverage::ALL.into_iter().find(|known| known.word() == word);
    known.expect("the data uses the six words")
}

fn words(tree: &Tree, at: NodeId, key: &str) -> Vec<&'static str> {
    let list = tree.entry(CROSSWALK, at, key).expect("every list is in the data").value;
    let word = |item: &NodeId| tree.node(*item).span.slice(CROSSWALK).trim_matches('"');
    tree.items(list).iter().map(word).collect()
}

fn optional(tree: &Tree, at: NodeId, key: &str) -> Option<&'static str> {
    tree.entry(CROSSWALK, at, key).map(|_| field(tree, at, key))
}

fn field(tree: &Tree, at: NodeId, key: &str) -> &'static str {
    text_of(tree, CROSSWALK, at, key)
}
