//! Readings of a period and of the register as a whole: the policy, reports, briefings.

use super::incidents::{is_held, is_stated};
use super::item::Item;
use super::reach::Reach;
use crate::catalog::Requirement;
use crate::chain::{Inquiry, actions_of, is_presented, management_held_at};
use crate::deadline::{Clock, Phase, Stretch, TermsSource};
use crate::owed::{of_stretch, register_began};
use crate::record::Record;
use crate::schema::{
    Decimal, Key, Kind, action, incident, management_review, policy, training, trend_report,
};
use crate::term::{Day, Stamp};
use crate::verdict::Verdict;

/// The approved policy that rules the register.
pub(super) fn ruling_policy<'a>(cx: &Inquiry<'a>) -> Option<&'a Record> {
    match &cx.terms.source {
        TermsSource::Policy(id) => cx.register.get_kind(Kind::Policy, id),
        TermsSource::ProductDefault => None,
    }
}

/// E1: the policy for incident management.
pub(super) fn incident_policy(reach: &Reach<'_>, requirement: &Requirement) -> Vec<Item> {
    let Some(policy) = ruling_policy(&reach.cx) else { return vec![unruled(reach)] };
    let mut item = Item::about(policy, Verdict::Met);
    for finding in reach.found_in(&requirement.rules, policy) {
        item.lacks(format!("{} ({})", finding.message, finding.code));
    }
    vec![item]
}

fn unruled(reach: &Reach<'_>) -> Item {
    let is_about = |it: &&Record| it.text_of(policy::TOPIC) == Some("incident-management");
    match reach.living(Kind::Policy).find(is_about) {
        Some(draft) => {
            let says = format!("{} is {}, not approved", draft.id(), draft.status());
            Item::about(draft, Verdict::Partly).saying(says)
        }
        None => Item::new("register", Verdict::Missing)
            .saying("no policy has the topic incident-management"),
    }
}

/// S1: channels and severities, defined and used.
pub(super) fn channels(reach: &Reach<'_>, requirement: &Requirement) -> Vec<Item> {
    let terms = reach.cx.terms;
    let (severities, channels) =
        (!terms.severity_scheme.is_empty(), !terms.reporting_channels.is_empty());
    if !severities && !channels {
        let says = "no approved policy defines severities or channels";
        return vec![Item::new("register", Verdict::Missing).saying(says)];
    }
    let mut item = Item::new("register", Verdict::Met);
    if let Some(policy) = ruling_policy(&reach.cx) {
        item.name(policy.id());
    }
    if !severities || !channels {
        let lacks = if severities { "reporting_channels" } else { "severity_scheme" };
        item.lacks(format!("the policy defines no {lacks}"));
    }
    for incident in &reach.population.closed {
        for finding in reach.found_in(&requirement.rules, incident) {
            item.name(incident.id());
            item.lacks(format!("{} ({})", finding.message, finding.code));
        }
    }
    vec![item]
}

/// E7: a briefing of the period that names an incident, with its material.
pub(super) fn briefings(reach: &Reach<'_>, requirement: &Requirement) -> Vec<Item> {
    let briefings = trainings(reach);
    let read = |training: &Record| {
        let mut item = Item::about(training, Verdict::Met);
        for finding in reach.found_in(&requirement.rules, training) {
            item.lacks(format!("{} ({})", finding.message, finding.code));
        }
        item
    };
    let items: Vec<Item> = briefings.iter().map(|training| read(training)).collect();
    if let Some(good) = items.iter().find(|item| item.verdict == Verdict::Met) {
        return vec![good.clone()];
    }
    if !items.is_empty() {
        return items;
    }
    match reach.population.closed.iter().find(|incident| asks_briefing(reach, incident)) {
        Some(incident) => {
            let says = format!("{} asked for a briefing, and none was held", incident.id());
            vec![Item::new(incident.id(), Verdict::Missing).saying(says)]
        }
        None => vec![
            Item::new("period", Verdict::NotRequired)
                .saying("no incident of the period asked for a briefing"),
        ],
    }
}

/// The trainings held in the period, in path order.
pub(super) fn trainings<'a>(reach: &Reach<'a>) -> Vec<&'a Record> {
    let held = reach.living(Kind::Training).filter(|training| is_held(training));
    let is_in = |training: &&Record| {
        let at = training.get(training::HELD_AT);
        at.is_some_and(|at| reach.is_in(at.day(reach.cx.now.zone)))
    };
    held.filter(is_in).collect()
}

fn asks_briefing(reach: &Reach<'_>, incident: &Record) -> bool {
    let is_training = |action: &Record| action.text_of(action::TYPE) == Some("training");
    incident.get(incident::HUMAN_FACTOR).is_some_and(|factor| *factor)
        || actions_of(reach.cx.register, incident.id()).any(is_training)
}

/// F4: a report with an analysis for each finished stretch.
pub(super) fn trends(reach: &Reach<'_>, requirement: &Requirement) -> Vec<Item> {
    each_stretch(reach, |report, item| {
        for finding in reach.found_in(&requirement.rules, report) {
            item.lacks(format!("{} ({})", finding.message, finding.code));
        }
    })
}

