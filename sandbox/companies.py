"""The sample companies: one workspace each, with the same ids and other people behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sandbox.people import PEOPLE, Person


@dataclass(frozen=True)
class Company:
    """A company whose workspace the sandbox can play."""

    team_id: str
    name: str
    domain: str


COMPANIES = (
    Company("T0SANDBOX", "Halvorsen & Co", "halvorsen"),
    Company("T0SECOND1", "Okavango Freight", "okavango"),
    Company("T0THIRD01", "Castellane Foods", "castellane"),
    Company("T0FOURTH1", "Mistral Optics", "mistral"),
    Company("T0FIFTH01", "Tamarind Bank", "tamarind"),
)


def people_of(company: Company) -> tuple[Person, ...]:
    """List a company's people: ids, posts and zones of the first one, every name another.

    Two workspaces of Slack may use the same id for two people; here they always do.
    """
    place = COMPANIES.index(company)
    humans = [p for p in PEOPLE if not p.is_bot]
    first = _turned([p.name.partition(" ")[0] for p in humans], 5 * place)
    last = _turned([p.name.partition(" ")[2] for p in humans], 7 * place)
    named = {p.id: f"{a} {b}" for p, a, b in zip(humans, first, last, strict=True)}
    return tuple(replace(p, name=named.get(p.id, p.name)) for p in PEOPLE)


def _turned(names: Sequence[str], steps: int) -> list[str]:
    return [*names[steps:], *names[:steps]]
