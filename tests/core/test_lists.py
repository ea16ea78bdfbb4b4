import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import When
from core.lists import COLUMNS, Problem, Row, as_csv, read_csv, read_list
from core.model import Origin, Plan
from core.records import ContractStep, Period
from tests.growth import MOST, growth

TODAY = date(2026, 11, 22)
STARTED, OFFERED, ENDED, NONE = (
    ContractStep.STARTED,
    ContractStep.OFFERED,
    ContractStep.ENDED,
    ContractStep.NONE,
)
MAY = When(date(2025, 5, 31), Period.MONTH)
SECOND_OF_MAY = When(date(2025, 5, 2), Period.DAY)
MARKS = list(", ; | \t \n \r \" “ ” ' ( ) - • = \ufeff")
WORDS = [
    "Acme",
    "active",
    "offer sent",
    "since",
    "met",
    "May 2025",
    "May 2, 2025",
    "03/04/2025",
    "9999",
    "notice",
]
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from([*MARKS, *WORDS, *COLUMNS.split(", ")]), max_size=30).map("".join),
)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("Acme, active, May 2025", Row(1, "Acme", contract=STARTED, met=MAY)),
        ("Acme - active since May 2025", Row(1, "Acme", contract=STARTED, contract_on=MAY.on)),
        ("• Globex GmbH; offer sent", Row(1, "Globex GmbH", contract=OFFERED)),
        ("Acme (worked together before)", Row(1, "Acme", contract=ENDED)),
        ("Acme (UK)  Ltd (May 2025) | past.", Row(1, "Acme (UK) Ltd", contract=ENDED, met=MAY)),
        ("Initech", Row(1, "Initech")),
        (
            "3. Umbrella Ltd, ended 2024, met 2025-05-02",
            Row(1, "Umbrella Ltd", contract=ENDED, contract_on=date(2024, 12, 31), met=SECOND_OF_MAY),
        ),
        ("May 2, 2025, Running; Acme Inc.", Row(1, "Acme Inc.", contract=STARTED, met=SECOND_OF_MAY)),
        ('  - "Smith, Jones and Co", active', Row(1, "Smith, Jones and Co", contract=STARTED)),
        ("“Active”\tno contract yet", Row(1, "Active", contract=NONE)),
        ("Made in Berlin – in progress", Row(1, "Made in Berlin", contract=STARTED)),
        ('O\'Neil "the" Co, offer-sent', Row(1, 'O\'Neil "the" Co', contract=OFFERED)),
        ("1) 7-Eleven — contract is still active", Row(1, "7-Eleven", contract=STARTED)),
        ("Acme, finished in May 2025", Row(1, "Acme", contract=ENDED, contract_on=MAY.on)),
        ("Acme, met in May 2025", Row(1, "Acme", met=MAY)),
    ],
)
def test_a_pasted_line_is_a_client(line: str, row: Row) -> None:
    assert read_list(line, TODAY) == ((row,), ())


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("May 2, 2025, active; Acme, Inc.", "“Inc.” is neither a day nor a state"),
        ("Acme, Berlin, active", "“Berlin” is neither a day nor a state"),
        ("Acme, 31 February 2025", "“31 February 2025” is neither a day nor a state"),
        ("Acme, 03/04/2025", "That can be 2025-03-04 or 2025-04-03"),
        ("Acme, met 3 May", "The year is missing"),
        ("Acme, active, ended", "twice how the contract stands"),
        ("Acme, 2024, met May 2025", "two days"),
        ("active, May 2025", "name is missing"),
        ('"", active', "name is missing"),
        ("Acme active since May 2025", "Put a comma"),
        ("x" * 201, "at most 200 characters"),
    ],
)
def test_a_pasted_line_that_is_not_understood_is_a_problem(line: str, what: str) -> None:
    rows, (problem,) = read_list(f"\n{line}\n---\n", TODAY)

    assert not rows
    assert problem.line == 2
    assert what in problem.what


def test_a_list_keeps_its_lines_and_what_is_good_of_it() -> None:
    rows, problems = read_list("\ufeffAcme\r\n\rInitech, perhaps\n\nGlobex, active", TODAY)

    assert rows == (Row(1, "Acme"), Row(5, "Globex", contract=STARTED))
    assert [problem.line for problem in problems] == [3]


