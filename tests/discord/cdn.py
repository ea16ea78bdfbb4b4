"""Where Discord keeps files: simcord's, but at an address on loopback from which they can be fetched."""

from typing import Any

from aiohttp import web
from simcord.backend.cdn import CDN_BASE, CdnStore

from tests.loops import clean_up

HOST = "127.0.0.1"


class Cdn(CdnStore):
    """Files, and the server that gives them."""

    def __init__(self) -> None:
        super().__init__()
        self.port = 0  # once it is open
        self.given: list[str] = []  # the addresses that were asked for
        app = web.Application()
        app.router.add_get("/{path:.+}", self._give)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def open(self) -> None:
        """Begin to serve."""
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Serve no longer."""
        await clean_up(self._runner)

    def store_attachment(
        self, attachment_id: int, channel_id: int, filename: str, data: bytes, description: str | None
    ) -> dict[str, Any]:
        """Keep a file and return what Discord says of it."""
        stored = super().store_attachment(attachment_id, channel_id, filename, data, description)
        address = stored["url"].replace(CDN_BASE, f"http://{HOST}:{self.port}")
        kind = stored["content_type"]
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        return {**stored, "url": address, "proxy_url": address, "content_type": kind}

    def get(self, url: str) -> bytes | None:
        """Return a file by its address."""
        return super().get(url.partition("?")[0].replace(f"http://{HOST}:{self.port}", CDN_BASE))

    async def _give(self, request: web.Request) -> web.Response:
        self.given.append(request.path)
        content = self.get(f"{CDN_BASE}{request.path}")
        if content is None:
            return web.Response(status=404)
        return web.Response(body=content, content_type="application/octet-stream")
