from datetime import date

import pytest

from retrieval.intake.validity import find_effective, find_end, find_published
from retrieval.loading.blocks import Block, BlockKind

ISSUED = date(2021, 3, 1)


def _blocks(*texts: str) -> list[Block]:
    return [Block(BlockKind.LINE, text) for text in texts]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("本制度自2019年6月6日起施行，由甲局负责。", date(2019, 6, 6)),
        ("第九条 本条例自 2021年5月1日起正式施行。", date(2021, 5, 1)),
        ("本办法（试行）自二〇二一年五月一日起执行。", date(2021, 5, 1)),
        ("本规定自公布之日起施行。", ISSUED),
        ("本通知自印发之日起实施，有效期两年。", ISSUED),
        ("该条例自2015年1月1日起施行，企业应当遵守。", None),
        ("自2019年6月6日起，企业可以申请。", None),
        ("没有写施行日期。", None),
    ],
)
def test_the_first_day_in_force_is_that_of_this_text(text: str, day: date | None) -> None:
    assert find_effective(_blocks("第一条", text), [], ISSUED) == day


def test_a_note_on_the_first_day_comes_first() -> None:
    notes = ["2000年9月29日 某会议通过", "2000年12月13日 施行"]

    assert find_effective(_blocks("本解释自2001年1月1日起施行。"), notes, None) == date(
        2000, 12, 13
    )


def test_the_day_of_issue_comes_from_notes_then_the_head_then_the_signature() -> None:
    notes = ["1984年3月12日 某会议通过", "2020年10月17日 第四次修正", "2021年6月1日起施行"]
    body = "自2001年2月2日起，企业可以申请。"

    assert find_published([], [], notes) == date(2020, 10, 17)
    assert find_published([body, "2019/5/29 9:38:58"], [], []) == date(2019, 5, 29)
    signature = _blocks("正文。", "某某市人民政府", "（2021年3月1日）")
    assert find_published([body], signature, []) == ISSUED
    assert find_published([body], _blocks("正文。"), []) is None


def test_one_bracketed_note_may_give_the_day_of_issue_and_the_first_day_in_force() -> None:
    notes = ["（2025年3月1日发布，自2025年4月1日起施行）"]

    assert find_published([], [], notes) == date(2025, 3, 1)
    assert find_effective(_blocks("正文。"), notes, None) == date(2025, 4, 1)


ENDS = [
    ("for some years", "本办法自2026年7月1日起施行，有效期三年。", date(2029, 7, 1)),
    ("for a trial year", "本规则自2026年3月1日起试行，试行期一年。", date(2029, 7, 1)),
    ("for some months", "本通知有效期为6个月。", date(2027, 1, 1)),
    ("until a day", "本意见有效期至2028年6月30日。", date(2028, 7, 1)),
    ("of something else", "首谈资格有效期为九个月。", None),
    ("of no time", "本办法自2026年7月1日起施行。", None),
]


@pytest.mark.parametrize(("line", "end"), [c[1:] for c in ENDS], ids=[c[0] for c in ENDS])
def test_a_text_may_name_its_own_end(line: str, end: date | None) -> None:
    start = date(2028, 7, 1) if "试行期" in line else date(2026, 7, 1)

    assert find_end([Block(BlockKind.LINE, line)], start) == end


def test_a_term_without_a_first_day_has_no_end() -> None:
    assert find_end([Block(BlockKind.LINE, "本办法有效期三年。")], None) is None


def test_a_day_that_a_month_has_not_is_its_last() -> None:
    line = Block(BlockKind.LINE, "本办法有效期六个月。")

    assert find_end([line], date(2026, 8, 31)) == date(2027, 2, 28)
