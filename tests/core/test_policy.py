import shutil
import tomllib
from pathlib import Path

import pytest

from core.catalogue import render
from core.ledger import SITUATIONS
from core.model import Kind, Rule, Source
from core.policy import PolicyError, load, load_from
from tests.growth import ratio

POLICY = load()
HERE = Path(__file__).parents[2] / "core"
EXAMPLES_NEEDED = [rule.code for rule in POLICY.rules.values() if rule.trigger != "absence"]

# Rules of the calendar alone: no text can make them.
CALENDAR = {"UPW402"}

# The founding documents state these without asking for anything a rule could look for.
BACKGROUND = {"P-009", "P-016", "P-018", "P-019", "P-155", "P-196"}


def ids(first: int, last: int) -> set[str]:
    return {f"P-{n:03d}" for n in range(first, last + 1)}


FOUNDING = (
    ids(1, 10)
    | ids(16, 20)
    | {"P-022", "P-023", "P-028"}
    | ids(30, 32)
    | ids(38, 47)
    | {"P-050", "P-051", "P-054"}
    | ids(56, 60)
    | {"P-070", "P-071"}
    | ids(75, 79)
    | {"P-090", "P-101"}
    | (ids(120, 198) & set(POLICY.facts))
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(HERE / "rules", tmp_path / "rules")
    shutil.copytree(HERE / "scripts", tmp_path / "scripts")
    return tmp_path


def read_everything(folder: Path) -> None:
    policy = load_from(folder / "rules", folder / "scripts")
    assert all(policy.proven(code) for code in policy.rules)
    assert policy.facts


def spoil(folder: Path, name: str, old: str, new: str) -> str:
    """Replace words in one file of the copied rules and return what loading then says."""
    path = next((folder / "rules").glob(name))
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PolicyError) as caught:
        read_everything(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "file", "key"),
    [
        ("UPW101*", 'title = "', 'titel = "', "UPW101-off-platform-chat-request.toml", "titel"),
        ("UPW101*", 'level = "violation"\n', "", "UPW101-off-platform-chat-request.toml", "level"),
        ("UPW101*", '"violation"', '"grave"', "UPW101-off-platform-chat-request.toml", "level"),
        ("UPW101*", '"stable"', '"done"', "UPW101-off-platform-chat-request.toml", "status"),
        ("UPW101*", '"text"', '"words"', "UPW101-off-platform-chat-request.toml", "trigger"),
        ("UPW101*", '["move"]', '["moves"]', "UPW101-off-platform-chat-request.toml", "any"),
        ("UPW101*", 'any = ["move"], ', "", "UPW101-off-platform-chat-request.toml", "any"),
        ("UPW101*", '["move"]', '"move"', "UPW101-off-platform-chat-request.toml", "any"),
        ("UPW101*", "exempt = false", 'exempt = "no"', "UPW101-off-platform-chat-request.toml", "exempt"),
        ("UPW101*", '"P-001"', '"P-999"', "UPW101-off-platform-chat-request.toml", "facts"),
        ("UPW101*", '"continue-here"', '"go-away"', "UPW101-off-platform-chat-request.toml", "script"),
        ("UPW101*", '"before-contract"', '"nowhere"', "UPW101-off-platform-chat-request.toml", "citations"),
        ("UPW101*", '"UPW103"', '"UPW999"', "UPW101-off-platform-chat-request.toml", "covers"),
        ("UPW101*", '"UPW103"', '"UPW101"', "UPW101-off-platform-chat-request.toml", "covers"),
        (
            "UPW201*",
            'script = "',
            'covers = ["UPW101"]\nscript = "',
            "UPW101-off-platform-chat-request",
            "covers",
        ),
        ("UPW101*", '"UPW101"', '"UPW1"', "UPW101-off-platform-chat-request.toml", "code"),
        ("UPW101*", '"UPW101"', '"UPW102"', "UPW101-off-platform-chat-request.toml", "name"),
        ("UPW101*", 'name = "off', 'name = "of', "UPW101-off-platform-chat-request.toml", "name"),
        ("UPW101*", "title = ", "title ", "UPW101-off-platform-chat-request.toml", "TOML"),
        (
            "UPW101*",
            'evidence = ["jump',
            'evidence = ["jumps',
            "UPW101-off-platform-chat-request.toml",
            "evidence",
        ),
        ("UPW101*", '["P-120"]', '["P-888"]', "UPW101-off-platform-chat-request.toml", "facts"),
        ("UPW403*", "stage = ", "stages = ", "UPW403-window-ended-not-converted.toml", "stages"),
        (
            "UPW403*",
            "met_on = 2024-03-01",
            'met_on = "2024"',
            "UPW403-window-ended-not-converted.toml",
            "met_on",
        ),
        ("UPW509*", '"UPW1"', '"UPW8"', "UPW509-report-it.toml", "rides"),
        ("UPW509*", 'rides = ["UPW1", "UPW2", "UPW3"]\n', "", "UPW509-report-it.toml", "rides"),
        ("sources.toml", "url = ", "link = ", "sources.toml", "link"),
        ("facts.toml", 'sources = ["', 'sources = ["no', "facts.toml", "sources"),
        ("facts.toml", "seed = true", 'seed = "yes"', "facts.toml", "seed"),
    ],
)
def test_a_bad_file_stops_the_start_and_is_named_with_its_key(
    copied: Path, name: str, old: str, new: str, file: str, key: str
) -> None:
    said = spoil(copied, name, old, new)
    assert file in said
    assert key in said


