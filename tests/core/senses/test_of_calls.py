"""Words of calls and meetings that mean something else: work by phone, meetings with others, greetings."""

import pytest

from core.model import Outcome, Speaker
from tests.core.senses.judged import outcome, rules


@pytest.mark.parametrize(
    "text",
    [
        "Do you also do phone support?",
        "Do you do cold calling?",
        "Do you offer call center services?",
        "Do you take phone orders?",
        "Could you do a short voice over of the phone greetings for our hotel?",
        "Would you do phone surveys, 200 calls?",
        "Could you transcribe short phone calls?",
        "We want short calls to our leads, can you do 30 a day?",
        "I need a short video of our team",
        "Do you want to do telemarketing for us?",
        "Machen Sie Kaltakquise am Telefon?",
        "Pouvez-vous prendre les appels de notre cabinet ?",
        "Doe je koud bellen?",
        "Ви робите холодні дзвінки?",
        "Telefon desteği de veriyor musunuz?",
        "Faceți și suport telefonic?",
        "Bên bạn có nhận trực tổng đài không?",
        "電話対応もお願いできますか？",
        "Bisa cold calling?",
        "kya aap cold calling karte ho?",
    ],
)
def test_work_by_phone_is_no_call_with_us(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Call center job. Ring me tonight on +44 7700 900123",
        "It's a voiceover job, ping me on the green one",
        "telemarketing gig, let's speak by voice today, I explain",
        "call me about the phone orders project",
        "Give me a ring, I need phone support people",
        "pls provide the direct phone of your lead dev",
        "Kaltakquise-Projekt, ruf mich kurz an",
        "Telefonsupport gesucht, schreib mir auf WhatsApp",
        "Es para un call center, ¿te llamo mañana?",
        "Call center, zadzwoń do mnie",
        "Нужны холодные звонки, позвоните мне",
        "电话销售的活，加我微信聊",
        "Cold calling, telp saya ya",
    ],
)
def test_a_call_about_work_by_phone_is_one(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


def test_a_quick_call_about_work_by_phone_is_advised_on() -> None:
    assert outcome("let's do a quick call about the phone support job") is Outcome.ADVICE
    assert outcome("Can we do a call about cold calling scripts?") is Outcome.ADVICE


@pytest.mark.parametrize("text", ["Are you free for a WhatsApp call?", "I can do a call on Zoom at 5"])
def test_a_call_by_a_tool_is_a_call(text: str) -> None:
    assert rules(text) == {"UPW103"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("My wife also wants to meet you before we choose. Is Friday morning ok?", Speaker.CLIENT),
        ("Our head of marketing would like to meet you. Does Tuesday at 10 work?", Speaker.CLIENT),
        ("When would your CTO like to meet us? We're available Mon-Wed.", Speaker.US),
        ("Unser Geschäftsführer möchte Sie gerne kennenlernen, passt Donnerstag um 16 Uhr?", Speaker.CLIENT),
        ("Notre directeur aimerait vous rencontrer, êtes-vous libre jeudi à 16h ?", Speaker.CLIENT),
        ("Il nostro CEO vorrebbe conoscervi, giovedì alle 16 va bene?", Speaker.CLIENT),
        ("Mi socia quiere conocerte antes de decidir. ¿El viernes te viene bien?", Speaker.CLIENT),
        ("Onze directeur wil je graag ontmoeten, kan donderdag om 16 uur?", Speaker.CLIENT),
        ("Наш директор хочет с вами познакомиться, в четверг в 16 вам удобно?", Speaker.CLIENT),
        ("Наш директор хоче з вами зустрітися, четвер о 16 підходить?", Speaker.CLIENT),
        ("Nasz szef chce się z wami spotkać, pasuje czwartek o 16?", Speaker.CLIENT),
        ("Bos kami ingin bertemu Anda, Kamis jam 4 bisa?", Speaker.CLIENT),
        ("Hamare CEO aapse milna chahte hain, Thursday 4 baje theek hai?", Speaker.CLIENT),
        ("مديرنا يرغب بلقائك، هل الخميس الساعة 4 مناسب؟", Speaker.CLIENT),
    ],
)
def test_who_wants_to_meet_somebody_names_no_place(text: str, speaker: Speaker) -> None:
    assert rules(text, speaker) == {"UPW105"}


