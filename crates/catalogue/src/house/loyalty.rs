//! `[loyalty]`: how a house shows faithful clients their tier, and which parameter of a link names an adviser. Tiers
//! depend on attachment, never on spending; a device finds its own tier. Not for computing attachment: see
//! [`passerelle::shopper::Shopper::attachment`].

use passerelle::model::{ADVISER_LENGTH, Factor, is_adviser_code};
use serde::Deserialize;
use toml::Spanned;

use super::addresses::{AddressTable, addresses};
use super::check::{TextTable, Wrong, line_of, share, spanned_texts, wrong};
use super::item_titles::ItemTitles;
use super::notice::{MAX_TEXT, one_word};
use super::wording::{self, Kind};
use crate::catalogue::Catalogue;
use crate::error::{HouseError, Wording};

/// Most tiers: clients must be able to tell them apart.
const MAX_TIERS: usize = 8;
/// Longest name of a tier, in characters.
const MAX_NAME: usize = 60;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LoyaltyTable {
    texts: Option<TextTable>,
    link: Option<Spanned<AddressTable>>,
    adviser_parameter: Option<Spanned<String>>,
    #[serde(default)]
    tier: Vec<Spanned<TierTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TierTable {
    id: Spanned<String>,
    attachment: Spanned<f64>,
    names: TextTable,
    benefits: TextTable,
    deepen: Option<TextTable>,
}

/// The settings of `[loyalty]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loyalty {
    /// The programme, if there is one.
    pub programme: Option<Programme>,
    /// The parameter of an address that names an adviser, if links have one.
    pub adviser_parameter: Option<String>,
}

/// A programme in tiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// The description, by language, in the order of the house's languages.
    pub texts: Vec<String>,
    /// Absolute address of the page with more, by language.
    pub links: Vec<Option<String>>,
    /// By their least attachment, ascending; every client reaches the first.
    pub tiers: Vec<Tier>,
    /// Its line in the file.
    line: usize,
}

/// A tier. Texts are by language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The id, which pages use.
    pub id: String,
    /// The least attachment of its clients.
    pub attachment: Factor,
    /// The name that clients see.
    pub names: Vec<String>,
    /// The benefits that it gives.
    pub benefits: Vec<String>,
    /// The way to the next tier; `None` without a text.
    pub deepen: Vec<Option<String>>,
    /// Its line in the file.
    line: usize,
}

/// Reads the table of the file `text`; violations of the rules of wording are added to `findings`.
pub(super) fn loyalty(
    table: LoyaltyTable,
    languages: &[String],
    text: &str,
    findings: &mut Vec<Wording>,
) -> Result<Loyalty, Wrong> {
    let mut reader = TextReader { languages, text, findings };
    let adviser_parameter = table.adviser_parameter.map(parameter).transpose()?;
    let Some(texts) = &table.texts else {
        if let Some(tier) = table.tier.first() {
            return wrong(tier, "[loyalty] has tiers and no text: say what the programme is, texts.en = \"...\"");
        }
        if let Some(link) = &table.link {
            return wrong(link, "[loyalty] has a link and no text: say what the programme is, texts.en = \"...\"");
        }
        return Ok(Loyalty { programme: None, adviser_parameter });
    };
    if table.tier.is_empty() {
        return wrong(texts, "[loyalty] has no tier: add [[loyalty.tier]] with attachment = 0, for everybody");
    }
    if let Some(extra) = table.tier.get(MAX_TIERS) {
        return wrong(extra, format!("more than {MAX_TIERS} tiers: merge some of them"));
    }
    let programme_texts = reader.read(texts, "[loyalty]", "text", MAX_TEXT)?;
    let mut tiers: Vec<Tier> = Vec::new();
    let count = table.tier.len();
    for tier in table.tier {
        let is_last = tiers.len() + 1 == count;
        tiers.push(tier.into_inner().check(tiers.last(), &tiers, is_last, &mut reader)?);
    }
    let programme = Programme {
        texts: programme_texts,
        links: addresses(table.link.as_ref(), "link", languages)?,
        tiers,
        line: line_of(text, texts.span().start),
    };
    Ok(Loyalty { programme: Some(programme), adviser_parameter })
}

/// Reads the name of a parameter, which must not need encoding in an address.
fn parameter(name: Spanned<String>) -> Result<String, Wrong> {
    if is_adviser_code(name.get_ref()) {
        return Ok(name.into_inner());
    }
    let says = format!(
        "adviser_parameter is {:?}: write 1 to {ADVISER_LENGTH} letters, digits, dots, hyphens and underscores, \"adviser\"",
        name.get_ref()
    );
    wrong(&name, says)
}

