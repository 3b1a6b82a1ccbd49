//! The claims of one record, each with its strength, its seal and the commit that shows it.

use super::approval::{Approval, approval_of};
use super::named;
use super::past::{CommitNote, Past, PolicyVersion, RecordPast, Version};
use super::provenance::{Lag, lag};
use super::version::dated_fields;
use crate::config::People;
use crate::record::{Item, Record};
use crate::register::Register;
use crate::schema::{Claim as Claimed, Field, Key, Line, Part, Shape, common};
use crate::term::Zone;
use crate::verdict::{Cut, Seal, Strength};
use std::sync::Arc;

/// A claim in a record, held against git.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The dotted path of the field.
    pub field: String,
    /// The value as written.
    pub value: String,
    /// How well git bears it out.
    pub strength: Strength,
    /// What is known of the signature on the commit; `None` without a commit.
    pub seal: Option<Seal>,
    /// The commit that first shows it.
    pub commit: Option<Arc<CommitNote>>,
    /// What differs and people should know, as a fragment; empty when nothing does.
    pub remark: String,
    /// Why it cannot be told.
    pub cut: Option<Cut>,
}

/// What claims are held against.
#[derive(Clone, Copy, Debug)]
pub struct ClaimSources<'a> {
    /// Every record.
    pub register: &'a Register,
    /// What git shows; `None` where there is no history.
    pub past: Option<&'a Past>,
    /// The people known here.
    pub people: &'a People,
    /// The zone in which bare date-times are read.
    pub zone: Zone,
}

/// The claims of a record in the order of its kind's table (status, dates, scores, versions,
/// approvals), then its evidence and what it says it changes.
pub fn claims_of(record: &Record, from: &ClaimSources<'_>) -> Vec<Claim> {
    let past = from.past.and_then(|past| past.seen(record.id()));
    let unread = from.past.and_then(|past| past.trust.unread.first());
    let reader = Reader { record, past, unread, people: from.people, zone: from.zone };
    let mut found = Vec::new();
    reader.status(&mut found);
    for field in record.spec.all_fields() {
        reader.visit(record.root(), field, "", &mut found);
    }
    found.extend(named::claims(record, from));
    if record.is_privileged() {
        found.iter_mut().for_each(withhold);
    }
    found
}

fn withhold(claim: &mut Claim) {
    let (field, value) = (std::mem::take(&mut claim.field), String::new());
    let strength = Strength::Withheld;
    *claim = Claim {
        field,
        value,
        strength,
        seal: None,
        commit: None,
        remark: String::new(),
        cut: None,
    };
}

struct Reader<'a> {
    record: &'a Record,
    past: Option<&'a RecordPast>,
    /// Why a tag or a note cannot be read.
    unread: Option<&'a Cut>,
    people: &'a People,
    zone: Zone,
}

