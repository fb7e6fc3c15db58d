#!/usr/bin/env python3
"""What the program and its pages are built upon, held against `deny.toml`: every package from its public registry with a
checksum, under a licence that is allowed, nothing banned, nothing large twice.

It needs no network beyond what building needs. Where cargo-deny is installed, and where the databases of advisories can be
reached, these look too; where not, that is said in words and fails nothing.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed: it reads TOML")
import tomllib

ROOT = Path(__file__).resolve().parents[2]
RULES = tomllib.loads((Path(__file__).parent / "deny.toml").read_text())
CRATES_IO = "registry+" + RULES["sources"]["allow-registry"][0]
NPM = "https://registry.npmjs.org/"
CARGO_LOCKS = ["Cargo.lock", "tests/fuzz/Cargo.lock"]
NPM_LOCKS = ["web-client", "tests/browser"]
# How long, in seconds, somebody who may not be there is waited for.
PATIENCE = 60


def allowed(expression, licences):
    """Whether an SPDX expression can be met with these licences; `/` is how `OR` was written once."""
    words = re.findall(r"\(|\)|[^\s()/]+|/", expression or "")
    words = ["OR" if word == "/" else word for word in words]

    def either():
        met = both()
        while words and words[0] == "OR":
            words.pop(0)
            met = both() or met
        return met

    def both():
        met = one()
        while words and words[0] == "AND":
            words.pop(0)
            met = one() and met
        return met

    def one():
        if not words:
            return False
        word = words.pop(0)
        if word == "(":
            met = either()
            return bool(words) and words.pop(0) == ")" and met
        if len(words) > 1 and words[0] == "WITH":
            word = f"{word} WITH {words[1]}"
            del words[:2]
        return word in licences

    return either() and not words


def crates(packages, rules):
    """What is wrong with these packages of `cargo metadata`."""
    licences = set(rules["licenses"]["allow"])
    versions = Counter(package["name"] for package in packages)
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if package["source"] not in (None, CRATES_IO):
            yield f"{name} comes from {package['source']}"
        if not allowed(package["license"], licences):
            yield f"{name} has the licence {package['license']}"
    for ban in rules["bans"]["deny"]:
        count = versions[ban["crate"]]
        if ban.get("deny-multiple-versions"):
            if count > 1:
                yield f"{ban['crate']} is there {count} times"
        elif count:
            yield f"{ban['crate']} is banned"


def locked(packages):
    """What is wrong with these packages of a Cargo.lock."""
    for package in packages:
        source = package.get("source")
        if source is not None and (source != CRATES_IO or "checksum" not in package):
            yield f"{package['name']} {package['version']} comes from {source}, or has no checksum"


def npm(packages, rules):
    """What is wrong with these packages of a package-lock.json."""
    licences = set(rules["licenses"]["allow"])
    for place, package in packages.items():
        if not place:
            continue  # the pages themselves
        if not package.get("resolved", NPM).startswith(NPM):
            yield f"{place} comes from {package['resolved']}"
        if not package.get("integrity", "").startswith("sha512-"):
            yield f"{place} has no checksum"
        if package.get("hasInstallScript"):
            yield f"{place} runs a script when it is installed"
        if not allowed(package.get("license"), licences):
            yield f"{place} has the licence {package.get('license')}"


def finds_what_is_wrong():
    """Each rule finds what is made to break it: a check that finds nothing might not have looked."""
    rules = {"licenses": {"allow": ["MIT", "A WITH B"]}, "bans": {"deny": [{"crate": "bad"}, {"crate": "big", "deny-multiple-versions": True}]}}
    for expression, met in [
        ("MIT", True), ("GPL-3.0", False), ("GPL-3.0 OR MIT", True), ("GPL-3.0 AND MIT", False), ("MIT AND GPL-3.0", False),
        ("GPL-3.0/MIT", True), ("(GPL-3.0 OR MIT) AND MIT", True), ("(GPL-3.0) AND MIT", False), ("A WITH B", True), ("A", False),
        ("", False), (None, False), ("MIT GPL-3.0", False), ("(MIT", False),
    ]:
        assert allowed(expression, set(rules["licenses"]["allow"])) == met, expression
    crate = {"name": "fine", "version": "1", "source": CRATES_IO, "license": "MIT"}
    assert not list(crates([crate, crate | {"name": "ours", "source": None}, crate | {"name": "big"}], rules))
    for wrong in [{"source": "git+https://example.org"}, {"license": "GPL-3.0"}, {"license": None}, {"name": "bad"}]:
        assert len(list(crates([crate | wrong], rules))) == 1, wrong
    assert len(list(crates([crate | {"name": "big"}, crate | {"name": "big", "version": "2"}], rules))) == 1
    assert list(locked([crate])) and list(locked([crate | {"checksum": "x", "source": "git+x"}]))
    assert not list(locked([crate | {"checksum": "x"}, {"name": "ours", "version": "1"}]))
    package = {"integrity": "sha512-x", "license": "MIT", "resolved": NPM + "x"}
    assert not list(npm({"": {}, "a": package}, rules))
    for wrong in [{"integrity": "sha1-x"}, {"license": "GPL-3.0"}, {"resolved": "https://example.org/x"}, {"hasInstallScript": True}]:
        assert len(list(npm({"a": package | wrong}, rules))) == 1, wrong


def run(*command, directory=ROOT):
    """Exit code and all that a program said; `None` for one that did not end."""
    try:
        ended = subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return None, ""
    return ended.returncode, ended.stdout + ended.stderr


def metadata():
    """Every package of the workspace; those for this machine alone where the others cannot be fetched."""
    every = ["cargo", "metadata", "--format-version", "1", "--locked"]
    host = re.search(r"^host: (.*)$", subprocess.check_output(["rustc", "-vV"], text=True), re.M)[1]
    for command in [every, [*every, "--offline", "--filter-platform", host]]:
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if ended.returncode == 0:
            return json.loads(ended.stdout)["packages"]
        print(f"   {' '.join(command)}: {ended.stderr.strip().splitlines()[-1]}")
    sys.exit("cargo tells of no packages")


def cargo_deny():
    """cargo-deny's own look, where it is installed; advisories where their database can be reached."""
    if not shutil.which("cargo-deny"):
        print("   cargo-deny is not installed: its look is left out (cargo install --locked cargo-deny); the above was looked at here")
        return []
    deny = ["cargo", "deny", "--config", str(Path(__file__).parent / "deny.toml"), "check"]
    wrong = []
    code, said = run(*deny, "licenses", "bans", "sources")
    print(f"   cargo-deny: {said.strip().splitlines()[-1] if said.strip() else 'said nothing'}")
    if code != 0:
        wrong.append(f"cargo-deny: {said}")
    code, said = run(*deny, "advisories")
    if code == 0:
        print("   cargo-deny: no advisory concerns what is used here")
    elif code is None or re.search(r"failed to (fetch|open|load|update)|unable to|advisory database", said):
        print("   cargo-deny: the database of advisories cannot be reached from here: not looked at")
    else:
        wrong.append(f"cargo-deny: {said}")
    return wrong


