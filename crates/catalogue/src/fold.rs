//! Normalises names for comparison.

/// Separates the levels of a folded product type.
pub const BETWEEN: &str = " > ";

/// Returns `name` in lower case, its words separated by single spaces.
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}
