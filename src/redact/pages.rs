//! Every kind of page as it leaves; each view is taken apart whole.

use super::desk::Desk;
use super::{WITHHELD, WITHHELD_BODY};
use crate::page::{
    AboutPage, ChainRow, DiffView, Figure, Frame, LineView, OverviewPage, PageLink, Pair,
    PolicyPage, RecordPage, RegisterPage, StateCell, StepView, View,
};
use crate::rows::Table;
use crate::schema::Kind;

pub(super) fn view(desk: &Desk<'_, '_>, view: View) -> View {
    match view {
        View::Overview(page) => View::Overview(Box::new(desk.overview(*page))),
        View::Incident(page) => View::Incident(Box::new(desk.incident(*page))),
        View::Policy(page) => View::Policy(Box::new(desk.policy(*page))),
        View::Record(page) => View::Record(Box::new(desk.record(*page))),
        View::Register(page) => View::Register(Box::new(desk.register(*page))),
        View::Reading(page) => View::Reading(Box::new(desk.reading(*page))),
        View::About(page) => View::About(Box::new(desk.about(*page))),
    }
}

impl Desk<'_, '_> {
    pub(super) fn frame(&self, frame: Frame) -> Frame {
        let Frame {
            root,
            title,
            here,
            crumbs,
            nav,
            group,
            near,
            source,
            as_of,
            version,
            classification,
            edition: _,
        } = frame;
        Frame {
            root,
            title: self.own(&title),
            here: self.own(&here),
            crumbs: crumbs.into_iter().filter(|crumb| self.edition.has_page(crumb.href)).collect(),
            nav: self.nav(nav),
            group,
            near: self.nav(near),
            source: self.own(&source),
            as_of,
            version,
            classification: self.judged(&classification),
            edition: self.edition.name().to_owned(),
        }
    }

    fn overview(&self, page: OverviewPage) -> OverviewPage {
        let OverviewPage {
            frame,
            lead,
            figures,
            steps,
            population_note,
            population,
            statements,
            chains_note,
            legend,
            stages,
            chains,
            more_chains,
            late_note,
            late,
            findings_note,
            findings,
            rules,
        } = page;
        let step = |StepView { says, pages }: StepView| StepView { says, pages: self.nav(pages) };
        let steps = steps.into_iter().map(step).filter(|step| !step.pages.is_empty());
        let is_here = |Figure { count: _, text: _, href, mark: _ }: &Figure| {
            href.starts_with('#') || self.edition.has_page(href)
        };
        OverviewPage {
            frame: self.frame(frame),
            lead: self.own(&lead),
            figures: figures.into_iter().filter(is_here).collect(),
            steps: steps.collect(),
            population_note: self.own(&population_note),
            population: self.table(population, true),
            statements: self.table(statements, true),
            chains_note: self.own(&chains_note),
            legend,
            stages,
            chains: chains.into_iter().map(|row| self.chain_row(row)).collect(),
            more_chains,
            late_note: self.own(&late_note),
            late: self.table(late, true),
            findings_note: self.own(&findings_note),
            findings: self.findings(findings),
            rules: rules.into_iter().map(|pair| self.pair(pair)).collect(),
        }
    }

    fn chain_row(&self, row: ChainRow) -> ChainRow {
        let ChainRow { id, title, severity, href, cells } = row;
        let closed = self.edition.is_closed(&id);
        let cell = |cell: StateCell| {
            let StateCell { verdict, words } = cell;
            if closed { withheld_cell() } else { StateCell { verdict, words: self.judged(&words) } }
        };
        ChainRow {
            title: if closed { WITHHELD.to_owned() } else { self.field("title", &title) },
            severity: if closed { String::new() } else { self.judged(&severity) },
            href: self.href(&href),
            cells: cells.into_iter().map(cell).collect(),
            id: self.id(&id),
        }
    }

    fn pair(&self, pair: Pair) -> Pair {
        let Pair { name, text, code } = pair;
        let text = match name.as_str() {
            // Sentences and tables of words of the tool, with the id of a policy.
            "Thresholds from" | "Thresholds" | "Required stages" | "Waivers in force" => {
                self.own(&text)
            }
            _ => self.judged(&text),
        };
        Pair { name, text, code }
    }

    fn record(&self, page: RecordPage) -> RecordPage {
        let RecordPage {
            frame,
            id,
            title,
            kind,
            facts,
            score,
            causes,
            claims,
            names,
            named_by,
            story,
            git_note,
            path: _,
            findings,
            body,
        } = page;
        let closed = self.edition.is_closed(&id);
        let open = |table: Table| if closed { Table::default() } else { self.table(table, true) };
        let record = self.edition.record(&id);
        let shown = self.body(record);
        let withheld = shown.is_empty() && (closed || !body.is_empty());
        RecordPage {
            frame: self.frame(frame),
            title: if closed { WITHHELD.to_owned() } else { self.field("title", &title) },
            kind,
            facts: if closed { Vec::new() } else { self.facts(facts, Kind::parse(kind)) },
            score: score.filter(|_| !closed).and_then(|picture| self.picture(Some(picture))),
            causes: if closed { Vec::new() } else { self.pictures(causes) },
            claims: self.claims(if closed { Table::default() } else { claims }, Kind::parse(kind)),
            names: open(names),
            named_by: open(named_by),
            story: open(story),
            git_note: if git_note.is_empty() { git_note } else { "history is cut".to_owned() },
            path: "FILE".to_owned(),
            findings: if closed { Table::default() } else { self.findings(findings) },
            body: if withheld { WITHHELD_BODY.to_owned() } else { shown },
            id: self.id(&id),
        }
    }

