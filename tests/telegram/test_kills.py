"""R-07: the bot's process is killed between hearing somebody and answering; nothing is lost."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from select import select as select_ready

import pytest
from sqlalchemy import delete, select

from bot.bootstrap import open_application, open_registry
from bot.settings import Settings
from registry.database import identity_tables, tables
from registry.service import Registry
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.registry.building import CONTENT, make_slots
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.child import POINTS

ROOT = Path(__file__).resolve().parents[2]
USER = 4711
PATIENCE_S = 120.0
_NUMBER = re.compile(r"首报-\d{4}-\d{6}")


@dataclass
class Bot:
    """The bot's process, which dies and is started again."""

    home: Path
    api: BotApi
    registry: Registry
    starter: "subprocess.Popen[str] | None" = None
    pid: int = 0
    kills: int = 0
    filed: list[str] = field(default_factory=list)

    @property
    def flag(self) -> Path:
        return self.home / "kill-at"

    @property
    def log(self) -> Path:
        return self.home / "stderr.txt"

    def start(self) -> None:
        """Start it; the lease of the one that died is over, as it is after half a minute."""
        with self.registry.store.engine.begin() as connection:
            connection.execute(delete(identity_tables.lease))
        self.starter = self.starter or self._open_starter()
        assert self.starter.stdin is not None
        self.starter.stdin.write("start\n")
        self.starter.stdin.flush()
        self.pid = self._told()

    def wait(self) -> int:
        """Its exit status, when it has ended; below zero the signal."""
        status, self.pid = self._told(), 0
        return status

    def stop(self) -> None:
        """End it whatever it does."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
        if self.starter is not None:
            self.starter.communicate()

    def _open_starter(self) -> "subprocess.Popen[str]":
        environment = {
            **os.environ,
            "YIPANQI_HOME": str(self.home),
            "YIPANQI_TELEGRAM_TOKEN": TOKEN,
            "YIPANQI_TELEGRAM_API_URL": self.api.url,
        }
        command = [sys.executable, "-m", "tests.telegram.child", str(self.flag)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stderr=log,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )

    def _told(self) -> int:
        """The next number of the starter; what else is printed goes by."""
        assert self.starter is not None
        assert self.starter.stdout is not None
        while select_ready([self.starter.stdout], [], [], PATIENCE_S)[0]:
            line = self.starter.stdout.readline()
            if re.fullmatch(r"-?\d+\n", line):
                return int(line)
            assert line, "the starter has ended"
        raise AssertionError("the bot does not end")

    def dies_at(self, point: str, caller: Caller, number: int) -> None:
        """Somebody submits; the process is killed at the point; the next one finishes."""
        investor = f"断线{number:05d}有限公司"
        slots = make_slots({**CONTENT, "investor_name": investor})
        draft = self.registry.drafts.open(caller, slots)
        said = len(self.api.texts(USER))
        self.flag.write_text(point)
        self.api.presses(USER, f"file.submit:{draft.id[:16]}:{draft.version}")
        assert self.wait() == -signal.SIGKILL
        self.kills += 1
        self.start()
        self.api.wait_for(lambda _: self._is_told(said), PATIENCE_S)
        numbers = {n for text in self.api.texts(USER)[said:] for n in _NUMBER.findall(text)}
        assert numbers == {self._number_of(draft.id)}
        self.filed += numbers

    def _is_told(self, said: int) -> bool:
        """A receipt has arrived, and nothing more is on its way."""
        texts = self.api.texts(USER)[said:]
        return any(_NUMBER.search(text) for text in texts) and self._is_quiet()

    def _is_quiet(self) -> bool:
        box = tables.outbox.c
        waiting = select(box.id).where(box.state == "pending", box.kind == "telegram")
        with self.registry.store.engine.connect() as connection:
            nothing_to_send = connection.execute(waiting).first() is None
        return nothing_to_send and not self.registry.mail.unhandled("telegram")

    def _number_of(self, draft_id: str) -> str:
        query = select(tables.filing.c.report_no).where(tables.filing.c.draft_id == draft_id)
        with self.registry.store.engine.connect() as connection:
            return str(connection.execute(query).scalar_one())


@pytest.fixture
def bot(quick_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bot]:
    settings = Settings(_env_file=None, home=quick_folder)
    open_application(settings).library.close()
    registry = open_registry(settings)
    with BotApi() as api:
        running = Bot(quick_folder, api, registry)
        yield running
        running.stop()
    registry.close()


def kill_at_every_point(bot: Bot, rounds: int) -> None:
    """Kill at each of the points so often."""
    made = bot.registry.staff.add(SYSTEM, unit="余杭区", role=Role.DISTRICT_LEAD, name="示例")
    caller = Caller(made.member.account, "cli")
    bot.registry.staff.link(SYSTEM, caller.account, channel="telegram", external_id=str(USER))
    bot.start()
    for number in range(rounds * len(POINTS)):
        bot.dies_at(POINTS[number % len(POINTS)], caller, number)
    assert bot.kills == rounds * len(POINTS)
    assert len(set(bot.filed)) == bot.kills
    assert bot.registry.proofs.verify(Caller(SYSTEM.account, "cli")).is_whole
    assert TOKEN.partition(":")[2] not in bot.log.read_text("utf-8", "replace")
    assert threading.active_count() < 50


def test_a_bot_killed_at_any_point_loses_no_filing_and_gives_one_number(bot: Bot) -> None:
    kill_at_every_point(bot, 2)


@pytest.mark.nightly
def test_a_bot_killed_a_thousand_times_loses_no_filing(bot: Bot) -> None:
    kill_at_every_point(bot, int(os.environ.get("PROOF_ROUNDS", "250")))