@pytest.mark.parametrize(
    "text",
    [
        "Our CTO wants to meet you on Zoom, are you free Thursday?",
        "Our CTO wants to meet you, here's the Meet link: https://meet.google.com/abc-defg-hij",
        "Let's do a Meet tomorrow at 5",
        "My wife wants to meet you at our office on Friday.",
    ],
)
def test_who_names_a_place_to_meet_asks_for_it(text: str) -> None:
    assert "UPW103" in rules(text)


def test_a_greeting_is_no_meeting() -> None:
    assert rules("Nice to meet you, Kim! I'd love to meet the designer before we start.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "My account manager at Upwork will phone me at 4, I'll get back to you after.",
        "My boss will phone me at noon and then I know the budget.",
        "Mi jefe me llama a mediodía y luego te digo el presupuesto.",
        "Mon chef m'appelle à midi, ensuite je connaîtrai le budget.",
        "Meu chefe me liga ao meio-dia e aí eu sei o orçamento.",
        "Bos saya telepon saya jam 12, habis itu saya tahu budgetnya.",
        "老板中午给我打电话，之后我就知道预算了。",
        "사장님이 점심에 전화 주신대요. 그때 예산 알려드릴게요.",
    ],
)
def test_whom_somebody_else_rings_up_asks_for_no_call(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "My boss will phone you at noon.",
        "My boss is here, call me now please.",
        "My boss wants you to call me at noon, ok?",
        "Can your manager phone me at 4?",
        "Mein Chef ruft dich mittags an, welche Nummer?",
        "My boss will phone me at noon. Can you call me after that, on 212 555 0142?",
    ],
)
def test_a_call_with_one_of_us_is_asked_for(text: str) -> None:
    assert "UPW103" in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, my English is bad on the phone. Chat is better.",
        "My English is better in writing than on the phone.",
        "Am Telefon verstehe ich schlecht, schreiben ist besser.",
        "Aan de telefoon versta ik het slecht, schrijven is beter.",
        "По телефону я плохо понимаю, лучше писать.",
        "Przez telefon słabo rozumiem, wolę pisać.",
        "La telefon înțeleg greu, prefer să scriu.",
        "Telefonda iyi anlamıyorum, yazışmak daha iyi.",
        "电话里我听不太懂，打字更好。",
        "電話だと聞き取りにくいので、文字のほうが助かります。",
        "Call me in here at 5?",
        "Can you call me here at 5?",
        "¿Me llamas por aquí a las 5?",
        "Te llamo por aquí en cinco minutos.",
        "Tu peux m'appeler ici à 17h ?",
        "Me liga por aqui às 5?",
        "Zadzwoń do mnie tutaj o 17",
        "Telepon saya di sini jam 5?",
    ],
)
def test_who_would_rather_write_and_who_is_called_here_ask_for_no_call_outside(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "My English is bad in writing, on the phone it's better. Call me?",
        "I'm better on the phone than in writing.",
        "Schreiben liegt mir nicht, am Telefon geht es besser.",
        "Call me here: 212 555 0142",
        "¿Me llamas aquí? 612 555 014",
        "Call me at 5, I'm never in here",
        "Appelle-moi ici : 06 39 98 01 02",
    ],
)
def test_who_would_rather_speak_and_who_is_called_elsewhere_do(text: str) -> None:
    assert "UPW103" in rules(text)


def test_a_chat_of_a_meeting_tool_is_a_chat_and_its_call_a_call() -> None:
    assert rules("Let's move over to Teams chat, I'm there all day") == {"UPW101"}
    assert rules("Can we do a Teams call tomorrow?") == {"UPW103"}


