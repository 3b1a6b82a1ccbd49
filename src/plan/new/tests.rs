//! Each kind drafted from a small register: complete, flawless, in the table's order.

use super::*;
use crate::record::{self, Document, Record};
use crate::schema::{Owed, common};
use crate::term::{Profile, Quarters, Zone};

const INCIDENT: &str = "id: INC-2026-0007\nkind: incident\ntitle: Phishing mail led to a mailbox\nstatus: closed\nowner: s.lind\nseverity: high\ndetected_at: 2026-03-02T09:14:00+01:00\nreported_at: 2026-03-02T09:31:00+01:00\nreporting_channel: service desk\ndecision: {by: s.lind, at: 2026-03-02T09:50:00+01:00, outcome: incident}\nattack: {actions: [social], vector: email, varieties: [phishing]}\nassets: [{name: mail, group: server}]\nresolved_at: 2026-03-04T16:00:00+01:00\nclosed_at: 2026-03-05T10:00:00+01:00\nprimary_responder: m.castro\nresponders: [m.castro, j.weber]\nthird_parties: [VND-mailer]";
const PIR: &str = "id: PIR-2026-0007\nkind: pir\ntitle: Review\nstatus: approved\nincidents: [INC-2026-0007]\nlead: a.novak\nscheduled_at: 2026-03-06\nattendees:\n  - {name: a.novak, role: lead, function: security}\n  - {name: m.castro, role: responder}\nlessons:\n  - {id: L1, category: control, text: one}\n  - {id: L2, category: control, text: two}";
const RCA: &str = "id: RCA-2026-0007\nkind: rca\ntitle: Why\nstatus: accepted\nincidents: [INC-2026-0007]\nmethod: 5-whys\ncauses:\n  - {id: C1, text: exemptions have no end, category: process, process_or_control: a.8.5}";
const ACTION: &str = "id: ACT-2026-0012\nkind: action\ntitle: End it\nstatus: in-progress\nincidents: [INC-2026-0007]\ndue: 2026-03-10\nimplemented_at: 2026-04-09\nescalation: {to: s.lind, at: 2026-03-20}";
const VENDOR: &str = "id: VND-mailer\nkind: vendor\ntitle: Mailer\nstatus: active\nowner: s.lind";
const REJECTED: &str = "id: INC-2026-0008\nkind: incident\ntitle: Nothing\nstatus: rejected\nowner: s.lind\nseverity: low\ndetected_at: 2026-03-02\nreported_at: 2026-03-02";

fn register(more: &[&str]) -> Register {
    let known = [INCIDENT, PIR, RCA, ACTION, VENDOR, REJECTED];
    let documents = known.iter().chain(more).map(|front| {
        let id = front.lines().next().unwrap().trim_start_matches("id: ");
        let path = RepoPath::new(format!("x/{id}.md"));
        record::read(&path, format!("---\n{front}\n---\n").into_bytes(), None)
    });
    Register::build(documents)
}

/// Drafts on 2026-04-20 (a Monday) at 10:30:45 in Berlin.
fn drafted(change: impl for<'a> FnOnce(&mut Request<'a>), kind: Kind) -> Result<Draft, NewError> {
    drafted_with(&[], &[], change, kind)
}

fn drafted_with(
    from: &[&str],
    set: &[(&str, &str)],
    change: impl for<'a> FnOnce(&mut Request<'a>),
    kind: Kind,
) -> Result<Draft, NewError> {
    drafted_in(&register(&[]), from, set, change, kind)
}

/// Drafts in the register with more records.
fn drafted_beside(more: &[&str], from: &[&str], kind: Kind) -> Result<Draft, NewError> {
    drafted_in(&register(more), from, &[], |_| {}, kind)
}

