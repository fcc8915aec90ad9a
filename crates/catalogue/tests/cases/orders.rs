//! Orders: columns, dates, events, items. Not for shoppers: see [`crate::people`].

use std::fs;

use jiff::Timestamp;
use passerelle_catalogue::orders::{ColumnMap, DateFormat};
use passerelle_catalogue::problems::Kind;

use crate::reading::*;

#[test]
fn orders_in_every_dress_are_the_same() {
    for (name, file, mappings) in [
        ("o00-baseline", "orders.csv", &[][..]),
        ("o01-shopify-orders", "orders_export.csv", &[]),
        ("o01-shopify-orders", "blank.csv", &[]),
        ("o01-shopify-orders", "no-sku.csv", &[]),
        (
            "o01-shopify-orders",
            "blank.csv",
            &[
                "session_id=Name",
                "user_id=Email",
                "timestamp=Created at",
                "quantity=Lineitem quantity",
                "item_id=Lineitem sku",
            ],
        ),
        ("o04-ga4-flat", "events.csv", &[]),
        (
            "o04-ga4-flat",
            "events.csv",
            &["session_id=session_key", "user_id=user_pseudo_id", "timestamp=event_timestamp", "event=event_name"],
        ),
        ("o07-regional-dates", "dmy.csv", &[]),
        ("o07-regional-dates", "mdy.csv", &[]),
        ("o07-regional-dates", "magento.csv", &[]),
        ("o10-woo-analytics", "orders.csv", &[]),
        ("o11-webtoffee", "orders.csv", &[]),
        ("o15-prestashop", "orders.csv", &[]),
        ("o17-encodings", "sep.csv", &[]),
        ("o17-encodings", "quoted-whole-rows.csv", &[]),
        ("o08-parquet", "pandas-ns.parquet", &[]),
        ("o08-parquet", "zstd.parquet", &[]),
        ("o08-parquet", "micros.parquet", &[]),
        ("o08-parquet", "tz.parquet", &[]),
        ("o08-parquet", "category.parquet", &[]),
        ("o08-parquet", "floats.parquet", &[]),
        ("o08-parquet", "date.parquet", &[]),
        ("o08-parquet", "index.parquet", &[]),
    ] {
        println!("{name}/{file}");
        orders_mapped(name, file, mappings).is_baseline();
    }
    for file in ["orders.csv", "integers.csv"] {
        let orders = orders("o05-excel-serial-dates", file);
        orders.is_baseline();
        assert_eq!(orders.days()[0], "2025-01-26", "{file}");
        assert!(orders.report.files[0].dates.contains("Excel"));
    }
    assert_eq!(orders("o07-regional-dates", "dmy.csv").days(), orders("o00-baseline", "orders.csv").days());
    assert_eq!(orders("o07-regional-dates", "mdy.csv").days(), orders("o00-baseline", "orders.csv").days());
}

#[test]
fn shopify_orders_that_were_not_kept_are_left_out() {
    let tips = orders("o01-shopify-orders", "tips.csv");
    assert_eq!((tips.sessions(), tips.report.left_out, tips.report.lost()), (6, 18, 0), "{}", tips.problems);
    assert_eq!(tips.told(), [], "refunded orders and tips are no mistakes");
    let header = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Cancelled at\n";
    let row = |order: &str, status: &str, sku: &str, cancelled: &str| {
        format!("{order},{order}@mail.example,{status},2025-02-02 10:00:00 +0100,1,Shirt 1,{sku},{cancelled}\n")
    };
    let text = format!(
        "{header}{}{}{}#4,,,,1,Mug 1,b1,\n{}",
        row("#1", "paid", "a1", "2025-02-03 10:00:00 +0100"),
        row("#2", "voided", "a1", ""),
        row("#4", "refunded", "a1", ""),
        row("#5", "partially_refunded", "a1", ""),
    );
    let read = orders_of(&[&text], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.report.left_out, read.told()), (1, 4, vec![]));
}

