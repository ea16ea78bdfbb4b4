from datetime import date

import pytest

from core.model import Level, Outcome, Speaker, State
from core.policy import load
from core.question import Question, check

POLICY = load()
TODAY = date(2026, 11, 22)


def outcome(text: str) -> Outcome:
    return check(Question(text=text), POLICY, TODAY).verdict.outcome


@pytest.mark.parametrize(
    "ask, answer, code",
    [
        ("Can we talk on WhatsApp? +1 415 555 0132", "Sure, added you.", "UPW102"),
        ("Podemos falar no Telegram? Sou @rui_ferro", "Claro, feito", "UPW102"),
        ("Let's skip the fee, I pay you by PayPal directly.", "Deal.", "UPW311"),
        ("давайте перейдём в телеграм, @oleg_sad", "хорошо", "UPW102"),
        ("And pay by PayPal?", "Yes, fine.", "UPW311"),
        ("And pay by PayPal?", "Works for me.", "UPW311"),
        ("Can I pay by PayPal?", "Of course, no problem", "UPW311"),
        ("And payment by Wise?", "Go ahead", "UPW311"),
        ("Bank transfer okay?", "All good", "UPW311"),
        ("Could I pay you directly, not through Upwork?", "That's fine", "UPW311"),
        ("Kann ich per PayPal zahlen?", "Ja, kein Problem", "UPW311"),
        ("我可以用PayPal付款吗？", "没问题", "UPW311"),
    ],
)
def test_our_short_yes_to_an_ask_is_our_step_outside(ask: str, answer: str, code: str) -> None:
    verdict = check(Question(text=f"Client: {ask}\nMe: {answer}"), POLICY, TODAY).verdict
    ours = [finding for finding in verdict.findings if finding.by is Speaker.US]
    assert [finding.rule for finding in ours] == [code]


@pytest.mark.parametrize(
    "ask, answer",
    [
        ("Can we talk on WhatsApp? +1 415 555 0132", "Sure, but here please until the contract runs."),
        ("Can we talk on WhatsApp? +1 415 555 0132", "Once the contract is active, sure."),
        (
            "Can we talk on WhatsApp? +1 415 555 0132",
            "No problem with typing here, WhatsApp once we have a contract.",
        ),
        ("Can you send the mock-ups by Friday?", "Sure, will do."),
        ("Which address should I add as a viewer to Google Analytics?", "Sure, one moment."),
        ("Can you start Monday?", "Yes, fine."),
        ("Shall I pay through Upwork?", "Yes, fine."),
        ("Will you send the invoice via Upwork?", "Works for me."),
        ("Can the shop accept PayPal?", "Sure!"),
        ("Can the app pay drivers by bank transfer?", "Sure!"),
        ("Can I pay by PayPal?", "ok so what is it about"),
        ("Can I pay by PayPal?", "Ok, let me check and come back"),
        ("Can I pay by PayPal?", "Ok I see"),
        ("Can I pay by PayPal?", "Yes, we can talk about the scope first"),
        ("Can I pay by PayPal?", "Sure, through an Upwork milestone"),
        ("Can I pay by PayPal?", "Sorry, no"),
    ],
)
def test_a_yes_to_something_else_or_with_a_condition_is_none(ask: str, answer: str) -> None:
    verdict = check(Question(text=f"Client: {ask}\nMe: {answer}"), POLICY, TODAY).verdict
    assert not [
        finding
        for finding in verdict.findings
        if finding.by is Speaker.US and finding.level is Level.VIOLATION
    ]


@pytest.mark.parametrize(
    "text, lang",
    [
        ("Client: my email is anna@shop.example.com", "en"),
        ("Sure, here is my email: a@b.com", "en"),
        ("Great. Here is my calendly: calendly.com/x/30, pick a slot", "en"),
        ("Here is my site, acme.de", "en"),
        ("mi correo es ana@ejemplo.com, escríbeme", "es"),
        ("Pode falar comigo com calma no meu email?", "pt"),
    ],
)
def test_the_ending_of_an_address_speaks_for_no_language(text: str, lang: str) -> None:
    assert check(Question(text), POLICY, TODAY).reading.lang == lang


