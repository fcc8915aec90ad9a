//! Publication into a folder: new files are written beside the existing ones, and the manifest is replaced last. After
//! any failure, the previous pack is intact.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use indicatif::ProgressBar;
use passerelle::pack::write::{self, BuildDraft, Spool};
use passerelle::pack::{Manifest, PackError};

use crate::pack::disk::{Disk, LocalDisk};
use crate::pack::file_spool::FileSpool;
use crate::pack::pack_dir::{PackDir, PackDirError};
use crate::pack::pack_writer::{MANIFEST, PackWriter};
pub use crate::pack::publish_error::PublishError;
use crate::pack::stock::Stock;
use passerelle_output::percentile;

/// Default number of builds to keep in the folder, the current one included.
pub const DEFAULT_KEEP: usize = 3;

/// An open page reads the build that it was opened with, so replaced files stay this long.
const OPEN_PAGES: Duration = Duration::from_secs(48 * 3_600);

/// A folder that only this process may publish into, until the value is dropped.
#[derive(Debug)]
pub struct Publisher {
    dir: PathBuf,
    writer: PackWriter,
    /// The lock is released on drop.
    _lock: File,
    previous: Option<PackDir>,
}

/// The result of a publication.
#[derive(Debug)]
pub struct Published {
    /// The new manifest.
    pub manifest: Manifest,
    /// Stored size of the core, in bytes; 0 if only availability was published.
    pub core_bytes: usize,
    /// Stored sizes of the shards, in bytes, ascending.
    pub shard_bytes: Vec<usize>,
    /// Stored size of the set of unavailable items, in bytes.
    pub unavailable_bytes: usize,
    /// Paths of the files that the previous manifest does not name, ascending, without manifests: upload these before
    /// the manifest.
    pub changed: Vec<String>,
    /// The error because of which obsolete files could not be removed.
    pub left_behind: Option<std::io::Error>,
}

impl Publisher {
    /// Locks a folder that holds a pack.
    ///
    /// # Errors
    /// Those of [`Publisher::lock`], and [`PublishError::NoPack`]; nothing is created then.
    pub fn lock_existing(dir: &Path) -> Result<Self, PublishError> {
        if !dir.join(MANIFEST).exists() {
            return Err(PublishError::NoPack(PackDirError::NoPack { dir: dir.to_owned() }));
        }
        Self::lock(dir)
    }

    /// Locks the folder, and creates it if it does not exist.
    ///
    /// # Errors
    /// [`PublishError::Busy`], [`PublishError::Unwritable`], [`PublishError::Occupied`]
    pub fn lock(dir: &Path) -> Result<Self, PublishError> {
        Self::lock_on(dir, Box::new(LocalDisk))
    }

