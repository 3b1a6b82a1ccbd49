//! Sorts, volumes and costs of incidents, quarter by quarter of the window.

use super::amount::Exact;
use super::figure::{Metric, Unit};
use super::members::happened_in;
use super::trend::begins;
use super::window::Window;
use crate::chain::Inquiry;
use crate::pattern::happened_on;
use crate::record::{Item, Record};
use crate::schema::{Key, Line, incident, part};
use crate::term::Period;
use std::collections::{BTreeMap, BTreeSet};

/// What is summed: name, title, field.
const SUMMED: [(&str, &str, &str); 3] = [
    ("records-affected", "Records of data affected", "records_affected"),
    ("effort-hours", "Hours of work spent", "effort_hours"),
    ("downtime-hours", "Hours without service", "downtime_hours"),
];

const AMOUNT: &str = "amount";
const CURRENCY: Key<Line> = Key::new("currency");
const BASIS: Key<Line> = Key::new("basis");

/// What stands in the place of a value that is not stated.
const NOT_STATED: &str = "not stated";

/// The incidents of one quarter.
type Quarter<'a> = (Period, Vec<&'a Record>);

/// Number, volumes and costs of each quarter that the window touches; only days of the window count.
pub(super) fn volumes(cx: &Inquiry<'_>, window: &Window) -> Vec<Metric> {
    let quarters = by_quarter(cx, window);
    let mut found: Vec<Metric> =
        quarters.iter().map(|(period, all)| number(*period, all)).collect();
    found.extend(by_action(&quarters));
    for (name, title, field) in SUMMED {
        let sum = |(period, all): &Quarter<'_>| summed((name, title, field), *period, all);
        found.extend(quarters.iter().map(sum));
    }
    found.extend(costs(&quarters));
    found
}

/// The counted incidents by quarter; quarters before the register begins or after today are not there.
fn by_quarter<'a>(cx: &Inquiry<'a>, window: &Window) -> Vec<Quarter<'a>> {
    let quarters = cx.config.quarters();
    let Some(begins) = begins(cx.register, cx.now.zone, quarters) else { return Vec::new() };
    let mut days: BTreeMap<Period, Vec<&Record>> = BTreeMap::new();
    for incident in happened_in(cx, window).incidents {
        if let Some(day) = happened_on(incident, cx.now.zone) {
            days.entry(quarters.at(day)).or_default().push(incident);
        }
    }
    // An incident may have occurred long before the register that tells it began.
    let earliest = quarters.at(begins.max(window.first));
    let mut period = days.keys().next().copied().unwrap_or(earliest).min(earliest);
    let last = window.end.pred_opt().unwrap_or(window.end).min(cx.now.day());
    let mut found = Vec::new();
    while quarters.days(period).0 <= last {
        found.push((period, days.remove(&period).unwrap_or_default()));
        period = period.next();
    }
    found
}

fn metric((name, title): (&'static str, &'static str), part: String) -> Metric {
    let mut metric = Metric::new(name, title, Unit::Number);
    metric.part = part;
    metric
}

fn one(incident: &Record) -> (String, Exact) {
    (incident.id().to_owned(), Exact::whole(1))
}

/// How many there are; none is zero here, for the quarter is known.
fn number(period: Period, all: &[&Record]) -> Metric {
    let metric = metric(("incidents", "Incidents"), period.to_string());
    counted(metric.total(all.iter().map(|it| one(it)).collect()))
}

