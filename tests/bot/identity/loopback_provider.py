"""A small OpenID Connect provider on loopback: metadata, keys, and a token endpoint with PKCE.

It has no sign-in page: `authorize` stands for the person who agrees in the browser.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"}, private=True)
STRANGE_KEY = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"}, private=True)


@dataclass
class Provider:
    """The provider and what it was asked. change: claims to be said otherwise than is right."""

    now: Callable[[], float]
    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "user-1"})
    change: dict[str, Any] = field(default_factory=dict)
    metadata_change: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    algorithm: str = "RS256"
    status: int = 200
    requests: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    authorizations: list[str] = field(default_factory=list)

    def authorize(self, url: str) -> dict[str, str]:
        """What the browser brings back from the authorization endpoint."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.requests.append(asked)
        code = f"code-{len(self.requests)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def metadata(self) -> dict[str, Any]:
        """The document at the well-known address."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.metadata_change,
        }

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Exchange a code, once, for who proves to have asked for it."""
        self.authorizations.append(authorization)
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != proof:
            return 400, {"error": "invalid_grant"}
        now = int(self.now())
        claims = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
            **self.change,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "k1"}
        text = jwt.encode(header, claims, self.key, algorithms=[self.algorithm])
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": text}


@contextmanager
def running(now: Callable[[], float]) -> Iterator[Provider]:
    """A provider that answers on a free port of loopback."""
    provider = Provider(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            documents = {
                "/.well-known/openid-configuration": provider.metadata,
                "/keys": lambda: {"keys": [KEY.as_dict(private=False)]},
            }
            self._answer(provider.status, documents[self.path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(*provider.token(form, self.headers.get("Authorization", "")))

        def _answer(self, status: int, document: dict[str, Any]) -> None:
            raw = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.send_header("Location", f"{provider.issuer}/elsewhere")
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
