"""The desk for new hires: the whole path, its questions, and every way off and back on."""

import json
from dataclasses import replace

import pytest

from bot.conversations.learn.desk import LearnDesk
from bot.dialogue.messages import CardKind, Intent
from bot.dialogue.talk import Talk
from tests.bot.conversations.learning import CorpusTexts, Learner, corpus, shipped


@pytest.fixture
def learner() -> Learner:
    return Learner()


def test_the_whole_path_can_be_walked_with_yes_and_letters(learner: Learner) -> None:
    learner.say("我是新来的，带我学一遍")
    for lesson in shipped().lessons:
        assert f"第 {lesson.number} 课 · {lesson.title}" in learner.replies[-1].text
        assert learner.replies[-1].citations
        learner.say("好")
        while learner.talk.awaits == "answer":
            last = learner.say(learner.letter(is_right=True))
        assert f"第 {lesson.number} 课做完：3 题对 3 题" in last
        if lesson.number < 12:
            learner.say("继续")

    assert learner.talk.awaits == "test"
    assert learner.say("来吧").startswith("共 10 题")
    while learner.talk.awaits == "answer":
        last = learner.say(learner.letter(is_right=True))
    assert "测验完：10 题对 10 题" in last
    assert "全对" in last
    assert len(learner.talk.of("learn")["done"]) == 12
    assert learner.talk.of("learn")["missed"] == []


def test_the_path_can_be_walked_with_buttons_alone(learner: Learner) -> None:
    learner.send("learn.start")
    learner.press("做几道题")
    for _ in range(3):
        learner.press("B.")
    assert "第 1 课做完" in learner.replies[-1].text
    learner.press("下一课")
    assert "第 2 课" in learner.replies[-1].text


@pytest.mark.parametrize("quiz", shipped().quizzes, ids=lambda quiz: quiz.id)
def test_a_wrong_answer_is_explained_with_its_clause(quiz: object) -> None:
    from bot.conversations.learn.curriculum import Quiz

    assert isinstance(quiz, Quiz)
    learner = Learner()
    learner.talk = Talk().noting(
        "learn",
        {
            "form": 1,
            "lesson": 1,
            "done": [],
            "scores": {},
            "missed": [],
            "rounds": 1,
            "run": {
                "kind": "again",
                "ids": [quiz.id],
                "at": 0,
                "right": 0,
                "wrong": [],
                "options": [],
                "answer": 0,
            },
        },
    )
    learner.say("继续学")
    right = learner.letter(is_right=True)

    said = learner.say(learner.letter(is_right=False))

    assert f"不对，应选 {right}：" in said
    assert quiz.fact.text in said
    assert learner.replies[0].citations[0].clause == quiz.fact.ref.clause
    assert learner.talk.of("learn")["missed"] == [quiz.id]


def test_a_question_is_text_buttons_and_card_alike(learner: Learner) -> None:
    learner.say("考考我")

    question = learner.replies[-1]
    assert question.card is not None
    assert question.card.kind is CardKind.QUIZ
    assert [row.label for row in question.card.rows] == ["A", "B", "C", "D"]
    for row, choice in zip(question.card.rows, question.choices, strict=False):
        assert f"{row.label}. {row.value}" == choice.label
        assert choice.label in question.text
        assert len(choice.data.encode()) <= 64


def test_missed_questions_are_kept_until_they_are_put_right(learner: Learner) -> None:
    learner.say("考考我首报首谈")
    learner.say(learner.letter(is_right=False))
    learner.say("不知道")
    assert "要再看的" in learner.say(learner.letter(is_right=True))
    assert len(learner.talk.of("learn")["missed"]) == 2

    learner.say("重做错题")
    learner.say(learner.letter(is_right=True))
    said = learner.say(learner.letter(is_right=True))

    assert "错题都改对了" in said
    assert learner.talk.of("learn")["missed"] == []
    assert "没有错题" in learner.say("错题")


def test_a_run_over_missed_ones_can_go_wrong_again(learner: Learner) -> None:
    learner.say("出1道题")
    learner.say(learner.letter(is_right=False))
    learner.say("错题")
    said = learner.say(learner.letter(is_right=False))

    assert "错题重做：1 题对 0 题" in said
    assert "要再看的" in said


