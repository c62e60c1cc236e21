"""What a learner's words ask for: an answer to the open question, or a move on the path. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.language.folding import fold_title
from retrieval.language.numerals import NUMERAL, parse_numeral

LETTERS = "ABCDEFGH"
MOST_QUESTIONS = 30
_SHORTEST_WORDS = 2
_LONGEST_SHORT_NAME = 6
_LETTER = re.compile(r"(?<![A-Za-z0-9])([A-Da-d])(?![A-Za-z0-9])")
_ORDINAL = re.compile(
    rf"第\s*([{NUMERAL}\d])\s*(?:个|项|条|种|选项)|^\s*(?:选|是)?\s*([1-4一二三四])\s*[。.]?\s*$"
)
_DENIED = re.compile(r"(?:不是|不选|排除)\s*[A-Da-d](?![A-Za-z])|[A-Da-d]\s*(?:不对|错了|不是)")
_CORRECTED = re.compile(r"(?:不对|错了|改成|还是选|应该是|应该选|改选)[，,、。\s]*")
_LESSON = re.compile(rf"第\s*([{NUMERAL}\d]+)\s*[课节讲章]|^/?lesson\s*(\d+)$", re.IGNORECASE)
_COUNT = re.compile(rf"([{NUMERAL}\d]+)\s*(?:道|个题|题)")


class Move(StrEnum):
    """What can be asked for on the path."""

    STOP = "stop"
    ANEW = "anew"  # from the beginning
    MISSED = "missed"  # the questions answered wrong
    TEST = "test"
    PROGRESS = "progress"
    LIST = "list"
    SKIP = "skip"  # this question
    BACK = "back"
    REPEAT = "repeat"
    NEXT = "next"
    LESSON = "lesson"  # a certain one, or the quiz of one
    START = "start"
    QUIZ = "quiz"  # questions on the lesson read last
    WHY = "why"  # of the question answered last
    WHERE = "where"  # in the round of questions
    AGAIN = "again"  # the round of questions, or the lesson, once more
    EASY = "easy"  # too easy, or too hard, or too much


# The first that fits counts.
_MOVES = (
    (
        Move.NEXT,
        r"(?:直接|只|光|就)(?:要|想|来)?(?:讲|说)(?:课|吧|就行|就好|下去)?$|直接(?:上课|学|看课)",
    ),
    (
        Move.WHY,
        r"(?:为什么|为啥|凭什么|怎么(?:会|就)?)(?:是|选|不对|错|我)|(?:错|不对)在?哪"
        r"|哪(?:里|儿)(?:错|不对)|解释(?:一?下)?",
    ),
    (
        Move.WHERE,
        r"(?:一共|总共|还有|还剩|剩|共|这是)(?:下)?(?:有)?第?(?:几|多少)(?:道|个)?题(?!.{0,3}(?:对|错))"
        r"|第几题|(?:还(?:有|剩)|剩)(?:下)?(?:几|多少)道",
    ),
    (Move.AGAIN, r"(?:再|重)(?:来|做|考)(?:一?(?:遍|次|回)|过)$|重来$"),
    (
        Move.EASY,
        r"太(?:简单|容易|难|多|长|枯燥|无聊|啰嗦|复杂)"
        r"|(?:好|这么|真)(?:简单|难|多|长|无聊)|没(?:意思|难度)|(?:讲|说)?快一?点|难一?点|简单一?点",
    ),
    (Move.ANEW, r"从头|重新(?:开始|学)|重头|重学|从第一课"),
    (Move.MISSED, r"错题|做错|答错|错的(?:题|那)|补考"),
    (
        Move.PROGRESS,
        r"学到(?:哪|第几)|学了(?:多少|几)|成绩|多少分|几分|得分|学习(?:进度|情况)|学得|(?:错|对)了(?:几|多少)"
        r"|还(?:有|剩|差)?(?:多少|几课|几节|多久)(?:课)?(?:没学|要学|学完|才)?(?!题|道)|学完(?:还)?要",
    ),
    (
        Move.TEST,
        r"考考|考一[下考]|测验|测试|考试|考我|模拟考|总测|出.{0,4}[题道]|刷题|来.{0,3}道|再考",
    ),
    (Move.QUIZ, r"做.{0,3}题|练(?:练|一练|习)|做.{0,2}几道|开始做"),
    (Move.LIST, r"目录|(?:哪些|什么|几|多少)课|课程|课表|大纲|哪几课"),
    (Move.BACK, r"上一课|前一课|上节课|往回"),
    (
        Move.SKIP,
        r"跳过(?!(?:这|本|那)(?:一)?[课节讲章])|下一题|下一道|不会|不知道|不清楚|(?<![看听读])不懂|猜不出|想不起来|答案|^pass$",
    ),
    (Move.REPEAT, r"再(?:讲|说|来)一?(?:遍|次)|重复|没(?:听|看)懂|[看听读]不懂|没明白"),
    (Move.NEXT, r"跳过(?:这|本|那)(?:一)?[课节讲章]|下一(?:课|节|讲|个)|继续|接着|往下|^下一?步?$"),
    (
        Move.STOP,
        r"不学|不做了|不考了|先到这|到(?:这|此)(?:里|儿)?(?:吧|为止)|停|退出|结束|改天|下次再|休息|"
        r"不用了|不想|(?:明|后)天(?:再)?|歇|以后再|下回|改日|下班|取消|算了|够了|回头再|^/?cancel$",
    ),
    (
        Move.START,
        r"新来|新人|新手|刚来|刚入职|刚到|新同事|带我|带带我|入门|学一?[遍下]|培训|学习|^/?learn|教(?:教|我)|想学|上课",
    ),
)
_NO_QUESTIONS = re.compile(r"(?:不|别|免)(?:用|想|要|再)?(?:做|考|出|测|练)")
_WANTS_LESSON = re.compile(r"讲|学|说说|介绍|了解|看看|那一?课|这一?课|课")
_YES = re.compile(
    r"^(?:好|行|可以|嗯|是|对|要|来|做|开始|ok|yes|没问题|试试|试一下|走|准备好)", re.IGNORECASE
)
_NO = re.compile(r"^(?:不|先不|别|免|算了|no)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """A move with what it is for. lesson: a number from 1; count: of questions; 0 for not said."""

    move: Move
    lesson: int = 0
    count: int = 0


def read_wish(text: str) -> Wish | None:
    """The move the words ask for; None for none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    lesson = _number(_LESSON.search(plain))
    is_declined = _NO_QUESTIONS.search(plain) is not None
    move = next(
        (
            move
            for move, words in _MOVES
            if re.search(words, plain, re.IGNORECASE)
            and not (is_declined and move in (Move.TEST, Move.QUIZ))
        ),
        None,
    )
    if lesson and move not in (Move.TEST, Move.QUIZ):
        return Wish(Move.LESSON, lesson)
    if move is None:
        return None
    return Wish(move, lesson, min(_number(_COUNT.search(plain)), MOST_QUESTIONS))


