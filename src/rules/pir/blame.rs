//! What counts as blaming a person in a sentence. Narrow: systems fail, and teams miss things.

use super::sentence::Word;
use crate::span::Span;

/// The people whom a record names, as a text may name them.
pub(super) struct Names {
    /// Handles in lower case.
    handles: Vec<String>,
    /// Family names as handles of the form `k.brandt` have them, in lower case.
    families: Vec<String>,
}

impl Names {
    /// By the handles that a record has.
    pub(super) fn of<'a>(handles: impl IntoIterator<Item = &'a str>) -> Self {
        let handles: Vec<String> = handles.into_iter().map(str::to_lowercase).collect();
        let family = |handle: &String| {
            let (initial, name) = handle.split_once('.')?;
            (initial.chars().count() == 1 && name.chars().count() > 2).then(|| name.to_owned())
        };
        let families = handles.iter().filter_map(family).collect();
        Self { handles, families }
    }

    /// True for a handle, and for a family name with a capital letter.
    fn has(&self, lower: &str, written: &str) -> bool {
        self.handles.iter().any(|handle| handle == lower)
            || (written.starts_with(char::is_uppercase)
                && self.families.iter().any(|name| name == lower))
    }
}

/// What people are called in such sentences. Words that also name programs are left out: agent,
/// controller, manager, operator, supervisor, scheduler.
fn is_called_a_person(word: &str) -> bool {
    matches!(
        word,
        "admin"
            | "administrator"
            | "admins"
            | "administrators"
            | "analyst"
            | "analysts"
            | "clerk"
            | "colleague"
            | "colleagues"
            | "consultant"
            | "contractor"
            | "contractors"
            | "developer"
            | "developers"
            | "employee"
            | "employees"
            | "engineer"
            | "engineers"
            | "he"
            | "intern"
            | "oncaller"
            | "responder"
            | "responders"
            | "reviewer"
            | "reviewers"
            | "she"
            | "sysadmin"
            | "technician"
            | "technicians"
            | "trainee"
            | "user"
    )
}

const NEGATIONS: &[&str] =
    &["no", "nobody", "nobody's", "not", "never", "none", "without", "nor", "isn't", "wasn't"];

/// Words before the blame in which a negation takes it back.
const NEAR: usize = 5;

/// False for a text that holds none of the words looked for; most texts need no closer look.
pub(super) fn may_blame(text: &str) -> bool {
    const PARTS: [&str; 8] =
        ["ault", "areless", "egligen", "failed", "neglected", "should", "ought", "bother"];
    PARTS.iter().any(|part| text.contains(part))
}

/// The words that blame a person; in a field that states a cause or a lesson one word is enough.
pub(super) fn blamed(text: &str, words: &[Word], people: &Names, is_field: bool) -> Option<Span> {
    let is_person = |word: &Word| {
        let bare = word.lower.strip_suffix("'s").unwrap_or(&word.lower);
        let written = word.span.slice(text);
        is_called_a_person(bare) || people.has(bare, written)
    };
    let is_negation = |word: &Word| NEGATIONS.contains(&word.lower.as_str());
    let denied = |at: usize| words[at.saturating_sub(NEAR)..at].iter().any(is_negation);
    // Whether it is denied is asked last: hardly any word blames anybody.
    (0..words.len()).find_map(|at| {
        fault(words, at, &is_person)
            .or_else(|| careless(words, at, is_field, &is_person))
            .or_else(|| failed(words, at, &is_person))
            .filter(|_| !denied(at))
    })
}

/// `the engineer's fault`, `his own fault`, `the fault of the engineer`.
fn fault(words: &[Word], at: usize, is_person: &dyn Fn(&Word) -> bool) -> Option<Span> {
    if words[at].lower != "fault" {
        return None;
    }
    let own = at > 0 && words[at - 1].lower == "own";
    let before = at.checked_sub(if own { 2 } else { 1 }).map(|at| &words[at]);
    let possessive = |word: &&Word| {
        matches!(word.lower.as_str(), "his" | "her")
            || (word.lower.ends_with("'s") && is_person(word))
    };
    if let Some(owner) = before.filter(possessive) {
        return Some(Span::new(owner.span.start, words[at].span.end));
    }
    let of = words.get(at + 1).is_some_and(|word| word.lower == "of");
    let named = words.get(at + 2..).unwrap_or_default().iter().take(2).find(|word| is_person(word));
    named.filter(|_| of).map(|person| Span::new(words[at].span.start, person.span.end))
}

