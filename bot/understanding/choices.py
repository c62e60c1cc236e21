"""Yes/no slots and slots of a few known values, by the cues of cues.toml."""

import re

from bot.understanding.candidates import LIKELY, SURE, WEAK, Candidate, Candidates, Reading
from bot.understanding.cues import (
    Patterns,
    choices,
    flags,
    support_kinds,
    support_no,
    support_trigger,
)
from bot.understanding.evidence_dates import DATE, dates_behind
from bot.understanding.page import last_match
from bot.understanding.types import Found

NO_CITY_SUPPORT = "不需要市级财政支持"
NO_SUPPORT = "不需要支持"
_BOTH = "新增和存量都有"  # said over several clauses
_NOT_YET = re.compile(
    r"没|未|(?<!前)无(?!锡)|不(?!仅|但|久前)|准备|打算|计划(?!书)|下周|下个?月|明天|后天|即将|将要|拟|等|缺|如果|需要|要求|希望|补|暂|前签|[约商]定"
)
_OF_OTHERS = re.compile(
    r"(?<!们)(?<!我)(?:余杭|临平|滨江|萧山|钱塘|上城|拱墅|西湖|富阳|临安|桐庐|淳安|建德|隔壁|别的区|其他区|外区)"
    r"(?:区|县|市)?(?:那边|他们|也|已经|之前|都|先|跟他们|和他们){0,3}$"
)
_MOST_BETWEEN = 24  # characters between a date and what it dates
_STILL_TO_COME = re.compile(
    r"^(?:还|都|也)?(?:没|未|在走|走流程|在审|在盖章|下周|下个?月|明天|后天|准备|即将|正在|在[编做写谈]|编制中|起草|草稿|草案|初稿|拟|待|要等|等|后面|算|是不是)"
)


def read_choices(reading: Reading) -> Candidates:
    """Candidates of every slot whose values are known beforehand."""
    mixed = choices("land_mode")[_BOTH]
    for match in mixed.finditer(reading.page.text):
        if not reading.page.is_asked(match.start()):
            yield Candidate((reading.found("land_mode", _BOTH, match.span()),), SURE)
    yield from _flags(reading)
    yield from _land_modes(reading)
    for slot in ("channel", "chain_stage"):
        for match, value in first_in_clauses(reading, choices(slot)).values():
            yield Candidate((reading.found(slot, value, match.span()),), LIKELY)
    for match, value in first_in_clauses(reading, choices("country")).values():
        yield from _country(reading, match, value)
    yield from read_evidence(reading, (0, len(reading.page.text)))
    yield from _support(reading)


Match = re.Match[str]


def first_in_clauses(reading: Reading, table: Patterns) -> dict[int, tuple[Match, str]]:
    """Per clause that states something, the first value of a table whose cue stands in it."""
    page, hits = reading.page, dict[int, tuple[Match, str]]()
    for value, pattern in table.items():
        for match in pattern.finditer(page.text):
            index = page.index_at(match.start())
            if index not in hits and not page.is_asked(match.start()):
                hits[index] = match, value
    return hits


def _land_modes(reading: Reading) -> Candidates:
    """Every way named, so that 不要地租楼 says both; the one named before goes on in its clause."""
    for value, pattern in choices("land_mode").items():
        for match, _ in first_in_clauses(reading, {value: pattern}).values():
            yield Candidate((reading.found("land_mode", value, match.span()),), LIKELY)


def _flags(reading: Reading) -> Candidates:
    for slot, cues in flags().items():
        table = {"no": cues.no, "yes": cues.yes}
        if cues.doubt is not None:
            table["doubt"] = cues.doubt
        for match, said in first_in_clauses(reading, table).values():
            values = (True, False) if said == "doubt" else (said == "yes",)
            found = tuple(reading.found(slot, value, match.span()) for value in values)
            yield Candidate(found, LIKELY)


def first_choice(
    reading: Reading, span: tuple[int, int], table: Patterns
) -> tuple[re.Match[str] | None, str]:
    """The first value of a table whose cue stands in the span, and where."""
    for value, pattern in table.items():
        match = pattern.search(reading.page.text, *span)
        if match:
            return match, value
    return None, ""


