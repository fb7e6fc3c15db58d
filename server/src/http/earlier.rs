//! `POST …/earlier`: a participant brings their sheet of an earlier session, as they saved it or as their own way-back
//! link gives it. Which session that was is not asked, and none is looked up: what counts is what stands in the file.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::Place;
use trivet_shared::session::earlier::read::{Wrong, read};

use super::{Asker, Bearer, InSession, Shared, who};
use crate::actor::{Ask, BringError};
use crate::body::{BodyLimits, read_json_or_pdf};
use crate::error::HttpError;

pub(super) async fn bring(
    State(app): Shared,
    InSession(id): InSession,
    Asker(client): Asker,
    Bearer(secret): Bearer,
    request: Request,
) -> Result<Response, HttpError> {
    let framework = app
        .hub
        .read(id, move |state| {
            let actor = who(state, &secret)?;
            let person = actor.participant.and_then(|id| state.person(id)).ok_or_else(not_theirs)?;
            match person.place {
                Place::Seated | Place::Left => Ok(state.framework.clone()),
                Place::Waiting | Place::Removed => Err(not_theirs()),
            }
        })
        .await??;
    // Counted for people of this session alone: somebody with no more than its id uses up nothing of the room's.
    app.sheet_pace.judge(client.address, 1)?;
    let (pdf, bytes) = read_json_or_pdf(request, &BodyLimits::sheet(&app.config.limits)).await?;
    // The largest takes some milliseconds, which others' sockets need not wait for.
    let brought = tokio::task::spawn_blocking(move || match pdf {
        true => carried_in(&bytes).and_then(|json| read(&json, &framework)),
        false => read(&bytes, &framework),
    });
    let brought = brought.await.map_err(|_| HttpError::internal())?.map_err(refused)?;
    let answer =
        app.hub.request(id, |answer| Ask::Bring { secret, brought: Box::new(brought.clone()), answer });
    match answer.await? {
        Ok(taken) => Ok(axum::Json(taken).into_response()),
        Err(BringError::Unknown) => Err(HttpError::unauthorized()),
        Err(BringError::Refused(Refusal::Invalid { field, .. })) => Err(HttpError {
            code: "sameSession",
            ..HttpError::invalid_field(field, "This sheet is of this session.")
        }),
        Err(BringError::Refused(_)) => Err(not_theirs()),
        Err(BringError::Journal(error)) => Err(error.into()),
    }
}

/// The JSON that a sheet's PDF carries.
fn carried_in(pdf: &[u8]) -> Result<Vec<u8>, Wrong> {
    trivet_pdf::attached(pdf).and_then(|json| serde_json::to_vec(&json).ok()).ok_or(Wrong::NotASheet)
}

fn not_theirs() -> HttpError {
    HttpError::forbidden("Only participants who were let in bring a sheet.")
}

fn refused(wrong: Wrong) -> HttpError {
    let (code, field) = match &wrong {
        Wrong::NotASheet => ("notASheet", "kind".to_owned()),
        Wrong::Summary => ("summarySheet", "kind".to_owned()),
        Wrong::Newer => ("newerSheet", "shape".to_owned()),
        Wrong::Field { field, .. } => ("invalid", field.clone()),
    };
    HttpError { code, ..HttpError::invalid_field(field, wrong.to_string()) }
}
