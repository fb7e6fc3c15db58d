//! `POST /api/sessions`: opens a session. The same secret opens it once, however often it is sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rand::Rng as _;
use serde::{Deserialize, Serialize};
use trivet_shared::id::{CODE_LENGTH, JoinCode, ParticipantId, SecretHash, SessionId};
use trivet_shared::session::lobby::{MOST_SEATS, USUAL_SEATS};
use trivet_shared::session::pacing::{LONGEST, too_long};
use trivet_shared::session::{About, Facilitator, Opening, Stage, State as Session};
use trivet_shared::text::{Line, Name, unique_map};
use trivet_shared::time::Zone;
use uuid::Uuid;

use super::{App, Shared};
use crate::access::Secret;
use crate::body::{BodyLimits, read_json};
use crate::error::HttpError;
use crate::frameworks::Offered;
use crate::journal::JournalError;
use crate::rehearsal::Rehearsal;

/// Codes that are drawn before we give up: among 28⁸ the second is never needed.
const DRAWS: usize = 5;
/// Sessions that a rehearsal counts as. There are twenty places for rehearsals, and nobody may take them all at once.
const REHEARSAL_COUNTS_AS: u32 = 5;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    /// The id or hash of one that is listed, or the hash of one that was brought.
    framework: String,
    #[serde(default)]
    title: Option<Line>,
    #[serde(default)]
    facilitator: Option<Name>,
    #[serde(default)]
    seats: Option<u8>,
    #[serde(default)]
    plan: Option<Plan>,
    #[serde(default)]
    zone: Option<Zone>,
    #[serde(default)]
    solo: Option<bool>,
    #[serde(default)]
    rehearsal: Option<bool>,
    /// These people have met before. It names no other session: whoever comes brings what they have.
    #[serde(default)]
    follow_up: Option<bool>,
    #[serde(default)]
    secret: Option<String>,
}

/// Minutes by stage, each once.
#[derive(Default, Deserialize)]
struct Plan(#[serde(deserialize_with = "unique_map")] BTreeMap<Stage, u16>);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    session: SessionId,
    code: JoinCode,
    secret: String,
    console_url: String,
    join_url: String,
}

pub(super) async fn open(State(app): Shared, request: Request) -> Result<Response, HttpError> {
    let base = app.base(request.headers());
    let client = app.client(request.extensions(), request.headers())?;
    app.check_key(request.headers())?;
    let body: Body = read_json(request, &BodyLimits::ordinary(&app.config.limits)).await?;
    let secret = read_secret(body.secret.as_deref())?;
    let hash = hash(&secret)?;
    if let Some(session) = app.hub.journal().find_by_owner(hash.0).await? {
        return again(&app, &base, SessionId(session), hash, &secret).await;
    }
    let offered = app.hub.offered(&body.framework).await?;
    let offered = offered.ok_or(HttpError::invalid_field("framework", "There is no such framework."))?;
    let opening = opening(&app, body, &offered, hash)?;
    let session = opening.about.session;
    let rehearsal = match opening.about.rehearsal {
        true => Some(app.hub.rehearsals().begin(session).ok_or_else(no_more_rehearsals)?),
        false => None,
    };
    // What was wrong in itself, found no place or was sent again opens nothing and counts for nothing.
    app.session_pace.judge(client.address, if rehearsal.is_some() { REHEARSAL_COUNTS_AS } else { 1 })?;
    create(&app, &base, opening, &offered.json, &secret, rehearsal).await
}

fn no_more_rehearsals() -> HttpError {
    HttpError::unavailable("rehearsals", "As many rehearsals go on as there may be; try again later.")
}

