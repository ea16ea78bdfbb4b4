"""What Slack and Discord do differently and why: the one table of it, and what its rows are the reason of."""

from collections.abc import Mapping
from typing import NamedTuple


class Difference(NamedTuple):
    """How each of the two does something, and why not alike."""

    slack: str
    discord: str
    why: str


DIFFERENCES: Mapping[str, Difference] = {
    "connection": Difference(
        "Socket Mode, or an HTTPS address of yours", "the gateway", "Discord needs no address for any of it"
    ),
    "many of them": Difference(
        "an HTTPS address, from which workspaces install it",
        "one link for all servers",
        "each workspace grants a token of its own, servers do not",
    ),
    "another address of the API": Difference(
        "can be set", "cannot be set", "nobody but Discord is to be given the token"
    ),
    "commands": Difference(
        "one line, as `/checkmsg watch here as chats`",
        "fields, as in `/checkmsg watch channel`",
        "Discord has each command declared, in two words at most below the first",
    ),
    "the words of posts": Difference(
        "told wherever the bot is",
        "told with Message Content Intent only",
        "Discord keeps them from an app that has not switched it on",
    ),
    "replies in threads": Difference(
        "read on request",
        "read from the start, other than below a reply of the bot's",
        "in Discord a thread is a place of its own, often one client's",
    ),
    "forums": Difference(
        "none",
        "read as channels are, without a pinned line",
        "only Discord has them, and they hold nothing but threads",
    ),
    "what a channel is for": Difference(
        "asked when the bot is invited to it",
        "said with `/checkmsg watch channel`",
        "in Discord nobody invites a bot to a channel: it is in all that its role can see",
    ),
    "guests, other companies": Difference(
        "told apart, and shown nothing of yours",
        "whoever is in the server counts as one of you",
        "Discord knows neither guests nor shared channels",
    ),
    "marks on a reply": Difference(
        "✅ is **Sent it**, 🔇 is **Mute this thread**",
        "the two controls only",
        "to hear of marks takes one more intent, and the controls do the same",
    ),
    "Home": Difference("a page of the app", "`/checkmsg home`", "Discord has no pages for apps"),
    "the first lead": Difference(
        "who asks first, or who installs it",
        "who may manage the server and asks first",
        "Discord does not say who brought the bot, and anybody in the server may ask it",
    ),
    "who may claim to lead": Difference(
        "owners and admins of the workspace",
        "the server's owner, and a role of that name",
        "in Discord many are administrators who have no say in the agency",
    ),
    "posts while it is off": Difference(
        "told again by Slack for some minutes",
        "read by the bot afterwards: 24 hours, 1,000 posts",
        "Slack repeats what was not taken, Discord does not",
    ),
    "a chat in several posts": Difference(
        "the reply moves to the last one",
        "the reply stays in the thread where it began",
        "a thread that is left would stay behind, and empty",
    ),
    "a long reply": Difference(
        "several messages",
        "one message, and the rest in a text file",
        "what is one message arrives whole or not at all",
    ),
}

# Settings of one that the other has under another name, or the row that says why it has none.
SETTINGS = {
    "slack_api_url": "another address of the API",
    "slack_app_token": "connection",
    "slack_authorize_url": "many of them",
    "slack_bot_token": "discord_token",
    "slack_client_id": "many of them",
    "slack_client_secret": "many of them",
    "slack_file_hosts": "discord_file_hosts",
    "slack_listen": "connection",
    "slack_signing_secret": "connection",
    "discord_file_hosts": "slack_file_hosts",
    "discord_lead_role": "who may claim to lead",
    "discord_message_content": "the words of posts",
    "discord_token": "slack_bot_token",
}
# What each of the two tells us by itself: how the other does, or the row that says why it does not.
EVENTS = {
    "app_home_opened": "Home",
    "app_uninstalled": "on_guild_remove",
    "channel_archive": "on_guild_channel_delete",
    "channel_id_changed": "guests, other companies",
    "channel_rename": "on_guild_channel_update",
    "group_archive": "on_guild_channel_delete",
    "group_rename": "on_guild_channel_update",
    "member_joined_channel": "what a channel is for",
    "message.channels": "on_message",
    "message.groups": "on_message",
    "message.im": "on_message",
    "reaction_added": "marks on a reply",
    "tokens_revoked": "on_guild_remove",
    "on_guild_available": "many of them",
    "on_guild_channel_delete": "channel_archive",
    "on_guild_channel_update": "channel_rename",
    "on_guild_join": "many of them",
    "on_guild_remove": "app_uninstalled",
    "on_guild_unavailable": "posts while it is off",
    "on_message": "message.channels",
    "on_raw_bulk_message_delete": "message.channels",
    "on_raw_message_delete": "message.channels",
    "on_raw_message_edit": "message.channels",
    "on_raw_thread_delete": "replies in threads",
    "on_ready": "posts while it is off",
    "on_shard_disconnect": "posts while it is off",
    "on_shard_ready": "posts while it is off",
    "on_shard_resumed": "posts while it is off",
}
