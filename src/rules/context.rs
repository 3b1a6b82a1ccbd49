//! What a check may look at, by reach.

use super::findings::Findings;
use super::waiver::Waived;
use crate::chain::{Inquiry, Standing};
use crate::config::{Assets, Config, People};
use crate::deadline::{Now, Terms};
use crate::diag::Finding;
use crate::owed::Books;
use crate::proof::{Artefacts, Past, RecordPast};
use crate::record::Record;
use crate::register::Register;
use crate::term::{Profile, RepoPath, Stage};

/// For checks of one record by itself.
#[derive(Clone, Copy, Debug)]
pub struct RecordContext<'a> {
    /// The time against which everything is judged.
    pub now: Now,
    /// The organisation's profile.
    pub profile: Profile,
    /// The thresholds in force.
    pub terms: &'a Terms,
    /// The register's configuration.
    pub config: &'a Config,
}

/// For checks among all records.
#[derive(Clone, Copy, Debug)]
pub struct RegisterContext<'a> {
    /// What checks of one record see.
    pub basis: RecordContext<'a>,
    /// Every record.
    pub register: &'a Register,
    /// What was found of the evidence that records name.
    pub artefacts: &'a Artefacts,
    /// The people known here.
    pub people: &'a People,
    /// The assets known here.
    pub assets: &'a Assets,
    /// Records that the configuration ignores.
    pub ignored: &'a [RepoPath],
}

impl<'a> RegisterContext<'a> {
    /// What duties are read from.
    pub fn books(&self) -> Books<'a> {
        let RecordContext { now, terms, config, .. } = self.basis;
        Books { register: self.register, terms, now, config }
    }

    /// How a stage of an incident stands, as far as records say it: git is not asked, so this is for
    /// stages whose verdict does not rest on it.
    pub fn stage(&self, incident: &Record, stage: Stage) -> Standing {
        self.books().stage(incident, stage)
    }
}

/// For checks of what a change does to the rules in force.
#[derive(Clone, Copy, Debug)]
pub struct ChangeContext<'a> {
    /// The register before the change, with the configuration that stood then.
    pub base: RegisterContext<'a>,
    /// The register after it.
    pub head: RegisterContext<'a>,
    /// What the rules before the change find in the register before it.
    pub open: &'a [Finding],
    /// What the rules after the change find in the register before it.
    pub left: &'a [Finding],
    /// What waivers set aside after the change.
    pub waived: &'a [Waived],
}

/// For checks that hold records against what git shows of them.
#[derive(Clone, Copy, Debug)]
pub struct HistoryContext<'a> {
    /// What checks among all records see.
    pub basis: RegisterContext<'a>,
    /// What git shows.
    pub past: &'a Past,
}

impl<'a> HistoryContext<'a> {
    /// The same facts as the chain asks for them.
    pub fn inquiry(&self) -> Inquiry<'a> {
        let RegisterContext { basis, register, .. } = self.basis;
        Inquiry {
            register,
            terms: basis.terms,
            now: basis.now,
            config: basis.config,
            past: self.past,
        }
    }

    /// What git shows of a record; `None` for one that is in no commit yet, and where its story is
    /// cut, which is told to `found`.
    pub fn past_of(&self, record: &Record, found: &mut Findings) -> Option<&'a RecordPast> {
        let past = self.past.seen(record.id())?;
        if let Some(cut) = &past.cut {
            found.cannot_tell(record, cut);
            return None;
        }
        (!past.told.is_empty()).then_some(past)
    }
}
