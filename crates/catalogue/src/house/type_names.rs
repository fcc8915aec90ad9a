//! `[[type]]`: the names of types in the house's sentences.

use serde::Deserialize;
use toml::Spanned;

use super::check::{TextTable, Wrong, line_of, texts_of_some, wrong};
use crate::catalogue::{Catalogue, Texts};
use crate::error::HouseError;
use crate::fold::fold;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypeTable {
    name: Spanned<String>,
    names: TextTable,
}

/// The names of a type of the feed in sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeNames {
    /// The last level of the feed's `product_type`.
    pub name: String,
    /// Names with the article that a sentence needs: "a handbag".
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
            return wrong(&table.name, format!("type {name:?} is empty or defined twice: keep one"));
        }
        let names = texts_of_some(&table.names, &format!("type {name:?}"), "name", languages)?;
        let line = line_of(text, table.name.span().start);
        types.push(TypeNames { name: name.clone(), names, line });
    }
    Ok(types)
}

impl TypeNames {
    /// Returns the names of each type of `catalogue` in sentences, empty if the house has none. The name of a type
    /// stands for the types with that name in every division. `file` is the name of the house file in errors.
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
    use crate::house::fixture::{LINES, parsed};

    #[test]
    fn a_type_of_the_feed_gets_the_house_s_names() {
        let house = parsed("[[type]]\nname = \"handbag\"\nnames = { fr = \"un sac\", en = \"a handbag\" }\n").unwrap();
        let kind = |name: &str| ItemType { name: name.to_owned(), ..ItemType::default() };
        let catalogue = Catalogue { types: vec![kind("Belt"), kind("Handbag")], ..Catalogue::default() };
        let names = TypeNames::resolve(&house.types, &catalogue, "house.toml").unwrap();
        assert!(names[0].is_empty());
        assert_eq!(names[1], Texts::from([("en".into(), "a handbag".into()), ("fr".into(), "un sac".into())]));
        let error = TypeNames::resolve(&house.types, &Catalogue::default(), "house.toml").unwrap_err().to_string();
        assert_eq!(
            error,
            format!("house.toml:{}: the feed has no type \"handbag\": correct the spelling, or remove it", LINES + 2)
        );
    }

    #[test]
    fn a_wrong_type_name_is_an_error_with_its_line() {
        for (more, line, says) in [
            ("[[type]]\nname = \"\"\nnames = {}\n", 2, "type \"\" is empty or defined twice"),
            (
                "[[type]]\nname = \"Bag\"\nnames = { de = \"eine\" }\n",
                3,
                "\"de\" is not a language of the house (fr, en)",
            ),
            ("[[type]]\nname = \"Bag\"\nnames = { fr = \" \" }\n", 3, "type \"Bag\" has an empty name in \"fr\""),
        ] {
            let error = parsed(more).unwrap_err();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + line)), "{more}: {error}");
            assert!(error.contains(says), "{more}: {error}");
        }
    }
}
