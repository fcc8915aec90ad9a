//! A slate as an HTML fragment: the fallback content of an element, or a block of an e-mail. All text is escaped. As in
//! the element, an item whose address is not http(s) is left out, and so is a picture.

use std::fmt::Write;

use passerelle::engine::{Slate, Suggestion};
use passerelle::model::LanguageIndex;
use passerelle::pack::Core;
use passerelle_catalogue::web_address::is_web_address;
use passerelle_output::html::escape;

/// Attributes of a picture: the aspect ratio is that of the element.
const PICTURE: &str = "alt=\"\" width=\"400\" height=\"500\" loading=\"lazy\"";

/// Returns a list of links, one a line; empty if there are no suggestions.
pub(super) fn write(slate: &Slate<'_>) -> String {
    let Some(core) = slate.core else { return String::new() };
    let drawable = slate.suggestions.iter().filter(|one| is_web_address(one.card.texts.url()));
    let rows: Vec<String> = drawable.map(|one| row(one, core, slate.language)).collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("<ul class=\"passerelle-export\">\n{}\n</ul>\n", rows.join("\n"))
}

fn row(suggestion: &Suggestion<'_>, core: &Core, language: LanguageIndex) -> String {
    let texts = &suggestion.card.texts;
    let mut row = format!("<li><a href=\"{}\">", escape(texts.url()));
    if let Some(image) = texts.image().filter(|image| is_web_address(image)) {
        let _ = write!(row, "<img src=\"{}\" {PICTURE}> ", escape(image));
    }
    let division = suggestion.card.facts.division.of(&core.divisions).and_then(|division| language.of(&division.names));
    if let Some(name) = division.filter(|name| !name.is_empty()) {
        let _ = write!(row, "<span class=\"division\">{}</span> ", escape(name));
    }
    let _ = write!(row, "<span class=\"title\">{}</span>", escape(texts.title()));
    if let Some(minor) = suggestion.price_minor {
        let amount = decimal(minor, core.minor_digits);
        let _ = write!(row, " <data class=\"price\" value=\"{amount}\">{amount} {}</data>", escape(&core.currency));
    }
    row.push_str("</a></li>");
    row
}

/// An amount in minor units as a decimal number, without floating-point arithmetic.
fn decimal(minor: u32, digits: u8) -> String {
    if digits == 0 {
        return minor.to_string();
    }
    let unit = 10u32.pow(digits.into());
    format!("{}.{:0width$}", minor / unit, minor % unit, width = usize::from(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_the_currency_s_digits() {
        for (minor, digits, text) in
            [(295, 2, "2.95"), (5, 2, "0.05"), (1_200, 0, "1200"), (1_234, 3, "1.234"), (7, 3, "0.007")]
        {
            assert_eq!(decimal(minor, digits), text);
        }
    }
}
