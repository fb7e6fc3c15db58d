//! The HTTP half of the contract, as a page uses it.

use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// A server's HTTP half.
#[derive(Clone, Debug)]
pub struct Api {
    address: SocketAddr,
    client: reqwest::Client,
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
    /// The body as JSON; null when it is none.
    pub json: Value,
}

impl Reply {
    /// The code of an error.
    pub fn code(&self) -> &str {
        self.json["error"]["code"].as_str().unwrap_or_default()
    }

    /// The field that an error names.
    pub fn field(&self) -> &str {
        self.json["error"]["field"].as_str().unwrap_or_default()
    }

    /// A header as text; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A session that was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its id.
    pub session: String,
    /// What people type to join.
    pub code: String,
    /// The facilitator's secret.
    pub secret: String,
}

impl Opened {
    /// As a connection needs it.
    pub fn desk(&self) -> Seat {
        Seat {
            session: self.session.clone(),
            participant: String::new(),
            secret: self.secret.clone(),
            seated: true,
        }
    }
}

/// What opens a socket: a participant's seat, or a facilitator's desk.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The session's id.
    pub session: String,
    /// The participant's id; empty for a desk or a display.
    pub participant: String,
    /// The secret.
    pub secret: String,
    /// Seated, or waiting.
    pub seated: bool,
}

/// A secret as a browser makes one.
pub fn new_secret() -> String {
    let (a, b) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
    URL_SAFE_NO_PAD.encode([a.into_bytes(), b.into_bytes()].concat())
}

impl Api {
    /// Of the server at that address.
    pub fn new(address: SocketAddr) -> Api {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Api { address, client }
    }

    /// A request to be given more before it is sent with [`Api::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    /// Sends a request and reads the answer to its end.
    pub async fn send(&self, request: RequestBuilder) -> Reply {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await.unwrap();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Reply { status, headers, text, json }
    }

    async fn with_secret(&self, method: Method, path: &str, secret: Option<&str>) -> Reply {
        let request = self.request(method, path);
        let request = match secret {
            Some(secret) => request.bearer_auth(secret),
            None => request,
        };
        self.send(request).await
    }

    /// `GET`.
    pub async fn get(&self, path: &str, secret: Option<&str>) -> Reply {
        self.with_secret(Method::GET, path, secret).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str, secret: Option<&str>) -> Reply {
        self.with_secret(Method::DELETE, path, secret).await
    }

    /// `POST` of JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// `GET …/sheet.json` or another document of a session.
    pub async fn document(&self, session: &str, file: &str, secret: Option<&str>) -> Reply {
        self.get(&format!("/api/sessions/{session}/{file}"), secret).await
    }

    /// Opens a session with these fields besides the framework.
    pub async fn open_with(&self, fields: Value) -> Opened {
        let mut body =
            json!({"framework": "core-competencies", "title": "A session", "zone": "Europe/London"});
        for (name, value) in fields.as_object().unwrap() {
            body[name] = value.clone();
        }
        let reply = self.post("/api/sessions", &body).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        let text = |name: &str| reply.json[name].as_str().unwrap().to_owned();
        Opened { session: text("session"), code: text("code"), secret: text("secret") }
    }

    /// Opens a session of four seats.
    pub async fn open(&self) -> Opened {
        self.open_with(json!({})).await
    }

    /// Tries to join.
    pub async fn try_join(&self, code: &str, name: &str) -> Reply {
        self.post("/api/join", &json!({"code": code, "name": name})).await
    }

    /// Joins.
    pub async fn join(&self, code: &str, name: &str) -> Seat {
        Api::seat(&self.try_join(code, name).await)
    }

    /// The seat in an answer to joining.
    ///
    /// # Panics
    /// When it was refused.
    pub fn seat(reply: &Reply) -> Seat {
        assert_eq!(reply.status, 201, "{}", reply.text);
        let text = |name: &str| reply.json[name].as_str().unwrap().to_owned();
        Seat {
            session: text("session"),
            participant: text("participant"),
            secret: text("secret"),
            seated: reply.json["seated"].as_bool().unwrap(),
        }
    }
}
