"""The settings as a file to begin from, deploy/.env.example: each with what it means and its default.

`python -m bots.example_settings` writes it anew. Its lines are switched off, so that a copy holds on to no default.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from textwrap import wrap

from core.environment import PREFIX
from core.settings import Settings

FILE = Path(__file__).parents[1] / "deploy" / ".env.example"
_WIDTH = 118
_HEAD = (
    "Settings of checkmsg with their defaults. Copy this file to .env, for nobody else's eyes (chmod 600 .env), and "
    "take the # away before those that you set. Instead of NAME=value a line may say NAME_FILE=/path/of/a/file that "
    "holds the value."
)


def write(file: Path = FILE) -> None:
    """Write the file anew."""
    file.write_text("\n".join(_lines()) + "\n", encoding="utf-8")


def meanings() -> Mapping[str, str]:
    """Return what each setting means, as the sentence below it in the source says."""
    (made,) = ast.parse(inspect.getsource(Settings)).body
    assert isinstance(made, ast.ClassDef)
    said = {}
    for field, below in pairwise(made.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                said[name] = text
    return said


def _lines() -> Iterator[str]:
    yield from _comment(_HEAD)
    said = meanings()
    for name, field in Settings.model_fields.items():
        yield ""
        yield from _comment(said[name])
        yield f"#{PREFIX}{name.upper()}={_written(field.default)}"


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(text, _WIDTH)]


def _written(default: object) -> str:
    match default:
        case bool():
            return str(default).lower()
        case tuple():
            return ",".join(map(str, default))
        case _:
            return str(default)


if __name__ == "__main__":
    write()
