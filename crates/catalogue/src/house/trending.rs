//! `[trending]`: the days that count as now for trending items. Not for the comparison with the past, which is learned.

use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, within};

/// Days that count as now unless set.
pub const USUAL_TRENDING_DAYS: u16 = 14;
const FEWEST: u16 = 3;
const MOST: u16 = 90;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrendingTable {
    days: Option<Spanned<i64>>,
}

impl TrendingTable {
    pub(super) fn check(self) -> Result<u16, Wrong> {
        within(self.days, "trending.days", FEWEST, MOST, USUAL_TRENDING_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use crate::house::fixture::{LINES, parsed};

    #[test]
    fn the_days_are_read_and_their_range_is_said() {
        let days = |more: &str| parsed(more).map(|house| house.trending_days);
        assert_eq!(days(""), Ok(14));
        assert_eq!((days("[trending]\ndays = 3\n"), days("[trending]\ndays = 90\n")), (Ok(3), Ok(90)));
        for (more, says) in [
            ("[trending]\ndays = 2\n", "trending.days is 2: write a whole number from 3 to 90"),
            ("[trending]\ndays = 91\n", "from 3 to 90"),
            ("[trending]\nday = 7\n", "unknown field `day`"),
        ] {
            let error = days(more).unwrap_err();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + 2)) && error.contains(says), "{error}");
        }
    }
}