fn drafted_in(
    register: &Register,
    from: &[&str],
    set: &[(&str, &str)],
    change: impl for<'a> FnOnce(&mut Request<'a>),
    kind: Kind,
) -> Result<Draft, NewError> {
    let terms = Terms::default();
    let zone = Zone::parse("Europe/Berlin").unwrap();
    let now = Now { instant: "2026-04-20T08:30:45Z".parse().unwrap(), zone };
    let ids = register.records().iter().map(|record| record.id().to_owned());
    let taken: BTreeSet<String> =
        ids.chain(["INC-2026-0041", "inc-2026-0044", "INC-2025-0099"].map(str::to_owned)).collect();
    let people = b"s.lind: {function: security}\nm.castro: {function: it}\nj.weber: {}\n";
    let people = People::read(&RepoPath::new("people.yaml"), people.to_vec());
    let ground = Ground {
        table: crate::schema::Table::standard(),
        profile: Profile::Standard,
        register,
        terms: &terms,
        now,
        quarters: Quarters::default(),
        taken: &taken,
        people: &people,
        assets: &crate::config::Assets::absent(&RepoPath::new("assets.yaml")),
        risk: None,
    };
    let from: Vec<_> = from.iter().map(|id| (*id).to_owned()).collect();
    let set: Vec<_> = set.iter().map(|(f, v)| ((*f).to_owned(), (*v).to_owned())).collect();
    let mut request =
        Request { from: &from, set: &set, owner: Some("s.lind"), ..Request::of(kind) };
    change(&mut request);
    draft(&request, &ground)
}

fn read(draft: &Draft) -> Record {
    match record::read(&draft.path, draft.text.clone().into_bytes(), None) {
        Document::Record(record) => *record,
        other => panic!("{other:?}"),
    }
}

/// What a kind needs beside the sources, to be drafted at all.
fn plenty(kind: Kind) -> (&'static [&'static str], &'static [(&'static str, &'static str)]) {
    match kind {
        Kind::Incident => (&[], &[("severity", "high")]),
        Kind::Control => (&[], &[("id", "8.5")]),
        Kind::Risk => (&["INC-2026-0007"], &[("likelihood", "2"), ("impact", "4")]),
        Kind::Vendor | Kind::Policy => (&[], &[]),
        Kind::VendorAssessment => (&["VND-mailer"], &[]),
        _ => (&["INC-2026-0007"], &[]),
    }
}

#[test]
fn every_kind_is_drafted_complete_and_without_a_flaw() {
    for kind in Kind::ALL {
        let (from, set) = plenty(kind);
        let title = |request: &mut Request<'_>| {
            if kind != Kind::Control {
                request.title = Some("Büro: \"Tür\" # offen");
            }
            request.period = Some("2026-Q1");
        };
        let draft = drafted_with(from, set, title, kind).unwrap_or_else(|e| panic!("{kind:?} {e}"));
        let record = read(&draft);
        assert_eq!(record.flaws, [], "{kind:?}\n{}", draft.text);
        assert_eq!((record.kind(), record.id()), (kind, draft.path.stem()), "{kind:?}");
        assert!(kind.spec().id.fits(&draft.id), "{kind:?} {}", draft.id);
        assert_eq!(record.status(), kind.spec().machine.initial());
        assert_eq!(draft.path.parent(), kind.spec().folder);
        let owed = |field: &&crate::schema::Field| field.owed == Owed::Always;
        for field in kind.spec().all_fields().filter(owed) {
            let there = record.root().keys().iter().any(|key| key.value == field.name);
            assert!(there, "{kind:?} lacks {}", field.name);
        }
        let order: Vec<_> = kind.spec().all_fields().map(|field| field.name).collect();
        let at: Vec<_> = record
            .root()
            .keys()
            .iter()
            .map(|key| order.iter().position(|name| *name == key.value).unwrap())
            .collect();
        assert!(at.is_sorted(), "{kind:?}\n{}", draft.text);
    }
}

