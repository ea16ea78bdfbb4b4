"""What is stored, given out or erased. A lead's decision."""

import json

from core.commands.desk import Command, CommandError, Desk, answer, lines
from core.reply import File, Reply
from core.store import clients, people, privacy

EVERYTHING = "everything"


def privacy_export(desk: Desk) -> Reply:
    """Give out every row of the agency as one JSON file; sealed evidence stays sealed."""
    content = json.dumps(dict(privacy.export(desk.tenant)), indent=1, ensure_ascii=False)
    file = File(
        f"checkmsg-{desk.today.isoformat()}.json", content.encode(), "all that is stored of your agency"
    )
    return answer("Here is all that is stored of your agency", file)


def privacy_erase(desk: Desk, what: str, name: str) -> Reply:
    """Erase a client, or everything; the name is asked for once more, because nothing brings it back."""
    if what.casefold() == EVERYTHING:
        agency = people.agency(desk.tenant).name
        if name != agency:
            raise CommandError(
                f"Nothing was erased. To erase everything, confirm it with the agency's name: {agency}."
            )
        privacy.erase_agency(desk.tenant)
        return answer(
            "Everything of your agency is erased", *lines(["Backups keep it until they are overwritten."])
        )
    client = desk.client(what)
    if name != client.name:
        raise CommandError(
            f"Nothing was erased. To erase this client, confirm it with its name: {client.name}."
        )
    privacy.erase_client(desk.tenant, clients.ids(desk.tenant, client))
    return answer(
        f"{name} is erased, with its checks, facts and changes",
        *lines(["Backups keep it until they are overwritten."]),
    )


COMMANDS = (
    Command(
        "privacy export",
        "all that is stored of your agency, as a file",
        "privacy export",
        privacy_export,
        for_leads=True,
    ),
    Command(
        "privacy erase WHAT confirm NAME",
        "erase a client, or everything; the name confirms it",
        "privacy erase Acme confirm Acme",
        privacy_erase,
        for_leads=True,
    ),
)
