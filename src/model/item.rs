//! What is known of an item besides its lists.

use super::{CategoryIndex, CollectionSet, DivisionIndex, TypeIndex};

/// The outfit of a thing that is not worn.
pub const NOT_WORN: u8 = u8::MAX;

/// A small number that stands for an item: on a page an item it has met, in the native tool a place in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(pub u32);

impl Handle {
    /// The position of what belongs to the item in a list that has one for each.
    #[must_use]
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

/// What ranking needs to know of an item besides its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemFeatures {
    /// Position of its division.
    pub division: DivisionIndex,
    /// Position of its type.
    pub item_type: TypeIndex,
    /// Whether it came into the house lately.
    pub is_new: bool,
    /// The collections it belongs to.
    pub collections: CollectionSet,
    /// What it is for the season.
    pub traits: Traits,
    /// Whom it is made for, where that binds what is suggested beside it.
    pub wearer: Wearer,
}

impl ItemFeatures {
    /// Where the item belongs.
    #[must_use]
    pub const fn category(&self) -> CategoryIndex {
        CategoryIndex { division: self.division, item_type: self.item_type }
    }
}

/// Whom a garment, a shoe, spectacles or a watch are made for. Other things are for anybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wearer {
    /// The gender; `None` for any.
    pub gender: Option<Gender>,
    /// The age group; `None` for any.
    pub age_group: Option<AgeGroup>,
}

/// The genders that Google Merchant Center tells apart; `unisex` is for any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// `female`
    Female,
    /// `male`
    Male,
}

/// The age groups that Google Merchant Center tells apart.
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
    /// All, in the order of their numbers in the pack, from 1.
    pub const ALL: [Self; 2] = [Self::Female, Self::Male];
}

impl AgeGroup {
    /// All, in the order of their numbers in the pack, from 1.
    pub const ALL: [Self; 5] = [Self::Newborn, Self::Infant, Self::Toddler, Self::Kids, Self::Adult];
}

impl Wearer {
    /// Whether something for the `other` may stand beside something for this one: what is not said is not held against it.
    #[must_use]
    pub fn agrees_with(self, other: Self) -> bool {
        let agree = |is_same: Option<bool>| is_same != Some(false);
        agree(self.gender.zip(other.gender).map(|(one, other)| one == other))
            && agree(self.age_group.zip(other.age_group).map(|(one, other)| one == other))
    }

    /// In five bits: the gender in the lowest two, the age group above, each by its number or 0.
    #[must_use]
    pub fn bits(self) -> u8 {
        let gender = self.gender.map_or(0, |gender| gender as u8 + 1);
        let age_group = self.age_group.map_or(0, |age_group| age_group as u8 + 1);
        (age_group << 2) | gender
    }

    /// The wearer of these bits; a number that has no meaning is for any, higher bits are ignored.
    #[must_use]
    pub fn from_bits(bits: u8) -> Self {
        let at = |number: u8| usize::from(number).checked_sub(1);
        Self {
            gender: at(bits & 3).and_then(|at| Gender::ALL.get(at).copied()),
            age_group: at((bits >> 2) & 7).and_then(|at| AgeGroup::ALL.get(at).copied()),
        }
    }
}

/// What an item is, for the season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// Position of its demand profile in [`Season::shapes`].
    pub shape: u8,
    /// How marked the profile is.
    pub amplitude: u8,
    /// What is worn with it insulates so many fiftieths of a clo; [`NOT_WORN`] for what is not worn.
    pub outfit: u8,
    /// Bit 0: for rain. Bit 1: for sun.
    pub weather: u8,
}

impl Traits {
    /// For rain.
    pub const RAIN: u8 = 1;
    /// For sun.
    pub const SUN: u8 = 2;
}

impl Default for Traits {
    fn default() -> Self {
        Self { shape: 0, amplitude: 0, outfit: NOT_WORN, weather: 0 }
    }
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
