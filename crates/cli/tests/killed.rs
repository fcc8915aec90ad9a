//! A build that is killed, whenever that is: what was published before is served on, or the new build is, each of them whole.

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
        // Each with something else to publish.
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
        // A build that was killed before it swapped the manifest has used up a number.
        assert!(after == before || after.sequence > before.sequence, "{before:?} {after:?}");
        changed += u32::from(after != before);
    }
    // Nothing that was left behind is in the way of the next.
    succeeded(shop.build_at("pack", "2026-01-03", &[]));
    shop.pack().check_all().unwrap();
    assert!(changed < KILLS, "some were killed before they published");
}
