//! A reader of comma-separated values that says where a file is broken.
//!
//! Strict on purpose: a quote that nobody closes, or a line with too few cells, would silently turn
//! tickets into something else.

use thiserror::Error;

/// A table with a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub head: Vec<String>,
    /// The lines below, each with the number of the line of the file on which it begins.
    pub rows: Vec<(usize, Vec<String>)>,
    /// What stands between two cells.
    pub separator: char,
}

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CsvFlaw {
    /// Nothing in it.
    #[error("it is empty")]
    Empty,
    /// It is in two-byte characters.
    #[error("it is in UTF-16")]
    Utf16,
    /// It is not UTF-8.
    #[error("line {0} is not UTF-8")]
    NotUtf8(usize),
    /// A quote is opened and never closed.
    #[error("the quote that opens on line {0} is never closed")]
    OpenQuote(usize),
    /// Something follows a closing quote, or a quote stands inside a cell.
    #[error("line {0} has a quote in the middle of a cell")]
    StrayQuote(usize),
    /// A line has another number of cells than the head.
    #[error("line {line} has {found} cells, and the head has {wanted}")]
    Ragged {
        /// The line.
        line: usize,
        /// Its cells.
        found: usize,
        /// Those of the head.
        wanted: usize,
    },
}

impl CsvFlaw {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Empty => {
                "export the tickets again, with the names of the columns on the first line"
            }
            Self::Utf16 | Self::NotUtf8(_) => "save it as `CSV UTF-8` and try again",
            Self::OpenQuote(_) | Self::StrayQuote(_) => {
                "put the whole cell in double quotes, and write a quote inside it twice"
            }
            Self::Ragged { .. } => {
                "put cells that hold the separator in double quotes, or export the tickets again"
            }
        }
    }
}

/// Reads a table; the separator is the one of `,`, `;` and tab that the head has most of.
pub fn read_table(bytes: &[u8]) -> Result<Table, CsvFlaw> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(CsvFlaw::Utf16);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n');
        CsvFlaw::NotUtf8(before.count())
    })?;
    // A spreadsheet's own hint about the separator.
    let first = text.lines().next().unwrap_or_default();
    let hint = first.trim().strip_prefix("sep=").and_then(|rest| rest.chars().next());
    let separator = hint.unwrap_or_else(|| separator(text));
    let mut lines = split(text, separator)?.into_iter().skip(usize::from(hint.is_some()));
    let (_, head) = lines.next().ok_or(CsvFlaw::Empty)?;
    let wanted = head.len();
    let rows: Vec<_> = lines.collect();
    if let Some((line, cells)) = rows.iter().find(|(_, cells)| cells.len() != wanted) {
        return Err(CsvFlaw::Ragged { line: *line, found: cells.len(), wanted });
    }
    let head = head.iter().map(|name| name.trim().to_owned()).collect();
    Ok(Table { head, rows, separator })
}

/// The separator that stands most often outside quotes of the first line that holds anything.
fn separator(text: &str) -> char {
    let mut quoted = false;
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    for character in text.trim_start().chars() {
        match character {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted => break,
            _ if quoted => {}
            other => {
                counts.iter_mut().filter(|(known, _)| *known == other).for_each(|it| it.1 += 1);
            }
        }
    }
    // Of equals the first: max_by_key would give the last.
    let most = counts.iter().map(|(_, n)| *n).max().unwrap_or(0);
    counts.iter().find(|(_, n)| *n == most).map_or(',', |(known, _)| *known)
}

