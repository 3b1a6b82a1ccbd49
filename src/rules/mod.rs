//! The rules: one room each, one static list, one runner.
//!
//! A check opens no file, asks no clock and prints nothing; what it cannot know is *cannot tell*.

mod act;
mod aud;
mod begun;
mod bul;
mod cfg;
mod clocked;
mod context;
mod ctl;
mod custom;
pub mod example;
mod findings;
pub mod fix;
mod git;
mod inc;
mod lnk;
mod mrv;
mod pir;
mod pol;
mod pst;
mod rca;
mod rec;
mod rsk;
mod rule;
mod runner;
mod selection;
mod trd;
mod trn;
mod ven;
#[cfg(test)]
mod work;

pub mod waiver;

pub use context::{ChangeContext, HistoryContext, RecordContext, RegisterContext};
pub use findings::{Findings, Report};
pub use rule::{Basis, Check, Example, Levels, Rule};
pub use runner::{
    BY_TWO_SNAPSHOTS, EARLIER_COMMITS, Judgement, PartLevels, Settings, Sides, judge, judge_change,
};
pub use selection::{NoSuchRule, Selection};

use crate::config::Config;

/// Every rule, in code order. Codes are never used twice; a retired rule keeps its line.
pub static RULES: &[&Rule] = &[
    &rec::front_matter_unreadable::RULE,
    &rec::field_invalid::RULE,
    &rec::id_invalid::RULE,
    &rec::date_invalid::RULE,
    &rec::above_ceiling::RULE,
    &rec::secret::RULE,
    &rec::section_missing::RULE,
    &rec::placeholder_left::RULE,
    &rec::status_step_illegal::RULE,
    &rec::evidence_unresolved::RULE,
    &rec::waiver_invalid::RULE,
    &rec::key_unknown::RULE,
    &rec::not_a_record::RULE,
    &rec::conflict_markers::RULE,
    &rec::encoding_untidy::RULE,
    &rec::asset_group_unknown::RULE,
    &rec::privileged_text_present::RULE,
    &rec::disposal_conflict::RULE,
    &rec::person_unknown::RULE,
    &rec::retention_over::RULE,
    &lnk::broken::RULE,
    &lnk::orphan::RULE,
    &lnk::part_missing::RULE,
    &lnk::ended::RULE,
    &lnk::cycle::RULE,
    &lnk::disjoint::RULE,
    &lnk::change_unattributed::RULE,
    &lnk::mention_broken::RULE,
    &inc::review_missing::RULE,
    &inc::cause_missing::RULE,
    &inc::review_not_held::RULE,
    &inc::unclassified::RULE,
    &inc::stamps_out_of_order::RULE,
    &inc::human_factor_unanswered::RULE,
    &inc::recurrence_unlinked::RULE,
    &inc::third_party_unanswered::RULE,
    &inc::register_silent::RULE,
    &inc::minor_ones_ungrouped::RULE,
    &inc::detection_unanswered::RULE,
    &inc::triage_undocumented::RULE,
    &inc::lowered_below_threshold::RULE,
    &inc::certainty_undecided::RULE,
    &inc::indicators_unanswered::RULE,
    &inc::notification_overdue::RULE,
    &inc::tier_too_light::RULE,
    &inc::actions_missing::RULE,
    &inc::custody_missing::RULE,
    &inc::rejected_without_ground::RULE,
    &inc::reviewed_by_one::RULE,
    &inc::left_open::RULE,
    &inc::policy_unanswered::RULE,
    &pir::held_late::RULE,
    &pir::lead_was_responder::RULE,
    &pir::attendees_too_few::RULE,
    &pir::security_only::RULE,
    &pir::signoff_missing::RULE,
    &pir::timeline_thin::RULE,
    &pir::blame_language::RULE,
    &pir::controls_not_evaluated::RULE,
    &pir::lesson_unanswered::RULE,
    &pir::hot_wash_missing::RULE,
    &pir::minutes_are_a_link::RULE,
    &pir::review_date_passed::RULE,
    &pir::questions_open::RULE,
    &pir::names_in_anonymised::RULE,
    &pir::responder_absent::RULE,
    &pir::signoff_unmatched::RULE,
    &pir::timeline_out_of_order::RULE,
    &pir::nonconformity_undecided::RULE,
    &pir::held_before_end::RULE,
    &pir::full_in_writing::RULE,
    &rca::generic_cause::RULE,
    &rca::cause_without_control::RULE,
    &rca::people_only::RULE,
    &rca::whys_shallow::RULE,
    &rca::fishbone_incomplete::RULE,
    &rca::method_differs::RULE,
    &rca::register_not_consulted::RULE,
    &rca::symptom_as_cause::RULE,
    &rca::single_cause::RULE,
    &rca::one_function::RULE,
    &rca::elsewhere_unanswered::RULE,
    &rca::accepted_by_analyst::RULE,
    &act::not_assigned::RULE,
    &act::overdue::RULE,
    &act::done_without_evidence::RULE,
    &act::no_before_after::RULE,
    &act::not_tested::RULE,
    &act::no_control_named::RULE,
    &act::only_the_affected::RULE,
    &act::verified_by_owner::RULE,
    &act::due_moved::RULE,
    &act::done_at_once::RULE,
    &act::not_measurable::RULE,
    &act::implemented_unverified::RULE,
    &act::assets_not_all_done::RULE,
    &act::side_effects_unchecked::RULE,
    &act::rejected_without_reason::RULE,
    &act::escalation_open::RULE,
    &act::target_unchanged::RULE,
    &act::done_before_its_ground::RULE,
    &ctl::failed_unanswered::RULE,
    &ctl::changed_without_cause::RULE,
    &ctl::soa_unmoved::RULE,
    &ctl::soa_incomplete::RULE,
    &rsk::untouched::RULE,
    &rsk::score_without_rationale::RULE,
    &rsk::new_risk_missing::RULE,
    &rsk::still_unlikely::RULE,
    &rsk::lowered_early::RULE,
    &rsk::treatment_unmoved::RULE,
    &rsk::known_untouched::RULE,
    &rsk::acceptance_not_owners::RULE,
    &rsk::review_passed::RULE,
    &pol::text_unchanged::RULE,
    &pol::version_not_raised::RULE,
    &pol::change_log_gap::RULE,
    &pol::artefact_older::RULE,
    &pol::defines_too_little::RULE,
    &pol::unapproved::RULE,
    &pol::configuration_differs::RULE,
    &pol::next_review_passed::RULE,
    &pol::version_without_text::RULE,
    &pol::version_not_forward::RULE,
    &pol::entry_before_incident::RULE,
    &trn::attendance_missing::RULE,
    &trn::not_live::RULE,
    &trn::generic_training::RULE,
    &trn::not_anonymised::RULE,
    &trn::material_missing::RULE,
    &trn::sole_attendee::RULE,
    &bul::missing::RULE,
    &bul::thin::RULE,
    &bul::names_people::RULE,
    &bul::answers_outstanding::RULE,
    &trd::quarter_without_report::RULE,
    &trd::counts_only::RULE,
    &trd::window_short::RULE,
    &trd::finding_unused::RULE,
    &trd::nil_without_statement::RULE,
    &mrv::missing::RULE,
    &mrv::nothing_decided::RULE,
    &mrv::incident_not_discussed::RULE,
    &mrv::minutes_missing::RULE,
    &mrv::others_not_aggregated::RULE,
    &aud::followup_missing::RULE,
    &aud::followup_incomplete::RULE,
    &aud::auditor_owned_action::RULE,
    &aud::followup_too_soon::RULE,
    &aud::not_in_programme::RULE,
    &pst::statement_missing::RULE,
    &pst::counts_disagree::RULE,
    &pst::statement_unsupported::RULE,
    &ven::questions_unanswered::RULE,
    &ven::no_incidents_accepted::RULE,
    &ven::own_word_only::RULE,
    &ven::red_flag_unanswered::RULE,
    &ven::claims_not_carried::RULE,
    &git::late_entry::RULE,
    &git::entered_before::RULE,
    &git::date_moved_earlier::RULE,
    &git::changed_after_closing::RULE,
    &git::record_removed::RULE,
    &git::id_changed::RULE,
    &git::number_gap::RULE,
    &git::history_cut::RULE,
    &git::dates_reversed::RULE,
    &git::anchor_not_ancestor::RULE,
    &git::replaced_or_grafted::RULE,
    &git::uncommitted_evidence::RULE,
    &git::signature_not_good::RULE,
    &git::identity_unmatched::RULE,
    &git::rules_loosened::RULE,
    &git::rewrite_explained::RULE,
    &cfg::invalid::RULE,
    &cfg::policy_not_named::RULE,
    &cfg::reference_list_invalid::RULE,
    &cfg::rule_unknown::RULE,
    &cfg::ignore_hides_records::RULE,
    &cfg::schema_newer::RULE,
];

/// The rule of ours with this code or name (letter case ignored).
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    find_in(RULES, code_or_name)
}

/// The one of `rules` with this code or name (letter case ignored).
pub fn find_in(rules: &[&'static Rule], code_or_name: &str) -> Option<&'static Rule> {
    let wanted = code_or_name.to_lowercase();
    rules.iter().copied().find(|rule| rule.code.to_lowercase() == wanted || rule.name == wanted)
}

/// Every rule in force in a register: ours, then those that its configuration adds.
pub fn catalogue(config: &Config) -> Vec<&'static Rule> {
    RULES.iter().copied().chain(custom::rules(config)).collect()
}
