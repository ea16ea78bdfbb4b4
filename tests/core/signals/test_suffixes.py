from collections.abc import Callable

import pytest
import tldextract

from core.signals.suffixes import _suffixes, is_public


@pytest.fixture(scope="module")
def told() -> Callable[[str], bool]:
    extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)
    return lambda host: bool(extract(host).suffix)


def test_the_list_is_read_as_tldextract_reads_it(told: Callable[[str], bool]) -> None:
    rules = {rule.removeprefix("!") for rule in _suffixes()}
    assert len(rules) > 6000
    endings = {rule.replace("*", name) for rule in rules for name in ("one", "www")}
    endings |= {rule.rpartition(".")[2] for rule in rules}
    hosts = sorted({host for ending in endings for host in (ending, f"acme.{ending}", f"www.acme.{ending}")})

    assert [host for host in hosts if is_public(host) != told(host)] == []


@pytest.mark.parametrize("host", ["acme.zzzz", "acme.exe", "node.jss", "acme.za", "acme"])
def test_what_nobody_can_register_under_is_no_ending(host: str, told: Callable[[str], bool]) -> None:
    assert not is_public(host)
    assert not told(host)
