"""A platform on loopback: it accepts a message first and answers late, so that a worker can be caught in between."""

import json
import time
from collections import Counter
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread

from bots.delivery import Refused, Unclear
from core.records import Post
from core.reply import Reply

LATE = 0.2  # Seconds between accepting and answering.
TIMEOUT = 0.8


class Destination:
    """Keeps how often each message was accepted, and how often each worker was kept waiting for an answer."""

    def __init__(self, *, moody: bool) -> None:
        """Serve from now on; a moody platform also refuses, drops and loses, each some messages once."""
        self.accepted: Counter[str] = Counter()
        self.kept_waiting: Counter[str] = Counter()
        self._moody = moody
        self._asked: Counter[str] = Counter()
        self._changed = Condition()
        destination = self

        class _Request(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if not body:
                    return  # The worker has died between the head and the body.
                asked = json.loads(body)
                with suppress(ConnectionError):  # Or while it was kept waiting.
                    self._answer(destination.answer(self.path, asked["key"], asked["worker"]))

            def _answer(self, status: HTTPStatus | None) -> None:
                if status is not None:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *_: object) -> None:
                """Write nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Request)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Serve no longer."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, key: str, worker: str) -> HTTPStatus | None:
        """Do as asked; None drops the connection without an answer."""
        if path == "/find":
            return HTTPStatus.OK if self.accepted[key] else HTTPStatus.NOT_FOUND
        mood = self._mood(key) if path == "/send" else ""
        if mood == "refuses":
            return HTTPStatus.TOO_MANY_REQUESTS
        if mood == "drops":
            return None
        with self._changed:
            self.accepted[key] += path == "/send"
            self.kept_waiting[worker] += 1
            self._changed.notify_all()
        time.sleep(LATE)
        return None if mood == "loses" else HTTPStatus.OK

    def _mood(self, key: str) -> str:
        with self._changed:
            self._asked[key] += 1
            is_first = self._asked[key] == 1
        moods = {3: "refuses", 5: "drops", 7: "loses"}
        return moods.get(int(key) % 10, "") if self._moody and is_first else ""

    def catches(self, worker: str, seconds: float) -> bool:
        """Return as soon as a worker begins to wait for an answer, or False where none does for so long."""
        with self._changed:
            before = self.kept_waiting[worker]
            return self._changed.wait_for(lambda: self.kept_waiting[worker] > before, seconds)


class Door:
    """The sender of a worker; one that does not look before it sends again is the control."""

    def __init__(self, port: int, worker: str, *, looks: bool) -> None:
        """Take where the destination listens, and by which name the worker is known there."""
        self._port = port
        self._worker = worker
        self._looks = looks

    def send(self, post: Post, reply: Reply) -> str:  # noqa: ARG002  # What it says does not matter here.
        """Send a post."""
        status = self._ask("/send", post.dedupe_key)
        if status != HTTPStatus.OK:
            raise Refused(str(status))
        return post.dedupe_key

    def find(self, post: Post) -> str | None:
        """Look a post up."""
        is_there = self._looks and self._ask("/find", post.dedupe_key) == HTTPStatus.OK
        return post.dedupe_key if is_there else None

    def mark(self, _: Post) -> str:
        """Return nothing: no post becomes a mark here."""
        return ""

    def linger(self) -> None:
        """Wait for an answer that has nothing to do with a message."""
        self._ask("/linger", "")

    def _ask(self, path: str, key: str) -> int:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        try:
            connection.request("POST", path, json.dumps({"key": key, "worker": self._worker}))
            return connection.getresponse().status
        except ConnectionRefusedError as error:
            raise Refused("unreached") from error
        except (OSError, HTTPException) as error:
            raise Unclear(type(error).__name__) from error
        finally:
            connection.close()
