//! Bodies of records: sections, tables, prose without code, and HTML that cannot act.
//!
//! The only door to the Markdown reader. Spans are offsets in the whole file.

mod html;
mod outline;

pub use html::{LinkTarget, render_html};
pub use outline::{Outline, Row, Section, Table};

use pulldown_cmark::Options;

/// Tables, footnotes, strikethrough, task lists, heading attributes; no math, no smart punctuation.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
}
