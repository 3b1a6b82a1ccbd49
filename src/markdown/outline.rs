//! What rules ask of a body: its sections, its tables, its prose outside code.

use super::options;
use crate::span::Span;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

/// A level-2 section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's text.
    pub title: String,
    /// The heading's line.
    pub heading: Span,
    /// From after the heading to the next section.
    pub content: Span,
    /// True when it holds a word, a table row, a picture or code.
    pub filled: bool,
}

/// A table of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Where it stands.
    pub span: Span,
    /// Texts of the head's cells.
    pub head: Vec<String>,
    /// The rows below the head.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub span: Span,
    /// Texts of its cells.
    pub cells: Vec<String>,
}

/// Sections, tables and prose of one body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Level-2 sections in order.
    pub sections: Vec<Section>,
    /// Tables in order.
    pub tables: Vec<Table>,
    /// Runs of text outside code, with their places.
    pub prose: Vec<Span>,
}

impl Outline {
    /// Reads the body that stands at `body` in `file`.
    pub fn read(file: &str, body: Span) -> Self {
        let mut reader = Reader::new(body);
        for (event, range) in Parser::new_ext(body.slice(file), options()).into_offset_iter() {
            reader.event(event, Span::new(range.start, range.end).shifted(body.start));
        }
        reader.finish()
    }

    /// The first section with this title (letter case and surrounding space ignored).
    pub fn section(&self, title: &str) -> Option<&Section> {
        let wanted = title.to_lowercase();
        self.sections.iter().find(|section| section.title.to_lowercase() == wanted)
    }

    /// Tables inside `span`.
    pub fn tables_in(&self, span: Span) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(move |table| span.contains(table.span))
    }
}

struct Reader {
    body: Span,
    found: Outline,
    heading: Option<(HeadingLevel, String, Span)>,
    table: Option<Table>,
    row: Option<Row>,
    in_code: bool,
}

impl Reader {
    fn new(body: Span) -> Self {
        Self {
            body,
            found: Outline::default(),
            heading: None,
            table: None,
            row: None,
            in_code: false,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, span, !self.in_code),
            Event::Code(text) => self.text(&text, span, false),
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, .. } => self.heading = Some((*level, String::new(), span)),
            Tag::Table(_) => self.table = Some(Table { span, head: Vec::new(), rows: Vec::new() }),
            Tag::TableHead | Tag::TableRow => self.row = Some(Row { span, cells: Vec::new() }),
            Tag::TableCell => {
                if let Some(row) = &mut self.row {
                    row.cells.push(String::new());
                }
            }
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::Image { .. } => self.mark_filled(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::TableHead => {
                if let (Some(row), Some(table)) = (self.row.take(), &mut self.table) {
                    table.head = row.cells;
                }
            }
            TagEnd::TableRow => {
                if let (Some(row), Some(table)) = (self.row.take(), &mut self.table) {
                    table.rows.push(row);
                }
            }
            TagEnd::Table => self.found.tables.extend(self.table.take()),
            TagEnd::CodeBlock => self.in_code = false,
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let Some((level, title, span)) = self.heading.take() else { return };
        if level != HeadingLevel::H2 {
            return;
        }
        if let Some(last) = self.found.sections.last_mut() {
            last.content.end = span.start;
        }
        self.found.sections.push(Section {
            title: title.trim().to_owned(),
            heading: span,
            content: Span::new(span.end, self.body.end),
            filled: false,
        });
    }

    fn text(&mut self, text: &str, span: Span, prose: bool) {
        if prose {
            self.found.prose.push(span);
        }
        if self.heading.is_none() && self.in_row_of_body() && text.contains(char::is_alphanumeric) {
            self.mark_filled();
        }
        self.push(text);
    }

    /// The head of a table says nothing yet; its rows do.
    fn in_row_of_body(&self) -> bool {
        self.table.as_ref().is_none_or(|table| !table.head.is_empty())
    }

    fn push(&mut self, text: &str) {
        if let Some((_, title, _)) = &mut self.heading {
            title.push_str(text);
        } else if let Some(cell) = self.row.as_mut().and_then(|row| row.cells.last_mut()) {
            cell.push_str(text);
        }
    }

    fn mark_filled(&mut self) {
        if let Some(section) = self.found.sections.last_mut() {
            section.filled = true;
        }
    }

    /// A register holds the outlines of all its records, so that none keeps room for more.
    fn finish(self) -> Outline {
        let Outline { mut sections, mut tables, mut prose } = self.found;
        sections.shrink_to_fit();
        tables.shrink_to_fit();
        prose.shrink_to_fit();
        Outline { sections, tables, prose }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Outline {
        Outline::read(text, Span::new(0, text.len()))
    }

    #[test]
    fn sections_know_whether_they_say_anything() {
        let text = "# T\n## Timeline\n| time | event |\n|---|---|\n| 2026-01-02 | seen `x` |\n\n## Empty\n\n| a | b |\n|---|---|\n## Last\n- word\n";
        let outline = read(text);
        let filled: Vec<_> =
            outline.sections.iter().map(|s| (s.title.as_str(), s.filled)).collect();
        assert_eq!(filled, [("Timeline", true), ("Empty", false), ("Last", true)]);
        assert_eq!(outline.tables[0].rows[0].cells, ["2026-01-02", "seen x"]);
        let timeline = outline.section("timeline").unwrap().content;
        assert_eq!(outline.tables_in(timeline).count(), 1);
    }

    #[test]
    fn a_comment_or_code_heading_is_no_section() {
        assert_eq!(read("```\n## not one\n```\n<!-- ## nor this -->\n").sections, []);
    }

    #[test]
    fn prose_leaves_code_out() {
        let text = "TBD `TBD`\n\n```\nTBD\n```\n";
        let prose: Vec<_> = read(text).prose.iter().map(|span| span.slice(text)).collect();
        assert_eq!(prose, ["TBD "]);
    }
}
