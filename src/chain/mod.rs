//! The chain of an incident: its stages, what severity and profile ask of each, and the facts
//! that answer them.

mod answer;
mod cause;
mod changed;
mod incident;
mod inquiry;
mod judge;
mod label;
mod learned;
mod period;
mod required;
mod review;
mod sentence;
mod standing;
mod tally;
mod told;
mod waiver;
mod worked;

pub use answer::{
    actions_addressing, actions_of, answered_by_not_needed, is_action_owed, is_lesson_answered,
    lessons_in, not_needed,
};
pub use cause::{accepted_causes_of, analyses_of, causes_in, is_cause_accepted};
pub use changed::{entry_for, policies_of, risks_of, scores_around};
pub use incident::{approval_clock, closed_at, held_clock, is_judged, severity_of};
pub use inquiry::Inquiry;
pub use judge::{Chain, chain_of, is_asked, stage_of};
pub use label::{label, verdict_words};
pub use period::{Days, Emptiness, Population, emptiness, population};
pub use required::{
    CauseForm, Grade, Stage, Tier, cause_form, is_default, not_asked, review_floor,
};
pub use review::{
    inline_review, is_approved_inline, is_review_approved, is_review_waived, is_reviewed_inline,
    lacks_meeting, lacks_second_reviewer, review_held_at, review_tier, reviewers, reviews_of,
};
pub use standing::{Answer, Gap, Proof, Standing};
pub use tally::Tally;
pub use told::{followup_clock, is_presented, management_held_at};
pub use waiver::{Waiver, WaiverFlaw, Witness};
