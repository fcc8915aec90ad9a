//! Compares the tables of docs/house-keys.md and docs/house-keys-messages.md with the code: every key and its type, the
//! required keys, and the defaults and ranges of a house that is read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use passerelle_catalogue::house::House;

const PAGES: [&str; 2] =
    [include_str!("../../../docs/house-keys.md"), include_str!("../../../docs/house-keys-messages.md")];

/// The structs that read the tables, each with the heading that lists its keys and the text that must precede a key of
/// it in a house.
const TABLES: [(&str, &str, &str); 29] = [
    ("HouseTable", "`[house]`", ""),
    ("DivisionTable", "`[[division]]`", ""),
    ("PrivacyTable", "`[privacy]`", "[privacy]"),
    ("PriceTable", "`[price]`", "[price]"),
    ("ImagesTable", "`[images]`", "[images]"),
    ("DetailsTable", "`[details]`", "[details]"),
    ("RankingTable", "`[ranking]`", "[ranking]"),
    ("PlacementTable", "`[[placement]]`", "[[placement]]\nid = \"product\""),
    ("RuleTable", "`[[rule]]`", "[[rule]]\naction = \"boost\"\nitems = [\"1\"]"),
    ("CollectionTable", "`[[collection]]`", "[[collection]]\nid = \"c\"\nitems = [\"1\"]"),
    ("StoryTable", "`story`", ""),
    ("SeasonTable", "`[season]`", "[season]"),
    ("TrendingTable", "`[trending]`", "[trending]"),
    (
        "OccasionTable",
        "`[[occasion]]`",
        "[season]\noccasions = [\"christmas\"]\n[[occasion]]\nid = \"christmas\"\nitems = [\"1\"]",
    ),
    ("DiscretionTable", "`[discretion]`", "[discretion]"),
    ("CapsTable", "`caps`", "[discretion.caps]"),
    ("CapTable", "`custom`", "[[discretion.caps.custom]]\nperiod = \"1d\""),
    ("TypeTable", "`[[type]]` and `[messages.<language>]`", ""),
    ("NoticeTable", "`[[notice]]`", ""),
    ("MessageTable", "`[[care]]`, `[[early_access]]`, `[[invitation]]`, `[[offer]]`", ""),
    (
        "PredicateTable",
        "`for`",
        "[[invitation]]\nid = \"i\"\nfrom = 2026-01-01\nuntil = 2026-02-01\ntexts.en = \"Come and see.\"\n[invitation.for]\nbought_types = [\"A\"]",
    ),
    ("LoyaltyTable", "`[loyalty]`", ""),
    ("TierTable", "`[[loyalty.tier]]`", ""),
    ("QuestionnaireTable", "`[[questionnaire]]`", ""),
    ("QuestionTable", "`[[questionnaire.question]]`", ""),
    ("AnswerTable", "`answers`", ""),
    ("StepTable", "`[[questionnaire.step]]`", ""),
    ("OrdersTable", "`[orders]`", "[orders]"),
    ("FeedTable", "`[feed]`", "[feed]"),
];

/// A house to which the tests add tables.
const HOUSE: &str = r#"[house]
name = "Maison Exemple"
languages = ["en"]
currency = "EUR"
[[division]]
id = "leather"
names = { en = "leather goods" }
product_types = ["Leather"]
"#;

/// A field of a struct that reads a table.
struct Field {
    key: String,
    rust_type: String,
    is_required: bool,
}

/// A row of a page's table.
struct Row<'a> {
    key: &'a str,
    kind: &'a str,
    default: &'a str,
    range: &'a str,
}

/// The fields of each struct that refuses unknown keys, by the struct's name.
fn structs() -> BTreeMap<String, Vec<Field>> {
    let mut structs = BTreeMap::new();
    let mut marked = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/house")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for part in text.split("#[serde(deny_unknown_fields)]\n").skip(1) {
            marked += 1;
            let (name, body) = part.split_once("struct ").unwrap().1.split_once(" {\n").unwrap();
            structs.insert(name.to_owned(), fields(body.split_once("\n}").unwrap().0));
        }
    }
    assert_eq!(structs.len(), marked, "two structs have one name");
    structs
}

fn fields(body: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut attribute = "";
    for line in body.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
        if line.starts_with("#[") {
            attribute = line;
            continue;
        }
        let (name, rust_type) = line.trim_start_matches("pub(super) ").split_once(": ").unwrap();
        let renamed = attribute.split_once("rename = \"").map(|(_, rest)| rest.split('"').next().unwrap());
        fields.push(Field {
            key: renamed.unwrap_or(name).to_owned(),
            rust_type: rust_type.trim_end_matches(',').replace("Spanned<", "<").to_owned(),
            is_required: !attribute.contains("default") && !rust_type.starts_with("Option<"),
        });
        attribute = "";
    }
    fields
}

