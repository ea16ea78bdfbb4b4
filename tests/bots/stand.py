"""A host of files: it answers each path as told, and keeps what it was asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from core.records import Attachment

LOOPBACK = ("127.0.0.1",)


class Stand(ThreadingHTTPServer):
    """Stands in for where a platform keeps its files."""

    daemon_threads = True

    def __init__(self) -> None:
        """Take any port that is free."""
        super().__init__(("127.0.0.1", 0), _Answer)
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []

    def put(self, content: bytes, path: str = "/file", status: int = 200, **headers: str) -> str:
        """Keep an answer and return its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Type": "text/plain", **named}, content)
        return f"http://127.0.0.1:{self.server_port}{path}"


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        stand = cast("Stand", self.server)
        stand.asked.append(self.path)
        stand.headers.append(dict(self.headers))
        status, headers, content = stand.answers[self.path]
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@contextmanager
def serving() -> Iterator[Stand]:
    """Give a host that runs."""
    with Stand() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def text_file(
    address: str, name: str = "chat.txt", size: int = 0, media_type: str = "text/plain"
) -> Attachment:
    """Return a file that somebody posted."""
    return Attachment(name, address, size, media_type)
