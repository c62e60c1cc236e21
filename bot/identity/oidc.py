"""Single sign-on with OpenID Connect: code flow with PKCE, state and nonce, through Authlib.

Speaks only to the issuer's own endpoints as its metadata names them, over https (http on loopback,
for tests), without following redirects. The person is found by a claim of the verified ID token:
bound beforehand (`yipanqi staff link`), or equal to an account; nobody is added unless set so.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from bot.errors import BadInput, PartUnavailable
from registry.errors import Unauthenticated
from registry.people.bearer import digest_of
from registry.people.web_sessions import SessionTimes, SignInMethod, WebSession
from registry.service import Registry
from registry.transactions.members import SYSTEM, Member
from registry.transactions.permissions import Role

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client
    from joserfc.jwk import KeySetSerialization

    from bot.settings import Settings

CHANNEL = "sso"
CALLBACK_PATH = "/sign-on/callback"
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
_LEEWAY_S = 60
_TIMEOUT_S = 10
_CLAIM_CHARS = 100
_MOST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Provider:
    """An issuer and what we are to it. claim: names the person; provision: unit and role, or None.

    redirect_uri: our address of CALLBACK_PATH, as registered at the issuer.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    claim: str = "sub"
    provision: tuple[str, Role] | None = None


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser. cookie: to be set HttpOnly, SameSite=Lax, for ten minutes."""

    url: str
    cookie: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back, and where they wanted to go: a path on this site."""

    session: WebSession
    return_to: str


def provider_of(settings: "Settings") -> Provider:
    """The provider of the settings. Raises BadInput naming the variable."""
    from bot import bootstrap

    _require_safe(settings.oidc_issuer, "OIDC_ISSUER")
    if not settings.oidc_client_id:
        raise BadInput("no client id", code="sso_setting", field="OIDC_CLIENT_ID")
    return Provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        bootstrap.public_url(settings) + CALLBACK_PATH,
        settings.oidc_claim,
        _provision(settings.oidc_provision),
    )


def external_id_of(issuer: str, value: str) -> str:
    """How a claim's value is bound: under its issuer, so that no other issuer can say it."""
    return f"{digest_of(issuer)[:16]}:{value}"


