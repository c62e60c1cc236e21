"""Sentences with their offsets, and whether evidence bears one out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.sentences import is_supported, sentences, unsupported_parts
from tests.retrieval.small_library import make_knowledge

LEXICON = make_knowledge().lexicon
EVIDENCE = "能耗由市发改委牵头，2019年7月底前完成，占比36.5%，未经报备的不予支持。"

CUTS = [
    ("each ends with its stop", "先报备。再洽谈！", ["先报备。", "再洽谈！"]),
    ("closing marks stay", "他说“先报备。”再洽谈", ["他说“先报备。”", "再洽谈"]),
    ("a line is an end", "第一\n第二", ["第一", "第二"]),
    ("runs of stops are one", "真的？！是", ["真的？！", "是"]),
    ("blanks are trimmed", "  甲。  乙。 ", ["甲。", "乙。"]),
    ("a title's mark ends none", "《有哪些做法？》讲招商。好", ["《有哪些做法？》讲招商。", "好"]),
    ("an open title hides none", "《甲？乙。丙", ["《甲？", "乙。", "丙"]),
    ("nothing has none", " \n ", []),
    ("stops alone are kept", "。", ["。"]),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in CUTS], ids=[case[0] for case in CUTS]
)
def test_text_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    assert [span.text for span in sentences(text)] == expected


@given(st.text("甲乙。！？!?\n”） 1.", max_size=80))
def test_sentences_stand_at_their_offsets_in_order_and_lose_nothing(text: str) -> None:
    spans = sentences(text)

    assert all(text[span.start : span.end] == span.text for span in spans)
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    assert not "".join(between).strip("”） \n")
    assert all(end <= start for end, start in zip(ends, starts, strict=True))


SUPPORT = [
    ("its words are in the evidence", "能耗由市发改委牵头。", True),
    ("a department the evidence does not name", "能耗由市经信局牵头。", False),
    ("a number the evidence does not give", "2020年7月底前完成。", False),
    ("a share the evidence gives", "占36.5%。", True),
    ("the same figure without its sign is another", "占36.5。", False),
    ("numbers that count its members are no figures", "包括：①报备；（2）洽谈；3.赋权。", True),
    ("a prohibition where the evidence denies", "未报备的不得享受。", True),
]


@pytest.mark.parametrize(
    ("sentence", "expected"), [case[1:] for case in SUPPORT], ids=[case[0] for case in SUPPORT]
)
def test_a_sentence_is_borne_out_or_not(sentence: str, expected: bool) -> None:
    assert is_supported(sentence, EVIDENCE, LEXICON) is expected


def test_a_prohibition_needs_a_denial_in_the_evidence() -> None:
    assert not is_supported("不得先谈后报。", "先报备，后洽谈。", LEXICON)


def test_a_variant_of_a_department_is_the_department() -> None:
    assert is_supported("报投促局。", "报市投资促进局。", LEXICON)


def test_what_is_not_borne_out_is_named_once() -> None:
    lost = unsupported_parts("市经信局2020年、市经信局2020年、市发改委2019年", EVIDENCE, LEXICON)

    assert lost == ("2020", "市经信局")


@given(st.text("能耗由市发改委经信局牵头2019.7%不得。（）", max_size=40))
def test_a_sentence_with_a_lost_part_is_never_supported(sentence: str) -> None:
    if unsupported_parts(sentence, EVIDENCE, LEXICON):
        assert not is_supported(sentence, EVIDENCE, LEXICON)
    assert is_supported(sentence, f"{EVIDENCE}不{sentence}", LEXICON)
