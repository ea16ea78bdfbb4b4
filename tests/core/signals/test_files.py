import pytest

from core.fold import fold
from core.signals import files


@pytest.mark.parametrize(
    ("text", "name", "channel"),
    [
        ("open brief.pdf please", "brief.pdf", ""),
        ("card_front.jpg attached", "card_front.jpg", ""),
        ("run setup.exe", "setup.exe", "risky"),
        ("Invoice.pdf.scr", "Invoice.pdf.scr", "risky"),
        ("task.docm", "task.docm", "risky"),
        ("files.rar, password 123", "files.rar", "archive"),
        ("build.tar.gz", "build.tar.gz", "archive"),
    ],
)
def test_a_file_name_is_found_and_rated(text: str, name: str, channel: str) -> None:
    folded = fold(text)
    assert [(text[item.start : item.end], item.channel) for item in files.find(folded)] == [(name, channel)]


@pytest.mark.parametrize(
    "text", ["node.js and next.js", "acme.com/brief", "done. Exe", "v2.1.3", "e.g. this"]
)
def test_other_dots_are_left_alone(text: str) -> None:
    assert files.find(fold(text)) == []
