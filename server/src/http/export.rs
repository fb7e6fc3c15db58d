//! `GET …/sheet.{format}` for a participant's own sheet, `GET …/summary.{format}` for the facilitator: at any time.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use trivet_shared::view::Presence;

use super::{Bearer, InSession, Shared};
use crate::clock::now;
use crate::config::Exposure;
use crate::error::HttpError;
use crate::export::{Format, sheet, summary};

#[derive(Clone, Copy)]
enum Asked {
    Sheet,
    Summary,
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
    let at = now();
    let text = app
        .hub
        .read(id, move |state| {
            let actor = state.who(&secret).ok_or(HttpError::unauthorized())?;
            match asked {
                Asked::Sheet => {
                    let id =
                        actor.participant.ok_or(HttpError::forbidden("Only participants have a sheet."))?;
                    let sheet = sheet::build(state, id, at, private).ok_or(HttpError::unauthorized())?;
                    Ok::<String, HttpError>(format.sheet(&sheet))
                }
                Asked::Summary if actor.facilitator => {
                    Ok(format.summary(&summary::build(state, &Presence::default(), at, private)))
                }
                Asked::Summary => Err(HttpError::forbidden("The summary is the facilitator's.")),
            }
        })
        .await??;
    let name = format!("attachment; filename=\"trivet-{file}\"");
    let headers =
        [(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, text).into_response())
}

fn read_name(file: &str) -> Option<(Asked, Format)> {
    let (name, ending) = file.split_once('.')?;
    let asked = match name {
        "sheet" => Asked::Sheet,
        "summary" => Asked::Summary,
        _ => return None,
    };
    Some((asked, Format::of(ending)?))
}
