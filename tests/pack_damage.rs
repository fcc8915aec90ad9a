//! Every file that differs from the written one is refused with a fitting error, and nothing panics.

mod common;

use common::{Published, joined, payload, resealed, rules, sections, synthetic};
use passerelle::engine::Pack;
use passerelle::hash::hash;
use passerelle::model::{Day, DivisionIndex, ItemSizes, ShardIndex, SizeRange, SizeRangeIndex, SizeSet};
use passerelle::pack::layout::{
    CardRecord, FileKind, HEADER_LEN, ItemRecord, MANIFEST_LEN, NeighbourRecord, PlacementRecord, RiceHeader,
    RuleRecord, SeasonRecord, Section, Shop, TransitionRecord, TuningRecord, TypeRecord,
};
use passerelle::pack::write::{self, Alias, Content, Neighbour, OfferedItem, SizedItem};
use passerelle::pack::{
    AliasRef, BinaryFile, Core, Envelope, Expected, IdKind, Manifest, PackError, Shard, SpokenId, Unavailable,
};
use passerelle::rank::{Placement, Scope};
use proptest::prelude::*;
use std::num::NonZeroU32;
use std::sync::LazyLock;
use zerocopy::little_endian::U16;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

const MASKS: [u8; 2] = [0x01, 0x80];

static SINGLE: LazyLock<Published> = LazyLock::new(|| {
    let mut content = synthetic::content(12, 7);
    content.aliases = vec![Alias::any("Sku 1", 1), Alias::any("Sku 2", 2)];
    let offered = |id: &str, day| OfferedItem { id: id.to_owned(), last_offered: Day::from_number(day) };
    content.offered = vec![offered("gone", 20_000), offered("lost", 20_001)];
    let published = Published::new(&content, 1_800_000_000, &["P0000003", "gone", "lost"]);
    assert_eq!(published.manifest.shard_files, None);
    published
});

static SHARDED: LazyLock<Published> = LazyLock::new(|| {
    let mut content = wordy(100, 800, 1);
    content.core.rules = rules();
    content.core.placements[Placement::Recent as usize].limit = 9;
    let sizes = ["38", "39"].map(str::to_owned).to_vec();
    content.core.size_ranges =
        ["shoes", "clothes"].map(|group| SizeRange { group: group.to_owned(), sizes: sizes.clone() }).to_vec();
    content.core.placements[3].scope = Scope::Only(vec![DivisionIndex(1), DivisionIndex(4)]);
    let published = Published::new(&content, 1_800_000_000, &["P0000003"]);
    assert!(published.manifest.shards().number() > 3);
    published
});

static CORE: LazyLock<Core> = LazyLock::new(|| SHARDED.core());

/// Items with titles that compress badly, each with a few neighbours and an alias.
fn wordy(items: usize, title: usize, neighbours: usize) -> Content {
    let mut random = synthetic::Random(3);
    let mut content = synthetic::content(items, 7);
    for (index, item) in content.items.iter_mut().enumerate() {
        item.title = common::text(&mut random, title).into();
        item.neighbours = (1..=neighbours)
            .map(|step| Neighbour {
                item: ((index + step * 7) % items) as u32,
                weight: 1.0 / step as f64,
                support: NonZeroU32::new(3),
            })
            .collect();
    }
    content.aliases = (0..items).map(|index| Alias::any(format!("S{index:07}"), index as u32)).collect();
    content
}

/// Whether the error is one for damage in transfer; [`PackError::Malformed`] would mean that the checksum was right.
fn refused_by_checks(error: &PackError) -> bool {
    matches!(
        error,
        PackError::Length { .. } | PackError::NotAPack | PackError::Version { .. } | PackError::Checksum { .. }
    )
}

#[test]
fn every_flipped_byte_is_refused_by_the_envelope_alone() {
    for published in [&*SINGLE, &*SHARDED] {
        for (expected, bytes) in published.places() {
            Envelope::open(bytes, &expected).unwrap();
            // The checksum in the file itself must suffice, without the manifest's.
            let expected = Expected { checksum: None, ..expected };
            let mut damaged = bytes.to_vec();
            for at in 0..damaged.len() {
                for mask in MASKS {
                    damaged[at] ^= mask;
                    let error = Envelope::open(&damaged, &expected).unwrap_err();
                    assert!(refused_by_checks(&error), "{:?}, byte {at}: {error}", expected.file);
                    damaged[at] ^= mask;
                }
            }
        }
    }
}

#[test]
fn every_truncation_and_every_appended_byte_is_refused() {
    for published in [&*SINGLE, &*SHARDED] {
        for (expected, bytes) in published.places() {
            for length in 0..bytes.len() {
                let error = Envelope::open(&bytes[..length], &expected).unwrap_err();
                assert!(matches!(error, PackError::Length { .. }), "{:?} cut to {length}: {error}", expected.file);
            }
            for byte in [0, 1, 0xff] {
                let longer = [bytes, &[byte]].concat();
                assert!(matches!(Envelope::open(&longer, &expected), Err(PackError::Length { .. })));
            }
        }
    }
}

