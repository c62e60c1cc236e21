"""Citations in Chinese: source line, weight, validity and the words for copying.

Does not: choose or check citations.
"""

from datetime import date

from retrieval.types import AuthorityTier, Citation, DocumentMeta, Origin

HOME_PLACE = "杭州"
_TIER_WORDS = {
    AuthorityTier.OFFICIAL: "正式文件",
    AuthorityTier.EXPLAINER: "政策解读",
    AuthorityTier.PRESS: "工作报道",
    AuthorityTier.OTHER_PLACE: "其他地区做法",
}
_ORIGIN_WORDS = {Origin.DIGEST: "摘要", Origin.ORIGINAL: "原文"}
_ORIGIN_NOTES = {
    Origin.DIGEST: "摘要：用自己的话转述，不是文件原文",
    Origin.ORIGINAL: "原文：引自已收入的文件",
}


def format_day(day: date) -> str:
    """A calendar day as officials write it: 2019年6月6日."""
    return f"{day.year}年{day.month}月{day.day}日"


def origin_word(origin: Origin) -> str:
    """摘要 or 原文."""
    return _ORIGIN_WORDS[origin]


def origin_note(origin: Origin) -> str:
    """What 摘要 or 原文 means, for a reader who wonders."""
    return _ORIGIN_NOTES[origin]


def tier_word(tier: AuthorityTier) -> str:
    """The weight of a document (效力层级)."""
    return _TIER_WORDS[tier]


def is_other_place(citation: Citation) -> bool:
    """Whether the citation speaks of another place's rules or practice."""
    if citation.tier is AuthorityTier.OTHER_PLACE:
        return True
    return bool(citation.place) and not citation.place.startswith(HOME_PLACE)


def weight_label(citation: Citation) -> str:
    """Tier and place in one label; another place is always named as such."""
    if is_other_place(citation):
        return f"其他地区做法·{citation.place}" if citation.place else "其他地区做法"
    return tier_word(citation.tier)


def clause_heading(citation: Citation) -> str:
    """The clause as the text itself numbers and names it: 四（一）建立项目首报首谈制度."""
    if citation.clause_label == citation.clause_title:
        return citation.clause_title
    return f"{citation.clause_label}{citation.clause_title}"


def source_line(citation: Citation) -> str:
    """Document, number and clause: 《…制度（试行）》（杭政办函〔2019〕40号）四（一）."""
    number = f"（{citation.number}）" if citation.number else ""
    return f"《{citation.title}》{number}{citation.clause_label or citation.clause}"


def validity(source: Citation | DocumentMeta) -> str:
    """From when to when an edition is in force; the end is the first day without it."""
    begin, end = source.effective_from, source.effective_to
    if begin and end:
        return f"{format_day(begin)}起施行，{format_day(end)}起失效"
    if begin:
        return f"{format_day(begin)}起施行"
    return f"{format_day(end)}起失效" if end else ""


def edition_label(citation: Citation) -> str:
    """The edition's name; nothing where it only repeats the day the edition came into force."""
    begin = citation.effective_from
    is_repeated = begin is not None and citation.edition == begin.isoformat()
    return "" if is_repeated else f"{citation.edition}版"


def edition_line(citation: Citation) -> str:
    """Edition, validity, status, weight and origin on one line."""
    parts = (
        edition_label(citation),
        validity(citation),
        citation.status,
        weight_label(citation),
        origin_word(citation.origin),
    )
    return " · ".join(part for part in parts if part)


def quotation(citation: Citation) -> str:
    """The quote with its source, ready to paste into a document."""
    remarks = [part for part in (validity(citation), citation.status) if part]
    remarks.append(origin_note(citation.origin))
    return f"“{citation.quote}”——{source_line(citation)}，{'，'.join(remarks)}"
