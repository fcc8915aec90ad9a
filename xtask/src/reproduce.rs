//! Checks that anybody can compile the published module. It is compiled twice from scratch, here and in a copy of the
//! repository in another folder; both must be identical.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::package;
use crate::workspace::{Workspace, empty};

/// Prints the SHA-256 of both modules, and returns whether they are equal.
pub fn check(workspace: &Workspace) -> Result<bool> {
    let copy = workspace.target("reproduce/copy");
    copy_tracked(workspace, &copy)?;
    let here = digest(workspace, &workspace.path("."), &workspace.target("reproduce/here"))?;
    let there = digest(workspace, &copy, &workspace.target("reproduce/there"))?;
    println!("{here}  passerelle.wasm, compiled here\n{there}  passerelle.wasm, compiled in a copy elsewhere");
    if here != there {
        eprintln!("error: the two modules differ: something of the machine or of its folders is in them");
    }
    Ok(here == there)
}

/// Compiles the module of the sources in `root` into an empty `folder`, and returns its SHA-256.
fn digest(workspace: &Workspace, root: &Path, folder: &Path) -> Result<String> {
    empty(folder)?;
    let glue = folder.join("glue");
    package::of_repository(workspace, root, &folder.join("target"), &glue)?;
    let module = glue.join("passerelle.wasm");
    let bytes = fs::read(&module).with_context(|| format!("reading {}", module.display()))?;
    Ok(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Copies the files tracked by git, with the content of the working tree.
fn copy_tracked(workspace: &Workspace, copy: &Path) -> Result<()> {
    let listed = workspace.command("git").args(["ls-files", "-z"]).output().context("running git ls-files")?;
    if !listed.status.success() {
        bail!("git ls-files: {}", String::from_utf8_lossy(&listed.stderr).trim());
    }
    empty(copy)?;
    let names = String::from_utf8(listed.stdout).context("git ls-files: a name that is no UTF-8")?;
    for name in names.split('\0').filter(|name| !name.is_empty()) {
        let (from, to): (PathBuf, PathBuf) = (workspace.path(name), copy.join(name));
        // Removed in the working tree, but not committed.
        if !from.is_file() {
            continue;
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        }
        fs::copy(&from, &to).with_context(|| format!("copying {name}"))?;
    }
    Ok(())
}