#[test]
fn every_damage_to_the_manifest_is_refused() {
    for published in [&*SINGLE, &*SHARDED] {
        let bytes = published.manifest.to_bytes();
        assert_eq!(Manifest::parse(&bytes).as_ref(), Ok(&published.manifest));
        for at in 0..bytes.len() {
            for mask in MASKS {
                let mut damaged = bytes.clone();
                damaged[at] ^= mask;
                let error = Manifest::parse(&damaged).unwrap_err();
                assert!(refused_by_checks(&error), "byte {at}: {error}");
            }
            let error = Manifest::parse(&bytes[..at]).unwrap_err();
            assert!(matches!(error, PackError::Length { .. } | PackError::NotAPack), "cut to {at}: {error}");
        }
        assert!(matches!(Manifest::parse(&[&bytes[..], b"\n"].concat()), Err(PackError::Length { .. })));
    }
}

#[test]
fn a_sound_file_in_the_wrong_place_is_refused() {
    let places = SHARDED.places();
    for (expected, _) in &places {
        for (other, bytes) in &places {
            let result = Envelope::open(bytes, &Expected { checksum: None, ..*expected });
            if expected.file == other.file {
                result.unwrap();
            } else {
                assert!(matches!(result, Err(PackError::Misplaced { .. })));
            }
        }
    }
    let (expected, bytes) = places[0];
    let other_build = Expected { build: [1; 16], ..expected };
    assert!(matches!(Envelope::open(bytes, &other_build), Err(PackError::Misplaced { what: "its build", .. })));
    // A core that is valid but not the manifest's.
    let another = resealed(bytes, |header| header.minor = 99.into());
    Envelope::open(&another, &Expected { checksum: None, ..expected }).unwrap();
    assert!(matches!(Envelope::open(&another, &expected), Err(PackError::Checksum { .. })));
}

#[test]
fn versions_are_told_apart() {
    let (expected, bytes) = SINGLE.places()[0];
    let newer = resealed(bytes, |header| header.major = 7.into());
    assert_eq!(Envelope::open(&newer, &expected).unwrap_err(), PackError::Version { expected: 6, got: 7 });
    let error = Manifest::parse(b"{\"major\":7,\"anything\":[]}").unwrap_err();
    assert_eq!(error, PackError::Version { expected: 6, got: 7 });
    assert_eq!(error.code(), "pack_version");
    for page in [&b""[..], b"{}", b"<!doctype html><title>Not found</title>", b"PSRL", b"{\"major\":x"] {
        assert_eq!(Manifest::parse(page).unwrap_err().code(), "pack_not_found");
    }
    let page = [b' '; HEADER_LEN + 20];
    assert_eq!(Envelope::open(&page, &expected).unwrap_err(), PackError::NotAPack);
    // The manifest of a later version, which requires a newer reader.
    let text = String::from_utf8(SINGLE.manifest.to_bytes()).unwrap().replacen("\"module\":6", "\"module\":7", 1);
    assert_eq!(Manifest::parse(&sealed(text.as_bytes())), Err(PackError::Version { expected: 6, got: 7 }));
}

/// A manifest with a corrected checksum.
fn sealed(text: &[u8]) -> Vec<u8> {
    let mut bytes = text.to_vec();
    let checked = MANIFEST_LEN - 19;
    let digits = format!("{:016x}", hash(&bytes[..checked]));
    bytes[checked..checked + 16].copy_from_slice(digits.as_bytes());
    bytes
}

#[test]
fn a_manifest_that_is_not_canonical_is_refused() {
    let text = String::from_utf8(SINGLE.manifest.to_bytes()).unwrap();
    let check = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let mut changed = text.replacen(from, to, 1).into_bytes();
        // Spaces before the checksum compensate for a change of the length.
        let end = changed.windows(11).position(|window| window == b"\"checksum\":").unwrap();
        let tail = changed.split_off(end);
        changed.resize(MANIFEST_LEN - tail.len(), b' ');
        changed.extend(tail);
        let error = Manifest::parse(&sealed(&changed)).unwrap_err();
        assert!(matches!(error, PackError::Malformed { section: "manifest", .. }), "{to}: {error}");
    };
    check("\"sequence\":0", "\"sequence\":-1");
    check("\"sequence\":0", "\"sequence\":18446744073709551616");
    check("\"sequence\":0", "\"sequence\":");
    check("\"sequence\"", "\"Sequence\"");
    check("\"items\":12", "\"items\":4294967296");
    check("\"shards\":0", "\"shards\":4294967296");
    check("\"k\":3", "\"k\":256");
    check("\"on\":true", "\"on\":null");
    check("\"season\":false", "\"season\":0");
    check("[\"en\"", "[\"e_n\"");
    check("[\"en\"", "[\"\"");
    check("[\"en\"", "[\"en\",");
    check("[\"en\"", "[ \"en\"");
    check("\"time\":1800000000", "\"time\":9223372036854775808");
    check(",\"core\":\"", ",\"core\":\"0");
    check(",\"items\"", ", \"items\"");
}

