"""Where Sentry would be: it takes envelopes on loopback, and keeps what came."""

import base64
import gzip
import json
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

_TELLING = 6  # Of fewer characters there are some everywhere.


class Collector(ThreadingHTTPServer):
    """Keeps every request, byte for byte."""

    daemon_threads = True

    def __init__(self) -> None:
        """Take any port that is free."""
        super().__init__(("127.0.0.1", 0), _Taken)
        self.answers_after = 0.0  # seconds
        self.taken: list[tuple[str, bytes]] = []  # what stood before the body, and the body as it was meant

    @property
    def dsn(self) -> str:
        """Return the address under which it is told to a bot."""
        return f"http://a-key-of-the-tests@127.0.0.1:{self.server_port}/1"

    @property
    def events(self) -> list[dict[str, Any]]:
        """Return the events of all envelopes; they hold nothing else."""
        found = []
        for _, body in self.taken:
            _, *items = body.splitlines()
            for kind, item in zip(items[::2], items[1::2], strict=True):
                assert json.loads(kind)["type"] == "event"
                found.append(json.loads(item))
        return found

    def has(self, word: str) -> bool:
        """Return whether words came, as they are or written in another way."""
        raw = word.encode()
        ways = {
            raw.lower(),
            raw.hex().encode(),
            urllib.parse.quote(word).lower().encode(),
            *(base64.b64encode(b" " * shift + raw)[4:-4].lower() for shift in range(3)),
        }
        everything = b"".join(head.encode() + body for head, body in self.taken).lower()
        return any(way in everything for way in ways if len(way) >= _TELLING)


class _Taken(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        cast("Collector", self.server).taken.append((f"{self.path}\n{self.headers}", body))
        time.sleep(cast("Collector", self.server).answers_after)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@contextmanager
def collecting() -> Iterator[Collector]:
    """Give a collector that runs."""
    with Collector() as collector:
        thread = threading.Thread(target=collector.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield collector
        finally:
            collector.shutdown()
            thread.join()
