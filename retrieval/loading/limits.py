"""What one file may cost, whatever it claims about itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one file; a file beyond any of them is refused whole.

    Sizes in bytes, times in seconds, memory of the parsing child in bytes.
    """

    file_bytes: int = 20 * 2**20
    unpacked_bytes: int = 100 * 2**20
    zip_ratio: int = 100
    zip_entries: int = 1_000
    pages: int = 500
    characters: int = 2_000_000
    blocks: int = 100_000
    memory_bytes: int = 2**30
    cpu_s: int = 20
    wall_s: float = 30.0
    result_bytes: int = 64 * 2**20
