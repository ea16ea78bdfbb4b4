"""The systemd unit starts what the README installs, where it installs it, and shuts it in.

systemd's own tools would say more, but a machine that only tests has no systemd; so the directives are compared here.
"""

import re
from collections import defaultdict

from tests.bots.readme import README
from tests.deploy.image import ROOT

UNIT = (ROOT / "deploy" / "checkmsg.service").read_text(encoding="utf-8")
DRAIN_SECONDS = 20
# What a program that only speaks with platforms and writes one file has to give up; `systemd-analyze security` counts.
GIVEN_UP = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "PrivateUsers": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectControlGroups": "yes",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "MemoryDenyWriteExecute": "yes",
    "CapabilityBoundingSet": "",
    "SystemCallArchitectures": "native",
}


def said() -> dict[str, list[str]]:
    """Return what each directive says, in the order in which it stands there."""
    lines = defaultdict(list)
    for line in UNIT.splitlines():
        if line and not line.startswith(("#", "[")):
            name, _, value = line.partition("=")
            lines[name].append(value)
    return lines


def test_it_gives_up_what_it_does_not_need() -> None:
    assert {name: values[-1] for name, values in said().items() if name in GIVEN_UP} == GIVEN_UP


def test_it_starts_what_the_readme_installs() -> None:
    (folder,) = re.findall(r"sudo git clone \"\$PWD\" (\S+)", README)
    assert f"python3 -m venv {folder}/.venv" in README
    assert said()["ExecStart"] == [f"{folder}/.venv/bin/checkmsg run"]
    assert "sudo cp deploy/checkmsg.service /etc/systemd/system/" in README


def test_its_settings_come_as_a_credential_into_the_folder_where_it_starts() -> None:
    (name, path) = said()["LoadCredential"][0].split(":")
    assert (name, said()["WorkingDirectory"]) == (".env", ["%d"])
    assert f"sudo install -D -m 600 .env {path}" in README
    assert "EnvironmentFile" not in said()


def test_what_it_remembers_is_its_own_and_where_the_readme_says() -> None:
    lines = said()
    assert (lines["DynamicUser"], lines["StateDirectory"], lines["StateDirectoryMode"]) == (
        ["yes"],
        ["checkmsg"],
        ["0700"],
    )
    assert "XDG_DATA_HOME=%S" in lines["Environment"][0].split()
    assert "XDG_DATA_HOME=/var/lib" in README


def test_it_is_started_again_and_has_time_to_finish() -> None:
    lines = said()
    assert (lines["Restart"], lines["StartLimitIntervalSec"]) == (["always"], ["0"])
    assert int(lines["TimeoutStopSec"][0]) > DRAIN_SECONDS
