"""The process that atheris runs in: `python -m tests.fuzz.child TARGET [OPTIONS OF LIBFUZZER]`."""

import sys
from importlib import import_module

if __name__ == "__main__":
    atheris = import_module("atheris")  # It has no wheel for every machine.
    target = sys.argv.pop(1)
    # Nothing of ours may be imported before: only what is imported here is watched.
    with atheris.instrument_imports(include=["core", "bots"]):
        feed = import_module(f"tests.fuzz.{target}").feed
    atheris.Setup(sys.argv, feed)
    atheris.Fuzz()
