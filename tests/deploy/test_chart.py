"""The chart gives what Kubernetes takes, rendered by Helm's own library, and what a bot needs there."""

from typing import Any

import helm_python
import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml

from core.environment import PREFIX
from core.settings import Settings
from tests.deploy.image import ROOT, read

CHART = ROOT / "deploy" / "helm" / "checkmsg"
SETTINGS = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
SECRETS = "/run/secrets/checkmsg"
KUBERNETES = ["1.25", "1.37"]  # the oldest that the chart takes, and the newest that the validator knows
OTHERS = {
    "replicas": 3,
    "image": {"repository": "registry.example.com/checkmsg", "tag": "1.2.3"},
    "pullSecrets": [{"name": "registry"}],
    "secret": {"name": "mine", "keys": ["CHECKMSG_DATABASE_URL", "CHECKMSG_KEYS", "CHECKMSG_DISCORD_TOKEN"]},
    "settings": {"CHECKMSG_US": "Dana Reyes, Omar Haddad", "CHECKMSG_DISCORD_MESSAGE_CONTENT": False},
}


def rendered(values: dict[str, Any] | None = None) -> dict[str, dict[str, Any]]:
    """Return what the chart makes, by its kind."""
    with helm_python.Chart.load(CHART) as chart:
        texts = chart.render(values or {}, name="bot", namespace="ours").values()
    made = [yaml.safe_load(text) for text in texts]
    return {thing["kind"]: thing for thing in made}


def pods(values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return what the bot and the job before it run as."""
    made = rendered(values)
    return [made[kind]["spec"]["template"]["spec"] for kind in ("Deployment", "Job")]


@pytest.mark.parametrize("values", [{}, OTHERS], ids=["as it stands", "with everything set"])
@pytest.mark.parametrize("version", KUBERNETES)
def test_kubernetes_takes_all_of_it(values: dict[str, Any], version: str) -> None:
    made = rendered(values)
    assert set(made) == {"Deployment", "Job", "PodDisruptionBudget", "Service"}
    for thing in made.values():
        kubernetes_validate.validate(thing, version, strict=True)


def test_the_linter_of_charts_finds_nothing_wrong() -> None:
    found = helm_python.lint(CHART)
    assert not found["errors"]
    assert [message["error"] for message in found["messages"]] == ["icon is recommended"]


def test_the_tables_are_brought_up_to_date_before_the_bot_starts() -> None:
    made = rendered()
    assert made["Job"]["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    bot, job = (pod["containers"][0] for pod in pods())
    assert (bot["args"], job["args"]) == (["run"], ["migrate"])
    assert bot["image"] == job["image"]


def test_no_pod_may_write_or_become_more_than_it_is() -> None:
    (user,) = (step.rest for step in read(ROOT / "deploy" / "Dockerfile") if step.word == "USER")
    for pod in pods(OTHERS):
        (container,) = pod["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        said = pod["securityContext"]
        assert said["runAsNonRoot"]
        assert f"{said['runAsUser']}:{said['runAsGroup']}" == user
        assert pod["automountServiceAccountToken"] is False
        mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
        assert mounted == {"/tmp", SECRETS}  # noqa: S108  # The pod's own.


def test_every_variable_is_a_setting_and_secrets_come_as_files() -> None:
    for pod in pods(OTHERS):
        told = {variable["name"]: variable["value"] for variable in pod["containers"][0]["env"]}
        assert {name.removesuffix("_FILE") for name in told} <= SETTINGS
        assert told["CHECKMSG_DISCORD_TOKEN_FILE"] == f"{SECRETS}/CHECKMSG_DISCORD_TOKEN"
        assert (told["CHECKMSG_US"], told["CHECKMSG_DISCORD_MESSAGE_CONTENT"]) == (
            "Dana Reyes, Omar Haddad",
            "false",
        )
        # Kubernetes would add CHECKMSG_PORT for a service of that name, which is no setting.
        assert pod["enableServiceLinks"] is False


def test_what_is_asked_about_health_is_where_the_image_answers() -> None:
    (said,) = (
        step.rest
        for step in read(ROOT / "deploy" / "Dockerfile")
        if step.word == "ENV" and PREFIX in step.rest
    )
    bot, _ = (pod["containers"][0] for pod in pods())
    ports = {port["name"]: port["containerPort"] for port in bot["ports"]}
    for name, port in ports.items():
        assert f"{PREFIX}{name.upper()}_LISTEN=0.0.0.0:{port}" in said.split()
    probes = {name: bot[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    assert {probe["port"] for probe in probes.values()} == {"health"}
    assert (probes["liveness"]["path"], probes["readiness"]["path"]) == ("/healthz", "/readyz")


def test_a_pod_has_time_to_be_forgotten_and_to_finish() -> None:
    pod, _ = pods()
    waits = int(pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][-1])
    assert pod["terminationGracePeriodSeconds"] > waits + 20
