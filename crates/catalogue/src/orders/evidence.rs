//! Collects what the dates of a column show of their order of day, month and year. Not for reading a date: see
//! [`super::dates`].

use super::date_format::DateFormat;
use super::regional_date::{Day, Order, Regional};
use super::skip::show;

/// Which of the day, the month and the year may come first, by the dates of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    not_day_first: bool,
    not_month_first: bool,
    not_year_first: bool,
    /// Whether a date may begin with the year.
    year_seen: bool,
    /// Whether a date would be two different days, depending on the order of day and month.
    open_month: bool,
    /// Whether a date would be two different days, depending on the position of the year.
    open_year: bool,
    /// The first dates that can be read in two ways.
    open: Vec<String>,
    /// The first dates that can be read in one way only.
    decided: Vec<String>,
}

impl Evidence {
    /// Adds the evidence of a date, written as `text`.
    pub(super) fn weigh(&mut self, text: &[u8], date: &Regional, is_plausible: impl Fn(&Day) -> bool) {
        let possible = |order| date.day(order).filter(&is_plausible);
        let (day, month, year) = (possible(Order::Day), possible(Order::Month), possible(Order::Year));
        if [day, month, year].iter().all(Option::is_none) || (day == month && month == year) {
            return;
        }
        let year_last = year.is_none() && !date.ends_with_a_full_year();
        let news = (!self.not_day_first && day.is_none())
            || (!self.not_month_first && month.is_none())
            || (!self.not_year_first && year_last);
        self.not_day_first |= day.is_none();
        self.not_month_first |= month.is_none();
        self.not_year_first |= year_last;
        self.year_seen |= year.is_some();
        let differ = |one: Option<Day>, other: Option<Day>| one.is_some() && other.is_some() && one != other;
        // With points between the parts, the day comes before the month unless another date shows that it does not.
        let open_month = differ(day, month) && !date.dotted;
        let open_year = differ(day, year) || differ(month, year);
        self.open_month |= open_month;
        self.open_year |= open_year;
        if open_month || open_year {
            show(&mut self.open, text.trim_ascii());
        } else if news {
            show(&mut self.decided, text.trim_ascii());
        }
    }

    fn may_begin_with_the_year(&self) -> bool {
        self.year_seen && !self.not_year_first
    }

    /// The order of all dates; `None` if the dates do not determine it or contradict each other.
    pub(super) fn format(&self) -> Option<DateFormat> {
        match (!self.not_day_first, !self.not_month_first, self.may_begin_with_the_year()) {
            (false, false, true) => Some(DateFormat::YearFirst),
            (_, _, true) if self.open_year => None,
            (true, true, _) if self.open_month => None,
            (true, _, _) => Some(DateFormat::DayFirst),
            (false, true, _) => Some(DateFormat::MonthFirst),
            (false, false, false) => None,
        }
    }

    /// Whether dates of the column may have this order.
    pub(super) fn allows(&self, format: &DateFormat) -> bool {
        match format {
            DateFormat::DayFirst => !self.not_day_first,
            DateFormat::MonthFirst => !self.not_month_first,
            DateFormat::YearFirst => !self.not_year_first,
            DateFormat::Auto | DateFormat::Pattern(_) => false,
        }
    }

    /// Whether no order fits all dates.
    pub(super) fn contradicts_itself(&self) -> bool {
        self.not_day_first && self.not_month_first && !self.may_begin_with_the_year()
    }

    /// Dates that show why the order is unknown.
    pub(super) fn examples(&self) -> &[String] {
        if self.contradicts_itself() { &self.decided } else { &self.open }
    }

    /// Why the order is unknown.
    pub(super) fn why(&self) -> &'static str {
        match (self.contradicts_itself(), self.year_seen) {
            (true, false) => "some with the day first and some with the month first",
            (true, true) => "which begin with different parts",
            (false, _) if self.may_begin_with_the_year() => "in which the year cannot be told from day and month",
            (false, _) => "in which day and month cannot be told apart",
        }
    }
}
