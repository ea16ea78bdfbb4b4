import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.judge import judge
from core.model import Level, Outcome, Place, Purpose, Relationship, Speaker, Stage, State
from core.policy import load
from core.question import Answer, Question, check, of_one_client, reply
from core.recognition import tail_verdict
from core.reply import Diff, Footnote, Heading, Paragraph, Preformatted, Quote, Reply, Rung
from core.sealing import seal, unseal
from core.wording.tools import tool_of
from core.wording.verdict import headlines, loudest_first, reply_to, text_to_send

CORPUS = Path(__file__).parents[2] / "corpus"
POLICY = load()
TODAY = date(2026, 11, 22)
OPEN_ASK = "Client: Can we talk on WhatsApp?\nMe: What would you like to build?\n"


def judged(text: str, stage: Stage | None = None, purpose: Purpose | None = None) -> Answer:
    question = Question(text=text, relationship=Relationship("Harbour", stage), purpose=purpose)
    return check(question, POLICY, TODAY)


def texts() -> Iterator[str]:
    for name in ("conversations.jsonl", "own_pastes.jsonl"):
        for line in (CORPUS / name).read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]
    for line in (CORPUS / "growing.jsonl").read_text(encoding="utf-8").splitlines():
        yield from json.loads(line)["steps"]


def heading(answer: Reply) -> Heading:
    assert isinstance(answer.blocks[0], Heading)
    return answer.blocks[0]


def test_a_stored_judgement_is_answered_in_the_words_of_the_first_reply() -> None:
    for text in texts():
        stored = judged(text)
        reading, excerpts = unseal(seal(stored.reading, stored.excerpts))
        for stage in (None, Stage.ACTIVE_CONTRACT):
            fresh = judged(text, stage)
            relationship = fresh.question.relationship
            verdict = judge(reading, relationship, POLICY, TODAY)

            assert verdict == fresh.verdict
            assert reply_to(reading, excerpts, verdict, relationship, POLICY) == reply(fresh, POLICY)


@pytest.mark.parametrize(
    "text, purpose, ahead",
    [
        ("Me: Write to me on WhatsApp, +1 415 555 0132.", None, "Before you send: "),
        ("Write to me on WhatsApp, +1 415 555 0132.", Purpose.DRAFTS, "Before you send: "),
        ("Client: Hello!\nMe: Write to me on WhatsApp, +1 415 555 0132.", None, "Already sent: "),
    ],
)
def test_our_own_words_are_told_as_a_draft_or_as_sent(text: str, purpose: Purpose | None, ahead: str) -> None:
    assert heading(reply(judged(text, purpose=purpose), POLICY)).text.startswith(ahead)


def test_a_draft_is_shown_as_its_sentence_and_a_replacement_with_contact_data_hidden() -> None:
    answer = reply(judged("Hello. Write to me at dana@harbour.example. Bye.", purpose=Purpose.DRAFTS), POLICY)

    assert not [block for block in answer.blocks if isinstance(block, Quote)]
    (change,) = [block for block in answer.blocks if isinstance(block, Diff)]
    assert change.before == "Write to me at dan•@•••••••.•••••le."


def test_a_reply_whose_words_were_not_kept_does_without_a_quote() -> None:
    answer = judged("Client: Can we talk on WhatsApp?")

    kept = reply(answer, POLICY)
    bare = reply_to(answer.reading, (), answer.verdict, answer.question.relationship, POLICY)
    assert bare.blocks == tuple(block for block in kept.blocks if not isinstance(block, Quote))


@pytest.mark.parametrize(
    "tail, rung, said, recalled",
    [
        ("Client: A pinboard.", Rung.REACTION, "I found nothing new", "still open: Client asks to move to"),
        (
            "Client: I pay by PayPal directly.",
            Rung.FULL,
            "Outside payment",
            " · still open: Client",
        ),
    ],
)
def test_an_earlier_ask_that_is_still_open_is_recalled_in_half_a_line(
    tail: str, rung: Rung, said: str, recalled: str
) -> None:
    answer = judged(OPEN_ASK + tail)
    verdict, earlier = tail_verdict(answer.verdict, answer.reading.messages, 2)

    told = reply_to(answer.reading, answer.excerpts, verdict, answer.question.relationship, POLICY, earlier)
    assert told.rung is rung
    assert heading(told).text.startswith(said)
    assert recalled in heading(told).aside


@pytest.mark.parametrize(
    "draft, is_left",
    [
        ("Thanks Tom. Send me your e-mail address and I invite you there.", True),
        (
            "Thanks Tom. Send me your e-mail address. Later you can pay me directly via Wise, without Upwork.",
            True,
        ),
        ("Send me your e-mail address. Later you can pay me directly via Wise, without Upwork.", False),
        ("Send me your e-mail address and I invite you there.", False),
    ],
)
def test_the_rest_of_a_draft_is_spoken_of_only_where_there_is_one(draft: str, is_left: bool) -> None:
    answer = reply(judged(draft, purpose=Purpose.DRAFTS), POLICY)

    assert (Paragraph("The rest is fine.") in answer.blocks) is is_left


