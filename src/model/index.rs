//! Positions in the house's lists, each with a type of its own: a division is not taken for a type.

/// A position in one of the house's lists.
macro_rules! index {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u16);

        impl $name {
            /// The position in the list at which `fits` holds first.
            pub fn position<T>(list: &[T], fits: impl FnMut(&T) -> bool) -> Option<Self> {
                u16::try_from(list.iter().position(fits)?).ok().map(Self)
            }

            /// The position as a number.
            #[must_use]
            pub const fn at(self) -> usize {
                self.0 as usize
            }

            /// The entry of a list that has one for each; `None` behind its end.
            pub fn of<T>(self, list: &[T]) -> Option<&T> {
                list.get(self.at())
            }
        }
    };
}

index! {
    /// A division, by its position in the house.
    DivisionIndex
}
index! {
    /// A collection or an occasion, by its position in the house; below 64.
    CollectionIndex
}
index! {
    /// A product type, by its position in the house.
    TypeIndex
}

/// Where an item belongs in the house of one build. [`Category`](super::Category) says it by names, which outlive the build.
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
    fn a_position_finds_its_entry_and_none_behind_the_end() {
        let names = ["shoes", "bags"];
        let bags = DivisionIndex::position(&names, |name| *name == "bags");
        assert_eq!(bags, Some(DivisionIndex(1)));
        assert_eq!(bags.and_then(|bags| bags.of(&names)), Some(&"bags"));
        assert_eq!(DivisionIndex(2).of(&names), None);
        assert_eq!(DivisionIndex::position(&vec![false; 70_000], |found| *found), None);
    }
}
