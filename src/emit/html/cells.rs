//! Tables and cells as HTML; every text goes through the one escape door.
//!
//! Written by hand and not by template: a large site has hundreds of thousands of cells.

use crate::escape::html;
use crate::page::Fact;
use crate::rows::{Column, Piece, Row, Table};
use std::fmt::Write;

/// A table in a region that scrolls by itself; empty when it has no rows.
pub(super) fn table(root: &str, name: &str, table: &Table) -> String {
    let mut out = String::new();
    if table.rows.is_empty() {
        return out;
    }
    let caption = html(&table.caption);
    put(
        &mut out,
        format_args!(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{name}\">\n<table>\n\
         <caption id=\"{name}\">{caption}</caption>\n<thead><tr>"
        ),
    );
    for Column { label, class } in &table.columns {
        put(&mut out, format_args!("<th scope=\"col\"{}>{label}</th>", Class(class)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for line in &table.rows {
        row(&mut out, root, &table.columns, line);
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

fn row(out: &mut String, root: &str, columns: &[Column], row: &Row) {
    if row.anchor.is_empty() {
        out.push_str("<tr>");
    } else {
        put(out, format_args!("<tr id=\"{}\">", html(&row.anchor)));
    }
    for (at, cell) in row.cells.iter().enumerate() {
        let class = columns.get(at).map_or("", |column| column.class);
        match at {
            0 => out.push_str("<th scope=\"row\">"),
            _ => put(out, format_args!("<td{}>", Class(class))),
        }
        pieces(out, root, cell);
        out.push_str(if at == 0 { "</th>" } else { "</td>" });
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
    let (text, word) = (html(&piece.text), html(&piece.word));
    match piece.shape {
        "state" => put(out, format_args!("{}", state(&piece.word, &piece.text))),
        "time" => put(out, format_args!("<time datetime=\"{word}\">{text}</time>")),
        "code" => put(out, format_args!("<code>{text}</code>")),
        "level" => put(out, format_args!("<span class=\"level-{word}\">{text}</span>")),
        "sub" if word.is_empty() => put(out, format_args!("<span class=\"sub\">{text}</span>")),
        "sub" => put(out, format_args!("<span class=\"sub {word}\">{text}</span>")),
        "id" if piece.href.is_empty() => put(out, format_args!("<span class=\"id\">{text}</span>")),
        "id" => put(
            out,
            format_args!("<a class=\"id\" href=\"{root}{}\">{text}</a>", html(&piece.href)),
        ),
        _ if piece.href.is_empty() => out.push_str(&text),
        _ => put(out, format_args!("<a href=\"{root}{}\">{text}</a>", html(&piece.href))),
    }
}

/// A verdict as mark and word.
pub(super) fn state(verdict: &str, words: &str) -> String {
    let (verdict, words) = (html(verdict), html(words));
    format!("<span class=\"state is-{verdict}\">{}<span>{words}</span></span>", mark(&verdict))
}

/// The mark of a verdict, from the sprite that every page holds.
pub(super) fn mark(verdict: &str) -> String {
    format!(
        "<svg class=\"mark is-{verdict}\" aria-hidden=\"true\"><use href=\"#m-{verdict}\"/></svg>"
    )
}

/// Names and values one below the other; empty when there are none.
pub(super) fn facts(root: &str, class: &str, facts: &[Fact]) -> String {
    let mut out = String::new();
    if facts.is_empty() {
        return out;
    }
    put(&mut out, format_args!("<dl class=\"{class}\">"));
    for Fact { name, value } in facts {
        put(&mut out, format_args!("<div><dt>{name}</dt><dd>"));
        pieces(&mut out, root, value);
        out.push_str("</dd></div>");
    }
    out.push_str("</dl>\n");
    out
}

struct Class<'a>(&'a str);

impl std::fmt::Display for Class<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " class=\"{}\"", self.0) }
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a string does not fail");
}
