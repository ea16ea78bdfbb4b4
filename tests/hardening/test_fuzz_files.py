"""Whatever people hand over as a file: it is read, or told in one sentence that names it and says what to do."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.decoding import FileError
from bots.files import Source, fetch_from
from core.records import Attachment
from tests.bots.stand import LOOPBACK, Stand, serving
from tests.fuzz import intake, seeds
from tests.hardening.shapes import WORDS

HERE = Source("Here", LOOPBACK, "{name} is locked.")
PIECES = st.sampled_from(
    [
        *(
            b"\n",
            b"\r\n",
            b"--x",
            b"--x--\n",
            b"client",
            b",",
            b";",
            b'"',
            b"active",
            b"May 2025",
            b"\xff\xfe",
            b"\0",
        ),
        *(
            b"From: ",
            b"Subject: =?utf-8?b?=?=\n",
            b"Content-Type: multipart/mixed; boundary=x\n",
            b"\xef\xbb\xbf",
        ),
        *(
            b"Content-Transfer-Encoding: base64\n",
            b"charset=utf-7",
            b"Date: 99",
            b"{}",
            b'{"id": 1, "text": ',
        ),
        *(word.encode(errors="replace") for word in WORDS),
    ]
)
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.lists(PIECES, max_size=12).map(b"".join),
    st.tuples(st.sampled_from(list(seeds.files())), st.integers(0, 300), PIECES).map(
        lambda drawn: drawn[0][: drawn[1]] + drawn[2] + drawn[0][drawn[1] :]
    ),
)
NAMES = st.one_of(
    st.sampled_from(["chat.txt", "mail.eml", "list.csv", "a/../b.md", "x" * 300, *WORDS]),
    st.text(max_size=20),
)


@pytest.fixture(scope="module")
def host() -> Iterator[Stand]:
    with pytest.MonkeyPatch.context() as patch, serving() as stand:
        patch.setenv("no_proxy", "*")
        yield stand


@settings(max_examples=300)
@given(CONTENTS)
def test_any_bytes_are_read_as_text_mail_list_table_and_line_or_told(content: bytes) -> None:
    intake.feed(content)


@settings(max_examples=100)
@given(
    content=CONTENTS,
    name=NAMES,
    media_type=st.sampled_from(["text/plain", "text/csv", "message/rfc822", "", "text/html; charset=x"]),
    status=st.sampled_from([200, 200, 200, 204, 302, 401, 404, 500]),
    size=st.sampled_from([0, 1, 10**12]),
)
def test_any_file_of_a_post_is_read_or_told_in_one_line(
    host: Stand, content: bytes, name: str, media_type: str, status: int, size: int
) -> None:
    address = host.put(content if status != 204 else b"", status=status)
    told = ""
    try:
        assert fetch_from(HERE, Attachment(name, address, size, media_type)).strip()
    except FileError as error:
        told = str(error)
    assert "\n" not in told
    assert "127.0.0.1" not in told or "127.0.0.1" in name