@pytest.mark.parametrize(
    "text, speaker",
    [
        ("Great to e-meet you! I've read everything.", Speaker.US),
        ("Great to e-meet you, Jake. Is the price negotiable?", Speaker.CLIENT),
        ("Very nice to emeet you both.", Speaker.CLIENT),
        ("Lovely to virtually meet you. Could you start next week?", Speaker.CLIENT),
        ("Great to meet you, Ed! I've read everything.", Speaker.US),
    ],
)
def test_who_greets_asks_for_no_meeting(text: str, speaker: Speaker) -> None:
    assert outcome(text, speaker) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text, speaker",
    [
        ("Great to e-meet you! Can we talk on WhatsApp?", Speaker.US),
        ("Great to e-meet you. Let's meet on Zoom tomorrow.", Speaker.CLIENT),
        ("I'd like to meet you in person, can you come to our office?", Speaker.CLIENT),
    ],
)
def test_who_greets_and_wants_to_meet_elsewhere_asks_for_it(text: str, speaker: Speaker) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "昨日印刷所に電話しました。木曜に納品だそうです",
        "電話しましたが、業者は休みでした",
        "サーバー会社に電話して確認しました",
        "어제 인쇄소에 전화했는데 휴무래요",
        "택배사에 전화했어요, 내일 온대요",
        "kemarin saya telepon tokonya, katanya stok kosong",
        "saya sudah menelepon percetakan, selesai hari Jumat",
        "tumawag ako kahapon sa printer, sarado pala",
        "tinawagan ko na yung supplier, bukas daw",
        "hôm qua tôi gọi cho nhà in, họ bảo thứ sáu xong",
        "tôi đã gọi điện cho bên vận chuyển rồi",
        "昨天我打电话给印刷厂，他们说周五好",
        "我给供应商打了电话，明天到货",
        "Ayer llamé a la imprenta y dicen que el viernes",
        "Liguei ontem para a gráfica, só na sexta",
        "J'ai appelé l'imprimeur hier, ce sera vendredi",
        "Ich habe gestern die Druckerei angerufen, Freitag fertig",
        "Ho chiamato la tipografia ieri, venerdì è pronto",
        "Ik heb gisteren de drukker gebeld, vrijdag klaar",
        "Am sunat ieri la tipografie, vineri e gata",
        "Вчера звонил в типографию, сказали в пятницу",
        "Вчора дзвонила в друкарню, сказали в пʼятницю",
        "Dzwoniłam wczoraj do drukarni, w piątek gotowe",
        "Dün matbaayı aradım, cuma hazır olur dediler",
        "اتصلت أمس بالمطبعة وقالوا الجمعة",
        "कल मैंने प्रिंटर को फोन किया, शुक्रवार तक होगा",
        "kal maine printer ko phone kiya tha, friday bola",
        "میں نے کل پرنٹر کو فون کیا، جمعہ کو ملے گا",
        "গতকাল ছাপাখানায় ফোন করেছিলাম, শুক্রবার বলল",
        "I called the printer yesterday, Friday it is",
        "お店に電話が来るので予約フォームが欲しいです",
        "손님들이 전화로 예약해요, 그래서 예약 페이지가 필요해요",
        "supplier ko phone kiya, kal maal aayega",
        "跟客户打电话太费时间，所以想做个机器人",
    ],
)
def test_who_rang_up_a_printer_rang_up_none_of_us(text: str) -> None:
    assert outcome(text) in (Outcome.CLEAR, Outcome.ADVICE)


@pytest.mark.parametrize(
    "text",
    [
        "昨日お電話しましたが出られなかったですね",
        "kemarin saya telepon kamu tapi tidak diangkat",
        "tinawagan kita kahapon pero di mo sinagot",
        "hôm qua tôi gọi cho bạn mà không thấy nghe máy",
        "昨天给你打了电话，你没接",
        "te llamé ayer y no contestaste",
        "Dün seni aradım ama açmadın",
        "звонил вам вчера, вы не взяли трубку",
        "I rang you yesterday but you did not pick up",
        "先ほどお電話しましたがお留守でした",
        "방금 전화드렸는데 통화 중이시네요",
        "会社にいるので電話で話しませんか、番号を教えてください",
        "회사 전화로 연락 주세요 02-555-0142",
        "gọi cho công ty chị nhé, số 028 5550 142",
        "tawagan mo yung shop namin 555-0142",
        "company ke number pe mujhe call karo",
        "telepon ke toko saya aja, 021 555 0142",
        "打给我们公司电话聊吧 010-5550-0142",
        "اتصل بالشركة واسأل عني، 555-0142",
        "bank ko phone karne se pehle mujhe call karo, 98000 00142",
    ],
)
def test_who_rang_us_up_or_wants_to_be_rung_at_his_firm_is_heard(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION
