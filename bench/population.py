"""Made-up companies and reports in any number, for benchmarks of the registry.

A legal name is made by this grammar from a short name (字号), real ones where a file of them is
given:

    legal   := place? short business? form
    place   := 杭州 | 浙江 | 绵阳 | …      business := 科技 | 新能源 | …      form := 有限公司 | …

A variant of a legal name is made by one or two of these, never both of one kind:

    spelling  full width, blanks, an invisible character, traditional forms
    form      another legal form, or none
    place     left out, moved into brackets, with 省 or 市
    business  left out, or another
    branch    杭州分公司 behind it
    short     the short name alone
    slip      one character of the short name dropped, replaced, doubled or swapped with its
              neighbour; only where the trade name has three or more characters (four when it
              stands alone), since in a shorter one a slip makes another name

Reads: the file of short names. Writes: rows of `filing` straight into the table, since filing
200,000 reports one by one would take an hour.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from registry.database import tables
from registry.likeness.name_forms import form_of
from rules.company import company_key

PLACES = (
    "杭州", "浙江", "宁波", "上海", "北京", "深圳", "绵阳", "嘉善", "义乌", "无锡", "青岛", "",
)  # fmt: skip
BUSINESSES = (
    "科技", "电子", "实业", "新能源", "生物", "半导体", "智能装备", "医药", "信息技术", "食品",
    "环境工程", "精密机械", "",
)  # fmt: skip
FORMS = ("有限公司", "股份有限公司", "有限责任公司", "集团有限公司")
_SYLLABLES = "安邦宝博昌晨诚创达德鼎东飞丰福光海航恒宏华汇吉佳嘉建江金锦晶凯康科"
_OTHERS = "朗乐力立联良龙隆迈美明铭诺鹏普启千青荣瑞森盛思泰天通伟祥新信兴旭雅"
CHAINS = ("集成电路", "生物医药", "智能网联汽车", "新材料", "人工智能", "高端装备")
STATES = (
    "SUBMITTED", "UNDER_REVIEW", "CONSULTING", "EXCLUSIVE", "SIGNED", "LANDED", "STARTED",
    "IN_PRODUCTION", "WITHDRAWN", "TERMINATED",
)  # fmt: skip
SEED = 20261122
START = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Company:
    """A legal name by its parts."""

    place: str
    short: str
    business: str
    form: str

    @property
    def name(self) -> str:
        """The legal name."""
        return self.place + self.short + self.business + self.form


def seeded() -> random.Random:
    """The chance all benchmarks draw from: the same in every run."""
    return random.Random(SEED)


def short_names(path: Path | None) -> Sequence[str]:
    """Short names of a file, one a line; without a file all pairs and some triples of syllables."""
    if path is not None and path.exists():
        lines = path.read_text("utf-8").splitlines()
        return [line.strip() for line in lines if len(line.strip()) >= 2]
    pairs = [a + b for a in _SYLLABLES for b in _OTHERS]
    return pairs + [pair + _SYLLABLES[i % len(_SYLLABLES)] for i, pair in enumerate(pairs)]


def companies(shorts: Sequence[str], count: int, rng: random.Random) -> list[Company]:
    """That many companies, no two with the same folded legal name."""
    found: dict[str, Company] = {}
    while len(found) < count:
        made = Company(
            rng.choice(PLACES), rng.choice(shorts), rng.choice(BUSINESSES), rng.choice(FORMS)
        )
        found.setdefault(company_key(made.name), made)
    return list(found.values())


def variant(company: Company, rng: random.Random) -> str:
    """The company's name as somebody else might write it."""
    kinds = ["spelling", "form", "place", "business", "branch", "short"]
    distinctive = len(form_of(company.short).stem)
    if distinctive >= 3:
        kinds.append("slip")
    chosen = rng.sample(kinds, rng.choice((1, 2)))
    if {"short", "slip"} <= set(chosen) and distinctive < 4:
        chosen.remove("slip")
    if "short" in chosen:
        short = _slip(company.short, rng) if "slip" in chosen else company.short
        return _spelling(short, rng) if "spelling" in chosen else short
    return _written(company, chosen, rng)


def _written(company: Company, kinds: Sequence[str], rng: random.Random) -> str:
    parts = company
    if "slip" in kinds:
        parts = replace(parts, short=_slip(parts.short, rng))
    if "form" in kinds:
        parts = replace(parts, form=rng.choice((*FORMS, "公司", "")))
    if "business" in kinds:
        parts = replace(parts, business=rng.choice(("", rng.choice(BUSINESSES))))
    name = parts.name
    if "place" in kinds and parts.place:
        rest = parts.short + parts.business + parts.form
        brackets = f"{parts.short}{parts.business}（{parts.place}）{parts.form}"
        known = {"浙江": "浙江省", "上海": "上海市", "北京": "北京市"}
        longer = known.get(parts.place, f"{parts.place}市") + rest
        name = rng.choice((rest, brackets, longer if parts.place != "嘉善" else rest))
    if "branch" in kinds:
        name += "杭州分公司" if parts.form else "有限公司杭州分公司"
    return _spelling(name, rng) if "spelling" in kinds else name


def _slip(short: str, rng: random.Random) -> str:
    i = rng.randrange(len(short) - 1)
    return rng.choice(
        (
            short[:i] + short[i + 1 :],
            short[:i] + rng.choice(_OTHERS) + short[i + 1 :],
            short[:i] + short[i] + short[i:],
            short[:i] + short[i + 1] + short[i] + short[i + 2 :],
        )
    )


def _spelling(name: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(name) + 1)
    traditional = str.maketrans("华达医药东龙国产电业发", "華達醫藥東龍國產電業發")
    return rng.choice(
        (
            f"{name[:i]} {name[i:]}",
            f"{name[:i]}\u200b{name[i:]}",
            name.translate(traditional),
            name.replace("(", "（").replace(")", "）") + "\u3000",
        )
    )


def load_reports(
    connection: Connection, made: Sequence[Company], *, account: str, units: Sequence[str]
) -> None:
    """One report per company, in a writing transaction; acceptance numbers from 1."""
    for start in range(0, len(made), 5000):
        block = made[start : start + 5000]
        connection.execute(insert(tables.filing), list(_rows(block, start, account, units)))


def _rows(
    made: Sequence[Company], start: int, account: str, units: Sequence[str]
) -> Iterator[dict[str, Any]]:
    for seq, company in enumerate(made, start + 1):
        key, chain = company_key(company.name), CHAINS[seq % len(CHAINS)]
        at = START + timedelta(minutes=15 * seq)
        is_open = (state := STATES[seq * 7 % len(STATES)]) not in ("WITHDRAWN", "TERMINATED")
        yield {
            "seq": seq,
            "report_no": f"首报-{at.year}-{seq:06d}",
            "idem": f"bench-{seq}",
            "draft_id": f"bench-{seq}",
            "draft_version": 1,
            "project_key": f"name:{key}|{chain}",
            "claim": "active" if is_open else "none",
            "state": state,
            "unit": units[seq % len(units)],
            "account": account,
            "channel": "cli",
            "content": {"project_name": f"{company.short}{chain}项目"},
            "content_salt": "00" * 16,
            "content_digest": "00" * 32,
            "project_name": f"{company.short}{chain}项目",
            "project_name_key": f"{company.short}{chain}项目",
            "investor_name": company.name,
            "investor_key": key,
            "uscc": None,
            "chain": chain,
            "platform": None,
            "investment_yuan": (seq * 7919 % 80 + 1) * 100_000_000,
            "received_at": at,
            "source_time": None,
            "updated_at": at,
            "disputed": False,
            "row_version": 1,
        }
