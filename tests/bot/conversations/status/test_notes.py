"""What people say has happened, on Sunday 2026-11-22: kind, day, what comes next, which step."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.status.notes import read_told

TODAY = date(2026, 11, 22)
# words; kind; day it happened; next step; its day; step of the lifecycle ("-" stands for none)
CASES = """
今天去企业考察了，下周来签约|visit|2026-11-22|下周来签约|-|-
昨天和投资方通了电话，对方对地价有顾虑|talk|2026-11-21|-|-|-
上周三在区里开了协调会，下一步准备12月3号带他们看地|meeting|2026-11-11|准备12月3号带他们看地|2026-12-03|-
前天拜访了董事长|visit|2026-11-20|-|-|-
11月20日企业高管一行来区里考察|visit|2026-11-20|-|-|-
周五跟他们吃了个饭|talk|2026-11-20|-|-|-
刚和对方视频会议，谈得不错|meeting|-|-|-|-
卡在用地指标上了，需要市里协调|problem|-|-|-|-
土地问题一直解决不了|problem|-|-|-|-
对方对电价不满意|problem|-|-|-|-
进展：企业已送来可研报告|note|-|-|-|-
20号实地踏勘了地块|visit|2026-11-20|-|-|-
昨天开了座谈会，下周五再谈合同|meeting|2026-11-21|下周五再谈合同|2026-11-27|-
明天他们要来签合同|talk|-|明天他们要来签合同|2026-11-23|-
下周五签约|talk|-|下周五签约|2026-11-27|-
12月5日要来签合同|talk|-|12月5日要来签合同|2026-12-05|-
准备明年开工|note|-|准备明年开工|-|-
月底前争取把协议签了|talk|-|月底前争取把协议签了|-|-
已经签约了|talk|-|-|-|sign
昨天签约了|talk|2026-11-21|-|-|sign
11月18日正式签约|talk|2026-11-18|-|-|sign
合同签了|talk|-|-|-|sign
跟对方签了投资协议，下个月开工|talk|-|下个月开工|-|sign
签下来了|talk|-|-|-|sign
昨天签了保密协议|talk|2026-11-21|-|-|-
签了意向书|talk|-|-|-|-
11月20日签了框架协议|talk|2026-11-20|-|-|-
还没签约|talk|-|-|-|-
合同没签成，差一点签了|talk|-|-|-|-
项目落地了|note|-|-|-|land
上周三落户了|note|2026-11-11|-|-|land
昨天开工了|note|2026-11-21|-|-|start_building
上个月28号奠基了|note|2026-10-28|-|-|start_building
还没开工|note|-|-|-|-
20号投产了|note|2026-11-20|-|-|start_production
已经正式投产|note|-|-|-|start_production
谈不下来了|problem|-|-|-|fail
首谈失败，企业去了别的城市|problem|-|-|-|fail
对方说不来了|problem|-|-|-|fail
黄了，资金链断了|problem|-|-|-|fail
昨天谈崩了|problem|2026-11-21|-|-|fail
记一下，企业法人换人了|note|-|-|-|-
今天上午跟客商对接了，约好周四来看厂房|talk|2026-11-22|约好周四来看厂房|2026-11-26|-
３天前去了趟他们总部，回头给方案|note|2026-11-19|回头给方案|-|-
""".strip()


@pytest.mark.parametrize("case", CASES.splitlines())
def test_a_note_is_read_as_it_was_meant(case: str) -> None:
    text, kind, day, next_step, due, step = (
        "" if cell == "-" else cell for cell in case.split("|")
    )

    told = read_told(text, TODAY)

    happened = told.happened.day if told.happened else None
    due_on = told.due.day if told.due else None
    shown = (told.kind.value, _iso(happened), told.next_step, _iso(due_on), told.step)
    assert shown == (kind, day, next_step, due, step)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("封测那个项目昨天开工了", "封测"),
        ("示例半导体的老总周五来考察", "示例半导体"),
        ("去海康考察了", "海康"),
        ("今天拜访了云岭封测", "云岭封测"),
        ("那个做芯片的签约了", "芯片"),
        ("跟青禾医药谈了两个小时", "青禾医药"),
        ("青禾那边来电话了", "青禾"),
        ("去深圳考察了", ""),
        ("今天去企业考察了", ""),
        ("跟对方谈了", ""),
        ("谈不下来了", ""),
        ("项目落地了", ""),
    ],
)
def test_a_name_is_read_where_one_is_given(text: str, name: str) -> None:
    assert read_told(text, TODAY).name == name


@given(st.text(max_size=40))
def test_any_text_keeps_its_words(text: str) -> None:
    assert read_told(text, TODAY).note == text.strip()


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
