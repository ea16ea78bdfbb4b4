"""What is said of money outside Upwork falls under the rule that fits: a first task is another thing than a later one."""

from datetime import date

import pytest

from core.model import Relationship, Speaker, Stage
from core.policy import load
from core.question import Question, check

LATER = [
    "For the next project we can work directly, without Upwork.",
    "Next job let's do outside Upwork, ok?",
    "From next month you can just bill me directly, no need for the platform.",
    "El próximo proyecto lo hacemos por fuera de Upwork.",
    "Das nächste Projekt machen wir dann direkt, ohne Upwork.",
    "Pour la suite on travaille en direct, sans Upwork.",
    "Следующий проект давайте делать напрямую, без Upwork.",
    "次の案件はUpworkを通さず直接お願いします。",
    "下一单我们直接合作，不走Upwork。",
    "다음 프로젝트는 업워크 없이 직접 진행해요.",
    "Proyek berikutnya kita langsung saja di luar Upwork.",
    "Agla project direct karte hain, Upwork ke bina.",
    "Lần sau mình làm trực tiếp ngoài Upwork nhé.",
    "Volgende opdracht doen we buiten Upwork om.",
    "Następny projekt zróbmy poza Upwork.",
]
FIRST = [
    "The first task we do outside Upwork, then here.",
    "Den ersten Auftrag machen wir ohne Upwork, danach alles hier.",
    "El primer trabajo lo hacemos por fuera de Upwork y luego seguimos aquí.",
    "Первый заказ давайте напрямую, без Upwork, потом здесь.",
    "第一单我们私下转账，后面再走Upwork。",
]
NEITHER = [
    "Going forward please send the files directly to Maria in the shared folder.",
    "From now on our couriers are paid directly by the shop, can the dashboard show that?",
    "The next milestone we can fund directly here.",
    "Next time the pickup is outside the warehouse, gate 4.",
    "Das nächste Projekt legen wir direkt als zweiten Vertrag auf Upwork an.",
]


def rules(text: str) -> list[str]:
    question = Question(
        text=text,
        speaker=Speaker.CLIENT,
        relationship=Relationship(stage=Stage.ACTIVE_CONTRACT, met_on=date(2026, 5, 1)),
    )
    return [finding.rule for finding in check(question, load(), date(2026, 11, 28)).verdict.findings]


@pytest.mark.parametrize("text", LATER)
def test_a_later_job_outside_is_another_job_for_the_same_client(text: str) -> None:
    assert rules(text) == ["UPW310"]


@pytest.mark.parametrize("text", FIRST)
def test_a_first_task_outside_is_one(text: str) -> None:
    assert rules(text) == ["UPW305"]


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_said_of_later_work_without_money_outside_breaks_nothing(text: str) -> None:
    assert rules(text) == []
