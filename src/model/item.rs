//! What is known of an item besides its lists.

/// The outfit of a thing that is not worn.
pub const NOT_WORN: u8 = u8::MAX;

/// A small number that stands for an item: on a page an item it has met, in the native tool a place in the catalogue.
pub type Handle = u32;

/// What ranking needs to know of an item besides its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemFeatures {
    /// Position of its division.
    pub division: u16,
    /// Position of its type.
    pub item_type: u16,
    /// Whether it came into the house lately.
    pub is_new: bool,
    /// The collections it belongs to, bit by bit in the order of house.toml.
    pub collections: u64,
    /// What it is for the season.
    pub traits: Traits,
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
