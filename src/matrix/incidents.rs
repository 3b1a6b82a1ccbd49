//! Readings per incident: what its chain says, and what a requirement asks beyond a stage.

use super::item::Item;
use super::reach::Case;
use crate::chain::{
    CauseForm, Stage, accepted_causes_of, analyses_of, approval_clock, cause_form, closed_at,
    entry_for, inline_review, is_cause_accepted, is_lesson_answered, is_review_approved,
    lessons_in, not_needed, policies_of, review_held_at, reviews_of, risks_of, scores_around,
};
use crate::deadline::Phase;
use crate::record::Record;
use crate::schema::{
    Key, Kind, incident, management_review, part, pir, policy, rca, risk, training,
};
use crate::verdict::{Cut, Verdict};

/// The stage that the requirement names, and its rules.
pub(super) fn staged(case: &Case<'_, '_>) -> Item {
    case.staged()
}

/// E3: the row of the register of lessons.
pub(super) fn lessons_row(case: &Case<'_, '_>) -> Item {
    let mut item = case.together(&[Stage::Review, Stage::Cause, Stage::Actions]);
    for lesson in lessons(case) {
        if !is_lesson_answered(case.reach.cx.register, lesson) {
            item.lacks(format!("{} has an unanswered lesson", lesson.record().id()));
        }
    }
    item
}

/// E8: a management review that is approved and decides something.
pub(super) fn management(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    for id in item.records.clone() {
        let Some(review) = case.reach.cx.register.get_kind(Kind::ManagementReview, &id) else {
            continue;
        };
        if review.status() != "approved" {
            item.lacks(format!("{id} is not approved"));
        }
        if review.items(management_review::DECISIONS).is_empty() {
            item.lacks(format!("{id} decides nothing"));
        }
    }
    item
}

/// M3: two scores in git, or a risk that is new because of the incident.
pub(super) fn scored(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    let cx = &case.reach.cx;
    let is_scored = |risk: &Record| {
        let steps = cx.past.of(risk.id()).map(|past| scores_around(cx, case.incident, past).len());
        let is_new = risk.words(risk::NEW_FROM).iter().any(|id| id.value == case.incident.id());
        is_new || steps.is_ok_and(|steps| steps > 1)
    };
    if !risks_of(cx, case.incident.id()).into_iter().any(is_scored) {
        item.lacks("the score is as before, with a reason");
    }
    item
}

/// M4: published, and the entry names what was changed.
pub(super) fn published(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    for policy in policies_of(&case.reach.cx, case.incident.id()) {
        if policy.status() != "published" {
            item.lacks(format!("{} is {}", policy.id(), policy.status()));
        }
        let entry = entry_for(policy, case.incident.id());
        if entry.is_some_and(|entry| entry.words(part::SECTIONS).is_empty()) {
            item.lacks(format!("{}: the entry names no section", policy.id()));
        }
    }
    item
}

/// F5: a control, policy or training that names the incident and changed since.
pub(super) fn changed(case: &Case<'_, '_>) -> Item {
    let standing = case.stage(Stage::Change);
    if standing.verdict == Verdict::Withheld {
        return Item::of_stage(case.incident, standing);
    }
    let naming = naming(case);
    if naming.is_empty() {
        let verdict = match standing.verdict {
            quiet @ (Verdict::InTimeSoFar | Verdict::NotRequired) => quiet,
            _ => Verdict::Missing,
        };
        let says = "no control, policy or training names the incident";
        let mut item = Item::new(case.incident.id(), verdict).saying(says);
        item.due = standing.due;
        return item;
    }
    let mut item = Item::new(case.incident.id(), Verdict::Partly);
    let detected = case.incident.get(incident::DETECTED_AT);
    let detected = detected.map(|at| at.earliest(case.reach.cx.now.zone));
    let mut cut = None;
    for record in naming {
        item.name(record.id());
        match case.reach.cx.past.of(record.id()) {
            Err(why) => cut = cut.or(Some(why)),
            Ok(past) => {
                let after = |at| detected.is_none_or(|detected| at > detected);
                let is_changed = if record.kind() == Kind::Policy {
                    past.versions
                        .iter()
                        .any(|v| v.text_changed && after(v.commit.committed_at.to_utc()))
                } else {
                    past.told.iter().any(|version| after(version.commit.committed_at.to_utc()))
                };
                if is_changed {
                    item.verdict = Verdict::Met;
                } else {
                    item.says.push(format!("{} did not change since detection", record.id()));
                }
            }
        }
    }
    if let Some(cut) = cut.filter(|_| item.verdict == Verdict::Partly) {
        item.untold(cut);
    }
    item
}

