"""Files out of and into the pages, over HTTP as each kind of person."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient

from bot.bootstrap import Web
from bot.channels.web.desks.attachments import attachment
from bot.channels.web.server import create_api
from bot.channels.web.sign_in.session import SESSION, Cookies
from bot.identity.csrf import csrf_token
from registry.people.staff import BUREAU
from registry.transactions.members import Caller
from registry.transactions.permissions import Role
from tests.registry.building import CONTENT, make_slots
from tests.web_parts import PASSWORD, add_member, opened_web

PDF = b"%PDF-1.4\n%%EOF\n"


@dataclass
class Site:
    """The application with people who are signed in."""

    web: Web
    client: TestClient

    def sign_in(self, account: str) -> dict[str, str]:
        """Be that person from now on; the headers of a change."""
        session = self.web.identity.sign_in(account, PASSWORD, address="127.0.0.1")
        self.client.cookies.clear()
        self.client.cookies.set(Cookies(is_secure=False).name(SESSION), session.id)
        return {"x-csrf-token": csrf_token(session.id)}

    def file(self, account: str, **changes: object) -> str:
        """File a report; its number."""
        registry, who = self.web.registry, Caller(account, "web", "k1")
        draft = registry.drafts.open(who, make_slots({**CONTENT, **changes}))
        return registry.reports.file(who, draft.id, draft.version).report_no


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own."""
    with (
        opened_web(tmp_path_factory.mktemp("home")) as web,
        TestClient(create_api(web), base_url="http://127.0.0.1") as client,
    ):
        yield Site(web, client)


@pytest.fixture(scope="module")
def lead(site: Site) -> str:
    """A lead of a district."""
    return add_member(site.web, "余杭区", Role.DISTRICT_LEAD)


@pytest.fixture(scope="module")
def number(site: Site, lead: str) -> str:
    """A report of that district."""
    return site.file(lead)


def test_a_file_goes_in_with_the_token_and_out_as_an_attachment(
    site: Site, lead: str, number: str
) -> None:
    headers = site.sign_in(lead)
    path = f"/reports/{number}/files"
    sent = {"file": ('纪要".pdf', PDF, "text/html")}
    assert site.client.post(path, files=sent).status_code == 403

    answer = site.client.post(path, files=sent, headers=headers)

    assert answer.status_code == 200
    found = site.web.registry.evidence.list(Caller(lead, "web"), number)[0]
    back = site.client.get(f"{path}/{found.id}")
    assert back.content == PDF
    assert back.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert back.headers["content-type"] == "application/octet-stream"
    assert back.headers["x-content-type-options"] == "nosniff"


def test_a_file_of_no_kind_that_is_taken_is_refused_in_words(
    site: Site, lead: str, number: str
) -> None:
    headers = site.sign_in(lead)
    sent = {"file": ("a.exe", b"MZ\x90\x00" + b"\x00" * 20)}

    answer = site.client.post(f"/reports/{number}/files", files=sent, headers=headers)

    assert answer.status_code == 422
    assert "附件须是" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("receipt.json", b"{"),
        ("receipt.svg", b"<?xml"),
        ("export.docx", b"PK"),
        ("export.xlsx", b"PK"),
    ],
)
def test_a_lead_takes_out_what_belongs_to_a_report(
    site: Site, lead: str, number: str, name: str, start: bytes
) -> None:
    site.sign_in(lead)

    answer = site.client.get(f"/reports/{number}/{name}")

    assert answer.status_code == 200
    assert answer.content.startswith(start)


@pytest.mark.parametrize("name", ["receipt.json", "receipt.svg", "export.docx", "files/abc"])
def test_another_district_and_a_guest_get_nothing(site: Site, number: str, name: str) -> None:
    site.sign_in(add_member(site.web, "萧山区", Role.DISTRICT_LEAD))
    assert site.client.get(f"/reports/{number}/{name}").status_code == 404

    site.client.cookies.clear()

    assert site.client.get(f"/reports/{number}/{name}").status_code in (401, 403, 422)


def test_an_export_of_an_unknown_kind_is_refused(site: Site, lead: str, number: str) -> None:
    site.sign_in(lead)

    answer = site.client.get(f"/reports/{number}/export.exe")

    assert answer.status_code == 422
    assert ".xlsx" in answer.text


def test_the_register_is_the_bureaus_and_narrowed_as_asked(
    site: Site, lead: str, number: str
) -> None:
    site.sign_in(lead)
    assert site.client.get("/register/export.xlsx").status_code == 403
    site.sign_in(add_member(site.web, BUREAU, Role.CITY_REVIEWER))

    answer = site.client.get("/register/export.docx", params={"unit": "余杭区", "state": ""})

    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_a_district_takes_no_document_in(site: Site, lead: str) -> None:
    headers = site.sign_in(lead)
    sent = {"file": ("a.txt", "办法".encode())}

    answer = site.client.post("/library/files", files=sent, headers=headers)

    assert answer.status_code == 403


def test_a_name_of_a_file_never_leaves_its_header() -> None:
    answer = attachment(b"x", 'a"; filename=b.html\r\nX: y')

    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''a%22%3B%20filename%3Db.html%0D%0AX%3A%20y"
    )