def _country(reading: Reading, match: Match, value: str) -> Candidates:
    """A country only where the words speak of where the investor is from."""
    text, clause = reading.page.text, reading.page.clause_at(match.start())
    behind = text[match.end() : match.end() + 6]
    before = text[max(clause.start, match.start() - 8) : match.start()]
    is_origin = (
        re.match(
            r"\s?[A-Z]|的[^,。;]{2,14}(?:会社|公司|集团)|(?:的)?(?:企业|公司|独资|外资|投资方|资本|集团|客商|投资商|全资|上市公司)|的\s*(?:$|[,。;])",
            behind,
        )
        or re.search(
            r"(?:来自|投资方是|企业是|公司是|国别是?|外资[,(]?|对方是|(?:总部|母公司|公司|资方|集团)在|母公司是?|是家|是一家|他们是)\s*$",
            before,
        )
        or match[0][-1] in "资企商方"
        or (before[-1:] == "(" and behind[:1] == ")")
    )
    if is_origin and not re.search(r"(?:去|到|赴|出口|销往|卖到)\s*$", before):
        yield Candidate((reading.found("investor_country", value, match.span()),), LIKELY)


def read_evidence(reading: Reading, span: tuple[int, int]) -> Candidates:
    """Each run of evidence of one clause: 会谈纪要、意向书 is one find of two."""
    text = reading.page.text
    hits = sorted(_evidence_hits(reading, span), key=lambda hit: (hit[0], -hit[1]))
    runs: list[list[tuple[int, int, str]]] = []
    for hit in hits:
        if runs and hit[0] < runs[-1][-1][1]:
            continue  # inside the one before
        joined = runs and re.fullmatch(
            r"\s*(?:[、和及与]|以及|还有)\s*", text[runs[-1][-1][1] : hit[0]]
        )
        if joined:
            runs[-1].append(hit)
        else:
            runs.append([hit])
    for run in runs:
        items = list(dict.fromkeys(value for _, _, value in run))
        yield Candidate((reading.found("intent_evidence", items, (run[0][0], run[-1][1])),), LIKELY)


def _evidence_hits(reading: Reading, span: tuple[int, int]) -> list[tuple[int, int, str]]:
    text, hits = reading.page.text, []
    for value, pattern in choices("intent_evidence").items():
        for match in pattern.finditer(text, *span):
            clause = reading.page.clause_at(match.start())
            first, last = max(span[0], clause.start), min(span[1], clause.end)
            before = text[max(first, match.start() - 8) : match.start()]
            behind = text[match.end() : min(last, match.end() + 8)]
            if value == "洽谈" and _OF_OTHERS.search(before):
                continue
            if clause.is_asked or _NOT_YET.search(before) or _STILL_TO_COME.search(behind):
                continue
            date = _date_before(text, first, match.start())
            start = match.start() if date is None else date.start()
            later, end = ("", match.end()) if date else dates_behind(text, match.end(), span[1])
            told = later if date is None else date[0].strip()
            hits.append((start, end, f"{value}（{told}）" if told else value))
    return hits


def _date_before(text: str, start: int, end: int) -> re.Match[str] | None:
    last = last_match(DATE, text, (start, end))
    if last and end - last.end() > _MOST_BETWEEN:
        return None
    between = text[last.end() : end] if last else ""
    return last if last and not re.search(r"[、和及]|纪要|书|函|协议|报告", between) else None


def _support(reading: Reading) -> Candidates:
    page = reading.page
    refused = first_in_clauses(reading, {"no": support_no()})
    for no, _ in refused.values():
        named = NO_CITY_SUPPORT if "市" in no[0] or "财政" in no[0] else NO_SUPPORT
        yield Candidate((reading.found("support_requested", [named], no.span()),), LIKELY)
    by_clause: dict[int, list[tuple[int, int, str]]] = {}
    for hit in support_hits(reading, (0, len(page.text))):
        by_clause.setdefault(page.index_at(hit[0]), []).append(hit)
    for index, hits in by_clause.items():
        clause = page.clauses[index]
        words = support_trigger().finditer(page.text, clause.start, clause.end)
        asks = any(not any(s <= w.start() < e for s, e, _ in hits) for w in words)
        if asks and index not in refused and not clause.is_asked:
            yield Candidate((hits_found(reading, hits),), WEAK)


def support_hits(reading: Reading, span: tuple[int, int]) -> list[tuple[int, int, str]]:
    """Kinds of support named in the span, in order, with where."""
    hits: list[tuple[int, int, str]] = []
    for value, pattern in support_kinds().items():
        hits += [(*match.span(), value) for match in pattern.finditer(reading.page.text, *span)]
    kept: list[tuple[int, int, str]] = []
    for hit in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def hits_found(reading: Reading, hits: list[tuple[int, int, str]]) -> Found:
    """Kinds of support as one value, from the first word to the last."""
    items = list(dict.fromkeys(value for _, _, value in hits))
    return reading.found("support_requested", items, (hits[0][0], hits[-1][1]))


__all__ = ["SURE", "read_choices", "read_evidence", "support_hits"]
