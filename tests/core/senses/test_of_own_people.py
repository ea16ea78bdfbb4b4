"""Talk with one's own people, and with the other side."""

import pytest

from core.model import Outcome, Speaker
from tests.core.senses.judged import outcome

FLAGGED = (Outcome.VIOLATION, Outcome.WARNING)


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (
            Speaker.US,
            "We talked it through on our internal Zoom this morning and the whole team thinks a static site is enough for you.",
        ),
        (
            Speaker.US,
            "If a block looks idle, that was me on the phone to the other developer about your caching bug.",
        ),
        (Speaker.US, "Our designers discussed your logo over Slack yesterday and prefer the second sketch."),
        (Speaker.US, "I spoke with my colleague on WhatsApp last night, she can take the illustrations."),
        (Speaker.US, "My partner called me this morning: he has room for your project from Monday."),
        (Speaker.US, "I asked our copywriter by email and she says 800 words are plenty."),
        (Speaker.US, "Had a quick Teams call with our two developers, they see no risk in the migration."),
        (Speaker.US, "Ayer lo hablamos en el equipo por Zoom y todos creen que basta una página estática."),
        (Speaker.US, "Lo comenté por WhatsApp con mi compañera y ella puede hacer las ilustraciones."),
        (Speaker.US, "Falei com meu sócio pelo WhatsApp ontem à noite e ele topa o prazo."),
        (
            Speaker.US,
            "A equipe discutiu seu projeto numa call interna hoje cedo, achamos que dá pra simplificar.",
        ),
        (
            Speaker.US,
            "On en a parlé en équipe sur Zoom ce matin, tout le monde trouve qu'un site statique suffit.",
        ),
        (Speaker.US, "J'ai eu mon graphiste au téléphone hier, il est libre la semaine prochaine."),
        (
            Speaker.US,
            "Wir haben das heute früh im Team auf Zoom besprochen, eine statische Seite reicht Ihnen.",
        ),
        (Speaker.US, "Ich habe gestern mit meiner Kollegin telefoniert, sie übernimmt die Illustrationen."),
        (Speaker.US, "Ne abbiamo parlato nel team su Zoom stamattina, a voi basta un sito statico."),
        (Speaker.US, "Ho sentito al telefono la mia collega, le illustrazioni le fa lei."),
        (
            Speaker.US,
            "We hebben het vanochtend in het team via Zoom besproken, een statische site is genoeg.",
        ),
        (Speaker.US, "Ik had gisteren mijn collega aan de telefoon, zij doet de illustraties."),
        (Speaker.US, "Am discutat azi-dimineață în echipă pe Zoom, vă ajunge un site static."),
        (Speaker.US, "Мы утром обсудили это с командой в Зуме, вам хватит статичного сайта."),
        (Speaker.US, "Вчера созвонился с нашим дизайнером, он возьмёт иллюстрации."),
        (Speaker.US, "Вранці обговорили це командою в Зумі, вам вистачить статичного сайту."),
        (Speaker.US, "Вчора говорив телефоном із нашою дизайнеркою, вона візьме ілюстрації."),
        (Speaker.US, "Rano omówiliśmy to w zespole na Zoomie, wystarczy Pani strona statyczna."),
        (Speaker.US, "Rozmawiałem wczoraj przez telefon z naszą graficzką, zajmie się ilustracjami."),
        (Speaker.US, "Sabah ekipçe Zoom'da konuştuk, size statik bir site yeter."),
        (Speaker.US, "Dün akşam tasarımcımızla telefonda konuştum, çizimleri o yapacak."),
        (Speaker.US, "ناقشنا الأمر مع الفريق على زوم هذا الصباح، موقع ثابت يكفيكم."),
        (Speaker.US, "تكلمت أمس بالهاتف مع مصممتنا، وهي ستتولى الرسوم."),
        (Speaker.US, "आज सुबह हमारी टीम ने ज़ूम पर बात की, सबको लगता है कि स्टैटिक साइट काफी है।"),
        (Speaker.US, "kal raat maine apni designer se phone pe baat ki, illustrations wahi karegi"),
        (Speaker.US, "آج صبح ہماری ٹیم نے زوم پر بات کی، سب کا خیال ہے کہ سادہ سائٹ کافی ہے۔"),
        (Speaker.US, "আমাদের টিমে কাল রাতে ফোনে আলোচনা হয়েছে, সবাই একমত যে আগে সার্ভার ঠিক করা দরকার।"),
        (Speaker.US, "আমি আমার ডিজাইনারের সাথে হোয়াটসঅ্যাপে কথা বলেছি, ছবিগুলো সে করবে।"),
        (Speaker.US, "我们团队今天早上在Zoom上讨论过了,都觉得静态网站就够。"),
        (Speaker.US, "昨晚我跟我们设计师打电话聊过,插画她来做。"),
        (Speaker.US, "Pagi tadi tim kami sudah bahas lewat Zoom, situs statis cukup untuk Bapak."),
        (Speaker.US, "Semalam saya telepon desainer kami, ilustrasinya dia yang pegang."),
        (Speaker.US, "Sáng nay nhóm em đã bàn trên Zoom, web tĩnh là đủ cho anh."),
        (Speaker.US, "Tối qua em có gọi điện cho bạn thiết kế bên em, bạn ấy nhận phần minh họa."),
        (
            Speaker.US,
            "Nag-usap na kami ng team sa Viber kanina, at kaya raw po tapusin ang 300 listings bago mag-Lunes.",
        ),
        (Speaker.US, "Tinawagan ko kagabi yung designer namin, siya na raw sa illustrations."),
        (
            Speaker.US,
            "社内でデザイナーと電話で相談したところ、表紙は縦組みのほうが映えるという結論になりました。",
        ),
        (Speaker.US, "今朝チームでZoomで話し合いましたが、静的サイトで十分という意見でした。"),
        (Speaker.US, "오늘 아침 저희 팀이 줌으로 의논했는데 정적 사이트면 충분하다고 합니다."),
        (Speaker.US, "어제 저희 디자이너와 통화했는데 일러스트는 그분이 맡기로 했어요."),
    ],
)
def test_what_was_talked_over_among_ourselves_asks_for_nothing(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "My colleague spoke with you on WhatsApp last night, so let's go on there."),
        (Speaker.US, "We talked it through with you on Zoom this morning, so here are the notes."),
        (Speaker.US, "I will call you with our developers on Zoom tomorrow."),
        (Speaker.US, "Our team would like to discuss your logo with you over Slack."),
        (Speaker.US, "Como le dijo mi compañera por WhatsApp ayer, el precio es 400."),
        (Speaker.US, "Mi equipo quiere hablar con usted por Zoom mañana."),
        (Speaker.US, "Meu sócio te chama no WhatsApp amanhã."),
        (Speaker.US, "Mon graphiste vous appelle demain sur votre portable, donnez-moi le numéro."),
        (Speaker.US, "On en a parlé avec vous sur Zoom ce matin, voici le résumé."),
        (Speaker.US, "Mein Team möchte das morgen mit Ihnen auf Zoom besprechen."),
        (Speaker.US, "La mia collega la chiama domani al telefono, mi dia il numero."),
        (Speaker.US, "Mijn collega belt u morgen, op welk nummer kan dat?"),
        (Speaker.US, "Colega mea vă sună mâine pe WhatsApp."),
        (Speaker.US, "Наш дизайнер вчера созвонился с вами, вот итоги."),
        (Speaker.US, "Давайте завтра созвонимся с командой в Зуме."),
        (Speaker.US, "Наша дизайнерка зателефонує вам завтра, який номер?"),
        (Speaker.US, "Nasza graficzka zadzwoni do Pani jutro, jaki numer?"),
        (Speaker.US, "Tasarımcımız yarın sizi telefonla arasın, numaranız nedir?"),
        (Speaker.US, "مصممتنا ستتصل بك غدا على الواتساب."),
        (Speaker.US, "hamari designer kal aapko phone karegi, number de dijiye"),
        (Speaker.US, "ہماری ڈیزائنر کل آپ کو فون کرے گی، نمبر دے دیں"),
        (Speaker.US, "আমাদের ডিজাইনার কাল আপনাকে ফোন করবে, নম্বরটা দিন"),
        (Speaker.US, "昨晚我们设计师跟您打电话聊过,这是纪要。"),
        (Speaker.US, "Desainer kami akan telepon Bapak besok, nomornya berapa?"),
        (Speaker.US, "Bạn thiết kế bên em mai sẽ gọi cho anh, anh cho em số nhé."),
        (Speaker.US, "Tatawagan po kayo ng designer namin bukas, ano po number?"),
        (Speaker.US, "弊社のデザイナーが明日お電話しますので、番号を教えてください。"),
        (Speaker.US, "저희 디자이너가 내일 전화드릴게요, 번호 알려주세요."),
    ],
)
def test_what_is_talked_over_with_the_other_side_is_told(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION
