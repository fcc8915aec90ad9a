//! Why something is not published.

use std::path::PathBuf;

use passerelle::pack::write::WriteError;

use crate::pack::pack_dir::PackDirError;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// Another process holds the folder.
    #[error("{}: another passerelle is publishing here: wait for it to end, then run the command again", dir.display())]
    Busy {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder cannot be written.
    #[error(
        "{}: cannot be written ({source}); nothing was published. Check that it lies in a folder with room that you may write to, then run the command again",
        path.display()
    )]
    Unwritable {
        /// What could not be written.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The disk did not say whether the manifest has its name.
    #[error(
        "{}: is published, but the disk did not confirm it ({source}): run the command again when the disk is well",
        path.display()
    )]
    Unflushed {
        /// The manifest.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What is there is not a pack, or a broken one.
    #[error("{source}; nothing was changed. If {} is the right folder, move its manifest.json away and run the command again", dir.display())]
    Occupied {
        /// The folder.
        dir: PathBuf,
        /// What is wrong with it.
        source: PackDirError,
    },
    /// There is no pack to change.
    #[error(transparent)]
    NoPack(PackDirError),
    /// The content does not fit the format.
    #[error(transparent)]
    Write(#[from] WriteError),
}
