//! Which frameworks this server offers to everybody: the bundled ones, and those of the operator's directory. Those that
//! facilitators bring are the journal's, and listed nowhere.

mod command;
mod file;

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use trivet_shared::framework::{Checked, Framework, bundled};
use trivet_shared::id::FrameworkHash;

pub use command::{EXIT_UNUSABLE, EXIT_WRONG, check, print_schema};
pub use file::FileError;

/// Frameworks in the operator's directory. More would be no choice any more, and they are all held in memory.
const MOST_LISTED: usize = 50;
/// What the files of the operator's directory end in; others are left alone.
const ENDING: &str = "json";

/// A framework that a session can begin with.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Its JSON, as it was written.
    pub json: Cow<'static, str>,
    /// The SHA-256 of that.
    pub hash: FrameworkHash,
    /// Read and checked.
    pub framework: Arc<Framework>,
}

impl From<Checked> for Offered {
    fn from(checked: Checked) -> Offered {
        Offered { json: checked.json.into(), hash: checked.hash, framework: checked.framework }
    }
}

/// The frameworks of this server's list, read once at the start.
#[derive(Debug)]
pub struct Frameworks {
    listed: Vec<Offered>,
}

impl Frameworks {
    /// The bundled ones, then those of the directory in the order of their files' names.
    ///
    /// # Errors
    /// The first file that cannot be used, with its line; a directory that cannot be read; two files of one id.
    pub fn read(directory: Option<&Path>) -> Result<Frameworks, FrameworksError> {
        let ours = bundled().iter().map(|ours| Offered {
            json: ours.json.into(),
            hash: ours.hash.clone(),
            framework: ours.framework.clone(),
        });
        let mut listed: Vec<Offered> = ours.collect();
        for path in directory.map_or(Ok(Vec::new()), files)? {
            let offered = Offered::from(file::read(&path).map_err(FrameworksError::File)?);
            if listed.iter().any(|other| other.framework.id == offered.framework.id) {
                return Err(FrameworksError::Twice(path, offered.framework.id.to_string()));
            }
            listed.push(offered);
        }
        Ok(Frameworks { listed })
    }

    /// All of them, in the order they are offered.
    pub fn listed(&self) -> &[Offered] {
        &self.listed
    }

    /// The one of that id or that hash.
    pub fn find(&self, name: &str) -> Option<&Offered> {
        let by_id = self.listed.iter().find(|one| one.framework.id.0 == name);
        by_id.or_else(|| self.listed.iter().find(|one| one.hash.0 == name))
    }
}

/// The framework files of a directory, by name.
fn files(directory: &Path) -> Result<Vec<PathBuf>, FrameworksError> {
    let unreadable = |error| FrameworksError::Directory(directory.to_owned(), error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            files.push(path);
        }
    }
    if files.len() > MOST_LISTED {
        return Err(FrameworksError::TooMany(directory.to_owned(), files.len()));
    }
    files.sort();
    Ok(files)
}

/// Why the operator's frameworks cannot be offered. Its text is the one line to exit with.
#[derive(Debug)]
pub enum FrameworksError {
    /// The directory cannot be read.
    Directory(PathBuf, io::Error),
    /// More files than are offered.
    TooMany(PathBuf, usize),
    /// A file cannot be used.
    File(FileError),
    /// A framework of that id stands in the list already.
    Twice(PathBuf, String),
}

impl fmt::Display for FrameworksError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FrameworksError::Directory(path, error) => write!(
                out,
                "{} cannot be read: {error}: name a directory of framework files with --frameworks",
                path.display()
            ),
            FrameworksError::TooMany(path, count) => write!(
                out,
                "{} holds {count} framework files: {MOST_LISTED} are the most that are offered",
                path.display()
            ),
            FrameworksError::File(error) => out.write_str(&error.in_one_line()),
            FrameworksError::Twice(path, id) => write!(
                out,
                "{}:1: id: another file's framework has the id \"{id}\" already: give one of them another id",
                path.display()
            ),
        }
    }
}

impl std::error::Error for FrameworksError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const EXAMPLE: &str = include_str!("../../shared/frameworks/example/kitchen-garden.json");

    fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(directory.path().join(name), text).unwrap();
        }
        directory
    }

    fn refused(files: &[(&str, &str)]) -> String {
        let directory = directory(files);
        let error = Frameworks::read(Some(directory.path())).unwrap_err().to_string();
        assert_eq!(error.lines().count(), 1, "{error}");
        error
    }

    #[test]
    fn the_operators_files_stand_behind_ours_in_the_order_of_their_names() {
        let second = EXAMPLE.replace("\"kitchen-garden\"", "\"a-second\"");
        let directory = directory(&[("b.json", EXAMPLE), ("a.json", &second), ("notes.txt", "not one")]);
        let all = Frameworks::read(Some(directory.path())).unwrap();
        let ids: Vec<_> = all.listed().iter().map(|one| one.framework.id.0.as_str()).collect();
        assert_eq!(ids, ["core-competencies", "vcse", "a-second", "kitchen-garden"]);
        let garden = all.find("kitchen-garden").unwrap();
        assert_eq!(garden.json, EXAMPLE);
        assert_eq!(all.find(&garden.hash.0).unwrap().framework.id, garden.framework.id);
        assert!(all.find("compost").is_none());
        assert_eq!(Frameworks::read(None).unwrap().listed().len(), 2);
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_line() {
        let bad = EXAMPLE.replacen("\"Growing\"", "7", 1);
        let line = 1 + EXAMPLE.lines().position(|line| line.contains("\"Growing\"")).unwrap();
        assert!(refused(&[("bad.json", &bad)]).contains(&format!("bad.json:{line}: areas[0].name: ")));
        let several = bad.replacen("\"Sharing\"", "8", 1);
        assert!(refused(&[("bad.json", &several)]).contains("trivet framework check"));
        assert!(refused(&[("a.json", EXAMPLE), ("b.json", EXAMPLE)]).contains("b.json:1: id: "));
        let ours = EXAMPLE.replacen("\"kitchen-garden\"", "\"vcse\"", 1);
        assert!(refused(&[("a.json", &ours)]).contains("a.json:2: id: "));
        let nowhere = Path::new("/nowhere/at/all");
        let error = Frameworks::read(Some(nowhere)).unwrap_err().to_string();
        assert!(error.starts_with("/nowhere/at/all cannot be read"), "{error}");
        let names: Vec<String> = (0..=MOST_LISTED).map(|n| format!("{n}.json")).collect();
        let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "{}")).collect();
        assert!(refused(&many).contains("51 framework files"));
        let folder = directory(&[]);
        fs::create_dir(folder.path().join("folder.json")).unwrap();
        let error = Frameworks::read(Some(folder.path())).unwrap_err().to_string();
        assert!(error.contains("folder.json cannot be read"), "{error}");
    }
}
