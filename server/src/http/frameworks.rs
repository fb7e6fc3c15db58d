//! The frameworks' routes: what is offered, and what a facilitator brings. A framework that was brought is listed nowhere:
//! its hash is what opens it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use tower_http::compression::CompressionLayer;
use trivet_shared::framework::{Checked, Framework, FrameworkProblems, Whose};
use trivet_shared::id::FrameworkHash;

use super::{App, Bearer, InSession, Shared};
use crate::body::{BodyLimits, read_bytes};
use crate::error::HttpError;
use crate::frameworks::Offered;

/// The routes. Nobody's words are in them, so they may be compressed.
pub(super) fn router() -> Router<Arc<App>> {
    // A framework of the operator's may be called "check".
    let checking =
        post(check).get(|app: Shared, headers: HeaderMap| one(app, headers, Path("check".to_owned())));
    Router::new()
        .route("/api/frameworks", get(list).post(bring))
        .route("/api/frameworks/check", checking)
        .route("/api/frameworks/{name}", get(one))
        .route("/api/sessions/{id}/framework", get(of_session))
        .layer(CompressionLayer::new().gzip(true))
}

async fn list(State(app): Shared, headers: HeaderMap) -> Response {
    app.packed.list(app.hub.frameworks(), &headers)
}

async fn one(
    State(app): Shared,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, HttpError> {
    let found: Offered = app.hub.offered(&name).await?.ok_or(HttpError::not_found())?;
    Ok(app.packed.one(&found.hash, &found.framework, &headers))
}

async fn of_session(
    State(app): Shared,
    InSession(id): InSession,
    headers: HeaderMap,
    secret: Result<Bearer, HttpError>,
) -> Result<Response, HttpError> {
    let secret = secret.ok().map(|Bearer(secret)| secret);
    let (hash, framework) = app
        .hub
        .read(id, move |state| {
            // Which framework it is is no secret; that somebody keeps a sheet is.
            let gone = state.reduced.is_some() && secret.is_none_or(|secret| state.who(&secret).is_none());
            if gone {
                Err(HttpError::not_found())
            } else {
                Ok((state.pinned.clone(), state.framework.clone()))
            }
        })
        .await??;
    Ok(app.packed.one(&hash, &framework, &headers))
}

#[derive(Serialize)]
struct Looked<'a> {
    hash: &'a FrameworkHash,
    framework: &'a Framework,
}

/// A look at a file before it is kept: nothing is stored.
async fn check(State(app): Shared, request: Request) -> Result<Response, HttpError> {
    Ok(match read(&app, request).await? {
        Ok(Checked { hash, framework, .. }) => {
            axum::Json(Looked { hash: &hash, framework: &framework }).into_response()
        }
        Err(problems) => refused(&problems),
    })
}

#[derive(Serialize)]
struct Brought<'a> {
    /// What `POST /api/sessions` takes as `framework`.
    framework: &'a FrameworkHash,
    hash: &'a FrameworkHash,
    name: &'a str,
}

async fn bring(State(app): Shared, request: Request) -> Result<Response, HttpError> {
    app.check_key(request.headers())?;
    let checked = match read(&app, request).await? {
        Ok(checked) => checked,
        Err(problems) => return Ok(refused(&problems)),
    };
    app.hub.bring(checked.clone()).await?;
    let Checked { hash, framework, .. } = checked;
    let answer = Brought { framework: &hash, hash: &hash, name: &framework.name };
    Ok((StatusCode::CREATED, axum::Json(answer)).into_response())
}

async fn read(app: &App, request: Request) -> Result<Result<Checked, FrameworkProblems>, HttpError> {
    app.framework_pace.judge(app.client(request.extensions(), request.headers())?.address, 1)?;
    let bytes = read_bytes(request, &BodyLimits::framework(&app.config.limits)).await?;
    // The largest takes some milliseconds, which others' sockets need not wait for.
    tokio::task::spawn_blocking(move || Framework::check(&bytes, Whose::Brought))
        .await
        .map_err(|_| HttpError::internal())
}

#[derive(Serialize)]
struct Refused<'a> {
    error: Wrong<'a>,
}

/// As every refusal, with what is known besides: the line, and the other problems.
#[derive(Serialize)]
struct Wrong<'a> {
    code: &'static str,
    #[serde(flatten)]
    first: Problem<'a>,
    problems: Vec<Problem<'a>>,
    /// Problems past the last of these.
    more: usize,
}

#[derive(Clone, Default, Serialize)]
struct Problem<'a> {
    message: &'a str,
    field: &'a str,
    line: usize,
}

fn refused(problems: &FrameworkProblems) -> Response {
    let all: Vec<Problem<'_>> = problems
        .told
        .iter()
        .map(|told| Problem { message: &told.problem, field: &told.field, line: told.line })
        .collect();
    let first = all.first().cloned().unwrap_or_default();
    let error = Wrong { code: "invalid", first, problems: all, more: problems.more };
    (StatusCode::BAD_REQUEST, axum::Json(Refused { error })).into_response()
}
