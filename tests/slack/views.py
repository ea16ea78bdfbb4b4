"""Modals and the bot's own page."""

from tests.slack.methods import accept_blocks, method
from tests.slack.state import State, Thing, Wrong


@method("views.open")
def _(state: State, arguments: Thing) -> Thing:
    return _show(state, arguments)


@method("views.push")
def _(state: State, arguments: Thing) -> Thing:
    return _show(state, arguments)


def _show(state: State, arguments: Thing) -> Thing:
    trigger = arguments.get("trigger_id", "")
    if not trigger or trigger in state.triggers:
        raise Wrong("exchanged_trigger_id" if trigger else "invalid_arguments")
    state.triggers.add(trigger)
    return {"view": _keep(state, f"V{next(state.numbers)}", arguments["view"])}


@method("views.update")
def _(state: State, arguments: Thing) -> Thing:
    if arguments.get("view_id") not in state.views:
        raise Wrong("not_found")
    return {"view": _keep(state, arguments["view_id"], arguments["view"])}


@method("views.publish")
def _(state: State, arguments: Thing) -> Thing:
    if arguments.get("user_id") not in state.users:
        raise Wrong("user_not_found")
    accept_blocks(arguments["view"]["blocks"], 100)
    state.homes[arguments["user_id"]] = arguments["view"]
    return {"view": {"id": f"V{next(state.numbers)}", **arguments["view"]}}


def _keep(state: State, view_id: str, view: Thing) -> Thing:
    try:
        accept_blocks(view["blocks"], 100)
    except Wrong as wrong:
        raise Wrong("invalid_arguments", response_metadata=wrong.answer.get("response_metadata")) from wrong
    if any(len((view.get(key) or {}).get("text", "")) > 24 for key in ("title", "submit", "close")):
        raise Wrong("invalid_arguments")
    state.views[view_id] = {**view, "id": view_id, "hash": f"{state.now():.6f}"}
    return state.views[view_id]
