"""Discord's components as HTML that resembles Discord. What is not known here is an error, so that no picture lies."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

from tests.pictures.drawing import Kinds, UnknownKind, drawn, words
from tests.pictures.markdown import markdown_html

Json = Mapping[str, Any]
_UNSEEN = ("id", "custom_id", "value", "min_values", "max_values", "max_length", "required")
_UNSEEN_OF_EMBEDS = ("url", "flags")
_STYLES = {1: "primary", 2: ""}  # of buttons
_PARAGRAPH = 2  # the style of a box for many lines
_CHOOSE = "Make a selection"


def components_html(components: Iterable[Json], pictures: Mapping[str, str]) -> str:
    """Return components as HTML; `pictures` are the addresses of files by their names."""
    return "".join(drawn(_COMPONENTS, component, _UNSEEN, pictures) for component in components)


def message_html(
    components: Iterable[Json], pictures: Mapping[str, str], above: str = "", below: str = ""
) -> str:
    """Return a message of the bot's; `above` and `below` are what Discord says of it in small print."""
    before = f'<p class="above"><i></i>{above}</p>' if above else ""
    after = f'<p class="below">{words(below)}</p>' if below else ""
    kind = "message private" if below else "message"
    return _ours(components_html(components, pictures) + after, kind, before)


def direct_html(
    content: str, embeds: Sequence[Json], components: Iterable[Json], files: Mapping[str, str]
) -> str:
    """Return a message of the bot's with a text above its embeds, and below them its other files and its controls."""
    body = f'<div class="text">{markdown_html(content)}</div>'
    body += "".join(drawn(_EMBEDS, embed, _UNSEEN_OF_EMBEDS, files) for embed in embeds)
    shown = {_file_of(embed["image"]) for embed in embeds if "image" in embed}
    body += "".join(_attached(name) for name in files if name not in shown)
    return _ours(body + components_html(components, files))


def post_html(name: str, text: str, mark: str = "", thread: str = "") -> str:
    """Return a message of a person's, with the mark that the bot has put on it or the thread that hangs on it."""
    chip = f'<span class="mark">{words(mark)} 1</span>' if mark else ""
    hangs = f'<div class="hangs"><b>{escape(thread)}</b><a>1 Message ›</a></div>' if thread else ""
    return _posted(name, name[:1], "person", f'<div class="line">{words(text)}</div>{chip}{hangs}')


def place_html(sign: str, name: str, body: str) -> str:
    """Return messages below the name of the place they stand in."""
    return f'<div class="place"><i>{escape(sign)}</i>{escape(name)}</div>{body}'


def modal_html(modal: Json) -> str:
    """Return a modal with its frame, and with what Discord writes into each."""
    body = "".join(drawn(_OF_MODALS, component, _UNSEEN) for component in modal["components"])
    return (
        f'<div class="modal"><header><div class="avatar bot little">✓</div><h1>{words(modal["title"])}</h1>'
        '<span class="close">✕</span></header>'
        '<p class="warning">This form will be submitted to checkmsg. Do not share passwords or other sensitive '
        f"information.</p><main>{body}</main>"
        '<footer><button>Cancel</button><button class="primary">Submit</button></footer></div>'
    )


def _posted(
    name: str, sign: str, kind: str, body: str, badge: str = "", frame: str = "message", above: str = ""
) -> str:
    who = f'<b class="name">{escape(name)}</b>{badge}<time>Today at 10:12 AM</time>'
    return (
        f'<div class="{frame}">{above}<div class="row"><div class="avatar {kind}">{escape(sign)}</div>'
        f'<div class="body"><div class="who">{who}</div>{body}</div></div></div>'
    )


def _ours(body: str, frame: str = "message", above: str = "") -> str:
    return _posted("checkmsg", "✓", "bot", body, '<span class="badge">APP</span>', frame, above)


def _plain(part: Json, *names: str) -> None:
    """Raise UnknownKind where something is not as it mostly is."""
    for name in names:
        if part.get(name):
            raise UnknownKind(name)


def _container(part: Json, pictures: Mapping[str, str]) -> str:
    _plain(part, "accent_color", "spoiler")
    return f'<div class="container">{components_html(part["components"], pictures)}</div>'


