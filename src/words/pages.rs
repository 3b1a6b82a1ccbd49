//! Every kind of page in another language; each view is taken apart whole, so that a new field is decided upon.

use super::{Teller, Words, Written};
use crate::page::{
    AboutPage, AnswerView, ChainRow, Crumb, DiffView, Figure, Frame, GapView, IncidentPage,
    LegendItem, NavItem, OverviewPage, PageLink, PartView, PolicyPage, ReadingPage, RecordPage,
    RecordView, RegisterPage, StageView, StateCell, StepView, View,
};

impl Words {
    /// The page in the language; its ids, links and what people wrote stay.
    pub fn view(self, mut view: View, written: &Written<'_>) -> View {
        if let Some(catalogue) = self.catalogue {
            let teller = Teller { catalogue, written };
            match &mut view {
                View::Overview(page) => teller.overview(page),
                View::Incident(page) => teller.incident(page),
                View::Policy(page) => teller.policy(page),
                View::Record(page) => teller.record(page),
                View::Register(page) => teller.register(page),
                View::Reading(page) => teller.reading(page),
                View::About(page) => teller.about(page),
            }
        }
        view
    }
}

impl Teller<'_> {
    fn frame(self, frame: &mut Frame) {
        let Frame {
            root: _,
            title,
            here,
            crumbs,
            nav,
            group,
            near,
            source,
            as_of: _,
            version: _,
            classification,
            edition: _,
        } = frame;
        self.withheld(classification);
        for text in [title, here, source] {
            self.own(text);
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
            self.own(text);
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
        for ChainRow { id: _, title, severity, href: _, cells } in chains {
            self.withheld(title);
            self.withheld(severity);
            for StateCell { verdict: _, words } in cells {
                self.own(words);
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
            title,
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
        self.withheld(title);
        self.facts(facts);
        for text in [sentence, standing, git_note] {
            self.tell(text);
        }
        self.pictures(timeline.iter_mut().chain(graph).chain(causes));
        for stage in stages {
            self.stage(stage);
        }
        for RecordView { id: _, href: _, title, kind, status, facts, withheld, body: _ } in records
        {
            self.withheld(title);
            self.withheld(status);
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
        for text in [words, short, strength_words, seal] {
            self.own(text);
        }
        self.tell(reason);
        for AnswerView { record, title, says } in answers {
            self.withheld(title);
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
            title,
            facts,
            drawn,
            versions_note,
            versions_command,
            versions,
            git_note,
            log,
            findings,
            diffs,
            body,
        } = page;
        self.frame(frame);
        self.withheld(versions_command);
        self.body(body);
        self.withheld(title);
        self.facts(facts);
        self.pictures(drawn);
        for text in [versions_note, git_note] {
            self.tell(text);
        }
        for table in [versions, log, findings] {
            self.table(table);
        }
        for DiffView { anchor: _, title, note, command, open: _, lines } in diffs {
            self.withheld(command);
            for line in lines {
                self.withheld(&mut line.text);
            }
            self.tell(title);
            self.tell(note);
        }
    }

    fn record(self, page: &mut RecordPage) {
        let RecordPage {
            frame,
            id: _,
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
        self.frame(frame);
        self.body(body);
        self.withheld(title);
        self.label(kind);
        self.fields(facts);
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
            self.own(text);
        }
        self.pictures(picture);
        self.tables(tables);
        self.page_links(pages);
    }

    fn reading(self, page: &mut ReadingPage) {
        let ReadingPage { frame, title, lead, parts, pages } = page;
        self.frame(frame);
        self.own(title);
        self.own(lead);
        for PartView { heading, anchor: _, notes, command: _, picture, table, empty } in parts {
            self.own(heading);
            self.own(empty);
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
