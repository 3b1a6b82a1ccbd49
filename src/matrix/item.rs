//! One answer to a requirement: about an incident, an action, a report or the register.

use crate::chain::{Proof, Standing};
use crate::record::Record;
use crate::term::Day;
use crate::verdict::{Cut, Seal, Strength, Verdict};

/// One answer, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The id of the record, or the stretch of time or file, that it is about.
    pub subject: String,
    /// The verdict.
    pub verdict: Verdict,
    /// What lacks or is to be known, as fragments.
    pub says: Vec<String>,
    /// The day on which its clock runs out, while it is in time so far.
    pub due: Option<Day>,
    /// The records that answer it.
    pub records: Vec<String>,
    /// The commits that show it.
    pub proofs: Vec<Proof>,
    /// How well git bears it out; `None` where nothing is claimed.
    pub strength: Option<Strength>,
    /// What is known of the signatures on its proofs.
    pub seal: Option<Seal>,
    /// Why it cannot be told.
    pub cut: Option<Cut>,
}

impl Item {
    pub(super) fn new(subject: impl Into<String>, verdict: Verdict) -> Self {
        Self {
            subject: subject.into(),
            verdict,
            says: Vec::new(),
            due: None,
            records: Vec::new(),
            proofs: Vec::new(),
            strength: None,
            seal: None,
            cut: None,
        }
    }

    /// An answer in a record.
    pub(super) fn about(record: &Record, verdict: Verdict) -> Self {
        Self::new(record.id(), verdict).with(record)
    }

    /// The answer that a stage of an incident gives.
    pub(super) fn of_stage(subject: &Record, standing: &Standing) -> Self {
        let mut item = Self::new(subject.id(), standing.verdict);
        item.take(standing);
        item
    }

    /// Takes over what a stage rests on, not its verdict.
    pub(super) fn take(&mut self, standing: &Standing) {
        let gap = |gap: &crate::chain::Gap| {
            gap.code.map_or_else(|| gap.text.clone(), |code| format!("{} ({code})", gap.text))
        };
        self.says.extend(Some(standing.reason.clone()).filter(|reason| !reason.is_empty()));
        self.says.extend(standing.gaps.iter().map(gap));
        for answer in &standing.answers {
            self.name(&answer.id);
        }
        for proof in &standing.proofs {
            if !self.proofs.contains(proof) {
                self.proofs.push(proof.clone());
            }
        }
        self.due = self.due.max(standing.due);
        self.strength = self.strength.min(standing.strength).or(standing.strength);
        self.seal = self.seal.or(standing.seal);
        if self.cut.is_none() {
            self.cut.clone_from(&standing.cut);
        }
    }

    /// Names a record that answers it.
    pub(super) fn with(mut self, record: &Record) -> Self {
        self.name(record.id());
        self
    }

    pub(super) fn name(&mut self, id: &str) {
        if !self.records.iter().any(|known| known == id) {
            self.records.push(id.to_owned());
        }
    }

    pub(super) fn saying(mut self, says: impl Into<String>) -> Self {
        self.says.push(says.into());
        self
    }

    /// Where it was met it is partly so, for this reason; another verdict keeps its word.
    pub(super) fn lacks(&mut self, says: impl Into<String>) {
        if self.verdict == Verdict::Met {
            self.verdict = Verdict::Partly;
        }
        let says = says.into();
        if matches!(self.verdict, Verdict::Partly | Verdict::Missing) && !self.says.contains(&says)
        {
            self.says.push(says);
        }
    }

    /// An answer was given and nothing of what is asked for stands in it.
    pub(super) fn without(mut self, says: impl Into<String>) -> Self {
        if self.is_answered() {
            self.verdict = Verdict::Missing;
            self.says.push(says.into());
        }
        self
    }

    /// True when there is an answer to look into.
    pub(super) fn is_answered(&self) -> bool {
        matches!(self.verdict, Verdict::Met | Verdict::Partly)
    }

    /// What was met cannot be told.
    pub(super) fn untold(&mut self, cut: Cut) {
        self.verdict = Verdict::CannotTell;
        self.strength = Some(Strength::CannotTell);
        self.cut.get_or_insert(cut);
    }
}
