//! `DELETE`: a participant erases their part, a facilitator the whole session. Answered when no byte of it is left.

use axum::extract::State;
use axum::http::StatusCode;
use tokio::sync::oneshot;

use super::{Bearer, InSession, Shared};
use crate::actor::{Ask, EraseError};
use crate::error::HttpError;

pub(super) async fn session(
    State(app): Shared,
    InSession(id): InSession,
    Bearer(secret): Bearer,
) -> Result<StatusCode, HttpError> {
    let (sender, answer) = oneshot::channel();
    app.hub.ask(id, Ask::Erase { secret: Some(secret), answer: sender }).await?;
    done(answer.await)
}

pub(super) async fn me(
    State(app): Shared,
    InSession(id): InSession,
    Bearer(secret): Bearer,
) -> Result<StatusCode, HttpError> {
    let (sender, answer) = oneshot::channel();
    app.hub.ask(id, Ask::EraseMe { secret, answer: sender }).await?;
    let done = done(answer.await)?;
    app.hub.journal().settle().await?;
    Ok(done)
}

fn done(answer: Result<Result<(), EraseError>, oneshot::error::RecvError>) -> Result<StatusCode, HttpError> {
    match answer {
        Ok(Ok(())) => Ok(StatusCode::NO_CONTENT),
        Ok(Err(EraseError::Unknown)) => Err(HttpError::unauthorized()),
        Ok(Err(EraseError::NotYours)) => Err(HttpError::forbidden("This is not yours to erase.")),
        Ok(Err(EraseError::Journal(error))) => Err(error.into()),
        Err(_) => Err(HttpError::unavailable("busy", "The session is moving; try again.")),
    }
}