@pytest.mark.parametrize(
    "draft, struck, follows",
    [
        ("My number is 347 555 0142. Reach me there any time.", "any time.", False),
        ("Our Telegram is @studioblau. We answer there day and night. Just ping us.", "day and night.", True),
        (
            "Ich schick dir meine Nummer: 0171 555 0123. Melde dich da einfach, wenn was ist.",
            "was ist.",
            False,
        ),
        ("Вот мой номер: 8 916 555 01 34. Пишите туда в любое время.", "любое время.", False),
        ("My number is 347 555 0142. There are three milestones.", "42.", True),
        ("My number is 347 555 0142. Is Monday fine?", "42.", True),
    ],
)
def test_what_leans_on_words_that_go_goes_too_and_what_follows_is_to_be_checked(
    draft: str, struck: str, follows: bool
) -> None:
    blocks = reply(judged(draft, purpose=Purpose.DRAFTS), POLICY).blocks

    (change,) = [block for block in blocks if isinstance(block, Diff)]
    assert change.before.endswith(struck)
    (*said,) = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert any("what follows" in text for text in said) is follows
    assert all(text.startswith("The rest is fine.") for text in said)


def test_what_leans_and_breaks_a_rule_itself_is_struck_out_once() -> None:
    draft = "My number is 347 555 0142. Write me there on WhatsApp. The price is 900."
    blocks = reply(judged(draft, purpose=Purpose.DRAFTS), POLICY).blocks

    struck = " ".join(block.before for block in blocks if isinstance(block, Diff))
    assert struck.count("Write me there on WhatsApp.") == 1
    assert "900" not in struck


def test_every_sentence_of_a_draft_that_cannot_stay_is_struck_out() -> None:
    draft = (
        "Thanks Tom. Send me your e-mail address. You can pay me directly via Wise. Or call me on WhatsApp."
    )
    answer = reply(judged(draft, purpose=Purpose.DRAFTS), POLICY)

    struck = {block.before: block.after for block in answer.blocks if isinstance(block, Diff)}
    assert list(struck) == [
        "You can pay me directly via Wise.",
        "Send me your e-mail address. Or call me on WhatsApp.",
    ]
    said = [after for after in struck.values() if after]
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    "draft, struck",
    [
        ("Moin, lass uns kurz telefonieren, 020 7946 0411.", "lass uns kurz telefonieren,"),
        ("Bonjour Paul, écrivez-moi sur WhatsApp.", "écrivez-moi sur WhatsApp."),
        ("Thanks Amara, add me on Telegram.", "add me on Telegram."),
        (
            "Dear hiring team, please find my work at fintan.example/work and write me at rosa@fintan.example.",
            "and write me at ",
        ),
        (
            "Hi Amara, I can do it in 3 weeks for 2,400 USD and you can pay me by PayPal.",
            "and you can pay me by PayPal.",
        ),
        (
            "Hola Inés, el presupuesto es de 900 dólares y escríbeme a mi WhatsApp.",
            "y escríbeme a mi WhatsApp.",
        ),
    ],
)
def test_a_greeting_and_an_innocent_half_of_a_sentence_stay(draft: str, struck: str) -> None:
    blocks = reply(judged(draft, purpose=Purpose.DRAFTS), POLICY).blocks

    (change, *_) = [block for block in blocks if isinstance(block, Diff)]
    assert change.before.startswith(struck)
    assert Paragraph("The rest is fine.") in blocks


@pytest.mark.parametrize(
    "draft",
    [
        "If you want, text me on Viber, I am usually faster there than here.",
        "If you like the sample and want more, write me at rosa@fintan.example.",
        "Please add me on Slack and I will look at the repo.",
        "You can call or write me on WhatsApp.",
    ],
)
def test_a_sentence_that_says_nothing_without_its_other_half_goes_whole(draft: str) -> None:
    (change,) = [
        block
        for block in reply(judged(draft, purpose=Purpose.DRAFTS), POLICY).blocks
        if isinstance(block, Diff)
    ]
    assert change.before.split()[:3] == draft.split()[:3]


