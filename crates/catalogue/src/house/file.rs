//! Reads the file as a whole: its tables are read and checked one after the other.

use std::io::ErrorKind;
use std::path::Path;

use passerelle::message::MessageKind;
use serde::Deserialize;
use toml::Spanned;

use super::addresses::addresses;
use super::check::{Wrong, line_of, within, wrong};
use super::client_message::{self, MessageTable};
use super::collection::{self, CollectionTable};
use super::currency::Currency;
use super::details::DetailsTable;
use super::discretion::DiscretionTable;
use super::division::{DivisionTable, divisions};
use super::feed_columns::FeedTable;
use super::general::{HouseTable, ImagesTable, PriceTable, languages, picture_template, template};
use super::house_occasion::OccasionTable;
use super::loyalty::{self, LoyaltyTable};
use super::messages::{self, MessageTables};
use super::notice::{self, NoticeTable};
use super::orders::OrdersTable;
use super::placement::{self, PlacementTable};
use super::predicate::PredicateScope;
use super::privacy::PrivacyTable;
use super::questionnaire::{self, QuestionnaireTable};
use super::ranking::RankingTable;
use super::remedy::with_remedy;
use super::rule::{self, RuleTable};
use super::season::SeasonTable;
use super::settings::House;
use super::speaking::Speaking;
use super::trending::TrendingTable;
use super::type_names::{self, TypeTable};
use crate::error::{HouseError, Wording};

impl House {
    /// Reads `path`.
    ///
    /// # Errors
    /// The file cannot be read, or a setting is wrong; the error has its line and says what to do.
    pub fn load(path: &Path) -> Result<Self, HouseError> {
        let text = std::fs::read_to_string(path).map_err(|source| match source.kind() {
            ErrorKind::InvalidData => HouseError::Encoding { file: path.to_owned() },
            _ => HouseError::Unreadable { file: path.to_owned(), source },
        })?;
        Self::parse(&text, &path.display().to_string())
    }

    /// Returns a house about which nothing is known yet, to survey its feed.
    ///
    /// # Errors
    /// None: its text is constant.
    pub fn unknown() -> Result<Self, HouseError> {
        const UNKNOWN: &str = r#"
            house = { name = "?", languages = ["en"], currency = "XXX" }
            division = [{ id = "everything", names = { en = "everything" }, product_types = ["*"] }]
        "#;
        Self::parse(UNKNOWN, "house.toml")
    }

