//! A house's texts about a collection or about itself, in every language, with a link to read on.

use serde::Deserialize;
use toml::Spanned;

use super::check::{TextTable, Wrong, texts, wrong};
use crate::catalogue::Texts;
use crate::web_address::is_web_address;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryTable {
    texts: TextTable,
    link: Option<Spanned<String>>,
}

/// A house's text about a collection or about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The text in every language of the house.
    pub texts: Texts,
    /// Absolute http(s) address of a page to read on.
    pub link: Option<String>,
}

impl StoryTable {
    /// Checks the story of `owner`; `what` is its name in errors.
    pub(super) fn check(self, owner: &str, what: &str, languages: &[String]) -> Result<Story, Wrong> {
        if let Some(link) = self.link.as_ref().filter(|link| !is_web_address(link.get_ref())) {
            let says =
                format!("{:?} is not an address: write it in full, \"https://shop.example/cruise\"", link.get_ref());
            return wrong(link, says);
        }
        Ok(Story { texts: texts(&self.texts, owner, what, languages)?, link: self.link.map(Spanned::into_inner) })
    }
}
