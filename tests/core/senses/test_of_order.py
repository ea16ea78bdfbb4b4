"""What comes first and what comes after: talk and contract, a part on Upwork and the rest."""

import pytest

from core.model import Outcome, Speaker
from tests.core.senses.judged import outcome

FLAGGED = (Outcome.VIOLATION, Outcome.WARNING)


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "The first milestone goes through Upwork, afterwards I wire you."),
        (Speaker.CLIENT, "Pay half through Upwork, I'll wire the other half."),
        (Speaker.CLIENT, "This one on Upwork, the following ones by wire, ok?"),
        (Speaker.CLIENT, "El primer hito por Upwork, después te transfiero."),
        (Speaker.CLIENT, "Este mes por Upwork, desde enero por transferencia."),
        (Speaker.CLIENT, "Diesen Monat über Upwork, ab Januar per Überweisung."),
        (Speaker.CLIENT, "Die Hälfte über Upwork, die andere Hälfte überweise ich dir."),
        (Speaker.CLIENT, "La moitié sur Upwork, le reste par virement"),
        (Speaker.CLIENT, "Первый этап через Upwork, дальше переводом на карту."),
        (Speaker.CLIENT, "Первую статью оплачу на карту, дальше через Upwork."),
        (Speaker.CLIENT, "Половину через Upwork, вторую половину переведу вам."),
        (Speaker.CLIENT, "Перший етап через Upwork, далі переказом на картку"),
        (Speaker.CLIENT, "पहला माइलस्टोन Upwork से, उसके बाद बैंक ट्रांसफ़र।"),
        (Speaker.CLIENT, "pehla milestone upwork se, uske baad bank transfer"),
        (Speaker.CLIENT, "这个月走 Upwork，一月起用支付宝。"),
        (Speaker.CLIENT, "第一期走Upwork,后面微信转你"),
        (Speaker.CLIENT, "Milestone pertama lewat Upwork, selanjutnya transfer bank."),
        (Speaker.CLIENT, "النصف عبر أب وورك والنصف الآخر تحويل."),
        (Speaker.CLIENT, "A primeira etapa pelo Upwork, o resto por pix"),
        (Speaker.CLIENT, "La prima parte su Upwork, poi bonifico"),
        (Speaker.CLIENT, "De eerste mijlpaal via Upwork, daarna per overschrijving"),
        (Speaker.CLIENT, "Pierwszy etap przez Upwork, potem przelewem"),
        (Speaker.CLIENT, "پہلا حصہ اپ ورک سے، باقی بینک سے"),
        (Speaker.CLIENT, "প্রথম ধাপ আপওয়ার্কে, বাকিটা বিকাশে"),
        (Speaker.CLIENT, "Unang milestone sa Upwork, tapos GCash na sa iba"),
        (Speaker.CLIENT, "첫 마일스톤은 업워크로, 나머지는 계좌이체로"),
        (Speaker.US, "First milestone on Upwork, then you can pay me by PayPal"),
    ],
)
def test_a_part_that_follows_outside_is_outside(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (
            Speaker.CLIENT,
            "The first milestone goes through Upwork, afterwards we fund the second one here too.",
        ),
        (
            Speaker.CLIENT,
            "Half now as milestone 1 on Upwork, the other half when you deliver, also on Upwork.",
        ),
        (Speaker.US, "I get paid on Upwork first, then I withdraw to PayPal"),
        (Speaker.CLIENT, "First the shop takes PayPal, afterwards bank transfer as a second option."),
        (
            Speaker.CLIENT,
            "Build the PayPal checkout first, the bank transfer later; milestones on Upwork as agreed.",
        ),
        (Speaker.CLIENT, "El primer hito por Upwork y el segundo también por Upwork, nada de transferencias"),
        (Speaker.CLIENT, "Erste Hälfte jetzt über Upwork, zweite Hälfte bei Lieferung, auch über Upwork"),
        (Speaker.CLIENT, "Первый этап через Upwork, дальше посмотрим, тоже через Upwork"),
        (Speaker.CLIENT, "这个月走Upwork,下个月也走Upwork"),
        (Speaker.CLIENT, "Everything through Upwork, first and last milestone, no wire please"),
    ],
)
def test_parts_that_all_run_through_upwork_are_fine(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "First a Zoom call, then the contract."),
        (Speaker.CLIENT, "The contract comes after a Google Meet interview."),
        (Speaker.CLIENT, "I'd only sign the contract after we talk on Zoom."),
        (Speaker.CLIENT, "Primero una llamada por Zoom y después el contrato."),
        (Speaker.CLIENT, "Primero hablamos por WhatsApp y luego el contrato."),
        (Speaker.CLIENT, "Nach dem Zoom-Gespräch schicke ich dir das Angebot."),
        (Speaker.CLIENT, "Erst telefonieren wir, dann kommt der Vertrag."),
        (Speaker.CLIENT, "D'abord un appel Zoom, ensuite le contrat."),
        (Speaker.CLIENT, "Сначала созвон в зуме, потом контракт."),
        (Speaker.CLIENT, "После звонка в зуме отправлю оффер."),
        (Speaker.CLIENT, "先开个 Zoom 会议，然后签合同。"),
        (Speaker.CLIENT, "Zoom 面试之后我发 offer。"),
        (Speaker.CLIENT, "Setelah meeting Zoom saya kirim offer."),
        (Speaker.CLIENT, "قبل العقد نعمل مكالمة زوم."),
        (Speaker.CLIENT, "After our Zoom meeting I'll send you the offer"),
        (Speaker.CLIENT, "कॉन्ट्रैक्ट से पहले ज़ूम पर बात करते हैं।"),
        (Speaker.CLIENT, "Primeiro uma call no Zoom, depois o contrato"),
        (Speaker.CLIENT, "Prima una chiamata su Zoom, poi il contratto"),
        (Speaker.CLIENT, "Eerst een Zoom-gesprek, dan het contract"),
        (Speaker.CLIENT, "Întâi un apel pe Zoom, apoi contractul"),
        (Speaker.CLIENT, "Спершу дзвінок у зумі, потім контракт"),
        (Speaker.CLIENT, "Najpierw rozmowa na Zoomie, potem umowa"),
        (Speaker.CLIENT, "Önce Zoom görüşmesi, sonra sözleşme"),
        (Speaker.CLIENT, "پہلے زوم کال، پھر معاہدہ"),
        (Speaker.CLIENT, "আগে জুম কল, তারপর চুক্তি"),
        (Speaker.CLIENT, "Gọi Zoom trước rồi ký hợp đồng sau"),
        (Speaker.CLIENT, "Zoom muna, tapos kontrata"),
        (Speaker.CLIENT, "まずZoomで話して、それから契約"),
        (Speaker.CLIENT, "먼저 줌으로 통화하고 그다음에 계약해요"),
    ],
)
def test_talk_that_comes_before_the_contract_is_before_it(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "After the contract starts we can use Zoom."),
        (Speaker.CLIENT, "First the contract, then a Zoom call."),
        (Speaker.CLIENT, "Primero el contrato, después una llamada por Zoom."),
        (Speaker.CLIENT, "Erst der Vertrag, dann telefonieren wir."),
        (Speaker.CLIENT, "D'abord le contrat, ensuite un appel Zoom."),
        (Speaker.CLIENT, "Сначала контракт, потом созвон в зуме."),
        (Speaker.CLIENT, "先签合同，然后开 Zoom 会议。"),
        (Speaker.CLIENT, "Setelah kontrak jalan kita meeting Zoom."),
        (Speaker.CLIENT, "بعد العقد نعمل مكالمة زوم."),
        (Speaker.CLIENT, "कॉन्ट्रैक्ट के बाद ज़ूम पर बात करते हैं।"),
        (Speaker.CLIENT, "Prima il contratto, poi una chiamata su Zoom"),
        (Speaker.CLIENT, "Najpierw umowa, potem rozmowa na Zoomie"),
        (Speaker.CLIENT, "Önce sözleşme, sonra Zoom görüşmesi"),
        (Speaker.CLIENT, "First a call on Upwork, then the contract."),
        (Speaker.CLIENT, "Once the contract runs, Zoom first, mail after"),
    ],
)
def test_talk_that_comes_after_the_contract_is_after_it(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "I don't use WhatsApp, I prefer Telegram"),
        (Speaker.CLIENT, "No uso WhatsApp, prefiero Telegram"),
        (Speaker.CLIENT, "Não uso WhatsApp, prefiro Telegram"),
        (Speaker.CLIENT, "Je n'utilise pas WhatsApp, je préfère Telegram"),
        (Speaker.CLIENT, "WhatsApp nutze ich nicht, lieber Telegram"),
        (Speaker.CLIENT, "Non uso WhatsApp, preferisco Telegram"),
        (Speaker.CLIENT, "WhatsApp gebruik ik niet, liever Telegram"),
        (Speaker.CLIENT, "Nu folosesc WhatsApp, prefer Telegram"),
        (Speaker.CLIENT, "Ватсапом не пользуюсь, лучше телеграм"),
        (Speaker.CLIENT, "Ватсапом не користуюсь, краще телеграм"),
        (Speaker.CLIENT, "Nie używam WhatsAppa, wolę Telegram"),
        (Speaker.CLIENT, "WhatsApp kullanmıyorum, Telegram olsun"),
        (Speaker.CLIENT, "ما أستخدم واتساب، أفضل تلغرام"),
        (Speaker.CLIENT, "व्हाट्सऐप नहीं चलाता, टेलीग्राम पर आइए"),
        (Speaker.CLIENT, "whatsapp nahi chalata, telegram pe aao"),
        (Speaker.CLIENT, "واٹس ایپ نہیں، ٹیلیگرام بہتر ہے"),
        (Speaker.CLIENT, "হোয়াটসঅ্যাপ চালাই না, টেলিগ্রামে আসেন"),
        (Speaker.CLIENT, "我不用微信,用Telegram吧"),
        (Speaker.CLIENT, "Saya nggak pakai WA, Telegram aja"),
        (Speaker.CLIENT, "Mình không dùng Zalo, dùng Telegram nhé"),
        (Speaker.CLIENT, "Hindi ako gumagamit ng Viber, Telegram na lang"),
        (Speaker.CLIENT, "LINEは使っていないのでTelegramでお願いします"),
        (Speaker.CLIENT, "카톡은 안 써요, 텔레그램으로 해요"),
        (Speaker.CLIENT, "No Zoom please, just call me on my phone"),
        (Speaker.CLIENT, "Kein Zoom bitte, rufen Sie mich einfach an"),
        (Speaker.CLIENT, "Pas de Zoom, appelez-moi simplement sur mon portable"),
        (Speaker.CLIENT, "Зум не надо, просто позвоните мне на мобильный"),
        (Speaker.CLIENT, "Not PayPal, Wise is better for me"),
        (Speaker.CLIENT, "PayPal nicht, lieber per Wise"),
        (Speaker.CLIENT, "PayPal no, mejor Wise"),
        (Speaker.CLIENT, "Не PayPal, лучше на карту"),
        (Speaker.CLIENT, "不要PayPal,用支付宝"),
    ],
)
def test_not_this_one_but_that_one_is_elsewhere_all_the_same(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "I don't use WhatsApp, I prefer to write here"),
        (Speaker.CLIENT, "No uso WhatsApp, prefiero escribir aquí"),
        (Speaker.CLIENT, "WhatsApp nutze ich nicht, lieber hier"),
        (Speaker.CLIENT, "Ватсапом не пользуюсь, лучше тут"),
        (Speaker.CLIENT, "我不用微信,就在这里说吧"),
        (Speaker.CLIENT, "Je n'utilise pas WhatsApp, je préfère ici"),
        (Speaker.CLIENT, "Non uso WhatsApp, preferisco qui"),
        (Speaker.CLIENT, "Not PayPal, a milestone is better for me"),
        (Speaker.US, "I don't use WhatsApp or Telegram, I prefer Upwork"),
        (
            Speaker.CLIENT,
            "Our customers don't use WhatsApp, they prefer Telegram, so the bot should be there",
        ),
    ],
)
def test_not_that_one_but_this_chat_stays_here(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Payment on Upwork, but the talking on WhatsApp please"),
        (Speaker.CLIENT, "El pago por Upwork, pero hablar por WhatsApp"),
        (Speaker.CLIENT, "Bezahlung über Upwork, aber reden auf WhatsApp"),
        (Speaker.CLIENT, "Le paiement sur Upwork, mais on discute sur WhatsApp"),
        (Speaker.CLIENT, "Оплата через апворк, а общение в телеграме"),
        (Speaker.CLIENT, "付款走Upwork,沟通用微信"),
        (Speaker.CLIENT, "Bayarnya lewat Upwork, ngobrolnya di WA aja"),
        (Speaker.CLIENT, "Pagamento su Upwork, ma ci sentiamo su WhatsApp"),
        (Speaker.CLIENT, "Płatność przez Upwork, a rozmowy na WhatsAppie"),
        (Speaker.CLIENT, "Ödeme Upwork'ten, konuşma WhatsApp'tan olsun"),
        (Speaker.CLIENT, "पेमेंट Upwork से, बात व्हाट्सऐप पर"),
        (Speaker.CLIENT, "支払いはUpworkで、やり取りはLINEでお願いします"),
        (Speaker.CLIENT, "결제는 업워크로, 대화는 카톡으로 해요"),
        (Speaker.CLIENT, "Messages here are fine, but calls on Zoom"),
        (Speaker.CLIENT, "Los mensajes por aquí, las llamadas por Zoom"),
        (Speaker.CLIENT, "Nachrichten gern hier, Anrufe über Zoom"),
        (Speaker.CLIENT, "Les messages ici, les appels sur Zoom"),
        (Speaker.CLIENT, "Сообщения тут, а звонки в зуме"),
        (Speaker.CLIENT, "消息在这里发,电话用Zoom打"),
        (Speaker.CLIENT, "Hours through Upwork, bonuses by PayPal"),
        (Speaker.CLIENT, "Las horas por Upwork, los bonos por PayPal"),
        (Speaker.CLIENT, "Die Stunden über Upwork, Boni per PayPal"),
        (Speaker.CLIENT, "Les heures via Upwork, les primes par PayPal"),
        (Speaker.CLIENT, "Часы через апворк, бонусы на карту"),
        (Speaker.CLIENT, "A 5 dollar contract on Upwork for the review, the real money in cash"),
        (Speaker.CLIENT, "Un contrato de 5 dólares en Upwork por la reseña y el resto en efectivo"),
        (Speaker.CLIENT, "Ein 5-Dollar-Vertrag auf Upwork für die Bewertung, der Rest bar"),
        (Speaker.CLIENT, "Контракт на 5 долларов на апворке ради отзыва, остальное наличкой"),
        (Speaker.CLIENT, "Not on Upwork but via Wise"),
        (Speaker.CLIENT, "No por Upwork sino por Wise"),
        (Speaker.CLIENT, "Nicht über Upwork, sondern per Wise"),
        (Speaker.CLIENT, "Pas sur Upwork mais par Wise"),
        (Speaker.CLIENT, "Не через апворк, а через Wise"),
    ],
)
def test_one_thing_on_upwork_and_another_elsewhere_is_elsewhere(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Payment on Upwork and the talking here too, please"),
        (Speaker.CLIENT, "El pago por Upwork y hablar también por aquí"),
        (Speaker.CLIENT, "Bezahlung über Upwork, und reden auch hier, kein WhatsApp"),
        (Speaker.CLIENT, "Оплата через апворк, общение тоже тут"),
        (Speaker.CLIENT, "Not via PayPal but on Upwork"),
        (Speaker.CLIENT, "No por PayPal sino por Upwork"),
        (Speaker.CLIENT, "Nicht per PayPal, sondern über Upwork"),
        (Speaker.CLIENT, "Не через PayPal, а через апворк"),
        (Speaker.CLIENT, "Hours through Upwork, bonuses through Upwork too"),
        (Speaker.CLIENT, "Messages here, calls with Upwork's own tool"),
        (Speaker.CLIENT, "Our customers pay by PayPal, you get paid on Upwork"),
        (Speaker.CLIENT, "Unsere Kunden zahlen per PayPal, du wirst über Upwork bezahlt"),
        (Speaker.CLIENT, "Клиенты платят картой, вам оплата через апворк"),
    ],
)
def test_both_on_upwork_are_on_upwork(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "We can surely talk on the phone, but only once I've officially hired you."),
        (Speaker.CLIENT, "Por teléfono hablamos, pero cuando te haya contratado formalmente"),
        (Speaker.CLIENT, "Por telefone a gente fala, mas só quando eu te contratar oficialmente"),
        (Speaker.CLIENT, "On s'appellera, mais seulement quand je vous aurai embauché officiellement"),
        (Speaker.CLIENT, "Telefonieren gern, aber erst wenn ich Sie offiziell beauftragt habe"),
        (Speaker.CLIENT, "Al telefono ci sentiamo, ma solo quando ti avrò assunto ufficialmente"),
        (Speaker.CLIENT, "Bellen kan, maar pas als ik je officieel heb aangenomen"),
        (Speaker.CLIENT, "La telefon vorbim, dar abia după ce vă angajez oficial"),
        (Speaker.CLIENT, "По телефону поговорим, но когда я вас официально найму"),
        (Speaker.CLIENT, "Телефоном поговоримо, але коли я вас офіційно найму"),
        (Speaker.CLIENT, "Przez telefon pogadamy, ale dopiero jak pana oficjalnie zatrudnię"),
        (Speaker.CLIENT, "Telefonda konuşuruz ama sizi resmen işe aldıktan sonra"),
        (Speaker.CLIENT, "نتكلم هاتفيا لكن بعد ما أوظفك رسميا"),
        (Speaker.CLIENT, "फोन पर बात करेंगे पर जब आपको ऑफिशियली हायर कर लूँगा तब"),
        (Speaker.CLIENT, "phone pe baat karenge par jab aapko officially hire kar lunga tab"),
        (Speaker.CLIENT, "فون پر بات ضرور ہو گی مگر جب آپ کو باقاعدہ رکھ لوں گی تب"),
        (Speaker.CLIENT, "ফোনে কথা হবে, তবে আপনাকে অফিসিয়ালি হায়ার করার পর"),
        (Speaker.CLIENT, "电话可以聊,不过要等我正式雇了你之后"),
        (Speaker.CLIENT, "Nanti kita teleponan, tapi setelah saya resmi hire kamu"),
        (Speaker.CLIENT, "Điện thoại thì được nhưng sau khi mình thuê bạn chính thức"),
        (Speaker.CLIENT, "Mag-phone tayo pero kapag na-hire na kita officially"),
        (Speaker.CLIENT, "電話でお話しするのは正式に採用してからにしましょう"),
        (Speaker.CLIENT, "전화는 정식으로 고용하고 나서 해요"),
        (Speaker.US, "Happy to call once you've hired me here"),
        (Speaker.US, "Llamamos cuando me contrates aquí"),
        (Speaker.US, "Gern telefonieren, sobald Sie mich hier beauftragt haben"),
        (Speaker.US, "On s'appelle quand vous m'aurez engagé ici"),
        (Speaker.US, "Созвонимся, когда вы меня здесь наймёте"),
    ],
)
def test_who_will_have_hired_us_by_then_puts_it_off(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Let's talk on the phone before I hire you"),
        (Speaker.CLIENT, "Hablemos por teléfono antes de contratarte"),
        (Speaker.CLIENT, "Je veux vous appeler avant de vous embaucher"),
        (Speaker.CLIENT, "Хочу созвониться по телефону, прежде чем нанять вас"),
        (Speaker.CLIENT, "फोन पर बात करनी है हायर करने से पहले"),
        (Speaker.CLIENT, "签约之前我想先打个电话给你"),
        (Speaker.CLIENT, "Mau telepon dulu sebelum hire kamu"),
        (Speaker.CLIENT, "Chcę najpierw porozmawiać przez telefon, zanim pana zatrudnię"),
    ],
)
def test_who_has_not_hired_us_yet_does_not(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION
