//! `passerelle advisers`: the numbers for each adviser's clients.

mod shop;

use serde_json::{Value, json};
use shop::{Shop, id, sentence, succeeded, text};

/// Orders of twelve clients of LYON-07, who first buy leather in January. All except `lost` come back, and all of these
/// except one buy jewellery. PARIS-01 has two clients.
fn orders(adviser: &str, lost: usize) -> String {
    let mut lines = format!("order_id,user_id,timestamp,item_id,{adviser}\n");
    let mut number = 0;
    let mut order = |client: String, day: &str, item: usize, adviser: &str| {
        number += 1;
        lines.push_str(&format!("{number},{client},2025-{day},{},{adviser}\n", id(item)));
    };
    for client in 0..12 {
        order(format!("l{client}"), "01-10", client % 8 * 3, "LYON-07");
        if client >= lost {
            order(format!("l{client}"), "03-01", if client > lost { 1 } else { 3 }, "");
        }
    }
    for client in 0..2 {
        order(format!("p{client}"), "02-01", 0, "PARIS-01");
    }
    lines
}

const ADVISERS: [&str; 7] = ["advisers", "--feed", "feed.tsv", "--orders", "orders.csv", "--as-of", "2026-01-01"];

#[test]
fn clients_are_counted_above_the_floor() {
    let shop = Shop::new();
    shop.write("orders.csv", &orders("sales rep", 3));
    let asked = [&ADVISERS[..], &["--column", "adviser=sales rep"]].concat();
    let told = succeeded(shop.run(&asked));
    let table = text(&told.stdout);
    let line = |adviser: &str| -> Vec<String> {
        let line = table.lines().find(|line| line.starts_with(adviser)).unwrap();
        line.split_whitespace().map(str::to_owned).collect()
    };
    assert_eq!(line("LYON-07"), ["LYON-07", "12", "9", "8"]);
    assert_eq!(line("PARIS-01"), ["PARIS-01", "not", "shown", "not", "shown", "not", "shown"]);
    assert!(text(&told.stderr).contains("fewer than 3 clients"), "{}", text(&told.stderr));
    let told: Value = serde_json::from_slice(&succeeded(shop.run(&[&asked[..], &["--json"]].concat())).stdout).unwrap();
    assert_eq!(told[0], json!({ "adviser": "LYON-07", "clients": 12, "came_back": 9, "met_division": 8 }));
    assert_eq!(told[1], json!({ "adviser": "PARIS-01", "clients": null, "came_back": null, "met_division": null }));
}

/// The code of an order is one that a link can carry; a seller's name is not shown.
#[test]
fn a_code_that_no_link_can_carry_is_said_and_its_order_is_credited_to_nobody() {
    let shop = Shop::new();
    for code in ["Ann Smith", "PARIS/01", &"x".repeat(33)] {
        shop.write("orders.csv", &orders("adviser", 3).replace("PARIS-01", code));
        let told = succeeded(shop.run(&[&ADVISERS[..], &["--json"]].concat()));
        let counted: Value = serde_json::from_slice(&told.stdout).unwrap();
        assert_eq!(counted.as_array().map(Vec::len), Some(1), "{counted}");
        let said = text(&told.stderr);
        assert!(said.contains("bad-adviser") && said.contains("Write codes as in links"), "{said}");
        // A build uses no adviser: the column may hold anything there.
        let built =
            succeeded(shop.run(&["check", "--feed", "feed.tsv", "--orders", "orders.csv", "--as-of", "2026-01-01"]));
        assert!(!text(&built.stderr).contains("bad-adviser"), "{}", text(&built.stderr));
        assert!(!said.contains(code), "{said}");
    }
}

#[test]
fn a_number_that_tells_of_the_few_others_is_not_shown() {
    let shop = Shop::new();
    for (lost, came_back) in [(1, Value::Null), (2, Value::Null), (3, json!(9)), (0, json!(12))] {
        shop.write("orders.csv", &orders("adviser", lost));
        let told = succeeded(shop.run(&[&ADVISERS[..], &["--json"]].concat()));
        let told: Value = serde_json::from_slice(&told.stdout).unwrap();
        assert_eq!(told[0]["came_back"], came_back, "{lost} of 12 did not come back");
    }
}

#[test]
fn what_is_missing_is_said() {
    let shop = Shop::new();
    let assert_refused = |arguments: &[&str], says: &str| {
        let said = sentence(&shop.run(arguments));
        assert!(said.contains(says), "{said}");
    };
    assert_refused(&ADVISERS, "no order names an adviser: name the column of the code");
    shop.write("orders.csv", &orders("adviser", 3).replace("user_id", "visitor"));
    assert_refused(&ADVISERS, "no column user_id");
    assert_refused(&["advisers", "--feed", "feed.tsv"], "give them with --orders FILE");
    let slip = [&ADVISERS[..], &["--column", "adviser=seller"]].concat();
    assert_refused(&slip, "seller");
}
