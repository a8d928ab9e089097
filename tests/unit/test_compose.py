"""The compose file and the image, read: every command, variable, path and volume in them exists, and no secret does."""

import re
from dataclasses import fields as dataclass_fields
from importlib import import_module

import click
import pytest

from api.settings import ApiSettings
from cli.health import READY_PATH
from cli.main import SUBCOMMANDS
from data.settings import DatabaseSettings
from gateways.settings import MapServers
from gateways.traces import ENDPOINTS
from gateways.webhook_door import NETWORKS
from kernel.log_settings import LogSettings
from tests.commands import parsed
from tests.compose import ASKED, COMPOSE, OURS, REPOSITORY, composed
from workers.settings import WorkerSettings

DOCKERFILE = REPOSITORY / "Dockerfile"
SETTINGS = (ApiSettings, DatabaseSettings, WorkerSettings)
PLAIN_SETTINGS = (LogSettings, MapServers)
OF_LIBRARIES = {"PGPASSWORD", ENDPOINTS[0]}
"""libpq's: a password that needs no escaping, as it stands in no address. OpenTelemetry's: where traces go."""
OF_POSTGRES = {"POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"}
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|KEY", re.IGNORECASE)
STAYS = {"/var/lib/postgresql/data": "database", "/data": "home"}
"""What may not be lost, and the volume that holds it."""


def known_variables() -> set[str]:
    fields = {name for kind in SETTINGS for name in kind.model_fields}
    fields |= {field.name for kind in PLAIN_SETTINGS for field in dataclass_fields(kind)}
    return {f"DORPSRONDE_{name.upper()}" for name in fields} | {"DORPSRONDE_CACHE_DIR", NETWORKS}


