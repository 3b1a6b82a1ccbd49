//! The files of a bundle, in the order in which they are made.

use super::figures::figures;
use super::{ANCHOR, COMMIT, EVIDENCE, GUIDE, REGISTER, STATEMENT, TODAY, guide};
use crate::bag::{
    self, DECLARATION, DECLARATION_TEXT, INFO, MADE_BY, MANIFEST, PAYLOAD, Subject, Sum, Sums,
    TAG_MANIFEST, place_of, statement,
};
use crate::emit;
use crate::git::{CommitId, Repository};
use crate::history::{Question, Shelf, read_history_kept};
use crate::page::{About, Scope, Site, SiteInput};
use crate::proof::{Anchor, BriefReader, FileFact, Tags};
use crate::rules::Judgement;
use crate::session::{Failure, Session};
use crate::source::SourceFile;
use crate::term::RepoPath;
use crate::words::{Language, Words};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// The rule that says what is wrong with a piece of evidence.
const UNRESOLVED: &str = "REC010";
/// A file is packed up to this size, in bytes.
const FILE_LIMIT: u64 = 256 * 1024 * 1024;

/// What is handed over, and how.
pub struct Handed<'s> {
    /// The register at a commit.
    pub session: &'s Session,
    /// The repository.
    pub repository: &'s Repository,
    /// The commit.
    pub commit: CommitId,
    /// Whether the files that records name as evidence are packed.
    pub with_evidence: bool,
}

/// Makes every file and hands each to `keep` once, with its place; nothing is handed over when a
/// piece of evidence is missing or differs.
///
/// Returns the sums of all files, the lists themselves left out.
pub fn fill(
    handed: &Handed<'_>,
    keep: impl Fn(&str, &[u8]) -> Result<(), Failure> + Sync,
) -> Result<Sums, Failure> {
    let judgement = handed.session.judge();
    handed.refuse_what_is_not_there(&judgement)?;
    let sums = Mutex::new(Sums::new());
    let put = |place: &str, bytes: &[u8]| {
        let known = (place.to_owned(), Sum::of(bytes));
        sums.lock().unwrap_or_else(PoisonError::into_inner).insert(known.0, known.1);
        keep(place, bytes)
    };
    let payload = |place: &str, bytes: &[u8]| put(&format!("{PAYLOAD}{place}"), bytes);
    handed.files(&payload)?;
    payload("git/history.json", handed.history()?.as_bytes())?;
    for (name, text) in figures(handed, &judgement) {
        payload(&format!("figures/{name}.json"), text.as_bytes())?;
    }
    let (evidence, about) = (handed.session.evidence(), handed.about());
    let (texts, scope) = (handed.session, Scope::default());
    let input = SiteInput { evidence, judgement: &judgement, texts, about, scope };
    let place = |path: &str, bytes: &[u8]| payload(&format!("site/{path}"), bytes);
    let templates = emit::Templates::ours(Words::of(Language::English));
    emit::make_site(&templates, &Site::build(input), &emit::Again::default(), place)?;
    let listed = sums.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let manifest = bag::list(&listed);
    let mut beside = handed.beside(&listed, &manifest)?;
    beside.insert(MANIFEST, manifest);
    let tags = beside.iter().map(|(place, text)| ((*place).to_owned(), Sum::of(text.as_bytes())));
    let tags = bag::list(&tags.collect());
    beside.insert(TAG_MANIFEST, tags);
    for (place, text) in &beside {
        put(place, text.as_bytes())?;
    }
    Ok(sums.into_inner().unwrap_or_else(PoisonError::into_inner))
}

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    place: String,
    role: &'static str,
    blob: String,
    sha256: String,
}

