//! What pages say, in another language: the very last step before HTML.
//!
//! Everything is judged, counted and redacted in English; only then is a finished view told again, sentence by sentence,
//! from one catalogue whose keys are the sentences as the code writes them. So a page says in no language what it does
//! not say in English, findings and JSON have one wording that people can quote, and no other room knows of languages.
//! What is not in the catalogue stays as it is, and so does what people wrote, even where it reads like words of ours.

mod catalogue;
mod message;
mod pages;
mod picture;
mod table;
mod value;

use crate::redact::{WITHHELD, WITHHELD_BODY};
use catalogue::Catalogue;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A language in which pages speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// The language of the code.
    #[default]
    English,
    /// `templates/words/de.yaml`.
    German,
}

static GERMAN: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::read(include_str!("../../templates/words/de.yaml"))
        .expect("the catalogue is read by a test")
});

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The language with this tag, in whichever case.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(tag))
    }

    /// The tag by which users and browsers know it (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }
}

/// What people wrote, text by text; it stands on a page as it stands in the file.
pub type Written<'w> = HashSet<&'w str>;

/// Who tells a page again in a language.
#[derive(Clone, Copy)]
pub struct Words {
    language: Language,
    /// None for the language of the code.
    catalogue: Option<&'static Catalogue>,
}

impl Words {
    /// For pages in `language`.
    pub fn of(language: Language) -> Self {
        let catalogue = match language {
            Language::English => None,
            Language::German => Some(&*GERMAN),
        };
        Self { language, catalogue }
    }

    /// The tag of the language.
    pub fn tag(self) -> &'static str {
        self.language.tag()
    }

    /// True where pages are told again.
    pub fn retells(self) -> bool {
        self.catalogue.is_some()
    }

    /// The text in the language; as it is where the catalogue does not know it.
    pub fn say(self, text: &str) -> Cow<'_, str> {
        match self.catalogue.and_then(|catalogue| catalogue.tell(text, &Written::new())) {
            Some(told) => Cow::Owned(told),
            None => Cow::Borrowed(text),
        }
    }

    /// A sentence of a template, with its places as they are written.
    pub fn pattern(self, text: &str) -> &str {
        self.catalogue.and_then(|catalogue| catalogue.pattern(text)).unwrap_or(text)
    }

    /// The words of the script, each with what it is told as; none for the language of the code.
    pub fn of_script(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.catalogue.into_iter().flat_map(Catalogue::of_script)
    }
}

/// A page on its way into a language.
#[derive(Clone, Copy)]
struct Teller<'w> {
    catalogue: &'static Catalogue,
    written: &'w Written<'w>,
}

impl Teller<'_> {
    /// A text in a place where words of people may stand too.
    fn tell(self, text: &mut String) {
        if let Some(told) = self.catalogue.tell(text, self.written) {
            *text = told;
        }
    }

    /// A text in a place that has words of ours alone.
    fn own(self, text: &mut String) {
        if let Some(told) = self.catalogue.tell(text, &Written::new()) {
            *text = told;
        }
    }

    /// A text of people, or what an edition has in its place.
    fn withheld(self, text: &mut String) {
        if text == WITHHELD {
            self.own(text);
        }
    }

    /// A body of people, or what an edition has in its place.
    fn body(self, html: &mut String) {
        if html == WITHHELD_BODY {
            let told = self.catalogue.word(WITHHELD).unwrap_or(WITHHELD);
            *html = format!("<p>{}</p>", crate::escape::html(told));
        }
    }

    /// A word of a table of the code in its place.
    fn label(self, word: &mut &'static str) {
        if let Some(told) = self.catalogue.word(word) {
            *word = told;
        }
    }
}

#[cfg(test)]
mod tests;
