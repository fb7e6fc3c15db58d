//! Reads the body of a request as JSON: bounded in size and time, and naming the field that is wrong.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout_at};

use crate::config::Limits;
use crate::error::HttpError;

/// How much of a body is read, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimits {
    /// Bytes accepted.
    pub most: usize,
    /// Time for the whole body.
    pub within: Duration,
    /// Bytes past `most` that are read and thrown away, so that the refusal arrives: a connection closed with bytes
    /// unread is reset, and the answer lost.
    pub discard: usize,
    /// Time for throwing away.
    pub discard_for: Duration,
}

impl BodyLimits {
    /// For an ordinary request.
    pub fn ordinary(limits: &Limits) -> BodyLimits {
        BodyLimits {
            most: limits.body_bytes,
            within: limits.body_timeout,
            discard: limits.discard_bytes,
            discard_for: limits.discard_for,
        }
    }

    /// For a request that brings a framework.
    pub fn framework(limits: &Limits) -> BodyLimits {
        BodyLimits { most: limits.framework_bytes, ..BodyLimits::ordinary(limits) }
    }

    /// For a request that brings a sheet.
    pub fn sheet(limits: &Limits) -> BodyLimits {
        BodyLimits { most: limits.sheet_bytes, ..BodyLimits::ordinary(limits) }
    }
}

/// Extracts a JSON body within the ordinary limits of the state.
///
/// # Errors
/// 400 `invalid` when the type isn't `application/json`, the body is slow or broken, or does not fit `T` (naming the
/// field); 413 past the limit.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

impl<S, T> FromRequest<S> for Json<T>
where
    BodyLimits: FromRef<S>,
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Json<T>, HttpError> {
        read_json(request, &BodyLimits::from_ref(state)).await.map(Json)
    }
}

/// Reads a JSON body within `limits`; errors as for [`Json`].
pub async fn read_json<T: DeserializeOwned>(request: Request, limits: &BodyLimits) -> Result<T, HttpError> {
    parse(&read_bytes(request, limits).await?)
}

/// Reads a body that says it is JSON within `limits`, and does not look into it.
///
/// # Errors
/// As for [`Json`], but for what is in the body.
pub async fn read_bytes(request: Request, limits: &BodyLimits) -> Result<Bytes, HttpError> {
    if !is_json(request.headers()) {
        return Err(HttpError {
            close: true,
            ..HttpError::invalid("The content type must be application/json.")
        });
    }
    read(request, limits).await
}

/// Reads a body that is either JSON or a PDF within `limits`; true for a PDF.
///
/// # Errors
/// As for [`Json`], but for what is in the body.
pub async fn read_json_or_pdf(request: Request, limits: &BodyLimits) -> Result<(bool, Bytes), HttpError> {
    if !is(request.headers(), "application/pdf") {
        return Ok((false, read_bytes(request, limits).await?));
    }
    Ok((true, read(request, limits).await?))
}

/// Parses JSON, naming the field that is wrong.
///
/// # Errors
/// 400 `invalid` with the field's path, where there is one.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, HttpError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let mut field = error.path().to_string();
        let message = error.into_inner().to_string();
        if field == "." {
            field.clear();
        }
        // These three are reported at the struct that lacks, repeats or does not know the field.
        let named = ["missing field `", "unknown field `", "duplicate field `"]
            .iter()
            .find_map(|start| message.strip_prefix(start)?.split_once('`'));
        if let Some((name, _)) = named
            && field.rsplit('.').next() != Some(name)
        {
            if !field.is_empty() {
                field.push('.');
            }
            field.push_str(name);
        }
        match field.is_empty() {
            true => HttpError::invalid(message),
            false => HttpError::invalid_field(field, message),
        }
    })?;
    json.end().map_err(|error| HttpError::invalid(error.to_string()))?;
    Ok(value)
}

fn is_json(headers: &HeaderMap) -> bool {
    is(headers, "application/json")
}

fn is(headers: &HeaderMap, expected: &str) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(expected))
}

