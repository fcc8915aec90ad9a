//! Product lists of Shopify, WooCommerce and others.

use passerelle_catalogue::house::House;
use passerelle_catalogue::orders::ColumnMap;
use passerelle_catalogue::problems::Kind;

use crate::reading::*;

#[test]
fn yes_and_no_in_the_languages_of_spreadsheets() {
    for file in ["products.csv", "french.csv"] {
        let shop = feed("s02-german-excel", file);
        assert_eq!(
            (shop.ids(), shop.feed.left_out, shop.told()),
            (vec!["linen-shirt", "tea-mug"], 1, vec![]),
            "{file}"
        );
        assert_eq!(shop.prices(&["linen-shirt", "tea-mug"]), [Some(2990), Some(990)]);
    }
    let shop = feed("s02-german-excel", "new-header.csv");
    assert_eq!(
        (shop.ids(), shop.item("linen-shirt").available),
        (vec!["linen-shirt", "tea-mug"], true),
        "sold beyond its stock"
    );
    let shop = feed("s02-german-excel", "ansi.csv");
    assert_eq!((shop.ids(), shop.told()), (vec!["tea-mug"], vec![("wrong-encoding", 1)]));
    let unclear = feed_with("s02-german-excel", "products.csv", |text| text.replace("FALSCH", "epätosi")).unwrap();
    assert_eq!((unclear.ids(), unclear.told()), (vec!["linen-shirt", "tea-mug"], vec![("bad-yes-no", 1)]));
    let spanish = feed_with("s02-german-excel", "products.csv", |text| {
        text.replace("FALSCH", "FALSO").replace("WAHR", "VERDADERO")
    });
    assert_eq!(spanish.unwrap().ids(), ["linen-shirt", "tea-mug"]);
}

/// A header with a broken character is not used as a name: if "Visibilit�" were ignored, hidden items would be shown.
#[test]
fn a_header_in_another_encoding_is_told() {
    let says = "is in another encoding than UTF-8: save it as UTF-8";
    let ansi = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect::<Vec<u8>>();
    let read = |name: &str, text: &str| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("products.csv");
        std::fs::write(&path, ansi(text)).unwrap();
        read_feed(&path, &house_of(&case(name)))
    };
    let italian = "ID,Tipo,Nome,Pubblicato,Visibilità nel catalogo,In stock?,Prezzo di listino,Categorie\n\
                   1,simple,Tazza,1,hidden,1,\"9,90\",Casa\n";
    for (name, text) in [
        ("w01-french-headers", std::fs::read_to_string(case("w01-french-headers").join("products.csv")).unwrap()),
        ("w01-french-headers", italian.to_owned()),
        ("s02-german-excel", "Handle;Titel;Veröffentlicht;Typ;Variantenpreis\nmug;Mug;WAHR;Home;9,90\n".to_owned()),
        ("o00-baseline", "référence;désignation;prix\na1;Mug;9,90 EUR\n".to_owned()),
    ] {
        let error = read(name, text.trim_start_matches('\u{feff}')).err().unwrap().to_string();
        assert!(error.contains(says), "{error}");
    }
    // A broken character in a column that is not read costs nothing.
    let shop = read("o00-baseline", "id,title,link,größe\na1,Mug,https://shop.example/a1,x\n").unwrap();
    assert_eq!((shop.ids(), shop.told()[0]), (vec!["a1"], ("unknown-column", 1)), "{}", shop.problems);
}

