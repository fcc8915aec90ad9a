//! The kinds of collection, and how their dates apply in the southern hemisphere.

/// The kind of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionKind {
    /// Spring-summer or autumn-winter.
    Main,
    /// Before a main collection: pre-fall, pre-spring.
    PreCollection,
    /// Cruise, resort, holiday: for travel to another season.
    Cruise,
    /// A small series.
    Capsule,
    /// With a guest.
    Collaboration,
}

impl CollectionKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 5] = [Self::Main, Self::PreCollection, Self::Cruise, Self::Capsule, Self::Collaboration];

    /// The name in house.toml.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::PreCollection => "pre-collection",
            Self::Cruise => "cruise",
            Self::Capsule => "capsule",
            Self::Collaboration => "collaboration",
        }
    }

    /// Returns the default. A main collection and the one before it are made for the weather, so the south needs them
    /// half a year later. A cruise collection is bought in one season to be worn in another. Capsules and
    /// collaborations come out on the same day everywhere: shifted, they would be announced when they are over.
    #[must_use]
    pub const fn hemisphere(self) -> Hemisphere {
        match self {
            Self::Main | Self::PreCollection => Hemisphere::Shifted,
            Self::Cruise | Self::Capsule | Self::Collaboration => Hemisphere::Global,
        }
    }
}

/// How a collection's days apply in the southern hemisphere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hemisphere {
    /// Six months later in the south.
    Shifted,
    /// The same days everywhere.
    Global,
}
