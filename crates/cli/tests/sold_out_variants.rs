//! Sold-out variants of items that are in stock: their ids go from the feed into the set of unavailable items, and
//! leave it again.

mod shop;

use shop::{Shop, succeeded, text};

const HEADER: &str = "id\titem_group_id\ttitle\tlink\tprice\tavailability\tproduct_type\tsku\tsize";

/// Shoes in three sizes, of which those in `sold_out` cannot be bought, and a bag whose id is also the SKU of a size.
fn feed(sold_out: &[&str]) -> String {
    let mut rows = vec![HEADER.to_owned()];
    for (size, sku) in [("40", "S-40"), ("41", "S-41"), ("42", "bag")] {
        let availability = if sold_out.contains(&size) { "out_of_stock" } else { "in_stock" };
        rows.push(format!(
            "shoe-{size}\tshoe\tOxford\thttps://shop.example/p/shoe\t90.00 EUR\t{availability}\tLeather > Shoes\t{sku}\t{size}"
        ));
    }
    rows.push("bag\t\tTote\thttps://shop.example/p/bag\t90.00 EUR\tin_stock\tLeather > Bags\t\t".to_owned());
    rows.join("\n")
}

fn shop(sold_out: &[&str]) -> Shop {
    let shop = Shop::new();
    shop.write("feed.tsv", &feed(sold_out));
    let arguments = ["build", "--feed", "feed.tsv", "--out", "pack", "--as-of", "2026-01-01", "--time", "2026-01-01"];
    let said = text(&succeeded(shop.run(&arguments)).stdout);
    let row = said.lines().find(|line| line.contains("variants of others")).unwrap().to_owned();
    let expected = if sold_out.len() == 3 { 0 } else { 2 * sold_out.len() - usize::from(sold_out.contains(&"42")) };
    assert_eq!(row.split_whitespace().last().unwrap(), expected.to_string(), "{said}");
    shop
}

#[test]
fn a_size_is_sold_out_by_its_ids_and_its_item_is_not() {
    let shop = shop(&["40", "42"]);
    let sold_out = ["shoe-40", "S-40", "shoe-42", "shoe", "shoe-41", "bag"].map(|id| shop.unavailable(id));
    assert_eq!(sold_out, [true, true, true, false, false, false], "the bag's id means the bag");
}

#[test]
fn what_is_left_in_no_size_is_unavailable() {
    let shop = shop(&["40", "41", "42"]);
    assert!(shop.unavailable("shoe") && !shop.unavailable("bag"));
    assert!(!shop.unavailable("shoe-40"), "the item says it of all its variants");
}

#[test]
fn availability_publishes_variants_anew_with_the_items() {
    let shop = shop(&["40"]);
    let publish = |sold_out: &[&str]| {
        shop.write("feed.tsv", &feed(sold_out));
        text(&succeeded(shop.run(&["availability", "--feed", "feed.tsv", "--out", "pack"])).stdout)
    };
    let said = publish(&["41"]);
    assert!(!shop.unavailable("shoe-40") && shop.unavailable("shoe-41"), "{said}");
    assert!(said.contains("variants of others"), "{said}");
    publish(&["41", "40", "42"]);
    assert!(shop.unavailable("shoe"));
    publish(&[]);
    assert_eq!(["shoe", "shoe-40", "shoe-41"].map(|id| shop.unavailable(id)), [false; 3]);
}
