//! From the revisions of all documents to what git shows of each record.
//!
//! Compares parsed values: a re-quoted or re-indented date is the same claim.

use super::past::{CommitNote, DatedClaim, LogEntry, Past, PolicyVersion, RecordPast, RiskStep};
use crate::git::{BlobId, CommitMeta};
use crate::history::{Document, DocumentReader, FollowedBy, History, Revision, Seen};
use crate::record::{self, Item, Record};
use crate::register::Register;
use crate::schema::{Key, Kind, Part, StampValue, Words, common, part, policy, risk};
use crate::term::{RepoPath, Stamp};
use crate::verdict::Seal;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

/// Reads versions of records for history.
#[derive(Clone, Copy, Debug, Default)]
pub struct RecordReader;

/// What is kept of one version of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionFacts {
    policy: Option<PolicyFacts>,
    risk: Option<RiskFacts>,
    dates: Vec<(&'static str, Stamp)>,
}

impl VersionFacts {
    /// The version that a policy states.
    pub fn version(&self) -> Option<&str> {
        self.policy.as_ref().map(|policy| policy.version.as_str())
    }

    /// A policy's change log, as written then.
    pub fn log(&self) -> &[LogEntry] {
        self.policy.as_ref().map(|policy| policy.log.as_slice()).unwrap_or_default()
    }

    /// A policy's text without the front matter; empty for other kinds.
    pub fn text(&self) -> &str {
        self.policy.as_ref().map(|policy| &*policy.text).unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct PolicyFacts {
    version: String,
    log: Vec<LogEntry>,
    text: Arc<str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct RiskFacts {
    likelihood: i64,
    impact: i64,
    rationale: String,
}

/// Reads versions of records, and takes those that the register holds as they are.
///
/// Most records have the content of the snapshot in their newest version; fetching and reading
/// each of them twice would be most of the work.
#[derive(Clone, Debug)]
pub struct KnownReader<'r> {
    register: &'r Register,
    contents: HashMap<&'r RepoPath, BlobId>,
}

impl<'r> KnownReader<'r> {
    /// A reader beside a register; `contents` are what git stores of its files, where that is known.
    pub fn new(
        register: &'r Register,
        contents: impl IntoIterator<Item = (&'r RepoPath, BlobId)>,
    ) -> Self {
        Self { register, contents: contents.into_iter().collect() }
    }
}

impl DocumentReader for KnownReader<'_> {
    type Facts = VersionFacts;

    fn wants(&self, path: &RepoPath) -> bool {
        RecordReader.wants(path)
    }

    fn known(&self, path: &RepoPath, blob: BlobId) -> Option<Seen<VersionFacts>> {
        let same = self.contents.get(path) == Some(&blob);
        same.then(|| self.register.at_path(path))?.map(seen)
    }

    fn read(&self, path: &RepoPath, content: &[u8]) -> Option<Seen<VersionFacts>> {
        match self.register.at_path(path).filter(|record| record.text.as_bytes() == content) {
            Some(record) => Some(seen(record)),
            None => RecordReader.read(path, content),
        }
    }
}

impl DocumentReader for RecordReader {
    type Facts = VersionFacts;

    fn wants(&self, path: &RepoPath) -> bool {
        Path::new(path.as_str()).extension().is_some_and(|extension| extension == "md")
    }

    fn read(&self, path: &RepoPath, content: &[u8]) -> Option<Seen<VersionFacts>> {
        record::read_values(path, content.to_vec()).map(|record| seen(&record))
    }
}

fn seen(record: &Record) -> Seen<VersionFacts> {
    let paths = record.words(common::PREVIOUS_PATHS);
    let previous_paths = paths.iter().filter_map(|p| RepoPath::parse_written(p.value));
    Seen {
        id: Some(record.id().to_owned()),
        previous_paths: previous_paths.collect(),
        facts: VersionFacts {
            policy: (record.kind() == Kind::Policy).then(|| policy_facts(record)),
            risk: (record.kind() == Kind::Risk).then(|| risk_facts(record)).flatten(),
            dates: dates(record),
        },
    }
}

/// The dates of a kind that stages of the chain hang on, with a dot before an inner one.
const fn dated_fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Incident => &["reported_at", "learning.reviewed_at"],
        Kind::Pir | Kind::ManagementReview => &["held_at"],
        Kind::Rca => &["accepted_at"],
        Kind::Action => &["implemented_at", "verification.at"],
        Kind::Bulletin => &["published_at"],
        Kind::TrendReport => &["presented_at"],
        Kind::EffectivenessAudit => &["performed_at"],
        _ => &[],
    }
}

fn dates(record: &Record) -> Vec<(&'static str, Stamp)> {
    let stated = |field: &'static str| match field.split_once('.') {
        None => record.get(Key::<StampValue>::new(field)),
        Some((map, inner)) => record.get(Key::<Part>::new(map))?.get(Key::<StampValue>::new(inner)),
    };
    let fields = dated_fields(record.kind()).iter();
    fields.filter_map(|field| Some((*field, *stated(field)?))).collect()
}

fn policy_facts(policy: &Record) -> PolicyFacts {
    let entry = |entry: &Item<'_>| LogEntry {
        version: entry.text_of(part::VERSION).unwrap_or_default().to_owned(),
        date: entry.text_of(Key::new("date")).unwrap_or_default().to_owned(),
        incidents: words(*entry, part::INCIDENTS),
        summary: entry.text_of(part::SUMMARY).unwrap_or_default().to_owned(),
    };
    PolicyFacts {
        version: policy.text_of(policy::VERSION).unwrap_or_default().to_owned(),
        log: policy.items(policy::CHANGE_LOG).iter().map(entry).collect(),
        text: Arc::from(policy.body_text()),
    }
}