/// How many of each quarter were of each action; one with several counts once for each.
fn by_action(quarters: &[Quarter<'_>]) -> Vec<Metric> {
    let mut found: BTreeMap<(&str, Period), Vec<(String, Exact)>> = BTreeMap::new();
    let mut silent = Vec::new();
    for (at, all) in quarters {
        let names = ("incidents-by-action", "Incidents by attack action");
        let mut without = metric(names, format!("{NOT_STATED} {at}"));
        for incident in all {
            let actions = actions_of(incident);
            if actions.is_empty() {
                without.exclude(incident.id(), "attack.actions is not stated");
            }
            for action in actions {
                for (period, _) in quarters {
                    found.entry((action, *period)).or_default();
                }
                found.entry((action, *at)).or_default().push(one(incident));
            }
        }
        silent.push(without.total(Vec::new()));
    }
    let of = |((action, period), these): ((&str, Period), Vec<(String, Exact)>)| {
        let names = ("incidents-by-action", "Incidents by attack action");
        counted(metric(names, format!("{action} {period}")).total(these))
    };
    silent.retain(|metric| !metric.excluded.is_empty());
    found.into_iter().map(of).chain(silent).collect()
}

/// A count of records: what each adds is one and need not be told, and none is zero.
fn counted(mut metric: Metric) -> Metric {
    metric.counted.clear();
    for value in &mut metric.values {
        value.amount = value.amount.or(Exact::whole(0).amount());
    }
    metric
}

fn actions_of(incident: &Record) -> BTreeSet<&str> {
    let attack = incident.get(incident::ATTACK);
    let actions = attack.map(|attack| attack.words(part::ACTIONS)).unwrap_or_default();
    actions.into_iter().map(|word| word.value.trim()).filter(|word| !word.is_empty()).collect()
}

fn summed(
    (name, title, field): (&'static str, &'static str, &'static str),
    period: Period,
    all: &[&Record],
) -> Metric {
    let mut metric = metric((name, title), period.to_string());
    let mut added = Vec::new();
    for incident in all {
        match stated(incident.root(), field) {
            Ok(amount) => added.push((incident.id().to_owned(), amount)),
            Err(why) => metric.exclude(incident.id(), why),
        }
    }
    metric.total(added)
}

/// The number under `field`; else why there is none.
fn stated(holder: Item<'_>, field: &str) -> Result<Exact, String> {
    let value = holder.value(field).ok_or_else(|| format!("{field} is not stated"))?;
    let number = value.text().and_then(|text| Exact::parse(text.trim()));
    let number = number.ok_or_else(|| format!("{field} is no plain number"))?;
    if number.is_below_zero() { Err(format!("{field} is below zero")) } else { Ok(number) }
}

/// What an incident cost, with the purse that it is summed in: `EUR` or `EUR estimate`.
fn cost(incident: &Record) -> Result<(String, Exact), String> {
    let cost = incident.get(incident::COST).ok_or("cost is not stated")?;
    let amount = stated(*cost, AMOUNT).map_err(|why| format!("cost.{why}"))?;
    let currency = cost.text_of(CURRENCY).map(str::trim).filter(|it| !it.is_empty());
    let currency = currency.ok_or("cost.currency is not stated")?.to_uppercase();
    let purse = match cost.text_of(BASIS) {
        Some("actual") => currency,
        Some(basis) => format!("{currency} {basis}"),
        None => format!("{currency} basis not stated"),
    };
    Ok((purse, amount))
}

/// What the incidents of each quarter cost, by currency and basis: neither is added to another.
fn costs(quarters: &[Quarter<'_>]) -> Vec<Metric> {
    let names = ("cost", "Cost, by currency and basis");
    let mut found: BTreeMap<(String, Period), Vec<(String, Exact)>> = BTreeMap::new();
    let mut silent = Vec::new();
    for (at, all) in quarters {
        let mut without = metric(names, format!("{NOT_STATED} {at}"));
        for incident in all {
            match cost(incident) {
                Err(why) => without.exclude(incident.id(), why),
                Ok((purse, amount)) => {
                    for (period, _) in quarters {
                        found.entry((purse.clone(), *period)).or_default();
                    }
                    let these = found.entry((purse, *at)).or_default();
                    these.push((incident.id().to_owned(), amount));
                }
            }
        }
        silent.push(without.total(Vec::new()));
    }
    silent.retain(|metric| !metric.excluded.is_empty());
    let of = |((purse, period), added): ((String, Period), Vec<(String, Exact)>)| {
        metric(names, format!("{purse} {period}")).total(added)
    };
    found.into_iter().map(of).chain(silent).collect()
}
