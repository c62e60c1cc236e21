"""The tree kept as peaks is the tree of the library, at every size."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from registry.ledger.merkle import (
    Peaks,
    extend,
    extends,
    includes,
    prove_consistency,
    prove_last,
    root_of,
)

LEAVES = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(40)]


def peaks_at(size: int) -> Peaks:
    peaks: Peaks = ()
    for n in range(size):
        peaks = extend(peaks, n, LEAVES[n])
    return peaks


@pytest.mark.parametrize("size", range(41))
def test_the_root_is_the_librarys_root(size: int) -> None:
    tree = InmemoryTree(algorithm="sha256")
    for leaf in LEAVES[:size]:
        tree.append_entry(bytes.fromhex(leaf))

    assert root_of(peaks_at(size)) == tree.get_root().hex()


@pytest.mark.parametrize("size", range(1, 41))
def test_the_last_leaf_proves_itself_and_no_other_leaf(size: int) -> None:
    proof = prove_last(peaks_at(size - 1), size, LEAVES[size - 1])
    root = root_of(peaks_at(size))

    assert includes(proof, LEAVES[size - 1], index=size, size=size, root=root)
    assert not includes(proof, LEAVES[(size + 3) % 40], index=size, size=size, root=root)
    assert not includes(proof, LEAVES[size - 1], index=size + 1, size=size, root=root)
    assert not includes(proof, LEAVES[size - 1], index=size, size=size, root="00" * 32)


@given(st.integers(1, 39), st.integers(1, 39))
def test_consistency_is_proven_forwards_only(a: int, b: int) -> None:
    earlier, later = sorted((a, b))
    proof = prove_consistency(LEAVES[:later], earlier, later)
    roots = (earlier, root_of(peaks_at(earlier))), (later, root_of(peaks_at(later)))

    assert extends(proof, earlier=roots[0], later=roots[1])
    assert not extends(proof, earlier=(earlier, "11" * 32), later=roots[1])
    if earlier < later:
        assert not extends(proof, earlier=roots[1], later=roots[0])


@pytest.mark.parametrize("proof", [None, 1, {}, {"type": "inclusion"}, [], "x"])
def test_what_is_no_proof_proves_nothing(proof: object) -> None:
    assert not includes(proof, LEAVES[0], index=1, size=1, root=root_of(peaks_at(1)))
    assert not extends(proof, earlier=(1, "00"), later=(2, "00"))


@pytest.mark.parametrize(("earlier", "later"), [(0, 1), (2, 1), (1, 9)])
def test_sizes_the_ledger_never_had_are_refused(earlier: int, later: int) -> None:
    with pytest.raises(ValueError, match="no proof"):
        prove_consistency(LEAVES[:3], earlier, later)
