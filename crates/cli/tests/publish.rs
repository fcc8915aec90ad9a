//! Successive publications: builds that are kept or removed, availability, the switch, and rollback.

mod shop;

use std::fs::{self, File};
use std::process::Output;

use shop::{Shop, assert_refused, feed, sentence, succeeded, text};

#[test]
fn the_same_content_again_is_the_same_build_with_the_next_sequence() {
    let shop = Shop::new();
    shop.build();
    let (first, files) = (shop.manifest(), shop.bytes("pack"));
    succeeded(shop.build_at("pack", "2026-01-05", &[]));
    let second = shop.manifest();
    assert_eq!((second.build, second.sequence, second.core), (first.build, 1, first.core));
    assert_eq!(second.time, first.time + 4 * 86_400);
    assert_eq!(shop.builds(), 1);
    for (path, bytes) in shop.bytes("pack") {
        assert!(path.ends_with("manifest.json") || bytes == files[&path], "{}", path.display());
    }
}

#[test]
fn builds_beyond_keep_are_removed() {
    let shop = Shop::new();
    let mut folders = Vec::new();
    for gone in 0..5 {
        shop.write("feed.tsv", &feed(&[gone], &[]));
        succeeded(shop.build_at("pack", "2026-01-01", &["--keep", "2"]));
        folders.push(shop.manifest().folder());
        assert_eq!(shop.builds(), folders.len().min(2));
        shop.leave_for_days(3);
    }
    assert!(shop.path("pack").join(&folders[4]).is_dir() && shop.path("pack").join(&folders[3]).is_dir());
    // An older manifest can be published by copying it.
    let older = shop.path("pack").join(&folders[3]).join("manifest.json");
    fs::copy(older, shop.path("pack/manifest.json")).unwrap();
    succeeded(shop.run(&["verify", "pack"]));
    // A folder that is no build is not removed.
    fs::create_dir_all(shop.path("pack/photos")).unwrap();
    shop.write("feed.tsv", &feed(&[9], &[]));
    succeeded(shop.build_at("pack", "2026-01-01", &["--keep", "1"]));
    assert!(shop.path("pack/photos").is_dir());
    assert!(shop.path("pack").join(shop.manifest().folder()).is_dir());
}

/// With any `--keep`, a page that was opened before a build was replaced finds all its files for 48 hours.
#[test]
fn a_build_stays_for_two_days_after_it_was_replaced() {
    let shop = Shop::new();
    shop.build();
    let first = shop.manifest().folder();
    // The build was current for a month.
    shop.leave_for_days(30);
    for gone in 1..4 {
        shop.write("feed.tsv", &feed(&[gone], &[]));
        succeeded(shop.build_at("pack", "2026-01-02", &["--keep", "1"]));
    }
    assert_eq!(shop.builds(), 4);
    assert!(shop.path("pack").join(&first).join("core.psr").is_file());
    shop.leave_for_days(3);
    shop.write("feed.tsv", &feed(&[5], &[]));
    succeeded(shop.build_at("pack", "2026-01-03", &["--keep", "1"]));
    assert_eq!(shop.builds(), 1 + 1, "the current one, and the one that it has just replaced");
    assert!(!shop.path("pack").join(&first).exists());
}

/// Pages with the module of the previous version continue with its pack.
#[test]
fn a_build_of_an_earlier_version_stays_for_two_days_after_it_was_replaced() {
    let shop = Shop::new();
    let folder = "0123456789abcdef0123456789abcdef";
    let manifest = format!("{{\"major\":5,\"minor\":0,\"module\":5,\"sequence\":9,\"build\":\"{folder}\"}}\n");
    fs::create_dir_all(shop.path("pack").join(folder)).unwrap();
    for name in ["manifest.json".to_owned(), format!("{folder}/manifest.json")] {
        fs::write(shop.path("pack").join(name), &manifest).unwrap();
    }
    shop.leave_for_days(30);
    shop.build();
    let copy = shop.path("pack").join(folder).join("manifest.json");
    assert_eq!(fs::read_to_string(&copy).unwrap(), manifest);
    shop.leave_for_days(3);
    shop.write("feed.tsv", &feed(&[1], &[]));
    succeeded(shop.build_at("pack", "2026-01-02", &[]));
    assert!(!copy.exists());
}

#[test]
fn a_foreign_manifest_is_not_overwritten() {
    let shop = Shop::new();
    fs::create_dir(shop.path("pack")).unwrap();
    shop.write("pack/manifest.json", "{\"name\": \"Maison Exemple\", \"start_url\": \"/\", \"icons\": []}");
    assert_refused(&shop, &["build", "--feed", "feed.tsv", "--out", "pack"], "nothing was changed");
    assert_refused(&shop, &["switch", "off", "--out", "pack"], "nothing was changed");
    assert_refused(&shop, &["verify", "pack"], "not a file of a Passerelle pack");
}

