//! `pirctl explain`: one rule, with its reason and its examples.

use super::rules::rules_here;
use super::{Door, Outcome};
use crate::emit;
use crate::rules::{Rule, find_in};
use crate::session::Failure;
use crate::term::nearest;
use clap::Args;

/// Explain a rule: what it checks, why, how to put it right, with examples
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl explain INC003\n  pirctl explain review-not-held")]
pub(super) struct Arguments {
    /// Code or name of the rule
    #[arg(value_name = "CODE")]
    code: String,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let all = rules_here(door);
    let rule = find_in(&all, &arguments.code).ok_or_else(|| unknown(&all, &arguments.code))?;
    let width = door.console.look.width.min(100);
    door.console.result(&emit::rule_card(rule, width))?;
    Ok(Outcome::Clean)
}

fn unknown(all: &[&Rule], code: &str) -> Failure {
    let known = all.iter().flat_map(|rule| [rule.code, rule.name]);
    let hint = nearest(code, known).map_or_else(
        || "run `pirctl rules` for all of them".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    Failure::new(format!("there is no rule `{code}`"), hint)
}
