"""Which endings of hosts can be registered under: the public suffix list, as tldextract ships it.

The package itself is not imported: for following the list on the web it brings an HTTP client, twenty megabytes that
a list of words does not need. tests/core/signals/test_suffixes.py compares the two.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PRIVATE = "// ===BEGIN PRIVATE DOMAINS==="  # What follows are companies' own hosts, as blogspot.com.


def is_public(host: str) -> bool:
    """Tell whether a host, in lower case, ends in a public suffix."""
    suffixes = _suffixes()
    labels = host.split(".")
    return any(
        ".".join(labels[first:]) in suffixes or ".".join(("*", *labels[first + 1 :])) in suffixes
        for first in range(len(labels))
    )


@cache
def _suffixes() -> frozenset[str]:
    spec = find_spec("tldextract")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("tldextract is not installed, and with it the list of public suffixes")
    listed = (Path(spec.origin).parent / ".tld_set_snapshot").read_text(encoding="utf-8")
    lines = (line.strip() for line in listed.partition(_PRIVATE)[0].splitlines())
    return frozenset(line for line in lines if line and not line.startswith("//"))
