import pytest

from retrieval.errors import DocumentError
from retrieval.loading.blocks import Block, BlockKind, collect
from retrieval.loading.limits import Limits


def test_blocks_within_the_limits_come_back_in_order() -> None:
    blocks = [Block(BlockKind.LINE, "一"), Block(BlockKind.ROW, cells=("二",))]

    assert collect(blocks, Limits()) == tuple(blocks)


@pytest.mark.parametrize(
    ("limits", "measure"),
    [(Limits(characters=3), "characters"), (Limits(blocks=1), "blocks")],
)
def test_one_block_or_character_too_many_is_refused(limits: Limits, measure: str) -> None:
    blocks = [Block(BlockKind.LINE, "一二"), Block(BlockKind.ROW, cells=("三", "四"))]

    with pytest.raises(DocumentError) as caught:
        collect(blocks, limits)

    assert (caught.value.code, caught.value.fields["measure"]) == ("too_large", measure)
