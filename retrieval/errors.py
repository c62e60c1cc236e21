"""Errors of retrieval.

RetrievalError
├── DigestError          a corpus file is not of the agreed form
├── DocumentError        a file cannot become a document (code says why)
├── IndexUnavailable     an index is missing, damaged or built for another model
└── EmbeddingUnavailable the embedding model cannot be loaded or does not fit
"""


class RetrievalError(Exception):
    """Base of all errors raised by retrieval.

    code: stable machine code; fields: what the Chinese message at the surface is made of.
    """

    code = "retrieval"

    def __init__(self, message: str, *, code: str | None = None, **fields: object) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code
        self.fields = fields


class DigestError(RetrievalError):
    """A corpus file breaks the format of docs/corpus_format.md."""

    code = "digest"


class DocumentError(RetrievalError):
    """A file cannot be taken into the library."""

    code = "document"


class IndexUnavailable(RetrievalError):
    """A search index cannot serve; it can be rebuilt."""

    code = "index_unavailable"


class EmbeddingUnavailable(RetrievalError):
    """The embedding model cannot be used."""

    code = "embedding_unavailable"
