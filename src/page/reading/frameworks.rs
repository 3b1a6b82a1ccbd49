//! Other frameworks: each reference that a named source relates to a control or clause, with what stands here for it.

use super::{Part, Reading, command, counted, named};
use crate::catalog::{Framework, Mapping, clauses, control, controls, frameworks, sources};
use crate::chain::Tally;
use crate::page::site::Site;
use crate::rows::listing::{ControlRow, Query, list_controls};
use crate::rows::{Cell, Piece, Table, page_name, plain, slug};
use std::collections::{BTreeMap, BTreeSet};

const SECTION: &str = "Frameworks";

/// The control that this register keeps evidence for; the rows of the matrix that are no clauses answer it.
const LEARNING: &str = "A.5.27";

/// What stands on every page.
const AID: &str = "A reading aid: each relation is said by the source beside it, and where sources disagree the weakest word is shown. It is no evidence \
    of conformity with another framework. A reference that is not here is one of which no source says anything.";

/// The page of all frameworks, then a page for each.
pub(super) fn all(site: &Site<'_>) -> Vec<Reading<'static>> {
    let here = Here::of(site);
    let asked = |it: &&Framework| site.framework.is_none_or(|filter| filter.framework.id == it.id);
    let each = frameworks().iter().filter(asked);
    let each: Vec<Reading<'_>> = each.map(|it| framework(site, &here, it)).collect();
    std::iter::once(overview(site, &here)).chain(each).collect()
}

fn stem(framework: &Framework) -> String {
    format!("frameworks/{}", slug(framework.id))
}

/// What stands here for each control and clause.
struct Here<'s, 'r> {
    site: &'s Site<'r>,
    rows: BTreeMap<&'r str, ControlRow<'r>>,
    /// How the requirements of the guides on learning are answered.
    guides: Tally,
}

impl<'s, 'r> Here<'s, 'r> {
    fn of(site: &'s Site<'r>) -> Self {
        let list = list_controls(&Query::default(), site.cx.register, site.cx.now.zone);
        let rows = list.map(|list| list.rows).unwrap_or_default();
        let rows = rows.into_iter().map(|(row, _)| (row.id, row)).collect();
        let guides = site.matrix.rows.iter().filter(|row| !row.requirement.is_clause());
        Self { site, rows, guides: Tally::of(guides.map(|row| row.verdict)) }
    }

    /// How a control or clause stands by the matrix; empty where the matrix says nothing of it.
    fn standing(&self, subject: &str) -> Cell {
        if subject == LEARNING {
            let words = format!("{} requirements: {}", self.guides.all(), self.guides.words());
            return vec![Piece::link(words, "matrix.html")];
        }
        let row = self.site.matrix.rows.iter().find(|row| row.requirement.id == subject);
        row.map_or_else(Cell::new, |row| {
            let href = format!("matrix/{}.html", slug(subject));
            vec![Piece::state(row.verdict, row.verdict.words()), Piece::link("its answers", href)]
        })
    }

    /// The records that state how a control stands here.
    fn stated(&self, subject: &str) -> Vec<&str> {
        let records = self.rows.get(subject).map(|row| row.records.as_slice()).unwrap_or_default();
        records.iter().map(|record| record.id()).collect()
    }

    /// Who names a control as failed, what is privileged left out.
    fn failed(&self, subject: &str) -> BTreeSet<&str> {
        let failed = self.rows.get(subject).map(|row| row.failed.as_slice()).unwrap_or_default();
        let told = failed.iter().filter(|failed| !self.site.hides(failed.by));
        let incidents = told.flat_map(|failed| failed.incidents.iter().copied());
        incidents.filter(|id| !self.site.hides(id)).collect()
    }

    fn has_something(&self, subject: &str) -> bool {
        !self.standing(subject).is_empty() || !self.stated(subject).is_empty()
    }
}

fn is_clause(subject: &str) -> bool {
    control(subject).is_none()
}

/// The relations of a framework by reference, references in their own order.
fn by_reference(framework: &Framework) -> BTreeMap<Vec<(u64, String)>, Vec<&'static Mapping>> {
    let mut found: BTreeMap<_, Vec<&'static Mapping>> = BTreeMap::new();
    for mapping in framework.mappings() {
        found.entry(natural(mapping.reference)).or_default().push(mapping);
    }
    found
}

/// Runs of digits as numbers, everything else as text: `CC7.4` before `CC7.10`.
fn natural(text: &str) -> Vec<(u64, String)> {
    let mut runs: Vec<(u64, String)> = Vec::new();
    for c in text.chars() {
        let digit = c.to_digit(10).map(u64::from);
        match (runs.last_mut(), digit) {
            (Some((number, text)), Some(digit)) if text.is_empty() => {
                *number = number.saturating_mul(10).saturating_add(digit);
            }
            (Some((_, text)), None) if !text.is_empty() => text.push(c),
            (_, Some(digit)) => runs.push((digit, String::new())),
            (_, None) => runs.push((0, c.to_string())),
        }
    }
    runs
}