@pytest.mark.parametrize(
    "draft, line",
    [
        ("Hi Tom,\nthe estimate is 40 hours.\n\nBest,\nMarta\nBlau | +49 40 5550 1234 | marta@blau.example | www.blau.example", "Blau |"),
        ("Hi Tom, the estimate is 40 hours.\n--\nMax Blau, Studio Blau\nSkype: max.blau | Tel. 040 555 0123", "Skype:"),
        ("Hola Inés,\nel presupuesto es de 900.\n\nSaludos,\nMarta\nTel. 612 555 014", "Tel. 612"),
        ("Здравствуйте, смета 40 часов.\n\nС уважением,\nМарта\nmarta@blau.example", "mar"),
    ],
)  # fmt: skip
def test_a_line_of_a_signature_only_goes(draft: str, line: str) -> None:
    blocks = reply(judged(draft, purpose=Purpose.DRAFTS), POLICY).blocks

    (change,) = [block for block in blocks if isinstance(block, Diff)]
    assert change.before.startswith(line)
    assert not change.after
    assert not any(isinstance(block, Preformatted) for block in blocks)


@pytest.mark.parametrize(
    "draft",
    [
        "Hi Tom,\nmy number is 040 555 0123.",
        "Hallo Herr Voss,\ndas Angebot steht.\nRufen Sie mich an: 040 555 0123",
        "Hi Tom,\nthe estimate is 40 hours.\nLet's talk: https://calendly.com/blau/intro",
        "Hi Tom,\nthe estimate is 40 hours.\nTelegram me!",
        "Hi Tom,\nplease pay by\nPayPal | max@blau.example",
        "040 555 0123",
    ],
)
def test_a_line_that_says_something_gives_way_to_words(draft: str) -> None:
    blocks = reply(judged(draft, purpose=Purpose.DRAFTS), POLICY).blocks

    (change, *_) = [block for block in blocks if isinstance(block, Diff)]
    assert change.after


@pytest.mark.parametrize(
    "text, said",
    [
        ("Let's discuss on a short call: cal.com/webwerk/intro", "write two or three times"),
        ("Write to me on WhatsApp.", "go through everything here"),
        ("My email is dana@studio.example.", "I will continue here"),
    ],
)
def test_in_a_proposal_words_give_way_to_what_a_message_would_say(text: str, said: str) -> None:
    question = Question(text=text, place=Place.PROPOSAL)
    (diff,) = (
        block for block in reply(check(question, POLICY, TODAY), POLICY).blocks if isinstance(block, Diff)
    )
    assert said in diff.after


@pytest.mark.parametrize(
    "text, lang, gone",
    [
        ("I build shops. Call me on 020 7946 0411.", "", "Call me"),
        ("I build shops. Mail me at jo@acme.example.", "", "Mail me"),
        ("Hago tiendas. Escríbeme a mi WhatsApp.", "", "Escríbeme"),
        ("I build shops. Call me on 020 7946 0411.", "tlh", "Call me"),
    ],
)
def test_in_a_profile_a_sentence_only_goes(text: str, lang: str, gone: str) -> None:
    answer = check(Question(text=text, place=Place.PROFILE, lang=lang), POLICY, TODAY)
    (diff,) = (block for block in reply(answer, POLICY).blocks if isinstance(block, Preformatted | Diff))

    assert isinstance(diff, Diff)
    assert diff.before.startswith(gone)
    assert not diff.after
    assert [text_to_send(one, answer.reading, POLICY) for one in answer.verdict.findings] == [None] * len(
        answer.verdict.findings
    )


@pytest.mark.parametrize(
    "question",
    [
        Question("Call me on 020 7946 0411.", place=Place.PROPOSAL),
        Question("Sure, mail me at jo@acme.example.", speaker=Speaker.US),
        Question("Claro, escríbeme a mi WhatsApp.", speaker=Speaker.US),
        Question("Sure, mail me at jo@acme.example.", speaker=Speaker.US, lang="tlh"),
        Question("Client: Can we pay you by PayPal?\nMe: Sure, PayPal works."),
        Question("¿Podemos hablar por WhatsApp?", speaker=Speaker.CLIENT),
        Question(
            "Client: Can we talk on WhatsApp?\nMe: I'd rather stay here on Upwork until the contract starts."
        ),
    ],
    ids=str,
)
def test_the_reply_and_the_machine_form_send_the_same_words(question: Question) -> None:
    answer = check(question, POLICY, TODAY)
    lead = min(answer.verdict.findings, key=loudest_first)
    shown = [
        block.after if isinstance(block, Diff) else block.text
        for block in reply(answer, POLICY).blocks
        if isinstance(block, Preformatted | Diff)
    ]
    _, text = text_to_send(lead, answer.reading, POLICY) or ("", "")

    assert shown[:1] == [text][: bool(text)]


def test_who_says_that_a_plan_frees_him_is_told_that_it_does_not() -> None:
    ask = "We're a Business Plus client, so we may talk outside Upwork. What's your email?"
    footnotes = [block.text for block in reply(judged(ask), POLICY).blocks if isinstance(block, Footnote)]

    assert footnotes[0].startswith(f"Why: {POLICY.rules['UPW109'].why}")