#[test]
fn a_year_in_a_spreadsheets_numbers_is_a_year() {
    let header = "order_id,user_id,timestamp,item_id,quantity\n";
    // 45,658 is 2025-01-01.
    let orders = |date: &dyn Fn(i64) -> String| {
        let lines = (0..365).map(|day| format!("{day},u{},{},a{},1\n", day % 40, date(day), 1 + day % 4));
        format!("{header}{}", lines.collect::<String>())
    };
    let iso = orders(&|day| {
        Timestamp::from_second(1_735_689_600 + day * 86_400 + 36_000).unwrap().strftime("%F %T").to_string()
    });
    let serial = orders(&|day| format!("{}.4166666667", 45_658 + day));
    let read = |text: &str| orders_of(&[text], &ColumnMap::default()).unwrap();
    let (iso, serial) = (read(&iso), read(&serial));
    assert_eq!((iso.sessions(), iso.told()), (365, vec![]));
    assert_eq!((serial.days(), serial.log.sessions), (iso.days(), iso.log.sessions));
}

#[test]
fn dates_that_mean_two_days_are_told() {
    let text = fs::read_to_string(case("o07-regional-dates").join("dmy.csv")).unwrap().replace("13/01", "02/01");
    let error = orders_of(&[&text], &ColumnMap::default()).err().unwrap().to_string();
    for says in ["column \"timestamp\"", "\"02/01/2025 10:00\"", "--date-format DD/MM/YYYY", "[orders] date_format"] {
        assert!(error.contains(says), "{error}");
    }
    let with = |format: &str| {
        let mut map = ColumnMap::default();
        map.date_format = DateFormat::parse(format).unwrap();
        orders_of(&[&text], &map).unwrap().days()
    };
    assert_eq!(with("DD/MM/YYYY")[0], "2025-01-02");
    assert_eq!(with("MM/DD/YYYY")[0], "2025-02-01");
    let both = text.replace("02/02/2025", "13/02/2025").replace("03/03/2025", "03/13/2025");
    let error = orders_of(&[&both], &ColumnMap::default()).err().unwrap().to_string();
    assert!(error.contains("some with the day first and some with the month first"), "{error}");
}

/// Orders of two items each, one order per date.
fn dated(dates: &[&str]) -> String {
    let row = |(date, n): (&&str, usize)| format!("{n},u{n},{date},a1\n{n},u{n},{date},a2\n");
    let rows: String = dates.iter().zip(1..).map(row).collect();
    format!("order_id,user_id,timestamp,item_id\n{rows}")
}

#[test]
fn a_year_of_two_digits_is_read_where_the_column_or_an_option_says_so() {
    for texts in
        [["23-03-01", "24-03-02"], ["23/01/05", "24/02/06"], ["23.01.05", "24.02.06"], ["23-Mar-01", "24-Mar-02"]]
    {
        let text = dated(&texts);
        let error = orders_of(&[&text], &ColumnMap::default()).err().unwrap().to_string();
        for says in [texts[0], texts[1], "the year cannot be told from day and month", "%y-%m-%d"] {
            assert!(error.contains(says), "{error}");
        }
        let mut map = ColumnMap::default();
        map.date_format = DateFormat::parse("%y-%m-%d").unwrap();
        let read = orders_of(&[&text], &map).unwrap();
        assert_eq!((read.days()[0][..4].to_owned(), read.told()), ("2023".to_owned(), vec![]));
    }
    let proven = orders_of(&[&dated(&["23-03-01", "97-03-02"])], &ColumnMap::default()).unwrap();
    assert_eq!(proven.days()[0], "1997-03-02");
}

#[test]
fn a_date_that_does_not_fit_the_option_is_told_with_it() {
    for (format, date) in [("%d/%m/%y", "01/03/2025"), ("MM/DD/YYYY", "13/01/2025")] {
        let mut map = ColumnMap::default();
        map.date_format = DateFormat::parse(format).unwrap();
        let problems = orders_of(&[&dated(&[date])], &map).unwrap().problems.to_string();
        assert!(problems.contains(&format!("{date} (does not fit \"{format}\")")), "{problems}");
    }
}

