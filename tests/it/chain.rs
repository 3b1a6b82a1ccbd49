//! The chain of an incident: each stage's verdict by the default table, its clocks and its gaps.

use pirctl::chain::{Chain, Inquiry, Stage, chain_of};
use pirctl::config::Config;
use pirctl::deadline::{Now, Terms};
use pirctl::proof::{CommitNote, LogEntry, Past, PolicyVersion, RecordPast, RiskStep, wording};
use pirctl::record::read;
use pirctl::register::Register;
use pirctl::schema::Kind;
use pirctl::term::{Profile, RepoPath, Zone, parse_day};
use pirctl::verdict::{Cut, Seal, Strength, Verdict};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

type Files = BTreeMap<String, String>;

/// The complete chain that the rules' examples start from.
fn given() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules/given/chain");
    let mut files = Files::new();
    for folder in std::fs::read_dir(&root).unwrap().flatten().filter(|e| e.path().is_dir()) {
        for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
            let path = file.path();
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            if path.extension().is_some_and(|extension| extension == "md") {
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

fn edited(path: &str, old: &str, new: &str) -> Files {
    let mut files = given();
    let text = files.get_mut(path).unwrap();
    assert!(text.contains(old), "{path} has no `{old}`");
    *text = text.replace(old, new);
    files
}

fn without(path: &str) -> Files {
    let mut files = given();
    files.remove(path).unwrap();
    files
}

fn cut() -> Past {
    Past::unknown(Cut {
        reason: "history is shallow".into(),
        remedy: "git fetch --unshallow".into(),
    })
}

fn chain(files: &Files, today: &str, past: &Past, profile: Profile) -> Chain {
    let register = Register::build(files.iter().map(|(path, text)| {
        let home = path.split_once('/').and_then(|(folder, _)| Kind::of_folder(folder));
        read(&RepoPath::new(path), text.clone().into_bytes(), home)
    }));
    let terms = Terms::of(&register, None);
    let mut config = Config::absent(&RepoPath::new("pirctl.yaml"));
    config.profile = profile;
    let now = Now::end_of(parse_day(today).unwrap(), Zone::default());
    let cx = Inquiry { register: &register, terms: &terms, now, config: &config, past };
    chain_of(&cx, register.get_kind(Kind::Incident, "INC-2026-0001").unwrap())
}

fn verdict(files: &Files, today: &str, stage: Stage) -> (Verdict, Option<String>) {
    let chain = chain(files, today, &known(false), Profile::Standard);
    let standing = chain.stage(stage).unwrap();
    (standing.verdict, standing.due.map(|due| due.to_string()))
}

fn commit(id: &str, at: &str) -> Arc<CommitNote> {
    let at = at.parse().unwrap();
    Arc::new(CommitNote {
        id: id.repeat(40),
        author: "Ada".into(),
        author_email: String::new(),
        authored_at: at,
        committer: "Carl".into(),
        committer_email: String::new(),
        committed_at: at,
        summary: String::new(),
        trailers: Vec::new(),
        notes: Vec::new(),
        tags: Vec::new(),
        seal: Seal::Unsigned,
        signers: Vec::new(),
    })
}

/// What git would show of a policy raised because of the incident, and of a risk scored again.
fn known(text_unchanged: bool) -> Past {
    let version =
        |commit: &Arc<CommitNote>, version: &str, incident: &str, text_changed| PolicyVersion {
            commit: commit.clone(),
            path: RepoPath::new("policies/POL-access-control.md"),
            blob: None,
            version: version.into(),
            is_published: true,
            log: [LogEntry {
                version: version.into(),
                incidents: vec![incident.into()],
                ..LogEntry::default()
            }]
            .into(),
            wording: wording(if text_unchanged { "x" } else { version }),
            text_changed,
        };
    let step = |commit: &Arc<CommitNote>, likelihood| RiskStep {
        commit: commit.clone(),
        likelihood,
        impact: 4,
        rationale: String::new(),
    };
    let (old, new) =
        (commit("a", "2025-06-02T10:00:00+02:00"), commit("b", "2026-04-08T10:00:00+02:00"));
    let policy = RecordPast {
        versions: vec![
            version(&new, "2.3", "INC-2026-0001", !text_unchanged),
            version(&old, "2.2", "INC-2025-0001", true),
        ],
        ..RecordPast::default()
    };
    let risk = RecordPast { steps: vec![step(&new, 3), step(&old, 2)], ..RecordPast::default() };
    Past::known(BTreeMap::from([
        ("POL-access-control".to_owned(), policy),
        ("RISK-0001".to_owned(), risk),
    ]))
}

#[test]
fn a_whole_chain_is_met_and_git_bears_out_what_changed() {
    let chain = chain(&given(), "2026-05-20", &known(false), Profile::Standard);
    let shown: Vec<_> = chain.stages.iter().map(|s| (s.stage.word(), s.verdict.word())).collect();
    let expected = [
        ("reported", "met"),
        ("review", "met"),
        ("cause", "met"),
        ("actions", "met"),
        ("change", "met"),
        ("risk", "met"),
        ("policy", "met"),
        ("verification", "met"),
        ("communicated", "met"),
        ("management", "in-time-so-far"),
        ("followup", "in-time-so-far"),
    ];
    assert_eq!(shown, expected);
    for stage in [Stage::Change, Stage::Risk, Stage::Policy] {
        let standing = chain.stage(stage).unwrap();
        assert_eq!(
            (standing.strength, standing.seal),
            (Some(Strength::Corroborated), Some(Seal::Unsigned))
        );
    }
    assert!(!chain.is_learning_complete() && !chain.is_late());
    assert_eq!(
        chain.sentence,
        "INC-2026-0001 occurred; the root cause found was that sign-in exemptions are granted without owner, \
         end date or review (A.8.5); the change log of POL-access-control attributes version 2.3 (before: 2.2) \
         to it, commit bbbbbbbbbbbb dated 2026-04-08 by the committer's clock; RISK-0001 went from 8 to 12; the \
         fix was tested by j.weber on 2026-04-14, result pass."
    );
}

#[test]
fn where_history_is_cut_only_what_needs_it_cannot_be_told() {
    let chain = chain(&given(), "2026-05-20", &cut(), Profile::Standard);
    let cannot: Vec<_> =
        chain.stages.iter().filter(|s| s.verdict == Verdict::CannotTell).map(|s| s.stage).collect();
    assert_eq!(cannot, [Stage::Change, Stage::Risk, Stage::Policy]);
    let policy = chain.stage(Stage::Policy).unwrap();
    assert_eq!(policy.cut.as_ref().unwrap().remedy, "git fetch --unshallow");
    assert!(chain.sentence.contains("earlier scores cannot be told"), "{}", chain.sentence);
}

#[test]
fn a_version_with_the_old_text_is_a_contradiction() {
    let chain = chain(&given(), "2026-05-20", &known(true), Profile::Standard);
    let policy = chain.stage(Stage::Policy).unwrap();
    assert_eq!((policy.verdict, policy.strength), (Verdict::Partly, Some(Strength::Contradicted)));
    assert_eq!(policy.gaps[0].code, Some("POL001"));
    assert_eq!(chain.stage(Stage::Change).unwrap().verdict, Verdict::Missing);
    assert!(
        chain.sentence.contains("its text is that of the version before"),
        "{}",
        chain.sentence
    );
}

#[test]
fn a_stage_is_in_time_until_its_clock_runs_out() {
    let gone = without("bulletins/BUL-2026-0001.md");
    let due = Some("2026-04-04".to_owned());
    assert_eq!(verdict(&gone, "2026-04-03", Stage::Communicated), (Verdict::InTimeSoFar, due));
    assert_eq!(verdict(&gone, "2026-04-04", Stage::Communicated), (Verdict::Missing, None));
    let gone = without("rcas/RCA-2026-0001.md");
    assert_eq!(verdict(&gone, "2026-03-10", Stage::Cause).0, Verdict::InTimeSoFar);
    assert_eq!(verdict(&gone, "2026-03-20", Stage::Cause).0, Verdict::Missing);
    let gone = without("reviews/PIR-2026-0001.md");
    assert_eq!(verdict(&gone, "2026-03-20", Stage::Review).0, Verdict::Missing);
    let due = Some("2026-10-09".to_owned());
    assert_eq!(verdict(&given(), "2026-10-09", Stage::Followup), (Verdict::InTimeSoFar, due));
    assert_eq!(verdict(&given(), "2026-11-12", Stage::Followup).0, Verdict::Missing);
}

#[test]
fn what_is_half_done_is_partly() {
    let own = edited("actions/ACT-2026-0001.md", "by: j.weber", "by: k.brandt");
    assert_eq!(verdict(&own, "2026-05-20", Stage::Verification).0, Verdict::Partly);
    let draft = edited("reviews/PIR-2026-0001.md", "status: approved", "status: drafted");
    assert_eq!(verdict(&draft, "2026-05-20", Stage::Review).0, Verdict::Partly);
    let bare = edited("rcas/RCA-2026-0001.md", ", process_or_control: A.8.5", "");
    assert_eq!(verdict(&bare, "2026-05-20", Stage::Cause).0, Verdict::Partly);
}

#[test]
fn severity_decides_what_is_asked() {
    let low = edited("incidents/INC-2026-0001.md", "severity: medium", "severity: low");
    for stage in [Stage::Policy, Stage::Followup] {
        assert_eq!(verdict(&low, "2026-05-20", stage).0, Verdict::NotRequired);
    }
    let high = edited("incidents/INC-2026-0001.md", "severity: medium", "severity: high");
    assert_eq!(verdict(&high, "2026-05-20", Stage::Cause).0, Verdict::Met);
}

#[test]
fn an_open_incident_has_no_clock_and_a_rejected_one_owes_nothing() {
    let open = edited("incidents/INC-2026-0001.md", "status: closed", "status: responding");
    let mut open = open;
    open.retain(|path, _| path.starts_with("incidents/") || path.starts_with("policies/POL-inc"));
    assert_eq!(verdict(&open, "2027-05-20", Stage::Review), (Verdict::InTimeSoFar, None));
    let rejected = edited("incidents/INC-2026-0001.md", "status: closed", "status: rejected");
    assert_eq!(verdict(&rejected, "2027-05-20", Stage::Review).0, Verdict::NotRequired);
}

#[test]
fn a_privileged_incident_is_withheld_stage_by_stage() {
    let files = edited(
        "incidents/INC-2026-0001.md",
        "review_tier: full",
        "review_tier: full\nprivilege: {claimed_by: s.lind, basis: counsel, custodian: s.lind}",
    );
    let chain = chain(&files, "2026-05-20", &cut(), Profile::Standard);
    assert_eq!(chain.count(Verdict::Withheld), 11);
    assert!(!chain.sentence.contains("exemptions"), "{}", chain.sentence);
}

#[test]
fn a_waiver_by_another_makes_a_missing_stage_not_required_until_its_day() {
    let mut files = edited(
        "incidents/INC-2026-0001.md",
        "review_tier: full",
        "review_tier: full\nwaivers:\n  - {rule: BUL001, reason: told in person, approved_by: c.moreau, expires: 2026-06-30}",
    );
    files.remove("bulletins/BUL-2026-0001.md");
    assert_eq!(verdict(&files, "2026-06-30", Stage::Communicated).0, Verdict::NotRequired);
    assert_eq!(verdict(&files, "2026-07-01", Stage::Communicated).0, Verdict::Missing);
}

const INCIDENT: &str = "incidents/INC-2026-0001.md";

/// The verdicts that a stage has in files changed in one place after another.
fn verdicts(stage: Stage, today: &str, changes: &[(&str, &str, &str)]) -> Vec<Verdict> {
    let files = |(path, old, new): &(&str, &str, &str)| match *old {
        "" => without(path),
        old => edited(path, old, new),
    };
    changes.iter().map(|change| verdict(&files(change), today, stage).0).collect()
}

#[test]
fn each_stage_can_be_met_partly_missing_and_more() {
    use Verdict::{InTimeSoFar, Met, Missing, NotRequired, Partly};
    const DECISION: &str = "decision: {by: s.lind, at: 2026-03-02T09:50:00Z, outcome: incident}\n";
    const ACTION: &str = "actions/ACT-2026-0001.md";
    const BULLETIN: &str = "bulletins/BUL-2026-0001.md";
    const REVIEW: &str = "reviews/PIR-2026-0001.md";
    let here = "title: Phishing mail led to access to a mailbox";
    let status = "status: published";
    let waived = "status: waived\nwaived: {reason: one review for three, approved_by: c.moreau}\n";
    let change_of = |files: &mut Files, path: &str, old: &str, new: &str| {
        let text = files.get_mut(path).unwrap();
        *text = text.replace(old, new);
    };
    for (stage, changes, expected) in [
        (
            Stage::Reported,
            vec![
                (INCIDENT, here, here),
                (INCIDENT, "reporter: d.okafor\n", ""),
                (INCIDENT, DECISION, ""),
                (INCIDENT, "status: closed", "status: reported"),
            ],
            vec![Met, Partly, Missing, Met],
        ),
        (
            Stage::Review,
            vec![
                (REVIEW, "status: approved", "status: drafted"),
                (REVIEW, "", ""),
                (REVIEW, "status: approved", waived),
            ],
            vec![Partly, Missing, NotRequired],
        ),
        (
            Stage::Actions,
            vec![
                (ACTION, here, here),
                (ACTION, "status: closed", "status: proposed"),
                (ACTION, "", ""),
            ],
            vec![Met, Partly, Missing],
        ),
        (
            Stage::Communicated,
            vec![
                (BULLETIN, here, here),
                (BULLETIN, status, "status: draft"),
                (BULLETIN, "", ""),
                (BULLETIN, status, "status: withdrawn"),
            ],
            vec![Met, Partly, Missing, Missing],
        ),
    ] {
        let changes: Vec<_> = changes
            .into_iter()
            .map(|(path, old, new)| {
                // What is the same before and after is the chain as it is.
                if old == new && !old.is_empty() {
                    (INCIDENT, here, here)
                } else {
                    (path, old, new)
                }
            })
            .collect();
        assert_eq!(verdicts(stage, "2026-05-20", &changes), expected, "{stage:?}");
    }
    let mut early = given();
    change_of(&mut early, INCIDENT, "status: closed", "status: reported");
    change_of(&mut early, INCIDENT, DECISION, "");
    assert_eq!(verdict(&early, "2026-05-20", Stage::Reported).0, InTimeSoFar);
}

#[test]
fn an_incident_that_is_closed_on_no_day_cannot_be_told_and_is_not_in_time() {
    let mut files = edited(INCIDENT, "closed_at: 2026-03-05T10:00:00Z\n", "");
    files.retain(|path, _| path.starts_with("incidents/") || path.starts_with("policies/POL-inc"));
    let chain = chain(&files, "2027-05-20", &known(false), Profile::Standard);
    let review = chain.stage(Stage::Review).unwrap();
    assert_eq!(review.verdict, Verdict::CannotTell);
    assert!(review.cut.as_ref().unwrap().reason.contains("closed_at"));
    for stage in [Stage::Cause, Stage::Communicated, Stage::Management, Stage::Followup] {
        assert_eq!(chain.stage(stage).unwrap().verdict, Verdict::CannotTell, "{stage:?}");
    }
    assert_eq!(chain.count(Verdict::InTimeSoFar), 0);
}

#[test]
fn a_date_behind_a_cut_is_as_strong_as_cannot_tell_and_one_that_is_not_committed_is_claimed() {
    let strength = |past: &Past| {
        let chain = chain(&given(), "2026-05-20", past, Profile::Standard);
        chain.stage(Stage::Review).unwrap().strength
    };
    assert_eq!(strength(&cut()), Some(Strength::CannotTell));
    assert_eq!(strength(&known(false)), Some(Strength::Claimed));
}

#[test]
fn the_day_on_which_a_late_stage_was_due_is_known() {
    let gone = without("rcas/RCA-2026-0001.md");
    let chain = chain(&gone, "2026-05-20", &known(false), Profile::Standard);
    let cause = chain.stage(Stage::Cause).unwrap();
    assert_eq!(cause.late_since.map(|day| day.to_string()).as_deref(), Some("2026-03-19"));
    assert_eq!((cause.due, chain.learning()), (None, Verdict::Missing));
}
