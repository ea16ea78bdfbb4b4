"""Messages, the marks on them, and files."""

from tests.slack.methods import content_of, method, own, visible, writable
from tests.slack.state import State, Thing, Wrong


@method("chat.postMessage", "chat:write")
def _(state: State, arguments: Thing) -> Thing:
    channel_id = writable(state, arguments)
    by_us = {"user": state.me, "bot_id": state.bot_id, "app_id": state.app_id}
    thread_ts = arguments.get("thread_ts") or ""
    if thread_ts and not any(message["ts"] == thread_ts for message in state.messages[channel_id]):
        raise Wrong("thread_not_found")
    message = state.put(channel_id, {**by_us, **content_of(arguments)}, thread_ts)
    return {"channel": channel_id, "ts": message["ts"], "message": message}


@method("chat.update", "chat:write")
def _(state: State, arguments: Thing) -> Thing:
    channel_id, message = own(state, arguments, "cant_update_message")
    message.update(content_of(arguments), edited={"user": state.me, "ts": message["ts"]})
    return {"channel": channel_id, "ts": message["ts"], "text": message["text"], "message": message}


@method("chat.delete", "chat:write")
def _(state: State, arguments: Thing) -> Thing:
    channel_id, message = own(state, arguments, "cant_delete_message")
    state.remove(channel_id, message["ts"])
    return {"channel": channel_id, "ts": message["ts"]}


@method("chat.postEphemeral", "chat:write")
def _(state: State, arguments: Thing) -> Thing:
    channel_id = writable(state, arguments)
    if arguments.get("user") not in state.members[channel_id]:
        raise Wrong("user_not_in_channel")
    said = {**arguments, **content_of(arguments)}
    state.ephemerals.append(said)
    return {"message_ts": f"{state.now():.6f}"}


@method("chat.getPermalink")
def _(state: State, arguments: Thing) -> Thing:
    channel_id = visible(state, arguments)
    ts = state.message(channel_id, arguments.get("message_ts", ""))["ts"]
    address = f"https://{state.team['domain']}.example.com/archives/{channel_id}/p{ts.replace('.', '')}"
    return {"channel": channel_id, "permalink": address}


@method("reactions.add", "reactions:write")
def _(state: State, arguments: Thing) -> Thing:
    reactions = _marks(state, arguments).setdefault("reactions", [])
    for reaction in reactions:
        if reaction["name"] == arguments["name"]:
            if state.me in reaction["users"]:
                raise Wrong("already_reacted")
            reaction["users"].append(state.me)
            reaction["count"] += 1
            return {}
    reactions.append({"name": arguments["name"], "users": [state.me], "count": 1})
    return {}


@method("reactions.remove", "reactions:write")
def _(state: State, arguments: Thing) -> Thing:
    message = _marks(state, arguments)
    for reaction in message.get("reactions", []):
        if reaction["name"] == arguments["name"] and state.me in reaction["users"]:
            reaction["users"].remove(state.me)
            reaction["count"] -= 1
            message["reactions"] = [kept for kept in message["reactions"] if kept["count"]]
            return {}
    raise Wrong("no_reaction")


@method("reactions.get", "reactions:read")
def _(state: State, arguments: Thing) -> Thing:
    return {"type": "message", "message": _marks(state, arguments)}


def _marks(state: State, arguments: Thing) -> Thing:
    return state.message(visible(state, arguments), arguments.get("timestamp", ""))


@method("pins.add", "pins:write")
def _(state: State, arguments: Thing) -> Thing:
    channel_id = writable(state, arguments)
    pin = (channel_id, str(state.message(channel_id, arguments.get("timestamp", ""))["ts"]))
    if pin in state.pins:
        raise Wrong("already_pinned")
    state.pins.append(pin)
    return {}


@method("files.getUploadURLExternal", "files:write")
def _(state: State, arguments: Thing) -> Thing:
    file = state.add_file(arguments["filename"], b"", mimetype="", alt_txt=arguments.get("alt_txt", ""))
    file["size"] = int(arguments["length"])
    return {"file_id": file["id"], "upload_url": f"{state.url.removesuffix('api/')}upload/{file['id']}"}


@method("files.completeUploadExternal", "files:write")
def _(state: State, arguments: Thing) -> Thing:
    done = []
    for wanted in arguments["files"]:
        file = state.files.get(wanted["id"])
        if file is None or len(state.contents[wanted["id"]]) != file["size"]:
            raise Wrong("file_not_found")
        file["title"] = wanted.get("title") or file["name"]
        done.append(file)
    if arguments.get("channel_id"):
        channel_id = writable(state, arguments, "channel_id")
        shared = {"user": state.me, "bot_id": state.bot_id, "text": arguments.get("initial_comment") or ""}
        state.put(channel_id, {**shared, "files": done}, arguments.get("thread_ts") or "")
    return {"files": done}


@method("files.info", "files:read")
def _(state: State, arguments: Thing) -> Thing:
    if arguments.get("file") not in state.files:
        raise Wrong("file_not_found")
    return {"file": state.files[arguments["file"]]}
