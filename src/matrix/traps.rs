//! The traps: what looks like learning, held against the records. Met is *not caught*, missing *caught*.

use super::item::Item;
use super::periods::trainings;
use super::reach::Reach;
use crate::catalog::Trap;
use crate::chain::{Chain, Stage, analyses_of, policies_of};
use crate::record::Record;
use crate::schema::{Kind, action, incident, trend_report};
use crate::term::Period;
use crate::verdict::Verdict;

/// What is checked for a trap, each as an answer.
pub(super) fn checked(reach: &Reach<'_>, trap: &'static Trap) -> Vec<Item> {
    match trap.id {
        "T1" => causes(reach, trap),
        "T2" => each_incident(reach, |incident, chain| policies(reach, trap, incident, chain)),
        "T3" => each_incident(reach, |incident, chain| stage(incident, chain, Stage::Risk)),
        "T4" => each_incident(reach, |incident, chain| reviewed(reach, trap, incident, chain)),
        "T5" => by_rules(reach, trap, &reports(reach)),
        "T6" => by_rules(reach, trap, &trainings(reach)),
        "T7" => by_rules(reach, trap, &actions(reach, "implemented")),
        "T8" => by_rules(reach, trap, &actions(reach, "verified")),
        other => unreachable!("the data has no trap {other} that is not read here"),
    }
}

fn by_rules(reach: &Reach<'_>, trap: &Trap, records: &[&Record]) -> Vec<Item> {
    records.iter().map(|record| by_rule(reach, trap, record)).collect()
}

fn by_rule(reach: &Reach<'_>, trap: &Trap, record: &Record) -> Item {
    let mut item = Item::about(record, Verdict::Met);
    for finding in reach.found_in(&trap.rules, record) {
        item.verdict = Verdict::Missing;
        item.says.push(format!("{} ({})", finding.message, finding.code));
    }
    item
}

fn each_incident<'a>(
    reach: &Reach<'a>,
    read: impl Fn(&'a Record, &Chain) -> Option<Item>,
) -> Vec<Item> {
    let cases = reach.population.closed.iter().zip(&reach.chains);
    cases.filter_map(|(incident, chain)| read(incident, chain)).collect()
}

/// T1: analyses, and causes in the incident's own record.
fn causes(reach: &Reach<'_>, trap: &Trap) -> Vec<Item> {
    let mut found: Vec<&Record> = Vec::new();
    for incident in &reach.population.closed {
        let analyses = analyses_of(reach.cx.register, incident.id());
        found.extend(analyses.filter(|analysis| analysis.is_from("in-review")));
        let inline = |it: &&&Record| it.get(incident::LEARNING).is_some();
        found.extend(Some(incident).filter(inline));
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup_by(|a, b| a.path == b.path);
    by_rules(reach, trap, &found)
}

/// T2: the policies linked to an incident, by their change log or by an action.
fn policies(reach: &Reach<'_>, trap: &Trap, incident: &Record, chain: &Chain) -> Option<Item> {
    let mut linked: Vec<&str> =
        policies_of(&reach.cx, incident.id()).into_iter().map(Record::id).collect();
    for action in reach.actions_of(incident) {
        let changes = action.words(action::CHANGES).into_iter().map(|id| id.value);
        linked.extend(changes.filter(|id| reach.cx.register.get_kind(Kind::Policy, id).is_some()));
    }
    if linked.is_empty() {
        return None;
    }
    let mut item = Item::new(incident.id(), Verdict::Met);
    for id in &linked {
        item.name(id);
    }
    let stages = [Stage::Policy, Stage::Change].into_iter().filter_map(|stage| chain.stage(stage));
    for standing in stages {
        let told = standing.gaps.iter().filter(|gap| gap.code == Some("POL001"));
        item.says.extend(told.map(|gap| format!("{} (POL001)", gap.text)));
        if let Some(cut) = &standing.cut {
            item.untold(cut.clone());
        }
    }
    for id in linked {
        let Some(policy) = reach.cx.register.get(id) else { continue };
        let found = reach.found(&trap.rules, policy, incident.id());
        item.says.extend(found.into_iter().map(|it| format!("{} ({})", it.message, it.code)));
    }
    item.says.dedup();
    if !item.says.is_empty() {
        item.verdict = Verdict::Missing;
    }
    Some(item)
}

/// T3: a stage that is late is caught; one that is not asked for is not checked.
fn stage(incident: &Record, chain: &Chain, stage: Stage) -> Option<Item> {
    let mut item = Item::of_stage(incident, chain.stage(stage)?);
    item.verdict = match item.verdict {
        Verdict::Partly | Verdict::Missing => Verdict::Missing,
        Verdict::NotRequired | Verdict::InTimeSoFar | Verdict::NoneInScope => return None,
        other => other,
    };
    Some(item)
}

/// T4: closed, and no review held; or one whose minutes are a link.
fn reviewed(reach: &Reach<'_>, trap: &Trap, incident: &Record, chain: &Chain) -> Option<Item> {
    let standing = chain.stage(Stage::Review)?;
    let mut item = Item::of_stage(incident, standing);
    match item.verdict {
        Verdict::NotRequired | Verdict::InTimeSoFar | Verdict::NoneInScope => return None,
        // One that was held and is not approved is late, and no trap.
        Verdict::Partly => item.verdict = Verdict::Met,
        _ => {}
    }
    for id in item.records.clone() {
        let Some(review) = reach.cx.register.get_kind(Kind::Pir, &id) else { continue };
        for finding in reach.found_in(&trap.rules, review) {
            item.verdict = Verdict::Missing;
            item.says.push(format!("{} ({})", finding.message, finding.code));
        }
    }
    Some(item)
}

/// Trend reports that were presented and are about a quarter of the period.
fn reports<'a>(reach: &Reach<'a>) -> Vec<&'a Record> {
    let quarters = reach.cx.config.quarters();
    let presented = reach.living(Kind::TrendReport).filter(|it| it.is_from("presented"));
    let is_in = |report: &&Record| {
        let period = report.text_of(trend_report::PERIOD).and_then(Period::parse);
        period.is_some_and(|period| reach.is_in(quarters.days(period).1))
    };
    presented.filter(is_in).collect()
}

fn actions<'a>(reach: &Reach<'a>, from: &str) -> Vec<&'a Record> {
    reach.actions().into_iter().filter(|action| action.is_from(from)).collect()
}
