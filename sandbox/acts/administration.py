"""What administrators and people do to a workspace: come, change, go; open, name, share, close channels."""

from typing import Any

from sandbox.acts.actor import DONE, Actor
from sandbox.delivery import events
from sandbox.delivery.courier import Reply
from sandbox.errors import ImpossibleActError, SlackError
from sandbox.methods.channels import free_name
from sandbox.people import PARTNER_TEAM, Person
from sandbox.state.conversations import GENERAL
from sandbox.state.identity import BOT_USER
from sandbox.state.records import Conversation


class Administration(Actor):
    """Acts on people and channels; the app is told of each if it subscribed and may know."""

    async def change_person(self, person: str, **changes: Any) -> Reply:
        """Change somebody's name, zone, deactivation … as in Slack's settings.

        Raises: ImpossibleActError for an unknown person or field.
        """
        now = self.driver.now()
        try:
            changed = self.workspace.directory.change(person, now, **changes)
        except (KeyError, ValueError) as error:
            raise ImpossibleActError(f"That can't be changed: {error}") from error
        self._reachable(changed)
        user = self.workspace.directory.user_object(changed, now, locale=True)
        return await self._tell(events.user_changed(user, int(now.timestamp())))

    async def join_team(self, name: str, **fields: Any) -> Reply:
        """Let somebody new into the workspace; `fields` as for change_person.

        Raises: ImpossibleActError for an unknown field, or an id that is taken.
        """
        now, directory = self.driver.now(), self.workspace.directory
        person_id = fields.pop("id", None) or self.workspace.ids.make("U")
        try:
            person = Person(person_id, name, **_NEWCOMER | fields)
            directory.add(person)
        except (TypeError, ValueError) as error:
            raise ImpossibleActError(f"Nobody can join like that: {error}") from error
        self._reachable(person)
        return await self._tell(events.team_joined(directory.user_object(person, now, locale=True)))

    def _reachable(self, person: Person) -> None:
        if person.is_active_here:
            self.workspace.conversations.open_im(person, int(self.driver.now().timestamp()))
        self.workspace.changed("people")

    async def join_channel(self, person: str, channel: str) -> Reply:
        """Bring a person, or the app itself, into a channel."""
        where = self._open_channel(channel)
        if person in where.members:
            raise ImpossibleActError(f"{person} is in #{where.name} already.")
        who = self.workspace.directory.get(person)
        if who is None or (who.home_team is not None and who.home_team not in where.shared_with):
            raise ImpossibleActError(f"{person} can't be in #{where.name}.")
        where.members |= {person}
        if who.is_stranger and BOT_USER in where.members:
            self.workspace.directory.change(person, self.driver.now(), is_stranger=False)
        self.workspace.changed("messages")
        team_id = who.home_team or self.workspace.identity.team_id
        return await self._tell_members(where, events.member_joined(where, person, team_id))

    async def leave_channel(self, person: str, channel: str) -> Reply:
        """Let a person, or the app itself, leave a channel."""
        where, team_id = self._open_channel(channel), self.workspace.identity.team_id
        if person not in where.members:
            raise ImpossibleActError(f"{person} is not in #{where.name}.")
        if where.id == GENERAL:
            raise ImpossibleActError(f"Nobody leaves #{where.name}.")
        left = events.member_left(where, person, team_id)
        reply = await self._tell_members(where, left)
        where.members -= {person}
        self.workspace.changed("messages")
        return reply

    async def _tell_members(self, where: Conversation, event: dict[str, Any]) -> Reply:
        """Slack tells an app of comings and goings only where it is itself."""
        return await self._tell(event) if BOT_USER in where.members else DONE

    async def archive_channel(self, channel: str, by: str = BOT_USER) -> Reply:
        """Close a channel: nobody can write there any more."""
        where = self._open_channel(channel)
        where.is_archived = True
        return await self._tell_public(where, events.channel_archived(where, by))

    async def unarchive_channel(self, channel: str, by: str = BOT_USER) -> Reply:
        """Open an archived channel again."""
        where = self._channel(channel)
        if not where.is_archived:
            raise ImpossibleActError(f"#{where.name} is not archived.")
        where.is_archived = False
        return await self._tell_public(where, events.channel_unarchived(where, by))

    async def rename_channel(self, channel: str, name: str) -> Reply:
        """Give a channel another name."""
        where = self._open_channel(channel)
        try:
            where.name = free_name(self.workspace, name)
        except SlackError as error:
            raise ImpossibleActError(f"No channel can be called {name} ({error.code}).") from error
        return await self._tell_public(where, events.channel_renamed(where))

    async def share_channel(self, channel: str, team_id: str = PARTNER_TEAM) -> Reply:
        """Open a channel to another company (Slack Connect)."""
        where = self._open_channel(channel)
        where.shared_with |= {team_id}
        return await self._tell_public(where, events.channel_shared(where, team_id))

    async def unshare_channel(self, channel: str, team_id: str = PARTNER_TEAM) -> Reply:
        """Close a channel to the other company; its people are out."""
        where, directory = self._channel(channel), self.workspace.directory
        if team_id not in where.shared_with:
            raise ImpossibleActError(f"#{where.name} is not shared with {team_id}.")
        where.shared_with -= {team_id}
        where.members -= {p.id for p in directory if p.home_team == team_id}
        return await self._tell_public(where, events.channel_unshared(where, team_id))

    async def _tell_public(self, where: Conversation, event: dict[str, Any]) -> Reply:
        self.workspace.changed("messages")
        return DONE if where.is_private else await self._tell(event)

    def _channel(self, channel: str) -> Conversation:
        found = self.workspace.conversations.get(channel)
        if found is None or found.kind != "channel":
            raise ImpossibleActError(f"There is no channel {channel}.")
        return found

    def _open_channel(self, channel: str) -> Conversation:
        found = self._channel(channel)
        if found.is_archived:
            raise ImpossibleActError(f"#{found.name} is archived.")
        return found

    async def uninstall(self) -> Reply:
        """Remove the app from the workspace: its tokens die, and it is told so twice."""
        self.workspace.remove_app()
        return await self.flush()


_NEWCOMER: dict[str, Any] = {
    "title": "",
    "department": "",
    "site": "",
    "level": 1,
    "tz": "Europe/London",
    "manager_id": None,
}