def test_what_was_sent_already_is_set_right_and_not_rewritten() -> None:
    answer = reply(judged("Client: Can we pay you by PayPal?\nMe: Sure, PayPal works."), POLICY)

    assert not any(isinstance(block, Diff) for block in answer.blocks)
    assert any(isinstance(block, Preformatted) for block in answer.blocks)
    (quote,) = (block for block in answer.blocks if isinstance(block, Quote))
    assert quote.note == "Send this as a correction, and tell a lead."


def test_that_we_agreed_to_be_paid_outside_is_said_before_all_else() -> None:
    answer = judged(
        "Client: Can we talk on WhatsApp? And send the invoice to my bank, not through Upwork.\n"
        "Me: Sure, I send you our IBAN and you pay there."
    )

    assert heading(reply(answer, POLICY)).text.startswith("Already sent: this agrees to payment outside")


def test_once_the_two_years_are_over_the_conversion_is_named_instead_of_a_refusal() -> None:
    known = Relationship(met_on=date(2023, 1, 1))
    answer = check(Question("Client: Can we pay you by PayPal now?", relationship=known), POLICY, TODAY)

    told = reply(answer, POLICY)
    assert "convert for 1 USD first" in heading(told).text
    assert "UPW403" in "".join(block.text for block in told.blocks if isinstance(block, Footnote))


TALK = "Delta: Can we use WhatsApp?\nMe: No, sorry, let's stay on Upwork.\n"
MONEY = "Delta: Can we pay by PayPal?\nMe: I cannot take PayPal, payment stays on Upwork.\n"


@pytest.mark.parametrize(
    "text, said, script",
    [
        (TALK + "Delta: Ok. Can I pay you by bank transfer?", "Outside payment", "pay-here"),
        (TALK + "Delta: Then just call me +1 555 010 0199", "Client asks for a call", "call-here"),
        (TALK + "Delta: Do a free test task first then, unpaid.", "Unpaid work asked", "small-milestone"),
        (MONEY + "Delta: OK. Can we talk on Telegram instead?", "Client asks to move to Telegram", "continue-here"),
    ],
)  # fmt: skip
def test_what_is_open_is_told_before_what_was_declined_and_with_its_script(
    text: str, said: str, script: str
) -> None:
    told = reply(judged(text), POLICY)

    assert heading(told).text.startswith(said)
    assert POLICY.scripts["en"].situations[script].declines in scripts(told)
    assert ", answered)" in small_print(told)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Delta: Can we do a FaceTime call tomorrow?", "Client asks for a call outside"),
        ("Delta: Let's switch to FaceTime", "Client asks for a call outside"),
        ("Delta: FaceTime'dan görüşelim mi?", "Client asks for a call outside"),
        ("Delta: Add me on fb messenger", "Client asks to move to Messenger"),
        ("Delta: Let me pay you by TransferWise", "Outside payment"),
    ],
)
def test_a_tool_is_told_as_what_it_is_for(text: str, said: str) -> None:
    assert heading(reply(judged(text), POLICY)).text.startswith(said)


@pytest.mark.parametrize(
    "text, also",
    [
        (MONEY + "Delta: Then send me your IBAN.", "Outside payment: decline (UPW301)"),
        (
            "Delta: Zoom at five?\nMe: No, let's use Upwork's call.\nDelta: Zoom is easier. And pay by PayPal?",
            "Client asks for a call outside: use Upwork's call (UPW103)",
        ),
    ],
)
def test_what_is_asked_once_more_stands_once_among_the_rest(text: str, also: str) -> None:
    (line,) = (
        line for line in small_print(reply(judged(text), POLICY)).splitlines() if line.startswith("Also: ")
    )
    assert line == f"Also: {also}"


def test_a_second_push_gets_words_of_its_own() -> None:
    told = reply(judged(MONEY + "Delta: Then send me your IBAN."), POLICY)

    assert heading(told).text.startswith("Client pushes again for outside payment")
    assert scripts(told) == [POLICY.scripts["en"].situations["pay-here-firm"].declines]


ENDED = Relationship(stage=Stage.ACTIVE_CONTRACT, met_on=date(2023, 1, 1))


def test_a_claimed_conversion_gets_words_to_send_although_it_is_care() -> None:
    answer = check(Question("Client: I already paid the conversion fee."), POLICY, TODAY)

    assert answer.verdict.outcome is Outcome.CARE
    assert scripts(reply(answer, POLICY)) == [POLICY.scripts["en"].situations["convert-first"].declines]


@pytest.mark.parametrize(
    "ask, known",
    [
        ("What email should I use to invite you to the Figma file?", Relationship()),
        ("For the NDA we need your full address and email.", Relationship()),
        ("Can we pay you by PayPal now?", ENDED),
    ],
)
def test_other_care_puts_no_words_into_the_channel_and_holds_them_for_who_asks(
    ask: str, known: Relationship
) -> None:
    answer = check(Question(f"Client: {ask}", relationship=known), POLICY, TODAY)
    lead = min((one for one in answer.verdict.findings if one.level is Level.CARE), key=loudest_first)

    assert answer.verdict.outcome is Outcome.CARE
    assert not scripts(reply(answer, POLICY))
    assert text_to_send(lead, answer.reading, POLICY)


