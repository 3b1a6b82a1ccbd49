//! The home page, in the auditor's reading order: population, chains, what is late, findings, rules.

use super::frame::{GROUPS, NavItem};
use super::site::Site;
use super::view::{ChainRow, Figure, LegendItem, OverviewPage, Pair, StateCell, StepView};
use crate::chain::{Standing, chain_of, label};
use crate::deadline::TermsSource;
use crate::record::Record;
use crate::rows::{Cell, Piece, Table, plain};
use crate::schema::{Kind, incident, part, period_statement};
use crate::term::{Period, Severity, Stage};
use crate::verdict::Verdict;
use std::collections::BTreeMap;

/// Most incidents whose chains stand on the home page.
const CHAINS: usize = 50;

/// Most late stages on the home page.
const LATE: usize = 60;

pub(super) fn view(site: &Site<'_>) -> OverviewPage {
    let incidents = site.incidents();
    let all_late = incidents.iter().map(|record| site.late_stages(record)).sum();
    OverviewPage {
        frame: site.frame("Overview", "", false),
        lead: lead(site, &incidents),
        figures: figures(site, &incidents),
        steps: steps(),
        population_note: population_note(site, &incidents),
        population: population(&incidents),
        statements: statements(site, &incidents),
        chains_note: chains_note(incidents.len()),
        legend: legend(),
        stages: Stage::ALL.iter().map(|stage| label(*stage)).collect(),
        chains: incidents.iter().take(CHAINS).map(|record| chain_row(site, record)).collect(),
        more_chains: if incidents.len() > CHAINS { incidents.len() } else { 0 },
        late_note: late_note(all_late),
        late: late(site, &incidents),
        findings_note: findings_note(site),
        findings: findings(site),
        rules: rules(site),
    }
}

fn lead(site: &Site<'_>, incidents: &[&Record]) -> String {
    let records = site.cx.register.records().len();
    let days = incidents.iter().filter_map(|record| record.get(incident::DETECTED_AT));
    let mut days: Vec<_> = days.map(|at| at.day(site.cx.now.zone)).collect();
    days.sort_unstable();
    let span = match (days.first(), days.last()) {
        (Some(first), Some(last)) => format!(", detected from {first} to {last}"),
        _ => String::new(),
    };
    let period = if site.is_window_asked {
        format!(" Population, matrix, roles and figures are those of {}.", site.window)
    } else {
        String::new()
    };
    let only = site.framework.map_or_else(String::new, |filter| {
        format!(
            " Overview, registers and trends show only records that name a control related to {}; the rest is of all records.",
            super::about::framework(&filter)
        )
    });
    format!(
        "{} incidents{span}; {records} records in all. {}, judged as of {}.{period}{only}",
        incidents.len(),
        site.source(),
        site.cx.now.day()
    )
}

fn figures(site: &Site<'_>, incidents: &[&Record]) -> Vec<Figure> {
    let figure = |count, text, href, mark| Figure { count, text, href, mark };
    let counted = |verdict: Verdict| {
        incidents.iter().filter(|record| site.learning(record) == Some(verdict)).count()
    };
    vec![
        figure(incidents.len(), "incidents", "incidents.html", ""),
        figure(counted(Verdict::Met), "complete", "incidents.html", "met"),
        figure(counted(Verdict::InTimeSoFar), "in time so far", "#chains", "in-time-so-far"),
        figure(counted(Verdict::Partly), "partly answered", "#late", "partly"),
        figure(counted(Verdict::Missing), "with a stage late", "#late", "missing"),
        figure(counted(Verdict::CannotTell), "cannot tell", "#chains", "cannot-tell"),
        figure(site.findings.len(), "findings", "findings.html", ""),
    ]
}

/// Every group of pages but this one and the list of all.
fn steps() -> Vec<StepView> {
    let steps = GROUPS.iter().filter(|group| !["Overview", "Contents"].contains(&group.name));
    let item =
        |page: &super::frame::Page| NavItem { text: page.section, href: page.href, current: "" };
    steps
        .map(|group| StepView { says: group.says, pages: group.pages.iter().map(item).collect() })
        .collect()
}

