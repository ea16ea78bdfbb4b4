"""Our scripts are known again in every language, and nothing else is taken for one."""

import pytest

from core.judge import answers
from core.model import Kind, Level, Rule, Signal, Speaker, Stance
from core.policy import load
from core.reading.scenes import scenes_of
from core.signals.scripts import DECLINED, find
from core.transcript import parse

POLICY = load()
SCRIPTS = [
    pytest.param(situation, text, id=f"{script.language}-{situation}-{name}")
    for script in POLICY.scripts.values()
    for situation, said in script.situations.items()
    for name, text in (("declines", said.declines), ("rewrites", said.rewrites))
]
ANSWERED_BY_SCRIPT = [
    rule
    for rule in POLICY.rules.values()
    if rule.script and rule.trigger in ("text", "repeat") and rule.level in (Level.VIOLATION, Level.WARNING)
]

PAY = "Projects that begin on Upwork are paid through Upwork. It protects us both and keeps a clean record."
FILES = "Thank you. As a rule we do not open files or installers of this kind. Could you paste the text or attach a PDF here?"
KNOWN = [
    (PAY.upper(), Kind.PAY_OUTSIDE),
    (PAY.replace(". ", ".\n\n"), Kind.PAY_OUTSIDE),
    ("Hi Delta, thanks for asking. " + PAY, Kind.PAY_OUTSIDE),
    (PAY + " When would you like to start?", Kind.PAY_OUTSIDE),
    (PAY.replace("both", "both, Delta,"), Kind.PAY_OUTSIDE),
    (PAY.replace("a clean record", "the record clean"), Kind.PAY_OUTSIDE),
    (PAY.replace("Projects that begin", "Projects which begin"), Kind.PAY_OUTSIDE),
    (FILES.replace("Thank you. ", ""), Kind.SUSPICIOUS_FILE),
    (FILES.replace("PDF here", "PDF file here, please"), Kind.SUSPICIOUS_FILE),
    (FILES + "\n" + PAY, Kind.SUSPICIOUS_FILE),
    (FILES + "\n" + PAY, Kind.PAY_OUTSIDE),
]
NO_SCRIPTS = [
    "Projects that begin on Monday are built by Friday.",
    "It protects us both and keeps a clean record.",
    "We keep a clean record of every project.",
    "The first version opens files of this kind. Could you paste the text here?",
    "Thank you. I will continue on Monday.",
    "Happy to go through everything on WhatsApp.",
    "Here is a sample of the data.",
    "We are ready to start as soon as you send the money by PayPal.",
    "A small first step is a good way to see how the importer works.",
    "Sure, you can pay through PayPal. It protects us both.",
]


def found(text: str, speaker: Speaker = Speaker.US) -> list[Signal]:
    return list(find(scenes_of(parse(text, speaker=speaker))[0]))


@pytest.mark.parametrize(("situation", "text"), SCRIPTS)
def test_every_script_declines_what_it_was_written_for(situation: str, text: str) -> None:
    signals = found(text)
    assert {signal.kind for signal in signals} >= set(DECLINED[situation])
    assert {signal.stance for signal in signals} == {Stance.REFUSED}


@pytest.mark.parametrize("language", sorted(POLICY.scripts))
def test_for_access_an_address_is_named_and_no_telephone_in_every_language(language: str) -> None:
    text = POLICY.scripts[language].situations["access-only"].declines
    (scene,) = scenes_of(parse(text, speaker=Speaker.US))
    assert scene.touched.get("contact")
    assert not scene.touched.get("telephone")


@pytest.mark.parametrize("rule", ANSWERED_BY_SCRIPT, ids=lambda rule: rule.code)
def test_the_script_of_a_rule_answers_an_ask_under_it(rule: Rule) -> None:
    assert answers(rule).intersection(DECLINED[rule.script])


@pytest.mark.parametrize(("text", "kind"), KNOWN)
def test_a_script_is_known_again_with_a_word_changed_or_other_words_round_it(text: str, kind: Kind) -> None:
    assert kind in {signal.kind for signal in found(text)}


@pytest.mark.parametrize("text", NO_SCRIPTS)
def test_words_that_only_resemble_a_script_decline_nothing(text: str) -> None:
    assert found(text) == []


def test_a_script_in_the_clients_mouth_declines_nothing() -> None:
    assert found(PAY, Speaker.CLIENT) == []


def test_the_words_of_the_script_are_what_is_pointed_at() -> None:
    text = "Hi Delta. " + PAY + " Bye."
    assert {text[signal.start : signal.end] for signal in found(text)} == {PAY.rstrip(".")}
