//! The features of an item that ranking and the season use. Not for neighbour lists: see [`crate::cache`].

use super::{CategoryIndex, Clo, CollectionSet, DivisionIndex, TypeIndex};

/// A small number for an item: in the browser, an index of the page's cache; in the native tool, a position in the
/// catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(pub u32);

impl Handle {
    /// The handle as a position in a list with one entry per item.
    #[must_use]
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

/// The features of an item that ranking needs in addition to its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemFeatures {
    /// Position of its division.
    pub division: DivisionIndex,
    /// Position of its type.
    pub item_type: TypeIndex,
    /// Whether the item is a new arrival.
    pub is_new: bool,
    /// The collections it belongs to.
    pub collections: CollectionSet,
    /// The item's season features.
    pub traits: Traits,
    /// The gender and age group the item is made for, if suggestions must match them.
    pub wearer: Wearer,
}

impl ItemFeatures {
    /// The item's division and type.
    #[must_use]
    pub const fn category(&self) -> CategoryIndex {
        CategoryIndex { division: self.division, item_type: self.item_type }
    }
}

/// The gender and age group that a garment, a pair of shoes or spectacles, or a watch is made for. Other items have
/// neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wearer {
    /// The gender; `None` for any.
    pub gender: Option<Gender>,
    /// The age group; `None` for any.
    pub age_group: Option<AgeGroup>,
}

/// The genders of Google Merchant Center; `unisex` is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// `female`
    Female,
    /// `male`
    Male,
}

/// The age groups of Google Merchant Center.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeGroup {
    /// `newborn`
    Newborn,
    /// `infant`
    Infant,
    /// `toddler`
    Toddler,
    /// `kids`
    Kids,
    /// `adult`
    Adult,
}

impl Gender {
    /// Every gender; in the pack, numbered from 1 in this order.
    pub const ALL: [Self; 2] = [Self::Female, Self::Male];
}

impl AgeGroup {
    /// Every age group; in the pack, numbered from 1 in this order.
    pub const ALL: [Self; 5] = [Self::Newborn, Self::Infant, Self::Toddler, Self::Kids, Self::Adult];
}

impl Wearer {
    /// Whether an item for `other` may be suggested beside an item for this wearer: a value that either side lacks
    /// matches.
    #[must_use]
    pub fn agrees_with(self, other: Self) -> bool {
        let agree = |is_same: Option<bool>| is_same != Some(false);
        agree(self.gender.zip(other.gender).map(|(one, other)| one == other))
            && agree(self.age_group.zip(other.age_group).map(|(one, other)| one == other))
    }

    /// Encodes in five bits: the gender in the lowest two, the age group above, each as its number or 0.
    #[must_use]
    pub fn bits(self) -> u8 {
        let gender = self.gender.map_or(0, |gender| gender as u8 + 1);
        let age_group = self.age_group.map_or(0, |age_group| age_group as u8 + 1);
        (age_group << 2) | gender
    }

    /// Decodes the bits; an unknown number becomes `None`, higher bits are ignored.
    #[must_use]
    pub fn from_bits(bits: u8) -> Self {
        let at = |number: u8| usize::from(number).checked_sub(1);
        Self {
            gender: at(bits & 3).and_then(|at| Gender::ALL.get(at).copied()),
            age_group: at((bits >> 2) & 7).and_then(|at| AgeGroup::ALL.get(at).copied()),
        }
    }
}

/// The features of an item that the season uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// Position of its demand profile in `Season::shapes`.
    pub shape: u8,
    /// Amplitude of the demand profile: a multiplier of the shape.
    pub amplitude: u8,
    /// Insulation of an outfit with this item; `None` for an item that is not worn.
    pub outfit: Option<Clo>,
    /// Bit 0: made for rain. Bit 1: made for sun.
    pub weather: u8,
}

impl Traits {
    /// Made for rain.
    pub const RAIN: u8 = 1;
    /// Made for sun.
    pub const SUN: u8 = 2;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_both_must_be_the_same() {
        let wearer = |gender, age_group| Wearer { gender, age_group };
        let (her, him) = (Some(Gender::Female), Some(Gender::Male));
        let (kids, adult) = (Some(AgeGroup::Kids), Some(AgeGroup::Adult));
        for (one, other, agree) in [
            (wearer(her, adult), wearer(her, adult), true),
            (wearer(her, adult), wearer(him, adult), false),
            (wearer(her, adult), wearer(her, kids), false),
            (wearer(her, adult), wearer(None, kids), false),
            (wearer(her, adult), wearer(None, adult), true),
            (wearer(her, None), wearer(None, kids), true),
            (wearer(None, None), wearer(him, kids), true),
        ] {
            assert_eq!((one.agrees_with(other), other.agrees_with(one)), (agree, agree), "{one:?} {other:?}");
        }
    }

    #[test]
    fn bits_come_back() {
        let genders = std::iter::once(None).chain(Gender::ALL.map(Some));
        for gender in genders {
            for age_group in std::iter::once(None).chain(AgeGroup::ALL.map(Some)) {
                let wearer = Wearer { gender, age_group };
                assert!(wearer.bits() < 32);
                assert_eq!(Wearer::from_bits(wearer.bits()), wearer);
            }
        }
        assert_eq!(Wearer::from_bits(0b1111_1111), Wearer::default(), "numbers without a meaning");
    }
}