fn population_note(site: &Site<'_>, incidents: &[&Record]) -> String {
    let withheld = incidents.iter().filter(|record| record.is_privileged()).count();
    let broken = site.cx.register.broken().len();
    let counted = "Counted are the incident records of this repository.".to_owned();
    let hidden =
        (withheld > 0).then(|| format!("{withheld} of them are privileged and shown as withheld."));
    let unread = (broken > 0).then(|| {
        format!("{broken} files could not be read as records; they stand among the findings.")
    });
    [Some(counted), hidden, unread].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Columns of the table by status.
const STATUSES: [(&str, &[&str]); 3] = [
    ("open", &["reported", "triaged", "responding", "contained", "resolved", "reopened"]),
    ("closed", &["closed"]),
    ("rejected", &["rejected"]),
];

fn population(incidents: &[&Record]) -> Table {
    let labels = ["severity", "open#", "closed#", "rejected#", "all#"];
    let mut table = Table::new("Incidents by severity and status", &labels);
    let severity = |record: &Record| record.text_of(incident::SEVERITY).and_then(Severity::parse);
    let mut rows: Vec<(String, Vec<&Record>)> = Vec::new();
    for level in
        [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info]
    {
        let of_level = incidents.iter().copied().filter(|record| severity(record) == Some(level));
        rows.push((level.word().to_owned(), of_level.collect()));
    }
    let unknown: Vec<_> =
        incidents.iter().copied().filter(|record| severity(record).is_none()).collect();
    if !unknown.is_empty() {
        rows.push(("not readable".into(), unknown));
    }
    rows.push(("all".into(), incidents.to_vec()));
    for (name, records) in rows {
        let in_status =
            |states: &[&str]| records.iter().filter(|r| states.contains(&r.status())).count();
        let mut cells = vec![plain(name)];
        cells.extend(STATUSES.iter().map(|(_, states)| plain(in_status(states).to_string())));
        cells.push(plain(records.len().to_string()));
        table.push("", cells);
    }
    table
}

fn statements(site: &Site<'_>, incidents: &[&Record]) -> Table {
    let labels = [
        "period",
        "assessed#",
        "incidents stated#",
        "incidents recorded#",
        "weaknesses#",
        "near misses#",
        "by channel+",
        "declared",
    ];
    let mut table = Table::new("What was stated for each period", &labels);
    let zone = site.cx.now.zone;
    for record in site.in_order(Kind::PeriodStatement) {
        let period = record.text_of(period_statement::PERIOD).unwrap_or_default();
        let quarters = site.config().quarters();
        let days = Period::parse(period).map(|period| quarters.days(period));
        let recorded = days.map(|(first, last)| {
            let detected = incidents.iter().filter_map(|i| i.get(incident::DETECTED_AT));
            detected.filter(|at| (first..=last).contains(&at.day(zone))).count().to_string()
        });
        let number = |key: crate::schema::Key<crate::schema::Whole>| {
            plain(record.get(key).map_or_else(String::new, |n| n.to_string()))
        };
        let channel = |item: &crate::record::Item<'_>| {
            Some(format!("{} {}", item.text_of(part::CHANNEL)?, *item.get(part::COUNT)?))
        };
        let channels: Vec<_> =
            record.items(period_statement::EVENTS).iter().filter_map(channel).collect();
        table.push(
            "",
            if record.is_privileged() {
                withheld(record)
            } else {
                vec![
                    vec![Piece::id(period, ""), Piece::sub(record.status())],
                    number(period_statement::ASSESSED),
                    number(period_statement::PROMOTED),
                    plain(recorded.unwrap_or_default()),
                    number(period_statement::WEAKNESSES),
                    number(period_statement::NEAR_MISSES),
                    plain(channels.join(", ")),
                    declared(record),
                ]
            },
        );
    }
    table
}

/// The row of a statement that is privileged: its id alone.
fn withheld(statement: &Record) -> Vec<Cell> {
    let mut cells = vec![Cell::new(); 8];
    cells[0] = vec![Piece::id(statement.id(), ""), Piece::sub("privileged, withheld")];
    cells
}

/// The day of the declaration and who made it.
fn declared(statement: &Record) -> Cell {
    let day = statement.get(period_statement::DECLARED_AT).map(|day| Piece::day(*day));
    let by = statement.text_of(period_statement::DECLARED_BY).map(Piece::sub);
    day.into_iter().chain(by).collect()
}

fn chains_note(incidents: usize) -> String {
    let all = "From the report of an incident to the follow-up months later: what was found for each stage.";
    if incidents > CHAINS {
        format!("{all} Shown are the newest {CHAINS} of {incidents}.")
    } else {
        all.to_owned()
    }
}

fn legend() -> Vec<LegendItem> {
    let item = |verdict: Verdict, words| LegendItem { verdict: verdict.word(), words };
    vec![
        item(Verdict::Met, "met"),
        item(Verdict::Partly, "partly"),
        item(Verdict::Missing, "missing, its time has run"),
        item(Verdict::InTimeSoFar, "in time so far"),
        item(Verdict::NotRequired, "not required"),
        item(Verdict::CannotTell, "cannot tell, history is cut"),
        item(Verdict::Withheld, "withheld"),
    ]
}

fn chain_row(site: &Site<'_>, record: &Record) -> ChainRow {
    let chain = chain_of(&site.cx, record);
    let title = if record.is_privileged() { "privileged, withheld" } else { record.title() };
    ChainRow {
        id: record.id().to_owned(),
        title: title.to_owned(),
        severity: record.text_of(incident::SEVERITY).unwrap_or_default().to_owned(),
        href: site.addresses.file(record).to_owned(),
        cells: chain.stages.iter().map(cell).collect(),
    }
}

