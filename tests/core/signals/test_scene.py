"""What a sentence speaks of: the site that is built, or this one, where we talk; a no, or a number."""

import pytest

from core.reading.scenes import scenes_of
from core.signals.scene import Scene
from core.transcript import parse


def scene(text: str) -> Scene:
    (found,) = scenes_of(parse(text))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "guardo la posta molto più di questo sito",
        "I read my mail far more often than this site",
        "Ich schaue öfter ins Postfach als auf diese Website",
        "miro el correo más que este sitio",
        "на этом сайте я бываю редко",
        "ce site, je l'ouvre une fois par mois",
    ],
)
def test_this_site_is_where_we_talk(text: str) -> None:
    assert scene(text).product_weight(0) == 0


@pytest.mark.parametrize(
    "text",
    [
        "il sito deve avere un bottone rosso",
        "The checkout page of the website shows the wrong total",
        "Der Button auf der Startseite fehlt",
        "en este sitio hay que cambiar el botón del carrito",
    ],
)
def test_what_is_built_is_a_product(text: str) -> None:
    assert scene(text).product_weight(0) > 0


@pytest.mark.parametrize(
    "text", ["Minta no WA nya ya mbak", "no wa saya ya, dicatat", "boleh minta no telepon ya"]
)
def test_an_indonesian_number_is_no_refusal(text: str) -> None:
    assert not scene(text).has("refusal")


@pytest.mark.parametrize(
    "text",
    ["tanpa wa ya, di sini saja", "no whatsapp dulu ya mbak, kita belum ada kontrak", "tanpa telepon ya"],
)
def test_an_indonesian_refusal_is_one(text: str) -> None:
    assert scene(text).has("refusal")


@pytest.mark.parametrize(
    "text",
    [
        "The back label needs his mail as well",
        "kommt beides auf die Visitenkarte",
        "ponlo en la tarjeta de visita",
        "sur la contre-étiquette, en petit",
        "sulla locandina in basso a destra",
        "pe eticheta de pe spate",
        "на обороте визитки",
        "na wizytówce pod logo",
        "tabelanın altına, kartvizitte de",
        "印在名片背面",
        "チラシの裏に印刷します",
        "डिब्बे के लेबल पर छपेगा",
    ],
)
def test_what_shows_contact_data_to_the_public_is_known(text: str) -> None:
    assert scene(text).prints


@pytest.mark.parametrize(
    "text",
    [
        "I never look at this site in the evening",
        "ce site est trop lent pour moi",
        "Can you start on Monday?",
        "zwei Runden Korrektur sind dabei",
        "el presupuesto me parece bien",
        "договор подпишем во вторник",
    ],
)
def test_where_we_talk_and_all_else_shows_nothing_to_the_public(text: str) -> None:
    assert not scene(text).prints


@pytest.mark.parametrize(
    "text",
    [
        "Set up a Google Meet for Thursday, I'll drop the link here",
        "I can paste the Zoom invite here at ten",
        "dejo el enlace de Zoom aquí",
        "ich schicke den Link hier rein",
        "je mets le lien Teams ici",
        "кину ссылку на зум сюда",
    ],
)
def test_a_link_put_into_the_chat_keeps_no_talk_there(text: str) -> None:
    assert not scene(text).has("stay", "upwork-tool")


@pytest.mark.parametrize(
    "text",
    [
        "Let's keep everything here please",
        "Please send the files here, in this chat",
        "seguimos por aquí hasta el contrato",
        "bitte alles hier im Chat lassen",
        "Restons ici pour le moment",
        "We can talk here, with Upwork's call button",
    ],
)
def test_a_word_that_talk_stays_is_heard(text: str) -> None:
    assert scene(text).has("stay", "upwork-tool")


