"""The alerts and the dashboard ask for numbers that there are, in the units that their names say."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml

from bots import metrics
from core.store.database import Database
from tests.bots.numbers import samples
from tests.bots.readme import rows, section
from tests.bots.test_metrics import AT

DEPLOY = Path(__file__).parents[2] / "deploy"
ALERTS: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"]
    for rule in group["rules"]
]
PANELS: list[dict[str, Any]] = json.loads((DEPLOY / "dashboard.json").read_text())["panels"]
OF_PROMETHEUS = {"up": {"job", "instance"}}  # Prometheus itself tells whether a scrape went well.
COUNTED = ("_total", "_bucket", "_count", "_sum")
# What must be told when something is wrong, and the number that tells it.
WANTED = {
    "checkmsg_ready",
    "checkmsg_outbox_oldest_seconds",
    "checkmsg_outbox_parked",
    "checkmsg_outbox_unknown",
    "checkmsg_planner_lag_seconds",
    "checkmsg_digest_timestamp_seconds",
    "checkmsg_inbox_oldest_seconds",
    "checkmsg_readings_total",
    "process_resident_memory_bytes",
}


@pytest.fixture(scope="module")
def labels_of() -> Iterator[dict[str, set[str]]]:
    """Every number that is scraped, with the labels that it has there or gets from Prometheus."""
    database = Database()
    database.migrate()
    with database.outside() as connection:
        connection.exec_driver_sql(
            "INSERT INTO agencies (name, created_at, sealed_key) VALUES ('a', '2026-01-05', x'00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO digests (agency_id, week, numbers, planned_at) VALUES (1, '2026-W47', '{}', '2026-11-23')"
        )
    with metrics.watching(database, ["UPW101"], lambda: AT, lambda: True):
        found: dict[str, set[str]] = dict(OF_PROMETHEUS)
        for sample in samples(metrics.exposition().decode()):
            found.setdefault(sample.name, {"job", "instance"}).update(sample.labels)
    yield found
    database.engine.dispose()


def expressions() -> list[str]:
    of_panels = (target["expr"] for panel in PANELS for target in panel["targets"])
    return [*(rule["expr"] for rule in ALERTS), *of_panels]


def parts(expression: str) -> list[promql_parser.Expr]:
    """Return all parts of an expression; raises ValueError where Prometheus would not read it."""
    found: list[promql_parser.Expr] = []
    promql_parser.walk(promql_parser.parse(expression.replace("$__rate_interval", "5m")), found.append)
    return found


def selected(expression: str) -> list[promql_parser.VectorSelector]:
    return [part for part in parts(expression) if isinstance(part, promql_parser.VectorSelector)]


@pytest.mark.parametrize("expression", expressions())
def test_every_number_and_every_label_that_is_asked_for_is_there(
    expression: str, labels_of: dict[str, set[str]]
) -> None:
    asked_for = selected(expression)
    assert asked_for
    for one in asked_for:
        assert one.name in labels_of
        assert {matcher.name for matcher in one.matchers.matchers} <= labels_of[one.name]
    known = set().union(*(labels_of[str(one.name)] for one in asked_for))
    for part in parts(expression):
        if isinstance(part, promql_parser.AggregateExpr) and part.modifier is not None:
            assert set(part.modifier.labels) <= known


@pytest.mark.parametrize("expression", expressions())
def test_what_is_counted_is_asked_for_as_a_rise_and_nothing_else_is(expression: str) -> None:
    rising = [
        str(part.vector_selector.name)
        for part in parts(expression)
        if isinstance(part, promql_parser.MatrixSelector)
    ]
    named = [str(one.name) for one in selected(expression)]
    assert sorted(rising) == sorted(name for name in named if name.endswith(COUNTED))


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: str(panel["title"]))
def test_a_panel_shows_the_unit_that_its_numbers_name(panel: dict[str, Any]) -> None:
    for target in panel["targets"]:
        for one in selected(target["expr"]):
            assert panel["fieldConfig"]["defaults"]["unit"] in units_of(str(one.name))


def units_of(name: str) -> tuple[str, ...]:
    name = name.removesuffix("_bucket")
    if name.endswith("_total"):
        return "ops", "short"
    return {"seconds": ("s",), "bytes": ("bytes",)}.get(name.rpartition("_")[2], ("short",))


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: str(rule["alert"]))
def test_an_alert_says_what_happened_and_what_to_do(rule: dict[str, Any]) -> None:
    said = rule["annotations"]
    assert set(said) == {"summary", "description"}
    assert len(said["summary"]) < 90
    assert said["description"].endswith(".")
    assert rule["labels"]["severity"] in ("page", "ticket")
    named = [str(one.name) for one in selected(rule["expr"])]
    for unit, shown in (("_seconds", "humanizeDuration"), ("_bytes", "humanize1024")):
        if shown in "".join(said.values()):
            assert all(name.endswith(unit) for name in named)


def test_whatever_must_not_go_unnoticed_has_an_alert() -> None:
    named = {str(one.name) for rule in ALERTS for one in selected(rule["expr"])}
    assert named >= WANTED


def test_the_readme_explains_every_panel_by_its_title() -> None:
    (table,) = re.findall(r"\| number \|.*?(?=\n\n)", section("Health and numbers"), re.DOTALL)
    explained = {title for row in rows(f"{table}\n") for title in row[0].split(", ")}
    assert {panel["title"] for panel in PANELS} == explained


def test_panels_say_what_they_mean_and_stand_beside_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in PANELS:
        assert panel["description"].endswith(".")
        where = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(where["x"], where["x"] + where["w"])
            for y in range(where["y"], where["y"] + where["h"])
        }
        assert not cells & taken
        assert where["x"] + where["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
