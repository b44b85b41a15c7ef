"""The topics a new program starts with, and the form in which its coordinators edit them."""

from collections.abc import Iterable, Iterator, Sequence

from domain.facts.program import TopicsEdited, TopicsForm
from domain.topics.lexicon import program_lexicon
from domain.topics.lines import TopicLine, marks_of
from domain.topics.shipped import Topic, catalogue
from messages.blocks import context, divider, letter, section
from messages.fields import Choice, field, grouped_multi_select, select, text_input
from messages.ids import TOPIC_FIELDS, Field, Form
from messages.message import Block, Message, View
from messages.payload import Payload
from messages.text import bullets, length
from messages.views import form
from messages.words import Words

FIELD_FILL = 2400
"""A text field takes 3,000 characters; the rest is room to type."""
MAX_NAME = 75


def suggested_topics(t: Words) -> tuple[str, ...]:
    """Return what juniors often teach, then what seniors often give back."""
    return (
        t.plain("AI tools at work"),
        t.plain("Automating small tasks"),
        t.plain("Reading data"),
        t.plain("Social media"),
        t.plain("Short video and podcasts"),
        t.plain("Working remotely and across sites"),
        t.plain("What younger customers expect"),
        t.plain("What younger colleagues expect"),
        t.plain("Inclusion and belonging"),
        t.plain("Sustainability in daily work"),
        t.plain("Cybersecurity habits"),
        t.plain("Startups and new business models"),
        t.plain("Strategy and how decisions are made"),
        t.plain("Profit and loss"),
        t.plain("Talking with senior stakeholders"),
        t.plain("Negotiating"),
        t.plain("Leading a team"),
        t.plain("Careers and how they happen"),
        t.plain("How our industry works"),
        t.plain("Handling conflict"),
    )


def topics_form(fact: TopicsForm, t: Words) -> View:
    """Return the form that edits a program's topics; what was shown travels along as marks."""
    about = t("*{program}*: what people can teach and want to learn.", program=fact.program.name)
    kept = t(
        "Whoever has chosen a topic keeps it: a renamed one under its new name, a removed one in their own words."
    )
    blocks = [section(about), *_lists(fact.topics, t), divider(), *_renaming(fact.topics, t)]
    shipped = _from_the_catalogue(fact.topics, t)
    about_it = Payload(fact.program.id, 0, marks_of(fact.topics))
    blocks = [*blocks, *([divider(), shipped] if shipped else []), context(kept)]
    return form(t.plain("Topics"), blocks, t.plain("Save"), Form.TOPICS, about_it, t)


def topics_edited(fact: TopicsEdited, t: Words) -> Message:
    """Return the receipt: what the list holds now, and what became of people's choices."""
    count = t.tn("{n} topic", "{n} topics", fact.count)
    renamed = [
        t("“{before}” is now “{now}”, also for whoever chose it", before=b, now=n) for b, n in fact.renamed
    ]
    removed = [
        t("“{topic}” is removed; whoever chose it keeps it in their own words", topic=r) for r in fact.removed
    ]
    added = [t("“{topic}” is new", topic=topic) for topic in fact.added]
    changes = [*renamed, *removed, *added]
    saved = t("The topics of *{program}* are saved: {count}.", program=fact.program.name, count=count)
    return letter([saved, bullets(changes) if changes else None])


def _lists(topics: Sequence[TopicLine], t: Words) -> Iterator[Block]:
    hint = t.plain("After a colon, other words people type for it: Presenting: slides, pitch, Vortrag")
    texts = list(_filled(topics)) or [""]
    for name, text in zip(TOPIC_FIELDS, texts, strict=False):
        is_first = name == Field.TOPICS
        label = t.plain("Topics, one per line") if is_first else t.plain("More topics")
        yield field(name, label, text_input(text, is_long=True), hint=hint if is_first else "")


def _filled(topics: Iterable[TopicLine]) -> Iterator[str]:
    text = ""
    for line in map(str, topics):
        if text and length(f"{text}\n{line}") > FIELD_FILL:
            yield text
            text = line
        else:
            text = f"{text}\n{line}" if text else line
    if text:
        yield text


def _renaming(topics: Sequence[TopicLine], t: Words) -> list[Block]:
    choices = [Choice(line.topic, line.topic) for line in topics]
    hint = t.plain("The old name stays as another word for it.")
    return (
        [
            field(Field.RENAMED, t.plain("Rename a topic"), select(choices)),
            field(Field.NEW_NAME, t.plain("Its new name"), text_input(limit=MAX_NAME), hint=hint),
        ]
        if choices
        else []
    )


def _from_the_catalogue(topics: Sequence[TopicLine], t: Words) -> Block | None:
    """Offer what is shipped and the program doesn't have under any name."""
    own, lexicon = {line.topic for line in topics}, program_lexicon(topics)

    def choices(half: Iterable[Topic]) -> list[Choice]:
        names = (t.plain(topic.name) for topic in half if lexicon.known(topic.name) not in own)
        return [Choice(name, name) for name in names]

    halves = {
        t.plain("Often taught by juniors"): choices(catalogue().teach),
        t.plain("Often given back by seniors"): choices(catalogue().give_back),
    }
    offered = {label: half for label, half in halves.items() if half}
    label = t.plain("Add from the catalogue")
    return field(Field.CATALOGUE, label, grouped_multi_select(offered)) if offered else None
