"""Tables for the terminal: the rule catalogue, one rule, an evaluation."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from core.evaluate import Evaluation, Score, evaluate
from core.model import Example, Rule
from core.policy import Policy

SHOWN_TEXT = 100


def show_rules(policy: Policy, console: Console) -> None:
    """Print the catalogue, a line a rule."""
    table = Table(box=None, pad_edge=False)
    for name in ("code", "level", "rule"):
        table.add_column(name)
    for rule in policy.rules.values():
        off = "" if rule.code in policy.on else "  (off)"
        table.add_row(rule.code, rule.level.value, rule.title + off)
    console.print(table)


def show_rule(rule: Rule, policy: Policy, console: Console) -> None:
    """Print one rule with its reason, citations and examples."""
    console.print(Text(f"{rule.code} {rule.title} ({rule.level.value})", style="bold"))
    console.print(Text(rule.why))
    if rule.instead:
        console.print(Text(f"Instead: {rule.instead}"))
    for citation in rule.citations:
        source = policy.sources[citation.source]
        parts = (", ".join(filter(None, (source.title, citation.section))), source.url)
        console.print(
            Text(f"Source: {' '.join(filter(None, parts))}, checked {source.checked_on}", style="dim")
        )
    for heading, examples in (("Breaks it", rule.breaks), ("Does not", rule.allowed)):
        for example in examples:
            console.print(Text(f"{heading}{_when(example)}: {example.text}"))


def _when(example: Example) -> str:
    """Return in brackets what an example says of the relationship, since the same words may break a rule or not."""
    held = example.relationship
    facts = [
        held.stage.value.replace("-", " ") if held.stage else "",
        "badge seen" if held.badge_seen else "",
        f"met {held.origin.value}" if held.origin else "",
        f"met on {held.met_on}" if held.met_on else "",
        f"converted on {held.converted_on}" if held.converted_on else "",
    ]
    said = ", ".join(filter(None, facts))
    return f" ({said})" if said else ""


def show_evaluation(
    rows: Sequence[Mapping[str, Any]], policy: Policy, today: date, console: Console, confusions: int
) -> int:
    """Judge labelled rows and print the scores, in all and by tag, then the wrong answers; returns how many were judged."""
    evaluation = Evaluation()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("judging", total=len(rows))
        for row in rows:
            evaluate(row, evaluation, policy, today)
            progress.advance(task)
    table = Table(box=None, pad_edge=False)
    for name in ("", "viol.", "recall", "allowed", "flagged", "precision", "right"):
        table.add_column(name, justify="left" if not name else "right", no_wrap=True, min_width=len(name))
    _add_row(table, "all", evaluation.score)
    for tag in sorted(evaluation.by_tag):
        _add_row(table, tag, evaluation.by_tag[tag])
    console.print(table)
    for case in evaluation.confusions[:confusions]:
        text = " ".join(case.text.split())[:SHOWN_TEXT]
        console.print(Text(f"{case.id}: expected {case.expected}, got {case.got}: {text}"))
    if len(evaluation.confusions) > confusions:
        console.print(
            Text(f"and {len(evaluation.confusions) - confusions} more (--confusions N)", style="dim")
        )
    for error in evaluation.errors:
        console.print(Text(f"not judged: {error}", style="red"))
    return len(rows) - len(evaluation.errors)


def _add_row(table: Table, name: str, score: Score) -> None:
    table.add_row(
        name,
        str(score.total("violation")),
        _shown(score.recall),
        str(score.total("allowed")),
        _shown(score.false_positives),
        _shown(score.precision),
        _shown(score.right),
    )


def _shown(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"
