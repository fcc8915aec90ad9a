//! `[messages.fr]`: the house's own sentences instead of the catalogue's; `[[type]]`: what its sentences call a type.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::wording::{self, Kind, Wording};
use super::{Wrong, fold, line_of, wrong};
use crate::catalogue::Catalogue;
use crate::error::HouseError;
use crate::messages;

/// Longest sentence, in characters: one line under a picture.
const MAX_SENTENCE: usize = 120;

pub(super) type MessageTables = BTreeMap<String, Spanned<BTreeMap<String, Spanned<String>>>>;

/// A sentence of the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Language tag, one of the house's.
    pub language: String,
    /// What it says, by the catalogue's name of the reason.
    pub reason: String,
    /// With placeholders.
    pub template: String,
}

/// The sentences of the file `text`; what is wrong with their wording goes to `findings`.
pub(super) fn messages(
    tables: MessageTables,
    languages: &[String],
    text: &str,
    findings: &mut Vec<Wording>,
) -> Result<Vec<Message>, Wrong> {
    let mut overrides = Vec::new();
    for (language, table) in tables {
        if !languages.contains(&language) {
            let says = format!("the house does not speak {language:?}: add it to languages, or remove the table");
            return wrong(&table, says);
        }
        for (reason, template) in table.into_inner() {
            let Some(usual) = messages::reason(&language, &reason) else {
                let known = messages::reasons().join(", ");
                return wrong(&template, format!("there is no sentence {reason:?}: write one of {known}"));
            };
            let said = template.get_ref().trim();
            if said.is_empty() {
                return wrong(&template, format!("the sentence is empty: write one, or remove the line for {usual:?}"));
            }
            if said.chars().count() > MAX_SENTENCE {
                return wrong(&template, format!("the sentence is longer than {MAX_SENTENCE} characters: shorten it"));
            }
            let line = line_of(text, template.span().start);
            findings.extend(wording::check(said, &language, Kind::Reason(&reason), line));
            overrides.push(Message { language: language.clone(), reason, template: said.to_owned() });
        }
    }
    Ok(overrides)
}

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
    /// By language tag, with the article that a sentence needs: "a handbag".
    pub names: Vec<(String, String)>,
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
        types.push(TypeNames { name: name.clone(), names: names.clone().into_iter().collect(), line });
    }
    Ok(types)
}

impl TypeNames {
    /// By type of `catalogue` what sentences call it, empty where the house does not say. A name means the types of that
    /// name in every division. `file` is what errors call the house file.
    ///
    /// # Errors
    /// A type that the feed does not have, with its line.
    pub fn resolve(
        types: &[Self],
        catalogue: &Catalogue,
        file: &str,
    ) -> Result<Vec<Vec<(String, String)>>, HouseError> {
        let mut names = vec![Vec::new(); catalogue.types.len()];
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
    fn a_house_says_it_its_own_way() {
        let house = parsed("[messages.fr]\ncompletes-type = \"Pour sublimer {type}\"\n").unwrap();
        let message = |language: &str, reason: &str, template: &str| Message {
            language: language.into(),
            reason: reason.into(),
            template: template.into(),
        };
        assert_eq!(house.messages, [message("fr", "completes-type", "Pour sublimer {type}")]);
    }

    #[test]
    fn types_have_names_with_articles() {
        let house = parsed("[[type]]\nname = \"handbag\"\nnames = { fr = \"un sac\", en = \"a handbag\" }\n").unwrap();
        let kind = |name: &str| ItemType { name: name.to_owned(), ..ItemType::default() };
        let catalogue = Catalogue { types: vec![kind("Belt"), kind("Handbag")], ..Catalogue::default() };
        let names = TypeNames::resolve(&house.types, &catalogue, "house.toml").unwrap();
        assert!(names[0].is_empty());
        assert_eq!(names[1], [("en".into(), "a handbag".into()), ("fr".into(), "un sac".into())]);
        let error = TypeNames::resolve(&house.types, &Catalogue::default(), "house.toml").unwrap_err().to_string();
        assert_eq!(error, "house.toml:10: the feed has no type \"handbag\": correct the spelling, or remove it");
    }

    #[test]
    fn errors_name_the_line() {
        for (more, line, says) in [
            ("[messages.de]\nseason = \"Zur Jahreszeit\"\n", 1, "the house does not speak \"de\": add it to languages"),
            (
                "[messages.fr]\n\nbecause = \"De saison\"\n",
                3,
                "there is no sentence \"because\": write one of appreciated,",
            ),
            (
                "[messages.fr]\nseason = \" \"\n",
                2,
                "the sentence is empty: write one, or remove the line for \"De saison\"",
            ),
            ("[messages.fr]\nseason = 1\n", 2, "expected a string"),
            ("[[type]]\nname = \"\"\nnames = {}\n", 2, "type \"\" is empty or there twice"),
            ("[[type]]\nname = \"Bag\"\nnames = { de = \"eine\" }\n", 3, "\"de\" is no language of the house"),
        ] {
            let error = parsed(more).unwrap_err();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + line)), "{more}: {error}");
            assert!(error.contains(says), "{more}: {error}");
        }
        let long = format!("[messages.en]\nseason = \"{}\"\n", "In season. ".repeat(12));
        assert!(parsed(&long).unwrap_err().contains("longer than 120 characters"));
    }
}
