//! `[ranking]`: how slates are filled.

use std::num::NonZeroU8;

use passerelle::rank::{MAX_SUGGESTIONS, Tuning, Wearer};
use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, share, within};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RankingTable {
    division_share_weight: Option<Spanned<f64>>,
    new_share: Option<Spanned<f64>>,
    new_arrival_boost: Option<Spanned<f64>>,
    max_per_type: Option<Spanned<i64>>,
    bind_gender: Option<bool>,
    bind_age_group: Option<bool>,
}

/// In which respects suggestions must be made for the same wearer as the page's garment, shoe, spectacles or watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WearerBinding {
    /// Whether the gender must be the same.
    pub gender: bool,
    /// Whether the age group must be the same.
    pub age_group: bool,
}

impl WearerBinding {
    /// Returns the parts of `wearer` that must be the same.
    #[must_use]
    pub fn of(self, wearer: Wearer) -> Wearer {
        Wearer { gender: wearer.gender.filter(|_| self.gender), age_group: wearer.age_group.filter(|_| self.age_group) }
    }
}

impl RankingTable {
    /// Both must be the same unless set.
    pub(super) fn binding(&self) -> WearerBinding {
        WearerBinding { gender: self.bind_gender.unwrap_or(true), age_group: self.bind_age_group.unwrap_or(true) }
    }

    pub(super) fn check(self) -> Result<Tuning, Wrong> {
        let usual = Tuning::default();
        Ok(Tuning {
            share: share(self.division_share_weight, "ranking.division_share_weight", 16.0, usual.share)?,
            new_share: share(self.new_share, "ranking.new_share", 1.0, usual.new_share)?,
            precedence: share(self.new_arrival_boost, "ranking.new_arrival_boost", 15.0, usual.precedence)?,
            typical: usual.typical,
            max_per_type: NonZeroU8::new(within(
                self.max_per_type,
                "ranking.max_per_type",
                0,
                MAX_SUGGESTIONS as u8,
                usual.max_per_type.map_or(0, NonZeroU8::get),
            )?),
        })
    }
}

#[cfg(test)]
mod tests {
    use passerelle::model::DivisionIndex;
    use passerelle::rank::{Factor, Fallback, ListWeight, Placement, PlacementSettings, Scope};

    use super::*;
    use crate::house::fixture::{LINES, parsed};

    const RANKING: &str = r#"[ranking]
division_share_weight = 1.5
new_share = 0.125
new_arrival_boost = 15
max_per_type = 0
[[placement]]
id = "product"
divisions = ["jewellery", "leather"]
limit = 24
threshold = 0.25
fallback = "any"
reminders = true
[[placement]]
id = "category"
divisions = "pinned"
"#;

    #[test]
    fn every_setting_of_ranking_and_placement_is_read() {
        let house = parsed(RANKING).unwrap();
        let tuning = Tuning {
            share: Factor::from_bits(3 << 15),
            new_share: Factor::from_bits(1 << 13),
            precedence: Factor::from_bits(15 << 16),
            typical: ListWeight::from_bits(1 << 16),
            max_per_type: None,
        };
        assert_eq!(house.tuning, tuning);
        let [product, cart, home, category, confirmation, ..] = &house.placements;
        let only = Scope::Only(vec![DivisionIndex(0), DivisionIndex(1)]);
        let (fallback, threshold) = (Fallback::Any, Factor::ONE / 4);
        assert_eq!(*product, PlacementSettings { scope: only, limit: 24, threshold, fallback, reminders: true });
        assert_eq!(*category, PlacementSettings { scope: Scope::Pinned, ..Placement::Category.defaults() });
        for (settings, placement) in
            [(cart, Placement::Cart), (home, Placement::Home), (confirmation, Placement::Confirmation)]
        {
            assert_eq!(*settings, placement.defaults());
        }
        let binding = |more| parsed(more).unwrap().wearer_binding;
        assert_eq!(binding(RANKING), WearerBinding { gender: true, age_group: true });
        let kids = "[ranking]\nbind_gender = false\nbind_age_group = true\n";
        assert_eq!(binding(kids), WearerBinding { gender: false, age_group: true });
        let usual = parsed("").unwrap();
        assert_eq!((usual.tuning, usual.placements), (Tuning::default(), Placement::ALL.map(Placement::defaults)));
    }

    /// Lines are counted from the first one of `RANKING`.
    #[test]
    fn a_wrong_ranking_or_placement_is_an_error_with_its_line() {
        for (from, to, line, says) in [
            (
                "division_share_weight = 1.5",
                "division_share_weight = 16.1",
                2,
                "ranking.division_share_weight is 16.1: write a number from 0 to 16",
            ),
            ("division_share_weight = 1.5", "division_share_weight = -0.1", 2, "from 0 to 16"),
            ("division_share_weight = 1.5", "division_share_weight = nan", 2, "from 0 to 16"),
            ("division_share_weight = 1.5", "division_share_weights = 1", 2, "unknown field `division_share_weights`"),
            ("new_share = 0.125", "new_share = 1.01", 3, "from 0 to 1"),
            ("new_arrival_boost = 15", "new_arrival_boost = 15.5", 4, "from 0 to 15"),
            ("max_per_type = 0", "max_per_type = 25", 5, "from 0 to 24"),
            ("max_per_type = 0", "max_per_type = -1", 5, "from 0 to 24"),
            ("id = \"product\"", "id = \"basket\"", 7, "one of product, cart, home, category, confirmation"),
            ("id = \"category\"", "id = \"product\"", 14, "set twice"),
            ("[\"jewellery\", \"leather\"]", "[\"jewelry\"]", 8, "no division \"jewelry\""),
            ("[\"jewellery\", \"leather\"]", "[]", 8, "divisions is empty"),
            ("[\"jewellery\", \"leather\"]", "\"all\"", 8, "divisions is \"all\""),
            ("[\"jewellery\", \"leather\"]", "3", 8, "write \"other\""),
            ("limit = 24", "limit = 25", 9, "from 1 to 24"),
            ("limit = 24", "limit = 0", 9, "from 1 to 24"),
            ("threshold = 0.25", "threshold = 1.5", 10, "from 0 to 1"),
            ("fallback = \"any\"", "fallback = \"other\"", 11, "fallback is \"other\""),
            ("reminders = true", "reminders = \"yes\"", 12, ""),
            ("reminders = true", "reminder = true", 12, "unknown field `reminder`"),
        ] {
            assert!(RANKING.contains(from), "{from}");
            let error = parsed(&RANKING.replacen(from, to, 1)).unwrap_err();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + line)), "{to}: {error}");
            assert!(error.contains(says), "{to}: {error}");
        }
    }
}
