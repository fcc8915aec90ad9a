//! The paths of the repository and of cargo's output folder.

use std::collections::BTreeSet;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The cargo that runs this program, so that toolchains do not mix.
fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The paths that every command needs.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
    xtask: PathBuf,
}

impl Workspace {
    /// Asks cargo for the paths, so that `CARGO_TARGET_DIR` and cargo's settings are respected.
    pub fn locate() -> Result<Self> {
        // Read first: a rebuild during `test` replaces the file, and the path can then no longer be read.
        let xtask = env::current_exe().context("finding the path of xtask itself")?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in the workspace")?.to_owned();
        let metadata = metadata_in(&root, &["--no-deps"])?;
        let target = metadata["target_directory"].as_str().context("cargo metadata has no target_directory")?;
        Ok(Self { root, target: target.into(), xtask })
    }

    /// A path in the repository.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// A path in cargo's output folder.
    pub fn target(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.target.join(relative)
    }

    /// The path of this program, for the tests that start the server.
    pub fn xtask(&self) -> &Path {
        &self.xtask
    }

    /// Creates a command that runs in the repository.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Creates a cargo command that runs in the repository.
    pub fn cargo(&self) -> Command {
        self.command(cargo())
    }

    /// Returns cargo's metadata of the workspace's own packages.
    pub fn metadata(&self) -> Result<Value> {
        metadata_in(&self.root, &["--no-deps"])
    }

    /// The folders on this machine in which cargo keeps downloaded packages.
    pub fn folders_of_dependencies(&self) -> Result<BTreeSet<PathBuf>> {
        let metadata = metadata_in(&self.root, &[])?;
        let packages = metadata["packages"].as_array().into_iter().flatten();
        let published = packages.filter(|package| !package["source"].is_null());
        let manifests = published.filter_map(|package| package["manifest_path"].as_str());
        Ok(manifests.filter_map(|manifest| Path::new(manifest).ancestors().nth(2)).map(Path::to_owned).collect())
    }

    /// Creates a command of a tool that npm installed.
    pub fn npm_tool(&self, name: &str) -> Command {
        let file = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
        self.command(self.path("node_modules/.bin").join(file))
    }
}

/// Returns cargo's metadata of the workspace in `root`.
fn metadata_in(root: &Path, options: &[&str]) -> Result<Value> {
    let mut command = Command::new(cargo());
    command.args(["metadata", "--format-version", "1"]).args(options).current_dir(root);
    let output = command.output().context("running cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("reading cargo metadata")
}

/// Creates the folder, or empties it.
pub fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}
