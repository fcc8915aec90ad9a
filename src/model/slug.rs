//! Names that a house gives to a questionnaire, a question or an answer. They are parts of URLs and therefore contain
//! only characters without special meaning.

/// A name of 1 to 32 lower-case ASCII letters, digits and hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug {
    /// The name, padded with zeros.
    bytes: [u8; Self::MAX_LEN],
}

impl Slug {
    /// Maximum length of a name in bytes.
    pub const MAX_LEN: usize = 32;

    /// Creates a slug; `None` if `text` is not a valid name.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let is_sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || !text.bytes().all(is_sound) {
            return None;
        }
        let mut bytes = [0; Self::MAX_LEN];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { bytes })
    }

    /// The name as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let length = self.bytes.iter().take_while(|byte| **byte != 0).count();
        self.bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_mean_more_than_a_name_is_none() {
        for text in ["", "a/b", "..", "a.b", "A", "é", "a b", "a\0", &"x".repeat(33)] {
            assert_eq!(Slug::new(text), None, "{text:?}");
        }
        let longest = "x".repeat(Slug::MAX_LEN);
        for text in ["skin", "a-1", "-", longest.as_str()] {
            assert_eq!(Slug::new(text).as_ref().map(Slug::as_str), Some(text));
        }
    }
}
