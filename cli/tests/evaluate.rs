//! `evaluate` on small logs: every protocol and baseline, the split, the keys that it prints.

use std::fmt::Write as _;

use clap::Parser;
use passerelle_cli::evaluate::{Args, data, evaluate};

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

/// Items a0.. and b0.. in two divisions; a visit goes from a to b of the same number. In the test part b9 follows a0.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
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
    std::fs::write(folder.path().join("items.csv"), items).unwrap();
    std::fs::write(folder.path().join("events.csv"), events).unwrap();
    folder
}

#[test]
fn every_protocol_and_baseline_gives_every_key() {
    let folder = folder();
    for protocol in ["next-item", "product", "new-only", "other-division"] {
        for baseline in ["vs-knn", "vstan", "popularity", "pairs"] {
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

/// a0 -> b9 happens twenty times, in the test part only.
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

#[test]
fn a_page_with_plots_is_written() {
    let folder = folder();
    let report = folder.path().join("report").display().to_string();
    run(&folder, &["--report", &report]);
    let page = std::fs::read_to_string(folder.path().join("report/index.html")).unwrap();
    assert!(page.contains("<svg") && page.contains("By division") && !page.contains("NaN"));
}
