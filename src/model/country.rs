//! Countries by their two letters. Not for the region of a page: see [`crate::season::Region`].

/// A country code of ISO 3166: two letters, in upper case where a page or a house states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Creates a country from its two letters, as a pack stores them.
    #[must_use]
    pub const fn from_letters(letters: [u8; 2]) -> Self {
        Self(letters)
    }

    /// The two letters, as a pack stores them.
    #[must_use]
    pub const fn letters(self) -> [u8; 2] {
        self.0
    }

    /// Reads a code such as `FR` or `fr`; `None` for a text of another length.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        let letters: [u8; 2] = code.as_bytes().try_into().ok()?;
        Some(Self(letters.map(|letter| letter.to_ascii_uppercase())))
    }
}

impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_two_letters() {
        assert_eq!(Country::of("fr").map(|country| country.to_string()).as_deref(), Some("FR"));
        assert_eq!(Country::of("fr"), Some(Country::from_letters(*b"FR")));
        assert_eq!(["", "F", "FRA"].map(Country::of), [None; 3]);
    }
}