#[test]
fn lengths_that_lie_in_a_header_are_refused() {
    for (expected, bytes) in SINGLE.places() {
        let expected = Expected { checksum: None, ..expected };
        let cap = expected.file.kind().raw_cap();
        for declared in [cap + 1, u32::MAX] {
            let lying = resealed(bytes, |header| header.raw_len = declared.into());
            assert_eq!(
                Envelope::open(&lying, &expected).unwrap_err(),
                PackError::TooLarge { file: name(expected.file.kind()), declared: declared.into(), cap: cap.into() }
            );
        }
        let real = Envelope::open(bytes, &expected).unwrap().raw_len as u32;
        for declared in [0, 1, real - 1, real + 1, real * 2, cap] {
            let error = payload(&resealed(bytes, |header| header.raw_len = declared.into()), &expected).unwrap_err();
            assert!(matches!(error, PackError::Malformed { .. }), "{:?}: {error}", expected.file);
        }
        let stored = (bytes.len() - HEADER_LEN) as u32;
        for declared in [0, stored - 1, stored + 1, u32::MAX] {
            let lying = resealed(bytes, |header| header.stored_len = declared.into());
            assert!(matches!(Envelope::open(&lying, &expected), Err(PackError::Length { .. })));
        }
        let error = Envelope::open(&resealed(bytes, |header| header.codec = 2), &expected).unwrap_err();
        assert_eq!(error, PackError::Malformed { section: "header", what: "unknown compression" });
    }
}

fn name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Core => "the core",
        FileKind::Shard => "a shard",
        FileKind::Unavailable => "the list of unavailable items",
        FileKind::Offered => "the list of offered items",
        FileKind::Season => "a list of the season",
        FileKind::Trending => "the list of what is trending",
    }
}

#[test]
fn a_payload_that_is_no_gzip_or_ends_early_is_refused() {
    let (expected, bytes) = SINGLE.places()[0];
    let expected = Expected { checksum: None, ..expected };
    for cut in [0, 1, 10, bytes.len() - HEADER_LEN - 9, bytes.len() - HEADER_LEN - 1] {
        let short = resealed(&bytes[..HEADER_LEN + cut], |header| header.stored_len = (cut as u32).into());
        assert!(matches!(payload(&short, &expected), Err(PackError::Malformed { section: "payload", .. })), "{cut}");
    }
    // If its codec is set to stored, a gzip member has two different lengths; with equal lengths, it has no sections.
    let stored = resealed(bytes, |header| header.codec = 0);
    assert!(matches!(Envelope::open(&stored, &expected), Err(PackError::Malformed { section: "header", .. })));
    let stored = resealed(bytes, |header| (header.codec, header.raw_len) = (0, header.stored_len));
    Core::parse(&payload(&stored, &expected).unwrap()).unwrap_err();
}

/// A payload in parts, to be put together wrongly.
struct Parts(Vec<(u16, Vec<u8>)>);

impl Parts {
    fn of(payload: &[u8]) -> Self {
        Self(sections(payload))
    }

    fn body(&mut self, section: Section) -> &mut Vec<u8> {
        &mut self.0.iter_mut().find(|(id, _)| *id == section as u16).unwrap().1
    }

    /// Changes the record at `index` of a section.
    fn record<T: FromBytes + IntoBytes + KnownLayout + Immutable + Unaligned>(
        &mut self,
        section: Section,
        index: usize,
        change: impl FnOnce(&mut T),
    ) {
        change(&mut <[T]>::mut_from_bytes(self.body(section)).unwrap()[index]);
    }
}

/// The section that the error must name, and the change of the payload.
type Lie<'a> = (&'static str, &'a dyn Fn(&mut Parts));