    /// Like [`Publisher::lock`], with `disk` for every later operation.
    ///
    /// # Errors
    /// Those of [`Publisher::lock`].
    pub fn lock_on(dir: &Path, disk: Box<dyn Disk>) -> Result<Self, PublishError> {
        let unwritable = |source| PublishError::Unwritable { path: dir.to_owned(), source };
        fs::create_dir_all(dir).map_err(unwritable)?;
        let lock = File::create(dir.join(".lock")).map_err(unwritable)?;
        lock.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => PublishError::Busy { dir: dir.to_owned() },
            fs::TryLockError::Error(source) => unwritable(source),
        })?;
        let previous = match PackDir::open(dir) {
            Ok(pack) => Some(pack),
            Err(PackDirError::NoPack { .. }) => None,
            // An earlier version of this tool wrote the pack. It cannot be read, and is served until the manifest is
            // replaced.
            Err(PackDirError::Damaged { source: PackError::Version { expected, got }, .. }) if got < expected => None,
            Err(source) => return Err(PublishError::Occupied { dir: dir.to_owned(), source }),
        };
        Ok(Self { dir: dir.to_owned(), writer: PackWriter::new(dir, disk), _lock: lock, previous })
    }

    /// The pack that is published now.
    #[must_use]
    pub fn previous(&self) -> Option<&PackDir> {
        self.previous.as_ref()
    }

    /// Creates a spool on the disk of the folder.
    ///
    /// # Errors
    /// [`PublishError::Unwritable`]
    pub fn spool(&self) -> Result<FileSpool, PublishError> {
        FileSpool::new(&self.dir).map_err(|source| PublishError::Unwritable { path: self.dir.clone(), source })
    }

    /// Publishes a build. Removes older builds, except the last `keep` and those that pages may still have open.
    ///
    /// # Errors
    /// [`PublishError::Unwritable`], [`PublishError::Write`]; the previous pack is unchanged then.
    pub fn publish(
        &self,
        draft: &BuildDraft<impl Spool>,
        stock: &Stock,
        keep: usize,
        progress: &ProgressBar,
    ) -> Result<Published, PublishError> {
        let mut manifest = draft.manifest.clone();
        let set = stock.file(&mut manifest)?;
        self.succeed(&mut manifest);
        progress.set_length(draft.len() as u64 + 1);
        let is_published = self.previous().is_some_and(|pack| pack.manifest().build == manifest.build);
        for file in draft.files() {
            let file = file.map_err(|source| PublishError::Unwritable { path: self.dir.clone(), source })?;
            self.write(&file, is_published)?;
            progress.inc(1);
        }
        self.write_set(&set)?;
        progress.inc(1);
        self.swap(&manifest)?;
        let left_behind = self.prune(&manifest, keep.max(1)).err();
        Ok(Published {
            manifest,
            core_bytes: draft.core_bytes(),
            shard_bytes: draft.shard_bytes(),
            unavailable_bytes: set.bytes.len(),
            changed: self.writer.changed(),
            left_behind,
        })
    }

    /// Publishes a new set of unavailable items for the current build.
    ///
    /// # Errors
    /// [`PublishError::NoPack`], [`PublishError::Unwritable`], [`PublishError::Write`]
    pub fn publish_availability(&self, stock: &Stock) -> Result<Published, PublishError> {
        let mut manifest = self.current()?;
        let set = stock.file(&mut manifest)?;
        self.succeed(&mut manifest);
        self.write_set(&set)?;
        self.swap(&manifest)?;
        let left_behind = self.prune(&manifest, usize::MAX).err();
        let unavailable_bytes = set.bytes.len();
        let changed = self.writer.changed();
        Ok(Published { manifest, core_bytes: 0, shard_bytes: Vec::new(), unavailable_bytes, changed, left_behind })
    }

    /// Switches suggestions on or off, and returns the sequence number of the new manifest.
    ///
    /// # Errors
    /// [`PublishError::NoPack`], [`PublishError::Unwritable`]
    pub fn switch(&self, on: bool) -> Result<u64, PublishError> {
        let mut manifest = self.current()?;
        self.succeed(&mut manifest);
        manifest.on = on;
        self.swap(&manifest)?;
        Ok(manifest.sequence)
    }

    /// Checks an earlier build completely and publishes it again. Suggestions stay on or off as they are.
    ///
    /// # Errors
    /// [`PublishError::NoPack`], [`PublishError::Occupied`] if the build is invalid, [`PublishError::Unwritable`]
    pub fn roll_back(&self, build: &str) -> Result<Manifest, PublishError> {
        self.current()?;
        let unsound = |source| PublishError::Occupied { dir: self.dir.clone(), source };
        let pack = PackDir::open_build(&self.dir, build).map_err(unsound)?;
        pack.check_all().map_err(unsound)?;
        let mut manifest = pack.manifest().clone();
        self.succeed(&mut manifest);
        self.writer.distrust(&manifest.folder())?;
        self.swap(&manifest)?;
        Ok(manifest)
    }

    /// Returns the builds in the folder that can be published again, last published first.
    #[must_use]
    pub fn builds(&self) -> Vec<Manifest> {
        let mut builds: Vec<Manifest> =
            fs::read_dir(&self.dir).into_iter().flatten().filter_map(|entry| copy_in(&entry.ok()?.path())).collect();
        builds.sort_by_key(|manifest| std::cmp::Reverse(manifest.sequence));
        builds
    }

    /// Writes a set of unavailable items.
    fn write_set(&self, set: &write::EncodedFile) -> Result<(), PublishError> {
        self.write(set, self.previous().is_some_and(|pack| pack.manifest().unavailable_path() == set.path))
    }

    /// Writes a file of a pack. `is_published` says whether the published manifest names it already.
    fn write(&self, file: &write::EncodedFile, is_published: bool) -> Result<(), PublishError> {
        if is_published {
            self.writer.repair(&file.path, &file.bytes)
        } else {
            self.writer.write(&file.path, &file.bytes)
        }
    }

    fn current(&self) -> Result<Manifest, PublishError> {
        let none = || PublishError::NoPack(PackDirError::NoPack { dir: self.dir.clone() });
        self.previous.as_ref().map(|pack| pack.manifest().clone()).ok_or_else(none)
    }

    /// Sets a sequence number above that of every publication so far, and keeps the published switch: neither a build
    /// nor a rollback switches suggestions on again.
    fn succeed(&self, manifest: &mut Manifest) {
        if let Some(previous) = &self.previous {
            let copies = self.builds().into_iter().map(|build| build.sequence);
            manifest.sequence = copies.chain([previous.manifest().sequence]).max().unwrap_or(0) + 1;
            manifest.on = previous.manifest().on;
        }
    }

    /// Replaces the manifest, as the last step. A copy stays with the build, for a rollback.
    fn swap(&self, manifest: &Manifest) -> Result<(), PublishError> {
        let bytes = manifest.to_bytes();
        self.mark_replaced(manifest)?;
        self.writer.write(&format!("{}/{MANIFEST}", manifest.folder()), &bytes)?;
        self.writer.swap_manifest(&bytes)
    }

    /// Rewrites the manifest's copy in the build that is being replaced. Its modification time is then the last moment
    /// at which pages opened that build, whichever version of this tool made it.
    fn mark_replaced(&self, by: &Manifest) -> Result<(), PublishError> {
        let Some(folder) = fs::read(self.dir.join(MANIFEST)).ok().and_then(|bytes| folder_named(&bytes)) else {
            return Ok(());
        };
        let copy = format!("{folder}/{MANIFEST}");
        match fs::read(self.dir.join(&copy)) {
            Ok(bytes) if folder != by.folder() => self.writer.replace(&copy, &bytes),
            _ => Ok(()),
        }
    }

    /// Removes builds beyond the last `keep`, except the current one and any that was current in the last 48 hours;
    /// unless `keep` is 1, also except the previous one. Removes old sets of unavailable items in the same way, and the
    /// remains of interrupted publications. Other files are left alone.
    fn prune(&self, current: &Manifest, keep: usize) -> std::io::Result<()> {
        let previous = self.previous.as_ref().map(PackDir::manifest);
        let needed = |folder: &str| {
            folder == current.folder() || previous.is_some_and(|manifest| keep > 1 && folder == manifest.folder())
        };
        let kept: Vec<String> = self.builds().iter().take(keep).map(Manifest::folder).collect();
        for entry in fs::read_dir(&self.dir)? {
            let entry = entry?;
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            let is_build = is_build_name(&name);
            let may_go = !needed(&name) && !kept.contains(&name) && !is_recent(&entry.path().join(MANIFEST));
            if is_build && entry.file_type()?.is_dir() && may_go {
                self.writer.remove_build(&entry.path())?;
            }
        }
        let live = [Some(current), previous].map(|manifest| manifest.map(Manifest::unavailable_path));
        let folder = current.folder();
        for entry in fs::read_dir(self.dir.join(&folder))? {
            let entry = entry?;
            let Some(name) = entry.file_name().to_str().map(|name| format!("{folder}/{name}")) else { continue };
            let is_old_set =
                name.contains("/unavailable-") && !live.contains(&Some(name.clone())) && !is_recent(&entry.path());
            if is_old_set || name.ends_with(".new") {
                self.writer.remove_file(&entry.path())?;
            }
        }
        Ok(())
    }
}

