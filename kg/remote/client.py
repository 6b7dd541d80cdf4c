"""HTTP to other people's servers: who one is there, how long one waits, what is tried again, and one sentence for every refusal.

httpx is the client: it reuses a Digest challenge for all later requests, has a time-out on every wait, and lets Basic or Digest be
chosen by what the server asks for. It comes with spaCy anyway.
"""

from __future__ import annotations

import netrc
import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from kg.errors import RemoteError

PASSWORD = "KG_PASSWORD"
"""The environment variable that may hold the password."""

_BUSY = (429, 503)
_SHOWN = 300

Tell = Callable[[str], None]
"""Told one sentence about what is tried again."""


class Login(httpx.Auth):
    """Basic or Digest, whichever the server asks for when it first refuses."""

    def __init__(self, user: str, password: str) -> None:
        self.user = user
        self._password = password
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The requests to make for one that is wanted."""
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            digest = any(value.lower().startswith("digest") for value in response.headers.get_list("www-authenticate"))
            self._chosen = (httpx.DigestAuth if digest else httpx.BasicAuth)(self.user, self._password)
        yield from self._chosen.auth_flow(request)


def login(url: str, user: str | None = None) -> Login | None:
    """Who to be at this address: the user given, with the password of KG_PASSWORD, or what netrc says of the host; None for nobody.

    Raises RemoteError if the user has no password or netrc can't be read.
    """
    password = os.environ.get(PASSWORD)
    if user and password is not None:
        return Login(user, password)
    host, file = address(url).host, Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    try:
        known = netrc.netrc(file).authenticators(host) if file.exists() else None
    except (OSError, netrc.NetrcParseError) as error:
        raise RemoteError(f"Can't read the passwords of {file}: {error}; see the netrc manual for how its lines are written") from None
    if known and (not user or known[0] == user):
        return Login(known[0], known[2] or "")
    if user:
        raise RemoteError(
            f"There is no password for {user} on {host}: put it into the environment variable {PASSWORD}, "
            f"or the line 'machine {host} login {user} password …' into {file}"
        )
    return None


def address(url: str) -> httpx.URL:
    """The address of a server; raises RemoteError if it is none, or holds a password that would end in histories and logs."""
    try:
        found = httpx.URL(url)
    except httpx.InvalidURL:
        found = httpx.URL()
    if found.scheme not in ("http", "https") or not found.host:
        raise RemoteError(f"{url!r} is no address of a server; write it in full, as in http://localhost:8890/sparql-graph-crud-auth")
    if found.userinfo:
        raise RemoteError(f"Leave user and password out of the address: give --user, and the password in {PASSWORD} or in netrc")
    return found


class Client:
    """One address, spoken to again and again. Close it, or use it in a `with`."""

    def __init__(self, url: str, login: Login | None = None, *, timeout: float, retries: int = 0, tell: Tell | None = None) -> None:
        self.url = address(url)
        self._login = login
        self._timeout = timeout
        self._retries = retries
        self._tell = tell or (lambda sentence: None)
        self._heard = False
        self._http = httpx.Client(auth=login, timeout=timeout)

    def send(
        self,
        method: str,
        params: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        data: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """The answer, whatever its status; what must be done again is sent again, so only send what may arrive twice.

        A lost connection and 5xx are tried again once the server has taken something, 429 and 503 always. Raises RemoteError if it can't be
        reached or is silent for too long.
        """
        url = self.url.copy_merge_params(params or {})
        for wait in (*(2**number for number in range(self._retries)), None):
            try:
                response = self._http.request(method, url, headers=headers, content=content, data=data)
            except httpx.TimeoutException:
                raise RemoteError(
                    f"{self.url} didn't answer within {self._timeout:g} s; wait longer with --timeout, and see that the address is right"
                ) from None
            except httpx.TransportError as error:
                if not self._heard or wait is None:
                    raise RemoteError(f"Can't reach {self.url}: {error}; see that the server runs and the address is right") from None
                why = f"the connection to {self.url.host} was lost"
            else:
                again = response.status_code in _BUSY or (self._heard and response.is_server_error)
                self._heard |= response.is_success
                if not again or wait is None:
                    return response
                why = f"{self.url.host} answered {response.status_code}"
            self._tell(f"{why}; trying again in {wait} s")
            time.sleep(wait)
        raise AssertionError("the last round returns or raises")

    @contextmanager
    def streamed(self, params: Mapping[str, str], headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """A GET whose body is read only as far as is asked; raises RemoteError as `send` does, without trying again."""
        try:
            with self._http.stream("GET", self.url.copy_merge_params(params), headers=headers) as response:
                yield response
        except httpx.TimeoutException:
            raise RemoteError(
                f"{self.url} didn't answer within {self._timeout:g} s; wait longer with --timeout, and see that the address is right"
            ) from None
        except httpx.TransportError as error:
            raise RemoteError(f"Can't reach {self.url}: {error}; see that the server runs and the address is right") from None

    def refusal(self, response: httpx.Response, what: str) -> str:
        """One sentence for a status that is none of success; `what` was attempted."""
        status = response.status_code
        if status == 401 and self._login:
            return f"Can't {what}: {self.url} doesn't accept the password of {self._login.user}; see {PASSWORD} or netrc"
        if status == 401:
            return f"Can't {what}: {self.url} asks who you are; give --user, and the password in {PASSWORD} or in netrc"
        if response.is_redirect:
            return f"Can't {what}: {self.url} has moved to {_plain(response.headers.get('location', ''))}; use that address"
        said = said_by(response)
        return f"Can't {what}: {self.url} answered {status} {_plain(response.reason_phrase)}{': ' if said else ''}{said}"

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def said_by(response: httpx.Response) -> str:
    """What an answer says in words, on one line and not too long; nothing of a page for browsers."""
    if "html" in response.headers.get("content-type", ""):
        return ""
    first = response.read().decode("utf8", "replace").strip().split("\n\n")[0]
    return _plain(first)[:_SHOWN].rstrip()


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
