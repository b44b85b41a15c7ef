"""A Slack that fails every call for as long as it is told to, and remembers each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.errors import SlackFailure
from tests.integration.mentoring.fake_slack import FakeSlack

HAS_EFFECT = {"post", "update", "publish_home", "share_file", "open_conversation"}
"""What may have happened though nobody answered."""
METHODS = {
    "post": "chat.postMessage",
    "update": "chat.update",
    "publish_home": "views.publish",
    "open_conversation": "conversations.open",
    "find_post": "conversations.history",
}


@dataclass
class TroubledSlack(FakeSlack):
    """`trouble` is what each call meets; None: all is well."""

    trouble: SlackFailure | None = None

    def _call(self, method: str) -> Exception | None:
        failure = super()._call(method)
        if self.trouble is None:
            return failure
        is_unclear = self.trouble.is_ambiguous and method in HAS_EFFECT
        return SlackFailure(self.trouble.code, self.trouble.is_permanent, is_unclear)

    def at(self, since: datetime, until: datetime) -> Mapping[str, list[datetime]]:
        """When each method was called in a span."""
        found: defaultdict[str, list[datetime]] = defaultdict(list)
        for name, at in self.calls:
            if since <= at < until:
                found[METHODS[name]].append(at)
        return found