def test_a_plain_ask_is_found_in_a_chat_of_any_length() -> None:
    chat = "\n".join(
        f"{'Anna Lee' if number % 2 else 'Me'}\n{number % 12 + 1}:{number % 60:02} PM\nThe draft looks good, thanks."
        for number in range(500)
    )
    asked = f"{chat}\nAnna Lee\n5:00 PM\nnow send me your whatsapp number please"
    assert [finding.rule for finding in check(Question(asked), POLICY, TODAY).verdict.findings] == ["UPW209"]


@pytest.mark.parametrize(
    "asked, said, rules",
    [
        ("Sure, great. How shall we do the balance?", "PayPal, friends and family.", ["UPW301"]),
        ("Certo, ottimo. Il saldo come lo facciamo?", "PayPal, con amici e familiari.", ["UPW301"]),
        ("How do your customers pay now?", "PayPal mostly, some by bank transfer.", []),
        ("Sure, great. How shall we do the balance?", "As a milestone here, like the first.", []),
    ],
)
def test_a_short_answer_about_money_means_what_its_question_makes_of_it(
    asked: str, said: str, rules: list[str]
) -> None:
    text = f"Client: 180 with the label, is that fine?\nMe: {asked}\nClient: {said}"
    verdict = check(Question(text=text), POLICY, TODAY).verdict
    assert [finding.rule for finding in verdict.findings] == rules


@pytest.mark.parametrize(
    "ask",
    [
        "Can we have a quick call this week?",
        "¿Podemos hacer una llamada el jueves?",
        "Bora uma call rapidinha?",
        "On se fait un petit appel demain ?",
        "短い通話をお願いできますか",
        "Hätten Sie morgen Zeit für einen kurzen Call?",
        "Созвониться можно, объяснить про размеры?",
        "Зідзвонимось завтра?",
        "5 min call possible?",
    ],
)
def test_a_call_that_names_no_place_may_be_one_on_upwork(ask: str) -> None:
    verdict = check(Question(text=ask, speaker=Speaker.CLIENT), POLICY, TODAY).verdict
    assert [(finding.rule, finding.level) for finding in verdict.findings] == [("UPW105", Level.ADVICE)]


@pytest.mark.parametrize(
    "ask",
    [
        "Can we have a quick call on Zoom this week?",
        "Quick phone call?",
        "¿Podemos hacer una llamada a tu celular el jueves?",
        "Un petit appel demain sur Teams ?",
        "Созвониться можно по телефону?",
        "Зідзвонимось завтра у вайбері?",
        "Let's do a quick call outside of here.",
    ],
)
def test_a_call_that_names_another_place_is_none_on_upwork(ask: str) -> None:
    verdict = check(Question(text=ask, speaker=Speaker.CLIENT), POLICY, TODAY).verdict
    assert Level.VIOLATION in {finding.level for finding in verdict.findings}


@pytest.mark.parametrize(
    "text",
    [
        "Nadia: I send the old deck, be nice\n\ndeck_v7_ok.pptx\nPete: It's not bad at all.",
        "Cliente: Eccola. masseria_li_santi.zip, dentro c'è anche il colore della pietra",
        "Client: ok. iti trimit lista_locatii_v5.ods, sunt 41, taie tu cateva ca nu incap",
        "Klient: w pliku zalanie_raw.png moja mina jest oryginalna",
    ],
)
def test_the_name_of_an_attached_file_is_nobodys_name(text: str) -> None:
    assert check(Question(text=text), POLICY, TODAY).verdict.findings == ()