impl TierTable {
    fn check(
        self,
        before: Option<&Tier>,
        others: &[Tier],
        is_last: bool,
        reader: &mut TextReader<'_>,
    ) -> Result<Tier, Wrong> {
        let id = self.id.get_ref().clone();
        if id.trim().is_empty() || id.trim() != id || others.iter().any(|other| other.id == id) {
            let says =
                format!("tier id {id:?} is empty, has a space around it, or is defined twice: give each its own id");
            return wrong(&self.id, says);
        }
        one_word(&self.id)?;
        let owner = format!("tier {id:?}");
        let at = Spanned::new(self.attachment.span(), ());
        let attachment = share(Some(self.attachment), "attachment", 1.0, Factor::ZERO)?;
        match before {
            None if attachment > Factor::ZERO => {
                return wrong(&at, "the first tier is for everybody: write attachment = 0");
            }
            Some(before) if attachment <= before.attachment => {
                let says = format!(
                    "{owner} needs no more attachment than tier {:?} before it: sort the tiers by rising attachment",
                    before.id
                );
                return wrong(&at, says);
            }
            _ => {}
        }
        let deepen = match &self.deepen {
            Some(texts) => reader.read(texts, &owner, "deepen", MAX_TEXT)?.into_iter().map(Some).collect(),
            None if is_last => vec![None; reader.languages.len()],
            None => {
                let says = format!("{owner} has no text about the way to the next tier: add deepen = {{ ... }}");
                return wrong(&self.id, says);
            }
        };
        Ok(Tier {
            names: reader.read(&self.names, &owner, "name", MAX_NAME)?,
            benefits: reader.read(&self.benefits, &owner, "benefits", MAX_TEXT)?,
            line: line_of(reader.text, self.id.span().start),
            id,
            attachment,
            deepen,
        })
    }
}

/// Reads texts in every language of the house and checks their wording.
struct TextReader<'a> {
    languages: &'a [String],
    text: &'a str,
    findings: &'a mut Vec<Wording>,
}

impl TextReader<'_> {
    fn read(&mut self, given: &TextTable, owner: &str, what: &str, most: usize) -> Result<Vec<String>, Wrong> {
        let mut texts = Vec::new();
        for (tag, said) in spanned_texts(given, owner, what, self.languages)? {
            if said.get_ref().chars().count() > most {
                return wrong(said, format!("{owner}: the {what} is longer than {most} characters: shorten it"));
            }
            let line = line_of(self.text, said.span().start);
            self.findings.extend(wording::check(said.get_ref(), tag, Kind::Loyalty, line));
            texts.push(said.get_ref().trim().to_owned());
        }
        Ok(texts)
    }
}

impl Loyalty {
    /// The tiers, ascending; none without a programme.
    #[must_use]
    pub fn tiers(&self) -> &[Tier] {
        self.programme.as_ref().map_or(&[], |programme| &programme.tiers)
    }

    /// Refuses texts that name an item of the feed. `file` is the name of the house file in errors.
    ///
    /// # Errors
    /// A text that names an item of the feed, with its line.
    pub(super) fn refuse_items(&self, catalogue: &Catalogue, file: &str) -> Result<(), HouseError> {
        let Some(programme) = &self.programme else { return Ok(()) };
        let titles = ItemTitles::new(catalogue);
        let of_tiers = programme.tiers.iter().flat_map(|tier| {
            let texts = tier.names.iter().chain(&tier.benefits).chain(tier.deepen.iter().flatten());
            texts.map(|text| (text, tier.line, format!("tier {:?}", tier.id)))
        });
        let of_programme = programme.texts.iter().map(|text| (text, programme.line, "[loyalty]".to_owned()));
        for (text, line, owner) in of_programme.chain(of_tiers) {
            if let Some(title) = titles.named_in(text) {
                let message =
                    format!("a text of {owner} names the item {title:?}: name its type or collection instead");
                return Err(HouseError::Setting { file: file.to_owned(), line, message });
            }
        }
        Ok(())
    }
}

