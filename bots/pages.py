"""The pages for whoever keeps the bot running: /healthz, /readyz and /metrics, answered in threads of their own."""

import logging
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from threading import Thread
from typing import Any, cast

from bots import metrics
from bots.health import Check, Health
from core.errors import PlainError, trace
from core.settings import OFF, Settings

logger = logging.getLogger(__name__)
_PLAIN = "text/plain; charset=utf-8"
_LOOK_SECONDS = 0.05  # A server that is to end notices it within this time.


class PageError(PlainError):
    """An address that cannot be opened; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page says."""

    body: bytes
    media_type: str = _PLAIN
    status: HTTPStatus = HTTPStatus.OK


Page = Callable[[], Answer]
_NOT_FOUND = Answer(
    b"There are /healthz, /readyz and /metrics, each at its address.\n", status=HTTPStatus.NOT_FOUND
)


@contextmanager
def open_pages(settings: Settings, health: Health) -> Iterator[None]:
    """Answer at the addresses that the settings name, which may be one; raises PageError where one cannot be opened."""
    of_health: dict[str, Page] = {
        "/healthz": lambda: _told(health.life(), "alive"),
        "/readyz": lambda: _told(health.readiness(), "ready"),
    }
    of_metrics: dict[str, Page] = {"/metrics": lambda: Answer(metrics.exposition(), metrics.MEDIA_TYPE)}
    with ExitStack() as servers:
        if settings.health_listen == settings.metrics_listen:
            wanted = [("CHECKMSG_HEALTH_LISTEN", settings.health_listen, {**of_health, **of_metrics})]
        else:
            wanted = [
                ("CHECKMSG_HEALTH_LISTEN", settings.health_listen, of_health),
                ("CHECKMSG_METRICS_LISTEN", settings.metrics_listen, of_metrics),
            ]
        for name, address, pages in wanted:
            if address != OFF:
                servers.enter_context(_opened(name, address, pages))
        yield


def _told(checks: Sequence[Check], good: str) -> Answer:
    """Return checks as a page: what it comes to in the first line, then a line each."""
    bad = [check.line for check in checks if not check.is_good]
    lines = [f"not {good}: {', '.join(bad)}" if bad else good, *(check.line for check in checks)]
    status = HTTPStatus.SERVICE_UNAVAILABLE if bad else HTTPStatus.OK
    return Answer("".join(f"{line}\n" for line in lines).encode(), status=status)


@contextmanager
def _opened(name: str, address: str, pages: Mapping[str, Page]) -> Iterator[None]:
    host, _, port = address.rpartition(":")
    try:
        server = _Server(host.strip("[]"), int(port), pages)
    except OSError as error:
        raise PageError(
            f"{name}: {address} cannot be opened ({error.strerror or type(error).__name__}). Another program may use "
            f"it; choose another port, or {OFF}."
        ) from None
    thread = Thread(target=server.serve_forever, args=(_LOOK_SECONDS,), name="pages", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingMixIn, TCPServer):
    """A thread for each request: one that is slow to ask holds up nobody."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, port: int, pages: Mapping[str, Page]) -> None:
        self.pages = pages
        # Not http.server's own server: it asks for the name of the host, which may take long.
        self.address_family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        super().__init__((str(address[0]), int(address[1])), _Request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Log what went wrong with a request, in place of printing it."""
        error = sys.exc_info()[1]
        logger.warning("nobody could be told how the bot is: %s", trace(error) if error else "")


class _Request(BaseHTTPRequestHandler):
    timeout = 5  # Seconds that whoever asks may take.
    # Gathered, and sent in one piece: a bot that ends leaves nobody with the half of an answer.
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer with a page."""
        page = cast("_Server", self.server).pages.get(self.path.partition("?")[0])
        answer = _NOT_FOUND if page is None else page()
        self.send_response(answer.status)
        for name, value in (
            ("Content-Type", answer.media_type),
            ("Content-Length", str(len(answer.body))),
            ("Cache-Control", "no-store"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def version_string(self) -> str:
        """Return our name, and no versions."""
        return "checkmsg"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log nothing: a probe asks every few seconds."""
