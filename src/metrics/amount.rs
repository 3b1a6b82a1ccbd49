//! Amounts with two decimals, from whole numbers only: the same on every machine.

use std::fmt;

/// An amount in hundredths, rounded to the nearest, halves up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i64);

impl Amount {
    /// `total / parts`; `None` when there are no parts.
    pub fn ratio(total: i64, parts: usize) -> Option<Self> {
        let parts = i128::try_from(parts).ok().filter(|parts| *parts > 0)?;
        let hundredths = (i128::from(total) * 200 + parts).div_euclid(parts * 2);
        i64::try_from(hundredths).ok().map(Self)
    }

    /// What `part` is of `whole`, in percent; `None` of nothing.
    pub fn percent(part: usize, whole: usize) -> Option<Self> {
        Self::ratio(i64::try_from(part).ok()?.checked_mul(100)?, whole)
    }

    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self(number.saturating_mul(100))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let hundredths = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// The middle of `sorted`, or half of the two in the middle, in parts of `unit` seconds.
pub(super) fn median(sorted: &[i64], unit: usize) -> Option<Amount> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Amount::ratio(upper, unit);
    }
    Amount::ratio(sorted.get(middle.checked_sub(1)?)?.saturating_add(upper), unit * 2)
}

/// The sum by the number.
pub(super) fn mean(values: &[i64], unit: usize) -> Option<Amount> {
    let sum = values.iter().fold(0_i64, |sum, value| sum.saturating_add(*value));
    Amount::ratio(sum, unit.saturating_mul(values.len()))
}

/// The smallest value that nine in ten do not exceed.
pub(super) fn ninth_decile(sorted: &[i64], unit: usize) -> Option<Amount> {
    let rank = (sorted.len() * 9).div_ceil(10);
    Amount::ratio(*sorted.get(rank.checked_sub(1)?)?, unit)
}
