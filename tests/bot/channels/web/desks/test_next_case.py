"""The way from one case to the next, over HTTP."""

from urllib.parse import unquote

from bot.channels.web.desks.next_case import NEXT_PATH, QUEUE_END
from registry.transactions.members import Caller
from registry.transactions.permissions import Role
from tests.bot.channels.web.site import Site
from tests.registry.building import CONTENT, make_slots


def file(site: Site, account: str, investor: str) -> tuple[int, str]:
    """File a report; its acceptance number and its own."""
    registry, who = site.web.registry, Caller(account, "web", investor)
    draft = registry.drafts.open(who, make_slots({**CONTENT, "investor_name": investor}))
    filed = registry.reports.file(who, draft.id, draft.version)
    return filed.seq, filed.report_no


def test_cases_follow_by_acceptance_number_and_after_the_last_comes_the_list(site: Site) -> None:
    district = site.member()
    first, second = (file(site, district, f"示例{n}号有限公司") for n in "12")
    site.signed_in(Role.CITY_REVIEWER)

    def follow(after: int) -> str:
        answer = site.client.get(NEXT_PATH, params={"after": after})
        assert answer.status_code == 303
        return unquote(answer.headers["location"])

    assert follow(0) == f"/review/{first[1]}"
    assert follow(first[0]) == f"/review/{second[1]}"
    assert follow(second[0]) == QUEUE_END


def test_a_district_and_a_guest_are_not_taken_to_a_case(site: Site) -> None:
    file(site, site.member(), "示例有限公司")
    assert site.client.get(NEXT_PATH).headers["location"].startswith("/signin?next=")

    site.signed_in(Role.DISTRICT_LEAD)

    assert site.client.get(NEXT_PATH).status_code == 403
