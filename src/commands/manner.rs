//! How a site looks and in which language it speaks.
//!
//! Templates of the user's own are named with `--templates` and never found by themselves.

use crate::emit::Templates;
use crate::fs::Root;
use crate::session::Failure;
use crate::words::{Language, Words};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A template is read up to this size, in bytes.
const LARGEST: u64 = 1 << 20;

/// Which templates a site is made with, and its language.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Manner {
    /// Make pages with the templates of DIR in the place of those of the same names (base.html, site.css, ...)
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Language of the site's own words; records stay in the language in which they were written
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = languages(), ignore_case = true)]
    lang: Language,
}

fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::tag))
        .map(|tag| Language::parse(&tag).expect("the parser lets through no other"))
}

impl Manner {
    /// The options as they were given, to be repeated: empty, or with a blank in front.
    pub(super) fn said(&self) -> String {
        let folder = self.templates.as_ref();
        let folder = folder.map(|folder| format!(" --templates {}", folder.display()));
        format!("{}{}", folder.unwrap_or_default(), self.said_lang())
    }

    /// The language, to be repeated in the same way.
    pub(super) fn said_lang(&self) -> String {
        match self.lang {
            Language::English => String::new(),
            Language::German => format!(" --lang {}", self.lang.tag()),
        }
    }

    /// The files that may stand in the folder.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let folder = self.templates.iter();
        folder.flat_map(|folder| Templates::names().map(|name| folder.join(name))).collect()
    }

    /// The texts in the folder that was named, by name; `None` where none was.
    pub(super) fn texts(&self) -> Result<Option<BTreeMap<String, String>>, Failure> {
        let Some(folder) = &self.templates else { return Ok(None) };
        let root = Root::open(folder)?;
        let mut texts = BTreeMap::new();
        for entry in root.walk("").entries {
            let (name, shown) = (entry.path.as_str().to_owned(), folder.join(entry.path.as_str()));
            let text = String::from_utf8(root.read(&entry.path, LARGEST)?).map_err(|_| {
                let message = format!("`{}` is no UTF-8", shown.display());
                Failure::new(message, "save it as UTF-8")
            })?;
            texts.insert(name, text);
        }
        if texts.is_empty() {
            let names: Vec<&str> = Templates::names().collect();
            let message = format!("`{}` holds no template", folder.display());
            return Err(Failure::new(message, format!("name them {}", names.join(", "))));
        }
        Ok(Some(texts))
    }

    /// Those texts in the place of ours, or ours.
    pub(super) fn templates(
        &self,
        texts: Option<BTreeMap<String, String>>,
    ) -> Result<Templates, Failure> {
        let words = Words::of(self.lang);
        Ok(match texts {
            Some(texts) => Templates::with(texts, words)?,
            None => Templates::ours(words),
        })
    }
}
