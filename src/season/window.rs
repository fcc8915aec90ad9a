//! The windows in which collections and occasions are shown. Not for rules with dates: see [`crate::model`].

use super::{Climate, Region, Window};
use crate::model::{CollectionSet, Day};

/// A window with at most this many days left is about to end.
const ENDING_DAYS: i64 = 14;

/// The collections by the state of their window at a day and a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Calendar {
    /// Collections with a window here.
    pub(super) dated: CollectionSet,
    /// Collections whose window is open.
    pub(super) open: CollectionSet,
    /// Collections whose window closes soon.
    pub(super) ending: CollectionSet,
}

impl Calendar {
    pub(super) fn new(windows: &[Window], place: Region, day: Day) -> Self {
        let mut calendar = Self::default();
        // A window for the country overrides the one for all countries.
        let own = |window: &&Window| window.country.is_some() && window.country == place.country;
        let with_own: CollectionSet = windows.iter().filter(own).map(|window| window.collection).collect();
        // An unknown climate counts as the north.
        let climate = place.climate.unwrap_or(Climate::North);
        for window in windows {
            let here = if window.country.is_none() { !with_own.contains(window.collection) } else { own(&window) };
            if !here || !window.climates.contains(climate) {
                continue;
            }
            calendar.dated |= window.collection.into();
            if window.days.contains(day) {
                calendar.open |= window.collection.into();
                if window.days.last.since(day) < ENDING_DAYS {
                    calendar.ending |= window.collection.into();
                }
            }
        }
        calendar
    }
}
