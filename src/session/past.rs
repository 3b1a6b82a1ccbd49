//! Reading history for all records in one walk; where it cannot be read, the reason.

use super::{SealCheck, uncommitted};
use crate::cache::Cache;
use crate::config::{Config, Redaction};
use crate::git::{CommitId, CommitMeta, CommitNotes, GitError, Head, Repository, TagList};
use crate::history::{History, Question, Shelf, read_history_kept};
use crate::proof::{
    Anchor, AnchorStanding, Artefacts, CommitFact, KnownReader, Past, Tags, Trust, gather, note_of,
    stand,
};
use crate::register::Register;
use crate::schema::{Kind, management_review};
use crate::source::Snapshot;
use crate::term::{Day, Zone};
use crate::verdict::Cut;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The list of notes in which CI may write who approved a commit: `git notes --ref=pirctl`.
const NOTES: &str = "pirctl";

/// What is at hand when history is read.
pub(super) struct Sources<'a> {
    pub(super) repository: Option<&'a Repository>,
    /// The commit that is judged; `None` for working tree and index.
    pub(super) commit: Option<CommitId>,
    pub(super) snapshot: &'a Snapshot,
    pub(super) register: &'a Register,
    pub(super) config: &'a Config,
    /// What was found of the files and commits that records name.
    pub(super) artefacts: &'a Arc<Artefacts>,
    /// The keys that the user named.
    pub(super) seals: &'a SealCheck,
    pub(super) cache: Option<&'a Cache>,
    /// True when it is a commit that a change is held against.
    pub(super) is_base: bool,
}

pub(super) fn read(sources: &Sources<'_>) -> Past {
    let Some(repository) = sources.repository else {
        return unknown("the register is not in a git repository", "run `git init` and commit it");
    };
    let tip = match sources.commit.map_or_else(|| head(repository), Ok) {
        Ok(tip) => tip,
        Err(cut) => return Past::unknown(cut),
    };
    let (snapshot, zone) = (sources.snapshot, sources.config.zone);
    let question = Question {
        tip,
        paths: vec![snapshot.root().to_owned()],
        ids: Vec::new(),
        count_lines: false,
    };
    let stored = snapshot.files().iter().filter_map(|file| Some((&file.path, file.blob()?)));
    let reader = KnownReader::new(sources.register, zone, stored);
    // What is kept of a settled record hangs on how its bare date-times are read.
    let name =
        format!("facts with waivers, approvers, wordings and whole controls in {}", zone.name());
    let shelf = Shelf { cache: sources.cache, reader: &name, is_base: sources.is_base };
    match read_history_kept(repository, &question, &reader, shelf) {
        Ok(history) => {
            let (notes, found) = beside(repository);
            let named = sources.named();
            let mut seals = sources.seals.seals(repository, &history, &found.tags);
            sources.seals.add(repository, named.iter().map(|(_, commit)| *commit), &mut seals);
            let mailmap = repository.mailmap(&tip);
            let tags = Tags::new(found.tags, &seals, &mailmap);
            let named = named.into_iter().map(|(id, commit)| {
                let mut commit = commit.clone();
                mailmap.correct(&mut commit.author);
                mailmap.correct(&mut commit.committer);
                (id.clone(), Arc::new(note_of(&commit, &seals, &notes, &tags)))
            });
            let named = named.collect();
            let mut past = gather(&history, seals, &notes, &tags, zone);
            (past.artefacts, past.named) = (sources.artefacts.clone(), named);
            past.trust = sources.trust(repository, &tip, &history);
            past.trust.unread = found.unread.iter().map(GitError::to_cut).collect();
            for redaction in &sources.config.redactions {
                cut_before(&mut past, redaction, repository, zone);
            }
            past
        }
        Err(error) => {
            Past::unknown(Cut { reason: error.to_string(), remedy: "run `git fsck`".into() })
        }
    }
}

/// What stands beside the commits: notes and tags, and why some of them cannot be read.
fn beside(repository: &Repository) -> (CommitNotes, TagList) {
    let unreadable = |error| TagList { tags: Vec::new(), unread: vec![error] };
    let mut found = repository.tags().unwrap_or_else(unreadable);
    let notes = repository.notes(NOTES).unwrap_or_else(|error| {
        found.unread.push(error);
        CommitNotes::new()
    });
    (notes, found)
}

impl Sources<'_> {
    /// The commits that records name as evidence and that are here, by the id as written.
    fn named(&self) -> Vec<(&String, &CommitMeta)> {
        let commits = self.artefacts.commits.iter();
        let known = commits.filter_map(|(id, fact)| match fact {
            CommitFact::Known { commit, .. } => Some((id, &**commit)),
            _ => None,
        });
        known.collect()
    }

    fn trust<F>(&self, repository: &Repository, tip: &CommitId, history: &History<F>) -> Trust {
        let pair = |(child, parent): &(CommitId, CommitId)| (child.hex(), parent.hex());
        let mut trust = Trust {
            cuts: history.cuts.clone(),
            reversed: history.odd_dates.reversed.iter().map(pair).collect(),
            out_of_range: history.odd_dates.out_of_range.iter().map(CommitId::hex).collect(),
            ..Trust::default()
        };
        match repository.stand_ins() {
            Ok(found) => {
                trust.replaced = found.replaced;
                trust.grafted = found.grafted;
            }
            Err(error) => trust.cuts.push(error.to_cut()),
        }
        match uncommitted::find(repository, tip, self.snapshot, self.register) {
            Ok(found) => trust.uncommitted = found,
            Err(error) => trust.cuts.push(error.to_cut()),
        }
        trust.anchors = self.anchors(repository, tip);
        trust
    }

    /// How the commits of all anchor lines in the register stand to `tip`.
    fn anchors(&self, repository: &Repository, tip: &CommitId) -> BTreeMap<String, AnchorStanding> {
        let reviews = self.register.of_kind(Kind::ManagementReview);
        let lines = reviews.filter_map(|review| review.text_of(management_review::ANCHOR));
        let anchors = lines.filter_map(|line| Some((line, Anchor::parse(line).ok()?)));
        anchors
            .map(|(line, anchor)| (line.to_owned(), stand(repository, &anchor.commit, tip)))
            .collect()
    }
}

/// A rewrite leaves commits that did not exist then: of a story that begins before it nothing shows
/// when its first versions were recorded.
fn cut_before(past: &mut Past, redaction: &Redaction, repository: &Repository, zone: Zone) {
    let Some(day) = redaction.date.or_else(|| day_of(redaction, repository, zone)) else { return };
    let cut = Cut {
        reason: format!("history before {day} was rewritten, as pirctl.yaml says"),
        remedy: String::new(),
    };
    let end = zone.end_of(day);
    past.cut_where(|past| past.first().is_some_and(|first| first.committed_at < end), &cut);
}

/// The day of the first commit after the rewrite, for an entry that states none.
fn day_of(redaction: &Redaction, repository: &Repository, zone: Zone) -> Option<Day> {
    let head = repository.commit(&CommitId::parse(redaction.new_head.as_deref()?)?).ok()?;
    Some(zone.day_of(head.committer.time.to_utc()))
}

pub(super) fn head(repository: &Repository) -> Result<CommitId, Cut> {
    match repository.head() {
        Ok(Head::Commit { id, .. }) => Ok(id),
        Ok(_) => Err(Cut {
            reason: "there is no commit yet".into(),
            remedy: "commit the register".into(),
        }),
        Err(error) => Err(error.to_cut()),
    }
}

fn unknown(reason: &str, remedy: &str) -> Past {
    Past::unknown(Cut { reason: reason.into(), remedy: remedy.into() })
}
