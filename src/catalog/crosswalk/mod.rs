//! How controls of Annex A and clauses stand to other frameworks: identifiers, relations, who says so.
//!
//! A reading aid. No relation here is evidence of conformity with the other framework, and none is
//! worked out: each is said by a named source, and where sources disagree the weaker word is shown.

mod data;

use crate::term::nearest;
use data::crosswalk;

/// Another framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framework {
    /// The word by which it is asked for, `soc2`.
    pub id: &'static str,
    /// Its name with its edition.
    pub name: &'static str,
    /// Other words by which it is asked for.
    pub words: Vec<&'static str>,
}

/// Who says how a control stands to a framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// A word for it.
    pub id: &'static str,
    /// Its publisher and title.
    pub title: &'static str,
    /// True when the source itself was read; false when a public copy was that credits it.
    pub is_original: bool,
}

/// How much of the reference a control covers, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// The source only says that the two overlap.
    Intersects,
    /// The source says: in part.
    Partial,
    /// The control is a part of the reference.
    Subset,
    /// The reference is a part of the control.
    Superset,
    /// The source says that the two are the same.
    Equal,
    /// The source says: in full.
    Full,
}

/// What one source says of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// How much is covered.
    pub coverage: Coverage,
    /// Who says so.
    pub source: Source,
    /// What there is to know of it; empty when nothing is.
    pub note: &'static str,
}

/// How one control or clause stands to one reference of a framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The control, `A.5.27`, or the clause, `10.2`.
    pub subject: &'static str,
    /// The framework.
    pub framework: &'static str,
    /// What it names there: an article, a criterion, a safeguard.
    pub reference: &'static str,
    /// What is shown: of several sources the weakest word.
    pub said: Said,
    /// What other sources say.
    pub others: Vec<Said>,
    /// The name that the reference has in this edition of the framework, where the source uses
    /// another; such a mapping is a note and no relation.
    pub replaced_by: Option<&'static str>,
}

/// A clause of ISO/IEC 27001:2022 whose records the register keeps in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its number.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
}

/// What somebody asks for with `--framework`: a framework, or one reference of it (`soc2:CC7.4`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameworkFilter {
    /// The framework.
    pub framework: &'static Framework,
    /// The reference; `None` for all of them.
    pub reference: Option<&'static str>,
}

/// Why a text names no framework.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnknownFramework {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Coverage {
    /// Every word, weakest first.
    pub const ALL: [Self; 6] =
        [Self::Intersects, Self::Partial, Self::Subset, Self::Superset, Self::Equal, Self::Full];

    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Intersects => "intersects",
            Self::Partial => "partial",
            Self::Subset => "subset",
            Self::Superset => "superset",
            Self::Equal => "equal",
            Self::Full => "full",
        }
    }
}

impl Framework {
    /// The framework that `word` names: by its id, its name or another usual word, whatever its case
    /// and punctuation.
    pub fn parse(word: &str) -> Result<&'static Self, UnknownFramework> {
        let wanted = folded(word);
        let is = |framework: &&Self| framework.all_words().any(|own| folded(own) == wanted);
        frameworks().iter().find(is).ok_or_else(|| {
            let known = frameworks().iter().flat_map(Self::all_words);
            let help = nearest(word, known).map_or_else(
                || "`pirctl list frameworks` names them".to_owned(),
                |meant| format!("did you mean `{meant}`? `pirctl list frameworks` names them all"),
            );
            UnknownFramework { message: format!("there is no framework `{word}`"), help }
        })
    }

    fn all_words(&self) -> impl Iterator<Item = &'static str> {
        [self.id, self.name].into_iter().chain(self.words.iter().copied())
    }

    /// Its relations, in the order of Annex A, then of the clauses.
    pub fn mappings(&self) -> impl Iterator<Item = &'static Mapping> + use<> {
        let id = self.id;
        mappings().iter().filter(move |mapping| mapping.framework == id)
    }
}

