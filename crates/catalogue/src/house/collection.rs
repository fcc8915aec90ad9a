//! `[[collection]]`: a dated set of items, with its names, its days and its story. Not for the meaning of season codes:
//! see [`super::season_code`].

use jiff::ToSpan;
use passerelle::model::{CollectionIndex, CollectionSet, Day, Days};
use passerelle::pack::layout::MAX_COLLECTIONS;
use serde::Deserialize;
use toml::Spanned;

use super::check::{TextTable, Wrong, day, one_of, texts, wrong};
use super::collection_kind::{CollectionKind, Hemisphere};
use super::membership::{Belongs, Membership};
use super::season_code::SeasonCode;
use super::story::{Story, StoryTable};
use crate::catalogue::{Catalogue, Texts};
use crate::date;
use crate::error::HouseError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CollectionTable {
    id: Spanned<String>,
    season: Option<Spanned<String>>,
    kind: Option<Spanned<String>>,
    names: Option<TextTable>,
    from: Option<Spanned<toml::Value>>,
    until: Option<Spanned<toml::Value>>,
    hemisphere: Option<Spanned<String>>,
    story: Option<StoryTable>,
    items: Spanned<Belongs>,
}

/// A dated set of items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Its id.
    pub id: String,
    /// The kind of collection.
    pub kind: CollectionKind,
    /// Names in every language of the house, or none.
    pub names: Texts,
    /// The days on which it is shown in the north, and in the south too unless it is shifted.
    pub window: Days,
    /// Whether its days are six months later in the south.
    pub hemisphere: Hemisphere,
    /// The house's text about it.
    pub story: Option<Story>,
    /// The items that belong to it.
    pub items: Membership,
}

pub(super) fn collections(
    tables: Vec<Spanned<CollectionTable>>,
    languages: &[String],
    text: &str,
) -> Result<Vec<Collection>, Wrong> {
    if let Some(extra) = tables.get(MAX_COLLECTIONS) {
        return wrong(extra, format!("more than {MAX_COLLECTIONS} collections: remove those that have passed"));
    }
    let mut collections: Vec<Collection> = Vec::with_capacity(tables.len());
    for table in tables.into_iter().map(Spanned::into_inner) {
        let id = table.id.get_ref();
        if id.trim().is_empty() || collections.iter().any(|collection| collection.id == *id) {
            return wrong(&table.id, format!("collection id {id:?} is empty or defined twice: give each its own id"));
        }
        collections.push(table.check(languages, text)?);
    }
    Ok(collections)
}

impl CollectionTable {
    fn check(self, languages: &[String], text: &str) -> Result<Collection, Wrong> {
        let id = self.id.get_ref();
        let owner = format!("collection {id:?}");
        let code = match &self.season {
            None => SeasonCode::parse(id),
            Some(season) => match SeasonCode::parse(season.get_ref()) {
                None => return wrong(season, format!("{:?} is not a season: {}", season.get_ref(), SeasonCode::HINT)),
                code => code,
            },
        };
        let kind = match &self.kind {
            Some(kind) => one_of(kind, "kind", CollectionKind::ALL, CollectionKind::name)?,
            None => code.map_or(CollectionKind::Main, SeasonCode::kind),
        };
        let usual = code.map_or(Days::ALWAYS, SeasonCode::window);
        let window = Days { first: day(self.from.as_ref(), usual.first)?, last: day(self.until.as_ref(), usual.last)? };
        if window.last < window.first {
            return match (&self.until, &self.from, code) {
                (Some(until), Some(_), _) => {
                    wrong(until, format!("{owner} ends before it begins: swap from and until"))
                }
                (Some(at), None, Some(code)) | (None, Some(at), Some(code)) => {
                    let says = format!("{owner} ends before it begins: season {code} is from {}", code.days());
                    wrong(at, format!("{says}; write both from and until"))
                }
                _ => wrong(&self.id, format!("{owner} ends before it begins: correct from or until")),
            };
        }
        let hemisphere = match &self.hemisphere {
            None => kind.hemisphere(),
            Some(given) => one_of(given, "hemisphere", [Hemisphere::Shifted, Hemisphere::Global], |rule| match rule {
                Hemisphere::Shifted => "shifted",
                Hemisphere::Global => "global",
            })?,
        };
        Ok(Collection {
            kind,
            names: self.names.as_ref().map_or(Ok(Texts::new()), |names| texts(names, &owner, "name", languages))?,
            window,
            hemisphere,
            story: self.story.map(|story| story.check(&owner, "story", languages)).transpose()?,
            items: Membership::check(self.items, &owner, text)?,
            id: self.id.into_inner(),
        })
    }
}

