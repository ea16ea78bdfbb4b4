"""Discord's markdown as HTML, as far as our messages use it: any other is an error, so that no picture lies."""

import re
from collections.abc import Iterable
from itertools import groupby

from tests.pictures.drawing import UnknownKind, words

_INLINE = re.compile(
    r"""
    \\(?P<escaped>[^0-9A-Za-z\s])
    |\*\*(?P<bold>(?:\\.|[^*\\])+)\*\*
    |`(?P<code>[^`]+)`
    |\[(?P<label>(?:\\.|[^\]\\])+)\]\(<https://[^>]+>\)
    |(?P<markup>[*_~|`<>\[\\]|^(?:\#|[-+][ ]|[0-9]+[.)]))
    """,
    re.VERBOSE,
)
# How a line begins that is shown in a way of its own.
_STARTS = {"quote": "> ", "small": "-# ", "line": ""}


def markdown_html(text: str) -> str:
    """Return Discord's markdown as HTML; raises UnknownKind for any that our messages do not use."""
    html: list[str] = []
    for number, part in enumerate(re.split(r"^```", text, flags=re.MULTILINE)):
        if number % 2:
            language, _, code = part.partition("\n")
            html.append(_code(code.removesuffix("\n"), language))
        else:
            html += [
                _lines(kind, lines)
                for kind, lines in groupby(part.strip("\n").split("\n"), _kind)
                if part.strip()
            ]
    return "".join(html)


def _kind(line: str) -> str:
    return next(kind for kind, start in _STARTS.items() if line.startswith(start))


def _lines(kind: str, lines: Iterable[str]) -> str:
    shown = (_inline(line.removeprefix(_STARTS[kind])) for line in lines)
    if kind == "quote":
        return f'<div class="quote">{"<br>".join(shown)}</div>'
    return "".join(f'<div class="{kind}">{line or "&nbsp;"}</div>' for line in shown)


def _code(code: str, language: str) -> str:
    if language not in ("", "diff"):
        raise UnknownKind(language)
    lines = "\n".join(
        f'<span class="gone">{words(line)}</span>' if language and line.startswith("- ") else words(line)
        for line in code.split("\n")
    )
    return f'<div class="code"><i class="copy"></i>{lines}</div>'


def _inline(text: str) -> str:
    html: list[str] = []
    at = 0
    for found in _INLINE.finditer(text):
        html += words(text[at : found.start()]), _token(found)
        at = found.end()
    return "".join((*html, words(text[at:])))


def _token(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "escaped":
            return words(found["escaped"])
        case "bold":
            return f"<b>{_inline(found['bold'])}</b>"
        case "code":
            return f"<code>{words(found['code'])}</code>"
        case "label":
            return f"<a>{_inline(found['label'])}</a>"
    raise UnknownKind(f"{found.group()} as markup")
