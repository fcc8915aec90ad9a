//! The house and the feed of a made-up shop.

use std::fmt::Write as _;
use std::io::Write;

use anyhow::Result;

use super::random::mix;
use super::shape::{DIVISIONS, TYPES_PER_DIVISION, line, type_of};

const NOUNS: [&str; 12] =
    ["Bag", "Belt", "Boot", "Bowl", "Candle", "Coat", "Dress", "Jug", "Lamp", "Ring", "Scarf", "Watch"];
const WORDS: [&str; 16] = [
    "soft", "round", "folded", "woven", "polished", "light", "deep", "small", "tall", "quilted", "striped", "plain",
    "carved", "glazed", "brushed", "printed",
];
const COLOURS: [&str; 10] = ["black", "white", "red", "blue", "green", "sand", "grey", "gold", "rose", "navy"];
const MATERIALS: [&str; 8] = ["leather", "wool", "cotton", "silk", "oak", "steel", "glass", "linen"];
/// Items of one brand, on average.
const BRAND: u64 = 500;

/// Its settings: one type of every division is sensitive.
pub fn house() -> String {
    let mut text = String::from(
        "[house]\nname = \"Made up\"\nurl = \"https://shop.example/p/{id}\"\nlanguages = [\"en\"]\ncurrency = \"EUR\"\n",
    );
    let sensitive: Vec<String> =
        (0..DIVISIONS).map(|division| format!("\"{}\"", type_name(division * 20 + 7))).collect();
    let _ = writeln!(text, "\n[privacy]\nsensitive_types = [{}]", sensitive.join(", "));
    for division in 0..DIVISIONS {
        let _ = writeln!(
            text,
            "\n[[division]]\nid = \"division-{division}\"\nnames = {{ en = \"division {division}\" }}\n\
             product_types = [\"Division {division}\"]"
        );
    }
    text
}

fn type_name(kind: u64) -> String {
    format!("Type {kind}")
}

/// One row for each item.
pub fn write(out: &mut dyn Write, items: u64) -> Result<()> {
    line(
        out,
        format_args!(
            "id\ttitle\tlink\timage_link\tprice\tavailability\tproduct_type\tbrand\tcolor\tmaterial\tgender\tage_group"
        ),
    )?;
    for id in 0..items {
        let hash = mix(id ^ 0xfeed);
        let pick = |words: &[&'static str], shift: u32| words[(hash >> shift) as usize % words.len()];
        let kind = type_of(id);
        let division = kind / TYPES_PER_DIVISION;
        let availability = if hash.is_multiple_of(50) { "out_of_stock" } else { "in_stock" };
        let (first, second, noun) = (pick(&WORDS, 3), pick(&WORDS, 9), NOUNS[(kind % 12) as usize]);
        let (colour, material) = (pick(&COLOURS, 15), pick(&MATERIALS, 21));
        let price = 500 + mix(hash) % 50_000;
        let brand = mix(id / 7) % (items / BRAND + 1);
        line(
            out,
            format_args!(
                "{id}\t{noun} {first} {second} {colour} {id}\thttps://shop.example/p/{id}\thttps://img.example/{id}.jpg\t\
                 {}.{:02} EUR\t{availability}\tDivision {division} > {}\tBrand {brand}\t{colour}\t{material}\tunisex\tadult",
                price / 100,
                price % 100,
                type_name(kind)
            ),
        )?;
    }
    Ok(())
}