def test_a_client_that_is_listed_twice_is_not_taken() -> None:
    rows, problems = read_list("Acme, active\nInitech\nACME, ended", TODAY)

    assert rows == (Row(2, "Initech"),)
    assert problems == (Problem(3, "“ACME” is on lines 1 and 3: neither was taken, send one."),)


def test_an_alias_of_another_client_is_the_same_client() -> None:
    rows, (problem,) = read_csv("client,alias\nAcme,\nGlobex,Globex Ltd;acme", TODAY)

    assert not rows
    assert "lines 2 and 3" in problem.what


FULL = Row(
    2,
    "Acme",
    ("Acme Inc", "A. Me"),
    STARTED,
    MAY.on,
    SECOND_OF_MAY,
    "Dana",
    Plan.BUSINESS_PLUS,
    "badge seen by Bo on 2025-05-02",
    Origin.ELSEWHERE,
    "a mail",
    date(2025, 5, 31),
    "4711",
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_table_gives_all_that_it_says(delimiter: str, line_end: str) -> None:
    cells = (
        "Acme|Acme Inc; A. Me|Active since May 2025|2025-05-02|Dana|Business Plus|"
        "Bo on 2 May 2025|elsewhere|a  mail|May 2025|4711"
    )
    row = delimiter.join(f'"{cell}"' for cell in cells.split("|"))
    header = delimiter.join(name.replace("_", " ").upper() for name in COLUMNS.split(", "))

    assert read_csv(f"\ufeff{header}{line_end}{row}{line_end}", TODAY) == ((FULL,), ())


@pytest.mark.parametrize(
    "cell",
    ["Bo on 2 May 2025", "badge seen by Bo on 2025-05-02", "Seen by Bo, 2025-05-02", '"Bo, May 2, 2025"'],
)
def test_a_badge_was_seen_by_somebody_on_a_day(cell: str) -> None:
    (row,), _ = read_csv(f"client;plan;badge\nAcme;enterprise;{cell}", TODAY)

    assert row.badge == "badge seen by Bo on 2025-05-02"


def test_columns_stand_in_any_order_and_may_be_left_out_or_empty() -> None:
    table = "Contract, client,,\nno contract,Acme,,\n,Initech\n,,\n\n"

    assert read_csv(table, TODAY) == ((Row(2, "Acme", contract=NONE), Row(3, "Initech")), ())


@pytest.mark.parametrize(
    ("header", "row", "what"),
    [
        ("client,contract", ",active", "name is missing"),
        ("client,contract", "Acme,perhaps", "“perhaps” in contract is no state"),
        ("client,contract", "Acme,May 2025", "“May 2025” in contract is no state"),
        ("client,contract", "Acme,active,May 2025", "more cells"),
        ("client,met_on", "Acme,soon", "met_on: I cannot read that"),
        ("client,met_by", "Acme,Dana", "into met_on"),
        ("client,plan", "Acme,gold", "“gold” is none of basic, business-plus, business, enterprise."),
        ("client,badge", "Acme,Dana on 2025-05-02", "write the plan"),
        ("client,plan,badge", "Acme,enterprise,yes", "who saw it and when"),
        ("client,plan,badge", "Acme,enterprise,Dana", "who saw it and when"),
        ("client,plan,badge", "Acme,enterprise,on 2 May 2025", "who saw it and when"),
        ("client,plan,badge", "Acme,enterprise,Dana on a day", "badge: I cannot read that"),
        ("client,origin", "Acme,fair", "“fair” is none of upwork, elsewhere."),
        ("client,proof", "Acme,a mail", "into origin"),
        ("client,converted_on", "Acme,2025-05-02", "Upwork's notice"),
        ("client,notice", "Acme,4711", "into converted_on"),
        ("client,contract", 'Acme,"act"ive', "A quote in this row"),
    ],
)
def test_a_row_that_cannot_be_taken_says_what_it_needs_and_leaves_the_others(
    header: str, row: str, what: str
) -> None:
    rows, (problem,) = read_csv(f"{header}\nGlobex\n{row}\nInitech", TODAY)

    assert [row.name for row in rows] == ["Globex", "Initech"]
    assert problem.line == 3
    assert what in problem.what


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "table is empty"),
        ("\n;;\n", 1, "table is empty"),
        ("\nclient,phone\nAcme,1", 2, f"“phone” is no known column: the columns are {COLUMNS}."),
        ("contract\nactive", 1, f"column client is missing: the columns are {COLUMNS}."),
        ("client,Client\nAcme,Acme", 1, "column client is there twice"),
        ('"client\nAcme', 1, "A quote in this row"),
        ('"cli"ent\nclient', 1, "A quote in this row"),
        ("client\nAc\0me", 2, "not plain text"),
        ("client\nAcme\n\ud800", 3, "not plain text"),
        ("x" * 1_000_001, 1, "longer than 1,000,000 characters"),
        ("client\n" + "Acme\n" * 5_001, 5_002, "at most 5,000 clients"),
    ],
)
def test_a_table_that_cannot_be_taken_is_one_problem(text: str, line: int, what: str) -> None:
    rows, (problem,) = read_csv(text, TODAY)

    assert not rows
    assert problem.line == line
    assert what in problem.what


