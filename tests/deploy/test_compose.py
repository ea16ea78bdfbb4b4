"""compose.yaml is what Compose understands, agrees with the image, and shuts the bot in."""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from tests.bots.readme import README
from tests.deploy.image import ROOT, read

FILE = ROOT / "deploy" / "compose.yaml"
# As where no variable is set.
TEXT = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = yaml.safe_load(TEXT)["services"]
OURS = SERVICES["checkmsg"]


def test_every_line_is_one_that_compose_knows() -> None:
    spec = PyCompose.from_yaml(TEXT).to_dict()
    assert spec["services"].keys() == SERVICES.keys()
    for name, service in SERVICES.items():
        assert spec["services"][name].keys() == service.keys()
        assert not any(key.startswith("x-") for key in service)


def test_a_misspelt_line_would_be_seen() -> None:
    with pytest.raises(ValueError, match="cap_drip"):
        PyCompose.from_yaml(TEXT.replace("cap_drop", "cap_drip"))


def test_the_bot_runs_alone_unless_more_is_asked_for() -> None:
    assert {name for name, service in SERVICES.items() if not service.get("profiles")} == {"checkmsg"}
    assert OURS["depends_on"] == {"postgres": {"condition": "service_healthy", "required": False}}


def test_what_is_named_is_declared() -> None:
    PyCompose.from_yaml(TEXT).validate()
    with pytest.raises(ValueError, match="lost"):
        PyCompose.from_yaml(TEXT.replace("- data:/data", "- lost:/data")).validate()


@pytest.mark.parametrize("name", ["checkmsg", "litestream"])
def test_what_reads_our_data_may_write_only_there(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"], service["init"]) == (True, ["ALL"], True)
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["stop_grace_period"] == "30s"
    assert [volume for volume in service["volumes"] if not volume.endswith(":ro")] == ["data:/data"]


def test_only_this_machine_reaches_its_ports_unless_told_and_they_are_those_of_the_image() -> None:
    (exposed,) = (step.rest.split() for step in read(ROOT / "deploy" / "Dockerfile") if step.word == "EXPOSE")
    assert OURS["ports"] == [f"127.0.0.1:{port}:{port}" for port in exposed]


def test_the_settings_come_as_a_file_where_the_image_starts_and_not_as_variables() -> None:
    starts = [step.rest for step in read(ROOT / "deploy" / "Dockerfile") if step.word == "WORKDIR"][-1]
    assert OURS["secrets"] == [{"source": "settings", "target": f"{starts}/.env"}]
    assert yaml.safe_load(TEXT)["secrets"]["settings"] == {"file": "../.env"}
    assert not {"environment", "env_file"} & OURS.keys()


def test_its_folders_and_user_are_those_of_the_image() -> None:
    steps = read(ROOT / "deploy" / "Dockerfile")
    (user,) = (step.rest for step in steps if step.word == "USER")
    assert SERVICES["litestream"]["user"] == user
    assert {step.rest for step in steps if step.word == "VOLUME"} == {"/data"}
    assert OURS["build"] == {"context": "..", "dockerfile": "deploy/Dockerfile"}


def test_the_readme_asks_for_profiles_and_commands_that_there_are() -> None:
    asked = set(re.findall(r"(?:run --rm|exec checkmsg) checkmsg ([a-z-]+)", README))
    told = subprocess.run(
        [sys.executable, "-m", "bots", "--help"], capture_output=True, text=True, check=True
    )
    assert {"backup", "doctor", "migrate", "restore"} <= asked
    assert asked <= set(re.findall(r"^\W*([a-z-]+) ", told.stdout, re.MULTILINE))
    profiles = {name for service in SERVICES.values() for name in service.get("profiles", [])}
    assert set(re.findall(r"--profile (\w+)", README)) == profiles
