//! `GET …/sheet.{format}` for a participant's own sheet, `GET …/summary.{format}` for the facilitator: at any time.
//! The session hands out the neutral document and goes on; files are made outside it.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use trivet_shared::view::Presence;

use super::{Bearer, InSession, Shared, who};
use crate::config::Exposure;
use crate::error::HttpError;
use crate::export::{Format, sheet, summary, word};

/// Files that are packed at the same time: memory stays bounded, and a processor stays free for the sessions.
static PACKING: Semaphore = Semaphore::const_new(1);
/// How long somebody waits for their turn to have a file packed.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Clone, Copy)]
enum Asked {
    Sheet,
    Summary,
}

#[derive(Clone, Copy)]
enum Form {
    Text(Format),
    Word,
}

/// What was asked for, as it stands.
enum Document {
    Sheet(sheet::Sheet),
    Summary(summary::SummaryDocument),
}

pub(super) async fn export(
    State(app): Shared,
    InSession(id): InSession,
    Path((_, file)): Path<(String, String)>,
    secret: Result<Bearer, HttpError>,
) -> Result<Response, HttpError> {
    let (asked, form) = read_name(&file).ok_or(HttpError::not_found())?;
    let Bearer(secret) = secret?;
    let private = app.exposure != Exposure::PlainHttp;
    let at = app.config.clock.now();
    let document = app
        .hub
        .read(id, move |state| {
            let actor = who(state, &secret)?;
            match asked {
                Asked::Sheet => {
                    let id =
                        actor.participant.ok_or(HttpError::forbidden("Only participants have a sheet."))?;
                    let sheet = sheet::build(state, id, at, private).ok_or(HttpError::unauthorized())?;
                    Ok::<Document, HttpError>(Document::Sheet(sheet))
                }
                Asked::Summary if actor.facilitator => {
                    Ok(Document::Summary(summary::build(state, &Presence::default(), at, private)))
                }
                Asked::Summary => Err(HttpError::forbidden("The summary is the facilitator's.")),
            }
        })
        .await??;
    let (media_type, bytes) = match form {
        Form::Text(format) => (format.media_type(), text(format, &document).into_bytes()),
        Form::Word => (word::MEDIA_TYPE, packed(document).await?),
    };
    let name = format!("attachment; filename=\"trivet-{file}\"");
    Ok(([(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

fn text(format: Format, document: &Document) -> String {
    match document {
        Document::Sheet(sheet) => format.sheet(sheet),
        Document::Summary(summary) => format.summary(summary),
    }
}

async fn packed(document: Document) -> Result<Vec<u8>, HttpError> {
    let busy = || HttpError::unavailable("busy", "Other files are being made.");
    let turn = tokio::time::timeout(PATIENCE, PACKING.acquire()).await.map_err(|_| busy())?;
    let turn = turn.map_err(|_| busy())?;
    let made = tokio::task::spawn_blocking(move || {
        let _turn = turn; // held until the file is made, also when nobody waits for it any more
        match &document {
            Document::Sheet(sheet) => word::sheet(sheet),
            Document::Summary(summary) => word::summary(summary),
        }
    });
    made.await.ok().and_then(Result::ok).ok_or_else(HttpError::internal)
}

fn read_name(file: &str) -> Option<(Asked, Form)> {
    let (name, ending) = file.split_once('.')?;
    let asked = match name {
        "sheet" => Asked::Sheet,
        "summary" => Asked::Summary,
        _ => return None,
    };
    let form = if ending == word::ENDING { Form::Word } else { Form::Text(Format::of(ending)?) };
    Some((asked, form))
}
