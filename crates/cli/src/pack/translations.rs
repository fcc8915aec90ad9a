//! The house's own texts in one language: names of types, sentences and notices. A page loads the file of its language
//! in addition to the package's catalogue. Not for names of divisions and collections: these are in the core.

use passerelle::pack::write::LanguageFile;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::{House, Resolved};

use super::messages::Conditions;

/// A file of translations, as docs/pack-format-json.md describes it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translations {
    types: BTreeMap<String, String>,
    messages: BTreeMap<String, String>,
    notices: Vec<Notice>,
    /// The values of the house, if it states them.
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Values>,
}

/// The values of the house, in one language.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    text: String,
    link: Option<String>,
}

/// A notice in one language. Days are counted from 1970-01-01 UTC.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Notice {
    id: String,
    from: u32,
    until: u32,
    /// Ids of the items that it concerns; `None` for every order.
    items: Option<Vec<String>>,
    ordered: (u32, u32),
    text: String,
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<String>,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    conditions: Option<Conditions>,
}

/// Returns the file for each language of the house, in their order.
#[must_use]
pub fn translations(house: &House, catalogue: &Catalogue, resolved: &Resolved) -> Vec<LanguageFile> {
    let files = house.languages.iter().enumerate().map(|(at, tag)| {
        let named = catalogue
            .types
            .iter()
            .zip(&resolved.type_names)
            .filter_map(|(kind, names)| Some((kind.name.clone(), names.get(tag)?.clone())));
        let own = house.messages.iter().filter(|message| message.language == *tag);
        let notices = house.notices.iter().zip(&resolved.notices).map(|(notice, predicate)| Notice {
            id: notice.id.clone(),
            from: notice.window.first.stored(),
            until: notice.window.last.stored(),
            items: notice.items(catalogue),
            ordered: (notice.ordered.first.stored(), notice.ordered.last.stored()),
            text: notice.texts.get(at).cloned().unwrap_or_default(),
            link: notice.links.get(at).cloned().flatten(),
            picture: notice.picture.clone(),
            conditions: Conditions::of(predicate),
        });
        let translations = Translations {
            types: named.collect(),
            messages: own.map(|message| (message.reason.clone(), message.template.clone())).collect(),
            notices: notices.collect(),
            values: house
                .values
                .as_ref()
                .and_then(|values| Some(Values { text: values.texts.get(tag)?.clone(), link: values.link.clone() })),
        };
        LanguageFile { tag: tag.clone(), bytes: serde_json::to_vec(&translations).unwrap_or_default() }
    });
    files.collect()
}
