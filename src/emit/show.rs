//! `show`: one record in the terminal, each claim with strength, seal, commit and both dates.

use super::Look;
use super::supplier::supplier_text;
use super::tag::tag_text;
use crate::escape::terminal;
use crate::proof::{Claim, StoryStep};
use crate::rows::{Link, RecordCard};
use crate::verdict::{Cut, Seal, Strength};
use std::fmt::Write;

/// The record's claims as a table, its links, its story.
pub fn show_text(card: &RecordCard<'_>, look: Look) -> String {
    let mut out = String::new();
    let title = if card.title.is_empty() { "(privileged)" } else { card.title };
    let head = terminal(&format!("{} {title}", card.id)).into_owned();
    line(&mut out, &if look.color { format!("\u{1b}[1m{head}\u{1b}[0m") } else { head });
    line(&mut out, &format!("{}, {}, {}", card.kind, card.status, terminal(card.path)));
    out.push_str(
        "\nClaims, and what git shows of each (commit times are the committer's statement)\n",
    );
    out.push_str(&table(card, look));
    if !card.added.is_empty() {
        out.push_str("\nFields that the configuration adds\n");
        let shown = card.added.iter().map(|(name, value)| format!("  {name}  {value}"));
        shown.for_each(|text| line(&mut out, &terminal(&text)));
    }
    if let Some(supplier) = &card.supplier {
        out.push_str(&supplier_text(supplier, look));
    }
    links(&mut out, "\nNames", &card.names);
    links(&mut out, "\nNamed by", &card.named_by);
    if !card.story.is_empty() {
        out.push_str("\nStory, newest first\n");
        card.story.iter().for_each(|step| story(&mut out, step));
    }
    if !card.tags.is_empty() {
        out.push_str("\nTags of its commits\n");
        let shown = card.tags.iter().map(|note| (note.tag.commit.hex(), tag_text(note)));
        shown.for_each(|(id, text)| line(&mut out, &format!("  {}  {text}", &id[..12])));
    }
    if let Some(cut) = &card.cut {
        line(&mut out, &format!("\ncannot tell: {}", why(cut)));
    }
    out
}

fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "{text}");
}

fn table(card: &RecordCard<'_>, look: Look) -> String {
    let claims = &card.claims;
    let head = ["field", "value", "strength", "seal", "commit", "author date", "committer date"];
    let mut rows: Vec<[String; 7]> = vec![head.map(str::to_owned)];
    rows.extend(claims.iter().map(cells));
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..7).map(width).collect();
    let mut out = String::new();
    for (nth, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        let text = cells.collect::<Vec<_>>().join("  ");
        let dim = look.color && nth == 0;
        let text = text.trim_end();
        line(
            &mut out,
            &if dim { format!("  \u{1b}[2m{text}\u{1b}[0m") } else { format!("  {text}") },
        );
        let Some(claim) = nth.checked_sub(1).map(|at| &claims[at]) else { continue };
        if !claim.remark.is_empty() {
            line(&mut out, &format!("    note: {}", terminal(&claim.remark)));
        }
        // That the record's own story is cut is said once, below.
        if let Some(cut) = claim.cut.as_ref().filter(|cut| card.cut.as_ref() != Some(cut)) {
            line(&mut out, &format!("    cannot tell: {}", why(cut)));
        }
    }
    out
}

/// Why it cannot be told, and what mends it.
fn why(cut: &Cut) -> String {
    let remedy = if cut.remedy.is_empty() { String::new() } else { format!("; {}", cut.remedy) };
    terminal(&format!("{}{remedy}", cut.reason)).into_owned()
}

/// Values are shown up to this many characters.
const VALUE_WIDTH: usize = 32;

fn cells(claim: &Claim) -> [String; 7] {
    let value = terminal(&claim.value).into_owned();
    let value = match value.char_indices().nth(VALUE_WIDTH) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value,
    };
    let commit = claim.commit.as_deref();
    let text = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    [
        terminal(&claim.field).into_owned(),
        value,
        Strength::word(claim.strength).to_owned(),
        text(claim.seal.map(|seal| Seal::word(seal).to_owned())),
        text(commit.map(|commit| commit.short().to_owned())),
        text(commit.map(|commit| commit.authored_at.format("%Y-%m-%d %H:%M %:z").to_string())),
        text(commit.map(|commit| commit.committed_at.format("%Y-%m-%d %H:%M %:z").to_string())),
    ]
}

fn links(out: &mut String, head: &str, links: &[Link<'_>]) {
    if links.is_empty() {
        return;
    }
    line(out, head);
    for Link { id, title, field } in links {
        let text = format!("  {id}  {title} ({field})");
        line(out, &terminal(&text));
    }
}

fn story(out: &mut String, step: &StoryStep) {
    let commit = &step.commit;
    let moved = step.moved.join(", ");
    let text = format!(
        "  {}  {}  {}: {moved}",
        commit.committed_at.format("%Y-%m-%d"),
        commit.short(),
        commit.author
    );
    line(out, &terminal(&text));
}
