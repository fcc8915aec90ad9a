//! `evaluate` on small logs: every protocol and baseline, the split, and the keys of its output.

use std::fmt::Write as _;

use clap::Parser;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use passerelle_evaluation::data::{self, Data};
use passerelle_evaluation::{Args, evaluate, new_items, reasons, settings};

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: Args,
}

fn run(folder: &tempfile::TempDir, options: &[&str]) -> serde_json::Value {
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (events, items) = (path("events.csv"), path("items.csv"));
    let fixed = ["evaluate", "--events", &events, "--items", &items, "--no-calibration"];
    let args = Cli::parse_from(fixed.iter().chain(options)).args;
    serde_json::to_value(evaluate(&args).unwrap()).unwrap()
}

/// Items a0, a1, ... and b0, b1, ... in two divisions. A visit goes from a to b of the same number. In the test part b9
/// follows a0.
fn folder() -> tempfile::TempDir {
    let mut items = "item_id,division,category\n".to_owned();
    let mut events = "split,session_id,seq,item_id\n".to_owned();
    for number in 0..10 {
        writeln!(items, "a{number},A,x\nb{number},B,y").unwrap();
    }
    for (visit, number) in (0..5).flat_map(|visit| (0..10).map(move |number| (visit, number))) {
        let session = format!("train,{number}-{visit}");
        writeln!(events, "{session},0,a{number}\n{session},1,b{number}\n{session},2,a{number}").unwrap();
    }
    for visit in 0..20 {
        writeln!(events, "test,t{visit},0,a0\ntest,t{visit},1,b9\ntest,t{visit},2,a1\ntest,t{visit},3,b1").unwrap();
    }
    written(&items, &events)
}

fn written(items: &str, events: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("items.csv"), items).unwrap();
    std::fs::write(folder.path().join("events.csv"), events).unwrap();
    folder
}

#[test]
fn every_protocol_and_baseline_gives_every_key() {
    let folder = folder();
    for protocol in ["next-item", "product", "new-only", "other-division"] {
        for baseline in ["vs-knn", "vstan", "slist", "popularity", "pairs"] {
            let found = run(&folder, &["--protocol", protocol, "--baseline", baseline]);
            for key in [
                "protocol",
                "predictions",
                "hit_rate",
                "mrr",
                "ndcg",
                "coverage",
                "gini",
                "hit_rate_ci",
                "mrr_ci",
                "train_seconds",
                "microseconds_per_suggestion",
                "bytes_per_item",
                "baseline",
            ] {
                assert!(!found[key].is_null(), "{protocol} {baseline} {key}");
            }
            assert!(!found["baseline"]["hit_rate_difference_ci"].is_null());
        }
    }
}

/// a0 -> b9 occurs twenty times, in the test part only.
#[test]
fn training_never_sees_a_test_event() {
    let folder = folder();
    let data = data::read(&folder.path().join("events.csv"), None, None, &[]).unwrap();
    assert_eq!((data.train.sessions.len(), data.train.events.len()), (50, 150));
    assert_eq!((data.test.sessions.len(), data.test.events.len()), (20, 80));
    let id = |item: u32| data.catalogue.items[item as usize].id.as_str();
    for session in &data.train.sessions {
        let items: Vec<&str> = data.train.events_of(session).iter().map(|event| id(event.item)).collect();
        assert_eq!(items[0][1..], items[1][1..], "a visit of the training part keeps to one number");
    }
}