#[test]
fn an_incident_is_noticed_now_and_takes_the_next_number() {
    let draft = drafted_with(
        &[],
        &[("severity", "high"), ("x-ticket", "SD: 1")],
        |request| request.title = Some("Mail server down"),
        Kind::Incident,
    )
    .unwrap();
    let front = draft.text.split("---\n").nth(1).unwrap();
    assert_eq!(
        front,
        "id: INC-2026-0045\nkind: incident\ntitle: Mail server down\nstatus: reported\n\
         created: 2026-04-20\nowner: s.lind\nseverity: high\n\
         detected_at: 2026-04-20T10:30:00+02:00\nreported_at: 2026-04-20T10:30:00+02:00\n\
         origin: incident\nx-ticket: \"SD: 1\"\n"
    );
    assert_eq!(draft.hints, [""; 0]);
}

#[test]
fn what_an_always_field_lacks_is_named_as_flags() {
    let error = drafted(|request| request.owner = None, Kind::Incident).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a new incident needs --title TEXT --owner HANDLE --set severity=critical|high|medium|low|info"
    );
    let error = drafted(|_| {}, Kind::TrendReport).unwrap_err();
    assert_eq!(error.hints(), ["the last finished quarter is 2026-Q1"]);
    assert!(error.to_string().contains("--period 2026-Q1"), "{error}");
    let error = drafted(|r| r.title = Some("x"), Kind::Training).unwrap_err();
    assert_eq!(error.to_string(), "a new training needs --from INC-2026-0001");
}

#[test]
fn a_light_incident_carries_empty_learning_and_one_section() {
    let light = |request: &mut Request<'_>| {
        request.title = Some("Badge lost");
        request.light = true;
    };
    let draft = drafted_with(&[], &[("severity", "low")], light, Kind::Incident).unwrap();
    let record = read(&draft);
    assert_eq!(record.flaws, []);
    assert_eq!(record.text_of(crate::schema::incident::REVIEW_TIER), Some("light"));
    assert_eq!(record.outline().sections.len(), 1);
    assert_eq!(draft.hints, [""; 0]);
    let draft = drafted_with(&[], &[("severity", "high")], light, Kind::Incident).unwrap();
    assert!(draft.hints[0].contains("full review"), "{:?}", draft.hints);
}

#[test]
fn a_review_is_led_by_no_responder_and_held_in_time() {
    let draft = drafted_with(&["INC-2026-0007"], &[], |_| {}, Kind::Pir).unwrap();
    assert!(draft.text.contains("title: \"Review: Phishing mail led to a mailbox\"\n"));
    assert!(draft.text.contains("scheduled_at: 2026-04-21T10:00:00+02:00\n"), "{}", draft.text);
    assert!(draft.text.contains(
        "attendees:\n  - {name: s.lind, role: lead, function: security}\n  - {name: m.castro, role: responder, function: it}\n  - {name: j.weber, role: responder}\n"
    ));
    assert!(draft.text.contains("| 2026-03-02 09:14 +01:00 | detected |\n"), "{}", draft.text);
    assert_eq!(draft.hints, ["the time for holding the review ended on 2026-03-08"]);
    let you = |request: &mut Request<'_>| request.owner = Some("m.castro");
    let error = drafted_with(&["INC-2026-0007"], &[], you, Kind::Pir).unwrap_err();
    assert_eq!(error.to_string(), "a new pir needs --set lead=HANDLE");
    assert!(error.hints()[0].contains("m.castro, who led the response"));
}

#[test]
fn an_analysis_takes_reviews_and_analysts_over() {
    let draft = drafted_with(&["INC-2026-0007"], &[], |_| {}, Kind::Rca).unwrap();
    assert!(draft.text.contains(
        "pirs: [PIR-2026-0007]\nmethod: 5-whys\nanalysts:\n  - {name: a.novak, function: security}\n  - {name: m.castro, function: it}\n"
    ), "{}", draft.text);
}

