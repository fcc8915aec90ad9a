//! The package's catalogues of sentences, against which a house's own sentences are checked.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

macro_rules! catalogues {
    ($($language:literal),*) => {
        [$(($language, include_str!(concat!("../../../pkg/src/messages/", $language, ".json")))),*]
    };
}

const FILES: [(&str, &str); 9] = catalogues!["ar", "de", "en", "es", "fr", "it", "ja", "pt", "zh"];

/// The catalogue of one language; only its reasons are read.
#[derive(Deserialize)]
struct Catalogue {
    reasons: BTreeMap<String, String>,
}

static CATALOGUES: LazyLock<BTreeMap<&str, Catalogue>> = LazyLock::new(|| {
    FILES.into_iter().filter_map(|(language, text)| Some((language, serde_json::from_str(text).ok()?))).collect()
});

/// The primary language of a language tag, by which catalogues are found.
pub(crate) fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Returns the sentence of `reason` in the language of `tag`, in English if that language has no catalogue; `None` for
/// an unknown reason.
pub(crate) fn reason(tag: &str, reason: &str) -> Option<&'static str> {
    let catalogue = CATALOGUES.get(primary(tag)).or_else(|| CATALOGUES.get("en"))?;
    catalogue.reasons.get(reason).map(String::as_str)
}

/// The names of all reasons, in alphabetical order.
pub(crate) fn reasons() -> Vec<&'static str> {
    CATALOGUES.get("en").map(|catalogue| catalogue.reasons.keys().map(String::as_str).collect()).unwrap_or_default()
}

/// Returns the placeholders of a template, and whether its braces are balanced.
pub(crate) fn placeholders(template: &str) -> (Vec<&str>, bool) {
    let (mut names, mut rest) = (Vec::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { return (names, false) };
        if before.contains('}') || name.contains('{') {
            return (names, false);
        }
        names.push(name);
        rest = behind;
    }
    (names, !rest.contains('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalogue_has_every_reason_with_the_same_placeholders() {
        assert_eq!(CATALOGUES.len(), FILES.len(), "every file is a catalogue");
        for (language, catalogue) in CATALOGUES.iter() {
            assert_eq!(Vec::from_iter(catalogue.reasons.keys()), reasons(), "{language}");
            for (reason, template) in &catalogue.reasons {
                let english = self::reason("en", reason).map(placeholders);
                assert_eq!(Some(placeholders(template)), english, "{language} {reason}");
            }
        }
    }

    /// Every sentence of the catalogues has a reason, and every reason has a sentence.
    #[test]
    fn every_reason_has_its_sentence() {
        use passerelle::discretion::{ReasonEvidence, WeatherReason};
        use passerelle::model::{CategoryIndex, CollectionIndex, Handle};
        // The sentences about a page item or a type without a name.
        let mut said = vec!["goes-with-page-item-plain", "completes-type-plain"];
        for weather in [WeatherReason::Cold, WeatherReason::Rain, WeatherReason::Sun] {
            let all = ReasonEvidence {
                page: true,
                cart: true,
                session_item: Some(Handle(0)),
                met: Some(CategoryIndex::default()),
                collection: Some(CollectionIndex(0)),
                weather: Some(weather),
                season: true,
                occasion: Some(CollectionIndex(0)),
                is_new: true,
                counted: true,
                ..ReasonEvidence::default()
            };
            said.extend(all.reasons().map(|reason| reason.sentence()));
        }
        let trending = ReasonEvidence { trending: true, ..ReasonEvidence::default() };
        said.extend(trending.reasons().map(|reason| reason.sentence()));
        said.sort_unstable();
        said.dedup();
        assert_eq!(said, reasons());
    }

    #[test]
    fn placeholders_are_found_and_broken_braces_noticed() {
        assert_eq!(placeholders("To go with {type} and {item}"), (vec!["type", "item"], true));
        for broken in ["{type", "type}", "{{type}}", "{type} }"] {
            assert!(!placeholders(broken).1, "{broken}");
        }
    }
}
