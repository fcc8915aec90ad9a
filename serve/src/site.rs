//! Maps URLs to files and response headers. Not for connections: see `http`.

use std::io::{Error, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use super::gzip::GzipCache;

/// A folder that is served under a URL prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    prefix: String,
    folder: PathBuf,
}

impl Mount {
    /// Serves `folder` under `prefix`, which starts with a slash and does not end with one.
    #[must_use]
    pub fn new(prefix: &str, folder: PathBuf) -> Self {
        Self { prefix: prefix.into(), folder }
    }
}

impl FromStr for Mount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (prefix, folder) = text.split_once('=').ok_or("write it as /prefix=DIR")?;
        let prefix = prefix.trim_end_matches('/');
        if prefix.len() < 2 || !prefix.starts_with('/') || folder.is_empty() {
            return Err("write it as /prefix=DIR".into());
        }
        Ok(Self { prefix: prefix.into(), folder: folder.into() })
    }
}

/// A root folder and the folders mounted over it; the first matching mount is used.
pub struct Site {
    root: PathBuf,
    mounts: Vec<Mount>,
    policy: String,
    gzip: GzipCache,
}

impl Site {
    /// Creates a site. The root must exist; a mount may be created later.
    ///
    /// # Errors
    /// `root` is not a folder.
    pub fn new(root: PathBuf, mounts: Vec<Mount>) -> Result<Self, Error> {
        if !root.is_dir() {
            return Err(Error::new(ErrorKind::NotADirectory, format!("{} is not a folder", root.display())));
        }
        Ok(Self { root, mounts, policy: policy(""), gzip: GzipCache::default() })
    }

    /// Also allows images from these origins (`https://cdn.example`).
    #[must_use]
    pub fn with_pictures_from(mut self, origins: &[String]) -> Self {
        self.policy = policy(&origins.iter().map(|origin| format!(" {origin}")).collect::<String>());
        self
    }

    /// The Content-Security-Policy of the site's pages.
    pub(crate) fn policy(&self) -> &str {
        &self.policy
    }

    /// The compressed copies of the site's files.
    pub(crate) fn gzip(&self) -> &GzipCache {
        &self.gzip
    }

    /// Finds the file for the URL `target` (path and query).
    pub(crate) fn find(&self, target: &str) -> Found {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let Some(segments) = segments(path).filter(|_| path.is_ascii()) else { return Found::Nothing };
        let (folder, rest) = self.folder_of(&segments);
        let mut file = folder.to_owned();
        file.extend(rest);
        // A symbolic link inside the folder must not lead out of it either.
        let (Ok(folder), Ok(mut file)) = (folder.canonicalize(), file.canonicalize()) else { return Found::Nothing };
        if !file.starts_with(&folder) {
            return Found::Nothing;
        }
        if file.is_dir() {
            if !path.ends_with('/') {
                return Found::Folder(format!("{path}/"));
            }
            file.push("index.html");
        } else if path.ends_with('/') {
            return Found::Nothing;
        }
        Found::File(file)
    }

    fn folder_of<'path>(&self, segments: &'path [String]) -> (&Path, &'path [String]) {
        for mount in &self.mounts {
            let prefix: Vec<&str> = mount.prefix.split('/').skip(1).collect();
            if segments.len() >= prefix.len() && prefix.iter().zip(segments).all(|(want, have)| want == have) {
                return (&mount.folder, &segments[prefix.len()..]);
            }
        }
        (&self.root, segments)
    }
}

/// The Content-Security-Policy of the storefront, as recommended to houses.
fn policy(pictures: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:{pictures}; \
         connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
}

/// The result of looking up a URL.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A readable file.
    File(PathBuf),
    /// A folder without its final slash; the URL with the slash.
    Folder(String),
    /// There is nothing to serve.
    Nothing,
}

/// Decodes the segments of a path; `None` for anything but plain names, so that no URL can refer to a file outside the
/// folder, a hidden file, or a Windows drive.
fn segments(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Some(Vec::new());
    }
    path.split('/').map(|segment| percent_decode(segment).filter(|name| is_plain_name(name))).collect()
}