#[test]
fn an_action_is_open_when_all_that_open_owes_is_given() {
    let title = |request: &mut Request<'_>| request.title = Some("End every exemption");
    let proposed = drafted_with(&["RCA-2026-0007#C1"], &[], title, Kind::Action).unwrap();
    assert!(proposed.text.contains("status: proposed\n"));
    assert!(proposed.text.contains("addresses: [RCA-2026-0007#C1]\n"), "{}", proposed.text);
    assert!(proposed.text.contains("controls: [A.8.5]\n"));
    assert!(!proposed.text.contains("opened_at"));
    let set = [("due", "2026-05-20"), ("priority", "high"), ("type", "access-change")];
    let open = drafted_with(&["RCA-2026-0007"], &set, title, Kind::Action).unwrap();
    assert!(open.text.contains("status: open\n") && open.text.contains("opened_at: 2026-04-20\n"));
    let many = drafted_with(&["PIR-2026-0007"], &set, title, Kind::Action).unwrap();
    assert!(many.text.contains("status: proposed\n") && many.hints[0].contains("L1, L2"));
    let given = [("status", "open")];
    let error = drafted_with(&["INC-2026-0007"], &given, title, Kind::Action).unwrap_err();
    assert!(error.to_string().contains("--from RCA-2026-0001#C1 --set due=DATE --set priority="));
}

#[test]
fn a_control_of_the_catalogue_brings_its_title() {
    let draft = drafted_with(&[], &[("id", "8.5")], |_| {}, Kind::Control).unwrap();
    assert!(
        draft.text.starts_with("---\nid: A.8.5\nkind: control\ntitle: Secure authentication\n")
    );
    assert!(draft.text.contains("annex_a: [A.8.5]\n"));
    let error = drafted_with(&[], &[("id", "A.9.9")], |_| {}, Kind::Control).unwrap_err();
    assert!(error.to_string().contains("Annex A has no control A.9.9"), "{error}");
    let own = drafted(|r| r.title = Some("Zweite Freigabe für Überweisungen"), Kind::Control);
    assert_eq!(own.unwrap().id, "CTL-zweite-freigabe-fuer-ueberweisungen");
}

#[test]
fn a_name_is_found_for_a_title_in_any_script() {
    let draft = drafted(|r| r.title = Some("情報"), Kind::Policy).unwrap();
    assert_eq!(draft.id, "POL-policy-1");
    let error = drafted(|r| r.title = Some("Mailer"), Kind::Vendor).unwrap_err();
    assert!(error.to_string().contains("VND-mailer exists already, in x/VND-mailer.md"), "{error}");
}

#[test]
fn a_policy_of_the_topic_defines_the_products_defaults() {
    let topic = |request: &mut Request<'_>| {
        request.title = Some("Incident management policy");
        request.topic = Some("incident-management");
    };
    let draft = drafted(topic, Kind::Policy).unwrap();
    assert!(draft.text.contains("version: \"0.1\"\ntopic: incident-management\n"));
    let text = draft.text.replace("status: draft", "status: approved");
    let register = Register::build([record::read(&draft.path, text.into_bytes(), None)]);
    let terms = Terms::of(&register, None);
    let default = Terms {
        source: terms.source.clone(),
        reporting_channels: terms.reporting_channels.clone(),
        severity_scheme: terms.severity_scheme.clone(),
        rca_methods: terms.rca_methods.clone(),
        ..Terms::default()
    };
    assert_eq!(terms, default);
    assert_eq!(terms.severity_scheme.len(), 5);
}

