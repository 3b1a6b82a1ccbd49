//! There is an incident management policy, and it lays down how incidents are learned from.

use super::is_current;
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, policy};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL005",
    name: "policy-defines-too-little",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "approved",
    summary: "incident management policy missing, or it leaves something open",
    explanation: "The approved policy with topic `incident-management` defines from which severity a \
        review is held and by when, the methods of analysis, how actions are tracked, who owns the \
        process, the reporting channels and the severity scheme; once an incident is closed there \
        must be such a policy. Deadlines and methods that only exist as a habit cannot be audited, \
        and without them the product's defaults are in force. Add what is missing under `defines`, \
        or write the policy with `pirctl new policy --topic incident-management`.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[
        example!("policy-defines-too-little/parts-missing"),
        example!("policy-defines-too-little/nothing-defined"),
        example!("policy-defines-too-little/no-such-policy"),
    ],
    good: &[
        example!("policy-defines-too-little/draft"),
        example!("policy-defines-too-little/nothing-closed-yet"),
    ],
    check: Check::Whole(check),
};

const TOPIC: &str = "incident-management";

/// What the policy must define, in the order of the table.
const PARTS: &[&str] = &[
    "severity_scheme",
    "reporting_channels",
    "process_owner",
    "pir_trigger",
    "pir_deadline",
    "rca_methods",
    "action_tracking",
];

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let approved = |policy: &&Record| {
        is_current(policy)
            && policy.text_of(policy::TOPIC) == Some(TOPIC)
            && policy.is_from("approved")
    };
    let mut none = true;
    for policy in cx.register.of_kind(Kind::Policy).filter(approved) {
        none = false;
        check_parts(policy, found);
    }
    if none {
        check_absence(cx, found);
    }
}

fn check_parts(policy: &Record, found: &mut Findings) {
    let defines = policy.root().value("defines");
    let missing = |name: &&&str| defines.is_none_or(|it| it.value(name).is_none_or(Item::is_blank));
    let missing: Vec<_> = PARTS.iter().filter(missing).copied().collect();
    if !missing.is_empty() {
        let message = format!("{} does not define {}", policy.id(), missing.join(", "));
        found.push(
            Report::on(policy, policy.span_of("defines"), message)
                .help("add what is missing under `defines`, and have the version approved")
                .field("defines"),
        );
    }
}

/// Told once, at the first closed incident.
fn check_absence(cx: &RegisterContext<'_>, found: &mut Findings) {
    let closed = |incident: &&Record| is_judged(incident) && incident.is_from("closed");
    let Some(first) = cx.register.of_kind(Kind::Incident).find(closed) else { return };
    let place = first.get(incident::CLOSED_AT).map_or_else(|| first.head(), |at| at.span);
    let message = format!("{} is closed, and no approved policy has the topic {TOPIC}", first.id());
    let report = Report::at("", first.place(place), message)
        .help("write and approve one: `pirctl new policy --topic incident-management`")
        .field("topic");
    let draft =
        cx.register.of_kind(Kind::Policy).find(|it| it.text_of(policy::TOPIC) == Some(TOPIC));
    found.push(match draft {
        Some(draft) => report.related(
            draft,
            draft.span_of("status"),
            format!("this one is {}", draft.status()),
        ),
        None => report,
    });
}
