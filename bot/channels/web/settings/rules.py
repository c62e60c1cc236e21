"""The parts of 设置 that only show: parameters with where they come from, and how the parts are."""

import asyncio

from fastapi import Request

from bot import bootstrap
from bot.bootstrap import Web
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.forms import on_press
from bot.channels.web.frame.shell import Live, Pages
from bot.channels.web.settings.page import settings_frame, settings_route
from bot.checks.rule_context import GUIDE, LOCAL_SETTINGS, RATES, TAXONOMY, RuleData, load_rule_data
from bot.doctor import Health
from rules.clauses import ClauseRef
from rules.parameters import ParameterValue, Provenance, Unset

_OWN_FILES = (
    (LOCAL_SETTINGS, "本局设定：参数名 = 值"),
    (f"{GUIDE}.toml 或 {GUIDE}.xlsx", "本局的产业布局导引"),
    (RATES, "汇率"),
    (TAXONOMY, "产业分类的补充"),
)
_MARKS = {Health.GOOD: "正常", Health.BAD: "有问题", Health.OPTIONAL: "可不管"}
_CLASSES = {Health.GOOD: "is-answered", Health.BAD: "is-alarm", Health.OPTIONAL: "is-partly"}


def add_rules(pages: Pages, web: Web) -> None:
    """Serve the part about parameters."""

    async def build(live: Live, _: Request) -> None:
        data = await asyncio.to_thread(load_rule_data, web.settings.corpus, web.settings.home)
        with settings_frame("/rules", live):
            _parameters(data, web)
            _files(web)

    pages.add(settings_route("/rules"), build)


def add_health(pages: Pages, web: Web) -> None:
    """Serve the part about how the parts are."""

    async def build(live: Live, _: Request) -> None:
        with settings_frame("/health", live), box("section", "yq-card", aria_label="运行状况"):
            text("h2", "运行状况")
            text("p", "逐项检查这台机器上缺什么、哪里设错了，并说明怎么改；约需一分钟。")
            shown = box("div", aria_live="polite")

            async def examine() -> None:
                shown.clear()
                with shown:
                    text("p", "正在检查…", "yq-hint")
                findings = await asyncio.to_thread(bootstrap.examine_here, web.settings)
                shown.clear()
                with shown, box("table", "yq-table"), box("tbody"):
                    for finding in findings:
                        with box("tr"):
                            text("th", finding.part)
                            with box("td"):
                                classes = f"yq-badge {_CLASSES[finding.health]}"
                                text("span", _MARKS[finding.health], classes)
                            text("td", "；".join(filter(None, (finding.detail, finding.mend))))

            with box("div", "yq-row"):
                on_press(button("开始检查", "yq-button"), examine)

    pages.add(settings_route("/health"), build)


def _parameters(data: RuleData, web: Web) -> None:
    labels = _Labels(web)
    today = web.application.clock.today()
    with box("section", "yq-card", aria_label="参数"):
        text("h2", "参数")
        text(
            "p",
            "条款定的，谁也不能改；条款没有定的，由本局设定，没有设定就如实说“未设定”，不拿默认值代替。",
        )
        with box("div", "yq-scroll"), box("table", "yq-table yq-cards"):
            with box("thead"), box("tr"):
                for label in ("参数", "值", "出处", "参数名"):
                    text("th", label)
            with box("tbody"):
                for name in data.parameters.names():
                    _row(data.parameters.resolve(name, today), labels)


class _Labels:
    """What a clause is called in its document."""

    def __init__(self, web: Web) -> None:
        self._library = web.application.library
        self._titles = {
            meta.doc_id: meta.number or meta.title for meta in self._library.documents()
        }

    def of(self, ref: ClauseRef) -> str:
        """As people cite it; its id where the library does not hold it."""
        found = (item for item in self._library.clauses(ref.doc_id) if item.ref == ref)
        clause = next(found, None)
        return f"{self._titles.get(ref.doc_id, '')}{clause.label}" if clause else str(ref)


def _row(found: ParameterValue | Unset, labels: _Labels) -> None:
    parameter = found.parameter
    is_local = parameter.provenance is Provenance.LOCAL
    with box("tr"):
        with box("td"):
            text("strong", parameter.label, "yq-cell-head")
        if isinstance(found, Unset):
            text("td", "未设定", "yq-is-off yq-nowrap", data_label="值")
        else:
            text("td", f"{_shown(found.value)}{parameter.unit}", "yq-nowrap", data_label="值")
        source = labels.of(parameter.clause)
        shown = f"本局设定（{source}没有定）" if is_local else source
        with box("td", data_label="出处"):
            text("span", shown)
        text("td", parameter.name, "yq-code", data_label="参数名")


def _files(web: Web) -> None:
    with box("section", "yq-card", aria_label="怎么改"):
        text("h2", "怎么改")
        text("p", "在服务器的数据目录里放下面的文件，改好后重新启动；写错时启动会指出哪一行。")
        text("p", str(web.settings.home.resolve()), "yq-code")
        with box("table", "yq-table"), box("tbody"):
            for name, what in _OWN_FILES:
                with box("tr"):
                    text("td", name, "yq-code")
                    text("td", what)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple | list | frozenset):
        return "、".join(str(one) for one in value)
    return str(value)