#[test]
fn availability_publishes_one_file_and_the_manifest() {
    let shop = Shop::new();
    shop.build();
    let (before, manifest) = (shop.bytes("pack"), shop.manifest());
    assert!(!shop.unavailable("i05"));
    shop.write("feed.tsv", &feed(&[7], &[5]));
    let arguments = ["availability", "--feed", "feed.tsv", "--out", "pack"];
    let said = text(&succeeded(shop.run(&arguments)).stdout);
    assert!(said.contains("cannot be bought now  2"), "{said}");
    assert!(shop.unavailable("i05") && shop.unavailable("i07") && !shop.unavailable("i06"));
    let now = shop.manifest();
    assert_eq!((now.build, now.time, now.sequence), (manifest.build, manifest.time, 1));
    let after = shop.bytes("pack");
    let changed: Vec<String> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert_eq!(changed.len(), 3, "{changed:?}");
    assert!(changed.iter().all(|path| path.contains("unavailable-") || path.ends_with("manifest.json")), "{changed:?}");
    assert!(before.keys().all(|path| after.contains_key(path)), "pages that are open still find the earlier set");
    shop.write("feed.tsv", &feed(&[], &[]));
    succeeded(shop.run(&arguments));
    assert!(!shop.unavailable("i05") && !shop.unavailable("i07"), "it is back");
    let sets = || shop.bytes("pack").keys().filter(|path| path.display().to_string().contains("unavailable-")).count();
    assert_eq!(sets(), 2, "the first set is the third one again");
    shop.leave_for_days(3);
    for gone in [1, 2] {
        shop.write("feed.tsv", &feed(&[gone], &[]));
        succeeded(shop.run(&arguments));
    }
    assert_eq!(sets(), 2, "the set that is current, and the one that it replaced");
    succeeded(shop.run(&["verify", "pack"]));
}

#[test]
fn an_item_that_left_the_feed_is_unavailable_for_thirty_days() {
    let shop = Shop::new();
    shop.build();
    shop.write("feed.tsv", &feed(&[7], &[]));
    for (date, unavailable) in
        [("2026-01-02", true), ("2026-01-20", true), ("2026-01-31", true), ("2026-02-01", false), ("2026-02-02", false)]
    {
        succeeded(shop.build_at("pack", date, &[]));
        assert_eq!(shop.unavailable("i07"), unavailable, "{date}");
        assert_eq!(shop.pack().offered().unwrap().iter().any(|item| item.id == "i07"), unavailable, "{date}");
        assert!(!shop.unavailable("i08"));
        // `availability` does not make the item available again.
        succeeded(shop.run(&["availability", "--feed", "feed.tsv", "--out", "pack"]));
        assert_eq!(shop.unavailable("i07"), unavailable, "{date}");
    }
    // A sold-out item is still in the pack, and an item that returns to the feed is available.
    shop.write("feed.tsv", &feed(&[], &[8]));
    succeeded(shop.build_at("pack", "2026-02-03", &[]));
    assert!(!shop.unavailable("i07") && shop.unavailable("i08"));
}

#[test]
fn a_build_keeps_suggestions_switched_off() {
    let shop = Shop::new();
    shop.build();
    assert!(text(&succeeded(shop.run(&["switch", "off", "--out", "pack"])).stdout).contains("off from manifest 1"));
    let suggested = || text(&succeeded(shop.run(&["suggest", "pack", "--item", "i00"])).stdout);
    assert_eq!(suggested(), "nothing is suggested: off\n");
    shop.write("feed.tsv", &feed(&[1], &[]));
    let said = text(&succeeded(shop.build_at("pack", "2026-01-02", &[])).stdout);
    assert!(said.contains("off: `passerelle switch on`"), "{said}");
    succeeded(shop.run(&["availability", "--feed", "feed.tsv", "--out", "pack"]));
    assert!(!shop.manifest().on);
    succeeded(shop.run(&["switch", "on", "--out", "pack"]));
    assert!(shop.manifest().on);
    assert_eq!(shop.manifest().sequence, 4);
    assert!(suggested().contains("goes-with-page-item"));
}

