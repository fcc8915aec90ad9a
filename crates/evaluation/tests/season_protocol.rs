//! `evaluate --protocol season` on the demo's shop, and on a small shop with known results.

use std::fmt::Write as _;

use clap::Parser;
use passerelle_evaluation::season_protocol::side;
use passerelle_evaluation::{Args, seasons};

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: Args,
}

fn run(options: &[&str]) -> serde_json::Value {
    let args = Cli::parse_from([&["evaluate", "--protocol", "season"], options].concat()).args;
    let mut found = serde_json::to_value(seasons(&args).unwrap()).unwrap();
    found["train_seconds"] = 0.into();
    found
}

/// Online Retail II, half of the shoppers against the other half, from dates only. The figures are in
/// docs/research/season-results.md.
#[test]
fn what_is_flagged_in_the_demo_s_shop_is_in_demand() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/online-retail-ii");
    let path = |name: &str| format!("{data}/{name}");
    let found = run(&[
        "--orders",
        &path("orders.csv.gz"),
        "--feed",
        &path("feed.tsv.gz"),
        "--house",
        &path("house.toml"),
        "--test-from",
        "2010-12-01",
    ]);
    assert_eq!((&found["first_day"], &found["last_day"]), (&"2009-12-01".into(), &"2010-11-30".into()));
    assert_eq!((&found["types"], found["months"].as_array().unwrap().len()), (&false.into(), 12));
    let share = |key: &str| found[key].as_f64().unwrap();
    assert!(share("share") >= 0.65, "{found:#}");
    assert!(share("share") > 3.0 * share("share_random"), "{found:#}");
    assert!(found["months_flagged"].as_u64() >= Some(9), "{found:#}");
    for month in found["months"].as_array().unwrap() {
        let count = |key: &str| month[key].as_u64().unwrap();
        assert!(count("hits") <= count("judged") && count("judged") <= count("flagged"), "{month}");
        assert!(count("found") <= count("in_demand"), "{month}");
    }
}

