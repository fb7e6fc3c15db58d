//! Builds the pages into `OUT_DIR/dist`: `npm ci` when the lock changed, then `vite build`. Knows where the inputs
//! lie, nothing of what is in them. `TRIVET_CLIENT_DIST` names a folder that is built already; then Node isn't needed.

use std::error::Error;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

/// Everything the built pages are made from. Never `node_modules`: the lock stands for it.
const INPUTS: [&str; 10] = [
    "src",
    "public",
    "tools",
    "index.html",
    "package.json",
    "package-lock.json",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
    "../shared/words/en.json",
];
/// Says which lock `node_modules` was installed from.
const STAMP: &str = "node_modules/.trivet-lock";

fn main() -> Result<(), Box<dyn Error>> {
    for input in INPUTS {
        println!("cargo::rerun-if-changed={input}");
    }
    println!("cargo::rerun-if-env-changed=TRIVET_CLIENT_DIST");
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let dist = PathBuf::from(std::env::var("OUT_DIR")?).join("dist");

    let outcome = match std::env::var_os("TRIVET_CLIENT_DIST") {
        Some(built) => take(Path::new(&built), &dist),
        None => build(&here, &dist),
    };
    if let Err(problem) = outcome {
        // One readable line instead of a panic with a backtrace.
        println!("cargo::error={}", problem.to_string().trim().replace('\n', "\ncargo::error="));
    }
    Ok(())
}

fn take(built: &Path, dist: &Path) -> Result<(), Box<dyn Error>> {
    if !built.join("index.html").is_file() {
        return Err(
            format!("TRIVET_CLIENT_DIST is {}, but there is no index.html in it", built.display()).into()
        );
    }
    println!("cargo::rerun-if-changed={}", built.display());
    if dist.exists() {
        fs::remove_dir_all(dist)?;
    }
    copy(built, dist)?;
    Ok(())
}

fn build(here: &Path, dist: &Path) -> Result<(), Box<dyn Error>> {
    // Two cargo builds in different target folders share node_modules: one at a time.
    let lock = File::create(
        std::env::temp_dir()
            .join(format!("trivet-pages-{}.lock", digest(here.as_os_str().as_encoded_bytes()))),
    )?;
    lock.lock()?;

    let wanted = digest(&fs::read(here.join("package-lock.json"))?);
    let installed = fs::read_to_string(here.join(STAMP)).unwrap_or_default();
    if installed != wanted && !installed_by_hand(here) {
        println!("cargo::warning=fetching what the pages need with npm, about 20 s");
        run(here, "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"])?;
    }
    fs::write(here.join(STAMP), wanted)?;

    println!("cargo::warning=building the pages, a few seconds");
    let to = dist.to_string_lossy();
    run(
        here,
        "node",
        &["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "--emptyOutDir", "--outDir", &to],
    )
}

/// `npm install` leaves its own lock in `node_modules`, no older than the one it was made from.
fn installed_by_hand(here: &Path) -> bool {
    let changed = |path: &str| fs::metadata(here.join(path)).and_then(|file| file.modified()).ok();
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Some(inside), Some(outside)) => inside >= outside,
        _ => false,
    }
}

fn run(here: &Path, program: &str, args: &[&str]) -> Result<(), Box<dyn Error>> {
    let output = Command::new(program).args(args).current_dir(here).env_remove("NODE_ENV").output();
    match output {
        Ok(Output { status, .. }) if status.success() => Ok(()),
        Ok(Output { stdout, stderr, .. }) => Err(format!(
            "`{program} {}` in {} stopped:\n{}\n{}",
            args.join(" "),
            here.display(),
            String::from_utf8_lossy(&stdout).trim(),
            String::from_utf8_lossy(&stderr).trim(),
        )
        .into()),
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => Err(format!(
            "The pages are built with Node.js 20.19 or newer, and `{program}` was not found. \
             Install Node.js, or point TRIVET_CLIENT_DIST at a folder with the built pages."
        )
        .into()),
        Err(problem) => Err(format!("`{program}` could not be started: {problem}").into()),
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