@pytest.mark.parametrize(
    "text",
    [
        "dès que tu as accepté je t'ajoute au slack",
        "en cuanto aceptes te paso el whatsapp",
        "assim que aceitar eu te chamo no zap",
        "appena accetti ci spostiamo su slack",
        "sobald du annimmst, lade ich dich in Slack ein",
        "zodra je accepteert gaan we naar slack",
        "odată ce accepți îți dau numărul",
        "как только примешь, перейдём в телегу",
        "щойно приймеш, додам у телеграм",
        "jak przyjmiesz to dodam cię na slacka",
        "kabul edince whatsapp'tan yazarım",
        "بمجرد ما تقبل نكمل واتساب",
        "accept karte hi slack pe add kar dunga",
        "contract shuru hoile messenger e add kore dibo",
        "begitu diterima kita pindah ke WA",
        "khi nào bạn accept thì mình add zalo",
        "pag na-accept mo na, add kita sa viber",
        "承諾いただいたらSlackに招待します",
        "as soon as it runs we can use Slack",
    ],
)
def test_what_is_put_off_until_the_offer_is_accepted_is_known(text: str) -> None:
    assert scene(text).has("condition")


@pytest.mark.parametrize(
    "text",
    [
        "je te passe mon whatsapp maintenant",
        "te paso el whatsapp, así es más fácil",
        "acepto tarjeta y efectivo en la tienda",
        "wir nehmen auch Barzahlung an",
        "давай в телеграм, там удобнее",
        "hadi whatsapp'tan yazalım",
        "accept all cookies, then the banner goes away",
        "WA saja ya, nomor saya menyusul",
    ],
)
def test_what_is_wanted_now_is_put_off_until_nothing(text: str) -> None:
    assert not scene(text).has("condition")


@pytest.mark.parametrize(
    "text",
    [
        "could you do it for a bit less?",
        "what's your best price",
        "budget is very tight",
        "¿me lo podrías ajustar un pelín?",
        "dá pra fazer um descontinho?",
        "c'est votre dernier mot ?",
        "geht da preislich noch was, etwas weniger?",
        "mi fai uno sconto sul totale?",
        "kan het iets goedkoper",
        "mai lăsați ceva din preț?",
        "сможете чуть дешевле?",
        "а знижку зробите?",
        "da się zejść z ceny?",
        "biraz indirim olur mu",
        "ممكن تراعونا شوي بالسعر؟",
        "थोड़ा और कम कीजिए ना",
        "sir thoda kam karo",
        "ektu kom rakhen",
        "两千八能做吗?",
        "kurang dikit lagi ga kak",
        "Bớt cho anh chút xíu",
        "may tawad pa ba",
        "もう少しお安くなりますか",
        "조금만 깎아주세요",
    ],
)
def test_a_price_that_is_asked_lower_is_known(text: str) -> None:
    assert scene(text).has("haggle")


@pytest.mark.parametrize(
    "text",
    [
        "the price is fine, please start",
        "I'll send the offer tonight",
        "el precio está bien, mándame la propuesta",
        "der Preis passt, ich schicke das Angebot",
        "le prix me va, je valide l'offre",
        "цена устраивает, высылаю оффер",
        "価格はそれで大丈夫です",
        "价格没问题，我发offer",
    ],
)
def test_a_price_that_is_taken_is_no_haggling(text: str) -> None:
    assert not scene(text).has("haggle")


@pytest.mark.parametrize(
    "text",
    [
        "I'm on Zoom with our accountant until three",
        "stuck in a Teams call with the boss",
        "The board meets on Teams on the 15th",
        "estoy en un Zoom con mi socio",
        "tô numa call no Meet com o contador",
        "je suis en visio Teams avec mon comptable",
        "sono in call su Zoom con il commercialista",
        "Sitze in ner Zoom-Runde mit dem Steuerberater",
        "zit in een Teams overleg met de notaris",
        "do 16 siedzę na zoomie z inwestorem",
        "сижу в зуме с бухгалтером",
        "我在跟工厂开腾讯会议",
        "lagi zoom sama supplier",
        "đang họp zoom với sếp",
    ],
)
def test_a_meeting_with_somebody_else_is_known(text: str) -> None:
    assert scene(text).has("meets-others")


@pytest.mark.parametrize(
    "text",
    [
        "Let's do Teams at 3 with our accessibility officer",
        "can you join a Zoom with us tomorrow",
        "hagamos un Zoom con mi socio",
        "lass uns zoomen",
        "давайте созвонимся в зуме",
        "Zoom'da görüşelim mi",
    ],
)
def test_a_meeting_with_us_is_none_with_somebody_else(text: str) -> None:
    assert not scene(text).has("meets-others")