#[test]
fn dots_and_dashes_obey_the_option_and_the_column() {
    for (texts, expected) in
        [(["03.01.2025", "03.02.2025"], "2025-01-03"), (["03.05.2025", "03.13.2025"], "2025-03-05")]
    {
        assert_eq!(orders_of(&[&dated(&texts)], &ColumnMap::default()).unwrap().days()[0], expected);
    }
    for (format, texts) in [("MM.DD.YYYY", ["03.01.2025", "03.02.2025"]), ("MM-DD-YYYY", ["03-01-2025", "03-02-2025"])]
    {
        let mut map = ColumnMap::default();
        map.date_format = DateFormat::parse(format).unwrap();
        assert_eq!(orders_of(&[&dated(&texts)], &map).unwrap().days()[0], "2025-03-01", "{format}");
    }
}

#[test]
fn the_dates_that_are_cited_are_those_that_mean_two_days() {
    let text = dated(&["2025-03-01", "2025-03-02", "05/05/2025", "03/04/2025"]);
    let error = orders_of(&[&text], &ColumnMap::default()).err().unwrap().to_string();
    assert!(error.contains("has dates like \"03/04/2025\", in which day and month"), "{error}");
    let text = dated(&["2025-03-01", "03/04/2025", "13/04/2025", "04/13/2025"]);
    let error = orders_of(&[&text], &ColumnMap::default()).err().unwrap().to_string();
    assert!(error.contains("has dates like \"13/04/2025\", \"04/13/2025\", some with the day first"), "{error}");
}

#[test]
fn iso_dates_are_read_with_any_separator_and_others_are_told() {
    let orders = orders("o07-regional-dates", "iso-variants.csv");
    assert_eq!((orders.sessions(), orders.report.lost()), (11, 2), "{}", orders.problems);
    assert_eq!(orders.told(), [("bad-row", 2)], "a comma without quotes");
    let zone = orders_of(&[&dated(&["2025-01-02 10:00:00 IST"])], &ColumnMap::default()).unwrap();
    assert!(
        zone.problems.to_string().contains("2025-01-02 10:00:00 … (a zone that is not known)"),
        "{}",
        zone.problems
    );
    assert!(orders.days().iter().all(|day| day == "2025-01-02"));
    let zero = orders_mapped("o07-regional-dates", "zero.csv", &[]);
    assert_eq!((zero.sessions(), zero.told()), (12, vec![("bad-date", 12)]));
    let future = "order_id,timestamp,item_id\n1,2026-03-02,a1\n2,1994-12-31,a1\n3,2026-03-01,a1\n";
    let read = orders_of(&[future], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.told()), (1, vec![("bad-date", 2)]));
    assert!(
        read.problems.to_string().contains("2026-03-02 (before 1995, or after tomorrow or --as-of)"),
        "{}",
        read.problems
    );
}

