//! The profiles of all items, each different one held once: in a large catalogue most items have no counts, and share
//! the profile that their type gives. Not for how a profile is estimated: see [`super::posterior`].

use super::posterior::Profile;

/// The position of an item without a season.
const NONE: u32 = u32::MAX;

/// The profile of every item before it is quantised.
#[derive(Clone, Debug, Default)]
pub struct ItemProfiles {
    /// The profiles that types give, then those of items with counts.
    different: Vec<Profile>,
    /// For each item, the position of its profile, or [`NONE`].
    of_item: Vec<u32>,
}

impl ItemProfiles {
    /// Collects the profiles of items: that of an item in `own` (ascending), else the one that its type gives. An item
    /// has none if its type is not in `of_types`, or its profile is flat, or it is not `wanted`.
    pub(super) fn new(
        of_types: Vec<Profile>,
        own: Vec<(u32, Profile)>,
        types: &[usize],
        wanted: impl Fn(usize) -> bool,
    ) -> Self {
        let mut own_positions = (of_types.len() as u32..).zip(own.iter().map(|(item, _)| *item)).peekable();
        let mut different = of_types;
        let types_end = different.len();
        different.extend(own.iter().map(|(_, profile)| *profile));
        let of_item = types
            .iter()
            .enumerate()
            .map(|(item, &kind)| {
                let own = own_positions.next_if(|(_, owner)| *owner as usize == item).map(|(position, _)| position);
                let position = own.unwrap_or(if kind < types_end { kind as u32 } else { NONE });
                let has_season = different.get(position as usize).is_some_and(|profile| !profile.is_flat());
                if has_season && wanted(item) { position } else { NONE }
            })
            .collect();
        Self { different, of_item }
    }

    /// The profile of `item`; `None` if neither the item nor its type nor its division has a season.
    #[must_use]
    pub fn get(&self, item: usize) -> Option<&Profile> {
        self.different.get(*self.of_item.get(item)? as usize)
    }

    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.of_item.len()
    }

    /// Whether there are no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.of_item.is_empty()
    }

    /// The different profiles.
    pub(super) fn different(&self) -> &[Profile] {
        &self.different
    }

    /// For each item, the position of its profile among the different ones; `None` without a season.
    pub(super) fn positions(&self) -> impl Iterator<Item = Option<usize>> + '_ {
        self.of_item.iter().map(|position| (*position != NONE).then_some(*position as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_has_its_own_profile_or_that_of_its_type_and_a_flat_one_is_none() {
        let profile = |lift: f32| Profile { lift: [lift; 24], sure: 0 };
        let own = vec![(1, profile(3.0)), (3, profile(4.0)), (4, Profile::FLAT)];
        let profiles =
            ItemProfiles::new(vec![profile(1.0), Profile::FLAT], own, &[0, 0, 1, 1, 0, 7, 0], |item| item != 6);
        let lifts: Vec<Option<f32>> =
            (0..profiles.len()).map(|item| profiles.get(item).map(|profile| profile.lift[0])).collect();
        assert_eq!(lifts, [Some(1.0), Some(3.0), None, Some(4.0), None, None, None]);
        assert_eq!(profiles.get(7), None);
    }
}