impl Reader<'_> {
    /// A claim for which nothing was looked at yet.
    fn claim(&self, field: &str, value: &str) -> Claim {
        let cut = self.past.and_then(|past| past.cut.clone());
        let strength = if cut.is_some() { Strength::CannotTell } else { Strength::Claimed };
        let remark = match self.past {
            None => "in no commit yet".to_owned(),
            Some(_) if cut.is_some() => String::new(),
            Some(past) if past.told.is_empty() => "no commit holds it as a record".to_owned(),
            Some(_) => String::new(),
        };
        let (field, value) = (field.to_owned(), value.to_owned());
        Claim { field, value, strength, seal: None, commit: None, remark, cut }
    }

    fn status(&self, found: &mut Vec<Claim>) {
        let Some(status) = self.record.text_of(common::STATUS) else { return };
        let holds = |version: &Version| &*version.facts().status == status;
        found.push(self.recorded("status", status, holds));
    }

    fn visit(&self, item: Item<'_>, field: &'static Field, inside: &str, found: &mut Vec<Claim>) {
        let path = match inside {
            "" => field.name.to_owned(),
            inside => format!("{inside}.{}", field.name),
        };
        match (&field.shape, field.claim) {
            (Shape::Map(fields), claim) => {
                let Some(map) = item.get(Key::<Part>::new(field.name)) else { return };
                for inner in *fields {
                    let names = matches!(inner.shape, Shape::Person);
                    match claim {
                        Claimed::Approval if names => self.approval(*map, inner, &path, found),
                        _ => self.visit_inner(*map, inner, claim, &path, found),
                    }
                }
            }
            (_, Claimed::Approval) => self.approval(item, field, inside, found),
            (_, Claimed::Stated | Claimed::StatedForDeadline) => {
                self.date(&path, item, field, found);
            }
            (_, Claimed::Score) => self.score(&path, item, field, found),
            (_, Claimed::Version) => self.version(&path, item, field, found),
            _ => {}
        }
    }

    /// A map of a map keeps the outer claim: who signed for which side.
    fn visit_inner(
        &self,
        map: Item<'_>,
        inner: &'static Field,
        claim: Claimed,
        path: &str,
        found: &mut Vec<Claim>,
    ) {
        let Shape::Map(fields) = inner.shape else { return self.visit(map, inner, path, found) };
        let Some(side) = map.get(Key::<Part>::new(inner.name)) else { return };
        let path = format!("{path}.{}", inner.name);
        for field in fields {
            match (claim, &field.shape) {
                (Claimed::Approval, Shape::Person) => self.approval(*side, field, &path, found),
                _ => self.visit(*side, field, &path, found),
            }
        }
    }

    /// The commit since which `holds` is true of what the record states.
    fn recorded(&self, field: &str, value: &str, holds: impl Fn(&Version) -> bool) -> Claim {
        let claim = self.claim(field, value);
        let Some(past) = self.past.filter(|past| past.cut.is_none()) else { return claim };
        match past.since(holds) {
            Some(first) => shown(claim, Strength::Recorded, &first.commit),
            None if past.told.is_empty() => claim,
            None => Claim { remark: "differs from the commit judged".into(), ..claim },
        }
    }

    fn date(&self, path: &str, item: Item<'_>, field: &Field, found: &mut Vec<Claim>) {
        let Some(text) = item.text_of(Key::<Line>::new(field.name)) else { return };
        let mut claim = self.claim(path, text);
        let dated = dated_fields(self.record.kind()).iter().find(|dated| dated.path == path);
        let known = self.past.filter(|past| past.cut.is_none());
        let Some((past, dated)) = known.zip(dated) else { return found.push(claim) };
        let stated = dated.of(self.record).map(|stated| *stated);
        let recorded = past.claims.iter().find(|claim| claim.field.path == path);
        match recorded.filter(|claim| stated.is_some_and(|at| at.is_same(claim.stated, self.zone)))
        {
            None => claim.remark = "differs from the commit judged".into(),
            Some(recorded) => {
                let (strength, remark) = match lag(recorded, self.zone) {
                    Lag::Near => (Strength::Recorded, String::new()),
                    Lag::Late(days) => (
                        Strength::Claimed,
                        format!("recorded {days} days after the date it states"),
                    ),
                    Lag::Before(days) => (
                        Strength::Claimed,
                        format!("recorded {days} days before the date it states"),
                    ),
                };
                claim = shown(claim, strength, &recorded.commit);
                claim.remark = remark;
            }
        }
        found.push(claim);
    }

    fn score(&self, path: &str, item: Item<'_>, field: &Field, found: &mut Vec<Claim>) {
        let Some(text) = item.text_of(Key::<Line>::new(field.name)) else { return };
        let score = |version: &Version| {
            let risk = version.facts().risk()?;
            Some(if field.name == "likelihood" { risk.likelihood } else { risk.impact })
        };
        let now = text.parse::<i64>().ok();
        found.push(self.recorded(path, text, |version| score(version) == now));
    }

    fn version(&self, path: &str, item: Item<'_>, field: &Field, found: &mut Vec<Claim>) {
        let Some(text) = item.text_of(Key::<Line>::new(field.name)) else { return };
        let mut claim =
            self.recorded(path, text, |version| version.facts().version() == Some(text));
        if let Some(past) = self.past.filter(|_| claim.strength == Strength::Recorded) {
            let newest = past.versions.iter().find(|held| held.version == text);
            let first = past.versions.iter().rposition(|held| held.version == text);
            let before = first.and_then(|at| past.versions.get(at + 1));
            // The text may change in a draft that still has the version before.
            let began = |before: &PolicyVersion| {
                past.versions.iter().rfind(|held| held.version == before.version)
            };
            if let (Some(newest), Some(before)) = (newest, before.and_then(began)) {
                if newest.wording == before.wording {
                    claim.remark = format!("its text is that of version {}", before.version);
                } else {
                    claim.strength = Strength::Corroborated;
                }
            }
        }
        found.push(claim);
    }

    fn approval(&self, item: Item<'_>, field: &Field, inside: &str, found: &mut Vec<Claim>) {
        let path = match inside {
            "" => field.name.to_owned(),
            inside => format!("{inside}.{}", field.name),
        };
        let Some(handle) = item.text_of(Key::<Line>::new(field.name)) else { return };
        let mut claim = self.claim(&path, handle);
        let known = self.past.filter(|past| past.cut.is_none() && !past.told.is_empty());
        if let Some(past) = known {
            claim = match self.people.get(handle) {
                Some(person) => {
                    let shows = approval_of(self.record, &path, past, person, self.people);
                    self.approved(claim, shows)
                }
                None => Claim { remark: "not in people.yaml".into(), ..claim },
            };
        }
        found.push(claim);
    }

    fn approved(&self, claim: Claim, shows: Approval) -> Claim {
        let by = |commit: &Arc<CommitNote>, remark: &str| {
            let remark = remark.to_owned();
            Claim { remark, ..shown(claim.clone(), Strength::Recorded, commit) }
        };
        match shows {
            Approval::Made(commit) => by(&commit, ""),
            Approval::Signed(commit) => by(&commit, "by the signature on the commit"),
            Approval::Tagged(commit, tag) => {
                let remark = format!("by the tag {} on the commit", tag.quoted());
                Claim { seal: Some(tag.seal), ..by(&commit, &remark) }
            }
            Approval::Kept(commit) => by(&commit, "by a later commit, which keeps it"),
            Approval::Trailer(commit) => by(&commit, "by a trailer of the commit"),
            Approval::Note(commit) => by(&commit, "by a note on the commit"),
            Approval::Entry => Claim { remark: "by an entry of `approvals`".into(), ..claim },
            Approval::NotCommitted => {
                Claim { remark: "differs from the commit judged".into(), ..claim }
            }
            // A tag or a note that cannot be read may have said it.
            Approval::Nothing if self.unread.is_some() => {
                let cut = self.unread.cloned();
                Claim { strength: Strength::CannotTell, cut, ..claim }
            }
            Approval::Nothing => Claim { remark: "no commit of that person".into(), ..claim },
        }
    }
}

fn shown(claim: Claim, strength: Strength, commit: &Arc<CommitNote>) -> Claim {
    Claim { strength, seal: Some(commit.seal), commit: Some(commit.clone()), ..claim }
}
