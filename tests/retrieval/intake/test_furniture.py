import pytest

from retrieval.intake.furniture import drop_furniture, looks_like_web
from retrieval.loading.blocks import Block, BlockKind

SENTENCE = "这是正文里的一句话，它足够长，因此不会被当作网站的栏目或者链接而丢掉。"


def _lines(*texts: str) -> list[Block]:
    return [Block(BlockKind.LINE, t) if t else Block(BlockKind.BREAK) for t in texts]


def _kept(*texts: str, is_web: bool = True) -> list[str]:
    return [b.text for b in drop_furniture(_lines(*texts), is_web=is_web) if b.text]


@pytest.mark.parametrize(
    "line",
    [
        "当前位置 > 首页 > 要闻",
        "首页 > 政务公开 > 正文",
        "责编：某某",
        "编辑:某某 责编:某某",
        "来源：某某日报",
        "作者: 来源:某某日报全媒体 2020-08-08 20:43:00",
        "返回顶部",
        "• 返回顶部",
        "浏览次数：12",
        "关键词:甲,乙",
        "[声明]文章仅供学习交流",
        "上一篇：某某新闻",
        "示ICP备000号",
        "分享到：",
        "(原标题:某某)",
        "【大 中 小】",
    ],
)
def test_site_lines_go(line: str) -> None:
    assert _kept("标题", SENTENCE, line) == ["标题", SENTENCE]


@pytest.mark.parametrize(
    "line",
    [
        "加强规划统筹",
        "记者从市里获悉，" + SENTENCE,
        "来源广泛的项目信息由各区汇总，" + SENTENCE,
        "编辑部设在甲局。",
        "时间：每年第一季度。",
    ],
)
def test_text_that_only_resembles_them_stays(line: str) -> None:
    assert line in _kept("标题", SENTENCE, line, SENTENCE)


def test_link_lists_after_the_body_go_to_the_end() -> None:
    assert _kept(SENTENCE, "最新相关", "无关的新闻标题", "又一条标题") == [SENTENCE]


def test_bullets_and_days_go_only_above_the_body() -> None:
    assert _kept("题目", "• 某某网", "2019/5/29 9:38:58", SENTENCE, "• 正文要点") == [
        "题目",
        SENTENCE,
        "• 正文要点",
    ]


def test_a_document_that_is_no_web_page_keeps_such_lines() -> None:
    assert _kept("来源：国有资金", SENTENCE, is_web=False) == ["来源：国有资金", SENTENCE]
    assert looks_like_web(_lines("返回顶部"))
    assert not looks_like_web(_lines("第一章 总则", SENTENCE))


def test_page_numbers_go_when_they_are_surely_that() -> None:
    assert _kept("甲", "— 1 —", "乙", "第 2 页 共 9 页", is_web=False) == ["甲", "乙"]
    assert _kept("甲", "1", "乙", "2", "丙", is_web=False) == ["甲", "乙", "丙"]
    assert _kept("甲", "12", "乙", "7", is_web=False) == ["甲", "12", "乙", "7"]


def test_a_running_head_beside_page_numbers_goes() -> None:
    texts = []
    for number in range(1, 5):
        texts += [f"第{number}段正文。", f"- {number} -", "某某公报"]

    assert _kept(*texts, is_web=False) == [f"第{number}段正文。" for number in range(1, 5)]
