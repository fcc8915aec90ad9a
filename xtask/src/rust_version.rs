//! Checks the workspace with the oldest Rust version that Cargo.toml states.

use anyhow::{Context, Result};

use crate::tools;
use crate::workspace::Workspace;

/// Returns whether everything compiles with the `rust-version` of the workspace, which rustup installs if it is
/// missing. The output has its own folder, so that the usual toolchain compiles nothing again.
pub fn check(workspace: &Workspace) -> Result<bool> {
    let oldest = oldest(workspace)?;
    tools::run(workspace.command("rustup").args(["toolchain", "install", &oldest, "--profile", "minimal"]))?;
    let target = workspace.target("rust-version");
    let check = ["run", &oldest, "cargo", "check", "--workspace", "--all-targets", "--all-features", "--locked"];
    tools::succeeds(workspace.command("rustup").args(check).arg("--target-dir").arg(target))
}

/// The highest `rust-version` among the packages of the workspace.
fn oldest(workspace: &Workspace) -> Result<String> {
    let metadata = workspace.metadata()?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let versions = packages.filter_map(|package| package["rust_version"].as_str());
    newest(versions).context("no package says its rust-version: add it to [workspace.package] of Cargo.toml")
}

/// The highest of versions such as `1.90` or `1.90.1`.
fn newest<'a>(versions: impl Iterator<Item = &'a str>) -> Option<String> {
    let numbers = |version: &&str| version.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    versions.max_by_key(numbers).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::newest;

    #[test]
    fn the_newest_version_is_found_by_its_numbers() {
        assert_eq!(newest(["1.88", "1.90", "1.9"].into_iter()).as_deref(), Some("1.90"));
        assert_eq!(newest(["1.90", "1.90.1"].into_iter()).as_deref(), Some("1.90.1"));
        assert_eq!(newest(std::iter::empty()), None);
    }
}
