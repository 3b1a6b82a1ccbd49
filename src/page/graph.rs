//! The facts of the chain graph of an incident: which record answers which, as they name each other.

use super::site::Site;
use crate::chain::{
    Chain, Standing, actions_of, analyses_of, causes_in, inline_review, lessons_in, policies_of,
    reviews_of, risks_of,
};
use crate::picture::{self, Column, Hole, Node, Picture, Tie};
use crate::proof::change_of;
use crate::record::{Item, Record};
use crate::rows::Piece;
use crate::schema::{Kind, action, incident, part, rca, training};
use crate::term::{RecordRef, Stage};
use crate::verdict::{Strength, Verdict};

const REVIEWS: usize = 1;
const FOUND: usize = 2;
const ACTIONS: usize = 3;
const CHANGED: usize = 4;

/// The chain of an incident as a graph; none for a privileged one and where no other record looks into it.
pub(super) fn graph(site: &Site<'_>, incident: &Record, chain: &Chain) -> Option<Picture> {
    if incident.is_privileged() {
        return None;
    }
    let mut draft = Draft { site, incident, chain, keys: Vec::new(), nodes: Vec::new() };
    draft.take_all();
    let holes = holes(site, chain);
    let columns = [
        Column { name: "incident", says: String::new() },
        Column { name: "review", says: says(chain, Stage::Review) },
        Column { name: "causes and lessons", says: says(chain, Stage::Cause) },
        Column { name: "corrective actions", says: says(chain, Stage::Actions) },
        Column { name: "what changed", says: String::new() },
    ];
    // What stands in the incident's own record needs no graph.
    let own = site.addresses.file(incident);
    let is_other = |node: &Node| node.column < CHANGED && node.id.href != own;
    draft
        .nodes
        .iter()
        .any(is_other)
        .then(|| picture::graph(incident.id(), &columns, &draft.nodes, &holes))
}

/// How a stage stands, with its strength.
fn says(chain: &Chain, stage: Stage) -> String {
    let Some(standing) = chain.stage(stage) else { return String::new() };
    let strength = standing.strength.map(|it| it.word().replace('-', " "));
    let strength = strength.map_or_else(String::new, |word| format!(", {word}"));
    format!("{}{strength}", standing.verdict.words())
}

/// What is missing of the stages that the graph shows.
fn holes(site: &Site<'_>, chain: &Chain) -> Vec<Hole> {
    let shown = [
        (REVIEWS, Stage::Review, "review"),
        (FOUND, Stage::Cause, "root cause"),
        (ACTIONS, Stage::Actions, "corrective action"),
        (CHANGED, Stage::Change, "change"),
        (CHANGED, Stage::Risk, "risk"),
        (CHANGED, Stage::Policy, "policy"),
    ];
    let hole = |(column, stage, what): (usize, Stage, &'static str)| {
        let standing = chain.stage(stage)?;
        let word = missing(standing)?;
        let code = standing.gaps.iter().find_map(|gap| gap.code);
        let code = code.map(|code| Piece::link(code, site.rule_href(code)));
        Some(Hole { column, what, word, code })
    };
    shown.into_iter().filter_map(hole).collect()
}

fn missing(standing: &Standing) -> Option<&'static str> {
    match standing.verdict {
        Verdict::Missing => Some("not found"),
        Verdict::Partly => Some("partly found"),
        Verdict::InTimeSoFar => Some("in time so far"),
        Verdict::CannotTell => Some("cannot tell"),
        _ => None,
    }
}

/// The nodes as they are found; each stands after what it comes from.
struct Draft<'s, 'r> {
    site: &'s Site<'r>,
    incident: &'s Record,
    chain: &'s Chain,
    keys: Vec<String>,
    nodes: Vec<Node>,
}

