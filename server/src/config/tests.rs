//! The command line as operators write it.

use super::*;
use clap::CommandFactory;
use std::time::Duration;

fn config(arguments: &[&str]) -> Config {
    Config::from_arguments(arguments.iter().copied()).unwrap()
}

#[test]
fn the_command_line_is_well_formed() {
    Cli::command().debug_assert();
}

#[test]
fn serve_is_what_happens_without_a_subcommand() {
    for arguments in
        [&["trivet", "--listen", "127.0.0.1:9"][..], &["trivet", "serve", "--listen", "127.0.0.1:9"]]
    {
        let Command::Serve(config) = Cli::try_parse_from(arguments).unwrap().into_command() else {
            panic!("{arguments:?} does not serve");
        };
        assert_eq!(config.listen.port(), 9);
    }
    assert!(Cli::try_parse_from(["trivet", "dance"]).is_err());
}

#[test]
fn authors_can_check_a_file_and_see_the_schema() {
    let asked = |arguments: &[&str]| {
        Cli::try_parse_from(["trivet", "framework"].iter().chain(arguments)).map(Cli::into_command)
    };
    let check = asked(&["check", "mine.json"]).unwrap();
    assert!(
        matches!(check, Command::Framework(FrameworkCommand::Check { file }) if file.ends_with("mine.json"))
    );
    assert!(matches!(asked(&["schema"]).unwrap(), Command::Framework(FrameworkCommand::Schema)));
    for wrong in [&[][..], &["check"], &["check", "a", "b"], &["schema", "a"], &["dance"]] {
        assert_eq!(asked(wrong).unwrap_err().exit_code(), 2, "{wrong:?}");
    }
    assert_eq!(config(&["--frameworks", "here"]).frameworks, Some(PathBuf::from("here")));
}

#[test]
fn beyond_loopback_needs_a_way_to_be_private_or_consent() {
    assert_eq!(config(&[]).exposure(), Ok(Exposure::Loopback));
    let open = config(&["--listen", "0.0.0.0:80"]).exposure().unwrap_err();
    assert_eq!(open.to_string().lines().count(), 1);
    assert!(open.to_string().contains("--plain-http"));
    assert_eq!(config(&["--listen", "0.0.0.0:80", "--plain-http"]).exposure(), Ok(Exposure::PlainHttp));
    assert_eq!(
        config(&["--listen", "[::]:80", "--behind-proxy", "10.0.0.0/8,192.0.2.7"]).exposure(),
        Ok(Exposure::Proxy)
    );
    assert_eq!(
        config(&["--listen", "[::]:80", "--tls-cert", "c", "--tls-key", "k"]).exposure(),
        Ok(Exposure::Tls)
    );
    assert!(Config::from_arguments(["--tls-cert", "c"]).is_err());
}

#[test]
fn limits_have_their_defaults_and_can_be_shortened() {
    let config = config(&["--header-timeout", "50ms", "--sockets-per-address", "3"]);
    assert_eq!(config.limits.header_timeout, Duration::from_millis(50));
    assert_eq!(config.limits.sockets_per_address, 3);
    assert_eq!(config.limits.sockets, 5_000);
    assert_eq!(config.limits.frame_bytes, 32 * 1024);
    assert_eq!(Limits::default().silence, Duration::from_secs(25));
}

#[test]
fn nonsense_is_refused() {
    for arguments in [
        ["--retention-days", "0"],
        ["--retention-days", "367"],
        ["--behind-proxy", "nearby"],
        ["--origin", "https://a.example/path"],
        ["--origin", "a.example"],
        ["--ping", "soon"],
        ["--ping", "0s"],
        ["--sweep-every", "0s"],
        ["--frame-bytes", "-1"],
    ] {
        assert!(Config::from_arguments(arguments).is_err(), "{arguments:?}");
    }
    assert_eq!(config(&["--origin", "https://A.example/"]).origin, ["https://a.example"]);
}

#[test]
fn data_may_live_in_memory_only() {
    assert_eq!(config(&["--data", ":memory:"]).data_file(), Ok(None));
    assert_eq!(config(&["--data", "x.sqlite"]).data_file(), Ok(Some(PathBuf::from("x.sqlite"))));
}
