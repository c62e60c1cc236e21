"""Transcripts: shown again in order, once a message, to the person they belong to."""

from datetime import timedelta
from functools import partial

import pytest

from registry.errors import InvalidInput, NotFound
from registry.messages.transcripts import RETENTION
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
        add(world, "web:b", "1", "再说别的")
        before = world.registry.transcripts.of("web:a", before="1", limit=3)
        assert [turn.said for turn in before] == ["第0句"]
        assert world.registry.transcripts.of("web:a", before="gone") == ()

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

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("  ", ["web:b", "web:a"]),
            ("税收", ["web:a"]),
            ("首报 ABC", ["web:a"]),
            ("首报 乙", []),
            ("芯片", ["web:b"]),
            ("%", []),
        ],
    )
    def test_conversations_are_found_by_all_the_words_of_their_name_or_of_what_was_said(
        self, world: World, words: str, found: list[str]
    ) -> None:
        for conversation, said in (
            ("web:a", "首报给谁"),
            ("web:a", "税收abc归谁"),
            ("web:b", "乙"),
        ):
            add(world, conversation, said, said)
            world.clock.advance(timedelta(minutes=1))
        add(world, "web:c", "1", "税收", person="q")
        world.registry.transcripts.rename("web:b", person="p", title="芯片项目")

        headings = world.registry.transcripts.list("p", channel="web", words=words)

        assert [heading.conversation for heading in headings] == found

    def test_what_is_past_its_retention_is_forgotten(self, world: World) -> None:
        add(world, "web:a", "1", "旧")
        world.clock.advance(RETENTION)
        add(world, "web:a", "2", "新")
        world.clock.advance(timedelta(seconds=1))

        assert world.registry.transcripts.forget_old() == 1

        assert [turn.said for turn in world.registry.transcripts.of("web:a")] == ["新"]

    def test_a_conversation_gets_a_name_of_its_own_and_loses_it_again(self, world: World) -> None:
        add(world, "web:a", "1", "先说的")
        transcripts = world.registry.transcripts

        transcripts.rename("web:a", person="p", title="  芯片\n项目 ")
        named = transcripts.list("p", channel="web")[0].title
        transcripts.rename("web:a", person="p", title=" ")

        assert named == "芯片 项目"
        assert transcripts.list("p", channel="web")[0].title == "先说的"

    def test_one_taken_off_the_list_comes_back_when_it_is_spoken_in(self, world: World) -> None:
        add(world, "web:a", "1", "甲")
        world.clock.advance(timedelta(minutes=1))
        world.registry.transcripts.hide("web:a", person="p")
        assert world.registry.transcripts.list("p", channel="web") == ()
        assert [turn.said for turn in world.registry.transcripts.of("web:a")] == ["甲"]

        world.clock.advance(timedelta(minutes=1))
        add(world, "web:a", "2", "再说")

        assert [h.title for h in world.registry.transcripts.list("p", channel="web")] == ["甲"]

    def test_only_ones_own_conversations_are_named_or_hidden(self, world: World) -> None:
        add(world, "web:a", "1", "甲")
        transcripts = world.registry.transcripts

        for act in (partial(transcripts.rename, title="x"), transcripts.hide):
            with pytest.raises(NotFound):
                act("web:a", person="q")
        with pytest.raises(InvalidInput):
            transcripts.rename("web:a", person="p", title="长" * 61)

    def test_names_go_with_the_conversations_that_are_forgotten(self, world: World) -> None:
        add(world, "web:a", "1", "甲")
        world.registry.transcripts.rename("web:a", person="p", title="名")
        world.clock.advance(RETENTION + timedelta(days=1))

        world.registry.transcripts.forget_old()
        add(world, "web:a", "2", "乙")

        assert [h.title for h in world.registry.transcripts.list("p", channel="web")] == ["乙"]