def test_beside_the_name_of_a_file_a_contact_is_still_heard() -> None:
    text = "Client: the brief is brief_v2.pdf, and on telegram I am petra_holm_designs"
    assert check(Question(text=text), POLICY, TODAY).verdict.outcome is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text, outcome",
    [
        ("Me: Sorry, we do not fill in forms outside Upwork before the contract.", Outcome.CLEAR),
        ("Client: They won't fill in a form. They can hardly fill in a text.", Outcome.CLEAR),
        ("Client: I do not use WhatsApp, please fill in the form on our site.", Outcome.VIOLATION),
    ],
)
def test_a_form_that_nobody_fills_in_is_none_to_fill_in(text: str, outcome: Outcome) -> None:
    assert check(Question(text=text), POLICY, TODAY).verdict.outcome is outcome


@pytest.mark.parametrize(
    "answer, code",
    [
        ("Yes, 10:00 works. Will you open the video call from the Upwork room?", "UPW105"),
        ("Yes, 10:00 works for me, talk to you then.", "UPW103"),
    ],
)
def test_a_talk_without_a_place_is_where_the_answer_puts_it(answer: str, code: str) -> None:
    ask = "We interview everybody live before we choose. Would Wednesday at 10:00 suit you?"
    findings = check(Question(text=f"Client: {ask}\nMe: {answer}"), POLICY, TODAY).verdict.findings
    assert [finding.rule for finding in findings if finding.by is Speaker.CLIENT] == [code]


@pytest.mark.parametrize("ask", ["Can I pay you by PayPal?", "Let's talk on Telegram"])
@pytest.mark.parametrize(
    "answer",
    [
        "Upwork only, sorry",
        "I'm afraid not",
        "That's against the rules",
        "nope",
        "everything through Upwork please",
        "nah, here please",
        "Nein danke",
        "No, gracias",
    ],
)
def test_our_short_no_answers_what_the_client_has_just_asked(ask: str, answer: str) -> None:
    verdict = check(Question(text=f"Client: {ask}\nMe: {answer}"), POLICY, TODAY).verdict
    assert [(finding.by, finding.state) for finding in verdict.findings] == [(Speaker.CLIENT, State.ANSWERED)]


@pytest.mark.parametrize(
    "answer", ["Not sure I follow?", "The logo is no problem", "Three pages, two rounds"]
)
def test_what_is_no_short_no_leaves_the_ask_open(answer: str) -> None:
    verdict = check(Question(text=f"Client: Can I pay you by PayPal?\nMe: {answer}"), POLICY, TODAY).verdict
    assert State.ANSWERED not in {finding.state for finding in verdict.findings}


def test_a_payment_that_is_said_to_be_outside_is_heard_in_a_talk() -> None:
    text = "Client: 4,200 is over my budget, I have 3,800.\nMe: We could do 3,800 if we work outside Upwork, since the fee falls away."
    verdict = check(Question(text=text), POLICY, TODAY).verdict
    assert [(finding.rule, finding.by) for finding in verdict.findings] == [("UPW311", Speaker.US)]


@pytest.mark.parametrize("answer", ["Got it", "good to know", "👍", "alright", "ok, merci"])
def test_below_a_number_a_few_ordinary_words_hide_none(answer: str) -> None:
    text = f"Client: my cell is 415-555-0132\nMe: {answer}"
    verdict = check(Question(text=text), POLICY, TODAY).verdict
    assert [finding.by for finding in verdict.findings] == [Speaker.CLIENT]


def test_below_a_number_a_name_is_still_heard() -> None:
    text = "Client: my cell is 415-555-0132, yours?\nMe: mina_draws"
    verdict = check(Question(text=text), POLICY, TODAY).verdict
    assert Speaker.US in {finding.by for finding in verdict.findings}


LABELS = """Gareth: three wine labels, the printer needs files by the 20th
Petra: Lovely. What goes on the back label?
Gareth: 12,5% vol, 75cl, contains sulphites. Importer wants his line too: Tillotson & Daughter, tel 01632 960344, {mail}
Petra: That is a lot of text for 70 x 90 mm.
Gareth: He is precious about it. {more}"""


