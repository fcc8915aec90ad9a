//! Passerelle recommends products from a shop's other divisions, computed on the shopper's own device.
//!
//! The same crate runs in the browser (compiled to WebAssembly, through `browser`) and natively inside the tool
//! `passerelle`, so `evaluate` measures the code that ships. Data in, data out: the caller passes the current time.
//! Only `browser` reads a clock, and only `browser::network` fetches. Everything but [`store`] and `browser` is
//! synchronous; the futures of [`store`] need no runtime.
//!
//! The input is a pack, a history and a page; the output is a slate:
//!
//! ```
//! # #[path = "../benches/synthetic/mod.rs"]
//! # #[allow(dead_code)]
//! # mod synthetic;
//! use passerelle::engine::{Engine, Mode, Pack, Status};
//! use passerelle::history::EventKind;
//! use passerelle::pack::layout::Codec;
//! use passerelle::pack::{BinaryFile, Envelope, Expected, write};
//! use passerelle::rank::Placement;
//! use passerelle::request::SuggestRequest;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The tool publishes a manifest and files. In a pack this small, the core contains the only shard.
//! let now = 1_800_000_000;
//! let mut build = write::build(&synthetic::content(40, 7), now)?;
//! let unavailable = write::unavailable(&mut build.manifest, ["P0000003"].into_iter())?;
//! let manifest = build.manifest;
//! let file = |path: &str| build.files.iter().find(|file| file.path == path).map(|file| file.bytes.as_slice());
//! let open = |bytes, file| -> Result<Vec<u8>, Box<dyn std::error::Error>> {
//!     let expected = Expected { file, build: manifest.build, checksum: None };
//!     let envelope = Envelope::open(bytes, &expected)?;
//!     if envelope.codec == Codec::Stored {
//!         return Ok(envelope.stored.to_vec());
//!     }
//!     let mut payload = Vec::new();
//!     std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(envelope.stored), &mut payload)?;
//!     Ok(payload)
//! };
//! let core = open(file(&manifest.core_path()).ok_or("no core")?, BinaryFile::Core)?;
//! let pack = Pack::new(manifest.clone(), core, &open(&unavailable.bytes, BinaryFile::Unavailable)?)?;
//!
//! // A shopper has agreed to a history and views an item.
//! let mut engine = Engine::new();
//! engine.open(pack);
//! engine.set_mode(Mode::Personal);
//! let declared = engine.open_page("P0000001").ok_or("declared before")?;
//! engine.read_single(&declared)?;
//! assert!(engine.track(EventKind::View, "P0000001", now, false));
//!
//! // The page asks for three items of the other divisions.
//! let request = SuggestRequest { limit: Some(3), ..SuggestRequest::new(Placement::Product) };
//! let slate = engine.suggest(&request, now);
//! assert_eq!((slate.status, slate.suggestions.len()), (Status::Ok, 3));
//! assert!(slate.suggestions.iter().all(|one| one.id != "P0000001" && one.id != "P0000003"));
//! # Ok(())
//! # }
//! ```

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

pub mod browser;
pub mod cache;
pub mod consent;
pub mod discretion;
pub mod engine;
pub mod hash;
pub mod history;
pub mod holdout;
pub mod message;
pub mod model;
pub mod pack;
pub mod page;
pub mod plan;
pub mod rank;
pub mod request;
pub mod season;
pub mod shopper;
pub mod slate;
pub mod store;
#[cfg(feature = "types")]
pub mod typescript;
pub mod view;
