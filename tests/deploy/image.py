"""Carry out the steps of a Dockerfile in a folder, without a container engine.

What begins with / stands in the folder. A stage begins with a Python of its own, as its base image would bring it;
owners and cache mounts are left out. The stage at hand is always in the same place, so that programs which remember
where they were installed work in the stage that copies them, too.
"""

import os
import re
import shlex
import shutil
import subprocess
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from json import loads
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PYTHON = Path("usr", "local")  # Where the base image keeps it.


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: its word, its --flags, and the rest."""

    word: str
    flags: dict[str, str]
    rest: str


@dataclass(slots=True)
class Image:
    """What the steps have made: the files below `root`, and what was only said."""

    root: Path
    env: dict[str, str]
    workdir: Path
    said: dict[str, str] = field(default_factory=dict)

    def command(self, word: str) -> list[str]:
        """Return what ENTRYPOINT, CMD or HEALTHCHECK say as a list."""
        return list(loads(self.said[word].removeprefix("CMD ")))

    def start(
        self, command: Sequence[str], *, before: Sequence[str] = (), **env: str
    ) -> "subprocess.Popen[str]":
        """Start a command as the image would, behind another where one is given."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*before, *command],
            env={**self.env, **env},
            cwd=self.workdir,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            text=True,
        )

    def run(
        self, command: Sequence[str], *, before: Sequence[str] = (), stdin: str = "", **env: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command so, to its end."""
        with self.start(command, before=before, **env) as process:
            out, errors = process.communicate(stdin)
        return subprocess.CompletedProcess(command, process.returncode, out, errors)


def read(dockerfile: Path) -> list[Step]:
    """Return the instructions of a Dockerfile."""
    text = re.sub(r"^\s*#.*\n", "", dockerfile.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [_step(line) for line in lines if line.strip()]


def build(dockerfile: Path, context: Path, folder: Path) -> Image:
    """Carry out all stages, and return the last; raises CalledProcessError where a step fails."""
    root = folder / "image"
    stage = ""
    image = None
    for step in read(dockerfile):
        if step.word == "FROM":
            if image is not None:
                root.rename(folder / stage)
            stage = step.rest.partition(" AS ")[2]
            image = _begin(root)
        elif image is not None:
            _carry_out(step, image, context, folder)
    assert image is not None
    return image


def _begin(root: Path) -> Image:
    root.mkdir()
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("CHECKMSG_", "VIRTUAL_"))
    }
    path = f"{root / _PYTHON / 'bin'}:{os.environ['PATH']}"
    return Image(root, {**inherited, "PATH": path}, root)


def _carry_out(step: Step, image: Image, context: Path, folder: Path) -> None:
    match step.word:
        case "ENV":
            for pair in shlex.split(step.rest):
                name, _, value = pair.partition("=")
                parts = [_within(image.root, part) for part in value.split(":")]
                image.env[name] = ":".join(parts).replace("$PATH", image.env["PATH"])
        case "WORKDIR":
            image.workdir = Path(_within(image.root, step.rest))
            image.workdir.mkdir(parents=True, exist_ok=True)
        case "COPY":
            *sources, target = step.rest.split()
            # Hard links take a tenth of the time, and earlier stages are only read from now on.
            origin, copy = (
                (folder / step.flags["from"], os.link) if "from" in step.flags else (context, shutil.copy2)
            )
            for source in sources:
                _copy(origin / source.lstrip("/"), image.workdir / _within(image.root, target), copy)
        case "RUN":
            if not (image.root / _PYTHON).exists():
                venv.create(image.root / _PYTHON, with_pip=True, symlinks=True)
            words = " ".join(_within(image.root, word) for word in step.rest.split())
            subprocess.run(words, shell=True, cwd=image.workdir, env=image.env, check=True)  # noqa: S602  # Our own file.
        case _:
            image.said[step.word] = step.rest


def _copy(source: Path, target: Path, copy: Callable[..., object]) -> None:
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True, copy_function=copy)
    else:
        copy(source, target / source.name if target.is_dir() else target)


def _within(root: Path, word: str) -> str:
    """Return a word of a step; what begins with / is meant within the image."""
    return str(root / word.lstrip("/")) if word.startswith("/") else word


def _step(line: str) -> Step:
    word, rest = line.split(maxsplit=1)
    flags = {}
    while flag := re.match(r"--([\w-]+)=(\S+)\s+", rest):
        flags[flag[1]] = flag[2]
        rest = rest[flag.end() :]
    return Step(word.upper(), flags, " ".join(rest.split()) if word.upper() == "RUN" else rest.strip())
