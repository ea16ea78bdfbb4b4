"""Numbers as a scrape tells them."""

from collections.abc import Iterator, Mapping

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from bots import metrics


def samples(scrape: str) -> Iterator[Sample]:
    """Yield everything that a scrape tells."""
    for family in text_string_to_metric_families(scrape):
        yield from family.samples


def number(name: str, scrape: str | None = None, **labels: str) -> float:
    """Return the sum of a number over the labels that are not given; of this process where no scrape is."""
    told = samples(metrics.exposition().decode() if scrape is None else scrape)
    return sum(one.value for one in told if one.name == name and _has(one.labels, labels))


def _has(labels: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return all(labels.get(name) == value for name, value in wanted.items())


class Since:
    """How much numbers have risen since this was made."""

    def __init__(self) -> None:
        self._before = metrics.exposition().decode()

    def __call__(self, name: str, **labels: str) -> float:
        return number(name, **labels) - number(name, self._before, **labels)