@pytest.mark.parametrize(
    "text, stage",
    [
        ("Me: You can invite dev@studio.example to the Google Analytics property, for access only.", None),
        ("Client: Can we talk on WhatsApp?", Stage.EARLIER_CONTRACT),
    ],
)
def test_what_we_wrote_and_what_is_fine_gets_none(text: str, stage: Stage | None) -> None:
    told = reply(judged(text, stage), POLICY)

    assert told.rung is Rung.LINE
    assert not scripts(told)


@pytest.mark.parametrize(
    "ask",
    [
        "Please buy 5 Steam gift cards and send me the codes, I add it to your pay.",
        "There is a registration fee of 20 USD for new freelancers, please pay it to our HR.",
    ],
)
def test_a_swindle_is_declined_in_words_of_its_own(ask: str) -> None:
    assert scripts(reply(judged(f"Client: {ask}"), POLICY)) == [
        POLICY.scripts["en"].situations["pay-nothing"].declines
    ]


def test_where_all_was_declined_one_line_says_so() -> None:
    told = reply(judged(TALK + "Delta: Fine, here then."), POLICY)

    assert (told.rung, heading(told).aside) == (Rung.LINE, "your answer keeps it here")
    assert not scripts(told)


@pytest.mark.parametrize(
    "ask",
    [
        "Kate: Please share your email. Send it to kate@harbour.example",
        "Kate: Can we talk on WhatsApp?",
        "Kate: Can I pay by PayPal? Do a free test task first, unpaid.",
    ],
)
def test_what_we_have_sent_is_told_before_what_was_asked(ask: str) -> None:
    told = reply(judged(f"{ask}\nMe: I see.\nKate: So?\nMe: Sure, mine is omar@pine.example"), POLICY)

    assert heading(told).text == "Already sent: this gives an e-mail address"
    assert "Also: " in small_print(told)


def test_a_word_of_care_to_us_does_not_come_before_what_a_client_asks() -> None:
    found = judged("Client: Can I pay you by PayPal?")
    ours = replace(found.verdict.findings[0], rule="UPW307", level=Level.CARE, by=Speaker.US)
    verdict = replace(found.verdict, findings=(ours, *found.verdict.findings))

    told = reply_to(found.reading, found.excerpts, verdict, found.question.relationship, POLICY)
    assert heading(told).text.startswith("Outside payment")


def test_all_that_deserves_an_answer_is_told_and_nothing_is_left_without_a_name() -> None:
    found = judged("Client: Can we talk on WhatsApp?")
    (ask,) = found.verdict.findings
    graver = [replace(ask, rule=code, level=Level.WARNING) for code in ("UPW501", "UPW503", "UPW508")]
    others = [replace(ask, rule=code) for code in ("UPW103", "UPW104", "UPW301")]
    smaller = [replace(ask, rule=code, level=Level.CARE) for code in ("UPW211", "UPW213")]
    verdict = replace(found.verdict, findings=(*smaller, ask, *others, *graver))

    told = reply_to(found.reading, found.excerpts, verdict, found.question.relationship, POLICY)
    said = small_print(told)
    also, _, left = said.partition("Smaller: ")
    assert heading(told).text == headlines()["UPW508"]["client"]
    for finding in (ask, *others, *graver[:-1]):
        assert f"({finding.rule})" in also
        assert headlines()[finding.rule]["client"].partition(":")[0].partition("{")[0] in also
    for finding in smaller:
        assert f"{POLICY.rules[finding.rule].title} ({finding.rule})" in left
    assert " more" not in said


def test_a_script_of_ours_after_the_ask_is_the_answer() -> None:
    said = POLICY.scripts["en"].situations["pay-here"].declines
    answer = judged(f"Kate: Let me pay you by PayPal.\nMe: {said}")

    assert (reply(answer, POLICY).rung, len(answer.verdict.findings)) == (Rung.LINE, 1)
    assert answer.verdict.findings[0].state is State.ANSWERED


def scripts(answer: Reply) -> list[str]:
    return [block.text for block in answer.blocks if isinstance(block, Preformatted)]


def labels(answer: Reply) -> list[str]:
    return [block.label for block in answer.blocks if isinstance(block, Preformatted)]


def small_print(answer: Reply) -> str:
    return "\n".join(block.text for block in answer.blocks if isinstance(block, Footnote))