def test_a_test_names_the_lessons_to_repeat(learner: Learner) -> None:
    learner.say("出20道题")
    while learner.talk.awaits == "answer":
        said = learner.say(learner.letter(is_right=False))

    assert "测验完：20 题对 0 题" in said
    assert "建议回头看：第 " in said
    assert [c.label for c in learner.replies[-1].choices][-4:] == [
        "重做错题",
        "再考一次",
        "目录",
        "先到这里",
    ]


def test_stopping_keeps_everything_and_frees_the_floor(learner: Learner) -> None:
    learner.say("考考我")
    learner.say(learner.letter(is_right=True))
    open_question = learner.replies[-1].text

    learner.say("先到这里")
    assert learner.talk.floor == ""
    learner.say("继续学")

    assert learner.replies[-1].text == open_question
    assert learner.talk.awaits == "answer"


def test_cancelling_stops_whatever_the_words(learner: Learner) -> None:
    learner.say("我是新来的")
    assert "进度记着" in learner.say("不弄了", Intent.CANCEL)
    assert learner.talk.floor == ""


def test_a_beginner_who_returns_chooses_between_going_on_and_beginning_anew(
    learner: Learner,
) -> None:
    learner.say("第三课")
    learner.say("停")
    assert "上次学到第 3 课" in learner.say("/learn")
    assert "第 3 课" in learner.say("好")

    learner.say("我是新来的")
    assert "第 1 课" in learner.say("从头来")
    assert learner.talk.of("learn")["lesson"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("第三课", "第 3 课"),
        ("第十二课", "第 12 课"),
        ("第13课", "没有第 13 课"),
        ("讲讲存量流转", "第 7 课"),
        ("市级主谈", "第 6 课"),
        ("带我学首报首谈", "第 4 课"),
        ("目录", "一共 12 课"),
        ("学到哪了", "已做完 0 课"),
        ("下一课", "第 1 课"),
        ("上一课", "第 1 课"),
        ("再讲一遍", "第 1 课"),
        ("考考我市级主谈", "第 1 题（共 3 题）"),
        ("出５道题", "共 5 题"),
        ("做几道题", "第 1 题（共 3 题）"),
        ("嗯", "第 1 课"),
    ],
)
def test_a_move_is_made_from_a_standing_start(learner: Learner, words: str, said: str) -> None:
    assert said in learner.say(words)


def test_moves_between_lessons_keep_to_the_order(learner: Learner) -> None:
    learner.say("第五课")
    assert "第 6 课" in learner.say("下一课")
    assert "第 5 课" in learner.say("上一课")
    assert "第 5 课" in learner.say("没听懂，再讲一遍")
    assert "第 6 课" in learner.say("不用")
    assert "第 7 课" in learner.say("先不做题，下一课")


def test_after_the_last_lesson_the_test_is_offered(learner: Learner) -> None:
    learner.say("第十二课")
    assert "总测验" in learner.say("下一课")
    assert "共 10 题" in learner.say("继续")

    learner.say("第十二课")
    learner.say("下一课")
    assert "进度记着" in learner.say("不")


def test_words_that_answer_nothing_get_the_question_again(learner: Learner) -> None:
    learner.say("考考我")
    question = learner.replies[-1].text

    assert "没对上选项" in learner.say("对")
    assert learner.replies[-1].text == question
    assert "一次选一个" in learner.say("A和B")
    assert learner.replies[-1].text == question


def test_words_that_mean_nothing_here_get_what_can_be_said(learner: Learner) -> None:
    learner.say("我是新来的")
    assert "没听明白" in learner.say("苹果香蕉")
    assert learner.talk.awaits == "quiz"


def test_a_list_on_the_way_does_not_lose_the_question(learner: Learner) -> None:
    learner.say("考考我")
    question = learner.replies[-1].text

    listed = learner.say("目录")
    assert "第几课" in listed
    assert learner.talk.awaits == "answer"
    learner.press("继续学习")
    assert learner.replies[-1].text == question


def test_the_list_shows_scores_and_the_place_reached(learner: Learner) -> None:
    learner.say("考考我首报首谈")
    while learner.talk.awaits == "answer":
        learner.say(learner.letter(is_right=True))
    learner.say("第六课")

    listed = learner.say("目录")
    assert "（3/3）" in listed
    assert "6. 市级主谈（学到这里）" in listed
    learner.say("出1道题")
    learner.say(learner.letter(is_right=False))
    assert "最近一次测验 1 题对 0 题；错题 1 道" in learner.say("成绩")


