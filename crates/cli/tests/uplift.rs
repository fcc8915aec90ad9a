//! `passerelle uplift` from the command line.

mod shop;

use serde_json::Value;
use shop::{Shop, sentence, succeeded, text};

/// `days` days with 9,000 visits that could see suggestions and 1,000 that were held out.
fn counts(days: u32, orders: u32, held_out: u32) -> String {
    let lines = (1..=days)
        .map(|day| format!("2026-10-{day:02},suggestions,9000,{orders}\n2026-10-{day:02},held_out,1000,{held_out}\n"));
    "day,group,visits,orders\n".to_owned() + &lines.collect::<String>()
}

#[test]
fn a_clear_effect_is_told_and_an_unclear_one_is_not_yet() {
    let shop = Shop::new();
    let said = |file: &str| {
        shop.write("counts.csv", file);
        text(&succeeded(shop.run(&["uplift", "--counts", "counts.csv"])).stdout).to_owned()
    };
    let clear = said(&counts(31, 360, 20));
    assert!(clear.contains("lots by device (with a history), 31 days"), "{clear}");
    assert!(clear.contains("suggestions  279,000  11,160  4.000 %"), "{clear}");
    assert!(clear.contains("lift +100.0 %, interval +"), "{clear}");
    assert!(clear.contains("Suggestions bring orders: at least +"), "{clear}");
    let unclear = said(&counts(31, 180, 20));
    assert!(unclear.contains("lift +0.0 %, interval -"), "{unclear}");
    assert!(unclear.contains("Not yet: the counts exclude neither more nor fewer orders."), "{unclear}");
    let few = said(&counts(2, 180, 20));
    assert!(few.contains("Not yet: each group needs 50 orders, one has 10 too few."), "{few}");
}

#[test]
fn json_says_the_same_by_unit() {
    let shop = Shop::new();
    let by_day = "day,group,visits,orders,unit\n2026-10-01,suggestions,900,30,day\n2026-10-02,held_out,900,30,day\n";
    shop.write("counts.csv", by_day);
    let told = succeeded(shop.run(&["uplift", "--counts", "counts.csv", "--json"]));
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(told.as_array().map(Vec::len), Some(1));
    assert_eq!((&told[0]["unit"], &told[0]["days"]), (&"day".into(), &2.into()));
    assert_eq!((&told[0]["verdict"], &told[0]["missing_orders"]), (&"not_yet".into(), &20.into()));
    assert_eq!(told[0]["suggestions"]["visits"], 900);
}

#[test]
fn a_plan_says_how_long_and_a_wrong_one_what_to_change() {
    let shop = Shop::new();
    let plan = ["uplift", "--visits-per-day", "20000", "--order-rate", "2", "--holdout", "10"];
    let told: Value = serde_json::from_slice(&succeeded(shop.run(&[&plan[..], &["--json"]].concat())).stdout).unwrap();
    let days: Vec<u64> =
        told.as_array().unwrap().iter().map(|wait| wait["days"].as_u64().unwrap_or(u64::MAX)).collect();
    assert!(days.windows(2).all(|pair| pair[0] > pair[1]), "a larger effect takes fewer days: {days:?}");
    for (arguments, says) in [
        (vec!["uplift"], "--counts"),
        (vec!["uplift", "--visits-per-day", "20000", "--order-rate", "2", "--holdout", "100"], "between 0 and 100"),
        (vec!["uplift", "--counts", "nowhere.csv"], "nowhere.csv: "),
        (
            vec!["uplift", "--counts", "nowhere.csv", "--error-rate", "0"],
            "--error-rate 0: write a number between 0 and 100",
        ),
    ] {
        let output = shop.run(&arguments);
        let said = text(&output.stderr);
        assert!(!output.status.success() && said.contains(says), "{said}");
    }
    shop.write("counts.csv", "day,group,visits,orders\n2026-10-01,control,9,1\n");
    let said = sentence(&shop.run(&["uplift", "--counts", "counts.csv"]));
    assert!(said.contains("counts.csv: line 2: group is \"control\": write suggestions or held_out"), "{said}");
}