fn naming<'a>(case: &Case<'_, 'a>) -> Vec<&'a Record> {
    let referrers = case.reach.cx.register.referrers(case.incident.id());
    let wanted = referrers.filter(|(record, link)| {
        let field = link.field.as_str();
        let logged = matches!(record.kind(), Kind::Control | Kind::Policy);
        let named = (logged && field == "change_log.incidents")
            || (record.kind() == Kind::Training && field == "incidents");
        named && !record.is_ended()
    });
    let mut found: Vec<_> = wanted.map(|(record, _)| record).collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup_by(|a, b| a.path == b.path);
    found
}

/// M6: a live briefing, where people's behaviour played a part.
pub(super) fn briefed(case: &Case<'_, '_>) -> Item {
    let (cx, incident) = (&case.reach.cx, case.incident);
    if incident.is_privileged() {
        return Item::of_stage(incident, case.stage(Stage::Reported));
    }
    match incident.get(incident::HUMAN_FACTOR).map(|factor| *factor) {
        Some(true) => {}
        Some(false) => {
            let says = "people's behaviour played no part, as the incident says";
            return Item::about(incident, Verdict::NotRequired).saying(says);
        }
        None => {
            let mut item = Item::about(incident, Verdict::CannotTell);
            let reason = "nothing says whether people's behaviour played a part".into();
            item.untold(Cut { reason, remedy: format!("set human_factor in {}", incident.id()) });
            return item;
        }
    }
    if let Some(reason) = not_needed(cx.register, incident, Key::new("training")) {
        let says = format!("approved reason: {}", *reason);
        return Item::about(incident, Verdict::NotRequired).saying(says);
    }
    let trainings = cx.register.naming(Kind::Training, incident.id()).filter(|t| !t.is_ended());
    let (held, planned): (Vec<_>, Vec<_>) = trainings.partition(|it| it.is_from("held"));
    let mut best: Option<Item> = None;
    for training in held {
        let mut item = Item::new(incident.id(), Verdict::Met).with(training);
        case.weigh(&mut item);
        if best.as_ref().is_none_or(|best| best.verdict != Verdict::Met) {
            best = Some(item);
        }
    }
    best.unwrap_or_else(|| unbriefed(case, &planned))
}

fn unbriefed(case: &Case<'_, '_>, planned: &[&Record]) -> Item {
    let cx = &case.reach.cx;
    let clock = closed_at(case.incident)
        .map(|closed| approval_clock(case.incident, *closed, cx.terms, cx.now.zone));
    let clock = clock.filter(|clock| clock.phase(cx.now.instant) == Phase::Ahead);
    let late = if planned.is_empty() { Verdict::Missing } else { Verdict::Partly };
    let verdict = if clock.is_some() { Verdict::InTimeSoFar } else { late };
    let mut item = Item::new(case.incident.id(), verdict).saying("no briefing was held");
    item.due = clock.map(|clock| cx.now.zone.day_of(clock.first));
    planned.iter().for_each(|training| item.name(training.id()));
    item
}

/// M10: the incident's high actions are approved or refused, as the rule about decisions sees it.
pub(super) fn decided(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    for action in case.reach.actions_of(case.incident) {
        for review in case.reach.living(Kind::ManagementReview) {
            for finding in case.reach.found(&["MRV002"], review, action.id()) {
                item.lacks(format!("{} ({})", finding.message, finding.code));
            }
        }
    }
    item
}

/// P2: more than one cause or factor, where an analysis is asked for.
pub(super) fn several_causes(case: &Case<'_, '_>) -> Item {
    let cx = &case.reach.cx;
    let mut item = case.staged();
    if cause_form(cx.config, case.incident) != CauseForm::Analysis && item.verdict == Verdict::Met {
        let says = "a cause in the incident's own record is enough at this severity";
        return Item::about(case.incident, Verdict::NotRequired).saying(says);
    }
    let analyses: Vec<_> =
        analyses_of(cx.register, case.incident.id()).filter(|it| is_cause_accepted(it)).collect();
    let causes = accepted_causes_of(cx.register, case.incident, cx.config).len();
    let factors: usize = analyses.iter().map(|it| it.items(rca::CONTRIBUTING).len()).sum();
    let is_reasoned = analyses.iter().any(|it| is_stated(it.text_of(rca::SINGLE_CAUSE_REASON)));
    if causes + factors < 2 && !is_reasoned {
        item.lacks("one cause, no contributing factor and no reason for that");
    }
    item
}

/// P3: each lesson has text, category, and an action or a reason.
pub(super) fn lessons_usable(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    let lessons = lessons(case);
    if lessons.is_empty() {
        return item.is_without("no lesson is recorded");
    }
    for lesson in lessons {
        let id = lesson.text_of(part::ID).unwrap_or("a lesson");
        let whose = lesson.record().id();
        if !is_stated(lesson.text_of(part::TEXT)) || !is_stated(lesson.text_of(part::CATEGORY)) {
            item.lacks(format!("{whose}: {id} lacks text or category"));
        }
        if !is_lesson_answered(case.reach.cx.register, lesson) {
            item.lacks(format!("{whose}: {id} has neither action nor reason"));
        }
    }
    item
}

