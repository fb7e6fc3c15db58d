//! What a refused HTTP request is answered with: `{"error":{"code","message","field"?}}`.
//!
//! The code is for the browser, which has words for it in the reader's language; the message is for whoever reads a
//! trace. Refusals of commands are no HTTP errors: they travel on the socket.

use std::borrow::Cow;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A refused request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError {
    /// The status; one of those the functions below make.
    pub status: StatusCode,
    /// A short name in camelCase, stable.
    pub code: &'static str,
    /// An English sentence for developers.
    pub message: Cow<'static, str>,
    /// The path of the field that was wrong, such as `plan[2].minutes`.
    pub field: Option<String>,
    /// How long to wait before trying again, rounded up to seconds in the header.
    pub retry_after: Option<Duration>,
    /// Whether the connection ends with this answer, because the request was not read to its end.
    pub close: bool,
}

impl HttpError {
    fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> HttpError {
        HttpError { status, code, message: message.into(), field: None, retry_after: None, close: false }
    }

    /// 400: the request makes no sense.
    pub fn invalid(message: impl Into<Cow<'static, str>>) -> HttpError {
        HttpError::new(StatusCode::BAD_REQUEST, "invalid", message)
    }

    /// 400 that names the field.
    pub fn invalid_field(field: impl Into<String>, message: impl Into<Cow<'static, str>>) -> HttpError {
        HttpError { field: Some(field.into()), ..HttpError::invalid(message) }
    }

    /// 401: no secret, or one that opens nothing here; both are told alike.
    pub fn unauthorized() -> HttpError {
        HttpError::new(StatusCode::UNAUTHORIZED, "unauthorized", "This needs a secret that is known here.")
    }

    /// 403: not for the holder of this secret, or from another origin.
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> HttpError {
        HttpError::new(StatusCode::FORBIDDEN, "forbidden", message)
    }

    /// 404: no such page, session or code; an ended one is told alike.
    pub fn not_found() -> HttpError {
        HttpError::new(StatusCode::NOT_FOUND, "notFound", "There is nothing here.")
    }

    /// 409 with a code of its own, such as `nameTaken`.
    pub fn conflict(code: &'static str, message: impl Into<Cow<'static, str>>) -> HttpError {
        HttpError::new(StatusCode::CONFLICT, code, message)
    }

    /// 413: more than `limit` bytes.
    pub fn too_large(limit: usize) -> HttpError {
        HttpError::new(StatusCode::PAYLOAD_TOO_LARGE, "tooLarge", format!("At most {limit} bytes are read."))
    }

    /// 429: too often, or too many at once.
    pub fn too_many(retry_after: Duration) -> HttpError {
        HttpError {
            retry_after: Some(retry_after),
            ..HttpError::new(StatusCode::TOO_MANY_REQUESTS, "tooMany", "Too many requests; try again later.")
        }
    }

    /// 503 with a code of its own, such as `storageFull` or `stopping`.
    pub fn unavailable(code: &'static str, message: impl Into<Cow<'static, str>>) -> HttpError {
        HttpError {
            retry_after: Some(Duration::from_secs(5)),
            ..HttpError::new(StatusCode::SERVICE_UNAVAILABLE, code, message)
        }
    }

    /// 500: a defect of ours; the log knows more.
    pub fn internal() -> HttpError {
        HttpError::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something broke here.")
    }
}

impl From<crate::journal::JournalError> for HttpError {
    /// For jobs whose refusals the caller has dealt with; what is left is the disk's.
    fn from(error: crate::journal::JournalError) -> HttpError {
        use crate::journal::JournalError;
        match error {
            JournalError::Full => HttpError::unavailable("storageFull", "The disk is full."),
            JournalError::Busy => HttpError::unavailable("busy", "The data file is locked."),
            JournalError::Stopped => HttpError::unavailable("stopping", "The server is stopping."),
            JournalError::Damaged => HttpError::unavailable("damaged", "What was kept cannot be read."),
            JournalError::TooMany => {
                HttpError::unavailable("frameworksFull", "As many frameworks are kept here as may be.")
            }
            JournalError::Unknown => HttpError::not_found(),
            JournalError::CodeTaken | JournalError::OwnerTaken | JournalError::SessionTaken => {
                HttpError::conflict("conflict", "It exists already.")
            }
            JournalError::OutOfOrder { .. } => HttpError::internal(),
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    error: Inner<'a>,
}

#[derive(Serialize)]
struct Inner<'a> {
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let inner = Inner { code: self.code, message: &self.message, field: self.field.as_deref() };
        let mut response = (self.status, axum::Json(Body { error: inner })).into_response();
        let headers = response.headers_mut();
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.close {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

impl std::fmt::Display for HttpError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", self.status.as_u16(), self.code)
    }
}

impl std::error::Error for HttpError {}
