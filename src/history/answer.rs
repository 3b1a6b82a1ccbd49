//! The door: a question in, documents out.

use super::change::Held;
use super::content::{count_step, repo_path, see_one};
use super::dropped::name_droppers;
use super::follow::{Follow, find_tangled};
use super::join::{Joiner, Told, held_id, held_seen, row_id};
use super::memo::Memo;
use super::model::{
    Document, DocumentCut, DocumentReader, FollowedBy, History, HistoryError, ParentChange,
    Question, Revision,
};
use super::row::{Row, Side};
use super::scope::Scope;
use super::walk::{Found, Walk};
use crate::git::{Ancestor, CommitMeta, CommitReader, GitError, OddDates, Repository};
use crate::verdict::Cut;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

type Paths = BTreeSet<Box<[u8]>>;

/// Files of a commit by path.
type Files = BTreeMap<Box<[u8]>, Held>;

/// The documents that `question` asks for, with all their revisions.
pub fn read_history<R: DocumentReader>(
    repo: &Repository,
    question: &Question,
    reader: &R,
) -> Result<History<R::Facts>, HistoryError> {
    read_with(repo, question, reader, None)
}

/// The same, with what earlier walks found out.
pub(super) fn read_with<R: DocumentReader>(
    repo: &Repository,
    question: &Question,
    reader: &R,
    memo: Option<&Memo<R::Facts>>,
) -> Result<History<R::Facts>, HistoryError> {
    let commits = repo.ancestry(&question.tip)?;
    let count_lines = question.count_lines;
    let walk = Walk { repo, commits: &commits, reader, count_lines, memo };
    let asked = find_asked(&walk, question)?;
    let found = walk.find_rows(asked.paths.clone());
    let tip = walk.files(0, &found.scope)?;
    let (told, clashes) = tell_stories(&walk, &found, &tip);
    let chosen: Vec<Told> = told.into_iter().filter(|told| asked.includes(told, &found)).collect();
    let teller = Teller { walk: &walk, found: &found, tip: &tip };
    let mut documents = teller.documents(&chosen)?;
    name_droppers(&walk, &mut documents)?;
    let newest = |document: &Document<R::Facts>| document.revisions.first().map(|r| r.commit.id);
    documents.sort_by(|a, b| (&a.path, newest(a)).cmp(&(&b.path, newest(b))));
    let ids: BTreeSet<&str> = documents.iter().filter_map(|d| d.id.as_deref()).collect();
    let unknown_ids =
        question.ids.iter().filter(|id| !ids.contains(id.as_str())).cloned().collect();
    let clashes = clashes.into_iter().filter(|clash| ids.contains(clash.id.as_str())).collect();
    let cuts = all_cuts(&commits, &found, &documents);
    Ok(History {
        tip: question.tip,
        commits: commits.len(),
        odd_dates: OddDates::of(&commits),
        complete: cuts.is_empty(),
        cuts,
        documents,
        clashes,
        unknown_ids,
    })
}

/// What was asked for, as paths to walk and ids to keep.
struct Asked {
    paths: Paths,
    scope: Scope,
    ids: BTreeSet<String>,
}

impl Asked {
    fn includes<F>(&self, told: &Told, found: &Found<F>) -> bool {
        let touches = |row: &Row| {
            let sides = row.sides.iter().filter_map(|side| side.path.as_ref());
            std::iter::once(&row.path).chain(sides).any(|path| self.scope.contains(path))
        };
        told.id.as_ref().is_some_and(|id| self.ids.contains(id))
            || told.story.tip.as_ref().is_some_and(|path| self.scope.contains(path))
            || told.story.rows.iter().any(|at| touches(&found.rows[*at]))
    }
}

/// Finds where ids stand at the tip; an id that is not there is looked for everywhere.
fn find_asked<R: DocumentReader>(
    walk: &Walk<'_, R>,
    question: &Question,
) -> Result<Asked, HistoryError> {
    let clean = |path: &String| -> Box<[u8]> { path.trim_matches('/').as_bytes().into() };
    let mut paths: Paths = question.paths.iter().map(clean).collect();
    let scope = Scope::of(paths.iter().map(|path| &**path));
    let ids: BTreeSet<String> = question.ids.iter().cloned().collect();
    if !ids.is_empty() {
        let files = walk.files(0, &Scope::all())?;
        let wanted: Vec<_> =
            files.iter().filter(|(path, _)| walk.reader.wants(&repo_path(path))).collect();
        let at_tip: Vec<(Box<[u8]>, String)> = wanted
            .par_iter()
            .map_init(
                || walk.repo.blobs(),
                |blobs, (path, held)| {
                    let seen = see_one(blobs, walk.reader, path, held.blob).ok().flatten()?;
                    Some(((*path).clone(), seen.id.clone()?))
                },
            )
            .flatten()
            .collect();
        let there: BTreeSet<&String> = at_tip.iter().map(|(_, id)| id).collect();
        if ids.iter().any(|id| !there.contains(id)) {
            paths.insert(Box::default());
        }
        paths
            .extend(at_tip.iter().filter(|(_, id)| ids.contains(id)).map(|(path, _)| path.clone()));
    }
    Ok(Asked { paths, scope, ids })
}

