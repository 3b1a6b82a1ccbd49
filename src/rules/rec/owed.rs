//! What a record owes at its status, and which rule speaks when it is not there.

use crate::record::Record;
use crate::rules::RecordContext;
use crate::schema::{
    Condition, Key, Kind, Line, Owed, action, common_fields, incident, policy, rca,
};
use crate::term::{Profile, Severity};

/// Answers "is this owed" for the fields and sections of one record.
pub(super) struct Debts<'a> {
    cx: &'a RecordContext<'a>,
    record: &'a Record,
    /// Fields of one state stand together, so the last answer is mostly the next.
    last: Option<(&'static str, bool)>,
}

impl<'a> Debts<'a> {
    pub(super) fn new(cx: &'a RecordContext<'a>, record: &'a Record) -> Self {
        Self { cx, record, last: None }
    }

    /// True when the record owes this now.
    pub(super) fn is_owed(&mut self, owed: Owed) -> bool {
        match owed {
            Owed::Never => false,
            Owed::Always => true,
            Owed::From(state) => self.is_from(state),
            Owed::FromIf(state, condition) => self.is_from(state) && self.holds(condition),
        }
    }

    /// True when the common field `name` is owed because of the profile.
    pub(super) fn is_owed_by_profile(&self, name: &str) -> bool {
        self.cx.profile == Profile::Group && name == "entity"
    }

    fn is_from(&mut self, state: &'static str) -> bool {
        match self.last {
            Some((known, answer)) if known == state => answer,
            _ => {
                let answer = self.record.is_from(state);
                self.last = Some((state, answer));
                answer
            }
        }
    }

    fn holds(&self, condition: Condition) -> bool {
        let text = |key: Key<Line>| self.record.text_of(key).unwrap_or_default();
        match condition {
            Condition::Significant => Severity::parse(text(incident::SEVERITY))
                .is_some_and(|severity| self.cx.terms.is_significant(severity)),
            Condition::MethodIs(method) => text(rca::METHOD) == method,
            Condition::TopicIs(topic) => text(policy::TOPIC) == topic,
            Condition::NotLight => !matches!(text(incident::REVIEW_TIER), "light" | "grouped"),
            Condition::Technical => action::TECHNICAL_TYPES.contains(&text(action::TYPE)),
        }
    }
}

/// True when a privileged or disposed record is asked for the fields of every kind only.
pub(super) fn owes_common_only(record: &Record) -> bool {
    record.is_privileged() || record.get(crate::schema::common::DISPOSED).is_some()
}

/// True for the fields of every kind.
pub(super) fn is_common(name: &str) -> bool {
    common_fields().iter().any(|field| field.name == name)
}

/// True when a rule of its own says more about this field or section than that it is missing.
pub(super) fn has_own_rule(kind: Kind, name: &str) -> bool {
    let told = OWN_RULES.iter().find(|(of, field, _)| *of == kind && *field == name);
    told.is_some_and(|(.., code)| crate::rules::find(code).is_some())
}

/// Fields and sections whose absence has a rule of its own; one fact is one finding.
static OWN_RULES: &[(Kind, &str, &str)] = &[
    (Kind::Incident, "decision", "INC012"),
    (Kind::Incident, "reporter", "INC012"),
    (Kind::Incident, "reporting_channel", "INC012"),
    (Kind::Incident, "assets", "INC004"),
    (Kind::Incident, "attack.vector", "INC004"),
    (Kind::Incident, "attack.varieties", "INC004"),
    (Kind::Pir, "attendees", "PIR003"),
    (Kind::Pir, "signoff", "PIR005"),
    (Kind::Pir, "control_evaluation", "PIR008"),
    (Kind::Pir, "nonconformity", "PIR018"),
    (Kind::Rca, "whys", "RCA004"),
    (Kind::Rca, "fishbone", "RCA005"),
    (Kind::Rca, "in_risk_register_before", "RCA007"),
    (Kind::Rca, "similar_elsewhere", "RCA011"),
    (Kind::Action, "owner", "ACT001"),
    (Kind::Action, "due", "ACT001"),
    (Kind::Action, "priority", "ACT001"),
    (Kind::Action, "verification", "ACT005"),
    (Kind::Action, "controls", "ACT006"),
    (Kind::Action, "rejected", "ACT015"),
    (Kind::Risk, "residual", "RSK008"),
    (Kind::Policy, "approved_by", "POL006"),
    (Kind::Policy, "defines", "POL005"),
    (Kind::Training, "audience", "TRN001"),
    (Kind::Training, "Scenario", "TRN003"),
    (Kind::Training, "anonymised", "TRN004"),
    (Kind::Training, "material", "TRN005"),
    (Kind::Bulletin, "audience", "BUL002"),
    (Kind::Bulletin, "channel", "BUL002"),
    (Kind::Bulletin, "Attack vector", "BUL002"),
    (Kind::Bulletin, "Defence", "BUL002"),
    (Kind::TrendReport, "Analysis", "TRD002"),
    (Kind::ManagementReview, "Incident learnings", "MRV001"),
    (Kind::ManagementReview, "decisions", "MRV002"),
    (Kind::ManagementReview, "figures", "MRV002"),
    (Kind::ManagementReview, "improvements", "MRV002"),
    (Kind::EffectivenessAudit, "result", "AUD002"),
    (Kind::EffectivenessAudit, "recurrence_found", "AUD002"),
    (Kind::EffectivenessAudit, "still_in_place", "AUD002"),
    (Kind::VendorAssessment, "answers", "VEN001"),
];
