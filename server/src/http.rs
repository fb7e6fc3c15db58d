//! The HTTP half of the contract: opening and joining sessions, frameworks, exports, erasing, and the upgrade to a
//! websocket. Each handler says who may ask, asks the session, and words the answer.

mod earlier;
mod erase;
mod export;
mod files;
mod frameworks;
mod held;
mod join;
mod open;
mod packed;

use std::sync::Arc;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, Request, State};
use axum::http::{Extensions, HeaderMap, Method, request::Parts};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use trivet_shared::id::{JoinCode, SecretHash, SessionId};
use trivet_shared::session::{Actor, State as Session};
use uuid::Uuid;

use crate::access::{self, Client, Guesses, Often, Origins, Proxies, Strikes, bearer};
use crate::config::{Config, Exposure};
use crate::error::HttpError;
use crate::hub::{AskError, Hub};
use crate::listener::Peer;
use crate::rehearsal::{Door, Rehearsal};
use crate::socket;

/// Bytes a socket's read buffer begins with. The library's own 128 KiB would be most of what a connection costs.
const READ_BUFFER: usize = 4 * 1024;
/// Bytes of one frame on its way out. Frames are sent one by one; the largest is the welcome of a full session.
const WRITE_BUFFER: usize = 16 * 1024 * 1024;

/// What the handlers stand on.
pub struct App {
    /// The live sessions.
    pub hub: Arc<Hub>,
    config: Config,
    exposure: Exposure,
    proxies: Proxies,
    origins: Origins,
    guesses: Guesses,
    framework_pace: Often,
    session_pace: Often,
    join_pace: Often,
    sheet_pace: Often,
    files: files::Files,
    packed: packed::Kept,
    places: access::Sockets,
    sockets: socket::Sockets,
    tracker: TaskTracker,
}

type Shared = State<Arc<App>>;

impl App {
    /// With these settings, over these sessions; `tracker` knows the sockets, so that the end can wait for them.
    pub fn new(
        hub: Arc<Hub>,
        config: Config,
        exposure: Exposure,
        tracker: TaskTracker,
        shutdown: CancellationToken,
    ) -> App {
        let limits = Arc::new(config.limits.clone());
        App {
            sockets: socket::Sockets {
                hub: hub.clone(),
                strikes: Strikes::new(&limits),
                limits,
                clock: config.clock.clone(),
                shutdown,
            },
            proxies: Proxies::new(config.behind_proxy.clone()),
            origins: Origins::new(config.origin.clone()),
            guesses: Guesses::new(&config.limits),
            framework_pace: Often::per_hour(config.limits.frameworks_per_hour),
            session_pace: Often::per_hour(config.limits.sessions_per_hour),
            join_pace: Often::per_hour(config.limits.joins_per_hour),
            sheet_pace: Often::per_hour(config.limits.sheets_per_hour),
            files: files::Files::new(&config.limits),
            packed: packed::Kept::default(),
            places: access::Sockets::new(&config.limits),
            tracker,
            hub,
            config,
            exposure,
        }
    }

    /// The whole connection is https, as far as a browser can tell.
    fn is_https(&self) -> bool {
        matches!(self.exposure, Exposure::Tls | Exposure::Proxy)
    }

    /// `https://host` as the browser addressed us.
    fn base(&self, headers: &HeaderMap) -> String {
        let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        format!("{}://{host}", if self.is_https() { "https" } else { "http" })
    }

    /// Lets pretend people into a session that was just opened, by the way everybody comes.
    fn rehearse(self: &Arc<App>, rehearsal: Rehearsal, code: JoinCode) {
        let (limits, shutdown) = (self.sockets.limits.clone(), self.sockets.shutdown.clone());
        let door = Door::new(router(self.clone()), limits, self.is_https(), shutdown.clone());
        self.tracker.spawn(rehearsal.play(self.hub.clone(), door, code, shutdown));
    }

    /// Where the operator gave out a key for starting sessions, it has to come as the bearer.
    fn check_key(&self, headers: &HeaderMap) -> Result<(), HttpError> {
        let Some(key) = &self.config.create_key else {
            return Ok(());
        };
        let given = headers.get("authorization").and_then(|value| value.to_str().ok());
        let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        // Digests, so that the time it takes tells nothing of the key.
        if Sha256::digest(given) == Sha256::digest(key) { Ok(()) } else { Err(HttpError::unauthorized()) }
    }

    fn client(&self, extensions: &Extensions, headers: &HeaderMap) -> Result<Client, HttpError> {
        let peer = extensions.get::<Peer>().copied().ok_or(HttpError::internal())?;
        Ok(self.proxies.client(peer, headers))
    }
}

