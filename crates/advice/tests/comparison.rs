//! Tests of comparisons: sections, rows, and whether rows are equal.

use passerelle_advice::{Attribute, Characteristic, Comparison, ItemDetails, MAX_COMPARED, compare};

fn item(id: &str, attributes: &[(Attribute, &str)], characteristics: &[(&str, &str, &str)]) -> ItemDetails {
    ItemDetails {
        id: id.to_owned(),
        title: format!("The {id}"),
        url: format!("https://shop.example/{id}"),
        attributes: attributes.iter().map(|(attribute, value)| (*attribute, (*value).to_owned())).collect(),
        characteristics: characteristics
            .iter()
            .map(|(section, name, value)| Characteristic {
                section: (*section).to_owned(),
                name: (*name).to_owned(),
                value: (*value).to_owned(),
            })
            .collect(),
        ..ItemDetails::default()
    }
}

/// Section, row, values with "-" for missing ones, and whether they are equal.
fn rows(comparison: &Comparison) -> Vec<(String, String, String, bool)> {
    let row = |section: &str, row: &passerelle_advice::Row| {
        let name = row.attribute.map_or_else(|| row.name.clone(), |attribute| format!("{attribute:?}"));
        let values: Vec<&str> = row.values.iter().map(|value| value.as_deref().unwrap_or("-")).collect();
        (section.to_owned(), name, values.join(" | "), row.is_equal)
    };
    comparison.sections.iter().flat_map(|section| section.rows.iter().map(|one| row(&section.name, one))).collect()
}

#[test]
fn rows_stand_by_section_and_say_whether_they_differ() {
    let steel = item(
        "a",
        &[(Attribute::Material, "steel"), (Attribute::Weight, "90 g")],
        &[("Movement", "Kind", "automatic"), ("Case", "Diameter", "39 mm"), ("", "Care", "Wipe dry")],
    );
    let gold = item(
        "b",
        &[(Attribute::Material, "gold")],
        &[
            ("case", "diameter", "39  MM"),
            ("Movement", "Kind", "quartz"),
            ("Movement", "Jewels", "7"),
            ("Movement", "Jewels", "9"),
        ],
    );
    let row = |section: &str, name: &str, values: &str, equal| {
        (section.to_owned(), name.to_owned(), values.to_owned(), equal)
    };
    assert_eq!(
        rows(&compare(&[steel, gold])),
        [
            row("", "Material", "steel | gold", false),
            row("", "Weight", "90 g | -", false),
            row("", "Care", "Wipe dry | -", false),
            row("Movement", "Kind", "automatic | quartz", false),
            row("Movement", "Jewels", "- | 7 · 9", false),
            row("Case", "Diameter", "39 mm | 39  MM", true),
        ]
    );
}

#[test]
fn few_items_and_too_many() {
    assert!(compare(&[]).sections.is_empty());
    let one = item("a", &[(Attribute::Color, "red")], &[]);
    assert_eq!(
        rows(&compare(std::slice::from_ref(&one))),
        [("".to_owned(), "Color".to_owned(), "red".to_owned(), true)]
    );
    let five = vec![one; 5];
    assert_eq!(compare(&five).sections[0].rows[0].values.len(), MAX_COMPARED);
}
