//! `passerelle build` from the command line: its results and its refusals. Not for later publications: see
//! `publish.rs`.

mod shop;

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use passerelle::pack::Manifest;
use passerelle_cli::pack::pack_dir::PackDir;
use shop::{HOUSE, ITEMS, Shop, assert_refused, feed, id, sentence, succeeded, text};

#[test]
fn a_build_says_what_it_found_and_can_be_verified() {
    let shop = Shop::new();
    let said = shop.build();
    let figures = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for figure in ["items 24", "matched the feed 100.0 %", "sequence 0"] {
        assert!(figures.contains(figure), "{said}");
    }
    let verified = text(&succeeded(shop.run(&["verify", "pack"])).stdout);
    assert!(verified.contains("sound") && verified.contains(&shop.manifest().folder()), "{verified}");
    let pack = shop.pack();
    assert_eq!(pack.check_all().unwrap().items, ITEMS);
    assert!(pack.check_all().unwrap().neighbours > ITEMS);
    assert_eq!(pack.core().house, "Maison Exemple");
    let suggested = succeeded(shop.run(&["suggest", "pack", "--item", &id(0), "--now", "2026-01-01", "--json"]));
    let slate: serde_json::Value = serde_json::from_slice(&suggested.stdout).unwrap();
    assert_eq!(slate["status"], "ok");
    let ids: Vec<&str> =
        slate["suggestions"].as_array().unwrap().iter().map(|one| one["itemId"].as_str().unwrap()).collect();
    assert!(ids.contains(&&*id(1)) || ids.contains(&&*id(4)), "{ids:?}");
    assert!(slate["suggestions"].as_array().unwrap().iter().all(|one| one["division"]["id"] != "leather"));
}

/// Every stage has a line with its time, and the last line is the sum.
#[test]
fn a_build_says_where_its_time_went() {
    let shop = Shop::new();
    let said = text(&succeeded(shop.build_at("pack", "2026-01-01", &["--timings"])).stdout);
    let (_, table) = said.split_once("stage ").unwrap();
    let seconds = |name: &str| -> f64 {
        let line = table.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name}: {table}"));
        line[name.len()..].split_whitespace().next().unwrap().parse().unwrap()
    };
    let stages = ["feed", "orders", "pairs", "rare pairs", "weights", "lists", "words", "demand", "habits", "pack"];
    let spent: f64 = stages.iter().map(|stage| seconds(stage)).sum();
    assert!(spent <= seconds("all") + 0.01 * stages.len() as f64, "{table}");
    assert!(!shop.build().contains("processor"), "only where it was asked for");
}

#[test]
fn inspect_finds_an_item_by_id_and_by_alias() {
    let shop = Shop::new();
    shop.build();
    let by_id = text(&succeeded(shop.run(&["inspect", "pack", "i03"])).stdout);
    let by_alias = text(&succeeded(shop.run(&["inspect", "pack", "40000003"])).stdout);
    assert!(by_alias.contains("spoken as") && by_alias.contains("40000003"), "{by_alias}");
    assert_eq!(by_alias.split_once("item ").unwrap().1, by_id.split_once("item ").unwrap().1);
    let unknown = sentence(&shop.run(&["inspect", "pack", "i99"]));
    assert!(unknown.contains("i99 is neither an item nor an alias"), "{unknown}");
    let lines: serde_json::Value =
        serde_json::from_slice(&succeeded(shop.run(&["inspect", "pack", "i03", "--json"])).stdout).unwrap();
    assert!(lines.as_array().unwrap().iter().all(|line| line["support"] == 0 || line["support"].as_u64() >= Some(3)));
}

#[test]
fn the_same_input_in_another_folder_with_other_threads_gives_the_same_bytes() {
    let shop = Shop::new();
    let mut builds = Vec::new();
    for (folder, threads) in [("one", "1"), ("two", "4"), ("three", "2")] {
        let arguments = ["build", "--feed", "feed.tsv", "--orders", "orders.csv", "--out", folder];
        let arguments = [&arguments[..], &["--as-of", "2026-01-01", "--time", "2026-01-01"]].concat();
        succeeded(shop.command(&arguments).env("RAYON_NUM_THREADS", threads).output().unwrap());
        builds.push(shop.bytes(folder));
    }
    assert!(builds[0].len() >= 5);
    assert!(builds.iter().all(|build| *build == builds[0]));
}

