//! A pack in memory, read as a browser reads it.

// Each test binary uses a part of this module.
#![allow(dead_code)]

#[path = "../../benches/synthetic/mod.rs"]
pub mod synthetic;

use flate2::read::GzDecoder;
use passerelle::engine::{Engine, Pack};
use passerelle::hash::hash;
use passerelle::model::{Action, Days, DivisionIndex, Factor, HalfMonth, ItemSizes, Rule, Target, TypeIndex};
use passerelle::pack::layout::{Codec, HEADER_CHECKED, Header, SectionHeader};
use passerelle::pack::write::{self, Build, Content, SizedItem};
use passerelle::pack::{BinaryFile, Core, Envelope, Expected, Manifest, PackError, ShardCount, SpokenId};
use passerelle::page::DeclaredItem;
use std::collections::BTreeMap;
use std::io::Read;
use zerocopy::{FromBytes, IntoBytes};

/// `length` random letters and digits, which compress badly.
pub fn text(random: &mut synthetic::Random, length: usize) -> String {
    const LETTERS: &[u8; 64] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -";
    (0..length).map(|_| char::from(LETTERS[random.below(64)])).collect()
}

/// A rule of each action, for an item, a type and a division.
pub fn rules() -> Vec<Rule> {
    let rule = |action, target| Rule { number: 1, action, target, placements: 1, days: Days::ALWAYS };
    vec![
        rule(Action::Pin, Target::Item(synthetic::id(4))),
        rule(Action::Weigh(Factor::from_bits(1 << 17)), Target::Type(TypeIndex(3))),
        rule(Action::Exclude, Target::Division(DivisionIndex(1))),
    ]
}

/// A published pack: its files by path.
#[derive(Clone, Debug)]
pub struct Published {
    pub manifest: Manifest,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Published {
    /// Writes `content` as of `time`, with the ids of items that cannot be bought.
    pub fn new(content: &Content, time: i64, unavailable: &[&str]) -> Self {
        Self::of(write::build(content, time).unwrap(), unavailable)
    }

    /// Publishes a build, with the ids of items that cannot be bought.
    pub fn of(build: Build, unavailable: &[&str]) -> Self {
        Self::stocked(build, unavailable, &[])
    }

    /// Publishes a build, with unavailable items and with the available sizes of items.
    pub fn stocked(build: Build, unavailable: &[&str], sizes: &[(&str, ItemSizes)]) -> Self {
        let sizes = sizes.iter().map(|(id, sizes)| SizedItem { id, sizes: *sizes });
        let mut manifest = build.manifest;
        let mut files: BTreeMap<String, Vec<u8>> =
            build.files.into_iter().map(|file| (file.path, file.bytes)).collect();
        let set = write::unavailable_with_sizes(&mut manifest, unavailable.iter().copied(), sizes);
        let set = set.unwrap();
        files.insert(set.path, set.bytes);
        Self { manifest, files }
    }

    /// Every file except the manifest, with its expected place.
    pub fn places(&self) -> Vec<(Expected, &[u8])> {
        let manifest = &self.manifest;
        let at = |file, checksum| {
            let bytes = &self.files[&write::binary_path(manifest, file)];
            (Expected { file, build: manifest.build, checksum }, bytes.as_slice())
        };
        let mut places = vec![
            at(BinaryFile::Core, Some(manifest.core)),
            at(BinaryFile::Unavailable, Some(manifest.unavailable)),
            at(BinaryFile::Offered, None),
        ];
        let shards = manifest.shard_files.into_iter().flat_map(ShardCount::indices).map(BinaryFile::Shard);
        let of_season = self.files.keys().filter(|path| path.contains("/season/")).count();
        let season = HalfMonth::all().take(of_season).map(BinaryFile::Season);
        places.extend(shards.chain(season).chain([BinaryFile::Trending]).map(|file| at(file, None)));
        let is_text = |path: &&String| {
            ["/translations/", "/messages/", "/advice/", "/details/"].iter().any(|of| path.contains(of))
        };
        let texts = self.files.keys().filter(is_text).count();
        assert_eq!(places.len() + texts, self.files.len(), "no file is left unread");
        places
    }

    /// The uncompressed payload of a file.
    pub fn payload(&self, file: BinaryFile) -> Vec<u8> {
        let places = self.places();
        let (expected, bytes) = places.iter().find(|(expected, _)| expected.file == file).unwrap();
        payload(bytes, expected).unwrap()
    }

    pub fn core(&self) -> Core {
        Core::parse(&self.payload(BinaryFile::Core)).unwrap()
    }

    /// The payload of the shard of `id`.
    pub fn home(&self, id: &str) -> Vec<u8> {
        match self.manifest.shard_files {
            None => self.payload(BinaryFile::Core),
            Some(shards) => self.payload(BinaryFile::Shard(SpokenId::of(id).shard(shards))),
        }
    }

    pub fn pack(&self) -> Pack {
        Pack::new(self.manifest.clone(), self.payload(BinaryFile::Core), &self.payload(BinaryFile::Unavailable))
            .unwrap()
    }

    pub fn engine(&self) -> Engine {
        let mut engine = Engine::new();
        engine.open(self.pack());
        engine
    }

    /// Loads an item that the page declares, as the browser does.
    pub fn load(&self, engine: &mut Engine, declared: Option<DeclaredItem>) {
        if let Some(item) = declared {
            let found = match self.manifest.shard_files {
                None => engine.read_single(&item),
                Some(_) => engine.read_shard(&item, &self.home(item.id())),
            };
            found.unwrap();
        }
    }
}

/// Opens and decompresses a file.
pub fn payload(bytes: &[u8], expected: &Expected) -> Result<Vec<u8>, PackError> {
    let envelope = Envelope::open(bytes, expected)?;
    if envelope.codec == Codec::Stored {
        return Ok(envelope.stored.to_vec());
    }
    let mut payload = Vec::new();
    match GzDecoder::new(envelope.stored).take(envelope.raw_len as u64 + 1).read_to_end(&mut payload) {
        Ok(length) if length == envelope.raw_len => Ok(payload),
        _ => Err(PackError::Malformed { section: "payload", what: "it does not decompress to its size" }),
    }
}

/// Returns `bytes` with a changed header and a correct checksum.
pub fn resealed(bytes: &[u8], change: impl FnOnce(&mut Header)) -> Vec<u8> {
    let (mut header, stored) = Header::read_from_prefix(bytes).unwrap();
    change(&mut header);
    let covered = [&header.as_bytes()[..HEADER_CHECKED], &hash(stored).to_le_bytes()].concat();
    header.checksum = hash(&covered).into();
    [header.as_bytes(), stored].concat()
}

/// The sections of an uncompressed payload: number and body.
pub fn sections(mut payload: &[u8]) -> Vec<(u16, Vec<u8>)> {
    let mut sections = Vec::new();
    while !payload.is_empty() {
        let (header, rest) = SectionHeader::read_from_prefix(payload).unwrap();
        let (body, rest) = rest.split_at(header.len.get() as usize);
        sections.push((header.id.get(), body.to_vec()));
        payload = rest;
    }
    sections
}

/// The payload made of `sections`.
pub fn joined(sections: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut payload = Vec::new();
    for (id, body) in sections {
        let header =
            SectionHeader { id: (*id).into(), reserved: 0.into(), len: u32::try_from(body.len()).unwrap().into() };
        payload.extend_from_slice(header.as_bytes());
        payload.extend_from_slice(body);
    }
    payload
}
