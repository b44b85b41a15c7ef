"""Verb: launch a drafted program. From here on people may join, and the clock counts to the enrolment's end."""

from domain.cadence import local_date
from domain.errors import TooFewCoordinators, WrongState
from domain.facts.delivery import Promise
from domain.facts.people import Act, ProgramChoice
from domain.facts.program import ProgramLaunched
from domain.kinds import Address, MessageClass, MessageName, ProgramState, Series
from domain.presets import MIN_COORDINATORS
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import coordinators, promise, redraw_home
from mentoring.schedule import set_due


async def launch_program(core: Core, act: Act, program_id: str) -> ProgramLaunched:
    """Open enrolment and post the invitation in the program's channel, if it has one.

    Raises CoordinatorsOnly, WrongState, TooFewCoordinators, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        program = await authorize.coordinator(session, act.person_id, program_id)
        now = core.clock.now()
        if program.state is not ProgramState.DRAFT or program.enrolment_closes_at <= now:
            raise WrongState
        team = await coordinators(session, program.id)
        if len(team) < MIN_COORDINATORS:
            raise TooFewCoordinators
        program.state = ProgramState.ENROLLING
        program.launched_at = now
        await set_due(session, Series.ENROLMENT_CLOSE, program.id, program.enrolment_closes_at)
        if program.channel_id:
            await promise(
                session,
                core,
                Promise(
                    key=f"{MessageName.INVITATION}/{program.id}",
                    message=MessageName.INVITATION,
                    message_class=MessageClass.RECEIPT,
                    address=Address.CHANNEL,
                    recipient_id=program.channel_id,
                    subject_id=program.id,
                    due_at=now,
                ),
            )
        audit.record(session, core, act.person_id, "launch_program", program.id)
        await redraw_home(session, core, *team)
        closes_on = local_date(program.enrolment_closes_at, program.time_zone)
        return ProgramLaunched(ProgramChoice(program.id, program.name), closes_on, program.channel_id)