impl Handed<'_> {
    /// Evidence that cannot be shown makes the whole of no use: it is said before anything is written.
    fn refuse_what_is_not_there(&self, judgement: &Judgement) -> Result<(), Failure> {
        if !self.with_evidence {
            return Ok(());
        }
        let missing: Vec<String> =
            judgement
                .findings
                .iter()
                .filter(|finding| finding.code == UNRESOLVED)
                .map(|finding| format!("{}: {}", finding.place.path, finding.message))
                .chain(
                    judgement.unknown.iter().filter(|unknown| unknown.code == UNRESOLVED).map(
                        |unknown| format!("{}: cannot tell: {}", unknown.record, unknown.reason),
                    ),
                )
                .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let (count, shown) = (missing.len(), missing.iter().take(10).cloned().collect::<Vec<_>>());
        let more = if count > 10 { format!("\n  and {} more", count - 10) } else { String::new() };
        let message = format!(
            "{count} of the pieces of evidence that records name cannot be handed over:\n  {}{more}",
            shown.join("\n  ")
        );
        let hint = "put the evidence right, or leave it out with --no-evidence";
        Err(Failure::new(message, hint))
    }

    /// Records, lists and configuration as the commit holds them, and the evidence that they name.
    fn files(&self, payload: &impl Fn(&str, &[u8]) -> Result<(), Failure>) -> Result<(), Failure> {
        let snapshot = self.session.snapshot();
        let wanted = self.wanted();
        let mut rows = Vec::new();
        for (path, role) in &wanted {
            let bytes = snapshot.read(path, FILE_LIMIT)?;
            let place = format!("{role}/{}", place_of(path.as_str()));
            payload(&place, &bytes)?;
            let known = snapshot.files().binary_search_by(|file| file.path.cmp(path)).ok();
            let blob = known.and_then(|at| snapshot.files()[at].blob());
            rows.push(Row {
                path: path.as_str(),
                place: format!("{PAYLOAD}{place}"),
                role,
                blob: blob.map(|blob| blob.hex()).unwrap_or_default(),
                sha256: Sum::of(&bytes).digest,
            });
        }
        let mut text = serde_json::to_string_pretty(&rows).expect("text is always JSON");
        text.push('\n');
        payload("index.json", text.as_bytes())
    }

    /// Every file by what it is here for.
    fn wanted(&self) -> BTreeMap<RepoPath, &'static str> {
        let (session, register) = (self.session, self.session.register());
        let mut wanted: BTreeMap<RepoPath, &'static str> = BTreeMap::new();
        if self.with_evidence {
            let artefacts = &session.past().artefacts.files;
            let packed = artefacts.iter().filter(|(_, fact)| matches!(fact, FileFact::Digest(_)));
            wanted.extend(packed.map(|(path, _)| (path.clone(), "evidence")));
        }
        let lists: BTreeSet<_> = [
            session.config().path.clone(),
            session.people().path.clone(),
            session.assets().path.clone(),
        ]
        .into_iter()
        .chain([RepoPath::new(".mailmap")])
        .collect();
        let is_list = |file: &&SourceFile| lists.contains(&file.path);
        let lists = session.snapshot().files().iter().filter(is_list);
        wanted.extend(lists.map(|file| (file.path.clone(), "records")));
        wanted.extend(register.broken().iter().map(|broken| (broken.path.clone(), "records")));
        wanted.extend(register.records().iter().map(|record| (record.path.clone(), "records")));
        wanted
    }

    /// Every revision of everything below the root.
    fn history(&self) -> Result<String, Failure> {
        let paths = vec![self.session.snapshot().root().to_owned()];
        let question = Question { tip: self.commit, paths, ids: Vec::new(), count_lines: true };
        let reader = BriefReader { with_texts: true };
        let kept = Shelf { cache: None, reader: "", is_base: false };
        let history = read_history_kept(self.repository, &question, &reader, kept);
        let history = history.map_err(|crate::history::HistoryError::Git(error)| {
            Failure::from(error).while_doing("reading history")
        })?;
        let past = self.session.past();
        let tags = self.repository.tags()?;
        let tags = Tags::new(tags.tags, &past.seals, &self.repository.mailmap(&self.commit));
        Ok(emit::history_json(&history, &past.seals, &tags))
    }

    fn about(&self) -> About {
        let (commit, today) = (self.commit.hex(), self.session.now().day());
        About {
            asked: format!("--rev {commit}"),
            options: format!("--rev {commit} --today {today}"),
            moment: format!("--rev {commit} --today {today}"),
            commit,
            is_worktree: false,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// What stands beside the payload.
    fn beside(
        &self,
        payload: &Sums,
        manifest: &str,
    ) -> Result<BTreeMap<&'static str, String>, Failure> {
        let anchor = Anchor::of(self.repository, "", &self.commit)?.to_string();
        let made_by = format!("pirctl {}", env!("CARGO_PKG_VERSION"));
        let (commit, today) = (self.commit.hex(), self.session.now().day().to_string());
        let committed = self.repository.commit(&self.commit)?.committer.time;
        let bagged = committed.to_utc().date_naive().to_string();
        let root = self.session.snapshot().root();
        let evidence = if self.with_evidence { "packed" } else { "left out" };
        let labels = [
            ("External-Description", "Evidence of learning from information security incidents"),
            (MADE_BY, &made_by),
            // The day of the commit: a bundle made later is the same bundle.
            ("Bagging-Date", &bagged),
            (COMMIT, &commit),
            (TODAY, &today),
            (REGISTER, if root.is_empty() { "." } else { root }),
            (EVIDENCE, evidence),
        ];
        let info = bag::info(&labels, payload);
        let subject = [Subject::new(MANIFEST, Sum::of(manifest.as_bytes()).digest)];
        let predicate = BTreeMap::from([
            ("anchor", anchor.as_str()),
            ("commit", &commit),
            ("madeBy", &made_by),
            ("today", &today),
        ]);
        Ok(BTreeMap::from([
            (DECLARATION, DECLARATION_TEXT.to_owned()),
            (INFO, info),
            (ANCHOR, format!("{anchor}\n")),
            (STATEMENT, statement(&subject, &predicate)),
            (GUIDE, guide::text(&commit, &today)),
        ]))
    }
}
