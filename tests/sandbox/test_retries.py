"""Which deliveries are tried again, and how often."""

from sandbox.acts.in_client import Acts
from sandbox.delivery.courier import Courier, Reply
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import ALICE, ScriptedApp, StillClock, modal, show


async def test_an_unanswered_event_is_sent_again_three_times(
    workspace: Workspace, clock: StillClock, app: ScriptedApp
) -> None:
    courier = Courier(app, delays=(0.0, 0.0, 0.0))
    app.script = [Reply(500, failure="http_error")] * 2 + [Reply(0, failure="http_timeout", late=True)] * 9
    await Acts(workspace, clock, courier).open_home(ALICE)
    await courier.drained()
    seen = [(delivery.attempt, delivery.reason) for delivery in app.deliveries]
    assert seen == [(0, ""), (1, "http_error"), (2, "http_error"), (3, "http_timeout")]
    assert len({delivery.payload["event_id"] for delivery in app.deliveries}) == 1


async def test_an_app_can_decline_a_retry(workspace: Workspace, clock: StillClock, app: ScriptedApp) -> None:
    courier = Courier(app, delays=(0.0,))
    app.script = [Reply(500, may_retry=False)]
    await Acts(workspace, clock, courier).open_home(ALICE)
    await courier.drained()
    assert len(app.deliveries) == 1


async def test_a_failed_click_is_never_sent_again(acts: Acts, app: ScriptedApp, workspace: Workspace) -> None:
    show(workspace, modal())
    app.script = [Reply(500)]
    assert (await acts.submit(ALICE)).error == "http_service_error"
    assert len(app.deliveries) == 1
