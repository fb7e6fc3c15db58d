//! How pretend people reach the server: the same routes as everybody, on connections that go through memory instead of
//! the network. The server cannot tell the difference, and holds them to the same limits.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::io::DuplexStream;
use tokio_tungstenite::{WebSocketStream, client_async};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use trivet_shared::framework::Framework;
use trivet_shared::id::{JoinCode, SessionId};
use tungstenite::client::IntoClientRequest;

use crate::config::Limits;
use crate::listener::{ConnectionLimits, Peer, connection};

/// The name they call the server by; it is compared with their origin and goes nowhere.
const HOST: &str = "rehearsal.invalid";
/// The address they come from, which nobody on a network has: they fill nobody else's limits.
const PEER: Peer = Peer { address: SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0), tls: false };
/// Bytes of a connection that may be under way in each direction.
const UNDER_WAY: usize = 64 * 1024;

/// The way in. Clones lead to the same server.
#[derive(Clone)]
pub struct Door {
    router: Router,
    limits: Arc<Limits>,
    origin: String,
    shutdown: CancellationToken,
}

impl Door {
    /// To these routes; `https` when they are for origins of that scheme only.
    pub fn new(router: Router, limits: Arc<Limits>, https: bool, shutdown: CancellationToken) -> Door {
        let origin = format!("{}://{HOST}", if https { "https" } else { "http" });
        Door { router, limits, origin, shutdown }
    }

    pub(super) fn limits(&self) -> Arc<Limits> {
        self.limits.clone()
    }

    /// `POST /api/join`; the status when it was refused, none when no answer could be read.
    pub(super) async fn join(
        &self,
        code: &JoinCode,
        name: &str,
        secret: &str,
    ) -> Result<(), Option<StatusCode>> {
        let body = json!({"code": code.as_str(), "name": name, "secret": secret}).to_string();
        let request = Request::post("/api/join").header(header::CONTENT_TYPE, "application/json");
        self.ask(request.body(Body::from(body))).await.map(drop)
    }

    /// `GET /api/sessions/{id}/framework`.
    pub(super) async fn framework(&self, session: SessionId, secret: &str) -> Option<Framework> {
        let request = Request::get(format!("/api/sessions/{session}/framework"))
            .header(header::AUTHORIZATION, format!("Bearer {secret}"));
        let answer = self.ask(request.body(Body::empty())).await.ok()?;
        Framework::thaw(&answer).ok()
    }

    async fn ask(&self, request: Result<Request, axum::http::Error>) -> Result<String, Option<StatusCode>> {
        let mut request = request.map_err(|_| None)?;
        let headers = request.headers_mut();
        headers.insert(header::HOST, HeaderValue::from_static(HOST));
        headers.insert(header::ORIGIN, self.origin.parse().map_err(|_| None)?);
        request.extensions_mut().insert(PEER);
        let Ok(response) = self.router.clone().oneshot(request).await;
        let status = response.status();
        if !status.is_success() {
            return Err(Some(status));
        }
        let body = response.into_body().collect().await.map_err(|_| None)?.to_bytes();
        String::from_utf8(body.into()).map_err(|_| None)
    }

    /// A websocket of the session, before hello.
    pub(super) async fn socket(&self, session: SessionId) -> Option<WebSocketStream<DuplexStream>> {
        let (ours, theirs) = tokio::io::duplex(UNDER_WAY);
        let limits = ConnectionLimits::from(&*self.limits);
        tokio::spawn(connection(theirs, PEER, self.router.clone(), limits, self.shutdown.clone()));
        let mut request = format!("ws://{HOST}/api/sessions/{session}/socket").into_client_request().ok()?;
        request.headers_mut().insert(header::ORIGIN, self.origin.parse().ok()?);
        client_async(request, ours).await.ok().map(|(socket, _)| socket)
    }
}

/// A `hello`.
pub(super) fn hello(secret: &str) -> Value {
    json!({"type": "hello", "secret": secret})
}
