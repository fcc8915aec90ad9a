//! The common name of the season at a day and a place. Not for how items suit it: see [`super::fit`].

use crate::model::{Climate, Date, Day};

/// The season's name: `spring`, `summer`, `autumn` or `winter`, of three whole months each. In the tropics it is always
/// summer; an unknown climate counts as the north.
#[must_use]
pub fn season_name(climate: Option<Climate>, day: Day) -> &'static str {
    let Date { month, .. } = Date::of_day(day);
    let north = match month {
        3..=5 => 0,
        6..=8 => 1,
        9..=11 => 2,
        _ => 3,
    };
    let quarter = match climate.unwrap_or(Climate::North) {
        Climate::North => north,
        Climate::South => (north + 2) % 4,
        Climate::Tropics => 1,
    };
    ["spring", "summer", "autumn", "winter"].get(quarter).copied().unwrap_or("spring")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_follow_the_place() {
        let name = |climate, month| {
            let day = Date { year: 2026, month, day: 15 }.to_day();
            season_name(climate, day.unwrap_or_default())
        };
        let year = |climate| [1, 3, 5, 6, 9, 12].map(|month| name(climate, month));
        assert_eq!(year(None), ["winter", "spring", "spring", "summer", "autumn", "winter"]);
        assert_eq!(year(Some(Climate::South)), ["summer", "autumn", "autumn", "winter", "spring", "summer"]);
        assert_eq!(year(Some(Climate::Tropics)), ["summer"; 6]);
    }
}
