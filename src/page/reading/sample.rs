//! How a sample is drawn from the population, and the draw that the commit gives.

use super::{Part, Reading, command, period};
use crate::metrics::Window;
use crate::page::site::Site;
use crate::population::Population;
use crate::rows::{Piece, Table, learning_words, plain};
use crate::sample::{Drawn, SeedOrigin, draw};
use crate::schema::incident;

/// How many are drawn on the page.
const DRAWN: usize = 5;

pub(super) fn reading(
    site: &Site<'_>,
    window: &Window,
    found: &Population<'_>,
) -> Reading<'static> {
    let ids: Vec<&str> = found.incidents.iter().map(|member| member.record.id()).collect();
    let all = ids.len();
    let lead = format!(
        "Anybody can repeat a draw with the list of ids and one command. The population is that of {window}: {all} incidents."
    );
    let period = period(window);
    let mut parts = vec![
        Part::new("draw", "Draw a sample")
            .note(
                "The auditor names the seed, best before this report is made: whoever chooses the seed after seeing the ids \
                 can choose the sample. --severity high.. draws among the grave ones only.",
            )
            .command(command(site, &format!("sample {period} --n {DRAWN} --seed AUDITORS-SEED"))),
        Part::new("check", "Check a draw")
            .note(
                "Each incident gets a ticket: the SHA-256 of the seed, a line break and the id. The lowest tickets are drawn, \
                 in their order. This gives the ticket of one id:",
            )
            .command("printf '%s\\n%s' SEED INC-2026-0001 | sha256sum"),
    ];
    let seed = &site.about.commit;
    if !seed.is_empty() {
        let drawn = draw(ids.iter().copied(), seed, DRAWN);
        parts.push(
            Part::new("drawn", "The draw that the commit gives")
                .note(format!("A {}.", SeedOrigin::Commit.words()))
                .table(table(site, &drawn), "no incident counts in this period.")
                .command(command(site, &format!("sample {period} --n {DRAWN} --seed {seed}"))),
        );
    }
    Reading::new("sample", "Sample", lead, parts)
}

fn table(site: &Site<'_>, drawn: &[Drawn<'_>]) -> Table {
    let mut table = Table::new("Drawn", &["incident", "severity", "learning", "ticket"]);
    for one in drawn {
        let Some(record) = site.cx.register.get(one.id) else { continue };
        let learning = site.learning(record);
        let cells = vec![
            vec![Piece::id(one.id, site.addresses.file(record)), Piece::sub(record.title())],
            plain(record.text_of(incident::SEVERITY).unwrap_or("not stated")),
            learning.map(|it| Piece::state(it, learning_words(it))).into_iter().collect(),
            vec![Piece::code(&one.ticket)],
        ];
        table.push("", cells);
    }
    table
}
