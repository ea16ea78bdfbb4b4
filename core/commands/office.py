"""One transaction of an agency, in which one person is served or several, one after the other."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.commands.desk import Desk
from core.policy import Policy
from core.preferences import policy_of
from core.records import Channel, Member, Platform
from core.store import linking, people
from core.store.people import Place
from core.store.tenant import Store, Tenant


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks and where, by the platform's own ids."""

    platform: Platform
    workspace: str
    workspace_name: str
    person: str
    person_name: str
    channel: str = ""
    channel_name: str = ""
    owner: bool = False  # of the workspace, as the platform has it
    may_begin: bool = True  # be the agency's first lead: whoever could bring the bot here
    thread: str = ""  # in which it is asked


@dataclass(frozen=True, slots=True)
class Office:
    """The agency of a workspace, its rows, and whom it has met in this transaction."""

    tenant: Tenant
    policy: Policy
    place: Place
    now: datetime
    us: tuple[str, ...]
    preferences: dict[str, str]
    _members: dict[str, Member] = field(default_factory=dict)
    _channels: dict[str, Channel] = field(default_factory=dict)

    def expect(self, askers: Collection[Asker]) -> None:
        """Look up at once who comes, and where from."""
        workspace_id = self.place.workspace_id
        rows = people.known_channels(self.tenant, workspace_id, {asker.channel for asker in askers})
        self._channels.update((row.external_id, people.as_channel(row)) for row in rows)

    def unattended(self) -> Desk:
        """Return a desk at which nobody sits, for what a platform tells us by itself."""
        nobody = Member(0, self.tenant.agency_id, self.place.workspace_id, str(self.place.platform))
        return Desk(self.tenant, self.policy, nobody, self.now, self.preferences, None, self.us)

    def desk(self, asker: Asker) -> Desk:
        """Return the desk of somebody of this workspace; an unattended one where nobody is named."""
        if not asker.person:
            return self.unattended()
        if asker.person not in self._members:
            self._members[asker.person] = people.member(
                self.tenant,
                self.place.workspace_id,
                asker.person,
                asker.person_name,
                self.now,
                may_begin=asker.may_begin,
            )
        if asker.channel and asker.channel not in self._channels:
            row = people.channel(self.tenant, self.place.workspace_id, asker.channel, asker.channel_name)
            self._channels[asker.channel] = people.as_channel(row)
        learning = timedelta(days=int(self.preferences["learning-days"]))
        return Desk(
            self.tenant,
            self.policy,
            self._members[asker.person],
            self.now,
            self.preferences,
            self._channels.get(asker.channel),
            self.us,
            asker.owner,
            learns=self.now < self.place.installed_at + learning,
            thread=asker.thread,
        )


@contextmanager
def office_of(
    store: Store, policy: Policy, us: tuple[str, ...], asker: Asker, now: datetime
) -> Iterator[Office]:
    """Give the agency's rows to whoever asks; all that is changed is committed together, or nothing."""
    with store.database.write() as session:
        place = people.install(
            session, store.keyring, asker.platform, asker.workspace, asker.workspace_name, now
        )
        tenant = linking.held(store.tenant(session, place.agency_id), place.workspace_id)
        place = replace(place, agency_id=tenant.agency_id)
        preferences = people.preferences(tenant)
        yield Office(tenant, policy_of(policy, preferences), place, now, us, preferences)
