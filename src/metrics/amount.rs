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

    /// What `part` people are of `whole`, in percent; `None` of none.
    pub(super) fn percent_of(part: i64, whole: i64) -> Option<Self> {
        Self::ratio(part.checked_mul(100)?, usize::try_from(whole).ok()?)
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

/// A decimal number as a record states it, to a billionth, so that sums lose nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exact(i128);

/// Billionths in one.
const BILLION: i128 = 1_000_000_000;

impl Exact {
    /// A whole number.
    pub(super) fn whole(number: i64) -> Self {
        Self(i128::from(number) * BILLION)
    }

    /// Reads up to twelve digits and nine behind the point, with a sign or without; nothing else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let below_zero = text.starts_with('-');
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(whole, 12) || !is_number(part, 9) {
            return None;
        }
        let number: i128 = format!("{whole}{part:0<9}").parse().ok()?;
        Some(Self(if below_zero { -number } else { number }))
    }

    pub(super) const fn is_below_zero(self) -> bool {
        self.0 < 0
    }

    /// The number with two decimals, halves up; `None` when it is too large to be told.
    pub(super) fn amount(self) -> Option<Amount> {
        let hundredth = BILLION / 100;
        i64::try_from((self.0 * 2 + hundredth).div_euclid(hundredth * 2)).ok().map(Amount)
    }
}

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Self(all.map(|one| one.0).sum())
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
