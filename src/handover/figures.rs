//! The answers of the reading commands, as the JSON that each of them prints.

use super::Handed;
use crate::agenda::agenda;
use crate::chain::{Days, chain_of};
use crate::emit::{
    self, DueReport, LintReport, MatrixReport, MetricsReport, PopulationReport, StatusReport,
    TrendsReport,
};
use crate::matrix::{Asked, matrix, progress};
use crate::metrics::{TrendGround, Window, metrics, trends};
use crate::population::population;
use crate::rules::Judgement;
use crate::schema::Kind;
use crate::session::Session;
use crate::term::RepoPath;

/// So many days ahead something is said to be due soon.
const SOON: i64 = 14;

/// Each answer by the name of its command; those about a period are of the twelve months that end
/// with today, trends of the last quarter that is over.
pub(super) fn figures(handed: &Handed<'_>, judgement: &Judgement) -> Vec<(&'static str, String)> {
    let session = handed.session;
    let year = Window::year_to(session.now().day());
    let mut found = vec![
        ("chains", chains(session)),
        (
            "due",
            emit::due_json(DueReport {
                agenda: &agenda(&session.inquiry(), session.people()),
                until: None,
            }),
        ),
        ("lint", lint(session, judgement)),
        ("metrics", metrics_of(session, &year)),
        ("population", population_of(session, &year)),
        ("requirements", requirements(handed, &year)),
        ("status", status(session)),
    ];
    found.extend(trends_of(session).map(|text| ("trends", text)));
    found
}

fn chains(session: &Session) -> String {
    let cx = session.inquiry();
    let incidents = session.register().of_kind(Kind::Incident);
    let chains: Vec<_> = incidents.map(|record| (record, chain_of(&cx, record))).collect();
    emit::traces_json("", &chains)
}

fn lint(session: &Session, judgement: &Judgement) -> String {
    let text_of = |path: &RepoPath| session.text_of(path);
    let records = session.register().records().len();
    let complete = session.troubles().is_empty();
    emit::lint_json(&LintReport::new(judgement, records, complete, &text_of))
}

fn metrics_of(session: &Session, window: &Window) -> String {
    let cx = session.inquiry();
    let metrics = metrics(&cx, session.assets(), window);
    let (today, zone) = (cx.now.day(), cx.now.zone);
    emit::metrics_json(MetricsReport { window, today, zone, metrics: &metrics })
}

fn population_of(session: &Session, window: &Window) -> String {
    let cx = session.inquiry();
    let population = population(&cx, window, session.ignored());
    let (today, zone) = (cx.now.day(), cx.now.zone);
    emit::population_json(PopulationReport { window, today, zone, population: &population })
}

fn requirements(handed: &Handed<'_>, window: &Window) -> String {
    let session = handed.session;
    let days = Days { first: window.first, end: window.end };
    emit::matrix_json(MatrixReport {
        window,
        today: session.now().day(),
        zone: session.now().zone,
        commit: Some(&handed.commit.hex()),
        matrix: &matrix(session.evidence(), days),
        only: None,
    })
}

fn status(session: &Session) -> String {
    let cx = session.inquiry();
    let asked = Asked { days: None, owner: None, framework: None, within: SOON };
    emit::status_json(StatusReport {
        window: None,
        owner: None,
        framework: None,
        within: SOON,
        today: cx.now.day(),
        zone: cx.now.zone,
        progress: &progress(&cx, &asked),
    })
}

/// None where the register begins too late, or too early, for its quarters to be counted.
fn trends_of(session: &Session) -> Option<String> {
    let (now, quarters) = (session.now(), session.config().quarters());
    let ground = TrendGround {
        register: session.register(),
        assets: session.assets(),
        now,
        quarters,
        framework: None,
    };
    let window = ground.last_finished();
    let trends = trends(&ground, &window).ok()?;
    Some(emit::trends_json(TrendsReport {
        window: &window,
        today: now.day(),
        zone: now.zone,
        year_starts: session.config().fiscal_year_start.unwrap_or((1, 1)),
        framework: None,
        trends: &trends,
    }))
}