/// M7: presented to somebody on a day.
pub(super) fn presented(reach: &Reach<'_>, _: &Requirement) -> Vec<Item> {
    each_stretch(reach, |report, item| {
        if !is_stated(report.text_of(trend_report::PRESENTED_TO)) {
            item.lacks(format!("{} does not say to whom", report.id()));
        }
    })
}

fn each_stretch(reach: &Reach<'_>, look: impl Fn(&Record, &mut Item)) -> Vec<Item> {
    let items: Vec<_> = stretches(reach).iter().map(|it| one_stretch(reach, it, &look)).collect();
    if items.is_empty() {
        let says = "no stretch that owes a report ended in the period";
        return vec![Item::new("period", Verdict::InTimeSoFar).saying(says)];
    }
    items
}

fn one_stretch(reach: &Reach<'_>, stretch: &Stretch, look: &impl Fn(&Record, &mut Item)) -> Item {
    let (now, subject) = (reach.cx.now, stretch.to_string());
    let about: Vec<_> =
        of_stretch(reach.evidence.basis.books(), Kind::TrendReport, stretch).collect();
    let Some(report) = about.iter().find(|report| is_presented(report)) else {
        let is_ahead = stretch.clock.phase(now.instant) == Phase::Ahead;
        let draft = about.first();
        let verdict = match (is_ahead, draft) {
            (true, _) => Verdict::InTimeSoFar,
            (false, Some(_)) => Verdict::Partly,
            (false, None) => Verdict::Missing,
        };
        let mut item = Item::new(subject, verdict).saying("no trend report was presented");
        if let Some(draft) = draft {
            item.name(draft.id());
        }
        item.due = is_ahead.then(|| now.zone.day_of(stretch.clock.first));
        return item;
    };
    let mut item = Item::new(subject, Verdict::Met).with(report);
    let at = report.get(trend_report::PRESENTED_AT).map(|at| Stamp::Day(*at));
    if at.is_none_or(|at| stretch.clock.missed_by(at, now.zone)) {
        let due = now.zone.day_of(stretch.clock.first);
        item.lacks(format!("{} was not presented by {due}", report.id()));
    }
    look(report, &mut item);
    item
}

/// The stretches that owe a trend report and ended in the period.
fn stretches(reach: &Reach<'_>) -> Vec<Stretch> {
    let cx = &reach.cx;
    let (quarters, zone) = (cx.config.quarters(), cx.now.zone);
    let every = cx.terms.trend_rhythm(cx.config.profile);
    let Some(began) = register_began(reach.evidence.basis.books()) else { return Vec::new() };
    let last = reach.days.end.min(cx.now.day());
    let mut found = Vec::new();
    let mut day = reach.days.first.max(began);
    // Stretches have three months at least, so that a century ends here in any case.
    for _ in 0..400 {
        let stretch = Stretch::at(day, quarters, every, zone);
        if stretch.end >= last {
            break;
        }
        found.push(stretch);
        let Some(next) = stretch.end.succ_opt() else { break };
        day = next;
    }
    found
}

/// S9: the recurrence rate stands in each management review of the period.
pub(super) fn recurrence_told(reach: &Reach<'_>, _: &Requirement) -> Vec<Item> {
    const RECURRENCE: Key<Decimal> = Key::new("recurrence_rate");
    let zone = reach.cx.now.zone;
    let reviews = reach.living(Kind::ManagementReview).filter(|review| {
        management_held_at(review).is_some_and(|held| reach.is_in(held.day(zone)))
    });
    let read = |review: &Record| {
        let mut item = Item::about(review, Verdict::Met);
        let figures = review.get(management_review::FIGURES);
        if figures.is_none_or(|figures| figures.get(RECURRENCE).is_none()) {
            item.lacks(format!("{} is without the recurrence rate", review.id()));
        }
        item
    };
    let items: Vec<_> = reviews.map(read).collect();
    if items.is_empty() { vec![unreviewed(reach)] } else { items }
}

/// No management review in the period: late when the one before is too long ago.
fn unreviewed(reach: &Reach<'_>) -> Item {
    let (cx, basis) = (&reach.cx, &reach.evidence.basis);
    let end = reach.days.end.min(cx.now.day());
    let held = reach.living(Kind::ManagementReview).filter_map(management_held_at);
    let before = held.filter(|held| held.day(cx.now.zone) < end);
    let last = before.max_by_key(|held| held.earliest(cx.now.zone));
    let start = last.or_else(|| register_began(basis.books()).map(Stamp::Day));
    let clock = start.map(|start| Clock::once(start, cx.terms.management_every, cx.now.zone));
    let due: Option<Day> = clock.map(|clock| cx.now.zone.day_of(clock.first));
    let is_ahead = due.is_none_or(|due| end <= due);
    let verdict = if is_ahead { Verdict::InTimeSoFar } else { Verdict::Missing };
    let mut item =
        Item::new("period", verdict).saying("no management review was held in the period");
    item.due = due.filter(|_| is_ahead);
    item
}
