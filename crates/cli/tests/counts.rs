//! `build --counts`: its refusals and their messages. `cargo xtask counts` runs the counting job, and checks that the
//! counts are those of the native counter.

mod shop;

use std::fs;

use shop::{Shop, succeeded, text};

const TABLES: [&str; 5] = ["items", "steps", "lengths", "ages", "calendar"];

/// A shop with the inputs of a job in `inputs`, and a folder `counts` in its initial state.
fn prepared() -> Shop {
    let shop = Shop::new();
    let prepare = ["prepare-counts", "--feed", "feed.tsv", "--orders", "orders.csv", "--out", "inputs"];
    succeeded(shop.run(&[&prepare[..], &["--as-of", "2026-01-01"]].concat()));
    fs::create_dir(shop.path("counts")).unwrap();
    shop
}

/// Writes counts.json as a job does, from the inputs, with the fields of `changed` replaced.
fn finish(shop: &Shop, changed: &[(&str, serde_json::Value)]) {
    let mut about: serde_json::Value =
        serde_json::from_slice(&fs::read(shop.path("inputs/about.json")).unwrap()).unwrap();
    let log = [("ordered", false.into()), ("sessions", 3.into()), ("events", 5.into()), ("start", 0.into())];
    let days = [("end", 0.into()), ("first_day", 0.into()), ("last_day", (-1).into())];
    let met = [("met", 5.into()), ("met_distinct", 5.into())];
    let trending = [("trending_now", 0.into()), ("trending_before", 0.into()), ("trending_below_floor", 0.into())];
    for (name, value) in log.into_iter().chain(days).chain(met).chain(trending).chain(changed.iter().cloned()) {
        about[name] = value;
    }
    shop.write("counts/counts.json", &about.to_string());
}

#[track_caller]
fn refused(shop: &Shop, says: &str) {
    let out = shop.run(&["build", "--feed", "feed.tsv", "--counts", "counts", "--out", "pack"]);
    let said = text(&out.stderr);
    assert!(!out.status.success() && said.contains(says), "{said}");
    assert!(!shop.path("pack/manifest.json").exists(), "nothing is published");
}

#[test]
fn inputs_hold_what_a_job_needs_and_events_only_of_orders() {
    let shop = prepared();
    for table in TABLES.iter().chain(&["ids", "events"]) {
        assert!(fs::metadata(shop.path(&format!("inputs/{table}.parquet"))).unwrap().len() > 0, "{table}");
    }
    let about: serde_json::Value = serde_json::from_slice(&fs::read(shop.path("inputs/about.json")).unwrap()).unwrap();
    assert_eq!((&about["format"], &about["trending_days"]), (&3.into(), &14.into()));
    let reading = &about["reading"];
    assert_eq!(reading["end_ms"], 1_767_312_000_000_u64, "a day after --as-of");
    assert!(reading["nobody"].as_array().unwrap().contains(&"guest".into()), "{reading}");
    assert_eq!(reading["columns"]["session_id"], serde_json::json!(["session_id", "order_id"]));
    let said = text(&succeeded(shop.run(&["prepare-counts", "--feed", "feed.tsv", "--out", "bare"])).stdout);
    assert!(said.contains("give the job a log with --log"), "{said}");
    assert!(!shop.path("bare/events.parquet").exists());
    // Events of an earlier run have other numbers of items.
    succeeded(shop.run(&["prepare-counts", "--feed", "feed.tsv", "--out", "inputs"]));
    assert!(!shop.path("inputs/events.parquet").exists(), "the events of an earlier run");
    assert!(!shop.path("inputs/about.json.part").exists());
}

#[test]
fn counts_that_are_not_finished_or_of_something_else_are_refused() {
    let shop = prepared();
    refused(&shop, "holds no finished counts: counts.json is missing");
    finish(&shop, &[("format", 4.into())]);
    refused(&shop, "counts have format 4, this passerelle reads format 3");
    shop.write("counts/counts.json", "{\"format\": 3}");
    refused(&shop, "counts.json: cannot be understood");
    finish(&shop, &[("floor", 5.into())]);
    refused(&shop, "counts are for privacy.k = 5, this build is for privacy.k = 3");
    finish(&shop, &[("retention_days", 30.into())]);
    refused(&shop, "counts are for privacy.retention_days = 30");
    finish(&shop, &[("trending_days", 7.into())]);
    refused(&shop, "counts are for [trending] days = 7, this build is for [trending] days = 14");
    finish(&shop, &[]);
    shop.write("feed.tsv", &shop::feed(&[3], &[]));
    refused(&shop, "prepare-counts` with this house.toml and this feed");
}

#[test]
fn a_table_that_is_missing_or_has_other_columns_is_named() {
    let shop = prepared();
    finish(&shop, &[]);
    refused(&shop, "items.parquet: the table is missing");
    // The inputs also have a table of this name.
    fs::copy(shop.path("inputs/items.parquet"), shop.path("counts/items.parquet")).unwrap();
    refused(&shop, "has no column `shoppers` of whole numbers (it has item, division, item_type, learnable)");
    fs::remove_file(shop.path("counts/items.parquet")).unwrap();
    fs::create_dir(shop.path("counts/items.parquet")).unwrap();
    refused(&shop, "items.parquet: cannot be read (_SUCCESS is missing)");
    fs::remove_dir(shop.path("counts/items.parquet")).unwrap();
    shop.write("counts/items.parquet", "PAR1 and no more");
    refused(&shop, "items.parquet: cannot be read");
}

#[test]
fn orders_and_counts_are_not_both_given() {
    let shop = Shop::new();
    let both = ["build", "--feed", "feed.tsv", "--orders", "orders.csv", "--counts", "counts", "--out", "pack"];
    let out = shop.run(&both);
    assert!(!out.status.success() && text(&out.stderr).contains("cannot be used with"), "{}", text(&out.stderr));
}
