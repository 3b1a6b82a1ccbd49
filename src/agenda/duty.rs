//! What may be due, by its word and by the rule that speaks of it.

use crate::term::nearest;
use thiserror::Error;

/// A sort of thing that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// A notification under a regime.
    Notification,
    /// The short talk after the response.
    HotWash,
    /// The review of a closed incident is held.
    ReviewHeld,
    /// The day for which a review is planned.
    ReviewPlanned,
    /// The review of a closed incident is approved.
    ReviewApproved,
    /// A root cause is accepted.
    Cause,
    /// An action is opened.
    ActionOpened,
    /// An action is done.
    Action,
    /// An action is verified.
    Verification,
    /// A risk is scored again after an incident.
    Risk,
    /// A policy answers an incident.
    Policy,
    /// A bulletin is published.
    Bulletin,
    /// A team answers a bulletin.
    BulletinAnswer,
    /// A follow-up is performed.
    FollowUp,
    /// A trend report is presented.
    TrendReport,
    /// A period statement is declared.
    PeriodStatement,
    /// A management review is held.
    ManagementReview,
    /// A policy is reviewed.
    PolicyReview,
    /// A risk is assessed again.
    RiskReview,
    /// A vendor is assessed again.
    VendorAssessment,
    /// A waiver ends.
    Waiver,
}

impl Duty {
    /// Every sort.
    pub const ALL: [Self; 21] = [
        Self::Notification,
        Self::HotWash,
        Self::ReviewHeld,
        Self::ReviewPlanned,
        Self::ReviewApproved,
        Self::Cause,
        Self::ActionOpened,
        Self::Action,
        Self::Verification,
        Self::Risk,
        Self::Policy,
        Self::Bulletin,
        Self::BulletinAnswer,
        Self::FollowUp,
        Self::TrendReport,
        Self::PeriodStatement,
        Self::ManagementReview,
        Self::PolicyReview,
        Self::RiskReview,
        Self::VendorAssessment,
        Self::Waiver,
    ];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        self.told().0
    }

    /// The code of the rule that reports it once its time is over.
    pub const fn rule(self) -> &'static str {
        self.told().1
    }

    /// What is to be done, as a fragment.
    pub const fn does(self) -> &'static str {
        self.told().2
    }

    const fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Notification => ("notification", "INC016", "notify"),
            Self::HotWash => ("hot-wash", "PIR010", "sit together for the hot wash"),
            Self::ReviewHeld => ("review-held", "INC003", "hold the review"),
            Self::ReviewPlanned => ("review-planned", "PIR012", "hold the review as planned"),
            Self::ReviewApproved => ("review-approved", "INC001", "have the review approved"),
            Self::Cause => ("cause", "INC002", "have the root cause accepted"),
            Self::ActionOpened => ("action-opened", "INC018", "open an action, or say why none"),
            Self::Action => ("action", "ACT002", "finish the action"),
            Self::Verification => ("verification", "ACT012", "verify the action"),
            Self::Risk => ("risk", "RSK001", "score the risk again, or say why not"),
            Self::Policy => ("policy", "INC023", "change a policy, or say why none"),
            Self::Bulletin => ("bulletin", "BUL001", "publish a bulletin"),
            Self::BulletinAnswer => ("bulletin-answer", "BUL004", "answer the bulletin"),
            Self::FollowUp => ("follow-up", "AUD001", "perform the follow-up"),
            Self::TrendReport => ("trend-report", "TRD001", "present the trend report"),
            Self::PeriodStatement => ("period-statement", "PST001", "declare the statement"),
            Self::ManagementReview => ("management-review", "MRV001", "hold the management review"),
            Self::PolicyReview => ("policy-review", "POL008", "review the policy"),
            Self::RiskReview => ("risk-review", "RSK009", "assess the risk again"),
            Self::VendorAssessment => ("vendor-assessment", "VEN001", "assess the vendor again"),
            Self::Waiver => ("waiver", "REC011", "renew the waiver, or put the matter right"),
        }
    }

    /// The sorts that a word asks for: its own, or all that begin with it (`review`).
    pub fn named(word: &str) -> Result<Vec<Self>, UnknownDuty> {
        let asked = word.trim().to_lowercase().replace('_', "-");
        let one = asked.strip_suffix('s').unwrap_or(&asked);
        let is = |known: &str| {
            [asked.as_str(), one].iter().any(|asked| {
                let rest = known.strip_prefix(asked);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            })
        };
        let found: Vec<_> = Self::ALL.into_iter().filter(|duty| is(duty.word())).collect();
        if found.is_empty() { Err(UnknownDuty::of(word)) } else { Ok(found) }
    }
}

/// A word that names no sort.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("nothing called `{word}` is ever due")]
pub struct UnknownDuty {
    word: String,
    /// What to do next.
    pub help: String,
}

impl UnknownDuty {
    fn of(word: &str) -> Self {
        let known = Duty::ALL.map(Duty::word);
        let help = nearest(word, known).map_or_else(
            || format!("use one of {}", known.join(", ")),
            |meant| format!("did you mean `{meant}`?"),
        );
        Self { word: word.to_owned(), help }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_names_its_sort_and_all_that_begin_with_it() {
        for duty in Duty::ALL {
            assert!(Duty::named(duty.word()).unwrap().contains(&duty));
        }
        assert_eq!(Duty::named("reviews").unwrap().len(), 3);
        assert_eq!(Duty::named("Follow_Ups").unwrap(), [Duty::FollowUp]);
        assert!(Duty::named("act").is_err() && Duty::named("").is_err());
        assert_eq!(Duty::named("waver").unwrap_err().help, "did you mean `waiver`?");
    }
}
