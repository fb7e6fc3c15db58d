//! `DELETE`: a participant erases their part, a facilitator the whole session. Answered when no byte of it is left.

use axum::extract::State;
use axum::http::StatusCode;

use super::{Bearer, InSession, Shared};
use crate::actor::{Ask, EraseError};
use crate::error::HttpError;

pub(super) async fn session(
    State(app): Shared,
    InSession(id): InSession,
    Bearer(secret): Bearer,
) -> Result<StatusCode, HttpError> {
    done(app.hub.request(id, |answer| Ask::Erase { secret: Some(secret), answer }).await?)
}

pub(super) async fn me(
    State(app): Shared,
    InSession(id): InSession,
    Bearer(secret): Bearer,
) -> Result<StatusCode, HttpError> {
    let done = done(app.hub.request(id, |answer| Ask::EraseMe { secret, answer }).await?)?;
    app.hub.journal().settle().await?;
    Ok(done)
}

fn done(answer: Result<(), EraseError>) -> Result<StatusCode, HttpError> {
    match answer {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(EraseError::Unknown) => Err(HttpError::unauthorized()),
        Err(EraseError::Gone) => Err(HttpError::not_found()),
        Err(EraseError::NotYours) => Err(HttpError::forbidden("This is not yours to erase.")),
        Err(EraseError::Journal(error)) => Err(error.into()),
    }
}
