//! `[[placement]]`: the settings allowed for placements that suggest without a history.

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
    set(Placement::Recent, lines)
}

fn set(placement: Placement, lines: &str) -> Result<PlacementSettings, String> {
    let file = format!("{HOUSE}[[placement]]\nid = \"{}\"\n{lines}\n", placement.name());
    House::parse(&file, "house.toml")
        .map(|house| house.placements[placement as usize].clone())
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
        ("threshold = 0.5", "without a score"),
        ("fallback = \"any\"", "without a score"),
        ("reminders = true", "without a score"),
        ("divisions = [\"watches\"]", "write \"any\", \"same\" or \"other\""),
        ("divisions = \"pinned\"", "write \"any\", \"same\" or \"other\""),
    ] {
        let said = recent(line).unwrap_err();
        assert!(said.contains(says) && said.contains("house.toml:11"), "{line}: {said}");
    }
}

#[test]
fn trending_takes_whatever_needs_no_history() {
    let trending = |lines| set(Placement::Trending, lines);
    assert_eq!(trending(""), Ok(Placement::Trending.defaults()));
    let of_house = trending("limit = 6\ndivisions = \"any\"\nthreshold = 0.5").unwrap();
    assert_eq!((of_house.limit, of_house.scope), (6, Scope::Any));
    for (line, says) in
        [("reminders = true", "reads no history"), ("divisions = [\"watches\"]", "divisions of \"trending\" is a word")]
    {
        let said = trending(line).unwrap_err();
        assert!(said.contains(says) && said.contains("house.toml:11"), "{line}: {said}");
    }
}
