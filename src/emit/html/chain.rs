//! The stages and records of an incident as HTML, by hand for the same reason as cells.
//!
//! Only places that hold text of our own are written as they are; all else goes through the escape door.

use super::cells::{all, facts, pieces};
use crate::escape::html;
use crate::page::{AnswerView, GapView, RecordView, StageView};
use crate::words::Words;

/// The stages in one line, each leading to what is said of it below.
pub(super) fn rail(out: &mut String, stages: &[StageView]) {
    for stage in stages {
        all(out, &["\n<li class=\"is-", stage.verdict, "\"><a href=\"#", stage.name, "\"><b>"]);
        let (label, short) = (html(stage.label), html(&stage.short));
        all(out, &[&label, "</b> <span>", &short, "</span></a></li>"]);
    }
}

/// What is said of each stage: verdict, answers, gaps, commits.
pub(super) fn stages(out: &mut String, (root, words): (&str, Words), stages: &[StageView]) {
    for view in stages {
        stage(out, (root, words), view);
    }
}

fn stage(out: &mut String, (root, words): (&str, Words), stage: &StageView) {
    all(out, &["\n<li id=\"", stage.name, "\" class=\"is-", stage.verdict, "\">"]);
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
    if !stage.proofs.is_empty() {
        let count = stage.proofs.len().to_string();
        let summary = words.say("Git record");
        all(out, &["\n<details class=\"proofs\"><summary>", &html(&summary)]);
        all(out, &[" (", &count, ")</summary><ul>"]);
        for line in &stage.proofs {
            out.push_str("\n<li>");
            pieces(out, root, line);
            out.push_str("</li>");
        }
        out.push_str("\n</ul></details>");
    }
    out.push_str("\n</li>");
}

fn heading(out: &mut String, stage: &StageView) {
    let (label, words) = (html(stage.label), html(&stage.words));
    all(out, &["\n<h3>", &label, " <span class=\"word\">", &words]);
    out.push_str("</span> ");
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
    all(out, &["\n<li class=\"gap", space, gap.class, "\"><span class=\"word\">"]);
    all(out, &[&html(gap.word), ":</span> <span>", &html(&gap.text), "</span>"]);
    if let Some(code) = &gap.code {
        let (text, href) = (html(&code.text), html(&code.href));
        match &*href {
            "" => all(out, &[" ", &text]),
            href => all(out, &[" <a href=\"", root, href, "\">", &text, "</a>"]),
        }
    }
    out.push_str("</li>");
}

/// The records of a chain: the incident with its text, of the others what is worth reading here.
pub(super) fn records(out: &mut String, (root, words): (&str, Words), records: &[RecordView]) {
    for view in records {
        record(out, (root, words), view);
    }
}

fn record(out: &mut String, (root, words): (&str, Words), view: &RecordView) {
    let id = html(&view.id);
    all(out, &["\n<section class=\"record\" id=\"", &id, "\">\n<h3>"]);
    match &*html(&view.href) {
        "" => all(out, &["<span class=\"id\">", &id, "</span> "]),
        href => all(out, &["<a class=\"id\" href=\"", root, href, "\">", &id, "</a> "]),
    }
    let (title, kind, status) = (html(&view.title), html(view.kind), html(&view.status));
    all(out, &[&title, " <span class=\"soft\">", &kind, ", ", &status, "</span></h3>\n"]);
    facts(out, root, "pairs small", &view.facts);
    if !view.withheld.is_empty() {
        let withheld = words.say("withheld");
        all(
            out,
            &["\n<p class=\"gap eased\"><span class=\"word\">", &html(&withheld), ":</span> "],
        );
        all(out, &["<span>", &html(&view.withheld), "</span></p>"]);
    }
    if !view.body.is_empty() {
        all(out, &["\n<div class=\"prose\">", &view.body, "</div>"]);
    }
    out.push_str("\n</section>");
}
