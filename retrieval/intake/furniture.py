"""Drop what a site or a page puts around a text: menus, 责编, 返回顶部, page numbers.

Only whole lines of known forms are dropped; a line of running text never is.
"""

import re
from collections import Counter
from collections.abc import Sequence

from retrieval.loading.blocks import Block, BlockKind

_LINE = re.compile(
    r"""(?:
      (?:您?(?:的)?当前(?:所在)?位置|您(?:现在)?(?:的位置|所在位置)|首页)\s*[>:：›»|\-].*
    | .{0,12}(?:>|›|»).{1,20}(?:>|›|»).{0,40}
    | (?:责任?编辑?|编辑|责编|校对|审核|初审|终审|值班编委|编审|作者|记者|来源|稿源|信息来源
        |文章来源|浏览|浏览次数|阅读|阅读量|点击数?|访问量|发布时间|发布日期|字号|关键[词字]|标签|分享到?
        |打印|关闭)\s*[:：].{0,80}
    | (?:返回顶部|返回首页|返回列表|回到顶部|打印本页|打印|关闭窗口|关闭本页|加入收藏|设为首页
        |网站地图|联系我们|关于我们|扫一扫.{0,20}|分享到?|收藏|点赞|字号|大|中|小|无障碍(?:浏览)?|登录|注册|搜索)
    | 【?(?:大|小|字体)[\s】].{0,20}
    | [\[【(（]?(?:声明|免责声明|版权声明)[\]】)）]?.{0,120}(?:版权|转载|侵权|仅供|本站).{0,120}
    | [(（]?原标题[:：].{0,80}
    | .{0,60}(?:ICP备|公网安备|网站标识码|版权所有|Copyright|技术支持[:：]
        |主办单位[:：].{0,40}承办).{0,80}
    | (?:上|下)一(?:篇|条|页)\s*[:：]?.{0,60}
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:最新(?:相关|发布|新闻|文章|资讯)|相关(?:阅读|新闻|链接|文章|报道|推荐)|热门(?:推荐|文章|新闻)|推荐阅读"
    r"|猜你喜欢|延伸阅读|友情链接|网友评论|精彩推荐)\s*[:：]?\Z"
)
_BULLET = re.compile(r"[•·●▪■◆►▶]\s*")
_PAGE = re.compile(
    r"[\-—–·~]\s*\d{1,4}\s*[\-—–·~]\Z|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?\Z"
)
_BARE_NUMBER = re.compile(r"\d{1,4}\Z")
_DATE_LINE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\Z")
_ENDS_SENTENCE = re.compile(r"[。！？；…：][”’）)]?\Z")


def drop_furniture(blocks: Sequence[Block], *, is_web: bool) -> list[Block]:
    """Blocks without page numbers and, for web texts, without the site's own lines.

    is_web: whether the text shows signs of a web page (`looks_like_web`).
    """
    numbers = _page_numbers(blocks)
    running = _running_heads(blocks, numbers)
    kept = []
    is_tail, has_body = False, False
    for index, block in enumerate(blocks):
        if index in numbers or index in running:
            kept.append(Block(BlockKind.BREAK))
            continue
        if block.kind in (BlockKind.ROW, BlockKind.BREAK) or not is_web:
            kept.append(block)
            continue
        words = _BULLET.sub("", block.text).strip()
        is_tail = is_tail or (has_body and _TAIL.match(words) is not None)
        if not (is_tail and not _is_sentence(words)) and not _is_site_line(block, words, has_body):
            kept.append(block)
        has_body = has_body or _is_sentence(words)
    return kept


def looks_like_web(blocks: Sequence[Block]) -> bool:
    """Whether at least one line is a site's own (breadcrumb, 责编, 返回顶部, 来源)."""
    return any(
        _LINE.match(_BULLET.sub("", block.text).strip())
        for block in blocks
        if block.kind in (BlockKind.LINE, BlockKind.HEADING)
    )


def _is_site_line(block: Block, words: str, has_body: bool) -> bool:
    if not words or _LINE.match(words):
        return True
    if has_body or _is_sentence(words):
        return False
    return _DATE_LINE.match(words) is not None or (
        block.kind is BlockKind.LINE and _BULLET.match(block.text) is not None
    )


def _is_sentence(words: str) -> bool:
    return len(words) >= 30 and ("。" in words or _ENDS_SENTENCE.search(words) is not None)


def _page_numbers(blocks: Sequence[Block]) -> set[int]:
    """Lines like `— 3 —` and `第3页 共9页`; bare numbers only when they count up one by one."""
    lines = [(i, b.text) for i, b in enumerate(blocks) if b.kind is BlockKind.LINE]
    found = {i for i, text in lines if _PAGE.match(text)}
    bare = [(i, int(text)) for i, text in lines if _BARE_NUMBER.match(text)]
    values = [value for _, value in bare]
    if len(values) >= 2 and values == list(range(values[0], values[0] + len(values))):
        found |= {i for i, _ in bare}
    return found


def _running_heads(blocks: Sequence[Block], numbers: set[int]) -> set[int]:
    """Short lines that return at least three times, each time beside a page number."""
    if len(numbers) < 2:
        return set()
    texts = [(i, b.text) for i, b in enumerate(blocks) if b.kind is not BlockKind.BREAK]
    beside: list[tuple[int, str]] = []
    for position, (index, _) in enumerate(texts):
        if index in numbers:
            for near in texts[max(position - 1, 0) : position] + texts[position + 1 : position + 2]:
                beside.append(near)
    counts = Counter(text for _, text in beside if len(text) <= 40 and "。" not in text)
    return {index for index, text in beside if counts[text] >= 3}
