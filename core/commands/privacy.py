"""What is stored, given out or erased. A lead's decision."""

import json

from core.commands.desk import Command, CommandError, Desk, answer, lines
from core.commands.people import member_called
from core.reply import File, Reply
from core.store import clients, leaving, people, privacy

EVERYTHING = "everything"
PERSON = "@"
BACKUPS = "Backups keep it until they are overwritten."


def privacy_export(desk: Desk) -> Reply:
    """Give out every row of the agency as one JSON file; sealed evidence stays sealed."""
    content = json.dumps(dict(privacy.export(desk.tenant)), indent=1, ensure_ascii=False)
    file = File(
        f"checkmsg-{desk.today.isoformat()}.json", content.encode(), "all that is stored of your agency"
    )
    return answer("Here is all that is stored of your agency", file)


def privacy_erase(desk: Desk, what: str, name: str) -> Reply:
    """Erase a client, a person, or everything; the name is asked for once more, because nothing brings it back."""
    if what.startswith(PERSON):
        return _erase_person(desk, what, name)
    if what.casefold() == EVERYTHING:
        agency = people.agency(desk.tenant).name
        if name != agency:
            raise CommandError(
                f"Nothing was erased. To erase everything, confirm it with the agency's name: {agency}."
            )
        privacy.erase_agency(desk.tenant)
        return answer("Everything of your agency is erased", *lines([BACKUPS]))
    client = desk.client(what)
    if name != client.name:
        raise CommandError(
            f"Nothing was erased. To erase this client, confirm it with its name: {client.name}."
        )
    privacy.erase_client(desk.tenant, clients.ids(desk.tenant, client))
    return answer(
        f"{name} is erased, with its checks, facts and changes",
        *lines([BACKUPS]),
    )


def _erase_person(desk: Desk, what: str, name: str) -> Reply:
    """Erase a person of the agency, wherever they are known; what they said of clients stays, said by somebody."""
    row = member_called(desk, what)
    if name != row.name:
        raise CommandError(f"Nothing was erased. To erase this person, confirm it with the name: {row.name}.")
    rows = [other for other in people.members(desk.tenant) if other.name == row.name]
    if len({other.workspace_id for other in rows}) < len(rows):
        raise CommandError(
            f"Nothing was erased. Two people here are called {name}, and what they said is told apart by that name "
            "alone. One of them takes another name first."
        )
    if all(lead in rows for lead in people.leads(desk.tenant)):
        raise CommandError(
            f"Nothing was erased. {name} is the only lead. Make another member a lead first: `lead add MEMBER`."
        )
    leaving.erase_person(desk.tenant, rows)
    return answer(
        f"{name} is erased",
        *lines(
            [
                "What they said and did stays, by somebody; the words of what they pasted, and what was sent to them, are gone.",
                f"Whoever writes or asks here again is known again. {BACKUPS}",
            ]
        ),
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
        "erase a client, a person as @NAME, or everything; the name confirms it",
        "privacy erase Acme confirm Acme",
        privacy_erase,
        for_leads=True,
    ),
)
