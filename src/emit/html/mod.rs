//! The evidence site as files: every page from its template, stylesheet, script, index, manifest.
//!
//! Templates are read once; values reach them escaped, undefined names are a bug and stop the job.

mod again;
mod cells;
mod chain;
mod context;
mod part;
mod picture;
mod said;
mod search;
mod templates;

pub use again::{Again, MadePages};
pub use templates::{Misprint, Templates};

use crate::digest::{sha256, sha256_base64};
use crate::escape::script_string;
use crate::page::{PageKey, Site, View};
use crate::redact::{Edition, Unlabelled};
use crate::words::{Words, Written};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Mutex, OnceLock, PoisonError};
use templates::render;

/// What the manifest says it is.
pub const MANIFEST_SCHEMA: &str = "pirctl.site/1";

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";

const STYLESHEET: &str = include_str!("../../../templates/site/site.css");

const SCRIPT: &str = include_str!("../../../templates/site/site.js");

/// Makes every file of the site and hands each over at once; the last is the manifest.
///
/// Pages are made side by side, those that `again` takes over are not, and none is kept, so the site may be larger than memory.
/// Returns how many files there are, or the first trouble that `keep` had.
pub fn make_site<E: Send + From<Misprint>>(
    templates: &Templates,
    site: &Site<'_>,
    again: &Again<'_>,
    keep: impl Fn(&str, &[u8]) -> Result<(), E> + Sync,
) -> Result<usize, E> {
    let view = |key: &PageKey| Ok((key.path.clone(), site.view(key)));
    let dress = Dress { templates, written: written(templates, site), again };
    make_pages(&dress, &site.pages(), view, &keep, || {
        search::make(&site.search(), &|entry| entry, &keep)
    })
}

/// Makes every file of an edition in the same way.
///
/// # Errors
/// The first trouble that `keep` had, or a text about which nobody has decided.
pub fn make_edition<E: Send + From<Unlabelled> + From<Misprint>>(
    templates: &Templates,
    site: &Site<'_>,
    edition: &Edition<'_>,
    again: &Again<'_>,
    keep: impl Fn(&str, &[u8]) -> Result<(), E> + Sync,
) -> Result<usize, E> {
    let pages: Vec<_> = site.pages().into_iter().filter(|key| edition.holds(key)).collect();
    let view = |key: &PageKey| Ok((edition.path(key), edition.view(&key.path, site.view(key))?));
    let search = site.search().of(&|record| edition.holds_record(record));
    let dress = Dress { templates, written: written(templates, site), again };
    make_pages(&dress, &pages, view, &keep, || {
        search::make(&search, &|entry| edition.entry(entry), &keep)
    })
}

/// Makes one page that stands alone, with its stylesheet inside and no link to another; none for a site of many.
///
/// # Errors
/// For an edition a text about which nobody has decided.
pub fn make_alone<E: From<Unlabelled> + From<Misprint>>(
    templates: &Templates,
    site: &Site<'_>,
    edition: Option<&Edition<'_>>,
) -> Result<Option<Vec<u8>>, E> {
    let Some(view) = site.view_alone() else { return Ok(None) };
    let view = match edition {
        Some(edition) => edition.view("", view)?,
        None => view,
    };
    let digest = sha256_base64(templates.stylesheet().as_bytes());
    let mut bytes = Vec::new();
    let view = templates.words().view(view, &written(templates, site));
    render(&templates.alone(&digest), view, templates.words(), &mut bytes)?;
    Ok(Some(bytes))
}

/// True for a page that [`make_alone`] made.
pub fn is_alone(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let head = String::from_utf8_lossy(head);
    let made = head.split_once("<meta name=\"generator\" content=\"pirctl ");
    let made = made.and_then(|(_, rest)| rest.split_once('"'));
    made.is_some_and(|(by, _)| by.ends_with("; report --only"))
}

/// With what pages are made.
struct Dress<'d> {
    templates: &'d Templates,
    /// What people wrote, where a page is told again.
    written: Written<'d>,
    again: &'d Again<'d>,
}

/// What people wrote; nothing where no page is told again.
fn written<'s>(templates: &Templates, site: &'s Site<'_>) -> Written<'s> {
    if templates.words().retells() { site.written() } else { Written::new() }
}

