"""The machine: where the bot may connect to, derived from the one address of Slack's Web API."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

SLACK_FAMILIES = ("slack.com", "slack-gov.com")
HTTPS_PORT = 443
HTTP_PORT = 80
SECURE_SCHEMES = frozenset({"https", "wss"})
_PLAIN_URL = re.compile(r"[a-z]+://[A-Za-z0-9._:\[\]-]+(?:[/?][\x21-\x5b\x5d-\x7e]*)?")
"""No user part, no backslash, nothing that two URL readers could understand differently."""


def is_allowed_origin(api_url: str, url: str) -> bool:
    """Tell whether the bot may open a connection to `url`, given the Web API's address.

    With Slack's own API: https and wss to the same family (slack.com or slack-gov.com). With a loopback
    API (the sandbox): that one host and port and nothing else.
    """
    api, target = _split(api_url), _split(url)
    if api is None or target is None:
        return False
    family = _family(api)
    if family is not None:
        return target.scheme in SECURE_SCHEMES and _port(target) == HTTPS_PORT and _family(target) == family
    return is_loopback(api_url) and (target.hostname, _port(target)) == (api.hostname, _port(api))


def is_loopback(url: str) -> bool:
    """Tell whether an address leads to this machine only."""
    parts = _split(url)
    if parts is None or parts.hostname is None:
        return False
    if parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname).is_loopback
    except ValueError:
        return False


def is_slack_api(url: str) -> bool:
    """Tell whether this may be the Web API's address: Slack's own over https, or a loopback one."""
    parts = _split(url)
    if parts is None:
        return False
    return is_loopback(url) or (parts.scheme == "https" and _family(parts) is not None)


def is_secure(url: str) -> bool:
    """Tell whether this is a plain https address."""
    parts = _split(url)
    return parts is not None and parts.scheme == "https" and bool(parts.hostname)


def _split(url: str) -> SplitResult | None:
    if not _PLAIN_URL.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        _port(parts)
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "ws"} | SECURE_SCHEMES else None


def _port(parts: SplitResult) -> int:
    return parts.port or (HTTPS_PORT if parts.scheme in SECURE_SCHEMES else HTTP_PORT)


def _family(parts: SplitResult) -> str | None:
    host = parts.hostname or ""
    return next((name for name in SLACK_FAMILIES if host == name or host.endswith(f".{name}")), None)
