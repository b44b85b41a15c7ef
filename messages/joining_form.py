"""The join form: a role and "Join" are enough, all else can wait. Each field says who sees it."""

from collections.abc import Sequence

from domain.cadence import Window
from domain.facts.people import JoinForm, JoinRequest
from domain.kinds import Role
from domain.presets import MAX_MENTOR_CAPACITY
from messages.blocks import context, divider, section
from messages.fields import (
    Choice,
    checkbox,
    checkboxes,
    day_checkboxes,
    field,
    level_select,
    minute_select,
    multi_select,
    people_select,
    person_select,
    radio,
    select,
    text_input,
)
from messages.ids import Field, Form
from messages.message import Block, View
from messages.payload import Payload
from messages.text import Mrkdwn, mention, sentences
from messages.views import form
from messages.words import Words

MAX_HOPE = 300
MAX_SHORT = 80
MAX_OTHER_TOPICS = 800
LANGUAGES = (
    *("ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga"),
    *("he", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "mt", "nl", "no", "pl"),
    *("pt", "ro", "ru", "sk", "sl", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh"),
)
STYLES = ("agenda", "open_talk", "hands_on", "examples", "short_often", "long_rare")


def join_form(fact: JoinForm, t: Words) -> View:
    """Return the form to join, or to change one's answers."""
    blocks = [
        *_opening(fact, t),
        *_topics(fact, t),
        *_about_you(fact.current, t),
        divider(),
        *_place(fact, t),
        divider(),
        section(_zone(fact, t)),
        *_read_hours(fact.current.read, t),
        *_meet_hours(fact.current.meet, t),
        divider(),
        *_private(fact.current, t),
    ]
    title = t.plain("Your answers") if fact.is_change else t.plain("Join")
    submit = t.plain("Save") if fact.is_change else t.plain("Join")
    return form(title, blocks, submit, Form.JOIN, Payload(fact.program.id), t)


def style_label(style: str, t: Words) -> str:
    """Return a working style as its chooser says it."""
    return {
        "agenda": t.plain("I like an agenda"),
        "open_talk": t.plain("I like an open talk"),
        "hands_on": t.plain("I learn by doing"),
        "examples": t.plain("I learn from examples"),
        "short_often": t.plain("Rather short and often"),
        "long_rare": t.plain("Rather long and seldom"),
    }.get(style, style)


def _opening(fact: JoinForm, t: Words) -> list[Block]:
    about = t(
        "In *{program}* the junior colleague is the mentor and the senior one learns. Whatever is marked "
        "optional can wait; it helps to find you a good partner.",
        program=fact.program.name,
    )
    coordinators = t.join(mention(person_id) for person_id in fact.coordinator_ids)
    who = t("“Coordinators” below means {coordinators}.", coordinators=coordinators)
    role = radio(_roles(t), fact.current.role if fact.is_change else "")
    return [
        section(about),
        *([context(who)] if fact.coordinator_ids else []),
        field(Field.ROLE, t("My role"), role, hint=_all_see(t), is_optional=False),
    ]


def _roles(t: Words) -> list[Choice]:
    return [
        Choice(Role.MENTOR, t("Mentor: I teach"), t("The junior of the two, who shares what is new")),
        Choice(Role.MENTEE, t("Mentee: I learn"), t("The senior of the two, who asks, listens and tries")),
        Choice(Role.BOTH, t("Both"), t("Mentor in one pair, mentee in another")),
    ]


def _topics(fact: JoinForm, t: Words) -> list[Block]:
    now, hint = fact.current, _all_see(t)
    teaches, wants = t("I can teach"), t("I want to learn")
    more = t.plain(
        "Not in the list? Separate topics by commas. What I know by another word I put under its name."
    )
    return [
        *_listed_topics(Field.TEACHES, teaches, fact.topics, now.teaches, hint),
        _other_topics(Field.OTHER_TEACHES, t("I can also teach"), fact.topics, now.teaches, more),
        *_listed_topics(Field.WANTS, wants, fact.topics, now.wants, hint),
        _other_topics(Field.OTHER_WANTS, t("I also want to learn"), fact.topics, now.wants, more),
    ]


def _listed_topics(
    name: Field, label: str, topics: Sequence[str], chosen: Sequence[str], hint: str
) -> list[Block]:
    choices = [Choice(topic, topic) for topic in topics]
    return [field(name, label, multi_select(choices, chosen), hint=hint)] if choices else []


def _other_topics(name: Field, label: str, topics: Sequence[str], chosen: Sequence[str], hint: str) -> Block:
    own = [topic for topic in chosen if topic not in topics]
    others = "".join(f"{topic}; " for topic in own) if "," in "".join(own) else ", ".join(own)
    return field(name, label, text_input(others, limit=MAX_OTHER_TOPICS), hint=hint)


def _about_you(now: JoinRequest, t: Words) -> list[Block]:
    languages = sorted(
        (Choice(c, t.language(c)) for c in {*LANGUAGES, *now.languages}), key=lambda c: c.label
    )
    styles = [Choice(style, style_label(style, t)) for style in STYLES]
    hope = text_input(now.hope, limit=MAX_HOPE, example=t("One sentence is plenty"))
    return [
        field(Field.HOPE, t("What I hope for"), hope, hint=_partner_sees(t)),
        field(
            Field.LANGUAGES,
            t("Languages I can talk in"),
            multi_select(languages, now.languages),
            hint=_all_see(t),
        ),
        field(Field.STYLES, t("How I like to work"), checkboxes(styles, now.styles), hint=_matching_sees(t)),
    ]


def _place(fact: JoinForm, t: Words) -> list[Block]:
    now = fact.current
    level_hint = t.plain(
        "1 is a first job, 9 the top of the company. Coordinators see this, your partner doesn't."
    )
    return [
        field(
            Field.LEVEL,
            t("My level"),
            level_select(now.level),
            hint=level_hint,
            is_optional=now.level is not None,
        ),
        field(
            Field.DEPARTMENT, t("Department"), text_input(now.department, limit=MAX_SHORT), hint=_all_see(t)
        ),
        field(Field.SITE, t("Site"), text_input(now.site, limit=MAX_SHORT), hint=_all_see(t)),
        *([] if fact.is_manager_known else _manager(now, t)),
    ]


def _manager(now: JoinRequest, t: Words) -> list[Block]:
    hint = t.plain(
        "So that nobody is paired inside a reporting line. Coordinators see this, your partner doesn't."
    )
    none = checkbox(t("I have no manager"), is_checked=now.has_no_manager)
    return [
        field(Field.MANAGER, t("My manager"), person_select(now.manager_id), hint=hint),
        field(Field.HAS_NO_MANAGER, t("Or"), none),
    ]


def _zone(fact: JoinForm, t: Words) -> Mrkdwn:
    return sentences(
        t("*When* Your hours are in {zone}.", zone=fact.time_zone),
        None
        if fact.is_time_zone_confirmed
        else t(
            "Slack doesn't tell me your zone: is this right? If not, set it in Slack's preferences; I follow."
        ),
    )


def _read_hours(window: Window, t: Words) -> list[Block]:
    hint = t.plain("I write to you only then. Nobody sees this.")
    return [
        field(
            Field.READ_START, t("I can read messages from"), minute_select(t, window.start_minute), hint=hint
        ),
        field(Field.READ_END, t("… until"), minute_select(t, window.end_minute)),
        field(Field.READ_DAYS, t("… on"), day_checkboxes(t, window.days)),
    ]


def _meet_hours(window: Window, t: Words) -> list[Block]:
    hint = t.plain(
        "Your partner sees only the times that suit you both. An end before the start means overnight."
    )
    return [
        field(Field.MEET_START, t("I can meet from"), minute_select(t, window.start_minute), hint=hint),
        field(Field.MEET_END, t("… until"), minute_select(t, window.end_minute)),
        field(Field.MEET_DAYS, t("… on"), day_checkboxes(t, window.days)),
    ]


def _private(now: JoinRequest, t: Words) -> list[Block]:
    blocked_hint = t.plain("Nobody sees this, not even coordinators. Only the matching uses it.")
    delegate_hint = t.plain("May see and answer when you meet, nothing else. Nobody else sees this.")
    capacity_hint = t.plain("One is usual. Coordinators see this.")
    capacity = [Choice(str(n), str(n)) for n in range(1, MAX_MENTOR_CAPACITY + 1)]
    return [
        field(
            Field.BLOCKED, t("Please don't pair me with"), people_select(now.blocked_ids), hint=blocked_hint
        ),
        field(
            Field.DELEGATE,
            t("Somebody who handles my dates"),
            person_select(now.delegate_id),
            hint=delegate_hint,
        ),
        field(
            Field.MENTOR_CAPACITY,
            t("As a mentor: how many mentees at once"),
            select(capacity, str(now.mentor_capacity)),
            hint=capacity_hint,
        ),
    ]


def _all_see(t: Words) -> str:
    return t.plain("Your partner and the coordinators see this.")


def _partner_sees(t: Words) -> str:
    return t.plain("Your partner sees this.")


def _matching_sees(t: Words) -> str:
    return t.plain("Nobody sees this. Only the matching uses it.")
