//! Numbers of the weather in tenths, so that the browser and the native tool agree to the bit.

/// A number in tenths of its unit, which the name of its field states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(pub i32);

impl Tenths {
    /// Converts a number, rounded towards 0.
    #[must_use]
    pub fn of(number: f64) -> Self {
        Self((number * 10.0) as i32)
    }
}