async fn create(
    app: &Arc<App>,
    base: &str,
    mut opening: Opening,
    json: &str,
    secret: &Secret,
    rehearsal: Option<Rehearsal>,
) -> Result<Response, HttpError> {
    for _ in 0..DRAWS {
        opening.code = draw_code();
        match app.hub.create(opening.clone(), json).await {
            Ok(()) => {
                if let Some(rehearsal) = rehearsal {
                    app.rehearse(rehearsal, opening.code.clone());
                }
                return Ok(answer(base, opening.about.session, opening.code, secret));
            }
            Err(JournalError::CodeTaken) => {}
            Err(JournalError::OwnerTaken) => {
                // The same request twice at the same moment: both get the one that came first.
                let hash = hash(secret)?;
                let Some(session) = app.hub.journal().find_by_owner(hash.0).await? else {
                    break;
                };
                return again(app, base, SessionId(session), hash, secret).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(HttpError::unavailable("busy", "No code could be drawn; try again."))
}

/// The session that this secret opened before. A link that was made anew since opens nothing, this neither.
async fn again(
    app: &App,
    base: &str,
    session: SessionId,
    hash: SecretHash,
    secret: &Secret,
) -> Result<Response, HttpError> {
    let ask = move |state: &Session| {
        state.who(&hash).filter(|who| who.facilitator).map(|_| state.door.code.clone())
    };
    let code = app.hub.read(session, ask).await?.ok_or(HttpError::unauthorized())?;
    Ok(answer(base, session, code, secret))
}

fn opening(app: &App, body: Body, offered: &Offered, secret: SecretHash) -> Result<Opening, HttpError> {
    let seats = body.seats.unwrap_or(USUAL_SEATS);
    if !(1..=MOST_SEATS).contains(&usize::from(seats)) {
        return Err(HttpError::invalid_field("seats", format!("1 to {MOST_SEATS} seats.")));
    }
    let Plan(plan) = body.plan.unwrap_or_default();
    if let Some(stage) = too_long(&plan) {
        return Err(HttpError::invalid_field(
            format!("plan.{stage}"),
            format!("0 to {LONGEST} minutes a stage."),
        ));
    }
    let solo = body.solo.unwrap_or_default();
    let rehearsal = body.rehearsal.unwrap_or_default();
    if solo && rehearsal {
        return Err(HttpError::invalid_field(
            "rehearsal",
            "A rehearsal is of a group, not of one person alone.",
        ));
    }
    Ok(Opening {
        about: About {
            session: SessionId(Uuid::new_v4()),
            title: body.title.unwrap_or_default(),
            zone: body.zone.unwrap_or_default(),
            seats,
            solo,
            rehearsal,
            follow_up: body.follow_up.unwrap_or_default(),
            opened: app.config.clock.now(),
            // A rehearsal is erased long before: a day is the nearest to that which can be said in days.
            kept_days: if rehearsal { 1 } else { app.config.retention_days },
        },
        pinned: offered.hash.clone(),
        framework: offered.framework.clone(),
        facilitator: Facilitator { name: body.facilitator, secret },
        code: draw_code(),
        plan,
        salt: Some(SecretHash(rand::random())),
        alone: solo.then(|| ParticipantId(Uuid::new_v4())),
    })
}

fn draw_code() -> JoinCode {
    let mut random = rand::rng();
    JoinCode::from_picks(std::array::from_fn::<u8, CODE_LENGTH, _>(|_| random.random_range(0..28)))
}

/// The secret a browser made, or one made here.
pub(super) fn read_secret(given: Option<&str>) -> Result<Secret, HttpError> {
    match given {
        Some(given) => Secret::parse(given).map_err(|_| {
            HttpError::invalid_field("secret", "A secret is 32 bytes in 43 base64url characters.")
        }),
        None => {
            let text = base64::Engine::encode(
                &base64::engine::general_purpose::URL_SAFE_NO_PAD,
                rand::random::<[u8; 32]>(),
            );
            Secret::parse(&text).map_err(|_| HttpError::internal())
        }
    }
}

/// What is kept of a secret.
pub(super) fn hash(secret: &Secret) -> Result<SecretHash, HttpError> {
    SecretHash::of(secret.as_str()).ok_or(HttpError::internal())
}

fn answer(base: &str, session: SessionId, code: JoinCode, secret: &Secret) -> Response {
    let secret = secret.as_str().to_owned();
    let opened = Opened {
        console_url: format!("{base}/console/{session}#{secret}"),
        join_url: format!("{base}/join#{}", code.as_str()),
        session,
        code,
        secret,
    };
    (StatusCode::CREATED, axum::Json(opened)).into_response()
}
