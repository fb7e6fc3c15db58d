//! `GET …/sheet.{format}` for a participant's own sheet, `GET …/summary.{format}` for the facilitator, `GET …/blank.pdf` for
//! anybody of the session: at any time. The session hands out the neutral document and goes on; files are made outside it.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use trivet_shared::session::{Actor, State as Session};
use trivet_shared::time::Timestamp;
use trivet_shared::view::Presence;

use super::{Bearer, InSession, Shared, who};
use crate::config::Exposure;
use crate::error::HttpError;
use crate::export::{Document, Format, NotMade, blank, sheet, summary};

/// Files that take long and are made at the same time: memory stays bounded, and a processor stays free for the sessions.
static MAKING: Semaphore = Semaphore::const_new(1);
/// Files that wait for their turn or are being made; each holds its document. Whole groups press at once, at the end.
static WAITING: Semaphore = Semaphore::const_new(64);
/// How long somebody waits for their turn: as long as one file may take.
const PATIENCE: std::time::Duration = trivet_pdf::TIME_LIMIT;

#[derive(Clone, Copy)]
enum Asked {
    Sheet,
    Summary,
    Blank,
}

pub(super) async fn export(
    State(app): Shared,
    InSession(id): InSession,
    Path((_, file)): Path<(String, String)>,
    secret: Result<Bearer, HttpError>,
) -> Result<Response, HttpError> {
    let (asked, format) = read_name(&file).ok_or(HttpError::not_found())?;
    let Bearer(secret) = secret?;
    let private = app.exposure != Exposure::PlainHttp;
    let at = app.config.clock.now();
    let document = app
        .hub
        .read(id, move |state| {
            let actor = who(state, &secret)?;
            document(state, asked, actor, at, private)
        })
        .await??;
    let made = if format.takes_long() { in_turn(format, document).await? } else { format.write(&document) };
    let bytes = made.map_err(|error| match error {
        NotMade::Busy => busy(),
        NotMade::TooLarge => HttpError::too_large(trivet_pdf::MOST_BYTES),
        NotMade::Broken => HttpError::internal(),
    })?;
    let name = format!("attachment; filename=\"trivet-{file}\"");
    Ok(([(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

/// What was asked for, as it stands, if whoever asks may have it.
fn document(
    state: &Session,
    asked: Asked,
    actor: Actor,
    at: Timestamp,
    private: bool,
) -> Result<Document, HttpError> {
    match asked {
        Asked::Sheet => {
            let id = actor.participant.ok_or(HttpError::forbidden("Only participants have a sheet."))?;
            let sheet = sheet::build(state, id, at, private).ok_or(HttpError::unauthorized())?;
            Ok(Document::Sheet(Box::new(sheet)))
        }
        Asked::Summary if actor.facilitator => {
            Ok(Document::Summary(Box::new(summary::build(state, &Presence::default(), at, private))))
        }
        Asked::Summary => Err(HttpError::forbidden("The summary is the facilitator's.")),
        Asked::Blank => Ok(Document::Blank(blank::build(state, actor))),
    }
}

fn busy() -> HttpError {
    HttpError::unavailable("busy", "Other files are being made.")
}

async fn in_turn(format: Format, document: Document) -> Result<Result<Vec<u8>, NotMade>, HttpError> {
    let place = WAITING.try_acquire().map_err(|_| busy())?;
    let turn = tokio::time::timeout(PATIENCE, MAKING.acquire()).await.map_err(|_| busy())?;
    let turn = turn.map_err(|_| busy())?;
    let made = tokio::task::spawn_blocking(move || {
        let _held = (place, turn); // until the file is made, also when nobody waits for it any more
        format.write(&document)
    });
    made.await.map_err(|_| HttpError::internal())
}

fn read_name(file: &str) -> Option<(Asked, Format)> {
    let (name, ending) = file.split_once('.')?;
    let format = Format::of(ending)?;
    let asked = match name {
        "sheet" => Asked::Sheet,
        "summary" => Asked::Summary,
        "blank" if format == Format::Pdf => Asked::Blank,
        _ => return None,
    };
    Some((asked, format))
}