class SingleSignOn:
    """The way to the issuer and back."""

    def __init__(self, registry: Registry, provider: Provider, times: SessionTimes) -> None:
        self._registry = registry
        self._provider = provider
        self._times = times

    def begin(self, return_to: str = "/", *, again: bool = False) -> Departure:
        """Start: remember state, nonce and verifier for this browser, and name the address.

        return_to: a path on this site; anything else becomes `/`. again: have the person prove
        themselves anew, for a session that is to count as recent.
        Raises PartUnavailable (`sso`) when the issuer does not answer as it should.
        """
        metadata = self._metadata()
        started = self._registry.sign_ons.start(_local_path(return_to))
        more = {"prompt": "login"} if again else {}
        with self._client() as client:
            url, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=started.state,
                code_verifier=started.verifier,
                nonce=started.nonce,
                **more,
            )
        return Departure(str(url), started.browser)

    def finish(
        self, query: Mapping[str, str], cookie: str | None, *, replacing: str | None = None
    ) -> Arrival:
        """End: exchange the code, verify the ID token, find the member, start a session.

        query: the parameters of the callback; cookie: as set at the departure.
        Raises Unauthenticated (`sign_on`: not this browser, used, too old, refused or not
        verified; `unknown_person`: verified, but no member), PartUnavailable (`sso`).
        """
        started = self._registry.sign_ons.take(cookie or "", query.get("state", ""))
        if "error" in query or not query.get("code"):
            raise Unauthenticated("the issuer refused", code="sign_on")
        if query.get("iss", self._provider.issuer) != self._provider.issuer:
            raise Unauthenticated("answer of another issuer", code="sign_on")
        claims = self._claims(query["code"], started.verifier, started.nonce)
        member = self._member(claims)
        session = self._registry.web_sessions.start(
            member.account, SignInMethod.SINGLE_SIGN_ON, self._times, replacing=replacing
        )
        return Arrival(session, started.return_to)

    def _claims(self, code: str, verifier: str, nonce: str) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        metadata = self._metadata()
        with self._client() as client:
            token = client.fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
            )
            keys = _document(client, metadata["jwks_uri"])
        now = int(self._registry.store.clock.now().timestamp())
        wanted = jwt.JWTClaimsRegistry(
            now=now,
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": self._provider.issuer},
            aud={"essential": True, "value": self._provider.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            read = jwt.decode(
                str(token.get("id_token", "")),
                KeySet.import_key_set(cast("KeySetSerialization", keys)),
                algorithms=_ALGORITHMS,
            )
            wanted.validate(read.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Unauthenticated("ID token is not verified", code="sign_on") from error
        if isinstance(read.claims["aud"], list) and (
            read.claims.get("azp", self._provider.client_id) != self._provider.client_id
        ):
            raise Unauthenticated("ID token is for another client", code="sign_on")
        return dict(read.claims)

    def _member(self, claims: Mapping[str, Any]) -> Member:
        value = claims.get(self._provider.claim)
        if not isinstance(value, str) or not 0 < len(value) <= _CLAIM_CHARS:
            raise Unauthenticated("the claim is missing", code="unknown_person")
        staff, external_id = self._registry.staff, external_id_of(self._provider.issuer, value)
        member = staff.find_by_identity(CHANNEL, external_id) or staff.find(value)
        if member is None and self._provider.provision is not None:
            unit, role = self._provider.provision
            name = str(claims.get("name") or value)[:60]
            member = staff.add(SYSTEM, unit=unit, role=role, name=name).member
            staff.link(SYSTEM, member.account, channel=CHANNEL, external_id=external_id)
        if member is None:
            raise Unauthenticated("no member of that name", code="unknown_person")
        return member

    def _metadata(self) -> dict[str, Any]:
        issuer = self._provider.issuer
        with self._client() as client:
            address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
            found = _document(client, address)
        if found.get("issuer") != issuer:
            raise PartUnavailable("metadata of another issuer", code="sso", value=issuer)
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not _is_safe(str(found.get(name, ""))):
                raise PartUnavailable(f"{name} is not https", code="sso", value=issuer)
        return found

    @contextmanager
    def _client(self) -> "Iterator[OAuth2Client]":
        """A client of the issuer; whatever goes wrong on the way is PartUnavailable or a refusal.

        The secret travels in the body or header of one request and is in no error.
        """
        import httpx2
        from authlib.common.errors import AuthlibBaseError
        from authlib.integrations.httpx_client import OAuth2Client

        client = OAuth2Client(
            client_id=self._provider.client_id,
            client_secret=self._provider.client_secret or None,
            token_endpoint_auth_method=(
                "client_secret_basic" if self._provider.client_secret else "none"
            ),
            scope="openid profile",
            redirect_uri=self._provider.redirect_uri,
            code_challenge_method="S256",
            timeout=_TIMEOUT_S,
            follow_redirects=False,
            trust_env=False,
        )
        try:
            with client:
                yield client
        except AuthlibBaseError as error:
            raise Unauthenticated("the issuer refused the code", code="sign_on") from error
        except (httpx2.HTTPError, ValueError) as error:
            raise PartUnavailable(
                "the issuer does not answer", code="sso", value=self._provider.issuer
            ) from error


def _document(client: "OAuth2Client", address: str) -> dict[str, Any]:
    response = client.request("GET", address, withhold_token=True)
    response.raise_for_status()
    if len(response.content) > _MOST_BYTES:
        raise ValueError("the issuer's document is too long")
    found = response.json()
    if not isinstance(found, dict):
        raise ValueError("the issuer's document is no object")
    return found


def _local_path(path: str) -> str:
    """A path on this site, or `/`: never another site's address."""
    parts = urlsplit(path)
    is_local = path.startswith("/") and not path.startswith(("//", "/\\"))
    if not is_local or parts.netloc or parts.scheme or len(path) > 300 or not path.isprintable():
        return "/"
    return path


def _require_safe(url: str, name: str) -> None:
    if not _is_safe(url):
        raise BadInput(f"{name} is no https address", code="sso_setting", field=name)


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    on_loopback = parts.hostname in ("127.0.0.1", "::1", "localhost")
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and on_loopback)
    )


def _provision(text: str) -> tuple[str, Role] | None:
    if not text.strip():
        return None
    unit, _, role = text.rpartition(":")
    try:
        return unit.strip() or _no_unit(), Role(role.strip())
    except ValueError as error:
        raise BadInput(
            "provision is not unit:role", code="sso_setting", field="OIDC_PROVISION"
        ) from error


def _no_unit() -> str:
    raise ValueError("no unit")
