//! Opens an input file: unpacks gzip, checks encoding and kind, shows progress. Not for parsing.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use indicatif::ProgressBar;

/// Size of the part that is examined before parsing, in bytes.
const HEAD: u64 = 64 * 1024;
const BUFFER: usize = 256 * 1024;

/// Why an input cannot be read at all. The message says what to do; it does not name the file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The file system reports an error.
    #[error("cannot be read ({0}): check the path and its permissions")]
    Io(#[from] io::Error),
    /// The path is a directory.
    #[error("is a directory: name a file in it")]
    Directory,
    /// The file is empty.
    #[error("is empty: export it again")]
    Empty,
    /// A gzip file that is damaged before its first byte of content.
    #[error("is damaged gzip ({0}): transfer it again")]
    Gzip(io::Error),
    /// A damaged Parquet file.
    #[error("is Parquet that cannot be read ({0}): transfer it again, or write it again")]
    Parquet(io::Error),
    /// A Parquet file with an unsupported compression.
    #[error("is Parquet with {0} compression: write it again, with zstd, snappy, gzip or no compression")]
    ParquetCompression(String),
    /// Text in an encoding other than UTF-8.
    #[error("is {0}: save it as UTF-8")]
    Encoding(&'static str),
    /// An archive or another known format.
    #[error("is {0}: {1}")]
    Format(&'static str, &'static str),
    /// Bytes that are not text.
    #[error("is not text: a feed is XML or tab-separated text, orders are CSV, both plain or gzip")]
    Binary,
}

impl SourceError {
    /// The error for a header that is not UTF-8: names with accents cannot be recognised.
    pub(crate) const fn of_header() -> Self {
        Self::Encoding("in another encoding than UTF-8")
    }
}

/// An open input: its bytes, unpacked and without a byte order mark.
pub struct Source {
    head: io::Cursor<Vec<u8>>,
    /// An error from reading the head, to be returned after the head.
    pending: Option<io::Error>,
    rest: Box<dyn Read>,
    ended: bool,
}

impl Source {
    /// Opens `path`, plain or gzip, and checks that it is text. Adds the file's size to the length of `progress`, then
    /// counts the bytes read from the disk.
    pub fn open(path: &Path, progress: &ProgressBar) -> Result<Self, SourceError> {
        let file = File::open(path)?;
        let about = file.metadata()?;
        if about.is_dir() {
            return Err(SourceError::Directory);
        }
        progress.inc_length(about.len());
        let mut magic = Vec::new();
        let mut raw = BufReader::with_capacity(BUFFER, progress.wrap_read(file));
        raw.by_ref().take(4).read_to_end(&mut magic)?;
        let gzip = magic.starts_with(&[0x1f, 0x8b]);
        let whole = BufReader::with_capacity(BUFFER, io::Cursor::new(magic).chain(raw));
        if gzip { Self::new(Box::new(MultiGzDecoder::new(whole)), true) } else { Self::new(Box::new(whole), false) }
    }

    fn new(mut rest: Box<dyn Read>, gzip: bool) -> Result<Self, SourceError> {
        let mut head = Vec::new();
        let pending = rest.by_ref().take(HEAD).read_to_end(&mut head).err();
        if head.is_empty() {
            return Err(match pending {
                Some(error) if gzip => SourceError::Gzip(error),
                Some(error) => SourceError::Io(error),
                None => SourceError::Empty,
            });
        }
        check(&head)?;
        let mut head = io::Cursor::new(head);
        if head.get_ref().starts_with(b"\xef\xbb\xbf") {
            head.set_position(3);
        }
        Ok(Self { head, pending, rest, ended: false })
    }

    /// The first bytes (at most 64 KiB) that are still to be read.
    pub fn head(&self) -> &[u8] {
        let start = usize::try_from(self.head.position()).unwrap_or(usize::MAX);
        self.head.get_ref().get(start..).unwrap_or_default()
    }
}

impl Read for Source {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.head.read(out)?;
        if read > 0 || out.is_empty() {
            return Ok(read);
        }
        if let Some(error) = self.pending.take() {
            self.ended = true;
            return Err(error);
        }
        if self.ended { Ok(0) } else { self.rest.read(out) }
    }
}

