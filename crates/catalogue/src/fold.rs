//! How names are compared.

/// Between the levels of a product type that are folded.
pub const BETWEEN: &str = " > ";

/// Case and runs of white space make no difference between names of product types.
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
