//! `[[questionnaire]]` of house.toml: the values read, the mistakes refused, and the items of its steps.

use passerelle_advice::Season;
use passerelle_catalogue::house::{House, MAX_CANDIDATES};
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};

const HOUSE: &str = r#"[house]
name = "Maison Exemple"
languages = ["en", "fr"]
currency = "EUR"

[[division]]
id = "skin"
names = { en = "skin care", fr = "les soins" }
product_types = ["Skin"]

[[questionnaire]]
id = "skin"
titles = { en = "Your skin", fr = "Votre peau" }
intro = { en = "Two questions.", fr = "Deux questions." }

[[questionnaire.question]]
id = "type"
texts = { en = "How does skin feel in the evening?", fr = "Comment est la peau le soir ?" }
answers = [
  { id = "dry", texts = { en = "Dry", fr = "Sèche" }, tags = { Rich = 2, matte = -1 } },
  { id = "oily", texts = { en = "It shines", fr = "Elle brille" }, exclude = ["rich"] },
]

[[questionnaire.question]]
id = "wants"
texts = { en = "What may it be? Two at most.", fr = "Que cherchez-vous ?" }
several = true
when = { type = ["dry"] }
answers = [{ id = "calm", texts = { en = "Calm", fr = "Le calme" } }]

[[questionnaire.step]]
id = "cleanse"
names = { en = "Cleanse", fr = "Nettoyer" }
items = { product_type = "Cleansers" }

[[questionnaire.step]]
id = "sun"
names = { en = "Sun", fr = "Soleil" }
items = { division = "skin" }
when = { wants = ["calm"] }
seasons = ["summer"]
"#;

fn parsed(text: &str) -> Result<House, String> {
    House::parse(text, "house.toml").map_err(|error| error.to_string())
}

fn catalogue(items: usize) -> Catalogue {
    let item = |at: usize| Item {
        id: format!("i{at:04}").into(),
        item_type: (at % 2) as u16,
        available: true,
        ..Item::default()
    };
    let kind = |name: &str| ItemType { name: name.to_owned(), ..ItemType::default() };
    Catalogue {
        items: (0..items).map(item).collect(),
        divisions: vec![Division { id: "skin".to_owned(), ..Division::default() }],
        types: vec![kind("Cleansers"), kind("Creams")],
        ..Catalogue::default()
    }
}

#[test]
fn a_questionnaire_is_read_with_its_questions_and_steps() {
    let house = parsed(HOUSE).unwrap();
    let [skin] = &house.questionnaires[..] else { panic!() };
    assert_eq!(
        (skin.id.as_str(), &skin.titles, skin.sensitive.len()),
        ("skin", &vec!["Your skin".to_owned(), "Votre peau".to_owned()], 0)
    );
    let [kind, wants] = &skin.questions[..] else { panic!() };
    assert_eq!(
        kind.answers[0].tags.iter().map(|(tag, weight)| (tag.as_str(), *weight)).collect::<Vec<_>>(),
        [("matte", -1), ("rich", 2)]
    );
    assert_eq!((kind.answers[1].exclude.as_slice(), kind.several), (&["rich".to_owned()][..], false));
    assert_eq!((wants.several, wants.when[0].question.as_str()), (true, "type"));
    assert_eq!(
        (skin.steps[1].seasons.as_slice(), skin.steps[1].when[0].answers.as_slice()),
        (&[Season::Summer][..], &["calm".to_owned()][..])
    );
    assert_eq!(skin.resolve(&catalogue(4), "house.toml").unwrap(), [vec![0, 2], vec![0, 1, 2, 3]]);
}

