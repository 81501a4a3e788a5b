"""How does the site ask a provider that runs in the same process, without using up one of its own threads?

A request of `requests` is answered by the site's WSGI handler directly: the same addresses, checks and answers, no socket.
"""

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit
from wsgiref.types import WSGIEnvironment

from django.core.handlers.wsgi import WSGIHandler
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict


class InProcess(BaseAdapter):
    """A transport for `requests` sessions."""

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        answered = Response()
        answered.request, answered.url = request, request.url or ""

        def start(status: str, headers: list[tuple[str, str]], _fault: Any = None) -> Any:
            answered.status_code = int(status.split(" ", 1)[0])
            answered.headers = CaseInsensitiveDict(headers)

        body = WSGIHandler()(_environment_of(request), start)
        answered.raw = io.BytesIO(b"".join(body))
        return answered

    def close(self) -> None:
        """There is no connection to close."""


def _environment_of(request: PreparedRequest) -> WSGIEnvironment:
    address = urlsplit(request.url or "")
    body = request.body.encode() if isinstance(request.body, str) else request.body or b""
    return {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(address.path),
        "QUERY_STRING": address.query,
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": address.hostname or "",
        "SERVER_PORT": str(address.port or (443 if address.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": address.netloc,
        "HTTP_AUTHORIZATION": request.headers.get("Authorization", ""),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
