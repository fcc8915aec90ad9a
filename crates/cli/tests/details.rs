//! Details of items in a build: their files beside the shards, and the checks of `verify`.

mod shop;

use std::fs;

use passerelle::pack::ShardIndex;
use passerelle_advice::{Attribute, DetailsFile};
use shop::{HOUSE, ITEMS, Shop, assert_refused, succeeded};

fn shop_with_details() -> Shop {
    let shop = Shop::new();
    shop.write("house.toml", &format!("{HOUSE}\n[details]\npublish = true\n"));
    let feed = shop::feed(&[], &[3]);
    let rows = feed.lines().enumerate().map(|(at, row)| match at {
        0 => format!("{row}\tmaterial\tproduct_detail"),
        _ => format!("{row}\tsilver/gold\tMaking:Hours:{at}"),
    });
    shop.write("feed.tsv", &format!("{}\n", rows.collect::<Vec<_>>().join("\n")));
    shop
}

#[test]
fn a_build_has_the_details_of_every_item_and_alias() {
    let shop = shop_with_details();
    shop.build();
    let manifest = shop.manifest();
    let file = shop.path(&format!("pack/{}", manifest.details_path(ShardIndex(0))));
    let read = |shard| -> DetailsFile {
        let path = shop.path(&format!("pack/{}", manifest.details_path(shard)));
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    };
    let files: Vec<DetailsFile> = manifest.shards().indices().map(read).collect();
    for item in 0..ITEMS {
        let id = shop::id(item);
        let here = &files[ShardIndex::of(&id, manifest.shards()).at()];
        let details = &here.items[&id];
        assert_eq!(details.attributes[&Attribute::Material], "silver, gold");
        assert_eq!(details.characteristics[0].value, (item + 1).to_string());
        let gtin = (40_000_000 + item).to_string();
        let there = &files[ShardIndex::of(&gtin, manifest.shards()).at()];
        assert_eq!(there.aliases[&gtin], id);
        assert!(there.items.contains_key(&id), "what an alias means is beside it");
    }
    succeeded(shop.run(&["verify", "pack"]));
    let sound = fs::read_to_string(&file).unwrap();
    for (damage, says) in [
        (sound.replacen("Hours", "Hoars", 1), "does not have the hash in its name"),
        (sound.replacen("\"items\"", "\"goods\"", 1), "holds no details"),
    ] {
        fs::write(&file, damage).unwrap();
        assert_refused(&shop, &["verify", "pack"], says);
    }
}

#[test]
fn a_build_without_the_setting_has_none() {
    let shop = Shop::new();
    shop.build();
    assert!(shop.bytes("pack").keys().all(|path| !path.to_string_lossy().contains("details")));
}
