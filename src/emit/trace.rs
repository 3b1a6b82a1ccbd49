//! `trace`: the chain of an incident as a tree in the terminal.

use super::Look;
use crate::chain::{Chain, Standing, label, verdict_words};
use crate::escape::terminal;
use crate::record::Record;
use crate::verdict::Verdict;
use std::fmt::Write;

/// The stages with their records and gaps, then the sentence.
pub fn trace_text(incident: &Record, chain: &Chain, look: Look) -> String {
    let mut tree = Tree { out: String::new(), look };
    tree.head(incident);
    for (at, standing) in chain.stages.iter().enumerate() {
        tree.stage(standing, at + 1 == chain.stages.len());
    }
    tree.out.push('\n');
    tree.wrapped(&chain.sentence, "", "");
    tree.out.push('\n');
    tree.wrapped(&closing(chain), "", "");
    tree.out
}

fn closing(chain: &Chain) -> String {
    if chain.is_learning_complete() {
        return "Learning complete: every required stage is met.".into();
    }
    format!("Learning not complete: {}.", chain.counted())
}

struct Tree {
    out: String,
    look: Look,
}

impl Tree {
    fn head(&mut self, incident: &Record) {
        let title = if incident.is_privileged() { "(privileged)" } else { incident.title() };
        let text = format!("{} {title}", incident.id());
        let bold = self.painted("1", &terminal(&text));
        self.out.push_str(&bold);
        self.out.push('\n');
    }

    fn stage(&mut self, standing: &Standing, last: bool) {
        let (branch, rail) = match (self.look.unicode, last) {
            (true, false) => ("├─ ", "│  "),
            (true, true) => ("└─ ", "   "),
            (false, false) => ("|- ", "|  "),
            (false, true) => ("`- ", "   "),
        };
        let verdict = verdict_words(standing);
        let strength = strength(standing);
        let name = format!("{:<23}", label(standing.stage));
        let word = self.painted(colour(standing.verdict), &verdict);
        let _ = writeln!(self.out, "{branch}{name}{word}{strength}");
        let inner = format!("{rail}   ");
        if !standing.reason.is_empty() {
            self.wrapped(&standing.reason, &inner, "");
        }
        self.details(standing, &inner);
    }

    fn details(&mut self, standing: &Standing, inner: &str) {
        for answer in &standing.answers {
            self.wrapped(&format!("{}: {}", answer.id, answer.says), inner, "  ");
        }
        for proof in &standing.proofs {
            let commit = &proof.commit;
            let (short, day) = (commit.short(), commit.committed_at.date_naive());
            let text = format!("{}: {}, commit {short} dated {day}", proof.record, proof.shows);
            self.wrapped(&text, inner, "  ");
        }
        for remark in &standing.remarks {
            self.wrapped(&format!("note: {remark}"), inner, "  ");
        }
        // A gap that is still in time is what is open, not what is missing.
        let open = matches!(standing.verdict, Verdict::InTimeSoFar | Verdict::NotRequired);
        for gap in &standing.gaps {
            let code = gap.code.map_or_else(String::new, |code| format!(" ({code})"));
            let word = if open { "open" } else { "MISSING" };
            self.wrapped(&format!("{word}: {}{code}", gap.text), inner, "  ");
        }
        if let Some(cut) = &standing.cut {
            let remedy =
                if cut.remedy.is_empty() { String::new() } else { format!("; {}", cut.remedy) };
            self.wrapped(&format!("cannot tell: {}{remedy}", cut.reason), inner, "  ");
        }
    }

    /// Writes `text` in the width of the terminal, each line after `lead`, all but the first after `hang` too.
    fn wrapped(&mut self, text: &str, lead: &str, hang: &str) {
        let room = self.look.width.saturating_sub(lead.chars().count()).max(20);
        let mut line = String::new();
        let mut first = true;
        for word in terminal(text).split(' ') {
            let indent = if first { 0 } else { hang.len() };
            if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > room {
                let _ = writeln!(self.out, "{lead}{}{line}", if first { "" } else { hang });
                line.clear();
                first = false;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        let _ = writeln!(self.out, "{lead}{}{line}", if first { "" } else { hang });
    }

    fn painted(&self, code: &str, text: &str) -> String {
        if self.look.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

fn strength(standing: &Standing) -> String {
    let words: Vec<_> = standing
        .strength
        .map(crate::verdict::Strength::word)
        .into_iter()
        .chain(standing.seal.map(crate::verdict::Seal::word))
        .collect();
    if words.is_empty() { String::new() } else { format!("  [{}]", words.join(", ")) }
}

const fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "32",
        Verdict::Partly => "33",
        Verdict::Missing => "31",
        Verdict::InTimeSoFar => "34",
        Verdict::CannotTell => "35",
        Verdict::NotRequired | Verdict::NoneInScope | Verdict::Withheld => "2",
    }
}
