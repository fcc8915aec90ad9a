//! `[[type]]`: what the house's sentences call a type.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, line_of, wrong};
use crate::catalogue::{Catalogue, Texts};
use crate::error::HouseError;
use crate::fold::fold;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypeTable {
    name: Spanned<String>,
    names: Spanned<BTreeMap<String, String>>,
}

/// What sentences call a type of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeNames {
    /// The last level of the feed's `product_type`.
    pub name: String,
    /// With the article that a sentence needs: "a handbag".
    pub names: Texts,
    line: usize,
}

pub(super) fn types(
    tables: Vec<Spanned<TypeTable>>,
    languages: &[String],
    text: &str,
) -> Result<Vec<TypeNames>, Wrong> {
    let mut types: Vec<TypeNames> = Vec::new();
    for table in tables.into_iter().map(Spanned::into_inner) {
        let name = table.name.get_ref();
        if name.trim().is_empty() || types.iter().any(|other| fold(&other.name) == fold(name)) {
            return wrong(&table.name, format!("type {name:?} is empty or there twice: keep one"));
        }
        let names = table.names.get_ref();
        if let Some((tag, _)) = names.iter().find(|(tag, said)| !languages.contains(tag) || said.trim().is_empty()) {
            let says = format!("type {name:?}: {tag:?} is no language of the house, or its name is empty");
            return wrong(&table.names, says);
        }
        let line = line_of(text, table.name.span().start);
        types.push(TypeNames { name: name.clone(), names: names.clone(), line });
    }
    Ok(types)
}

impl TypeNames {
    /// By type of `catalogue` what sentences call it, empty where the house does not say. A name means the types of that
    /// name in every division. `file` is what errors call the house file.
    ///
    /// # Errors
    /// A type that the feed does not have, with its line.
    pub fn resolve(types: &[Self], catalogue: &Catalogue, file: &str) -> Result<Vec<Texts>, HouseError> {
        let mut names = vec![Texts::new(); catalogue.types.len()];
        for given in types {
            let mut is_met = false;
            for (kind, names) in catalogue.types.iter().zip(&mut names) {
                if fold(&kind.name) == fold(&given.name) {
                    names.clone_from(&given.names);
                    is_met = true;
                }
            }
            if !is_met {
                return Err(HouseError::Setting {
                    file: file.to_owned(),
                    line: given.line,
                    message: format!("the feed has no type {:?}: correct the spelling, or remove it", given.name),
                });
            }
        }
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::ItemType;
    use crate::house::House;

    const HOUSE: &str = r#"[house]
name = "Maison Exemple"
languages = ["fr", "en"]
currency = "EUR"
[[division]]
id = "leather"
names = { fr = "la maroquinerie", en = "leather goods" }
product_types = ["Leather"]
"#;
    const LINES: usize = 8;

    fn parsed(more: &str) -> Result<House, String> {
        House::parse(&format!("{HOUSE}{more}"), "house.toml").map_err(|error| error.to_string())
    }

    #[test]
    fn a_type_of_the_feed_gets_the_house_s_names() {
        let house = parsed("[[type]]\nname = \"handbag\"\nnames = { fr = \"un sac\", en = \"a handbag\" }\n").unwrap();
        let kind = |name: &str| ItemType { name: name.to_owned(), ..ItemType::default() };
        let catalogue = Catalogue { types: vec![kind("Belt"), kind("Handbag")], ..Catalogue::default() };
        let names = TypeNames::resolve(&house.types, &catalogue, "house.toml").unwrap();
        assert!(names[0].is_empty());
        assert_eq!(names[1], Texts::from([("en".into(), "a handbag".into()), ("fr".into(), "un sac".into())]));
        let error = TypeNames::resolve(&house.types, &Catalogue::default(), "house.toml").unwrap_err().to_string();
        assert_eq!(error, "house.toml:10: the feed has no type \"handbag\": correct the spelling, or remove it");
    }

    #[test]
    fn a_wrong_type_name_is_an_error_with_its_line() {
        for (more, line, says) in [
            ("[[type]]\nname = \"\"\nnames = {}\n", 2, "type \"\" is empty or there twice"),
            ("[[type]]\nname = \"Bag\"\nnames = { de = \"eine\" }\n", 3, "\"de\" is no language of the house"),
        ] {
            let error = parsed(more).unwrap_err();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + line)), "{more}: {error}");
            assert!(error.contains(says), "{more}: {error}");
        }
    }
}
