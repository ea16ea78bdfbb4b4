"""The rules, as a person asks for them."""

from core.commands.desk import Command, CommandError, Desk, answer, lines, near_names
from core.model import Level
from core.policy import Policy
from core.preferences import RULES_ON
from core.reply import Field, Fields, Footnote, Paragraph, Reply
from core.wording.citations import cited


def rules(desk: Desk, code: str = "") -> Reply:
    """List the rules, or explain one."""
    if not code:
        shown = [
            f"{rule.code} · {rule.level} · {rule.title}{'' if rule.code in desk.policy.on else ' · off'}"
            for rule in desk.policy.rules.values()
        ]
        return answer(f"{len(shown)} rules", *lines(shown), Footnote("`rules UPW103` explains one."))
    rule = desk.policy.rules[code_of(desk.policy, code)]
    level = "note" if rule.level is Level.INFO else rule.level.value
    off = () if rule.code in desk.policy.on else (Field("off", f"`settings {RULES_ON}` switches it on"),)
    fields = Fields((Field("level", level), Field("instead", rule.instead), *off))
    return answer(
        f"{rule.code}: {rule.title}", Paragraph(rule.why), fields, Footnote(cited(desk.policy, rule.code))
    )


def code_of(policy: Policy, name: str) -> str:
    """Return the code of a rule that somebody names; raises CommandError with the nearest names."""
    if code := policy.code_of(name):
        return code
    near = near_names(name, [rule.name for rule in policy.rules.values()])
    did_you_mean = f" Did you mean {', '.join(near)}?" if near else ""
    raise CommandError(f"There is no rule {name}.{did_you_mean} `rules` lists them all.")


COMMANDS = (Command("rules [CODE]", "the rules, or one explained", "rules UPW103", rules),)