def test_old_buttons_change_nothing(learner: Learner) -> None:
    learner.say("考考我")
    first = learner.replies[-1].choices[0].data
    learner.send(first)
    before = learner.talk.of("learn")

    assert "已经答过" in learner.send(first)
    assert learner.talk.of("learn") == before
    assert "已经答过" in learner.send("learn.pick:1.1:9")
    assert "已经答过" in learner.send("learn.pick:nonsense")
    assert learner.talk.of("learn") == before
    assert "过时" in learner.send("learn.nothing:1")
    learner.send("learn.skip:1.1")
    assert learner.run["at"] == 2


def test_a_button_of_a_finished_run_is_told_so(learner: Learner) -> None:
    learner.say("出1道题")
    data = learner.replies[-1].choices[0].data
    learner.send(data)

    assert "继续学习" in learner.send(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("learn.lesson:7", "第 7 课"),
        ("learn.lesson:99", "没有第 99 课"),
        ("learn.quiz:2", "第 1 题"),
        ("learn.quiz:99", "没有第 99 课"),
        ("learn.lesson:x", "过时"),
        ("learn.resume", "第 1 课"),
        ("learn.anew", "第 1 课"),
        ("learn.test", "共 10 题"),
        ("learn.missed", "没有错题"),
        ("learn.list", "一共 12 课"),
        ("learn.stop", "进度记着"),
    ],
)
def test_every_button_does_what_it_says(learner: Learner, data: str, said: str) -> None:
    assert said in learner.send(data)


def test_a_digression_is_taken_up_again_in_one_line(learner: Learner) -> None:
    assert learner.desk.remind(learner.turn("x")) is None

    learner.say("我是新来的")
    lesson = learner.desk.remind(learner.turn("x"))
    assert lesson is not None
    assert "第 1 课" in lesson.text
    assert "\n" not in lesson.text

    learner.say("好")
    question = learner.desk.remind(learner.turn("x"))
    assert question is not None
    assert str(learner.run["ids"][0])  # type: ignore[index]
    assert "A、B、C、D" in question.text
    assert "\n" not in question.text
    assert question.choices[0].label.startswith("A.")

    while learner.talk.awaits == "answer":
        learner.say(learner.letter(is_right=True))
    after = learner.desk.remind(learner.turn("x"))
    assert after is not None
    assert "继续学习" in after.text


def test_the_same_conversation_is_asked_the_same_and_another_another() -> None:
    def asked(conversation: str) -> str:
        learner = Learner(conversation=conversation)
        learner.say("出10道题")
        return learner.replies[-1].text

    assert asked("cli:a") == asked("cli:a")
    assert len({asked(f"cli:{n}") for n in range(6)}) > 3


def test_another_round_asks_in_another_order(learner: Learner) -> None:
    learner.say("考考我")
    first = learner.run["ids"]
    learner.say("再考一次")

    assert learner.run["ids"] != first


def test_the_notes_are_plain_json_and_notes_of_another_form_begin_anew(learner: Learner) -> None:
    learner.say("考考我")
    json.dumps(learner.talk.as_mapping(), ensure_ascii=False)

    learner.talk = learner.talk.noting("learn", {"form": 99, "odd": True})
    assert "第 1 课" in learner.say("继续学")


def test_without_the_facts_the_desk_says_so() -> None:
    bare = tuple(replace(document, facts=()) for document in corpus().documents)
    learner = Learner(desk=LearnDesk(CorpusTexts(*bare)))

    assert "没有可学的课程" in learner.say("我是新来的")
    assert learner.talk.floor == ""


def test_nothing_is_read_before_the_first_lesson() -> None:
    texts = CorpusTexts()
    LearnDesk(texts)

    assert texts.reads == 0


def test_a_question_that_left_the_library_is_passed_over(learner: Learner) -> None:
    learner.say("出2道题")
    notes = json.loads(json.dumps(learner.talk.of("learn")))
    notes["run"]["ids"][0] = "gone.1"
    learner.talk = learner.talk.noting("learn", notes)

    said = learner.say("B")
    assert said
    assert learner.talk.floor == "learn"