async fn read(request: Request, limits: &BodyLimits) -> Result<Bytes, HttpError> {
    let declared = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .unwrap_or(0);
    let asks_first = request.headers().contains_key(header::EXPECT);
    let too_large = || HttpError { close: true, ..HttpError::too_large(limits.most) };
    let mut body = request.into_body();
    if declared > limits.most as u64 {
        if !asks_first {
            discard(&mut body, limits).await;
        }
        return Err(too_large());
    }
    let until = Instant::now() + limits.within;
    let mut bytes = Vec::new();
    loop {
        match timeout_at(until, body.frame()).await {
            Err(_) => {
                return Err(HttpError { close: true, ..HttpError::invalid("The body came too slowly.") });
            }
            Ok(Some(Err(_))) => {
                return Err(HttpError { close: true, ..HttpError::invalid("The body broke off.") });
            }
            Ok(Some(Ok(frame))) => {
                let Ok(data) = frame.into_data() else { continue };
                if bytes.len() + data.len() > limits.most {
                    discard(&mut body, limits).await;
                    return Err(too_large());
                }
                bytes.extend_from_slice(&data);
            }
            Ok(None) => return Ok(bytes.into()),
        }
    }
}

/// Reads on and keeps nothing, within the limits.
async fn discard(body: &mut Body, limits: &BodyLimits) {
    let until = Instant::now() + limits.discard_for;
    let mut left = limits.discard;
    while let Ok(Some(Ok(frame))) = timeout_at(until, body.frame()).await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        match left.checked_sub(length) {
            Some(less) => left = less,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::StatusCode;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Asked {
        title: String,
        #[serde(default)]
        plan: Vec<Step>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Step {
        minutes: u8,
    }

    const LIMITS: BodyLimits = BodyLimits {
        most: 100,
        within: Duration::from_millis(50),
        discard: 1_000,
        discard_for: Duration::from_millis(50),
    };

    async fn asked(kind: &str, body: impl Into<Body>) -> Result<Asked, HttpError> {
        let request = Request::builder().header(header::CONTENT_TYPE, kind).body(body.into()).unwrap();
        read_json(request, &LIMITS).await
    }

    #[tokio::test]
    async fn a_good_body_is_read() {
        let body = r#"{"title":"Tuesday","plan":[{"minutes":5}]}"#;
        let read = asked("application/json; charset=utf-8", body).await.unwrap();
        assert_eq!(read, Asked { title: "Tuesday".into(), plan: vec![Step { minutes: 5 }] });
    }

    #[tokio::test]
    async fn a_wrong_one_names_the_field() {
        for (body, field) in [
            (r#"{"title":5}"#, Some("title")),
            (r#"{}"#, Some("title")),
            (r#"{"title":"a","title":"b"}"#, Some("title")),
            (r#"{"title":"a","colour":1}"#, Some("colour")),
            (r#"{"title":"a","plan":[{"minutes":1},{"minutes":1e999}]}"#, Some("plan[1].minutes")),
            (r#"{"title":"a","plan":[{"minutes":-1}]}"#, Some("plan[0].minutes")),
            (r#"{"title":"a","plan":[{}]}"#, Some("plan[0].minutes")),
            (r#"{"title":NaN}"#, Some("title")),
            (r#"{"title":"a"} more"#, None),
            (r#"["#, None),
            ("", None),
        ] {
            let error = asked("application/json", body).await.unwrap_err();
            assert_eq!((error.status, error.field.as_deref()), (StatusCode::BAD_REQUEST, field), "{body}");
        }
        let deep = "[".repeat(90);
        assert_eq!(asked("application/json", deep).await.unwrap_err().code, "invalid");
    }

    #[tokio::test]
    async fn only_json_is_read() {
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
            assert_eq!(asked(kind, "{}").await.unwrap_err().code, "invalid");
        }
    }

    #[tokio::test]
    async fn too_much_and_too_slow_are_refused() {
        let long = format!(r#"{{"title":"{}"}}"#, "x".repeat(200));
        assert_eq!(asked("application/json", long).await.unwrap_err().status, StatusCode::PAYLOAD_TOO_LARGE);
        let endless =
            futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 64])));
        let error = asked("application/json", Body::from_stream(endless)).await.unwrap_err();
        assert_eq!(error.status, StatusCode::PAYLOAD_TOO_LARGE);
        let silent = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
        let error = asked("application/json", Body::from_stream(silent)).await.unwrap_err();
        assert_eq!((error.code, error.close), ("invalid", true));
    }
}
