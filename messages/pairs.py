"""The life of a pair: the introduction, the agreement both accept, the goals, and the neutral end."""

from domain.facts.pair import Charter, GoalFact, Introduction, PairActed, PairEnded
from domain.kinds import EndReason, Side
from messages.blocks import actions, button, context, divider, footer, letter, section
from messages.fields import field, text_input
from messages.ids import GOAL_FIELDS, Button, Field, Form
from messages.message import Block, Message, View
from messages.payload import Payload
from messages.reasons import why_you_two
from messages.text import Mrkdwn, bullets, escape, lines, mention, sentences
from messages.views import form
from messages.words import Words

MAX_GOAL = 200


def introduction(fact: Introduction, t: Words) -> Message:
    """Return the one message for the group DM: who, why you two, what to do first."""
    mentor, mentee = mention(fact.mentor.id), mention(fact.mentee.id)
    opening = t(
        "{mentor} and {mentee}, meet each other! In *{program}* {mentor} is the mentor, the junior colleague "
        "who teaches, and {mentee} is the one who learns.",
        mentor=mentor,
        mentee=mentee,
        program=fact.program.name,
    )
    plan = t(
        "You have {sessions} until {day}, {rhythm}. First step: say hello here, then pick a date in the card "
        "each of you finds in the direct messages with me.",
        sessions=t.tn("{n} session", "{n} sessions", fact.session_count),
        day=t.month_day(fact.ends_on),
        rhythm=rhythm(fact.every_days, t),
    )
    return letter([opening, *why_you_two(fact, t), plan], _unread(t), footer(t, fact.contact_id))


def charter(fact: Charter, t: Words) -> Message:
    """Return the agreement, with how to prepare, the goals and the three baseline taps."""
    opening = t(
        "Your agreement with {partner} for {program}",
        partner=mention(fact.partner.id),
        program=fact.program.name,
    )
    terms = bullets(_terms(fact, t))
    ethics = t(
        "Something isn't right? {contact} listens, in confidence.", contact=mention(fact.ethics_contact_id)
    )
    blocks = [
        section(lines(Mrkdwn(f"*{opening}*"), terms)),
        section(lines(_preparation_title(fact.viewer_side, t), bullets(_preparation(fact.viewer_side, t)))),
        *([section(goal_lines(fact.goals, t))] if fact.goals else []),
        section(_agreement_state(fact, t)),
        *_charter_buttons(fact, t),
        context(ethics),
        footer(t, fact.contact_id),
    ]
    return Message(sentences(Mrkdwn(f"{opening}."), *_terms(fact, t), _agreement_state(fact, t)), blocks)


def pair_ended(fact: PairEnded, t: Words) -> Message:
    """Return the neutral word to one side: never who wanted it or why."""
    values = {"partner": mention(fact.partner.id), "program": fact.program.name}
    if fact.reason_shown is EndReason.ROUND_OVER:
        opening = t("Your round with {partner} in *{program}* is complete. Well done, both of you.", **values)
    else:
        opening = t("Your pairing with {partner} in *{program}* has ended.", **values)
    new = t("You have a place in the next matching. I write as soon as there is a partner for you.")
    end = t("There is nothing you need to do.")
    return letter([opening, new if fact.can_have_new_partner else end], footer(t, fact.contact_id))


def contact_ended(fact: PairActed, t: Words) -> Message:
    """Return the receipt for ending contact; `extra` may name the "ethics_contact"."""
    ethics = fact.extra.get("ethics_contact")
    return letter(
        [
            t(
                "Done. Your pairing with {partner} has ended, with all its dates.",
                partner=mention(fact.partner_id),
            ),
            t("You won't be paired again. All they read is that the pairing has ended."),
            t("If you want to talk to somebody: {contact}.", contact=mention(ethics)) if ethics else None,
        ]
    )


def another_asked(fact: PairActed, t: Words) -> Message:
    """Return the receipt for asking for another partner."""
    return letter(
        [
            t("Understood. A coordinator looks for another partner for you and writes to you."),
            t("{partner} isn't told that you asked.", partner=mention(fact.partner_id)),
        ]
    )


def charter_accepted(fact: PairActed, t: Words) -> Message:
    """Return the receipt for accepting the agreement."""
    return letter([t("You have accepted the agreement with {partner}.", partner=mention(fact.partner_id))])


def goals_saved(fact: PairActed, t: Words) -> Message:
    """Return the receipt for goals."""
    return letter([t("Your goals are saved. {partner} sees them too.", partner=mention(fact.partner_id))])


