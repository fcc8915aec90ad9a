//! Assigns page views to the two groups of a holdout test: with suggestions, or held out. Not for counting orders or
//! comparing the groups: the house's own analytics counts, and `passerelle uplift` compares.

use crate::model::{Day, ItemKey};
use serde::Serialize;

/// The share of page views that are held out, in hundredths of a percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holdout(u16);

/// The share of all page views, in the unit of [`Holdout`].
const WHOLE: u16 = 10_000;

impl Holdout {
    /// Creates a holdout from a percentage, 0 to 100, rounded to hundredths. `None` for any other number.
    #[must_use]
    pub fn from_percent(percent: f64) -> Option<Self> {
        (0.0..=100.0).contains(&percent).then(|| Self((percent * 100.0).round() as u16))
    }
}

/// The group of a page view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "snake_case"))]
pub enum TrafficGroup {
    /// The page view may show suggestions.
    Suggestions,
    /// The page view shows the page's own content.
    HeldOut,
}

/// The unit of randomisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "snake_case"))]
pub enum AssignmentUnit {
    /// The device, for as long as it keeps its history.
    Device,
    /// The day (UTC), the same for all visitors: used where no history is kept and no device can be recognised.
    Day,
}

/// The group of a page view, and the unit that was assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Assignment {
    /// The group.
    pub group: TrafficGroup,
    /// The unit of randomisation.
    pub unit: AssignmentUnit,
}

/// Assigns a page view to a group: by the history's grant number, which is random and erased with the history, else by
/// the day. A page view that is held out at one share is held out at every larger share.
#[must_use]
pub fn assign(holdout: Holdout, grant: Option<u64>, today: Day) -> Assignment {
    let (unit, drawn) = match grant {
        Some(grant) => (AssignmentUnit::Device, format!("device {grant}")),
        None => (AssignmentUnit::Day, format!("day {}", today.number())),
    };
    let is_held_out = ItemKey::of(&drawn).scaled(WHOLE.into()) < holdout.0.into();
    Assignment { group: if is_held_out { TrafficGroup::HeldOut } else { TrafficGroup::Suggestions }, unit }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_held_out(percent: f64, grant: Option<u64>, day: i64) -> bool {
        let holdout = Holdout::from_percent(percent).expect("a share");
        assign(holdout, grant, Day::from_number(day)).group == TrafficGroup::HeldOut
    }

    #[test]
    fn about_the_wanted_share_of_devices_and_of_days_is_held_out() {
        let devices = (0..20_000u64).filter(|grant| is_held_out(10.0, Some(*grant), 20_000)).count();
        assert!((1_850..2_150).contains(&devices), "{devices}");
        let days = (18_000..22_000).filter(|day| is_held_out(50.0, None, *day)).count();
        assert!((1_900..2_100).contains(&days), "{days}");
    }

    #[test]
    fn a_device_keeps_its_group_over_days_and_all_others_share_that_of_the_day() {
        let devices = |day| (0..100u64).map(|grant| is_held_out(50.0, Some(grant), day)).collect::<Vec<_>>();
        assert_eq!(devices(20_000), devices(20_001));
        assert_eq!(assign(Holdout::default(), None, Day::from_number(1)).unit, AssignmentUnit::Day);
    }

    #[test]
    fn a_larger_share_holds_out_the_same_ones_and_more() {
        for grant in 0..1_000 {
            assert!(!is_held_out(10.0, Some(grant), 0) || is_held_out(30.0, Some(grant), 0));
            assert!(!is_held_out(0.0, Some(grant), 0) && is_held_out(100.0, Some(grant), 0));
        }
    }

    #[test]
    fn a_share_that_is_none_is_refused() {
        assert!([-1.0, 100.1, f64::NAN, f64::INFINITY].map(Holdout::from_percent).iter().all(Option::is_none));
    }
}
