//! Finds or installs the tools that a fresh machine lacks: the wasm target, npm packages, a browser and others.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::progress::{Done, step};
use crate::stamp::Stamp;
use crate::workspace::Workspace;

const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// The first version whose test runner has `--test-force-exit`.
const NODE_AT_LEAST: (u32, u32) = (20, 14);

/// Runs a command and shows its output; a failure is an error that names the command.
pub fn run(command: &mut Command) -> Result<()> {
    if succeeds(command)? { Ok(()) } else { bail!("`{}` failed", shown(command)) }
}

/// Runs a command and shows its output; returns `false` if it fails.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command.status().with_context(|| format!("starting `{}`", shown(command)))?;
    Ok(status.success())
}

/// Runs a command and shows its output only if it fails.
pub fn run_quietly(command: &mut Command) -> Result<()> {
    said(command).map(drop)
}

/// Runs a command and returns its output and then its messages; shows them only if it fails.
pub fn said(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("starting `{}`", shown(command)))?;
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    if !output.status.success() {
        eprint!("{said}");
        bail!("`{}` failed", shown(command));
    }
    Ok(said)
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut text = program.to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

/// Returns a command's trimmed output; `None` if it is missing or fails.
fn answer(program: impl Into<OsString>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program.into()).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Installs the standard library for WebAssembly.
pub fn wasm_target() -> Result<()> {
    step("wasm target", || {
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let installed = answer(rustc, &["--print", "target-libdir", "--target", WASM_TARGET])
            .is_some_and(|folder| Path::new(&folder).is_dir());
        if installed {
            return Ok(Done::UpToDate);
        }
        run(Command::new("rustup").args(["target", "add", WASM_TARGET]))
            .with_context(|| format!("Rust's {WASM_TARGET} target is missing: install it, then try again"))?;
        Ok(Done::Built("installed".into()))
    })
}

/// Installs the development tools of package-lock.json.
pub fn npm_packages(workspace: &Workspace) -> Result<()> {
    npm_packages_in(workspace, "npm packages", "")
}

/// Installs the packages of `folder`, which has its own package-lock.json.
pub fn npm_packages_in(workspace: &Workspace, name: &str, folder: &str) -> Result<()> {
    step(name, || {
        let (major, minor) = NODE_AT_LEAST;
        let version = answer("node", &["--version"])
            .with_context(|| format!("Node.js is missing: install version {major}.{minor} or newer"))?;
        if node_version(&version).is_none_or(|have| have < NODE_AT_LEAST) {
            bail!("Node.js {version} is too old: install version {major}.{minor} or newer");
        }
        let folder = workspace.path(folder);
        let stamp = Stamp::new(workspace, &name.replace(" packages", "").replace(' ', "-"))
            .input(folder.join("package.json"))?
            .input(folder.join("package-lock.json"))?
            .output(folder.join("node_modules/.package-lock.json"));
        if stamp.is_fresh()? {
            return Ok(Done::UpToDate);
        }
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        run_quietly(workspace.command(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
        stamp.write()?;
        Ok(Done::Built("installed".into()))
    })
}

/// Parses `v20.14.1` into (20, 14).
fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.strip_prefix('v')?.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

/// Returns cargo-deny, which checks the Rust packages. It is compiled once, in target/tools, which takes some minutes.
pub fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    const VERSION: &str = "0.20.2";
    let root = workspace.target("tools");
    let program = root.join("bin").join(if cfg!(windows) { "cargo-deny.exe" } else { "cargo-deny" });
    step("cargo-deny", || {
        if answer(&program, &["--version"]).is_some_and(|said| said.ends_with(VERSION)) {
            return Ok(Done::UpToDate);
        }
        let mut install = if cfg!(windows) { workspace.cargo() } else { workspace.command("nice") };
        if !cfg!(windows) {
            install.arg(workspace.cargo().get_program());
        }
        install.args(["install", "cargo-deny", "--locked", "--version", VERSION, "--root"]);
        run(install.arg(&root)).context("cargo-deny checks the packages: it must be installed first")?;
        Ok(Done::Built(VERSION.into()))
    })?;
    Ok(program)
}

/// Returns a Python with the packages of `requirements`, in the virtual environment `name` below target/.
pub fn python(workspace: &Workspace, name: &str, requirements: &str) -> Result<PathBuf> {
    let folder = workspace.target("python").join(name);
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    step("python packages", || {
        let stamp = Stamp::new(workspace, &format!("python-{name}"))
            .input(workspace.path(requirements))?
            .output(folder.join("pyvenv.cfg"));
        if stamp.is_fresh()? && python.is_file() {
            return Ok(Done::UpToDate);
        }
        if answer("python3", &["-c", "import venv, ensurepip"]).is_none() {
            debian_packages("Python 3 with venv", &["python3", "python3-venv"])?;
        }
        run_quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
        run_quietly(pip.arg(workspace.path(requirements)))?;
        stamp.write()?;
        Ok(Done::Built("installed".into()))
    })?;
    Ok(python)
}

/// Returns PHP for the plug-in among the examples: `PHP_PATH`, an installed one, or (Debian, as root) one from apt.
pub fn php() -> Result<PathBuf> {
    program("PHP", "PHP_PATH", &["php-cli"], || find_program("PHP_PATH", &["php"], &[]))
}

/// Checks Java for Spark: an installed one, or (Debian, as root) one from apt.
pub fn java() -> Result<()> {
    step("java", || {
        if answer("java", &["-version"]).is_some() {
            return Ok(Done::UpToDate);
        }
        debian_packages("Java 17 or newer", &["default-jre-headless"])?;
        Ok(Done::Built("installed".into()))
    })
}

/// Returns the browser for the tests: `CHROME_PATH`, an installed one, or (Debian, as root) one from apt.
pub fn chromium() -> Result<PathBuf> {
    const MACOS: [&str; 2] = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    browser("Chromium", "CHROME_PATH", &["chromium", "chromium-headless-shell"], &names, &MACOS)
}

/// Returns Chromium's engine without its windows, which halves the processor time of the browser tests:
/// `HEADLESS_SHELL_PATH` or an installed one, which [`chromium`] installs beside Chromium. `None` if there is none, or
/// if the variable is empty: the tests then run in Chromium.
pub fn headless_shell() -> Result<Option<PathBuf>> {
    const VARIABLE: &str = "HEADLESS_SHELL_PATH";
    let mut found = None;
    step("headless shell", || {
        if env::var_os(VARIABLE).is_none_or(|path| !path.is_empty()) {
            found = find_program(VARIABLE, &["chromium-headless-shell", "chrome-headless-shell"], &[])?;
        }
        Ok(match &found {
            Some(path) => Done::Built(path.display().to_string()),
            None => Done::Skipped("the tests run in Chromium".into()),
        })
    })?;
    Ok(found)
}

/// Returns the browser that runs the tests of the store a second time: `FIREFOX_PATH`, an installed one, or (Debian, as
/// root) one from apt.
pub fn firefox() -> Result<PathBuf> {
    const MACOS: [&str; 1] = ["/Applications/Firefox.app/Contents/MacOS/firefox"];
    browser("Firefox", "FIREFOX_PATH", &["firefox-esr"], &["firefox-esr", "firefox"], &MACOS)
}

/// WebKitGTK for the tests: its driver, and MiniBrowser as `browser`.
pub struct WebKit {
    pub driver: PathBuf,
    pub browser: PathBuf,
}

/// Returns Safari's engine, for the tests that run in every engine: `WEBKIT_DRIVER_PATH` and `WEBKIT_BROWSER_PATH`,
/// installed programs, or (Debian, as root) those from apt. It needs a screen, so Xvfb is installed too.
pub fn webkit() -> Result<WebKit> {
    const PACKAGES: [&str; 2] = ["webkit2gtk-driver", "xvfb"];
    let driver = program("WebKitGTK's driver", "WEBKIT_DRIVER_PATH", &PACKAGES, || {
        let driver = find_program("WEBKIT_DRIVER_PATH", &["WebKitWebDriver"], &[])?;
        let screen = find_program("XVFB_PATH", &["Xvfb"], &[])?;
        Ok(driver.filter(|_| screen.is_some()))
    })?;
    let browser = program("WebKitGTK's MiniBrowser", "WEBKIT_BROWSER_PATH", &PACKAGES, mini_browser)?;
    Ok(WebKit { driver, browser })
}

/// Finds MiniBrowser, which is not on PATH: Debian has it in the library's folder,
/// `/usr/lib/<machine>/webkit2gtk-4.1/`.
fn mini_browser() -> Result<Option<PathBuf>> {
    if let Some(path) = find_program("WEBKIT_BROWSER_PATH", &["MiniBrowser"], &[])? {
        return Ok(Some(path));
    }
    let machine = env::consts::ARCH;
    let libraries = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];
    let candidates = libraries.iter().map(|library| format!("/usr/lib/{machine}-linux-gnu/{library}/MiniBrowser"));
    Ok(candidates.map(PathBuf::from).find(|path| path.is_file()))
}

