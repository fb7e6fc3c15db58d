//! The built pages, embedded in the binary, with what a server needs to send them: type, ETag, and whether a browser
//! may keep them for ever. Knows files; which address gets which page is the server's.

use std::borrow::Cow;
use std::sync::OnceLock;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/dist"]
struct Dist;

/// Vite puts a hash of the content into every name below this folder.
const HASHED: &str = "assets/";
/// The one shell of every page.
const INDEX: &str = "index.html";
/// Hex digits of a hash that tell one build from another.
const BUILD_DIGITS: usize = 12;
/// What a browser is told where the name's ending isn't known to the table of types.
const MANIFEST: (&str, &str) = (".webmanifest", "application/manifest+json");

/// One embedded file.
#[derive(Debug, Clone)]
pub struct File {
    /// The content, not compressed.
    pub bytes: Cow<'static, [u8]>,
    /// For `Content-Type`, with the charset where it is text.
    pub mime: String,
    /// For `ETag`: strong, quotes included.
    pub etag: String,
    /// True where the name holds a hash of the content: `Cache-Control: public, max-age=31536000, immutable`.
    /// Everything else is `no-cache`.
    pub immutable: bool,
}

/// The file at a path of the built folder, without the leading slash: `assets/index-1a2b.js`. `None` when there is
/// none; the path is compared with the embedded names and never touches a disk.
pub fn file(path: &str) -> Option<File> {
    let found = Dist::get(path)?;
    let guessed = found.metadata.mimetype();
    let mime = if path.ends_with(MANIFEST.0) { MANIFEST.1 } else { guessed };
    let text = mime.starts_with("text/") || mime.ends_with("javascript") || mime.ends_with("json");
    Some(File {
        mime: if text { format!("{mime}; charset=utf-8") } else { mime.to_owned() },
        etag: format!("\"{}\"", hex(&found.metadata.sha256_hash())),
        immutable: path.starts_with(HASHED),
        bytes: found.data,
    })
}

/// The shell that stands at the address of every page. `None` only when the build was empty.
pub fn index() -> Option<File> {
    file(INDEX)
}

/// Names this build of the pages: a short hash over every name and content, the same for the same files.
pub fn build_id() -> &'static str {
    static ID: OnceLock<String> = OnceLock::new();
    ID.get_or_init(|| {
        let mut names: Vec<_> = Dist::iter().collect();
        names.sort_unstable();
        let mut all = Sha256::new();
        for name in names {
            all.update(name.as_bytes());
            all.update([0]);
            if let Some(found) = Dist::get(&name) {
                all.update(found.metadata.sha256_hash());
            }
        }
        let mut id = hex(&all.finalize());
        id.truncate(BUILD_DIGITS);
        id
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_is_there_and_changes_with_the_build() {
        let index = index().expect("a shell");
        assert_eq!(index.mime, "text/html; charset=utf-8");
        assert!(!index.immutable);
        assert!(index.etag.starts_with('"') && index.etag.len() == 66);
    }

    #[test]
    fn every_script_of_the_shell_is_embedded_and_may_be_kept() {
        let shell = String::from_utf8(index().expect("a shell").bytes.into_owned()).expect("text");
        let names: Vec<_> = shell.split('"').filter(|part| part.starts_with("/assets/")).collect();
        assert!(!names.is_empty());
        for name in names {
            let file = file(&name[1..]).unwrap_or_else(|| panic!("{name} is missing"));
            assert!(file.immutable);
            assert!(
                file.mime.starts_with("text/javascript") || file.mime.starts_with("text/css"),
                "{}",
                file.mime
            );
        }
        assert_eq!(
            file("manifest.webmanifest").expect("a manifest").mime,
            "application/manifest+json; charset=utf-8"
        );
    }

    #[test]
    fn nothing_inline_that_the_policy_would_refuse() {
        let shell = String::from_utf8(index().expect("a shell").bytes.into_owned()).expect("text");
        assert!(!shell.contains("<style") && !shell.contains("style=") && !shell.contains("data:"));
        assert_eq!(shell.matches("<script").count(), shell.matches("src=\"/assets/").count());
    }

    #[test]
    fn other_paths_are_nothing() {
        for path in ["", "nothing.js", "../Cargo.toml", "/index.html"] {
            assert!(file(path).is_none(), "{path}");
        }
    }

    #[test]
    fn build_id_is_short_and_stable() {
        assert_eq!(build_id().len(), BUILD_DIGITS);
        assert_eq!(build_id(), build_id());
    }
}