/// The routes under `/api`.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/api/server", get(server))
        .route("/api/sessions", post(open::open))
        .route("/api/join", post(join::join))
        .route("/api/join/look", post(join::look))
        .route("/api/sessions/{id}/socket", get(upgrade))
        .route("/api/sessions/{id}/mine.json", get(held::mine))
        .route("/api/sessions/{id}/earlier", post(earlier::bring))
        .route("/api/sessions/{id}/{file}", get(export::export))
        .route("/api/sessions/{id}", delete(erase::session))
        .route("/api/sessions/{id}/me", delete(erase::me))
        .merge(frameworks::router())
        .layer(DefaultBodyLimit::disable()) // each body has its own limit, and a 413 that arrives
        .layer(middleware::from_fn_with_state(app.clone(), same_origin))
        .with_state(app)
}

/// Another site's page may neither read nor write here; what has no origin is no page.
async fn same_origin(State(app): Shared, request: Request, next: Next) -> Response {
    let over_tls = app.is_https();
    let upgrade = request.headers().contains_key("upgrade");
    let checked = if upgrade {
        app.origins.check_present(request.headers(), over_tls)
    } else if matches!(*request.method(), Method::GET | Method::HEAD) {
        Ok(()) // answers carry no CORS headers: another origin's page cannot read them
    } else {
        app.origins.check(request.headers(), over_tls)
    };
    match checked {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// A session's id in a path; what is none is found nowhere.
pub struct InSession(pub SessionId);

impl<S: Send + Sync> FromRequestParts<S> for InSession {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        let path = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, state);
        let id = path.await.ok().and_then(|path| Uuid::parse_str(path.get("id")?).ok());
        id.map(|id| InSession(SessionId(id))).ok_or(HttpError::not_found())
    }
}

/// Where a request comes from.
pub struct Asker(pub Client);

impl FromRequestParts<Arc<App>> for Asker {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, HttpError> {
        app.client(&parts.extensions, &parts.headers).map(Asker)
    }
}

/// The secret of `Authorization: Bearer`, hashed.
pub struct Bearer(pub SecretHash);

impl<S: Send + Sync> FromRequestParts<S> for Bearer {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        let secret = bearer(&parts.headers)?;
        SecretHash::of(secret.as_str()).map(Bearer).ok_or(HttpError::unauthorized())
    }
}

/// Who that secret is. Where kept sheets are all there is, everybody but their owners is told that the session is gone.
fn who(state: &Session, secret: &SecretHash) -> Result<Actor, HttpError> {
    let unknown = || match state.reduced {
        Some(_) => HttpError::not_found(),
        None => HttpError::unauthorized(),
    };
    state.who(secret).ok_or_else(unknown)
}

impl From<AskError> for HttpError {
    fn from(error: AskError) -> HttpError {
        match error {
            AskError::Unknown => HttpError::not_found(),
            AskError::Busy => HttpError::unavailable("busy", "The session has too much to do."),
            AskError::Damaged => {
                HttpError::unavailable("damaged", "What was kept of the session cannot be read.")
            }
            AskError::Journal(error) => error.into(),
        }
    }
}

/// What anybody may know of this server.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ServerInfo<'a> {
    operator: Option<&'a str>,
    privacy_contact: Option<&'a str>,
    privacy_address: Option<&'a str>,
    support_line: Option<&'a str>,
    kept_days: u16,
    /// False where words travel unencrypted; pages say so.
    private: bool,
    /// Opening a session needs a key.
    create_key: bool,
    build: &'static str,
}

async fn server(State(app): Shared) -> Response {
    let config = &app.config;
    axum::Json(ServerInfo {
        operator: config.operator_name.as_deref(),
        privacy_contact: config.privacy_contact.as_deref(),
        privacy_address: config.privacy_address.as_deref(),
        support_line: config.support_line.as_deref(),
        kept_days: config.retention_days,
        private: app.exposure != Exposure::PlainHttp,
        create_key: config.create_key.is_some(),
        build: trivet_web_client::build_id(),
    })
    .into_response()
}

async fn upgrade(
    State(app): Shared,
    InSession(id): InSession,
    upgrade: WebSocketUpgrade,
    request: Request,
) -> Result<Response, HttpError> {
    let client = app.client(request.extensions(), request.headers())?;
    let place = app.places.take(client.address)?;
    let limits = &app.config.limits;
    let sockets = app.sockets.clone();
    let token = app.tracker.token();
    Ok(upgrade
        .max_message_size(limits.frame_bytes)
        .max_frame_size(limits.frame_bytes)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(WRITE_BUFFER)
        .on_upgrade(move |socket| async move {
            socket::serve(sockets, socket, id, place).await;
            drop(token);
        }))
}
