"""A person in a browser who is asked to allow the app: opens the page, reads its form, answers it."""

import re
from dataclasses import dataclass
from html import unescape

import httpx

CALLBACK = "http://127.0.0.1:3001/slack/oauth_redirect"
HELENE_OF_THE_SECOND = "T0SECOND1/U0HELENE1"


@dataclass
class Browser:
    """Follows no redirect by itself: where the person is sent is what the tests look at."""

    http: httpx.AsyncClient

    async def open(self, address: str, **query: str) -> httpx.Response:
        return await self.http.get(address, params=query or None)

    async def answer(
        self, page: httpx.Response, who: str = HELENE_OF_THE_SECOND, answer: str = "allow", **headers: str
    ) -> httpx.Response:
        form = {"ticket": ticket_on(page), "who": who, "answer": answer}
        return await self.http.post("/oauth/v2/authorize", data=form, headers=headers)


def ticket_on(page: httpx.Response) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert found is not None, page.text
    return found[1]


def people_on(page: httpx.Response) -> dict[str, str]:
    """List who can be chosen, by the name shown."""
    return {
        unescape(name): value for value, name in re.findall(r'<option value="([^"]+)">([^<]+)', page.text)
    }


def sent_to(answer: httpx.Response) -> tuple[str, dict[str, str]]:
    """Tell where the person goes, and what they take along."""
    assert answer.status_code == 302, answer.text
    address = httpx.URL(answer.headers["location"])
    return str(address.copy_with(query=None)), dict(address.params)
