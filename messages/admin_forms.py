"""The coordinator's forms: setting a program up, and correcting one person's roster facts."""

from domain.facts.people import PersonForm
from domain.facts.program import ProgramForm
from domain.kinds import Approval, Preset
from domain.presets import PRESETS
from messages.blocks import context, section
from messages.fields import (
    Choice,
    channel_select,
    checkbox,
    day_picker,
    field,
    level_select,
    people_select,
    person_select,
    radio,
    text_input,
)
from messages.ids import Field, Form
from messages.message import Block, View
from messages.pairs import rhythm
from messages.payload import Payload
from messages.text import Mrkdwn, mention
from messages.views import form
from messages.words import Words

MAX_NAME = 80
MAX_TEXT = 1000


def program_form(fact: ProgramForm, t: Words) -> View:
    """Return the one form that sets a program up; nothing is sent before launch."""
    blocks = [
        section(t("Nobody is told before you launch it.")),
        *_purpose(t),
        *_cadence(fact, t),
        *_people(t),
        *_audience(fact, t),
    ]
    return form(t.plain("New program"), blocks, t.plain("Set up"), Form.PROGRAM, Payload(), t)


def person_form(fact: PersonForm, t: Words) -> View:
    """Return the form for level, department, site and manager of one person."""
    person = fact.person
    about = t("Facts about {person}. A change re-checks the pairs they are in.", person=mention(person.id))
    has_none = checkbox(t("Has no manager"), is_checked=person.is_manager_known and person.manager_id is None)
    blocks = [
        section(about),
        field(Field.LEVEL, t("Level"), level_select(person.level), hint=t("Higher is more senior.")),
        field(Field.DEPARTMENT, t("Department"), text_input(person.department or "", limit=MAX_NAME)),
        field(Field.SITE, t("Site"), text_input(person.site or "", limit=MAX_NAME)),
        field(Field.MANAGER, t("Manager"), person_select(person.manager_id)),
        field(Field.HAS_NO_MANAGER, t("Or"), has_none),
        context(_holidays(fact, t)),
    ]
    return form(t.plain("One person"), blocks, t.plain("Save"), Form.PERSON, Payload(person.id), t)


def _holidays(fact: PersonForm, t: Words) -> Mrkdwn:
    country = fact.holidays.country
    if country is None:
        return t("No public holidays are known for them: the people list can name a country.")
    if fact.holidays.is_from_zone:
        return t(
            "Public holidays: {country}, by the time zone. The people list can name another country.",
            country=t.country(country),
        )
    return t("Public holidays: {country}, by the people list.", country=t.country(country))


def _purpose(t: Words) -> list[Block]:
    invited = t("Everybody invited reads this.")
    return [
        field(Field.NAME, t("Name"), text_input(limit=MAX_NAME), is_optional=False),
        field(
            Field.PURPOSE,
            t("Purpose"),
            text_input(limit=MAX_TEXT, is_long=True),
            hint=invited,
            is_optional=False,
        ),
        field(
            Field.SUCCESS_MEASURE,
            t("How you will know that it worked"),
            text_input(limit=MAX_TEXT),
            hint=t("Coordinators see this."),
        ),
        field(
            Field.SPONSOR_SENTENCE, t("A sentence from the sponsor"), text_input(limit=MAX_TEXT), hint=invited
        ),
    ]


def _cadence(fact: ProgramForm, t: Words) -> list[Block]:
    names = {
        Preset.CLASSIC: t("Classic"),
        Preset.QUARTERLY: t("Quarterly rotation"),
        Preset.PILOT: t("Pilot: try it with 8 to 20 pairs first"),
    }
    presets = [Choice(preset, name, _cadence_text(preset, t)) for preset, name in names.items()]
    approvals = [
        Choice(Approval.COORDINATOR, t("A coordinator approves the pairs")),
        Choice(
            Approval.AUTOMATIC, t("Pairs go out by themselves"), t("But never where a manager is unknown")
        ),
    ]
    closes = day_picker(fact.suggested_close)
    return [
        field(Field.PRESET, t("How often pairs meet"), radio(presets, Preset.CLASSIC), is_optional=False),
        field(Field.APPROVAL, t("Approval"), radio(approvals, Approval.COORDINATOR), is_optional=False),
        field(Field.ENROLMENT_CLOSES_ON, t("People can join until"), closes, is_optional=False),
    ]


def _cadence_text(preset: Preset, t: Words) -> str:
    plan = PRESETS[preset]
    return t.plain(
        "{sessions} sessions in {weeks} weeks, {rhythm}",
        sessions=plan.sessions_per_round,
        weeks=plan.round_weeks,
        rhythm=rhythm(plan.session_every_days, t),
    )


def _people(t: Words) -> list[Block]:
    two = t("A program needs two coordinators, so that somebody without a conflict is always there.")
    ethics = t("Whom people can turn to when something isn't right. Shown to every pair.")
    return [
        field(Field.CO_COORDINATORS, t("Co-coordinators"), people_select(), hint=two, is_optional=False),
        field(
            Field.ETHICS_CONTACT,
            t("Contact for ethics and safety"),
            person_select(),
            hint=ethics,
            is_optional=False,
        ),
    ]


def _audience(fact: ProgramForm, t: Words) -> list[Block]:
    topics = text_input("\n".join(fact.topics), is_long=True)
    words = t("After a colon, other words people type for it. You can change the topics at any time.")
    post = t("At launch the invitation is posted there once. Please add me to the channel first.")
    return [
        field(Field.TOPICS, t("Topics, one per line"), topics, hint=words, is_optional=False),
        field(Field.CHANNEL, t("Channel for the invitation"), channel_select(), hint=post),
    ]
