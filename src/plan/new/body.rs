//! The body of a draft: the sections of its kind, each with one prompt, and what is known already.

use super::sheet::Sheet;
use crate::schema::Kind;

/// The body.
pub(super) fn text(sheet: &Sheet) -> String {
    let template = template(sheet.spec.kind);
    let template = if sheet.light { first_section(template) } else { template };
    let mut out = String::with_capacity(template.len());
    let mut pending = None;
    for line in template.split_inclusive('\n') {
        if let Some(heading) = line.strip_prefix("## ") {
            close(&mut out, pending.take());
            let name = heading.trim_end();
            pending = sheet.sections.get(name).map(String::as_str);
            let known = sheet.spec.sections.iter().find(|section| section.name == name);
            if let Some(section) = known {
                out.push_str(&line.replacen(name, section.heading(), 1));
                continue;
            }
        }
        out.push_str(line);
    }
    close(&mut out, pending);
    out
}

/// Puts what is known at the end of a section.
fn close(out: &mut String, known: Option<&str>) {
    let Some(known) = known else { return };
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
    out.push_str(known.trim_end());
    out.push_str("\n\n");
}

/// A light incident owes its summary alone; the rest stands in `learning`.
fn first_section(template: &str) -> &str {
    template.find("\n## ").map_or(template, |at| &template[..at])
}

/// The sections of a kind with their prompts.
const fn template(kind: Kind) -> &'static str {
    match kind {
        Kind::Incident => include_str!("../../../templates/records/incident.md"),
        Kind::Pir => include_str!("../../../templates/records/pir.md"),
        Kind::Rca => include_str!("../../../templates/records/rca.md"),
        Kind::Action => include_str!("../../../templates/records/action.md"),
        Kind::Control => include_str!("../../../templates/records/control.md"),
        Kind::Risk => include_str!("../../../templates/records/risk.md"),
        Kind::Policy => include_str!("../../../templates/records/policy.md"),
        Kind::Training => include_str!("../../../templates/records/training.md"),
        Kind::Bulletin => include_str!("../../../templates/records/bulletin.md"),
        Kind::ManagementReview => include_str!("../../../templates/records/management-review.md"),
        Kind::TrendReport => include_str!("../../../templates/records/trend-report.md"),
        Kind::EffectivenessAudit => {
            include_str!("../../../templates/records/effectiveness-audit.md")
        }
        Kind::PeriodStatement => include_str!("../../../templates/records/period-statement.md"),
        Kind::Vendor => include_str!("../../../templates/records/vendor.md"),
        Kind::VendorAssessment => include_str!("../../../templates/records/vendor-assessment.md"),
    }
}

/// A table with these head cells and rows.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &mut dyn Iterator<Item = String>| {
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut out = line(&mut head.iter().map(|cell| (*cell).to_owned()));
    out.push_str(&line(&mut head.iter().map(|_| "---".to_owned())));
    for row in rows {
        out.push_str(&line(&mut row.iter().map(|cell| plain(cell).replace('|', "\\|"))));
    }
    out
}

/// Text of a record on one line.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Outline;
    use crate::span::Span;
    use std::collections::BTreeMap;

    #[test]
    fn every_section_of_the_table_has_a_prompt_and_says_nothing_yet() {
        for spec in Kind::ALL.map(Kind::spec) {
            let text = text(&Sheet::new(spec, BTreeMap::new()));
            let outline = Outline::read(&text, Span::new(0, text.len()));
            let mut titles: Vec<_> = outline.sections.iter().map(|s| s.title.as_str()).collect();
            assert!(outline.sections.iter().all(|section| !section.filled), "{}", spec.name);
            assert_eq!(text.matches("<!-- ").count(), titles.len(), "{}", spec.name);
            assert!(text.ends_with("-->\n") && !text.contains("{{"), "{}", spec.name);
            if spec.kind != Kind::Policy {
                let mut owed: Vec<_> = spec.sections.iter().map(|section| section.name).collect();
                titles.sort_unstable();
                owed.sort_unstable();
                assert_eq!(titles, owed, "{}", spec.name);
            }
        }
    }

    #[test]
    fn what_is_known_stands_below_the_prompt_of_its_section() {
        let mut sheet = Sheet::new(Kind::Bulletin.spec(), BTreeMap::new());
        sheet.section("Attack vector", "email");
        let text = text(&sheet);
        let vector = text.split("## ").nth(2).unwrap();
        assert!(vector.starts_with("Attack vector\n") && vector.ends_with("-->\n\nemail\n\n"));
        sheet.light = true;
    }

    #[test]
    fn cells_cannot_break_their_table() {
        assert_eq!(table(&["a"], &[vec!["x|y\nz".into()]]), "| a |\n| --- |\n| x\\|y z |\n");
    }
}