def test_a_swindle_is_told_before_where_its_money_goes() -> None:
    text = "Client: Please buy two Apple gift cards and send me the codes, I pay you back with the milestone."
    assert heading(reply(judged(text), POLICY)).text == headlines()["UPW508"]["client"]


def test_what_was_said_elsewhere_is_told_behind_what_is_asked_now() -> None:
    text = "Client: As we discussed on WhatsApp yesterday, send the contract to my Telegram and let's go on there."
    assert heading(reply(judged(text), POLICY)).text.startswith("Client asks to move")


def test_who_says_that_his_plan_frees_him_is_told_what_would() -> None:
    told = reply(
        judged("Client: We're on Business Plus so we can email directly, send me your address"), POLICY
    )
    script = next(block for block in told.blocks if isinstance(block, Preformatted))
    assert script.text == POLICY.scripts["en"].situations["badge-first"].declines


def test_payment_outside_is_told_before_a_call() -> None:
    text = (
        "Client: Can we do a zoom call today? Also happy to pay by PayPal and here's my mail jo@acme.example"
    )
    assert heading(reply(judged(text), POLICY)).text == "Outside payment: decline"


STARTED = "Tom Halvorsen sent an offer\nDana Reyes accepted an offer\nDana Reyes\n9:30 AM\nStarting now."
ASKED = "Tom Halvorsen\n9:04 AM\nCan we talk on WhatsApp?\n"


def told_of(text: str, *us: str) -> Reply:
    return reply(of_one_client(check(Question(text=text, us=us), POLICY, TODAY)), POLICY)


def test_an_ask_from_before_the_contract_is_one_line_without_a_text_to_send() -> None:
    told = told_of(ASKED + STARTED, "Dana Reyes")

    assert told.rung is Rung.LINE
    assert heading(told) == Heading(
        "Client asks to move to WhatsApp", "asked before the contract, nothing to send now"
    )
    assert not scripts(told)


@pytest.mark.parametrize(
    "ask, answer",
    [
        ("Can we talk on WhatsApp?", "Let us stay here until the contract starts."),
        ("Zoom tomorrow at 10?", "Sorry, before the contract we only use Upwork's own call."),
        ("What is your e-mail?", "Sorry, I cannot share it before a contract, let us stay here."),
        ("Können wir über Telegram schreiben?", "Leider nein, bis zum Vertrag bleiben wir bitte hier."),
    ],
)
def test_an_ask_that_was_declined_needs_no_keeping_here_once_the_contract_has_started(
    ask: str, answer: str
) -> None:
    chat = f"Tom Halvorsen\n9:04 AM\n{ask}\nDana Reyes\n9:10 AM\n{answer}\n"
    before, since = told_of(chat, "Dana Reyes"), told_of(chat + STARTED, "Dana Reyes")

    assert heading(before).aside == "your answer keeps it here"
    assert since.rung is Rung.LINE
    assert heading(since).aside == "asked before the contract, nothing to send now"
    assert "here" not in heading(since).text
    assert not scripts(since)


def test_payment_that_was_declined_is_declined_after_the_contract_has_started_too() -> None:
    text = "Tom Halvorsen\n9:04 AM\nCan I pay you by PayPal?\nDana Reyes\n9:10 AM\nNo, only through Upwork please.\n"
    told = told_of(text + STARTED, "Dana Reyes")

    assert heading(told) == Heading("Outside payment: decline", "your answer keeps it here")


ANA = "Ana Prieto\n9:04 AM\nHola Dana, escríbeme a mi correo ana@prieto.example\n\n"
OF_US = "Dana Reyes\n9:20 AM\nHi Ana, I will look at the brief this afternoon and come back to you.\n\n"
LEE = "Lee Chan\n11:00 AM\nDo you work on Saturdays? We have some labels to print and to cut.\n\n"


@pytest.mark.parametrize(
    "text", [ANA + OF_US + LEE, LEE + OF_US + ANA, f"=== Ana ===\n{ANA}{OF_US}=== Lee ===\n{LEE}"]
)
def test_one_of_several_clients_is_named_and_answered_in_his_own_language(text: str) -> None:
    told = told_of(text, "Dana Reyes")

    assert heading(told).aside.startswith("Ana Prieto")
    assert [label.partition(" (")[0] for label in labels(told)] == ["text to send", "in English"]
    assert "(Spanish" in labels(told)[0]


def test_a_client_who_writes_another_language_than_the_others_is_answered_in_his_own() -> None:
    ask = "Lee Chan\n11:00 AM\nDo you work on Saturdays? Please write to lee@chan.example about the labels."
    told = told_of(
        "Ana Prieto\n9:04 AM\nHola Dana, ¿cuándo empezamos con las etiquetas? Tengo muchas preguntas todavía.\n"
        + OF_US
        + ask,
        "Dana Reyes",
    )

    assert heading(told).aside.startswith("Lee Chan")
    assert labels(told) == ["text to send"]