def test_cells_of_several_lines_leave_the_count_right() -> None:
    rows, problems = read_csv(
        'client,proof,origin\n"Ac\r\nme",,\n\nGlobex,"a\n\nb",upwork\nInitech,x,', TODAY
    )

    assert rows == (Row(2, "Ac me"), Row(5, "Globex", origin=Origin.UPWORK, proof="a b"))
    assert [problem.line for problem in problems] == [8]


@pytest.mark.parametrize("broken", ['"Glo\nbex', '"Glo\nbex" Ltd', f'"{"x" * 140_000}\nInitech"'])
def test_behind_a_quote_that_breaks_in_another_line_nothing_is_guessed(broken: str) -> None:
    rows, problems = read_csv(f"client\nAcme\n{broken}\nUmbrella", TODAY)

    assert rows[0] == Row(2, "Acme")
    assert "bex" not in str(rows)
    assert problems[0].line == 3


@pytest.mark.parametrize(
    ("text", "what"),
    [("x" * 1_000_001, "longer than"), ("Acme\n" * 5_001, "at most 5,000"), ("\0", "not plain text")],
)
def test_a_list_that_cannot_be_taken_is_one_problem(text: str, what: str) -> None:
    rows, (problem,) = read_list(text, TODAY)

    assert not rows
    assert what in problem.what


@given(TEXTS)
def test_any_text_gives_rows_and_problems(text: str) -> None:
    for rows, problems in (
        read_list(text, TODAY),
        read_csv(text, TODAY),
        read_csv(f"client,badge\n{text}", TODAY),
    ):
        places = [row.line for row in rows] + [problem.line for problem in problems]
        assert len(set(places)) == len(places)
        assert all(1 <= line <= len(text) + 2 for line in places)
        assert all(row.name.strip() for row in rows)
        assert all(problem.what.endswith((".", "?")) for problem in problems)


@given(st.lists(st.lists(st.text(st.sampled_from("=+-@\t\r\n'\", ;aé")), min_size=2, max_size=2)))
def test_an_exported_table_holds_every_cell_and_no_formula(rows: list[list[str]]) -> None:
    table = as_csv(rows, ["a", "-b"])

    read = list(csv.reader(io.StringIO(table, newline=""), strict=True))

    assert len(read) == len(rows) + 1
    for row, cells in zip(read, (["a", "-b"], *rows), strict=True):
        for shown, cell in zip(row, cells, strict=True):
            assert shown in (cell, f"'{cell}")
            assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    "piece", ['"', "“", "(", "a (", ",", "active,", "\t ", " - ", "1. ", "• ", "May 2, ", "- x\n", " "]
)
def test_hostile_text_takes_no_longer_for_being_long(piece: str) -> None:
    def read(text: str) -> None:
        read_list(text, TODAY)
        read_csv(f"client{text[6:]}", TODAY)

    assert growth(read, lambda length: piece * (length // len(piece)), 100_000) < MOST
