//! The full reader: events of the YAML parser to nodes of the tree.

use super::grow::{Collection, Growth};
use super::tree::{NodeId, Style, Tree};
use super::{Fault, NESTING_LIMIT};
use crate::span::Span;
use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, StructureStyle};
use std::collections::HashMap;

pub(super) fn build(file: &str, range: Span) -> (Option<Tree>, Vec<Fault>) {
    let source = range.slice(file);
    let mut options = Options::default();
    options.block_nesting_limit = NESTING_LIMIT;
    options.flow_nesting_limit = NESTING_LIMIT;
    options.set_emit_comments(false);
    let mut builder = Builder::new(file, source, range.start);
    let mut parser = Parser::new_from_str_with_options(source, options);
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, span)) => {
                let at = span.byte_range().map_or(Span::at(range.start), |r| {
                    Span::new(r.start, r.end).shifted(range.start)
                });
                builder.event(event, at);
                if builder.stopped {
                    break;
                }
            }
            Err(error) => {
                let fault = syntax_fault(&error, source, range.start);
                builder.faults.push(fault);
                return (None, builder.faults);
            }
        }
    }
    builder.finish()
}

struct Builder<'a> {
    file: &'a str,
    source: &'a str,
    offset: usize,
    growth: Growth,
    faults: Vec<Fault>,
    documents: usize,
    stopped: bool,
}

impl<'a> Builder<'a> {
    fn new(file: &'a str, source: &'a str, offset: usize) -> Self {
        Self {
            file,
            source,
            offset,
            growth: Growth::with_room(source.len()),
            faults: Vec::new(),
            documents: 0,
            stopped: false,
        }
    }

    fn event(&mut self, event: Event<'a>, span: Span) {
        match event {
            Event::DocumentStart(..) => self.start_document(span),
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_properties(anchor, tag.is_some(), span);
                self.scalar(&text, style, span);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.refuse_properties(anchor, tag.is_some(), span);
                self.start(Collection::Sequence, style, span);
            }
            Event::MappingStart(style, anchor, tag) => {
                self.refuse_properties(anchor, tag.is_some(), span);
                self.start(Collection::Mapping, style, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.fault(
                    span,
                    "aliases (`*name`) are not used in records",
                    "write the value out",
                );
                self.growth.lent(Style::Plain, span, span);
            }
            _ => {}
        }
    }

    fn start_document(&mut self, span: Span) {
        self.documents += 1;
        if self.documents > 1 {
            self.fault(span, "a second YAML document", "keep one document between the `---` lines");
            self.stopped = true;
        }
    }

    fn refuse_properties(&mut self, anchor: usize, tagged: bool, span: Span) {
        if anchor != 0 {
            self.fault(span, "anchors (`&name`) are not used in records", "write the value out");
        }
        if tagged {
            self.fault(span, "tags (`!name`) are not used in records", "remove the tag");
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        match self.slice_of(text) {
            Some(slice) => self.growth.lent(style, span, slice),
            None if span.is_empty() && text == "~" => self.growth.nothing(span.start),
            None => self.growth.own(style, span, text),
        }
    }

    /// The span of `text` in the file when the reader lent a part of its input.
    fn slice_of(&self, text: &str) -> Option<Span> {
        let start = (text.as_ptr() as usize).checked_sub(self.source.as_ptr() as usize)?;
        (start + text.len() <= self.source.len())
            .then(|| Span::new(start, start + text.len()).shifted(self.offset))
    }

    fn start(&mut self, sort: Collection, style: StructureStyle, span: Span) {
        self.growth.start(sort, style == StructureStyle::Flow, span);
    }

    fn end(&mut self, span: Span) {
        if let Some(closed) = self.growth.end(span.end) {
            self.report_duplicates(closed);
        }
    }

    fn report_duplicates(&mut self, id: NodeId) {
        let tree = self.growth.tree();
        let entries = tree.entries(id);
        let mut seen: HashMap<&str, Span> = HashMap::with_capacity(entries.len());
        let mut faults = Vec::new();
        for entry in entries {
            let span = tree.node(entry.key).span;
            let Some(key) = tree.text(self.file, entry.key) else { continue };
            if key == "<<" {
                faults.push(fault(
                    span,
                    "merge keys (`<<`) are not used in records",
                    "write the fields out",
                    None,
                ));
            }
            if let Some(first) = seen.get(key) {
                let message = format!("key `{key}` stands here a second time");
                faults.push(fault(span, message, "keep one of the two", Some(*first)));
            } else {
                seen.insert(key, span);
            }
        }
        self.faults.extend(faults);
    }

    fn fault(&mut self, span: Span, message: &str, help: &str) {
        self.faults.push(fault(span, message, help, None));
    }

    fn finish(self) -> (Option<Tree>, Vec<Fault>) {
        (self.growth.finish(), self.faults)
    }
}

fn fault(span: Span, message: impl Into<String>, help: &str, first: Option<Span>) -> Fault {
    Fault { span, message: message.into(), help: help.to_owned(), first }
}

fn syntax_fault(error: &ScanError, source: &str, offset: usize) -> Fault {
    let mut at = error.marker().byte_offset().unwrap_or(0).min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    let end = source[at..].find(['\n', '\r']).map_or(source.len(), |len| at + len);
    let info = error.info();
    let message = info.split(" at byte ").next().unwrap_or_default().trim();
    let message = if message.is_empty() { "cannot be read as YAML" } else { message };
    fault(
        Span::new(at, end).shifted(offset),
        format!("not valid YAML: {message}"),
        "look at this line and the one before for a missing quote, bracket, colon or indent",
        None,
    )
}