fn is_plain_name(name: &str) -> bool {
    let mut components = Path::new(name).components();
    let one_normal = matches!((components.next(), components.next()), (Some(Component::Normal(_)), None));
    one_normal && !name.starts_with('.') && !name.contains(['/', '\\', ':']) && !name.contains(char::is_control)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// The content type by file extension. A pack's files are opaque bytes on purpose, so that no server compresses or
/// decodes them again.
pub(crate) fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The Cache-Control header: files in a build's folder, named by 32 hexadecimal digits, never change; all others may.
pub(crate) fn cache_control(target: &str) -> &'static str {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let (folders, _) = path.rsplit_once('/').unwrap_or_default();
    let is_build = |name: &str| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if folders.split('/').any(is_build) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A root folder with a secret next to it, and a package elsewhere.
    fn site() -> (tempfile::TempDir, Site) {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |path: &str| folder.path().join(path);
        for (path, text) in [
            ("secret.txt", "secret"),
            ("www/index.html", "home"),
            ("www/.hidden", "secret"),
            ("www/a b.txt", "spaced"),
            ("www/shop/index.html", "shop"),
            ("www/passerelle-notes/a.txt", "notes"),
            ("www/pack/manifest.json", "{}"),
            ("dist/index.js", "js"),
        ] {
            fs::create_dir_all(at(path).parent().expect("has a folder")).expect("created");
            fs::write(at(path), text).expect("written");
        }
        let mounts = vec![Mount::new("/passerelle", at("dist"))];
        let site = Site::new(at("www"), mounts).expect("the root exists");
        (folder, site)
    }

    fn content(site: &Site, target: &str) -> Option<String> {
        match site.find(target) {
            Found::File(file) => fs::read_to_string(file).ok(),
            _ => None,
        }
    }

    #[test]
    fn addresses_find_their_files() {
        let (_folder, site) = site();
        assert_eq!(content(&site, "/").as_deref(), Some("home"));
        assert_eq!(content(&site, "/index.html?q=1/../..").as_deref(), Some("home"));
        assert_eq!(content(&site, "/a%20b.txt").as_deref(), Some("spaced"));
        assert_eq!(content(&site, "/shop/").as_deref(), Some("shop"));
        assert_eq!(site.find("/shop"), Found::Folder("/shop/".into()));
        assert_eq!(content(&site, "/passerelle/index.js").as_deref(), Some("js"));
        assert_eq!(content(&site, "/passerelle-notes/a.txt").as_deref(), Some("notes"));
        assert_eq!(content(&site, "/index.html/"), None);
        assert_eq!(content(&site, "/nothing"), None);
    }

    #[test]
    fn no_address_leads_out_of_the_folder() {
        let (_folder, site) = site();
        for target in [
            "/../secret.txt",
            "/shop/../../secret.txt",
            "/shop/../index.html",
            "/%2e%2e/secret.txt",
            "/.%2E/secret.txt",
            "/..%2fsecret.txt",
            "/..%5csecret.txt",
            "/..\\secret.txt",
            "/passerelle/../secret.txt",
            "/passerelle/..%2f..%2fsecret.txt",
            "//secret.txt",
            "//etc/passwd",
            "/./index.html",
            "/.hidden",
            "/C:/secret.txt",
            "/index.html%00.png",
            "/%zz",
            "/%c0%ae%c0%ae/secret.txt",
            "secret.txt",
            "http://localhost/../secret.txt",
            "",
        ] {
            let found = site.find(target);
            assert!(matches!(found, Found::Nothing), "{target} found {found:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_lead_out_either() {
        let (folder, site) = site();
        std::os::unix::fs::symlink(folder.path().join("secret.txt"), folder.path().join("www/link.txt"))
            .expect("linked");
        assert_eq!(site.find("/link.txt"), Found::Nothing);
    }

    #[test]
    fn every_kind_of_file_has_its_type() {
        for (name, kind) in [
            ("passerelle.wasm", "application/wasm"),
            ("index.js", "text/javascript; charset=utf-8"),
            ("manifest.json", "application/json"),
            ("picture.svg", "image/svg+xml"),
            ("style.css", "text/css; charset=utf-8"),
            ("index.html", "text/html; charset=utf-8"),
            ("core.psr", "application/octet-stream"),
            ("unknown", "application/octet-stream"),
        ] {
            assert_eq!(content_type(Path::new(name)), kind);
        }
    }

    #[test]
    fn only_a_builds_files_are_kept_for_ever() {
        let kept = "public, max-age=31536000, immutable";
        assert_eq!(cache_control("/pack/0123456789abcdef0123456789abcdef/shards/7.psr"), kept);
        assert_eq!(cache_control("/pack/0123456789abcdef0123456789abcdef/core.psr?x"), kept);
        for changing in [
            "/pack/manifest.json",
            "/index.html",
            "/passerelle/index.js",
            "/0123456789abcdef0123456789abcdef",
            "/0123456789abcdef/core.psr",
            "/x.html?/0123456789abcdef0123456789abcdef/core.psr",
        ] {
            assert_eq!(cache_control(changing), "no-cache", "{changing}");
        }
    }

    #[test]
    fn mounts_are_read() {
        let mount: Mount = "/passerelle/=pkg/dist".parse().expect("valid");
        assert_eq!(mount, Mount::new("/passerelle", "pkg/dist".into()));
        for wrong in ["", "=x", "/=x", "/a=", "a=b", "/a"] {
            assert!(wrong.parse::<Mount>().is_err(), "{wrong}");
        }
    }
}
