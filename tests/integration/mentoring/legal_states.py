"""What may become of one pair, as the product's words have it: a second opinion that shares no code with the bot.

`after` is the whole rulebook: an act is done, or refused and changes nothing. Written from docs, not from verbs.
"""

from dataclasses import dataclass, replace

CLOCK = ""
"""Nobody's act: time has come."""


@dataclass(frozen=True)
class Deed:
    """What somebody does, or the clock; `seen`: which edition of the session card was looked at."""

    what: str
    who: str = CLOCK
    date: str = ""
    seen: int = 0

    def __str__(self) -> str:
        return " ".join(part for part in (self.who or "clock", self.what, self.date) if part)


@dataclass(frozen=True)
class Truth:
    """How things stand between two people. `editions` counts the changes of their date."""

    sides: frozenset[str]
    pair: str = "previewing"
    yes: frozenset[str] = frozenset()
    charter: frozenset[str] = frozenset()
    session: str = "none"
    date: str = ""
    asked_by: str = ""
    editions: int = 0
    met: frozenset[str] = frozenset()
    not_met: frozenset[str] = frozenset()
    rated: frozenset[str] = frozenset()
    paused: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    never_again: bool = False

    @property
    def is_open(self) -> bool:
        return self.pair in {"previewing", "live"}

    @property
    def has_card(self) -> bool:
        """Whether dates can be talked about: also afterwards, when it hasn't happened yet."""
        return self.pair == "live" and self.session in {"to_fix", "suggested", "fixed", "past"}


def after(now: Truth, deed: Deed) -> Truth | None:
    """Return how things stand after a deed; None when it is refused."""
    return RULES[deed.what](now, deed)


def says_yes(now: Truth, deed: Deed) -> Truth | None:
    """Both yes: the two are introduced."""
    if now.pair != "previewing":
        return None
    yes = now.yes | {deed.who}
    return replace(now, yes=yes, pair="live" if yes == now.sides else "previewing")


def says_no(now: Truth, deed: Deed) -> Truth | None:
    """One no is enough, also after one's own yes, as long as the two haven't been told."""
    return replace(now, pair="declined", yes=now.yes - {deed.who}) if now.pair == "previewing" else None


def preview_is_over(now: Truth, _deed: Deed) -> Truth:
    """Silence for two working days means yes."""
    return replace(now, pair="live") if now.pair == "previewing" else now


def accepts_charter(now: Truth, deed: Deed) -> Truth | None:
    """Once they are introduced; a second time changes nothing."""
    return replace(now, charter=now.charter | {deed.who}) if now.pair == "live" else None


def session_opens(now: Truth, _deed: Deed) -> Truth:
    """The first session opens when both have accepted, and waits for whoever is away."""
    is_time = now.pair == "live" and now.charter == now.sides and now.session == "none" and not now.paused
    return replace(now, session="to_fix") if is_time else now


def suggests(now: Truth, deed: Deed) -> Truth | None:
    """Any date ahead, from the card as it is; the very date the other has suggested is a yes to it."""
    if not now.has_card or deed.seen != now.editions:
        return None
    if now.session == "suggested" and now.date == deed.date and now.asked_by != deed.who:
        return _fixed(now)
    return _moved(now, session="suggested", date=deed.date, asked_by=deed.who)


def accepts_date(now: Truth, deed: Deed) -> Truth | None:
    """Only what the other one has suggested."""
    is_hers = now.session == "suggested" and now.asked_by != deed.who
    return _fixed(now) if now.has_card and deed.seen == now.editions and is_hers else None


def cancels(now: Truth, deed: Deed) -> Truth | None:
    """A suggestion or a fixed date, by either."""
    if not now.has_card or deed.seen != now.editions or now.session not in {"suggested", "fixed"}:
        return None
    return _moved(now, session="to_fix", date="", asked_by="")


def has_met(now: Truth, deed: Deed) -> Truth | None:
    """At every step: it counts as a yes, and the date is over."""
    if not now.has_card:
        return None
    said = replace(now, met=now.met | {deed.who}, not_met=now.not_met - {deed.who})
    return said if now.session == "past" else _moved(said, session="past")


def date_is_over(now: Truth, _deed: Deed) -> Truth:
    """The poll comes after a fixed date only."""
    return replace(now, session="past") if now.pair == "live" and now.session == "fixed" else now


def rates(now: Truth, deed: Deed) -> Truth | None:
    """One tap, once: nobody knows afterwards whose it was."""
    if now.pair != "live" or now.session not in {"past", "closed"} or deed.who in now.rated:
        return None
    her = {deed.who}
    return replace(now, met=now.met | her, not_met=now.not_met - her, rated=now.rated | her)


def not_yet(now: Truth, deed: Deed) -> Truth | None:
    """Unless she has rated it; it may take back an unrated "we met"."""
    if now.pair != "live" or now.session not in {"past", "closed"} or deed.who in now.rated:
        return None
    return replace(now, met=now.met - {deed.who}, not_met=now.not_met | {deed.who})


def pauses(now: Truth, deed: Deed) -> Truth | None:
    """Whoever takes part."""
    return None if deed.who in now.left else replace(now, paused=now.paused | {deed.who})


def comes_back(now: Truth, deed: Deed) -> Truth:
    """Always."""
    return replace(now, paused=now.paused - {deed.who})


def leaves(now: Truth, deed: Deed) -> Truth | None:
    """Whoever takes part; an open pair ends with it."""
    if deed.who in now.left:
        return None
    gone = replace(now, left=now.left | {deed.who})
    return _ended(gone) if now.is_open else gone


def ends_contact(now: Truth, _deed: Deed) -> Truth | None:
    """One tap, and never again."""
    return replace(_ended(now), never_again=True) if now.is_open else None


def _ended(now: Truth) -> Truth:
    return replace(now, pair="ended", session="none" if now.session == "none" else "closed")


def _moved(now: Truth, **changes: str) -> Truth:
    return replace(now, editions=now.editions + 1, **changes)  # type: ignore[arg-type]  # names of text fields


def _fixed(now: Truth) -> Truth:
    """Who said "not yet" is asked again after the new date."""
    return _moved(replace(now, not_met=frozenset()), session="fixed")


RULES = {
    "yes": says_yes,
    "no": says_no,
    "preview is over": preview_is_over,
    "charter": accepts_charter,
    "session opens": session_opens,
    "suggest": suggests,
    "accept": accepts_date,
    "cancel": cancels,
    "met": has_met,
    "date is over": date_is_over,
    "rate": rates,
    "not yet": not_yet,
    "pause": pauses,
    "come back": comes_back,
    "leave": leaves,
    "end contact": ends_contact,
}
