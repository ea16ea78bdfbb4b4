"""Block Kit as HTML that resembles Slack. A kind of block that is not known here is an error, so that no picture lies."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Any

from tests.pictures.drawing import Kinds, UnknownKind, drawn, words

Json = Mapping[str, Any]
_LINK = re.compile(r"<(https://[^|>]+)\|([^>]+)>")
_UNSEEN = ("action_id", "block_id", "value")


def blocks_html(blocks: Iterable[Json], pictures: Mapping[str, str]) -> str:
    """Return blocks as HTML; `pictures` are addresses by Slack's file ids."""
    return "".join(drawn(_BLOCKS, block, _UNSEEN, pictures) for block in blocks)


def message_html(blocks: Iterable[Json], pictures: Mapping[str, str]) -> str:
    """Return a message of the bot's."""
    return _of_the_bot(blocks_html(blocks, pictures))


def files_html(files: Sequence[tuple[str, str]]) -> str:
    """Return pictures that the bot has sent as files, by their names and addresses."""
    return _of_the_bot(
        "".join(
            f'<div class="file"><p>{escape(name)} ▾</p><img src="{at}" alt=""></div>' for name, at in files
        )
    )


def post_html(name: str, text: str, mark: str = "") -> str:
    """Return a message of a person's, with the mark that the bot has put on it."""
    chip = f'<span class="mark">{words(mark)} 1</span>' if mark else ""
    return posted(name, name[:1], "person", f'<div class="section">{words(text)}</div>{chip}')


def thread_html(root: str, replies: str) -> str:
    """Return a message, and below it what stands in its thread."""
    return f'{root}<div class="replies">Thread</div>{replies}'


def _of_the_bot(body: str) -> str:
    return posted("checkmsg", "✓", "bot", body, badge='<span class="badge">APP</span>')


def posted(name: str, sign: str, kind: str, body: str, badge: str = "") -> str:
    """Return a message under the name of whoever posted it."""
    who = f'<b class="name">{escape(name)}</b>{badge}<time>10:12 AM</time>'
    return (
        f'<div class="message"><div class="avatar {kind}">{escape(sign)}</div>'
        f'<div class="body"><div class="who">{who}</div>{body}</div></div>'
    )


def modal_html(view: Json, pictures: Mapping[str, str]) -> str:
    """Return a modal with its frame."""
    submit = f'<button class="primary">{_text(view["submit"])}</button>' if "submit" in view else ""
    return (
        f'<div class="modal"><header><div class="avatar bot small">✓</div><h1>{_text(view["title"])}</h1>'
        f'<span class="close">✕</span></header><main>{blocks_html(view["blocks"], pictures)}</main>'
        f"<footer><button>{_text(view['close'])}</button>{submit}</footer></div>"
    )


def home_html(view: Json, pictures: Mapping[str, str]) -> str:
    """Return an App Home under the name and the tabs of its app."""
    return (
        '<div class="home"><header><div class="avatar bot small">✓</div><h1>checkmsg</h1></header>'
        "<nav><b>Home</b><span>Messages</span><span>About</span></nav>"
        f"<main>{blocks_html(view['blocks'], pictures)}</main></div>"
    )


def _text(part: Json) -> str:
    """Return a text object; of markup only what our small print has, a link with its title."""
    if part["type"] == "plain_text":
        return words(part["text"])
    if part["type"] != "mrkdwn" or not _LINK.fullmatch(part["text"]):
        raise UnknownKind(f"{part['type']}: only a link is read as markup here")
    return _LINK.sub(lambda found: f"<a>{words(unescape(found[2]))}</a>", part["text"])


def _section(block: Json, _: Mapping[str, str]) -> str:
    return f'<div class="section">{_text(block["text"])}</div>'


def _context(block: Json, _: Mapping[str, str]) -> str:
    return (
        '<div class="context">'
        + "".join(f"<span>{_text(part)}</span>" for part in block["elements"])
        + "</div>"
    )


def _header(block: Json, _: Mapping[str, str]) -> str:
    return f"<h2>{_text(block['text'])}</h2>"


