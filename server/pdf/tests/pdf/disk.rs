//! Other people's software, to read PDFs back with.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// A PDF in a folder of its own, and what other software says about it. `TRIVET_PDF_TOOLS=1` makes the software a must;
/// without it, a machine that has none of it skips what needs it.
pub(crate) struct OnDisk {
    folder: PathBuf,
}

impl OnDisk {
    pub(crate) fn new(pdf: &[u8]) -> OnDisk {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("trivet-pdf-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.pdf"), pdf).unwrap();
        OnDisk { folder }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.join("a.pdf")
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.clone()
    }

    /// What a tool prints; none where it is missing and needn't be there. It must succeed.
    pub(crate) fn tool(&self, name: &str, before: &[&str], after: &[&str]) -> Option<String> {
        let out = Command::new(name).args(before).arg(self.path()).args(after).output();
        match out {
            Ok(out) => {
                let said = String::from_utf8_lossy(&out.stdout).into_owned();
                assert!(out.status.success(), "{name}: {said} {}", String::from_utf8_lossy(&out.stderr));
                Some(said)
            }
            Err(error) => {
                assert!(std::env::var_os("TRIVET_PDF_TOOLS").is_none(), "{name}: {error}");
                None
            }
        }
    }

    /// The words as they stand on the pages, with single spaces.
    pub(crate) fn text(&self) -> Option<String> {
        let said = self.tool("pdftotext", &["-raw"], &["-"])?;
        Some(said.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

impl Drop for OnDisk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
