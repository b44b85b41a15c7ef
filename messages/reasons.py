"""Reasons in words, one place for each: why these two, why nobody, and what would help.

Coordinators and the command line read terms, counts and limits; the two people only what they share and how
they differ; who is left out only a general word. What is private folds into "other limits" for all of them.
"""

from collections.abc import Iterable

from domain.facts.pair import Introduction, Reason
from domain.facts.round import Outlook, Relaxation, TightSet
from domain.kinds import Side
from messages.text import Mrkdwn, mention, sentences
from messages.words import Words


def why_you_two(fact: Introduction, t: Words) -> list[Mrkdwn | None]:
    """Return what the two themselves read: what they share and how they differ, never points or waits."""
    mentor, mentee = mention(fact.mentor.id), mention(fact.mentee.id)
    teaches, back = fact.mentor_teaches, fact.mentee_teaches
    return [
        t("Why you two? {mentor} can teach {topics}.", mentor=mentor, topics=t.join(teaches))
        if teaches
        else None,
        t("{mentee} can give back {topics}.", mentee=mentee, topics=t.join(back)) if back else None,
        _differences(fact, t),
    ]


def reason_text(reason: Reason, t: Words) -> Mrkdwn:
    """Return one term of a pair's score in words."""
    match reason.name:
        case "topics":
            return t("the mentor teaches what the mentee wants: {topics}", topics=t.join(reason.detail))
        case "reciprocity":
            return t("the mentee can give back: {topics}", topics=t.join(reason.detail))
        case name:
            return _plain_reasons(t).get(name, t("a wish one of them stated"))


def limit_text(limit: str, t: Words) -> Mrkdwn:
    """Return one matching rule in words; who must not be paired with whom never shows."""
    return {
        "level": t("level"),
        "reporting_line": t("reporting line"),
        "hours": t("shared hours"),
        "language": t("language"),
        "history": t("earlier partners"),
    }.get(limit, t("other limits"))


def no_partner(person: Mrkdwn | str, reason: str, t: Words) -> Mrkdwn:
    """Return that somebody has no partner, and what took the last candidate."""
    match reason:
        case "candidates":
            return t("{person} has no partner: nobody has signed up on the other side.", person=person)
        case "competition":
            return t("{person} has no partner: there are more people than places.", person=person)
        case limit:
            return t(
                "{person} has no partner: nobody is left after {limit}.",
                person=person,
                limit=limit_text(limit, t),
            )


def waterfall(steps: Iterable[tuple[str, int]], t: Words) -> Mrkdwn:
    """Return how many candidates remain after each limit, in one line."""
    return Mrkdwn(" → ".join(_step(limit, count, t) for limit, count in steps))


def competition(tight: TightSet, t: Words) -> Mrkdwn:
    """Return how many compete for what; who they are is nobody's business."""
    places = _places(tight, t)
    if tight.role is Side.MENTOR:
        return t.tn(
            "{n} mentor competes for {places}.",
            "{n} mentors compete for {places}.",
            tight.competitors,
            places=places,
        )
    return t.tn(
        "{n} mentee competes for {places}.",
        "{n} mentees compete for {places}.",
        tight.competitors,
        places=places,
    )


def what_would_help(relaxation: Relaxation, t: Words) -> Mrkdwn | None:
    """Return the one suggestion; None for what is never to be eased: the reporting line, other limits."""
    possible = t.tn("{n} person would be possible", "{n} people would be possible", relaxation.candidates)
    return {
        "level": t("If levels mattered less, {possible}.", possible=possible),
        "hours": t("If meeting hours could overlap less, {possible}.", possible=possible),
        "language": t("With one more language in common, {possible}.", possible=possible),
        "history": t("If earlier partners could meet again, {possible}.", possible=possible),
    }.get(relaxation.limit)


def kind_reason(reason: str, t: Words) -> Mrkdwn:
    """Return the general word to the person herself. Whatever could hurt or betray somebody reads the same."""
    return {
        "candidates": t("Nobody has signed up on the other side yet."),
        "competition": t(
            "More people signed up on your side than on the other, so there weren't enough places."
        ),
        "hours": t("Nobody who would suit you is free at the hours you can meet."),
        "language": t("Nobody who would suit you shares a language with you."),
        "history": t("There is nobody new for you to meet here right now."),
    }.get(reason, t("It has nothing to do with you: the right partner just wasn't there this time."))


def fresh_partners(outlook: Outlook, t: Words) -> Mrkdwn:
    """Return that people will soon have met everybody they can meet, and what a coordinator can do about it."""
    soon = t.tn(
        "From the round after next on, {n} person may have nobody new to meet here.",
        "From the round after next on, {n} people may have nobody new to meet here.",
        outlook.people_count,
    )
    new, eased = _newcomers(outlook.needs, t), _eased(outlook.relaxation, t)
    return sentences(
        soon,
        t("{newcomers}, or {eased}, would help.", newcomers=new, eased=eased)
        if eased
        else t("{newcomers} would help.", newcomers=new),
    )


def _differences(fact: Introduction, t: Words) -> Mrkdwn | None:
    match (fact.has_different_department, fact.has_different_site):
        case (True, True):
            return t("You come from different departments and sites, so there is much to discover.")
        case (True, False):
            return t("You come from different departments, so there is much to discover.")
        case (False, True):
            return t("You work at different sites, so there is much to discover.")
        case _:
            return None


def _plain_reasons(t: Words) -> dict[str, Mrkdwn]:
    return {
        "department": t("different departments"),
        "site": t("different sites"),
        "hours": t("shared hours to meet"),
        "style": t("they like to work alike"),
        "waited": t("one of them has waited since an earlier round"),
    }


def _step(limit: str, count: int, t: Words) -> Mrkdwn:
    if limit == "candidates":
        return t.tn("{n} candidate", "{n} candidates", count)
    return t("{count} after {limit}", count=count, limit=limit_text(limit, t))


def _places(tight: TightSet, t: Words) -> Mrkdwn:
    if tight.role is Side.MENTOR:
        partners = t.tn("the same mentee", "the same {n} mentees", tight.partners)
    else:
        partners = t.tn("the same mentor", "the same {n} mentors", tight.partners)
    if tight.places == tight.partners:
        return partners
    return t.tn("{n} place with {partners}", "{n} places with {partners}", tight.places, partners=partners)


def _newcomers(needs: tuple[Side, ...], t: Words) -> Mrkdwn:
    match needs:
        case (Side.MENTOR,):
            return t("New mentors")
        case (Side.MENTEE,):
            return t("New mentees")
        case _:
            return t("New mentors and mentees")


def _eased(limit: str | None, t: Words) -> Mrkdwn | None:
    return {
        "level": t("a smaller level gap"),
        "hours": t("a shorter overlap of meeting hours"),
    }.get(limit or "")
