"""Words of talking to us, which no name, chain or other free text is made of. Pure.

Does not: know commands or questions as such; a value behind its label is taken as it stands.
"""

import re

_TALK = re.compile(
    r"[吗呢吧啊呀哦噢嘛哈嗯呗啦哎唉]"
    r"|了(?!望)|[的过着滴]$|^[个做搞来]|^一[个家]|[你他她它咱您]|我(?!爱|武)|自己|俺"
    r"|^(?:那(?!曲)|这|就|还|也|都|再(?!生|制)|又|才|先(?![导进锋科])|等(?!离)|对(?!位|二)|是(?!德)|要|把|给(?!水)|让|叫"
    r"|现在|刚|已经|目前|上面|前面|其实|应该|可能|大概|不好意思|麻烦|谢)"
    r"|[不没](?![锈同动])|什么|怎么|如何|多少|哪[个里条些]|为何"
    r"|可以|能[不报交够]|知道|清楚|一样|同上|上次|这样|那样|这么|那么|说到|算[是了]|填[写报完]|提交"
    r"|(?:^|[^信通])报[个一上了备]|一下|几[个百千万亿]"
)
# What branches of industry are called by.
INDUSTRY = (
    "装备|材料|能源|医药|医疗|药|器械|电子|制造|软件|信息|通信|食品|化工|机械|仪器|汽车|航天|航空|物联|物流|生物"
    "|电路|半导体|芯片|机器人|光伏|储能|氢能|电池|算力|智能|数字|时尚|纺织|健康|经济|金融|文化|量子|传感器?|新材|环保"
)
# A sentence about something, no name.
TELLS = re.compile(
    r"^(?:落(?:在|到|户)|放(?:在|到)|位于|选址|按|他们|我们|对方|企业|人家|这次|目前|现在|因为|联系人|投资方|就是|新不新)|撤销|撤回|继续|接着|刚才|不变$|先存|存着|再[补说填弄]$|跳过|再来|好[冷热累烦]|已经|为主$|^(?:项目|是|这是)?新的?$|^没|日期$|^把|去掉|删掉|拿掉|改成|换成|改为|样子$|有问题|(?:不是|还没|没有|有个|有一|来了|签了|谈了|说了|去了)|[了过着]$"
)


def is_talk(words: str) -> bool:
    """Whether words are said to us rather than given as a value: 能交了不, 英文名就这么写."""
    return _TALK.search(words.strip()) is not None
