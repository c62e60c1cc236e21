"""A tiny library for tests of the answer engine: one scheme, one report from another place."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from retrieval.facts.knowledge import ClauseHit, Knowledge, parse_light_words
from retrieval.index.digest import parse_digest, parse_glossary
from retrieval.questions.question import Gazetteer
from retrieval.types import Clause, ParsedDocument

DATA = Path(__file__).parents[2] / "retrieval" / "data"

SCHEME = """+++
id = "hz-2019-40"
edition = "2019-06-06"
title = "杭州试行制度"
short_titles = ["一盘棋制度"]
number = "杭政办函〔2019〕40号"
effective_from = 2019-06-06
status = "试行"
place = "杭州"
tier = "official"
+++

## 四（一） 建立项目首报首谈制度 {#4.1}

有明确意向的项目先向市投资促进局报备。经审查并征求投资者意见建议后，赋予排他性首谈资格。违反的，不得享受市级政策支持，税收地方留成部分由市财政局收归市级。

## 附10 能耗 {#annex.10}

牵头：市发改委；配合：市经信局、市投资促进局。时限：2019年7月底前。
"""

SCHEME_FACTS = """
[[fact]]
id = "report"
clause = "4.1"
kind = "decider"
subject = "首报"
value = ["市投资促进局"]
text = "首报向市投资促进局报备。"
asks = ["首报向谁报", "有意向的项目先报给哪个部门"]

[[fact]]
id = "steps"
clause = "4.1"
kind = "procedure"
subject = "首报首谈"
value = ["先向市投资促进局报备", "赋予排他性首谈资格"]
text = "首报首谈分两步：先报备，后赋予首谈资格。"
asks = ["首报首谈的流程", "首报首谈分几步"]

[[fact]]
id = "penalty"
clause = "4.1"
kind = "consequence"
subject = "违反首报首谈"
value = ["不得享受市级政策支持"]
text = "违反首报首谈的项目不得享受市级政策支持。税收地方留成部分由市财政局收归市级。"
asks = ["违反首报首谈有什么后果", "违反首报首谈怎么处罚"]

[[fact]]
id = "validity"
clause = "4.1"
kind = "open_point"
subject = "首谈资格有效期"
text = "文件未规定首谈资格的有效期。"
asks = ["首谈资格有效期多久", "首谈资格几个月到期"]

[[fact]]
id = "energy-lead"
clause = "annex.10"
kind = "lead"
subject = "能耗"
value = ["市发改委"]
text = "能耗由市发改委牵头。"
asks = ["能耗谁牵头", "能耗指标由哪个部门牵头"]

[[fact]]
id = "energy-cooperate"
clause = "annex.10"
kind = "cooperate"
subject = "能耗"
value = ["市经信局", "市投资促进局"]
text = "能耗的配合单位是市经信局、市投资促进局。"
asks = ["能耗谁配合", "能耗的配合单位"]

[[fact]]
id = "energy-deadline"
clause = "annex.10"
kind = "deadline"
subject = "能耗"
value = ["2019年7月底前"]
text = "能耗制度要在2019年7月底前出台。"
asks = ["能耗制度什么时候出台", "能耗的完成时限"]
"""

HUZHOU = """+++
id = "huzhou-report"
edition = "2020"
title = "湖州考察报告"
published = 2020-08-08
place = "浙江湖州"
tier = "other_place"
+++

## 一 准入标准 {#1}

湖州按“345+1.5”把关：每亩税收不低于30万元，投资强度不低于400万元，产出不低于500万元，容积率至少1.5。2019年亩均固投由388万元提高到455.5万元。
"""

HUZHOU_FACTS = """
[[fact]]
id = "standard"
clause = "1"
kind = "definition"
subject = "345+1.5标准"
value = ["30万元", "400万元", "500万元", "1.5"]
text = "湖州的“345+1.5”指每亩税收30万元、投资强度400万元、产出500万元，容积率1.5。"
asks = ["345+1.5是什么", "345+1.5标准是多少"]

[[fact]]
id = "intensity"
clause = "1"
kind = "quantity"
subject = "湖州亩均固投强度"
value = ["388万元", "455.5万元"]
unit = "万元"
period = "2019年"
text = "湖州2019年亩均固投由388万元提高到455.5万元。"
asks = ["湖州亩均固投强度提高到多少", "湖州固投强度是多少"]
"""

GLOSSARY = """
[[term]]
term = "首报首谈"
slips = ["手报首谈"]
category = "mechanism"
[[term]]
term = "首报"
category = "mechanism"
[[term]]
term = "首谈资格"
variants = ["排他性首谈资格"]
category = "mechanism"
[[term]]
term = "能耗"
variants = ["能耗指标"]
category = "mechanism"
[[term]]
term = "345+1.5标准"
variants = ["345+1.5", "345标准"]
category = "mechanism"
[[term]]
term = "市投资促进局"
variants = ["市投促局", "投促局"]
category = "department"
[[term]]
term = "市发改委"
category = "department"
[[term]]
term = "市经信局"
category = "department"
[[term]]
term = "市财政局"
category = "department"
"""


def documents() -> tuple[ParsedDocument, ...]:
    """The two documents of the small library."""
    return (
        parse_digest(SCHEME, SCHEME_FACTS, name="scheme"),
        parse_digest(HUZHOU, HUZHOU_FACTS, name="huzhou"),
    )


def find_nothing(query: str, day: date) -> Sequence[ClauseHit]:
    """A search without hits, so that only the facts answer."""
    return ()


def make_knowledge(**changes: object) -> Knowledge:
    """A snapshot of the small library; changes replace its fields."""
    docs = documents()
    fields: dict[str, object] = {
        "metas": {doc.meta.doc_id: doc.meta for doc in docs},
        "clauses": {str(clause.ref): clause for doc in docs for clause in doc.clauses},
        "originals": {},
        "facts": [fact for doc in docs for fact in doc.facts],
        "terms": parse_glossary(GLOSSARY),
        "gazetteer": Gazetteer.parse((DATA / "places.toml").read_text("utf-8")),
        "search": find_nothing,
        "light_words": parse_light_words((DATA / "light_words.txt").read_text("utf-8")),
    }
    return Knowledge(**(fields | changes))  # type: ignore[arg-type]


def clause_of(reference: str) -> Clause:
    """One clause of the small library by `doc#clause`."""
    return make_knowledge().clauses[reference]