fn browser(called: &str, variable: &str, packages: &[&str], names: &[&str], macos: &[&str]) -> Result<PathBuf> {
    program(called, variable, packages, || find_program(variable, names, macos))
}

/// Returns the program that `find` finds; installs Debian's `packages` first if it is missing.
fn program(
    called: &str,
    variable: &str,
    packages: &[&str],
    find: impl Fn() -> Result<Option<PathBuf>>,
) -> Result<PathBuf> {
    let mut found = None;
    step(&called.to_lowercase(), || {
        if let Some(path) = find()? {
            let note = path.display().to_string();
            found = Some(path);
            return Ok(Done::Built(note));
        }
        debian_packages(called, packages).with_context(|| format!("{variable} may name one, too"))?;
        found = find()?;
        Ok(Done::Built("installed".into()))
    })?;
    found.with_context(|| format!("{called} was installed but cannot be found: set {variable} to it"))
}

/// Installs Debian's `packages` as root; on other systems, returns an error that `called` is missing.
fn debian_packages(called: &str, packages: &[&str]) -> Result<()> {
    let debian = Path::new("/etc/debian_version").exists();
    let root = answer("id", &["-u"]).as_deref() == Some("0");
    if !(debian && root) {
        bail!("no {called} found: install it ({} on Debian), then try again", packages.join(", "));
    }
    run(Command::new("apt-get").args(["update", "--quiet"]).stdout(std::io::stderr()))?;
    run(Command::new("apt-get")
        .args(["install", "--yes", "--quiet"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(std::io::stderr()))
}

fn find_program(variable: &str, names: &[&str], macos: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(path) = env::var_os(variable).map(PathBuf::from) {
        if !path.is_file() {
            bail!("{variable} names {}, which is not a file", path.display());
        }
        return Ok(Some(path));
    }
    let folders: Vec<PathBuf> = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let on_path = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    Ok(on_path.chain(macos.iter().map(PathBuf::from)).find(|path| path.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_read() {
        assert_eq!(node_version("v20.14.1"), Some((20, 14)));
        assert!(node_version("v8.17.0") < Some(NODE_AT_LEAST));
        assert_eq!(node_version("nonsense"), None);
    }
}
