//! Reads a sheet's JSON as it was exported, by whichever version: bytes in, what can be brought or what is wrong out.
//! Nothing in it is trusted. Lists and words are bounded, ids and days are real ones, unknown fields are passed over, and
//! of what its framework is nothing is kept but competencies that this session's framework has too.

use serde::de::{self, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use uuid::Uuid;

use super::{Brought, BroughtAction, EarlierScore, EarlierSession, MOST_SCORES, MOST_SESSIONS, Outcome};
use crate::framework::Framework;
use crate::id::{ActionId, CompetencyId, FrameworkId, SheetId};
use crate::text::{Line, Score, Why, Words};
use crate::time::Date;

/// The newest shape of the document that is understood; the exports are written in it.
pub const SHAPE: u32 = 1;
/// Entries in any other list of the file: rows of the form are the longest, and half of the scores.
const MOST_ENTRIES: usize = MOST_SCORES / 2;

/// Why nothing can be brought from a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Wrong {
    /// It is no sheet.
    NotASheet,
    /// It is a summary: nobody's own.
    Summary,
    /// A newer version wrote it, in a shape not known here.
    Newer,
    /// A field does not fit.
    Field {
        /// Its path, such as `rows[2].confidence.first`.
        field: String,
        /// What is wrong with it.
        why: Why,
    },
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASheet => f.write_str("This is not a sheet."),
            Self::Summary => f.write_str("This is a summary, not a sheet."),
            Self::Newer => f.write_str("A newer version of the program wrote this."),
            Self::Field { field, why } => write!(f, "{field} does not fit: {why}"),
        }
    }
}

/// A list of at most `MOST` entries.
struct UpTo<T, const MOST: usize>(Vec<T>);

impl<T, const MOST: usize> Default for UpTo<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for UpTo<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List<T, const MOST: usize>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for List<T, MOST> {
            type Value = UpTo<T, MOST>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while list.len() < MOST {
                    match entries.next_element()? {
                        Some(entry) => list.push(entry),
                        None => return Ok(UpTo(list)),
                    }
                }
                match entries.next_element::<IgnoredAny>()? {
                    None => Ok(UpTo(list)),
                    Some(_) => Err(de::Error::custom(Why::TooLong { most: MOST })),
                }
            }
        }
        deserializer.deserialize_seq(List(PhantomData))
    }
}

type List<T> = UpTo<T, MOST_ENTRIES>;

#[derive(Deserialize)]
struct Kind {
    kind: String,
    shape: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sheet {
    id: Uuid,
    #[serde(default)]
    framework_id: Option<FrameworkId>,
    #[serde(default)]
    title: Line,
    #[serde(default)]
    held: Option<Date>,
    date: Date,
    rows: List<Row>,
    #[serde(default)]
    earlier: List<Row>,
    #[serde(default)]
    actions: List<Action>,
    #[serde(default)]
    earlier_sessions: UpTo<Session, MOST_SESSIONS>,
    #[serde(default)]
    carried: List<Carried>,
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    competency: Option<CompetencyId>,
    #[serde(default)]
    confidence: Option<EarlierScore>,
    #[serde(default)]
    actions: List<Action>,
}

#[derive(Deserialize)]
struct Action {
    id: Uuid,
    text: Words,
    #[serde(default)]
    competency: Option<CompetencyId>,
    #[serde(default)]
    review: Option<Date>,
}

#[derive(Deserialize)]
struct Session {
    sheet: SheetId,
    on: Date,
    #[serde(default)]
    title: Line,
    #[serde(default)]
    typed: bool,
    #[serde(default)]
    scores: UpTo<SessionScore, MOST_SCORES>,
}

#[derive(Deserialize)]
struct SessionScore {
    competency: CompetencyId,
    #[serde(default)]
    first: Option<Score>,
    #[serde(default)]
    after: Option<Score>,
}

#[derive(Deserialize)]
struct Carried {
    action: ActionId,
    sheet: SheetId,
    on: Date,
    text: Words,
    #[serde(default)]
    competency: Option<CompetencyId>,
    #[serde(default)]
    review: Option<Date>,
    #[serde(default)]
    outcome: Option<Outcome>,
    #[serde(default)]
    note: Option<Words>,
}

/// What the competencies of a file are held against.
struct Known<'a> {
    framework: &'a Framework,
    /// The file is of this framework, as far as it says.
    same: bool,
    left_out: usize,
}