def test_a_code_belongs_to_one_file(copied: Path) -> None:
    rules = copied / "rules"
    text = next(rules.glob("UPW105*")).read_text("utf-8")
    (rules / "UPW105-another-name.toml").write_text(
        text.replace('name = "quick-call-no-place"', 'name = "another-name"'), "utf-8"
    )
    with pytest.raises(PolicyError, match=r"UPW105-quick-call-no-place\.toml: code"):
        load_from(rules, copied / "scripts")


def test_an_empty_folder_is_no_policy(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("")
    with pytest.raises(PolicyError, match="no rule files"):
        load_from(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("[pay-here]", "[pay-there]", "pay-there"),
        ("declines = ", "refuses = ", "refuses"),
        ('language = "en"', 'language = "xx"', "language"),
        ("reviewed = true", "", "reviewed"),
    ],
)
def test_a_bad_script_is_named_with_its_key(copied: Path, old: str, new: str, key: str) -> None:
    path = copied / "scripts" / "en.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(PolicyError) as caught:
        assert load_from(copied / "rules", copied / "scripts").scripts
    assert "en.toml" in str(caught.value)
    assert key in str(caught.value)


def test_english_has_a_text_for_every_situation_that_a_rule_names() -> None:
    named = {rule.script for rule in POLICY.rules.values() if rule.script}
    assert named <= SITUATIONS == set(POLICY.scripts["en"].situations)


def test_loading_reads_the_heads_alone_which_is_quicker_than_whole_files() -> None:
    def whole() -> None:
        for path in sorted((HERE / "rules").glob("*.toml")):
            tomllib.loads(path.read_text())

    assert ratio(lambda: load_from(HERE / "rules", HERE / "scripts"), whole, bound=0.9) < 0.9


def test_every_kind_of_signal_is_looked_for_by_a_rule() -> None:
    assert [
        kind for kind in Kind if not any(kind in rule.signals.any for rule in POLICY.rules.values())
    ] == []


@pytest.mark.parametrize("code", [code for code in EXAMPLES_NEEDED if code not in CALENDAR])
def test_a_rule_carries_examples_on_both_sides(code: str) -> None:
    rule = POLICY.proven(code)
    assert len(rule.breaks) >= 2
    assert len(rule.allowed) >= 2
    assert all(example.evidence for example in rule.breaks)


@pytest.mark.parametrize("rule", POLICY.rules.values(), ids=lambda rule: rule.code)
def test_a_rule_says_why_in_a_sentence_or_two_and_cites_a_page(rule: Rule) -> None:
    assert 30 < len(rule.why) < 260
    assert rule.why.endswith(".")
    assert rule.facts
    cited = [POLICY.sources[citation.source] for citation in rule.citations]
    assert all(source.url.startswith("https://") or source.id == "good-practice" for source in cited)


@pytest.mark.parametrize("source", POLICY.sources.values(), ids=lambda source: source.id)
def test_support_articles_are_cited_by_number_alone(source: Source) -> None:
    if "support.upwork.com" in source.url:
        assert source.url.rpartition("/")[2].isdigit()


def test_the_ledger_holds_every_fact_with_a_known_strength() -> None:
    assert len(POLICY.facts) == 176
    assert {fact.strength for fact in POLICY.facts.values()} == {
        "official",
        "staff",
        "third-party",
        "engineering",
    }


def test_every_founding_fact_is_carried_by_a_rule_an_example_or_is_background() -> None:
    carried: set[str] = set()
    for code in POLICY.rules:
        rule = POLICY.proven(code)
        carried |= set(rule.facts)
        carried |= {fact for example in (*rule.breaks, *rule.allowed) for fact in example.facts}
    assert sorted(FOUNDING - carried - BACKGROUND) == []


def test_every_fact_of_the_founding_documents_is_marked_as_such() -> None:
    from_elsewhere = {"P-041", "P-138"}
    assert sorted(fact for fact in FOUNDING - from_elsewhere if not POLICY.facts[fact].seed) == []


def test_adjacent_rules_are_off_unless_switched_on() -> None:
    assert {"UPW605", "UPW701", "UPW702"} == set(POLICY.rules) - POLICY.on
    assert "UPW701" in POLICY.switched(on=["UPW701"]).on


def test_the_catalogue_names_every_rule_and_every_source_it_cites() -> None:
    page = render(POLICY)
    for rule in POLICY.rules.values():
        assert f"### {rule.code} {rule.name}" in page
        assert rule.why in page
    assert page == render(load_from(HERE / "rules", HERE / "scripts"))
