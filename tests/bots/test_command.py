"""The command as its user types it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.store.crypto import new_key

CLIENT_ASKS = "Client: Great proposal. Can we talk on WhatsApp? My number is +1 415 555 0132\n"
CLEAN = "Client: The budget is 2,400 USD in three milestones.\nMe: Fine, I start once the first is funded.\n"


def run(*arguments: str, given: str | bytes = "") -> subprocess.CompletedProcess[str]:
    """Run the command with text on standard input."""
    content = given if isinstance(given, bytes) else given.encode()
    done = subprocess.run(
        [sys.executable, "-m", "bots", *arguments],
        input=content,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_violation_is_shown_with_a_text_to_send_and_ends_with_status_1() -> None:
    done = run("check", given=CLIENT_ASKS)

    assert done.returncode == 1
    first = done.stdout.splitlines()[0]
    assert "keep it here" in first
    assert "text to send" in done.stdout
    assert "555 0132" not in done.stdout
    assert "UPW101" in done.stdout


def test_a_clean_text_gets_one_short_line_and_status_0() -> None:
    done = run("check", given=CLEAN)

    assert done.returncode == 0
    assert done.stdout.strip() == "I found nothing that breaks these rules."


@pytest.mark.parametrize(
    "purpose, option", [("drafts", "--speaker us"), ("mixed", "--purpose"), ("chats", "--purpose")]
)
def test_of_what_was_not_judged_it_says_with_which_option_it_would_be(purpose: str, option: str) -> None:
    done = run("check", "--purpose", purpose, given="lunch at 12? the canteen has soup\n")

    assert done.returncode == 0
    assert "not judged" in done.stdout
    assert option in done.stdout


def test_what_stands_in_a_profile_is_judged_whatever_the_channel_is_for() -> None:
    text = "9 years of experience. Contact: rosa@fintan.example\n"
    done = run("check", "--purpose", "mixed", "--place", "profile", given=text)

    assert done.returncode == 1
    assert "UPW208" in done.stdout


def test_run_answers_each_paste_and_always_ends_well() -> None:
    done = run("run", given=f"{CLIENT_ASKS}.\n{CLEAN}")

    assert done.returncode == 0
    assert "CHECKMSG_SLACK_BOT_TOKEN" in done.stdout
    assert "keep it here" in done.stdout
    assert "I found nothing that breaks these rules." in done.stdout


def test_a_terminal_that_was_closed_in_mid_reply_leaves_nothing_unsaid() -> None:
    arguments = [sys.executable, "-m", "bots", "run"]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as closed:
        assert closed.stdin is not None
        assert closed.stdout is not None
        assert b"terminal channel" in closed.stdout.readline()
        closed.stdout.close()
        closed.communicate(CLIENT_ASKS.encode(), timeout=60)

    done = run("run", given=CLEAN)

    assert "keep it here" in done.stdout
    assert "I found nothing that breaks these rules." in done.stdout


def test_a_second_bot_on_the_same_file_is_refused_and_other_commands_beside_it_work(tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "bots", "run", "--as", "Omar"]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        first.stdin.write("/checkmsg client add Acme\n")
        first.stdin.flush()
        while "Acme is a client now" not in first.stdout.readline():
            assert first.poll() is None
        second = run("run")
        beside = run("admin", "--as", "Dana", "client", "list")
        copied = [run("backup", str(tmp_path / "copy.db")) for _ in range(2)]
        first.stdin.close()
        assert first.wait() == 0

    assert second.returncode == 2
    assert "use PostgreSQL" in second.stderr
    assert beside.returncode == 0
    assert "Acme" in beside.stdout
    assert [done.returncode for done in copied] == [0, 2]
    assert b"Acme" in (tmp_path / "copy.db").read_bytes()


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["admin", "client", "show", "Acme"], "No client goes by Acme."),
        (["admin", "met", "Acme", "on", "2999-01-01"], "still to come"),
        (["admin", "clint"], "is no command"),
        (["admin", "--now", "soon", "client", "list"], "--now"),
        (["run", "--now", "soon"], "--now"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line_with_status_2(arguments: list[str], said: str) -> None:
    done = run(*arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "url, said",
    [
        ("nonsense", "CHECKMSG_DATABASE_URL"),
        ("sqlite:////nowhere/at/all/own.db", "folder"),
        ("postgresql://127.0.0.1:9/none", "PostgreSQL"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_in_one_line(
    url: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKMSG_DATABASE_URL", url)
    done = run("admin", "client", "list")

    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_lost_or_wrong_key_is_told_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("admin", "client", "add", "Acme").returncode == 0
    key = tmp_path / "own.db.key"
    kept = key.read_text(encoding="ascii")
    key.unlink()
    lost = run("admin", "client", "list")
    monkeypatch.setenv("CHECKMSG_KEYS", new_key())
    wrong = run("admin", "client", "list")
    monkeypatch.setenv("CHECKMSG_KEYS", f"{new_key()},{kept.strip()}")
    rotated = run("admin", "client", "list")

    assert (lost.returncode, "is missing" in lost.stderr, key.exists()) == (2, True, False)
    assert (wrong.returncode, "CHECKMSG_KEYS" in wrong.stderr) == (2, True)
    assert (rotated.returncode, "Acme" in rotated.stdout) == (0, True)


def test_json_lines_go_on_after_a_bad_line_and_say_so_in_the_status() -> None:
    good = json.dumps({"id": "a", "text": "hello"})
    done = run("check", "--jsonl", given=f"{good}\nnonsense\n{good}\n".encode() + b"\xff\xfe\n")

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [set(answer) == {"id", "error"} for answer in answers] == [False, True, False, True]


def test_a_language_may_come_with_its_country() -> None:
    done = run("check", "--lang", "pt-BR", given="me chama no zap")

    assert done.returncode == 1
    assert "Portuguese" in done.stdout


@pytest.mark.parametrize(
    "arguments, given, says",
    [
        (("check", "no-such-file.txt"), "", "cannot be read"),
        (("check",), "", "no text"),
        (("check",), b"\x00\x01\x02\x03" * 10, "no text file"),
        (("check", "--today", "soon"), "hi", "--today"),
        (("check", "--met-on", "2009-01-01"), "hi", "before 2015"),
        (("check", "--met-on", "2026-11-23", "--today", "2026-11-22"), "hi", "still to come"),
        (("check", "--lang", "tlh"), "hi", "--lang"),
        (("check", "--stage", "soon"), "hi", "soon"),
        (("check", "--badge-seen"), "hi", "--plan enterprise"),
        (("check", "--origin-proof"), "hi", "--origin elsewhere"),
        (("check", "--met-on-estimated"), "hi", "--met-on"),
        (("check", "--converted-on", "2026-11-23", "--today", "2026-11-22"), "hi", "still to come"),
        (("check", "--converted-on", "2025-01-01", "--met-on", "2025-06-01"), "hi", "before you met"),
        (("check", "--jsonl", "--speaker", "us"), "{}", "--speaker cannot go with --jsonl"),
        (("check", "--badge-seen", "--plan", "business-plus"), "hi", "--plan enterprise"),
        (("rules", "UPW999"), "", "UPW999"),
        (("eval", "no-such-file.jsonl"), "", "cannot be read"),
        (("frobnicate",), "", "frobnicate"),
        (("check", "--jsonl", "--stage", "offer-sent"), "{}", "--stage cannot go with --jsonl"),
        (("check", "--jsonl", "--place", "profile"), "{}", "--place cannot go with --jsonl"),
        (("check", "can you give me your WhatsApp"), "", "echo 'WORDS' | checkmsg check"),
    ],
)
def test_bad_input_ends_with_status_2_and_one_clear_line(
    arguments: tuple[str, ...], given: str | bytes, says: str
) -> None:
    done = run(*arguments, given=given)

    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments, text, options",
    [
        ((), "Client: can you send me your number?", ["--stage active-contract", "--stage earlier-contract"]),
        (("--stage", "active-contract"), "Client: can I pay you by PayPal?", ["--converted-on DATE"]),
        ((), "Do one page for free first.", ["--speaker us"]),
        (("--us", "Dana"), "Lee: Do one page for free first.\nMe: Hi Lee.", []),
        (("--us", "Dana Reyes"), "Lee Chan\n9:02 AM\nDo one page for free first.", []),
        (
            ("--us", "Dana Reyes"),
            "Lee Chan\n9:02 AM\nDo one page for free first.\n\nAnn Bo\n9:05 AM\nHm.",
            [],
        ),
        (
            ("--us", "Dana Reyes"),
            "Lee Chan\n9:02 AM\nCan we talk on WhatsApp?\nDana Reyes accepted an offer\nLee Chan\n9:08 AM\nGreat.",
            [],
        ),
        (("--origin", "elsewhere"), "Client: mail me at jo@acme.example", ["--origin-proof"]),
        (
            (),
            "Client: we are an Enterprise client, mail me at jo@acme.example",
            ["--plan enterprise --badge-seen"],
        ),
        ((), "Lee: mail me at jo@acme.example\nAnn: and what is the budget?", ["--us NAME"]),
        ((), "Client: the two years are over, pay you by PayPal from now on?", ["--met-on DATE"]),
        (("--plan", "enterprise"), "Client: mail me at jo@acme.example", ["--badge-seen"]),
    ],
)
def test_only_what_would_change_the_answer_is_said_to_be_worth_a_try(
    arguments: tuple[str, ...], text: str, options: list[str]
) -> None:
    said = " ".join(run("check", *arguments, given=text).stdout.split())
    tried = said.partition("Not so? Try again with ")[2].split(" or ")
    assert set(options) <= set(tried)
    assert options or tried == [""]


def test_a_name_of_ours_that_nobody_has_is_told_and_one_that_somebody_has_is_not() -> None:
    chat = "Rosa Lind: Can we talk on WhatsApp?\nDana Reyes: What about?\nRosa Lind: The logo."
    missed = run("check", "--us", "Omar Haddad", given=chat)

    assert (
        missed.stderr == "checkmsg: --us: nobody called Omar Haddad writes here, but Rosa Lind, Dana Reyes.\n"
    )
    assert run("check", "--us", "Dana Reyes", given=chat).stderr == ""
    assert run("check", "--us", "Omar Haddad", given="Client: The logo?\nMe: Monday.").stderr == ""
    accepted = "Rosa Lind\n9:00 AM\nhello\nOmar Haddad\n10:00 AM\nOmar Haddad accepted an offer"
    only_clicked = run("check", "--us", "Omar Haddad", given=accepted)
    assert only_clicked.stderr == "checkmsg: --us: nobody called Omar Haddad writes here, but Rosa Lind.\n"


def test_json_lines_without_their_option_are_refused() -> None:
    refused = run("check", given='{"id": 1, "text": "Can we talk on WhatsApp?"}\n')

    assert refused.returncode == 2
    assert "--jsonl" in refused.stderr
    assert run("check", given='{"theme": "dark"}').returncode != 2


@pytest.mark.parametrize(
    "facts",
    [
        {"lang": "pt-BR", "stage": "offer-sent"},
        {"speaker": "us", "place": "profile", "lang": "DE"},
        {
            "met_on": "2026-01-05",
            "met_on_estimated": True,
            "converted_on": "2026-02-01",
            "today": "2026-11-22",
        },
        {"plan": "enterprise", "badge_seen": True, "origin": "elsewhere", "origin_proof": True},
        {"badge_seen": True},
        {"met_on": "2026-01-05", "converted_on": "2025-01-01"},
    ],
    ids=str,
)
def test_the_same_facts_get_the_same_answer_as_options_and_as_fields(facts: dict[str, object]) -> None:
    text = "Can I pay you by PayPal? Write to me on WhatsApp."
    options = [
        part
        for name, value in facts.items()
        for part in (f"--{name.replace('_', '-')}", *([] if value is True else [str(value)]))
    ]
    typed = run("check", "--format", "json", *options, given=text)
    told = json.loads(run("check", "--jsonl", given=json.dumps({"id": 1, "text": text, **facts})).stdout)

    del told["id"]
    if "error" in told:
        assert typed.returncode == 2
        assert typed.stdout == ""
    else:
        assert json.loads(typed.stdout) == told


def test_a_broken_line_is_told_by_its_number_and_a_mark_of_order_is_none() -> None:
    said = run("check", "--jsonl", given='\ufeff{"id": 1, "text": "hi"}\n\n{"id": 2\n').stdout.splitlines()

    assert [json.loads(line)["id"] for line in said] == [1, None]
    assert json.loads(said[1])["error"].startswith("line 3: not JSON")


def test_a_draft_of_ours_is_judged_as_ours() -> None:
    said = run("check", "--speaker", "us", given="Reach me at jo@acme.example any time.").stdout
    assert said.startswith("Before you send:")


def test_rules_lists_the_catalogue_and_explains_one() -> None:
    assert "UPW301" in run("rules").stdout
    assert "Breaks it" in run("rules", "UPW301").stdout
    assert run("rules", "301").stdout == run("rules", "upw301").stdout == run("rules", "UPW301").stdout


def test_eval_counts_what_was_found_and_lists_confusions(tmp_path: Path) -> None:
    rows = [
        {
            "id": "1",
            "text": "Can we talk on WhatsApp?",
            "speaker": "client",
            "outcome": "violation",
            "lang": "en",
        },
        {
            "id": "2",
            "text": "The logo should be blue.",
            "speaker": "client",
            "outcome": "violation",
            "lang": "en",
        },
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))

    done = run("eval", str(file))

    assert done.returncode == 0
    assert "0.500" in done.stdout
    assert "2: expected violation, got allowed" in done.stdout


def test_eval_joins_what_was_pasted_in_pieces(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    posts = ["Client: can you email", "Client: templates be tested in Outlook?\nMe: yes"]
    file.write_text(json.dumps({"id": "1", "posts": posts, "outcome": "violation"}) + "\n")

    done = run("eval", str(file))

    assert done.returncode == 0
    assert "expected violation, got allowed: can you email / " in done.stdout.replace("Client: ", "")


def test_eval_without_a_line_that_could_be_judged_says_what_one_holds(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"id": "1", "text": "hi", "label": "bad"}\n')

    done = run("eval", str(file))

    assert done.returncode == 2
    assert '"outcome": "violation"' in done.stderr


@pytest.mark.parametrize(
    "line, says",
    [
        ("[1]", "line 2: not a JSON object"),
        ("7", "line 2: not a JSON object"),
        ("null", "line 2: not a JSON object"),
        ("[" * 100_000, "line 2: not JSON"),
        ('{"id": "1"', "line 2: not JSON"),
        ('{"id": "2", "posts": 5, "outcome": "allowed", "kinds": 5}', ""),
    ],
    ids=range(6),
)
def test_a_labelled_line_of_another_make_is_told_by_its_number(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "rows.jsonl"
    good = {"id": "1", "text": "The logo should be blue.", "outcome": "allowed", "kinds": 5}
    file.write_text(f"{json.dumps(good)}\n{line}\n")

    done = run("eval", str(file))

    assert done.returncode == (2 if says else 1)
    assert says in done.stderr
    assert "Traceback" not in done.stderr


MAIL = "From: Rosa Lind <rosa@lind.example>\nSubject: =?utf-8?b?TG9nbw==?=\n\nCan we talk on WhatsApp?\n"
ASKS = "Client: Can we talk on WhatsApp?"


@pytest.mark.parametrize(
    "name, content",
    [
        ("chat.txt", ASKS.encode("utf-16-le")),
        ("chat.txt", ASKS.encode("utf-16-be")),
        ("chat.txt", ASKS.encode("utf-16")),
        ("chat.txt", b"\xef\xbb\xbf" + ASKS.encode()),
        ("talk.eml", MAIL.encode()),
        ("TALK.EML", MAIL.encode().replace(b"\n", b"\r\n")),
    ],
    ids=["little end first", "big end first", "mark", "mark of utf-8", "mail", "mail of windows"],
)
def test_a_file_is_read_as_one_that_is_posted(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    done = run("check", str(file), "--format", "json")

    assert done.returncode == 1
    assert '"code": "UPW101"' in done.stdout
    assert "=?utf-8" not in done.stdout


def test_a_mail_without_words_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "talk.eml"
    file.write_text("From: rosa@lind.example\nContent-Type: text/html\n\n<p>hi</p>")
    done = run("check", str(file))

    assert (done.returncode, "has no plain text in it" in done.stderr) == (2, True)


def test_eval_says_in_its_status_that_some_lines_were_not_judged(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    row = {"id": "1", "text": "The logo should be blue.", "outcome": "allowed"}
    file.write_text(json.dumps(row) + "\n" + json.dumps({**row, "id": "2", "outcome": "fine"}) + "\n")

    done = run("eval", str(file))

    assert done.returncode == 1
    assert "not judged: 2" in done.stdout


def test_a_rule_says_of_each_example_when_it_holds() -> None:
    said = " ".join(run("rules", "UPW301").stdout.split())
    assert "Breaks it (active contract, met on 2024-01-10): Client: Can I pay you directly" in said


def test_version_is_printed() -> None:
    assert run("--version").stdout.strip() == "0.1.0"
