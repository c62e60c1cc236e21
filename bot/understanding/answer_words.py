"""Words of answering: yes, no, nothing, a command, what an answer begins and ends with."""

import re

from bot.understanding.page import Page
from rules.numerals import NUMBER_PATTERN

YES = re.compile(
    r"\s*(?:是的?|需要的|要跨|跨的?|交办的?|对的?|对呀|嗯+|有的?|有过|需要|要的?|属于|涉及|是新的|yes|y|√|没错|确实是?|是啊"
    r"|有啊)[\s。,!~吧啊呀哦]*",
    re.I,
)
NO = re.compile(
    r"\s*(?:(?:都|也|均|全都?)?(?:不|没|无|非|未)(?:是|涉及|属于|需要?|存在|算|用|有)?的?|没有的事|不跨的?|不会|没交办|不是的?|否|没有?的?|无|不需要|不用|不要|不属于|不涉及|没|不|非|no|n|×|都?没有|暂无|不存在|没这回事"
    r"|不算)[\s。,!~吧啊呀哦了]*",
    re.I,
)
EMPTY = re.compile(
    r"\s*(?:无|没有|暂无|/|-+|—+|待定|未定|不详|不清楚|不知道|还没定|还不清楚|暂时没有|暂不清楚|略|空|n/?a|暂缺|待补充|保密|跳过|下一[个项题]|先不填|(?:啊|哦|噢|哎|呃|嗯|喔|唉)+,?(?:不不?|不对|不是|错了|等等)?"
    r"|不填|(?:没|无|暂无|暂时没)(?:有)?(?:啥|什么|其[他它]|别的|特别|特殊|大|的)+(?:诉求|要求|需求|想法|困难|问题)?|没)[\s。,了吧]*",
    re.I,
)
COMMAND = re.compile(
    r"\s*/|^(?:跳过|下一|上一|返回|取消|退出|帮助|撤销|保存|提交|确认|(?:嗯+|好的?|行)?你?(?:继续|接着)(?:问|来|说|填)?|看看|看一下|看下|全部|列出|先这样|算了"
    r"|不填|等一下|稍等|改一下|修改|重来|好的?|行|可以|嗯+|谢谢|你好|您好|ok|OK|查一下|查看|再说|随便|不知道|不清楚|没想好)[\s。!,的吧了]*"
)
NO_ANSWER = re.compile(
    r"(?:还|暂时|目前|现在)?(?:没(?:有)?|未)(?:想好|定|确定|考虑|诉求|要求|这个|名字|取)|等(?:会|下|等|我)|晚[点些]|回头|以后|稍后|待会|过会"
    r"|随便|你定|你看|就是我$|我自己|我(?:来)?(?:经办|对接|负责|跟)|经办(?:人)?(?:就|是|写|填|还是)*我|(?:就是|是)?我本人|我来$|名字(?:没|还没)|先空|空着|以后补|后面补|后补"
)
_LEAD = re.compile(
    r"\s*(?:(?:我们?|咱们?)?(?:想|要|来)?报(?:一?个|一下|个)(?:新?项目)?(?=[:,\s])|嗯+|啊|哦|好的|(?:好|行|那|就|先|应该)(?=就|先|叫|填|写|定|用|按|是|选|[,\s])|(?:应该|大概|可能|暂时|目前|现在)(?:是|就|叫|在|[,\s])?"
    r"|(?:我们|这个|它|他们)(?:的)?(?:是|就|叫|[,\s])|叫做?(?!板)|名字|全名|全称|填(?!埋|充)|写(?![字真])|选(?![矿煤])|是(?!德)|为(?![民胜明])"
    r"|:|,|\s|项目(?:名称?|名字)?(?=[是叫])|改成|改为|换成|不对|哦不|暂定名?为?|定)+"
)
_LAST = re.compile(r"[\s。!;,~]*(?:吧|呀|啊|哈|哦|呢|嘛|了)?[\s。!;,~]*$")
BARE_NUMBER = re.compile(
    rf"\s*(?:约|大约|大概|差不多)?(?P<low>-?{NUMBER_PATTERN})\s*(?:(?:-|~|到"
    rf"|至)\s*(?P<high>{NUMBER_PATTERN}))?\s*(?:左右|以上|之间|上下|的样子|这样|吧)*\s*"
)
CLEARLY_OTHER = re.compile(
    r"\d+(?:\.\d+)?个?[万亿]|\d+亩|(?<!\d)1[3-9]\d{9}|有限公司|总投资|固投|容积率|投资方|联系人|电话|产值|税收|产业链|用地|诉求|简介"
)
AS_EVIDENCE = re.compile(
    r"[文书函单表]|协议|合同|纪要|记录|报告|方案|谈|聊|考察|踏勘|来访|来过|看过|看了|见|签|会|交流|拜访|材料|照片|录音|邮件|微信|口头|意向|对接|接触"
)
NO_EVIDENCE = re.compile(r"没有|还没|暂无|^\s*(?:有|是|否)\s*$")


def body_of(page: Page, span: tuple[int, int]) -> tuple[int, int]:
    """Without the words an answer begins and ends with: 嗯，叫X吧."""
    start, end = page.trimmed(*span)
    lead = _LEAD.match(page.text, start, end)
    begin = lead.end() if lead and lead.end() < end - 1 else start
    last = _LAST.search(page.text, begin, end)
    end = last.start() if last and last.start() > begin else end
    text = page.text
    if end - begin > 2 and text[begin] in '《“"「『' and text[end - 1] in '》”"」』':
        begin, end = begin + 1, end - 1
    return page.trimmed(begin, end)