def test_contact_data_that_is_to_be_printed_is_nobodys_offer() -> None:
    text = LABELS.format(mail="hello@tillotsonwine.example", more="Take what you need.")
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize(
    "chat",
    [
        (
            "Client: How much for the site with a shop?\nMe: 1,200 in three steps.\nClient: Great, what's your WhatsApp?\n"
            "Me: I'd rather stay here until the contract.\nClient: It's only for the pictures. +1 415 555 0132"
        ),
        (
            "Client: Quanto custa o site com loja?\nMe: 1.200, em três etapas.\nClient: Me passa seu zap?\n"
            "Me: Prefiro manter tudo por aqui até o contrato.\nClient: É só pra mandar as fotos, prometo. 11 95550-1234"
        ),
    ],
)
def test_who_asked_for_talk_outside_gives_a_number_for_that(chat: str) -> None:
    verdict = check(Question(text=chat), POLICY, TODAY).verdict
    assert "UPW201" in {finding.rule for finding in verdict.findings if finding.state is State.OPEN}


def test_beside_what_is_to_be_printed_an_offer_is_still_heard() -> None:
    more = "And write to me at gareth@tillotsonwine.example, I never look in here."
    verdict = check(
        Question(text=LABELS.format(mail="hello@tillotsonwine.example", more=more)), POLICY, TODAY
    ).verdict
    assert verdict.outcome is Outcome.VIOLATION


BRACKETS = """Raj: 17 brackets, 3 mm and 5 mm S355, pencil sketches and one sample of each
Olga: Are hole tolerances given?
Raj: some are. We'd measure the rest with you
Olga: Fine. 1.5 h a bracket and 4 h for the assembly
Raj: ok that fits. my assistant will set up a teams thing for tomorrow morning, our welder wants in on it as well
Olga: {answer}
Raj: ok
Olga: Please put the photos of the samples here before."""


def test_an_ask_that_is_turned_down_is_heard_in_a_long_talk() -> None:
    assert outcome(BRACKETS.format(answer="I can't, before the contract I only talk here on Upwork.")) is (
        Outcome.VIOLATION
    )


@pytest.mark.parametrize(
    "text, code",
    [
        ("Sorry, we can't write to jo@stojsubs.example before the contract, let's stay on here", "UPW202"),
        ("We'd rather not leave Upwork, our number is +44 7700 900123", "UPW201"),
    ],
)
def test_a_no_that_gives_a_contact_gives_it(text: str, code: str) -> None:
    verdict = check(
        Question(text=f"Client: can I reach you some other way?\nMe: {text}"), POLICY, TODAY
    ).verdict
    assert code in {finding.rule for finding in verdict.findings if finding.by is Speaker.US}


def test_a_meeting_whose_link_is_put_here_is_one_elsewhere() -> None:
    text = "Let's do Teams at 3, I'll paste the meeting link in here at ten to."
    assert outcome(f"Client: A pilot is sensible. {text}\nMe: Fine.") is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    ["300 pe upwork și 400 prin transfer bancar, să nu dăm comision la toată suma"],
)
def test_a_payment_past_the_fee_is_no_refusal_of_it(text: str) -> None:
    assert outcome(f"Client: {text}\nMe: Suma e 300?") is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text", ["Sí, la versión gratis", "oui, la version gratuite", "免费版", "мы на бесплатном тарифе"]
)
def test_a_free_version_of_something_is_no_unpaid_work(text: str) -> None:
    assert outcome(f"Me: ?\nClient: {text}") is Outcome.CLEAR


LEAFLET = """Kent: leaflet for farm workers about pesticides, English to Mexican Spanish, 2 pages
Kent: "IF SWALLOWED: do not make the person vomit. Call Poison Help at 202-555-0147. Write to safety@greenrow.example for a copy."
Daniela: Hello Kent. Numbers and mail stay exactly as they are, right?
Kent: right, only the words"""