#[test]
fn shopify_in_other_languages() {
    for (header, language, active, yes, no) in [
        (
            "Identifiant,Titre,Fournisseur,Catégorie de produit,Type,Balises,Publié,Nom de l'option 1,Valeur de l'option 1,\
             SKU de la variante,Suivi des stocks,Quantité en stock,Continuer à vendre,Prix de la variante,Statut",
            "French",
            "Actif",
            "VRAI",
            "FAUX",
        ),
        (
            "Handle,Titel,Anbieter,Produktkategorie,Typ,Tags,Veröffentlicht,Option1 Name,Option1 Wert,\
             Varianten-SKU,Inventartracker,Lagerbestand,Weiterverkaufen,Variantenpreis,Status",
            "German",
            "Aktiv",
            "WAHR",
            "FALSCH",
        ),
        (
            "Identificador de URL,Título,Proveedor,Categoría de producto,Tipo,Etiquetas,Publicado,Nombre de la opción 1,\
             Valor de la opción 1,SKU,Rastreador de inventario,Cantidad de inventario,Seguir vendiendo,Precio,Estado",
            "Spanish",
            "Activo",
            "VERDADERO",
            "FALSO",
        ),
        (
            "Handle,Titolo,Fornitore,Categoria prodotto,Tipo,Tag,Pubblicato,Nome opzione 1,Valore opzione 1,SKU variante,\
             Tracciamento inventario,Quantità in magazzino,Continua a vendere,Prezzo della variante,Stato",
            "Italian",
            "Attivo",
            "VERO",
            "FALSO",
        ),
        (
            "Identificador,Título,Fornecedor,Categoria do produto,Tipo,Tags,Publicado na loja virtual,Nome da opção 1,\
             Valor da opção 1,SKU da variante,Rastreador de estoque,Quantidade em estoque,Continuar vendendo,Preço,Status",
            "Portuguese",
            "Ativo",
            "VERDADEIRO",
            "FALSO",
        ),
    ] {
        let row = |handle: &str, published: &str, stock: &str, status: &str| {
            format!(
                "{handle},Linen {handle},V,,Clothing,t,{published},Size,M,S-{handle},shopify,{stock},{no},\"29,90\",{status}\n"
            )
        };
        let rows = [
            row("shirt", yes, "5", active),
            row("cap", yes, "0", active),
            row("secret", no, "5", active),
            row("draft", yes, "5", "draft"),
            row("odd", yes, "5", "zzz"),
        ];
        let shop = feed_with("s02-german-excel", "products.csv", |_| format!("{header}\n{}", rows.concat())).unwrap();
        assert_eq!((shop.ids(), shop.told()), (vec!["cap", "shirt"], vec![("bad-yes-no", 1)]), "{language}");
        assert_eq!((shop.feed.left_out, shop.kind("shirt").0), (2, "clothing"), "{language}");
        assert_eq!((shop.prices(&["shirt"]), shop.item("cap").available), (vec![Some(2990)], false), "{language}");
        assert_eq!(shop.catalogue.resolve("S-shirt"), shop.catalogue.resolve("shirt"), "{language}");
        assert_eq!((shop.feed.about.platform, shop.feed.about.language), ("Shopify", Some(language)));
    }
}

#[test]
fn shopify_lists_that_were_read_right_still_are() {
    let shop = feed("s01-baseline", "products.csv");
    assert_eq!(shop.told().iter().map(|(_, count)| count).sum::<u64>(), 1, "a row without a handle: {}", shop.problems);
    let shop = feed("s04-2021-columns", "products.csv");
    assert_eq!((shop.ids(), shop.kind("tea-mug").0, shop.told()), (vec!["linen-shirt", "tea-mug"], "home", vec![]));
    let shop = feed("s09-several-locations", "products.csv");
    assert!(shop.item("linen-shirt").available && shop.told().is_empty());
    let shop = feed("s08-prices", "products.csv");
    assert_eq!(
        shop.prices(&["a", "b", "c", "d", "e", "f"]),
        [Some(129_900), Some(129_900), None, None, Some(2990), Some(1250)]
    );
    assert_eq!(shop.told(), [("wrong-currency", 1)], "$29.90 of a house in euros");
    let euros = feed_with("s08-prices", "products.csv", |text| text.replace("$29.90", "\"29,90 €\"")).unwrap();
    assert_eq!((euros.prices(&["c"]), euros.told()), (vec![Some(2990)], vec![]));
    let shop = feed("w13-other-exporters", "matrixify.csv");
    assert_eq!((shop.ids(), shop.item("linen-shirt").variants), (vec!["linen-shirt", "tea-mug"], 2));
}