    /// Findings, where the edition has them.
    pub(super) fn findings(&self, table: Table) -> Table {
        if self.edition.profile.holds("findings.html") {
            self.table(table, true)
        } else {
            Table::default()
        }
    }

    fn policy(&self, page: PolicyPage) -> PolicyPage {
        let PolicyPage {
            frame,
            id,
            title,
            facts,
            drawn,
            versions_note: _,
            versions_command: _,
            versions,
            git_note,
            log,
            findings,
            diffs,
            body: _,
        } = page;
        let closed = self.edition.is_closed(&id);
        let open = |table: Table| if closed { Table::default() } else { self.table(table, true) };
        let shown = self.body(self.edition.record(&id));
        PolicyPage {
            frame: self.frame(frame),
            title: if closed { WITHHELD.to_owned() } else { self.field("title", &title) },
            facts: if closed { Vec::new() } else { self.facts(facts, Some(Kind::Policy)) },
            drawn: drawn.filter(|_| !closed).and_then(|picture| self.picture(Some(picture))),
            versions_note:
                "Each revision that git holds, newest first, dated by the committer's clock."
                    .to_owned(),
            versions_command: WITHHELD.to_owned(),
            versions: open(versions),
            git_note: if git_note.is_empty() { git_note } else { "history is cut".to_owned() },
            log: open(log),
            findings: if closed { Table::default() } else { self.findings(findings) },
            diffs: if closed {
                Vec::new()
            } else {
                diffs.into_iter().map(|diff| self.diff(diff)).collect()
            },
            body: if shown.is_empty() { WITHHELD_BODY.to_owned() } else { shown },
            id: self.id(&id),
        }
    }

    /// How much changed, without the lines.
    fn diff(&self, diff: DiffView) -> DiffView {
        let DiffView { anchor, title, note, command: _, open: _, lines } = diff;
        let count = |wanted: &str| {
            lines.iter().filter(|LineView { class, text: _ }| *class == wanted).count()
        };
        let counted = format!("{} lines added, {} removed", count("add"), count("del"));
        let parts: Vec<String> =
            note.split(", ").filter_map(|part| self.recognised(part)).collect();
        let is_counted = parts.iter().any(|part| part.contains("lines added"));
        DiffView {
            anchor: self.anchor(&anchor),
            title: self.judged(&title),
            note: if is_counted { parts.join(", ") } else { counted },
            command: WITHHELD.to_owned(),
            open: false,
            lines: vec![LineView { class: "hunk", text: WITHHELD.to_owned() }],
        }
    }

    fn register(&self, page: RegisterPage) -> RegisterPage {
        let RegisterPage { frame, title, lead, picture, tables, empty, pages } = page;
        RegisterPage {
            frame: self.frame(frame),
            title: self.own(&title),
            lead: self.own(&lead),
            picture: self.picture(picture),
            tables: tables.into_iter().map(|table| self.of_rule(table)).collect(),
            empty: self.own(&empty),
            pages: pages.into_iter().map(|link| self.page_link(link)).collect(),
        }
    }

    /// A table of a register, or of the findings of a rule: of one that the register made no words are shown.
    fn of_rule(&self, table: Table) -> Table {
        if table.anchor.is_empty() || super::known::builtin(&table.anchor).is_some() {
            return self.table(table, true);
        }
        let own = "a rule of the register's own".to_owned();
        self.table(Table { heading: own.clone(), caption: own, note: String::new(), ..table }, true)
    }

    pub(super) fn page_link(&self, link: PageLink) -> PageLink {
        let PageLink { text, href, current } = link;
        PageLink { text: self.judged(&text), href: self.own(&href), current }
    }

    fn about(&self, page: AboutPage) -> AboutPage {
        let AboutPage { frame, made, repeat: _, check, words, cuts, left_out: _ } = page;
        let made = made.into_iter().map(|pair| {
            let Pair { name, text, code } = pair;
            let text = match name.as_str() {
                "Source" | "Judged as of" | "Tool" | "Note" | "Period" | "Framework" => {
                    self.own(&text)
                }
                "Commit" | "Profile" => self.judged(&text),
                _ => WITHHELD.to_owned(),
            };
            Pair { name, text, code }
        });
        AboutPage {
            frame: self.frame(frame),
            made: made.collect(),
            repeat: format!("pirctl report --redact {} --out site", self.edition.asked()),
            check,
            words,
            cuts: cuts.into_iter().map(|_| "history is cut".to_owned()).take(1).collect(),
            left_out: self.edition.left_out(),
        }
    }
}

/// The mark of a chain of which only the id leaves.
fn withheld_cell() -> StateCell {
    StateCell { verdict: crate::verdict::Verdict::Withheld.word(), words: "withheld".to_owned() }
}