def test_contact_data_within_a_text_that_is_worked_on_is_nobodys_offer() -> None:
    assert outcome(LEAFLET) is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        'my mail is "jo@greenrow.example", write to me there',
        'put "Fen Mill, +44 7700 900123" into your phone and call me there',
        'so: "you can reach me any evening on +44 7700 900123, or at jo@fenmill.example, whatever suits"',
    ],
)
def test_quotation_marks_hide_no_offer(text: str) -> None:
    assert outcome(f"Client: {text}") is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        'Ed Moss\n10:00\nWhat should the auto-reply say?\nKim\n10:04\n"Thanks! Call us on 0800 555 019 or write to us."',
        'Ed\n10:00\nTwo lines for the ad, the second with our number 0800 555 019.\nKim\n10:04\n"Call 0800 555 019!"',
        'Ed Moss\n10:00\nDie Anzeige braucht noch einen Satz.\nKim\n10:04\n"Rufen Sie uns an: 0461 555 0190."',
        'Ed Moss\n10:00\n¿Qué ponemos en el contestador?\nKim\n10:04\n"Escríbanos por WhatsApp al 612 555 014."',
        'Client: Translate: "Please call me on my mobile or send a WhatsApp."',
        'Client: Voice-over line 3: "Call now, 0800 555 019, and save the fees!"',
        'Kim: Draft of your newsletter: "Reply to this mail or call Sam at 0161 555 0133."',
    ],
)
def test_words_that_are_written_for_the_client_to_use_are_nobodys_offer(text: str) -> None:
    verdict = check(Question(text=text, us=("Kim",)), POLICY, TODAY).verdict
    assert verdict.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        'Client: "Call me on 0800 555 019"',
        'Client: Please translate this. Call me on "WhatsApp" then',
        'Client: My boss says "call me on WhatsApp +44 7700 900123" so please do',
        "Kim: Here is the draft. Call me on 0161 555 0133 with your comments.",
        'Ed Moss\n10:00\nWhat should the ad say?\nKim\n10:04\n"Sure", call me on 0161 555 0133',
    ],
)
def test_beside_such_words_an_offer_is_still_heard(text: str) -> None:
    verdict = check(Question(text=text, us=("Kim",)), POLICY, TODAY).verdict
    assert verdict.outcome is Outcome.VIOLATION


PALMS = """Hendro: Siang mbak, saya mau bikin buku panduan alat panen sawit, 40 halaman
Ratri: Siang Pak! Gambarnya sudah ada di CAD atau foto saja?
Hendro: foto dari kebun, ada lumpurnya
Ratri: Tidak apa, saya gambar ulang garisnya.
Hendro: bahasa apa saja bisa?
Ratri: Indonesia sama Inggris, Pak.
Hendro: No WA nya berapa mbak? biar enak saya kirim fotonya
Ratri: {answer}
Hendro: siap"""


def test_a_question_for_a_number_and_the_number_bear_each_other_out() -> None:
    verdict = check(Question(text=PALMS.format(answer="0812 5550 0133 Pak, silakan")), POLICY, TODAY).verdict
    assert {"UPW201", "UPW209"} <= {finding.rule for finding in verdict.findings}


@pytest.mark.parametrize(
    "text",
    [
        "Bisa kurang dikit lagi ga kak? Masih UMKM nih, modal pas-pasan hehe",
        "C'est votre dernier mot ? À 1 200 je dois repasser devant mon associé, à 1 000 je valide l'offre ce soir.",
        "两千八能做吗?能的话我这就点雇佣,不能我再去跟老板磨一磨。",
    ],
)
def test_who_only_haggles_pays_nothing_outside(text: str) -> None:
    assert outcome(f"Client: {text}") is Outcome.CLEAR


