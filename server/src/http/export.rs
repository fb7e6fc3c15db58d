//! `GET …/sheet.{format}` for a participant's own sheet, `GET …/summary.{format}` for the facilitator, `GET …/blank.pdf` for
//! anybody of the session: at any time. The session hands out the neutral document and goes on; files are made outside it.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use trivet_shared::session::{Actor, State as Session};
use trivet_shared::time::Timestamp;
use trivet_shared::view::Presence;

use super::files::{busy, made};
use super::{Asker, Bearer, InSession, Shared, who};
use crate::config::Exposure;
use crate::error::HttpError;
use crate::export::{Document, Format, NotMade, blank, sheet, summary};

#[derive(Clone, Copy)]
enum Asked {
    Sheet,
    Summary,
    Blank,
}

pub(super) async fn export(
    State(app): Shared,
    InSession(id): InSession,
    Asker(client): Asker,
    Path((_, file)): Path<(String, String)>,
    secret: Result<Bearer, HttpError>,
) -> Result<Response, HttpError> {
    let (asked, format) = read_name(&file).ok_or(HttpError::not_found())?;
    let Bearer(secret) = secret?;
    let private = app.exposure != Exposure::PlainHttp;
    let turn = app.files.turn(id, secret).await?;
    let at = app.config.clock.now();
    let document = app
        .hub
        .read(id, move |state| {
            let actor = who(state, &secret)?;
            document(state, asked, actor, at, private)
        })
        .await??;
    let made = made(turn, format.takes_long(), move || format.write(&document)).await?;
    let bytes = made.map_err(|error| match error {
        NotMade::Busy => busy(),
        NotMade::TooLarge => HttpError::too_large(trivet_pdf::MOST_BYTES),
        NotMade::Broken => HttpError::internal(),
    })?;
    let body = app.files.body(client.address, bytes)?;
    let name = format!("attachment; filename=\"trivet-{file}\"");
    Ok(([(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, name)], body)
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
