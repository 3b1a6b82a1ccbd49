//! For whom an edition is, and what it shows beyond what every edition shows.

use crate::schema::{Field, Kind, KindSpec};
use crate::term::nearest;
use std::collections::BTreeSet;

/// What an edition releases and which pages it leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Profile {
    /// Its name, as the user asks for it.
    pub name: String,
    /// Names of the fields whose text is released; people, hosts and addresses in it are masked.
    pub show: BTreeSet<String>,
    /// Titles of the sections whose text is released, in lower case; masked in the same way.
    pub sections: BTreeSet<String>,
    /// Pages that are left out, by the word their address begins with: `findings`, `vendors`.
    pub without: BTreeSet<String>,
}

/// The profiles that are there without any configuration, each with what it is for.
pub const BUILT_IN: [(&str, &str); 2] = [
    ("customer", "customers and their auditors: that learning happens, without any free text"),
    (
        "vendor",
        "suppliers: the chains and actions alone, without risks, findings, people and other suppliers",
    ),
];

/// Pages of no use to a supplier, or about others than them.
const NOT_FOR_VENDORS: [&str; 12] = [
    "audits",
    "due",
    "figures",
    "findings",
    "management-reviews",
    "people",
    "risks",
    "roles",
    "statements",
    "trends",
    "vendor-assessments",
    "vendors",
];

impl Profile {
    /// The profile of this name that is there without any configuration.
    pub fn built_in(name: &str) -> Option<Self> {
        let own = |without: &[&str]| Self {
            name: name.to_owned(),
            without: without.iter().map(|word| (*word).to_owned()).collect(),
            ..Self::default()
        };
        match name {
            "customer" => Some(own(&[])),
            "vendor" => Some(own(&NOT_FOR_VENDORS)),
            _ => None,
        }
    }

    /// Releases a field, or a section written as `section:Summary`.
    ///
    /// # Errors
    /// The nearest name that there is, for one that no kind of record has.
    pub fn release(&mut self, name: &str) -> Result<(), Option<String>> {
        let specs = || Kind::ALL.iter().map(|kind| kind.spec());
        if let Some(title) = name.strip_prefix("section:") {
            let known: Vec<&str> = specs()
                .flat_map(|spec| spec.sections)
                .map(crate::schema::Section::heading)
                .collect();
            let title = title.trim().to_lowercase();
            if title.is_empty() {
                return Err(known.first().map(|first| format!("section:{first}")));
            }
            // Titles may be in any language, and policies choose their own.
            self.sections.insert(title);
            return Ok(());
        }
        let fields = || specs().flat_map(KindSpec::all_fields).filter(|field| is_releasable(field));
        if fields().any(|field| field.name == name) {
            self.show.insert(name.to_owned());
            return Ok(());
        }
        Err(nearest(name, fields().map(|field| field.name)).map(str::to_owned))
    }

    /// True when the text of the field leaves, masked.
    pub(super) fn shows(&self, field: &str) -> bool {
        self.show.contains(field)
    }

    /// True when the page at `path` is part of the edition.
    pub(super) fn holds(&self, path: &str) -> bool {
        let first = path.split('/').next().unwrap_or(path);
        let stem = first.strip_suffix(".html").unwrap_or(first);
        // `findings-2.html` is a page of `findings`.
        let register = stem.rsplit_once('-').filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit()));
        !self.without.contains(register.map_or(stem, |(name, _)| name))
    }
}

/// What says who may see a record is not for release.
fn is_releasable(field: &Field) -> bool {
    !["privilege", "classification", "annex", "evidence_custody"].contains(&field.name)
}

#[cfg(test)]
mod tests {
    use super::Profile;

    #[test]
    fn only_fields_that_there_are_can_be_released() {
        let mut customer = Profile::built_in("customer").expect("it is built in");
        assert_eq!(customer.release("titel"), Err(Some("title".into())));
        assert!(customer.release("privilege").is_err());
        assert_eq!(
            (customer.release("title"), customer.release("section:Summary")),
            (Ok(()), Ok(()))
        );
    }

    #[test]
    fn a_page_that_is_left_out_is_left_out_with_all_that_stands_below_it() {
        let vendor = Profile::built_in("vendor").expect("it is built in");
        let left = ["risks.html", "risks/RISK-0001.html", "findings-2.html", "vendors/VND-a.html"];
        assert!(left.iter().all(|path| !vendor.holds(path)));
        assert!(
            ["index.html", "incidents-2.html", "policies/POL-a.html"]
                .iter()
                .all(|p| vendor.holds(p))
        );
    }
}
