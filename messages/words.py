"""The words of one language: sentences by gettext, dates and lists by Babel, instants as date tokens."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations, find, translation
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list

from domain.cadence import MINUTES_PER_DAY
from messages.text import Mrkdwn, escape, inline

DOMAIN = "rm"
CATALOGUES = Path(__file__).parent / "locales"
SOURCE_LANGUAGE = "en"
PSEUDO_LOCALE = "xx"
FIRST_MONDAY = dt.date(2024, 1, 1)


@dataclass(frozen=True)
class Words:
    """Called with a sentence it returns Slack text; every value in it is escaped unless it is `Mrkdwn`."""

    locale: Locale
    translations: NullTranslations

    def __call__(self, message: str, /, **values: object) -> Mrkdwn:
        """Return the sentence in this language, as text that Slack formats."""
        return self._fill(self._look_up(message), values)

    def tn(self, one: str, many: str, n: int, /, **values: object) -> Mrkdwn:
        """Return the sentence in the plural form that `n` asks for; `{n}` is the figure."""
        return self._fill(self._look_up_many(one, many, n), {"n": n, **values})

    def plain(self, message: str, /, **values: object) -> str:
        """Return the sentence for a plain-text place (button, title, label), where nothing is escaped."""
        return self._look_up(message).format(**{k: inline(str(v)) for k, v in values.items()})

    def join(self, items: Iterable[object]) -> Mrkdwn:
        """Return "a, b and c"."""
        return self._localized(format_list([self._value(item) for item in items], locale=self.locale))

    def date(self, day: dt.date) -> Mrkdwn:
        """Return a day with its weekday and year."""
        return self._localized(format_date(day, "full", locale=self.locale))

    def month_day(self, day: dt.date) -> Mrkdwn:
        """Return a day without its year, for days near enough."""
        return self._localized(format_skeleton("MMMMEEEEd", day, locale=self.locale))

    def moment(self, instant: dt.datetime, zone: str) -> Mrkdwn:
        """Return an instant that each reader's Slack shows in her own zone; `zone` is for the fallback."""
        local = instant.astimezone(ZoneInfo(zone))
        token = self._day_and_time("{date_long_pretty}", "{time}")
        fallback = self._day_and_time(
            format_skeleton("MMMMEEEEd", local, locale=self.locale),
            f"{format_time(local, 'short', tzinfo=local.tzinfo, locale=self.locale)} {local.tzname()}",
        )
        return Mrkdwn(f"<!date^{int(instant.timestamp())}^{token}|{fallback}>")

    def short_moment(self, instant: dt.datetime, zone: str) -> str:
        """Return an instant for a button, where Slack shows no date tokens."""
        local = instant.astimezone(ZoneInfo(zone))
        day = format_skeleton("MMMEd", local, locale=self.locale)
        return self._localized(
            f"{day}, {format_time(local, 'short', tzinfo=local.tzinfo, locale=self.locale)}"
        )

    def clock_time(self, minute: int) -> str:
        """Return a time of day given in minutes after midnight."""
        hour, minute = divmod(minute % MINUTES_PER_DAY, 60)
        return self._localized(format_time(dt.time(hour, minute), "short", locale=self.locale))

    def weekday(self, iso_weekday: int) -> str:
        """Return the name of an ISO weekday (1 = Monday)."""
        day = FIRST_MONDAY.replace(day=iso_weekday)
        return self._localized(format_date(day, "EEEE", locale=self.locale))

    def language(self, code: str) -> str:
        """Return the name of a language, or its code where no name is known."""
        return self._localized(self.locale.languages.get(code, code))

    def country(self, code: str) -> str:
        """Return the name of a country by its ISO 3166 code; a part of one keeps its code beside it."""
        country, _, part = code.partition("-")
        name = self.locale.territories.get(country, country)
        return self._localized(f"{name} ({code})" if part else name)

    def _day_and_time(self, day: str, time: str) -> str:
        return self.plain("{day} at {time}", day=day, time=time)

    def _look_up(self, message: str) -> str:
        return self.translations.gettext(message)

    def _look_up_many(self, one: str, many: str, n: int) -> str:
        return self.translations.ngettext(one, many, n)

    def _localized(self, text: str) -> Mrkdwn:
        """Pass on what Babel made."""
        return Mrkdwn(text)

    def _fill(self, message: str, values: dict[str, object]) -> Mrkdwn:
        return Mrkdwn(message.format(**{name: self._value(value) for name, value in values.items()}))

    def _value(self, value: object) -> Mrkdwn:
        return value if isinstance(value, Mrkdwn) else self._foreign(str(value))

    def _foreign(self, text: str) -> Mrkdwn:
        """Make foreign text harmless where it is shown."""
        return escape(text)


class TerminalWords(Words):
    """The words for a terminal, which formats nothing: foreign text is cleaned, and stays as it was typed."""

    def _foreign(self, text: str) -> Mrkdwn:
        return Mrkdwn(inline(text))


class PseudoWords(Words):
    """A language no one speaks: each text stands in brackets, so that text without them is found."""

    def _look_up(self, message: str) -> str:
        return f"⟦{message}⟧"

    def _look_up_many(self, one: str, many: str, n: int) -> str:
        return f"⟦{super()._look_up_many(one, many, n)}⟧"

    def _localized(self, text: str) -> Mrkdwn:
        return Mrkdwn(f"⟦{text}⟧")


@lru_cache(maxsize=64)
def words_for(locale: str) -> Words:
    """Return the words for a Slack locale such as "de-DE"; English where there is no catalogue."""
    if locale == PSEUDO_LOCALE:
        return PseudoWords(Locale(SOURCE_LANGUAGE), NullTranslations())
    return _translated(locale) or Words(Locale(SOURCE_LANGUAGE), NullTranslations())


def words_for_terminal() -> Words:
    """Return the words of the command line, which speaks English."""
    return TerminalWords(Locale(SOURCE_LANGUAGE), NullTranslations())


def _translated(name: str) -> Words | None:
    """Return words whose sentences and dates are in one language, or None: never half of each."""
    for tag in (name, name.partition("-")[0]):
        try:
            locale = Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if locale.language == SOURCE_LANGUAGE:
            return Words(locale, NullTranslations())
        if find(DOMAIN, CATALOGUES, [str(locale), locale.language]):
            return Words(locale, translation(DOMAIN, CATALOGUES, [str(locale), locale.language]))
    return None