/// Only the pairs a0-b0 and a1-b1 can be learned. The questions of the test part, by hand: a0 -> b0 and b1 -> a1 come
/// first; a0 -> c0 was never seen; a0 -> a1 stays inside the division and is not asked.
#[test]
fn clicks_ask_for_the_next_item_of_another_division() {
    let items = "item_id,division,category\na0,A,x\na1,A,x\nb0,B,x\nb1,B,x\nc0,C,x\n";
    let mut events = "split,session_id,seq,item_id\n".to_owned();
    for visit in 0..10 {
        for number in 0..2 {
            writeln!(events, "train,{visit}-{number},0,a{number}\ntrain,{visit}-{number},1,b{number}").unwrap();
        }
    }
    events +=
        "test,t,0,a0\ntest,t,1,b0\ntest,u,0,b1\ntest,u,1,a1\ntest,v,0,a0\ntest,v,1,c0\ntest,w,0,a0\ntest,w,1,a1\n";
    let folder = written(items, &events);
    let found = run(&folder, &["--protocol", "other-division", "--k", "1"]);
    assert_eq!(found["predictions"], 3);
    assert!((found["hit_rate"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9);
    assert!((found["mrr"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9);
}

/// Only the pair a0-b0 is learned. In the test part c0 comes between: from a0 the only suggestion is b0, which is not
/// the next item but among the next five; from a0 and c0 it is the next.
#[test]
fn a_slate_is_judged_by_the_next_five_too() {
    let items = "item_id,division,category\na0,A,x\nb0,B,x\nc0,C,x\n";
    let mut events = "split,session_id,seq,item_id\n".to_owned();
    for visit in 0..10 {
        writeln!(events, "train,{visit},0,a0\ntrain,{visit},1,b0").unwrap();
    }
    events += "test,t,0,a0\ntest,t,1,c0\ntest,t,2,b0\n";
    let folder = written(items, &events);
    let found = run(&folder, &["--protocol", "new-only", "--k", "1"]);
    assert_eq!(found["predictions"], 2);
    assert_eq!((&found["hit_rate"], &found["next_hit_rate"]), (&0.5.into(), &1.0.into()), "{found}");
}

/// Ten baskets {a1, b1}. The test part has {a1, b0, b1}: division A is asked for from b0 and b1, and B from a1. Any
/// hidden item is a hit, so b1 answers for B although b0 was never sold. The shopper bought c0 and c1 before. They are
/// not hidden, and can only take a place.
#[test]
fn baskets_ask_for_each_division_from_the_others() {
    let items = "item_id,division,category\na0,A,x\na1,A,x\nb0,B,x\nb1,B,x\nc0,C,x\nc1,C,x\n";
    let mut events = "order_id,user_id,timestamp,item_id\n".to_owned();
    for basket in 0..10 {
        writeln!(events, "x{basket},u{basket},2025-01-{:02},a1\nx{basket},u{basket},2025-01-{0:02},b1", basket + 1)
            .unwrap();
    }
    events += "early,s,2025-01-20,c0\nearly,s,2025-01-20,c1\n";
    events += "late,s,2025-02-01,a1\nlate,s,2025-02-01,b0\nlate,s,2025-02-01,b1\n";
    events += "alone,t,2025-02-02,a1\n";
    let folder = written(items, &events);
    let options = ["--protocol", "other-division", "--test-from", "2025-02-01", "--floor", "1"];
    let with = run(&folder, &options);
    assert_eq!(with["predictions"], 2, "a basket of one division asks nothing");
    let without = run(&folder, &[&options[..], &["--without-history", "--k", "1"]].concat());
    assert_eq!(without["predictions"], 2);
    assert!((without["hit_rate"].as_f64().unwrap() - 1.0).abs() < 1e-9, "{without}");
    assert!(with["mrr"].as_f64().unwrap() <= without["mrr"].as_f64().unwrap());
}

/// Rows whose `split` is `valid` are in neither part. The same log compressed gives the same figures.
#[test]
fn a_valid_split_is_ignored_and_a_gzip_log_read() {
    let folder = folder();
    let path = folder.path().join("events.csv");
    let plain = std::fs::read_to_string(&path).unwrap();
    let before = run(&folder, &[]);
    let mut with_valid = plain.clone();
    for visit in 0..50 {
        writeln!(with_valid, "valid,v{visit},0,a0\nvalid,v{visit},1,b9").unwrap();
    }
    let mut file = flate2::write::GzEncoder::new(std::fs::File::create(&path).unwrap(), flate2::Compression::fast());
    std::io::Write::write_all(&mut file, with_valid.as_bytes()).unwrap();
    file.finish().unwrap();
    let after = run(&folder, &[]);
    for key in ["predictions", "hit_rate", "mrr", "ndcg", "bytes_per_item"] {
        assert_eq!(before[key], after[key], "{key}");
    }
}

/// The log as a Parquet file gives the same figures as its CSV.
#[test]
fn a_parquet_log_gives_the_figures_of_its_csv() {
    let folder = folder();
    let path = folder.path().join("events.csv");
    let before = run(&folder, &[]);
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let schema = "message log { required binary split (STRING); required binary session_id (STRING); \
                  required int64 seq; required binary item_id (STRING); }";
    let schema = parse_message_type(schema).unwrap();
    let file = std::fs::File::create(&path).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema.into(), Default::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for place in 0..4 {
        let mut column = group.next_column().unwrap().unwrap();
        if place == 2 {
            let values: Vec<i64> = rows.iter().map(|row| row[place].parse().unwrap()).collect();
            column.typed::<Int64Type>().write_batch(&values, None, None).unwrap();
        } else {
            let values: Vec<ByteArray> = rows.iter().map(|row| ByteArray::from(row[place])).collect();
            column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    let after = run(&folder, &[]);
    for key in ["predictions", "hit_rate", "mrr", "ndcg", "bytes_per_item"] {
        assert_eq!(before[key], after[key], "{key}");
    }
}

#[test]
fn without_a_floor_the_house_s_k_holds_else_the_default() {
    let args = Cli::parse_from(["evaluate", "--events", "events.csv"]).args;
    let floor = |k| settings(&args, &Data { k, ..Data::default() }).floor;
    assert_eq!((floor(None), floor(Some(5)), args.k), (3, 5, 20));
    for wrong in [["--k", "0"], ["--floor", "0"], ["--neighbours", "0"], ["--bits", "9"]] {
        assert!(Cli::try_parse_from([&["evaluate", "--events", "events.csv"], &wrong[..]].concat()).is_err());
    }
}

/// Validation measures the training part only: the content of the test part makes no difference.
#[test]
fn validation_never_sees_the_test_part() {
    let folder = folder();
    let path = folder.path().join("events.csv");
    let before = run(&folder, &["--validation"]);
    let mut text = String::new();
    for line in std::fs::read_to_string(&path).unwrap().lines() {
        writeln!(text, "{}", if line.starts_with("test") { line.replace(",a1", ",a7") } else { line.to_owned() })
            .unwrap();
    }
    std::fs::write(&path, text).unwrap();
    let after = run(&folder, &["--validation"]);
    assert_eq!(before["predictions"], 10);
    for key in ["predictions", "hit_rate", "mrr", "ndcg", "coverage", "gini", "bytes_per_item"] {
        assert_eq!(before[key], after[key], "{key}");
    }
}

/// Malformed logs give figures or an error with a remedy, never a panic.
#[test]
fn a_log_that_cannot_be_measured_is_an_error_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    let header = "split,session_id,seq,item_id\n";
    let one_each = "train,a,0,x\ntest,b,0,x\n";
    for (text, reason) in [
        (String::new(), "is empty"),
        ("a,b\n1,2\n".to_owned(), "has no header"),
        ("timestamp,item_id\n1,2\n".to_owned(), "session_id"),
        ("session_id,item_id\na,x\n".to_owned(), "--test-from"),
        (header.to_owned(), "--test-from"),
        (format!("{header}train,a,0,x\ntrain,a,1,y\n"), "test part"),
        (format!("{header}test,a,0,x\ntest,a,1,y\n"), "training part"),
        (format!("{header}{one_each}"), "nothing to predict"),
        ("\u{0}\u{1}\u{2}".repeat(1000), "is not text"),
    ] {
        std::fs::write(&path, text).unwrap();
        let args = Cli::parse_from(["evaluate", "--events", &path.display().to_string()]).args;
        let error = evaluate(&args).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
    // A robot's session of 50,000 events, items that training never saw, and a session in which one item repeats.
    let mut events = header.to_owned();
    for position in 0..50_000 {
        writeln!(events, "train,bot,{position},i{}", position % 5_000).unwrap();
    }
    events += "test,t,0,new\ntest,t,1,newer\ntest,u,0,i1\ntest,u,1,i1\ntest,u,2,i2\n";
    std::fs::write(&path, events).unwrap();
    let args = Cli::parse_from(["evaluate", "--events", &path.display().to_string(), "--floor", "1"]).args;
    assert_eq!(evaluate(&args).unwrap().figures.predictions, 2);
}

#[test]
fn report_writes_a_page_with_plots() {
    let folder = folder();
    let report = folder.path().join("report").display().to_string();
    run(&folder, &["--report", &report]);
    let page = std::fs::read_to_string(folder.path().join("report/index.html")).unwrap();
    assert!(page.contains("<svg") && page.contains("By division") && !page.contains("NaN"));
}

/// Shares add up, a higher floor lets fewer reasons be shown, and a reason about the page may always be shown.
#[test]
fn a_higher_floor_lets_fewer_reasons_be_spoken() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (events, items) = (path("events.csv"), path("items.csv"));
    let fixed = ["evaluate", "--events", &events, "--items", &items, "--no-calibration", "--protocol", "discretion"];
    let args = Cli::parse_from(fixed.iter().chain(&["--placement", "product"])).args;
    let found = serde_json::to_value(reasons(&args).unwrap()).unwrap();
    assert_eq!(found["protocol"], "discretion");
    assert_eq!(found["shoppers"], 50, "every visit of the training part is a shopper of its own");
    assert_eq!(found["met"], serde_json::json!({ "types": 2, "divisions": 2 }));
    let sum = |shares: &serde_json::Value| {
        shares.as_object().unwrap().values().map(|share| share.as_f64().unwrap()).sum::<f64>()
    };
    assert!((sum(&found["most_specific"]) - 1.0).abs() < 1e-9);
    let floors = found["floors"].as_array().unwrap();
    let of = |key: &str| floors.iter().map(|floor| floor[key].as_f64().unwrap()).collect::<Vec<f64>>();
    assert_eq!(of("floor"), [0.005, 0.01, 0.02, 0.05]);
    assert!(of("speakable").windows(2).all(|pair| pair[0] >= pair[1]));
    let of_page = found["most_specific"]["goes-with-page-item"].as_f64().unwrap();
    for floor in floors {
        assert!((sum(&floor["spoken"]) - 1.0).abs() < 1e-9);
        assert!(of_page > 0.0 && floor["spoken"]["goes-with-page-item"] == of_page);
    }
}

/// Teacups are bought with saucers and lanterns with wicks. One item in ten is left out of learning.
#[test]
fn new_items_get_lists_from_words_and_places_in_the_lists_of_others() {
    const THINGS: [[&str; 2]; 2] = [["teacup", "saucer"], ["lantern", "wick"]];
    let mut items = "item_id,division,category,title\n".to_owned();
    for thing in THINGS.as_flattened() {
        (0..10).for_each(|number| writeln!(items, "{thing}{number},{thing},{thing},{thing} {number}").unwrap());
    }
    let mut events = "split,session_id,seq,item_id\n".to_owned();
    for visit in 0..6_000 {
        let part = if visit < 5_000 { "train" } else { "test" };
        let [first, second] = THINGS[visit % 2];
        let (one, other) = (visit / 2 % 10, visit / 20 % 10);
        writeln!(events, "{part},{visit},0,{first}{one}\n{part},{visit},1,{second}{other}").unwrap();
    }
    let folder = written(&items, &events);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (events, items) = (path("events.csv"), path("items.csv"));
    for part in [&[][..], &["--validation"]] {
        let fixed = ["evaluate", "--events", &events, "--items", &items, "--no-calibration", "--protocol", "new-item"];
        let found = new_items(&Cli::parse_from(fixed.iter().chain(part)).args).unwrap();
        assert!((1..12).contains(&found.left_out), "{found:?}");
        let [counts, words, attributes, popular] = &found.figures[..] else { panic!("{found:?}") };
        assert_eq!([counts.lists, words.lists], ["with their counts", "with words"]);
        assert!(words.from_hit_rate > 0.7 && words.to_hit_rate > 0.8, "{found:?}");
        assert!(words.from_mrr > attributes.from_mrr && words.from_mrr > 0.5 * counts.from_mrr, "{found:?}");
        assert_eq!(popular.to_hit_rate, 0.0, "nobody has met them: {found:?}");
        assert!((found.from_share - words.from_hit_rate / counts.from_hit_rate).abs() < 1e-12);
    }
}