fn cell(standing: &Standing) -> StateCell {
    let words = match standing.verdict {
        Verdict::InTimeSoFar => "in time",
        Verdict::NotRequired => "not required",
        Verdict::NoneInScope => "none in scope",
        Verdict::CannotTell => "cannot tell",
        other => other.word(),
    };
    StateCell { verdict: standing.verdict.word(), words: words.to_owned() }
}

fn late(site: &Site<'_>, incidents: &[&Record]) -> Table {
    let mut table = Table::new(
        "Stages past their time",
        &["incident", "stage", "verdict", "what is not found+", "rule"],
    );
    for record in incidents.iter().filter(|record| site.late_stages(record) > 0) {
        let chain = chain_of(&site.cx, record);
        let stages = chain.stages.iter().filter(|standing| standing.is_late());
        for standing in stages.take(LATE - table.rows.len()) {
            table.push("", late_cells(site, record, standing));
        }
        if table.rows.len() == LATE {
            break;
        }
    }
    table
}

fn late_cells(site: &Site<'_>, record: &Record, standing: &Standing) -> Vec<Cell> {
    let href = site.addresses.file(record);
    let code =
        |gap: &crate::chain::Gap| gap.code.map(|code| Piece::link(code, site.rule_href(code)));
    vec![
        vec![Piece::id(record.id(), href)],
        vec![Piece::link(label(standing.stage), format!("{href}#{}", standing.stage.word()))],
        vec![Piece::state(standing.verdict, standing.verdict.word())],
        standing.gaps.iter().map(|gap| Piece::sub(&gap.text)).collect(),
        standing.gaps.iter().filter_map(code).collect(),
    ]
}

fn late_note(all: usize) -> String {
    if all > LATE {
        format!("The first {LATE} of {all}, newest incident first.")
    } else {
        format!("{all} stages, newest incident first.")
    }
}

fn findings_note(site: &Site<'_>) -> String {
    let (waived, unknown) = (site.judgement.waived.len(), site.judgement.unknown.len());
    if site.findings.is_empty() {
        return format!(
            "No rule that is in force found anything; {waived} findings are set aside by a waiver, {unknown} questions cannot be answered."
        );
    }
    format!(
        "{} findings, {waived} set aside by a waiver, {unknown} questions that cannot be answered.",
        site.findings.len()
    )
}

fn findings(site: &Site<'_>) -> Table {
    let mut table = Table::new(
        "Findings by rule",
        &["rule", "name", "what it says+", "errors#", "warnings#", "notes#"],
    );
    for group in site.findings.chunk_by(|a, b| a.finding.code == b.finding.code) {
        let finding = group[0].finding;
        let count =
            |level| group.iter().filter(|placed| placed.finding.level == level).count().to_string();
        let summary = super::register::rule_of(site, finding.code).map_or("", |rule| rule.summary);
        table.push(
            "",
            vec![
                vec![Piece::link(finding.code, site.rule_href(finding.code))],
                plain(finding.name),
                plain(summary),
                plain(count(crate::diag::Level::Error)),
                plain(count(crate::diag::Level::Warning)),
                plain(count(crate::diag::Level::Note)),
            ],
        );
    }
    table
}

fn rules(site: &Site<'_>) -> Vec<Pair> {
    let (config, terms) = (site.config(), site.cx.terms);
    let source = match &terms.source {
        TermsSource::Policy(id) => format!("{id}, the organisation's own policy"),
        TermsSource::ProductDefault => {
            "product default; no approved incident management policy was found".into()
        }
    };
    let limits = format!(
        "review held within {} then {}, cause {}, risk {}, bulletin {}, verification {}, follow-up after {}",
        terms.pir_deadline,
        terms.pir_limit,
        terms.cause_limit,
        terms.risk_limit,
        terms.bulletin_limit,
        terms.verification_limit,
        terms.followup_after
    );
    let mut off = Vec::new();
    let mut changed = BTreeMap::new();
    for (rule, level) in &config.rules {
        match level {
            None => off.push(rule.value.clone()),
            Some(level) => {
                changed.insert(rule.value.clone(), level.word());
            }
        }
    }
    let changed: Vec<_> = changed.iter().map(|(rule, level)| format!("{rule}: {level}")).collect();
    let stages = config.stages.iter().map(|(severity, asked)| {
        let words: Vec<_> = asked.value.iter().map(|stage| stage.word()).collect();
        format!("{}: {}", severity.word(), words.join(", "))
    });
    let stages: Vec<_> = stages.collect();
    let pair = |name: &str, text: String| Pair { name: name.to_owned(), text, code: false };
    let or = |words: Vec<String>, none: &str| {
        if words.is_empty() { none.to_owned() } else { words.join("; ") }
    };
    vec![
        pair("Profile", config.profile.word().to_owned()),
        pair("Thresholds from", source),
        pair("Thresholds", limits),
        pair("Significant from", terms.pir_trigger.word().to_owned()),
        pair("Required stages", or(stages, "the default table by severity")),
        pair("Rules off", or(off, "none")),
        pair("Levels changed", or(changed, "none")),
        pair("Waivers in force", format!("{} findings set aside", site.judgement.waived.len())),
    ]
}
