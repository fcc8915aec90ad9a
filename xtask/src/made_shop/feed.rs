//! Writes the house and the feed of a made-up shop.

use std::fmt::Write as _;
use std::io::Write;

use anyhow::Result;

use super::random::Random;
use super::shape::{DIVISIONS, MadeShop, line};

const NOUNS: [&str; 24] = [
    "Bag", "Belt", "Boot", "Bowl", "Candle", "Coat", "Dress", "Jug", "Lamp", "Ring", "Scarf", "Watch", "Chair",
    "Towel", "Kettle", "Mirror", "Basket", "Blanket", "Notebook", "Vase", "Tray", "Shirt", "Glove", "Purse",
];
const WORDS: [&str; 16] = [
    "soft", "round", "folded", "woven", "polished", "light", "deep", "small", "tall", "quilted", "striped", "plain",
    "carved", "glazed", "brushed", "printed",
];
const COLOURS: [&str; 10] = ["black", "white", "red", "blue", "green", "sand", "grey", "gold", "rose", "navy"];
const MATERIALS: [&str; 8] = ["leather", "wool", "cotton", "silk", "oak", "steel", "glass", "linen"];
const SYLLABLES: [&str; 32] = [
    "ba", "cor", "da", "el", "fi", "gan", "ho", "il", "jo", "ka", "lun", "ma", "nor", "o", "pa", "quin", "ra", "sol",
    "ta", "u", "va", "wen", "xa", "yl", "zo", "bri", "cle", "dor", "fen", "gra", "mis", "tri",
];
/// Average number of items of a brand; the sizes of brands are as unequal as the sales of items.
const BRAND: u64 = 500;
/// Number of items that share a model's name.
const MODEL: u64 = 4;
/// Prices are between 5 and 505, most of them near the lower end.
const LOWEST: f64 = 5.0;
const SPAN: f64 = 101.0;

/// The house file: one type of every division is sensitive.
pub fn house(shop: MadeShop) -> String {
    let mut text = String::from(
        "[house]\nname = \"Made up\"\nurl = \"https://shop.example/p/{id}\"\nlanguages = [\"en\"]\ncurrency = \"EUR\"\n",
    );
    let types = shop.types_per_division();
    let sensitive: Vec<String> =
        (0..DIVISIONS).map(|division| format!("\"{}\"", type_name(division * types + 7))).collect();
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

/// An invented name of three or four syllables.
fn model_name(hash: u64) -> String {
    let count = 3 + hash % 2;
    (0..count).map(|at| SYLLABLES[(hash >> (5 * at + 8)) as usize % SYLLABLES.len()]).collect()
}

/// Writes one row for each item, or for each of its variants.
pub fn write(out: &mut dyn Write, shop: MadeShop) -> Result<()> {
    line(
        out,
        format_args!(
            "id\titem_group_id\ttitle\tlink\timage_link\tprice\tavailability\tproduct_type\tbrand\tcolor\tmaterial\t\
             gender\tage_group"
        ),
    )?;
    let brands = shop.items / BRAND + 1;
    for id in 0..shop.items {
        let hash = shop.hash(id, 0xfeed);
        let pick = |words: &[&'static str], shift: u32| words[(hash >> shift) as usize % words.len()];
        let kind = shop.type_of(id);
        let division = kind / shop.types_per_division();
        let availability = if hash.is_multiple_of(50) { "out_of_stock" } else { "in_stock" };
        let model = model_name(shop.hash(id / MODEL, 0x30de));
        let (first, second, noun) = (pick(&WORDS, 3), pick(&WORDS, 9), NOUNS[kind as usize % NOUNS.len()]);
        let material = pick(&MATERIALS, 21);
        let brand =
            model_name(Random::new(shop.hash(id / MODEL, 0xb4a0)).rank(brands, 5.0).wrapping_mul(0x9e37_79b9_7f4a));
        let price = LOWEST * SPAN.powf((shop.hash(id, 0x9c1e) >> 11) as f64 / (1u64 << 53) as f64);
        let variants = shop.variants(id);
        for variant in 0..variants.max(1) {
            let colour = COLOURS[((hash >> 15) + variant) as usize % COLOURS.len()];
            let (own, group) = if variants > 0 {
                (format!("{id}-{variant}"), id.to_string())
            } else {
                (id.to_string(), String::new())
            };
            line(
                out,
                format_args!(
                    "{own}\t{group}\t{model} {noun} {first} {second} {material} {colour}\thttps://shop.example/p/{id}\t\
                     https://img.example/{own}.jpg\t{price:.2} EUR\t{availability}\tDivision {division} > {}\t{brand}\t\
                     {colour}\t{material}\tunisex\tadult",
                    type_name(kind)
                ),
            )?;
        }
    }
    Ok(())
}