def test_who_haggles_for_a_payment_outside_is_heard() -> None:
    assert outcome("Client: give me your best price if I pay you directly by PayPal") is Outcome.VIOLATION


def test_who_wants_no_middleman_turns_down_nothing_but_upwork() -> None:
    text = (
        "let's not bother with this middleman for the next one, you and me can settle that between ourselves"
    )
    assert outcome(f"Client: {text}") is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text",
    [
        "https://drive.google.com/drive/folders/1x9QbK3mVw7LpTzR2sYnE5uHc",
        "https://we.tl/t-aB3dE5fG",
        "https://1drv.ms/u/s!AbCdEf\nhttps://we.tl/t-Zx81kQ",
    ],
)
def test_a_link_to_files_alone_is_nobodys_contact(text: str) -> None:
    assert outcome(text) is Outcome.CLEAR


@pytest.mark.parametrize("text", ["https://wa.me/447700900118", "https://calendly.com/fernhill/30min"])
def test_a_link_that_leads_to_somebody_is_found_alone(text: str) -> None:
    assert outcome(text) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text", ["Μπορούμε να μιλήσουμε στο Viber;", "אפשר לדבר בוואטסאפ?", "ขอไลน์หน่อยได้ไหมครับ"]
)
def test_words_in_a_script_that_is_not_read_are_said_to_be_unchecked(text: str) -> None:
    verdict = check(Question(text=text), POLICY, TODAY).verdict
    assert len(verdict.unchecked) == 1
    assert verdict.outcome is not Outcome.CLEAR  # The name of a tool may be heard all the same.


@pytest.mark.parametrize(
    "text", ["👍🙏", "안녕하세요 견적 부탁드립니다", "Ελλάδα is where our shop is", "ok"]
)
def test_what_is_read_is_not_said_to_be_unchecked(text: str) -> None:
    assert not check(Question(text=text), POLICY, TODAY).verdict.unchecked


def test_a_plain_request_for_an_account_is_heard_in_a_talk() -> None:
    text = """Rubén: tengo un invernadero de jitomate, quiero automatizar el riego
Nayeli: Hola Rubén, ¿qué sensores compró?
Rubén: de los baratos, 12 piezas
Nayeli: Sirven para la prueba. ¿Hay wifi allá o uso LoRa?
Rubén: no llega el wifi. Páseme su WhatsApp inge y le mando videos del lugar, y ya por ahí nos vamos arreglando
Rubén: el tinaco es de 5 mil litros
Nayeli: 300 m con LoRa va sobrado."""
    assert outcome(text) is Outcome.VIOLATION


@pytest.mark.parametrize(
    "ask",
    [
        "can we carry on somewhere that doesnt pop up on my work screen tho? messenger or w/e, im jb.clayhands",
        "if ur fine with paypal friends n family i wont bother w the whole milestone rigamarole, its 45 bucks lol",
    ],
)
def test_what_is_sent_next_drowns_out_no_ask(ask: str) -> None:
    after = "Ann Lee\n5:51 PM\nalso can you add a little lip so the wire does not chafe"
    text = f"Ann Lee\n5:28 PM\nneed a bracket modeled\nUs\n5:33 PM\n45 USD.\nAnn Lee\n5:49 PM\n{ask}\n{after}"
    findings = check(Question(text=text, us=("Us",)), POLICY, TODAY).verdict.findings
    assert [text.index(ask) <= finding.evidence[0].start < text.index(after) for finding in findings] == [
        True
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Meeting our lawyer on Zoom at 3", Outcome.CLEAR),
        ("I have a call with my partner at 3 on Google Meet", Outcome.CLEAR),
        ("I have a call with my partner at 3 on Google Meet, can you join us there?", Outcome.VIOLATION),
    ],
)
def test_a_meeting_with_somebody_else_is_no_ask_unless_you_are_spoken_to(
    text: str, expected: Outcome
) -> None:
    verdict = check(Question(text=text, speaker=Speaker.CLIENT), POLICY, TODAY).verdict
    assert verdict.outcome is expected


