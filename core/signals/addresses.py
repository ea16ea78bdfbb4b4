"""Find postal addresses in the forms of the main languages; precision comes before completeness."""

# ruff: noqa: SIM905 - Long lists of words read best as text.

import re

import re2

from core.fold import Folded
from core.signals.entities import Entity
from core.tokens import Tokens

MOST = 50

_NUMBER = r"\d{1,4}[a-z]?(?:[/\-]\d{1,4})?[a-z]?"
_ONE = r"[^\d\s,;:!?()\"]{2,24}"
_TAIL = (
    r"(?:,? (?:suite|ste|apt|apartment|unit|flat|floor|piso|bajo|int|kv|кв|lok|m\.) ?\.?#? ?\d{1,4}[a-z]?)?"
)
_FORMS = (
    # number, name, street word: English, Vietnamese
    ("en", rf"\d{{1,5}}[a-z]?,? (?:{_ONE} ){{1,3}}(?:street|avenue|ave|road|rd|boulevard|blvd|lane|highway|hwy|parkway|pkwy){_TAIL}"),
    ("weak-en", rf"\d{{1,5}}[a-z]? (?:{_ONE} ){{1,3}}(?:st|drive|dr|court|ct|place|terrace|way|close|crescent|square|sq|ln|row|quay|mews){_TAIL}"),
    ("box", r"p\.? ?o\.? ?box:? ?\d{2,6}|postfach \d{2,6}|apartado(?: postal| de correos)? \d{2,6}|postbus \d{2,6}|а/я \d{2,6}|bp \d{3,5},? \d{5}"),
    ("vi", rf"(?:so )?{_NUMBER} (?:duong|pho|hem|ngo|ngach) {_ONE}"),
    # number, street word, name: French
    ("fr", rf"\d{{1,4}}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|bd|allee|chemin|impasse|quai|faubourg|passage)(?: (?:de|du|des|la|le|les|l'|d'))* {_ONE}"),
    # street word, name, number: Spanish, Portuguese, Italian, Slavic, Romanian, Indonesian
    ("es", rf"(?:calle|c/|avda\.?|avenida|plaza|paseo|carrer|ronda|travesia|carrera|cra\.?|rua|travessa|praca|alameda|estrada)(?: {_ONE}){{1,4}},?(?: n[o.°º]*| num\.?| #)? ?{_NUMBER}"),
    ("weak-it", rf"(?:via|viale|piazza|piazzale|corso|largo|vicolo)(?: {_ONE}){{1,3}},? {_NUMBER}"),
    ("pl", rf"(?:ul\.|ulica|al\.|aleja|os\.|вул\.?|вулиця|просп\.|пров\.|ул\.?|улица|проспект|пр-т|пр-кт|переулок|пер\.|бульвар|шоссе|наб\.)(?: ?{_ONE}){{1,3}},? (?:д\.? ?|дом |буд\.? ?|nr ?)?{_NUMBER}"),
    ("ro", rf"(?:str\.?|strada|bd\.?|bulevardul|calea|aleea|sos\.|soseaua)(?: {_ONE}){{1,4}},? nr\.? ?{_NUMBER}"),
    ("id", rf"(?:jl\.?|jalan|jln\.?|gg\.|gang)(?: {_ONE}){{1,4}},?(?: no\.?| nomor| blok [a-z]+)* ?{_NUMBER}"),
    # name and street word in one, number: German, Dutch
    ("de", rf"[^\d\s,.;:!?()/]{{3,30}}(?:strasse|str\.|straat|gasse|allee|gracht|laan|plein) {_NUMBER}"),
    ("de2", rf"[^\d\s,.;:!?()/]{{3,20}} (?:strasse|str\.|allee) {_NUMBER}"),
    ("weak-de", rf"[^\d\s,.;:!?()/]{{4,30}}(?:weg|platz|ufer|damm|kade|dijk|singel) {_NUMBER}"),
    ("tr", rf"(?:{_ONE} ){{1,3}}(?:sokak|sokagi|sok\.|caddesi|cad\.|bulvari|blv\.|mahallesi|mah\.),? ?(?:no ?[:.]? ?){_NUMBER}"),
    ("ar", r"شارع [^\d,.]{3,40}[, ]+(?:رقم|عماره|مبني|بنايه)? ?\d{1,4}"),
    ("hi", r"(?:house no|h\.? ?no|plot no|flat no|मकान नंबर|मकान न|प्लॉट नंबर|मकान नं|বাড়ি|বাসা|হাউস|مكان نمبر)\.? ?[\d/\-]{1,6}[a-z]?,? [^\d\s]{2,20} ?[^\s]{0,16}"),
    ("zh", r"[\x{3400}-\x{9fff}]{1,8}(?:路|街|大道|巷|弄|胡同)\d{1,5}(?:弄\d{1,4})?号"),
    ("ja", r"〒? ?\d{3}-\d{4} ?[\x{3400}-\x{9fff}]{2,4}[都道府県市区]|[\x{3400}-\x{9fff}]{1,8}[市区町村][\x{3040}-\x{9fff}]{1,10}\d{1,3}(?:丁目|-\d{1,3}-\d{1,3}|番地?)"),
    ("ko", r"[가-힣]{1,4}(?:시|구|군) [가-힣]{1,10}(?:로|길|대로) ?\d{1,4}(?:번길 ?\d{1,4})?"),
)  # fmt: skip
_ADDRESS = re2.compile(r"(?:^|[^\pL\pN/.\-])(?:" + "|".join(f"({pattern})" for _, pattern in _FORMS) + ")")
_DIGIT = re.compile(r"\d")
_ZIP = re.compile(
    r"^.{0,40}?(?:\b\d{5}(?:-\d{4})?\b|\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|\b\d{4} ?[a-z]{2}\b|\b\d{2}-\d{3}\b|, ?[^\d,]{3,24}(?:,|\.|$|\n))",
    re.DOTALL,
)
_CUE = re.compile(
    r"\b(?:address|adresse|direccion|endereco|indirizzo|adres|адрес|adresa|office|located|visit|alamat|dia chi|ship|send|mail|post)\b|عنوان|पता|ঠিকানা|地址|住所|주소"
)
_PROSE = frozenset(
    "the a an of and or to in on for with at by from this that these those is are was be down up off into per more "
    "than least most only about around over under other next last same main weeks week days day hours hour months "
    "month years year minutes people users items steps pages screens times devs developers designers options percent "
    "whatsapp telegram email e-mail mail sms api zoom skype http https de la el en con por para una un y e non per "
    "una chat app web git ssh one two my your our their".split()
)  # fmt: skip


