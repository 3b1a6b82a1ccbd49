//! The chain of one incident: every stage in its order, and whether the learning is complete.

use super::inquiry::Inquiry;
use super::required::not_asked;
use super::sentence;
use super::standing::Standing;
use super::tally::Tally;
use super::waiver::{Waiver, Witness};
use super::{changed, learned, told, worked};
use crate::config::Config;
use crate::record::Record;
use crate::schema::common;
use crate::term::Stage;
use crate::verdict::{Strength, Verdict};

/// The chain of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The incident's id.
    pub incident: String,
    /// Every stage, in the order of the chain.
    pub stages: Vec<Standing>,
    /// The sentence that an auditor can quote.
    pub sentence: String,
}

impl Chain {
    /// True when every required stage is met.
    pub fn is_learning_complete(&self) -> bool {
        let answered = |standing: &Standing| {
            matches!(standing.verdict, Verdict::Met | Verdict::NotRequired | Verdict::NoneInScope)
        };
        self.stages.iter().all(answered)
    }

    /// The verdict over the whole chain: its weakest stage decides. Met is learning complete; partly
    /// and missing are late; not required is an incident of which nothing is asked.
    pub fn learning(&self) -> Verdict {
        let order = [
            Verdict::Withheld,
            Verdict::Missing,
            Verdict::Partly,
            Verdict::CannotTell,
            Verdict::InTimeSoFar,
            Verdict::Met,
        ];
        let weakest = order.into_iter().find(|verdict| self.count(*verdict) > 0);
        weakest.unwrap_or(Verdict::NotRequired)
    }

    /// True when a stage whose time has run is missing or only partly answered.
    pub fn is_late(&self) -> bool {
        self.late_stages() > 0
    }

    /// How many stages have run out of time.
    pub fn late_stages(&self) -> usize {
        self.stages.iter().filter(|standing| standing.is_late()).count()
    }

    /// How many stages have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.stages.iter().filter(|standing| standing.verdict == verdict).count()
    }

    /// How many stages have each verdict.
    pub fn tally(&self) -> Tally {
        Tally::of(self.stages.iter().map(|standing| standing.verdict))
    }

    /// How many stages have each verdict: `7 met, 1 partly, 3 in time so far`.
    pub fn counted(&self) -> String {
        self.tally().words()
    }

    /// How a stage stands.
    pub fn stage(&self, stage: Stage) -> Option<&Standing> {
        self.stages.iter().find(|standing| standing.stage == stage)
    }
}

/// Judges every stage of an incident.
pub fn chain_of(cx: &Inquiry<'_>, incident: &Record) -> Chain {
    let stages: Vec<_> = Stage::ALL.iter().map(|stage| standing(cx, incident, *stage)).collect();
    let sentence = sentence::quote(cx, incident, &stages);
    Chain { incident: incident.id().to_owned(), stages, sentence }
}

fn standing(cx: &Inquiry<'_>, incident: &Record, stage: Stage) -> Standing {
    waived(cx, incident, stage_of(cx, incident, stage))
}

/// How one stage of an incident stands, waivers left aside.
pub fn stage_of(cx: &Inquiry<'_>, incident: &Record, stage: Stage) -> Standing {
    if incident.is_privileged() {
        let reason = "the incident's record is privileged".into();
        let strength = Some(Strength::Withheld);
        return Standing { verdict: Verdict::Withheld, reason, strength, ..Standing::new(stage) };
    }
    if incident.is_ended() {
        return Standing::not_required(stage, format!("the incident is {}", ended_word(incident)));
    }
    if let Some(reason) = not_asked(cx.config, incident, stage) {
        return Standing::not_required(stage, reason);
    }
    match stage {
        Stage::Reported => learned::reported(cx, incident),
        Stage::Review => learned::review(cx, incident),
        Stage::Cause => learned::cause(cx, incident),
        Stage::Actions => worked::actions(cx, incident),
        Stage::Change => worked::change(cx, incident),
        Stage::Risk => changed::risk(cx, incident),
        Stage::Policy => changed::policy(cx, incident),
        Stage::Verification => worked::verification(cx, incident),
        Stage::Communicated => told::communicated(cx, incident),
        Stage::Management => told::management(cx, incident),
        Stage::Followup => told::followup(cx, incident),
    }
}

/// True when a stage is asked of an incident, by the configuration or by the default table.
pub fn is_asked(config: &Config, incident: &Record, stage: Stage) -> bool {
    not_asked(config, incident, stage).is_none()
}

fn ended_word(incident: &Record) -> &str {
    if incident.get(common::DISPOSED).is_some() { "disposed of" } else { incident.status() }
}

/// A valid waiver of the rule that speaks of each gap makes a stage not required.
fn waived(cx: &Inquiry<'_>, incident: &Record, found: Standing) -> Standing {
    if !matches!(found.verdict, Verdict::Missing | Verdict::Partly) || found.gaps.is_empty() {
        return found;
    }
    let reasons: Option<Vec<String>> =
        found.gaps.iter().map(|gap| gap.code.and_then(|code| waiver(cx, incident, code))).collect();
    match reasons {
        Some(reasons) => Standing {
            verdict: Verdict::NotRequired,
            reason: format!("waived: {}", reasons.join("; ")),
            ..found
        },
        None => found,
    }
}

fn waiver(cx: &Inquiry<'_>, incident: &Record, code: &str) -> Option<String> {
    let witness = Witness { today: cx.now.day(), people: None, past: Some(cx.past) };
    let own = incident.items(common::WAIVERS).into_iter().map(Waiver::in_record);
    let listed = cx.config.waivers.iter().filter(|waiver| waiver.record.value == incident.id());
    let mut all = own.chain(listed.map(Waiver::in_config));
    let holds = |waiver: &Waiver<'_>| {
        waiver.rule == Some(code) && waiver.flaw(Some(incident), &witness).is_none()
    };
    let Waiver { reason, approved_by, expires, .. } = all.find(holds)?;
    Some(format!("{code} by {} until {}, {}", approved_by?, expires?, reason?))
}
