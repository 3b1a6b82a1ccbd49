//! The profile of an edition that was asked for, and why an edition was not written.

use crate::deliver::{DeliverError, write_alone};
use crate::emit::{Misprint, Templates, make_alone};
use crate::page::Site;
use crate::redact::{BUILT_IN, Edition, Profile, Unlabelled};
use crate::session::Failure;
use crate::term::nearest;
use std::path::Path;

/// The profile that `--redact` names, with what `--release` adds to it.
pub(super) fn profile(name: &str, released: &[String]) -> Result<Profile, Failure> {
    let Some(mut profile) = Profile::built_in(name) else {
        let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        let hint = match nearest(name, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the editions are {}", known.join(" and ")),
        };
        return Err(Failure::new(format!("there is no edition `{name}`"), hint));
    };
    for field in released {
        profile.release(field).map_err(|meant| {
            let hint = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "name a field of a record such as `title`, or `section:Summary`; docs/records.md lists them".to_owned(),
            };
            Failure::new(format!("no field `{field}` can be released"), hint)
        })?;
    }
    Ok(profile)
}

/// Writes the one page that stands alone.
pub(super) fn write_one(
    site: &Site<'_>,
    (edition, templates): (Option<&Edition<'_>>, &Templates),
    out: &Path,
) -> Result<(), Failure> {
    if let (Some(edition), Some(record)) = (edition, site.alone())
        && !edition.holds_record(record)
    {
        let message = format!("{} is not part of the edition `{}`", record.id(), edition.name());
        return Err(Failure::new(message, "name another record or another edition"));
    }
    let page = make_alone::<Trouble>(templates, site, edition)?;
    let page = page.expect("a site made for one record has that page");
    Ok(write_alone(out, &page)?)
}

/// Why an edition was not written.
#[derive(Debug)]
pub(super) enum Trouble {
    /// A file could not be written.
    Folder(DeliverError),
    /// A text about which nobody has decided.
    Text(Unlabelled),
    /// A template that cannot be used.
    Template(Misprint),
}

impl From<Misprint> for Trouble {
    fn from(found: Misprint) -> Self {
        Self::Template(found)
    }
}

impl From<DeliverError> for Trouble {
    fn from(error: DeliverError) -> Self {
        Self::Folder(error)
    }
}

impl From<Unlabelled> for Trouble {
    fn from(found: Unlabelled) -> Self {
        Self::Text(found)
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Folder(error) => error.into(),
            Trouble::Template(found) => found.into(),
            Trouble::Text(found) => Self::new(
                found.to_string(),
                "nothing was written; this is a gap in pirctl: please report it with the name of the page",
            ),
        }
    }
}