    /// Reads the text of a house file; `name` is its name in errors.
    ///
    /// # Errors
    /// A setting is wrong; the error has its line and says what to do.
    pub fn parse(text: &str, name: &str) -> Result<Self, HouseError> {
        let at = |offset: usize, message: String| HouseError::Setting {
            file: name.to_owned(),
            line: line_of(text, offset),
            message,
        };
        let file: File = toml::from_str(text)
            .map_err(|error| at(error.span().map_or(0, |span| span.start), with_remedy(error.message())))?;
        let (house, findings) = file.check(text).map_err(|Wrong { offset, message }| at(offset, message))?;
        if findings.is_empty() { Ok(house) } else { Err(HouseError::Wording { file: name.to_owned(), findings }) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    house: HouseTable,
    #[serde(default)]
    privacy: PrivacyTable,
    #[serde(default)]
    price: PriceTable,
    #[serde(default)]
    images: ImagesTable,
    #[serde(default)]
    division: Vec<Spanned<DivisionTable>>,
    #[serde(default)]
    details: DetailsTable,
    #[serde(default)]
    discretion: DiscretionTable,
    #[serde(default)]
    messages: MessageTables,
    #[serde(default, rename = "type")]
    types: Vec<Spanned<TypeTable>>,
    #[serde(default)]
    season: SeasonTable,
    #[serde(default)]
    occasion: Vec<Spanned<OccasionTable>>,
    #[serde(default)]
    collection: Vec<Spanned<CollectionTable>>,
    #[serde(default)]
    notice: Vec<Spanned<NoticeTable>>,
    #[serde(default)]
    invitation: Vec<Spanned<MessageTable>>,
    #[serde(default)]
    care: Vec<Spanned<MessageTable>>,
    #[serde(default)]
    early_access: Vec<Spanned<MessageTable>>,
    #[serde(default)]
    offer: Vec<Spanned<MessageTable>>,
    #[serde(default)]
    loyalty: LoyaltyTable,
    #[serde(default)]
    questionnaire: Vec<Spanned<QuestionnaireTable>>,
    #[serde(default)]
    ranking: RankingTable,
    #[serde(default)]
    placement: Vec<Spanned<PlacementTable>>,
    #[serde(default)]
    rule: Vec<Spanned<RuleTable>>,
    #[serde(default)]
    feed: FeedTable,
    #[serde(default)]
    trending: TrendingTable,
    #[serde(default)]
    orders: OrdersTable,
}

impl File {
    /// Returns the settings, and the sentences that break the rules of wording.
    fn check(self, text: &str) -> Result<(House, Vec<Wording>), Wrong> {
        let table = self.house;
        if table.name.get_ref().trim().is_empty() {
            return wrong(&table.name, "the house has no name: write it between the quotes");
        }
        let languages = languages(&table.languages)?;
        let Some(currency) = Currency::new(table.currency.get_ref()) else {
            return wrong(&table.currency, "currency is not an ISO 4217 code: write three capital letters, \"EUR\"");
        };
        let collections = collection::collections(self.collection, &languages, text)?;
        let season = self.season.check(self.occasion, &languages, text)?;
        let (divisions, product_types) = divisions(&self.division, &languages, text)?;
        let privacy = self.privacy.check()?;
        let mut findings = Vec::new();
        let messages = messages::messages(self.messages, &languages, text, &mut findings)?;
        let scope = || PredicateScope {
            divisions: &divisions,
            collections: &collections,
            retention_days: privacy.retention_days,
            text,
        };
        let notices = notice::notices(self.notice, &languages, &scope(), &mut findings)?;
        let tables = [
            (MessageKind::Care, self.care),
            (MessageKind::EarlyAccess, self.early_access),
            (MessageKind::Invitation, self.invitation),
            (MessageKind::Offer, self.offer),
        ];
        let taken = notices.iter().map(|notice| notice.id.clone()).collect();
        let offers = addresses(table.offers.as_ref(), "offers", &languages)?;
        let has_offers_page = table.offers.is_some();
        let context = client_message::Context { scope: scope(), languages: &languages, has_offers_page, taken };
        let client_messages = client_message::messages(tables, context, &mut findings)?;
        let loyalty = loyalty::loyalty(self.loyalty, &languages, text, &mut findings)?;
        let speaking = Speaking { languages: &languages, text, findings: &mut findings };
        let questionnaires = questionnaire::questionnaires(self.questionnaire, speaking)?;
        findings.sort_by_key(|finding| finding.line);
        let house = House {
            discretion: self.discretion.check(&languages, privacy.k)?,
            types: type_names::types(self.types, &languages, text)?,
            messages,
            notices,
            client_messages,
            loyalty,
            questionnaires,
            publishes_details: self.details.publish,
            trending_days: self.trending.check()?,
            passed_messages: Vec::new(),
            values: table.values.map(|values| values.check("[house]", "values", &languages)).transpose()?,
            name: table.name.into_inner().trim().to_owned(),
            offers,
            url: table.url.map(template).transpose()?,
            image: table.image.map(template).transpose()?,
            picture_template: self.images.template.map(picture_template).transpose()?,
            languages,
            currency,
            privacy,
            price_age_days: within(self.price.age_days, "price.age_days", 1, 30, 1)?,
            wearer_binding: self.ranking.binding(),
            tuning: self.ranking.check()?,
            placements: placement::placements(self.placement, &divisions)?,
            rules: rule::rules(self.rule, &divisions, &collections, text)?,
            collections,
            season,
            divisions,
            product_types,
            feed_columns: self.feed.check()?,
            orders: self.orders.check()?,
        };
        Ok((house, findings))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::DateFormat;

    const HOUSE: &str = r#"[house]
name = "Maison Exemple"
url = "https://shop.example/p/{id}"
languages = ["fr", "en"]
currency = "EUR"

[privacy]
sensitive_types = ["Lingerie"]

[[division]]
id = "leather-goods"
names = { fr = "la maroquinerie", en = "leather goods" }
product_types = ["Maroquinerie", "Petite  Maroquinerie"]

[[division]]
id = "jewellery"
names = { fr = "la joaillerie", en = "jewellery" }
product_types = ["Joaillerie"]

[season]
occasions = ["christmas"]

[discretion]
level = { fr = "open" }
caps = { lifetime = 4, custom = [{ cap = 1, period = "12h" }] }

[messages.fr]
completes-type = "Pour sublimer {type}"

[[type]]
name = "Sac"
names = { fr = "un sac" }

[[notice]]
id = "letter"
from = "2026-12-01"
until = "2026-12-24"
items = ["a"]
texts = { fr = "Si un sac est en cause, la maison le reprend.", en = "If a bag worries you, write to us." }
"#;

    #[test]
    fn a_whole_file_is_read_with_its_defaults() {
        let house = House::parse(HOUSE, "house.toml").unwrap();
        assert_eq!(house.privacy.k, 3);
        assert_eq!(house.privacy.retention_days, 90);
        assert_eq!(house.price_age_days, 1);
        assert_eq!(house.division_of(" petite maroquinerie"), Some(0));
        assert_eq!(house.division_of("JOAILLERIE"), Some(1));
        assert_eq!(house.division_of("Parfums"), None);
        let sensitive = |path: &str| house.sensitive_types(&[path.to_owned()]).next();
        assert!(sensitive("LINGERIE") == Some(0) && sensitive("Bas").is_none());
        assert_eq!(house.url_of("a/b é").as_deref(), Some("https://shop.example/p/a%2Fb%20%C3%A9"));
        assert_eq!(house.image_of("a"), None);
        assert_eq!(house.divisions[0].names["en"], "leather goods");
    }

    #[test]
    fn the_longest_path_wins() {
        let text = HOUSE.replace("[\"Joaillerie\"]", "[\"Maroquinerie > Bijoux\", \"joaillerie\"]");
        let house = House::parse(&text, "house.toml").unwrap();
        for (path, division) in [
            ("Maroquinerie > Sacs", Some(0)),
            ("maroquinerie > BIJOUX", Some(1)),
            ("Maroquinerie > Bijoux > Bagues", Some(1)),
            ("Maison > Maroquinerie", None),
            ("Maroquinerie", Some(0)),
        ] {
            assert_eq!(house.division_of(path), division, "{path}");
        }
        let health = HOUSE.replace("[\"Lingerie\"]", "[\"Health > Intimate\"]");
        let house = House::parse(&health, "house.toml").unwrap();
        let sensitive = |levels: &[&str]| {
            house.sensitive_types(&levels.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>()).count()
        };
        assert_eq!((sensitive(&["Shop", "Health", "Intimate", "x"]), sensitive(&["Health", "x", "Intimate"])), (1, 0));
    }

    #[test]
    fn sensitive_types_are_found_whatever_parts_the_levels() {
        let found = |entry: &str, level: &str| {
            let house =
                House::parse(&HOUSE.replace("[\"Lingerie\"]", &format!("[\"{entry}\"]")), "house.toml").unwrap();
            house.sensitive_types(&["Shop".to_owned(), level.to_owned()]).count()
        };
        for level in [
            "Intimate",
            "Health / Intimate",
            "Health|INTIMATE|x",
            "Health » Intimate",
            "Health → Intimate care/intimate",
        ] {
            assert_eq!(found("Intimate", level), 1, "{level}");
        }
        for level in ["Intimate care", "Not intimate / Books", "Intimates"] {
            assert_eq!(found("Intimate", level), 0, "{level}");
        }
        for (entry, level) in [("Health > Intimate", "Health / Intimate"), ("Health / Intimate", "Health/Intimate")] {
            assert_eq!(found(entry, level), 1, "{entry}");
        }
        assert_eq!(found("Health > Intimate", "Health / x / Intimate"), 0);
    }

    #[test]
    fn a_file_that_is_not_utf_8_is_told_from_one_that_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("house.toml");
        let error = |bytes: &[u8]| {
            std::fs::write(&file, bytes).unwrap();
            House::load(&file).unwrap_err().to_string()
        };
        assert!(error(b"name = \"\xc9lan\"").contains("is not UTF-8: save it as plain text in UTF-8"));
        assert!(error(b"\xff\xfe[\0h\0").contains("is not UTF-8"));
        let missing = House::load(&dir.path().join("none")).unwrap_err().to_string();
        assert!(missing.contains("check the path"), "{missing}");
        std::fs::write(&file, format!("\u{feff}{HOUSE}")).unwrap();
        assert!(House::load(&file).is_ok(), "a byte order mark is no text");
    }

    #[test]
    fn orders_say_how_dates_are_written() {
        let with = |format: &str| House::parse(&format!("{HOUSE}\n[orders]\ndate_format = \"{format}\""), "h");
        assert_eq!(with("DD/MM/YYYY").unwrap().orders.date_format, DateFormat::DayFirst);
        assert!(with("european").unwrap_err().to_string().contains("date_format \"european\" cannot be read: write"));
    }

    #[test]
    fn orders_say_which_columns_hold_their_fields() {
        let with = |columns: &str| House::parse(&format!("{HOUSE}\n[orders]\ncolumns = {{ {columns} }}"), "h");
        assert_eq!(
            with("item_id = \"Article\", User-Id = \"Client\"").unwrap().orders.columns,
            [("user_id", "Client".to_owned()), ("item_id", "Article".to_owned())]
        );
        for (columns, says) in [
            ("sku = \"Article\"", "columns maps \"sku\", which is not a field: name one of session_id, user_id"),
            ("item_id = \" \"", "columns maps item_id to no column"),
            ("item_id = \"a\", Item-Id = \"b\"", "columns maps item_id twice"),
        ] {
            let error = with(columns).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn orders_say_what_their_states_mean() {
        let with = |lines: &str| House::parse(&format!("{HOUSE}\n[orders]\n{lines}"), "h");
        let orders = with("bought_states = [\"closed\", \"4\"]\nnot_bought_states = [\"new\"]").unwrap().orders;
        assert_eq!(
            (orders.bought_states, orders.not_bought_states),
            (vec!["closed".into(), "4".into()], vec!["new".into()])
        );
        for (lines, says) in [
            ("bought_states = [\"-\"]", "bought_states has \"-\": write a state as the orders have it"),
            (
                "bought_states = [\"Closed\"]\nnot_bought_states = [\"wc-closed\"]",
                "not_bought_states has \"wc-closed\", which bought_states or not_bought_states has already: name each state once",
            ),
            (
                "bought = [\"closed\"]",
                "unknown field `bought`, expected one of `date_format`, `columns`, `bought_states`",
            ),
        ] {
            let error = with(lines).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }

    /// The settings that docs/house.md shows, all together.
    #[test]
    fn the_settings_of_the_document_can_be_read() {
        let document = include_str!("../../../../docs/house.md");
        let blocks = document.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
        let text: String = blocks.collect();
        let house = House::parse(&text, "docs/house.md").unwrap();
        assert_eq!((house.collections.len(), house.season.occasions.len(), house.rules.len()), (1, 2, 1));
    }

    /// Each change breaks the file at a line, and the message says what to do.
    #[test]
    fn a_wrong_setting_is_an_error_with_its_line() {
        for (from, to, line, says) in [
            ("currency = \"EUR\"", "currency = \"euro\"", 5, "ISO 4217"),
            ("currency = \"EUR\"", "curency = \"EUR\"", 5, "unknown field `curency`"),
            ("currency = \"EUR\"\n", "", 1, "missing field `currency`; add it"),
            ("[season]", "[seasn]", 20, "unknown field `seasn`"),
            ("id = \"jewellery\"", "id = \"leather-goods\"", 16, "defined twice"),
            ("id = \"jewellery\"", "id = \"Jewels\"", 16, "small letters"),
            ("[\"Joaillerie\"]", "[\n\"maroquinerie\"]", 19, "claimed by \"leather-goods\""),
            ("[\"Joaillerie\"]", "[]", 18, "is empty"),
            ("[\"Joaillerie\"]", "[\"A >\"]", 18, "empty level"),
            ("fr = \"la joaillerie\", ", "", 17, "no name in \"fr\""),
            ("sensitive_types", "k = 0\nsensitive_types", 8, "from 1 to 255"),
            ("sensitive_types", "k = 256\nsensitive_types", 8, "from 1 to 255"),
            ("sensitive_types", "retention_days = 397\nsensitive_types", 8, "from 1 to 396"),
            ("sensitive_types", "mode = \"personal\"\nsensitive_types", 8, "unknown field `mode`"),
            ("[\"fr\", \"en\"]", "[]", 4, "at least one"),
            ("[\"fr\", \"en\"]", "[\"french\"]", 4, "not a language tag"),
            ("/p/{id}\"", "/p/\"", 3, "{id}"),
            ("https://shop", "shop", 3, "in full"),
            ("name = \"Maison Exemple\"", "name = Maison", 2, ""),
            ("[season]", "[images]\ntemplate = \"https://img.example/{id}\"\n[season]", 21, "{width}"),
            ("[season]", "[images]\ntemplate = \"{width}/{id}\"\n[season]", 21, "in full"),
            ("[season]", "[images]\ntemplate = \"https://img.example/{width}\"\n[season]", 21, "{image_link}"),
        ] {
            assert!(HOUSE.contains(from), "{from}");
            let error = House::parse(&HOUSE.replacen(from, to, 1), "house.toml").unwrap_err().to_string();
            assert!(error.starts_with(&format!("house.toml:{line}: ")), "{to}: {error}");
            assert!(error.contains(says), "{to}: {error}");
        }
        let none = HOUSE.split("[[division]]").next().unwrap();
        assert!(House::parse(none, "h").unwrap_err().to_string().contains("no [[division]]"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "\\PC*") {
            let _ = House::parse(&text, "h");
        }

        #[test]
        fn a_damaged_file_is_read_or_refused_without_a_panic(at in 0..HOUSE.len(), text in "[\\[\\]=\"{}a-z0-9\n>.-]{0,12}") {
            let mut damaged = HOUSE.to_owned();
            damaged.insert_str(at, &text);
            let _ = House::parse(&damaged, "h");
        }
    }
}