fn check(head: &[u8]) -> Result<(), SourceError> {
    const UNPACK: &str = "unpack it first (gzip is read as it is)";
    const SAVE: &str = "export CSV, or save it as CSV in UTF-8";
    let has = |part: &[u8]| memchr::memmem::find(head, part).is_some();
    match head {
        [0xff, 0xfe, 0, 0, ..] => Err(SourceError::Encoding("UTF-32")),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Err(SourceError::Encoding("UTF-16")),
        [b'P', b'K', 3, 4, ..] if has(b"[Content_Types].xml") || has(b"xl/") => {
            Err(SourceError::Format("a spreadsheet (.xlsx)", SAVE))
        }
        [b'P', b'K', 3, 4, ..] if has(b"opendocument.spreadsheet") => {
            Err(SourceError::Format("a spreadsheet (.ods)", SAVE))
        }
        [b'P', b'K', 3, 4, ..] => Err(SourceError::Format("a zip archive", UNPACK)),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(SourceError::Format("a spreadsheet (.xls)", SAVE)),
        [b'%', b'P', b'D', b'F', ..] => {
            Err(SourceError::Format("a PDF", "export CSV, or a feed for Google Merchant Center"))
        }
        [0xfd, b'7', b'z', b'X', b'Z', ..] => Err(SourceError::Format("xz", UNPACK)),
        [b'7', b'z', 0xbc, 0xaf, ..] => Err(SourceError::Format("a 7z archive", UNPACK)),
        [0x1f, 0x8b, ..] => Err(SourceError::Format("gzip within gzip", "unpack it once")),
        _ if head.get(257..262) == Some(b"ustar") => Err(SourceError::Format("a tar archive", UNPACK)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Err(SourceError::Format("zstd", UNPACK)),
        [b'B', b'Z', b'h', ..] if head.get(4..10) == Some(b"1AY&SY") => Err(SourceError::Format("bzip2", UNPACK)),
        // UTF-16 without a byte order mark: every other byte of markup or of a header is zero.
        [0, b, ..] | [b, 0, ..] if b.is_ascii_graphic() => Err(SourceError::Encoding("UTF-16")),
        _ if memchr::memchr(0, head).is_some() => Err(SourceError::Binary),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn open(bytes: &[u8]) -> Result<Source, SourceError> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("input");
        std::fs::write(&path, bytes).unwrap();
        Source::open(&path, &ProgressBar::hidden())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn text(bytes: &[u8]) -> String {
        let mut out = String::new();
        open(bytes).unwrap().read_to_string(&mut out).unwrap();
        out
    }

    #[test]
    fn gzip_and_byte_order_marks_are_undone() {
        assert_eq!(text(b"id\tlink"), "id\tlink");
        assert_eq!(text(b"\xef\xbb\xbfid"), "id");
        assert_eq!(text(&gzip(b"\xef\xbb\xbfid")), "id");
        let mut two = gzip(b"one,");
        two.extend(gzip(b"two"));
        assert_eq!(text(&two), "one,two", "members of one file follow each other");
    }

    #[test]
    fn what_is_no_text_is_said_clearly() {
        for (bytes, says) in [
            (&b""[..], "is empty"),
            (b"\xff\xfei\0d\0", "UTF-16"),
            (b"i\0d\0", "UTF-16"),
            (b"\xff\xfe\0\0i\0\0\0", "UTF-32"),
            (b"PK\x03\x04....", "zip archive"),
            (b"PK\x03\x04......[Content_Types].xml", "spreadsheet (.xlsx): export CSV"),
            (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "spreadsheet (.ods)"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet (.xls)"),
            (b"%PDF-1.7\n", "a PDF"),
            (b"\xfd7zXZ\0", "xz: unpack"),
            (b"7z\xbc\xaf\x27\x1c", "7z"),
            (&gzip(&gzip(b"id\tlink")), "gzip within gzip: unpack it once"),
            (&[&b"feed.tsv"[..], &[0; 249], b"ustar\0"].concat(), "tar archive"),
            (b"ab\0\0cd", "is not text"),
            (&gzip(b"x")[..5], "damaged gzip"),
        ] {
            let error = open(bytes).err().expect(says).to_string();
            assert!(error.contains(says), "{error}");
        }
        let dir = tempfile::tempdir().unwrap();
        let error = Source::open(dir.path(), &ProgressBar::hidden()).err().unwrap();
        assert!(matches!(error, SourceError::Directory));
        let error = Source::open(&dir.path().join("none"), &ProgressBar::hidden()).err().unwrap();
        assert!(matches!(error, SourceError::Io(_)));
    }

    #[test]
    fn the_cut_of_a_gzip_comes_after_its_bytes() {
        let long: String = (0..200_000).map(|n| format!("{n},")).collect();
        let whole = gzip(long.as_bytes());
        for cut in [whole.len() / 50, whole.len() / 2, whole.len() - 1] {
            let mut source = open(&whole[..cut]).unwrap();
            let mut read = Vec::new();
            let error = source.read_to_end(&mut read).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
            assert!(!read.is_empty() && long.as_bytes().starts_with(&read));
        }
    }

    #[test]
    fn progress_counts_the_bytes_on_disk() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("input");
        let bytes = gzip(&[b'x'; 1_000_000]);
        std::fs::write(&path, &bytes).unwrap();
        let progress = ProgressBar::hidden();
        progress.set_length(0);
        io::copy(&mut Source::open(&path, &progress).unwrap(), &mut io::sink()).unwrap();
        assert_eq!((progress.position(), progress.length()), (bytes.len() as u64, Some(bytes.len() as u64)));
    }
}
