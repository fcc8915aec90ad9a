//! Builds that are killed at different moments. Afterwards either the previous pack or the new one is served, and is
//! intact.

mod shop;

use std::process::Stdio;
use std::time::{Duration, Instant};

use shop::{Shop, feed, succeeded};

const KILLS: u32 = 40;

#[test]
fn a_build_that_is_killed_at_any_moment_leaves_a_sound_pack_and_no_lock() {
    let shop = Shop::new();
    shop.build();
    let started = Instant::now();
    succeeded(shop.build_at("elsewhere", "2026-01-02", &[]));
    let lasts = started.elapsed();
    let mut changed = 0;
    for kill in 0..KILLS {
        // Each build publishes a different set.
        shop.write("feed.tsv", &feed(&[], &[kill as usize % shop::ITEMS]));
        let before = shop.manifest();
        let arguments = ["build", "--feed", "feed.tsv", "--orders", "orders.csv", "--out", "pack"];
        let mut command = shop.command(&[&arguments[..], &["--as-of", "2026-01-02", "--time", "2026-01-02"]].concat());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(lasts * kill / KILLS + Duration::from_millis(1));
        child.kill().unwrap();
        child.wait().unwrap();
        let pack = shop.pack();
        pack.check_all().unwrap();
        let after = shop.manifest();
        // A build that was killed before it replaced the manifest may have used a sequence number.
        assert!(after == before || after.sequence > before.sequence, "{before:?} {after:?}");
        changed += u32::from(after != before);
    }
    // Remains of killed builds do not hinder the next one.
    succeeded(shop.build_at("pack", "2026-01-03", &[]));
    shop.pack().check_all().unwrap();
    assert!(changed < KILLS, "some were killed before they published");
}
