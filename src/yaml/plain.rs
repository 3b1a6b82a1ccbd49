//! The quick reader: front matter as nearly everyone writes it, from bytes to nodes in one pass.
//!
//! It knows the plain part of YAML: mappings and lists in lines, scalars that stand on one line with
//! nothing to resolve in them, brackets that close on their line, comments. Wherever it is not sure
//! it gives up, and the full reader reads the whole text instead; so it never reports anything, and
//! what it returns is what the full reader would have returned. Tests hold the two together.

use super::grow::{Collection, Growth};
use super::tree::{Style, Tree};
use crate::span::Span;

/// Deepest nesting that is read here, well below what the full reader refuses.
const DEPTH: usize = 12;

/// Longest key that is read here; the full reader looks a limited way ahead for the colon.
const LONGEST_KEY: usize = 120;

/// The tree of the YAML that stands at `range` in `file`; `None` leaves it to the full reader.
pub(super) fn read(file: &str, range: Span) -> Option<Tree> {
    let source = file.get(range.start..range.end)?;
    if !is_tame(source) {
        return None;
    }
    let text = &file.as_bytes()[..range.end];
    let (at, growth) = (range.start, Growth::with_room(source.len()));
    let mut reader = Quick { file, text, at, line: at, indent: None, depth: 0, growth };
    reader.seek_line();
    if reader.indent != Some(0) || reader.is_at_dash() {
        return None;
    }
    reader.block(0)?;
    // A line that nobody took stands in a column that fits nothing around it.
    if reader.indent.is_some() {
        return None;
    }
    reader.growth.finish()
}

/// True when the text has only characters that mean the same to every reader.
fn is_tame(source: &str) -> bool {
    let odd = |byte: u8| (byte < b' ' && byte != b'\n') || byte == 0x7f;
    // Looks at every byte, which is faster than to stop at the first odd one.
    let odd_bytes = source.bytes().fold(false, |found, byte| found | odd(byte));
    let usual =
        |c: char| c.is_alphanumeric() || matches!(c, '\u{a1}'..='\u{ff}' | '‐'..='•' | '…' | '€');
    !odd_bytes && (source.is_ascii() || source.chars().all(|c| c.is_ascii() || usual(c)))
}

/// Where a plain scalar ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// At the end of the line.
    Block,
    /// At a comma or bracket, too.
    Flow,
}

struct Quick<'a> {
    file: &'a str,
    /// The file up to the end of the YAML in it.
    text: &'a [u8],
    at: usize,
    /// Where the line begins that is read.
    line: usize,
    /// The column in which that line's content begins; none behind the last line.
    indent: Option<usize>,
    depth: usize,
    growth: Growth,
}

/// Reading goes on after `Some(())`; `None` gives the text up.
type Step = Option<()>;