/// The lines that hold anything, as cells, each with the number of its first line.
fn split(text: &str, separator: char) -> Result<Vec<(usize, Vec<String>)>, CsvFlaw> {
    let mut rows = Vec::new();
    let (mut line, mut begun) = (1, 1);
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if cell.trim().is_empty() => {
                cell = quoted(&mut characters, &mut line)?;
                while characters.next_if(|c| *c == ' ').is_some() {}
                let ends = |c: char| c == separator || c == '\n' || c == '\r';
                if characters.peek().is_some_and(|c| !ends(*c)) {
                    return Err(CsvFlaw::StrayQuote(line));
                }
            }
            '"' => return Err(CsvFlaw::StrayQuote(line)),
            c if c == separator => cells.push(std::mem::take(&mut cell)),
            '\n' | '\r' => {
                if character == '\r' {
                    characters.next_if(|c| *c == '\n');
                }
                end_line(&mut rows, begun, &mut cells, &mut cell);
                line += 1;
                begun = line;
            }
            other => cell.push(other),
        }
    }
    end_line(&mut rows, begun, &mut cells, &mut cell);
    Ok(rows)
}

/// Ends a line; one that holds nothing at all is none.
fn end_line(
    rows: &mut Vec<(usize, Vec<String>)>,
    begun: usize,
    cells: &mut Vec<String>,
    cell: &mut String,
) {
    cells.push(std::mem::take(cell));
    let line = std::mem::take(cells);
    if line.len() > 1 || !line[0].trim().is_empty() {
        rows.push((begun, line));
    }
}

/// The rest of a cell in quotes, up to the closing one.
fn quoted(
    characters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    line: &mut usize,
) -> Result<String, CsvFlaw> {
    let (opened, mut cell) = (*line, String::new());
    while let Some(character) = characters.next() {
        match character {
            '"' if characters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => return Ok(cell),
            other => {
                *line += usize::from(other == '\n');
                cell.push(other);
            }
        }
    }
    Err(CsvFlaw::OpenQuote(opened))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        read_table(text.as_bytes()).unwrap().rows.into_iter().map(|(_, cells)| cells).collect()
    }

    fn flaw(text: &str) -> CsvFlaw {
        read_table(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_spreadsheet_of_europe_is_read_like_any_other() {
        let table = read_table("\u{feff}Nr;Titel\r\nT-1;\"Müll; und\r\nmehr\"\r\n".as_bytes());
        let table = table.unwrap();
        assert_eq!((table.separator, table.head), (';', vec!["Nr".to_owned(), "Titel".into()]));
        assert_eq!(table.rows, [(2, vec!["T-1".to_owned(), "Müll; und\r\nmehr".into()])]);
        assert_eq!(rows("sep=;\nid;x\nT,1;y\n"), [["T,1", "y"]]);
        assert_eq!(rows("id\tx\nT-1\t\n"), [["T-1", ""]]);
    }

    #[test]
    fn quotes_are_undone_and_empty_lines_are_no_lines() {
        assert_eq!(rows("id,x\n\n\"T \"\"1\"\"\" ,\"\"\n   \n"), [["T \"1\"", ""]]);
        assert_eq!(rows("id\nT-1\rT-2"), [["T-1"], ["T-2"]]);
    }

    #[test]
    fn what_is_broken_is_said_with_its_line() {
        assert_eq!(flaw(""), CsvFlaw::Empty);
        assert_eq!(flaw(" \n\r\n"), CsvFlaw::Empty);
        assert_eq!(flaw("id,x\nT-1,\"open\nT-2,y\n"), CsvFlaw::OpenQuote(2));
        assert_eq!(flaw("id,x\nT-1,a\"b\n"), CsvFlaw::StrayQuote(2));
        assert_eq!(flaw("id,x\nT-1,\"a\"b\n"), CsvFlaw::StrayQuote(2));
        assert_eq!(
            flaw("id,x\nT-1,\"a\nb\"\nT-2\n"),
            CsvFlaw::Ragged { line: 4, found: 1, wanted: 2 }
        );
        assert_eq!(read_table(b"id\nT-1\nM\xfcll\n"), Err(CsvFlaw::NotUtf8(3)));
        assert_eq!(read_table(b"\xff\xfei\0d\0"), Err(CsvFlaw::Utf16));
    }
}
