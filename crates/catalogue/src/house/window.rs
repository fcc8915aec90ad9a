//! When something is shown. Not for how days are written: see [`super::check`].

use jiff::ToSpan;

use crate::date;

/// Days since 1970-01-01, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day; 0 when there is none.
    pub from_day: u32,
    /// The last day; `u32::MAX` when there is none.
    pub until_day: u32,
}

impl Window {
    /// Always.
    pub const ALWAYS: Self = Self { from_day: 0, until_day: u32::MAX };

    /// Six months later: from the same day of the month to the day before the same day of the month (1 February to 31
    /// July becomes 1 August to 31 January). A side without a day stays so.
    #[must_use]
    pub fn six_months_later(self) -> Self {
        let later = |day: u32| {
            let date = date::of_day_number(i32::try_from(day).ok()?)?;
            u32::try_from(date::day_number(date.checked_add(6.months()).ok()?)).ok()
        };
        let from_day = if self.from_day == 0 { 0 } else { later(self.from_day).unwrap_or(u32::MAX) };
        let until_day = self.until_day.checked_add(1).and_then(later).map_or(u32::MAX, |day| day.saturating_sub(1));
        Self { from_day, until_day }
    }
}
