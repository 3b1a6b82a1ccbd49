//! The stages and records of an incident as HTML, by hand for the same reason as cells.
//!
//! Only places that hold text of our own are written as they are; all else goes through the escape door.

use super::cells::{all, facts, mark, pieces, table};
use crate::escape::html;
use crate::page::{AnswerView, GapView, RecordView, StageView};

/// The stages in one line, each leading to what is said of it below.
pub(super) fn rail(out: &mut String, stages: &[StageView]) {
    for stage in stages {
        all(out, &["\n<li", open(stage), "><a href=\"#", stage.name, "\">"]);
        mark(out, stage.verdict);
        all(out, &["<span class=\"name\">", stage.label, "</span>"]);
        all(out, &["<span class=\"word is-", stage.verdict, "\">", &html(&stage.short)]);
        out.push_str("</span></a></li>");
    }
}

/// What is said of each stage: verdict, answers, gaps, commits.
pub(super) fn stages(out: &mut String, root: &str, stages: &[StageView]) {
    for view in stages {
        stage(out, root, view);
    }
}

fn stage(out: &mut String, root: &str, stage: &StageView) {
    all(out, &["\n<li id=\"", stage.name, "\"", open(stage), ">\n"]);
    mark(out, stage.verdict);
    heading(out, stage);
    if !stage.reason.is_empty() {
        all(out, &["<p class=\"why\">", &html(&stage.reason), "</p>"]);
    }
    if !stage.answers.is_empty() {
        out.push_str("\n<ul class=\"answers\">");
        for view in &stage.answers {
            answer(out, root, view);
        }
        out.push_str("\n</ul>");
    }
    for remark in &stage.remarks {
        all(out, &["\n<p class=\"remark\">", &html(remark), "</p>"]);
    }
    if !stage.gaps.is_empty() {
        out.push_str("\n<ul class=\"gaps\">");
        for view in &stage.gaps {
            gap(out, root, view);
        }
        out.push_str("\n</ul>");
    }
    let commits = stage.proofs.rows.len();
    if commits > 0 {
        let count = commits.to_string();
        out.push_str("\n<details class=\"proofs\"><summary>Git record of this stage (");
        all(out, &[&count, ")</summary>\n"]);
        table(out, root, &format!("t-{}", stage.name), &stage.proofs);
        out.push_str("\n</details>");
    }
    out.push_str("\n</li>");
}

/// The way to a stage that is not met is drawn dashed.
const fn open(stage: &StageView) -> &'static str {
    if stage.open { " class=\"open\"" } else { "" }
}

fn heading(out: &mut String, stage: &StageView) {
    all(out, &["\n<h3>", stage.label, " <span class=\"state is-", stage.verdict, "\">"]);
    all(out, &[&html(&stage.words), "</span> "]);
    if !stage.strength.is_empty() {
        let words = html(&stage.strength_words);
        all(out, &["<span class=\"seal ", stage.strength, "\">", &words, "</span>"]);
    }
    if !stage.seal.is_empty() {
        all(out, &[" <span class=\"seal\">", &html(&stage.seal), "</span>"]);
    }
    out.push_str("</h3>");
}

fn answer(out: &mut String, root: &str, view: &AnswerView) {
    out.push_str("\n<li>");
    pieces(out, root, &view.record);
    out.push(' ');
    if !view.title.is_empty() {
        all(out, &[&html(&view.title), ": "]);
    }
    all(out, &["<span class=\"says\">", &html(&view.says), "</span></li>"]);
}

fn gap(out: &mut String, root: &str, gap: &GapView) {
    let space = if gap.class.is_empty() { "" } else { " " };
    all(out, &["\n<li class=\"gap", space, gap.class, "\"><span class=\"word\">", gap.word]);
    all(out, &[":</span> <span>", &html(&gap.text), "</span>"]);
    if let Some(code) = &gap.code {
        let (text, href) = (html(&code.text), html(&code.href));
        match &*href {
            "" => all(out, &[" ", &text]),
            href => all(out, &[" <a href=\"", root, href, "\">", &text, "</a>"]),
        }
    }
    out.push_str("</li>");
}

/// The records of a chain with their text; the first stands open.
pub(super) fn records(out: &mut String, root: &str, records: &[RecordView]) {
    for (at, view) in records.iter().enumerate() {
        record(out, root, view, at == 0);
    }
}

fn record(out: &mut String, root: &str, view: &RecordView, is_open: bool) {
    let open = if is_open { " open" } else { "" };
    let id = html(&view.id);
    all(out, &["\n<details class=\"record\" id=\"", &id, "\"", open, ">\n<summary>"]);
    all(
        out,
        &["<span class=\"id\">", &id, "</span> ", &html(&view.title), " <span class=\"soft\">"],
    );
    all(
        out,
        &[view.kind, ", ", &html(&view.status), "</span></summary>\n<div class=\"inside\">\n"],
    );
    facts(out, root, "pairs small", &view.facts);
    if !view.withheld.is_empty() {
        out.push_str("\n<p class=\"gap eased\"><span class=\"word\">withheld:</span> ");
        all(out, &["<span>", &html(&view.withheld), "</span></p>"]);
    }
    all(out, &["\n<div class=\"prose\">", &view.body, "</div>\n</div>\n</details>"]);
}
