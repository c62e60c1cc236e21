"""Values given other than by talk: a case told before, a button, one field of the form. Pure."""

from bot.conversations.filing.reading import Ears, is_sound
from bot.forms.events import Told
from bot.forms.filling import FLAGS, NAMES
from bot.forms.state import Form
from bot.rendering.drafts import label_of
from bot.understanding.slots import understand
from bot.understanding.types import Found, Invalid, Understood

# Fields of the form whose words are the value; of others the words are read.
_VERBATIM = NAMES | {"platform", "chain_stage", "energy", "channel", "summary", "appeal"}
_YES_NO = {"是": True, "否": False}
_MOST_FIELD, _MOST_PASSAGE = 100, 2_000
_PASSAGES = frozenset({"summary", "appeal"})


def told_case(text: str, form: Form, ears: Ears) -> Told:
    """Words a case was told in, questions and all, as values to be confirmed."""
    heard = understand(text, ears.vocabulary, filled=form.filled, gated=False)
    return Told(Understood(heard.found), ears.message_id, edits=True, guessed=True, raw=text)


def told_values(values: dict[str, object], text: str, message_id: str) -> Told:
    """Values a short answer or a button gives; text are the words they come from."""
    found = tuple(Found(name, value, text, 0, len(text)) for name, value in values.items())
    return Told(Understood(found), message_id, edits=True, raw=text)


def typed(slot: str, text: str, form: Form, ears: Ears) -> Told:
    """What was typed into one field of a form: for that slot and no other; empty clears it."""
    plain = text.strip()
    if not plain:
        return Told(Understood(named=(slot,)), ears.message_id, removes=True, raw=label_of(slot))
    return Told(_as_field(slot, plain, form, ears), ears.message_id, edits=True, raw=plain)


def _as_field(slot: str, text: str, form: Form, ears: Ears) -> Understood:
    if slot in FLAGS and text in _YES_NO:
        return Understood((Found(slot, _YES_NO[text], text, 0, len(text)),))
    if slot in _VERBATIM:
        found = Found(slot, text, text, 0, len(text))
        is_short = len(text) <= (_MOST_PASSAGE if slot in _PASSAGES else _MOST_FIELD)
        if is_short and is_sound(found):
            return Understood((found,))
        return Understood(invalid=(Invalid(slot, text, "problem_any"),))
    heard = ears.read(text, form, asked=slot)
    doubts = tuple(d for d in heard.doubts if {f.slot for f in d.readings} == {slot})
    invalid = tuple(one for one in heard.invalid if one.slot == slot)
    own = tuple(found for found in heard.found if found.slot == slot)
    if not (own or doubts or invalid):
        invalid = (Invalid(slot, text, "problem_any"),)
    return Understood(own, doubts, invalid)