def goals_form(fact: Charter, t: Words) -> View:
    """Return the form for up to three goals of the pair."""
    about = t("One goal is enough. {partner} sees and can change them too.", partner=mention(fact.partner.id))
    blocks = [section(about)]
    for number, (goal, measure) in enumerate(GOAL_FIELDS, start=1):
        known = fact.goals[number - 1] if number <= len(fact.goals) else GoalFact("", "", "")
        blocks += _goal_fields(number, goal, measure, known, t)
    return form(t.plain("Our goals"), blocks, t.plain("Save"), Form.GOALS, Payload(fact.pair_id), t)


def goal_lines(goals: tuple[GoalFact, ...], t: Words) -> Mrkdwn:
    """Return the goals of a pair, each with how the two will know."""
    return lines(t("*Your goals*"), bullets(_goal(goal, t) for goal in goals))


def rhythm(every_days: int, t: Words) -> Mrkdwn:
    """Return how often a pair meets."""
    weeks, days = divmod(every_days, 7)
    if every_days in {30, 31}:
        return t("about once a month")
    if days == 0:
        return t.tn("once a week", "every {n} weeks", weeks)
    return t.tn("every day", "every {n} days", every_days)


def _unread(t: Words) -> Block:
    return context(t("This conversation is yours: I never read it."))


def _terms(fact: Charter, t: Words) -> list[Mrkdwn]:
    partner = mention(fact.partner.id)
    return [
        _purpose(fact.viewer_side, partner, t),
        t("It goes both ways: the one who learns gives back context, access and experience."),
        t("What you talk about stays between you two."),
        t(
            "You meet {rhythm} for {minutes} minutes, {sessions} in all, and keep the dates you fix.",
            rhythm=rhythm(fact.every_days, t),
            minutes=fact.session_minutes,
            sessions=t.tn("{n} session", "{n} sessions", fact.session_count),
        ),
        t("Either of you can end it at any time on the Home tab, no reason asked."),
    ]


def _purpose(side: Side, partner: Mrkdwn, t: Words) -> Mrkdwn:
    if side is Side.MENTOR:
        return t(
            "You are the mentor: you teach, and {partner}, who is senior to you, learns.", partner=partner
        )
    return t("{partner} is your mentor: a junior colleague who teaches, while you learn.", partner=partner)


def _preparation_title(side: Side, t: Words) -> Mrkdwn:
    return t("*How to be a good mentor*") if side is Side.MENTOR else t("*How to make the most of it*")


def _preparation(side: Side, t: Words) -> list[Mrkdwn]:
    if side is Side.MENTOR:
        return [
            t("You lead the session: choose one thing to show and let your partner try it."),
            t("Be frank. “I see this differently” is what you are here for."),
            t("You may stop or skip a topic whenever you like."),
        ]
    return [
        t("Come with a question, and try things yourself, also when it feels clumsy."),
        t("Give something back: how decisions are made, whom to know, what you have learned."),
        t("Keep the date. If you must move it, offer a new one at once."),
    ]


def _agreement_state(fact: Charter, t: Words) -> Mrkdwn:
    partner = mention(fact.partner.id)
    if fact.has_viewer_accepted and fact.has_partner_accepted:
        return t("You have both accepted. Enjoy your sessions!")
    if fact.has_viewer_accepted:
        return t("You have accepted. It counts as soon as {partner} has accepted too.", partner=partner)
    return t("Does this suit you? Accept it before your first session.")


def _charter_buttons(fact: Charter, t: Words) -> list[Block]:
    about = Payload(fact.pair_id)
    accept = button(t("I accept"), Button.CHARTER_ACCEPT, about, style="primary")
    baseline = button(t("Three quick taps"), Button.BASELINE_OPEN, about)
    goals = button(t("Change goals") if fact.goals else t("Set a goal"), Button.GOALS_OPEN, about)
    return [
        actions(
            None if fact.has_viewer_accepted else accept,
            goals,
            None if fact.has_viewer_answered_baseline else baseline,
        ),
        divider(),
    ]


def _goal(goal: GoalFact, t: Words) -> Mrkdwn:
    if not goal.measure:
        return escape(goal.text)
    return t("{goal} (we will know by: {measure})", goal=goal.text, measure=goal.measure)


def _goal_fields(number: int, goal: Field, measure: Field, known: GoalFact, t: Words) -> list[Block]:
    label = t.plain("Goal {number}", number=number)
    sees = t.plain("Your partner sees this.")
    return [
        field(goal, label, text_input(known.text, limit=MAX_GOAL), hint=sees, is_optional=number > 1),
        field(measure, t.plain("How we will know"), text_input(known.measure, limit=MAX_GOAL), hint=sees),
    ]