def instructions() -> list[tuple[str, str]]:
    """Read the Dockerfile: each instruction with its words, lines put together."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("service", OURS)
def test_each_command_is_one_of_ours_with_its_options(service: str) -> None:
    parsed(composed()["services"][service]["command"])


@pytest.mark.parametrize("service", OURS)
def test_each_variable_is_one_that_something_reads(service: str) -> None:
    given = set(composed()["services"][service]["environment"])
    assert given <= known_variables() | OF_LIBRARIES


def test_a_variable_that_nobody_reads_would_be_found() -> None:
    assert "DORPSRONDE_DATABASE" not in known_variables()
    with pytest.raises(AssertionError):
        parsed(["dorpsronde", "sevre"])
    with pytest.raises(click.ClickException):
        parsed(["dorpsronde", "worker", "--no-clock"])


def test_each_check_asks_what_is_there() -> None:
    services = composed()["services"]
    how, *words = services["api"]["healthcheck"]["test"]
    assert how == "CMD"
    assert parsed(words).params["url"] == "http://127.0.0.1:8000"
    assert READY_PATH == "/health/ready"
    assert parsed(services["api"]["command"]).params["port"] == 8000
    assert services["api"]["ports"] == ["127.0.0.1:8000:8000"]
    for name, service in services.items():
        assert "healthcheck" in service, f"{name} says whether it is looked after, and how"
    waited_for = {name for service in services.values() for name in service.get("depends_on", {})}
    for name in waited_for - {"migrate"}:
        assert "test" in services[name]["healthcheck"]


def test_no_secret_stands_in_the_file_and_without_one_nothing_starts() -> None:
    for name, service in composed()["services"].items():
        for variable, value in service["environment"].items() if "environment" in service else ():
            if SECRET.search(variable):
                asked = ASKED.fullmatch(value)
                assert asked is not None, (name, variable)
                assert asked["how"] == "?", (name, variable)
            assert not re.search(r"://[^/@]*:[^/@]*@", value), "an address without a password"
    with pytest.raises(KeyError, match=r"APP_PASSWORD: write it into \.env"):
        composed({})
    assert composed({f"DORPSRONDE_{name}_PASSWORD": "x" for name in ("ADMIN", "OWNER", "APP")})["services"]


def test_what_must_survive_is_in_volumes_and_nothing_else_can_be_written() -> None:
    document = composed()
    mounted = [
        tuple(volume.split(":")[:2])
        for service in document["services"].values()
        for volume in service.get("volumes", [])
    ]
    assert {*STAYS.items()} <= {(target, source) for source, target in mounted}
    named = {source for source, _ in mounted if not source.startswith("./")}
    assert named == set(document["volumes"])
    for service in OURS:
        ours = document["services"][service]
        assert ours["read_only"] is True
        assert ours["cap_drop"] == ["ALL"]
        assert ours["environment"]["DORPSRONDE_HOME"] in {volume.split(":")[1] for volume in ours["volumes"]}
    for source, _ in mounted:
        if source.startswith("./"):
            assert (REPOSITORY / source).is_file()


def test_no_volume_lies_over_the_kernels_that_the_image_brings() -> None:
    place = re.search(r"^    DORPSRONDE_CACHE_DIR=(\S+)", DOCKERFILE.read_text("utf-8"), re.MULTILINE)
    assert place is not None
    for name, service in composed()["services"].items():
        for target in (volume.split(":")[1] for volume in service.get("volumes", [])):
            assert not f"{place[1]}/".startswith(f"{target.rstrip('/')}/"), (name, target)


def test_only_the_server_is_reached_from_outside_and_that_from_this_machine() -> None:
    document = composed()
    assert [name for name, service in document["services"].items() if "ports" in service] == ["api"]
    assert document["networks"]["inside"] == {"internal": True}
    assert document["services"]["db"]["networks"] == document["services"]["redis"]["networks"] == ["inside"]


def test_the_application_and_the_owner_of_its_tables_are_two() -> None:
    services = composed({f"DORPSRONDE_{name}_PASSWORD": name for name in ("ADMIN", "OWNER", "APP")})["services"]
    assert services["migrate"]["environment"]["PGPASSWORD"] == "OWNER"
    for service in ("api", "worker", "beat"):
        assert services[service]["environment"]["PGPASSWORD"] == "APP"
        assert "DORPSRONDE_DATABASE_OWNER_URL" not in services[service]["environment"]
    assert {name for name in services["db"]["environment"] if name.startswith("POSTGRES_")} == OF_POSTGRES


def test_images_have_a_version() -> None:
    begun = [words.split() for name, words in instructions() if name == "FROM"]
    stages = {words[-1] for words in begun if "AS" in words}
    images = [words[0] for words in begun if words[0] not in stages]
    images += [service["image"] for name, service in composed()["services"].items() if name not in OURS]
    for image in images:
        assert re.fullmatch(r"[a-z/]+:[0-9][0-9a-z.-]*", image), image


def test_the_image_runs_as_nobody_in_particular_and_says_how_it_is() -> None:
    last = instructions()[max(number for number, (name, _) in enumerate(instructions()) if name == "FROM") :]
    names = [name for name, _ in last]
    user = dict(last)["USER"].split(":")
    assert all(part.isdigit() and int(part) > 0 for part in user)
    assert names.index("USER") < names.index("CMD")
    assert "RUN" not in names[names.index("USER") :]
    check = re.search(r"CMD (\[.*\])", dict(last)["HEALTHCHECK"])
    assert check is not None
    for words in (check[1], dict(last)["CMD"]):
        parsed(re.findall(r'"([^"]+)"', words))
    variables = set(re.findall(r"(DORPSRONDE_[A-Z_]+)=", DOCKERFILE.read_text("utf-8")))
    assert variables <= known_variables()


def test_the_image_takes_in_what_runs_and_no_more() -> None:
    kept = {line[1:] for line in (REPOSITORY / ".dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"}
    packages = {
        name.partition(".")[0]
        for name in re.findall(r'^    "([a-z_.]+)",$', _packages_of_the_project(), flags=re.MULTILINE)
    }
    assert packages <= kept, "every room comes along"
    copied = [words.split()[:-1] for name, words in instructions() if name == "COPY" and "--from" not in words]
    for source in (source for sources in copied for source in sources if source != "."):
        assert (REPOSITORY / source).exists(), source
        assert source in kept or source.partition("/")[0] in kept, source
    assert not {".env", ".git", "tests", "out", "dorpsronde-data"} & kept


def _packages_of_the_project() -> str:
    text = (REPOSITORY / "pyproject.toml").read_text("utf-8")
    return text[text.index("packages = [") : text.index("]", text.index("packages = ["))]


def test_the_page_makes_the_passwords_that_the_file_asks_for() -> None:
    page = (REPOSITORY / "docs" / "how-to" / "production.md").read_text("utf-8")
    kinds = re.search(r"for name in ([A-Z ]+); do", page)
    assert kinds is not None
    asked = set(re.findall(r"DORPSRONDE_([A-Z]+)_PASSWORD:\?", COMPOSE.read_text("utf-8")))
    assert set(kinds[1].split()) == asked


def test_every_variable_that_the_page_tells_of_reaches_a_service() -> None:
    page = (REPOSITORY / "docs" / "how-to" / "production.md").read_text("utf-8")
    told = set(re.findall(r"DORPSRONDE_[A-Z_]*[A-Z]\b", page))
    assert "DORPSRONDE_LOG_LEVEL" in told
    given = {name for service in OURS for name in composed()["services"][service]["environment"]}
    assert told <= given


def test_every_command_can_be_imported() -> None:
    for name in SUBCOMMANDS:
        assert isinstance(import_module(f"cli.{name.replace('-', '_')}").command, click.Command)