fn overview(site: &Site<'_>, here: &Here<'_, '_>) -> Reading<'static> {
    let labels = ["framework+", "controls of Annex A#", "references#", "with something here#"];
    let mut table = Table::new("Frameworks to which controls are related", &labels);
    let asked = |it: &&Framework| site.framework.is_none_or(|filter| filter.framework.id == it.id);
    for framework in frameworks().iter().filter(asked) {
        let related = || framework.mappings().filter(|mapping| mapping.replaced_by.is_none());
        let subjects: BTreeSet<&str> =
            related().map(|it| it.subject).filter(|it| !is_clause(it)).collect();
        let references: BTreeSet<&str> = related().map(|it| it.reference).collect();
        let with = related().filter(|it| here.has_something(it.subject));
        let with: BTreeSet<&str> = with.map(|it| it.reference).collect();
        let cells = vec![
            vec![Piece::link(framework.name, page_name(&stem(framework), 0))],
            plain(format!("{} of {}", subjects.len(), controls().len())),
            plain(references.len().to_string()),
            plain(with.len().to_string()),
        ];
        table.push("", cells);
    }
    let parts = vec![
        Part::new("frameworks", "Frameworks")
            .note(AID)
            .note("Something here is a record of the control, or an answer of the evidence matrix; what it is worth is for people to say.")
            .table(table, "none."),
        Part::new("repeat", "How to make it again").command(command(site, "list frameworks")),
    ];
    let lead = "References of other frameworks to which a source relates a control of Annex A or a clause, with the records that stand here for it.";
    Reading::new("frameworks", SECTION, lead.into(), parts)
}

fn framework(site: &Site<'_>, here: &Here<'_, '_>, framework: &Framework) -> Reading<'static> {
    let labels = [
        "reference",
        "control or clause+",
        "relation, said by",
        "standing+",
        "records",
        "failed in",
    ];
    let mut table = Table::new(format!("{} by reference", framework.name), &labels);
    let mut references = 0;
    for mappings in by_reference(framework).values() {
        references += 1;
        for mapping in mappings {
            table.push("", row(here, mapping));
        }
    }
    let words = format!("list controls --framework {}", framework.id);
    let parts = vec![
        Part::new("references", "References").note(AID).table(table, "no relation is known."),
        Part::new("sources", "Sources").table(sources_of(framework), "none."),
        Part::new("repeat", "How to make it again").command(command(site, &words)),
    ];
    let lead = format!(
        "{}.",
        counted(
            references,
            "reference that a source relates to a control or clause",
            "references that a source relates to a control or clause"
        )
    );
    Reading::new(&stem(framework), SECTION, lead, parts).below(framework.name.to_owned())
}

/// Who says so.
fn sources_of(framework: &Framework) -> Table {
    let mut table = Table::new("Who says so", &["source", "title+", "read"]);
    let used: BTreeSet<&str> = framework.mappings().map(|it| it.said.source.id).collect();
    for source in sources().iter().filter(|source| used.contains(source.id)) {
        let read = if source.is_original { "the source itself" } else { "a public copy of it" };
        table.push("", vec![plain(source.id), plain(source.title), plain(read)]);
    }
    table
}

fn row(here: &Here<'_, '_>, mapping: &Mapping) -> Vec<Cell> {
    let subject = mapping.subject;
    let title = control(subject).map(|it| it.title);
    let clause = || clauses().iter().find(|it| it.id == subject).map(|it| it.title);
    let title = title.or_else(clause).unwrap_or_default();
    let mut said = plain(mapping.said.coverage.word());
    said.push(Piece::sub(mapping.said.source.id));
    said.extend(mapping.replaced_by.map(|now| Piece::sub(format!("in this edition: {now}"))));
    let (records, failed) = (here.stated(subject), here.failed(subject));
    let standing = match here.standing(subject) {
        said if !said.is_empty() => said,
        _ if records.is_empty() => plain("nothing is stated here"),
        _ => plain("a record of the control"),
    };
    vec![
        plain(mapping.reference),
        vec![Piece::text(subject), Piece::sub(title)],
        said,
        standing,
        named(here.site, records.into_iter()),
        named(here.site, failed.into_iter().collect::<Vec<_>>().into_iter()),
    ]
}

#[cfg(test)]
mod tests {
    use super::{by_reference, natural};
    use crate::catalog::frameworks;

    #[test]
    fn references_stand_in_the_order_of_their_numbers() {
        let mut all = ["CC7.10", "CC7.4", "A1.2", "CC10.1", "IR-4(1)", "IR-4"];
        all.sort_by_key(|text| natural(text));
        assert_eq!(all, ["A1.2", "CC7.4", "CC7.10", "CC10.1", "IR-4", "IR-4(1)"]);
        natural(&"9".repeat(99));
    }

    #[test]
    fn no_relation_is_lost_by_its_reference() {
        for framework in frameworks() {
            let by: usize = by_reference(framework).values().map(Vec::len).sum();
            assert_eq!(by, framework.mappings().count(), "{}", framework.id);
        }
    }
}
