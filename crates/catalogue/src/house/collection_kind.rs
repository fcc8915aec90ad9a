//! The kinds of collection, and what the southern hemisphere makes of their dates.

/// What kind of collection it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionKind {
    /// Spring-summer or autumn-winter.
    Main,
    /// Before a main collection: pre-fall, pre-spring.
    PreCollection,
    /// Cruise, resort, holiday: for who travels to another season.
    Cruise,
    /// A small series.
    Capsule,
    /// With a guest.
    Collaboration,
}

impl CollectionKind {
    /// Every kind in the order of its number.
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

    /// What holds unless the house says otherwise. A main collection and the one before it are made for the weather,
    /// so the south wants them half a year later. A cruise collection is bought in one season to be worn in another, and
    /// capsules and collaborations come out on one day everywhere: moving them would announce what is over.
    #[must_use]
    pub const fn hemisphere(self) -> Hemisphere {
        match self {
            Self::Main | Self::PreCollection => Hemisphere::Shifted,
            Self::Cruise | Self::Capsule | Self::Collaboration => Hemisphere::Global,
        }
    }
}

/// What the southern hemisphere makes of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hemisphere {
    /// Six months later in the south.
    Shifted,
    /// The same days everywhere.
    Global,
}
