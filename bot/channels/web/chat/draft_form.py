"""The draft of a first report as a form beside the talk, editable both ways.

What is typed into a field goes through the same conversation as what is said; the form shows what
the draft then holds. Does not: validate, or keep anything of its own.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from bot.channels.web.chat.draft_fields import FLAGS, GROUPS, OFFERED, PASSAGES
from bot.channels.web.chat.events import PRESS, id_of, value_of
from bot.channels.web.desks.case_parts import size_text
from bot.channels.web.frame.elements import box, button, text
from bot.rendering.drafts import display_of, label_of, short
from registry.files.draft_files import DraftFile
from registry.filing.drafts import Draft, DraftState
from registry.filing.slots import REQUIRED_SLOTS, Slot, SlotStatus, is_filled

_CHANGED = "(event) => emit(yipanqi.changed(event))"
_PUT = "file.put:{draft}:{slot}"


@dataclass(frozen=True, slots=True)
class Edit:
    """A field as it was left: what goes to the conversation, and what the log shows of it."""

    slot: str
    text: str
    data: str
    message_id: str

    @property
    def shown(self) -> str:
        """The person's side of it."""
        return f"{label_of(self.slot)}：{self.text.strip() or '（去掉）'}"


@dataclass(slots=True)
class _Field:
    """The elements of one slot."""

    control: Element
    note: Element
    agree: Element
    shown: str = field(default="")