#[test]
fn ids_that_a_spreadsheet_ruined_are_told() {
    let shop = feed("s05-scientific-barcodes", "products.csv");
    assert_eq!((shop.ids().len(), shop.told()), (3, vec![("ruined-id", 6)]), "SKUs and barcodes");
    assert!(shop.catalogue.resolve("4,01234E+12").is_none() && shop.catalogue.resolve("1E+05").is_none());
    let orders = orders("o14-scientific-order-ids", "orders.csv");
    assert_eq!((orders.sessions(), orders.told()), (0, vec![("ruined-id", 24)]));
    let loss = orders.report.worst_loss().unwrap();
    assert_eq!((loss.column.as_str(), loss.line, &loss.values[..]), ("order_id", 2, &["5.12346E+12".to_owned()][..]));
    let users = "order_id,user_id,timestamp,item_id\n1,4,01E+09,2025-02-02,a1\n2,\"4,01E+09\",2025-02-02,a1\n";
    assert_eq!(orders_of(&[users], &ColumnMap::default()).unwrap().problems.count(Kind::RuinedId), 1);
}

#[test]
fn woocommerce_in_other_languages() {
    for (name, language, ids) in
        [("w01-french-headers", "French", ["11", "12"]), ("w02-german-headers", "German", ["11", "12"])]
    {
        let shop = feed(name, "products.csv");
        assert_eq!((shop.ids(), shop.told()), (ids.to_vec(), vec![]), "{name}");
        assert_eq!(shop.prices(&ids), [Some(2990), Some(990)]);
        assert_eq!((shop.kind("11").0, shop.kind("12").0), ("clothing", "home"));
        assert_eq!((shop.feed.about.platform, shop.feed.about.language), ("WooCommerce", Some(language)));
    }
    for (header, language) in [
        (
            "ID,Tipo,SKU,Nombre,Publicado,¿Existencias?,Precio rebajado,Precio normal,Categorías,Etiquetas,Imágenes,Superior",
            "Spanish",
        ),
        (
            "ID,Tipo,COD,Nome,Pubblicato,In stock?,Prezzo in offerta,Prezzo di listino,Categorie,Tag,Immagini,Genitore",
            "Italian",
        ),
        (
            "ID,Tipo,SKU,Nome,Publicado,Em estoque?,Preço promocional,Preço,Categorias,Tags,Imagens,Ascendente",
            "Portuguese",
        ),
        (
            "ID,Type,SKU,Naam,Gepubliceerd,Op voorraad?,Actieprijs,Reguliere prijs,Categorieën,Tags,Afbeeldingen,Hoofd",
            "Dutch",
        ),
    ] {
        let text = format!("{header}\n11,simple,S,Shirt,1,1,,\"29,90\",Home > Mugs,,https://s.example/a.jpg,\n");
        let shop = feed_with("w01-french-headers", "products.csv", |_| text.clone()).unwrap();
        assert_eq!(
            (shop.ids(), shop.told(), shop.prices(&["11"])),
            (vec!["11"], vec![], vec![Some(2990)]),
            "{language}"
        );
        assert_eq!(shop.feed.about.language, Some(language));
    }
    let finnish: String = (0..31).map(|n| format!(",Sarake {n}")).collect();
    let error = feed_with("w01-french-headers", "products.csv", |_| format!("ID,Tyyppi,Nimi{finnish}\n11,simple,x\n"));
    let error = error.err().unwrap().to_string();
    assert!(error.contains("a product CSV of WooCommerce in a language that is not read"), "{error}");
}

#[test]
fn in_a_platforms_export_a_lone_mark_is_decimal() {
    let shop = feed("w03-comma-three-decimals", "products.csv");
    assert_eq!(shop.prices(&["11", "12", "13", "14"]), [Some(2479), Some(826), Some(1650), Some(826)]);
    let shop = feed("w03-comma-three-decimals", "point.csv");
    assert_eq!((shop.prices(&["11", "12", "13"]), shop.told()), (vec![Some(2479), Some(826), Some(1650)], vec![]));
    let yen = feed_with("w03-comma-three-decimals", "point.csv", |text| text.replace("16.50", "\"1,299.00\"")).unwrap();
    assert_eq!(yen.prices(&["13"]), [Some(129_900)]);
}