def _embed(part: Json, pictures: Mapping[str, str]) -> str:
    words = f'<div class="text">{markdown_html(part["description"])}</div>' if part.get("description") else ""
    image = f'<img src="{pictures[_file_of(part["image"])]}" alt="">' if part.get("image") else ""
    return f'<div class="embed">{words}{image}</div>'


def _text(part: Json, *_: Any) -> str:
    return f'<div class="text">{markdown_html(part["content"])}</div>'


def _row(part: Json, pictures: Mapping[str, str]) -> str:
    return f'<div class="actions">{components_html(part["components"], pictures)}</div>'


def _button(part: Json, _: Mapping[str, str]) -> str:
    _plain(part, "disabled")
    if part["style"] not in _STYLES:
        raise UnknownKind(f"button {part['style']}")
    return f'<button class="{_STYLES[part["style"]]}">{words(part["label"])}</button>'


def _select(part: Json, *_: Any) -> str:
    _plain(part, "disabled")
    chosen = [option["label"] for option in part["options"] if option["default"]]
    return _menu(chosen[0] if chosen else "", part.get("placeholder", _CHOOSE))


def _menu(chosen: str, placeholder: str) -> str:
    shown = words(chosen) or f'<span class="placeholder">{words(placeholder)}</span>'
    return f'<div class="menu">{shown}<i></i></div>'


def _gallery(part: Json, pictures: Mapping[str, str]) -> str:
    return "".join(_picture(item, pictures) for item in part["items"])


def _picture(item: Json, pictures: Mapping[str, str]) -> str:
    _plain(item, "spoiler")
    return f'<img src="{pictures[_file_of(item["media"])]}" alt="{escape(item["description"])}">'


def _file(part: Json, _: Mapping[str, str]) -> str:
    _plain(part, "spoiler")
    return _attached(_file_of(part["file"]))


def _attached(name: str) -> str:
    return f'<div class="file"><i></i><a>{words(name)}</a></div>'


def _file_of(media: Json) -> str:
    return str(media["url"]).removeprefix("attachment://")


def _label(part: Json) -> str:
    element = part["component"]
    star = ' <span class="star">*</span>' if element.get("required") else ""
    says = f'<p class="hint">{words(part["description"])}</p>' if part.get("description") else ""
    return f'<div class="input"><label>{words(part["label"])}{star}</label>{says}{drawn(_TO_FILL_IN, element, _UNSEEN)}</div>'


def _box(part: Json) -> str:
    _plain(part, "label")
    kind = "box large" if part["style"] == _PARAGRAPH else "box"
    written = (
        words(part.get("value") or "")
        or f'<span class="placeholder">{words(part.get("placeholder") or "")}</span>'
    )
    return f'<div class="{kind}">{written}</div>'


def _of_discord(part: Json, placeholder: str) -> str:
    _plain(part, "disabled", "default_values")
    return _menu("", part.get("placeholder") or placeholder)


def _upload(_: Json) -> str:
    return '<div class="upload">Drop file here or <a>browse</a></div>'


def _checkbox(part: Json) -> str:
    return f'<div class="tick{" ticked" * part["default"]}"></div>'


# How a part is drawn, and what of it.
_COMPONENTS: Kinds = {
    1: (_row, "components"),
    2: (_button, "label style disabled"),
    3: (_select, "options placeholder disabled"),
    10: (_text, "content"),
    12: (_gallery, "items"),
    13: (_file, "file spoiler"),
    17: (_container, "components accent_color spoiler"),
}
_EMBEDS: Kinds = {"rich": (_embed, "description image")}
_OF_MODALS: Kinds = {10: (_text, "content"), 18: (_label, "label description component")}
_TO_FILL_IN: Kinds = {
    3: (_select, "options placeholder disabled"),
    4: (_box, "style label placeholder value"),
    5: (partial(_of_discord, placeholder="Select a user"), "placeholder disabled default_values"),
    8: (
        partial(_of_discord, placeholder="Select a channel"),
        "placeholder disabled default_values channel_types",
    ),
    19: (_upload, ""),
    23: (_checkbox, "default"),
}