fn lessons<'a>(case: &Case<'_, 'a>) -> Vec<crate::record::Item<'a>> {
    let reviews = reviews_of(case.reach.cx.register, case.incident.id());
    let held = reviews.filter(|review| review_held_at(review).is_some());
    let inline = inline_review(case.incident).map(|_| case.incident);
    held.chain(inline).flat_map(lessons_in).collect()
}

/// P5: a lead, owned actions, and an owner of the process.
pub(super) fn owned(case: &Case<'_, '_>) -> Item {
    let cx = &case.reach.cx;
    let mut item = case.staged();
    let led =
        reviews_of(cx.register, case.incident.id()).any(|it| is_stated(it.text_of(pir::LEAD)));
    let inline = inline_review(case.incident);
    let approver = inline.and_then(|learning| learning.text_of(part::APPROVED_BY));
    if !led && !is_stated(approver) {
        return item.is_without("nobody leads the review");
    }
    let responder = case.incident.text_of(incident::PRIMARY_RESPONDER);
    if !led && responder.is_some() && approver == responder {
        item.lacks("the primary responder approved the review");
    }
    for action in case.reach.actions_of(case.incident) {
        case.reach.weigh(&mut item, &["ACT001"], action, case.incident.id());
    }
    if !is_stated(process_owner(case)) {
        item.lacks("no approved policy names the owner of the process");
    }
    item
}

fn process_owner<'a>(case: &Case<'_, 'a>) -> Option<&'a str> {
    let ruling = super::periods::ruling_policy(&case.reach.cx)?;
    ruling.get(policy::DEFINES)?.text_of(Key::new("process_owner"))
}

/// S2: somebody attended.
pub(super) fn attended(case: &Case<'_, '_>) -> Item {
    let item = case.staged();
    let reviews = reviews_of(case.reach.cx.register, case.incident.id());
    let mut held = reviews.filter(|review| review_held_at(review).is_some()).peekable();
    let is_inline = inline_review(case.incident)
        .is_some_and(|learning| !learning.words(part::REVIEWED_BY).is_empty());
    if held.peek().is_none() || is_inline || held.any(|it| !it.items(pir::ATTENDEES).is_empty()) {
        return item;
    }
    item.is_without("the review names nobody who attended")
}

/// S3: the look into the risk register is answered, in the analysis or in the incident.
pub(super) fn looked_up(case: &Case<'_, '_>) -> Item {
    let cx = &case.reach.cx;
    let mut item = case.staged();
    let analyses = analyses_of(cx.register, case.incident.id()).filter(|it| is_cause_accepted(it));
    let mut answers: Vec<_> =
        analyses.map(|it| (it.id(), it.text_of(rca::IN_RISK_REGISTER_BEFORE))).collect();
    let learning = case.incident.get(incident::LEARNING).filter(|_| answers.is_empty());
    answers
        .extend(learning.map(|it| (case.incident.id(), it.text_of(part::IN_RISK_REGISTER_BEFORE))));
    for (id, answer) in answers {
        if !is_stated(answer) {
            item.lacks(format!("{id} does not say whether the risk register had it"));
        }
    }
    item
}

/// S4: timeline, cause and controls evaluated.
pub(super) fn recorded(case: &Case<'_, '_>) -> Item {
    let mut item = case.together(&[Stage::Review, Stage::Cause]);
    let has_own = reviews_of(case.reach.cx.register, case.incident.id()).any(is_review_approved);
    let evaluated = inline_review(case.incident)
        .is_some_and(|learning| !learning.items(part::CONTROL_EVALUATION).is_empty());
    if !has_own && !evaluated {
        item.lacks("no control is evaluated");
    }
    item
}

/// S10: what is due and inside the month of grace is partly there.
pub(super) fn followed_up(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    let today = case.reach.cx.now.day();
    if let Some(due) = item.due.filter(|due| item.verdict == Verdict::InTimeSoFar && *due < today) {
        item.verdict = Verdict::Partly;
        item.says.push(format!("due {due}, inside the month of grace"));
    }
    item
}

/// 10.1: the whole chain.
pub(super) fn whole(case: &Case<'_, '_>) -> Item {
    let mut item = case.together(&Stage::ALL);
    if item.verdict == Verdict::Met {
        item.says.clear();
    }
    item
}

/// 10.2: from cause to a verified change.
pub(super) fn corrected(case: &Case<'_, '_>) -> Item {
    let stages = [Stage::Review, Stage::Cause, Stage::Actions, Stage::Change, Stage::Verification];
    case.together(&stages)
}

/// T6 and E7 ask which trainings were held.
pub(super) fn is_held(record: &Record) -> bool {
    record.is_from("held") && record.get(training::HELD_AT).is_some()
}

pub(super) fn is_stated(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}
