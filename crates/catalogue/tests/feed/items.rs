//! Items made from rows: variants, aliases, prices, and counted problems.

use passerelle::model::CollectionSet;
use std::path::Path;

use indicatif::ProgressBar;
use passerelle::pack::IdKind;
use passerelle_catalogue::clo::Clo;
use passerelle_catalogue::feed;
use passerelle_catalogue::house::House;
use passerelle_catalogue::house::ItemSets;
use passerelle_catalogue::identity::assemble;
use passerelle_catalogue::problems::{Kind, Problems};
use passerelle_catalogue::warmth::traits;

use super::fixture::{atom, catalogue, catalogue_at, count, gzip, read, rss, table, tsv};

#[test]
fn every_form_gives_the_same_catalogue() {
    let (expected, problems) = catalogue(tsv().as_bytes());
    assert_eq!(count(&problems, &[Kind::UnmappedProductType]), [1], "{problems}");
    assert_eq!(problems.total(), 1, "{problems}");
    assert!(problems.to_string().contains(": Toys > Cars\n"), "{problems}");
    assert_eq!(expected.items.len(), 3);
    let bom = [b"\xef\xbb\xbf", tsv().as_bytes()].concat();
    let commas = tsv().replace('\t', ",");
    for (name, bytes) in [
        ("rss", rss().into_bytes()),
        ("atom", atom().into_bytes()),
        ("rss, gzip", gzip(rss().as_bytes())),
        ("tsv, gzip", gzip(tsv().as_bytes())),
        ("tsv, mark", bom),
        ("csv", commas.into_bytes()),
    ] {
        let (found, problems) = catalogue(&bytes);
        assert_eq!(found.items, expected.items, "{name}");
        assert_eq!((found.types, found.aliases), (expected.types.clone(), expected.aliases.clone()), "{name}");
        assert_eq!(problems.total(), 1, "{name}: {problems}");
    }
}

#[test]
fn variants_become_one_item() {
    let (catalogue, _) = catalogue(rss().as_bytes());
    let bag = &catalogue.items[0];
    assert_eq!((bag.id.as_str(), bag.title.as_str()), ("bag", "Bucket bag"));
    assert_eq!(
        (bag.url.as_str(), bag.image.as_deref().unwrap()),
        ("https://h.example/bag-2", "https://h.example/2.jpg")
    );
    assert_eq!(bag.price_minor, Some(100_000), "the cheapest available, on sale");
    assert_eq!(bag.color, "black/red/blue");
    assert!(bag.available);
    let coat = &catalogue.items[1];
    assert_eq!(coat.title, "Caban d'été <b>& co</b>", "markup is text");
    let types: Vec<_> = catalogue.types.iter().map(|t| (t.division, t.name.as_str(), t.sensitive)).collect();
    assert_eq!(types, [(0, "Handbags", false), (1, "Coats", false), (1, "Slips", true)]);
    assert_eq!((coat.division, coat.item_type), (1, 1));
}

#[test]
fn what_a_database_writes_for_null_is_no_value() {
    let rows = "id\tlink\tprice\tavailability\ttitle\tproduct_type\tcolor\tbrand\n\
                a\thttps://h.example/a\t1 EUR\tin_stock\tBag\tLeather goods > Handbags\tNULL\t\\N\n\
                b\thttps://h.example/b\t1 EUR\tin_stock\tBelt\tNULL\tred\tMaison\n";
    let (catalogue, problems) = catalogue(rows.as_bytes());
    let [bag] = &catalogue.items[..] else { panic!("{:?}", catalogue.items) };
    assert_eq!((bag.color.as_str(), bag.brand.as_str()), ("", ""));
    assert_eq!(count(&problems, &[Kind::MissingAttribute]), [1], "{problems}");
    assert!(problems.to_string().contains("product_type"), "{problems}");
}