/// The table rows between `heading` and the next heading.
fn rows(heading: &str) -> Vec<Row<'static>> {
    let below = |page: &'static str| {
        page.lines().skip_while(|line| line.trim_start_matches('#').trim() != heading || !line.starts_with('#'))
    };
    let lines = PAGES.into_iter().map(below).find(|lines| lines.clone().next().is_some());
    let lines = lines.unwrap_or_else(|| panic!("no page has the heading {heading}")).skip(1);
    let cells = |line: &'static str| match line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>()[..] {
        [key, kind, default, range, meaning] => {
            assert!(!meaning.is_empty(), "{heading}: {line}");
            Row { key: key.trim_matches('`'), kind, default, range }
        }
        _ => panic!("{heading}: {line}"),
    };
    lines.take_while(|line| !line.starts_with('#')).filter(|line| line.starts_with("| `")).map(cells).collect()
}

/// The names of a type in the documents.
fn called(rust_type: &str) -> &'static [&'static str] {
    let plain: String = rust_type.replace("Option", "").replace(['<', '>', ' '], "");
    match plain.as_str() {
        "String" => &["text"],
        "i64" => &["whole number"],
        "f64" => &["number"],
        "bool" => &["true or false"],
        "toml::Value" => &["date"],
        "VecString" | "Items" => &["list of texts"],
        "TextTable" => &["texts by language"],
        "BTreeMapString,String" => &["texts by language", "texts by field"],
        "BTreeMapString,f64" | "BTreeMapString,i64" => &["numbers by word"],
        "WhenTable" => &["lists by question"],
        "AddressTable" => &["address by language"],
        "Belongs" => &["items"],
        "Divisions" => &["word or list of texts"],
        "Level" => &["word or table"],
        table if table.starts_with("Vec") && table.ends_with("Table") => &["list of tables"],
        table if table.ends_with("Table") => &["table"],
        other => panic!("{other}: say here what the pages call it"),
    }
}

#[test]
fn every_key_is_listed_with_its_type_and_whether_it_is_required() {
    let mut structs = structs();
    let file = structs.remove("File").unwrap();
    // A table of the tool's own data, not of a house.
    structs.remove("LanguageRules").unwrap();
    for Field { key, .. } in file {
        let is_named = |page: &str| {
            page.lines().any(|line| {
                line.starts_with("## ")
                    && [format!("[{key}]"), format!("[{key}.")].iter().any(|name| line.contains(name))
            })
        };
        assert!(PAGES.into_iter().any(is_named), "no page has a heading for [{key}]");
    }
    assert_eq!(structs.keys().map(String::as_str).collect::<BTreeSet<_>>(), TABLES.map(|(name, ..)| name).into());
    for (name, heading, _) in TABLES {
        let (rows, fields) = (rows(heading), &structs[name]);
        let listed: BTreeSet<&str> = rows.iter().map(|row| row.key).collect();
        assert_eq!(listed, fields.iter().map(|field| field.key.as_str()).collect(), "keys of {heading}");
        for row in rows {
            let field = fields.iter().find(|field| field.key == row.key).unwrap();
            let names = called(&field.rust_type);
            assert!(names.contains(&row.kind), "{heading} {}: {:?} instead of {names:?}", row.key, row.kind);
            assert_eq!(row.default == "required", field.is_required, "{heading} {}: {:?}", row.key, row.default);
            assert!(!row.default.is_empty(), "{heading} {}: no default", row.key);
        }
    }
}

#[test]
fn a_default_that_is_written_down_changes_nothing() {
    let mut checked = 0;
    for (_, heading, before) in TABLES.into_iter().filter(|(_, _, before)| !before.is_empty()) {
        let house = format!("{HOUSE}{before}\n");
        for row in rows(heading) {
            let Some(default) = row.default.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) else { continue };
            if before.contains(&format!("\n{} =", row.key)) {
                continue;
            }
            let usual = House::parse(&house, "house.toml").unwrap();
            let said = House::parse(&format!("{house}{} = {default}\n", row.key), "house.toml");
            assert_eq!(said.unwrap_or_else(|error| panic!("{heading}: {error}")), usual, "{heading} {}", row.key);
            checked += 1;
        }
    }
    assert!(checked > 25, "{checked} defaults");
}

#[test]
fn numbers_within_a_range_are_taken_and_others_refused() {
    let mut checked = 0;
    for (_, heading, before) in TABLES.into_iter().filter(|(_, _, before)| !before.is_empty()) {
        for row in rows(heading) {
            let Some((Ok(least), Ok(most))) =
                row.range.split_once(" to ").map(|(low, high)| (low.parse::<f64>(), high.parse::<f64>()))
            else {
                continue;
            };
            let whole = row.kind == "whole number";
            let step = if whole { 1.0 } else { 0.01 };
            let takes = |value: f64| {
                let value = if whole { format!("{value}") } else { format!("{value:?}") };
                House::parse(&format!("{HOUSE}{before}\n{} = {value}\n", row.key), "house.toml").is_ok()
            };
            assert!(takes(least) && takes(most), "{heading} {}: {}", row.key, row.range);
            assert!(!takes(least - step) && !takes(most + step), "{heading} {}: {}", row.key, row.range);
            checked += 1;
        }
    }
    assert!(checked > 15, "{checked} ranges");
}