/// Two years with 400 shoppers. Item w sells in December; the others sell evenly. `types` names the types of the others
/// and of w. `edit` gets (shopper, item, line) and returns the changed line, or `None` to drop it.
fn folder(types: [&str; 2], edit: impl Fn(u32, &str, String) -> Option<String>) -> tempfile::TempDir {
    let mut orders = "order_id,user_id,timestamp,item_id\n".to_owned();
    let mut order = 0u32;
    for day in 0..731i64 {
        let date = jiff::civil::date(2008, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        let december = date.month() == 12;
        for item in 0..20 + u32::from(december) * 6 {
            let id = if item < 20 { format!("s{item}") } else { "w".to_owned() };
            order += 1;
            // The shopper of the first order is shopper 0, and so on, as the log numbers them.
            let shopper = if order <= 400 { order - 1 } else { (order * 7919) % 400 };
            let line = format!("o{order},u{shopper},{date},{id}\n");
            orders += &edit(shopper, &id, line).unwrap_or_default();
        }
    }
    let mut items = "item_id,division,category\n".to_owned();
    for item in 0..20 {
        writeln!(items, "s{item},A,{}", types[0]).unwrap();
    }
    writeln!(items, "w,A,{}", types[1]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("orders.csv"), orders).unwrap();
    std::fs::write(folder.path().join("items.csv"), items).unwrap();
    folder
}

fn run_in(folder: &tempfile::TempDir, options: &[&str]) -> serde_json::Value {
    let path = |name: &str| folder.path().join(name).display().to_string();
    run(&[&["--events", &path("orders.csv"), "--items", &path("items.csv")], options].concat())
}

#[test]
fn what_sells_in_december_is_flagged_in_december_only() {
    let found = run_in(&folder(["x", "y"], |_, _, line| Some(line)), &[]);
    assert_eq!((found["share"].as_f64(), found["months_flagged"].as_u64()), (Some(1.0), Some(1)));
    assert_eq!(found["share_empty_as_zero"].as_f64(), Some(1.0 / 12.0));
    let december = &found["months"][11];
    assert_eq!((&december["flagged"], &december["judged"], &december["hits"]), (&1.into(), &1.into(), &1.into()));
    assert_eq!(found["types_of_months"][0]["type"], "y");
    let halves = (found["shoppers_learned"].as_u64().unwrap(), found["shoppers_scored"].as_u64().unwrap());
    assert_eq!(halves.0 + halves.1, 400);
    assert!(halves.0 > 150 && halves.1 > 150, "{halves:?}");
}

#[test]
fn without_types_the_names_of_types_change_nothing() {
    let named = run_in(&folder(["x", "Christmas"], |_, _, line| Some(line)), &[]);
    let nameless = run_in(&folder(["", ""], |_, _, line| Some(line)), &[]);
    assert_eq!(named["months"], nameless["months"]);
}

/// The scored half buys something else in December. Validation does not notice; the real score does.
#[test]
fn validation_does_not_look_at_the_scored_half() {
    let edit = |shopper: u32, item: &str, line: String| {
        Some(if side(shopper, 0) && item == "w" { line.replace(",w", ",s0") } else { line })
    };
    let (before, after) = (folder(["x", "y"], |_, _, line| Some(line)), folder(["x", "y"], edit));
    assert_eq!(run_in(&before, &["--validation"]), run_in(&after, &["--validation"]));
    assert_eq!(run_in(&after, &[])["months"][11]["judged"], 0);
}

/// Sessions from the test day on make no difference, whatever their content.
#[test]
fn sessions_from_the_test_day_on_change_nothing() {
    let edit = |_: u32, item: &str, line: String| {
        Some(if line.contains(",2009-") && item == "w" { line.replace(",w", ",s1") } else { line })
    };
    let (before, after) = (folder(["x", "y"], |_, _, line| Some(line)), folder(["x", "y"], edit));
    let kept = ["--test-from", "2009-01-01"];
    assert_eq!(run_in(&before, &kept)["months"], run_in(&after, &kept)["months"]);
    assert_eq!(run_in(&before, &kept)["last_day"], "2008-12-31");
}

/// Learned from 2008, scored on 2009. w also sells in early January, so that it is not new in December. If w sells in
/// June 2009 instead of December 2009, its flag of December is no hit.
#[test]
fn the_next_year_judges_what_the_first_one_flags() {
    let early = |item: &str, line: &str| item == "s0" && line.contains("-01-0");
    let december = |moved: bool| {
        let edit = |_: u32, item: &str, line: String| {
            let of_june = item == "s0" && line.contains(",2009-06-");
            Some(match item {
                "w" if moved && line.contains(",2009-12-") => line.replace(",w", ",s0"),
                _ if early(item, &line) || (moved && of_june) => line.replace(",s0", ",w"),
                _ => line,
            })
        };
        let found = run_in(&folder(["x", "y"], edit), &["--test-from", "2009-01-01", "--scored-on", "next-year"]);
        assert_eq!(found["last_day"], "2009-12-31");
        ["flagged", "judged", "hits"].map(|key| found["months"][11][key].as_u64().unwrap())
    };
    assert_eq!(december(false), [1, 1, 1]);
    assert_eq!(december(true), [1, 1, 0]);
}

/// Easter was on 23 March 2008 and on 12 April 2009; w sells in the six weeks before it. By the calendar it would be in
/// demand in February, as it is for the other shoppers of 2008.
#[test]
fn what_is_bought_for_easter_is_flagged_when_easter_comes() {
    let edit = |_: u32, item: &str, line: String| {
        let date = line.split(',').nth(2).and_then(|date| date.parse::<jiff::civil::Date>().ok()).unwrap();
        let easter = if date.year() == 2008 { jiff::civil::date(2008, 3, 23) } else { jiff::civil::date(2009, 4, 12) };
        let before = date.until(easter).unwrap().get_days();
        Some(match item {
            "w" => line.replace(",w", ",s0"),
            "s0" | "s1" | "s2" if (0..44).contains(&before) => line.replace(&format!(",{item}"), ",w"),
            // A little of w all year round.
            "s3" if date.day() % 6 == 0 => line.replace(",s3", ",w"),
            _ => line,
        })
    };
    let shop = folder(["x", "y"], edit);
    let february_and_march = |options: &[&str]| {
        let months = run_in(&shop, options);
        [1, 2].map(|month| ["flagged", "hits"].map(|key| months["months"][month][key].as_u64().unwrap()))
    };
    let split = ["--test-from", "2009-01-01"];
    assert_eq!(february_and_march(&split), [[1, 1], [1, 1]]);
    assert_eq!(february_and_march(&[&split[..], &["--scored-on", "next-year"]].concat()), [[0, 0], [1, 1]]);
}

/// v sells in the second week of May only. The other half of the shoppers buys it then too, but not in other weeks.
#[test]
fn other_weeks_do_not_confirm_what_lasted_for_days() {
    let edit = |_: u32, item: &str, line: String| {
        let burst = (8..=14).any(|day| line.contains(&format!("-05-{day:02},")));
        Some(if item == "s0" && burst { line.replace(",s0", ",w") } else { line })
    };
    let shop = folder(["x", "y"], edit);
    let may = |options: &[&str]| run_in(&shop, options)["months"][4]["hits"].as_u64().unwrap();
    assert_eq!(may(&["--scored-on", "weeks"]), 0);
    let december = &run_in(&shop, &["--scored-on", "weeks"])["months"][11];
    assert_eq!(december["hits"], december["judged"], "{december}");
}

#[test]
fn the_next_year_needs_a_day_that_it_begins_on() {
    let shop = folder(["x", "y"], |_, _, line| Some(line));
    let path = |name: &str| shop.path().join(name).display().to_string();
    let events = path("orders.csv");
    let args = ["evaluate", "--protocol", "season", "--events", &events, "--scored-on", "next-year"];
    assert!(seasons(&Cli::parse_from(args).args).unwrap_err().to_string().contains("--test-from"));
}

/// A higher required probability gives fewer flags.
#[test]
fn a_higher_probability_flags_no_more() {
    let found = run_in(&folder(["x", "y"], |_, _, line| Some(line)), &["--trade"]);
    let flags: Vec<u64> = found["trade"].as_array().unwrap().iter().map(|of| of["flagged"].as_u64().unwrap()).collect();
    assert!(flags.is_sorted_by(|a, b| a >= b) && flags[0] > 0, "{flags:?}");
}

#[test]
fn a_log_without_dates_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    std::fs::write(&path, "session_id,item_id\na,x\nb,y\n").unwrap();
    let args = Cli::parse_from(["evaluate", "--protocol", "season", "--events", &path.display().to_string()]).args;
    assert!(seasons(&args).unwrap_err().to_string().contains("timestamp"));
}
