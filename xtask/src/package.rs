//! Builds the npm package: Rust → WebAssembly → wasm-bindgen's glue → wasm-opt → esbuild and tsc → `pkg/dist`.
//!
//! `pkg/glue` has the output of wasm-bindgen, which `pkg/src` imports; `pkg/dist` is published and served.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::flavour::Flavour;
use crate::glue;
use crate::progress::{Done, kilobytes, step};
use crate::stamp::Stamp;
use crate::tools;
use crate::wasm_module::{MAIN, MODULES, WasmModule};
use crate::workspace::{Workspace, empty};
use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The oldest supported browsers, which determine the JavaScript that esbuild may write.
const BROWSERS: &str = "es2022,chrome96,firefox113,safari16.4";

/// The WebAssembly features that rustc uses by default for wasm32-unknown-unknown; the browsers above support all of
/// them. wasm-opt gets this list instead of the section `target_features`, so that a new default of rustc is an error
/// here and not in a shopper's browser.
const WASM_FEATURES: [&str; 7] = [
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Options of wasm-opt for a small module. -Os, -O3, --gufa, --merge-similar-functions, --converge and other limits of
/// inlining were all within 1 % of this, compressed. The first KiB of memory is unused: it is the far end of the stack,
/// which grows down towards it. `--traps-never-happen` would be wrong, because bounds checks are traps.
const WASM_OPT: [&str; 6] =
    ["--low-memory-unused", "--flatten", "--rereloop", "--strip-debug", "--strip-producers", "--strip-target-features"];
const WASM_OPT_LEVEL: &str = "-Oz";

/// The page of the frame that lets sub-domains share a store. A house edits it and publishes it beside the package.
const HUB_PAGE: &str = "pkg/hub.html";

/// The style sheet that reserves the element's space; pages load it before any script.
const ROOM_SHEET: &str = "pkg/suggestions.css";

/// The package's own texts, one file for each language.
const TEXTS: &str = "pkg/src/messages";

/// The page to which the messages of warnings refer; it is part of the package.
const CODES_PAGE: &str = "docs/errors-and-warnings.md";

/// The documents that the files of the package name, and the folder of the package in which they are published. Pages
/// about what was measured and the site's own files stay behind.
const DOCUMENTS: &str = "docs";
const PUBLISHED_DOCUMENTS: &str = "pkg/docs";

/// esbuild's metafile about the files for bundlers: which file imports which.
pub fn metafile(workspace: &Workspace) -> PathBuf {
    workspace.target("package/meta.json")
}

/// esbuild's metafile about the files for a script tag; `size` reads it.
pub fn page_metafile(workspace: &Workspace) -> PathBuf {
    workspace.target("package/page.json")
}

/// Builds the parts of the package that are out of date.
pub fn build(workspace: &Workspace, flavour: Flavour) -> Result<()> {
    tools::wasm_target()?;
    tools::npm_packages(workspace)?;
    for module in &MODULES {
        let compiled = compile(workspace, flavour, module)?;
        step(&format!("glue of {}", module.name), || glue::bind(workspace, flavour, module, &compiled))?;
        step(&format!("wasm-opt of {}", module.name), || optimise(workspace, flavour, module))?;
    }
    step("types", || declare(workspace))?;
    step("javascript", || bundle(workspace, flavour))?;
    step("documents", || copy_documents(workspace))
}

/// Compiles a module, before wasm-bindgen, and returns its file.
fn compile(workspace: &Workspace, flavour: Flavour, module: &WasmModule) -> Result<PathBuf> {
    let (profile, folder) = match flavour {
        Flavour::Release => ("wasm", "wasm"),
        Flavour::Debug => ("dev", "debug"),
    };
    step(&format!("module {}", module.name), || {
        tools::run(cdylib(workspace, module)?.args(["--profile", profile]))?;
        Ok(Done::Built("compiled".into()))
    })?;
    Ok(workspace.target("wasm32-unknown-unknown").join(folder).join(format!("{}.wasm", module.artifact)))
}

/// The command that compiles a module. It requests only a cdylib: with an rlib, cargo would leave out link-time
/// optimisation, and panics would bring their formatting. Panics contain file names, so the folders of cargo's
/// downloads on this machine are removed from them.
fn cdylib(workspace: &Workspace, module: &WasmModule) -> Result<Command> {
    let mut command = workspace.cargo();
    command.args(["rustc", "--package", module.package, "--lib", "--crate-type", "cdylib"]);
    command.args(["--target", "wasm32-unknown-unknown"]);
    let folders = workspace.folders_of_dependencies()?;
    let remaps: Vec<String> =
        folders.iter().map(|folder| format!("--remap-path-prefix={}=", folder.display())).collect();
    command.env("CARGO_ENCODED_RUSTFLAGS", remaps.join("\u{1f}"));
    Ok(command)
}

/// Writes the module and its glue at another optimisation level to `folder`.
pub fn at_level(workspace: &Workspace, level: OptLevel, folder: &Path) -> Result<()> {
    tools::wasm_target()?;
    let mut command = cdylib(workspace, &MAIN)?;
    command.args(["--config", &format!("profile.wasm.opt-level={}", level.cargo)]);
    module_beside_glue(workspace, command, &workspace.target("bench/opt-levels"), folder, level.wasm_opt)
}

/// Writes the published form of the module and its glue, from the repository in `root`, to `folder`; cargo's output
/// goes to `target`.
pub fn of_repository(workspace: &Workspace, root: &Path, target: &Path, folder: &Path) -> Result<()> {
    tools::wasm_target()?;
    tools::npm_packages(workspace)?;
    let mut command = cdylib(workspace, &MAIN)?;
    command.current_dir(root);
    module_beside_glue(workspace, command, target, folder, WASM_OPT_LEVEL)
}

/// Runs `command`, which compiles the module, and writes the glue and the optimised module to `folder`.
fn module_beside_glue(
    workspace: &Workspace,
    mut command: Command,
    target: &Path,
    folder: &Path,
    wasm_opt: &str,
) -> Result<()> {
    tools::run(command.args(["--profile", "wasm", "--target-dir"]).arg(target))?;
    glue::generate(&target.join("wasm32-unknown-unknown/wasm/passerelle.wasm"), MAIN.name, folder, false)?;
    shrink(workspace, &folder.join("passerelle_bg.wasm"), &folder.join("passerelle.wasm"), wasm_opt)
}

/// An optimisation level, and its target: size, speed or both.
#[derive(Clone, Copy)]
pub struct OptLevel {
    /// Its name in the results.
    pub name: &'static str,
    /// Its name in Cargo's profiles, as TOML.
    cargo: &'static str,
    /// Its option of wasm-opt.
    wasm_opt: &'static str,
}

/// The levels to compare: for size, for both, for speed.
pub const OPT_LEVELS: [OptLevel; 3] = [
    OptLevel { name: "z", cargo: "'z'", wasm_opt: "-Oz" },
    OptLevel { name: "s", cargo: "'s'", wasm_opt: "-Os" },
    OptLevel { name: "3", cargo: "3", wasm_opt: "-O3" },
];

/// Builds the module with the test cases for every store into `target/conformance`.
pub fn conformance(workspace: &Workspace) -> Result<()> {
    tools::wasm_target()?;
    step("conformance", || {
        let target = workspace.target("conformance");
        tools::run(cdylib(workspace, &MAIN)?.args(["--features", "conformance"]))?;
        let module = workspace.target("wasm32-unknown-unknown").join("debug/passerelle.wasm");
        glue::generate(&module, MAIN.name, &target, false)?;
        Ok(Done::Built("target/conformance".into()))
    })
}

fn optimise(workspace: &Workspace, flavour: Flavour, module: &WasmModule) -> Result<Done> {
    let (bound, small) = (module.bound(workspace), module.published(workspace));
    let stamp = Stamp::new(workspace, &format!("wasm-opt-{}", module.name))
        .setting(flavour.name())
        .setting(&WASM_FEATURES.join(" "))
        .setting(&WASM_OPT.join(" "))
        .setting(WASM_OPT_LEVEL)
        .input(workspace.path("package-lock.json"))?
        .input(&bound)?
        .output(&small);
    if stamp.is_fresh()? {
        return Ok(Done::UpToDate);
    }
    fs::create_dir_all(workspace.path("pkg/dist")).context("creating pkg/dist")?;
    if flavour == Flavour::Release {
        shrink(workspace, &bound, &small, WASM_OPT_LEVEL)?;
    } else {
        fs::copy(&bound, &small).context("copying the module to pkg/dist")?;
    }
    stamp.write()?;
    Ok(Done::Built(format!("{} → {}", size_of(&bound)?, size_of(&small)?)))
}

/// Runs wasm-opt on `bound`, and writes `small`. The level is given twice, for two runs: the second inlines functions
/// that the first has shortened.
fn shrink(workspace: &Workspace, bound: &Path, small: &Path, level: &str) -> Result<()> {
    let mut command = workspace.npm_tool("wasm-opt");
    command.args(WASM_FEATURES).args(WASM_OPT).args([level, level]);
    tools::run_quietly(command.arg(bound).arg("--output").arg(small))
}

/// Checks the TypeScript and writes the declarations.
fn declare(workspace: &Workspace) -> Result<Done> {
    let types = workspace.target("package/types");
    let dist = workspace.path("pkg/dist");
    let stamp = sources(workspace, "types")?.output(&types);
    if stamp.is_fresh()? && listed(&types)?.iter().all(|name| dist.join(name).is_file()) {
        return Ok(Done::UpToDate);
    }
    empty(&types)?;
    tools::run_quietly(workspace.npm_tool("tsc").args(["--project", "pkg/tsconfig.json", "--outDir"]).arg(&types))?;
    for name in files_with(&dist, ".d.ts")? {
        fs::remove_file(dist.join(&name)).with_context(|| format!("removing {name}"))?;
    }
    for name in listed(&types)? {
        let text = fs::read_to_string(types.join(&name)).with_context(|| format!("reading {name}"))?;
        if text.contains("/glue/") || text.contains("/glue-") {
            bail!(
                "{name} speaks of the glue of a module, which is not published: give the exported things types of their own"
            );
        }
        let file = dist.join(&name);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        }
        fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
    }
    stamp.write()?;
    Ok(Done::Built("checked".into()))
}