fn tell_stories<R: DocumentReader>(
    walk: &Walk<'_, R>,
    found: &Found<R::Facts>,
    tip: &Files,
) -> (Vec<Told>, Vec<super::model::IdClash>) {
    let mut at_cuts = BTreeMap::new();
    for (commit, _) in (0_u32..).zip(walk.commits).filter(|(_, commit)| commit.cut.is_some()) {
        let files = walk.files(commit, &found.scope).unwrap_or_default();
        at_cuts.insert(commit, files.into_keys().collect());
    }
    let tangled = find_tangled(&found.rows, &|row| {
        let held = row.sides.iter().filter_map(|side| side.held).chain(row.new);
        held.filter_map(|held| held_id(found, held)).collect()
    });
    let is_other = |a, b| {
        let (a, b) = (held_id(found, a), held_id(found, b));
        a.is_some() && b.is_some() && a != b
    };
    let tangled_scope = Scope::of(tangled.iter().map(|path| &**path));
    let merges = walk.sides_of_merges(&tangled_scope, &is_other);
    let follow = Follow {
        commits: walk.commits,
        rows: &found.rows,
        tip,
        at_cuts: &at_cuts,
        merges: &merges,
        id: &|held| held_id(found, held).map(str::to_owned),
    };
    let (stories, meetings) = follow.stories(&tangled);
    Joiner::new(walk, found, tip).join(stories, meetings)
}

/// Why anything is cut, each reason once.
fn all_cuts<F>(commits: &[Ancestor], found: &Found<F>, documents: &[Document<F>]) -> Vec<Cut> {
    let at_commits = commits.iter().filter_map(|commit| commit.cut.as_ref()).map(GitError::to_cut);
    let in_documents =
        documents.iter().flat_map(|document| &document.cuts).map(|at| at.cut.clone());
    let all: BTreeSet<Cut> =
        at_commits.chain(found.troubles.values().cloned()).chain(in_documents).collect();
    all.into_iter().collect()
}

/// Turns stories into documents.
struct Teller<'a, R: DocumentReader> {
    walk: &'a Walk<'a, R>,
    found: &'a Found<R::Facts>,
    tip: &'a Files,
}