impl Known<'_> {
    fn has(&self, competency: &CompetencyId) -> bool {
        self.same && self.framework.competency(competency).is_some()
    }

    fn scores(
        &mut self,
        all: impl Iterator<Item = (CompetencyId, EarlierScore)>,
    ) -> BTreeMap<CompetencyId, EarlierScore> {
        let mut scores = BTreeMap::new();
        for (competency, score) in all.filter(|(_, score)| !score.is_empty()) {
            if self.has(&competency) {
                scores.entry(competency).or_insert(score);
            } else {
                self.left_out += 1;
            }
        }
        scores
    }
}

/// What a sheet holds for somebody in a session with this framework.
///
/// # Errors
/// [`Wrong`]; the file is of no use then.
pub fn read(bytes: &[u8], framework: &Framework) -> Result<Brought, Wrong> {
    let Kind { kind, shape } = kind(bytes)?;
    match kind.as_str() {
        "sheet" if shape <= SHAPE => {}
        "sheet" | "summary" if shape > SHAPE => return Err(Wrong::Newer),
        "summary" => return Err(Wrong::Summary),
        _ => return Err(Wrong::NotASheet),
    }
    let mut parser = serde_json::Deserializer::from_slice(bytes);
    let sheet: Sheet = serde_path_to_error::deserialize(&mut parser).map_err(|error| {
        let field = error.path().to_string();
        let message = error.inner().to_string();
        // A field that is missing or stands twice is told at the struct around it.
        let named = ["missing field `", "duplicate field `"].iter().find_map(|start| {
            let (name, _) = message.strip_prefix(start)?.split_once('`')?;
            Some(if field == "." { name.to_owned() } else { format!("{field}.{name}") })
        });
        let why = if message.starts_with("missing") { Why::Missing } else { Why::out_of(&message) };
        Wrong::Field { field: named.unwrap_or(field), why }
    })?;
    Ok(brought(sheet, framework))
}

/// What kind of document it says it is; anything else in it is passed over.
fn kind(bytes: &[u8]) -> Result<Kind, Wrong> {
    let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if begins != Some(&b'{') {
        return Err(Wrong::NotASheet); // a struct may be read from a list as well; a sheet never is one
    }
    serde_json::from_slice(bytes).map_err(|_| Wrong::NotASheet)
}

fn brought(sheet: Sheet, framework: &Framework) -> Brought {
    let same = sheet.framework_id.as_ref().is_none_or(|id| *id == framework.id);
    let mut known = Known { framework, same, left_out: 0 };
    let (own, on) = (SheetId(sheet.id), sheet.held.unwrap_or(sheet.date));
    let mut rows = sheet.rows.0;
    rows.extend(sheet.earlier.0);
    let scored =
        rows.iter().filter_map(|row| Some((row.competency.clone()?, row.confidence.unwrap_or_default())));
    let scores = known.scores(scored);
    let along: Vec<EarlierSession> =
        sheet
            .earlier_sessions
            .0
            .into_iter()
            .map(|session| EarlierSession {
                sheet: session.sheet,
                on: session.on,
                title: session.title,
                typed: session.typed,
                scores: known.scores(session.scores.0.into_iter().map(|score| {
                    (score.competency, EarlierScore { first: score.first, after: score.after })
                })),
            })
            .collect();
    let of = |sheet: SheetId| if along.iter().any(|session| session.sheet == sheet) { sheet } else { own };
    let carried = sheet.carried.0.into_iter().filter(|carried| carried.outcome != Some(Outcome::Done));
    let mut actions: Vec<BroughtAction> = carried
        .map(|carried| BroughtAction {
            action: carried.action,
            sheet: of(carried.sheet),
            on: carried.on,
            text: carried.text,
            competency: carried.competency.filter(|id| known.has(id)),
            review: carried.review,
            note: carried.note,
        })
        .collect();
    let written = rows.into_iter().flat_map(|row| {
        let of = row.competency;
        row.actions.0.into_iter().map(move |action| (of.clone(), action))
    });
    let written =
        written.chain(sheet.actions.0.into_iter().map(|action| (action.competency.clone(), action)));
    actions.extend(written.map(|(competency, action)| BroughtAction {
        action: ActionId(action.id),
        sheet: own,
        on,
        text: action.text,
        competency: competency.filter(|id| known.has(id)),
        review: action.review,
        note: None,
    }));
    actions.retain(|action| !action.text.is_blank());
    let own = EarlierSession { sheet: own, on, title: sheet.title, typed: false, scores };
    Brought { own, along, actions, left_out: known.left_out }
}