def test_the_language_that_is_asked_for_holds_for_all_of_several_clients() -> None:
    answer = check(Question(text=ANA + OF_US + LEE, us=("Dana Reyes",), lang="fr"), POLICY, TODAY)
    assert "(French" in labels(reply(answer, POLICY))[0]


def test_what_we_sent_to_one_of_several_clients_is_put_right_in_his_language() -> None:
    ours = "Dana Reyes\n9:20 AM\nHola Ana, llámame al +44 7700 900123 por favor.\n\n"
    told = told_of(
        "Ana Prieto\n9:04 AM\nHola Dana, ¿cuándo empezamos con las etiquetas?\n" + ours + LEE, "Dana Reyes"
    )

    assert heading(told).text.startswith("Already sent")
    assert heading(told).aside.startswith("Ana Prieto")
    assert "(Spanish" in labels(told)[0]


def test_a_single_client_is_named_only_where_somebody_has_said_who_it_is() -> None:
    assert "Ana" not in heading(told_of(ANA + OF_US, "Dana Reyes")).aside


def test_what_we_agreed_to_before_the_contract_is_told_without_a_correction_that_is_no_longer_true() -> None:
    told = told_of(ASKED + "Dana Reyes\n9:10 AM\nSure, WhatsApp is fine\n" + STARTED, "Dana Reyes")

    assert heading(told) == Heading(
        "Already sent: this moves the talk to WhatsApp", "treated as: no contract yet"
    )
    assert not scripts(told)
    assert "(UPW101, before the contract)" in small_print(told)


def test_where_we_have_taken_back_a_yes_no_correction_is_offered() -> None:
    told = told_of("Tom: can you take paypal?\nDana: yes sure\nDana: Sorry, payment stays on Upwork.", "Dana")

    (quote,) = (block for block in told.blocks if isinstance(block, Quote))
    assert quote.note == "Your correction stands below it: tell a lead."
    assert not scripts(told)


def test_of_an_export_the_place_is_told_and_no_innocent_words() -> None:
    told = told_of("[17/11/2026, 14:03:22] Lucas: Oi, tudo bem?\n[17/11/2026, 14:05:10] Omar: Oi!", "Omar")

    assert heading(told).text == "This chat took place on WhatsApp: restate it on Upwork"
    assert not [block for block in told.blocks if isinstance(block, Quote)]


def test_who_says_that_a_conversion_is_paid_is_told_to_wait_for_upwork() -> None:
    told = told_of(
        "Client: I've paid the conversion fee, so from now on I'll pay you by bank transfer. Send IBAN."
    )

    assert "Until Upwork confirms it" in scripts(told)[0]


@pytest.mark.parametrize(
    "ask, tool",
    [
        ("please join our Slack", "Slack"),
        ("Let's move to Signal, I hate this inbox", "Signal"),
        ("LINEで話せますか?", "LINE"),
        ("me chama no zap", "WhatsApp"),
        ("msg me on tg", "Telegram"),
    ],
)
def test_the_tool_that_an_ask_names_is_named_in_the_first_line(ask: str, tool: str) -> None:
    assert heading(told_of(f"Client: {ask}")).text == f"Client asks to move to {tool}: keep it here"


@pytest.mark.parametrize(
    "ask, tool",
    [
        ("Can we use Google Chat?", "Google Chat"),
        ("pop me a message on iMessage", "iMessage"),
        ("Add me on Snapchat, I answer quicker there", "Snapchat"),
        ("DM me on TikTok", "TikTok"),
        ("write to me on Bluesky", "Bluesky"),
        ("Let's talk on Chatwork", "Chatwork"),
        ("Podemos falar no Reddit?", "Reddit"),
        ("Schreib mir auf Mastodon", "Mastodon"),
        ("напиши в аську", "ICQ"),
        ("напиши мне вконтакте", "VK"),
        ("Let's talk on Wire", "Wire"),
        ("add me on LINE, my id is hanna.d", "LINE"),
        ("Can we huddle at 5 in our workspace? I send you the invite", "another channel"),
        ("can you drop me a line at hanna@lantern.example", "another channel"),
        ("Send me a line at hanna@lantern.example", "another channel"),
        ("drop me a line on WhatsApp", "WhatsApp"),
    ],
)
def test_no_tool_is_named_that_nobody_has_mentioned(ask: str, tool: str) -> None:
    said = heading(reply(judged(f"Client: {ask}"), POLICY)).text

    assert said == f"Client asks to move to {tool}: keep it here"


@pytest.mark.parametrize(
    "text, tool",
    [
        ("can you pay me by Venmo?", "Venmo"),
        ("can I pay by Mollie?", "Mollie"),
        ("pay by Payoneer?", "Payoneer"),
    ],
)
def test_a_way_to_pay_is_called_by_its_name(text: str, tool: str) -> None:
    answer = judged(f"Client: {text}")
    finding = answer.verdict.findings[0]

    assert tool_of(finding, answer.excerpts) == tool
    assert tool_of(finding, ()) == ""


