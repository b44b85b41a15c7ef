"""The walk through a program's life at the sandbox's page, for the tests and for the pictures of the docs."""

from collections.abc import Mapping, Sequence

from playwright.sync_api import expect

from domain.items import ITEMS
from domain.kinds import Side
from sandbox.people import COORDINATORS, PEOPLE, Person
from tests.browser.visitor import Visitor

BY_NAME: Mapping[str, Person] = {person.name: person for person in PEOPLE}
NADIA, HELENE = BY_NAME["Nadia Haddad"], BY_NAME["Helene Brandt"]
LENA, AMINA = BY_NAME["Lena Vogel"], BY_NAME["Amina Wanjiru"]
SUGGESTED, FIXED, NOTED = "Suggested:", "It's a date", "You have answered"
TAUGHT, GIVEN_BACK = "AI tools at work", "Strategy and how decisions are made"


def fill_program(visitor: Visitor) -> None:
    """As Nadia: open the form for a new program and fill what is asked."""
    visitor.become(NADIA)
    visitor.command("/rm-admin new")
    visitor.write("name", "Bridge")
    visitor.write("purpose", "Juniors show how they work; seniors listen, and open doors.")
    visitor.choose("preset", "pilot")
    visitor.choose("co_coordinators", COORDINATORS[1])
    visitor.choose("ethics_contact", HELENE.id)


def launch(visitor: Visitor) -> None:
    """As Nadia: send the form, and launch at once."""
    visitor.hook("modal-submit").click()
    visitor.press("admin.launch", sure=True)
    expect(visitor.hook("modal")).to_contain_text("is open")
    visitor.close()


def fill_join(
    visitor: Visitor, person: Person, role: str, teaches: Sequence[str] = (), wants: Sequence[str] = ()
) -> None:
    """As anybody: open the join form and fill it."""
    visitor.become(person)
    visitor.command("/rm-join")
    visitor.choose("role", role)
    visitor.choose("teaches", *teaches)
    visitor.choose("wants", *wants)


def join(
    visitor: Visitor, person: Person, role: str, teaches: Sequence[str] = (), wants: Sequence[str] = ()
) -> None:
    """As anybody: join."""
    fill_join(visitor, person, role, teaches, wants)
    visitor.submit()
    expect(visitor.hook("message").last).to_contain_text("Welcome to Bridge")


def see_pairs(visitor: Visitor) -> None:
    """As Nadia: wait until enrolment closes, and open the proposed pairs."""
    visitor.become(NADIA)
    visitor.wait_for("admin.pairs")
    visitor.press("admin.pairs")
    expect(visitor.hook("modal")).to_contain_text("mentors")


def approve(visitor: Visitor) -> None:
    """As Nadia, with the pairs open: approve them."""
    visitor.press("admin.approve", sure=True)
    expect(visitor.hook("modal")).to_contain_text("Approved")
    visitor.close()


def see_partner(visitor: Visitor, person: Person) -> None:
    """Wait for the partner shown in private."""
    visitor.become(person)
    visitor.wait_for("preview.accept")


def say_yes(visitor: Visitor) -> None:
    """Accept the partner shown in private."""
    visitor.press("preview.accept")
    expect(visitor.hook("action-preview.accept")).to_have_count(0)


def agree(visitor: Visitor, person: Person, side: Side) -> None:
    """Set a goal, answer the three items, and accept the agreement."""
    visitor.become(person)
    visitor.wait_for("charter.accept")
    visitor.press("goals.open")
    visitor.write("goal_1", "Write the weekly report with an assistant")
    visitor.write("measure_1", "Done twice without help")
    visitor.submit()
    visitor.press("baseline.open")
    for item in ITEMS[side]:
        visitor.choose(item, "3")
    visitor.submit()
    visitor.press("charter.accept")
    expect(visitor.hook("action-charter.accept")).to_have_count(0)


def press_and_read(visitor: Visitor, person: Person, action: str, answer: str) -> None:
    """As somebody, once the button is offered: press it, and read the bot's answer."""
    visitor.become(person)
    visitor.wait_for(action)
    visitor.press(action)
    expect(visitor.hook("message").filter(has_text=answer)).not_to_have_count(0)


def suggest_date(visitor: Visitor, person: Person) -> None:
    """Pick the first of the dates that suit both."""
    press_and_read(visitor, person, "session.pick:0", SUGGESTED)


def accept_date(visitor: Visitor, person: Person) -> None:
    """Accept the date the partner suggested."""
    press_and_read(visitor, person, "session.accept", FIXED)


def rate(visitor: Visitor, person: Person, usefulness: int) -> None:
    """Say in one tap that the session was held, and how useful it was."""
    press_and_read(visitor, person, f"poll.rate:{usefulness}", NOTED)


def paired(visitor: Visitor) -> None:
    """From an empty workspace to a pair that has agreed: Lena mentors Amina."""
    fill_program(visitor)
    launch(visitor)
    join(visitor, LENA, "mentor", [TAUGHT], [GIVEN_BACK])
    join(visitor, AMINA, "mentee", [GIVEN_BACK], [TAUGHT])
    see_pairs(visitor)
    approve(visitor)
    for person in (LENA, AMINA):
        see_partner(visitor, person)
        say_yes(visitor)
    agree(visitor, LENA, Side.MENTOR)
    agree(visitor, AMINA, Side.MENTEE)
