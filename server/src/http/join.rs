//! `POST /api/join`: a code and a name for a seat, or a place at the door. Unknown codes and those of ended sessions are
//! told alike, and trying many of them, or many names, takes long. `POST /api/join/look` tells whoever has a code what they would join,
//! before they say who they are: in the body, since addresses end up in logs.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use trivet_shared::id::{JoinCode, ParticipantId, SessionId};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::Stage;
use trivet_shared::session::lobby::Knock;
use trivet_shared::text::Name;
use trivet_shared::view::{PreparedView, Presence, room};
use uuid::Uuid;

use super::open::{hash, read_secret};
use super::{App, Shared};
use crate::access::Guess;
use crate::actor::{Ask, JoinError};
use crate::body::{BodyLimits, read_json};
use crate::error::HttpError;
use crate::hub::AskError;

#[derive(Deserialize)]
struct Body {
    code: String,
    name: Name,
    #[serde(default)]
    secret: Option<String>,
}

#[derive(Serialize)]
struct Joined {
    session: SessionId,
    participant: ParticipantId,
    secret: String,
    seated: bool,
}

pub(super) async fn join(State(app): Shared, request: Request) -> Result<Response, HttpError> {
    let client = app.client(request.extensions(), request.headers())?;
    let body: Body = read_json(request, &BodyLimits::ordinary(&app.config.limits)).await?;
    let secret = read_secret(body.secret.as_deref())?;
    let guess = app.guesses.begin(client.address)?;
    // Before the code is looked at, so that being early tells nothing of it. Pretend people come from no address, and have
    // places of their own.
    if !client.address.is_unspecified()
        && let Err(early) = app.join_pace.judge(client.address, 1)
    {
        guess.succeeded(); // or waiting would count as guessing
        return Err(early);
    }
    let Some(session) = find(&app, &body.code).await? else {
        return unknown(guess).await;
    };
    let knock = Knock { id: ParticipantId(Uuid::new_v4()), name: body.name, secret: hash(&secret)? };
    let answer = app.hub.request(session, |answer| Ask::Join { knock: knock.clone(), answer }).await;
    let answer = match answer {
        Err(AskError::Unknown) => return unknown(guess).await,
        answer => answer?,
    };
    match answer {
        Ok((participant, seated)) => {
            guess.succeeded();
            let joined = Joined { session, participant, secret: secret.as_str().to_owned(), seated };
            Ok((StatusCode::CREATED, axum::Json(joined)).into_response())
        }
        Err(JoinError::Refused(Refusal::NotNow)) => unknown(guess).await,
        Err(JoinError::Refused(Refusal::Invalid { .. })) => {
            // It tells who is there, so it counts like a code that was tried.
            tokio::time::sleep(guess.failed()).await;
            Err(HttpError {
                field: Some("name".to_owned()),
                ..HttpError::conflict("nameTaken", "Somebody here has that name.")
            })
        }
        Err(JoinError::Refused(refusal)) => {
            guess.succeeded(); // the code was right
            Err(match refusal {
                Refusal::TooMany { .. } => HttpError::conflict("full", "Too many people wait to be let in."),
                _ => HttpError::forbidden("This seat was taken away."),
            })
        }
        Err(JoinError::Journal(error)) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// What the facilitator settled, as everybody sees it in the lobby too. Nothing of anybody who is there.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Looked {
    title: String,
    facilitators: Vec<String>,
    prepared: PreparedView,
    kept_days: u16,
    rehearsal: bool,
}

pub(super) async fn look(State(app): Shared, request: Request) -> Result<Response, HttpError> {
    let client = app.client(request.extensions(), request.headers())?;
    let body: Code = read_json(request, &BodyLimits::ordinary(&app.config.limits)).await?;
    let guess = app.guesses.begin(client.address)?;
    let Some(session) = find(&app, &body.code).await? else {
        return unknown(guess).await;
    };
    let looked = app.hub.read(session, |state| {
        let open = state.stage != Stage::Closed && !state.about.solo;
        open.then(|| {
            let room = room(state, &Presence::default());
            let names = room.facilitators.into_iter().filter_map(|facilitator| facilitator.name);
            Looked {
                title: room.title,
                facilitators: names.collect(),
                prepared: room.prepared,
                kept_days: room.about.kept_days,
                rehearsal: room.about.rehearsal,
            }
        })
    });
    match looked.await {
        Ok(Some(looked)) => {
            guess.succeeded();
            Ok(axum::Json(looked).into_response())
        }
        Ok(None) | Err(AskError::Unknown) => unknown(guess).await,
        Err(error) => Err(error.into()),
    }
}

async fn find(app: &App, typed: &str) -> Result<Option<SessionId>, HttpError> {
    let Some(code) = JoinCode::read(typed) else {
        return Ok(None);
    };
    Ok(app.hub.journal().find_by_code(code.as_str()).await?.map(SessionId))
}

async fn unknown(guess: Guess) -> Result<Response, HttpError> {
    tokio::time::sleep(guess.failed()).await;
    Err(HttpError { field: Some("code".to_owned()), ..HttpError::not_found() })
}