class DraftForm:
    """The form of one page; out of sight while no draft is in hand."""

    def __init__(
        self,
        on_edit: Callable[[Edit], Awaitable[None]],
        on_button: Callable[[str, str, str], Awaitable[None]],
        on_remove: Callable[[str, DraftFile], Awaitable[None]],
        offer_names: Callable[[], None],
    ) -> None:
        self._on_edit, self._on_button, self._on_remove = on_edit, on_button, on_remove
        self._offer_names = offer_names
        self._draft: Draft | None = None
        self._fields: dict[str, _Field] = {}
        box("div", "yq-shade is-form", id="form-shade")
        self._panel = box("aside", "yq-draft", id="draft-form", aria_label="首报草稿")
        self._panel.props["hidden"] = "hidden"

    @property
    def draft(self) -> Draft | None:
        """The draft in hand, while it is open."""
        return self._draft

    def show(self, draft: Draft | None, edit: Edit | None = None, problem: str = "") -> None:
        """Show a draft as it now stands; problem: what was said to an edit that was not taken."""
        self._draft = draft if draft is not None and draft.state is DraftState.OPEN else None
        if self._draft is None:
            self._panel.props["hidden"] = "hidden"
            self._panel.update()
            return
        if not self._fields:
            self._build()
        for name, parts in self._fields.items():
            self._show_field(name, parts, self._draft.slots.get(name, Slot()))
        done = len(REQUIRED_SLOTS) - len(self._draft.missing)
        count = f"{done}/{len(REQUIRED_SLOTS)}"
        self._count.text = f"必填 {count}"  # type: ignore[attr-defined]  # a TextElement
        self._panel.props["data-count"] = count
        self._panel.props.pop("hidden", None)
        self._panel.update()
        if edit is not None:
            self._settle(edit, problem)

    def show_files(self, files: Sequence[DraftFile]) -> None:
        """Show the files kept with the draft, each with a way to take it off."""
        if self._draft is None:
            return
        draft_id = self._draft.id
        self._files.clear()
        with self._files:
            text("legend", "附件")
            if not files:
                text("p", "还没有附件。点输入框旁的回形针，或把文件拖进来。", "yq-hint")
                return
            with box("ul", "yq-draft-files", role="list"):
                for file in files:
                    with box("li"):
                        text("span", file.name, "yq-tray-name", title=file.name)
                        text("span", size_text(file.size), "yq-tray-size")
                        remove = button("×", "yq-tray-remove", aria_label=f"去掉附件 {file.name}")
                        remove.on("click", partial(self._on_remove, draft_id, file))

    def _build(self) -> None:
        with self._panel:
            with box("header", "yq-draft-head"):
                text("h2", "首报草稿")
                self._count = text("span", "", "yq-badge is-answered", role="status")
                button("×", "yq-close", id="form-close", aria_label="关闭首报草稿")
            self._offer_names()
            with box("div", "yq-draft-fields"):
                text(
                    "p", "在这里填，或在对话里说，都一样；离开一格就记下。带 * 的必填。", "yq-hint"
                )
                for title, slots in GROUPS:
                    with box("fieldset", "yq-group"):
                        text("legend", title)
                        for slot in slots:
                            self._fields[slot] = self._build_field(slot)
                self._files = box("fieldset", "yq-group")
            with box("footer", "yq-draft-foot"):
                self._foot_button("核对并提交", "card", "yq-button")
                self._foot_button("放弃", "discard", "yq-button is-quiet")

    def _foot_button(self, label: str, action: str, classes: str) -> None:
        made = button(label, classes)

        async def press(event: GenericEventArguments) -> None:
            if self._draft is not None:
                await self._on_button(label, f"file.{action}:{self._draft.id[:16]}", id_of(event))

        made.on("click", press, js_handler=PRESS)

    def _build_field(self, slot: str) -> _Field:
        key, label = f"slot-{slot}", label_of(slot)
        with box("div", "yq-slot"):
            with box("label", "yq-slot-label") as naming:
                naming.props["for"] = key
                text("span", label)
                if slot in REQUIRED_SLOTS:
                    text("span", "*", "yq-required", aria_hidden="true")
            control = self._control(slot, key)
            with box("div", "yq-slot-foot"):
                note = text("span", "", "yq-slot-note", id=f"{key}-note", role="status")
                agree = button("没错", "yq-agree", aria_label=f"{label}没错", hidden="hidden")
        control.props["aria-describedby"] = f"{key}-note"
        if slot in REQUIRED_SLOTS:
            control.props["aria-required"] = "true"
        control.on("change", lambda event: self._change(slot, event), js_handler=_CHANGED)
        agree.on("click", lambda event: self._agree(slot, event), js_handler=PRESS)
        return _Field(control, note, agree)

    @staticmethod
    def _control(slot: str, key: str) -> Element:
        if slot in FLAGS:
            with box("select", "yq-control", id=key) as control:
                for value in ("", *FLAGS[slot]):
                    option = text("option", value or "没填")
                    option.props["value"] = value
            return control
        if slot in PASSAGES:
            return box("textarea", "yq-control", id=key, rows="2")
        made = box("input", "yq-control", id=key, type="text", autocomplete="off")
        if slot in OFFERED:
            made.props["list"] = f"known-{slot}"
        return made

    async def _change(self, slot: str, event: GenericEventArguments) -> None:
        await self._send(slot, value_of(event), id_of(event))

    async def _agree(self, slot: str, event: GenericEventArguments) -> None:
        await self._send(slot, self._fields[slot].shown, id_of(event))

    async def _send(self, slot: str, value: str, message_id: str) -> None:
        if self._draft is not None:
            data = _PUT.format(draft=self._draft.id[:16], slot=slot)
            await self._on_edit(Edit(slot, value, data, message_id))

    def _show_field(self, name: str, parts: _Field, slot: Slot) -> None:
        is_wrong = slot.status is SlotStatus.INVALID
        parts.shown = slot.raw if is_wrong else display_of(name, slot.value)
        is_open = slot.status is SlotStatus.PROPOSED
        parts.control.props["data-value"] = parts.shown
        parts.control.props["aria-invalid"] = "true" if is_wrong else "false"
        parts.control.classes(remove="is-proposed is-missing")
        if is_open:
            parts.control.classes(add="is-proposed")
        elif name in REQUIRED_SLOTS and not is_filled(slot):
            parts.control.classes(add="is-missing")
        parts.control.update()
        _tell(parts.note, note_of(slot, parts.shown), is_wrong=is_wrong)
        parts.agree.props["hidden"] = "hidden"
        if is_open:
            parts.agree.props.pop("hidden", None)
        parts.agree.update()

    def _settle(self, edit: Edit, problem: str) -> None:
        """After an edit: the field shows what the draft holds, and why where that differs."""
        parts = self._fields[edit.slot]
        assert self._draft is not None
        slot = self._draft.slots.get(edit.slot, Slot())
        is_taken = slot.status is not SlotStatus.INVALID and slot.raw == edit.text.strip()
        is_same = edit.text.strip() in ("", parts.shown)
        if not is_taken and not is_same and problem:
            _tell(parts.note, problem, is_wrong=True)
        parts.control.props["data-settled"] = edit.message_id
        parts.control.update()


def note_of(slot: Slot, shown: str) -> str:
    """What stands under a field: that it waits for a word, and the person's own words."""
    notes = []
    if slot.status is SlotStatus.PROPOSED:
        notes.append("待确认")
    if slot.status is SlotStatus.INVALID:
        return "看不懂，没有采用；请改一下。"
    if slot.raw and is_filled(slot) and "".join(slot.raw.split()) != "".join(shown.split()):
        notes.append(f"原话“{short(slot.raw)}”")
    return "，".join(notes)


def _tell(note: Element, words: str, *, is_wrong: bool) -> None:
    note.text = words  # type: ignore[attr-defined]  # a TextElement
    note.classes(add="is-wrong") if is_wrong else note.classes(remove="is-wrong")
