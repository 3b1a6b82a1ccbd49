//! Sentences of a record's prose as words with their places. Knows nothing of what they say.

use crate::span::Span;

/// A word without the punctuation around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rules) struct Word {
    /// The word in lower case, with straight apostrophes.
    pub(in crate::rules) lower: String,
    /// Where it stands.
    pub(in crate::rules) span: Span,
}

/// Words after which a sentence is cut, so that a text without full stops costs no more.
const LONGEST: usize = 200;

/// The sentences in `runs` of `text`. Runs that stand beside each other are read on, unless
/// something other than a line end or emphasis lies between them.
pub(in crate::rules) fn sentences(text: &str, runs: &[Span]) -> Vec<Vec<Word>> {
    let (mut found, mut open, mut last) = (Vec::new(), Vec::new(), 0);
    for run in runs {
        if !open.is_empty() && !reads_on(Span::new(last, run.start).slice(text)) {
            found.push(std::mem::take(&mut open));
        }
        for (word, ends) in words(text, *run) {
            open.extend(word);
            if (ends && !open.is_empty()) || open.len() == LONGEST {
                found.push(std::mem::take(&mut open));
            }
        }
        last = run.end;
    }
    if !open.is_empty() {
        found.push(open);
    }
    found
}

fn reads_on(gap: &str) -> bool {
    !gap.contains("\n\n") && gap.chars().all(|c| c.is_whitespace() || matches!(c, '*' | '_'))
}

/// The words of a run, each with whether a sentence ends behind it.
fn words(text: &str, run: Span) -> impl Iterator<Item = (Option<Word>, bool)> {
    let part = run.slice(text);
    part.split_whitespace().map(move |raw| {
        let bare = raw.trim_matches(|c: char| !c.is_alphanumeric());
        let at = run.start + (bare.as_ptr() as usize - part.as_ptr() as usize);
        let lower = bare.to_lowercase().replace('’', "'");
        let word = Word { lower, span: Span::new(at, at + bare.len()) };
        let close = raw.trim_end_matches(['"', '\'', ')', '”', '’', '*']);
        ((!bare.is_empty()).then_some(word), close.ends_with(['.', '!', '?', ':', ';']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, runs: &[Span]) -> Vec<String> {
        let joined = |words: &Vec<Word>| {
            words.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ")
        };
        sentences(text, runs).iter().map(joined).collect()
    }

    #[test]
    fn words_keep_their_places_and_sentences_end_at_full_stops() {
        let text = "It was “k.brandt’s” fault. (Really!)";
        let whole = Span::new(0, text.len());
        assert_eq!(lines(text, &[whole]), ["it was k.brandt's fault", "really"]);
        let words = sentences(text, &[whole]).concat();
        assert_eq!(words[2].span.slice(text), "k.brandt’s");
    }

    #[test]
    fn a_sentence_goes_over_a_line_end_and_not_over_a_list() {
        let text = "one *two*\nthree\n- four";
        let at = |word: &str| {
            let start = text.find(word).unwrap();
            Span::new(start, start + word.len())
        };
        let runs = [at("one"), at("two"), at("three"), at("four")];
        assert_eq!(lines(text, &runs), ["one two three", "four"]);
    }
}