/// Asserts that `read` refuses each change of `payload`, with an error that names the section.
fn assert_lies<R: std::fmt::Debug>(payload: &[u8], read: impl Fn(&[u8]) -> Result<R, PackError>, lies: &[Lie<'_>]) {
    read(payload).unwrap();
    assert_eq!(joined(&sections(payload)), payload);
    for (number, (wanted, lie)) in lies.iter().enumerate() {
        let mut parts = Parts::of(payload);
        lie(&mut parts);
        match read(&joined(&parts.0)) {
            Err(PackError::Malformed { section, .. }) => assert_eq!(section, *wanted, "lie {number}"),
            other => panic!("lie {number}, about {wanted}: {other:?}"),
        }
    }
}

/// The body of a section of strings.
fn texts(texts: &[&str]) -> Vec<u8> {
    let count = u32::try_from(texts.len()).unwrap().to_le_bytes();
    let lengths = texts.iter().flat_map(|text| (text.len() as u16).to_le_bytes()).collect::<Vec<u8>>();
    [&count[..], &lengths, texts.concat().as_bytes()].concat()
}

#[test]
fn a_core_that_lies_is_refused() {
    let core = SHARDED.payload(BinaryFile::Core);
    let lies: Vec<Lie<'_>> = vec![
        ("shop", &|p| p.record::<Shop>(Section::Shop, 0, |shop| shop.currency = *b"eur")),
        ("shop", &|p| p.record::<Shop>(Section::Shop, 0, |shop| shop.currency = [0xff; 3])),
        ("shop", &|p| p.record::<Shop>(Section::Shop, 0, |shop| shop.minor_digits = 5)),
        ("shop", &|p| p.record::<Shop>(Section::Shop, 0, |shop| shop.k = 0)),
        ("shop", &|p| p.body(Section::Shop).push(0)),
        ("shop", &|p| drop(p.0.remove(0))),
        ("languages", &|p| p.body(Section::Languages)[..4].copy_from_slice(&u32::MAX.to_le_bytes())),
        ("languages", &|p| p.body(Section::Languages)[..4].copy_from_slice(&0x8000_0001u32.to_le_bytes())),
        ("languages", &|p| p.body(Section::Languages)[4] += 1),
        ("languages", &|p| p.body(Section::Languages)[4] -= 1),
        ("languages", &|p| *p.body(Section::Languages).last_mut().unwrap() = 0xff),
        ("languages", &|p| p.body(Section::Languages).truncate(3)),
        ("shop-texts", &|p| *p.body(Section::ShopTexts) = vec![0; 4]),
        ("shop-texts", &|p| *p.body(Section::Languages) = vec![0; 4]),
        ("division-names", &|p| *p.body(Section::DivisionNames) = vec![0; 4]),
        ("division-ids", &|p| p.body(Section::DivisionIds).clear()),
        ("types", &|p| p.record::<TypeRecord>(Section::Types, 0, |kind| kind.division = 6.into())),
        ("types", &|p| p.body(Section::Types).truncate(4)),
        ("types", &|p| p.body(Section::Types).truncate(5)),
        ("ranking tables", &|p| p.body(Section::Levels).truncate(60)),
        ("ranking tables", &|p| p.body(Section::Levels)[2] = 2),
        ("ranking tables", &|p| p.body(Section::Positions)[3] = 1),
        ("ranking tables", &|p| p.body(Section::Positions).truncate(4)),
        ("ranking tables", &|p| p.body(Section::Reminders)[3] = 1),
        ("ranking tables", &|p| p.body(Section::Events)[3] = 1),
        ("ranking tables", &|p| p.body(Section::RemindTimes)[3] = 1),
        ("onward", &|p| p.record::<TransitionRecord>(Section::Onward, 0, |pair| pair.from = 6.into())),
        ("onward", &|p| p.record::<TransitionRecord>(Section::Onward, 35, |pair| pair.to = 6.into())),
        ("onward", &|p| p.body(Section::Onward).truncate(9)),
        ("tuning", &|p| p.record::<TuningRecord>(Section::Tuning, 0, |tuning| tuning.share = (1 << 20 | 1).into())),
        ("tuning", &|p| p.record::<TuningRecord>(Section::Tuning, 0, |tuning| tuning.new_share = (1 << 16 | 1).into())),
        ("tuning", &|p| p.record::<TuningRecord>(Section::Tuning, 0, |tuning| tuning.precedence = (1 << 20).into())),
        ("tuning", &|p| p.body(Section::Tuning).truncate(15)),
        ("tuning", &|p| p.body(Section::Tuning).clear()),
        ("placements", &|p| p.record::<PlacementRecord>(Section::Placements, 0, |spot| spot.scope = 5)),
        ("placements", &|p| p.record::<PlacementRecord>(Section::Placements, 1, |spot| spot.limit = 0)),
        ("placements", &|p| p.record::<PlacementRecord>(Section::Placements, 2, |spot| spot.limit = 25)),
        ("placements", &|p| p.record::<PlacementRecord>(Section::Placements, 4, |spot| spot.fallback = 2)),
        ("placements", &|p| p.body(Section::Placements).truncate(32)),
        ("placements", &|p| p.body(Section::Placements).extend([0, 4, 0, 0, 0, 0, 0, 0])),
        ("placements", &|p| p.body(Section::Placements).truncate(39)),
        ("later-placements", &|p| p.record::<PlacementRecord>(Section::LaterPlacements, 0, |spot| spot.scope = 3)),
        ("placements", &|p| p.record::<PlacementRecord>(Section::LaterPlacements, 0, |spot| spot.limit = 0)),
        ("later-placements", &|p| p.body(Section::LaterPlacements).truncate(7)),
        ("size-ranges", &|p| p.body(Section::SizeRanges).truncate(3)),
        ("size-ranges", &|p| *p.body(Section::SizeRanges) = texts(&["shoes\n38"; 256])),
        ("size-ranges", &|p| *p.body(Section::SizeRanges) = texts(&[&"\n".repeat(32)])),
        ("placement-divisions", &|p| p.body(Section::PlacementDivisions)[2] = 6),
        ("placement-divisions", &|p| p.body(Section::PlacementDivisions)[0] = 5),
        ("placement-divisions", &|p| p.body(Section::PlacementDivisions)[0] = 2),
        ("placement-divisions", &|p| p.body(Section::PlacementDivisions).truncate(7)),
        ("placement-divisions", &|p| {
            p.record::<PlacementRecord>(Section::Placements, 3, |spot| spot.scope = 2);
        }),
        ("season", &|p| p.record::<SeasonRecord>(Section::Season, 0, |season| season.weight = 65_537.into())),
        ("season", &|p| p.body(Section::Season).truncate(7)),
        ("demand-shapes", &|p| p.body(Section::DemandShapes)[0] = 1),
        ("demand-shapes", &|p| p.body(Section::DemandShapes).clear()),
        ("demand-shapes", &|p| p.body(Section::DemandShapes).push(0)),
        ("demand-shapes", &|p| p.body(Section::DemandShapes).resize(65 * 24, 0)),
        ("collection-kinds", &|p| p.body(Section::CollectionKinds).push(6)),
        ("collection-kinds", &|p| p.body(Section::CollectionKinds).push(0)),
        ("collection-names", &|p| *p.body(Section::CollectionNames) = vec![1, 0, 0, 0, 0, 0]),
        ("collection-stories", &|p| *p.body(Section::CollectionStories) = vec![1, 0, 0, 0, 0, 0]),
        ("windows", &|p| p.body(Section::Windows).extend([200, 7, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])),
        ("zones", &|p| p.body(Section::Zones).extend([0, 0, 0, 70, 82, 3])),
        ("rules", &|p| p.record::<RuleRecord>(Section::Rules, 0, |rule| rule.action = 4)),
        ("rules", &|p| p.record::<RuleRecord>(Section::Rules, 0, |rule| rule.kind = 3)),
        ("rules", &|p| p.record::<RuleRecord>(Section::Rules, 0, |rule| rule.target = 1.into())),
        ("rules", &|p| p.record::<RuleRecord>(Section::Rules, 1, |rule| rule.target = u16::MAX.into())),
        ("rules", &|p| p.record::<RuleRecord>(Section::Rules, 2, |rule| rule.target = 6.into())),
        ("rules", &|p| p.record::<RuleRecord>(Section::Rules, 1, |rule| rule.factor = (1 << 20 | 1).into())),
        ("rules", &|p| p.body(Section::Rules).truncate(21)),
        ("rules", &|p| *p.body(Section::RuleItems) = vec![0; 4]),
        ("rule-items", &|p| p.body(Section::RuleItems)[..4].copy_from_slice(&u32::MAX.to_le_bytes())),
        ("rule-items", &|p| *p.body(Section::RuleItems).last_mut().unwrap() = 0xff),
        ("rule-items", &|p| p.0.retain(|(id, _)| *id != Section::RuleItems as u16)),
        ("collection-ids", &|p| p.0.retain(|(id, _)| *id != Section::CollectionIds as u16)),
        ("collection-sets", &|p| p.body(Section::CollectionSets).clear()),
        ("collection-sets", &|p| p.body(Section::CollectionSets)[0] = 1),
        ("collection-sets", &|p| p.body(Section::CollectionSets).extend([1, 0, 0, 0, 0, 0, 0, 0])),
        ("remind-times", &|p| p.body(Section::RemindTimes).truncate(12)),
        ("events", &|p| p.body(Section::Events).truncate(20)),
        ("table", &|p| p.0.swap(0, 1)),
        ("table", &|p| p.0[1].0 = 1),
        ("table", &|p| p.0[0].0 = 0),
    ];
    assert_lies(&core, Core::parse, &lies);
}

