//! The format of an adviser's code in a link.

/// The longest code, in characters.
pub const ADVISER_LENGTH: usize = 32;

/// Whether a text is a valid adviser code: 1 to [`ADVISER_LENGTH`] ASCII letters, digits, dots, underscores and
/// hyphens. Invalid codes are neither stored nor returned.
#[must_use]
pub fn is_adviser_code(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=ADVISER_LENGTH).contains(&text.len()) && text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_and_plain() {
        for code in ["a", "LYON-07", "ann.b_c", &"x".repeat(32)] {
            assert!(is_adviser_code(code), "{code}");
        }
        for text in ["", " ", "a b", "é", "a/b", "<b>", "a\n", "%41", &"x".repeat(33)] {
            assert!(!is_adviser_code(text), "{text:?}");
        }
    }
}
