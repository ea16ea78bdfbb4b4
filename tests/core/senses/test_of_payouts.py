"""What is asked and told of how money comes out of Upwork, and of money that goes past it."""

import pytest

from core.model import Outcome, Speaker
from tests.core.senses.judged import outcome

FLAGGED = (Outcome.VIOLATION, Outcome.WARNING)


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (
            Speaker.CLIENT,
            "Just curious, how do you get your money out of here living in Georgia (the country)?",
        ),
        (Speaker.CLIENT, "How does the money from Upwork reach you in Turkey?"),
        (Speaker.US, "I withdraw from Upwork to Payoneer once a month."),
        (Speaker.US, "Upwork pays out to my bank account every Thursday, so Friday milestones suit me."),
        (Speaker.CLIENT, "my card got declined when I press hire, does a Visa debit work on Upwork?"),
        (Speaker.US, "Yes, Upwork takes Visa debit, PayPal and Mastercard as billing methods."),
        (Speaker.CLIENT, "Which card can I add as billing method here?"),
        (Speaker.CLIENT, "¿Cómo sacas el dinero de Upwork viviendo en Georgia?"),
        (Speaker.US, "Lo retiro de Upwork a mi banco una vez al mes, cuesta un dólar."),
        (Speaker.CLIENT, "¿Upwork acepta tarjeta de débito Visa para contratar?"),
        (Speaker.CLIENT, "Como é que o dinheiro do Upwork chega até você no Brasil?"),
        (Speaker.US, "Eu saco do Upwork pra Payoneer e de lá pro banco."),
        (Speaker.CLIENT, "Dá pra pôr cartão de débito no Upwork pra contratar?"),
        (Speaker.CLIENT, "Comment tu récupères ton argent d'Upwork au Maroc ?"),
        (Speaker.US, "Upwork me verse sur mon compte bancaire tous les jeudis."),
        (Speaker.CLIENT, "Upwork accepte une carte Visa de débit pour vous engager ?"),
        (Speaker.CLIENT, "Wie kommt das Geld von Upwork eigentlich zu Ihnen nach Georgien?"),
        (Speaker.US, "Upwork überweist mir das jeden Donnerstag aufs Konto."),
        (Speaker.CLIENT, "Come ti arrivano i soldi da Upwork in Georgia?"),
        (Speaker.US, "Li prelevo da Upwork sul mio conto ogni mese."),
        (Speaker.CLIENT, "Hoe komt het geld van Upwork eigenlijk bij jou terecht?"),
        (Speaker.US, "Upwork betaalt elke donderdag uit op mijn rekening."),
        (Speaker.CLIENT, "Cum ajung banii de la Upwork la tine în Moldova?"),
        (Speaker.US, "Îi retrag de pe Upwork în contul meu o dată pe lună."),
        (Speaker.CLIENT, "А как вы в Грузии выводите деньги с Upwork?"),
        (Speaker.US, "Вывожу с Upwork на Payoneer, потом на карту."),
        (Speaker.CLIENT, "Upwork принимает дебетовую Visa при найме?"),
        (Speaker.CLIENT, "А як ви виводите гроші з Upwork у Польщі?"),
        (Speaker.US, "Виводжу з Upwork на Payoneer раз на місяць."),
        (Speaker.CLIENT, "A jak pieniądze z Upwork trafiają do Pani w Gruzji?"),
        (Speaker.US, "Wypłacam z Upwork na konto raz w miesiącu."),
        (Speaker.CLIENT, "peki sana nasıl ulaşıyor o para Türkiyede, Upwork bankaya mı yatırıyor?"),
        (Speaker.US, "Upwork'ten parayı her ay Payoneer'a çekiyorum."),
        (Speaker.CLIENT, "işe al'a basınca kart istiyor, Visa debit olur mu Upwork'te?"),
        (Speaker.CLIENT, "كيف تسحب فلوسك من أب وورك وأنت في المغرب؟"),
        (Speaker.US, "أسحبها من Upwork إلى بايونير كل شهر."),
        (Speaker.CLIENT, "Upwork se paisa aap tak kaise pahunchta hai India me?"),
        (Speaker.US, "Main har mahine Upwork se bank me withdraw karta hoon."),
        (Speaker.CLIENT, "اپ ورک سے پیسے آپ تک پاکستان میں کیسے پہنچتے ہیں؟"),
        (Speaker.CLIENT, "Upwork theke taka apni Bangladesh e kivabe paan?"),
        (Speaker.CLIENT, "你在国内怎么把Upwork的钱提出来?"),
        (Speaker.US, "我每个月从Upwork提现到派安盈。"),
        (Speaker.CLIENT, "点雇佣的时候要绑卡,Visa借记卡可以吗?"),
        (Speaker.CLIENT, "Uang dari Upwork sampai ke rekening Mas bagaimana caranya?"),
        (Speaker.US, "Saya tarik dari Upwork ke Payoneer tiap bulan."),
        (Speaker.CLIENT, "pas klik hire diminta kartu, Visa debit bisa nggak?"),
        (Speaker.CLIENT, "Tiền từ Upwork về tới em ở Việt Nam kiểu gì vậy?"),
        (Speaker.US, "Em rút từ Upwork về Payoneer mỗi tháng một lần."),
        (Speaker.CLIENT, "Paano mo nakukuha yung pera galing Upwork diyan sa Pinas?"),
        (Speaker.US, "Wini-withdraw ko po sa Payoneer galing Upwork buwan-buwan."),
        (Speaker.US, "Upworkから毎月Payoneerに出金しています。"),
        (Speaker.CLIENT, "업워크 돈은 한국에서 어떻게 받으세요?"),
        (Speaker.US, "매달 업워크에서 페이오니아로 출금합니다."),
    ],
)
def test_how_upwork_pays_out_is_no_payment_outside(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "How do you want the money, to your bank in Georgia directly?"),
        (Speaker.US, "Straight to my bank is best, skip Upwork."),
        (Speaker.CLIENT, "Can I pay you by PayPal instead of this?"),
        (Speaker.CLIENT, "¿Te mando el dinero directo a tu banco?"),
        (Speaker.CLIENT, "Te mando o dinheiro direto pro banco?"),
        (Speaker.CLIENT, "Je te verse l'argent directement sur ton compte ?"),
        (Speaker.CLIENT, "Soll ich Ihnen das Geld direkt aufs Konto überweisen?"),
        (Speaker.CLIENT, "Ti mando i soldi direttamente sul conto?"),
        (Speaker.CLIENT, "Zal ik het geld direct naar je rekening overmaken?"),
        (Speaker.CLIENT, "Îți trimit banii direct în cont?"),
        (Speaker.CLIENT, "Давайте я переведу деньги вам прямо на карту?"),
        (Speaker.CLIENT, "Давайте я переведу гроші вам прямо на картку?"),
        (Speaker.CLIENT, "Przeleję Pani pieniądze prosto na konto, dobrze?"),
        (Speaker.CLIENT, "parayı doğrudan bankana göndereyim mi?"),
        (Speaker.CLIENT, "أحول لك المبلغ مباشرة على حسابك؟"),
        (Speaker.CLIENT, "paisa seedha aapke bank me bhej doon?"),
        (Speaker.CLIENT, "پیسے سیدھے آپ کے بینک میں بھیج دوں؟"),
        (Speaker.CLIENT, "টাকা সরাসরি আপনার ব্যাংকে পাঠিয়ে দিই?"),
        (Speaker.CLIENT, "钱我直接打到你银行卡可以吗?"),
        (Speaker.CLIENT, "Uangnya saya kirim langsung ke rekening Mas ya?"),
        (Speaker.CLIENT, "Anh chuyển thẳng tiền vào tài khoản em nhé?"),
        (Speaker.CLIENT, "Ipadala ko na lang direkta sa bank mo?"),
        (Speaker.CLIENT, "お金は直接あなたの口座に振り込みましょうか?"),
        (Speaker.CLIENT, "돈을 바로 그쪽 계좌로 보내드릴까요?"),
    ],
)
def test_money_straight_to_a_bank_is_one(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION
