"""The place where a person allows the app into their workspace: `/oauth/v2/authorize`."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sandbox.oauth.ask import Ask, OAuthError, may_install, read_ask
from sandbox.oauth.consent import HEADERS, asking_page, refusing_page
from sandbox.slack import Slack

_TICKET_SECONDS = 10 * 60
_TICKETS_KEPT = 1_000
_FORBIDDEN, _BAD_REQUEST = 403, 400


class OAuthFace:
    """Shows the question, under a ticket that makes the form answerable once and from here only."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._asked: dict[str, tuple[Ask, float]] = {}

    async def ask(self, request: Request) -> Response:
        """Show the question."""
        try:
            ask = read_ask(request.query_params, self._slack)
        except OAuthError as error:
            return _refused(str(error))
        ticket = self._slack.ids.secret(32)
        self._asked[ticket] = (ask, self._slack.real_now())
        while len(self._asked) > _TICKETS_KEPT:
            del self._asked[next(iter(self._asked))]
        return HTMLResponse(asking_page(self._slack, ask, ticket), headers=HEADERS)

    async def answer(self, request: Request) -> Response:
        """Take the person's answer and send them back to the app."""
        own = f"{request.url.scheme}://{request.url.netloc}"
        if request.headers.get("origin", own) != own:
            return _refused("The answer came from another site.", _FORBIDDEN)
        async with request.form() as form:
            told = {key: value for key, value in form.items() if isinstance(value, str)}
        try:
            ask = self._taken(told.get("ticket", ""))
            if told.get("answer") != "allow":
                return _back(ask.answered(error="access_denied"))
            team_id, person = self._who(told.get("who", ""))
        except OAuthError as error:
            return _refused(str(error))
        return _back(ask.answered(code=self._slack.grants.give(team_id, person, ask.scopes, ask.named_uri)))

    def _taken(self, ticket: str) -> Ask:
        ask, shown = self._asked.pop(ticket, (None, 0.0))
        if ask is None or self._slack.real_now() - shown > _TICKET_SECONDS:
            raise OAuthError("This page was answered before, or is too old. Start again from the app.")
        return ask

    def _who(self, told: str) -> tuple[str, str]:
        team_id, _, person_id = told.partition("/")
        workspace = self._slack.workspaces.get(team_id)
        person = workspace.directory.get(person_id) if workspace else None
        if person is None or not may_install(person):
            raise OAuthError("access_denied: this person can't install apps")
        return team_id, person_id


def _refused(sentence: str, status: int = _BAD_REQUEST) -> Response:
    return HTMLResponse(refusing_page(sentence), status_code=status, headers=HEADERS)


def _back(address: str) -> Response:
    return RedirectResponse(address, status_code=302, headers=HEADERS)
