"""The notes below an answer: trial text, later national law, other places. Pure.

Clauses: those of hz-2019-40 that speak of support, tax and awards (composing.bears_on_incentives).
"""

from dataclasses import replace

from retrieval.answers import wording
from retrieval.answers.composing import bears_on_incentives
from retrieval.questions.question import Gazetteer
from retrieval.types import Answer, AuthorityTier


def finish(answer: Answer, gazetteer: Gazetteer) -> Answer:
    """Add the notes a careful colleague would: trial text, later national law, other places."""
    notes = list(answer.notes)
    shown = [*answer.citations, *answer.nearest]
    said = "".join(sentence.text for sentence in answer.sentences)
    is_trial = any(c.doc_id == "hz-2019-40" and "试行" in c.status for c in shown)
    if bears_on_incentives(said, shown):
        fair = wording.FAIR_COMPETITION_NOTE
        notes.append(wording.TRIAL_AND_FAIR_COMPETITION_NOTE if is_trial else fair)
    elif is_trial:
        notes.append(wording.TRIAL_NOTE)
    local = (gazetteer.home, *gazetteer.home_districts)
    places = {
        c.place
        for c in answer.citations
        if c.tier is AuthorityTier.OTHER_PLACE
        or (c.place and not any(name in c.place for name in local))
    }
    if places:
        notes.append(wording.OTHER_PLACE_NOTE.format(places="、".join(sorted(places))))
    return replace(answer, notes=tuple(dict.fromkeys(notes)))