/// Bundles the JavaScript: entries and chunks for bundlers, and one file for a script tag. All are in the same folder,
/// so that `new URL("./passerelle.wasm", import.meta.url)` means the same in each.
fn bundle(workspace: &Workspace, flavour: Flavour) -> Result<Done> {
    let dist = workspace.path("pkg/dist");
    let metafile = metafile(workspace);
    let stamp = sources(workspace, "javascript")?
        .setting(flavour.name())
        .setting(BROWSERS)
        .input(workspace.path("pkg/bundle.mjs"))?
        .output(&metafile)
        .output(page_metafile(workspace));
    if stamp.is_fresh()? && outputs(workspace)?.iter().all(|file| file.is_file()) {
        return Ok(Done::UpToDate);
    }
    for name in files_with(&dist, ".js")?.into_iter().chain(files_with(&dist, ".js.map")?) {
        fs::remove_file(dist.join(&name)).with_context(|| format!("removing {name}"))?;
    }
    fs::create_dir_all(workspace.target("package")).context("creating the folder of the metafile")?;
    let esbuild = |entries: &[&str], metafile: &Path| {
        let mut command = workspace.npm_tool("esbuild");
        command
            .args(entries)
            .args(["--bundle", "--splitting", "--format=esm", "--outdir=pkg/dist"])
            .args(["--chunk-names=[name]-[hash]", "--charset=utf8", "--legal-comments=none", "--log-level=warning"])
            .arg(format!("--target={BROWSERS}"))
            .arg(format!("--metafile={}", metafile.display()));
        match flavour {
            Flavour::Release => command.arg("--minify"),
            Flavour::Debug => command.arg("--sourcemap=linked"),
        };
        tools::run(&mut command)
    };
    let entries =
        ["index", "element", "notices", "client-messages", "loyalty", "advice", "compare", "privacy", "inspector"]
            .map(|name| format!("{name}=pkg/src/{name}.ts"));
    esbuild(&entries.each_ref().map(String::as_str), &metafile)?;
    // The files for a script tag: one file, and one for each part that is loaded on demand.
    let page = page_metafile(workspace);
    tools::run(
        workspace.command("node").args(["pkg/bundle.mjs", "pkg/dist"]).arg(&page).args([BROWSERS, flavour.name()]),
    )?;
    // A separate bundle: code that it shares with the package must not become chunks that every page loads.
    esbuild(&["hub=pkg/src/hub/hub.ts"], &workspace.target("package/hub.json"))?;
    copy_texts(workspace)?;
    fs::copy(workspace.path(HUB_PAGE), dist.join("hub.html")).context("copying hub.html to pkg/dist")?;
    fs::copy(workspace.path(ROOM_SHEET), dist.join("suggestions.css"))
        .context("copying suggestions.css to pkg/dist")?;
    fs::copy(workspace.path(CODES_PAGE), dist.join("errors-and-warnings.md"))
        .context("copying errors-and-warnings.md to pkg/dist")?;
    stamp.write()?;
    Ok(Done::Built("pkg/dist".into()))
}

