"""The two pages of an installation, as plain HTML: the question, and the refusal to ask it."""

import base64
import hashlib
from html import escape

from sandbox.oauth.ask import Ask, may_install
from sandbox.oauth.scopes import SCOPES
from sandbox.slack import Slack
from sandbox.state.workspace import Workspace

_STYLE = """
:root { color-scheme: light dark; --frame: #3a1741; --surface: #fff; --text: #1d1c1d; --muted: #616061;
  --line: #8d8c8f; --accent: #007a5a; --focus: #1d6fb8; }
@media (prefers-color-scheme: dark) {
  :root { --frame: #19121e; --surface: #1a1d21; --text: #e3e4e6; --muted: #abadb1; --line: #74777c;
    --accent: #0b7d5d; --focus: #64b5f2; }
}
body { margin: 0; padding: 6vh 16px; background: var(--frame); color: var(--text);
  font: 15px/1.467 Lato, 'Segoe UI', system-ui, sans-serif; }
main { max-width: 30rem; margin: auto; padding: 24px; border-radius: 8px; background: var(--surface);
  overflow-wrap: anywhere; }
h1 { margin: 0 0 12px; font-size: 22px; line-height: 1.3; }
ul { padding-left: 20px; }
code, small { color: var(--muted); }
label { display: block; font-weight: 700; }
select { width: 100%; margin: 4px 0 20px; padding: 8px; font: inherit; }
button { min-height: 44px; padding: 0 20px; border: 1px solid var(--line); border-radius: 4px;
  background: var(--surface); color: var(--text); font: inherit; font-weight: 700; }
button[value='allow'] { border-color: var(--accent); background: var(--accent); color: #fff; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
}


def asking_page(slack: Slack, ask: Ask, ticket: str) -> str:
    """Write the question: which app, what it wants, who allows it for which workspace."""
    name = escape(slack.app.name)
    wishes = "".join(f"<li>{SCOPES[s]} <code>{escape(s)}</code></li>" for s in ask.scopes)
    asked = [w for team, w in slack.workspaces.items() if ask.team in {None, team}]
    # The first is what the list shows at once: whoever installs wants to where the app isn't yet.
    groups = "".join(map(_people_of, sorted(asked, key=lambda w: w.identity.is_installed)))
    return _page(
        f"Install {name}",
        f"<p>In your workspace it wants to:</p><ul>{wishes}</ul>"
        '<form method="post" action="/oauth/v2/authorize">'
        f'<input type="hidden" name="ticket" value="{escape(ticket)}">'
        f'<label for="who">You are, in the workspace</label><select id="who" name="who">{groups}</select>'
        '<button name="answer" value="allow">Allow</button> '
        '<button name="answer" value="cancel">Cancel</button></form>'
        f"<p><small>Then you go back to {escape(ask.return_uri)}</small></p>",
    )


def _people_of(workspace: Workspace) -> str:
    identity = workspace.identity
    team = escape(identity.team_name)
    options = "".join(
        f'<option value="{escape(identity.team_id)}/{escape(p.id)}">{escape(p.name)}, {team}</option>'
        for p in workspace.directory.humans()
        if may_install(p)
    )
    mark = " (has the app)" if identity.is_installed else ""
    return f'<optgroup label="{team}{mark}">{options}</optgroup>'


def refusing_page(sentence: str) -> str:
    """Write why nothing can be installed."""
    return _page("This app can't be installed", f"<p>{escape(sentence)}</p>")


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )
