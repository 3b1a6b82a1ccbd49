//! The page of an incident as it leaves.

use super::WITHHELD;
use super::desk::Desk;
use super::known::{builtin, is_commit};
use crate::page::{AnswerView, GapView, IncidentPage, Link, RecordView, StageView};
use crate::rows::{Cell, Piece, Table};
use crate::schema::Kind;
use crate::verdict::Verdict;

impl Desk<'_, '_> {
    pub(super) fn incident(&self, page: IncidentPage) -> IncidentPage {
        let IncidentPage {
            frame,
            id,
            title,
            facts,
            sentence: _,
            standing,
            timeline,
            stages,
            records,
            graph,
            causes,
            git,
            git_note,
            roles,
            findings,
            other_findings,
        } = page;
        let closed = self.edition.is_closed(&id);
        let open = |table: Table| if closed { Table::default() } else { self.table(table, true) };
        let stage = |stage| if closed { withheld_stage(&stage) } else { self.stage(stage) };
        let own = |record: &RecordView| !closed || self.edition.is_closed(&record.id);
        IncidentPage {
            frame: self.frame(frame),
            title: if closed { WITHHELD.to_owned() } else { self.field("title", &title) },
            facts: if closed { Vec::new() } else { self.facts(facts, Some(Kind::Incident)) },
            sentence: "What happened, why, and what was changed is withheld in this edition; the stages below say what was found for each."
                .to_owned(),
            standing: if closed { WITHHELD.to_owned() } else { self.own(&standing) },
            timeline: timeline.filter(|_| !closed).and_then(|picture| self.picture(Some(picture))),
            stages: stages.into_iter().map(stage).collect(),
            records: records.into_iter().filter(own).map(|view| self.record_view(view)).collect(),
            graph: graph.filter(|_| !closed).and_then(|picture| self.picture(Some(picture))),
            causes: if closed { Vec::new() } else { self.pictures(causes) },
            git: open(git),
            git_note: if git_note.is_empty() { git_note } else { "history is cut".to_owned() },
            roles: if self.edition.profile.holds("roles.html") { open(roles) } else { Table::default() },
            findings: if closed { Table::default() } else { self.findings(findings) },
            other_findings: if closed { Table::default() } else { self.findings(other_findings) },
            id: self.id(&id),
        }
    }

    fn stage(&self, stage: StageView) -> StageView {
        let StageView {
            name,
            label,
            verdict,
            words,
            short,
            reason,
            strength,
            strength_words,
            seal,
            answers,
            remarks,
            gaps,
            proofs,
        } = stage;
        let verdict_words = || verdict.replace('-', " ");
        let mut said: Vec<String> = remarks.iter().map(|remark| self.judged(remark)).collect();
        said.dedup();
        StageView {
            name,
            label,
            verdict,
            words: self.recognised(&words).unwrap_or_else(verdict_words),
            short: self.recognised(&short).unwrap_or_else(verdict_words),
            reason: self.judged(&reason),
            strength,
            strength_words: self.judged(&strength_words),
            seal: self.judged(&seal),
            answers: answers.into_iter().map(|answer| self.answer(answer)).collect(),
            remarks: said,
            gaps: gaps.into_iter().map(|gap| self.gap(gap)).collect(),
            proofs: proofs.into_iter().map(|line| self.proof(line)).collect(),
        }
    }

    /// A commit in one line; of a record of which only the id leaves, the id.
    fn proof(&self, line: Cell) -> Cell {
        let closed = line.first().is_some_and(|piece| self.edition.is_closed(&piece.text));
        let shown = line.into_iter().take(if closed { 1 } else { usize::MAX });
        let is_file = |piece: &Piece| piece.shape == "code" && !is_commit(&piece.text);
        shown.filter(|piece| !is_file(piece)).map(|piece| self.piece(piece)).collect()
    }

    fn answer(&self, answer: AnswerView) -> AnswerView {
        let AnswerView { record, title, says } = answer;
        let closed = record.iter().any(|piece| self.edition.is_closed(&piece.text));
        AnswerView {
            record: record.into_iter().map(|piece| self.piece(piece)).collect(),
            title: if closed || !self.edition.profile.shows("title") {
                String::new()
            } else {
                self.field("title", &title)
            },
            says: if closed { WITHHELD.to_owned() } else { self.judged(&says) },
        }
    }

    /// What is missing, in the words of the rule that speaks of it.
    fn gap(&self, gap: GapView) -> GapView {
        let GapView { word, class, text, code } = gap;
        let rule = code.as_ref().and_then(|code| builtin(&code.text));
        let told = rule.map_or_else(|| WITHHELD.to_owned(), |rule| rule.summary.to_owned());
        let link = |Link { text, href }: Link| Link { href: self.href(&href), text };
        GapView {
            word,
            class,
            text: self.recognised(&text).unwrap_or(told),
            code: rule.and(code).map(link),
        }
    }

    fn record_view(&self, view: RecordView) -> RecordView {
        let RecordView { id, href, title, kind, status, facts, withheld, body } = view;
        let closed = self.edition.is_closed(&id);
        let shown = self.body(self.edition.record(&id));
        let hidden = shown.is_empty() && !body.is_empty() || closed;
        RecordView {
            title: if closed || title.is_empty() {
                String::new()
            } else {
                self.field("title", &title)
            },
            kind,
            status: if closed { "withheld".to_owned() } else { self.judged(&status) },
            facts: if closed { Vec::new() } else { self.facts(facts, Kind::parse(kind)) },
            withheld: match (hidden, withheld.is_empty()) {
                (true, true) => "its text is not part of this edition".to_owned(),
                (_, _) => self.own(&withheld),
            },
            body: if closed { String::new() } else { shown },
            href: if href.is_empty() { href } else { self.href(&href) },
            id: self.anchor(&id),
        }
    }
}

/// A stage of an incident of which only the id leaves.
fn withheld_stage(stage: &StageView) -> StageView {
    let StageView {
        name,
        label,
        verdict: _,
        words: _,
        short: _,
        reason: _,
        strength: _,
        strength_words: _,
        seal: _,
        answers: _,
        remarks: _,
        gaps: _,
        proofs: _,
    } = stage;
    StageView {
        name,
        label,
        verdict: Verdict::Withheld.word(),
        words: "withheld".to_owned(),
        short: "withheld".to_owned(),
        reason: String::new(),
        strength: "",
        strength_words: String::new(),
        seal: String::new(),
        answers: Vec::new(),
        remarks: Vec::new(),
        gaps: Vec::new(),
        proofs: Vec::new(),
    }
}
