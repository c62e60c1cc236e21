"""Transcripts: shown again in order, once a message, to the person they belong to."""

from datetime import timedelta

from registry.transcripts import RETENTION
from tests.registry.building import World


def add(world: World, conversation: str, message_id: str, said: str, person: str = "p") -> None:
    world.registry.transcripts.add(
        conversation, message_id, person=person, said=said, replies=[{"text": f"回{said}"}]
    )


class TestOnBothDatabases:
    def test_turns_are_read_again_in_their_order(self, world: World) -> None:
        for number in range(4):
            add(world, "web:a", str(number), f"第{number}句")
        add(world, "web:b", "0", "别的")

        turns = world.registry.transcripts.of("web:a", limit=3)

        assert [turn.said for turn in turns] == ["第1句", "第2句", "第3句"]
        assert turns[0].replies == [{"text": "回第1句"}]

    def test_a_repeated_message_stays_as_it_was_first(self, world: World) -> None:
        add(world, "web:a", "m", "先")

        add(world, "web:a", "m", "后")

        found = world.registry.transcripts.find("web:a", "m")
        assert found is not None
        assert found.said == "先"
        assert world.registry.transcripts.find("web:a", "other") is None

    def test_the_list_holds_own_conversations_of_the_channel_last_spoken_first(
        self, world: World
    ) -> None:
        for conversation, said in (("web:a", "甲"), ("web:b", "乙"), ("cli:p", "丙")):
            add(world, conversation, "1", said)
            world.clock.advance(timedelta(minutes=1))
        add(world, "web:c", "1", "丁", person="q")
        add(world, "web:a", "2", "再说")

        headings = world.registry.transcripts.list("p", channel="web")

        assert [(h.conversation, h.title) for h in headings] == [("web:a", "甲"), ("web:b", "乙")]
        assert headings[0].last_at == world.clock.now()
        assert len(world.registry.transcripts.list("p", channel="web", limit=1)) == 1

    def test_what_is_past_its_retention_is_forgotten(self, world: World) -> None:
        add(world, "web:a", "1", "旧")
        world.clock.advance(RETENTION)
        add(world, "web:a", "2", "新")
        world.clock.advance(timedelta(seconds=1))

        assert world.registry.transcripts.forget_old() == 1

        assert [turn.said for turn in world.registry.transcripts.of("web:a")] == ["新"]
