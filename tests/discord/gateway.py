"""Discord's end of the gateway: who has identified, what each was told, and what is told again after RESUME."""

import asyncio
import json
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any
from uuid import uuid4

import discord
from aiohttp import WSMsgType, web
from simcord.backend import Backend, serializers
from simcord.gateway import FakeGateway
from simcord.intents import missing_privileged_intents

Thing = Mapping[str, Any]
HEARTBEAT_MS = 41_250
BAD_TOKEN, NOT_ALLOWED = 4004, 4014


class Op(IntEnum):
    """What a frame is."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Link:
    """One connection of the bot's."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket = socket
        self._request = request
        self._frames: asyncio.Queue[str] = asyncio.Queue()

    @property
    def is_open(self) -> bool:
        return not self._socket.closed

    def send(self, op: Op, data: object = None) -> None:
        self.send_text(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def send_text(self, frame: str) -> None:
        self._frames.put_nowait(frame)

    async def write(self) -> None:
        """Send what there is to send, in its order, for as long as the connection lasts."""
        while True:
            await self._socket.send_str(await self._frames.get())

    async def close(self, code: int) -> None:
        """Close the connection with a code."""
        await self._socket.close(code=code)

    async def kill(self) -> None:
        """Drop the connection without a word."""
        assert self._request.transport is not None
        self._request.transport.abort()


class Session:
    """What one bot has been told since it identified; it outlives its connections."""

    def __init__(self, backend: Backend, intents: int) -> None:
        """Take what the bot wants to be told of."""
        self.id = uuid4().hex
        self.link: Link | None = None
        self._frames: list[str] = []
        # simcord's own gateway decides what is told, and what of it is left out.
        self.intents = discord.Intents._from_value(intents)
        self._gate = FakeGateway(backend, self)

    @property
    def parsers(self) -> "Session":
        """Return what simcord looks an event up in."""
        return self

    def __getitem__(self, event: str) -> Callable[[Thing], None]:
        return lambda payload: self.dispatch(event, payload)

    def feed(self, event: str, payload: Thing) -> None:
        """Tell of an event, where the bot wants to be told of such."""
        self._gate.feed(event, payload)

    def dispatch(self, event: str, payload: Thing) -> None:
        """Tell of an event."""
        number = len(self._frames) + 1
        self._frames.append(json.dumps({"op": Op.DISPATCH, "t": event, "s": number, "d": payload}))
        if self.link is not None:
            self.link.send_text(self._frames[-1])

    def resume(self, link: Link, seen: int) -> None:
        """Go on with another connection: first what the bot has not seen."""
        self.link = link
        for frame in self._frames[seen:]:
            link.send_text(frame)
        self.dispatch("RESUMED", {})


class Gateway:
    """All connections; all of it runs in the loop of the server."""

    def __init__(self, backend: Backend, token: str) -> None:
        """Take what there is, and the one token that lets a bot in."""
        self.address = ""  # once it is open
        self.links: list[Link] = []
        self.identified = 0
        self.resumed = 0
        self.told = 0  # messages that a connected bot was told of
        self.allowed = discord.Intents.all()
        self._backend = backend
        self._token = token
        self._sessions: dict[str, Session] = {}
        backend.subscribers.append(self._feed)

    def _feed(self, event: str, payload: Thing) -> None:
        for session in self._sessions.values():
            session.feed(event, payload)
            self.told += event == "MESSAGE_CREATE" and session.link is not None

    def forget(self) -> None:
        """Let no session be resumed, as Discord does after a while."""
        self._sessions = {id_: one for id_, one in self._sessions.items() if one.link is not None}

    async def end_session(self) -> None:
        """Let the bot begin anew: nothing of what happens until then is told again."""
        sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            if session.link is not None:
                session.link.send(Op.INVALID_SESSION, data=False)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection of the bot's."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        link = Link(socket, request)
        self.links.append(link)
        link.send(Op.HELLO, {"heartbeat_interval": HEARTBEAT_MS})
        writing = asyncio.create_task(link.write())
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._hear(link, json.loads(message.data))
        finally:
            writing.cancel()
            for session in self._sessions.values():
                if session.link is link:
                    session.link = None
        return socket

    async def _hear(self, link: Link, frame: Thing) -> None:
        data = frame["d"]
        match frame["op"]:
            case Op.HEARTBEAT:
                link.send(Op.HEARTBEAT_ACK)
            case Op.IDENTIFY | Op.RESUME if data["token"] != self._token:
                await link.close(BAD_TOKEN)
            case Op.IDENTIFY:
                await self._identify(link, data)
            case Op.RESUME if data["session_id"] in self._sessions:
                self.resumed += 1
                self._sessions[data["session_id"]].resume(link, data["seq"] or 0)
            case Op.RESUME:
                link.send(Op.INVALID_SESSION, data=False)

    async def _identify(self, link: Link, data: Thing) -> None:
        session = Session(self._backend, data["intents"])
        if missing_privileged_intents(session.intents, self.allowed):
            await link.close(NOT_ALLOWED)
            return
        self.forget()
        self.identified += 1
        self._sessions[session.id] = session
        session.link = link
        guilds = list(self._backend.guilds.values())
        session.dispatch(
            "READY",
            {
                "v": 10,
                "user": dict(serializers.user_payload(self._backend.bot_user)),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": self.address,
                "shard": data.get("shard", [0, 1]),
                "application": {"id": str(self._backend.application_id), "flags": 0},
            },
        )
        for guild in guilds:
            session.feed("GUILD_CREATE", serializers.guild_create_payload(self._backend, guild))
