//! Where a time zone lies: its country, and whether that is north, south or between the tropics. From tzdata's
//! zone1970.tab alone; never from where a shopper is.

/// What a place has for seasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Climate {
    /// Summer in July.
    North,
    /// Summer in January.
    South,
    /// No four seasons: wet and dry, or none.
    Tropics,
}

/// A time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone<'a> {
    /// Its name, `Europe/Paris`; a former name too.
    pub name: &'a str,
    /// Its country, the most populous of those that share it: ISO 3166, two capital letters.
    pub country: [u8; 2],
    /// By the latitude of its principal place.
    pub climate: Climate,
}