#[test]
fn an_unreadable_input_leaves_the_pack_untouched() {
    let shop = Shop::new();
    shop.build();
    shop.write("page.html", "<!doctype html><title>Not found</title>");
    shop.write("no-items.csv", "order_id,when\n1,2\n");
    shop.write("broken.toml", &HOUSE.replace("\"EUR\"", "\"EURO\""));
    shop.write(
        "other.toml",
        &HOUSE.replace("\"Leather\"", "\"A\"").replace("\"Jewellery\"", "\"B\"").replace("\"Perfume\"", "\"C\""),
    );
    shop.write("strict.tsv", &feed(&[], &[]).replacen("https://shop", "shop", 1));
    let feed = ["build", "--out", "pack", "--feed"];
    let with = |more: &[&'static str]| [&["build", "--out", "pack", "--feed", "feed.tsv"], more].concat();
    assert_refused(&shop, &[&feed[..], &["missing.tsv"]].concat(), "missing.tsv");
    assert_refused(&shop, &[&feed[..], &["page.html"]].concat(), "page.html is not a product feed");
    assert_refused(&shop, &[&feed[..], &["strict.tsv", "--strict"]].concat(), "--strict was given");
    assert_refused(&shop, &with(&["--orders", "missing.csv"]), "missing.csv");
    assert_refused(&shop, &with(&["--orders", "no-items.csv"]), "no-items.csv has no column");
    assert_refused(&shop, &with(&["--house", "missing.toml"]), "missing.toml");
    assert_refused(&shop, &with(&["--house", "broken.toml"]), "broken.toml:6: currency");
    assert_refused(&shop, &with(&["--house", "other.toml"]), "no row of the feed can be used");
    assert_refused(&shop, &with(&["--as-of", "yesterday"]), "--as-of yesterday");
    assert_refused(&shop, &with(&["--column", "item"]), "does not map a column");
    let availability = ["availability", "--out", "pack", "--feed", "feed.tsv"];
    assert_refused(&shop, &[&availability[..], &["--house", "other.toml"]].concat(), "no row of the feed can be used");
    // Without --strict, the row is skipped and reported.
    let output = succeeded(shop.run(&[&feed[..], &["strict.tsv"]].concat()));
    assert!(text(&output.stderr).contains("bad-link"), "{}", text(&output.stderr));
    assert_eq!(shop.manifest().items as usize, ITEMS, "the house's template takes the bad link's place");
}

#[test]
fn an_unwritable_folder_leaves_the_pack_untouched() {
    let shop = Shop::new();
    shop.build();
    shop.write("file", "");
    assert_refused(&shop, &["build", "--feed", "feed.tsv", "--out", "file"], "file: cannot be written");
    assert_refused(&shop, &["build", "--feed", "feed.tsv", "--out", "file/pack"], "cannot be written");
    // The id of the next build is known in advance. One of its files cannot be written in the middle of the
    // publication.
    succeeded(shop.build_at("elsewhere", "2026-01-01", &[]));
    shop.write("feed.tsv", &feed(&[3], &[]));
    succeeded(shop.build_at("elsewhere", "2026-01-02", &[]));
    let next = Manifest::parse(&fs::read(shop.path("elsewhere/manifest.json")).unwrap()).unwrap();
    let current = fs::read(shop.path("pack/manifest.json")).unwrap();
    for file in
        [next.core_path(), next.folder() + "/offered.psr", next.unavailable_path(), next.folder() + "/manifest.json"]
    {
        let in_the_way = shop.path("pack").join(file);
        fs::create_dir_all(in_the_way.join("something")).unwrap();
        let said = sentence(&shop.build_at("pack", "2026-01-02", &[]));
        assert!(said.contains("nothing was published"), "{said}");
        assert_eq!(fs::read(shop.path("pack/manifest.json")).unwrap(), current);
        succeeded(shop.run(&["verify", "pack"]));
        fs::remove_dir_all(in_the_way).unwrap();
    }
    succeeded(shop.build_at("pack", "2026-01-02", &[]));
    assert_eq!(shop.manifest().build, next.build);
}

/// A limit on the size of files simulates a full disk.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_pack_untouched() {
    let shop = Shop::new();
    shop.build();
    let before = shop.bytes("pack");
    shop.write("feed.tsv", &feed(&[3], &[]));
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' build --feed feed.tsv --orders orders.csv --out pack",
        env!("CARGO_BIN_EXE_passerelle")
    );
    let output = Command::new("sh").args(["-c", &script]).current_dir(shop.dir.path()).output().unwrap();
    let said = sentence(&output);
    assert!(said.contains("cannot be written") && said.contains("nothing was published"), "{said}");
    assert_eq!(shop.bytes("pack"), before, "not even half a file is left");
    succeeded(shop.build_at("pack", "2026-01-02", &[]));
}