impl Tier {
    /// Its name in errors, with its place: `house.toml:12: tier "friend"`.
    #[must_use]
    pub fn place(&self, file: &str) -> String {
        format!("{file}:{}: tier {:?}", self.line, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Item;
    use crate::house::fixture::{LINES, parsed};

    const LOYALTY: &str = r#"[loyalty]
adviser_parameter = "adviser"
link = "https://shop.example/friends"
texts.fr = "La maison reconnaît la fidélité."
texts.en = "The house knows its friends by their faith."
[[loyalty.tier]]
id = "guest"
attachment = 0
names = { fr = "Hôte", en = "Guest" }
benefits = { fr = "Un accueil en boutique.", en = "A welcome in every shop." }
deepen = { fr = "Passer de temps en temps.", en = "A visit from time to time." }
[[loyalty.tier]]
id = "friend"
attachment = 0.5
names = { fr = "Ami", en = "Friend" }
benefits = { fr = "Les collections en avant-première.", en = "Collections before they open." }
"#;

    #[test]
    fn a_programme_is_read_in_its_order() {
        let loyalty = parsed(LOYALTY).unwrap().loyalty;
        assert_eq!(loyalty.adviser_parameter.as_deref(), Some("adviser"));
        let tiers: Vec<_> =
            loyalty.tiers().iter().map(|tier| (tier.id.as_str(), tier.attachment, tier.names[1].as_str())).collect();
        assert_eq!(tiers, [("guest", Factor::ZERO, "Guest"), ("friend", Factor::ONE / 2, "Friend")]);
        assert_eq!(loyalty.tiers()[1].deepen, [None, None], "the last one leads nowhere");
        assert_eq!(loyalty.tiers()[1].place("h"), format!("h:{}: tier \"friend\"", LINES + 13));
        let none = parsed("").unwrap().loyalty;
        assert_eq!(none, Loyalty::default());
        let alone = parsed("[loyalty]\nadviser_parameter = \"seller.id\"\n").unwrap().loyalty;
        assert_eq!((alone.programme, alone.adviser_parameter.as_deref()), (None, Some("seller.id")));
    }

    #[test]
    fn a_wrong_programme_is_an_error_with_its_line() {
        for (from, to, line, says) in [
            ("\"adviser\"", "\"my adviser\"", 2, "adviser_parameter is \"my adviser\": write 1 to 32 letters, digits"),
            ("\"https://shop.example/friends\"", "\"/friends\"", 3, "link is not an address"),
            ("texts.en", "texts.de", 5, "\"de\" is not a language of the house"),
            ("texts.en", "#", 4, "[loyalty] has no text in \"en\": add en = \"...\""),
            ("attachment = 0\n", "attachment = 0.1\n", 8, "the first tier is for everybody: write attachment = 0"),
            (
                "attachment = 0.5",
                "attachment = 0.0",
                14,
                "tier \"friend\" needs no more attachment than tier \"guest\"",
            ),
            ("attachment = 0.5", "attachment = 1.5", 14, "attachment is 1.5: write a number from 0 to 1"),
            ("attachment = 0.5", "attachment = nan", 14, "attachment is NaN: write a number from 0 to 1"),
            (
                "id = \"friend\"",
                "id = \"guest\"",
                13,
                "tier id \"guest\" is empty, has a space around it, or is defined twice",
            ),
            ("id = \"friend\"", "id = \" friend\"", 13, "tier id \" friend\" is empty, has a space around it"),
            ("id = \"friend\"", "id = \"a:b\"", 13, "id \"a:b\" has a colon"),
            ("deepen = { fr", "#", 7, "tier \"guest\" has no text about the way to the next tier: add deepen"),
            ("\"Friend\"", "\"\"", 15, "tier \"friend\" has no name in \"en\""),
            ("attachment = 0.5", "revenue = 1000", 14, "a tier depends on attachment, never on what a client spends"),
            ("A visit from time", "Spend 100 €, from time", 11, "contains a number"),
            ("A welcome in", "You bought a welcome in", 10, "tells one person what they did"),
        ] {
            assert!(LOYALTY.contains(from), "{from}");
            let error = parsed(&LOYALTY.replacen(from, to, 1)).unwrap_err();
            assert!(error.contains(says), "{to}: {error}");
            assert!(error.contains(&format!("house.toml:{}: ", LINES + line)), "{to}: {error}");
        }
        let tiers_alone = LOYALTY.split_once("[[loyalty.tier]]").unwrap().1;
        assert!(parsed(&format!("[[loyalty.tier]]{tiers_alone}")).unwrap_err().contains("has tiers and no text"));
        let text_alone = LOYALTY.split_once("[[loyalty.tier]]").unwrap().0;
        assert!(parsed(text_alone).unwrap_err().contains("[loyalty] has no tier: add [[loyalty.tier]]"));
    }

    #[test]
    fn a_text_that_names_an_item_is_refused() {
        let house = parsed(&LOYALTY.replace("Collections before", "The Alba watch before")).unwrap();
        let item = Item { title: "Alba watch".into(), ..Item::default() };
        let catalogue = Catalogue { items: vec![item], ..Catalogue::default() };
        let error = house.loyalty.refuse_items(&catalogue, "house.toml").unwrap_err().to_string();
        assert!(error.starts_with(&format!("house.toml:{}: ", LINES + 13)), "{error}");
        assert!(error.contains("tier \"friend\" names the item \"Alba watch\""), "{error}");
    }
}
