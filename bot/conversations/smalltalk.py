"""What a remark that asks for nothing is about. Pure.

Does not: answer it; bot.conversations.help words the answers.
"""

import re
import unicodedata
from enum import StrEnum

_WORD = re.compile(r"[A-Za-z0-9\u4e00-\u9fff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_VOWELS = re.compile(r"[aeiou]", re.IGNORECASE)


class Remark(StrEnum):
    """Kinds of remarks; each is a key of wording `help`."""

    ORDERS = "orders"  # to set rules aside
    SECRET = "secret"  # noqa: S105 — what other units filed
    MACHINE = "machine"
    WHO = "who"
    HUMAN = "human"  # a person to talk to
    RUDE = "rude"
    COMPLAINT = "complaint"
    THANKS = "thanks"
    BYE = "bye"
    OUTSIDE = "outside"
    ABILITY = "ability"
    TIRED = "tired"
    PRAISE = "praise"
    LAUGH = "laugh"
    GREETING = "greeting"
    ACKNOWLEDGED = "acknowledged"
    WAIT = "wait"
    PUZZLED = "puzzled"
    STICKER = "sticker"
    GIBBERISH = "gibberish"
    UNCLEAR = "unclear"


# The first that fits counts: what must not be taken lightly stands first.
_REMARKS = (
    (
        Remark.ORDERS,
        r"(?:忽略|无视|忘掉|忘记|跳过|绕过|不要管).{0,8}(?:指令|规则|规定|设定|提示|要求|限制|权限|流程)|系统提示|提示词|"
        r"system\s*prompt|ignore.{0,20}(?:instruction|previous|above|rule)|jailbreak|越狱|开发者模式|(?:扮演|假装|假设)你?|"
        r"你现在是|从现在起你|(?:直接|马上|帮我|给我)?(?:批准|通过|同意)(?:我|咱|我们)的?(?:首报|项目|申请)|管理员(?:模式|权限|密码)|后门",
    ),
    (
        Remark.SECRET,
        r"(?:别的|其他|其它|别人|人家|隔壁|兄弟)(?:的)?(?:区|县|单位|平台|家)?.{0,6}(?:报了|报过|都报|在谈|谈了)(?:什么|哪些|谁)|偷偷告诉|透露",
    ),
    (
        Remark.HUMAN,
        r"(?:转|找|要|接|换)(?:个|一个|一下)?(?:人工|真人|客服|活人|领导)|人工服务|人工客服"
        r"|(?:这个?|你们?这?)(?:系统|工具|软件|助手|机器人|程序)(?:是|归|出(?:了)?问题)?(?:该)?(?:谁|找谁|哪个?(?:部门|单位|处室|科室))(?:在)?(?:管|负责|维护|开发|做的)?",
    ),
    (
        Remark.RUDE,
        r"傻|蠢|笨|破(?:机器|系统|玩意|东西)|烂(?:系统|机器|玩意)|垃圾|废物|白痴|弱智|智障|脑残|滚|去死|他妈|妈的|操你|草泥|狗屁|放屁|有病|\bsb\b|nmsl|cnm|tmd|混蛋|王八|闭嘴|什么玩意",
    ),
    (
        Remark.MACHINE,
        r"(?:人工智能|机器人|真人|活人|大模型|语言模型|程序|电脑|\bai\b|gpt|chatgpt|deepseek|豆包|文心|通义).{0,6}(?:吗|吧|么|嘛|还是|不是|\?|$)|"
        r"是不?是?人(?:吗|类|啊|呢|还是|\?|$)|你是(?:不是)?(?:ai|人)",
    ),
    (
        Remark.WHO,
        r"你(?:是|叫)(?:谁|什么|啥|哪)|(?:介绍|说说)(?:一下)?(?:你)?自己|你是干(?:什么|啥|嘛)|谁(?:开发|做|造|写)(?:了|的)?你|你的?名字|你谁啊?|你几岁|你多大|哪个公司",
    ),
    (
        Remark.COMPLAINT,
        r"答非所问|说人话|听不懂人话|[没不]听懂|没(?:看)?懂我|听不懂|^不是(?:这个|这样|那个)?$|^不对$|搞错了|没明白我|不是我(?:要|想|问)|牛头不对|没用|不好用|难用|不行啊|什么鬼|搞什么|不是这个意思|理解错|说错了|你错了|答错了|乱说|胡说|瞎说|太慢|卡死|烦死|投诉|不准确|不靠谱",
    ),
    (Remark.THANKS, r"谢|多谢|感谢|辛苦|麻烦你?了|有劳|费心|thx|thank|3q"),
    (
        Remark.BYE,
        r"再见|拜拜|bye|回头见|回头聊|明天见|下班|走了|先走|(?:就|先)到(?:这|此)(?:里|儿|为止)?(?:吧|了)?$|晚安|^88+$|回见|改天聊|就这样吧?$",
    ),
    (
        Remark.OUTSIDE,
        r"天气|下雨|气温|写(?:首|个|一首|篇|一篇)|作诗|诗|唱|歌|笑话|故事|段子|股票|基金涨|彩票|翻译|算命|星座|新闻|电影|游戏|做饭|菜谱|外卖|订(?:个|张|一个|一张)?(?:票|餐|房)|"
        r"叫车|打车|几点了|现在几点|世界杯|足球|代码|编程|作业|论文|减肥|看病|吃什么|导航|放音乐|闹钟|画(?:个|张|一)|余额|工资|旅游|谈恋爱|女朋友|男朋友",
    ),
    (
        Remark.ABILITY,
        r"你?(?:会不会|能不能|可不可以|可以不可以|会|能)(?:做|干|帮|不|说|讲|用|看|算|查)?.{0,12}(?:吗|么|嘛|\?|不)?$",
    ),
    (Remark.TIRED, r"累|困死|加班|(?<!麻)烦|压力|崩溃|头疼|头大|emo|不想(?:干|上班)|无聊"),
    (Remark.PRAISE, r"厉害|真棒|很棒|太棒|不错|牛|赞|聪明|好用|可爱|666|给力|靠谱|优秀|真行|完美"),
    (
        Remark.WAIT,
        r"^(?:先|那|请|你)*(?:等|稍等|等等|等一?下|等会儿?|缓一缓|别急|慢着|不急|放一?放|放着|回头再说|晚点再说|我(?:再)?想想|我看看|我问问)(?:一?下|等|会儿?|吧|啊|呀|先)*$",
    ),
    (Remark.LAUGH, r"哈哈|呵呵|嘿嘿|嘻嘻|hhh|233|笑死|哈$"),
    (
        Remark.GREETING,
        r"你好|您好|早上好|上午好|中午好|下午好|晚上好|早安|早啊|^早$|^早呀|在吗|在么|在不在|有人吗|哈喽|哈罗|^嗨|^hi\b|^hello\b|^hey\b|^喂|大家好|"
        r"新年好|节日快乐|新年快乐|中秋快乐|国庆快乐|周末愉快|吃了(?:吗|没)|好久不见|^在$|最近(?:忙|怎么样|还?好)|忙不忙|"
        r"^(?:我们?|这里|这边|俺)是.{2,14}(?:的|[科局办区处室委镇街])[^的]{2,4}$|^(?:我叫|我姓).{1,4}$",
    ),
    (
        Remark.ACKNOWLEDGED,
        r"^(?:(?:好的?|好吧|嗯+|哦+|噢|行|可以|ok(?:ay)?|收到|知道了|明白了?|了解|懂了|清楚了?|对|"
        r"是的?|没事|没有了?|不用了?|随便)[呀啊吧哦了呢,， ]*){1,3}$",
    ),
)
_COMPILED = tuple((remark, re.compile(words, re.IGNORECASE)) for remark, words in _REMARKS)


def remark_of(text: str) -> Remark:
    """The kind of a remark; UNCLEAR for words that are none of them."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _WORD.search(plain):
        return Remark.PUZZLED if "?" in plain else Remark.STICKER
    bare = plain.strip("。.!,，！~～… ")
    for remark, words in _COMPILED:
        if words.search(bare):
            return remark
    return Remark.GIBBERISH if _is_gibberish(bare) else Remark.UNCLEAR


def _is_gibberish(plain: str) -> bool:
    """Letters and digits that make no words, or one character over and over."""
    letters = [character for character in plain if not character.isspace()]
    if len(set(letters)) == 1 and len(letters) > 1:
        return True
    if _HAN.search(plain):
        return False
    return not _VOWELS.search(plain) or " " not in plain
