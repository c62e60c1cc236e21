"""The Merkle tree over the ledger's leaves, by RFC 9162, on pymerkle.

A tree of n leaves is kept as its peaks, the roots of its perfect subtrees from left to right, so
that a filing extends it and proves its own last leaf in O(log n) inside the transaction.
Any other proof reads all leaves.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from pymerkle.core import BaseMerkleTree, InvalidChallenge
from pymerkle.proof import ConsistencyProof, InclusionProof, InvalidProof

Peaks = tuple[str, ...]  # 64 hex characters each


def leaf_hash(leaf: str) -> str:
    """The tree's hash of a leaf; leaf: 64 hex characters."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).hexdigest()


def extend(peaks: Peaks, size: int, leaf: str) -> Peaks:
    """The peaks of the tree with one more leaf; size: leaves so far."""
    node, rest, remaining = leaf_hash(leaf), list(peaks), size
    while remaining & 1:
        node = _parent(rest.pop(), node)
        remaining >>= 1
    return (*rest, node)


def root_of(peaks: Peaks) -> str:
    """The root of the tree with these peaks; of an empty tree: SHA-256 of nothing."""
    if not peaks:
        return hashlib.sha256(b"").hexdigest()
    node = peaks[-1]
    for peak in reversed(peaks[:-1]):
        node = _parent(peak, node)
    return node


def _parent(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def prove_last(peaks_before: Peaks, size: int, leaf: str) -> dict[str, Any]:
    """Proof, as JSON, that leaf is the last of a tree of `size` leaves; peaks: of size - 1."""
    return dict(_LastLeaf(peaks_before, size, leaf).prove_inclusion(size).serialize())


def prove_consistency(leaves: Sequence[str], earlier: int, later: int) -> dict[str, Any]:
    """Proof, as JSON, that the tree of `later` leaves extends the tree of `earlier` leaves.

    Raises ValueError when the sizes do not fit the leaves.
    """
    try:
        return dict(_AllLeaves(leaves).prove_consistency(earlier, later).serialize())
    except InvalidChallenge as error:
        raise ValueError(f"no proof from {earlier} to {later} of {len(leaves)} leaves") from error


def includes(proof: object, leaf: str, *, index: int, size: int, root: str) -> bool:
    """Whether the proof shows leaf at index (1 first) of the tree of that size and root."""
    try:
        parsed = InclusionProof.deserialize(proof)
        base, expected = bytes.fromhex(leaf_hash(leaf)), bytes.fromhex(root)
        parsed.verify(base, expected, index=index, size=size, algorithm="sha256")
    except (InvalidProof, ValueError):
        return False
    return True


def extends(proof: object, *, earlier: tuple[int, str], later: tuple[int, str]) -> bool:
    """Whether the proof shows that later (size, root) extends earlier."""
    try:
        parsed = ConsistencyProof.deserialize(proof)
        parsed.verify(
            bytes.fromhex(earlier[1]),
            bytes.fromhex(later[1]),
            prior_size=earlier[0],
            later_size=later[0],
            algorithm="sha256",
        )
    except (InvalidProof, ValueError):
        return False
    return True


class _Tree(BaseMerkleTree):  # type: ignore[misc]  # pymerkle has no types
    """A tree that is read only; pymerkle asks for these two nevertheless."""

    def _encode_entry(self, data: bytes) -> bytes:
        return data

    def _store_leaf(self, data: bytes, digest: bytes) -> int:
        raise NotImplementedError("the ledger table is the store")


class _AllLeaves(_Tree):
    def __init__(self, leaves: Sequence[str]) -> None:
        super().__init__("sha256")
        self._hashes = [bytes.fromhex(leaf_hash(leaf)) for leaf in leaves]

    def _get_size(self) -> int:
        return len(self._hashes)

    def _get_leaf(self, index: int) -> bytes:
        return self._hashes[index - 1]

    def _get_leaves(self, offset: int, width: int) -> list[bytes]:
        return self._hashes[offset : offset + width]


class _LastLeaf(_Tree):
    """Knows the subtrees left of the last leaf and that leaf; its proof needs no more."""

    def __init__(self, peaks: Peaks, size: int, leaf: str) -> None:
        super().__init__("sha256", disable_cache=False)
        self._size = size
        self._known = {(size - 1, 1): bytes.fromhex(leaf_hash(leaf))}
        offset, before = 0, size - 1
        for peak in peaks:
            width = 1 << ((before - offset).bit_length() - 1)
            self._known[(offset, width)] = bytes.fromhex(peak)
            offset += width

    def _get_size(self) -> int:
        return self._size

    def _get_leaf(self, index: int) -> bytes:
        return self._known[(index - 1, 1)]

    def _get_leaves(self, offset: int, width: int) -> list[bytes]:
        raise NotImplementedError("only whole subtrees are known")

    def _get_subroot(self, offset: int, width: int) -> bytes:
        return self._known[(offset, width)]
