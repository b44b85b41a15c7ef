"""A tiny app of somebody else: greets, asks, updates, publishes, uploads."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def text(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


FORM = {
    "type": "modal",
    "callback_id": "greeting",
    "title": text("Greet"),
    "submit": text("Send"),
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": text("Words"),
            "element": {"type": "plain_text_input", "action_id": "typed"},
        }
    ],
}
BUTTON = {"type": "button", "action_id": "thanks", "value": "1", "text": text("Thanks")}


def foreign_app(api_url: str, token: str, secret: str) -> AsyncApp:
    client = AsyncWebClient(token=token, base_url=api_url)
    app = AsyncApp(client=client, signing_secret=secret, ignoring_self_events_enabled=True)

    @app.command("/greet")
    async def greet(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack("Opening.")

    @app.view("greeting")
    async def greeted(ack: Any, body: Any, client: AsyncWebClient) -> None:
        words = body["view"]["state"]["values"]["words"]["typed"]["value"]
        if words == "rude":
            await ack(response_action="errors", errors={"words": "Be kind."})
            return
        await client.chat_postMessage(
            channel=body["user"]["id"],
            text=words,
            blocks=[
                {"type": "section", "text": {"type": "mrkdwn", "text": words}},
                {"type": "actions", "block_id": "reply", "elements": [BUTTON]},
            ],
        )
        await ack()

    @app.action("thanks")
    async def thanked(ack: Any, body: Any, client: AsyncWebClient) -> None:
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        await client.chat_update(channel=channel, ts=ts, text="You are welcome.")
        await ack()

    @app.event("app_home_opened")
    async def home(event: Any, client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [{"type": "header", "text": text("Hello")}]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.event("message")
    async def report(event: Any, client: AsyncWebClient) -> None:
        await client.files_upload_v2(
            channel=event["channel"], content="a,b\n1,2\n", filename="report.csv", title="Report"
        )

    return app