impl FrameworkFilter {
    /// As it is asked for: `soc2`, `soc2:CC7.4`.
    pub fn asked(&self) -> String {
        let reference = self.reference.map_or_else(String::new, |it| format!(":{it}"));
        format!("{}{reference}", self.framework.id)
    }

    /// Reads `NAME` or `NAME:REFERENCE`.
    pub fn parse(text: &str) -> Result<Self, UnknownFramework> {
        let whole = Framework::parse(text);
        let (Err(_), Some((name, reference))) = (&whole, text.split_once(':')) else {
            return whole.map(|framework| Self { framework, reference: None });
        };
        let framework = Framework::parse(name)?;
        let is = |known: &&str| folded(known) == folded(reference);
        let known = || framework.mappings().map(|mapping| mapping.reference);
        match known().find(is) {
            Some(found) => Ok(Self { framework, reference: Some(found) }),
            None => Err(UnknownFramework {
                message: format!("no control is mapped to `{reference}` of {}", framework.name),
                help: nearest(reference, known()).map_or_else(
                    || format!("leave out `:{reference}` to see what is mapped"),
                    |meant| format!("did you mean `{}:{meant}`?", framework.id),
                ),
            }),
        }
    }

    /// The relations of a control (in any of the forms of its id) or clause that were asked for.
    pub fn mappings_of(&self, subject: &str) -> impl Iterator<Item = &'static Mapping> + use<> {
        let Self { framework, reference } = *self;
        mappings_of(subject).filter(move |mapping| {
            mapping.framework == framework.id
                && reference.is_none_or(|reference| {
                    mapping.reference == reference || mapping.replaced_by == Some(reference)
                })
        })
    }

    /// True when the control or clause is mapped to what was asked for.
    pub fn has(&self, subject: &str) -> bool {
        self.mappings_of(subject).next().is_some()
    }
}

/// Every framework.
pub fn frameworks() -> &'static [Framework] {
    &crosswalk().frameworks
}

/// Every source of a relation.
pub fn sources() -> &'static [Source] {
    &crosswalk().sources
}

/// Every relation, in the order of Annex A, then of the clauses; of one control as the data has them.
pub fn mappings() -> &'static [Mapping] {
    &crosswalk().mappings
}

/// The relations of a control, in any of the forms of its id, or of a clause.
///
/// `8.2` is the control A.8.2: only a number that is no control's names a clause.
pub fn mappings_of(subject: &str) -> impl Iterator<Item = &'static Mapping> + use<> {
    let id = crate::catalog::control(subject).map_or(subject, |control| control.id);
    let at = crosswalk().by_subject.get(id).map(Vec::as_slice).unwrap_or_default();
    at.iter().map(|at| &crosswalk().mappings[*at])
}

/// The clauses of which the register keeps records, in part.
pub fn clauses() -> &'static [Clause] {
    &crosswalk().clauses
}

