"""What deploy/ ships can be read, names only what exists, and keeps its promises."""

import configparser
import os
import re
import shlex
import subprocess
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bot.channels.cli.main import app
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service" and "alert" not in path.name]
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}
_COMMAND = re.compile(r"bin/yipanqi ([a-z]+)(?: ([a-z]+))?")


def unit(path: Path) -> configparser.ConfigParser:
    """A unit file; a key given twice is an error."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text("utf-8"))
    return parser


def exists(words: list[str]) -> bool:
    """Whether the words begin with a command of ours."""
    command: Any = typer.main.get_command(app)
    for word in words:
        if word.startswith("-") or not hasattr(command, "commands"):
            return True
        if word not in command.commands:
            return False
        command = command.commands[word]
    return True


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_says_what_it_is(path: Path) -> None:
    assert unit(path)["Unit"]["Description"].startswith("Yipanqi: ")


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_runs_a_command_that_exists(path: Path) -> None:
    service = unit(path)["Service"]
    lines = [value for key, value in service.items() if key.startswith("ExecStart")]
    commands = [_COMMAND.search(line) for line in lines if not line.startswith("/usr/bin/find")]

    assert commands
    assert all(command and exists([w for w in command.groups() if w]) for command in commands)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_may_do_little(path: Path) -> None:
    service = unit(path)["Service"]

    assert service["User"] == "yipanqi"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["UMask"] == "0077"
    assert service["StateDirectory"] == "yipanqi"


@pytest.mark.parametrize("name", ["yipanqi-web", "yipanqi-telegram"])
def test_what_serves_comes_back_when_it_dies(name: str) -> None:
    parsed = unit(DEPLOY / "systemd" / f"{name}.service")

    assert parsed["Service"]["Restart"] == "always"
    assert parsed["Install"]["WantedBy"] == "multi-user.target"


@pytest.mark.parametrize("name", ["yipanqi-backup", "yipanqi-ledger-verify"])
def test_a_timer_has_its_service_which_tells_when_it_fails(name: str) -> None:
    timer = unit(DEPLOY / "systemd" / f"{name}.timer")
    service = unit(DEPLOY / "systemd" / f"{name}.service")

    assert timer["Timer"]["OnCalendar"]
    assert timer["Timer"]["Persistent"] == "yes"
    assert service["Service"]["Type"] == "oneshot"
    assert service["Unit"]["OnFailure"] == "yipanqi-alert@%n.service"


def test_every_setting_named_exists() -> None:
    texts = [path.read_text("utf-8") for path in DEPLOY.rglob("*") if path.is_file()]
    named = {name for text in texts for name in re.findall(r"YIPANQI_[A-Z_]*[A-Z]", text)}

    assert named - SETTINGS == {"YIPANQI_SITE"}  # of the proxy, not ours
    given = set(COMPOSE["x-app"]["environment"]) | set(_env("yipanqi.env.example"))
    assert given <= SETTINGS


def test_everything_compose_asks_for_is_in_its_example() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))

    assert asked == set(_env("compose.env.example"))


def test_compose_runs_commands_that_exist() -> None:
    for name in ("app", "telegram"):
        assert exists(COMPOSE["services"][name]["command"]), name
    for name in ("backup", "verify"):
        words = shlex.split(COMPOSE["services"][name]["command"][0])
        starts = [at + 1 for at, word in enumerate(words) if word == "yipanqi"]
        assert starts, name
        assert all(exists(words[at : at + 2]) for at in starts), name


def test_the_stores_are_reached_from_the_inside_only() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("database", "chroma"):
        assert COMPOSE["services"][name]["networks"] == ["inside"]
        assert "ports" not in COMPOSE["services"][name]
    with_ports = [name for name, service in COMPOSE["services"].items() if "ports" in service]
    assert with_ports == ["proxy"]


def test_the_apps_believe_the_proxy_and_nobody_else() -> None:
    address = COMPOSE["services"]["proxy"]["networks"]["front"]["ipv4_address"]

    assert COMPOSE["x-app"]["environment"]["YIPANQI_PROXIES"] == address
    assert COMPOSE["x-app"]["environment"]["YIPANQI_PUBLIC_URL"].startswith("https://")


def test_a_persons_requests_stay_with_one_app_and_metrics_stay_inside() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")

    assert "lb_policy cookie" in caddy
    assert re.search(r"@inside path .*?/metrics.*\n\s*respond @inside 404", caddy)
    assert caddy.count("{") == caddy.count("}")


def test_the_image_holds_what_the_program_needs_and_is_not_root() -> None:
    docker = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = set(re.findall(r"^COPY (\w+) ", docker, re.MULTILINE))
    allowed = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()

    assert {"bot", "registry", "retrieval", "rules", "corpus"} <= copied
    assert all(f"!{name}" in allowed and (ROOT / name).exists() for name in copied)
    assert docker.index("USER yipanqi") < docker.index("ENTRYPOINT")


def test_the_command_of_an_installed_machine_has_its_settings_to_the_letter(tmp_path: Path) -> None:
    settings = tmp_path / "yipanqi.env"
    settings.write_text(
        "# none\nYIPANQI_HOME=/a b\nYIPANQI_DATABASE_URL=x://u:p&$w'@h\nYIPANQI_PORT=1"
    )
    script = (DEPLOY / "yipanqi").read_text("utf-8")
    installed = "runuser -u yipanqi -- /opt/yipanqi/.venv/bin/yipanqi"
    assert installed in script
    for name, here in (
        ("/etc/yipanqi/yipanqi.env", str(settings)),
        ("/opt/yipanqi\n", f"{tmp_path}\n"),
        (installed, "env"),
    ):
        script = script.replace(name, here)

    done = subprocess.run(
        ["sh", "-c", script, "yipanqi"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "YIPANQI_PORT": "2"},
    )

    lines = done.stdout.splitlines()
    assert {"YIPANQI_HOME=/a b", "YIPANQI_DATABASE_URL=x://u:p&$w'@h"} <= set(lines)
    assert [line for line in lines if "PORT" in line] == [
        "YIPANQI_PORT=2"
    ]  # given with the command
    assert "HOME=/var/lib/yipanqi" in lines


def test_an_app_never_gets_the_proxys_address() -> None:
    [front] = COMPOSE["networks"]["front"]["ipam"]["config"]
    address = COMPOSE["services"]["proxy"]["networks"]["front"]["ipv4_address"]

    assert ip_network(front["ip_range"]).subnet_of(ip_network(front["subnet"]))
    assert ip_address(address) in ip_network(front["subnet"])
    assert ip_address(address) not in ip_network(front["ip_range"])


def test_no_address_and_no_header_reaches_the_proxys_log() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    everything = caddy[: caddy.index("{$YIPANQI_SITE}")]

    assert {"request>uri delete", "request>headers delete"} <= {
        line.strip() for line in everything.splitlines()
    }
    assert "format" not in caddy.removeprefix(everything)


def test_the_operations_guide_names_every_unit() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text("utf-8")

    assert [path.name for path in UNITS if path.stem.rstrip("@") not in guide] == []


def _env(name: str) -> list[str]:
    lines = (DEPLOY / name).read_text("utf-8").splitlines()
    return [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