#[test]
fn a_folder_without_a_pack_is_an_error_that_names_it() {
    let shop = Shop::new();
    for arguments in [
        &["verify", "pack"][..],
        &["inspect", "pack"],
        &["suggest", "pack"],
        &["switch", "on", "--out", "pack"],
        &["availability", "--feed", "feed.tsv", "--out", "pack"],
    ] {
        assert!(sentence(&shop.run(arguments)).contains("no pack is here"));
    }
}

#[test]
fn verify_finds_a_flipped_byte_in_any_file() {
    let shop = Shop::new();
    shop.build();
    let manifest = shop.manifest();
    let dir = shop.path("pack");
    let copy = PathBuf::from(manifest.folder()).join("manifest.json");
    for (path, bytes) in shop.bytes("pack").into_iter().filter(|(path, _)| *path != copy) {
        let check = |damaged: &[u8]| {
            fs::write(dir.join(&path), damaged).unwrap();
            PackDir::open(&dir).and_then(|pack| pack.check_all()).unwrap_err()
        };
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 60) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            check(&damaged);
        }
        check(&bytes[..bytes.len() - 1]);
        let said = sentence(&shop.run(&["verify", "pack"]));
        assert!(said.contains(path.to_str().unwrap()), "{said}");
        fs::write(dir.join(&path), &bytes).unwrap();
    }
    fs::rename(dir.join(manifest.core_path()), dir.join("core")).unwrap();
    assert!(sentence(&shop.run(&["verify", "pack"])).contains("cannot be read"));
    fs::rename(dir.join("core"), dir.join(manifest.core_path())).unwrap();
    succeeded(shop.run(&["verify", "pack"]));
}

/// A year of a real shop; a debug build reads its first weeks only, to be quick.
#[test]
fn the_pack_of_a_real_shop_keeps_its_sizes_and_the_floor() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/online-retail-ii");
    let shop = Shop::new();
    let mut orders = String::new();
    GzDecoder::new(File::open(data.join("orders.csv.gz")).unwrap()).read_to_string(&mut orders).unwrap();
    let lines = if cfg!(debug_assertions) { 40_001 } else { usize::MAX };
    let mut encoder = GzEncoder::new(File::create(shop.path("orders.csv.gz")).unwrap(), Compression::fast());
    let mut kept = 0;
    for line in orders.lines().take(lines) {
        writeln!(encoder, "{line}").unwrap();
        kept += 1;
    }
    encoder.finish().unwrap();
    let (house, feed) = (data.join("house.toml"), data.join("feed.tsv.gz"));
    let arguments =
        ["build", "--as-of", "2010-12-01", "--time", "2010-12-01", "--orders", "orders.csv.gz", "--out", "pack"];
    let mut command = shop.command(&arguments);
    if cfg!(debug_assertions) {
        command.arg("--no-calibration");
    }
    let output = succeeded(command.arg("--house").arg(house).arg("--feed").arg(feed).output().unwrap());
    assert_eq!(text(&output.stderr), "", "no row of feed or orders is a problem");
    let said = text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    let digits = format!("{},{:03}", (kept - 1) / 1_000, (kept - 1) % 1_000);
    assert!(said.contains(&format!("order lines {digits} matched the feed 100.0 % became events 100.0 %")), "{said}");
    let pack = shop.pack();
    let checked = pack.check_all().unwrap();
    assert!(checked.items > 4_000 && checked.aliases > 900 && checked.neighbours > 10_000);
    let mut sizes = checked.shard_bytes;
    sizes.sort_unstable();
    assert!(sizes[(sizes.len() - 1) * 99 / 100] < 12_000);
    assert!(checked.core_bytes < 15_000, "{}", checked.core_bytes);
    let k = pack.core().k;
    assert_eq!(k, 3);
    assert!(pack.core().onward.iter().all(|transition| transition.support >= u32::from(k)));
    let (mut counted, mut outside) = (0, 0);
    for id in pack.item_ids().unwrap() {
        let payload = pack.payload_for(&id).unwrap();
        let shard = pack.parse(&payload).unwrap();
        let item = shard.items().find(|item| item.id == id).unwrap();
        for neighbour in &item.neighbours {
            assert!(neighbour.support.is_none_or(|shoppers| shoppers.get() >= k));
            assert_ne!(neighbour.id, item.id);
            counted += usize::from(neighbour.support.is_some());
            outside += usize::from(neighbour.division != item.division);
        }
    }
    assert!(counted > 1_000 && outside > 1_000, "{counted}, {outside}");
}

