"""Single sign-on against a provider on loopback: the way there, the way back, and every forgery."""

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot import bootstrap
from bot.errors import BadInput, PartUnavailable
from bot.identity import oidc
from bot.identity.oidc import CALLBACK_PATH, CHANNEL, SingleSignOn, external_id_of, provider_of
from bot.settings import Settings
from registry.errors import Unauthenticated
from registry.people.sign_ons import LIFE
from registry.people.web_sessions import SessionTimes, SignInMethod
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.bot.identity.conftest import Door
from tests.bot.identity.loopback_provider import STRANGE_KEY, Provider, running

SECRET = "client secret value"


@pytest.fixture
def provider(door: Door) -> Iterator[Provider]:
    with running(lambda: door.world.clock.now().timestamp()) as found:
        yield found


def configured(provider: Provider, **more: str) -> Settings:
    values = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": "yipanqi",
        "oidc_client_secret": SECRET,
        "public_url": "https://yipanqi.example",
        **more,
    }
    return Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]


def opened(door: Door, provider: Provider, **more: str) -> SingleSignOn:
    made = bootstrap.open_single_sign_on(
        configured(provider, **more), door.world.registry, door.identity
    )
    assert made is not None
    return made


def linked(door: Door, provider: Provider, value: str = "user-1") -> str:
    account, _ = door.invite()
    door.world.registry.staff.link(
        SYSTEM, account, channel=CHANNEL, external_id=external_id_of(provider.issuer, value)
    )
    return account


def test_a_linked_member_signs_in_and_goes_where_they_wanted(
    door: Door, provider: Provider
) -> None:
    account, sso = linked(door, provider), opened(door, provider)
    departure = sso.begin("/reports?open=1")

    arrival = sso.finish(provider.authorize(departure.url), departure.cookie)

    assert arrival.session.member.account == account
    assert arrival.session.method is SignInMethod.SINGLE_SIGN_ON
    assert arrival.return_to == "/reports?open=1"
    assert door.identity.resolve(arrival.session.id) == arrival.session
    basic = base64.b64encode(b"yipanqi:client secret value").decode()
    assert provider.authorizations == [f"Basic {basic}"]


