"""The HTTP face of the workspace: Web API, uploads, response_url, Socket Mode, the page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from sandbox import onlookers, response_url
from sandbox.errors import SlackError
from sandbox.faults.api import Asked, answer
from sandbox.faults.routes import fault_routes
from sandbox.oauth.routes import OAuthFace
from sandbox.page_server.routes import page_routes
from sandbox.slack import without_secrets
from sandbox.state.uploads import mimetype
from sandbox.state.workspace import Workspace
from sandbox.wire import read_json

if TYPE_CHECKING:
    from sandbox.server import Sandbox

Json = dict[str, Any]
PAGE = Path(__file__).parent / "page"
_SHOWN_INLINE = ("text/html", "image/png", "application/pdf")
_LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"]


def build_app(sandbox: Sandbox) -> Starlette:
    """Put the routes together; only requests that name a loopback host are heard."""
    slack, oauth = SlackFace(sandbox), OAuthFace(sandbox.slack)
    routes = [
        Route("/", _page),
        Route("/oauth/v2/authorize", oauth.ask),
        Route("/oauth/v2/authorize", oauth.answer, methods=["POST"]),
        Route("/api/{method}", slack.api, methods=["GET", "POST"]),
        Route("/commands/{team}/{ticket}", slack.response, methods=["POST"]),
        Route("/actions/{team}/{ticket}", slack.response, methods=["POST"]),
        Route("/upload/v1/{ticket}", slack.upload, methods=["POST"]),
        Route("/files/{id}/{name}", slack.file),
        WebSocketRoute("/link/", sandbox.socket_mode.serve),
        *page_routes(sandbox),
        *fault_routes(sandbox),
        Mount("/static", StaticFiles(directory=PAGE, check_dir=False)),
    ]
    return Starlette(
        routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_LOCAL_NAMES)]
    )


async def _page(_: Request) -> Response:
    return FileResponse(PAGE / "index.html")


class SlackFace:
    """What an app sees of Slack over HTTP."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._slack = sandbox.slack
        self._faults = sandbox.faults
        self._changes = sandbox.changes
        self._cut = sandbox.cut_line
        self._now = sandbox.driver.now

    async def api(self, request: Request) -> Response:
        """Answer a Web API call; arguments come by query, form or JSON."""
        try:
            args = dict(request.query_params) | await read_body(request) | read_client(request.headers)
        except SlackError as error:
            return JSONResponse(error.answer())
        token, now, method = read_token(request.headers, args), self._now(), request.path_params["method"]
        workspace = self._slack.workspace_of(token)
        asked = Asked(
            method,
            without_secrets(args),
            workspace or self._slack.home,
            workspace.identity.scopes if workspace else (),
            now,
            run=lambda: self._shown(method, args, token, now),
            cut_line=lambda: self._cut_line(request),
        )
        try:
            return await answer(self._faults, asked)
        finally:
            self._changes.tell("calls")

    def _shown(self, method: str, args: Json, token: str | None, now: datetime) -> Json:
        answer = self._slack.call(method, args, token, now)
        if answer["ok"]:
            onlookers.show(method, without_secrets(args))
        return answer

    async def _cut_line(self, request: Request) -> None:
        self._cut(request.client)
        while (await request.receive())["type"] != "http.disconnect":
            pass

    async def response(self, request: Request) -> Response:
        """Take an answer at a response_url."""
        try:
            body = await read_body(request)
            workspace = self._team(request.path_params["team"])
            response_url.answer(workspace, request.path_params["ticket"], body, self._now())
        except SlackError as error:
            is_gone = error.code in {"used_url", "expired_url"}
            return JSONResponse(error.answer(), status_code=404 if is_gone else 500)
        onlookers.show("response_url", body)
        return PlainTextResponse("ok")

    def _team(self, team_id: str) -> Workspace:
        if team_id not in self._slack.workspaces:
            raise SlackError("expired_url")
        return self._slack.workspaces[team_id]

    async def upload(self, request: Request) -> Response:
        """Take the bytes of a promised file, raw or as a form's file."""
        content = await _uploaded_bytes(request)
        ticket = request.path_params["ticket"]
        received = (w.uploads.receive(ticket, content) for w in self._slack.workspaces.values())
        file = next((f for f in received if f), None)
        if file is None:
            return PlainTextResponse("The upload doesn't match what was promised.", 400)
        return PlainTextResponse(f"OK - {file.length}")

    async def file(self, request: Request) -> Response:
        """Show an uploaded file."""
        found = (w.uploads.get(request.path_params["id"]) for w in self._slack.workspaces.values())
        file = next((f for f in found if f), None)
        if file is None or file.content is None:
            return JSONResponse({"error": "There is no such file."}, status_code=404)
        kind = mimetype(file)
        place = "inline" if kind in _SHOWN_INLINE else "attachment"
        headers = {"content-disposition": place, "x-content-type-options": "nosniff"}
        if kind == "text/html":
            headers["content-security-policy"] = "sandbox"
        return Response(file.content, media_type=kind, headers=headers)


def read_token(headers: Mapping[str, str], args: Json) -> str | None:
    """Find the token in the header or, removing it there, among the arguments."""
    named = args.pop("token", None)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return named if isinstance(named, str) else None


def read_client(headers: Mapping[str, str]) -> Json:
    """Find the client id and secret that HTTP Basic brings, as arguments of the call."""
    scheme, _, encoded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client_id, "client_secret": secret}


async def read_body(request: Request) -> Json:
    """Read a JSON object or a form. Raises: SlackError(invalid_json, json_not_object …)."""
    if request.method == "GET" or not await request.body():
        return {}
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    readers: dict[str, Callable[[Request], Any]] = {
        "application/json": _json,
        "application/x-www-form-urlencoded": _form,
        "multipart/form-data": _form,
    }
    if content_type not in readers:
        raise SlackError("invalid_post_type" if content_type else "missing_post_type")
    body: Json = await readers[content_type](request)
    return body


async def _json(request: Request) -> Json:
    try:
        body = read_json(await request.body())
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


async def _form(request: Request) -> Json:
    async with request.form() as form:
        return {key: value for key, value in form.items() if isinstance(value, str)}


async def _uploaded_bytes(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        files = [value for value in form.values() if isinstance(value, UploadFile)]
        return await files[0].read() if files else b""
