//! The quick reader and the full reader give the same tree, and the quick one is not idle.

use super::tree::{Content, NodeId, Tree};
use super::{build, plain};
use crate::span::Span;
use proptest::prelude::*;
use std::path::Path;

/// True when the quick reader reads `text`; what it reads is what the full reader reads.
fn agrees(text: &str) -> Result<bool, TestCaseError> {
    for before in ["", "---\n"] {
        let file = format!("{before}{text}");
        let range = Span::new(before.len(), file.len());
        let Some(quick) = plain::read(&file, range) else { return Ok(false) };
        let (full, faults) = build::build(&file, range);
        prop_assert!(faults.is_empty(), "{file}\n{faults:?}");
        let full = full.expect("without a fault there is a tree");
        let (quick, full) = (told(&file, &quick, quick.root()), told(&file, &full, full.root()));
        prop_assert_eq!(quick, full, "{}", file);
    }
    Ok(true)
}

/// Everything that is known of a node and those below it.
fn told(file: &str, tree: &Tree, id: NodeId) -> String {
    let node = tree.node(id);
    let text = (tree.text(file, id), tree.is_null(file, id));
    let below: Vec<String> = match node.content {
        Content::Scalar(style) => vec![format!("{style:?}")],
        Content::Sequence(items) => items.iter().map(|item| told(file, tree, *item)).collect(),
        Content::Mapping(entries) => {
            let both = entries.iter().flat_map(|entry| [entry.key, entry.value]);
            both.map(|id| told(file, tree, id)).collect()
        }
    };
    format!("{:?} {} {text:?} {below:?}", node.span, node.flow)
}

/// The front matter of every record of the sample register.
fn sample() -> Vec<String> {
    let mut found = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/register"), &mut found);
    found
}

fn gather(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, found);
        } else if path.extension().is_some_and(|end| end == "md") {
            let text = std::fs::read_to_string(path).unwrap();
            let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
            found.extend(front.map(|(front, _)| format!("{front}\n")));
        }
    }
}

#[test]
fn the_sample_register_is_read_quickly_and_alike() {
    let sample = sample();
    let quick = sample.iter().filter(|text| agrees(text).unwrap()).count();
    assert!(sample.len() > 50 && quick * 20 >= sample.len() * 19, "{quick} of {}", sample.len());
}

#[test]
fn forms_that_people_write_are_read_quickly() {
    for text in [
        "a: 1\nb:\n  c: d e\n  e:\nf: [x, 'y', \"z\", {g: h}]\n",
        "a:\n- x\n- b: 1\n  c: {d: e, f: []}\n\n# comment\ng:\n  - q # comment\n  -  r\nh:",
        "a: 2026-01-02T10:30:00+02:00\nb: https://example.org/a#b\nc: it's, so [to] say\nd: ''\n",
        "title: Zugriff über §8 – „geprüft“\nwhy:   much room   \nnumber: -1\n",
    ] {
        assert!(agrees(text).unwrap(), "{text}");
    }
}

#[test]
fn what_is_not_plain_is_left_to_the_full_reader() {
    for text in [
        "",
        "# only\n",
        "a\n",
        "- a\n",
        " a: 1\n",
        "a: 1\n  b: 2\n",
        "a: b\n c\n",
        "a:\n    b: 1\n  c: 2\n",
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "<<: {a: 1}\n",
        "a: &x 1\n",
        "a: *x\n",
        "a: !t 1\n",
        "a: |\n  b\n",
        "a: b: c\n",
        "a: - b\n",
        "a: [b\n  ]\n",
        "a: [b: c]\n",
        "a: [b, ]\n",
        "a: {b}\n",
        "a: {b:}\n",
        "a: \"\\n\"\n",
        "a: 'it''s'\n",
        "a: 'b' c\n",
        "a: 'b'#c\n",
        "a:\t1\n",
        "a: 1\r\n",
        "a: \u{feff}\n",
        "a: \u{85}\n",
        "? a\n: b\n",
        "a: 1\n---\nb: 1\n",
        "a: 1\n...\n",
        "%YAML 1.2\n",
        "a: @b\n",
        "a : b\n",
        "a:\n  - b\n -  c\n",
        "a:\n  b: 1\n  - c\n",
    ] {
        assert!(!agrees(text).unwrap(), "{text:?}");
    }
}

#[test]
fn blank_lines_and_depth_without_end_are_no_danger() {
    assert!(agrees(&format!("a: 1\n{}b: 2\n", "\n".repeat(60_000))).unwrap());
    assert!(!agrees(&format!("a: {}{}\n", "[".repeat(5000), "]".repeat(5000))).unwrap());
    let deep: Vec<_> = (0..500).map(|depth| " ".repeat(depth) + "a:\n").collect();
    assert!(!agrees(&deep.concat()).unwrap());
}

/// Pieces that a text of YAML is made and marred with.
const PIECES: &[&str] = &[
    "a", "b: ", "c:", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "- ", "'", "\"", "[", "]", "{",
    "}", ", ", ",", ": ", ":", " #", "#", "x y", "~", "é", "|", "-", "1", "''", "&a ", "*a",
    "\n---\n", "\n...", "\\", "? ", "!t ", "%", "@", ">", "null", "\r\n", "<<: ", "\t", "\u{feff}",
    "\u{85}", "\u{2028}",
];

fn piece() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(PIECES)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn made_up_texts_are_read_alike(
        start in proptest::sample::select(&["", "a: ", "k:", "k:\n  "]),
        pieces in proptest::collection::vec(piece(), 0..14),
    ) {
        agrees(&format!("{start}{}", pieces.concat()))?;
    }

    #[test]
    fn marred_records_are_read_alike(
        which in any::<prop::sample::Index>(),
        first in any::<prop::sample::Index>(),
        marks in proptest::collection::vec((any::<prop::sample::Index>(), piece(), 0..3_usize), 0..3),
    ) {
        let sample = sample_once();
        let lines: Vec<&str> = which.get(sample).split_inclusive('\n').collect();
        let mut text: String = lines.iter().skip(first.index(lines.len())).take(8).copied().collect();
        for (at, piece, len) in marks {
            let mut places = text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            places.push(text.len());
            let at = at.index(places.len());
            let end = places[(at + len).min(places.len() - 1)];
            text.replace_range(places[at]..end, piece);
        }
        agrees(&text)?;
    }
}

fn sample_once() -> &'static [String] {
    static SAMPLE: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    SAMPLE.get_or_init(sample)
}