@pytest.mark.parametrize(
    "text", ["Tel.: 030 901820", "Telefon 030 901820", "Phone: +44 7700 900118", "mobile 07700 900118"]
)
def test_a_number_and_the_word_for_it_is_a_number_and_no_call(text: str) -> None:
    verdict = check(Question(text=text, speaker=Speaker.CLIENT), POLICY, TODAY).verdict
    assert [finding.rule for finding in verdict.findings] == ["UPW201"]


ASKED = "Lee: Can I pay by bank transfer? Saves us both the cut.\nDana: "


@pytest.mark.parametrize(
    "no",
    [
        "I can't do that, sorry. Projects from Upwork are paid on Upwork.",
        "That's against the rules I'm afraid, let's use the escrow here.",
        "No, I only work with payments through Upwork.",
    ],
)
def test_a_no_with_its_reason_is_the_answer_and_what_is_asked_again_is_pushing(no: str) -> None:
    calm = check(Question(text=f"{ASKED}{no}\nLee: ok fair enough", us=("Dana",)), POLICY, TODAY).verdict
    assert [finding.state for finding in calm.findings] == [State.ANSWERED]
    text = f"{ASKED}{no}\nLee: pretty please? paypal then"
    pushed = check(Question(text=text, us=("Dana",)), POLICY, TODAY).verdict
    assert "UPW315" in [finding.rule for finding in pushed.findings]


@pytest.mark.parametrize(
    "text, rule",
    [
        ("Lee: paypal ok?\nDana: I usually don't take PayPal, but for you I'd make an exception.", "UPW311"),
        (
            "Lee: Let's talk on Telegram\nDana: I'd like to stay here for now.\nLee: Come on\nDana: Fine, I'm danar there",
            "UPW102",
        ),
    ],
)
def test_who_gives_in_after_a_no_has_agreed(text: str, rule: str) -> None:
    verdict = check(Question(text=text, us=("Dana",)), POLICY, TODAY).verdict
    ours = [finding.rule for finding in verdict.findings if finding.by is Speaker.US]
    assert ours == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "commit 4f2a9c1 broke it, uuid 123e4567-e89b-12d3-a456-426614174000",
        "key: sk_test_4eC39HqLyjWDarjtT1zdp7dc",
        "omgggggggggggggggggggggggggggggggggggggggggggggggggggg",
        "Can I pay half upfront and half on delivery?",
        "What time zone are you in? I'm in EST, phone's off after 6",
        "My email isn't working so please message me here",
    ],
)
def test_machine_words_and_instalments_and_a_broken_mail_are_left_alone(text: str) -> None:
    verdict = check(Question(text=text, speaker=Speaker.CLIENT), POLICY, TODAY).verdict
    assert verdict.outcome is Outcome.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "key: telegram_handle_is_k8studio_dm_me",
        "WhatsApp'tan yazar mısın, buradan bildirim gelmiyor",
        "Скинь почту, отправлю ТЗ",
        "kun je me appen?",
        "linktr.ee/katb has everything",
        "Do you have an hourly rate outside of Upwork?",
        "I can do 50/50: half as a milestone here, the rest wire.",
        "Upwork komisyon kesmesin diye havale yapayım mı?",
    ],
)
def test_plain_asks_in_few_words_are_heard(text: str) -> None:
    verdict = check(Question(text=text, speaker=Speaker.CLIENT), POLICY, TODAY).verdict
    assert verdict.outcome is Outcome.VIOLATION


