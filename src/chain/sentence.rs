//! The one sentence about an incident that an auditor can quote; neutral, with its gaps.

use super::cause::accepted_causes_of;
use super::changed::{attributed_to, entry_for, policies_of, risks_of, scores_around};
use super::inquiry::Inquiry;
use super::standing::Standing;
use super::worked::tested;
use crate::record::{Item, Record};
use crate::schema::part;
use crate::term::Stage;
use crate::verdict::Verdict;

/// What the sentence says of an incident.
pub(super) fn quote(cx: &Inquiry<'_>, incident: &Record, stages: &[Standing]) -> String {
    let id = incident.id();
    if incident.is_privileged() {
        return format!("{id} is privileged; what was learned from it is withheld.");
    }
    if incident.is_ended() {
        return format!("{id} was {}; nothing is asked of it.", incident.status());
    }
    // What to say where nothing is found: nothing when it is not asked for, "yet" while in time.
    let asked = |stage: Stage| {
        let standing = stages.iter().find(|standing| standing.stage == stage)?;
        match standing.verdict {
            Verdict::NotRequired => None,
            Verdict::InTimeSoFar => Some(" yet"),
            _ => Some(""),
        }
    };
    let mut clauses = vec![format!("{id} occurred")];
    clauses.extend(cause_clause(cx, incident, asked(Stage::Cause)));
    clauses.extend(policy_clauses(cx, incident, asked(Stage::Policy)));
    clauses.extend(risk_clauses(cx, incident, asked(Stage::Risk)));
    clauses.extend(test_clause(cx, incident, asked(Stage::Verification)));
    format!("{}.", clauses.join("; "))
}

fn cause_clause(cx: &Inquiry<'_>, incident: &Record, asked: Option<&str>) -> Option<String> {
    let causes = accepted_causes_of(cx.register, incident, cx.config);
    if causes.is_empty() {
        return asked.map(|yet| format!("no accepted root cause was found{yet}"));
    }
    let told: Vec<_> =
        causes.iter().take(2).map(|cause| format!("that {}", told_cause(*cause))).collect();
    let more = match causes.len() {
        0..=2 => String::new(),
        all => format!(" and {} more", all - 2),
    };
    let head =
        if causes.len() == 1 { "the root cause found was" } else { "the root causes found were" };
    Some(format!("{head} {}{more}", told.join(" and ")))
}

fn told_cause(cause: Item<'_>) -> String {
    let text = lowered(cause.text_of(part::TEXT).unwrap_or("a cause without text"));
    cause
        .text_of(part::PROCESS_OR_CONTROL)
        .map_or_else(|| text.clone(), |named| format!("{text} ({named})"))
}

/// The text as a clause: without its full stop, and not capital unless its word is.
fn lowered(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut letters = text.chars();
    let (Some(first), second) = (letters.next(), letters.next()) else { return String::new() };
    if second.is_some_and(|second| second.is_uppercase() || second.is_ascii_digit()) {
        return text.to_owned();
    }
    first.to_lowercase().chain(text.chars().skip(1)).collect()
}

fn policy_clauses(cx: &Inquiry<'_>, incident: &Record, asked: Option<&str>) -> Vec<String> {
    let policies = policies_of(cx, incident.id());
    if policies.is_empty() {
        let none = asked.map(|yet| format!("no policy's change log naming it was found{yet}"));
        return none.into_iter().collect();
    }
    policies.iter().map(|policy| policy_clause(cx, incident, policy)).collect()
}

fn policy_clause(cx: &Inquiry<'_>, incident: &Record, policy: &Record) -> String {
    let id = policy.id();
    let version = entry_for(policy, incident.id()).and_then(|entry| entry.text_of(part::VERSION));
    let Some(version) = version else {
        return format!("the change log of {id} names it without a version");
    };
    let past = match cx.past_of(policy) {
        Ok(past) => past,
        Err(cut) => {
            return format!(
                "the change log of {id} attributes version {version} to it, what git shows of that cannot be told ({})",
                cut.reason
            );
        }
    };
    let Some(found) = attributed_to(cx, past, incident, version) else {
        return format!(
            "the change log of {id} attributes version {version} to it, no commit with it was found"
        );
    };
    let before = found.before.map(|before| format!(" (before: {})", before.version));
    let before = before.unwrap_or_default();
    let commit = &found.version.commit;
    let unchanged =
        if found.text_changed { "" } else { ", its text is that of the version before" };
    format!(
        "the change log of {id} attributes version {version}{before} to it, commit {} dated {} by the committer's clock{unchanged}",
        commit.short(),
        commit.committed_at.date_naive()
    )
}

fn risk_clauses(cx: &Inquiry<'_>, incident: &Record, asked: Option<&str>) -> Vec<String> {
    let risks = risks_of(cx, incident.id());
    if risks.is_empty() {
        return asked.map(|yet| format!("no risk naming it was found{yet}")).into_iter().collect();
    }
    risks.iter().map(|risk| risk_clause(cx, incident, risk)).collect()
}

fn risk_clause(cx: &Inquiry<'_>, incident: &Record, risk: &Record) -> String {
    let id = risk.id();
    let Ok(past) = cx.past_of(risk) else {
        return format!("{id} names it, earlier scores cannot be told");
    };
    match scores_around(cx, incident, past).as_slice() {
        [] => format!("{id} names it"),
        [one] => format!("{id} names it and stayed at {one}"),
        [before, first, rest @ ..] => {
            let steps = rest
                .iter()
                .fold(first.to_string(), |told, score| format!("{told} and then to {score}"));
            format!("{id} went from {before} to {steps}")
        }
    }
}

fn test_clause(cx: &Inquiry<'_>, incident: &Record, asked: Option<&str>) -> Option<String> {
    let tests = tested(cx, incident);
    let Some((by, at, result)) = tests.first() else {
        return asked.map(|yet| format!("no test of the fix was found{yet}"));
    };
    let more = match tests.len() {
        1 => String::new(),
        all => format!(" (and {} more tested)", all - 1),
    };
    Some(format!("the fix was tested by {by} on {at}, result {result}{more}"))
}

#[cfg(test)]
mod tests {
    use super::lowered;

    #[test]
    fn causes_read_as_clauses_and_keep_their_names() {
        assert_eq!(lowered("Sign-in exemptions end."), "sign-in exemptions end");
        assert_eq!(lowered("VPN groups."), "VPN groups");
        assert_eq!(lowered("A8 failed"), "A8 failed");
        assert_eq!(lowered(""), "");
    }
}
