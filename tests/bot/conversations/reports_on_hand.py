"""Reports and a file that tests of the status desk share."""

from typing import Any

from bot.dialogue.messages import Attachment
from tests.registry.building import World

RIVAL: dict[str, Any] = {
    "project_name": "金丝雀机密厂",
    "investor_name": "金丝雀实业有限公司",
    "investor_contact": "金丝雀联系人",
    "chain": "金丝雀产业",
}


PDF = Attachment("会谈纪要.pdf", b"%PDF-1.7\n%%EOF\n")


def file_two(world: World) -> None:
    world.file(project_name="先进封测基地", investor_name="云岭半导体有限公司")
    world.file(project_name="蛋白药物园", investor_name="青禾医药有限公司", chain="生物医药")