@pytest.mark.parametrize(
    "answer",
    [
        "No, and I can't make an exception, sorry.",
        "I prefer to stay here, for you I can do 450.",
        "We don't do that outside, but sure, Upwork's call works.",
    ],
)
def test_who_keeps_to_his_no_has_not(answer: str) -> None:
    text = f"Lee: Can I pay you by PayPal, or quick WhatsApp call?\nDana: {answer}"
    verdict = check(Question(text=text, us=("Dana",)), POLICY, TODAY).verdict
    assert not [finding.rule for finding in verdict.findings if finding.by is Speaker.US]


@pytest.mark.parametrize(
    "text",
    [
        "I'll set up the contract and then you can start right away",
        "Could you start once I set up the contract?",
        "Podemos dejar la plataforma lista en mayo",
        "Wir können die Plattform weglassen und nur den Shop bauen",
        "Давайте уберем платформу из меню и оставим каталог",
        "我们不用平台的模板，自己设计",
    ],
)
def test_a_start_behind_the_contract_and_a_platform_that_is_built_are_left_alone(text: str) -> None:
    assert check(Question(text=text, speaker=Speaker.CLIENT), POLICY, TODAY).verdict.outcome is Outcome.CLEAR


@pytest.mark.parametrize(
    "answer, outcome",
    [
        ("Thursday at four, by the bakery.", Outcome.VIOLATION),
        ("The photos are enough for me, I start with the bowls.", Outcome.CLEAR),
    ],
)
def test_what_is_likely_an_ask_is_one_where_the_answer_takes_it_for_one(
    answer: str, outcome: Outcome
) -> None:
    talk = (
        "Client: Hi, we run a small pottery studio and need a new shop page.\n"
        "Me: Hi, happy to help. How many products are there?\n"
        "Client: About sixty, most of them bowls.\n"
        "Me: Then two weeks are enough, at $900 in two milestones.\n"
        "Client: The photos are a bit dark, is that a problem?\n"
        "Me: No, I can brighten them.\n"
        "Client: Good, and the texts I write myself.\n"
        "Me: Perfect.\n"
        "Client: Thursday I am near the station with the bowls, you could see them then.\n"
        f"Me: {answer}"
    )
    assert check(Question(text=talk), POLICY, TODAY).verdict.outcome is outcome


def test_who_asks_once_more_after_a_no_means_it() -> None:
    talk = (
        "Client: Let me pay you directly, it is simpler.\n"
        "Me: Sorry, we do not take payment outside Upwork.\n"
        "Client: I insist, I only pay directly."
    )
    open_ones = [
        one for one in check(Question(text=talk), POLICY, TODAY).verdict.findings if one.state is State.OPEN
    ]
    assert open_ones


@pytest.mark.parametrize(
    "text",
    [
        "Client: A minha prima é que trata das etiquetas, mande-lhe uma mensagem para o 910 000 318",
        "Client: Die Etiketten macht meine Cousine, schick ihr eine Nachricht an 0151 000 0318",
    ],
)
def test_a_number_to_write_to_is_heard_beside_words_of_print(text: str) -> None:
    assert check(Question(text=text), POLICY, TODAY).verdict.outcome is Outcome.VIOLATION


def test_a_long_question_that_proposes_a_payment_does_more_than_ask_how() -> None:
    talk = (
        "Client: Hi, the poster for the spring fair is next.\n"
        "Me: Happy to, $150 as last time?\n"
        "Client: Since we see each other at the fair on Sunday, would it be fine if my husband hands you the 150 at "
        "the gate, so we need not set anything up here?"
    )
    assert check(Question(text=talk), POLICY, TODAY).verdict.outcome is Outcome.VIOLATION


@pytest.mark.parametrize(
    "text, outcome",
    [
        ("Client: I go by ana_kova_studio_demo over there", Outcome.VIOLATION),
        ("Client: the key is 7fK2pQ9xLm4Tz8Rb1Wc6Yd3H", Outcome.CLEAR),
    ],
)
def test_a_handle_of_several_names_is_no_key(text: str, outcome: Outcome) -> None:
    assert check(Question(text=text), POLICY, TODAY).verdict.outcome is outcome
