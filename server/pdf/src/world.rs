//! All that the typesetter can see: the templates in this binary, the faces, and one document as data. It has no way to a
//! disk, a network or a clock, and a document cannot name a file that isn't a template.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::faces::FACES;

/// Which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Template {
    Sheet,
    Summary,
    Blank,
}

static FILES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    [
        ("sheet.typ", include_str!("../templates/sheet.typ")),
        ("summary.typ", include_str!("../templates/summary.typ")),
        ("blank.typ", include_str!("../templates/blank.typ")),
        ("common.typ", include_str!("../templates/common.typ")),
        ("form.typ", include_str!("../templates/form.typ")),
        ("dumbbell.typ", include_str!("../templates/dumbbell.typ")),
        ("way.typ", include_str!("../templates/way.typ")),
    ]
    .into_iter()
    .filter_map(|(name, text)| {
        let path = VirtualPath::new(name).ok()?;
        Some(Source::new(RootedPath::new(VirtualRoot::Project, path).intern(), text.to_owned()))
    })
    .collect()
});

impl Template {
    /// Its place in the list above.
    fn source(self) -> &'static Source {
        &FILES[match self {
            Template::Sheet => 0,
            Template::Summary => 1,
            Template::Blank => 2,
        }]
    }
}

pub(crate) struct Room {
    standard: LazyHash<Library>,
    template: Template,
}

impl Room {
    /// `inputs` is what the template finds in `sys.inputs`.
    pub(crate) fn new(template: Template, inputs: Dict) -> Room {
        Room { standard: LazyHash::new(Library::builder().with_inputs(inputs).build()), template }
    }
}

impl World for Room {
    fn library(&self) -> &LazyHash<Library> {
        &self.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FACES.book
    }

    fn main(&self) -> FileId {
        self.template.source().id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        FILES.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FACES.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
