"""The command line: `coach serve`, `coach review`, `coach settings`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from app.answers import context_answer, review_answer
from app.cli_agents import add_agents, add_token
from app.cli_outcomes import add as add_outcomes
from app.cli_phrases import add_phrases
from app.cli_phrases import say as say_of_phrases
from app.command_line import FAILED, FOUND, NOTHING, STOPPED, Failed
from app.drawing import draw
from app.events import CustomerFields, MessageFields
from app.loading import load
from app.offsets import Offsets
from app.problems import told_all
from app.protocol import Malformed, decode_message
from app.rule_commands import add_rules, add_verbs
from app.rule_commands import say as say_of_rules
from app.settings import PREFIX, SECRETS, Settings, SettingsError
from app.talk import conversation_of
from app.texts import Lang, text
from coach import Conversation, Pack, PackError, review_draft


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        return given.run(given)
    except PackError as error:
        lang: Lang = getattr(given, "lang", "en")
        print(error if lang == "en" else told_all(error.problems, lang), file=sys.stderr)
        return FAILED
    except (Failed, SettingsError) as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has gone: no reason for a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _say(name: str, **fields: object) -> str:
    return text("cli", name, "en", **fields)


def _parser() -> argparse.ArgumentParser:
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "coach", description=_say("description"), epilog=_say("epilog"), formatter_class=shape
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, add in (
        ("serve", _serve, _add_serve),
        ("review", _review, _add_review),
        ("settings", _settings, None),
    ):
        about = _say(f"{name}_help")
        epilog = _say(f"{name}_epilog") if add else None
        command = commands.add_parser(
            name, help=about, description=about, epilog=epilog, formatter_class=shape
        )
        command.set_defaults(run=run)
        if add:
            add(command)
    for name, add in (("rules", add_rules), ("verbs", add_verbs)):
        about = say_of_rules(f"{name}_description")
        help_ = say_of_rules(f"{name}_help")
        add(commands.add_parser(name, help=help_, description=about, formatter_class=shape))
    about, help_ = say_of_phrases("description"), say_of_phrases("help")
    add_phrases(commands.add_parser("phrases", help=help_, description=about))
    for name, add in (("token", add_token), ("agents", add_agents), ("outcomes", add_outcomes)):
        help_, about = _say(f"{name}_help"), _say(f"{name}_description")
        add(commands.add_parser(name, help=help_, description=about, formatter_class=shape))
    return parser


def _add_serve(command: argparse.ArgumentParser) -> None:
    for name, field in Settings.model_fields.items():
        if name in SECRETS:
            continue  # An argument can be read by everyone on the machine.
        option = "--" + name.replace("_", "-")
        command.add_argument(option, dest=name, metavar="…", help=field.description)
    command.add_argument(
        "--no-reload", dest="reload", action="store_const", const="no", help=_say("no_reload")
    )


def _add_review(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("draft", nargs="?", help=_say("draft"))
    add("--file", type=Path, help=_say("file"))
    add("--name", help=_say("name"))
    add("--title", help=_say("title"))
    add("--customer", action="append", default=[], metavar="LINE", help=_say("customer"))
    add("--history", type=Path, metavar="FILE.jsonl", help=_say("history"))
    add("--lang", choices=("fa", "en"), default="fa", help=_say("lang"))
    add("--team", default="default", help=_say("team"))
    add("--rules", type=Path, help=_say("rules"))
    add("--json", action="store_true", help=_say("json"))


def _serve(given: argparse.Namespace) -> int:
    # Imported here: a review on the command line needs neither a web server nor a database.
    from app.main import create_app
    from app.serving import listen, serve
    from app.store import StoreError

    options = {name: getattr(given, name, None) for name in Settings.model_fields}
    settings = Settings.read(os.environ, **options)
    try:
        listening = listen(settings.host, settings.port, settings.unread_seconds)
    except OSError as error:
        wrong = error.strerror or str(error)
        raise Failed(
            _say("address_taken", host=settings.host, port=settings.port, wrong=wrong)
        ) from None
    try:
        app = create_app(settings)
    except StoreError as error:
        raise Failed(_say("store_broken", where=settings.keeps_in_told, wrong=error.kind)) from None
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{host}:{listening.getsockname()[1]}"
    mode = _say("mode_open" if settings.open else "mode_token")
    version = app.state.desk.packs["default"].version
    print(_say("serving", url=url, mode=mode, version=version), file=sys.stderr, flush=True)
    serve(app, settings, listening)
    return NOTHING


def _review(given: argparse.Namespace) -> int:
    draft = _draft(given).rstrip("\n")
    limit = Settings.model_fields["draft_chars"].default
    if (length := Offsets(draft).units) > limit:
        raise Failed(_say("too_long", length=length, limit=limit))
    pack = _pack(given)
    conversation = _conversation(given, pack)
    review = review_draft(pack, conversation, draft, final=True, lang=given.lang)
    if given.json:
        answer = {**review_answer(review, draft), "context": context_answer(conversation)}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        print(draw(review, draft, given.lang, colour))
    grave = any(finding.severity != "hint" for finding in review.findings)
    return FOUND if grave else NOTHING


def _draft(given: argparse.Namespace) -> str:
    if given.draft is not None:
        return _readable(given.draft)
    if given.file is not None:
        return _read(given.file)
    if sys.stdin.isatty():
        raise Failed(_say("no_draft"))
    return sys.stdin.buffer.read().decode("utf-8", "replace").replace("\x00", "\ufffd")


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig", errors="replace").replace("\x00", "\ufffd")
    except OSError as error:
        raise Failed(_say("bad_file", file=file, wrong=error.strerror)) from None


def _readable(words: str) -> str:
    """An argument that is not UTF-8 arrives with lone surrogates."""
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _pack(given: argparse.Namespace) -> Pack:
    pack = load(given.rules)
    if given.team == pack.team:
        return pack
    if given.team not in pack.teams:
        teams = ", ".join(sorted(pack.teams))
        raise Failed(_say("unknown_team", team=given.team, teams=teams))
    return load(given.rules, given.team, pack)


def _conversation(given: argparse.Namespace, pack: Pack) -> Conversation:
    messages = _history(given.history) if given.history else []
    messages += [MessageFields(author="customer", text=_readable(line)) for line in given.customer]
    name, title = (None if part is None else _readable(part) for part in (given.name, given.title))
    try:
        customer = CustomerFields(name=name, title=title)
    except ValidationError as error:
        raise Failed(error.errors()[0]["msg"]) from None
    history = Settings.model_fields["history_messages"].default
    return conversation_of(customer, messages, pack, frozenset(), False, history)


def _history(file: Path) -> list[MessageFields]:
    messages: list[MessageFields] = []
    for number, line in enumerate(_read(file).splitlines(), 1):
        if not line.strip():
            continue
        message = decode_message(line)
        if isinstance(message, Malformed):
            wrong = message.field or "JSON"
            raise Failed(_say("bad_history", file=file, line=number, wrong=wrong))
        messages.append(message)
    return messages


def _settings(_: argparse.Namespace) -> int:
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        shown = None if default == () else default
        print(f"{PREFIX}{name.upper()}={'' if shown is None else shown}\n    {field.description}")
    return NOTHING


if __name__ == "__main__":
    raise SystemExit(main())