def npm_audit():
    """npm's look at advisories, where it can be reached."""
    for directory in NPM_LOCKS:
        code, said = run("npm", "audit", "--json", "--audit-level=high", directory=ROOT / directory)
        try:
            report = json.loads(said[said.index("{"):])
        except ValueError:
            report = {}
        found = report.get("metadata", {}).get("vulnerabilities")
        if found is None:
            print(f"   npm audit, {directory}: the registry gives no answer from here: not looked at")
            continue
        print(f"   npm audit, {directory}: {found.get('total', 0)} advisories")
        if code != 0:
            yield f"npm audit, {directory}: {', '.join(report.get('vulnerabilities', {}))}"


def main():
    finds_what_is_wrong()
    packages = metadata()
    wrong = list(crates(packages, RULES))
    for lock in CARGO_LOCKS:
        wrong += locked(tomllib.loads((ROOT / lock).read_text())["package"])
    pages = 0
    for directory in NPM_LOCKS:
        listed = json.loads((ROOT / directory / "package-lock.json").read_text())["packages"]
        pages += len(listed)
        wrong += npm(listed, RULES)
    print(f"   {len(packages)} crates and {pages} packages of npm: sources, checksums, licences, bans")
    wrong += cargo_deny()
    wrong += npm_audit()
    for line in wrong:
        print(f"   WRONG: {line}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
