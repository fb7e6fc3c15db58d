//! The headers that every response carries, errors and files included. What hyper itself answers to a head that is no
//! head (400, 431) has neither headers nor a body: there is nothing in it to keep anybody from.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;

/// What a page may do: load from here, and nothing else. Svelte is the one maker of trusted HTML.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

/// What is not used is switched off. The wake lock is: the display asks for it.
const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
     geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     publickey-credentials-get=(), serial=(), usb=(), xr-spatial-tracking=()";

/// A year, after which a browser that has seen https would try http again.
const STRICT_TRANSPORT_SECURITY: &str = "max-age=31536000";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    // Without it any site could run our scripts and wear our styles, and would have the bytes of both in its process.
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
];

/// Puts the headers on every response of `router`. `over_tls` adds HSTS: this program itself serves https.
///
/// `Cache-Control: no-store` is set where a handler has not said otherwise: what isn't a file of the client is data.
pub fn on_every_response(router: Router, over_tls: bool) -> Router {
    router.layer(middleware::from_fn(move |request: Request, next: Next| async move {
        let mut response: Response = next.run(request).await;
        add(response.headers_mut(), over_tls);
        response
    }))
}

fn add(headers: &mut HeaderMap, over_tls: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if over_tls {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT_SECURITY));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::HttpError;
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt;

    async fn headers(path: &str, over_tls: bool) -> HeaderMap {
        let router = Router::new()
            .route("/data", get(|| async { "words" }))
            .route("/file", get(|| async { ([(header::CACHE_CONTROL, "no-cache")], "file") }))
            .fallback(|| async { HttpError::not_found() });
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        on_every_response(router, over_tls).oneshot(request).await.unwrap().headers().clone()
    }

    #[tokio::test]
    async fn they_are_on_data_files_and_errors() {
        for (path, caching) in [("/data", "no-store"), ("/file", "no-cache"), ("/nowhere", "no-store")] {
            let headers = headers(path, false).await;
            for (name, value) in ALWAYS {
                assert_eq!(headers[name], value);
            }
            assert_eq!(headers[header::CACHE_CONTROL], caching);
            assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
        }
        assert!(headers("/data", true).await.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn the_policy_allows_nothing_inline() {
        for part in ["default-src 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'"] {
            assert!(CONTENT_SECURITY_POLICY.contains(part));
        }
        assert!(!CONTENT_SECURITY_POLICY.contains("unsafe"));
        assert!(CONTENT_SECURITY_POLICY.contains("trusted-types svelte-trusted-html"));
    }
}
