//! Errors of publication.

use std::path::PathBuf;

use passerelle::pack::write::WriteError;

use crate::pack::pack_dir::PackDirError;

/// Error of a publication.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// Another process has locked the folder.
    #[error("{}: another passerelle is publishing here: wait for it to end, then run the command again", dir.display())]
    Busy {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder cannot be written.
    #[error(
        "{}: cannot be written ({source}); nothing was published. Check that the disk has room and that you may write to the folder, then run the command again",
        path.display()
    )]
    Unwritable {
        /// The path that cannot be written.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// The manifest was renamed, but the disk did not confirm it.
    #[error(
        "{}: is published, but the disk did not confirm it ({source}): check the disk, and run the command again",
        path.display()
    )]
    Unflushed {
        /// The manifest.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// The folder holds something other than a pack, or an invalid one.
    #[error("{source}; nothing was changed. If {} is the right folder, move its manifest.json away and run the command again", dir.display())]
    Occupied {
        /// The folder.
        dir: PathBuf,
        /// The error of its pack.
        source: PackDirError,
    },
    /// There is no pack to change.
    #[error(transparent)]
    NoPack(PackDirError),
    /// The content does not fit the format.
    #[error(transparent)]
    Write(#[from] WriteError),
}