def _divider(_: Json, __: Mapping[str, str]) -> str:
    return "<hr>"


def _image(block: Json, pictures: Mapping[str, str]) -> str:
    at = pictures[block["slack_file"]["id"]]
    return f'<img class="picture" src="{at}" alt="{escape(block["alt_text"])}">'


def _rich_text(block: Json, _: Mapping[str, str]) -> str:
    return "".join(drawn(_RICH, part, _UNSEEN) for part in block["elements"])


def _run(part: Json) -> str:
    if part["type"] != "text":
        raise UnknownKind(part["type"])
    html = words(part["text"])
    for style in part.get("style", {}):
        tag = {"bold": "b", "strike": "s", "code": "code", "italic": "i"}.get(style)
        if tag is None:
            raise UnknownKind(style)
        html = f"<{tag}>{html}</{tag}>"
    return html


def _actions(block: Json, _: Mapping[str, str]) -> str:
    return (
        '<div class="actions">'
        + "".join(drawn(_ELEMENTS, part, _UNSEEN) for part in block["elements"])
        + "</div>"
    )


def _input(block: Json, _: Mapping[str, str]) -> str:
    optional = ' <span class="optional">(optional)</span>' if block["optional"] else ""
    hint = f'<p class="hint">{_text(block["hint"])}</p>' if "hint" in block else ""
    element = drawn(_ELEMENTS, block["element"], _UNSEEN)
    return f'<div class="input"><label>{_text(block["label"])}{optional}</label>{element}{hint}</div>'


def _button(part: Json) -> str:
    return f"<button>{_text(part['text'])}</button>"


def _overflow(_: Json) -> str:
    return '<button class="overflow">⋯</button>'


def _box(part: Json) -> str:
    kind = "box large" if part["multiline"] else "box"
    return f'<div class="{kind}">{_shown(words(part.get("initial_value", "")), part)}</div>'


def _static_select(part: Json) -> str:
    chosen = part.get("initial_option")
    return _menu(_shown(_text(chosen["text"]) if chosen else "", part, "Choose an option"))


def _conversations_select(part: Json) -> str:
    chosen = "#client-chats" if part.get("default_to_current_conversation") else ""
    return _menu(_shown(chosen, part, "Choose a channel"))


def _users_select(part: Json) -> str:
    return _menu(_shown("", part, "Choose a person"))


def _checkboxes(part: Json) -> str:
    return "".join(f'<div class="tick"><i></i>{_text(option["text"])}</div>' for option in part["options"])


def _menu(shown: str) -> str:
    return f'<div class="menu">{shown}<i>⌄</i></div>'


def _shown(chosen: str, part: Json, otherwise: str = "") -> str:
    placeholder = _text(part["placeholder"]) if "placeholder" in part else otherwise
    return chosen or f'<span class="placeholder">{placeholder}</span>'


def _styled(name: str) -> Callable[[Json], str]:
    return lambda part: f'<div class="{name}">{"".join(map(_run, part["elements"]))}</div>'


# How a part is drawn, and what of it.
_BLOCKS: Kinds = {
    "actions": (_actions, "elements"),
    "context": (_context, "elements"),
    "divider": (_divider, ""),
    "header": (_header, "text"),
    "image": (_image, "slack_file alt_text"),
    "input": (_input, "label hint element optional"),
    "rich_text": (_rich_text, "elements"),
    "section": (_section, "text"),
}
_RICH: Kinds = {
    "rich_text_section": (_styled("section"), "elements"),
    "rich_text_quote": (_styled("quote"), "elements"),
    "rich_text_preformatted": (_styled("preformatted"), "elements"),
}
_ELEMENTS: Kinds = {
    "button": (_button, "text"),
    "checkboxes": (_checkboxes, "options"),
    "conversations_select": (_conversations_select, "filter default_to_current_conversation"),
    "overflow": (_overflow, "options"),
    "plain_text_input": (_box, "multiline max_length initial_value placeholder"),
    "static_select": (_static_select, "options initial_option placeholder"),
    "users_select": (_users_select, ""),
}