@pytest.mark.parametrize(
    "ask, label",
    [
        ("您好，可以加我的微信詳談嗎？", "Chinese (Traditional)"),
        ("價格怎麼算？直接轉帳給你可以嗎", "Chinese (Traditional)"),
        ("您好，可以加我的微信详谈吗？", "Chinese (Simplified)"),
        ("加我微信聊", "Chinese (Simplified)"),
    ],
)
def test_chinese_is_answered_in_the_script_it_is_written_in(ask: str, label: str) -> None:
    answer = reply(judged(f"Client: {ask}"), POLICY)
    texts = [block for block in answer.blocks if isinstance(block, Preformatted)]

    assert texts[0].label == f"text to send ({label}, not reviewed by a native speaker)"


def test_a_script_in_traditional_chinese_is_known_again() -> None:
    text = POLICY.scripts["zh-Hant"].situations["continue-here"].declines
    verdict = judged(f"Client: 可以加我的微信詳談嗎？\nMe: {text}").verdict

    assert [finding.state for finding in verdict.findings] == [State.ANSWERED]


def test_a_second_address_for_access_is_not_told_twice() -> None:
    told = told_of(
        "Client: add me to the repo: ann@lantern.example\nClient: and add ben@lantern.example to the repo"
    )

    assert heading(told).text == "OK, for access only: talk stays here"
    assert "Also" not in small_print(told)


@pytest.mark.parametrize(
    "text",
    [
        "Come by our office, 114 Mercer Street, 3rd floor, on Monday and we talk it through.",
        "Our CEO would like to meet you in person, can you come to our office in Leeds on Monday?",
        "Would love to meet up for a coffee when you're in Berlin and sort out the details there.",
        "Kommen Sie am Montag in unser Büro, dann besprechen wir alles.",
    ],
)
def test_a_visit_is_no_call_and_is_not_welcomed(text: str) -> None:
    answer = reply(judged(f"Client: {text}"), POLICY)
    texts = [block.text for block in answer.blocks if isinstance(block, Preformatted)]

    assert heading(answer).text == "Client asks to meet in person: talk here until the contract"
    assert texts[-1] == POLICY.scripts["en"].situations["continue-here"].declines


def test_a_call_is_told_as_one_and_welcomed_on_upwork() -> None:
    answer = reply(judged("Client: Can we jump on a Zoom call?"), POLICY)
    texts = [block.text for block in answer.blocks if isinstance(block, Preformatted)]

    assert heading(answer).text == "Client asks for a call outside: use Upwork's call"
    assert texts == [POLICY.scripts["en"].situations["call-here"].declines]


@pytest.mark.parametrize(
    "text, is_linked",
    [
        ("Just google me, Laura Chen Foods Pasadena, you'll find my number, call me there.", False),
        ("You can book a time with me on Calendly.", False),
        ("Just pick a slot here: https://calendly.com/harbour/intro", True),
        ("Here is my booking link, cal.com/harbour/30min, choose any time.", True),
    ],
)
def test_nobody_is_told_not_to_open_a_link_where_there_is_none(text: str, is_linked: bool) -> None:
    (quote,) = [
        block for block in reply(judged(f"Client: {text}"), POLICY).blocks if isinstance(block, Quote)
    ]
    assert (quote.note == "Don't open the link.") is is_linked


@pytest.mark.parametrize(
    "met, said",
    [
        (Relationship(met_on=date(2025, 11, 30)), " · bound until 30 Nov 2027"),
        (Relationship(met_on=date(2025, 11, 30), met_on_estimated=True), ""),
        (Relationship(), ""),
    ],
)
def test_until_when_payment_is_bound_is_said_where_the_day_is_known(met: Relationship, said: str) -> None:
    question = Question(text="Client: Can I pay you directly?", relationship=met)
    aside = " · " + heading(reply(check(question, POLICY, TODAY), POLICY)).aside
    assert ("bound until" in aside) is bool(said)
    assert said in aside


@pytest.mark.parametrize(
    "answer, said",
    [
        ("Sure, I'll call you at 7 then!", "Upwork's own meeting tool works well for a call"),
        (
            "Sure, just book a slot: https://calendly.com/blau/intro",
            "write two or three times that suit you here",
        ),
    ],
)
def test_who_has_promised_a_call_is_not_made_to_ask_whether_one_is_wanted(answer: str, said: str) -> None:
    blocks = reply(judged(f"Client: Please ring me after lunch, 918 555 0177.\nMe: {answer}"), POLICY).blocks
    (text,) = [block.text for block in blocks if isinstance(block, Preformatted)]
    assert said in text
    assert not text.startswith("If ")