#[test]
fn sale_prices_hold_inside_their_dates() {
    for (as_of, expected) in [
        ("2026-02-28T22:59:59Z", 110_050),
        ("2026-02-28T23:00:00Z", 100_000),
        ("2026-03-31T23:59:59Z", 100_000),
        ("2026-04-01T00:00:00Z", 110_050),
    ] {
        let (catalogue, _) = catalogue_at(tsv().as_bytes(), as_of);
        assert_eq!(catalogue.items[0].price_minor, Some(expected), "{as_of}");
    }
}

#[test]
fn expired_items_cannot_be_bought() {
    let feed = table("expiration_date", &["a\t2026-03-14", "b\t2026-03-15", "c\t", "d\tsoon"]);
    let (catalogue, problems) = catalogue(feed.as_bytes());
    let available: Vec<_> = catalogue.items.iter().map(|item| item.available).collect();
    assert_eq!(available, [false, true, true, true]);
    assert_eq!(problems.count(Kind::BadDate), 1);
}

#[test]
fn warmth_is_a_number_of_clo() {
    let feed = table("warmth_clo", &["a\t0.6", "b\t", "c\twarm", "d\t2.51", "e\t2.5"]);
    let (catalogue, problems) = catalogue(feed.as_bytes());
    let warmth: Vec<_> = catalogue.items.iter().map(|item| item.warmth.map(|Clo(hundredths)| hundredths)).collect();
    assert_eq!(warmth, [Some(60), None, None, None, Some(250)]);
    assert_eq!(count(&problems, &[Kind::BadWarmth]), [2], "{problems}");
    assert_eq!(problems.count(Kind::UnknownColumn), 0, "{problems}");
    let traits = traits(&catalogue, &[]);
    assert_eq!((traits[0].warmth, traits[1].warmth), (Some(Clo(60)), None), "a bag is worn if the feed says so");
}

#[test]
fn warmth_may_stand_in_either_namespace_of_googles() {
    for element in ["g:warmth_clo", "c:warmth_clo", "warmth_clo"] {
        let feed = format!(
            "<rss xmlns:g=\"http://base.google.com/ns/1.0\" xmlns:c=\"http://base.google.com/cns/1.0\"><channel><item>\
             <g:id>a</g:id><title>Bag</title><link>https://h.example/a</link><g:availability>in_stock</g:availability>\
             <g:product_type>Leather goods</g:product_type><{element}>0.4</{element}></item></channel></rss>"
        );
        let (catalogue, problems) = catalogue(feed.as_bytes());
        assert_eq!(catalogue.items[0].warmth, Some(Clo(40)), "{element}: {problems}");
    }
}

/// The demo's collections and occasions name types that its feed has, and all of their items are found.
#[test]
fn the_demos_house_fits_its_feed() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/online-retail-ii");
    let house = House::load(&data.join("house.toml")).unwrap();
    let mut problems = Problems::default();
    let feed = feed::read(&data.join("feed.tsv.gz"), &house, &mut problems, &ProgressBar::hidden()).unwrap();
    let catalogue = assemble(feed, &house, &mut problems, "2010-12-01T00:00:00Z".parse().unwrap());
    let ItemSets { of_item, all: sets } = ItemSets::new(&house, &catalogue, "house.toml").unwrap();
    assert_eq!(sets[..3], [0b00, 0b01, 0b10].map(CollectionSet::from_bits));
    let members = |bit: u64| of_item.iter().filter(|set| set.bits() & bit != 0).count();
    assert!(members(0b01) > 150 && members(0b10) > 80, "{} {}", members(0b01), members(0b10));
    assert!(members(0b100) > 150, "Christmas stands behind the two collections");
    let marked = house.season.resolve(0, &catalogue, "house.toml").unwrap();
    assert!(marked.iter().filter(|set| set.bits() == 0b01).count() > 150, "Christmas is the first that is marked");
}

