//! A small house, to which the tests of single tables add theirs. Not for a whole file: see the tests of
//! [`super::file`].

use super::House;

/// A house with two divisions and two languages.
pub(super) const HOUSE: &str = r#"[house]
name = "Maison Exemple"
languages = ["fr", "en"]
currency = "EUR"
[[division]]
id = "leather"
names = { fr = "la maroquinerie", en = "leather goods" }
product_types = ["Leather"]
[[division]]
id = "jewellery"
names = { fr = "la joaillerie", en = "jewellery" }
product_types = ["Jewellery"]
"#;

/// Number of lines in [`HOUSE`].
pub(super) const LINES: usize = 12;

/// Reads the house with `more` appended; returns errors as people see them.
pub(super) fn parsed(more: &str) -> Result<House, String> {
    House::parse(&format!("{HOUSE}{more}"), "house.toml").map_err(|error| error.to_string())
}