/// Reserved bits and bytes are zero today; a reader of this version ignores them.
#[test]
fn what_is_kept_for_later_is_ignored() {
    let core = SHARDED.payload(BinaryFile::Core);
    let mut parts = Parts::of(&core);
    parts.record::<TypeRecord>(Section::Types, 0, |kind| kind.flags = 0xfffe.into());
    parts.record::<TuningRecord>(Section::Tuning, 0, |tuning| tuning.reserved = [0xff; 3]);
    parts.record::<PlacementRecord>(Section::Placements, 0, |spot| spot.flags = 0xfe);
    parts.record::<RuleRecord>(Section::Rules, 0, |rule| (rule.reserved, rule.placements) = (0xff, 0x81));
    parts.record::<SeasonRecord>(Section::Season, 0, |season| (season.flags, season.reserved) = (0xfc, 0xff));
    let (known, later) = (Core::parse(&core).unwrap(), Core::parse(&joined(&parts.0)).unwrap());
    assert_eq!((&later.types, &later.tuning, &later.placements), (&known.types, &known.tuning, &known.placements));
    assert_eq!(later.season, known.season);
    for (rule, as_known) in later.rules.iter().zip(&known.rules) {
        assert!(
            Placement::ALL.into_iter().all(
                |spot| rule.holds(spot, Day::from_number(20_000)) == as_known.holds(spot, Day::from_number(20_000))
            )
        );
    }
    let shard = SHARDED.payload(BinaryFile::Shard(ShardIndex(1)));
    let mut parts = Parts::of(&shard);
    parts.record::<CardRecord>(Section::Cards, 0, |card| (card.flags, card.weather) = (0xfe, 0xfc));
    let changed = joined(&parts.0);
    let cards = |payload: &[u8]| -> Vec<(String, bool)> {
        let shard = Shard::parse(payload, &known).unwrap();
        shard.cards().map(|card| (card.id.to_owned(), card.is_new)).collect()
    };
    assert_eq!(cards(&changed), cards(&shard));
}

