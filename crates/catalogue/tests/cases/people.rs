//! Which lines belong to one session and one shopper, and that messages name no person.

use std::fs;

use passerelle_catalogue::orders::ColumnMap;

use crate::reading::*;

#[test]
fn a_session_is_that_of_its_shopper() {
    let shared = orders("o03-ga-session-id", "events.csv");
    assert_eq!((shared.sessions(), shared.shoppers("a1", "b2")), (24, 0), "nobody had both");
    let three: String = (0..3).map(|n| format!("s,u{n},2025-02-0{},a1,purchase\n", n + 1)).collect();
    let read =
        orders_of(&[&format!("session_id,user_id,timestamp,item_id,event\n{three}")], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.told()), (3, vec![("shared-session", 1)]));
    // A shopper who signs in during a visit is the shopper who began it.
    let text = "session_id,user_id,timestamp,item_id,event\n\
                s,,2025-02-02 10:00:00,a1,view_item\ns,u,2025-02-02 10:01:00,b1,purchase\n";
    let read = orders_of(&[text], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1")), (1, 1));
}

#[test]
fn orders_go_on_neither_in_another_file_nor_on_another_day() {
    let header = "order_id,user_id,timestamp,item_id\n";
    let first = format!("{header}7,u1,2025-02-02 10:00:00,a1\n7,u1,2025-02-03 10:00:00,b1\n");
    let second = format!("{header}7,u1,2025-02-02 11:00:00,b1\n");
    let read = orders_of(&[&first, &second], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1")), (3, 0));
    assert_eq!(read.told(), [("repeated-order", 1)]);
}

#[test]
fn no_artefact_passes_the_privacy_floor() {
    let header = "order_id,user_id,timestamp,item_id\n";
    let guest = format!("{header}7,,2025-02-02 10:00:00,a1\n7,,2025-02-02 10:00:00,b1\n");
    let read = orders_of(&[&guest, &guest, &guest], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1")), (3, 1), "one order in three files");
    let pair = |order: &str, user: &str, day: u8| {
        format!("{order},{user},2025-02-0{day},a1\n{order},{user},2025-02-0{day},b1\n")
    };
    let counted = |rows: &[String]| {
        let text = format!("{header}{}", rows.concat());
        let read = orders_of(&[&text], &ColumnMap::default()).unwrap();
        read.shoppers("a1", "b1")
    };
    assert_eq!(counted(&[pair("7", "", 1), pair("7", "", 2), pair("7", "", 3)]), 1, "a number that never changes");
    assert_eq!(
        counted(&[pair("NULL", "", 1), pair("0", "NULL", 2), pair("(not set)", "guest", 3)]),
        1,
        "order 0 alone"
    );
    let one = ["Ann@mail.example", "ann@mail.example", "ANN@MAIL.EXAMPLE"];
    assert_eq!(counted(&[pair("1", one[0], 1), pair("2", one[1], 2), pair("3", one[2], 3)]), 1, "one address");
    assert_eq!(counted(&[pair("1", "11", 1), pair("2", "11.0", 2), pair("3", "'11", 3)]), 1, "one number");
    assert_eq!(counted(&[pair("1E+05", "u1", 1), pair("1E+05", "u2", 2), pair("1E+05", "u3", 3)]), 0, "ruined");
    // A quote that swallows rows joins no sessions.
    let swallowing = format!("{header}1,u1,\"2025-02-01,a1\n2,u2,2025-02-01,b1\n3,u3,\"2025-02-01\",b1\n");
    let read = orders_of(&[&swallowing], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1"), read.told()), (2, 0, vec![("unclosed-quote", 1)]));
}

#[test]
fn guests_are_nobody() {
    for (file, shoppers) in [("half.csv", 20), ("half-blank.csv", 20), ("orders.csv", 12), ("null.csv", 12)] {
        let orders = orders("o12-guests-are-zero", file);
        assert_eq!((orders.shoppers("a1", "b1"), orders.told()), (shoppers, vec![]), "{file}");
    }
    // Without an order id, a shopper's day is one session.
    let notset = orders("o12-guests-are-zero", "notset.csv");
    assert_eq!((notset.sessions(), notset.shoppers("a1", "b1"), notset.shoppers("a2", "b2")), (12, 3, 3));
    assert_eq!((notset.shoppers("a1", "b2"), notset.told()), (0, vec![("no-session", 24)]));
    for nobody in ["None", "undefined", "\\N", "guest", "0.0", "n/a", "#N/A"] {
        let text = fs::read_to_string(case("o12-guests-are-zero").join("null.csv")).unwrap().replace("NULL", nobody);
        assert_eq!(orders_of(&[&text], &ColumnMap::default()).unwrap().shoppers("a1", "b1"), 12, "{nobody}");
    }
}

#[test]
fn one_user_id_with_a_quarter_of_all_orders_is_told_and_not_named() {
    let orders = |of_one: usize, others: usize| {
        let line = |n: usize, user: String| format!("{n},{user},2025-02-0{},a1\n", 1 + n % 9);
        let one = (0..of_one).map(|n| line(n, "till-7".to_owned()));
        let others = (0..others).map(|n| line(of_one + n, format!("u{n}")));
        let text = format!("order_id,user_id,timestamp,item_id\n{}", one.chain(others).collect::<String>());
        orders_of(&[&text], &ColumnMap::default()).unwrap()
    };
    let read = orders(10, 30);
    assert_eq!((read.sessions(), read.told()), (40, vec![("dominant-user", 1)]));
    let told = &read.problems.list()[0].examples[0];
    assert_eq!(
        (told.line, told.column.as_str(), told.text.as_str()),
        (2, "user_id", "the id in this line has 10 of 40 sessions")
    );
    assert!(!read.problems.to_string().contains("till-7"));
    for (of_one, others) in [(10, 31), (9, 3)] {
        assert_eq!(orders(of_one, others).told(), [], "{of_one} of {}", of_one + others);
    }
    // One id in half of all sessions of an Analytics export.
    let event = |n: usize, user: &str| format!("purchase,{},{user},{n},a1\n", 1_735_700_000_000_000_u64 + n as u64);
    let events: String =
        (0..12).map(|n| event(n, "tracker")).chain((12..24).map(|n| event(n, &format!("p{n}")))).collect();
    let text = format!("event_name,event_timestamp,user_pseudo_id,ga_session_id,item_id\n{events}");
    assert_eq!(orders_of(&[&text], &ColumnMap::default()).unwrap().told(), [("dominant-user", 1)]);
}

#[test]
fn no_message_names_a_person() {
    let header = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Billing Name\n";
    let rows = "#1,ann@mail.example,paid,never,1,Shirt 1,a1,Ann Able\n\
                #2,ann@mail.example,paid,2025-02-02,1,x,ann@mail.example,Ann Able\n\
                #3,ann@mail.example,paid,2025-02-02,1,x,a1,Ann Able,Ann Able,more\n\
                #4,ann@mail.example,paid,ann@mail.example,1,Shirt 1,a1,Ann Able\n";
    let read = orders_of(&[&format!("{header}{rows}")], &ColumnMap::default()).unwrap();
    let told = format!("{} {:?}", read.problems, read.report);
    assert!(!told.contains("mail.example") && !told.contains("Able"), "{told}");
    assert_eq!(read.problems.total(), 4, "{told}");
    // Rows with shifted fields, and a file without a header.
    let shifted = "order_id,status,timestamp,event,item_id,quantity\n1,paid,2025-02-02,purchase,a1,1\n\
                   2,Ann Able,paid,2025-02-02,purchase,a1\n3,paid,Ann Able,2025-02-02,purchase,1\n\
                   4,paid,2025-02-02,Ann Able,purchase,a1\n5,paid,2025-02-02,purchase,Ann Able,a1\n";
    let read = orders_of(&[shifted], &ColumnMap::default()).unwrap();
    let told = format!("{} {:?}", read.problems, read.report);
    assert!(!told.contains("Able"), "{told}");
    assert_eq!((read.report.events, read.problems.total()), (1, 4), "{told}");
    let error = orders_of(&["1,Ann Able,ann@mail.example,2025-02-02,a1\n"], &ColumnMap::default()).err().unwrap();
    assert!(
        error.to_string().contains("has no header") && !error.to_string().to_lowercase().contains("able"),
        "{error}"
    );
    // The column of shoppers mapped as the items, beside correct quantities.
    let mapped =
        "order_id,client,timestamp,article,quantity\n1,Ann Able,2025-02-02,a1,1\n2,Ann Able 2,2025-02-02,a1,2\n";
    let map = ColumnMap::parse(&["item_id=client"]).unwrap();
    let read = orders_of(&[mapped], &map).unwrap();
    let told = format!("{} {:?}", read.problems, read.report);
    assert!(!told.contains("Able") && read.told() == [("item-not-in-feed", 2)], "{told}");
    let own = "order_id,user_id,timestamp,item_id\n1,Able, Ann,2025-02-02,a1\n";
    let read = orders_of(&[own], &ColumnMap::default()).unwrap();
    assert!(read.problems.to_string().ends_with("5 cells under 4 columns\n"), "{}", read.problems);
}
