//! The client's pages and files: one shell for every page, the rest by name, with ETags and compression.
//!
//! Only these responses are compressed. Data is not: what one person wrote and what another is sent must not be
//! compressed together, for the size would tell of both.

use std::borrow::Cow;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;
use trivet_web_client::File;

use crate::error::HttpError;

/// Where the shell stands; it reads the rest from the address itself.
const PAGES: [&str; 9] = [
    "/",
    "/start",
    "/alone",
    "/frameworks",
    "/join",
    "/session/{id}",
    "/console/{id}",
    "/display/{id}",
    "/privacy",
];
/// Bytes below which compressing costs more than it saves: about what fits a packet anyway.
const COMPRESS_ABOVE: u64 = 1_024;
/// Below this path nothing is a page.
const API: &str = "/api/";

/// A name with a hash in it never means anything else.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Kept, but asked about each time.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The pages, and as the fallback every other path: a file of the client, or a 404.
pub fn router() -> Router {
    let mut router = Router::new();
    for page in PAGES {
        router = router.route(page, get(shell));
    }
    router
        .fallback(by_name)
        .layer(CompressionLayer::new().gzip(true).compress_when(SizeAbove::new(COMPRESS_ABOVE)))
}

async fn shell(request: Request) -> Response {
    match trivet_web_client::index() {
        Some(index) => send(index, request.headers()),
        None => HttpError::internal().into_response(),
    }
}

async fn by_name(request: Request) -> Response {
    let path = request.uri().path();
    if matches!(*request.method(), Method::GET | Method::HEAD) && !path.starts_with(API) {
        if let Some(file) = trivet_web_client::file(path.trim_start_matches('/')) {
            return send(file, request.headers());
        }
        if let (true, Some(index)) = (is_navigation(request.headers()), trivet_web_client::index()) {
            // A person gets words instead of JSON; the status still tells machines.
            let mut response = send(index, &HeaderMap::new());
            *response.status_mut() = StatusCode::NOT_FOUND;
            return response;
        }
    }
    HttpError::not_found().into_response()
}

/// Whether a browser asks for something to show, rather than a script or an image for something to use.
fn is_navigation(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepts.is_some_and(|accepts| accepts.contains("text/html"))
}

/// The file, or 304 to whoever has it.
fn send(file: File, asked: &HeaderMap) -> Response {
    // Weak, for the bytes differ by encoding.
    let etag = HeaderValue::try_from(format!("W/{}", file.etag)).ok();
    let known = etag.as_ref().is_some_and(|etag| has(asked, etag));
    let mut response = match known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        // What lies in the binary is not copied for each who asks.
        false => Response::new(match file.bytes {
            Cow::Borrowed(bytes) => Body::from(Bytes::from_static(bytes)),
            Cow::Owned(bytes) => Body::from(bytes),
        }),
    };
    let headers = response.headers_mut();
    if let (false, Ok(kind)) = (known, HeaderValue::try_from(file.mime)) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    if let Some(etag) = etag {
        headers.insert(header::ETAG, etag);
    }
    headers.insert(header::CACHE_CONTROL, if file.immutable { FOR_EVER } else { ASK_AGAIN });
    response
}

/// Whether `If-None-Match` names this ETag, weak or strong.
fn has(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(own) = etag.to_str().map(opaque) else {
        return false;
    };
    let values = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|tag| tag.trim() == "*" || opaque(tag) == own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    async fn get(path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn every_page_is_the_shell() {
        let shell = trivet_web_client::index().unwrap().bytes.into_owned();
        for path in
            ["/", "/join", "/alone", "/frameworks", "/session/1", "/console/1", "/display/1", "/privacy"]
        {
            let response = get(path, &[]).await;
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
            assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
            assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), shell);
        }
    }

    #[tokio::test]
    async fn whoever_has_it_gets_304() {
        let etag = get("/", &[]).await.headers()[header::ETAG].to_str().unwrap().to_owned();
        for known in [etag.clone(), etag.replace("W/", ""), format!("\"x\", {etag}"), "*".to_owned()] {
            let response = get("/", &[("if-none-match", &known)]).await;
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
            assert_eq!(response.headers()[header::ETAG], etag);
        }
        assert_eq!(get("/", &[("if-none-match", "\"x\"")]).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn scripts_are_kept_for_ever_and_compressed() {
        let shell = String::from_utf8(trivet_web_client::index().unwrap().bytes.into_owned()).unwrap();
        let script =
            shell.split('"').find(|part| part.starts_with("/assets/") && part.ends_with(".js")).unwrap();
        let response = get(script, &[("accept-encoding", "gzip")]).await;
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(response.headers()[header::CACHE_CONTROL], FOR_EVER);
        assert!(response.headers().contains_key(header::VARY));
    }

    #[tokio::test]
    async fn what_is_not_there_is_404_in_words_for_people_and_in_json_for_the_rest() {
        let person = get("/nowhere", &[("accept", "text/html,*/*")]).await;
        assert_eq!(person.status(), StatusCode::NOT_FOUND);
        assert_eq!(person.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
        for path in ["/nowhere.js", "/api/nowhere", "/../Cargo.toml", "/%2e%2e/x"] {
            let response = get(path, &[]).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND);
            assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
        }
        assert_eq!(
            get("/api/x", &[("accept", "text/html")]).await.headers()[header::CONTENT_TYPE],
            "application/json"
        );
    }
}
