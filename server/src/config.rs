//! Every setting of the program, in one clap struct: flag, environment variable, default, effect.
//!
//! Nothing else reads the environment or the command line. Limits and durations lie in [`Limits`] and are settings
//! like any other, so that a test can shorten them.

mod limits;
mod operator;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};
use ipnet::IpNet;

pub use limits::Limits;
pub use operator::{DataFile, OperatorCommand, Restore};

use crate::clock::Clock;

/// Where Trivet listens when nobody says otherwise: this machine only.
const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// The value of `--data` that keeps everything in memory and nothing after the end.
pub const IN_MEMORY: &str = ":memory:";

/// The command line: `trivet [serve] …`. Without a subcommand it serves.
#[derive(Debug, Parser)]
#[command(name = "trivet", version, about = "Runs group reflective sessions in the browser.")]
#[command(args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Config,
}

/// What the program can be asked to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve sessions (what happens without a subcommand)
    Serve(Box<Config>),
    /// Help for authors of framework files
    #[command(subcommand)]
    Framework(FrameworkCommand),
    /// Backup, restore, erase, subject, check
    #[command(flatten)]
    Operator(OperatorCommand),
}

/// What authors of framework files can ask for.
#[derive(Debug, Subcommand)]
pub enum FrameworkCommand {
    /// Check a framework file: says that it is fine, or what is wrong on which line (exit code 1)
    Check {
        /// The file
        file: PathBuf,
    },
    /// Print the JSON Schema of framework files
    Schema,
}

impl Cli {
    /// What was asked for; `serve` with the given options when no subcommand was named.
    pub fn into_command(self) -> Command {
        self.command.unwrap_or_else(|| Command::Serve(Box::new(self.serve)))
    }
}

/// Settings of a server. The documentation of each field is its help text.
#[derive(Clone, Debug, Parser)]
#[command(name = "trivet")]
pub struct Config {
    /// Address and port to listen on; port 0 picks a free one
    #[arg(long, env = "TRIVET_LISTEN", value_name = "ADDRESS:PORT", default_value_t = DEFAULT_LISTEN)]
    pub listen: SocketAddr,

    /// File that holds the sessions, made when missing; `:memory:` keeps nothing [default: the platform's data directory]
    #[arg(long, env = "TRIVET_DATA", value_name = "FILE")]
    pub data: Option<PathBuf>,

    /// Certificate chain in PEM; with --tls-key, serve https
    #[arg(long, env = "TRIVET_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,

    /// Private key in PEM of the certificate
    #[arg(long, env = "TRIVET_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,

    /// Address range of a proxy whose X-Forwarded-For or Forwarded is believed; repeat, or separate by commas
    #[arg(long, env = "TRIVET_BEHIND_PROXY", value_name = "CIDR", value_delimiter = ',', value_parser = network)]
    pub behind_proxy: Vec<IpNet>,

    /// Serve beyond this machine without encryption; pages and exports then say that the connection is not private
    #[arg(long, env = "TRIVET_PLAIN_HTTP")]
    pub plain_http: bool,

    /// Origin that may open pages' sockets besides the one equal to Host, such as `https://trivet.example.org`
    #[arg(long, env = "TRIVET_ORIGIN", value_name = "ORIGIN", value_delimiter = ',', value_parser = origin)]
    pub origin: Vec<String>,

    /// Who runs this server, as named on the privacy page
    #[arg(long, env = "TRIVET_OPERATOR_NAME", value_name = "NAME")]
    pub operator_name: Option<String>,

    /// How to reach whoever answers for privacy: an e-mail address or telephone number
    #[arg(long, env = "TRIVET_PRIVACY_CONTACT", value_name = "TEXT")]
    pub privacy_contact: Option<String>,

    /// Postal address for questions of privacy
    #[arg(long, env = "TRIVET_PRIVACY_ADDRESS", value_name = "TEXT")]
    pub privacy_address: Option<String>,

    /// Days after its last change that a session is kept, 1 to 366
    #[arg(long, env = "TRIVET_RETENTION_DAYS", value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=366))]
    pub retention_days: u16,

    /// Key that people must know to start a session; anybody may when absent
    #[arg(long, env = "TRIVET_CREATE_KEY", value_name = "KEY", hide_env_values = true)]
    pub create_key: Option<String>,

    /// Directory of framework files (*.json) that are offered beside the bundled ones, read at the start
    #[arg(long, env = "TRIVET_FRAMEWORKS", value_name = "DIR")]
    pub frameworks: Option<PathBuf>,

    /// One line shown to people on where to find support
    #[arg(long, env = "TRIVET_SUPPORT_LINE", value_name = "TEXT")]
    pub support_line: Option<String>,

