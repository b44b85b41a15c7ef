"""Verb: end contact now. One tap; the other reads only that the pairing has ended."""

from domain.errors import NoLongerCurrent
from domain.facts.pair import PairActed
from domain.facts.people import Act
from domain.kinds import EndReason
from mentoring import authorize
from mentoring.answer_preview import never_pair
from mentoring.core import Core
from mentoring.end_pair import end_pair
from mentoring.inbox import acting
from models import Program


async def end_contact(core: Core, act: Act, pair_id: str) -> PairActed:
    """End the pair, its messages and dates, and never pair these two again.

    The fact carries the program's ethics contact. Raises NotAllowed, NoLongerCurrent, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        pair = await authorize.pair_side(session, act.person_id, pair_id)
        if not pair.state.is_open:
            raise NoLongerCurrent
        await never_pair(session, pair.mentor_id, pair.mentee_id, core.clock.now())
        await end_pair(session, core, pair, EndReason.END_CONTACT, silent_for={act.person_id})
        program = await authorize.find(session, Program, pair.program_id)
        contact = {"ethics_contact": program.ethics_contact_id}
        return PairActed(pair.id, pair.partner_of(act.person_id), contact)