#[test]
fn files_that_cannot_be_read_are_errors() {
    assert!(orders_error("o17-encodings", "utf16.csv").contains("is UTF-16: save it as UTF-8"));
    // Files on which the Parquet library panics: a negative length, and a page shorter than its stated length.
    for file in ["damaged-length.parquet", "damaged-page.parquet"] {
        let error = orders_error("o08-parquet", file);
        assert!(error.contains(file) && error.contains("damaged"), "{error}");
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("orders.json");
    fs::write(&file, "[{\"order\": 1}]").unwrap();
    let error =
        read_orders(&case("o00-baseline"), "feed.tsv", &[file], &ColumnMap::default()).err().unwrap().to_string();
    assert!(error.contains("is JSON: export CSV or Parquet"), "{error}");
}

#[test]
fn analytics_with_nested_items_is_read() {
    for (name, file) in [("o04-ga4-flat", "export.json"), ("o08-parquet", "ga4-nested.parquet")] {
        let orders = orders(name, file);
        assert!(orders.shoppers("a1", "b1") >= 1 && orders.told().is_empty(), "{file}: {}", orders.problems);
        assert_eq!(orders.report.files[0].platform, Some("Google Analytics 4"));
    }
    let event = |user: u8, name: &str, items: &str| {
        format!(
            "{{\"event_name\":\"{name}\",\"event_timestamp\":\"1735700000123456\",\"user_pseudo_id\":\"{user}\",\
             \"event_params\":[{{\"key\":\"ga_session_id\",\"value\":{{\"int_value\":\"17\"}}}}],\"items\":[{items}]}}\n"
        )
    };
    let text: String = (0..4)
        .map(|user| {
            event(user, "page_view", "") + &event(user, "purchase", "{\"item_id\":\"a1\"},{\"item_id\":\"b1\"}")
        })
        .collect();
    let read = orders_of(&[&text], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1"), read.report.left_out), (4, 4, 4));
    let cut = orders_of(&[text.trim_end().strip_suffix("}]}").unwrap()], &ColumnMap::default()).unwrap();
    assert_eq!((cut.sessions(), cut.told()), (3, vec![("truncated", 1)]), "the last line is cut");
    assert_eq!(cut.problems.list()[0].examples[0].line, 8, "two lines of each of four shoppers");
    let many = vec!["{\"item_id\":\"a1\"}"; 5_000].join(",");
    let read = orders_of(&[&event(1, "view_item", &many)], &ColumnMap::default()).unwrap();
    assert_eq!((read.report.lines, read.told()), (5_000, vec![]), "a first event of 90 kB");
}

#[test]
fn names_of_events_in_any_case() {
    let read = orders("o19-event-names", "events.csv");
    assert_eq!(read.shoppers("a1", "b1"), 12, "{}", read.problems);
    assert_eq!((read.report.lost(), read.told()), (0, vec![]), "a refund teaches nothing");
    let text = fs::read_to_string(case("o19-event-names").join("events.csv")).unwrap();
    let read =
        orders_of(&[&text.replace("Purchase", "achat").replace("PURCHASE", "vente")], &ColumnMap::default()).unwrap();
    let loss = read.report.worst_loss().unwrap();
    assert_eq!(
        (loss.kind, loss.column.as_str(), &loss.values[..]),
        (Kind::UnknownEvent, "event", &["achat".to_owned(), "vente".to_owned()][..])
    );
}

#[test]
fn rows_that_a_spreadsheet_cut_short_are_read() {
    let orders = orders("o16-cut-short-rows", "orders.csv");
    assert_eq!((orders.sessions(), orders.shoppers("a1", "b1"), orders.told()), (12, 12, vec![]));
    let long = "order_id,timestamp,item_id\n1,2025-02-02,a1,x,y\n2,2025-02-02,a1\n3\n";
    let read = orders_of(&[long], &ColumnMap::default()).unwrap();
    assert_eq!(read.told(), [("bad-row", 2)]);
    assert!(read.problems.to_string().contains("5 cells under 3 columns\n"), "{}", read.problems);
}

#[test]
fn orders_of_woocommerce_analytics_in_other_languages_and_of_opencart() {
    let english = fs::read_to_string(case("o10-woo-analytics").join("orders.csv")).unwrap();
    for (header, done, failed) in [
        (
            "Date,\"Commande n°\",\"Revenu net\",État,Client,\"Type de client\",Produit(s),\"Articles vendus\",\"Code(s) promo\",x",
            "Terminée",
            "Annulée",
        ),
        (
            "Datum,\"Bestellung #\",N.,Status,Kunde,Kundentyp,Produkt(e),Artikel,Gutscheine,x",
            "Abgeschlossen",
            "Storniert",
        ),
        ("Fecha,\"Pedido n.º\",N.,Estado,Cliente,Tipo,Producto(s),Artículos,Cupones,x", "Completado", "Cancelado"),
    ] {
        let (_, rows) = english.split_once('\n').unwrap();
        let read = |state: &str| {
            orders_of(&[&format!("{header}\n{}", rows.replace("completed", state))], &ColumnMap::default()).unwrap()
        };
        read(done).is_baseline();
        let lost = read(failed);
        assert_eq!((lost.sessions(), lost.report.left_out, lost.told()), (0, 24, vec![]), "{header}");
    }
    let row = |order: u8, item: &str, name: &str| {
        format!("{order};c{order}@b.example;2025-02-0{order} 10:00:00;Complete;{order};{item};{name};1\n")
    };
    let rows: String = (1..=3).map(|n| row(n, "a1", "Shirt 1") + &row(n, "unknown", "Mug 1")).collect();
    let header = "order_id;email;date_added;order_status;product_id;model;name;quantity";
    let read = orders_of(&[&format!("{header}\n{rows}")], &ColumnMap::default()).unwrap();
    assert_eq!((read.shoppers("a1", "b1"), read.told()), (3, vec![]), "by model, else by title: {}", read.problems);
}

#[test]
fn orders_of_squarespace_are_read_as_those_of_shopify() {
    let rows = "00001,a@b.example,PAID,2025-03-01 10:00:00 -0500,1,Shirt,a1\n00001,,,,2,Mug,b1\n\
                00002,c@b.example,REFUNDED,2025-03-02 10:00:00 -0500,1,Shirt,a1\n00002,,,,2,Mug,b1\n";
    let header = "Order ID,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku\n";
    let read = orders_of(&[&format!("{header}{rows}")], &ColumnMap::default()).unwrap();
    assert_eq!(read.report.files[0].platform, Some("Squarespace"));
    assert_eq!((read.sessions(), read.shoppers("a1", "b1"), read.report.left_out, read.told()), (1, 1, 2, vec![]));
    let error = orders_of(&["Order ID,Customer Name,Product Details\n1,Ann,x\n"], &ColumnMap::default()).err().unwrap();
    assert!(error.to_string().contains("BigCommerce: its products are in one text"), "{error}");
}

/// The spreadsheet is sorted by item, and only the first row of an order has its date, its state and its shopper.
#[test]
fn orders_whose_rows_do_not_stand_together_are_whole() {
    for name in ["blank.csv", "no-sku.csv"] {
        let text = fs::read_to_string(case("o01-shopify-orders").join(name)).unwrap();
        let (header, rows) = text.trim_end().split_once('\n').unwrap();
        let column = header.split(',').position(|name| name == "Lineitem name").unwrap();
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.sort_by_key(|row| row.split(',').nth(column).map(str::to_owned));
        let sorted = |rows: &[&str]| orders_of(&[&format!("{header}\n{}\n", rows.join("\n"))], &ColumnMap::default());
        sorted(&rows).unwrap().is_baseline();
        rows.reverse();
        sorted(&rows).unwrap().is_baseline();
    }
    let header =
        "Order ID,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Cancelled at\n";
    let continued = |order: u8, sku: &str| format!("{order},,,,1,x,{sku},\n");
    let first = |order: u8, status: &str, cancelled: &str| {
        format!("{order},u{order}@b.example,{status},2025-03-0{order} 10:00:00 -0500,1,x,b1,{cancelled}\n")
    };
    let text = [
        header.to_owned(),
        (1..=4).map(|order| continued(order, "a1")).collect(),
        first(1, "PAID", ""),
        first(2, "REFUNDED", ""),
        first(3, "PAID", "2025-03-04"),
        first(4, "PAID", ""),
    ];
    let read = orders_of(&[&text.concat()], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1"), read.report.left_out), (2, 2, 4), "{}", read.problems);
    // An order number used on two days: the order of a row without a date is unknown.
    let again = text.concat() + "1,u9@b.example,PAID,2025-04-01 10:00:00 -0500,1,x,b2,\n";
    let read = orders_of(&[&again], &ColumnMap::default()).unwrap();
    assert_eq!((read.shoppers("a1", "b1"), read.told()), (1, vec![("missing-attribute", 1)]));
}

#[test]
fn a_header_of_orders_in_another_encoding_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("orders.csv");
    fs::write(&file, b"order_id;timestamp;r\xe9f\xe9rence\n1;2025-02-02;a1\n").unwrap();
    let map = ColumnMap::parse(&["item_id=référence"]).unwrap();
    let files = [file];
    let read = |map: &ColumnMap| read_orders(&case("o00-baseline"), "feed.tsv", &files, map);
    for map in [&map, &ColumnMap::default()] {
        let error = read(map).err().unwrap().to_string();
        assert!(error.contains("is in another encoding than UTF-8: save it as UTF-8"), "{error}");
    }
    fs::write(&files[0], "order_id;timestamp;référence\n1;2025-02-02;a1\n").unwrap();
    let read = read(&map).unwrap();
    assert_eq!((read.sessions(), read.told()), (1, vec![]));
}

#[test]
fn orders_that_were_cut_in_their_last_row_are_told() {
    let text = fs::read_to_string(case("o00-baseline").join("orders.csv")).unwrap();
    let header = text.lines().next().unwrap().split(',').count();
    let cut = &text[..text.trim_end().rfind(',').unwrap()];
    let read = orders_of(&[cut], &ColumnMap::default()).unwrap();
    assert_eq!((read.report.lines, read.told()), (23, vec![("truncated", 1)]), "{header} columns: {}", read.problems);
    let read = orders_of(&[text.trim_end()], &ColumnMap::default()).unwrap();
    assert_eq!((read.report.lines, read.told()), (24, vec![]), "a whole last row needs no line end");
}

#[test]
fn returns_are_no_purchases_and_are_counted() {
    for (column, sale, back, quantity) in [
        ("type", "sale", "refund", 1),
        ("Transaction Type", "Verkauf", "Rückgabe", 1),
        ("is_return", "0", "1", 1),
        ("Refunded", "no", "yes", 1),
        ("note", "", "", -1),
    ] {
        let rows: String = (1..=3)
            .map(|n| format!("{n},u{n},2025-02-0{n},a1,1,{sale}\n{n},u{n},2025-02-0{n},b1,{quantity},{back}\n"))
            .collect();
        let text = format!("order_id,user_id,timestamp,item_id,quantity,{column}\n{rows}");
        let read = orders_of(&[&text], &ColumnMap::default()).unwrap();
        assert_eq!((read.sessions(), read.shoppers("a1", "b1")), (3, 0), "{column}");
        assert_eq!((read.report.returns, read.report.left_out, read.told()), (3, 3, vec![]), "{column}");
    }
    let zero = orders_of(&["order_id,timestamp,item_id,qty\n1,2025-02-02,a1,0\n"], &ColumnMap::default()).unwrap();
    assert_eq!(
        (zero.report.returns, zero.told()),
        (0, vec![("bad-quantity", 1)]),
        "nothing was bought or brought back"
    );
}

#[test]
fn order_files_that_were_read_right_still_are() {
    let group = orders_mapped("o21-returns", "orders.csv", &[]);
    assert_eq!((group.sessions(), group.report.returns, group.report.left_out, group.told()), (12, 12, 12, vec![]));
    let unmatched = read_orders(
        &case("g14-ids-by-case"),
        "feed.tsv",
        &[case("g14-ids-by-case").join("orders.csv")],
        &ColumnMap::default(),
    );
    assert_eq!(unmatched.unwrap().report.unmatched, [("b1".to_owned(), 8)]);
    let feed2 = |name: &str| {
        read_orders(&case(name), "feed2.tsv", &[case(name).join("orders.csv")], &ColumnMap::default()).unwrap()
    };
    let floats = feed2("o18-leading-zeros-floats");
    assert_eq!(
        (floats.report.matched, floats.report.unmatched[0].0.as_str()),
        (12, "123"),
        "456.0 is 456; 123 is not 00123"
    );
    assert_eq!(
        feed2("o20-shopify-item-ids").report.matched,
        12,
        "the product's id is the group's; the variant's is unknown"
    );
    let decimal = orders_mapped("o08-parquet", "decimal.parquet", &[]);
    assert!(decimal.sessions() > 0, "{}", decimal.problems);
}
