//! What the program says on standard output when it is up: the address to open, a QR code for phones, the file.

use std::fmt::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use fast_qr::QRBuilder;

use crate::config::Exposure;

/// What there is to say.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// The address that is listened on, with the port that was given.
    pub listening: SocketAddr,
    /// How it may be reached.
    pub exposure: Exposure,
    /// Origins under which it is known.
    pub origins: &'a [String],
    /// Addresses of this machine in its networks, the likeliest first.
    pub network: &'a [IpAddr],
    /// Where the sessions are kept; `None` in memory.
    pub data: Option<&'a Path>,
    /// Whether to draw a QR code: not into a log file.
    pub draw: bool,
}

/// The words, ending with a line break.
pub fn start_words(start: Start<'_>) -> String {
    let mut words = format!("Trivet {}\n", env!("CARGO_PKG_VERSION"));
    let (addresses, for_phones) = addresses(start);
    for address in &addresses {
        line(&mut words, format_args!("Open {address}"));
    }
    if start.exposure == Exposure::Proxy && start.origins.is_empty() {
        line(
            &mut words,
            format_args!("Open the address of your proxy, which passes requests to {}", start.listening),
        );
    }
    if let Some(address) = for_phones {
        line(&mut words, format_args!("On phones in the same network: {address}"));
        if let (true, Ok(code)) = (start.draw, QRBuilder::new(address).build()) {
            line(&mut words, format_args!("\n{}\n", code.to_str()));
        }
    }
    if start.exposure == Exposure::PlainHttp {
        line(
            &mut words,
            format_args!("Connections are not private: for practice only. --tls-cert and --tls-key mend it."),
        );
    }
    match start.data {
        Some(file) => line(&mut words, format_args!("Sessions are kept in {}", file.display())),
        None => line(&mut words, format_args!("Sessions are kept in memory, and gone when this ends.")),
    }
    words
}

/// The addresses to open, and the one that phones can reach.
fn addresses(start: Start<'_>) -> (Vec<String>, Option<String>) {
    let scheme = if start.exposure == Exposure::Tls { "https" } else { "http" };
    let at = |address: IpAddr| format!("{scheme}://{}", SocketAddr::new(address, start.listening.port()));
    if !start.origins.is_empty() {
        let known = start.origins.to_vec();
        let first = known.first().cloned();
        return (known, first.filter(|_| start.exposure != Exposure::Loopback));
    }
    let ip = start.listening.ip();
    match start.exposure {
        Exposure::Proxy => (Vec::new(), None),
        _ if ip.is_loopback() => (vec![at(ip)], None),
        _ if ip.is_unspecified() => {
            let here = format!("{scheme}://localhost:{}", start.listening.port());
            let others = start.network.iter().skip(1).map(|address| at(*address));
            (std::iter::once(here).chain(others).collect(), start.network.first().map(|address| at(*address)))
        }
        _ => (vec![at(ip)], Some(at(ip))),
    }
}

fn line(words: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(words, "{text}");
}

/// Addresses of this machine that others in its networks can reach, the likeliest first: IPv4 of a private network, on
/// an interface that isn't a container's or a virtual machine's. Empty when the system does not tell.
pub fn network_addresses() -> Vec<IpAddr> {
    const VIRTUAL: [&str; 6] = ["docker", "br-", "veth", "virbr", "vmnet", "vboxnet"];
    let mut found: Vec<(bool, bool, IpAddr)> = if_addrs::get_if_addrs()
        .unwrap_or_default()
        .into_iter()
        .filter(|interface| !interface.is_loopback() && !interface.is_link_local())
        .filter_map(|interface| match interface.ip() {
            IpAddr::V4(address) => Some((
                VIRTUAL.iter().any(|start| interface.name.starts_with(start)),
                !address.is_private(),
                IpAddr::V4(address),
            )),
            // Nobody types these; the QR code would do, but phones' browsers often cannot reach them.
            IpAddr::V6(_) => None,
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|(_, _, address)| address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(listening: &str, exposure: Exposure, origins: &[&str]) -> String {
        let origins: Vec<String> = origins.iter().map(|origin| (*origin).to_owned()).collect();
        start_words(Start {
            listening: listening.parse().unwrap(),
            exposure,
            origins: &origins,
            network: &["192.168.1.20".parse().unwrap()],
            data: Some(Path::new("/data/trivet.sqlite")),
            draw: true,
        })
    }

    #[test]
    fn on_this_machine_it_names_the_address_and_the_file() {
        let words = words("127.0.0.1:8080", Exposure::Loopback, &[]);
        assert!(words.contains("Open http://127.0.0.1:8080\n"));
        assert!(words.contains("Sessions are kept in /data/trivet.sqlite\n"));
        assert!(!words.contains('█'));
    }

    #[test]
    fn beyond_it_draws_the_address_for_phones() {
        let words = words("0.0.0.0:8080", Exposure::PlainHttp, &[]);
        assert!(words.contains("Open http://localhost:8080\n"));
        assert!(words.contains("phones in the same network: http://192.168.1.20:8080\n"));
        assert!(words.contains('█'));
        assert!(words.contains("not private"));
    }

    #[test]
    fn a_known_origin_goes_before_guesses() {
        let tls = words("0.0.0.0:443", Exposure::Tls, &["https://trivet.example.org"]);
        assert!(tls.contains("Open https://trivet.example.org\n"));
        assert!(!tls.contains("192.168"));
        assert!(words("127.0.0.1:8080", Exposure::Proxy, &[]).contains("address of your proxy"));
        assert!(words("[::1]:443", Exposure::Tls, &[]).contains("Open https://[::1]:443\n"));
    }
}
