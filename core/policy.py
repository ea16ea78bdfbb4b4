"""Load and check the rules, their sources, the ledger of facts and the scripts.

A file with a mistake stops the start, naming file and key. Judging needs only the heads of the rule files;
examples, facts and scripts are read when somebody asks for them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from core.forms import PolicyError, build, parse, text_of
from core.ledger import SITUATIONS, Script, read_examples, read_facts, read_script, read_scripts, read_sources
from core.model import Fact, Kind, Rule, Source

__all__ = ["Policy", "PolicyError", "load", "load_from"]

HERE = Path(__file__).parent

STATUSES = ("stable", "trial", "retired")

# text: a signal makes it; repeat: a signal after our refusal of the like; finding: rides on a violation;
# clock: follows from dates, may ride on any finding; absence: follows from something that is not recorded.
TRIGGERS = ("text", "repeat", "finding", "clock", "absence")

CODE = re.compile(r"UPW\d{3}")
EXAMPLES_BEGIN = re.compile(r"^\[\[(?:breaks|allowed)\]\]", re.MULTILINE)
FACT_HEADING = re.compile(r"^\[(P-\d{3}a?)\]$", re.MULTILINE)


@dataclass(frozen=True)
class Policy:
    """Rules by code, cited sources by id, and the codes that are switched on."""

    rules: Mapping[str, Rule]
    sources: Mapping[str, Source]
    on: frozenset[str]
    rules_folder: Path
    scripts_folder: Path

    def switched(self, on: Iterable[str] = (), off: Iterable[str] = ()) -> "Policy":
        """Return this policy with some codes switched on and others off."""
        return replace(self, on=(self.on | frozenset(on)) - frozenset(off))

    @cached_property
    def by_kind(self) -> Mapping[Kind, tuple[Rule, ...]]:
        """Return the rules in force that a signal of each kind can call."""
        found = [rule for rule in self._in_force if rule.trigger in ("text", "repeat")]
        return {kind: tuple(rule for rule in found if kind in rule.signals.any) for kind in Kind}

    @cached_property
    def companions(self) -> tuple[Rule, ...]:
        """Return the rules in force that ride on findings of others."""
        return tuple(rule for rule in self._in_force if rule.rides)

    @property
    def _in_force(self) -> list[Rule]:
        return [rule for code, rule in self.rules.items() if code in self.on]

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Return the ledger of facts by id."""
        return read_facts(self.rules_folder / "facts.toml", frozenset(self.sources))

    @cached_property
    def scripts(self) -> Mapping[str, Script]:
        """Return the scripts by language."""
        return read_scripts(self.scripts_folder)

    def code_of(self, name: str) -> str:
        """Return the code of the rule that somebody means by a code, its number, a former code or a name, else ""."""
        codes = {name.upper(), f"UPW{name}"}
        return next(
            (
                rule.code
                for rule in self.rules.values()
                if codes & {rule.code, *rule.aliases} or name.casefold() == rule.name
            ),
            "",
        )

    def script(self, language: str) -> Script | None:
        """Return the script in a language, None where we have none in it; the others are not read for it."""
        return read_script(self.scripts_folder, language)

    def language_of(self, tag: str) -> str:
        """Return the language of ours in which somebody is served who asks for a tag like pt-BR, else ""."""
        codes = {code.casefold(): code for code in self.languages}
        wanted = tag.casefold()
        return codes.get(wanted) or codes.get(wanted.partition("-")[0], "")

    @cached_property
    def languages(self) -> frozenset[str]:
        """Return the languages in which there are scripts; none is read for it."""
        return frozenset(path.stem for path in self.scripts_folder.glob("*.toml"))

    def proven(self, code: str) -> Rule:
        """Return the rule together with the examples of its file."""
        rule = self.rules[code]
        path = self.rules_folder / file_name(rule)
        breaks, allowed = read_examples(path, _fact_ids(self.rules_folder))
        return replace(rule, breaks=breaks, allowed=allowed)


@cache
def load() -> Policy:
    """Return the policy that this installation ships with."""
    return load_from(HERE / "rules", HERE / "scripts")


