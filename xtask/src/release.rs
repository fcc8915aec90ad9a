//! Makes the downloads: the tool with its storefront, the package's files ready to upload, and the npm tarball, in
//! `target/release-archives` with their SHA-256 sums. Not for publishing them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use tar::{Builder, Header};

use crate::flavour::Flavour;
use crate::progress::{Done, kilobytes, step};
use crate::workspace::{Workspace, empty};
use crate::{pack, package, tools};

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Files that every archive contains.
const LICENCES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];
/// File modes of a program and of every other file.
const PROGRAM: u32 = 0o755;
const TEXT: u32 = 0o644;

/// A file of an archive: its name in the archive, its path, its mode.
struct Member {
    name: String,
    file: PathBuf,
    mode: u32,
}

/// Makes the archives and prints their sums. The same sources give the same bytes, except for the tool, which may
/// contain paths of the machine.
pub fn build(workspace: &Workspace) -> Result<()> {
    package::build(workspace, Flavour::Release)?;
    let folder = workspace.target("release-archives");
    empty(&folder)?;
    let mut archives = Vec::new();
    step("tool with storefront", || {
        tools::run(workspace.cargo().args([
            "build",
            "--release",
            "--package",
            "passerelle-cli",
            "--features",
            "storefront",
        ]))?;
        Ok(Done::Built("compiled".into()))
    })?;
    let licences = || LICENCES.iter().map(|name| member(name, workspace.path(name), TEXT));
    let program = format!("passerelle{}", std::env::consts::EXE_SUFFIX);
    let mut members = vec![member(&program, pack::tool(workspace), PROGRAM)];
    members.extend(licences());
    members.extend(documents(workspace)?);
    members.extend(examples(workspace)?);
    let name = format!("passerelle-{VERSION}-{}", host()?);
    archives.push(archive(&folder, &name, &name, members)?);

    let web = workspace.target("release-web/passerelle");
    empty(&web)?;
    let copy = ["pkg/bin/passerelle.js", "copy-assets"];
    tools::run_quietly(workspace.command("node").args(copy).arg(&web).args(["--modules", "--hub"]))?;
    let mut members: Vec<Member> = Vec::new();
    for name in package::listed(&web)? {
        members.push(member(&name, web.join(&name), TEXT));
    }
    members.extend(licences());
    archives.push(archive(&folder, &format!("passerelle-{VERSION}-web"), "passerelle", members)?);

    step("npm tarball", || {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        tools::run_quietly(workspace.command(npm).args(["pack", "./pkg", "--pack-destination"]).arg(&folder))?;
        Ok(Done::Built(format!("passerelle-{VERSION}.tgz")))
    })?;
    archives.push(folder.join(format!("passerelle-{VERSION}.tgz")));

    let mut sums = String::new();
    for archive in &archives {
        let bytes = fs::read(archive).with_context(|| format!("reading {}", archive.display()))?;
        let sum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let name = archive.file_name().unwrap_or_default().to_string_lossy();
        sums.push_str(&format!("{sum}  {name}\n"));
    }
    fs::write(folder.join("SHA256SUMS"), &sums).context("writing SHA256SUMS")?;
    print!("\n{}:\n{sums}", folder.display());
    Ok(())
}

fn member(name: &str, file: PathBuf, mode: u32) -> Member {
    Member { name: name.to_owned(), file, mode }
}

/// The documents, to which the tool's messages refer.
fn documents(workspace: &Workspace) -> Result<Vec<Member>> {
    let mut members = Vec::new();
    for folder in ["docs", "docs/research"] {
        for entry in fs::read_dir(workspace.path(folder)).with_context(|| format!("listing {folder}"))? {
            let name = format!("{folder}/{}", entry?.file_name().to_string_lossy());
            if name.ends_with(".md") {
                members.push(member(&name, workspace.path(&name), TEXT));
            }
        }
    }
    Ok(members)
}

/// The examples, to which the documents refer, without the files that npm added.
fn examples(workspace: &Workspace) -> Result<Vec<Member>> {
    let names = package::listed(&workspace.path("examples"))?.into_iter();
    let own = names.filter(|name| !name.split('/').any(|part| part == "node_modules" || part == "dist"));
    let named = own.map(|name| format!("examples/{name}"));
    Ok(named.map(|name| member(&name, workspace.path(&name), TEXT)).collect())
}

/// The host target of rustc, which is part of the name of the tool's archive.
fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().context("asking rustc for its target")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned).context("rustc names no host")
}

/// Writes `members`, sorted, into the folder `below` of the archive `name`. Times and owners are 0.
fn archive(folder: &Path, name: &str, below: &str, mut members: Vec<Member>) -> Result<PathBuf> {
    let path = folder.join(format!("{name}.tar.gz"));
    step(name, || {
        members.sort_by(|one, other| one.name.cmp(&other.name));
        let file = File::create(&path).with_context(|| format!("creating {}", path.display()))?;
        let mut builder = Builder::new(GzEncoder::new(file, Compression::best()));
        for Member { name, file, mode } in &members {
            let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
            let mut header = Header::new_gnu();
            header.set_size(u64::try_from(bytes.len())?);
            header.set_mode(*mode);
            builder.append_data(&mut header, format!("{below}/{name}"), bytes.as_slice())?;
        }
        builder.into_inner()?.finish()?;
        let length = fs::metadata(&path)?.len();
        Ok(Done::Built(kilobytes(usize::try_from(length)?)))
    })?;
    Ok(path)
}
