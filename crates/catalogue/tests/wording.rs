//! The sentences that a house may set, in four languages.

use passerelle_catalogue::house::House;
use proptest::prelude::*;

const HOUSE: &str = r#"[house]
name = "Maison Exemple"
languages = ["fr", "en", "de", "es"]
currency = "EUR"
[[division]]
id = "leather"
names = { fr = "la maroquinerie", en = "leather goods", de = "Lederwaren", es = "la marroquinería" }
product_types = ["Leather"]
"#;
const LINES: usize = 8;

/// A string in TOML syntax.
fn written(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// The linter's findings about a sentence for `reason` in `language`, without their positions, one per line.
fn lint(language: &str, reason: &str, sentence: &str) -> Vec<String> {
    let text = format!("{HOUSE}[messages.{language}]\n{reason} = {}\n", written(sentence));
    match House::parse(&text, "house.toml") {
        Ok(_) => Vec::new(),
        Err(error) => {
            let place = format!("house.toml:{}: {sentence:?} ", LINES + 2);
            let said = error.to_string();
            said.lines().map(|line| line.strip_prefix(&place).unwrap_or_else(|| panic!("{line}")).to_owned()).collect()
        }
    }
}

/// Sentences of real houses. None of them is refused.
const GOOD: [(&str, &str, &[&str]); 23] = [
    (
        "fr",
        "completes-type",
        &[
            "Pour accompagner {type}",
            "Le compagnon idéal pour {type}",
            "Ton sur ton avec {type}",
            "Un ton assorti, chez soi comme en ville, pour {type}",
        ],
    ),
    ("fr", "new-in-division", &["Du neuf dans {division}", "Tout juste arrivé dans {division}"]),
    ("fr", "division", &["Assez proche de l’esprit qui anime {division}", "À découvrir avec {division}"]),
    ("fr", "goes-with-page-item", &["Le complice de toujours : {item}"]),
    ("fr", "season", &["Dans l’air du temps", "Pour les beaux jours"]),
    ("fr", "occasion", &["Une idée pour {occasion}"]),
    ("fr", "collection", &["Collection {collection}"]),
    ("en", "completes-type", &["To go with {type}", "A companion for {type}", "For those who carry {type}"]),
    ("en", "new-in-division", &["Just arrived in {division}", "New among {division}"]),
    ("en", "division", &["One of a kind, with {division}"]),
    ("en", "weather-cold", &["For the cold days of the year", "For days of frost"]),
    ("en", "appreciated", &["Loved by the friends of the house", "May please those who like fine things"]),
    ("en", "occasion", &["With a thought for {occasion}"]),
    ("en", "completes-type-plain", &["Goes well with: {type}"]),
    ("de", "completes-type", &["Ergänzt {type}", "Der Begleiter für {type}"]),
    ("de", "division", &["Passend zur Abteilung {division}"]),
    ("de", "new-in-division", &["Soeben eingetroffen: {division}"]),
    ("de", "house", &["Eine Empfehlung des Hauses", "Das Haus empfiehlt"]),
    ("de", "season", &["Für lange Abende", "Am Morgen wie am Abend"]),
    ("es", "completes-type", &["Para acompañar {type}", "El compañero de {type}", "Un contraste con {type}"]),
    ("es", "division", &["En armonía con {division}", "Existe para {division}"]),
    ("es", "season", &["De temporada", "Con su color más cálido", "Para tardes tristes y días alegres"]),
    ("es", "house", &["La elección de la casa"]),
];

/// Sentences that are not allowed, and the linter's finding.
const BAD: [(&str, &str, &str, &str); 66] = [
    // Second person, and actions of one person.
    (
        "fr",
        "completes-type",
        "Pour accompagner votre {type}",
        "addresses one person (\"votre\"): say it to everyone, as in \"Pour accompagner {type}\"",
    ),
    (
        "fr",
        "completes-type",
        "Vous avez regardé {type}",
        "tells one person what they did (\"Vous\"): say it to everyone, as in \"Pour accompagner {type}\"",
    ),
    ("fr", "completes-type", "Parce que tu as vu {type}", "tells one person what they did (\"tu\")"),
    (
        "fr",
        "season",
        "Découvrez la saison",
        "addresses one person (\"Découvrez\"): say it to everyone, as in \"De saison\"",
    ),
    ("fr", "house", "Choisi pour toi", "addresses one person (\"toi\")"),
    ("fr", "house", "Ton prochain sac", "addresses one person (\"Ton\")"),
    ("fr", "house", "La maison t’attend", "addresses one person (\"t\")"),
    ("fr", "house", "Avez-vous pensé aux cadeaux ?", "tells one person what they did (\"Avez\")"),
    (
        "en",
        "completes-type",
        "You viewed {type}",
        "tells one person what they did (\"You\"): say it to everyone, as in \"To go with {type}\"",
    ),
    ("en", "completes-type", "Because you looked at {type}", "tells one person what they did (\"you\")"),
    ("en", "completes-type", "Since you’ve bought {type}", "tells one person what they did (\"you\")"),
    ("en", "completes-type", "You noticed {type}", "tells one person what they did (\"You\")"),
    (
        "en",
        "completes-type",
        "To go with your {type}",
        "addresses one person (\"your\"): say it to everyone, as in \"To go with {type}\"",
    ),
    (
        "en",
        "house",
        "Chosen for you",
        "addresses one person (\"you\"): say it to everyone, as in \"The house’s choice\"",
    ),
    ("en", "house", "Treat yourself", "addresses one person (\"yourself\")"),
    (
        "de",
        "completes-type",
        "Passt zu Ihrer {type}",
        "addresses one person (\"Ihrer\"): say it to everyone, as in \"Ergänzt {type}\"",
    ),
    ("de", "completes-type", "Sie haben {type} angesehen", "tells one person what they did (\"Sie\")"),
    ("de", "completes-type", "Weil du {type} gekauft hast", "tells one person what they did (\"du\")"),
    ("de", "house", "Für Ihre Garderobe", "addresses one person (\"Ihre\")"),
    ("de", "house", "Für dich ausgesucht", "addresses one person (\"dich\")"),
    (
        "es",
        "completes-type",
        "Para acompañar tu {type}",
        "addresses one person (\"tu\"): say it to everyone, as in \"Para acompañar {type}\"",
    ),
    ("es", "completes-type", "Porque viste {type}", "tells one person what they did (\"viste\")"),
    ("es", "completes-type", "Usted compró {type}", "tells one person what they did (\"Usted\")"),
    ("es", "completes-type", "Has mirado {type}", "tells one person what they did (\"Has\")"),
    ("es", "house", "Elegido para ti", "addresses one person (\"ti\")"),
    ("es", "house", "Para vosotros", "addresses one person (\"vosotros\")"),
    // Items.
    (
        "fr",
        "completes-type",
        "Pour accompagner {item}",
        "names an item; only goes-with-page-item may name one, that of the page: name {type} instead",
    ),
    (
        "en",
        "division",
        "Because of {item}",
        "names an item; only goes-with-page-item may name one, that of the page: name {division} instead",
    ),
    (
        "de",
        "season",
        "Wie {item}",
        "names an item; only goes-with-page-item may name one, that of the page: write it without placeholders",
    ),
    (
        "es",
        "collection",
        "Como {item}",
        "names an item; only goes-with-page-item may name one, that of the page: name {collection} instead",
    ),
    // Placeholders.
    ("fr", "completes-type", "Vu avec {produit}", "names {produit}, which is not a placeholder: name {type} instead"),
    (
        "en",
        "season",
        "In season since {date}",
        "names {date}, which is not a placeholder: write it without placeholders",
    ),
    ("en", "house", "{count} people agree", "names {count}, which is not a placeholder: write it without placeholders"),
    (
        "en",
        "new-in-division",
        "New in {division}, from {price}",
        "names {price}, which is not a placeholder: name {division} instead",
    ),
    ("en", "new-in-division", "New: {type}", "names {type}, which this reason does not have: name {division} instead"),
    ("de", "completes-type", "Ergänzt {type", "has an unpaired brace: write placeholders as {type}"),
    ("es", "completes-type", "Para {{type}}", "has an unpaired brace"),
    // Numbers, counts.
    (
        "fr",
        "appreciated",
        "Apprécié de 120 clientes",
        "contains a number: leave it out, as in \"Parmi les favoris de la maison\"",
    ),
    ("fr", "appreciated", "Choisi cent fois", "states an amount (\"fois\"): leave it out"),
    ("en", "appreciated", "One of our top 10", "contains a number: leave it out, as in \"A favourite of the house\""),
    ("en", "appreciated", "Bought twice as often", "states an amount (\"twice\")"),
    ("en", "appreciated", "Chosen by hundreds", "states an amount (\"hundreds\")"),
    ("de", "appreciated", "Dreimal so beliebt", "states an amount (\"dreimal\")"),
    ("de", "appreciated", "Die 5 Liebsten", "contains a number"),
    ("es", "appreciated", "Elegido mil veces", "states an amount (\"veces\")"),
    ("es", "appreciated", "El n.º ١", "contains a number"),
    // Dates.
    (
        "fr",
        "completes-type",
        "Avec {type}, aperçu hier",
        "states a time (\"hier\"): leave it out, as in \"Pour accompagner {type}\"",
    ),
    ("fr", "completes-type", "Vu récemment : {type}", "states a time (\"récemment\")"),
    ("fr", "season", "La sélection de la semaine dernière", "states a time (\"semaine dernière\")"),
    ("fr", "season", "L’élégance d’aujourd’hui", "states a time (\"aujourd hui\")"),
    (
        "en",
        "completes-type",
        "Recently viewed: {type}",
        "states a time (\"recently\"): leave it out, as in \"To go with {type}\"",
    ),
    ("en", "season", "Since last visit", "states a time (\"last visit\")"),
    ("en", "season", "The best of November", "states a time (\"november\")"),
    ("de", "completes-type", "Gestern angesehen: {type}", "states a time (\"gestern\")"),
    ("de", "season", "Das Beste im Dezember", "states a time (\"dezember\")"),
    ("de", "completes-type", "Vor kurzem entdeckt: {type}", "states a time (\"vor kurzem\")"),
    ("es", "completes-type", "Mirado ayer: {type}", "states a time (\"ayer\")"),
    ("es", "season", "Lo mejor de enero", "states a time (\"enero\")"),
    ("es", "completes-type", "Desde la última visita: {type}", "states a time (\"última visita\")"),
    // Prices.
    ("fr", "house", "À petit prix", "mentions money (\"prix\"): leave it out, as in \"Le choix de la maison\""),
    ("fr", "house", "Moins cher que le sac payé en ligne", "mentions money (\"payé\")"),
    ("en", "house", "At a fine price", "mentions money (\"price\")"),
    ("en", "house", "Under $", "mentions money: leave it out, as in \"The house’s choice\""),
    ("de", "house", "Zum kleinen Preis", "mentions money (\"preis\")"),
    ("es", "house", "A buen precio", "mentions money (\"precio\")"),
    ("es", "house", "Un % menos", "mentions money: leave it out"),
];

#[test]
fn good_sentences_pass() {
    for (language, reason, sentences) in GOOD {
        for sentence in sentences {
            assert_eq!(lint(language, reason, sentence), Vec::<String>::new(), "{language} {reason}");
        }
    }
}

#[test]
fn bad_sentences_are_refused_and_put_right() {
    for (language, reason, sentence, says) in BAD {
        let found = lint(language, reason, sentence);
        assert!(found.iter().any(|found| found.starts_with(says)), "{sentence}: {found:?}, expected {says:?}");
    }
    for language in ["fr", "en", "de", "es"] {
        assert!(BAD.iter().filter(|bad| bad.0 == language).count() >= 13, "{language} has a table of its own");
    }
}

/// The package's own sentences pass as those of a house, in every language.
#[test]
fn the_package_s_own_sentences_pass() {
    for language in ["ar", "de", "en", "es", "fr", "it", "ja", "pt", "zh"] {
        let path = format!("{}/../../pkg/src/messages/{language}.json", env!("CARGO_MANIFEST_DIR"));
        let catalogue: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut house = format!(
            "[house]\nname = \"M\"\nlanguages = [{language:?}]\ncurrency = \"EUR\"\n[[division]]\nid = \"d\"\nnames = \
             {{ {language} = \"d\" }}\nproduct_types = [\"d\"]\n[messages.{language}]\n"
        );
        for (reason, template) in catalogue["reasons"].as_object().unwrap() {
            house.push_str(&format!("{reason} = {template}\n"));
        }
        let messages = House::parse(&house, language).unwrap_or_else(|error| panic!("{error}")).messages;
        assert_eq!(messages.len(), catalogue["reasons"].as_object().unwrap().len());
    }
}

/// Notices as (language, text, finding); the finding of a good notice is empty.
const NOTICES: [(&str, &str, &str); 20] = [
    (
        "fr",
        "Si vous avez été concerné par le défaut de la bouilloire, la maison la reprend. Vous pouvez nous écrire.",
        "",
    ),
    ("fr", "Chers clients, une bouilloire a un défaut. Si elle est chez vous, la maison la reprend.", ""),
    (
        "fr",
        "Vous avez acheté une bouilloire qui a un défaut.",
        "tells one person what they did (\"Vous\"): say it to everyone, and begin as in \"Si vous avez été concerné par ...\"",
    ),
    (
        "fr",
        "Votre bouilloire a un défaut. Si besoin, la maison la reprend.",
        "addresses one person before any condition (\"Votre\")",
    ),
    (
        "fr",
        "La maison reprend toutes les bouilloires.",
        "has no condition, although it does not concern everyone: add one, and begin as in",
    ),
    (
        "fr",
        "Si vous avez acheté une bouilloire à {price}, écrivez-nous.",
        "names {price}: a message is the same for everyone",
    ),
    ("en", "If you were concerned by the defect of the kettle, the house takes it back. You can write to us.", ""),
    ("en", "Should a kettle from this series have reached you, the house takes it back.", ""),
    ("en", "You bought a kettle that has a defect.", "tells one person what they did (\"You\")"),
    ("en", "If a kettle is faulty, write to us. You ordered one.", "tells one person what they did (\"You\")"),
    ("en", "Your kettle is faulty. If in doubt, write to us.", "addresses one person before any condition (\"Your\")"),
    ("en", "If you bought one of the 300 kettles, write to us.", "contains a number"),
    ("de", "Wenn Sie vom Mangel des Kessels betroffen waren, nimmt das Haus ihn zurück. Schreiben Sie uns.", ""),
    ("de", "Sollten Sie betroffen sein, schreiben Sie uns.", ""),
    ("de", "Sie haben einen Kessel mit einem Mangel gekauft.", "tells one person what they did (\"Sie\")"),
    ("de", "Das Haus nimmt alle Kessel zurück.", "has no condition"),
    ("es", "Si le ha afectado el defecto del hervidor, la casa lo recoge.", ""),
    ("es", "Usted compró un hervidor con un defecto.", "tells one person what they did (\"Usted\")"),
    (
        "es",
        "Tu hervidor tiene un defecto. Si hay dudas, la casa responde.",
        "addresses one person before any condition (\"Tu\")",
    ),
    ("es", "La casa recoge todos los hervidores.", "has no condition"),
];

#[test]
fn a_notice_that_is_no_condition_is_refused() {
    for (language, text, says) in NOTICES {
        let house = HOUSE.replace("[\"fr\", \"en\", \"de\", \"es\"]", &format!("[{language:?}]"));
        let notice = format!(
            "[[notice]]\nid = \"n\"\nfrom = \"2026-01-01\"\nuntil = \"2026-02-01\"\nitems = \"all\"\ntexts.{language} = {text:?}\n"
        );
        match House::parse(&format!("{house}{notice}"), "house.toml") {
            Ok(_) => assert_eq!(says, "", "{text}"),
            Err(error) => {
                let error = error.to_string();
                assert!(error.starts_with(&format!("house.toml:{}: {text:?} ", LINES + 6)), "{error}");
                assert!(!says.is_empty() && error.contains(says), "{text}: {error}");
            }
        }
    }
}

/// For each language, words that a sentence may have and words that get it refused.
const WORDS: [(&str, &[&str], &[&str]); 4] = [
    (
        "fr",
        &["pour", "un", "beau", "soir", "chez", "soi", "assez", "l’or", "été", "{type}", "FÊTE"],
        &["vous", "Votre", "hier", "12", "tu", "€", "trois", "{item}", "prix", "voyez", "{x}", "½"],
    ),
    (
        "en",
        &["for", "a", "fine", "evening", "at", "home", "gold", "summer", "{type}", "MAY"],
        &["you", "YOUR", "yesterday", "3rd", "$", "twice", "{item}", "price", "July", "{date}", "Ⅳ"],
    ),
    (
        "de",
        &["für", "den", "schönen", "Abend", "zu", "Hause", "Gold", "morgens", "{type}"],
        &["Sie", "Ihre", "dein", "gestern", "2", "€", "zweimal", "{item}", "Preis", "Juli"],
    ),
    (
        "es",
        &["para", "una", "bella", "noche", "en", "su", "casa", "oro", "té", "{type}"],
        &["usted", "Tu", "ayer", "7", "€", "veces", "{item}", "precio", "julio", "compraste"],
    ),
];

proptest! {
    /// A sentence is refused if and only if it has a refused word, wherever the word stands and whatever surrounds it.
    #[test]
    fn one_forbidden_word_refuses_a_sentence(
        tongue in 0..WORDS.len(),
        good in prop::collection::vec(any::<prop::sample::Index>(), 1..8),
        bad in prop::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>())),
        glue in prop::sample::select(vec![" ", ", ", " – ", "\u{a0}", "! "]),
    ) {
        let (language, fine, spoilers) = WORDS[tongue];
        let mut words: Vec<&str> = good.iter().map(|at| *at.get(fine)).collect();
        if let Some((word, place)) = bad {
            words.insert(place.index(words.len() + 1), spoilers[word.index(spoilers.len())]);
        }
        let found = lint(language, "completes-type", &words.join(glue));
        prop_assert_eq!(!found.is_empty(), bad.is_some(), "{:?}: {:?}", words, found);
    }

    #[test]
    fn any_sentence_is_accepted_or_refused_without_a_panic(sentence in "[\\PC{}]{0,40}", language in prop::sample::select(vec!["fr", "en", "de", "es"])) {
        let text = format!("{HOUSE}[messages.{language}]\nseason = {}\n", written(&sentence));
        let _ = House::parse(&text, "house.toml");
    }
}
