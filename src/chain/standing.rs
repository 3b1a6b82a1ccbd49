//! How a stage stands: verdict, what answers it, what is missing, what git shows of it.

use super::inquiry::Inquiry;
use crate::deadline::Due;
use crate::diag::Place;
use crate::proof::CommitNote;
use crate::record::Record;
use crate::schema::Kind;
use crate::term::{Day, Stage};
use crate::verdict::{Cut, Seal, Strength, Verdict};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A record that answers a stage, wholly or in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// What it says to this stage, as a fragment.
    pub says: String,
    /// Where it says so.
    pub place: Place,
}

/// Something that the stage asks for and that was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What is not found, as a lower-case fragment.
    pub text: String,
    /// The rule that speaks of it, where there is one.
    pub code: Option<&'static str>,
}

/// What a commit shows of the stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The record it is about.
    pub record: String,
    /// What it shows, as a fragment.
    pub shows: String,
    /// The commit.
    pub commit: Arc<CommitNote>,
    /// Where the record stood.
    pub path: String,
}

/// How one stage of one incident stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The stage.
    pub stage: Stage,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is so, where the verdict alone does not say it.
    pub reason: String,
    /// The day on which its clock runs out, while it is in time so far.
    pub due: Option<Day>,
    /// The day on which its clock ran out, where it is late and has one.
    pub late_since: Option<Day>,
    /// How well git bears it out; `None` where nothing is claimed.
    pub strength: Option<Strength>,
    /// What is known of the signatures on its proofs.
    pub seal: Option<Seal>,
    /// The records that answer it.
    pub answers: Vec<Answer>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// Differences that git shows and that people should know.
    pub remarks: Vec<String>,
    /// What commits show.
    pub proofs: Vec<Proof>,
    /// Why it cannot be told.
    pub cut: Option<Cut>,
}

/// How much of what a stage asks for was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    All,
    Part,
    Nothing,
}

/// Where the clock of a stage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// It starts when the incident is closed.
    NotStarted,
    /// It runs out then.
    At(DateTime<Utc>),
    /// It has none.
    Never,
    /// It has started, and nothing says when.
    Unknown,
}

impl Standing {
    pub(super) fn new(stage: Stage) -> Self {
        Self {
            stage,
            verdict: Verdict::Missing,
            reason: String::new(),
            due: None,
            late_since: None,
            strength: None,
            seal: None,
            answers: Vec::new(),
            gaps: Vec::new(),
            remarks: Vec::new(),
            proofs: Vec::new(),
            cut: None,
        }
    }

    /// True when an answer is still owed: missing or partly there, in time or not.
    pub fn is_open(&self) -> bool {
        matches!(self.verdict, Verdict::Missing | Verdict::Partly | Verdict::InTimeSoFar)
    }

    /// True when its time has run and it is missing or only partly answered.
    pub fn is_late(&self) -> bool {
        matches!(self.verdict, Verdict::Missing | Verdict::Partly)
    }

    pub(super) fn not_required(stage: Stage, reason: impl Into<String>) -> Self {
        Self { verdict: Verdict::NotRequired, reason: reason.into(), ..Self::new(stage) }
    }

    /// Takes a record as an answer; `field` is where it says so.
    pub(super) fn answer(&mut self, record: &Record, field: &str, says: impl Into<String>) {
        let place = record.place(record.span_of(field));
        let id = record.id().to_owned();
        let title = if record.is_privileged() { String::new() } else { record.title().to_owned() };
        self.answers.push(Answer { id, kind: record.kind(), title, says: says.into(), place });
    }

    pub(super) fn gap(&mut self, code: Option<&'static str>, text: impl Into<String>) {
        let gap = Gap { text: text.into(), code };
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
    }

    pub(super) fn proof(
        &mut self,
        record: &Record,
        commit: &Arc<CommitNote>,
        shows: impl Into<String>,
    ) {
        let proof = Proof {
            record: record.id().to_owned(),
            shows: shows.into(),
            commit: commit.clone(),
            path: record.path.to_string(),
        };
        if !self.proofs.contains(&proof) {
            self.proofs.push(proof);
        }
    }

    /// Takes the strength of one claim; the stage is as strong as its weakest.
    pub(super) fn weigh(&mut self, strength: Strength) {
        let rank = |strength: Strength| match strength {
            Strength::Contradicted => 0,
            Strength::Withheld => 1,
            Strength::CannotTell => 2,
            Strength::Claimed => 3,
            Strength::Recorded => 4,
            Strength::Corroborated => 5,
        };
        let weakest =
            |before: Strength| if rank(strength) < rank(before) { strength } else { before };
        self.strength = Some(self.strength.map_or(strength, weakest));
    }

    pub(super) fn cannot_tell(&mut self, cut: Cut) {
        self.weigh(Strength::CannotTell);
        self.cut.get_or_insert(cut);
    }

    /// Gives the verdict.
    pub(super) fn conclude(mut self, extent: Extent, limit: Limit, inquiry: &Inquiry<'_>) -> Self {
        let ahead = match limit {
            Limit::NotStarted => true,
            Limit::At(at) => inquiry.now.instant <= at,
            Limit::Never | Limit::Unknown => false,
        };
        self.verdict = match extent {
            Extent::All if self.cut.is_some() => Verdict::CannotTell,
            Extent::All => Verdict::Met,
            _ if limit == Limit::Unknown => {
                self.cut.get_or_insert(undated());
                Verdict::CannotTell
            }
            _ if ahead => Verdict::InTimeSoFar,
            Extent::Part => Verdict::Partly,
            Extent::Nothing => Verdict::Missing,
        };
        // A clock that runs out at midnight has had the day before for its last.
        let last_day = |at| Due::of(at, inquiry.now.zone).day(inquiry.now.zone);
        if let (Verdict::Partly | Verdict::Missing, Limit::At(at)) = (self.verdict, limit) {
            self.late_since = Some(last_day(at));
        }
        if self.verdict == Verdict::InTimeSoFar {
            match limit {
                Limit::At(at) => self.due = Some(last_day(at)),
                _ if self.reason.is_empty() => {
                    self.reason = "the clock starts when the incident is closed".into();
                }
                _ => {}
            }
        }
        self.seal = common_seal(&self.proofs);
        self
    }
}

/// Why a clock cannot be read: the incident is closed, and its record does not say since when.
pub(super) fn undated() -> Cut {
    Cut {
        reason: "the incident is closed and `closed_at` is not recorded".into(),
        remedy: "state it in the incident's record".into(),
    }
}

/// The seal that all proofs share, else the weakest word that is true of them.
fn common_seal(proofs: &[Proof]) -> Option<Seal> {
    let first = proofs.first()?.commit.seal;
    if proofs.iter().all(|proof| proof.commit.seal == first) {
        return Some(first);
    }
    let any = |seal| proofs.iter().any(|proof| proof.commit.seal == seal);
    let weakest = [
        Seal::Bad,
        Seal::Expired,
        Seal::UnknownKey,
        Seal::CannotTell,
        Seal::Unsigned,
        Seal::Unchecked,
        Seal::Platform,
    ];
    Some(weakest.into_iter().find(|seal| any(*seal)).unwrap_or(Seal::Unchecked))
}
