import pytest

from core.fold import fold
from core.model import Kind
from core.reading import read
from core.signals import files
from core.transcript import parse
from core.transcript.words import load


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


def attached(name: str, text: str = "Please open the brief") -> str:
    """Return what is taken for the words of a message below which a file is attached."""
    paste = f"Ann Lee\n9:41 AM\n{text}\n{name}\n2 MB\nDana Reyes\n9:45 AM\nThanks, I will look."
    message = parse(paste, us=("Dana Reyes",)).messages[0]
    return paste[message.start : message.end]


@pytest.mark.parametrize(
    "ending",
    ["exe", "scr", "pif", "wsf", "cpl", "reg", "pkg", "dll", "pptm", "docm", "dotm", "xlam", "ipa", "deb", "rpm", "tgz", "tar", "gz", "bz2", "xz", "ace", "arj", "zip", "rar", "js", "sh", "xyz"],
)  # fmt: skip
def test_what_runs_or_unpacks_stays_in_sight_as_an_attachment(ending: str) -> None:
    assert f"Brief.{ending}" in attached(f"Brief.{ending}")


@pytest.mark.parametrize("ending", ["pif", "wsf", "cpl", "pptm", "xlam", "reg", "pkg", "rpm"])
def test_a_program_called_like_a_document_is_found_as_an_attachment(ending: str) -> None:
    paste = f"Ann Lee\n9:41 AM\nPlease open the brief\nBrief.{ending}\n2 MB"
    assert [signal.kind for signal in read(parse(paste)).signals] == [Kind.SUSPICIOUS_FILE]


@pytest.mark.parametrize(
    "name", ["Brief.pdf", "Brief v2.docx", "logo.PNG", "home page.fig", "icons.sketch", "sales.xlsx", "intro.mp4"]
)  # fmt: skip
def test_the_name_of_a_document_above_its_size_is_nobodys_words(name: str) -> None:
    assert attached(name) == "Please open the brief"


def test_no_ending_stands_for_two_kinds_of_file() -> None:
    table = load("files.toml")
    endings = [ending for lines in table.values() for line in lines for ending in line.split()]
    assert len(endings) == len(set(endings))
