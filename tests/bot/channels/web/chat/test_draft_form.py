"""The form has every slot once, and says under a field what is not sure."""

from bot.channels.web.chat.draft_fields import GROUPS
from bot.channels.web.chat.draft_form import Edit, note_of
from registry.filing.slots import SLOT_NAMES, Slot, SlotStatus


def test_every_slot_has_one_field() -> None:
    fields = [slot for _, slots in GROUPS for slot in slots]

    assert sorted(fields) == sorted(SLOT_NAMES)


def test_a_note_says_what_waits_and_what_was_said() -> None:
    proposed = Slot("x", "十二个亿", status=SlotStatus.PROPOSED)

    assert note_of(proposed, "120000万元") == "待确认，原话“十二个亿”"
    assert note_of(Slot("x", "12 亿", status=SlotStatus.CONFIRMED), "12亿") == ""
    assert "没有采用" in note_of(Slot(None, "很多", status=SlotStatus.INVALID), "很多")
    assert note_of(Slot(), "") == ""


def test_an_edit_reads_as_what_was_typed() -> None:
    assert Edit("total_investment", "2亿", "", "m").shown == "总投资：2亿"
    assert Edit("total_investment", " ", "", "m").shown == "总投资：（去掉）"