/// A core with pinned items must contain their cards.
#[test]
fn a_core_that_pins_without_cards_is_no_pack() {
    let mut parts = sections(&SHARDED.payload(BinaryFile::Core));
    let unavailable = SHARDED.payload(BinaryFile::Unavailable);
    let open = |parts: &[(u16, Vec<u8>)]| Pack::new(SHARDED.manifest.clone(), joined(parts), &unavailable);
    open(&parts).unwrap();
    parts.retain(|(id, _)| *id != Section::Cards as u16);
    assert!(matches!(open(&parts), Err(PackError::Malformed { section: "cards", .. })));
}

/// Files are named in the languages of the manifest, but texts are found by those of the core.
#[test]
fn a_manifest_with_other_languages_than_its_core_is_no_pack() {
    let (core, unavailable) = (SHARDED.payload(BinaryFile::Core), SHARDED.payload(BinaryFile::Unavailable));
    for languages in [&["fr", "en"][..], &["en"], &["en", "fr", "de"]] {
        let languages = languages.iter().map(|tag| (*tag).to_owned()).collect();
        let manifest = Manifest { languages, ..SHARDED.manifest.clone() };
        let error = Pack::new(manifest, core.clone(), &unavailable).unwrap_err();
        assert!(matches!(error, PackError::Malformed { section: "languages", .. }), "{error}");
    }
}

#[test]
fn a_section_table_that_lies_is_refused() {
    let mut parts = sections(&SHARDED.payload(BinaryFile::Core));
    // Without the cards of pinned items, which are optional in a core.
    parts.retain(|(id, _)| *id < Section::Ids as u16);
    let core = joined(&parts);
    for (at, value) in [(4, 0xff), (5, 0xff), (6, 0xff), (7, 0xff), (2, 1), (3, 1)] {
        let mut damaged = core.clone();
        damaged[at] = value;
        let error = Core::parse(&damaged).unwrap_err();
        assert!(matches!(error, PackError::Malformed { section: "table", .. }), "byte {at}: {error}");
    }
    // Readers skip unknown sections.
    parts.push((0x7fff, vec![1, 2, 3]));
    assert_eq!(Core::parse(&joined(&parts)), Core::parse(&core));
    for length in 0..core.len() {
        assert!(matches!(Core::parse(&core[..length]), Err(PackError::Malformed { .. })), "cut to {length}");
    }
}

