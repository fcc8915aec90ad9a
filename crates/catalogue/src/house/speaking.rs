//! Checks the texts and ids of questionnaires: texts in every language of the house, by the rules of wording, and ids
//! that an address can contain. Not for whole questionnaires: see [`super::questionnaire`].

use passerelle::model::Slug;
use toml::Spanned;

use super::check::{TextTable, Wrong, line_of, spanned_texts, wrong};
use super::wording::{self, Kind};
use crate::error::Wording;

/// Longest text, in characters.
const MAX_TEXT: usize = 600;

/// The context for checking the texts of questionnaires.
pub(super) struct Speaking<'a> {
    pub(super) languages: &'a [String],
    /// The text of the file.
    pub(super) text: &'a str,
    pub(super) findings: &'a mut Vec<Wording>,
}

impl Speaking<'_> {
    /// Returns the texts of `owner` in each language, in order.
    pub(super) fn texts(&mut self, given: &TextTable, owner: &str, what: &str) -> Result<Vec<String>, Wrong> {
        let mut texts = Vec::new();
        for (tag, said) in spanned_texts(given, owner, what, self.languages)? {
            if said.get_ref().chars().count() > MAX_TEXT {
                return wrong(said, format!("the text is longer than {MAX_TEXT} characters: shorten it"));
            }
            let line = line_of(self.text, said.span().start);
            self.findings.extend(wording::check(said.get_ref(), tag, Kind::Advice, line));
            texts.push(said.get_ref().trim().to_owned());
        }
        Ok(texts)
    }
}

/// Reads an id for addresses and devices.
pub(super) fn slug(id: &Spanned<String>, what: &str) -> Result<Slug, Wrong> {
    match Slug::new(id.get_ref()) {
        Some(slug) => Ok(slug),
        None => {
            let (given, most) = (id.get_ref(), Slug::MAX_LEN);
            wrong(id, format!("{what} id {given:?}: write 1 to {most} small letters, digits and hyphens"))
        }
    }
}