/// Letters and digits alone, so that `SP 800-53` and `sp800-53` are one.
fn folded(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'m>(subject: &str, framework: &str, reference: &str) -> &'m Mapping {
        let filter = FrameworkFilter::parse(&format!("{framework}:{reference}")).unwrap();
        filter.mappings_of(subject).find(|mapping| mapping.reference == reference).unwrap()
    }

    #[test]
    fn each_relation_names_what_exists_and_who_says_so() {
        for mapping in mappings() {
            let clause = clauses().iter().any(|clause| clause.id == mapping.subject);
            assert!(clause || crate::catalog::control(mapping.subject).is_some(), "{mapping:?}");
            assert!(frameworks().iter().any(|it| it.id == mapping.framework), "{mapping:?}");
            assert!(!mapping.reference.is_empty() && !mapping.said.source.title.is_empty());
            for said in std::iter::once(&mapping.said).chain(&mapping.others) {
                assert!(!said.note.contains(['"', '\\']), "{said:?}");
                assert!(
                    said.coverage >= mapping.said.coverage,
                    "the weakest is shown: {mapping:?}"
                );
            }
        }
        for source in sources() {
            let used = |said: &Said| said.source.id == source.id;
            assert!(
                mappings().iter().any(|m| used(&m.said) || m.others.iter().any(used)),
                "{source:?}"
            );
        }
    }

    #[test]
    fn whole_lists_have_all_their_pairs() {
        let of_controls = |framework: &str| {
            let of = Framework::parse(framework).unwrap();
            of.mappings().filter(|m| m.subject.starts_with("A.") && m.replaced_by.is_none()).count()
        };
        // ID.IM stands beside the 244 of the list: it is the whole category.
        assert_eq!((of_controls("nist-800-53"), of_controls("nist-csf")), (439, 245));
        assert_eq!((of_controls("cis"), of_controls("nis2-ir")), (14, 15));
        // What a source leaves out is an empty list, and not an answer.
        assert_eq!(mappings_of("A.7.6").count(), 0);
    }

    #[test]
    fn where_sources_disagree_the_weaker_word_is_shown() {
        let word = |m: &Mapping| (m.said.coverage, m.others.iter().map(|s| s.coverage).collect());
        let cc75 = of("5.27", "soc2", "CC7.5");
        assert_eq!(word(cc75), (Coverage::Partial, vec![Coverage::Full]));
        assert_eq!((cc75.said.source.id, cc75.others[0].source.id), ("upguard", "auditfront"));
        assert_eq!(
            word(of("A.5.27", "nist-800-53", "IR-4")),
            (Coverage::Intersects, vec![Coverage::Full])
        );
        assert_eq!(word(of("a.5.27", "cis", "17.8")), (Coverage::Superset, vec![Coverage::Full]));
    }

    #[test]
    fn a_name_of_an_older_edition_says_what_took_its_place() {
        assert_eq!(of("A.5.27", "nist-csf", "RS.IM").replaced_by, Some("ID.IM"));
        assert_eq!(of("A.5.27", "nist-csf", "ID.IM").replaced_by, None);
        let both = FrameworkFilter::parse("csf:id.im").unwrap();
        assert_eq!(both.mappings_of("A.5.27").count(), 2);
    }

    #[test]
    fn a_clause_is_no_control() {
        assert!(FrameworkFilter::parse("csf").unwrap().has("10.2"));
        // 8.2 is a control and a clause; the control is meant.
        assert!(mappings_of("8.2").all(|mapping| mapping.subject == "A.8.2"));
        assert_eq!(mappings_of("4.4").count(), 0);
    }

    #[test]
    fn frameworks_go_by_usual_words_and_a_slip_is_told() {
        for (word, id) in [
            ("SOC 2", "soc2"),
            ("nist sp 800-53", "nist-800-53r5"),
            ("NIST CSF 2.0", "nist-csf-2.0"),
            ("DORA", "dora"),
            ("2024/2690", "nis2-ir"),
        ] {
            assert_eq!(Framework::parse(word).map(|it| it.id), Ok(id), "{word}");
        }
        let help = |text| FrameworkFilter::parse(text).unwrap_err().help;
        assert!(help("sco2").contains("`soc2`"), "{}", help("sco2"));
        assert!(help("pci").contains("pirctl list frameworks"));
        assert!(help("soc2:CC7.44").contains("`soc2:CC7.4`"), "{}", help("soc2:CC7.44"));
        let words: Vec<_> =
            frameworks().iter().flat_map(Framework::all_words).map(folded).collect();
        let different: std::collections::BTreeSet<_> = words.iter().collect();
        // An id may repeat itself without punctuation in another word, but never for two frameworks.
        for word in different {
            let owners =
                frameworks().iter().filter(|it| it.all_words().any(|w| folded(w) == *word));
            assert_eq!(owners.count(), 1, "{word}");
        }
    }
}
