//! Units of time. Numbers with fractions are in `fixed`.

/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// Seconds in a week.
pub const WEEK: i64 = 7 * DAY;

/// A device keeps its history at most this many days: thirteen months.
pub const MAX_RETENTION_DAYS: u16 = 396;
