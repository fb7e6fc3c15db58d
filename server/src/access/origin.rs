//! Keeps pages of other sites from asking in a visitor's name: `Origin` must be our own.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName};

use crate::error::HttpError;

/// The origins whose pages may ask.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    extra: Vec<String>,
}

impl Origins {
    /// The one equal to `Host`, and these, each as `scheme://host[:port]` in lower case.
    pub fn new(extra: Vec<String>) -> Origins {
        Origins { extra }
    }

    /// For a request that changes or reads something: `Origin` may be missing, for there are no cookies to misuse, and
    /// must be ours where it is present. `over_tls` says that this program itself ended TLS.
    ///
    /// # Errors
    /// 403.
    pub fn check(&self, headers: &HeaderMap, over_tls: bool) -> Result<(), HttpError> {
        match headers.get(ORIGIN) {
            None => Ok(()),
            Some(_) => self.check_present(headers, over_tls),
        }
    }

    /// For the upgrade to a socket: `Origin` must be there, and be ours.
    ///
    /// # Errors
    /// 403.
    pub fn check_present(&self, headers: &HeaderMap, over_tls: bool) -> Result<(), HttpError> {
        let refused = || HttpError::forbidden("The Origin must be this server's own; see --origin.");
        let origin = only(headers, ORIGIN).ok_or_else(refused)?.to_ascii_lowercase();
        if self.extra.contains(&origin) {
            return Ok(());
        }
        let (scheme, host) = origin.split_once("://").ok_or_else(refused)?;
        let default_port = match scheme {
            "https" => ":443",
            // A page that came in the clear has no business on a server that is only reached over TLS.
            "http" if !over_tls => ":80",
            _ => return Err(refused()),
        };
        let own = only(headers, HOST).ok_or_else(refused)?.to_ascii_lowercase();
        let bare = |host: &str| host.strip_suffix(default_port).unwrap_or(host).to_owned();
        if host.is_empty() || bare(host) != bare(&own) { Err(refused()) } else { Ok(()) }
    }
}

/// Whether the request names this machine as its host: no page of another name that points here can do that.
pub fn loopback_host(headers: &HeaderMap) -> bool {
    let Some(host) = only(headers, HOST) else {
        return false;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// The header's value, where it is there exactly once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(origin: Option<&'static str>, host: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
        }
        headers
    }

    #[test]
    fn our_own_origin_may_ask() {
        let origins = Origins::new(vec!["https://trivet.example.org".into()]);
        for (origin, host) in [
            ("http://127.0.0.1:8080", "127.0.0.1:8080"),
            ("http://LocalHost:8080", "localhost:8080"),
            ("https://a.example", "a.example"),
            ("https://a.example", "a.example:443"),
            ("http://a.example:80", "a.example"),
            ("http://[::1]:8080", "[::1]:8080"),
            ("https://trivet.example.org", "127.0.0.1:8080"),
        ] {
            assert_eq!(origins.check_present(&headers(Some(origin), host), false), Ok(()), "{origin} {host}");
        }
        assert_eq!(origins.check_present(&headers(Some("https://a.example"), "a.example"), true), Ok(()));
    }

    #[test]
    fn others_may_not() {
        let origins = Origins::default();
        for (origin, host) in [
            ("http://evil.example", "127.0.0.1:8080"),
            ("http://127.0.0.1:8081", "127.0.0.1:8080"),
            ("http://127.0.0.1", "127.0.0.1:8080"),
            ("https://a.example:80", "a.example"),
            ("null", "null"),
            ("", ""),
            ("http://", ""),
            ("file://", "a.example"),
            ("https://a.example.evil.example", "a.example"),
        ] {
            let refused = origins.check_present(&headers(Some(origin), host), false);
            assert_eq!(refused.map_err(|error| error.status.as_u16()), Err(403), "{origin} {host}");
        }
        assert!(origins.check_present(&headers(Some("http://a.example"), "a.example"), true).is_err());
    }

    #[test]
    fn it_may_be_missing_except_on_the_upgrade() {
        let origins = Origins::default();
        let without = headers(None, "a.example");
        assert!(origins.check(&without, false).is_ok());
        assert!(origins.check_present(&without, false).is_err());
        assert!(origins.check(&headers(Some("http://evil.example"), "a.example"), false).is_err());
        let mut twice = headers(Some("http://a.example"), "a.example");
        twice.append(ORIGIN, HeaderValue::from_static("http://evil.example"));
        assert!(origins.check(&twice, false).is_err());
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        for host in ["localhost", "localhost:8080", "127.0.0.1:80", "[::1]:80", "[::1]"] {
            assert!(loopback_host(&headers(None, host)), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example:80", "192.0.2.1", ""] {
            assert!(!loopback_host(&headers(None, host)), "{host}");
        }
    }
}
