//! `[[placement]]`: what may be set of a placement that suggests nothing.

use passerelle::rank::{Placement, PlacementSettings, Scope};
use passerelle_catalogue::house::House;

const HOUSE: &str = r#"[house]
name = "Maison Exemple"
languages = ["en"]
currency = "EUR"
[[division]]
id = "watches"
names = { en = "watches" }
product_types = ["Watches"]
"#;

fn recent(lines: &str) -> Result<PlacementSettings, String> {
    let file = format!("{HOUSE}[[placement]]\nid = \"recent\"\n{lines}\n");
    House::parse(&file, "house.toml")
        .map(|house| house.placements[Placement::Recent as usize].clone())
        .map_err(|error| error.to_string())
}

#[test]
fn recent_takes_its_length_and_a_word_for_its_divisions() {
    assert_eq!(recent(""), Ok(Placement::Recent.defaults()));
    let set = recent("limit = 3\ndivisions = \"same\"").unwrap();
    assert_eq!((set.limit, set.scope), (3, Scope::Same));
}

#[test]
fn what_means_nothing_there_is_refused_with_its_line() {
    for (line, says) in [
        ("threshold = 0.5", "by no score"),
        ("fallback = \"any\"", "by no score"),
        ("reminders = true", "by no score"),
        ("divisions = [\"watches\"]", "write \"any\", \"same\" or \"other\""),
        ("divisions = \"pinned\"", "write \"any\", \"same\" or \"other\""),
    ] {
        let said = recent(line).unwrap_err();
        assert!(said.contains(says) && said.contains("house.toml:11"), "{line}: {said}");
    }
}
