//! Reads one source file as tokens: which paths it names, which modules it declares.
//!
//! Tokens rather than a syntax tree, so that macro bodies and attributes are seen as well.

use proc_macro2::{Delimiter, Punct, Spacing, TokenStream, TokenTree};
use std::collections::BTreeMap;

/// A path that the source names, such as `crate::diag::Finding`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Line of its first segment, from 1.
    pub(super) line: usize,
    /// Its segments; a leading `::` is dropped.
    pub(super) segments: Vec<String>,
    /// Inline modules around it, below the file's own.
    pub(super) inside: Vec<String>,
    /// It is imported whole (`path::*`).
    pub(super) glob: bool,
    /// It stands in code that only tests compile.
    pub(super) test: bool,
}

/// A module declared in a file, inline or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Module {
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) test: bool,
}

/// What one file says.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) named: Vec<Named>,
    pub(super) modules: Vec<Module>,
}

/// Reads `text`; the error is a sentence without a place.
pub(super) fn read(text: &str) -> Result<Facts, String> {
    let tokens: TokenStream = text.parse().map_err(|e| format!("is not Rust: {e}"))?;
    let mut reader = Reader::default();
    reader.level(&tokens.into_iter().collect::<Vec<_>>(), false);
    let mut facts = reader.facts;
    expand_std_aliases(&mut facts.named, &reader.aliases);
    Ok(facts)
}

#[derive(Default)]
struct Reader {
    facts: Facts,
    inside: Vec<String>,
    /// Names that a `use` brought in from the standard library, with what they stand for.
    aliases: BTreeMap<String, Vec<String>>,
}

impl Reader {
    /// Reads the tokens of one nesting level.
    fn level(&mut self, tokens: &[TokenTree], test: bool) {
        let mut at = 0;
        while at < tokens.len() {
            at += self.one(tokens, at, test);
        }
    }

    /// Reads what stands at `at` and says how many tokens that was.
    fn one(&mut self, tokens: &[TokenTree], at: usize, test: bool) -> usize {
        match &tokens[at] {
            TokenTree::Punct(p) if p.as_char() == '#' => {
                let Some(TokenTree::Group(attribute)) = tokens.get(at + 1) else { return 1 };
                let inner: Vec<_> = attribute.stream().into_iter().collect();
                self.level(&inner, test);
                if !is_test_attribute(&inner) || test {
                    return 2;
                }
                let end = at + 2 + item_length(&tokens[at + 2..]);
                self.level(&tokens[at + 2..end], true);
                end - at
            }
            TokenTree::Group(group) => {
                self.level(&group.stream().into_iter().collect::<Vec<_>>(), test);
                1
            }
            TokenTree::Ident(word) if word == "use" && !is_punct(tokens.get(at + 1), '<') => {
                let end = statement_end(tokens, at);
                self.use_tree(&tokens[at + 1..end], &[], test);
                end - at
            }
            TokenTree::Ident(word) if word == "mod" => self.module(tokens, at, test),
            TokenTree::Ident(_) if starts_path(tokens, at) => self.path(tokens, at, test),
            _ => 1,
        }
    }

    fn module(&mut self, tokens: &[TokenTree], at: usize, test: bool) -> usize {
        let Some(TokenTree::Ident(name)) = tokens.get(at + 1) else { return 1 };
        let line = name.span().start().line;
        self.facts.modules.push(Module { line, name: name.to_string(), test });
        if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
            self.inside.push(name.to_string());
            self.level(&body.stream().into_iter().collect::<Vec<_>>(), test);
            self.inside.pop();
        }
        3
    }

    fn path(&mut self, tokens: &[TokenTree], at: usize, test: bool) -> usize {
        let mut segments = vec![tokens[at].to_string()];
        let mut next = at + 1;
        while is_colons(tokens, next) {
            let Some(TokenTree::Ident(word)) = tokens.get(next + 2) else { break };
            segments.push(word.to_string());
            next += 3;
        }
        self.push(tokens[at].span().start().line, segments, false, test);
        next - at
    }

    /// Flattens `a::{b, c::*}`; `before` are the segments that lead here.
    fn use_tree(&mut self, tokens: &[TokenTree], before: &[String], test: bool) {
        for branch in tokens.split(|t| is_punct(Some(t), ',')) {
            self.use_branch(branch, before, test);
        }
    }

    fn use_branch(&mut self, tokens: &[TokenTree], before: &[String], test: bool) {
        let Some(first) = tokens.first() else { return };
        let line = first.span().start().line;
        let mut segments = before.to_vec();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Ident(word) if word == "as" => break,
                TokenTree::Ident(word) => segments.push(word.to_string()),
                TokenTree::Group(group) => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    return self.use_tree(&inner, &segments, test);
                }
                TokenTree::Punct(p) if p.as_char() == '*' => {
                    return self.push(line, segments, true, test);
                }
                _ => {}
            }
            at += 1;
        }
        if segments.last().is_some_and(|last| last == "self") && segments.len() > 1 {
            segments.pop();
        }
        let alias = match tokens.get(at + 1) {
            Some(TokenTree::Ident(word)) => word.to_string(),
            _ => segments.last().cloned().unwrap_or_default(),
        };
        if segments.first().is_some_and(|first| first == "std") {
            self.aliases.insert(alias, segments.clone());
        }
        self.push(line, segments, false, test);
    }

    fn push(&mut self, line: usize, segments: Vec<String>, glob: bool, test: bool) {
        self.facts.named.push(Named { line, segments, inside: self.inside.clone(), glob, test });
    }
}

