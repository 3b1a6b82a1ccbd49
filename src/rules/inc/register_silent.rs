//! A register without incidents says that there were none.

use crate::chain::is_judged;
use crate::deadline::TermsSource;
use crate::diag::{Level, Place};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, part, period_statement, policy};
use crate::term::{Day, Period};
use chrono::Months;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC009",
    name: "register-silent",
    levels: Levels::Always(Level::Note),
    basis: Basis::Guidance,
    from: "always",
    summary: "no incident in six months and no statement about it, or a channel that yields none",
    explanation: "For six months no incident was reported, and no declared period statement covers the last \
        quarter or the one before: silence can mean that nothing happened or that nobody reports. The same \
        is asked of a reporting channel of the policy by which nothing came in twelve months while \
        five or more incidents came by others, unless a statement counts events from it or says \
        when the channels were tested. Auditors read `no incidents` as a question, not as an \
        answer. Declare the quarter with `pirctl new period-statement`, or test the channel. In a \
        small organisation silence is common, and one statement a quarter answers it.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("register-silent/nothing-for-seven-months"),
        example!("register-silent/never-anything"),
        example!("register-silent/channel-yields-nothing"),
    ],
    good: &[
        example!("register-silent/declared"),
        example!("register-silent/five-months"),
        example!("register-silent/channel-tested"),
    ],
    check: Check::Whole(check),
};

/// Months without an incident after which silence is asked about.
const SILENCE: u32 = 6;

/// Months over which a channel should yield something.
const CHANNEL_WINDOW: u32 = 12;

/// Incidents by other channels from which a silent channel is asked about.
const ENOUGH: usize = 5;

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let Some(ruling) = ruling_policy(cx) else { return };
    if let Some(report) = silence(cx, ruling) {
        found.push(report);
    }
    channels(cx, ruling, found);
}

/// The policy whose thresholds are in force; a register without one has not begun to work.
fn ruling_policy<'a>(cx: &RegisterContext<'a>) -> Option<&'a Record> {
    match &cx.basis.terms.source {
        TermsSource::Policy(id) => cx.register.get_kind(Kind::Policy, id),
        TermsSource::ProductDefault => None,
    }
}

fn reported_on(cx: &RegisterContext<'_>, incident: &Record) -> Option<Day> {
    let at = incident.get(incident::REPORTED_AT).or_else(|| incident.get(incident::DETECTED_AT));
    at.map(|at| at.day(cx.basis.now.zone))
}

fn months_before(day: Day, months: u32) -> Day {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}

/// The finding at the last incident, or at the policy when there never was one.
fn silence(cx: &RegisterContext<'_>, ruling: &Record) -> Option<Report> {
    let dated = |incident| Some((reported_on(cx, incident)?, incident));
    let last = cx.register.of_kind(Kind::Incident).filter_map(dated).max_by_key(|(day, _)| *day);
    let approved = ruling.get(policy::APPROVED_AT);
    let (since, place, fact) = if let Some((day, last)) = last {
        let span = last.value_span_of("reported_at");
        (day, last.place(span), format!("the last incident was reported on {day}"))
    } else {
        let approved = approved?;
        let fact = format!("no incident was ever recorded under {}", ruling.id());
        (approved.value, ruling.place(approved.span), fact)
    };
    let today = cx.basis.now.day();
    if since >= months_before(today, SILENCE) || is_declared(cx, today) {
        return None;
    }
    let message = format!("{fact}, and no period statement says that there were none since");
    Some(report(place, message).field("period"))
}

fn report(place: Place, message: String) -> Report {
    let help = "declare the quarter: `pirctl new period-statement`, with the day on which the channels were tested";
    Report::at("", place, message).help(help)
}

fn declared<'a>(cx: &RegisterContext<'a>) -> impl Iterator<Item = (Period, &'a Record)> {
    let statements = cx.register.of_kind(Kind::PeriodStatement);
    statements.filter(|it| is_judged(it) && it.status() == "declared").filter_map(|statement| {
        let period = statement.text_of(period_statement::PERIOD)?;
        Some((Period::parse(period)?, statement))
    })
}

/// True when the last finished quarter is declared, or the one before while that is still young.
fn is_declared(cx: &RegisterContext<'_>, today: Day) -> bool {
    let oldest = Period::of(months_before(today, SILENCE));
    declared(cx).any(|(period, _)| period >= oldest)
}

/// Reports each channel of the policy that yields nothing while others do.
fn channels(cx: &RegisterContext<'_>, ruling: &Record, found: &mut Findings) {
    let today = cx.basis.now.day();
    let since = months_before(today, CHANNEL_WINDOW);
    let approved = ruling.get(policy::APPROVED_AT).map(|day| day.value);
    if approved.is_none_or(|approved| approved > since) {
        return;
    }
    let recent = |it: &&Record| reported_on(cx, it).is_some_and(|day| day >= since && day <= today);
    let used: Vec<String> = cx
        .register
        .of_kind(Kind::Incident)
        .filter(recent)
        .filter_map(|it| it.text_of(incident::REPORTING_CHANNEL))
        .map(str::to_lowercase)
        .collect();
    if used.len() < ENOUGH || was_tested(cx, since) {
        return;
    }
    let Some(defines) = ruling.get(policy::DEFINES) else { return };
    for channel in defines.words(crate::schema::Key::new("reporting_channels")) {
        let name = channel.value.to_lowercase();
        if !used.contains(&name) && !is_counted(cx, &name, since) {
            let message = format!(
                "`{}` brought nothing in {CHANNEL_WINDOW} months; {} incidents came by other channels",
                channel.value,
                used.len()
            );
            let place = ruling.place(channel.span);
            found.push(report(place, message).field("reporting_channels").argument(channel.value));
        }
    }
}

fn was_tested(cx: &RegisterContext<'_>, since: Day) -> bool {
    declared(cx).any(|(_, it)| {
        it.get(period_statement::CHANNELS_TESTED_AT).is_some_and(|day| day.value >= since)
    })
}

/// True when a declared statement counts events from the channel.
fn is_counted(cx: &RegisterContext<'_>, channel: &str, since: Day) -> bool {
    declared(cx).filter(|(period, _)| period.days().1 >= since).any(|(_, statement)| {
        statement.items(period_statement::EVENTS).into_iter().any(|event| {
            let name = event.text_of(part::CHANNEL).map(str::to_lowercase);
            name.as_deref() == Some(channel)
                && event.get(part::COUNT).is_some_and(|count| count.value > 0)
        })
    })
}
