"""The fixed Chinese sentences of refusals and notes. Data; facts' sentences live in the corpus."""

from collections.abc import Mapping

from retrieval.questions.cues import Demand

EMPTY = "没有收到文字。请直接输入要问的政策问题，例如：“首报首谈向哪个部门报备？”"
NO_WORDS = (
    "没有看到可以检索的文字（只有表情或符号）。请用中文写出要问的政策问题，例如："
    "“一事一议由谁决策？”"
)
NOT_CHINESE = (
    "本助手的文件都是中文，请用中文提问，例如：“首报首谈是什么意思？”（Please ask in Chinese.）"
)
TOO_LONG = (
    "问题太长（{length}字，上限{limit}字），没有检索。请把要问的一两句话单独发来；"
    "整份材料请用文件库导入。"
)
OUTSIDE = (
    "资料库里没有能回答这个问题的内容，不作推测。"
    "本库只收录杭州“一盘棋”精准招商制度及相关报道、案例和考察报告，"
    "可以问这些文件里的职责、时限、条件、程序、后果和数据。"
)
NOT_SPECIFIED = "文件未规定：现有文件里没有写到“{focus}”，不能推测答复。"
NEAREST = "与此最接近的规定是：{text}"
WHOM_TO_ASK = "需要确定口径的，请向负责牵头组织实施的市投资促进局核实。"
OTHER_PLACE_MISSING = "资料库没有收录{place}的这类文件，不能用杭州或其他地方的规定代替回答。"
NOT_OF_PLACE = "资料库里没有{asked}的这项内容；下面是{place}的做法，不是{asked}的。"
TEXT_MISSING = "资料库没有收录《{name}》，不能凭印象回答它的内容；可以先把文件导入资料库再问。"
PERIOD_MISSING = "资料库没有{period}的这项数据或内容，不能推算。"
YEAR_NEAREST = "库里与此最接近的记载是：{text}"
NOT_YET = "按{day}这一天看，《{title}》尚未施行（自{start}起施行），当日文本不在资料库中。"
NO_LONGER = "按{day}这一天看，《{title}》的这一版已经失效（有效至{end}前），当日文本不在资料库中。"
NOT_PUBLISHED = "按{day}这一天看，《{title}》还没有发布，当日文本不在资料库中。"
NO_EDITION = "{day}有效的《{title}》文本不在资料库中；库里收录的是：{editions}。"
NO_SUCH_ARTICLE = "{title}在库的文本共{count}条，没有{label}。"
NOT_IN_TEXT = "{title}在库的文本没有写到“{focus}”，不能推测答复。"
ONLY_QUOTED = "{older}已由{newer}取代；新版本这里只引原文，没有归纳，适用时请以原文为准。"
NO_SUCH_CLAUSE_NOW = (
    "{title}已由{newer}取代；新版本里没有找到与“{subject}”对应的条款，不能用{older}的规定代答。"
)
ORIGINAL_DIFFERS = "已收入的原文与库里的归纳不一致，这里只引原文；以原文为准，请人工核对。"
SILENT_ITSELF = "{title}本身没有写这一项。"
TRIAL_NOTE = "依据为2019年试行文件，现行有效性请向市投资促进局核实。"
FAIR_COMPETITION_NOTE = (
    "涉及税收、财政奖励等优惠的，还须符合2024年8月1日起施行的《公平竞争审查条例》。"
)
TRIAL_AND_FAIR_COMPETITION_NOTE = f"依据为2019年试行文件，现行有效性请核实；{FAIR_COMPETITION_NOTE}"
OTHER_PLACE_NOTE = "以上含{places}的做法，属外地经验，不是杭州的规定。"
NOT_NAMED = "这里面没有写到“{member}”。"
SILENT_NEAREST = "这一点文件没有规定；最接近的条款是："
NOT_SAID_ABOVE = "文件未规定：前面说到的条款没有写“{focus}”，不能推测答复。写明的是："
NOT_SET_APART = "条文没有对“{focus}”另作规定，前面说到的规定是："
NTH_SAID = "前面列的第{number}项是：{member}。"
NO_NTH_SAID = "前面只列了{count}项，没有第{number}项。"
YES, NO = "是的。", "不是。"

_LIVE = "这是实时信息，资料库的文件里没有，不能回答。本库只有已收录文件里写明的内容。"

DEMAND_REFUSALS: Mapping[Demand, str] = {
    Demand.INJECTION: (
        "这个要求不能执行：本助手只依据文件作答，聊天内容改变不了规则，"
        "也不能批准、授予或登记任何事项。"
        "首谈资格只能由市投资促进局审查并征求意向投资者意见建议后赋予。"
    ),
    Demand.EVASION: (
        "不能协助规避制度或隐瞒情况。文件对不守规矩的后果有明确规定，请按程序报备、洽谈。"
    ),
    Demand.PROMISE: (
        "不能代拟这样的承诺：优惠政策有上限，首谈资格和市级支持须按程序审查决策，"
        "聊天里或区县自行许诺都没有依据。"
    ),
    Demand.DRAFT: (
        "不能代写：本助手只回答资料库内文件的问题，不代写材料或做其他工作；需要的话，"
        "可以问与材料有关的条款，我给出依据。"
    ),
    Demand.CONTACT: (
        "资料库的文件里没有电话、地址、在任人员这类信息，不能提供。"
        "请通过单位通讯录或市投资促进局官方渠道查询。"
    ),
    Demand.NOW: _LIVE,
    Demand.LIVE: _LIVE,
    Demand.CREDIT: (
        "企业的信用、涉诉和财务状况不在资料库里，不能评价。"
        "请通过国家企业信用信息公示系统、“信用中国”等官方渠道查询。"
    ),
    Demand.FORECAST: "这个问题不在资料库文件的范围内，不能回答，也不作预测。",
}
