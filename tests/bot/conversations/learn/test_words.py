"""Answers and moves are understood as people type them."""

import pytest

from bot.conversations.learn.words import Move, Wish, is_no, is_yes, read_answer, read_wish

OPTIONS = ("市财政局", "市投资促进局", "市投资促进局、市财政局", "市规划和自然资源局")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("B", (1,)),
        ("b", (1,)),
        ("Ｂ", (1,)),
        ("选c吧", (2,)),
        ("我觉得是 D。", (3,)),
        ("第二个", (1,)),
        ("第2项", (1,)),
        ("选三", (2,)),
        ("4", (3,)),
        ("９", ()),
        ("市规划和自然资源局", (3,)),
        ("应该是市财政局", (0,)),
        ("市投资促进局、市财政局", (2,)),
        ("财政局", (0, 2)),
        ("规划", (3,)),
        ("规资局", (3,)),
        ("投促局", (1, 2)),
        ("A，不对，是B", (1,)),
        ("不是A，是D", (3,)),
        ("A不对，选C", (2,)),
        ("A还是B", (0, 1)),
        ("国资委", ()),
        ("", ()),
        ("局", ()),
        ("第九个", ()),
        ("APP", ()),
    ],
)
def test_an_answer_is_read(text: str, meant: tuple[int, ...]) -> None:
    assert read_answer(text, OPTIONS) == meant


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("我是新来的", Wish(Move.START)),
        ("刚入职，带带我", Wish(Move.START)),
        ("/learn", Wish(Move.START)),
        ("继续学", Wish(Move.NEXT)),
        ("接着来", Wish(Move.NEXT)),
        ("第三课", Wish(Move.LESSON, 3)),
        ("跳到第 12 节", Wish(Move.LESSON, 12)),
        ("考考我", Wish(Move.TEST)),
        ("出10道题", Wish(Move.TEST, count=10)),
        ("来五道题考考我", Wish(Move.TEST, count=5)),
        ("出999道题", Wish(Move.TEST, count=30)),
        ("第二课的题出3道题", Wish(Move.TEST, 2, 3)),
        ("重做错题", Wish(Move.MISSED)),
        ("从头学一遍", Wish(Move.ANEW)),
        ("我的成绩", Wish(Move.PROGRESS)),
        ("有哪些课", Wish(Move.LIST)),
        ("跳过", Wish(Move.SKIP)),
        ("不知道", Wish(Move.SKIP)),
        ("看答案", Wish(Move.SKIP)),
        ("上一课", Wish(Move.BACK)),
        ("没听懂", Wish(Move.REPEAT)),
        ("先不做题，下一课", Wish(Move.NEXT)),
        ("不想学了", Wish(Move.STOP)),
        ("先到这吧", Wish(Move.STOP)),
        ("做两道题", Wish(Move.QUIZ, count=2)),
        ("苹果", None),
    ],
)
def test_a_wish_is_read(text: str, wish: Wish | None) -> None:
    assert read_wish(text) == wish


def test_yes_and_no_are_told_apart() -> None:
    assert all(is_yes(word) for word in ("好", "行啊", "OK", "来吧", "可以"))
    assert all(is_no(word) for word in ("不", "先不", "免了"))
    assert not is_yes("不好")
    assert not is_no("好")