impl Draft<'_, '_> {
    fn take_all(&mut self) {
        let (site, incident) = (self.site, self.incident);
        let (register, id) = (site.cx.register, incident.id());
        let severity = incident.text_of(incident::SEVERITY).unwrap_or_default();
        self.take(0, id.to_owned(), incident, severity);
        if inline_review(incident).is_some() {
            let key = format!("{id}#learning");
            self.take(REVIEWS, key, incident, "in the incident itself");
            self.tie(id, "learning", self.strength(Stage::Review));
        }
        let is_told = |record: &&Record| !site.is_withheld(record);
        for review in reviews_of(register, id).filter(is_told) {
            self.take(REVIEWS, review.id().to_owned(), review, review.status());
            self.tie(id, "incidents", self.strength(Stage::Review));
        }
        self.take_causes(incident);
        for analysis in analyses_of(register, id).filter(is_told) {
            self.take_causes(analysis);
        }
        self.take_lessons(incident);
        for review in reviews_of(register, id).filter(is_told) {
            self.take_lessons(review);
        }
        for action in actions_of(register, id).filter(is_told) {
            self.take_action(action);
        }
        for action in actions_of(register, id).filter(is_told) {
            self.take_changes(action);
        }
        self.take_naming();
    }

    fn strength(&self, stage: Stage) -> Option<Strength> {
        self.chain.stage(stage).and_then(|standing| standing.strength)
    }

    /// Takes a node, unless it is there.
    fn take(&mut self, column: usize, key: String, record: &Record, says: &str) {
        let shown = key.strip_suffix("#learning").unwrap_or(&key);
        let id = Piece::id(shown, self.site.addresses.file(record));
        self.put(column, key, id, says);
    }

    fn put(&mut self, column: usize, key: String, id: Piece, says: &str) {
        let (says, from) = (says.to_owned(), Vec::new());
        self.nodes.push(Node { column, id, says, strength: None, from });
        self.keys.push(key);
    }

    /// Ties the last node to an earlier one; says whether there is such a node.
    fn tie(&mut self, key: &str, by: &str, strength: Option<Strength>) -> bool {
        let last = self.keys.len() - 1;
        self.tie_to(last, key, by, strength)
    }

    fn tie_to(&mut self, at: usize, key: &str, by: &str, strength: Option<Strength>) -> bool {
        let Some(node) = self.keys.iter().position(|other| other == key) else { return false };
        if self.nodes[node].column >= self.nodes[at].column {
            return false;
        }
        self.nodes[at].from.push(Tie { node, by: by.to_owned(), strength });
        true
    }

    /// The causes of an analysis, or of the incident itself.
    fn take_causes(&mut self, holder: &Record) {
        let is_own = holder.path == self.incident.path;
        let reviews = if is_own { Vec::new() } else { holder.words(rca::PIRS) };
        let strength = self.strength(Stage::Cause);
        let causes = causes_in(holder);
        if causes.is_empty() && !is_own {
            self.take(FOUND, holder.id().to_owned(), holder, holder.status());
            self.tie(self.incident.id(), "incidents", strength);
        }
        for cause in causes {
            let says = cause.text_of(part::CATEGORY).unwrap_or("no category");
            self.take(FOUND, key_of(holder, cause), holder, &format!("cause, {says}"));
            let named: Vec<_> = reviews.iter().map(|review| review.value).collect();
            let by_review = named.iter().filter(|id| self.tie(id, "pirs", strength)).count();
            if is_own {
                self.tie(&format!("{}#learning", holder.id()), "learning", strength);
            } else if by_review == 0 {
                self.tie(self.incident.id(), "incidents", strength);
            }
        }
    }

    fn take_lessons(&mut self, holder: &Record) {
        let strength = self.strength(Stage::Review);
        for lesson in lessons_in(holder) {
            let is_eased =
                lesson.text_of(part::NO_ACTION_REASON).is_some_and(|it| !it.trim().is_empty());
            let category = lesson.text_of(part::CATEGORY).unwrap_or("no category");
            let says = if is_eased { "reason given" } else { category };
            let is_own = holder.path == self.incident.path;
            self.take(FOUND, key_of(holder, lesson), holder, &format!("lesson, {says}"));
            let key = if is_own { format!("{}#learning", holder.id()) } else { holder.id().into() };
            self.tie(&key, "lessons", strength);
        }
    }

