//! Memory: a false size in a file reserves none, and a page that stays open uses a bounded amount.

mod common;

use common::{Published, payload, resealed, sections, synthetic};
use passerelle::engine::Mode;
use passerelle::history::EventKind;
use passerelle::pack::layout::{RiceHeader, Section};
use passerelle::pack::{BinaryFile, Core, Envelope, Expected, PackError, Shard, Unavailable, write};
use passerelle::rank::Placement;
use passerelle::request::SuggestRequest;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use zerocopy::FromBytes;

/// Counts the memory of the current thread, so that parallel tests do not disturb one another.
struct Counting;

thread_local! {
    static LIVE: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    // A thread that ends has no counters any more.
    let _ = LIVE.try_with(|live| {
        live.set(live.get() + bytes);
        let _ = PEAK.try_with(|peak| peak.set(peak.get().max(live.get())));
    });
}

// A counting allocator needs `unsafe`; it only forwards to the system's allocator.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize - layout.size() as isize);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The peak of memory during `work` beyond the memory in use before it, in bytes.
fn peak<R>(work: impl FnOnce() -> R) -> (R, isize) {
    let before = LIVE.get();
    PEAK.set(before);
    let result = work();
    (result, PEAK.get() - before)
}

fn live() -> isize {
    LIVE.get()
}

const FOUR_GIGABYTES: u32 = u32::MAX - 7;

fn published() -> Published {
    Published::new(&synthetic::content(12, 7), 1_800_000_000, &["P0000003"])
}

#[test]
fn the_counter_counts() {
    let (taken, most) = peak(|| Vec::<u8>::with_capacity(1 << 20).capacity());
    assert_eq!(taken, 1 << 20);
    assert!((1 << 20..1 << 21).contains(&most), "{most}");
}

#[test]
fn a_header_that_declares_gigabytes_takes_none() {
    let published = published();
    for (expected, bytes) in published.places() {
        let expected = Expected { checksum: None, ..expected };
        let lying = resealed(bytes, |header| header.raw_len = FOUR_GIGABYTES.into());
        let (error, most) = peak(|| payload(&lying, &expected).unwrap_err());
        assert!(matches!(error, PackError::TooLarge { .. }), "{:?}: {error}", expected.file);
        assert!(most < 1 << 10, "{:?} took {most} bytes", expected.file);
        let lying = resealed(bytes, |header| header.stored_len = FOUR_GIGABYTES.into());
        let (error, most) = peak(|| Envelope::open(&lying, &expected).map(|_| ()).unwrap_err());
        assert!(matches!(error, PackError::Length { .. }));
        assert!(most < 1 << 10, "{:?} took {most} bytes", expected.file);
    }
}

#[test]
fn counts_that_declare_gigabytes_take_none() {
    let published = published();
    let core = published.payload(BinaryFile::Core);
    let parsed = Core::parse(&core).unwrap();
    for (section, body) in sections(&core) {
        // The length of each section, and the first number of its body.
        let start =
            sections(&core).iter().take_while(|(id, _)| *id != section).map(|(_, body)| body.len() + 8).sum::<usize>();
        for at in [start + 4, start + 8] {
            if at == start + 8 && body.len() < 4 {
                continue;
            }
            let mut lying = core.clone();
            lying[at..at + 4].copy_from_slice(&FOUR_GIGABYTES.to_le_bytes());
            let (_, most) = peak(|| {
                let _ = Core::parse(&lying);
                Shard::parse(&lying, &parsed).map(|_| ()).is_ok()
            });
            assert!(most < 1 << 20, "section {section}, byte {at}: {most} bytes");
        }
    }
}

#[test]
fn a_set_that_declares_gigabytes_takes_none() {
    let published = published();
    let set = published.payload(BinaryFile::Unavailable);
    for bits in [1, 14, 20] {
        let mut parts = sections(&set);
        assert_eq!(parts[0].0, Section::Rice as u16);
        let (header, _) = RiceHeader::mut_from_prefix(&mut parts[0].1).unwrap();
        (header.count, header.bits) = (FOUR_GIGABYTES.into(), bits);
        let lying = common::joined(&parts);
        let (result, most) = peak(|| Unavailable::parse(&lying).map(|_| ()));
        assert!(result.is_err());
        assert!(most < 1 << 10, "{most} bytes");
    }
    let mut offered = published.payload(BinaryFile::Offered);
    offered[8..12].copy_from_slice(&FOUR_GIGABYTES.to_le_bytes());
    let (result, most) = peak(|| write::parse_offered(&offered).map(|_| ()));
    assert!(result.is_err() && most < 1 << 10, "{most} bytes");
}

/// Successive slates use the same memory again.
#[test]
fn slates_without_end_take_no_more_memory() {
    let published = published();
    let mut engine = published.engine();
    engine.set_mode(Mode::Personal);
    for page in 0..12 {
        let id = synthetic::id(page);
        let declared = engine.open_page(&id);
        published.load(&mut engine, declared);
        assert!(engine.track(EventKind::View, &id, 1_800_000_000, false));
    }
    let request = SuggestRequest { limit: Some(8), ..SuggestRequest::new(Placement::Home) };
    assert!(!engine.suggest(&request, 1_800_000_000).suggestions.is_empty());
    let before = live();
    let (_, most) =
        peak(|| (0..5_000).for_each(|_| assert!(!engine.suggest(&request, 1_800_000_000).suggestions.is_empty())));
    assert_eq!(live(), before);
    assert!(most < 200_000, "{most} bytes at once");
}

/// On a page that is never left, neither lists nor events accumulate.
#[test]
fn visiting_without_end_takes_bounded_memory() {
    const ITEMS: usize = 1_500;
    let published = Published::new(&synthetic::content(ITEMS, 5), 1_800_000_000, &[]);
    let mut engine = published.engine();
    engine.set_mode(Mode::Personal);
    let visit = |engine: &mut passerelle::engine::Engine, page: usize| {
        let id = synthetic::id(page % ITEMS);
        let declared = engine.open_page(&id);
        published.load(engine, declared);
        assert!(engine.track(EventKind::View, &id, 1_800_000_000 + page as i64, false));
    };
    let empty = live();
    let mut after = Vec::new();
    for round in 0..8 {
        (round * 500..(round + 1) * 500).for_each(|page| visit(&mut engine, page));
        after.push(live() - empty);
    }
    // After the first rounds the history is full, and lists are evicted.
    let (early, late) = (after[4], after[7]);
    assert!(late < early + early / 4, "{after:?}");
    assert!(after.iter().all(|bytes| *bytes < 4 << 20), "{after:?}");
    engine.set_mode(Mode::Contextual);
    assert!(live() - empty < after[7] / 8, "what is revoked is given back: {} of {after:?}", live() - empty);
}
