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
