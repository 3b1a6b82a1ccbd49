//! The words by which people ask for a kind.

use crate::schema::Kind;

/// Other words than the kind's own, its plural and its folder.
const MORE: &[(&str, Kind)] = &[
    ("review", Kind::Pir),
    ("post-incident-review", Kind::Pir),
    ("post-mortem", Kind::Pir),
    ("postmortem", Kind::Pir),
    ("cause", Kind::Rca),
    ("root-cause", Kind::Rca),
    ("corrective-action", Kind::Action),
    ("policies", Kind::Policy),
    ("mrv", Kind::ManagementReview),
    ("trend", Kind::TrendReport),
    ("audit", Kind::EffectivenessAudit),
    ("follow-up", Kind::EffectivenessAudit),
    ("statement", Kind::PeriodStatement),
    ("supplier", Kind::Vendor),
    ("assessment", Kind::VendorAssessment),
];

/// The kind that a word stands for: `incident`, `incidents`, `reviews`, `inc`.
pub fn kind_of_word(word: &str) -> Option<Kind> {
    let word = word.to_lowercase().replace('_', "-");
    let one = word.strip_suffix('s').unwrap_or(&word);
    Kind::parse(&word)
        .or_else(|| Kind::parse(one))
        .or_else(|| {
            MORE.iter().find(|(more, _)| *more == word || *more == one).map(|(_, kind)| *kind)
        })
        .or_else(|| Kind::of_folder(&word))
        .or_else(|| {
            let prefix = |kind: &Kind| kind.spec().id.prefix().to_lowercase() == word;
            Kind::ALL.into_iter().find(prefix)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_many_folder_and_prefix_name_a_kind() {
        for kind in Kind::ALL {
            let spec = kind.spec();
            assert_eq!(kind_of_word(kind.word()), Some(kind));
            if kind != Kind::Policy {
                assert_eq!(kind_of_word(&format!("{}s", kind.word())), Some(kind));
            }
            assert_eq!(kind_of_word(spec.id.prefix()), Some(kind), "{}", spec.id.prefix());
        }
        assert_eq!(kind_of_word("Reviews"), Some(Kind::Pir));
        assert_eq!(kind_of_word("policies"), Some(Kind::Policy));
        assert_eq!(kind_of_word("management_reviews"), Some(Kind::ManagementReview));
        assert_eq!(kind_of_word("banana"), None);
    }
}
