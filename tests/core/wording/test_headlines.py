import tomllib

from core.model import Level
from core.policy import load
from core.wording.verdict import HEADLINES


def test_every_rule_that_a_text_can_break_has_a_headline() -> None:
    headlines = tomllib.loads(HEADLINES.read_text(encoding="utf-8"))
    told = {
        rule.code
        for rule in load().rules.values()
        if rule.trigger in ("text", "repeat") and rule.level is not Level.INFO
    }

    assert told <= headlines.keys()
    assert all({"client", "us"} <= lines.keys() for lines in headlines.values())