#[test]
fn a_second_publication_at_a_time_is_refused() {
    let shop = Shop::new();
    shop.build();
    let lock = File::create(shop.path("pack/.lock")).unwrap();
    lock.try_lock().unwrap();
    for arguments in [
        &["build", "--feed", "feed.tsv", "--out", "pack"][..],
        &["availability", "--feed", "feed.tsv", "--out", "pack"],
        &["switch", "off", "--out", "pack"],
    ] {
        assert_refused(&shop, arguments, "another passerelle is publishing here");
    }
    succeeded(shop.run(&["verify", "pack"]));
    drop(lock);
    let arguments = ["build", "--feed", "feed.tsv", "--orders", "orders.csv", "--out", "pack"];
    let both: Vec<_> = (0..2)
        .map(|_| {
            let mut command = shop.command(&arguments);
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let outputs: Vec<Output> = both.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    let published = outputs.iter().filter(|output| output.status.success()).count();
    assert!(published >= 1);
    assert!(
        outputs
            .iter()
            .all(|output| output.status.success() || sentence(output).contains("another passerelle is publishing"))
    );
    assert_eq!(shop.manifest().sequence as usize, published);
    succeeded(shop.run(&["verify", "pack"]));
}

/// A rollback publishes the earlier build again, with the highest sequence number, and keeps the switch off.
#[test]
fn rollback_publishes_an_earlier_build_with_the_next_sequence() {
    let shop = Shop::new();
    shop.build();
    let first = shop.manifest();
    shop.write("feed.tsv", &feed(&[3], &[]));
    succeeded(shop.build_at("pack", "2026-01-02", &[]));
    succeeded(shop.run(&["switch", "off", "--out", "pack"]));
    let before = shop.manifest();
    assert_ne!(before.build, first.build);
    let listed = text(&succeeded(shop.run(&["rollback", "--out", "pack"])).stdout);
    assert!(listed.contains(&first.folder()) && listed.contains("published now"), "{listed}");
    assert_refused(&shop, &["rollback", "--out", "pack", "0123456789abcdef0123456789abcdef"], "is not a build of");

    succeeded(shop.run(&["rollback", "--out", "pack", &first.folder()]));
    let back = shop.manifest();
    assert_eq!((back.build, back.core), (first.build, first.core));
    assert!(back.sequence > before.sequence && !back.on, "{back:?}");
    succeeded(shop.run(&["verify", "pack"]));

    // The next build keeps the one that was current until now, however old that is.
    for (item, date) in [(4, "2026-01-03"), (5, "2026-01-04")] {
        shop.write("feed.tsv", &feed(&[item], &[]));
        shop.leave_for_days(3);
        succeeded(shop.build_at("pack", date, &["--keep", "2"]));
        if item == 4 {
            assert!(shop.path("pack").join(first.folder()).is_dir());
        }
        assert_eq!(shop.builds(), 2);
    }
    assert!(!shop.path("pack").join(first.folder()).exists());
}

/// The files listed by `--changed`, and then the manifest, make up the whole pack.
#[test]
fn the_list_of_changed_files_is_all_that_an_upload_needs() {
    let shop = Shop::new();
    let upload = |listed: &str| {
        let mut files: Vec<&str> = listed.lines().collect();
        assert!(files.is_sorted() && !files.iter().any(|file| file.ends_with("manifest.json")), "{listed}");
        // The tool's own copy, which `verify` reads but no browser.
        let copy = format!("{}/manifest.json", shop.manifest().folder());
        files.extend([copy.as_str(), "manifest.json"]);
        for file in files {
            let target = shop.path("cdn").join(file);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(shop.path("pack").join(file), target).unwrap();
        }
        passerelle_cli::pack::pack_dir::PackDir::open(&shop.path("cdn")).unwrap().check_all().unwrap();
        assert_eq!(
            fs::read(shop.path("cdn/manifest.json")).unwrap(),
            fs::read(shop.path("pack/manifest.json")).unwrap()
        );
    };
    let listed = || fs::read_to_string(shop.path("changed.txt")).unwrap();
    let changed = ["--changed", "changed.txt"];
    succeeded(shop.build_at("pack", "2026-01-01", &changed));
    assert!(listed().contains("/core.psr\n"), "{}", listed());
    upload(&listed());
    succeeded(shop.build_at("pack", "2026-01-02", &changed));
    assert_eq!(listed(), "", "nothing but the manifest is new");
    upload(&listed());
    shop.write("feed.tsv", &feed(&[7], &[5]));
    succeeded(shop.run(&[&["availability", "--feed", "feed.tsv", "--out", "pack"][..], &changed].concat()));
    assert_eq!(listed().lines().count(), 1, "{}", listed());
    upload(&listed());
    succeeded(shop.build_at("pack", "2026-01-03", &changed));
    upload(&listed());
    let inside = ["availability", "--feed", "feed.tsv", "--out", "pack", "--changed", "pack/changed.txt"];
    assert_refused(&shop, &inside, "name another place with --changed");
    // After a failure, the list of the earlier run is gone.
    shop.write("feed.tsv", "no feed\n");
    assert!(
        !shop.run(&[&["availability", "--feed", "feed.tsv", "--out", "pack"][..], &changed].concat()).status.success()
    );
    assert!(!shop.path("changed.txt").exists());
}
