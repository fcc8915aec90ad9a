//! `[messages.fr]`: the house's own sentences, which replace those of the catalogue. Not for the names of types: see
//! [`super::type_names`].

use std::collections::BTreeMap;

use toml::Spanned;

use super::check::{Wrong, line_of, spoken, wrong};
use super::wording::{self, Kind};
use crate::error::Wording;
use crate::translations;

/// Longest sentence, in characters: one line under a picture.
const MAX_SENTENCE: usize = 120;

pub(super) type MessageTables = BTreeMap<Spanned<String>, BTreeMap<String, Spanned<String>>>;

/// A sentence of the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Language tag, one of the house's.
    pub language: String,
    /// The reason that it states, by its name in the catalogue.
    pub reason: String,
    /// The sentence with placeholders.
    pub template: String,
}

/// Reads the sentences of the file `text`; violations of the rules of wording are added to `findings`.
pub(super) fn messages(
    tables: MessageTables,
    languages: &[String],
    text: &str,
    findings: &mut Vec<Wording>,
) -> Result<Vec<Message>, Wrong> {
    let mut overrides = Vec::new();
    for (language, table) in tables {
        spoken(&language, languages)?;
        let language = language.into_inner();
        for (reason, template) in table {
            let Some(usual) = translations::reason(&language, &reason) else {
                let known = translations::reasons().join(", ");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house::fixture::{LINES, parsed};

    #[test]
    fn a_sentence_of_the_house_is_read() {
        let house = parsed("[messages.fr]\ncompletes-type = \"Pour sublimer {type}\"\n").unwrap();
        let message = |language: &str, reason: &str, template: &str| Message {
            language: language.into(),
            reason: reason.into(),
            template: template.into(),
        };
        assert_eq!(house.messages, [message("fr", "completes-type", "Pour sublimer {type}")]);
    }

    #[test]
    fn a_wrong_message_is_an_error_with_its_line() {
        for (more, line, says) in [
            (
                "[messages.de]\nseason = \"Zur Jahreszeit\"\n",
                1,
                "\"de\" is not a language of the house (fr, en): remove it, or add it",
            ),
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
        ] {
            let error = parsed(more).unwrap_err();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + line)), "{more}: {error}");
            assert!(error.contains(says), "{more}: {error}");
        }
        let long = format!("[messages.en]\nseason = \"{}\"\n", "In season. ".repeat(12));
        assert!(parsed(&long).unwrap_err().contains("longer than 120 characters"));
    }
}