/// Returns the days six months later: from the same day of the month to the day before the same day of the month (1
/// February to 31 July becomes 1 August to 31 January). An open side stays open.
fn six_months_later(days: Days) -> Days {
    let later = |day: Day| Some(date::to_day(date::of_day(day)?.checked_add(6.months()).ok()?));
    let Days { first, last } = days;
    Days {
        first: if first == Days::ALWAYS.first { first } else { later(first).unwrap_or(Day::LAST_STORED) },
        last: later(last.plus(1)).map_or(Days::ALWAYS.last, |after| after.plus(-1)),
    }
}

impl Collection {
    /// Returns the days on which it is shown, in the north or in the south.
    #[must_use]
    pub fn window(&self, south: bool) -> Days {
        match self.hemisphere {
            Hemisphere::Shifted if south => six_months_later(self.window),
            _ => self.window,
        }
    }

    /// Returns the collections of each item of `catalogue`. `file` is the name of the house file in errors.
    ///
    /// # Errors
    /// An unknown item, or a collection without items.
    pub fn resolve(collections: &[Self], catalogue: &Catalogue, file: &str) -> Result<Vec<CollectionSet>, HouseError> {
        let mut of_item = vec![CollectionSet::EMPTY; catalogue.items.len()];
        for (index, collection) in (0..).map(CollectionIndex).zip(collections) {
            let owner = format!("collection {:?}", collection.id);
            collection.items.resolve(catalogue, &owner, file, |item| {
                if let Some(set) = of_item.get_mut(item) {
                    *set |= index.into();
                }
            })?;
        }
        Ok(of_item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Alias, Item, ItemType};
    use crate::house::fixture::{LINES, parsed};
    use passerelle::pack::AliasKinds;

    const COLLECTIONS: &str = r#"[[collection]]
id = "cruise"
season = "CR27"
kind = "collaboration"
names = { fr = "Croisière 2027", en = "Cruise 2027" }
from = "2026-11-15"
until = 2027-02-15
hemisphere = "shifted"
story = { texts = { fr = "Le départ.", en = "Leaving." }, link = "https://shop.example/cruise" }
items = { custom_label_1 = ["CR27", "RES27"], product_type = "Bag" }
[[collection]]
id = "AH26"
items = [
"a",
"B1",
]
"#;

    /// Items a (a coat with the label res27), b (a bag, also called B1) and c (a bag with the label FW26).
    fn catalogue() -> Catalogue {
        let item = |id: &str, label: &str, item_type| Item {
            id: id.into(),
            custom_labels: ["", label, "", "", ""].map(Into::into),
            item_type,
            ..Item::default()
        };
        Catalogue {
            items: vec![item("a", " res27", 0), item("b", "", 1), item("c", "FW26", 1)],
            types: ["Coat", "Bag"].map(|name| ItemType { name: name.to_owned(), ..ItemType::default() }).to_vec(),
            aliases: vec![Alias { text: "B1".into(), item: 1, kinds: AliasKinds::ANY }],
            ..Catalogue::default()
        }
    }

    fn days(window: Days) -> (String, String) {
        let text = |day| date::of_day(day).unwrap().to_string();
        (text(window.first), text(window.last))
    }

    #[test]
    fn every_setting_of_a_collection_is_read() {
        let house = parsed(COLLECTIONS).unwrap();
        let [cruise, autumn] = &house.collections[..] else { panic!() };
        assert_eq!((cruise.kind, cruise.hemisphere), (CollectionKind::Collaboration, Hemisphere::Shifted));
        let pair = |tag: &str, text: &str| (tag.to_owned(), text.to_owned());
        assert_eq!(cruise.names, Texts::from([pair("en", "Cruise 2027"), pair("fr", "Croisière 2027")]));
        assert_eq!(days(cruise.window(false)), ("2026-11-15".into(), "2027-02-15".into()));
        assert_eq!(days(cruise.window(true)), ("2027-05-15".into(), "2027-08-15".into()));
        let story = cruise.story.as_ref().unwrap();
        assert_eq!(story.texts, Texts::from([pair("en", "Leaving."), pair("fr", "Le départ.")]));
        assert_eq!(story.link.as_deref(), Some("https://shop.example/cruise"));
        assert_eq!((autumn.kind, autumn.hemisphere), (CollectionKind::Main, Hemisphere::Shifted));
        assert_eq!(days(autumn.window(false)), ("2026-08-01".into(), "2027-01-31".into()));
        assert_eq!(days(autumn.window(true)), ("2027-02-01".into(), "2027-07-31".into()));
        assert!(autumn.names.is_empty() && autumn.story.is_none());
        let resolved = Collection::resolve(&house.collections, &catalogue(), "house.toml").unwrap();
        assert_eq!(resolved, [0b11, 0b11, 0b01].map(CollectionSet::from_bits));
    }

    /// One side of a code's window may be set alone. Without a code or dates, a collection is always shown.
    #[test]
    fn a_collection_s_window_comes_from_its_code_or_its_dates() {
        let window = |settings: &str| {
            let house = parsed(&format!("[[collection]]\nitems = [\"a\"]\n{settings}\n")).unwrap();
            house.collections[0].clone()
        };
        assert_eq!(window("id = \"icons\"").window, Days::ALWAYS);
        assert_eq!(window("id = \"icons\"").window(true), Days::ALWAYS);
        let late = window("id = \"SS27\"\nfrom = 2027-03-01");
        assert_eq!(days(late.window(false)), ("2027-03-01".into(), "2027-07-31".into()));
        assert_eq!(days(late.window(true)), ("2027-09-01".into(), "2028-01-31".into()));
        let open = window("id = \"icons\"\nfrom = \"2027-08-31\"");
        assert_eq!(open.window(true).last, Days::ALWAYS.last);
        assert_eq!(date::of_day(open.window(true).first).unwrap().to_string(), "2028-02-29");
        let capsule = window("id = \"SS27\"\nkind = \"capsule\"");
        assert_eq!(capsule.window(true), capsule.window(false), "a capsule is global");
    }

    /// Lines are counted from the first one of `COLLECTIONS`.
    #[test]
    fn a_wrong_collection_is_an_error_with_its_line() {
        for (from, to, line, says) in [
            ("\"AH26\"", "\"cruise\"", 12, "collection id \"cruise\" is empty or defined twice: give each its own id"),
            (
                "\"CR27\"\n",
                "\"XX27\"\n",
                3,
                "\"XX27\" is not a season: write a code such as \"SS27\", \"FW26\", \"PE27\", \"AH26\", \"PF27\" or \"CR27\"",
            ),
            (
                "\"CR27\"\n",
                "\"CR\"\n",
                3,
                "\"CR\" is not a season: write a code such as \"SS27\", \"FW26\", \"PE27\", \"AH26\", \"PF27\" or \"CR27\"",
            ),
            (
                "\"collaboration\"",
                "\"collab\"",
                4,
                "kind is \"collab\": write one of \"main\", \"pre-collection\", \"cruise\", \"capsule\", \"collaboration\"",
            ),
            ("fr = \"Croisière 2027\", ", "", 5, "collection \"cruise\" has no name in \"fr\": add fr = \"...\""),
            (
                "fr = \"Croisière 2027\", ",
                "fr = \" \", ",
                5,
                "collection \"cruise\" has no name in \"fr\": add fr = \"...\"",
            ),
            (
                "fr = \"Croisière 2027\", ",
                "fr = \"Croisière\", de = \"Cruise\", ",
                5,
                "\"de\" is not a language of the house (fr, en): remove it, or add it to house.languages",
            ),
            ("\"2026-11-15\"", "\"November\"", 6, "\"November\" is not a date: write \"2026-12-24\""),
            ("\"2026-11-15\"", "20261115", 6, "\"integer\" is not a date: write \"2026-12-24\""),
            ("\"2026-11-15\"", "2027-02-16", 7, "collection \"cruise\" ends before it begins: swap from and until"),
            ("from = \"2026-11-15\"", "", 7, ""),
            ("\"shifted\"", "\"south\"", 8, "hemisphere is \"south\": write one of \"shifted\", \"global\""),
            (
                "https://shop.example/cruise",
                "/cruise",
                9,
                "\"/cruise\" is not an address: write it in full, \"https://shop.example/cruise\"",
            ),
            (
                "https://shop.example/cruise",
                "javascript:alert(1)",
                9,
                "\"javascript:alert(1)\" is not an address: write it in full, \"https://shop.example/cruise\"",
            ),
            ("fr = \"Le départ.\", ", "", 9, "collection \"cruise\" has no story in \"fr\": add fr = \"...\""),
            (
                "link =",
                "url =",
                9,
                "unknown field `url`, expected `texts` or `link`; correct the spelling or remove the line",
            ),
            (
                "until =",
                "untl =",
                7,
                "unknown field `untl`, expected one of `id`, `season`, `kind`, `names`, `from`, `until`, `hemisphere`, `story`, `items`; did you mean `until`? Correct the spelling or remove the line",
            ),
            (
                "custom_label_1",
                "label_1",
                10,
                "items cannot be selected by \"label_1\": write one of custom_label_0, custom_label_1, custom_label_2, custom_label_3, custom_label_4, product_type, tag, division",
            ),
            (
                "\"Bag\"",
                "\"Fashion > Bag\"",
                10,
                "\"fashion > bag\" is a whole product type: write its last level alone, \"bag\"",
            ),
            (
                "\"Bag\"",
                "\"\"",
                10,
                "collection \"cruise\" has an empty value: write the value that its items have in the feed",
            ),
            (
                "[\n\"a\",\n\"B1\",\n]",
                "[]",
                13,
                "collection \"AH26\" is empty: write items = { custom_label_0 = \"...\" } or a list of item ids",
            ),
            (
                "[\n\"a\",\n\"B1\",\n]",
                "{}",
                13,
                "collection \"AH26\" is empty: write items = { custom_label_0 = \"...\" } or a list of item ids",
            ),
            (
                "items = [\n\"a\",\n\"B1\",\n]",
                "until = \"2026-07-31\"\nitems = [\"a\"]",
                13,
                "collection \"AH26\" ends before it begins: season FW26 is from 2026-08-01 to 2027-01-31; write both from and until",
            ),
            ("items = [\n\"a\",\n\"B1\",\n]", "", 11, "missing field `items`; add it"),
        ] {
            assert!(COLLECTIONS.contains(from), "{from}");
            let result = parsed(&COLLECTIONS.replacen(from, to, 1));
            if says.is_empty() {
                assert!(result.is_ok(), "{to}: {result:?}");
                continue;
            }
            assert_eq!(result.unwrap_err(), format!("house.toml:{}: {says}", LINES + line), "{to}");
        }
    }

    #[test]
    fn an_item_that_the_feed_lacks_is_an_error_with_its_line() {
        for (from, to, line, says) in [
            ("\"B1\"", "\"d\"", 15, "the feed has no item \"d\": correct the spelling, or remove it"),
            (
                "[\"CR27\", \"RES27\"], product_type = \"Bag\"",
                "\"SS27\"",
                10,
                "no item of the feed belongs to collection \"cruise\": check the label, or remove it",
            ),
        ] {
            assert!(COLLECTIONS.contains(from), "{from}");
            let house = parsed(&COLLECTIONS.replacen(from, to, 1)).unwrap();
            let error = Collection::resolve(&house.collections, &catalogue(), "house.toml").unwrap_err().to_string();
            assert_eq!(error, format!("house.toml:{}: {says}", LINES + line), "{to}");
        }
    }
}
