//! Templates of the user's own, named with `--templates` and never found by themselves.

use crate::emit::Templates;
use crate::fs::Root;
use crate::session::Failure;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A template is read up to this size, in bytes.
const LARGEST: u64 = 1 << 20;

/// Which templates a site is made with.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct OwnTemplates {
    /// Make pages with the templates of DIR in the place of those of the same names (base.html, site.css, ...)
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
}

impl OwnTemplates {
    /// The option as it was given, to be repeated: empty, or with a blank in front.
    pub(super) fn said(&self) -> String {
        let given = self.templates.as_ref();
        given.map_or_else(String::new, |folder| format!(" --templates {}", folder.display()))
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
}

/// Those texts in the place of ours, or ours.
pub(super) fn of(texts: Option<BTreeMap<String, String>>) -> Result<Templates, Failure> {
    Ok(texts.map_or_else(|| Ok(Templates::ours()), Templates::with)?)
}
