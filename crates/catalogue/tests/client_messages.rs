//! `[[invitation]]`, `[[care]]`, `[[early_access]]` and `[[offer]]`: the values read, the mistakes refused, and the
//! wording allowed.

use passerelle::message::{MessageKind, Predicate};
use passerelle::model::{Country, Day};
use passerelle::pack::AliasKinds;
use passerelle::rank::Factor;
use passerelle_catalogue::house::{House, MessageContent, Resolved};
use passerelle_catalogue::{Alias, Catalogue, Item, ItemType};

const HOUSE: &str = r#"[house]
name = "Maison Exemple"
languages = ["fr", "en"]
currency = "EUR"
offers = { fr = "https://shop.example/fr/offers", en = "https://shop.example/offers" }
[privacy]
retention_days = 60
sensitive_types = ["Lingerie"]
[[division]]
id = "watches"
names = { fr = "l’horlogerie", en = "watches" }
product_types = ["Watches"]
[[division]]
id = "perfume"
names = { fr = "le parfum", en = "perfume" }
product_types = ["Perfume"]
[[collection]]
id = "capsule"
from = "2027-03-01"
until = "2027-06-30"
items = ["w2"]
"#;

const MESSAGES: &str = r#"[[invitation]]
id = "new-scent"
from = "2026-12-01"
until = "2026-12-31"
texts = { fr = "Un nouveau parfum attend dans la maison.", en = "A new scent waits in the house." }
link = { fr = "https://shop.example/fr/scent", en = "https://shop.example/en/scent" }
picture = "https://shop.example/scent.webp"
for = { knows = ["watches"], not_yet = ["perfume"], attachment = 0.5, potential = 0.25 }
[[care]]
id = "watch-care"
from = "2026-12-01"
until = "2027-12-31"
texts = { fr = "Une montre demande un peu de soin.", en = "A watch asks for a little care." }
link = "https://shop.example/care"
items = ["W1-OLD", "gone"]
for = { bought_types = ["watches"], after_days = 30, until_days = 60 }
ask = true
service = "https://shop.example/service"
[[early_access]]
id = "first-look"
from = "2027-02-20"
until = "2027-02-28"
texts = { fr = "La capsule ouvre ses portes aux amis de la maison.", en = "The capsule opens to friends of the house." }
link = "https://shop.example/first"
collection = "capsule"
for = { attachment = 0.6, collections = ["capsule"] }
[[offer]]
id = "scent-offer"
from = "2026-12-01"
until = "2026-12-31"
texts = { fr = "10 % sur le parfum.", en = "10 % off perfume." }
code = " SCENT10 "
types = ["Scent"]
collections = ["capsule"]
"#;

fn parsed(messages: &str) -> Result<House, String> {
    House::parse(&format!("{HOUSE}{messages}"), "house.toml").map_err(|error| error.to_string())
}

