//! Words of the year.

/// A year has so many halves of months: the 1st to the 15th, and the rest.
pub const HALF_MONTHS: usize = 24;

/// What a dated set of items is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Spring-summer or autumn-winter.
    Main = 0,
    /// Before a main collection.
    PreCollection = 1,
    /// Cruise, resort, holiday.
    Cruise = 2,
    /// A small series.
    Capsule = 3,
    /// With a guest.
    Collaboration = 4,
    /// Not a collection: what suits a feast or a day.
    Occasion = 5,
}

impl Kind {
    /// How many there are: every number is below.
    pub const COUNT: u8 = 6;
}

/// What a place has for seasons.
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
    /// The climate with this number; the tropics for one above 2.
    #[must_use]
    pub const fn numbered(number: u8) -> Self {
        match number {
            0 => Self::North,
            1 => Self::South,
            _ => Self::Tropics,
        }
    }
}
