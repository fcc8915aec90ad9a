//! Typed positions in the house's lists, so that a division cannot be used as a type.

/// A position in one of the house's lists.
macro_rules! index {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u16);

        impl $name {
            /// The position of the first entry for which `fits` holds.
            pub fn position<T>(list: &[T], fits: impl FnMut(&T) -> bool) -> Option<Self> {
                u16::try_from(list.iter().position(fits)?).ok().map(Self)
            }

            /// The position as a number.
            #[must_use]
            pub const fn at(self) -> usize {
                self.0 as usize
            }

            /// The entry at this position; `None` beyond the end of the list.
            pub fn of<T>(self, list: &[T]) -> Option<&T> {
                list.get(self.at())
            }
        }
    };
}

index! {
    /// The position of a division in the house's list.
    DivisionIndex
}
index! {
    /// The position of a collection or an occasion in the house's list; below 64.
    CollectionIndex
}
index! {
    /// The position of a product type in the house's list.
    TypeIndex
}
index! {
    /// The position of a language in the house's list. The first language is the house's own.
    LanguageIndex
}

impl LanguageIndex {
    /// The house's own language.
    pub const FIRST: Self = Self(0);
}

/// A set of the house's languages: one bit each, in the order of the house's list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LanguageSet(u32);

impl LanguageSet {
    /// The empty set.
    pub const EMPTY: Self = Self(0);

    /// Creates a set from the bits stored in a pack.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The bits stored in a pack.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether the set contains this language; always false for positions of 32 and above.
    #[must_use]
    pub fn contains(self, language: LanguageIndex) -> bool {
        self.0.checked_shr(language.0.into()).is_some_and(|bits| bits & 1 == 1)
    }
}

impl FromIterator<LanguageIndex> for LanguageSet {
    /// Collects languages; positions of 32 and above are left out.
    fn from_iter<T: IntoIterator<Item = LanguageIndex>>(all: T) -> Self {
        let bit = |language: LanguageIndex| 1u32.checked_shl(language.0.into()).unwrap_or(0);
        Self(all.into_iter().fold(0, |bits, language| bits | bit(language)))
    }
}

/// The category of an item in one build. [`Category`](super::Category) uses names, which stay the same across builds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryIndex {
    /// Its division.
    pub division: DivisionIndex,
    /// Its type.
    pub item_type: TypeIndex,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_languages_holds_what_was_put_in_and_nothing_beyond_32() {
        let set: LanguageSet = [0, 31, 32].map(LanguageIndex).into_iter().collect();
        assert_eq!(set, LanguageSet::from_bits(1 | 1 << 31));
        assert_eq!([0, 1, 31, 32, 63].map(|at| set.contains(LanguageIndex(at))), [true, false, true, false, false]);
    }

    #[test]
    fn a_position_finds_its_entry_and_none_behind_the_end() {
        let names = ["shoes", "bags"];
        let bags = DivisionIndex::position(&names, |name| *name == "bags");
        assert_eq!(bags, Some(DivisionIndex(1)));
        assert_eq!(bags.and_then(|bags| bags.of(&names)), Some(&"bags"));
        assert_eq!(DivisionIndex(2).of(&names), None);
        assert_eq!(DivisionIndex::position(&vec![false; 70_000], |found| *found), None);
    }
}
