//! `-v`: where the time went, on standard error.

use crate::rules::{Judgement, find};
use crate::session::{Console, Session};
use std::time::Duration;

/// Rules that are named.
const DEAREST: usize = 8;

/// Says how long each phase took, and which rules took longest.
pub(super) fn say(session: &Session, judgement: &Judgement, judging: Duration, console: &Console) {
    for (phase, time) in session.spent() {
        console.say(&format!("{:>9}  {phase}", millis(time)));
    }
    console.say(&format!("{:>9}  judging, all threads side by side", millis(judging)));
    let mut rules: Vec<_> = judgement.spent.iter().collect();
    rules.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let total: Duration = judgement.spent.values().sum();
    console.say(&format!("{:>9}  rules, on all threads together; the dearest:", millis(total)));
    for (code, time) in rules.into_iter().take(DEAREST) {
        let name = find(code).map_or("", |rule| rule.name);
        console.say(&format!("{:>9}    {code} {name}", millis(*time)));
    }
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