def wants_lesson(text: str) -> bool:
    """Whether the words ask to be taught something, whatever it is."""
    return _WANTS_LESSON.search(text) is not None


def is_yes(text: str) -> bool:
    """Whether the words agree."""
    return _YES.match(text.strip()) is not None


def is_no(text: str) -> bool:
    """Whether the words decline."""
    return _NO.match(text.strip()) is not None


def read_answer(text: str, options: Sequence[str]) -> tuple[int, ...]:
    """The options the words may mean, by index: one when they are clear, none when they say none.

    Understood: a letter, an ordinal, the words of an option; what follows a correction counts.
    """
    plain = _DENIED.sub("", unicodedata.normalize("NFKC", text)).strip()
    last = _CORRECTED.split(plain)[-1]
    return _named(last, options) or _named(plain, options)


def _named(plain: str, options: Sequence[str]) -> tuple[int, ...]:
    letters = {LETTERS.index(letter.upper()) for letter in _LETTER.findall(plain)}
    if letters:
        return tuple(sorted(index for index in letters if index < len(options)))
    if found := _ORDINAL.search(plain):
        index = parse_numeral(found[1] or found[2]) - 1
        return (index,) if 0 <= index < len(options) else ()
    return _worded(fold_title(plain), [fold_title(option) for option in options])


def _worded(said: str, options: Sequence[str]) -> tuple[int, ...]:
    """Options whose words were said in full, the longest before its parts; else those of which
    the words said are a part."""
    full = [index for index, option in enumerate(options) if option in said]
    if full:
        longest = max(len(options[index]) for index in full)
        return tuple(index for index in full if len(options[index]) == longest)
    if len(said) < _SHORTEST_WORDS:
        return ()
    core = re.sub(r"^(?:我?(?:选|觉得|认为|猜)?(?:应该)?(?:是|选)?)|(?:吧|吗|呢|啊|的)$", "", said)
    if len(core) < _SHORTEST_WORDS:
        return ()
    parts = tuple(index for index, option in enumerate(options) if core in option)
    if parts or len(core) > _LONGEST_SHORT_NAME:
        return parts
    return tuple(index for index, option in enumerate(options) if _shortens(core, option))


def _shortens(name: str, option: str) -> bool:
    """Whether a name is made of an option's characters in order: 投促局, 规资局."""
    rest = iter(option)
    return all(character in rest for character in name)


def _number(found: re.Match[str] | None) -> int:
    if found is None:
        return 0
    return parse_numeral(next(group for group in found.groups() if group))
