//! `GET …/mine.json`: everything held about a participant, for them alone, at any time and from wherever they are in the
//! session: waiting, seated, left or removed.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::files::made;
use super::{Asker, Bearer, InSession, Shared, who};
use crate::config::Exposure;
use crate::error::HttpError;
use crate::export::held;

pub(super) async fn mine(
    State(app): Shared,
    InSession(id): InSession,
    Asker(client): Asker,
    Bearer(secret): Bearer,
) -> Result<Response, HttpError> {
    let private = app.exposure != Exposure::PlainHttp;
    let turn = app.files.turn(id, secret).await?;
    let at = app.config.clock.now();
    let held = app
        .hub
        .read(id, move |state| {
            let actor = who(state, &secret)?;
            let id = actor.participant.ok_or(HttpError::forbidden("Only participants have this."))?;
            held::build(state, id, at, private).ok_or(HttpError::unauthorized())
        })
        .await??;
    let bytes = made(turn, false, move || held::to_json(&held)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"trivet-mine.json\""),
    ];
    Ok((headers, app.files.body(client.address, bytes.into_bytes())?).into_response())
}
