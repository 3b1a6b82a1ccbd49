//! The evidence site as files: every page from its template, the stylesheet, the manifest.
//!
//! Templates are read once; values reach them escaped, undefined names are a bug and stop the job.

mod cells;
mod context;

use crate::digest::sha256;
use crate::escape;
use crate::page::{PageKey, Site};
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Where it is, from the root of the site.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What the manifest says it is.
pub const MANIFEST_SCHEMA: &str = "pirctl.site/1";

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";

const STYLESHEET: &str = include_str!("../../../templates/site/site.css");

const TEMPLATES: [(&str, &str); 8] = [
    ("about.html", include_str!("../../../templates/site/about.html")),
    ("base.html", include_str!("../../../templates/site/base.html")),
    ("incident.html", include_str!("../../../templates/site/incident.html")),
    ("overview.html", include_str!("../../../templates/site/overview.html")),
    ("parts.html", include_str!("../../../templates/site/parts.html")),
    ("policy.html", include_str!("../../../templates/site/policy.html")),
    ("register.html", include_str!("../../../templates/site/register.html")),
    ("sprite.html", include_str!("../../../templates/site/sprite.html")),
];

/// Every file of the site, by path, the manifest among them.
pub fn site_files(site: &Site<'_>) -> Vec<SiteFile> {
    let templates = environment();
    let mut files: Vec<_> =
        site.pages().par_iter().map(|key| page(&templates, site, key)).collect();
    files.push(SiteFile { path: "site.css".into(), bytes: STYLESHEET.into() });
    let manifest = manifest(&files);
    files.push(SiteFile { path: MANIFEST.into(), bytes: manifest });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn environment() -> Environment<'static> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_formatter(write);
    for (name, text) in TEMPLATES {
        templates.add_template(name, text).expect("the site's own templates are well-formed");
    }
    templates
}

fn page(templates: &Environment<'_>, site: &Site<'_>, key: &PageKey) -> SiteFile {
    let (name, given) = context::of(site.view(key));
    let template = templates.get_template(name).expect("every view has its template");
    let text = template.render(given).expect("every name in a template is given by its view");
    SiteFile { path: key.path.clone(), bytes: text.into_bytes() }
}

/// Writes a value: text goes through the one escape door, HTML that cannot act as it is.
fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let escaped = !matches!(state.auto_escape(), AutoEscape::None) && !value.is_safe();
    match value.as_str() {
        Some(text) if escaped => Ok(out.write_str(&escape::html(text))?),
        Some(text) => Ok(out.write_str(text)?),
        None if value.kind() == ValueKind::Number => {
            Ok(std::fmt::Write::write_fmt(out, format_args!("{value}"))?)
        }
        None => minijinja::escape_formatter(out, state, value),
    }
}

#[derive(serde::Serialize)]
struct Manifest<'a> {
    schema: &'static str,
    files: BTreeMap<&'a str, String>,
}

/// The SHA-256 of every file, by path.
fn manifest(files: &[SiteFile]) -> Vec<u8> {
    let digests: Vec<_> =
        files.par_iter().map(|file| (file.path.as_str(), sha256(&file.bytes))).collect();
    let manifest = Manifest { schema: MANIFEST_SCHEMA, files: digests.into_iter().collect() };
    let mut text = serde_json::to_vec_pretty(&manifest).expect("text is always JSON");
    text.push(b'\n');
    text
}
