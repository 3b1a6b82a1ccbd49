//! How often incidents recur, how often after a fix, and whether that falls in each cause category.

use super::figure::{Metric, Unit};
use super::members::happened_in;
use super::window::Window;
use crate::chain::{Inquiry, actions_of, is_action_owed};
use crate::config::Assets;
use crate::pattern::{Cause, MAX_DAYS, Recurrence, Traits, is_counted, recurrences, traits_of};
use crate::record::Record;
use crate::schema::{Kind, action, part};
use crate::term::{Day, Period};
use std::collections::BTreeMap;

/// Fewest incidents of a quarter for which a share is given.
const FEWEST: usize = 5;

/// Everything that recurs, in one pass over the register.
struct Recurring<'r> {
    all: Vec<Traits<'r>>,
    found: Vec<Option<Recurrence<'r>>>,
}

/// Recurrence in the window, after a fix, and by cause category over four quarters.
pub(super) fn recurrence(cx: &Inquiry<'_>, assets: &Assets, window: &Window) -> Vec<Metric> {
    let counted = |it: &&Record| is_counted(it) && !it.is_privileged();
    let incidents = cx.register.of_kind(Kind::Incident).filter(counted);
    let traits = |it| traits_of(cx.register, assets, it, cx.now.zone);
    let all: Vec<_> = incidents.filter_map(traits).collect();
    let found = recurrences(&all);
    let known = Recurring { all, found };
    let mut metrics = vec![rate(cx, &known, window), after_fix(cx, &known, window)];
    metrics.extend(declining(cx, &known, window));
    metrics
}

/// The incidents of the window with a key, or that say what they resemble.
fn rate(cx: &Inquiry<'_>, known: &Recurring<'_>, window: &Window) -> Metric {
    let mut metric = Metric::new("recurrence", "Incidents that recur", Unit::Percent);
    metric.excluded = happened_in(cx, window).excluded;
    for (traits, found) in known.all.iter().zip(&known.found) {
        let id = traits.incident.id();
        match found {
            _ if !window.contains(traits.day) => {}
            Some(recurrence) => {
                metric.ask(id, true);
                metric.note(id, repeats(known, recurrence));
            }
            None if traits.has_key() => metric.ask(id, false),
            None => metric.exclude(id, "has no key"),
        }
    }
    metric.remarks.extend(truncated(known, window.first));
    metric.share()
}

fn repeats(known: &Recurring<'_>, found: &Recurrence<'_>) -> String {
    let earlier = known.all[found.earlier].incident.id();
    format!("repeats {earlier} of {} days before: {}", found.days, found.shared())
}

/// What is to be said when the register does not reach far enough back.
fn truncated(known: &Recurring<'_>, first: Day) -> Option<String> {
    let begins = known.all.iter().map(|traits| traits.day).min()?;
    let reach = (first - begins).num_days();
    (reach < MAX_DAYS).then(|| {
        format!("left-truncated: the first incident known is of {begins}, less than {MAX_DAYS} days before the period")
    })
}

/// Of the recurrences, those whose predecessor had all actions verified before.
fn after_fix(cx: &Inquiry<'_>, known: &Recurring<'_>, window: &Window) -> Metric {
    let mut metric =
        Metric::new("recurrence-after-fix", "Recurrences after a verified fix", Unit::Percent);
    for (traits, found) in known.all.iter().zip(&known.found) {
        let Some(found) = found.as_ref().filter(|_| window.contains(traits.day)) else { continue };
        let earlier = known.all[found.earlier].incident;
        let fixed = is_fixed_before(cx, earlier, traits.day);
        let says = if fixed { "fix failed" } else { "fix not made before" };
        metric.ask(traits.incident.id(), fixed);
        metric.note(traits.incident.id(), format!("{says}: {}", earlier.id()));
    }
    metric.share()
}

/// True when there is an opened action and every one was verified on an earlier day.
fn is_fixed_before(cx: &Inquiry<'_>, incident: &Record, day: Day) -> bool {
    let verified = |action: &Record| {
        let at = action.get(action::VERIFICATION).and_then(|it| it.get(part::AT).map(|at| *at));
        matches!(action.status(), "verified" | "closed")
            && at.is_some_and(|at| at.day(cx.now.zone) < day)
    };
    let mut owed =
        actions_of(cx.register, incident.id()).filter(|it| is_action_owed(it)).peekable();
    owed.peek().is_some() && owed.all(verified)
}

/// Recurrence of each cause category in the four quarters that end with the window.
fn declining(cx: &Inquiry<'_>, known: &Recurring<'_>, window: &Window) -> Vec<Metric> {
    let quarters = cx.config.quarters();
    let last = quarters.at(window.end.pred_opt().unwrap_or(window.end).min(cx.now.day()));
    let mut four = vec![Period { year: last.year - 1, quarter: last.quarter }.next()];
    for _ in 1..4 {
        four.extend(four.last().map(|period| period.next()));
    }
    let windows: Vec<_> = four.iter().map(|it| Window::quarter(*it, quarters)).collect();
    let mut found: BTreeMap<(&str, usize), Metric> = BTreeMap::new();
    for (traits, recurrence) in known.all.iter().zip(&known.found) {
        let Some(at) = windows.iter().position(|it| it.contains(traits.day)) else { continue };
        for category in categories(traits) {
            for (nth, quarter) in four.iter().enumerate() {
                let empty = || of_category(category, *quarter);
                found.entry((category, nth)).or_insert_with(empty);
            }
            if let Some(metric) = found.get_mut(&(category, at)) {
                add(metric, traits, recurrence.is_some());
            }
        }
    }
    found.into_values().map(shared_by_enough).collect()
}

fn categories<'r>(traits: &Traits<'r>) -> Vec<&'r str> {
    let category = |cause: &Cause<'r>| match cause {
        Cause::Category(category) => Some(*category),
        Cause::Control(_) => None,
    };
    traits.causes.iter().filter_map(category).collect()
}

fn of_category(category: &str, quarter: Period) -> Metric {
    let title = "Incidents that recur, by cause category and quarter";
    let mut metric = Metric::new("declining-recurrence", title, Unit::Percent);
    metric.part = format!("{category} {quarter}");
    metric
}

fn add(metric: &mut Metric, traits: &Traits<'_>, recurs: bool) {
    if recurs || traits.has_key() {
        metric.ask(traits.incident.id(), recurs);
    } else {
        metric.exclude(traits.incident.id(), "has no key");
    }
}

/// The share, unless too few are counted.
fn shared_by_enough(metric: Metric) -> Metric {
    let mut metric = metric.share();
    if metric.n() < FEWEST {
        metric.values.iter_mut().for_each(|value| value.amount = None);
        metric.remarks.push(format!("fewer than {FEWEST}: no share is given"));
    }
    metric
}
