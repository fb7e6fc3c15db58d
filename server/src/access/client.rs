//! The address a request comes from: the peer's, or what a trusted proxy says.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::HeaderMap;
use axum::http::header::{FORWARDED, VIA};
use ipnet::IpNet;

use crate::listener::Peer;

const X_FORWARDED_FOR: &str = "x-forwarded-for";
/// What proxies add besides, however little they say of the client: `X-Forwarded-Proto`, `-Host` and their like.
const X_FORWARDED: &str = "x-forwarded-";
const X_REAL_IP: &str = "x-real-ip";

/// Who is asking, as far as an address tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// Their address; IPv4 in IPv6 is shown as IPv4.
    pub address: IpAddr,
}

/// The proxies whose word is taken.
#[derive(Debug, Default)]
pub struct Proxies {
    trusted: Vec<IpNet>,
    warned: AtomicBool,
}

/// Whether anything in the headers claims to come through a proxy.
pub fn forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED)
        || headers.contains_key(VIA)
        || headers.contains_key(X_REAL_IP)
        || headers.keys().any(|name| name.as_str().starts_with(X_FORWARDED))
}

impl Proxies {
    /// Takes the word of peers in these networks, and of nobody else.
    pub fn new(trusted: Vec<IpNet>) -> Proxies {
        Proxies { trusted, warned: AtomicBool::new(false) }
    }

    /// The client behind `peer`.
    ///
    /// `X-Forwarded-For` is read from its end, past trusted addresses, to the first that isn't: whatever is before that,
    /// the client may have made up. `Forwarded` is read likewise where there is no `X-Forwarded-For`. A claim from a
    /// peer that is no trusted proxy is ignored, and logged once with the option that mends it.
    pub fn client(&self, peer: Peer, headers: &HeaderMap) -> Client {
        let direct = peer.address.ip().to_canonical();
        if !self.trusts(direct) {
            if forwarded(headers) && !self.warned.swap(true, Ordering::Relaxed) {
                tracing::warn!(
                    "a request says that it was forwarded, by a peer that is no trusted proxy: the claim is ignored; \
                     if a proxy of yours stands in front, name its address with --behind-proxy CIDR"
                );
            }
            return Client { address: direct };
        }
        let mut address = direct;
        for hop in hops(headers).rev() {
            // What is no address (`unknown`, a made-up name) ends the chain of people whose word is taken.
            let Some(hop) = hop else { break };
            address = hop;
            if !self.trusts(address) {
                break;
            }
        }
        Client { address }
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(&address))
    }
}

/// The addresses a request went through, the client's first, the last proxy's last; `None` for what is no address.
fn hops(headers: &HeaderMap) -> std::vec::IntoIter<Option<IpAddr>> {
    let list = |name: &str| -> Vec<&str> {
        // A value that isn't text is a hop that is no address.
        let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
        values.flat_map(|value| value.split(',')).collect()
    };
    let listed: Vec<Option<IpAddr>> = if headers.contains_key(X_FORWARDED_FOR) {
        list(X_FORWARDED_FOR).into_iter().map(address).collect()
    } else {
        list(FORWARDED.as_str())
            .into_iter()
            .map(|element| {
                let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
                let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
                address(value.trim().trim_matches('"'))
            })
            .collect()
    };
    listed.into_iter()
}

/// An address with or without port, an IPv6 one with or without brackets.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()))
        .ok()
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn client(peer: &str, headers: &[(&'static str, &'static str)]) -> String {
        let proxies = Proxies::new(vec!["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()]);
        let peer = Peer { address: SocketAddr::new(peer.parse().unwrap(), 1), tls: false };
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        proxies.client(peer, &map).address.to_string()
    }

    #[test]
    fn a_claim_is_believed_from_a_trusted_proxy_alone() {
        let claim = [("x-forwarded-for", "203.0.113.9")];
        assert_eq!(client("10.1.1.1", &claim), "203.0.113.9");
        assert_eq!(client("198.51.100.1", &claim), "198.51.100.1");
        assert_eq!(client("::ffff:10.1.1.1", &claim), "203.0.113.9");
        assert_eq!(client("10.1.1.1", &[]), "10.1.1.1");
    }

    #[test]
    fn what_the_client_put_in_front_is_not() {
        assert_eq!(
            client("10.1.1.1", &[("x-forwarded-for", "1.1.1.1, 203.0.113.9, 10.2.2.2")]),
            "203.0.113.9"
        );
        let twice = [("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "203.0.113.9:4711")];
        assert_eq!(client("10.1.1.1", &twice), "203.0.113.9");
        assert_eq!(client("10.1.1.1", &[("x-forwarded-for", "1.1.1.1, nonsense")]), "10.1.1.1");
        assert_eq!(client("10.1.1.1", &[("x-forwarded-for", "10.3.3.3, 10.2.2.2")]), "10.3.3.3");
    }

    #[test]
    fn whatever_a_proxy_adds_tells_that_there_is_one() {
        for name in
            ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded", "via"]
        {
            let headers =
                HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static("x"))]);
            assert!(forwarded(&headers), "{name}");
        }
        let none = [(HeaderName::from_static("x-forward"), HeaderValue::from_static("x"))];
        assert!(!forwarded(&HeaderMap::from_iter(none)));
    }

    #[test]
    fn the_standard_header_is_read_too() {
        let claim = [("forwarded", "for=1.1.1.1, for=\"[2001:db8::7]:4711\";proto=https, for=10.2.2.2")];
        assert_eq!(client("fd00::1", &claim), "2001:db8::7");
        assert_eq!(client("10.1.1.1", &[("forwarded", "proto=https;For=203.0.113.9")]), "203.0.113.9");
        assert_eq!(client("10.1.1.1", &[("forwarded", "for=_hidden")]), "10.1.1.1");
        let both = [("forwarded", "for=1.1.1.1"), ("x-forwarded-for", "203.0.113.9")];
        assert_eq!(client("10.1.1.1", &both), "203.0.113.9");
    }
}
