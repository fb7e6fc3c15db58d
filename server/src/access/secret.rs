//! Secrets: 256 bits as 43 base64url characters, kept only as their SHA-256.

use std::fmt;

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::error::HttpError;

/// Characters of a secret.
const LENGTH: usize = 43;

/// A secret as it came, of the right form and otherwise unchecked. It never shows itself in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// It is no secret: not 43 characters of base64url.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSecret;

impl Secret {
    /// Takes `text` for a secret.
    ///
    /// # Errors
    /// [`NoSecret`] when it has another form.
    pub fn parse(text: &str) -> Result<Secret, NoSecret> {
        match URL_SAFE_NO_PAD.decode(text) {
            Ok(bytes) if text.len() == LENGTH && bytes.len() == 32 => Ok(Secret(text.to_owned())),
            _ => Err(NoSecret),
        }
    }

    /// The 43 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// SHA-256 of the 43 characters: the one form in which it is kept.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// The secret of `Authorization: Bearer`.
///
/// # Errors
/// 401 when there is none, several, or one of another form: told like an unknown one.
pub fn bearer(headers: &HeaderMap) -> Result<Secret, HttpError> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(HttpError::unauthorized());
    };
    let value = value.to_str().map_err(|_| HttpError::unauthorized())?;
    let (scheme, secret) = value.split_once(' ').ok_or_else(HttpError::unauthorized)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(HttpError::unauthorized());
    }
    Secret::parse(secret.trim()).map_err(|NoSecret| HttpError::unauthorized())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_256_bits_of_base64url_are_a_secret() {
        let good = URL_SAFE_NO_PAD.encode([0xfb; 32]);
        let secret = Secret::parse(&good).unwrap();
        assert_eq!(secret.as_str(), good);
        assert_eq!(secret.hash(), <[u8; 32]>::from(Sha256::digest(good.as_bytes())));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        for bad in
            ["", "short", &good[1..], &format!("{good}A"), &good.replace('-', "+"), &"x".repeat(10_000)]
        {
            assert_eq!(Secret::parse(bad), Err(NoSecret));
        }
    }

    #[test]
    fn it_travels_as_a_bearer() {
        let good = URL_SAFE_NO_PAD.encode([1; 32]);
        let with = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            headers
        };
        assert_eq!(bearer(&with(&format!("Bearer {good}"))).unwrap().as_str(), good);
        assert!(bearer(&with(&format!("bearer {good}"))).is_ok());
        assert!(bearer(&with(&format!("Basic {good}"))).is_err());
        assert!(bearer(&with(&good)).is_err());
        assert_eq!(bearer(&HeaderMap::new()).unwrap_err().status.as_u16(), 401);
        let mut twice = with(&format!("Bearer {good}"));
        twice.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer x"));
        assert!(bearer(&twice).is_err());
    }
}
