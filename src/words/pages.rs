//! Every kind of page in another language; each view is taken apart whole, so that a new field is decided upon.

use super::Words;
use crate::page::{
    AboutPage, AnswerView, ChainRow, Crumb, DiffView, Figure, Frame, GapView, IncidentPage,
    LegendItem, NavItem, OverviewPage, PageLink, PartView, PolicyPage, ReadingPage, RecordPage,
    RecordView, RegisterPage, StageView, StateCell, StepView, View,
};

impl Words {
    /// The page in the language; its ids, links and words of records stay.
    pub fn view(self, mut view: View) -> View {
        if self.catalogue.is_some() {
            match &mut view {
                View::Overview(page) => self.overview(page),
                View::Incident(page) => self.incident(page),
                View::Policy(page) => self.policy(page),
                View::Record(page) => self.record(page),
                View::Register(page) => self.register(page),
                View::Reading(page) => self.reading(page),
                View::About(page) => self.about(page),
            }
        }
        view
    }

    fn frame(self, frame: &mut Frame) {
        let Frame { title, here, crumbs, nav, group, near, source, .. } = frame;
        for text in [title, here, source] {
            self.tell(text);
        }
        self.label(group);
        for Crumb { text, href: _ } in crumbs {
            self.label(text);
        }
        self.nav(nav);
        self.nav(near);
    }

    fn nav(self, items: &mut [NavItem]) {
        for NavItem { text, href: _, current: _ } in items {
            self.label(text);
        }
    }

    fn texts(self, texts: &mut [String]) {
        for text in texts {
            self.tell(text);
        }
    }

    fn overview(self, page: &mut OverviewPage) {
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
            more_chains: _,
            late_note,
            late,
            findings_note,
            findings,
            rules,
        } = page;
        self.frame(frame);
        for text in [lead, population_note, chains_note, late_note, findings_note] {
            self.tell(text);
        }
        for Figure { count: _, text, href: _, mark: _ } in figures {
            self.label(text);
        }
        for StepView { says, pages } in steps {
            self.label(says);
            self.nav(pages);
        }
        for LegendItem { verdict: _, words } in legend {
            self.label(words);
        }
        for stage in stages {
            self.label(stage);
        }
        for ChainRow { id: _, title: _, severity: _, href: _, cells } in chains {
            for StateCell { verdict: _, words } in cells {
                self.tell(words);
            }
        }
        for table in [population, statements, late, findings] {
            self.table(table);
        }
        self.pairs(rules);
    }

    fn incident(self, page: &mut IncidentPage) {
        let IncidentPage {
            frame,
            id: _,
            title: _,
            facts,
            sentence,
            standing,
            timeline,
            graph,
            causes,
            stages,
            records,
            git,
            git_note,
            roles,
            findings,
            other_findings,
        } = page;
        self.frame(frame);
        self.facts(facts);
        for text in [sentence, standing, git_note] {
            self.tell(text);
        }
        self.pictures(timeline.iter_mut().chain(graph).chain(causes));
        for stage in stages {
            self.stage(stage);
        }
        for RecordView { id: _, href: _, title: _, kind, status: _, facts, withheld, body: _ } in
            records
        {
            self.label(kind);
            self.facts(facts);
            self.tell(withheld);
        }
        for table in [git, roles, findings, other_findings] {
            self.table(table);
        }
    }

    fn stage(self, stage: &mut StageView) {
        let StageView {
            name: _,
            label,
            verdict: _,
            words,
            short,
            reason,
            strength: _,
            strength_words,
            seal,
            answers,
            remarks,
            gaps,
            proofs,
        } = stage;
        self.label(label);
        for text in [words, short, reason, strength_words, seal] {
            self.tell(text);
        }
        for AnswerView { record, title: _, says } in answers {
            self.cell(record);
            self.tell(says);
        }
        self.texts(remarks);
        for GapView { word, class: _, text, code: _ } in gaps {
            self.label(word);
            self.tell(text);
        }
        for proof in proofs {
            self.cell(proof);
        }
    }

    fn policy(self, page: &mut PolicyPage) {
        let PolicyPage {
            frame,
            id: _,
            title: _,
            facts,
            drawn,
            versions_note,
            versions_command: _,
            versions,
            git_note,
            log,
            findings,
            diffs,
            body: _,
        } = page;
        self.frame(frame);
        self.facts(facts);
        self.pictures(drawn);
        for text in [versions_note, git_note] {
            self.tell(text);
        }
        for table in [versions, log, findings] {
            self.table(table);
        }
        for DiffView { anchor: _, title, note, command: _, open: _, lines: _ } in diffs {
            self.tell(title);
            self.tell(note);
        }
    }

    fn record(self, page: &mut RecordPage) {
        let RecordPage {
            frame,
            id: _,
            title: _,
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
            body: _,
        } = page;
        self.frame(frame);
        self.label(kind);
        self.facts(facts);
        self.pictures(score.iter_mut().chain(causes));
        self.tell(git_note);
        for table in [claims, names, named_by, story, findings] {
            self.table(table);
        }
    }

    fn register(self, page: &mut RegisterPage) {
        let RegisterPage { frame, title, lead, picture, tables, empty, pages } = page;
        self.frame(frame);
        for text in [title, lead, empty] {
            self.tell(text);
        }
        self.pictures(picture);
        self.tables(tables);
        self.page_links(pages);
    }

    fn reading(self, page: &mut ReadingPage) {
        let ReadingPage { frame, title, lead, parts, pages } = page;
        self.frame(frame);
        self.tell(title);
        self.tell(lead);
        for PartView { heading, anchor: _, notes, command: _, picture, table, empty } in parts {
            self.tell(heading);
            self.tell(empty);
            self.texts(notes);
            self.pictures(picture);
            self.table(table);
        }
        self.page_links(pages);
    }

    fn page_links(self, links: &mut [PageLink]) {
        for PageLink { text, href: _, current: _ } in links {
            self.tell(text);
        }
    }

    fn about(self, page: &mut AboutPage) {
        let AboutPage { frame, made, repeat: _, check: _, words, cuts, left_out } = page;
        self.frame(frame);
        self.pairs(made);
        self.pairs(words);
        self.texts(cuts);
        self.texts(left_out);
    }
}