def load_from(rules_folder: Path, scripts_folder: Path) -> Policy:
    """Return the policy that two folders describe, or stop at the first mistake."""
    sources = read_sources(rules_folder / "sources.toml")
    rules: dict[str, Rule] = {}
    for path in sorted(rules_folder.glob("UPW*.toml")):
        rule = _rule(path)
        if rule.code in rules:
            raise PolicyError(f"{path.name}: code: {rule.code} is taken by another file")
        rules[rule.code] = rule
    if not rules:
        raise PolicyError(f"{rules_folder.name}: no rule files found")
    facts = _fact_ids(rules_folder)
    for rule in rules.values():
        _check_references(rule, rules, sources, facts)
    _check_covers_have_no_circle(rules)
    on = frozenset(code for code, rule in rules.items() if rule.default_on and rule.status != "retired")
    return Policy(rules, sources, on, rules_folder, scripts_folder)


def file_name(rule: Rule) -> str:
    """Return what the file of a rule must be called."""
    return f"{rule.code}-{rule.name}.toml"


@cache
def _fact_ids(folder: Path) -> frozenset[str]:
    # The headings are enough to resolve ids; parsing all the prose would double the time of a start.
    return frozenset(FACT_HEADING.findall(text_of(folder / "facts.toml")))


def _rule(path: Path) -> Rule:
    head = EXAMPLES_BEGIN.split(text_of(path), maxsplit=1)[0]
    table: dict[str, Any] = {
        "signals": {},
        "applies": {},
        "script": "",
        "instead": "",
        **parse(head, path.name),
    }
    rule = build(Rule, table, path.name)
    if not CODE.fullmatch(rule.code):
        raise PolicyError(f"{path.name}: code: {rule.code!r} is not UPW and three digits")
    if path.name != file_name(rule):
        raise PolicyError(f"{path.name}: name: the file must be called {file_name(rule)}")
    for key, value, allowed in (("status", rule.status, STATUSES), ("trigger", rule.trigger, TRIGGERS)):
        if value not in allowed:
            raise PolicyError(f"{path.name}: {key}: {value!r} is none of {', '.join(allowed)}")
    if rule.trigger in ("text", "repeat") and not rule.signals.any:
        raise PolicyError(f"{path.name}: signals: any: a rule on text names the kinds it looks for")
    if rule.trigger == "finding" and not rule.rides:
        raise PolicyError(f"{path.name}: rides: a companion names the codes it rides on")
    if rule.script and rule.script not in SITUATIONS:
        raise PolicyError(f"{path.name}: script: {rule.script!r} is no known situation")
    if not rule.citations:
        raise PolicyError(f"{path.name}: citations: at least one is needed")
    return rule


def _check_references(
    rule: Rule, rules: Mapping[str, Rule], sources: Mapping[str, Source], facts: frozenset[str]
) -> None:
    file = file_name(rule)
    for citation in rule.citations:
        if citation.source not in sources:
            raise PolicyError(f"{file}: citations: no source {citation.source!r} in sources.toml")
    for fact in rule.facts:
        if fact not in facts:
            raise PolicyError(f"{file}: facts: no fact {fact!r} in facts.toml")
    for code in rule.covers:
        if code not in rules or code == rule.code:
            raise PolicyError(f"{file}: covers: {code!r} is no other rule")
    for prefix in rule.rides:
        if not any(code.startswith(prefix) for code in rules):
            raise PolicyError(f"{file}: rides: no rule begins with {prefix!r}")
    for alias in rule.aliases:
        if alias in rules:
            raise PolicyError(f"{file}: aliases: {alias!r} is the code of a rule")


def _check_covers_have_no_circle(rules: Mapping[str, Rule]) -> None:
    clear: set[str] = set()

    def walk(code: str, path: tuple[str, ...]) -> None:
        if code in path:
            raise PolicyError(
                f"{file_name(rules[code])}: covers: runs in a circle: {' > '.join((*path, code))}"
            )
        if code not in clear:
            for covered in rules[code].covers:
                walk(covered, (*path, code))
            clear.add(code)

    for code in rules:
        walk(code, ())
