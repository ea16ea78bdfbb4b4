"""Where something is talked over: about a product, among others, or with us."""

import pytest

from core.model import Outcome, Speaker
from tests.core.senses.judged import outcome

FLAGGED = (Outcome.VIOLATION, Outcome.WARNING)


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Mándame el CV a lucia@tienda.mx"),
        (Speaker.CLIENT, "Mándame el CV a lucia@app.mx"),
        (Speaker.CLIENT, "Пришлите портфолио на dan@shop.ru"),
        (Speaker.CLIENT, "请把简历发到 dan@shop.cn"),
        (Speaker.CLIENT, "Send the mockups of the checkout form to dan@acme.com"),
        (Speaker.CLIENT, "Manda el diseño del formulario a dan@acme.com"),
        (Speaker.CLIENT, "Para dudas sobre la tienda: dan@acme.com"),
        (Speaker.CLIENT, "Вопросы по магазину: dan@acme.ru"),
        (Speaker.CLIENT, "По магазину: 8 912 345-67-89"),
        (Speaker.CLIENT, "For questions on the app write to dan@acme.com"),
        (Speaker.CLIENT, "Fragen zum Shop gern an dan@acme.com"),
        (Speaker.CLIENT, "About the website: call me on 415-555-0132"),
    ],
)
def test_what_is_sent_or_asked_about_a_product_may_be_talk(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "The contact form of the shop must send mails to orders@shop.com"),
        (Speaker.CLIENT, "Put info@tienda.mx in the footer of the shop"),
        (Speaker.CLIENT, "El formulario debe enviar a pedidos@tienda.mx"),
        (Speaker.CLIENT, "Das Kontaktformular soll an info@laden.de schicken"),
        (Speaker.CLIENT, "The shop's hotline is 415-555-0132, please show it in the header"),
        (Speaker.CLIENT, "В подвале магазина укажите почту info@shop.ru и телефон 8 912 345-67-89"),
        (Speaker.CLIENT, "toko kami pakai nomor 0812-3456-7890 di halaman kontak"),
        (Speaker.CLIENT, "Customers of the shop ask us on WhatsApp, we want a bot there"),
    ],
)
def test_a_product_has_its_own_addresses_and_numbers(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Please fill in our application form: https://careers.larkfield.example/apply"),
        (Speaker.CLIENT, "Please apply on our website first"),
        (Speaker.CLIENT, "Bewerben Sie sich bitte über unser Portal"),
        (Speaker.CLIENT, "Postúlate en nuestra web, por favor"),
        (Speaker.CLIENT, "Merci de postuler sur notre site"),
        (Speaker.CLIENT, "Подайте заявку на нашем сайте"),
        (Speaker.CLIENT, "请先在我们官网申请"),
        (Speaker.CLIENT, "Daftar dulu di website kami ya"),
        (Speaker.CLIENT, "Por favor, candidate-se no nosso site"),
    ],
)
def test_who_lets_us_apply_elsewhere_leads_away(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Users apply on our website for a loan, the form is broken"),
        (Speaker.CLIENT, "The application form on our website needs a new field"),
        (Speaker.CLIENT, "Bewerber laden auf unserem Portal ihren Lebenslauf hoch, das soll schneller gehen"),
        (Speaker.CLIENT, "En nuestra web los alumnos se inscriben, falta el botón"),
    ],
)
def test_a_site_on_which_others_apply_is_a_product(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "We'd send you our own contract to sign instead of Upwork's"),
        (Speaker.CLIENT, "Firmamos nuestro propio contrato y listo, sin Upwork"),
        (Speaker.CLIENT, "Wir schicken Ihnen unseren eigenen Vertrag, dann brauchen wir Upwork nicht"),
        (Speaker.CLIENT, "Подпишем наш договор напрямую, без апворка"),
        (Speaker.CLIENT, "我们直接签自己的合同,不走Upwork"),
        (Speaker.CLIENT, "Kita tanda tangan kontrak sendiri aja, nggak usah Upwork"),
        (Speaker.CLIENT, "Firmiamo un contratto nostro, senza Upwork"),
        (Speaker.CLIENT, "Podpiszemy własną umowę, bez Upworka"),
        (Speaker.CLIENT, "Scan this QR code to add me"),
        (Speaker.CLIENT, "Scannen Sie einfach meinen QR-Code, dann haben Sie mich"),
        (Speaker.CLIENT, "Scanne mon QR code pour m'ajouter"),
        (Speaker.CLIENT, "扫一下我的二维码加我"),
        (Speaker.CLIENT, "Scan QR saya ya buat add"),
        (Speaker.CLIENT, "I'll send a calendar invite to your email, which one is it?"),
        (Speaker.CLIENT, "Te mando la invitación de calendario, ¿a qué correo?"),
        (Speaker.CLIENT, "Ich schicke Ihnen eine Kalendereinladung, an welche Mailadresse?"),
        (Speaker.CLIENT, "Je vous envoie une invitation agenda, à quelle adresse mail ?"),
        (Speaker.CLIENT, "Пришлю приглашение в календарь, на какую почту?"),
        (Speaker.CLIENT, "我发日历邀请给你,邮箱是哪个?"),
        (Speaker.CLIENT, "Aku kirim undangan kalender, emailnya apa?"),
        (Speaker.CLIENT, "Once this contract ends let's continue directly"),
        (Speaker.CLIENT, "Cuando termine este contrato seguimos directo"),
        (Speaker.CLIENT, "Wenn der Vertrag endet, machen wir direkt weiter"),
        (Speaker.CLIENT, "Quand ce contrat sera fini, on continue en direct"),
        (Speaker.CLIENT, "Когда контракт закончится, продолжим напрямую"),
        (Speaker.CLIENT, "等这个合同结束我们就直接合作"),
        (Speaker.CLIENT, "Kalau kontrak ini selesai, kita lanjut langsung aja"),
        (Speaker.CLIENT, "Gdy umowa się skończy, pracujmy dalej bezpośrednio"),
        (Speaker.CLIENT, "I'd like to send you a tip, what's your PayPal?"),
        (Speaker.CLIENT, "Te quiero dar una propina, ¿cuál es tu PayPal?"),
        (Speaker.CLIENT, "Ich möchte Ihnen ein Trinkgeld schicken, wie ist Ihr PayPal?"),
        (Speaker.CLIENT, "Je voudrais vous donner un pourboire, quel est votre PayPal ?"),
        (Speaker.CLIENT, "Хочу скинуть вам чаевые, какая карта?"),
        (Speaker.CLIENT, "想给你发个红包,微信号多少?"),
        (Speaker.CLIENT, "Mau kasih tip, nomor Dana kamu berapa?"),
        (Speaker.CLIENT, "I'll pay you cash when we meet"),
        (Speaker.CLIENT, "Te pago en efectivo cuando nos veamos"),
        (Speaker.CLIENT, "Ich gebe Ihnen das Geld bar, wenn wir uns sehen"),
        (Speaker.CLIENT, "Отдам наличными при встрече"),
        (Speaker.CLIENT, "见面时给你现金"),
    ],
)
def test_codes_invitations_tips_and_contracts_of_their_own_lead_away(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "The QR code on the label must lead to our menu"),
        (Speaker.CLIENT, "El código QR de la etiqueta lleva a la carta"),
        (Speaker.CLIENT, "Der QR-Code auf dem Flyer soll zur Speisekarte führen"),
        (Speaker.CLIENT, "二维码放在包装盒侧面"),
        (Speaker.CLIENT, "When the contract ends please leave feedback, we will rehire you here"),
        (Speaker.CLIENT, "Wenn der Vertrag endet, machen wir hier einen neuen auf"),
        (Speaker.CLIENT, "Cuando termine este contrato abrimos otro aquí"),
        (Speaker.CLIENT, "I'd like to add a bonus on Upwork, how does that work?"),
        (Speaker.CLIENT, "Ich möchte einen Bonus über Upwork geben, wo geht das?"),
        (Speaker.CLIENT, "The app sends a calendar invite to the customer's email"),
        (Speaker.CLIENT, "Die App schickt dem Kunden eine Kalendereinladung per Mail"),
        (Speaker.CLIENT, "Customers pay cash when they meet the driver"),
    ],
)
def test_codes_invitations_and_tips_of_a_product_or_of_upwork_do_not(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Internally we use Slack, you won't need it, everything for you stays here"),
        (Speaker.CLIENT, "We do our own internal chat in Slack. You won't need to touch any of it."),
        (Speaker.CLIENT, "Nuestro equipo se habla por Slack, tú no lo necesitas, contigo por aquí"),
        (Speaker.CLIENT, "A equipe conversa no WhatsApp entre si, com você é tudo por aqui"),
        (
            Speaker.CLIENT,
            "Notre équipe discute sur Teams entre nous, vous n'en aurez pas besoin, avec vous c'est ici",
        ),
        (Speaker.CLIENT, "Intern nutzen wir Slack, das brauchen Sie nicht, mit Ihnen läuft alles hier"),
        (Speaker.CLIENT, "Noi tra colleghi usiamo Telegram, con te scriviamo qui"),
        (Speaker.CLIENT, "Onder elkaar gebruiken we Slack, met jou gaat alles hier"),
        (Speaker.CLIENT, "Între noi vorbim pe WhatsApp, cu dvs. totul rămâne aici"),
        (Speaker.CLIENT, "Между собой мы сидим в телеграме, с вами всё здесь"),
        (Speaker.CLIENT, "Між собою ми сидимо в телеграмі, з вами все тут"),
        (Speaker.CLIENT, "Między sobą piszemy na Slacku, z panem wszystko tutaj"),
        (Speaker.CLIENT, "Kendi aramızda Slack kullanıyoruz, sizinle her şey buradan"),
        (Speaker.CLIENT, "فريقنا يتواصل داخليا على سلاك، ومعك كل شيء هنا"),
        (Speaker.CLIENT, "हमारी टीम आपस में Slack पर बात करती है, आपके साथ सब यहीं"),
        (Speaker.CLIENT, "hamari team aapas mein slack use karti hai, aapke saath sab yahin"),
        (Speaker.CLIENT, "ہماری ٹیم آپس میں سلیک استعمال کرتی ہے، آپ کے ساتھ سب یہیں"),
        (Speaker.CLIENT, "আমাদের টিম নিজেদের মধ্যে Slack ব্যবহার করে, আপনার সাথে সব এখানেই"),
        (Speaker.CLIENT, "我们团队内部用钉钉,跟你就在这里聊"),
        (Speaker.CLIENT, "Tim kami internal pakai Slack, sama kamu tetap di sini"),
        (Speaker.CLIENT, "Nội bộ bên mình dùng Zalo, còn với bạn thì trao đổi ở đây"),
        (Speaker.CLIENT, "Sa team namin Viber ang gamit, pero sa'yo dito lang"),
        (Speaker.CLIENT, "社内ではSlackを使っていますが、あなたとはここでやり取りします"),
        (Speaker.CLIENT, "저희끼리는 카톡을 쓰지만 작가님과는 여기서 할게요"),
        (Speaker.US, "Lots of people jump to WhatsApp straight away. We don't, it's our agency's policy."),
        (Speaker.US, "Muchos se pasan a WhatsApp enseguida. Nosotros no."),
        (Speaker.US, "Viele wechseln gleich zu WhatsApp. Wir nicht."),
        (Speaker.US, "Beaucoup passent tout de suite sur WhatsApp. Pas nous."),
        (Speaker.US, "Tanti passano subito a WhatsApp. Noi no."),
        (Speaker.US, "Muitos já vão pro WhatsApp. A gente não."),
        (Speaker.US, "Многие сразу уходят в телеграм. Мы нет."),
        (Speaker.US, "很多人一上来就加微信,我们不这样"),
    ],
)
def test_what_others_use_among_themselves_is_no_ask(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Internally we use Slack, I'll invite you too"),
        (Speaker.CLIENT, "Intern nutzen wir Slack, ich lade Sie ein"),
        (Speaker.CLIENT, "Nuestro equipo se habla por Slack, te invito"),
        (Speaker.CLIENT, "Notre équipe est sur Teams, je vous y ajoute"),
        (Speaker.CLIENT, "Между собой мы в телеграме, добавлю вас в чат"),
        (Speaker.CLIENT, "社内ではSlackを使っているので招待しますね"),
        (Speaker.CLIENT, "我们团队都用微信,拉你进群"),
        (Speaker.CLIENT, "Tim kami pakai Slack, nanti kamu saya undang"),
        (Speaker.CLIENT, "저희는 카톡을 써요, 초대할게요"),
        (Speaker.US, "Lots of people jump to WhatsApp straight away. We do too, here is my number"),
    ],
)
def test_who_is_invited_there_is_asked(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION
