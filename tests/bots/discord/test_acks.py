from tests.bots.numbers import Since
from tests.discord.server import Server
from tests.discord.world import DANA


def test_an_answer_that_is_coming_and_a_form_that_opens_are_each_an_acknowledgement(place: Server) -> None:
    for command, given in (("client add", {"name": "Acme"}), ("check", {})):
        rise = Since()
        place.slash(command, person=DANA, **given)
        assert rise("checkmsg_ack_seconds_count", way="discord") == 1, (command, given)
