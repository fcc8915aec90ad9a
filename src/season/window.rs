//! The windows in which collections and occasions are shown. Not for rules with dates: see [`crate::model`].

use super::{Climate, Region};
use crate::model::{CollectionIndex, CollectionSet, Day};
use crate::pack::layout::WindowRecord;

/// The country of a window that applies wherever no other window names the country.
const ANYWHERE: [u8; 2] = [0; 2];
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
    pub(super) fn new(windows: &[WindowRecord], place: Region, day: Day) -> Self {
        let mut calendar = Self::default();
        // A window for the country overrides the one for all countries.
        let country = place.country.unwrap_or(ANYWHERE);
        let own = |window: &&WindowRecord| window.country != ANYWHERE && window.country == country;
        let with_own: CollectionSet = windows.iter().filter(own).map(collection_of).collect();
        // An unknown climate counts as the north.
        let climate = 1 << place.climate.unwrap_or(Climate::North) as u8;
        for window in windows {
            let collection = collection_of(window);
            let here = if window.country == ANYWHERE { !with_own.contains(collection) } else { own(&window) };
            if !here || window.climates & climate == 0 {
                continue;
            }
            calendar.dated |= collection.into();
            let until = i64::from(window.until_day.get());
            if (i64::from(window.from_day.get())..=until).contains(&day.number()) {
                calendar.open |= collection.into();
                if until - day.number() < ENDING_DAYS {
                    calendar.ending |= collection.into();
                }
            }
        }
        calendar
    }
}

fn collection_of(window: &WindowRecord) -> CollectionIndex {
    CollectionIndex(window.collection.into())
}