    fn take_action(&mut self, action: &Record) {
        let strength = self.strength(Stage::Actions);
        self.take(ACTIONS, action.id().to_owned(), action, action.status());
        let mut tied = 0;
        for named in action.words(action::ADDRESSES) {
            let named = RecordRef::parse(named.value);
            let key = match &named.part {
                Some(part) => format!("{}#{part}", named.id),
                None => named.id,
            };
            tied += usize::from(self.tie(&key, "addresses", strength));
        }
        if tied == 0 {
            self.tie(self.incident.id(), "incidents", strength);
        }
    }

    /// What an action says it changes, with what git shows of each.
    fn take_changes(&mut self, action: &Record) {
        for named in action.words(action::CHANGES) {
            let id = RecordRef::parse(named.value).id;
            let record = self.site.cx.register.get(&id);
            if record.is_some_and(|record| self.site.is_withheld(record)) {
                continue;
            }
            let strength = record.map(|record| self.shown(action, record));
            let at = self.changed(&id, record);
            self.tie_to(at, action.id(), "changes", strength);
            self.nodes[at].strength = stronger(self.nodes[at].strength, strength);
        }
    }

    fn shown(&self, action: &Record, target: &Record) -> Strength {
        if !action.is_from("implemented") {
            return Strength::Claimed;
        }
        match self.site.cx.past.of(target.id()) {
            Ok(past) => {
                change_of(self.incident, action, target, past, self.site.cx.now.zone).strength
            }
            Err(_) => Strength::CannotTell,
        }
    }

    /// The place of what changed, taken where it is not there yet.
    fn changed(&mut self, id: &str, record: Option<&Record>) -> usize {
        if let Some(at) = self.keys.iter().position(|key| key == id) {
            return at;
        }
        let says = if record.is_some() { "" } else { "no record" };
        self.put(CHANGED, id.to_owned(), Piece::id(id, self.site.addresses.id(id)), says);
        self.keys.len() - 1
    }

    /// Policies and risks that name the incident, and training about it.
    fn take_naming(&mut self) {
        let (site, id) = (self.site, self.incident.id());
        let policies = policies_of(&site.cx, id).into_iter().map(|it| (it, Stage::Policy));
        let risks = risks_of(&site.cx, id).into_iter().map(|it| (it, Stage::Risk));
        for (record, stage) in policies.chain(risks) {
            if site.is_withheld(record) {
                continue;
            }
            let strength = self.strength(stage);
            let at = self.changed(record.id(), Some(record));
            let by = if stage == Stage::Policy { "change log" } else { "incidents" };
            self.tie_to(at, id, by, strength);
            let is_alone = self.nodes[at].strength.is_none();
            if is_alone {
                self.nodes[at].strength = strength;
            }
        }
        for record in site.cx.register.naming(Kind::Training, id) {
            if record.is_ended() || site.is_withheld(record) {
                continue;
            }
            let at = self.changed(record.id(), Some(record));
            self.nodes[at].says = format!("training, {}", record.status());
            for action in record.words(training::ACTIONS) {
                self.tie_to(at, action.value, "actions", None);
            }
            self.tie_to(at, id, "incidents", None);
        }
    }
}

/// `RCA-2026-0007#C1`, or the holder's id where the part has none.
fn key_of(holder: &Record, item: Item<'_>) -> String {
    let part = item.text_of(part::ID);
    part.map_or_else(|| holder.id().to_owned(), |part| format!("{}#{part}", holder.id()))
}

/// Of what several actions say of one record: contradicted before cannot tell before what git shows.
fn stronger(before: Option<Strength>, now: Option<Strength>) -> Option<Strength> {
    match (before, now) {
        (Some(Strength::Contradicted), _) | (_, Some(Strength::Contradicted)) => {
            Some(Strength::Contradicted)
        }
        (before, now) => before.max(now),
    }
}
