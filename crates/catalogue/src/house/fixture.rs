//! A small house that tests of single tables add theirs to. Not for a whole file: see the tests of [`super::file`].

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

/// How many lines [`HOUSE`] has.
pub(super) const LINES: usize = 12;

/// The house with `more` behind it, read; errors as people see them.
pub(super) fn parsed(more: &str) -> Result<House, String> {
    House::parse(&format!("{HOUSE}{more}"), "house.toml").map_err(|error| error.to_string())
}