def find(folded: Folded, _tokens: Tokens) -> list[Entity]:
    """Return the postal addresses of a text."""
    text = folded.text
    if not _DIGIT.search(text):
        return []
    found: list[Entity] = []
    for match in _ADDRESS.finditer(text):
        if len(found) >= MOST:
            break
        group = next(number for number, part in enumerate(match.groups(), 1) if part is not None)
        if item := _weighed(text, match.start(group), match.end(group), _FORMS[group - 1][0]):
            found.append(item)
    return found


def _weighed(text: str, start: int, end: int, form: str) -> Entity | None:
    """Return the address, unless its words are those of a sentence."""
    if text[end : end + 1].isalpha() and text[end : end + 1].isascii():
        return None
    words = re.findall(r"[^\W\d_]+", text[start:end])
    articles = {"de", "la", "el", "en", "y", "e", "con"}
    if form in ("en", "weak-en", "de", "weak-de", "de2", "tr", "pl", "vi", "id", "ro", "weak-it"):
        articles = {"de", "la"} if form == "weak-it" else set()
    zipped = bool(_ZIP.match(text[max(0, start - 12) : start]) or _ZIP.match(text[end : end + 60]))
    if zipped:
        articles = articles | {"main"}  # As in "12 Main Street, Springfield".
    if form not in ("box", "hi", "zh", "ja", "ko", "ar") and any(
        word in _PROSE and word not in articles for word in words
    ):
        return None
    sure = not form.startswith("weak") or zipped
    if (form == "weak-it" and not zipped) or (form == "weak-en" and not zipped and not _CUE.search(text)):
        return None
    if form == "es" and not zipped and not _CUE.search(text):
        sure = False
    return Entity("address", start, end, "", text[start:end], sure=sure)