fn words(item: Item<'_>, key: Key<Words>) -> Vec<String> {
    item.words(key).iter().map(|word| word.value.to_owned()).collect()
}

fn risk_facts(risk: &Record) -> Option<RiskFacts> {
    Some(RiskFacts {
        likelihood: *risk.get(risk::LIKELIHOOD)?,
        impact: *risk.get(risk::IMPACT)?,
        rationale: risk.text_of(risk::RATIONALE).unwrap_or_default().to_owned(),
    })
}

/// What git shows of every record, from the revisions of all documents.
pub fn gather(history: &History<VersionFacts>) -> Past {
    let mut notes = Notes::default();
    let mut records = BTreeMap::new();
    // A document that still stands tells the story of its id, before one that was removed.
    let standing = history.documents.iter().filter(|document| !document.removed);
    let removed = history.documents.iter().filter(|document| document.removed);
    for document in standing.chain(removed) {
        if let Some(id) = &document.id
            && !records.contains_key(id)
        {
            records.insert(id.clone(), notes.life(document));
        }
    }
    Past::known(records)
}

/// Each commit once, however many records it touches.
#[derive(Default)]
struct Notes(HashMap<String, Arc<CommitNote>>);

type Version<'a> = (Arc<CommitNote>, &'a Revision<VersionFacts>, &'a VersionFacts);

impl Notes {
    fn note(&mut self, commit: &CommitMeta) -> Arc<CommitNote> {
        let id = commit.id.hex();
        let fresh = || {
            Arc::new(CommitNote {
                id: id.clone(),
                author: commit.author.name.clone(),
                authored_at: commit.author.time,
                committer: commit.committer.name.clone(),
                committed_at: commit.committer.time,
                summary: commit.summary.clone(),
                seal: if commit.signature.is_some() { Seal::Unchecked } else { Seal::Unsigned },
            })
        };
        self.0.entry(id.clone()).or_insert_with(fresh).clone()
    }

    fn life(&mut self, document: &Document<VersionFacts>) -> RecordPast {
        let revisions: Vec<_> = document
            .revisions
            .iter()
            .map(|revision| (self.note(&revision.commit), revision.path.clone()))
            .collect();
        let versions: Vec<Version<'_>> = document
            .revisions
            .iter()
            .zip(&revisions)
            .filter(|(revision, _)| revision.changes_content())
            .filter_map(|(revision, (note, _))| {
                Some((note.clone(), revision, &revision.seen.as_ref()?.facts))
            })
            .collect();
        let moved = revisions.iter().any(|(_, path)| *path != document.path);
        RecordPast {
            claims: claims(&versions),
            versions: policy_versions(&versions),
            steps: risk_steps(&versions),
            followed_by: if moved { followed(document.followed_by) } else { String::new() },
            cut: document.cuts.first().map(|cut| cut.cut.clone()),
            revisions,
        }
    }
}

fn followed(by: FollowedBy) -> String {
    let way = match by {
        FollowedBy::Id => "its id",
        FollowedBy::Path => "its path",
        FollowedBy::Similarity => "similar content",
        FollowedBy::PreviousPaths => "the earlier paths it names",
    };
    format!("followed by {way}")
}

/// For each date of the newest version, the oldest commit of the unbroken run that states it.
fn claims(versions: &[Version<'_>]) -> Vec<DatedClaim> {
    let Some((_, _, newest)) = versions.first() else { return Vec::new() };
    let claim = |(field, stated): &(&'static str, Stamp)| {
        let same = |(_, _, facts): &&Version<'_>| {
            facts.dates.iter().any(|(other, at)| other == field && at == stated)
        };
        let (commit, ..) = versions.iter().take_while(same).last()?;
        Some(DatedClaim { field, stated: *stated, commit: commit.clone() })
    };
    newest.dates.iter().filter_map(claim).collect()
}

fn policy_versions(versions: &[Version<'_>]) -> Vec<PolicyVersion> {
    let mut found: Vec<PolicyVersion> = Vec::new();
    for (commit, revision, facts) in versions.iter().rev() {
        let Some(policy) = &facts.policy else { continue };
        let before = found.last().map(|version| version.text.clone());
        found.push(PolicyVersion {
            commit: commit.clone(),
            path: revision.path.clone(),
            version: policy.version.clone(),
            log: policy.log.clone(),
            text: policy.text.clone(),
            text_changed: before.is_none_or(|before| !is_same_text(&before, &policy.text)),
        });
    }
    found.reverse();
    found
}

/// True when two texts differ in white space and wrapping at most.
pub fn is_same_text(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

fn risk_steps(versions: &[Version<'_>]) -> Vec<RiskStep> {
    let mut found: Vec<RiskStep> = Vec::new();
    for (commit, _, facts) in versions.iter().rev() {
        let Some(risk) = &facts.risk else { continue };
        let scores = |step: &RiskStep| (step.likelihood, step.impact);
        if found.last().map(scores) != Some((risk.likelihood, risk.impact)) {
            found.push(RiskStep {
                commit: commit.clone(),
                likelihood: risk.likelihood,
                impact: risk.impact,
                rationale: risk.rationale.clone(),
            });
        }
    }
    found.reverse();
    found
}
