//! Measures the time of a slate by size of the catalogue, on which it must not depend.

// A benchmark is not a library.
#![allow(missing_docs)]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{Published, synthetic};
use criterion::{Criterion, criterion_group, criterion_main};
use passerelle::engine::{Engine, Mode, Status};
use passerelle::history::EventKind;
use passerelle::rank::Placement;
use passerelle::request::SuggestRequest;
use std::hint::black_box;

const NOW: i64 = 1_800_000_000;
const VISITED: usize = 50;

fn suggest(criterion: &mut Criterion) {
    // `cargo test --benches` runs everything once, and writing a large pack takes half a minute.
    let sizes: &[usize] =
        if std::env::args().any(|argument| argument == "--test") { &[500] } else { &[5_000, 100_000] };
    for &items in sizes {
        let published = Published::new(&synthetic::with_season(synthetic::content(items, 1)), NOW, &[]);
        let mut engine = visited(&published, items);
        let page = synthetic::id(items / 2);
        let request =
            SuggestRequest { item_id: Some(page.clone()), limit: Some(8), ..SuggestRequest::new(Placement::Product) };
        assert_eq!(engine.suggest(&request, NOW).status, Status::Ok);
        criterion.bench_function(&format!("suggest, {VISITED} items visited of {items}"), |bencher| {
            bencher.iter(|| black_box(engine.suggest(black_box(&request), NOW).suggestions.len()));
        });
    }
}

/// An engine whose shopper has viewed items all over the catalogue.
fn visited(published: &Published, items: usize) -> Engine {
    let mut engine = published.engine();
    engine.set_mode(Mode::Personal);
    for visit in 0..=VISITED {
        let id = synthetic::id((items / 2 + (visit + 1) * items / (VISITED + 1)) % items);
        let declared = engine.open_page(&id);
        published.load(&mut engine, declared);
        assert!(engine.track(EventKind::View, &id, NOW, false));
    }
    engine
}

criterion_group!(benches, suggest);
criterion_main!(benches);
