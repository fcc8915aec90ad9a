//! Plans which files a page needs, from the manifest and the page's declarations, before any other file has been read,
//! so that all fetches start at once. Pure. Not for fetching: see `crate::browser`.
//!
//! Only this module can create a [`File`]: from the manifest, from the needs that all visitors of a page share, from
//! [`DeclaredItem`]s and from the names of questionnaires, which the page itself declares. A history cannot name a
//! file.

use crate::model::{HalfMonth, LanguageIndex, ShardIndex, Slug};
use crate::pack::{BinaryFile, Expected, Manifest};
use crate::page::DeclaredItem;

/// A file of the pack that a page may fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct File(Name);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Name {
    Manifest,
    Core,
    Unavailable,
    /// In the language at this position of the manifest's list.
    Translations(LanguageIndex),
    /// Of this half-month.
    Season(HalfMonth),
    Trending,
    /// In the language at this position of the manifest's list.
    Messages(LanguageIndex),
    Shard(ShardIndex),
    /// By name, in the language at this position of the manifest's list.
    Questionnaire(Slug, LanguageIndex),
    /// The details of the items of this shard.
    Details(ShardIndex),
}

/// A text file of a build in the page's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The interface's texts: names of types, sentences, notices.
    Translations,
    /// The house's messages to its clients.
    Messages,
    /// The questionnaire that the page declares under this name.
    Questionnaire(Slug),
}

/// The files a page needs in addition to the core and the set of unavailable items, which every page needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The items whose neighbour lists to read.
    pub items: Vec<DeclaredItem>,
    /// The half-month whose season file to read, if the build has one.
    pub half_month: Option<HalfMonth>,
    /// Whether to read the trending items, if the build has them.
    pub trending: bool,
}

/// Lists the files to fetch for a page with these needs, without duplicates; the core and the unavailable items come
/// first.
#[must_use]
pub fn plan(manifest: &Manifest, needs: &Needs) -> Vec<File> {
    let mut files = vec![File(Name::Core), File(Name::Unavailable)];
    files.extend(needs.half_month.filter(|_| manifest.season).map(|half_month| File(Name::Season(half_month))));
    files.extend((needs.trending && manifest.has_trending()).then_some(File::TRENDING));
    // A build without shards has the lists of all items in its core.
    for item in needs.items.iter().filter(|_| manifest.shard_files.is_some()) {
        let shard = File::shard(manifest, item);
        if !files.contains(&shard) {
            files.push(shard);
        }
    }
    files
}

impl File {
    /// The only mutable file, which names the current build.
    pub const MANIFEST: Self = Self(Name::Manifest);
    /// The core, which every page needs.
    pub const CORE: Self = Self(Name::Core);
    /// The set of items that cannot be bought now.
    pub const UNAVAILABLE: Self = Self(Name::Unavailable);

    /// The items that sell better now than before.
    pub const TRENDING: Self = Self(Name::Trending);

    /// The shard of an item that the page declares.
    #[must_use]
    pub fn shard(manifest: &Manifest, item: &DeclaredItem) -> Self {
        Self(Name::Shard(item.shard(manifest.shards())))
    }

    /// The translations in the language that best matches `locale`.
    #[must_use]
    pub fn translations(manifest: &Manifest, locale: &str) -> Self {
        Self(Name::Translations(language(&manifest.languages, locale)))
    }

    /// A text in the language that best matches `locale`; `None` if the build's version has no such texts.
    #[must_use]
    pub fn text(manifest: &Manifest, text: Text, locale: &str) -> Option<Self> {
        let language = language(&manifest.languages, locale);
        match text {
            Text::Translations => Some(Self(Name::Translations(language))),
            Text::Messages => manifest.has_messages().then_some(Self(Name::Messages(language))),
            Text::Questionnaire(name) => manifest.has_advice().then_some(Self(Name::Questionnaire(name, language))),
        }
    }

    /// The details of an item that the page declares; `None` if the build's version has none.
    #[must_use]
    pub fn details(manifest: &Manifest, item: &DeclaredItem) -> Option<Self> {
        manifest.has_advice().then(|| Self(Name::Details(item.shard(manifest.shards()))))
    }

    /// The file's path, relative to the pack's folder.
    #[must_use]
    pub fn path(self, manifest: &Manifest) -> String {
        let tag = |language: LanguageIndex| language.of(&manifest.languages).map_or("", String::as_str);
        match self.0 {
            Name::Manifest => "manifest.json".to_owned(),
            Name::Core => manifest.core_path(),
            Name::Unavailable => manifest.unavailable_path(),
            Name::Translations(language) => manifest.translations_path(tag(language)),
            Name::Messages(language) => manifest.messages_path(tag(language)),
            Name::Details(shard) => manifest.details_path(shard),
            Name::Questionnaire(name, language) => manifest.advice_path(name.as_str(), tag(language)),
            Name::Season(half_month) => manifest.season_path(half_month),
            Name::Trending => manifest.trending_path(),
            Name::Shard(shard) => manifest.shard_path(shard),
        }
    }

    /// The expected header of the file; `None` for the manifest, texts and details, which have no header.
    #[must_use]
    pub fn expected(self, manifest: &Manifest) -> Option<Expected> {
        let expected = |file, checksum| Some(Expected { file, build: manifest.build, checksum });
        match self.0 {
            Name::Manifest | Name::Translations(_) | Name::Messages(_) | Name::Questionnaire(..) | Name::Details(_) => {
                None
            }
            Name::Core => expected(BinaryFile::Core, Some(manifest.core)),
            Name::Unavailable => expected(BinaryFile::Unavailable, Some(manifest.unavailable)),
            Name::Season(half_month) => expected(BinaryFile::Season(half_month), None),
            Name::Trending => expected(BinaryFile::Trending, None),
            Name::Shard(shard) => expected(BinaryFile::Shard(shard), None),
        }
    }

    /// Whether the pack cannot be opened without this file.
    #[must_use]
    pub const fn opens(self) -> bool {
        matches!(self.0, Name::Core | Name::Unavailable)
    }

    /// Whether the page works without this file; a missing file of this kind does not mean that the build is broken.
    #[must_use]
    pub const fn may_be_missing(self) -> bool {
        matches!(
            self.0,
            Name::Translations(_)
                | Name::Messages(_)
                | Name::Questionnaire(..)
                | Name::Details(_)
                | Name::Season(_)
                | Name::Trending
        )
    }

    /// The half-month of a season file; `None` for other files.
    #[must_use]
    pub const fn half_month(self) -> Option<HalfMonth> {
        match self.0 {
            Name::Season(half_month) => Some(half_month),
            _ => None,
        }
    }
}

/// The position of the house's language for `locale`: the same tag, else the same primary language, else the first.
#[must_use]
pub fn language(languages: &[String], locale: &str) -> LanguageIndex {
    let position = |fits: &dyn Fn(&str) -> bool| LanguageIndex::position(languages, |tag| fits(tag));
    position(&|tag| tag.eq_ignore_ascii_case(locale))
        .or_else(|| position(&|tag| primary(tag).eq_ignore_ascii_case(primary(locale))))
        .unwrap_or(LanguageIndex::FIRST)
}

/// The primary language: the part of a tag before the first hyphen.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}