#[test]
fn aliases_lead_to_their_item() {
    let (catalogue, problems) = catalogue(tsv().as_bytes());
    for (id, expected) in [
        ("bag", Some(0)),
        ("bag-1", Some(0)),
        ("S3", Some(0)),
        ("M1", Some(0)),
        ("M2", Some(0)),
        ("4006381333931", Some(0)),
        ("04006381333931", Some(0)),
        ("0012345678905", Some(0)),
        ("12345678905", Some(0)),
        ("012345678905", Some(0)),
        ("00012345678905", Some(0)),
        ("coat", Some(1)),
        ("M3", None),
        ("car", None),
        ("nothing", None),
        ("", None),
    ] {
        assert_eq!(catalogue.resolve(id), expected, "{id}");
    }
    assert!(catalogue.aliases.is_sorted_by(|a, b| (&a.text, a.item) < (&b.text, b.item)));
    assert_eq!(problems.count(Kind::AmbiguousAlias), 0, "shared manufacturer's numbers are no problem");
}

/// If a page calls a number the manufacturer's, it matches only manufacturer's numbers of the feed, and no item's id.
#[test]
fn a_number_means_an_item_as_what_the_feed_calls_it() {
    let rows = [
        "1001\t\t",
        "2003\t1001\t",
        "2004\t\t4006381333931",
        "4006381333931\t\t",
        "3001\t77\t",
        "3002\t77\t",
        "3003\t\t77777777",
    ];
    let (catalogue, _) = catalogue(table("mpn\tgtin", &rows).as_bytes());
    let means = |text: &str, kind: IdKind| -> Vec<&str> {
        let same = catalogue.aliases.iter().filter(|alias| alias.text == text && alias.kinds.has(kind));
        same.map(|alias| catalogue.items[alias.item as usize].id.as_str()).collect()
    };
    for (text, any, gtin, mpn) in [
        // The id of one item is the manufacturer's number of another.
        ("1001", &[][..], &[][..], &["2003"][..]),
        ("4006381333931", &[], &["2004"], &[]),
        ("04006381333931", &["2004"], &["2004"], &[]),
        ("77", &[], &[], &[]),
        ("77777777", &["3003"], &["3003"], &[]),
        ("2003", &[], &[], &[]),
    ] {
        let [is_any, is_gtin, is_mpn] = [IdKind::Any, IdKind::Gtin, IdKind::Mpn].map(|kind| means(text, kind));
        assert_eq!((&*is_any, &*is_gtin, &*is_mpn), (any, gtin, mpn), "{text}");
    }
    let resolved = |text: &str| catalogue.resolve(text).map(|item| catalogue.items[item as usize].id.as_str());
    assert_eq!([resolved("1001"), resolved("4006381333931")], [Some("1001"), Some("4006381333931")]);
}

#[test]
fn an_alias_of_two_items_means_none() {
    let rows = ["a\tx\t4006381333931", "b\tx\t4006381333931", "c\ta\t", "d\td\t"];
    let (catalogue, problems) = catalogue(table("sku\tgtin", &rows).as_bytes());
    assert_eq!([("x"), ("4006381333931"), ("04006381333931")].map(|id| catalogue.resolve(id)), [None; 3]);
    assert_eq!(catalogue.resolve("a"), Some(0), "the id of an item means that item");
    assert_eq!(problems.count(Kind::AmbiguousAlias), 3, "{problems}");
    assert!(catalogue.aliases.is_empty());
}

#[test]
fn the_first_of_a_repeated_id_is_kept() {
    let (catalogue, problems) = catalogue(table("color", &["a\tRed", "a\tBlue", "b\t"]).as_bytes());
    assert_eq!(catalogue.items.len(), 2);
    assert_eq!(catalogue.items[0].color, "red");
    let duplicate = &problems.list()[0].examples[0];
    assert_eq!((problems.count(Kind::DuplicateId), duplicate.line, duplicate.text.as_str()), (1, 3, "a"));
}

