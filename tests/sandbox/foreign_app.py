"""Somebody else's app, written for Slack: a command, a form, a button, a Home tab and a file."""

import os

from slack_bolt import App, Args
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.models import blocks
from slack_sdk.models.views import View

app = App(client=WebClient(os.environ.pop("SLACK_BOT_TOKEN"), base_url=os.environ["SLACK_API_URL"]))
HELLO = blocks.HeaderBlock(text="Hello")
THANKS = blocks.ActionsBlock(elements=[blocks.ButtonElement(text="Thanks", action_id="thanks")])
WORDS = blocks.InputBlock(
    block_id="words", label="Words", element=blocks.PlainTextInputElement(action_id="typed")
)


@app.command("/greet")
def greet(args: Args) -> None:
    form = View(type="modal", callback_id="greeting", title="Greet", submit="Send", blocks=[WORDS])
    args.client.views_open(trigger_id=args.body["trigger_id"], view=form)
    args.ack("Opening.")


@app.view("greeting")
def greeted(args: Args) -> None:
    words = args.payload["state"]["values"]["words"]["typed"]["value"]
    if words == "rude":
        args.ack(response_action="errors", errors={"words": "Be kind."})
    else:
        args.ack()
        args.client.chat_postMessage(channel=args.body["user"]["id"], text=words, blocks=[HELLO, THANKS])


@app.action("thanks")
def thanked(args: Args) -> None:
    args.ack()
    args.respond("You are welcome.", replace_original=True)


@app.event("app_home_opened")
def home_opened(args: Args) -> None:
    args.client.views_publish(user_id=args.payload["user"], view=View(type="home", blocks=[HELLO]))


@app.event("message")
def asked(args: Args) -> None:
    args.client.files_upload_v2(channel=args.payload["channel"], content="a,b\n1,2\n", filename="report.csv")


if __name__ == "__main__":
    if "SLACK_APP_TOKEN" in os.environ:
        SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()  # type: ignore[no-untyped-call]
    app.start(int(os.environ["PORT"]))