#[test]
fn a_shard_that_lies_is_refused() {
    let core = SHARDED.core();
    let shard = SHARDED.payload(BinaryFile::Shard(ShardIndex(1)));
    for length in 0..shard.len() {
        assert!(matches!(Shard::parse(&shard[..length], &core), Err(PackError::Malformed { .. })), "cut to {length}");
    }
    assert_lies(
        &shard,
        |payload| Shard::parse(payload, &core).map(|_| ()),
        &[
            ("ids", &|p| p.body(Section::Ids)[..4].copy_from_slice(&u32::MAX.to_le_bytes())),
            ("ids", &|p| p.body(Section::Ids)[4] = 0),
            // The second id becomes the first one.
            ("ids", &|p| {
                let ids = p.body(Section::Ids);
                let start = 4 + 2 * usize::from(ids[0]);
                ids.copy_within(start..start + 8, start + 8);
            }),
            ("divisions", &|p| p.body(Section::Divisions)[0] = 6),
            ("divisions", &|p| p.body(Section::Divisions)[1] = 1),
            ("divisions", &|p| p.body(Section::Divisions).truncate(2)),
            ("divisions", &|p| p.body(Section::Divisions).push(0)),
            ("cards", &|p| p.record::<CardRecord>(Section::Cards, 0, |card| card.mention = u16::MAX.into())),
            ("cards", &|p| p.record::<CardRecord>(Section::Cards, 0, |card| card.item_type = u16::MAX.into())),
            ("cards", &|p| p.record::<CardRecord>(Section::Cards, 1, |card| card.mention = 0.into())),
            ("cards", &|p| p.record::<CardRecord>(Section::Cards, 0, |card| card.shape = 64)),
            ("cards", &|p| p.body(Section::Cards).truncate(10)),
            ("cards", &|p| p.body(Section::Cards).truncate(9)),
            ("cards", &|p| *p.body(Section::Titles) = vec![0; 4]),
            ("cards", &|p| *p.body(Section::Urls) = vec![0; 4]),
            ("cards", &|p| *p.body(Section::Images) = vec![0; 4]),
            ("items", &|p| p.record::<ItemRecord>(Section::Items, 0, |item| item.mention = u16::MAX.into())),
            ("items", &|p| p.record::<ItemRecord>(Section::Items, 0, |item| item.item_type = u16::MAX.into())),
            ("items", &|p| p.record::<ItemRecord>(Section::Items, 1, |item| item.mention = 0.into())),
            ("items", &|p| p.record::<ItemRecord>(Section::Items, 0, |item| item.neighbours = 33)),
            ("items", &|p| p.record::<ItemRecord>(Section::Items, 0, |item| item.size_range = 3)),
            ("neighbours", &|p| p.record::<ItemRecord>(Section::Items, 0, |item| item.neighbours += 1)),
            ("neighbours", &|p| p.record::<ItemRecord>(Section::Items, 0, |item| item.neighbours -= 1)),
            ("neighbours", &|p| p.record::<NeighbourRecord>(Section::Neighbours, 0, |n| n.mention = u16::MAX.into())),
            ("neighbours", &|p| p.record::<NeighbourRecord>(Section::Neighbours, 0, |n| n.level = 0)),
            ("neighbours", &|p| p.record::<NeighbourRecord>(Section::Neighbours, 0, |n| n.level = 16)),
            ("neighbours", &|p| p.body(Section::Neighbours).truncate(4)),
            ("alias-items", &|p| p.body(Section::AliasItems).extend([0, 0])),
            ("alias-items", &|p| p.body(Section::AliasItems).push(0)),
            ("alias-kinds", &|p| p.body(Section::AliasKinds).push(1)),
            ("alias-kinds", &|p| p.body(Section::AliasKinds)[0] = 8),
            ("alias-items", &|p| p.record::<U16>(Section::AliasItems, 0, |item| *item = u16::MAX.into())),
            // The same text twice with the same kind of id, and a text out of order.
            ("alias-kinds", &|p| {
                let aliases = p.body(Section::Aliases);
                let start = 4 + 2 * usize::from(aliases[0]);
                aliases.copy_within(start..start + 8, start + 8);
            }),
            ("ids", &|p| {
                let aliases = p.body(Section::Aliases);
                let start = 4 + 2 * usize::from(aliases[0]);
                aliases[start] = b'~';
            }),
            ("aliases", &|p| p.0.retain(|(id, _)| *id != Section::Aliases as u16)),
        ],
    );
}

#[test]
fn a_set_of_unavailable_items_that_lies_is_refused() {
    let ids: Vec<String> = (0..100).map(synthetic::id).collect();
    let mut manifest = SINGLE.manifest.clone();
    let file = write::unavailable(&mut manifest, ids.iter().map(String::as_str)).unwrap();
    let expected = Expected { file: BinaryFile::Unavailable, build: manifest.build, checksum: None };
    let set = payload(&file.bytes, &expected).unwrap();
    for length in 0..set.len() {
        assert!(matches!(Unavailable::parse(&set[..length]), Err(PackError::Malformed { .. })), "cut to {length}");
    }
    fn header(parts: &mut Parts) -> &mut RiceHeader {
        RiceHeader::mut_from_prefix(parts.body(Section::Rice)).unwrap().0
    }
    assert_lies(
        &set,
        Unavailable::parse,
        &[
            ("rice", &|p| header(p).count = u32::MAX.into()),
            ("rice", &|p| header(p).count = 101.into()),
            ("rice", &|p| header(p).count = 98.into()),
            ("rice", &|p| header(p).count = 0.into()),
            ("rice", &|p| header(p).bits = 0),
            ("rice", &|p| header(p).bits = 21),
            ("rice", &|p| header(p).bits = 255),
            ("rice", &|p| header(p).reserved[2] = 1),
            ("rice", &|p| p.body(Section::Rice).push(0)),
            ("rice", &|p| p.body(Section::Rice)[8..].fill(0xff)),
            ("rice", &|p| p.body(Section::Rice).truncate(7)),
        ],
    );
}

#[test]
fn sizes_that_do_not_stand_beside_their_items_are_refused() {
    let mut manifest = SINGLE.manifest.clone();
    let left = ItemSizes { range: SizeRangeIndex(1), left: SizeSet(0b10) };
    let ids: Vec<String> = (0..100).map(synthetic::id).collect();
    let sizes = ids.iter().map(|id| SizedItem { id, sizes: left });
    let file = write::unavailable_with_sizes(&mut manifest, std::iter::once("gone"), sizes).unwrap();
    let expected = Expected { file: BinaryFile::Unavailable, build: manifest.build, checksum: None };
    let set = payload(&file.bytes, &expected).unwrap();
    let read = Unavailable::parse(&set).unwrap();
    assert!(read.contains("gone") && read.sizes().len() == 100);
    assert!(ids.iter().all(|id| read.sizes().of(id) == Some(left)) && read.sizes().of("gone").is_none());
    assert_lies(
        &set,
        Unavailable::parse,
        &[
            ("sizes-left", &|p| p.body(Section::SizesLeft).truncate(5)),
            ("sizes-left", &|p| p.body(Section::SizesLeft).truncate(4)),
            ("sizes-left", &|p| p.0.retain(|(id, _)| *id != Section::SizedItems as u16)),
            ("sizes-left", &|p| p.0.retain(|(id, _)| *id != Section::SizesLeft as u16)),
            ("rice", &|p| p.body(Section::SizedItems).truncate(9)),
        ],
    );
}

