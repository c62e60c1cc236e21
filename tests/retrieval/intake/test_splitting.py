from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.intake.outline import Section
from retrieval.intake.splitting import split_long, split_span


@settings(deadline=None)
@given(st.text(alphabet="首报谈，。；\n", max_size=400), st.integers(min_value=10, max_value=60))
def test_pieces_are_short_and_lose_nothing_but_line_breaks(text: str, limit: int) -> None:
    spans = split_span(text, 0, len(text), limit=limit)

    assert all(0 < end - start <= limit for start, end in spans)
    joined = "".join(text[start:end] for start, end in spans)
    assert joined.replace("\n", "") == text.replace("\n", "")


def test_a_paragraph_end_is_preferred_to_a_sentence_end_and_that_to_a_comma() -> None:
    assert split_span("一二三四。五六\n七八九。十", 0, 13, limit=10)[0] == (0, 7)
    assert split_span("一二三四五六。七，八九十", 0, 12, limit=10)[0] == (0, 7)
    assert split_span("一二三四五六七，八九十一", 0, 12, limit=10)[0] == (0, 8)
    assert split_span("一二三四五六七八九十一二", 0, 12, limit=10)[0] == (0, 10)


def test_long_clauses_are_numbered_and_short_ones_untouched() -> None:
    text = "短。" + "长" * 1_300
    sections = [Section("1", "一", "短", 0, 2), Section("2", "二", "长", 2, len(text))]

    assert [(s.id, s.label) for s in split_long(sections, text)] == [
        ("1", "一"), ("2-1", "二"), ("2-2", "二"),
    ]  # fmt: skip
