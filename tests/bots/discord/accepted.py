"""What Discord accepts, written down a second time and apart from our code, and what of it is seen."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from simcord.components import COMPONENTS_V2_FLAG, validate_components, validate_embeds

from bots.discord.controls import Menu, Row, pressed
from bots.discord.layout import Message, Text, message
from bots.discord.views import files_of, in_embeds, view_of
from core.policy import load
from core.reply import Reply

CHECK = 12  # the check that replies belong to
SIGN = (7_000_001, 2**31 - 1)
SOURCES = {(source.title, source.url) for source in load().sources.values()}
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
READ = re.compile(
    r"""
    ```(?:diff)?\n(?P<block>.*?)\n```
    |`(?P<code>[^`\n]+)`
    |\[(?P<title>(?:\\.|[^\]\\])+)\]\(<(?P<address>https://[^\s<>]+)>\)
    |\\(?P<escaped>[^0-9A-Za-z\s])
    |(?P<line>^(?:-\#|>)[ ])
    |(?P<bold>\*\*)
    |(?P<live>[\\*_~|`<>@\#\[/]|^[ \t]*[-+]|^[ \t]*[0-9]+[.)])
    |(?P<plain>.)
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)


class Seen(NamedTuple):
    """What a text shows, and where its links lead."""

    words: str
    links: list[tuple[str, str]]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read(content: str) -> Seen:
    """Read Discord's markdown; fails on anything that would be live and is none of our own forms."""
    shown: list[str] = []
    links: list[tuple[str, str]] = []
    for match in READ.finditer(content):
        assert not match["live"], content[match.start() - 20 : match.end() + 20]
        if match["address"]:
            title = re.sub(r"\\(.)", r"\1", match["title"])
            links.append((title, match["address"]))
            shown.append(f"{title} · {match['address']}")
        elif match["block"] is not None:
            assert "```" not in match["block"]
            shown.append(match["block"])
        elif not (match["line"] or match["bold"]):
            shown.append(match["code"] or match["escaped"] or match["plain"])
    return Seen("".join(shown), links)


def walk(components: Any) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))


def strings(node: Any) -> Iterator[str]:
    """Yield every string of a payload but its keys."""
    if isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)
    elif isinstance(node, str):
        yield node


def assert_view(said: Message) -> None:
    payload: Any = view_of(said, SIGN).to_components()  # type: ignore[no-untyped-call]
    validate_components(payload, flags=COMPONENTS_V2_FLAG)
    found = list(walk(payload))
    assert len(found) <= 40
    texts = [component["content"] for component in found if component["type"] == 10]
    assert sum(map(units, texts)) <= 4000
    assert all(text.strip() for text in texts)
    assert sum(len(text.encode()) for text in strings(payload)) + 12 * len(found) <= 10_170
    assert set(SIGN) <= {component.get("id") for component in found}
    for component in found:
        assert_control(component)
    names = {file.name for file in said.files}
    shown = [text.removeprefix("attachment://") for text in strings(payload) if text.startswith("attach")]
    assert sorted(shown) == sorted(names)


def assert_control(component: dict[str, Any]) -> None:
    match component["type"]:
        case 1:
            assert 1 <= len(component["components"]) <= 3
        case 2:
            assert_carried(component["label"], 80, component["custom_id"])
        case 3:
            assert 1 <= len(component["options"]) <= 25
            assert re.fullmatch("upw:v1:more:[0-4]", component["custom_id"])
            for option in component["options"]:
                assert_carried(option["label"], 100, option["value"])


def assert_carried(label: str, most: int, custom_id: str) -> None:
    assert 0 < units(label) <= most
    assert label.strip()
    assert "\n" not in label
    assert not UNSEEN.search(label)
    assert units(custom_id) <= 100
    assert pressed(custom_id) is not None


def assert_embeds(said: Message) -> None:
    look = in_embeds(said, SIGN)
    content, embeds, view = look["content"], look["embeds"], look["view"]
    assert 0 < units(content) <= 2000
    assert content.strip()
    first, *_ = (part.content for part in said.parts if isinstance(part, Text))
    below = read(embeds[0].description or "").words
    # Nothing is said twice, but what is cut in the headline.
    is_cut = first.split("\n")[0] != content
    assert seen(below if is_cut else read(content).words + below) == seen(shown(said))
    validate_embeds([embed.to_dict() for embed in embeds])
    assert 1 <= len(embeds) <= 10
    assert all(embed.description or embed.image or embed.footer for embed in embeds)
    words = [text for embed in embeds for text in (embed.description, embed.footer.text) if text]
    assert sum(map(units, words)) <= 6000
    assert max(map(units, words), default=0) <= 4096
    rows = view.to_components()
    validate_components(rows)
    assert len(rows) <= 5


def assert_files(said: Message) -> None:
    names = [file.filename for file in files_of(said)]
    assert len(names) == len(set(names)) <= 10
    for name, file in zip(names, said.files, strict=True):
        assert re.fullmatch(r"[A-Za-z0-9_.-]{1,100}", name)
        assert units(file.description) <= 1024
        assert not UNSEEN.search(file.description)


def assert_accepted(reply: Reply) -> Message:
    """Assert that Discord would take a reply in both of its looks, and that nothing in it is live."""
    said = message(reply, CHECK)
    assert_view(said)
    assert_embeds(said)
    assert_files(said)
    assert_words(said)
    assert message(reply, CHECK) == said
    bare = message(reply, CHECK, with_files=False)
    assert_view(bare)
    assert_embeds(bare)
    assert_words(bare)
    assert not bare.files
    return said


def assert_words(said: Message) -> None:
    assert not UNSEEN.search(shown(said))
    assert not UNSEEN.search(read(said.headline).words)
    for text in (said.headline, *(part.content for part in said.parts if isinstance(part, Text))):
        assert set(read(text).links) <= SOURCES


def shown(said: Message) -> str:
    """Return all words that a message shows."""
    return "\n".join(read(part.content).words for part in said.parts if isinstance(part, Text))


def rest(said: Message) -> str:
    """Return what the file for the rest holds, if there is one."""
    return "".join(file.content.decode() for file in said.files if file.name == "checkmsg.txt")


def seen(text: str) -> str:
    """Return what of a text can be told apart whatever its layout: no blanks, separators and marks of code."""
    return "".join(
        char for char in UNSEEN.sub("", text) if char.isprintable() and char not in " `·\ufffd−+-:"
    )


def outline(said: Message) -> list[str]:
    """Return the lines and parts of a message in order, lines as Discord gets them."""
    found: list[str] = []
    for part in said.parts:
        match part:
            case Text(content):
                found += content.split("\n")
            case Row(buttons):
                found.append(" ".join(f"[{button.label}]" for button in buttons))
            case Menu(_, options):
                found.append(" ".join(f"({option.label})" for option in options))
            case _:
                found.append(f"{type(part).__name__} {part.name}")
    return found