impl<R: DocumentReader> Teller<'_, R> {
    fn documents(&self, told: &[Told]) -> Result<Vec<Document<R::Facts>>, GitError> {
        let metas = self.commits(told)?;
        let all = told.par_iter().map_init(
            || self.walk.repo.blobs(),
            |blobs, told| {
                let rows = told.story.rows.iter().map(|at| &self.found.rows[*at]);
                let revision = |row: &Row| self.revision(row, &metas, blobs);
                let revisions: Vec<_> = rows.map(revision).collect();
                self.document(told, revisions)
            },
        );
        Ok(all.collect())
    }

    /// The commits of all rows, each read once.
    fn commits(&self, told: &[Told]) -> Result<HashMap<u32, Arc<CommitMeta>>, GitError> {
        let rows = told.iter().flat_map(|told| &told.story.rows);
        let places: BTreeSet<u32> = rows.map(|at| self.found.rows[*at].commit).collect();
        let places: Vec<u32> = places.into_iter().collect();
        let mailmap = self.walk.repo.mailmap(&self.walk.commits[0].id);
        let read = |commits: &mut CommitReader, at: &u32| {
            let mut meta = commits.read(&self.walk.commits[*at as usize].id)?;
            mailmap.correct(&mut meta.author);
            mailmap.correct(&mut meta.committer);
            Ok((*at, Arc::new(meta)))
        };
        places.par_iter().with_min_len(64).map_init(|| self.walk.repo.commits(), read).collect()
    }

    fn revision(
        &self,
        row: &Row,
        metas: &HashMap<u32, Arc<CommitMeta>>,
        blobs: &crate::git::BlobReader,
    ) -> Revision<R::Facts> {
        let first = row.sides.first().and_then(|side| side.held).map(|held| held.blob);
        let step = (first, row.new.map(|held| held.blob));
        let known = self.found.library.lines.get(&step).copied();
        let count = || count_step(blobs, step);
        let lines = if self.walk.count_lines { known.unwrap_or_else(count) } else { None };
        let seen = row.new.and_then(|held| self.found.library.sights.get(&held.blob));
        let parents = &self.walk.commits[row.commit as usize].parents;
        let change = |(side, parent): (&Side, &u32)| ParentChange {
            commit: self.walk.commits[*parent as usize].id,
            change: side.change,
            previous_path: side.path.as_ref().map(|path| repo_path(path)),
            previous_blob: side.held.map(|held| held.blob),
            similarity: side.similarity,
        };
        Revision {
            commit: Arc::clone(&metas[&row.commit]),
            path: repo_path(&row.path),
            blob: row.new.map(|held| held.blob),
            added: lines.map(|(added, _)| added),
            removed: lines.map(|(_, removed)| removed),
            parents: row.sides.iter().zip(parents).map(change).collect(),
            seen: seen.and_then(|sight| sight.as_ref().ok()?.clone()),
        }
    }

    fn document(&self, told: &Told, revisions: Vec<Revision<R::Facts>>) -> Document<R::Facts> {
        let cuts = self.cuts(told);
        let last_path = || told.story.rows.first().map(|at| &self.found.rows[*at].path);
        let path = told.story.tip.as_ref().or_else(last_path);
        Document {
            id: told.id.clone(),
            path: repo_path(path.expect("a story has a row or stands at the tip")),
            blob: told.story.tip.as_ref().and_then(|path| Some(self.tip.get(path)?.blob)),
            removed: told.story.tip.is_none(),
            dropped_by: None,
            followed_by: self.followed_by(told),
            complete: cuts.is_empty(),
            cuts,
            revisions,
        }
    }

    fn followed_by(&self, told: &Told) -> FollowedBy {
        let rows = || told.story.rows.iter().map(|at| &self.found.rows[*at]);
        let ids_agree = |row: &Row, side: &Side| {
            let now = row.new.and_then(|held| held_id(self.found, held));
            now.is_some() && now == side.held.and_then(|held| held_id(self.found, held))
        };
        let guessed = |row: &Row| {
            let mut moves = row.sides.iter().filter(|side| side.path.is_some());
            moves.any(|side| side.similarity.is_some() && !ids_agree(row, side))
        };
        let earlier = rows().find_map(|row| held_seen(self.found, row.new?));
        let earlier = earlier.map_or(&[][..], |seen| self.walk.reader.previous_ids(&seen.facts));
        let named = |row: &Row| {
            let id = row_id(self.found, row);
            let was = id.is_some_and(|id| earlier.iter().any(|earlier| earlier == id));
            row.new.is_none() || id == told.id.as_deref() || was
        };
        if told.by_previous_paths {
            FollowedBy::PreviousPaths
        } else if rows().any(guessed) {
            FollowedBy::Similarity
        } else if told.id.is_some() && rows().all(named) {
            FollowedBy::Id
        } else {
            FollowedBy::Path
        }
    }

    fn cuts(&self, told: &Told) -> Vec<DocumentCut> {
        let mut cuts = Vec::new();
        for (place, path) in &told.story.cuts {
            let commit = &self.walk.commits[*place as usize];
            let files = self.walk.files(*place, &Scope::of([&**path])).unwrap_or_default();
            let blob = files.get(path).map(|held| held.blob);
            let cut = commit.cut.as_ref().map(GitError::to_cut);
            cuts.extend(cut.map(|cut| DocumentCut { commit: commit.id, blob, cut }));
        }
        for row in told.story.rows.iter().map(|at| &self.found.rows[*at]) {
            let commit = self.walk.commits[row.commit as usize].id;
            let blob = row.new.map(|held| held.blob);
            let unread = blob.and_then(|blob| self.found.library.sights.get(&blob)?.as_ref().err());
            let reasons = row.doubt.clone().into_iter().chain(unread.map(GitError::to_cut));
            cuts.extend(reasons.map(|cut| DocumentCut { commit, blob, cut }));
        }
        for (place, cut) in &self.found.troubles {
            let commit = self.walk.commits[*place as usize].id;
            cuts.push(DocumentCut { commit, blob: None, cut: cut.clone() });
        }
        cuts
    }
}