impl Quick<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
    }

    /// True where nothing more stands on the line, or only a comment.
    fn is_at_line_end(&self) -> bool {
        match self.peek() {
            None | Some(b'\n') => true,
            Some(b'#') => self.at == self.line || self.text[self.at - 1] == b' ',
            Some(_) => false,
        }
    }

    /// True at the hyphen that begins an item.
    fn is_at_dash(&self) -> bool {
        self.text[self.at..].starts_with(b"- ") || self.text[self.at..].starts_with(b"-\n")
    }

    /// Goes to the first content from the beginning of a line on.
    fn seek_line(&mut self) {
        loop {
            self.line = self.at;
            self.skip_spaces();
            if !self.is_at_line_end() {
                self.indent = Some(self.at - self.line);
                return;
            }
            if self.at == self.text.len() {
                self.indent = None;
                return;
            }
            self.leave_line();
        }
    }

    fn leave_line(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |len| len + 1);
    }

    /// Nothing more may stand on this line.
    fn finish_line(&mut self) -> Step {
        self.skip_spaces();
        if !self.is_at_line_end() {
            return None;
        }
        self.leave_line();
        self.seek_line();
        Some(())
    }

    /// A list or mapping, whatever its form, read by `what` one level deeper.
    fn nested(&mut self, what: impl FnOnce(&mut Self) -> Step) -> Step {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        what(self)?;
        self.depth -= 1;
        Some(())
    }

    /// The lines that begin in this column.
    fn block(&mut self, column: usize) -> Step {
        if self.is_at_dash() {
            self.nested(|reader| reader.list(column, reader.at))
        } else {
            self.nested(|reader| reader.mapping(column))
        }
    }

    /// Items whose hyphens stand in this column.
    fn list(&mut self, column: usize, start: usize) -> Step {
        self.growth.start(Collection::Sequence, false, Span::at(start));
        while self.indent == Some(column) && self.is_at_dash() {
            self.at += 1;
            self.skip_spaces();
            self.item()?;
        }
        self.growth.end(self.at)?;
        Some(())
    }

    /// What stands behind a hyphen: a value, or the first line of a mapping.
    fn item(&mut self) -> Step {
        let start = self.at;
        if !self.is_at_bracket() {
            let scalar = self.scalar(Context::Block)?;
            if self.is_at_colon() {
                self.at = start;
                let column = start - self.line;
                self.indent = Some(column);
                return self.nested(|reader| reader.mapping(column));
            }
            self.place(&scalar);
            return self.finish_line();
        }
        self.flow()?;
        self.finish_line()
    }

    /// Entries whose keys begin in this column.
    fn mapping(&mut self, column: usize) -> Step {
        self.growth.start(Collection::Mapping, false, Span::at(self.at));
        while self.indent == Some(column) && !self.is_at_dash() {
            let end = self.key(Context::Block)?;
            self.skip_spaces();
            if self.is_at_line_end() {
                self.leave_line();
                self.seek_line();
                self.lines_below(column, end)?;
            } else {
                self.value(Context::Block)?;
                self.finish_line()?;
            }
        }
        self.end_mapping()
    }

    /// The value of a key that ends at `end` with nothing behind it on its line.
    fn lines_below(&mut self, column: usize, end: usize) -> Step {
        match self.indent {
            Some(deeper) if deeper > column => self.block(deeper),
            Some(same) if same == column && self.is_at_dash() => {
                // The full reader lets such a list begin with its first item.
                let text = &self.text[self.at + 1..];
                let spaces = text.iter().take_while(|byte| **byte == b' ').count();
                let start = self.at + 1 + spaces;
                self.nested(|reader| reader.list(column, start))
            }
            _ => {
                self.growth.nothing(end);
                Some(())
            }
        }
    }

    /// A key with its colon; gives where the key ends.
    fn key(&mut self, context: Context) -> Option<usize> {
        let key = self.scalar(context)?;
        let usual = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let sure = self.is_at_colon()
            && key.span.end == self.at
            && key.span.len() <= LONGEST_KEY
            && self.text.get(key.text.start).is_some_and(usual);
        if !sure {
            return None;
        }
        self.place(&key);
        self.at += 1;
        Some(key.span.end)
    }

    fn end_mapping(&mut self) -> Step {
        let node = self.growth.end(self.at)?;
        // The full reader reports a key that stands there twice.
        (!self.growth.has_twins(self.file, node)).then_some(())
    }

    fn is_at_bracket(&self) -> bool {
        matches!(self.peek(), Some(b'[' | b'{'))
    }

    /// True at a colon that ends a key.
    fn is_at_colon(&self) -> bool {
        self.peek() == Some(b':') && matches!(self.text.get(self.at + 1), None | Some(b' ' | b'\n'))
    }

    fn value(&mut self, context: Context) -> Step {
        if self.is_at_bracket() {
            return self.flow();
        }
        let scalar = self.scalar(context)?;
        self.place(&scalar);
        Some(())
    }

    /// Values or entries in brackets that close on the same line.
    fn flow(&mut self) -> Step {
        match self.peek()? {
            b'[' => self.nested(|reader| {
                reader.bracketed(Collection::Sequence, b']', |reader| reader.value(Context::Flow))
            }),
            _ => self.nested(|reader| reader.bracketed(Collection::Mapping, b'}', Self::pair)),
        }
    }

    fn bracketed(&mut self, sort: Collection, close: u8, one: fn(&mut Self) -> Step) -> Step {
        self.growth.start(sort, true, Span::new(self.at, self.at + 1));
        self.at += 1;
        self.skip_spaces();
        let mut more = self.peek()? != close;
        while more {
            one(self)?;
            self.skip_spaces();
            more = match self.peek()? {
                b',' => true,
                byte if byte == close => false,
                _ => return None,
            };
            if more {
                self.at += 1;
                self.skip_spaces();
            }
        }
        self.at += 1;
        match sort {
            Collection::Sequence => self.growth.end(self.at).map(|_| ()),
            Collection::Mapping => self.end_mapping(),
        }
    }

    fn pair(&mut self) -> Step {
        self.key(Context::Flow)?;
        self.skip_spaces();
        self.value(Context::Flow)
    }

    fn place(&mut self, scalar: &Scalar) {
        self.growth.lent(scalar.style, scalar.span, scalar.text);
    }

    fn scalar(&mut self, context: Context) -> Option<Scalar> {
        match self.peek()? {
            quote @ (b'"' | b'\'') => self.quoted(quote),
            _ => self.plain(context),
        }
    }

    /// Text in quotes, without anything to resolve in it.
    fn quoted(&mut self, quote: u8) -> Option<Scalar> {
        let start = self.at;
        let ends = |byte: &u8| *byte == quote || matches!(*byte, b'\\' | b'\n');
        let len = self.text[start + 1..].iter().position(ends)?;
        let text = Span::new(start + 1, start + 1 + len);
        self.at = text.end + 1;
        // A quote that stands twice means itself, a backslash may mean anything.
        if self.text[text.end] != quote || self.peek() == Some(quote) {
            return None;
        }
        Some(Scalar { style: Style::Quoted, span: Span::new(start, self.at), text })
    }

    fn plain(&mut self, context: Context) -> Option<Scalar> {
        let start = self.at;
        if !self.begins_plain() {
            return None;
        }
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => break,
                b':' if self.is_at_colon() => break,
                b'#' if self.is_at_line_end() => break,
                b',' | b']' | b'}' if context == Context::Flow => break,
                b'[' | b'{' if context == Context::Flow => return None,
                b':' if context == Context::Flow && self.is_before_indicator() => return None,
                _ => self.at += 1,
            }
        }
        let text = &self.text[start..self.at];
        let spaces = text.iter().rev().take_while(|byte| **byte == b' ').count();
        let span = Span::new(start, self.at - spaces);
        Some(Scalar { style: Style::Plain, span, text: span })
    }

    /// True at a character that cannot begin anything but a plain scalar.
    fn begins_plain(&self) -> bool {
        let word = |byte: &u8| byte.is_ascii_alphanumeric();
        match self.peek() {
            Some(b'-') => self.text.get(self.at + 1).is_some_and(word),
            Some(byte) => word(&byte) || !byte.is_ascii() || b"_/(.+$~<=;^\\".contains(&byte),
            None => false,
        }
    }

    fn is_before_indicator(&self) -> bool {
        matches!(self.text.get(self.at + 1), Some(b',' | b'[' | b']' | b'{' | b'}'))
    }
}

/// A scalar that was read: all of it, and its text without quotes.
struct Scalar {
    style: Style,
    span: Span,
    text: Span,
}