    /// Form of the log lines on standard error
    #[arg(long, env = "TRIVET_LOG_FORMAT", value_name = "FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,

    /// What to log, in the notation of tracing's EnvFilter; other crates never say more than warnings
    #[arg(long, env = "TRIVET_LOG", value_name = "FILTER", default_value = "info")]
    pub log: String,

    /// Limits and durations.
    #[command(flatten)]
    pub limits: Limits,

    /// What the server takes for the time of day. No option sets it: tests move it on.
    #[arg(skip)]
    pub clock: Clock,
}

/// Form of the log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One readable line per event.
    Text,
    /// One JSON object per line.
    Json,
}

/// How the server may be reached, and so how private the connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// From this machine only.
    Loopback,
    /// Over TLS that this program ends.
    Tls,
    /// Through a proxy that ends TLS.
    Proxy,
    /// Over plain http from other machines: not private, and said so wherever people write.
    PlainHttp,
}

/// Why the settings do not go together. Its text is the one line the program exits with.
#[derive(Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// Reachable from other machines without a way to be private, and without consent to that.
    NotPrivate(SocketAddr),
    /// No `--data`, and the platform names no data directory.
    NoDataDirectory,
    /// A command on a file, and `--data` names none.
    InMemory,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConfigError::NotPrivate(address) => write!(
                out,
                "--listen {address} is reachable from other machines: add --tls-cert and --tls-key, or --behind-proxy CIDR, or --plain-http for practice without privacy"
            ),
            ConfigError::InMemory => write!(out, "what is kept in memory has no file: name one with --data"),
            ConfigError::NoDataDirectory => {
                write!(
                    out,
                    "this system names no data directory: say where to keep the sessions with --data FILE"
                )
            }
        }
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Parses `trivet serve` with these further arguments, and with the environment: for tests and tools.
    ///
    /// # Errors
    /// clap's, when an argument is unknown or out of range.
    pub fn from_arguments<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Result<Config, clap::Error> {
        Config::try_parse_from(std::iter::once("trivet").chain(arguments))
    }

    /// How the server will be reached with these settings.
    ///
    /// # Errors
    /// [`ConfigError::NotPrivate`] beyond loopback with none of TLS, a proxy and `--plain-http`.
    pub fn exposure(&self) -> Result<Exposure, ConfigError> {
        if self.tls_cert.is_some() {
            Ok(Exposure::Tls)
        } else if !self.behind_proxy.is_empty() {
            Ok(Exposure::Proxy)
        } else if self.listen.ip().is_loopback() {
            Ok(Exposure::Loopback)
        } else if self.plain_http {
            Ok(Exposure::PlainHttp)
        } else {
            Err(ConfigError::NotPrivate(self.listen))
        }
    }

    /// The file to keep the sessions in; `None` for memory only.
    ///
    /// # Errors
    /// [`ConfigError::NoDataDirectory`] when none was given and the platform has no place for it.
    pub fn data_file(&self) -> Result<Option<PathBuf>, ConfigError> {
        data_file(self.data.as_deref())
    }
}

fn data_file(data: Option<&Path>) -> Result<Option<PathBuf>, ConfigError> {
    match data {
        Some(file) if file.as_os_str() == IN_MEMORY => Ok(None),
        Some(file) => Ok(Some(behind_links(file))),
        None => directories::ProjectDirs::from("", "", "trivet")
            .map(|place| Some(place.data_dir().join("trivet.sqlite")))
            .ok_or(ConfigError::NoDataDirectory),
    }
}

/// Where a symbolic link leads: the lock and the list of who was erased stand beside the file itself, whatever name it is
/// called by. What cannot be followed is told by whoever opens it.
fn behind_links(file: &Path) -> PathBuf {
    /// As many as Linux follows.
    const MOST_LINKS: usize = 40;
    let mut file = file.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = std::fs::read_link(&file) else { break };
        file = file.parent().map_or(target.clone(), |directory| directory.join(&target));
    }
    file
}

/// A network in CIDR notation, or one address.
fn network(text: &str) -> Result<IpNet, String> {
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| "not an address range such as 10.0.0.0/8".to_owned())
}

/// An origin as browsers send it: scheme, host and port, nothing after, in lower case.
fn origin(text: &str) -> Result<String, String> {
    let mend = || "not an origin such as https://trivet.example.org".to_owned();
    let (scheme, rest) = text.split_once("://").ok_or_else(mend)?;
    let host = rest.strip_suffix('/').unwrap_or(rest);
    if !matches!(scheme, "http" | "https") || host.is_empty() || host.contains(['/', '?', '#', '@', ' ', '*'])
    {
        return Err(mend());
    }
    Ok(format!("{scheme}://{}", host.to_ascii_lowercase()))
}
