//! The days on which something is shown. Not for reading days: see [`super::check`].

use jiff::ToSpan;

use crate::date;

/// A range of days, counted from 1970-01-01, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day; 0 for an open beginning.
    pub from_day: u32,
    /// The last day; `u32::MAX` for an open end.
    pub until_day: u32,
}

impl Window {
    /// All days.
    pub const ALWAYS: Self = Self { from_day: 0, until_day: u32::MAX };

    /// Returns the window six months later: from the same day of the month to the day before the same day of the month
    /// (1 February to 31 July becomes 1 August to 31 January). An open side stays open.
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
