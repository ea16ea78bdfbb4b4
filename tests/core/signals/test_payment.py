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
CONVERTED = [
    "Pay the conversion fee to Upwork first, then you can hire us directly.",
    "اگر ہمیں مستقل رکھنا ہے تو پہلے اپ ورک کی کنورژن فیس ادا کریں، پھر براہ راست کام ہو سکتا ہے۔",
    "Upwork ka conversion fee de kar direct hire kar sakte hain.",
    "pwede naman direct hire basta bayaran muna ang conversion fee ng Upwork",
    "Upwork er conversion fee diye tarpor direct hire korte chai",
    "نبغى نوظفك مباشرة وندفع رسوم الانتقال لمنصة Upwork",
    "সরাসরি নিয়োগ করতে চাইলে আগে Upwork-এর কনভার্শন ফি দিতে হবে",
]
OTHERS = [
    "The photographer sent his invoice, I pay him by bank transfer this week, so the raw files come on Friday.",
    "tenho as notas. Pago eles por Pix toda segunda, está tudo no extrato",
    "Onze drukker: ik betaal hem via de bank, de factuur zit in de map.",
    "Поставщикам платим переводом на карту, в выписке всё видно.",
    "Dostawcom przelewy idą w piątki, księgowej płacimy Revolutem.",
    "Our suppliers are easy: we pay them by Wise every Friday, put that column in the sheet.",
]
YOU = [
    "I pay him by PayPal and I would pay you the same way, outside Upwork.",
    "Pago eles por Pix e posso te pagar por Pix também, fora da Upwork.",
    "We pay them by Wise. Let me pay you by Wise too, then no fees.",
    "Your designer did all the work anyway, can I pay him directly by PayPal?",
    "My cousin has a Wise account, pay her and I confirm it here.",
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


@pytest.mark.parametrize("text", CONVERTED)
def test_the_official_conversion_is_told_and_accuses_nobody(text: str) -> None:
    assert rules(text) == ["UPW313"]


@pytest.mark.parametrize("text", OTHERS)
def test_how_somebody_else_is_paid_breaks_nothing(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize("text", YOU)
def test_how_somebody_else_is_paid_excuses_no_offer_to_us(text: str) -> None:
    assert any(rule.startswith("UPW3") for rule in rules(text))


LEAVE_UPWORK = [
    "let's cut out Upwork",
    "Let's drop Upwork after this one",
    "we don't need Upwork for this",
    "We could use other payment methods besides Upwork",
    "Dejemos Upwork fuera de esto",
    "Lass uns Upwork umgehen",
    "on pourrait contourner Upwork",
    "potremmo saltare Upwork",
    "vamos pular o Upwork nessa",
    "laten we upwork overslaan",
    "давайте обойдем площадку",
    "może omińmy Upwork",
    "خلينا نتجاوز المنصة",
    "upwork ko chhod do bhai, seedha karte hain",
    "kita skip upwork aja kak",
    "咱们直接绕开平台吧",
    "We do have a way of paying that keeps the tax man and Upwork out of the picture.",
    "I don't think we need the whole upwork dance again do we? Just tell me how you like being paid these days.",
    "Do you have another way of getting paid? You'd come out ahead.",
    "Salve, posso farle 150 con ricarica Postepay, senza passare dal sito.",
    "kontraknya langsung dengan CV kami, jadi tidak perlu melalui Upwork lagi",
]
KEPT = [
    "I can't cut out Upwork, sorry",
    "Our marketplace cuts out the middleman, the copy should say that",
    "the app should work without Upwork login",
    "We don't need Upwork's time tracker for a fixed price job",
    "Please don't leave Upwork out of the list of clients",
    "Do I have to send you a 1099 at the end of the year?",
    "if i hire the agency do i have to pay each person separately or is it all one thing on my upwork bill",
    "For the domain, please buy it yourself under your own name, Namecheap has it for about 11 dollars, pay with your card.",
    "Ha, no, with Upwork I just take the money out to Payoneer once a month and let it sit there.",
    "About 70 supplier invoices a month, half EUR. We pay those by Wise. You prepare the batch, I approve.",
    "不过私下转账我这边真的不方便，还是按合同来吧。",
    "How do I pay you here, is it after the job or before? First time hiring on this site.",
    "Am terminat balanța pe august, lipsesc doar două extrase de la bancă și chitanța pentru chirie.",
    "I'll get the licence on our company card directly from the foundry, just tell me the exact weights.",
    "The payout form must accept spaces too. Test values: DE89 3704 0044 0532 0130 00 should pass.",
]


@pytest.mark.parametrize("text", LEAVE_UPWORK)
def test_who_wants_upwork_left_out_wants_to_pay_outside(text: str) -> None:
    assert "UPW301" in rules(text)


@pytest.mark.parametrize("text", KEPT)
def test_who_keeps_to_upwork_or_pays_others_does_not(text: str) -> None:
    assert not rules(text)


def test_what_begins_here_and_goes_on_outside_is_no_first_task_outside() -> None:
    text = "We finish the first milestone here, afterwards we do the rest privately and save the fee."
    assert "UPW306" in rules(text)
    assert "UPW305" not in rules(text)


SWINDLES = [
    "You need to pay a 50 dollar deposit before you can start, for the equipment.",
    "I will send you a cheque for 3000, keep 500 and send the rest to my supplier.",
    "can you buy gift cards for me and send codes",
    "Bitte zuerst 40 Euro Kaution überweisen, die gibt es später zurück",
    "Сначала нужно внести залог 2000 рублей, потом вернем",
    "Compra tarjetas de regalo de Amazon y mándame los códigos",
    "registration fee 500 rs dena padega pehle",
]
OF_A_BUSINESS = [
    "Guests pay a security deposit before they get the keys, the form should say so",
    "Gift cards should be redeemable at checkout, code plus PIN",
    "We refund the security deposit in three days, please write that in the FAQ",
    "The deposit is refundable so put it under other receivables.",
    "Der Kunde hinterlegt eine Kaution, das Formular rechnet sie aus",
]


@pytest.mark.parametrize("text", SWINDLES)
def test_who_wants_money_from_us_is_told_of_as_a_swindler(text: str) -> None:
    assert "UPW508" in rules(text)


@pytest.mark.parametrize("text", OF_A_BUSINESS)
def test_deposits_and_gift_cards_of_a_business_are_left_alone(text: str) -> None:
    assert not rules(text)