#[test]
fn an_audit_is_due_by_the_clock_and_a_statement_counts_the_register() {
    let audit = drafted_with(&["INC-2026-0007"], &[], |_| {}, Kind::EffectivenessAudit).unwrap();
    assert!(audit.text.contains("actions: [ACT-2026-0012]\ndue: 2026-10-09\n"), "{}", audit.text);
    let period = |request: &mut Request<'_>| request.period = Some("2026-Q1");
    let statement = drafted(period, Kind::PeriodStatement).unwrap();
    assert_eq!(statement.id, "PST-2026-Q1");
    assert!(statement.text.contains("promoted: 1\nweaknesses: 0\nnear_misses: 0\n"));
    let report = drafted(period, Kind::TrendReport).unwrap();
    assert!(
        report
            .text
            .contains("window_months: 12\nprepared_by: s.lind\nincidents: [INC-2026-0007]\n")
    );
    let row = "| vector | email | ? | ? | ? | 1 | ? | n/a | n/a |\n";
    assert!(report.text.contains(row), "{}", report.text);
    let head = "| by | value | 2025-Q2 | 2025-Q3 | 2025-Q4 | 2026-Q1 | 12 months | to last quarter | to a year before |\n";
    assert!(report.text.contains(head), "{}", report.text);
    let analysis = report.text.split("## Analysis").nth(1).unwrap();
    assert!(!analysis.contains('|'), "the analysis is left to people: {analysis}");
    let now = |request: &mut Request<'_>| request.period = Some("2026-Q2");
    let hints = drafted(now, Kind::TrendReport).unwrap().hints;
    assert!(
        hints.iter().any(|hint| hint == "2026-Q2 is not over yet; the counts are those of today")
    );
    for kind in [Kind::TrendReport, Kind::PeriodStatement] {
        let later = |request: &mut Request<'_>| request.period = Some("2026-Q3");
        let error = drafted(later, kind).unwrap_err();
        assert_eq!(
            error.to_string(),
            "--period 2026-Q3: it begins on 2026-07-01, and today is 2026-04-20"
        );
        assert!(error.hints()[0].contains("name a quarter that has begun"));
    }
}

#[test]
fn a_management_review_gathers_what_came_up() {
    let draft = drafted(|_| {}, Kind::ManagementReview).unwrap();
    assert!(draft.text.contains("title: \"Management review, April 2026\"\n"), "{}", draft.text);
    assert!(draft.text.contains(
        "incidents: [INC-2026-0007]\nescalations: [ACT-2026-0012]\nactions_status: {open: 1, overdue: 1, closed: 0, as_of: 2026-04-20}\n"
    ), "{}", draft.text);
    let vendor = drafted_with(&["VND-mailer"], &[], |_| {}, Kind::VendorAssessment).unwrap();
    assert!(vendor.text.contains("vendor: VND-mailer\nincidents: [INC-2026-0007]\n"));
}

const ASSESSED: &str = "id: VAS-2025-0001\nkind: vendor-assessment\ntitle: A\nstatus: accepted\nvendor: VND-mailer\nassessed_at: 2025-03-19\nanswers: {pir_process: \"shown: in a procedure\", control_example: a second factor, action_tracking: a register, incidents_last_12m: 0}\nred_flags: [claims-no-incidents]";

