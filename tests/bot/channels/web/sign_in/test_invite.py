import pytest

from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.bot.channels.web.site import Site, said
from tests.web_parts import PASSWORD


@pytest.fixture
def code(site: Site) -> str:
    made = site.web.registry.staff.add(
        SYSTEM, unit="余杭区", role=Role.DISTRICT_LEAD, name="<b>测试</b>"
    )
    return made.code


def test_an_invite_shows_whose_it_is_and_stays_open_until_the_password_is_set(
    site: Site, code: str
) -> None:
    for _ in range(2):
        page = site.client.get(f"/invite/{code}")
        assert page.status_code == 200
        assert "&lt;b&gt;测试&lt;/b&gt;" in page.text
        assert "区县负责人" in page.text
        assert "S00001" in page.text


def test_setting_a_password_signs_in_and_uses_the_invite_up(site: Site, code: str) -> None:
    response = site.client.post(f"/invite/{code}", data={"password": PASSWORD, "again": PASSWORD})

    assert response.headers["location"] == "/account/welcome"
    welcome = site.client.get("/account/welcome")
    assert "您的账号是" in welcome.text
    assert "启用动态验证码" in welcome.text
    assert site.state() == "S00001"
    again = site.client.get(f"/invite/{code}")
    assert again.status_code == 404
    assert "邀请码不对、已用过或已过期" in again.text


@pytest.mark.parametrize(
    ("password", "again", "complaint"),
    [
        (PASSWORD, "别的", "两次输入的密码不一样"),
        ("太短", "太短", "密码太短"),
        ("password1234", "password1234", "容易被猜到"),
    ],
)
def test_a_password_that_is_no_good_is_said_and_the_invite_stays(
    site: Site, code: str, password: str, again: str, complaint: str
) -> None:
    response = site.client.post(f"/invite/{code}", data={"password": password, "again": again})

    assert response.status_code == 422
    assert complaint in said(response)
    assert site.client.get(f"/invite/{code}").status_code == 200


def test_codes_cannot_be_guessed_for_long(site: Site) -> None:
    for number in range(20):
        assert site.client.get(f"/invite/{'x' * 21}{number % 10}").status_code == 404

    refused = site.client.get(f"/invite/{'y' * 22}")

    assert refused.status_code == 429
    assert "尝试次数过多" in refused.text


def test_the_welcome_is_for_members(site: Site) -> None:
    assert site.client.get("/account/welcome").status_code == 403