/// Each change makes one line of the file wrong, and the message says what to do.
#[test]
fn a_wrong_questionnaire_is_an_error_with_its_line() {
    for (from, to, line, says) in [
        (
            "id = \"skin\"\ntitles",
            "id = \"Skin\"\ntitles",
            12,
            "questionnaire id \"Skin\": write 1 to 32 small letters, digits and hyphens",
        ),
        ("id = \"type\"", "id = \"a/b\"", 17, "question id \"a/b\": write"),
        ("id = \"wants\"", "id = \"type\"", 25, "question \"type\" of questionnaire \"skin\" is defined twice"),
        (
            "id = \"oily\"",
            "id = \"dry\"",
            21,
            "answer \"dry\" of question \"type\" of questionnaire \"skin\" is defined twice",
        ),
        ("Rich = 2", "Rich = 0", 20, "tag \"Rich\" weighs 0: write a whole number from -100 to 100, not 0"),
        ("Rich = 2", "Rich = 2000", 20, "tag \"Rich\" weighs 2000"),
        ("matte = -1", "RICH = -1", 20, "is listed twice: give it one weight"),
        ("[\"rich\"]", "[\" \"]", 21, "a tag is empty"),
        (
            "{ type = [\"dry\"] }",
            "{ typ = [\"dry\"] }",
            28,
            "when names the question \"typ\", which is not asked before; did you mean \"type\"?",
        ),
        ("{ type = [\"dry\"] }", "{ wants = [\"calm\"] }", 28, "which is not asked before"),
        (
            "{ wants = [\"calm\"] }",
            "{ wants = [\"glow\"] }",
            40,
            "question \"wants\" has no answer \"glow\": write one of calm",
        ),
        ("{ wants = [\"calm\"] }", "{ wants = [] }", 40, "when lists no answer to \"wants\""),
        (
            "[\"summer\"]",
            "[\"sumer\"]",
            41,
            "season is \"sumer\": write one of \"spring\", \"summer\", \"autumn\", \"winter\"",
        ),
        ("answers = [{", "answer = [{", 29, "unknown field `answer`"),
        ("several = true", "severl = true", 27, "unknown field `severl`"),
        ("items = { division", "items = { divison", 39, "items cannot be selected by \"divison\": write \"division\""),
        (
            ", fr = \"Nettoyer\"",
            "",
            33,
            "step \"cleanse\" of questionnaire \"skin\" has no name in \"fr\": add fr = \"...\"",
        ),
        ("Your skin", "You bought a cream yesterday", 13, "tells one person what they did"),
    ] {
        assert!(HOUSE.contains(from), "{from}");
        let error = parsed(&HOUSE.replacen(from, to, 1)).unwrap_err();
        assert!(error.starts_with(&format!("house.toml:{line}: ")), "{to}: {error}");
        assert!(error.contains(says), "{to}: {error}");
    }
    let without = |what: &str| {
        let parts = HOUSE.split("\n[[");
        let kept: Vec<&str> = parts.filter(|part| !part.starts_with(what)).collect();
        parsed(&kept.join("\n[[")).unwrap_err()
    };
    assert!(without("questionnaire.question").contains("has no question: add a [[questionnaire.question]]"));
    assert!(without("questionnaire.step").contains("has no step: add a [[questionnaire.step]]"));
    let (before, questionnaire) = HOUSE.split_once("[[questionnaire]]").unwrap();
    let twice = format!("{before}{}", format!("[[questionnaire]]{questionnaire}\n").repeat(2));
    assert!(parsed(&twice).unwrap_err().contains("questionnaire \"skin\" is defined twice"));
}

#[test]
fn what_the_feed_cannot_fill_is_an_error_with_its_line() {
    let house = parsed(HOUSE).unwrap();
    let error =
        |catalogue: &Catalogue| house.questionnaires[0].resolve(catalogue, "house.toml").unwrap_err().to_string();
    let mut without = catalogue(4);
    without.types[0].name = "Masks".to_owned();
    assert!(
        error(&without)
            .contains("house.toml:34: no item of the feed belongs to step \"cleanse\" of questionnaire \"skin\""),
        "{}",
        error(&without)
    );
    let many = error(&catalogue(MAX_CANDIDATES + 1));
    assert!(
        many.starts_with("house.toml:12: 201 items may fill the steps") && many.contains("narrow `items`"),
        "{many}"
    );
    let mut sensitive = catalogue(4);
    sensitive.types[0].sensitive = true;
    assert!(error(&sensitive).contains("the sensitive type \"Cleansers\": write in `sensitive`"));
    let said =
        HOUSE.replacen("intro =", "sensitive = { en = \"It stays here.\", fr = \"Cela reste ici.\" }\nintro =", 1);
    assert!(parsed(&said).unwrap().questionnaires[0].resolve(&sensitive, "house.toml").is_ok());
}