#[test]
fn what_is_wrong_with_a_row_is_counted() {
    let rows = ["a\t12 USD\t\t", "b\tfree\t\t", "c\t\thttp:/x\t", "\t1 EUR\t\t", "d\t1 EUR\t\tkept"];
    let feed = table("price\timage_link\tcolour", &rows)
        + "e\tTitle e\t/e\tLeather goods\tmaybe\t1 EUR\t\t\n\
        f\t\thttps://h.example/f\tLeather goods\tin_stock\t1 EUR\t\t\n\
        g\tTitle g\thttps://h.example/g\tLeather goods\tmaybe\t1 EUR\t\t\n\
        h\tToo\tmany\tfields\tin\tthis\trow\tof\tall\n";
    let mut bytes = feed.into_bytes();
    bytes.extend_from_slice(b"i\tTitl\xe9\thttps://h.example/i\tLeather goods\tin_stock\t1 EUR\t\t\n");
    let (catalogue, problems) = catalogue(&bytes);
    let ids: Vec<_> = catalogue.items.iter().map(|item| (item.id.as_str(), item.price_minor)).collect();
    assert_eq!(ids, [("a", None), ("b", None), ("c", None), ("d", Some(100)), ("g", Some(100))]);
    for kind in [
        Kind::WrongCurrency,
        Kind::BadPrice,
        Kind::UnknownColumn,
        Kind::BadAvailability,
        Kind::WrongEncoding,
        Kind::BadRow,
    ] {
        assert_eq!(problems.count(kind), 1, "{kind:?}: {problems}");
    }
    let kinds = [Kind::BadLink, Kind::BadImageLink, Kind::MissingAttribute];
    assert_eq!(count(&problems, &kinds), [1, 1, 2], "{problems}");
    assert!(!catalogue.items[4].available);
    assert!(problems.strict_failure().is_some());
}

#[test]
fn a_page_that_most_items_lead_to_and_garbled_titles_are_told() {
    let row = |id: usize, page: &str, title: &str| {
        format!("{id}\t{title}\thttps://h.example/{page}\t1 EUR\tin_stock\tLeather goods\n")
    };
    let told = |pages: &[&str], title: &str| {
        let rows: String = pages.iter().enumerate().map(|(id, page)| row(id, page, title)).collect();
        let (_, problems) = catalogue(format!("id\ttitle\tlink\tprice\tavailability\tproduct_type\n{rows}").as_bytes());
        count(&problems, &[Kind::SharedLink, Kind::GarbledText])
    };
    assert_eq!(told(&["", "", "", "a"], "Sac"), [3, 0]);
    assert_eq!(told(&["", "", "a", "b"], "Sac"), [0, 0]);
    assert_eq!(told(&["a", "b"], "Sac \u{c3}\u{a0} main"), [0, 2]);
    assert_eq!(told(&["a", "b"], "Sac dâ€™Ã©tÃ©"), [0, 2]);
}

/// A sensitive item never shares a type with one that is not sensitive. One sensitive variant makes its item sensitive.
#[test]
fn sensitive_types_keep_to_themselves() {
    let header = "id\titem_group_id\ttitle\tlink\tavailability\tproduct_type\n";
    let row = |id: &str, group: &str, product_type: &str| {
        format!("{id}\t{group}\tA thing called {id}\thttps://h/{id}\tin_stock\t{product_type}\n")
    };
    let text = header.to_owned()
        + &row("a", "", "Ready-to-wear > Dresses")
        + &row("b", "", "Ready-to-wear > Lingerie > Dresses")
        + &row("c-1", "c", "Ready-to-wear > Tops")
        + &row("c-2", "c", "Ready-to-wear > Lingerie")
        + &row("d", "", "Ready-to-wear > Tops");
    let (catalogue, problems) = catalogue(text.as_bytes());
    let sensitive: Vec<(&str, &str, bool)> = catalogue
        .items
        .iter()
        .map(|item| {
            let kind = &catalogue.types[usize::from(item.item_type)];
            (item.id.as_str(), kind.name.as_str(), kind.sensitive)
        })
        .collect();
    assert_eq!(
        sensitive,
        [("a", "Dresses", false), ("b", "Dresses", true), ("c", "Lingerie", true), ("d", "Tops", false)]
    );
    assert_eq!(problems.count(Kind::UnmetSensitiveType), 0, "{problems}");

    let (_, problems) = read((header.to_owned() + &row("a", "", "Ready-to-wear > Dresses")).as_bytes());
    assert_eq!(problems.count(Kind::UnmetSensitiveType), 1, "a protection that protects nothing is said");
}
