"""Whatever is done to the history behind the registry's back, verify finds it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from registry.database.engine import writing
from registry.errors import InvalidReceipt, ReadOnly
from registry.ledger.receipts import proves_content, verify_consistency, verify_receipt
from registry.people.staff import BUREAU
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.registry.building import World, make_slots, open_world
from tests.registry.walking import filed_in, take

TRIGGERS = ("ledger_no_update", "ledger_no_delete", "checkpoint_no_delete", "receipt_no_update",
            "receipt_no_delete", "filing_no_delete", "checkpoint_no_update")  # fmt: skip


def lift_triggers(world: World) -> None:
    """What somebody who owns the database can do."""
    postgresql = world.registry.store.engine.dialect.name == "postgresql"
    with writing(world.registry.store.engine) as connection:
        for name in TRIGGERS:
            table = f" ON {name.split('_')[0]}" if postgresql else ""
            connection.execute(text(f"DROP TRIGGER {name}{table}"))


def tamper(world: World, *statements: str) -> None:
    lift_triggers(world)
    with writing(world.registry.store.engine) as connection:
        for statement in statements:
            connection.execute(text(statement))


def codes(world: World, *receipts: object) -> set[str]:
    return {problem.code for problem in world.registry.proofs.verify(SYSTEM, receipts).problems}


class TestOnBothDatabases:
    def test_an_honest_history_is_whole(self, world: World) -> None:
        filed = filed_in(world, "EXCLUSIVE")
        take(world, filed.report_no, "withdraw")

        found = world.registry.proofs.verify(SYSTEM, [filed.receipt])

        assert found.problems == ()
        assert found.reports == 1

    @pytest.mark.parametrize(
        ("statement", "code"),
        [
            ("UPDATE ledger SET body = replace(body, '余杭区', '萧山区') WHERE kind = 'filed'",
             "entry_changed"),
            ("UPDATE ledger SET kind = 'viewed' WHERE kind = 'filed'", "entry_columns"),
            ("UPDATE ledger SET h = prev WHERE seq = 3", "chain_broken"),
            ("UPDATE ledger SET body = 'x' WHERE seq = 3", "entry_unreadable"),
            ("UPDATE filing SET state = 'EXCLUSIVE'", "report_changed"),
            ("UPDATE filing SET claim = 'none'", "report_changed"),
            ("UPDATE filing SET content = replace(content, '示例', '冒名')", "report_changed"),
            ("UPDATE filing SET investor_name = 'x'", "report_changed"),
            ("UPDATE filing SET investor_key = 'x'", "report_changed"),
            ("UPDATE filing SET uscc = '91330000609120272T'", "report_changed"),
            ("UPDATE filing SET content = 'x'", "row_unreadable"),
            ("UPDATE filing SET chain = '生物医药'", "report_changed"),
            ("UPDATE filing SET platform = 'x'", "report_changed"),
            ("UPDATE filing SET investment_yuan = 1", "report_changed"),
            ("UPDATE staff SET role = 'city_lead' WHERE role = 'district_lead'", "staff_changed"),
            ("UPDATE staff SET active = NOT active", "staff_changed"),
            ("UPDATE unit SET kind = 'bureau' WHERE name = '余杭区'", "unit_changed"),
            ("UPDATE filing SET received_at = '2020-01-01T00:00:00.000000Z'", "report_changed"),
            ("UPDATE finding SET body = replace(body, 'true', 'false')", "finding_changed"),
            ("DELETE FROM finding", "finding_missing"),
            ("UPDATE counter SET n = 9 WHERE name = 'filing'", "counter_changed"),
            ("UPDATE ledger_head SET size = 2", "head_changed"),
            ("UPDATE receipt SET body = replace(body, '余杭区', '萧山区')", "receipt_changed"),
            ("UPDATE receipt SET body = replace(body, 'filed_not_granted', 'granted')",
             "receipt_changed"),
            ("UPDATE receipt SET body = replace(body, '\"path\":[\"', '\"path\":[\"0')",
             "receipt_changed"),
            ("UPDATE receipt SET body = '{}'", "receipt_changed"),
            ("UPDATE receipt SET body = replace(body, '\"index\"', '\"indes\"')",
             "receipt_changed"),
            ("UPDATE receipt SET body = replace(body, '\"salt\":', '\"salz\":')",
             "receipt_changed"),
            ("UPDATE ledger_salt SET salt = upper(salt)", "entry_changed"),
            ("DELETE FROM receipt", "receipt_missing"),
            ("UPDATE checkpoint SET body = replace(body, '2026', '2025')", "checkpoint_foreign"),
            ("UPDATE checkpoint SET body = '1'", "checkpoint_changed"),
        ],
    )  # fmt: skip
    def test_an_edit_is_found_and_stops_all_writing(
        self, world: World, statement: str, code: str
    ) -> None:
        filed_in(world, "CONSULTING")

        tamper(world, statement)

        assert code in codes(world)
        with pytest.raises(ReadOnly):
            world.registry.drafts.open(world.district())

    def test_a_removed_entry_is_found(self, world: World) -> None:
        world.file()

        tamper(world, "DELETE FROM ledger_salt WHERE seq = 3", "DELETE FROM ledger WHERE seq = 3")

        assert {"entry_missing", "chain_broken"} <= codes(world)

    def test_a_removed_or_added_person_is_found(self, world: World) -> None:
        world.file()
        extra = world.person("萧山区", Role.DISTRICT_LEAD).account
        columns = "name, unit, role, active, created_at"

        tamper(
            world,
            f"DELETE FROM invite WHERE account = '{extra}'",
            f"DELETE FROM staff WHERE account = '{extra}'",
            "DELETE FROM unit WHERE name = '萧山区'",
            f"INSERT INTO staff (account, {columns}) SELECT 'S99999', {columns} FROM staff LIMIT 1",
        )

        found = world.registry.proofs.verify(SYSTEM).problems
        assert [(p.code, p.detail) for p in found] == [
            ("staff_changed", "S99999"),
            ("staff_missing", extra),
            ("unit_missing", "萧山区"),
        ]

    def test_a_change_to_the_list_of_files_is_found(self, world: World) -> None:
        no, who = world.file().report_no, world.district()
        for n in range(2):
            world.registry.evidence.attach(who, no, "纪要.pdf", b"%PDF-1.7 " + bytes([65 + n]))
        first = world.registry.evidence.list(who, no)[0].id

        tamper(
            world,
            f"UPDATE evidence SET sha256 = 'x' WHERE id = '{first}'",
            f"DELETE FROM evidence WHERE id <> '{first}'",
        )

        assert codes(world) == {"evidence_changed", "evidence_missing"}

    def test_an_amended_report_and_changed_people_are_whole(self, world: World) -> None:
        no = world.file().report_no
        changes = make_slots({"platform": "示例平台", "total_investment": "3亿元"})
        world.registry.reviews.amend(world.district(), no, changes, reason="更正")
        added = world.person("萧山区", Role.DISTRICT_STAFF).account
        staff = world.registry.staff
        staff.change_role(SYSTEM, added, Role.DISTRICT_LEAD, reason="任命")
        staff.revoke(SYSTEM, added, reason="调离")

        assert world.registry.proofs.verify(SYSTEM).problems == ()

    def test_a_removed_report_is_found(self, world: World) -> None:
        world.file()

        tamper(world, "DELETE FROM receipt", "DELETE FROM filing")

        assert "report_missing" in codes(world)

    def test_a_report_slipped_in_is_found(self, world: World) -> None:
        world.file()
        columns = "draft_version, claim, state, unit, account, channel, content, content_salt, " \
            "content_digest, project_name, project_name_key, investor_name, investor_key, chain, " \
            "received_at, updated_at, disputed, row_version"  # fmt: skip

        tamper(
            world,
            f"INSERT INTO filing (seq, report_no, idem, draft_id, project_key, {columns}) "
            f"SELECT 7, 'x', 'x', 'x', 'x', {columns} FROM filing",
        )

        assert "report_unrecorded" in codes(world)

    def test_a_cut_off_tail_is_found_with_an_earlier_receipt(self, world: World) -> None:
        first = world.file("余杭区")
        size = first.receipt["checkpoint"]["size"]
        second = world.file("萧山区")

        tamper(
            world,
            "DELETE FROM receipt WHERE filing_seq = 2",
            f"DELETE FROM checkpoint WHERE size > {size}",
            f"DELETE FROM ledger_salt WHERE seq > {size}",
            f"DELETE FROM ledger WHERE seq > {size}",
            "DELETE FROM filing WHERE seq = 2",
            "UPDATE counter SET n = 1 WHERE name = 'filing'",
        )

        assert "entries_cut_off" in codes(world, second.receipt)

    def test_an_erased_salt_is_no_damage(self, world: World) -> None:
        world.file()

        tamper(world, "DELETE FROM ledger_salt WHERE seq = 2")

        found = world.registry.proofs.verify(SYSTEM)
        assert (found.problems, found.erased) == ((), 1)

    def test_two_receipts_and_a_proof_show_that_nothing_was_rewritten(self, world: World) -> None:
        first, second = world.file("余杭区").receipt, world.file("萧山区").receipt
        sizes = first["checkpoint"]["size"], second["checkpoint"]["size"]

        proof = world.registry.proofs.prove_consistency(world.district(), *sizes)

        assert verify_consistency(first, second, proof)
        assert not verify_consistency(first, second, {**proof, "path": proof["path"][:-1]})

    def test_the_export_is_complete_and_recorded(self, world: World) -> None:
        world.file()
        auditor = world.person(BUREAU, Role.AUDITOR)

        entries = list(world.registry.proofs.export(auditor))

        assert [e["entry"]["seq"] for e in entries] == list(range(1, len(entries) + 1))
        assert entries[-1]["entry"]["kind"] == "ledger_exported"


def test_an_old_copy_put_back_is_found_with_a_later_receipt(
    sqlite_world: World, tmp_path: Path
) -> None:
    sqlite_world.file("余杭区")
    shutil.copy(tmp_path / "registry.sqlite", tmp_path / "old.sqlite")
    later = sqlite_world.file("萧山区").receipt
    sqlite_world.registry.close()
    shutil.copy(tmp_path / "old.sqlite", tmp_path / "registry.sqlite")

    assert codes(sqlite_world) == set()
    assert codes(sqlite_world, later) == {"entries_cut_off"}


def test_a_history_built_anew_with_the_same_key_is_found_with_an_earlier_receipt(
    sqlite_template: Path, tmp_path: Path
) -> None:
    def build(name: str, unit: str) -> World:
        shutil.copy(sqlite_template, tmp_path / name)
        world = open_world(f"sqlite:///{tmp_path / name}", tmp_path)
        world.file(unit)
        return world

    honest, forged = build("honest.sqlite", "余杭区"), build("forged.sqlite", "萧山区")
    receipt = honest.registry.reports.receipt(honest.district("余杭区"), "首报-2026-000001")
    with writing(forged.registry.store.engine) as connection:
        state = "UPDATE service_state SET value = :o WHERE name = 'origin'"
        connection.execute(text(state), {"o": json.dumps(honest.registry.store.origin)})
    forged.registry.close()
    forged = open_world(f"sqlite:///{tmp_path / 'forged.sqlite'}", tmp_path)

    assert "history_rewritten" in codes(forged, receipt)
    honest.registry.close()
    forged.registry.close()


MUTATIONS: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("form", lambda r: r.pop("proof")),
    ("form", lambda r: r.update(format="other")),
    ("form", lambda r: r.update(checkpoint={})),
    ("form", lambda r: r.update(entry={})),
    ("form", lambda r: r["entry"].update(salt="zz")),
    ("signature", lambda r: r["checkpoint"].update(size=99)),
    ("signature", lambda r: r["checkpoint"].update(signature="00")),
    ("proof", lambda r: r["entry"].update(body=r["entry"]["body"].replace("余杭", "萧山"))),
    ("proof", lambda r: r["entry"].update(index=1)),
    ("proof", lambda r: r.update(proof={})),
    ("entry", lambda r: r.update(seq=2)),
    ("entry", lambda r: r.update(report_no="首报-2026-000002")),
]


@pytest.mark.parametrize(("code", "mutate"), MUTATIONS)
def test_a_forged_receipt_is_refused(
    sqlite_world: World, code: str, mutate: Callable[[dict[str, Any]], object]
) -> None:
    receipt = json.loads(json.dumps(sqlite_world.file().receipt))
    mutate(receipt)

    with pytest.raises(InvalidReceipt) as caught:
        verify_receipt(receipt)

    assert caught.value.code == code


def test_a_receipt_proves_its_content_without_the_database(sqlite_world: World) -> None:
    from registry.database.canonical import canonical_json

    filed = sqlite_world.file()
    content = sqlite_world.registry.reports.view(sqlite_world.district(), filed.report_no).content
    sqlite_world.registry.close()

    assert proves_content(filed.receipt, canonical_json(dict(content)))
    assert not proves_content(filed.receipt, canonical_json({**content, "summary": "别的"}))


def test_a_receipt_of_another_key_is_not_trusted(sqlite_world: World) -> None:
    receipt = sqlite_world.file().receipt

    with pytest.raises(InvalidReceipt) as caught:
        verify_receipt(receipt, trusted_key="00" * 32)

    assert caught.value.code == "untrusted_key"


def test_a_receipt_tells_nothing_of_the_queue(sqlite_world: World) -> None:
    sqlite_world.file("余杭区", uscc="91330000609120272T")
    second = sqlite_world.file("萧山区").receipt

    told = json.dumps(second, ensure_ascii=False)

    assert "91330000609120272T" not in told
    assert "waiting" not in told
    assert "余杭区" not in told


def test_a_channel_cannot_pass_for_the_system(sqlite_world: World) -> None:
    from registry.errors import Forbidden

    with pytest.raises(Forbidden):
        sqlite_world.registry.proofs.verify(Caller("system", "telegram"))


def test_a_damaged_file_is_reported_and_not_repaired(tmp_path: Path, sqlite_world: World) -> None:
    for n in range(3):
        sqlite_world.file(investor_name=f"示例{n}有限公司")
    sqlite_world.registry.close()
    path = tmp_path / "registry.sqlite"
    data = bytearray(path.read_bytes())
    place = data.find("示例1有限公司".encode())
    data[place] ^= 1
    path.write_bytes(bytes(data))

    assert codes(sqlite_world) & {"report_changed", "database_file", "entry_changed"}