#[test]
fn an_assessment_carries_over_what_lasts_and_asks_the_rest_anew() {
    let draft = drafted_beside(&[ASSESSED], &["VND-mailer"], Kind::VendorAssessment).unwrap();
    let text = &draft.text;
    for expected in [
        "previous: VAS-2025-0001\nanswers:\n  # as in VAS-2025-0001 of 2025-03-19: confirm or rewrite\n  pir_process: \"shown: in a procedure\"\n",
        "  # asked anew\n  control_example:\n",
        "  # asked anew\n  incidents_last_12m:\n",
        "  - claim: a second factor\n    source:\n    result:\n",
        "| incidents in the last twelve months | 0 |  |\n",
        "- new incident INC-2026-0007, closed\n- red flag claims-no-incidents: no action answers it\n",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let planned = ASSESSED.replace("status: accepted", "status: planned");
    let draft = drafted_beside(&[&planned], &["VND-mailer"], Kind::VendorAssessment).unwrap();
    assert_eq!(draft.hints, ["VAS-2025-0001 is planned already: finish it first"]);
    assert!(!draft.text.contains("answers:"), "{}", draft.text);
}

#[test]
fn a_bulletin_tells_the_way_in_and_names_no_one() {
    let title = |request: &mut Request<'_>| request.title = Some("A copied page");
    for kind in [Kind::Bulletin, Kind::Training] {
        let draft = drafted_with(&["INC-2026-0007"], &[], title, kind).unwrap();
        assert!(draft.text.contains("- Way in: email\n"), "{}", draft.text);
        for name in ["m.castro", "j.weber", "s.lind", "mailbox"] {
            assert!(!draft.text.contains(name), "{name}\n{}", draft.text);
        }
    }
}

#[test]
fn what_cannot_be_taken_is_refused_with_its_flag() {
    for (from, set, message) in [
        (
            &[][..],
            &[("severity", "hihg")][..],
            "--set severity=hihg: `severity` has no value `hihg`",
        ),
        (
            &[],
            &[("sevrity", "high")],
            "--set sevrity=high: a record of kind `incident` has no field `sevrity`",
        ),
        (&[], &[("severity", "high\nstatus: closed")], "would change more than this field"),
        (&[], &[("severity", "high\n---\nx")], "--set severity"),
        (&[], &[("severity", "high"), ("occurred_at", "2026-02-30")], "not a date of the calendar"),
        (
            &[],
            &[("severity", "high"), ("similar_to", "[INC-2020-0001]")],
            "there is no record INC-2020-0001",
        ),
        (&[], &[("severity", "high"), ("similar_to", "[PIR-2026-0007]")], "PIR-2026-0007 is a pir"),
        (&[], &[("severity", "high"), ("status", "closed")], "begins as `reported`"),
        (&[], &[("severity", "high"), ("kind", "risk")], "that can be set"),
        (&[], &[("severity", "high"), ("id", "INC-1")], "no id of the kind `incident`"),
        (&[], &[("severity", "high"), ("id", "inc-2026-0007")], "no id"),
        (&[], &[("severity", "high"), ("id", "INC-2026-0007")], "exists already"),
        (&["INC-2026-0070"], &[("severity", "high")], "there is no record INC-2026-0070"),
        (&["INC-2026-0008"], &[("severity", "high")], "INC-2026-0008 is rejected"),
        (&["RCA-2026-0007#C9"], &[("severity", "high")], "RCA-2026-0007 has no part C9"),
    ] {
        let title = |request: &mut Request<'_>| request.title = Some("x");
        let error = drafted_with(from, set, title, Kind::Incident).unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, NewError::Refused(_)) && text.contains(message), "{set:?} {text}");
    }
    let scale = [("likelihood", "7"), ("impact", "2")];
    let title = |request: &mut Request<'_>| request.title = Some("x");
    let error = drafted_with(&[], &scale, title, Kind::Risk).unwrap_err();
    assert!(error.hints()[0].contains("from 1 to 5"), "{error}");
    let error = drafted(|r| r.title = Some("two\nlines"), Kind::Vendor).unwrap_err();
    assert!(error.to_string().contains("--title"), "{error}");
}

#[test]
fn a_handle_that_no_one_has_and_a_source_without_use_are_said() {
    let draft = drafted_with(
        &["RCA-2026-0007"],
        &[("severity", "low")],
        |request| {
            request.title = Some("x");
            request.owner = Some("s.lnid");
        },
        Kind::Incident,
    )
    .unwrap();
    assert_eq!(draft.hints, ["s.lnid is not in people.yaml; did you mean s.lind?"]);
    let draft = drafted_with(&["VND-mailer"], &[], |r| r.title = Some("x"), Kind::Policy).unwrap();
    assert_eq!(draft.hints, ["nothing was taken over from VND-mailer"]);
    assert_eq!(common::STATUS.name(), "status");
}