/// Whether a file was modified in the last 48 hours, or has a time in the future.
fn is_recent(file: &Path) -> bool {
    let written = fs::metadata(file).and_then(|metadata| metadata.modified());
    written.is_ok_and(|written| SystemTime::now().duration_since(written).map_or(true, |age| age < OPEN_PAGES))
}

/// The folder of the build that a manifest names, whatever the manifest's version.
fn folder_named(manifest: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(manifest).ok()?;
    let folder = text.split_once("\"build\":\"")?.1.get(..32)?;
    is_build_name(folder).then(|| folder.to_owned())
}

/// Whether a folder has a build's name: 32 lower-case hexadecimal digits.
fn is_build_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The copy of the manifest in a build's folder; `None` for other folders.
fn copy_in(folder: &Path) -> Option<Manifest> {
    let manifest = Manifest::parse(&fs::read(folder.join(MANIFEST)).ok()?).ok()?;
    (folder.file_name()?.to_str()? == manifest.folder()).then_some(manifest)
}

impl Published {
    /// Passes the figures for people to `row`, each with its name.
    pub fn rows(&self, row: &mut dyn FnMut(&str, String)) {
        row("build", self.manifest.folder());
        row("sequence", self.manifest.sequence.to_string());
        if self.core_bytes > 0 {
            row("core, bytes", self.core_bytes.to_string());
        }
        row("unavailable, bytes", self.unavailable_bytes.to_string());
        if self.manifest.shard_files.is_none() && self.core_bytes > 0 {
            row("shards", "0: the pack is one file".to_owned());
        }
        if let Some(shards) = self.manifest.shard_files.filter(|_| !self.shard_bytes.is_empty()) {
            row("shards", shards.number().to_string());
            for (name, share) in [("  bytes, p50", 50), ("  bytes, p95", 95), ("  bytes, max", 100)] {
                row(name, percentile(&self.shard_bytes, share).to_string());
            }
            row("shards, bytes in all", self.shard_bytes.iter().sum::<usize>().to_string());
        }
        if let Some(error) = &self.left_behind {
            row("not removed", format!("an earlier build or set ({error}): remove it by hand"));
        }
        if !self.manifest.on {
            row("suggestions", "off: `passerelle switch on` shows them again".to_owned());
        }
    }
}
