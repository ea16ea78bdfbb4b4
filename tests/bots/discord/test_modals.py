import asyncio
from collections.abc import Mapping
from typing import Any

import discord
import pytest
from simcord.components import validate_modal

from bots.discord.modals import check_modal, form_modal
from core.commands.commands import usages
from core.model import Stage
from tests.bots.discord.recorder import Place, at_work

NAMED = {usage.name: (command, usage) for usage, command in usages().items()}
LABEL, TEXT_DISPLAY = 18, 10
SELECT, LINE, USER, CHANNEL, FILE, TICK = 3, 4, 5, 8, 19, 23


def fields(modal: Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
    assert modal is not None, "no form was shown"
    return {
        row["component"]["custom_id"]: row["component"]
        | {"label": row["label"], "description": row.get("description", "")}
        for row in modal["components"]
        if row["type"] == LABEL
    }


def form(name: str, known: Mapping[str, str] | None = None) -> dict[str, Any]:
    return form_modal(*NAMED[name], known).to_dict()


def assert_within_limits(modal: dict[str, Any]) -> None:
    validate_modal(modal)
    assert len(modal["title"]) <= 45
    assert len(modal["custom_id"]) <= 100
    assert len(modal["components"]) <= 5
    for field in fields(modal).values():
        assert len(field["label"]) <= 45
        assert len(field["description"]) <= 100
        assert len(field.get("placeholder") or "") <= 100
        assert len(field.get("value") or "") <= (field.get("max_length") or 0)


@pytest.mark.parametrize("name", NAMED)
def test_every_form_is_within_limits_whatever_is_known_before(name: str) -> None:
    _, usage = NAMED[name]
    for known in ("", "a" * 5000, "😀" * 2000, "123456789012345678", "U123456789012345678", "²", "here"):
        prefilled = {argument.name: known for argument in usage.arguments} | {"text": known}

        assert_within_limits(form(name, prefilled))


def test_a_form_asks_in_plain_words_and_in_order_and_says_what_may_be_left_out() -> None:
    modal = form("plan")

    assert modal["title"] == "Client plan"
    assert modal["components"][0]["content"].startswith("The client's membership")
    assert [(field["label"], field["required"]) for field in fields(modal).values()] == [
        ("Client", True),
        ("Plan", True),
        ("Who saw the badge", False),
        ("When", False),
    ]
    assert "May 2025" in fields(modal)["when"]["description"]
    assert fields(modal)["client"]["placeholder"] == "As in: Acme"


@pytest.mark.parametrize(
    ("name", "argument", "kind"),
    [
        ("watch", "channel", CHANNEL),
        ("watch", "purpose", SELECT),
        ("reports to", "where", CHANNEL),
        ("lead add", "member", USER),
        ("met", "member", LINE),
        ("client import", "file", FILE),
    ],
)
def test_channels_and_colleagues_are_chosen_and_names_are_typed(name: str, argument: str, kind: int) -> None:
    assert fields(form(name))[argument]["type"] == kind


@pytest.mark.parametrize(
    ("name", "argument", "known", "stands"),
    [
        ("watch", "channel", "123", [{"id": 123, "type": "channel"}]),
        ("watch", "channel", "here", None),
        ("lead add", "member", "U123", [{"id": 123, "type": "user"}]),
        ("lead add", "member", "Dana", None),
    ],
)
def test_who_is_known_stands_in_the_form_where_discord_can_show_it(
    name: str, argument: str, known: str, stands: Any
) -> None:
    assert fields(form(name, {argument: known}))[argument].get("default_values") == stands


def test_a_choice_that_is_known_is_chosen_however_it_is_written() -> None:
    options = fields(form("watch", {"purpose": "Drafts"}))["purpose"]["options"]

    assert [option["value"] for option in options if option["default"]] == ["drafts"]


@pytest.mark.parametrize(
    ("clients", "kind"),
    [
        ([], LINE),
        (["Acme", "Acme", " ", "x" * 101], SELECT),
        ([f"Client {number}" for number in range(25)], SELECT),
        ([f"Client {number}" for number in range(26)], LINE),
    ],
)
def test_a_client_is_chosen_from_those_a_menu_can_hold(clients: list[str], kind: int) -> None:
    modal = check_modal(clients).to_dict()

    assert_within_limits(modal)
    assert fields(modal)["client"]["type"] == kind
    assert all(option["label"].strip() for option in fields(modal)["client"].get("options", ()))
    assert fields(modal)["draft"]["type"] == TICK


def test_what_is_known_of_a_contract_counts_unless_somebody_says_more() -> None:
    options = fields(check_modal().to_dict())["stage"]["options"]

    assert [option["label"] for option in options if option["default"]] == ["As it is known"]


async def filled(place: Place, words: str, values: Mapping[str, Any], **options: Any) -> Any:
    return await place.dana.submit_modal(await place.slash(words, **options), dict(values))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"text": " Client: hi\n"}, (" Client: hi\n", "", None, False)),
        ({"text": "hi", "stage": ["as-known"]}, ("hi", "", None, False)),
        (
            {"text": "hi", "client": ["Acme"], "stage": ["offer-sent"], "draft": True},
            ("hi", "Acme", Stage.OFFER_SENT, True),
        ),
        ({"file": ("chat.txt", b"hi\nthere")}, ("hi\nthere", "", None, False)),
        ({"text": "Draft:", "file": ("chat.txt", b"hi")}, ("Draft:\nhi", "", None, False)),
    ],
)
def test_the_box_hands_on_what_is_asked(values: dict[str, Any], told: Any) -> None:
    async def work() -> None:
        async with at_work() as place:
            await filled(place, "check", values)
            assert place.told == [told]

    asyncio.run(work())