/// The inputs of both TypeScript steps.
fn sources(workspace: &Workspace, name: &str) -> Result<Stamp> {
    let glue = MODULES.iter().flat_map(|module| {
        ["js", "d.ts"].map(|ending| workspace.path(module.glue).join(format!("{}.{ending}", module.name)))
    });
    let stamp = Stamp::new(workspace, name)
        .input(workspace.path("package-lock.json"))?
        .input(workspace.path("tsconfig.json"))?
        .input(workspace.path("pkg/tsconfig.json"))?
        // Its `sideEffects` tells esbuild which modules it may leave out.
        .input(workspace.path("pkg/package.json"))?
        .input(workspace.path("pkg/src"))?
        .input(workspace.path(HUB_PAGE))?
        .input(workspace.path(ROOM_SHEET))?
        .input(workspace.path(CODES_PAGE))?;
    glue.into_iter().try_fold(stamp, |stamp, file| stamp.input(file))
}

/// Copies the package's own texts, one file for each language.
fn copy_texts(workspace: &Workspace) -> Result<()> {
    let (from, to) = (workspace.path(TEXTS), workspace.path("pkg/dist/messages"));
    empty(&to)?;
    for name in listed(&from)? {
        fs::copy(from.join(&name), to.join(&name)).with_context(|| format!("copying {name} to pkg/dist/messages"))?;
    }
    Ok(())
}

