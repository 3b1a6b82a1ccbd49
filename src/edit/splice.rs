//! Bytes at named places get others; the proof is that only the values at these places read otherwise.

use super::{EditError, front_matter, read};
use crate::span::Span;
use crate::yaml::{Content, NodeId, Tree};

/// Text that takes the place of a part of another text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Splice {
    /// What is replaced; empty where something is put in.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Splice {
    /// `text` in the place of what stands at `span`.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// True when the value at `span` is changed by it.
    const fn touches(&self, span: Span) -> bool {
        self.span.contains(span) || (self.span.start < span.end && self.span.end > span.start)
    }
}

/// The text with every splice made, in whatever order they are given.
pub fn splice(text: &str, splices: &[Splice]) -> Result<String, EditError> {
    let mut sorted: Vec<&Splice> = splices.iter().collect();
    sorted.sort();
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for Splice { span, text: new } in sorted {
        let kept = text.get(at..span.start).filter(|_| text.is_char_boundary(span.end));
        out.push_str(kept.ok_or(EditError::Overlap)?);
        out.push_str(new);
        at = span.end;
    }
    out.push_str(text.get(at..).ok_or(EditError::Overlap)?);
    Ok(out)
}

/// Makes the splices in a record and proves that no other value of its front matter has changed.
pub fn rewrite(text: &str, splices: &[Splice]) -> Result<String, EditError> {
    let after = splice(text, splices)?;
    let old = front_matter(text).ok_or(EditError::NoFrontMatter)?;
    let new = front_matter(&after).ok_or(EditError::NoFrontMatter)?;
    if text.len() - old.end + grown(splices, old.end)
        != after.len() - new.end + shrunk(splices, old.end)
    {
        return Err(EditError::Spill);
    }
    let (before_tree, after_tree) = (read(text, old)?, read(&after, new)?);
    prove((text, &before_tree), (&after, &after_tree), splices).map(|()| after)
}

/// The same for a file that is YAML as a whole.
pub fn rewrite_yaml(text: &str, splices: &[Splice]) -> Result<String, EditError> {
    let after = splice(text, splices)?;
    let whole =
        |text: &str| Span::new(if text.starts_with('\u{feff}') { 3 } else { 0 }, text.len());
    let (old, new) = (read(text, whole(text))?, read(&after, whole(&after))?);
    prove((text, &old), (&after, &new), splices).map(|()| after)
}

/// Bytes that splices from `start` on put in.
fn grown(splices: &[Splice], start: usize) -> usize {
    splices.iter().filter(|s| s.span.start >= start).map(|s| s.text.len()).sum()
}

/// Bytes that splices from `start` on take out.
fn shrunk(splices: &[Splice], start: usize) -> usize {
    splices.iter().filter(|s| s.span.start >= start).map(|s| s.span.len()).sum()
}

fn prove(before: (&str, &Tree), after: (&str, &Tree), splices: &[Splice]) -> Result<(), EditError> {
    let proof = Proof { before, after, splices };
    let same = proof.same_but(before.1.root(), after.1.root());
    if same { Ok(()) } else { Err(EditError::Spill) }
}

struct Proof<'a> {
    before: (&'a str, &'a Tree),
    after: (&'a str, &'a Tree),
    splices: &'a [Splice],
}

impl Proof<'_> {
    /// True when both read the same, but for scalars that a splice touches and for what a splice
    /// replaces as a whole.
    fn same_but(&self, old: NodeId, new: NodeId) -> bool {
        let (a, b) = (self.before.1.node(old), self.after.1.node(new));
        let whole = !a.span.is_empty() && self.splices.iter().any(|s| s.span.contains(a.span));
        match (a.content, b.content) {
            _ if whole => true,
            (Content::Scalar(_), Content::Scalar(_)) => {
                self.splices.iter().any(|splice| !a.span.is_empty() && splice.touches(a.span))
                    || self.before.1.same_values(
                        self.before.0,
                        old,
                        self.after.1,
                        self.after.0,
                        new,
                    )
            }
            (Content::Sequence(a), Content::Sequence(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same_but(*a, *b))
            }
            (Content::Mapping(a), Content::Mapping(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| {
                        self.same_but(a.key, b.key) && self.same_but(a.value, b.value)
                    })
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\r\nid: A # one\r\nlist: [a, 'b', {c: d}]\r\n---\r\nBody a\r\n";

    fn at(part: &str, new: &str) -> Splice {
        let start = TEXT.find(part).unwrap();
        Splice::new(Span::new(start, start + part.len()), new)
    }

    #[test]
    fn every_other_byte_stays() {
        let made = rewrite(TEXT, &[at("Body a", "Body b"), at("b'", "x'"), at("d}", "[e]}")]);
        let wanted = TEXT.replace("'b'", "'x'").replace("d}", "[e]}").replace("Body a", "Body b");
        assert_eq!(made.unwrap(), wanted);
        assert_eq!(rewrite_yaml("a: b\n", &[Splice::new(Span::new(3, 4), "c")]).unwrap(), "a: c\n");
    }

    #[test]
    fn what_would_change_another_value_is_refused() {
        for new in ["A\r\nmore: B", "A\r\n---\r\nx", "[A", "A\r\nid: B"] {
            assert!(rewrite(TEXT, &[at("A", new)]).is_err(), "{new:?}");
        }
        assert_eq!(rewrite(TEXT, &[at(" # one", ", x: y")]).ok(), None);
        assert_eq!(rewrite(TEXT, &[at("list", "x"), at("ist:", "y:")]), Err(EditError::Overlap));
        assert_eq!(rewrite(TEXT, &[Splice::new(Span::new(3, 900), "")]), Err(EditError::Overlap));
    }
}
