"""What a sentence speaks of: the site that is built, or this one, where we talk; a no, or a number."""

import pytest

from core.reading import scenes_of
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