fn make_pages<E: Send + From<Misprint>>(
    dress: &Dress<'_>,
    pages: &[PageKey],
    view: impl Fn(&PageKey) -> Result<(String, View), E> + Sync,
    keep: &(impl Fn(&str, &[u8]) -> Result<(), E> + Sync),
    index: impl FnOnce() -> Result<Vec<(String, String)>, E>,
) -> Result<usize, E> {
    let make = |bytes: &mut Vec<u8>, key: &PageKey| {
        let (path, view) = view(key)?;
        // What people wrote on other pages decides too how this one is told: what is told is compared.
        let view = dress.templates.words().view(view, &dress.written);
        let digest = dress.again.page(&path, view, |view| {
            bytes.clear();
            dress.templates.render(view, bytes)?;
            keep(&path, bytes)?;
            Ok::<_, E>(sha256(bytes))
        })?;
        Ok((path, digest))
    };
    let digests = pages.par_iter().map_init(Vec::new, make).collect::<Result<Vec<_>, E>>()?;
    let mut files: BTreeMap<String, String> = digests.into_iter().collect();
    files.extend(index()?);
    for (path, text) in shared(dress.templates) {
        keep(path, text.as_bytes())?;
        files.insert(path.into(), sha256(text.as_bytes()));
    }
    keep(MANIFEST, &manifest(&files))?;
    Ok(files.len() + 1)
}

/// What every page reads besides itself.
fn shared(templates: &Templates) -> Vec<(&'static str, Cow<'_, str>)> {
    let sheet = ("site.css", Cow::Borrowed(templates.stylesheet()));
    let script = ("site.js", Cow::Borrowed(SCRIPT));
    let words = words_of_script(templates.words()).map(|text| ("words.js", Cow::Owned(text)));
    [sheet, script].into_iter().chain(words).collect()
}

/// What the script says in another language; none for the language in which it is written.
fn words_of_script(words: Words) -> Option<String> {
    let mut out = String::new();
    for (english, told) in words.of_script() {
        out.push_str(if out.is_empty() { "window.pirctlWords={\n" } else { ",\n" });
        script_string(&mut out, english);
        out.push(':');
        script_string(&mut out, told);
    }
    (!out.is_empty()).then(|| out + "\n};\n")
}

/// A site of which single files are made when they are asked for.
pub struct Press<'s, 'a> {
    templates: &'s Templates,
    site: &'s Site<'a>,
    written: Written<'s>,
    pages: BTreeMap<String, PageKey>,
    /// The index for the search, once it was asked for.
    index: OnceLock<BTreeMap<String, Vec<u8>>>,
}

impl<'s, 'a> Press<'s, 'a> {
    /// The site, with nothing made yet.
    pub fn new(templates: &'s Templates, site: &'s Site<'a>) -> Self {
        let pages = site.pages().into_iter().map(|key| (key.path.clone(), key)).collect();
        let written = written(templates, site);
        Self { templates, site, written, pages, index: OnceLock::new() }
    }

    /// The file at `path`; `None` where the site has none. The manifest is that of all files and is not made.
    pub fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Misprint> {
        if let Some(key) = self.pages.get(path) {
            let mut bytes = Vec::new();
            let view = self.templates.words().view(self.site.view(key), &self.written);
            self.templates.render(view, &mut bytes)?;
            return Ok(Some(bytes));
        }
        if let Some((_, text)) = shared(self.templates).iter().find(|(shared, _)| *shared == path) {
            return Ok(Some(text.as_bytes().to_vec()));
        }
        if !path.starts_with("search/") {
            return Ok(None);
        }
        Ok(self.index.get_or_init(|| self.index()).get(path).cloned())
    }

    fn index(&self) -> BTreeMap<String, Vec<u8>> {
        let files = Mutex::new(BTreeMap::new());
        let keep = |path: &str, bytes: &[u8]| {
            let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
            files.insert(path.to_owned(), bytes.to_vec());
            Ok::<_, Infallible>(())
        };
        let Ok(_) = search::make(&self.site.search(), &|entry| entry, &keep);
        files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(serde::Serialize)]
struct Manifest<'a> {
    schema: &'static str,
    files: &'a BTreeMap<String, String>,
}

/// The SHA-256 of every file, by path.
fn manifest(files: &BTreeMap<String, String>) -> Vec<u8> {
    let manifest = Manifest { schema: MANIFEST_SCHEMA, files };
    let mut text = serde_json::to_vec_pretty(&manifest).expect("text is always JSON");
    text.push(b'\n');
    text
}