/// Turns `process::Command` back into `std::process::Command` where `std::process` was imported.
fn expand_std_aliases(named: &mut [Named], aliases: &BTreeMap<String, Vec<String>>) {
    for path in named.iter_mut().filter(|path| path.segments.len() > 1) {
        if let Some(whole) = aliases.get(&path.segments[0]).filter(|whole| whole.len() > 1) {
            path.segments.splice(0..1, whole.iter().cloned());
        }
    }
}

/// True for `test`, `cfg(test)` and `cfg(any(test, ..))`, not for `cfg(not(test))`.
fn is_test_attribute(attribute: &[TokenTree]) -> bool {
    let text = attribute.iter().map(ToString::to_string).collect::<String>();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    match words.first() {
        Some(&"test") => words.len() == 1,
        Some(&"cfg") => words.contains(&"test") && !words.contains(&"not"),
        _ => false,
    }
}

/// Number of tokens of the item that `tokens` begins with: up to its body or its semicolon.
fn item_length(tokens: &[TokenTree]) -> usize {
    let is_visibility = |t: &&TokenTree| match t {
        TokenTree::Ident(word) => word == "pub",
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
        _ => false,
    };
    let first = tokens.iter().find(|t| !is_visibility(t));
    if matches!(first, Some(TokenTree::Ident(word)) if word == "use") {
        return (statement_end(tokens, 0) + 1).min(tokens.len());
    }
    let ends = |t: &TokenTree| match t {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is_punct(Some(other), ';'),
    };
    tokens.iter().position(ends).map_or(tokens.len(), |at| at + 1)
}

fn statement_end(tokens: &[TokenTree], from: usize) -> usize {
    let rest = tokens[from..].iter().position(|t| is_punct(Some(t), ';'));
    rest.map_or(tokens.len(), |n| from + n)
}

/// True when a path begins at `at`: `::` follows, and no other segment stands before.
fn starts_path(tokens: &[TokenTree], at: usize) -> bool {
    let continues = at >= 2 && is_colons(tokens, at - 2) && {
        let before = at.checked_sub(3).map(|n| &tokens[n]);
        match before {
            Some(TokenTree::Ident(_) | TokenTree::Group(_)) => true,
            Some(TokenTree::Punct(p)) => p.as_char() == '>',
            _ => false,
        }
    };
    is_colons(tokens, at + 1) && !continues
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let joint = |p: &Punct| p.as_char() == ':' && p.spacing() == Spacing::Joint;
    let first = matches!(tokens.get(at), Some(TokenTree::Punct(p)) if joint(p));
    first && is_punct(tokens.get(at + 1), ':')
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<(usize, String)> {
        let facts = read(text).unwrap();
        facts.named.iter().map(|n| (n.line, n.segments.join("::"))).collect()
    }

    fn path_list(text: &str) -> Vec<String> {
        paths(text).into_iter().map(|(_, path)| path).collect()
    }

    #[test]
    fn nested_imports_are_flattened_with_their_lines() {
        let text = "use crate::{\n    diag::{self, Finding},\n    span as s,\n};\nuse super::*;\n";
        let expected = [
            (2, "crate::diag".to_owned()),
            (2, "crate::diag::Finding".to_owned()),
            (3, "crate::span".to_owned()),
            (5, "super".to_owned()),
        ];
        assert_eq!(paths(text), expected);
        assert!(read(text).unwrap().named[3].glob);
    }

    #[test]
    fn paths_are_seen_in_bodies_macros_attributes_and_types() {
        let text = r#"
            #[derive(clap::Parser)]
            struct A { x: ::gix::Id, y: Vec<crate::term::Day> }
            fn f() { println!("{}", crate::rules::run(a::b)); <T as crate::x::Y>::z(); }
        "#;
        let expected = [
            "clap::Parser",
            "gix::Id",
            "crate::term::Day",
            "crate::rules::run",
            "a::b",
            "crate::x::Y",
        ];
        assert_eq!(path_list(text), expected);
    }

    #[test]
    fn names_in_comments_and_strings_are_no_paths() {
        assert!(
            path_list("//! crate::rules::x\n/// gix::open\nconst A: &str = \"gix::open\";")
                .is_empty()
        );
    }

    #[test]
    fn code_for_tests_is_marked_and_the_code_after_it_is_not() {
        let text = "#[cfg(test)]\nuse a::{b};\n#[cfg(test)]\nmod tests { use c::d; }\nuse e::f;\n\
                    #[cfg(not(test))]\nuse g::h;\n#[test]\nfn t() { i::j() }\nuse k::l;";
        let marked: Vec<_> = read(text)
            .unwrap()
            .named
            .into_iter()
            .map(|n| (n.segments[0].clone(), n.test))
            .collect();
        let expected =
            [("a", true), ("c", true), ("e", false), ("g", false), ("i", true), ("k", false)];
        assert_eq!(marked, expected.map(|(name, test)| (name.to_owned(), test)));
    }

    #[test]
    fn a_shortened_standard_path_is_seen_whole() {
        let text =
            "use std::process;\nuse std::env as e;\nfn f() { process::Command::new(e::var(x)); }";
        let expected = ["std::process", "std::env", "std::process::Command::new", "std::env::var"];
        assert_eq!(path_list(text), expected);
    }
}
