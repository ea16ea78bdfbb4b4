"""Where several clients write in one paste, the language in which each of them is answered."""

from dataclasses import replace

from core.fold import fold
from core.languages import language_of
from core.model import Conversation
from core.tokens import tokenize
from core.writers import addressed, clients_of, is_clients

FEWEST_WORDS = 4  # Fewer hardly tell a language.
MOST_READ = 3_000  # Characters of one person.


def in_their_languages(conversation: Conversation) -> Conversation:
    """Return a conversation with the language of each client, of whom there are several; ours is that of whom we answer."""
    names = clients_of(conversation.messages)
    if len(names) < 2:
        return conversation
    spoken = {name: _spoken_by(name, conversation) for name in names}
    messages = [
        replace(message, lang=spoken.get(addressed(conversation.messages, place), ""))
        for place, message in enumerate(conversation.messages)
    ]
    return replace(conversation, messages=tuple(messages))


def _spoken_by(name: str, conversation: Conversation) -> str:
    said = " \n".join(
        conversation.text[message.start : message.end]
        for message in conversation.messages
        if message.name == name and is_clients(message)
    )
    tokens = tokenize(fold(said[:MOST_READ]))
    return language_of([tokens]) if len(tokens.words) >= FEWEST_WORDS else ""
