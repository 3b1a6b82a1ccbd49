//! Tables and cells as HTML; every text goes through the one escape door.
//!
//! Written by hand and not by template: a large site has hundreds of thousands of cells.

use crate::escape::html;
use crate::page::Fact;
use crate::rows::{Column, Piece, Row, Table};

/// A table in a region that scrolls by itself; nothing when it has no rows.
pub(super) fn table(out: &mut String, root: &str, name: &str, table: &Table) {
    if table.rows.is_empty() {
        return;
    }
    let name = html(name);
    all(
        out,
        &[
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"",
            &name,
            "\">\n<table>\n<caption id=\"",
            &name,
            "\">",
            &html(&table.caption),
            "</caption>\n<thead><tr>",
        ],
    );
    for Column { label, class } in &table.columns {
        open(out, "<th scope=\"col\"", class);
        all(out, &[label, "</th>"]);
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for line in &table.rows {
        row(out, root, &table.columns, line);
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn row(out: &mut String, root: &str, columns: &[Column], row: &Row) {
    if row.anchor.is_empty() {
        out.push_str("<tr>");
    } else {
        all(out, &["<tr id=\"", &html(&row.anchor), "\">"]);
    }
    for (at, cell) in row.cells.iter().enumerate() {
        match at {
            0 => out.push_str("<th scope=\"row\">"),
            _ => open(out, "<td", columns.get(at).map_or("", |column| column.class)),
        }
        pieces(out, root, cell);
        out.push_str(if at == 0 { "</th>" } else { "</td>" });
    }
    out.push_str("</tr>\n");
}

/// The end of an opening tag, with a class where there is one.
fn open(out: &mut String, tag: &str, class: &str) {
    match class {
        "" => all(out, &[tag, ">"]),
        class => all(out, &[tag, " class=\"", class, "\">"]),
    }
}

/// The pieces of a cell, with spaces between them.
pub(super) fn pieces(out: &mut String, root: &str, cell: &[Piece]) {
    for (at, piece) in cell.iter().enumerate() {
        if at > 0 && piece.shape != "sub" {
            out.push(' ');
        }
        one(out, root, piece);
    }
}

fn one(out: &mut String, root: &str, piece: &Piece) {
    let text = html(&piece.text);
    match piece.shape {
        "state" => state(out, &piece.word, &piece.text),
        "time" => all(out, &["<time datetime=\"", &html(&piece.word), "\">", &text, "</time>"]),
        "strength" => {
            all(out, &["<span class=\"seal ", &html(&piece.word), "\">", &text, "</span>"]);
        }
        "code" => all(out, &["<code>", &text, "</code>"]),
        "level" => {
            all(out, &["<span class=\"level-", &html(&piece.word), "\">", &text, "</span>"]);
        }
        "sub" if piece.word.is_empty() => all(out, &["<span class=\"sub\">", &text, "</span>"]),
        "sub" => all(out, &["<span class=\"sub ", &html(&piece.word), "\">", &text, "</span>"]),
        "id" if piece.href.is_empty() => all(out, &["<span class=\"id\">", &text, "</span>"]),
        "id" => {
            let href = html(&piece.href);
            all(out, &["<a class=\"id\" href=\"", root, &href, "\">", &text, "</a>"]);
        }
        _ if piece.href.is_empty() => out.push_str(&text),
        _ => all(out, &["<a href=\"", root, &html(&piece.href), "\">", &text, "</a>"]),
    }
}

/// A verdict as mark and word.
pub(super) fn state(out: &mut String, verdict: &str, words: &str) {
    let verdict = html(verdict);
    all(out, &["<span class=\"state is-", &verdict, "\">"]);
    mark(out, &verdict);
    all(out, &["<span>", &html(words), "</span></span>"]);
}

/// The mark of a verdict, from the sprite that every page holds.
pub(super) fn mark(out: &mut String, verdict: &str) {
    all(
        out,
        &[
            "<svg class=\"mark is-",
            verdict,
            "\" aria-hidden=\"true\"><use href=\"#m-",
            verdict,
            "\"/></svg>",
        ],
    );
}

/// Names and values one below the other; nothing when there are none.
pub(super) fn facts(out: &mut String, root: &str, class: &str, facts: &[Fact]) {
    if facts.is_empty() {
        return;
    }
    all(out, &["<dl class=\"", class, "\">"]);
    for Fact { name, value } in facts {
        all(out, &["<div><dt>", &html(name), "</dt><dd>"]);
        pieces(out, root, value);
        out.push_str("</dd></div>");
    }
    out.push_str("</dl>\n");
}

/// Parts of HTML, one after the other.
pub(super) fn all(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}
