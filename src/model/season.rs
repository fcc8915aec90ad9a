//! The kinds of collections, and climates. Not for how items suit a day: see [`crate::season`].

/// The number of half-months in a year: the 1st to the 15th, and the rest of each month.
pub const HALF_MONTHS: usize = 24;

/// The kind of a dated set of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Spring-summer or autumn-winter.
    Main = 0,
    /// Delivered before a main collection.
    PreCollection = 1,
    /// Cruise, resort, holiday.
    Cruise = 2,
    /// A small series.
    Capsule = 3,
    /// Designed with a guest.
    Collaboration = 4,
    /// Not a collection: items for a feast or a special day.
    Occasion = 5,
}

impl Kind {
    /// The number of kinds: every kind's number is below it.
    pub const COUNT: u8 = 6;
}

/// The seasons of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Climate {
    /// Summer in July.
    North = 0,
    /// Summer in January.
    South = 1,
    /// No four seasons.
    Tropics = 2,
}

impl Climate {
    /// The climate with this number; [`Climate::Tropics`] for numbers above 1.
    #[must_use]
    pub const fn numbered(number: u8) -> Self {
        match number {
            0 => Self::North,
            1 => Self::South,
            _ => Self::Tropics,
        }
    }
}