def test_a_form_hands_on_the_words_it_stands_for() -> None:
    async def work() -> None:
        async with at_work() as place:
            await filled(place, "client import", {"text": "Acme, active\nBirch & Co", "mode": ["apply"]})
            await filled(place, "client import", {"file": ("list.txt", b"Acme, active")})
            assert place.told == [
                ('client import "apply"', "Acme, active\nBirch & Co"),
                ("client import", "Acme, active"),
            ]

    asyncio.run(work())


def test_a_colleague_is_handed_on_by_the_id_that_the_core_knows() -> None:
    async def work() -> None:
        async with at_work() as place:
            place.client.box = form_modal(*NAMED["lead add"])
            await filled(place, "check", {"member": [place.omar]})
            assert place.told == [(f'lead add "U{place.omar.id}"', "")]

    asyncio.run(work())


def test_a_button_is_no_form_whatever_it_is_called() -> None:
    async def work() -> None:
        async with at_work() as place:
            view = discord.ui.View(timeout=60)
            view.add_item(discord.ui.Button(label="Press", custom_id=form("lead add")["custom_id"]))
            channel = place.client.get_channel(place.chats.id)
            assert isinstance(channel, discord.TextChannel)
            message = await channel.send("Here", view=view)
            await place.dana.click(message, label="Press")
            assert place.told == []

    asyncio.run(work())


def test_nothing_is_lost_of_a_box_without_a_text() -> None:
    async def work() -> None:
        async with at_work() as place:
            told = await filled(place, "check", {"text": " \n", "client": ["Acme"], "draft": True})
            assert place.told == []
            assert told.ephemeral
            assert told.response.content == "There is no text in it yet. Nothing else is lost."

            again = await place.dana.click(told.response, label="Fill in the rest")
            known = fields(again.modal)
            assert (known["client"]["value"], known["draft"]["default"]) == ("Acme", True)
            await place.dana.submit_modal(again, {"text": "hi", "client": " Acme ", "draft": True})
            assert place.told == [("hi", "Acme", None, True)]

    asyncio.run(work())


def test_nothing_is_lost_of_a_form_in_which_something_is_missing() -> None:
    async def work() -> None:
        async with at_work() as place:
            plan = {"client": "Acme", "plan": ["basic"], "who": "Dana"}
            told = await filled(place, "client plan", plan, client="Acme", plan="basic", who="Dana")
            assert told.response.content == "Still missing: When. Nothing else is lost."

            again = await place.dana.click(told.response, label="Fill in the rest")
            assert fields(again.modal)["who"]["value"] == "Dana"
            await place.dana.submit_modal(again, {**plan, "when": "2026-11-01"})
            assert place.told == [('plan "Acme" "basic" badge seen by "Dana" on "2026-11-01"', "")]

    asyncio.run(work())


def test_two_people_fill_in_the_same_form_at_once() -> None:
    async def work() -> None:
        async with at_work() as place:
            hers = await place.slash("client import")
            his = await place.omar.slash(place.chats, "checkmsg client import")
            await place.dana.submit_modal(hers, {"text": "Acme"})
            await place.omar.submit_modal(his, {"text": "Birch"})
            assert [text for _, text in place.told] == ["Acme", "Birch"]

    asyncio.run(work())


def test_a_form_outlives_a_restart_of_the_bot() -> None:
    async def work() -> None:
        async with at_work() as place:
            shown = await place.slash("client import")
            await place.restart()
            await place.dana.submit_modal(shown, {"text": "Acme"})
            assert place.told == [("client import", "Acme")]

    asyncio.run(work())


def test_a_form_of_a_command_that_is_gone_is_told() -> None:
    async def work() -> None:
        async with at_work() as place:
            shown = await place.slash("client import")
            assert shown._interaction.modal is not None
            shown._interaction.modal["custom_id"] = "upw:v1:form:sing"
            told = await place.dana.submit_modal(shown, {"text": "Acme"})
            assert told.response is not None
            assert told.response.content == "This form is from before an update. Type the command again."
            assert place.told == []

    asyncio.run(work())
