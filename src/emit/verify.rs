//! `verify`: what was checked of a bundle, for people and as `pirctl.verify/1`.

use super::concise::line;
use super::json::pretty;
use crate::bag::{Check, CheckState};
use crate::escape::terminal;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    commit: &'a str,
    holds: bool,
    checks: &'a [Check],
}

fn differing(checks: &[Check]) -> usize {
    checks.iter().filter(|check| check.state == CheckState::Differs).count()
}

/// One line for each check, what differs below it, and a sentence at the end.
pub fn verify_text(bundle: &str, commit: &str, checks: &[Check]) -> String {
    let mut out = String::new();
    line(&mut out, format_args!("Bundle {} of commit {}\n", terminal(bundle), terminal(commit)));
    for Check { name, state, checked, said } in checks {
        let word = match state {
            CheckState::Holds => "holds",
            CheckState::Differs => "differs",
            CheckState::CannotTell => "cannot tell",
        };
        let count = if *checked == 0 { String::new() } else { format!("{checked} checked") };
        let row = format!("{word:12} {name:12} {count}");
        line(&mut out, format_args!("{}", row.trim_end()));
        for one in said {
            line(&mut out, format_args!("             - {}", terminal(one)));
        }
    }
    out.push('\n');
    out.push_str(&closing(checks));
    out.push('\n');
    out
}

fn closing(checks: &[Check]) -> String {
    let told = checks.iter().filter(|check| check.state == CheckState::CannotTell).count();
    let rest = match told {
        0 => String::new(),
        n => format!(" {n} of {} checks cannot be told.", checks.len()),
    };
    match differing(checks) {
        0 => format!("Nothing differs.{rest}"),
        1 => format!("1 of {} checks differs.{rest}", checks.len()),
        n => format!("{n} of {} checks differ.{rest}", checks.len()),
    }
}

/// The same as one JSON object, with a line end.
pub fn verify_json(commit: &str, checks: &[Check]) -> String {
    pretty(&Document { schema: "pirctl.verify/1", commit, holds: differing(checks) == 0, checks })
}