def test_the_way_there_carries_state_nonce_and_challenge_and_no_secret(
    door: Door, provider: Provider
) -> None:
    departure = opened(door, provider).begin(again=True)

    asked = {n: v[0] for n, v in parse_qs(urlsplit(departure.url).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert (asked["prompt"], asked["scope"]) == ("login", "openid profile")
    assert asked["redirect_uri"] == f"https://yipanqi.example{CALLBACK_PATH}"
    assert min(len(asked[n]) for n in ("state", "nonce", "code_challenge")) == 43
    assert SECRET not in departure.url
    assert departure.cookie not in departure.url + repr(departure)
    assert SECRET not in repr(provider_of(configured(provider)))


@pytest.mark.parametrize("what", ["no cookie", "other browser", "other state", "twice", "late"])
def test_it_comes_back_to_its_browser_once_and_soon(
    door: Door, provider: Provider, what: str
) -> None:
    linked(door, provider)
    sso = opened(door, provider)
    departure, other = sso.begin(), sso.begin()
    query, cookie = provider.authorize(departure.url), departure.cookie
    if what == "no cookie":
        cookie = ""
    elif what == "other browser":
        cookie = other.cookie
    elif what == "other state":
        query["state"] = "x" * 43
    elif what == "twice":
        sso.finish(query, cookie)
    else:
        door.world.clock.advance(LIFE)

    with pytest.raises(Unauthenticated) as caught:
        sso.finish(query, cookie)

    assert caught.value.code == "sign_on"


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "x" * 43},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": None},
        {"iss": "https://issuer.example"},
        {"exp": 1},
        {"exp": None},
        {"iat": 4102444800},
        {"sub": None},
        {"aud": ["yipanqi", "other"], "azp": "other"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_sign_on_is_refused(
    door: Door, provider: Provider, change: dict[str, object]
) -> None:
    linked(door, provider)
    sso = opened(door, provider)
    provider.change = change
    departure = sso.begin()

    with pytest.raises(Unauthenticated) as caught:
        sso.finish(provider.authorize(departure.url), departure.cookie)

    assert caught.value.code == "sign_on"


def test_a_token_of_another_key_is_refused(door: Door, provider: Provider) -> None:
    linked(door, provider)
    sso, provider.key = opened(door, provider), STRANGE_KEY
    departure = sso.begin()

    with pytest.raises(Unauthenticated):
        sso.finish(provider.authorize(departure.url), departure.cookie)


def test_a_code_without_its_verifier_is_worth_nothing(door: Door, provider: Provider) -> None:
    linked(door, provider)
    sso = opened(door, provider)
    stolen = provider.authorize(sso.begin().url)
    mine = sso.begin()
    query = {**stolen, "state": provider.authorize(mine.url)["state"]}

    with pytest.raises(Unauthenticated):
        sso.finish(query, mine.cookie)


@pytest.mark.parametrize(
    "change", [{"error": "access_denied"}, {"code": ""}, {"iss": "https://issuer.example"}], ids=str
)
def test_a_refusal_or_the_answer_of_another_issuer_ends_it(
    door: Door, provider: Provider, change: dict[str, str]
) -> None:
    sso = opened(door, provider)
    departure = sso.begin()

    with pytest.raises(Unauthenticated) as caught:
        sso.finish({**provider.authorize(departure.url), **change}, departure.cookie)

    assert caught.value.code == "sign_on"


class TestWhoItIs:
    def finish(self, door: Door, provider: Provider, **more: str) -> str:
        sso = opened(door, provider, **more)
        departure = sso.begin()
        query = provider.authorize(departure.url)
        return sso.finish(query, departure.cookie).session.member.account

    def test_a_claim_may_be_the_account_itself(self, door: Door, provider: Provider) -> None:
        account, _ = door.invite()
        provider.claims |= {"account": account}

        assert self.finish(door, provider, oidc_claim="account") == account

    @pytest.mark.parametrize("value", ["stranger", "", 7, None, "x" * 101])
    def test_a_stranger_is_refused(self, door: Door, provider: Provider, value: object) -> None:
        linked(door, provider)
        provider.change = {"staff_no": value}

        with pytest.raises(Unauthenticated) as caught:
            self.finish(door, provider, oidc_claim="staff_no")

        assert caught.value.code == "unknown_person"

    def test_the_same_value_of_another_issuer_is_a_stranger(
        self, door: Door, provider: Provider
    ) -> None:
        account, _ = door.invite()
        other = external_id_of("https://issuer.example", "user-1")
        door.world.registry.staff.link(SYSTEM, account, channel=CHANNEL, external_id=other)

        with pytest.raises(Unauthenticated):
            self.finish(door, provider)

    def test_who_is_revoked_is_a_stranger(self, door: Door, provider: Provider) -> None:
        account = linked(door, provider)
        door.world.registry.staff.revoke(SYSTEM, account, reason="离岗")

        with pytest.raises(Unauthenticated):
            self.finish(door, provider)

    def test_people_are_added_only_where_it_is_set(self, door: Door, provider: Provider) -> None:
        provider.claims |= {"name": "示例新人"}

        first = self.finish(door, provider, oidc_provision="余杭区:district_staff")
        second = self.finish(door, provider, oidc_provision="余杭区:district_staff")

        member = door.world.registry.staff.find(first)
        assert member is not None
        assert (member.name, member.unit, member.role) == (
            "示例新人", "余杭区", Role.DISTRICT_STAFF,
        )  # fmt: skip
        assert second == first


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://issuer.example"},
        {"token_endpoint": "http://issuer.example/token"},
        {"jwks_uri": ""},
        {"authorization_endpoint": "file:///etc/passwd"},
    ],
    ids=str,
)
def test_metadata_that_leads_elsewhere_is_not_followed(
    door: Door, provider: Provider, change: dict[str, str]
) -> None:
    provider.metadata_change = change

    with pytest.raises(PartUnavailable):
        opened(door, provider).begin()


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_issuer_that_does_not_answer_is_said_so(
    door: Door, provider: Provider, status: int
) -> None:
    provider.status = status

    with pytest.raises(PartUnavailable) as caught:
        opened(door, provider).begin()

    assert caught.value.code == "sso"


def test_an_issuer_that_is_away_is_said_so(door: Door) -> None:
    with running(lambda: 0.0) as gone:
        settings = configured(gone)

    with pytest.raises(PartUnavailable):
        SingleSignOn(door.world.registry, provider_of(settings), SessionTimes()).begin()


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/reports", "/reports"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("reports", "/"),
        ("/x\nSet-Cookie: a=b", "/"),
        ("/" + "x" * 300, "/"),
        ("", "/"),
    ],
)
def test_one_goes_back_to_this_site_only(path: str, kept: str) -> None:
    assert oidc._local_path(path) == kept


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"oidc_issuer": "http://issuer.example"}, "OIDC_ISSUER"),
        ({"oidc_client_id": ""}, "OIDC_CLIENT_ID"),
        ({"oidc_provision": "余杭区"}, "OIDC_PROVISION"),
        ({"oidc_provision": ":district_staff"}, "OIDC_PROVISION"),
        ({"oidc_provision": "余杭区:king"}, "OIDC_PROVISION"),
    ],
)
def test_a_setting_of_no_use_is_named(values: dict[str, str], field: str, tmp_path: Path) -> None:
    nowhere = Provider(lambda: 0.0, issuer="https://issuer.example")

    with pytest.raises(BadInput) as caught:
        provider_of(configured(nowhere, **values))

    assert caught.value.fields["field"] == field


def test_without_an_issuer_there_is_none(door: Door) -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]

    assert bootstrap.open_single_sign_on(settings, door.world.registry, door.identity) is None
