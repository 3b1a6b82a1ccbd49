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
            "\">\n<table",
            &columns(&table.columns),
            ">\n<caption id=\"",
            &name,
            "\">",
            &html(&table.caption),
            "</caption>\n<thead><tr>",
        ],
    );
    for Column { label, class } in &table.columns {
        let head = if class.ends_with("unbroken") { " class=\"unbroken\"" } else { "" };
        all(out, &["<th scope=\"col\"", head, ">", &html(label)]);
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for line in &table.rows {
        row(out, root, line);
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// How the columns look, as classes of the table: `w2` for a wide second column. Said once, and not in every cell.
fn columns(columns: &[Column]) -> String {
    let place = |(at, column): (usize, &Column)| {
        column.class.chars().next().map(|first| format!("{first}{}", at + 1))
    };
    let places: Vec<_> = columns.iter().enumerate().filter_map(place).collect();
    if places.is_empty() { String::new() } else { format!(" class=\"{}\"", places.join(" ")) }
}

/// A row. A cell needs no end of its own: the next one ends it, or the row.
fn row(out: &mut String, root: &str, row: &Row) {
    if row.anchor.is_empty() {
        out.push_str("<tr>");
    } else {
        all(out, &["<tr id=\"", &html(&row.anchor), "\">"]);
    }
    for (at, cell) in row.cells.iter().enumerate() {
        out.push_str(if at == 0 { "<th scope=\"row\">" } else { "<td>" });
        pieces(out, root, cell);
    }
    out.push_str("</tr>\n");
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
        // What is its own machine form is said once.
        "time" if piece.word == piece.text => all(out, &["<time>", &text, "</time>"]),
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

/// A verdict as word; the stylesheet puts its mark before it.
pub(super) fn state(out: &mut String, verdict: &str, words: &str) {
    all(out, &["<span class=\"state is-", &html(verdict), "\">", &html(words), "</span>"]);
}

/// Names and values one below the other; nothing when there are none.
pub(super) fn facts(out: &mut String, root: &str, class: &str, facts: &[Fact]) {
    if facts.is_empty() {
        return;
    }
    all(out, &["<dl class=\"", class, "\">"]);
    for Fact { name, value } in facts {
        all(out, &["<div><dt>", &html(name), "<dd>"]);
        pieces(out, root, value);
        out.push_str("</div>");
    }
    out.push_str("</dl>\n");
}

/// Parts of HTML, one after the other.
pub(super) fn all(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}
