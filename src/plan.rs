//! Which files a page needs: named from the manifest and from what the page says, before any other file has been read, so
//! that all of them are asked for at once. Pure; what fetches them is `crate::browser`.
//!
//! A [`File`] can be made here alone: from the manifest, from what every visitor of a page needs, from [`DeclaredItem`]s
//! and from the names of questionnaires, which the page itself declares. A history has no way to name one.

use crate::model::{HalfMonth, ShardIndex, Slug};
use crate::pack::layout::Kind;
use crate::pack::{Expected, Manifest};
use crate::page::DeclaredItem;

/// A file of the pack that a page may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct File(Name);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Name {
    Manifest,
    Core,
    Unavailable,
    /// In the language at this position of the manifest.
    Translations(usize),
    /// Of this half-month.
    Season(HalfMonth),
    Trending,
    /// In the house's language at this position.
    Messages(usize),
    Shard(ShardIndex),
    /// By its name, in the house's language at this position.
    Questionnaire(Slug, usize),
    /// Of the items of this shard.
    Details(ShardIndex),
}

/// A text of a build in the page's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// What the house says: names of types, its own sentences, its notices.
    Translations,
    /// What the house says to its clients.
    Messages,
    /// The questionnaire that the page declares by this name.
    Questionnaire(Slug),
}

/// What a page needs beside the core and the set of unavailable items, which every page needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The items whose lists are to be read.
    pub items: Vec<DeclaredItem>,
    /// The half-month whose season is to be read where the build has one.
    pub half_month: Option<HalfMonth>,
    /// Whether what is bought now more than before is to be read where the build has it.
    pub trending: bool,
    /// The page's language as a BCP 47 tag, where what the house says in it is to be read.
    pub locale: Option<String>,
}

/// The files of the build of `manifest` that a page with these needs asks for, each once: what every page needs first.
#[must_use]
pub fn plan(manifest: &Manifest, needs: &Needs) -> Vec<File> {
    let mut files = vec![File(Name::Core), File(Name::Unavailable)];
    files.extend(needs.locale.as_deref().map(|locale| File::translations(manifest, locale)));
    files.extend(needs.half_month.filter(|_| manifest.season).map(|half_month| File(Name::Season(half_month))));
    files.extend((needs.trending && manifest.has_trending()).then_some(File::TRENDING));
    // Where there are no shards, the core has the lists of all items.
    for item in needs.items.iter().filter(|_| manifest.shards > 0) {
        let shard = File::shard(manifest, item);
        if !files.contains(&shard) {
            files.push(shard);
        }
    }
    files
}

impl File {
    /// The one mutable file, which names the build that is current.
    pub const MANIFEST: Self = Self(Name::Manifest);
    /// What every page needs to know of the house.
    pub const CORE: Self = Self(Name::Core);
    /// What cannot be bought now.
    pub const UNAVAILABLE: Self = Self(Name::Unavailable);

    /// What is bought now more than before.
    pub const TRENDING: Self = Self(Name::Trending);

    /// The shard of an item that the page declares.
    #[must_use]
    pub fn shard(manifest: &Manifest, item: &DeclaredItem) -> Self {
        Self(Name::Shard(item.shard(manifest.shards)))
    }

    /// What the house says in the language that fits `locale`.
    #[must_use]
    pub fn translations(manifest: &Manifest, locale: &str) -> Self {
        Self(Name::Translations(language(&manifest.languages, locale)))
    }

    /// A text in the language that fits `locale`; `None` for a build of a version without such texts.
    #[must_use]
    pub fn text(manifest: &Manifest, text: Text, locale: &str) -> Option<Self> {
        let language = language(&manifest.languages, locale);
        match text {
            Text::Translations => Some(Self(Name::Translations(language))),
            Text::Messages => manifest.has_messages().then_some(Self(Name::Messages(language))),
            Text::Questionnaire(name) => manifest.has_advice().then_some(Self(Name::Questionnaire(name, language))),
        }
    }

    /// The details of an item that the page declares; `None` for a build of a version without.
    #[must_use]
    pub fn details(manifest: &Manifest, item: &DeclaredItem) -> Option<Self> {
        manifest.has_advice().then(|| Self(Name::Details(item.shard(manifest.shards))))
    }

    /// Where the file is, relative to the pack's folder.
    #[must_use]
    pub fn path(self, manifest: &Manifest) -> String {
        let tag = |language: usize| manifest.languages.get(language).map_or("", String::as_str);
        match self.0 {
            Name::Manifest => "manifest.json".to_owned(),
            Name::Core => manifest.core_path(),
            Name::Unavailable => manifest.unavailable_path(),
            Name::Translations(language) => manifest.translations_path(tag(language)),
            Name::Messages(language) => manifest.messages_path(tag(language)),
            Name::Details(shard) => manifest.details_path(shard),
            Name::Questionnaire(name, language) => manifest.advice_path(name.as_str(), tag(language)),
            Name::Season(half_month) => manifest.season_path(half_month.number().into()),
            Name::Trending => manifest.trending_path(),
            Name::Shard(shard) => manifest.shard_path(shard),
        }
    }

    /// What its header has to say; `None` for the manifest and for texts, which have no header.
    #[must_use]
    pub fn expected(self, manifest: &Manifest) -> Option<Expected> {
        let (kind, index, checksum) = match self.0 {
            Name::Manifest | Name::Translations(_) | Name::Messages(_) | Name::Questionnaire(..) | Name::Details(_) => {
                return None;
            }
            Name::Core => (Kind::Core, 0, Some(manifest.core)),
            Name::Unavailable => (Kind::Unavailable, 0, Some(manifest.unavailable)),
            Name::Season(half_month) => (Kind::Season, half_month.number().into(), None),
            Name::Trending => (Kind::Trending, 0, None),
            Name::Shard(shard) => (Kind::Shard, shard.0, None),
        };
        Some(Expected { kind, build: manifest.build, index, checksum })
    }

    /// Whether a pack cannot be opened without it.
    #[must_use]
    pub const fn opens(self) -> bool {
        matches!(self.0, Name::Core | Name::Unavailable)
    }

    /// Whether a page goes on without it: that it is missing says nothing of the build.
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

    /// The half-month whose season it tells.
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
pub fn language(languages: &[String], locale: &str) -> usize {
    let position = |fits: &dyn Fn(&str) -> bool| languages.iter().position(|tag| fits(tag));
    position(&|tag| tag.eq_ignore_ascii_case(locale))
        .or_else(|| position(&|tag| primary(tag).eq_ignore_ascii_case(primary(locale))))
        .unwrap_or(0)
}

/// What stands before the first hyphen of a language tag.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}