#[test]
fn what_looks_like_a_mistake_is_refused_unless_forced() {
    let shop = Shop::new();
    shop.build();
    let half: Vec<usize> = (0..ITEMS / 2 + 1).collect();
    let another = HOUSE.replace("Maison Exemple", "Autre Maison");
    shop.write("other.toml", &another);
    shop.write("few.tsv", &feed(&half, &[]));
    shop.write("strangers.csv", "order_id,timestamp,item_id\n1,1767225600,nobody\n");
    let build = ["build", "--out", "pack", "--feed"];
    let availability = ["availability", "--out", "pack", "--feed"];
    for (arguments, why) in [
        ([&build[..], &["feed.tsv", "--house", "other.toml"]].concat(), "Autre Maison"),
        ([&build[..], &["few.tsv"]].concat(), "check that the feed is whole"),
        ([&build[..], &["feed.tsv", "--orders", "strangers.csv"]].concat(), "no order line"),
        ([&availability[..], &["feed.tsv", "--house", "other.toml"]].concat(), "Autre Maison"),
        ([&availability[..], &["few.tsv"]].concat(), "hidden at once"),
    ] {
        let before = shop.bytes("pack");
        let output = shop.run(&arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(text(&output.stderr).contains(why), "{}", text(&output.stderr));
        assert_eq!(shop.bytes("pack"), before, "{arguments:?}");
        succeeded(shop.run(&[&arguments[..], &["--force"]].concat()));
        succeeded(shop.build_at("pack", "2026-01-01", &["--force"]));
    }
}

#[test]
fn a_feed_whose_availability_or_links_say_nothing_is_refused_unless_forced() {
    let shop = Shop::new();
    let words = (0..3).fold(feed(&[], &[]), |text, n| text.replacen("in_stock", &format!("foo{n}"), 1));
    shop.write("words.tsv", &words.replace("in_stock", "foo"));
    shop.write("links.tsv", &feed(&[], &[]).replace("https://", "ftp://"));
    for (file, column, values) in [
        ("words.tsv", "availability", "\"foo0\", \"foo1\", \"foo2\"; words.tsv:2"),
        (
            "links.tsv",
            "link",
            "\"ftp://shop.example/p/i00\", \"ftp://shop.example/p/i01\", \"ftp://shop.example/p/i02\"",
        ),
    ] {
        let build = ["build", "--feed", file, "--out", file.trim_end_matches(".tsv")];
        let output = shop.run(&build);
        let says = text(&output.stderr);
        let last = says.lines().last().unwrap();
        assert!(!output.status.success() && last.contains("24 of 24 rows"), "{says}");
        assert!(last.contains(&format!("column \"{column}\" has {values}")) && last.contains("--force"), "{last}");
        assert!(!shop.path(build[4]).join("manifest.json").exists());
        succeeded(shop.run(&[&build[..], &["--force"]].concat()));
    }
    // If half of the rows are unusable, they are reported and the build is published.
    let half = (0..12).fold(feed(&[], &[]), |text, _| text.replacen("in_stock", "foo", 1));
    shop.write("half.tsv", &half);
    succeeded(shop.run(&["build", "--feed", "half.tsv", "--out", "half"]));
}

#[test]
fn a_feed_without_links_needs_the_houses_template() {
    let shop = Shop::new();
    let without: String = feed(&[], &[])
        .lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split('\t').collect();
            cells.remove(2);
            cells.join("\t") + "\n"
        })
        .collect();
    shop.write("feed.tsv", &without);
    shop.write("bare.toml", &HOUSE.replace("url = \"https://shop.example/p/{id}\"\n", ""));
    let output = shop.run(&["build", "--feed", "feed.tsv", "--house", "bare.toml", "--out", "bare"]);
    let says = text(&output.stderr);
    assert!(
        !output.status.success() && says.contains("(column \"link\" has \"link of i00\", \"link of i01\""),
        "{says}"
    );
    succeeded(shop.run(&["build", "--feed", "feed.tsv", "--out", "pack"]));
}