#[test]
fn what_was_offered_must_hold_together() {
    let offered = SINGLE.payload(BinaryFile::Offered);
    assert_eq!(write::parse_offered(&offered).unwrap().len(), 2);
    for length in 0..offered.len() {
        assert!(write::parse_offered(&offered[..length]).is_err(), "cut to {length}");
    }
    assert_lies(
        &offered,
        write::parse_offered,
        &[
            ("offered-days", &|p| p.body(Section::OfferedDays).truncate(3)),
            ("offered-ids", &|p| p.body(Section::OfferedDays).truncate(4)),
            ("offered-ids", &|p| p.body(Section::OfferedIds)[8..12].copy_from_slice(b"zzzz")),
        ],
    );
}

/// Reads a payload as every kind of file, and reads all values from it.
fn read_as_anything(payload: &[u8], core: &Core) {
    let _ = write::parse_offered(payload);
    let cores = [Core::parse(payload).ok(), Some(core.clone())];
    for core in cores.iter().flatten() {
        if let Ok(shard) = Shard::parse(payload, core) {
            for item in shard.items() {
                assert!(item.neighbours.len() <= 32);
            }
            for card in shard.cards() {
                let _ = (core.url.expand(card.id, card.url), core.images(card.id, card.images));
            }
            for AliasRef { text, item, kinds, .. } in shard.aliases() {
                for kind in [IdKind::Any, IdKind::Gtin, IdKind::Mpn].into_iter().filter(|kind| kinds.has(*kind)) {
                    assert_eq!(shard.alias(SpokenId { kind, text }), Some(item), "as {kind:?}");
                }
            }
        }
    }
    if let Ok(set) = Unavailable::parse(payload) {
        let _ = (set.len(), set.contains("P0000001"), set.contains(""));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let (expected, _) = SINGLE.places()[0];
        read_as_anything(&bytes, &CORE);
        prop_assert!(Manifest::parse(&bytes).is_err());
        prop_assert!(Envelope::open(&bytes, &expected).is_err());
    }

    /// Sections with valid headers and random bodies.
    #[test]
    fn no_sections_panic(bodies in prop::collection::btree_map(
        prop::sample::select((1..=19u16).chain(32..=41).chain([64, 80, 81]).collect::<Vec<_>>()),
        prop::collection::vec(prop_oneof![Just(0u8), 0..4u8, any::<u8>()], 0..40),
        0..32,
    )) {
        read_as_anything(&joined(&bodies.into_iter().collect::<Vec<_>>()), &CORE);
    }

    #[test]
    fn no_damaged_payload_panics(
        which in 0..5usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in proptest::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        static PAYLOADS: LazyLock<[Vec<u8>; 5]> = LazyLock::new(|| [
            SINGLE.payload(BinaryFile::Core),
            SINGLE.payload(BinaryFile::Unavailable),
            SINGLE.payload(BinaryFile::Offered),
            SHARDED.payload(BinaryFile::Core),
            SHARDED.payload(BinaryFile::Shard(ShardIndex(1))),
        ]);
        let mut payload = PAYLOADS[which].clone();
        for (at, byte) in changes {
            let at = at.index(payload.len());
            payload[at] = byte;
        }
        if let Some(cut) = cut {
            payload.truncate(cut.index(payload.len()));
        }
        read_as_anything(&payload, &CORE);
    }

    #[test]
    fn no_damaged_header_panics(
        which in 0..3usize,
        changes in prop::collection::vec((4..40usize, any::<u8>()), 1..4),
    ) {
        let (expected, bytes) = SINGLE.places()[which];
        let mut damaged = bytes.to_vec();
        for (at, byte) in changes {
            damaged[at] = byte;
        }
        let sealed = resealed(&damaged, |_| {});
        let changed = sealed[..40] != bytes[..40];
        let result = payload(&sealed, &Expected { checksum: None, ..expected });
        // In a header, only the minor version and the reserved bytes may change.
        let may = sealed[..6] == bytes[..6] && sealed[8..10] == bytes[8..10] && sealed[12..40] == bytes[12..40];
        prop_assert_eq!(result.is_ok(), !changed || may);
    }

    #[test]
    fn no_damaged_manifest_panics(changes in prop::collection::vec((0..MANIFEST_LEN - 19, "[0-9a-f\",:{} ]"), 1..4)) {
        let mut bytes = SINGLE.manifest.to_bytes();
        for (at, text) in changes {
            bytes[at] = text.as_bytes()[0];
        }
        if let Ok(manifest) = Manifest::parse(&sealed(&bytes)) {
            prop_assert_eq!(manifest.folder().len(), 32);
        }
    }
}
