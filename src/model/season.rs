//! The kinds of collections and occasions, and climates. Not for how items suit a day: see [`crate::season`].

/// The number of half-months in a year: the 1st to the 15th, and the rest of each month.
pub const HALF_MONTHS: usize = 24;

/// The kind of a dated set of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SeasonalKind {
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

impl SeasonalKind {
    /// Every kind, in ascending order of its number.
    pub const ALL: [Self; 6] =
        [Self::Main, Self::PreCollection, Self::Cruise, Self::Capsule, Self::Collaboration, Self::Occasion];

    /// The kind with this number in the pack; `None` if there is none.
    #[must_use]
    pub fn numbered(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
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
    /// The climate with this number in the pack; `None` if there is none.
    #[must_use]
    pub const fn numbered(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::North),
            1 => Some(Self::South),
            2 => Some(Self::Tropics),
            _ => None,
        }
    }
}

/// A set of climates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Climates(u8);

impl Climates {
    /// Every climate.
    pub const ALL: Self = Self(0b111);

    /// The set with this climate alone.
    #[must_use]
    pub const fn only(climate: Climate) -> Self {
        Self(1 << climate as u8)
    }

    /// The set without this climate.
    #[must_use]
    pub const fn without(self, climate: Climate) -> Self {
        Self(self.0 & !(1 << climate as u8))
    }

    /// Whether the set contains this climate.
    #[must_use]
    pub const fn contains(self, climate: Climate) -> bool {
        self.0 >> climate as u8 & 1 == 1
    }

    /// Decodes the bits stored in a pack; `None` if there is no climate or an unknown one.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Option<Self> {
        if bits == 0 || bits > Self::ALL.0 { None } else { Some(Self(bits)) }
    }

    /// The bits stored in a pack: 0 north, 1 south, 2 tropics.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }
}