/// `a careless engineer`; in a field also `careless handling of keys`.
fn careless(
    words: &[Word],
    at: usize,
    is_field: bool,
    is_person: &dyn Fn(&Word) -> bool,
) -> Option<Span> {
    let word = words[at].lower.as_str();
    let blames = matches!(
        word,
        "careless" | "carelessly" | "carelessness" | "negligent" | "negligently" | "negligence"
    );
    (blames && (is_field || words.iter().any(is_person))).then_some(words[at].span)
}

/// `the engineer failed to`, `k.brandt should have checked`, `she did not bother`.
fn failed(words: &[Word], at: usize, is_person: &dyn Fn(&Word) -> bool) -> Option<Span> {
    const BETWEEN: &[&str] = &["also", "simply", "just", "clearly", "again", "then", "had", "has"];
    if !is_person(&words[at]) || words[at].lower.ends_with("'s") {
        return None;
    }
    let rest = &words[at + 1..];
    let skipped = rest.iter().take_while(|word| BETWEEN.contains(&word.lower.as_str())).count();
    let said: Vec<&str> = rest[skipped..].iter().map(|word| word.lower.as_str()).collect();
    let len = match said.as_slice() {
        ["failed" | "neglected", "to", verb, ..] if !is_attempt(verb) => 3,
        ["should", "have", "been", "more", ..] => 4,
        ["should", "have", done, ..] | ["ought", "to", "have", done, ..] if is_done(done) => {
            if said[0] == "ought" { 4 } else { 3 }
        }
        ["didn't", "bother", ..] => 2,
        ["did", "not", "bother", ..] => 3,
        _ => return None,
    };
    rest.get(skipped + len - 1).map(|last| Span::new(words[at].span.start, last.span.end))
}

/// What somebody fails at without being blamed for it.
fn is_attempt(verb: &str) -> bool {
    matches!(
        verb,
        "access"
            | "authenticate"
            | "connect"
            | "find"
            | "get"
            | "load"
            | "log"
            | "login"
            | "open"
            | "reach"
            | "receive"
            | "reproduce"
            | "sign"
    )
}

/// True for a participle that says what somebody should have done; `been paged` blames others.
fn is_done(word: &str) -> bool {
    const IRREGULAR: &[&str] = &[
        "caught",
        "done",
        "found",
        "given",
        "gone",
        "kept",
        "known",
        "made",
        "read",
        "run",
        "said",
        "seen",
        "sent",
        "shut",
        "spoken",
        "taken",
        "thought",
        "told",
        "understood",
        "written",
    ];
    word.ends_with("ed") || IRREGULAR.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::*;

    fn found(text: &str, is_field: bool) -> Option<String> {
        let people = Names::of(["k.brandt", "m.castro", "p.it"]);
        let words = sentences(text, &[Span::new(0, text.len())]).remove(0);
        blamed(text, &words, &people, is_field).map(|span| span.slice(text).to_owned())
    }

    #[test]
    fn sentences_that_blame_a_person_are_found() {
        for (text, words) in [
            ("In the end it was the engineer's fault.", "engineer's fault"),
            ("It was his own fault.", "his own fault"),
            ("This is the fault of k.brandt.", "fault of k.brandt"),
            ("On Monday k.brandt failed to read the alert", "k.brandt failed to read"),
            ("Brandt had simply neglected to ask", "Brandt had simply neglected to ask"),
            ("The developer should have known", "developer should have known"),
            ("She should have been more careful.", "She should have been more"),
            ("A careless colleague left it open.", "careless"),
        ] {
            assert_eq!(found(text, false).as_deref(), Some(words), "{text}");
            assert!(may_blame(text), "{text}");
        }
        assert_eq!(found("Careless handling of keys", true).as_deref(), Some("Careless"));
    }

    #[test]
    fn systems_teams_and_attempts_are_left_alone() {
        for text in [
            "The job failed to start and the operator failed to reconcile.",
            "We should have tested the restore.",
            "The engineer failed to reproduce the error.",
            "Users failed to sign in.",
            "The engineer should have been paged.",
            "Engineers should have access to the log.",
            "It was not the engineer's fault.",
            "A page fault of the kernel",
            "The router's fault tolerance is fine.",
            "The brandt failed to read",
            "Careless handling of keys",
            "Negligible load",
        ] {
            assert_eq!(found(text, false), None, "{text}");
        }
    }
}
