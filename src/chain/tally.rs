//! Verdicts counted: what many answers say together. The counts are shown beside every answer.

use crate::verdict::Verdict;

/// How many answers have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([usize; Verdict::ALL.len()]);

impl Tally {
    /// Counts the verdicts.
    pub fn of(verdicts: impl IntoIterator<Item = Verdict>) -> Self {
        let mut tally = Self::default();
        for verdict in verdicts {
            tally.0[verdict as usize] += 1;
        }
        tally
    }

    /// How many have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.0[verdict as usize]
    }

    /// Those of `verdicts` that occur, as `2 partly, 1 missing`.
    pub fn words_of(&self, verdicts: &[Verdict]) -> String {
        let told = verdicts.iter().filter(|verdict| self.count(**verdict) > 0);
        let told = told.map(|verdict| format!("{} {}", self.count(*verdict), verdict.words()));
        told.collect::<Vec<_>>().join(", ")
    }

    /// How many were counted.
    pub fn all(&self) -> usize {
        self.0.iter().sum()
    }

    /// What is found or late: met, partly and missing. In time so far, not required, cannot tell and
    /// withheld stand beside it.
    pub fn decided(&self) -> usize {
        self.count(Verdict::Met) + self.late()
    }

    /// Partly and missing.
    pub fn late(&self) -> usize {
        self.count(Verdict::Partly) + self.count(Verdict::Missing)
    }

    /// What cases that stand side by side, such as the incidents of a period, say together; `None`
    /// of none.
    ///
    /// Met when all that are decided are met, partly when some are, missing when none is. What is in
    /// time so far is counted apart. Where one cannot be told, the whole is neither met nor missing.
    pub fn rolled_up(&self) -> Option<Verdict> {
        let has = |verdict| self.count(verdict) > 0;
        let some = has(Verdict::Partly) || (has(Verdict::Met) && has(Verdict::Missing));
        Some(match () {
            () if self.all() == 0 => return None,
            () if some => Verdict::Partly,
            () if has(Verdict::CannotTell) => Verdict::CannotTell,
            () if has(Verdict::Missing) => Verdict::Missing,
            () if has(Verdict::Met) => Verdict::Met,
            () => self.undecided(),
        })
    }

    /// What the parts of one case, such as the stages that a requirement asks for, say together;
    /// `None` of none. It is met only when each part is.
    pub fn together(&self) -> Option<Verdict> {
        match self.rolled_up()? {
            Verdict::Met if self.count(Verdict::InTimeSoFar) > 0 => Some(Verdict::InTimeSoFar),
            Verdict::Met if self.count(Verdict::Withheld) > 0 => Some(Verdict::Withheld),
            verdict => Some(verdict),
        }
    }

    /// The word for cases of which none is met, partly, missing or unknown.
    fn undecided(&self) -> Verdict {
        let order = [Verdict::InTimeSoFar, Verdict::Withheld, Verdict::NotRequired];
        let first = order.into_iter().find(|verdict| self.count(*verdict) > 0);
        first.unwrap_or(Verdict::NoneInScope)
    }

    /// The counts in words, those of nothing left out: `7 met, 1 partly, 3 in time so far`.
    pub fn words(&self) -> String {
        let told = Verdict::ALL.into_iter().filter(|verdict| self.count(*verdict) > 0);
        let told: Vec<_> =
            told.map(|verdict| format!("{} {}", self.count(verdict), verdict.words())).collect();
        told.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use crate::verdict::Verdict::{
        self, CannotTell, InTimeSoFar, Met, Missing, NotRequired, Partly, Withheld,
    };

    fn rolled(verdicts: &[Verdict]) -> Option<Verdict> {
        Tally::of(verdicts.iter().copied()).rolled_up()
    }

    #[test]
    fn what_cannot_be_told_is_neither_met_nor_missing() {
        assert_eq!(rolled(&[Met, CannotTell]), Some(CannotTell));
        assert_eq!(rolled(&[Missing, CannotTell]), Some(CannotTell));
        assert_eq!(rolled(&[Met, Missing, CannotTell]), Some(Partly));
        assert_eq!(rolled(&[NotRequired, CannotTell]), Some(CannotTell));
    }

    #[test]
    fn what_is_in_time_is_counted_apart_and_nothing_is_no_answer() {
        assert_eq!(rolled(&[]), None);
        assert_eq!(rolled(&[Met, InTimeSoFar, NotRequired]), Some(Met));
        assert_eq!(rolled(&[Missing, InTimeSoFar]), Some(Missing));
        assert_eq!(rolled(&[InTimeSoFar, NotRequired]), Some(InTimeSoFar));
        assert_eq!(rolled(&[Withheld, NotRequired]), Some(Withheld));
        assert_eq!(rolled(&[NotRequired]), Some(NotRequired));
        assert_eq!(rolled(&[Partly]), Some(Partly));
    }

    #[test]
    fn parts_of_one_case_are_met_only_when_each_is() {
        let together = |verdicts: &[Verdict]| Tally::of(verdicts.iter().copied()).together();
        assert_eq!(together(&[Met, InTimeSoFar]), Some(InTimeSoFar));
        assert_eq!(together(&[Met, NotRequired]), Some(Met));
        assert_eq!(together(&[Met, Missing]), Some(Partly));
        assert_eq!(together(&[Missing, InTimeSoFar]), Some(Missing));
    }

    #[test]
    fn counts_are_told_in_words() {
        let tally = Tally::of([Met, Met, Partly, InTimeSoFar]);
        assert_eq!(tally.words(), "2 met, 1 partly, 1 in time so far");
        assert_eq!((tally.decided(), tally.late(), tally.all()), (3, 1, 4));
    }
}