#[test]
fn variations_of_every_kind_belong_to_their_parent() {
    for house in ["house.toml", "no-rest.toml"] {
        let house = House::load(&case("w04-subscription-variation").join(house)).unwrap();
        let shop = read_feed(&case("w04-subscription-variation").join("products.csv"), &house).unwrap();
        assert_eq!((shop.ids(), shop.told()), (vec!["11", "20"], vec![]));
        assert_eq!((shop.item("21").id.as_str(), shop.prices(&["20"])), ("20", vec![Some(6000)]));
        assert_eq!(shop.kind("20"), ("home", "Coffee", false));
    }
    let other = feed_with("w04-subscription-variation", "products.csv", |text| {
        text.replace("subscription_variation", "Bundle-Variation, virtual")
    });
    assert_eq!(other.unwrap().ids(), ["11", "20"]);
    let shop = feed("w05-orphan-variation", "products.csv");
    assert_eq!((shop.ids(), shop.told()), (vec!["11", "12"], vec![("missing-attribute", 3)]));
}

#[test]
fn names_of_categories_are_decoded_after_they_are_split() {
    let shop = feed("w06-categories", "products.csv");
    assert_eq!(shop.told(), []);
    for (id, title, kind) in [
        ("11", "Unisex perfume", ("home", "Unisex", false)),
        ("12", "Tyre", ("home", "Bikes > 26 inch", false)),
        ("13", "Cap \"Le Marin\"", ("clothing", "Caps < 5 €", false)),
        ("15", "Scarf \u{2013} wool", ("clothing", "Scarves", false)),
    ] {
        assert_eq!((shop.item(id).title.as_str(), shop.kind(id)), (title, kind), "{id}");
    }
    let tags = feed_with("w06-categories", "products.csv", |text| {
        text.replace("Clothing > Scarves,", "Clothing > Scarves &quot;A&quot;,\"R&amp;D, b&#233;\"")
    });
    let tags = tags.unwrap();
    assert_eq!((tags.kind("15").1, &tags.item("15").tags[..]), ("Scarves \"A\"", &["R&D".into(), "bé".into()][..]));
}

#[test]
fn woocommerce_lists_that_held() {
    let shop = feed("w07-excel-semicolon", "products.csv");
    assert_eq!((shop.ids(), shop.prices(&["11"]), shop.told()), (vec!["11", "12"], vec![Some(2990)], vec![]));
    let shop = feed("w10-states", "products.csv");
    assert_eq!(shop.feed.left_out, 3, "a draft, a private and a hidden product");
    assert!(shop.item("19").available && shop.item("20").available, "WAHR and yes: {}", shop.problems);
    let dates = feed("w08-sale-and-zero", "products.csv");
    assert_eq!(
        dates.prices(&["11", "12", "13", "14", "15", "16", "17"]),
        [Some(1500), Some(1500), Some(2000), None, None, Some(990), None],
        "a sale whose dates cannot be read is over; what is free shows no price"
    );
    assert_eq!(dates.told(), [("bad-date", 1)], "01/01/2025; €9.90 is a price");
    let free = feed("w14-free-items-strict", "products.csv");
    assert_eq!((free.prices(&["13"]), free.problems.strict_failure()), (vec![None], None));
}

#[test]
fn exports_of_others_are_named() {
    for (file, says) in [
        ("magento.csv", "it looks like a product export of Magento"),
        ("prestashop.csv", "it looks like a product list of PrestaShop"),
        ("wpallexport.csv", "its product types are kinds of products (simple, variable), no departments"),
    ] {
        let error = feed_error("w13-other-exporters", file);
        assert!(error.contains(says), "{error}");
    }
    let variable = feed_with("w13-other-exporters", "wpallexport.csv", |text| text.replace("simple", "Variable"));
    assert!(variable.err().is_some_and(|error| error.to_string().contains("no departments")));
}