/// Copies the documents and their drawings.
fn copy_documents(workspace: &Workspace) -> Result<Done> {
    empty(&workspace.path(PUBLISHED_DOCUMENTS))?;
    for (folder, ending) in [("", ".md"), ("images", ".svg")] {
        let from = workspace.path(DOCUMENTS).join(folder);
        let to = workspace.path(PUBLISHED_DOCUMENTS).join(folder);
        fs::create_dir_all(&to).with_context(|| format!("creating {}", to.display()))?;
        for entry in fs::read_dir(&from).with_context(|| format!("listing {}", from.display()))? {
            let name = entry?.file_name();
            if name.to_string_lossy().ends_with(ending) {
                fs::copy(from.join(&name), to.join(&name))
                    .with_context(|| format!("copying {} to {}", name.display(), to.display()))?;
            }
        }
    }
    Ok(Done::Built(PUBLISHED_DOCUMENTS.into()))
}

/// The files that esbuild wrote.
fn outputs(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in [metafile(workspace), page_metafile(workspace)] {
        let meta = read_metafile(&path)?;
        let outputs = meta["outputs"].as_object().context("esbuild's metafile has no outputs")?;
        files.extend(outputs.keys().map(|name| workspace.path(name)));
    }
    let texts = listed(&workspace.path(TEXTS))?;
    files.extend(texts.iter().map(|name| workspace.path("pkg/dist/messages").join(name)));
    Ok(files)
}

/// Reads a metafile of esbuild.
pub fn read_metafile(path: &Path) -> Result<Value> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("reading {}", path.display()))
}

fn size_of(file: &Path) -> Result<String> {
    let length = fs::metadata(file).with_context(|| format!("reading {}", file.display()))?.len();
    Ok(kilobytes(usize::try_from(length)?))
}

/// Names of the files in `folder`, and below it, that end in `ending`.
fn files_with(folder: &Path, ending: &str) -> Result<Vec<String>> {
    Ok(listed(folder)?.into_iter().filter(|name| name.ends_with(ending)).collect())
}

/// Every file below `folder`, relative to it.
pub fn listed(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    if !folder.exists() {
        return Ok(names);
    }
    for entry in fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            names.extend(listed(&entry.path())?.into_iter().map(|below| format!("{name}/{below}")));
        } else {
            names.push(name);
        }
    }
    Ok(names)
}
