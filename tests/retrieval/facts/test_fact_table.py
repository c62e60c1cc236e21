"""The facts' table of the small library."""

import numpy as np

from retrieval.facts.fact_table import FactTable, Rows, build_table, weighing_of
from retrieval.questions.cues import SCAFFOLDING
from tests.retrieval.small_library import make_knowledge

KNOWLEDGE = make_knowledge()


def make_table() -> FactTable:
    k = KNOWLEDGE
    return build_table(k.facts, k.clauses, k.metas, k.lexicon, strip=SCAFFOLDING)


TABLE = make_table()


def test_every_way_of_asking_is_a_form_of_its_fact() -> None:
    owners = [number for number, f in enumerate(KNOWLEDGE.facts) for _ in range(len(f.asks) + 2)]

    assert TABLE.owners.tolist() == owners
    assert len(TABLE.forms) == len(owners)


def test_a_form_stands_in_the_postings_of_its_tokens() -> None:
    for token in ("能耗", "§能耗"):
        rows = TABLE.postings.row(TABLE.tokens.index(token))
        asked = {KNOWLEDGE.facts[TABLE.owners[row]].subject for row in rows}
        assert asked == {"能耗"}


def test_a_body_speaks_of_clause_and_document() -> None:
    assert "杭州试行制度" in TABLE.bodies[0]
    assert "建立项目首报首谈制度" in TABLE.bodies[0]


def test_words_of_asking_are_no_tokens_but_the_model_sees_them() -> None:
    assert "什么" not in TABLE.tokens
    assert any("什么" in form for form in TABLE.forms)


def test_rare_pairs_weigh_more_than_common_ones_and_single_characters() -> None:
    weighing = weighing_of(TABLE)

    assert weighing.weight("强度") > weighing.weight("首报") > weighing.weight("首")
    assert weighing.weight("不在") > 0
    assert "强度" in weighing
    assert "不在" not in weighing
    assert weighing.weight("§强度") > weighing.weight("强度")


def test_the_same_facts_give_the_same_table() -> None:
    again = make_table()

    assert again.tokens == TABLE.tokens
    assert again.form_weights.tolist() == TABLE.form_weights.tolist()
    assert again.body_tokens.values.tolist() == TABLE.body_tokens.values.tolist()


def test_no_facts_give_an_empty_table() -> None:
    table = build_table((), {}, {}, KNOWLEDGE.lexicon, strip=SCAFFOLDING)

    assert (table.tokens, table.forms, table.bodies) == ((), (), ())
    assert len(table.owners) == 0


def test_rows_keep_their_lists() -> None:
    rows = Rows.of([[1, 2], [], [3]])

    assert [rows.row(i).tolist() for i in range(3)] == [[1, 2], [], [3]]
    assert rows.values.dtype == np.int32
