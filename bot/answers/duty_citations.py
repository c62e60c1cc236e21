"""Where duties stand in the annex, as citations of an answer. Clauses: hz-2019-40#annex.1 to 12."""

from collections.abc import Sequence

from retrieval.answers.citations import cite
from retrieval.facts.knowledge import Knowledge
from retrieval.types import Citation
from rules.responsibilities import Duty


def duty_citations(duties: Sequence[Duty], knowledge: Knowledge) -> tuple[Citation, ...]:
    """A citation of each duty's row that can be quoted, each once."""
    found = []
    for duty in dict.fromkeys(duties):
        clause = knowledge.quotable(str(duty.clause))
        if clause is not None:
            meta = knowledge.metas[clause.ref.doc_id]
            found.append(cite(duty.item, clause, meta, values=(*duty.lead, *duty.cooperate)))
    return tuple(found)