/// The watches w1 (formerly W1-OLD) and w2, which are in the capsule, and the scent p1.
fn catalogue(house: &House) -> Catalogue {
    let item = |id: &str, title: &str, division, item_type| Item {
        id: id.into(),
        title: title.into(),
        division,
        item_type,
        ..Item::default()
    };
    let kind = |name: &str, division, sensitive| ItemType { name: name.to_owned(), division, sensitive };
    Catalogue {
        items: vec![item("p1", "Eau du soir", 1, 2), item("w1", "Watch", 0, 0), item("w2", "Night watch", 0, 0)],
        divisions: house.divisions.clone(),
        types: vec![kind("Watches", 0, false), kind("Lingerie", 0, true), kind("Scent", 1, false)],
        aliases: vec![Alias { text: "W1-OLD".into(), item: 1, kinds: AliasKinds::ANY }],
        ..Catalogue::default()
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn every_setting_of_a_message_is_read_and_looked_up() {
    let house = parsed(MESSAGES).unwrap();
    let resolved = Resolved::new(&house, &catalogue(&house), "house.toml").unwrap();
    let kinds: Vec<MessageKind> = house.client_messages.iter().map(|message| message.kind()).collect();
    assert_eq!(
        kinds,
        [MessageKind::Care, MessageKind::EarlyAccess, MessageKind::Invitation, MessageKind::Offer],
        "care before invitations before offers"
    );
    let [care, early, invitation, offer] = &house.client_messages[..] else { panic!() };
    let [of_care, of_early, of_invitation, of_offer] = &resolved.messages[..] else { panic!() };
    let some = |address: &str| vec![Some(address.to_owned()); 2];
    assert_eq!((care.id.as_str(), &care.links), ("watch-care", &some("https://shop.example/care")));
    assert_eq!(care.content, MessageContent::Care { asks: true, service: some("https://shop.example/service") });
    assert_eq!(
        of_care.predicate,
        Predicate {
            bought_types: names(&["Watches"]),
            bought_items: names(&["gone", "w1"]),
            after_days: Some(30),
            until_days: Some(60),
            ..Predicate::default()
        },
        "by the feed's own names; what has gone keeps its id"
    );
    let opens = Day::from_number(20_878);
    assert_eq!(
        early.content,
        MessageContent::EarlyAccess { collection: "capsule".to_owned(), opens, publishes_items: false }
    );
    assert_eq!(of_early.predicate.attachment, Some(Factor::round(0.6)));
    assert_eq!(invitation.links[1].as_deref(), Some("https://shop.example/en/scent"));
    assert_eq!(invitation.picture.as_deref(), Some("https://shop.example/scent.webp"));
    assert_eq!(
        of_invitation.predicate,
        Predicate {
            knows: names(&["watches"]),
            not_yet: names(&["perfume"]),
            attachment: Some(Factor::ONE / 2),
            potential: Some(Factor::ONE / 4),
            ..Predicate::default()
        }
    );
    let MessageContent::Offer { code, .. } = &offer.content else { panic!() };
    assert_eq!((code.as_str(), &of_offer.divisions), ("SCENT10", &names(&["watches", "perfume"])));
    assert_eq!(offer.place("house.toml"), "house.toml:49: offer \"scent-offer\"");
}

/// Lines are counted from the first line of `MESSAGES`.
#[test]
fn a_wrong_message_is_an_error_with_its_line() {
    let lines = HOUSE.lines().count();
    for (from, to, line, says) in [
        ("id = \"new-scent\"", "id = \"watch-care\"", 2, "message id \"watch-care\" is empty or defined twice"),
        (
            "until = \"2026-12-31\"\ntexts = { fr = \"Un",
            "until = \"2026-11-30\"\ntexts = { fr = \"Un",
            4,
            "until is before from: swap them",
        ),
        (", en = \"A new scent waits in the house.\"", "", 5, "invitation \"new-scent\" has no text in \"en\""),
        ("https://shop.example/fr/scent", "/fr/scent", 6, "link is not an address: write it in full"),
        (", en = \"https://shop.example/en/scent\"", "", 6, "link has no address in \"en\""),
        (
            "en = \"https://shop.example/en/scent\"",
            "de = \"https://shop.example/de\"",
            6,
            "\"de\" is not a language of the house",
        ),
        ("https://shop.example/scent.webp", "scent.webp", 7, "picture is no address"),
        ("https://shop.example/scent.webp", "http://shop.example/scent.webp", 7, "in full, beginning with https://"),
        ("knows = [\"watches\"]", "knows = [\"shoes\"]", 8, "there is no division \"shoes\""),
        ("knows = [\"watches\"]", "knows = [\"perfume\"]", 8, "division \"perfume\" is in knows and in not_yet"),
        ("attachment = 0.5", "attachment = 1.5", 8, "attachment is 1.5: write a number from 0 to 1"),
        ("potential = 0.25", "countries = [\"UK\"]", 8, "\"UK\" is not a country: write \"GB\""),
        ("id = \"watch-care\"", "id = \"care:watch\"", 10, "id \"care:watch\" has a colon, which separates the kind"),
        ("knows = [\"watches\"]", "known = [\"watches\"]", 8, "unknown field `known`"),
        (
            "for = { knows = [\"watches\"], not_yet = [\"perfume\"], attachment = 0.5, potential = 0.25 }",
            "for = {}",
            8,
            "`for` is empty",
        ),
        (
            "picture = \"https",
            "ask = true\npicture = \"https",
            7,
            "ask belongs to [[care]], not to [[invitation]]: remove it",
        ),
        ("items = [\"W1-OLD\", \"gone\"]", "items = []", 15, "items is empty"),
        (
            "until_days = 60",
            "until_days = 61",
            16,
            "until_days is 61, and a device keeps 60 days (privacy.retention_days)",
        ),
        ("after_days = 30", "after_days = 400", 16, "after_days is 400, and a device keeps 60 days"),
        (
            "after_days = 30, until_days = 60",
            "after_days = 30, until_days = 29",
            16,
            "until_days is less than after_days",
        ),
        (
            "items = [\"W1-OLD\", \"gone\"]\nfor = { bought_types = [\"watches\"], after_days = 30, until_days = 60 }\n",
            "",
            10,
            "care \"watch-care\" needs a purchase as its condition",
        ),
        ("service = \"https://shop.example/service\"\n", "", 10, "care \"watch-care\" needs service"),
        ("collection = \"capsule\"\n", "", 20, "early_access \"first-look\" needs collection"),
        ("collection = \"capsule\"\n", "collection = \"fw26\"\n", 25, "there is no collection \"fw26\""),
        ("link = \"https://shop.example/first\"\n", "", 20, "early_access \"first-look\" needs a link"),
        (
            "from = \"2027-02-20\"\nuntil = \"2027-02-28\"",
            "from = \"2027-03-01\"\nuntil = \"2027-03-02\"",
            25,
            "is open to everybody before early_access \"first-look\" begins",
        ),
        (
            "until = \"2027-02-28\"",
            "until = \"2027-03-01\"",
            22,
            "collection \"capsule\" is open to everybody before early_access \"first-look\" ends: give it an earlier until",
        ),
        ("code = \" SCENT10 \"\n", "", 28, "offer \"scent-offer\" needs code"),
        ("\" SCENT10 \"", "\" \"", 32, "code has 0 characters"),
        ("types = [\"Scent\"]\ncollections = [\"capsule\"]\n", "", 28, "offer \"scent-offer\" needs a scope"),
    ] {
        assert!(MESSAGES.contains(from), "{from}");
        let error = parsed(&MESSAGES.replacen(from, to, 1)).unwrap_err();
        assert!(error.starts_with(&format!("house.toml:{}: ", lines + line)), "{to}: {error}");
        assert!(error.contains(says), "{to}: {error}");
    }
    let house = format!("{HOUSE}{MESSAGES}");
    let offers = HOUSE.lines().find(|line| line.starts_with("offers")).unwrap();
    let homeless = House::parse(&house.replace(offers, ""), "house.toml").unwrap_err().to_string();
    assert!(
        homeless.contains(
            "offer \"scent-offer\" needs the page of all open offers: add offers = \"https://...\" to [house]"
        ),
        "{homeless}"
    );
    let one = &MESSAGES[..MESSAGES.find("[[care]]").unwrap()];
    let many: String = (0..65).map(|number| one.replace("new-scent", &format!("new-{number}"))).collect();
    assert!(parsed(&many).unwrap_err().contains("more than 64 messages: remove those that have passed"));
    let notice = "[[notice]]\nid = \"new-scent\"\nfrom = \"2026-12-01\"\nuntil = \"2026-12-31\"\nitems = \"all\"\n\
                  texts = { fr = \"Si la maison vous plaît.\", en = \"If you like the house.\" }\n";
    assert!(
        parsed(&format!("{notice}{MESSAGES}"))
            .unwrap_err()
            .contains("message id \"new-scent\" is empty or defined twice")
    );
}

/// A house may ask all that it knows at once, with the country.
#[test]
fn conditions_on_the_history_and_on_the_country_stand_beside_each_other() {
    let all = "for = { knows = [\"ready-to-wear\"], not_yet = [\"perfume\"], bought_types = [\"Watches\"], after_days = 30, \
               until_days = 90, collections = [\"cruise-27\"], attachment = 0.5, potential = 0.3, countries = [\"FR\"] }";
    let asked = MESSAGES.lines().find(|line| line.starts_with("for = { knows")).unwrap();
    let house = format!("{HOUSE}{}", MESSAGES.replace(asked, all))
        .replace("retention_days = 60", "retention_days = 90")
        .replace("id = \"watches\"", "id = \"ready-to-wear\"")
        .replace("\"capsule\"", "\"cruise-27\"");
    let house = House::parse(&house, "house.toml").unwrap();
    let resolved = Resolved::new(&house, &catalogue(&house), "house.toml").unwrap();
    let invitation =
        house.client_messages.iter().position(|message| message.kind() == MessageKind::Invitation).unwrap();
    let predicate = &resolved.messages[invitation].predicate;
    assert_eq!(predicate.conditions().count(), 7, "{predicate:?}");
    assert_eq!((&predicate.countries[..], predicate.until_days), (&[Country::from_letters(*b"FR")][..], Some(90)));
    let items = MESSAGES
        .replace("for = { bought_types = [\"watches\"]", "for = { countries = [\"FR\"], bought_types = [\"watches\"]");
    assert!(parsed(&items).is_ok(), "beside items too");
}

/// Two messages may open one collection, to the most faithful first, if both say the same of its items.
#[test]
fn two_messages_of_one_collection_say_the_same_of_its_items() {
    let one = &MESSAGES[MESSAGES.find("[[early_access]]").unwrap()..MESSAGES.find("[[offer]]").unwrap()];
    let second = one.replace("first-look", "second-look").replace("2027-02-20", "2027-02-25");
    let publishes = |text: &str| format!("{text}publish_items_early = true\n");
    for (one, other) in [(one, &second[..]), (&publishes(one), &publishes(&second))] {
        assert_eq!(parsed(&format!("{one}{other}")).map(|house| house.client_messages.len()), Ok(2));
    }
    for (one, other) in [(&publishes(one)[..], &second[..]), (one, &publishes(&second))] {
        let line = HOUSE.lines().count() + one.lines().count() + 1;
        let error = parsed(&format!("{one}{other}")).unwrap_err();
        let says = "early_access \"first-look\" and \"second-look\" open collection \"capsule\", and one of them has \
                    publish_items_early = true: write the same in both";
        assert_eq!(error, format!("house.toml:{line}: {says}"));
    }
}

#[test]
fn what_the_feed_does_not_have_is_an_error_with_its_line() {
    let lines = HOUSE.lines().count();
    for (from, to, line, says) in [
        ("bought_types = [\"watches\"]", "bought_types = [\"Rings\"]", 16, "the feed has no type \"Rings\""),
        ("bought_types = [\"watches\"]", "bought_types = [\"lingerie\"]", 16, "type \"lingerie\" is sensitive"),
        ("types = [\"Scent\"]", "types = [\"Soap\"]", 33, "the feed has no type \"Soap\""),
        ("A watch asks", "The Night Watch asks", 10, "a text of care \"watch-care\" names the item \"Night watch\""),
    ] {
        assert!(MESSAGES.contains(from), "{from}");
        let house = parsed(&MESSAGES.replacen(from, to, 1)).unwrap();
        let error = Resolved::new(&house, &catalogue(&house), "house.toml").unwrap_err().to_string();
        assert!(error.starts_with(&format!("house.toml:{}: ", lines + line)), "{to}: {error}");
        assert!(error.contains(says), "{to}: {error}");
    }
}

/// Before its collection opens, a pack has none of its items, unless the house publishes them.
#[test]
fn items_of_early_access_are_kept_back_until_their_collection_opens() {
    let [from, opens] = [20_869, 20_878].map(Day::from_number);
    let ids = |catalogue: &Catalogue| catalogue.items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
    for (day, publishes, left, early) in [
        (opens.plus(-1), false, &["p1", "w1"][..], &[][..]),
        (opens, false, &["p1", "w1", "w2"], &[]),
        (from.plus(-1), true, &["p1", "w1"], &[]),
        (from, true, &["p1", "w1", "w2"], &[2]),
        (opens.plus(-1), true, &["p1", "w1", "w2"], &[2]),
        (opens, true, &["p1", "w1", "w2"], &[]),
    ] {
        let messages = MESSAGES.replace(
            "collection = \"capsule\"\n",
            &format!("collection = \"capsule\"\npublish_items_early = {publishes}\n"),
        );
        let rule = "[[rule]]\naction = \"pin\"\nitems = [\"w2\"]\n";
        let house = parsed(&format!("{messages}{rule}")).unwrap();
        let mut catalogue = catalogue(&house);
        let mut resolved = Resolved::new(&house, &catalogue, "house.toml").unwrap();
        let published = resolved.keep_back(&house, &mut catalogue, day);
        assert_eq!(ids(&catalogue), left, "{day:?} {publishes}");
        assert_eq!(published, early, "{day:?} {publishes}");
        assert_eq!(resolved.sets.of_item.len(), left.len());
        assert_eq!(resolved.rules.len(), usize::from(left.len() == 3), "no rule pins what is not there");
        assert_eq!(catalogue.resolve("W1-OLD"), Some(1), "aliases keep their items");
    }
}

/// A best seller that also belongs to a future collection is on sale already, so it stays.
#[test]
fn an_item_of_a_collection_that_has_opened_stays_in_the_pack() {
    let [before, opens] = [20_800, 20_878].map(Day::from_number);
    for (from, left) in [("2026-12-01", 3), ("2027-02-28", 2)] {
        let other =
            format!("[[collection]]\nid = \"gifts\"\nfrom = \"{from}\"\nuntil = \"2027-12-31\"\nitems = [\"w2\"]\n");
        let house = parsed(&format!("{MESSAGES}{other}")).unwrap();
        for (day, left) in [(before, left), (opens, 3)] {
            let mut catalogue = catalogue(&house);
            let mut resolved = Resolved::new(&house, &catalogue, "house.toml").unwrap();
            resolved.keep_back(&house, &mut catalogue, day);
            assert_eq!(catalogue.items.len(), left, "{from} {day:?}");
        }
    }
}

/// A message whose last day has passed is not resolved. Items that it holds back stay out until the collection opens.
#[test]
fn a_message_whose_days_have_passed_is_left_out_and_still_keeps_its_items_back() {
    let opens = Day::from_number(20_878);
    let gone = MESSAGES
        .replace("until = \"2027-02-28\"", "until = \"2027-02-22\"")
        .replace("types = [\"Scent\"]", "types = [\"Soap\"]");
    let mut house = parsed(&gone).unwrap();
    assert!(Resolved::new(&house, &catalogue(&house), "house.toml").is_err(), "the feed has no soap");
    let line = HOUSE.lines().count();
    assert_eq!(
        house.leave_out_passed(Day::from_number(20_818), "house.toml"),
        Vec::<String>::new(),
        "the last day is a day"
    );
    assert_eq!(
        house.leave_out_passed(opens.plus(-1), "house.toml"),
        [
            format!("house.toml:{}: early_access \"first-look\"", line + 20),
            format!("house.toml:{}: invitation \"new-scent\"", line + 2),
            format!("house.toml:{}: offer \"scent-offer\"", line + 28),
        ]
    );
    assert_eq!(house.client_messages.len(), 1);
    for (day, left) in [(opens.plus(-1), 2), (opens, 3)] {
        let mut catalogue = catalogue(&house);
        let mut resolved = Resolved::new(&house, &catalogue, "house.toml").unwrap();
        resolved.keep_back(&house, &mut catalogue, day);
        assert_eq!(catalogue.items.len(), left, "{day:?}");
    }
}

/// For each of the nine languages, an allowed message and one that tells its reader what they did.
const LANGUAGES: [(&str, &str, &str); 9] = [
    ("ar", "الساعة تحتاج إلى قليل من العناية", "الساعة التي اشتريت تحتاج إلى العناية"),
    ("de", "Eine Uhr braucht ein wenig Pflege. Sie sind willkommen.", "Die Uhr, die Sie gekauft haben, braucht Pflege"),
    ("en", "A watch asks for a little care. You are welcome.", "The watch you bought asks for care"),
    ("es", "Un reloj pide un poco de cuidado. Usted es bienvenido.", "El reloj que usted ha comprado pide cuidado"),
    ("fr", "Une montre demande un peu de soin. Vous êtes attendu.", "Votre montre achetée ici demande un soin"),
    ("it", "Un orologio chiede un po’ di cura. Vi aspettiamo.", "L’orologio che avete acquistato chiede cura"),
    ("ja", "時計には少しの手入れが必要です", "お買い上げの時計には手入れが必要です"),
    ("pt", "Um relógio pede um pouco de cuidado. Você é esperado.", "O relógio que você comprou pede cuidado"),
    ("zh", "腕表需要些许呵护，欢迎您", "您购买的腕表需要呵护"),
];

fn lint(tag: &str, table: &str, text: &str) -> Result<House, String> {
    let more = if table == "offer" { "code = \"A\"\ndivisions = [\"watches\"]\n" } else { "" };
    let text = serde_json::to_string(text).unwrap();
    let house = format!(
        "[house]\nname = \"Maison Exemple\"\nlanguages = [\"{tag}\"]\ncurrency = \"EUR\"\noffers = \"https://shop.example/offers\"\n[[division]]\nid = \"watches\"\n\
         names = {{ {tag} = \"x\" }}\nproduct_types = [\"Watches\"]\n[[{table}]]\nid = \"a\"\nfrom = \"2026-12-01\"\n\
         until = \"2026-12-31\"\ntexts = {{ {tag} = {text} }}\n{more}"
    );
    House::parse(&house, "house.toml").map_err(|error| error.to_string())
}

/// For each of the nine languages, three allowed messages and three that tell their reader what they did, in words that
/// no list has in this form.
const SENTENCES: [(&str, [&str; 3], [&str; 3]); 9] = [
    (
        "ar",
        ["شكرا لثقتكم", "وصلت المجموعة الجديدة إلى الدار", "الخاتم يحتاج إلى قليل من العناية"],
        ["الساعة التي لبستم تحتاج إلى العناية", "تذكرتم هذا العطر", "القطعة التي فضلتموها عادت"],
    ),
    (
        "de",
        [
            "Danke für Ihr Vertrauen.",
            "Haben Sie Fragen? Das Haus ist für Sie da.",
            "Sie möchten mehr wissen? Sie sind eingeladen.",
        ],
        [
            "Sie haben die Uhr bewundert.",
            "Sie mochten Seide und Sie verehrten diesen Ring.",
            "Ihr letzter Kauf verdient Pflege.",
        ],
    ),
    (
        "en",
        [
            "Thank you for your trust.",
            "Do you have a question? You are welcome.",
            "A place is kept for you, if you need one.",
        ],
        ["You adored this watch.", "The ring that you always admired is back.", "Your last purchase deserves care."],
    ),
    (
        "es",
        [
            "Gracias por su confianza.",
            "Si usted tiene una pregunta, la casa está aquí.",
            "Existe un contraste para ti.",
        ],
        ["Amaste este reloj.", "Usted siempre admiró este anillo.", "Has soñado con este perfume."],
    ),
    (
        "fr",
        [
            "Merci de votre confiance.",
            "Vous avez une question ? La maison est là.",
            "Une montre demande un peu de soin.",
        ],
        [
            "Vous avez toujours admiré cette montre.",
            "La bague que vous avez portée.",
            "Votre dernière commande mérite un soin.",
        ],
    ),
    (
        "it",
        [
            "Grazie per la vostra fiducia.",
            "Avete domande? La casa è qui per voi.",
            "Siete invitati a scoprire il profumo.",
        ],
        ["Avete ammirato questo orologio.", "Amasti questo anello.", "Hai sempre portato questo profumo."],
    ),
    (
        "ja",
        ["新しい香りが届きます", "お客様をお待ちしております", "時計のお手入れをご案内します"],
        ["お客様が愛用した時計です", "お選びくださった指輪にはお手入れが必要です", "あなたが大切にした香り"],
    ),
    (
        "pt",
        ["Obrigado pela sua confiança.", "Você tem uma pergunta? A casa está aqui.", "Existe um contraste para você."],
        ["Você adorou este relógio.", "Admiraste este anel.", "Você sempre sonhou com este perfume."],
    ),
    (
        "zh",
        ["感谢您的信任", "欢迎您了解新香水", "腕表需要些许呵护"],
        ["您爱上了这枚戒指", "您曾经佩戴过的腕表", "你收藏了这款香水"],
    ),
];

#[test]
fn what_a_reader_did_is_found_by_rule_and_not_only_by_list() {
    let mut wrong = Vec::new();
    for (tag, good, bad) in SENTENCES {
        for text in good {
            wrong.extend(lint(tag, "invitation", text).err());
        }
        for (text, table) in bad.into_iter().zip(["invitation", "offer", "invitation"]) {
            match lint(tag, table, text) {
                Err(error) if error.contains("tells one person what they did") => {}
                other => wrong.push(format!("{tag}: {text}: {:?}", other.err())),
            }
        }
    }
    for (tag, text) in [
        ("en", "You loved this watch."),
        ("en", "You admired the ring."),
        ("en", "The scent for the price you paid."),
        ("fr", "Vous avez aimé cette montre."),
        ("de", "Sie haben die Uhr geliebt."),
    ] {
        if lint(tag, "offer", text).is_ok() {
            wrong.push(format!("{tag}: {text}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_message_speaks_of_the_thing_and_not_of_what_its_reader_did() {
    for (tag, good, bad) in LANGUAGES {
        assert!(lint(tag, "invitation", good).is_ok(), "{:?}", lint(tag, "invitation", good));
        let error = lint(tag, "invitation", bad).unwrap_err();
        assert!(error.starts_with("house.toml:14: ") && error.contains("tells one person what they did"), "{error}");
        assert!(lint(tag, "offer", bad).is_err(), "an offer neither");
    }
    for (tag, text) in [
        ("en", "We noticed your interest in candles"),
        ("en", "The watch that went home with you asks for care"),
        ("fr", "La montre que vous aviez prise demande un soin"),
        ("ar", "الساعة التي أخذتها"),
    ] {
        let error = lint(tag, "invitation", text).unwrap_err();
        assert!(error.contains("tells one person what they did"), "{error}");
    }
    for (tag, text) in [
        ("en", "Your wrist knows this watch since spring"),
        ("fr", "La montre du printemps dernier"),
        ("de", "Eine neue Uhr vom letzten Frühling"),
        ("es", "El reloj de la primavera pasada"),
        ("it", "L’orologio della scorsa estate"),
        ("pt", "O relógio do verão passado"),
        ("ar", "ساعة الربيع الماضي"),
    ] {
        let error = lint(tag, "invitation", text).unwrap_err();
        assert!(error.contains("states a time"), "{error}");
    }
    for hidden in ['\u{202e}', '\u{200b}', '\u{7}'] {
        let error = lint("en", "invitation", &format!("A watch asks{hidden} for care")).unwrap_err();
        assert!(error.contains(&format!("invisible character U+{:04X}", u32::from(hidden))), "{error}");
    }
    for (text, says) in [
        ("A watch of 1912 in the house", "contains a number"),
        ("Come and see it today", "states a time (\"today\")"),
        ("Two scents are here", "states an amount (\"two\")"),
        ("The price is kind", "mentions money (\"price\")"),
    ] {
        let error = lint("en", "invitation", text).unwrap_err();
        assert!(error.contains(says) && error.contains("as in \"A watch asks for a little care\""), "{error}");
    }
    let error = lint("en", "invitation", "A scent for {division}").unwrap_err();
    assert!(error.contains("names {division}: a message is the same for everyone, write it out"), "{error}");
    assert!(lint("en", "offer", "Two scents at half the price, 50 % off").is_ok(), "an offer says how much");
    assert!(lint("en", "offer", "Only today").is_err(), "and not when");
    assert!(lint("en", "invitation", "Made to be chosen. You are welcome.").is_ok(), "each sentence by itself");
}
