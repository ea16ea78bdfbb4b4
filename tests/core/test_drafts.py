"""What our own words are told before they go out: samples of work, work for nothing, early starts, and the tone."""

from datetime import date

import pytest

from core.model import Level, Purpose, Relationship, Speaker, Stage
from core.policy import load
from core.question import Question, check

POLICY = load()
TODAY = date(2026, 11, 22)
SAMPLE = "https://fintan.example/work"


def told(text: str, stage: Stage = Stage.NO_CONTRACT, *, labelled: bool = False) -> list[str]:
    """Return the rules that a draft of ours is told of, as one that is checked alone or one that says that it is a draft."""
    known = Relationship(stage=stage)
    alone = Question(text, known, speaker=Speaker.US)
    question = Question(f"Draft: {text}", known, purpose=Purpose.DRAFTS) if labelled else alone
    findings = check(question, POLICY, TODAY).verdict.findings
    return [finding.rule for finding in findings if finding.level is not Level.INFO]


@pytest.mark.parametrize(
    "reminder",
    [
        "Please contact me only through Upwork until we have a contract.",
        "For questions just write me here on Upwork.",
        "Please keep all replies here in Upwork.",
        "You can reach me on Upwork.",
        "Just drop me a message in this chat.",
        "Bitte antworten Sie mir hier auf Upwork.",
        "Por favor, respóndame por aquí, en Upwork.",
        "Por favor, responda por aqui no Upwork.",
        "Merci de me répondre ici, sur Upwork.",
        "Per favore rispondetemi qui su Upwork.",
        "Reageer graag hier op Upwork.",
        "Vă rog să-mi răspundeți aici, pe Upwork.",
        "Пожалуйста, отвечайте мне здесь, на Upwork.",
        "Будь ласка, пишіть мені тут, на Upwork.",
        "Proszę odpisać tutaj, na Upworku.",
        "Lütfen buradan, Upwork üzerinden yazın.",
        "من فضلك رد عليّ هنا على أبورك.",
        "कृपया यहीं Upwork पर जवाब दें।",
        "请在 Upwork 上回复我。",
        "Mohon balas di sini lewat Upwork.",
        "ご返信はこちらの Upwork でお願いします。",
        "답장은 여기 업워크로 부탁드립니다.",
    ],
)
def test_a_sample_with_the_word_that_replies_come_here_is_fine(reminder: str) -> None:
    text = f"{SAMPLE} - {reminder}"
    assert told(text) == told(text, labelled=True) == []


@pytest.mark.parametrize(
    "rest",
    [
        "Looking forward to your reply!",
        "I have 40 reviews on Upwork.",
        "I found your job on Upwork and would love to help.",
        "I can share more samples here.",
        "Ich freue mich auf Ihre Antwort.",
        "Espero su respuesta.",
        "Жду ответа.",
    ],
)
def test_a_sample_without_that_word_lacks_it_however_the_draft_is_given(rest: str) -> None:
    text = f"Some work of mine: {SAMPLE}. {rest}"
    assert told(text) == told(text, labelled=True) == ["UPW214"]


@pytest.mark.parametrize("text", ["Entiendo su punto de vista.", "Entendo o seu ponto de vista."])
def test_a_point_of_view_is_no_page(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I can do a free sample for you, 500 words, so you can see my style.",
        "We could do the first page for free so that you see how we work.",
        "I do the first hour for free.",
        "The first design is on me, you only pay if you like it.",
        "I'll design the first banner for nothing, just to show what I can do.",
        "Puedo hacer una muestra gratis para que vea mi estilo.",
        "A primeira hora é de graça.",
        "Je vous offre la première maquette gratuitement.",
        "Ich mache Ihnen gern einen kostenlosen Entwurf, damit Sie meinen Stil sehen.",
        "La prima pagina la faccio gratis.",
        "Ik kan gratis een proefvertaling maken.",
        "Pot face o mostră gratuită ca să vedeți stilul meu.",
        "Первую страницу сделаю бесплатно.",
        "Можу безкоштовно зробити пробну сторінку.",
        "Pierwszą stronę zrobię za darmo.",
        "İlk sayfayı ücretsiz yaparım.",
        "Main aapke liye ek free sample bana sakta hoon.",
        "我可以先免费做一个样品给您看。",
        "Saya bisa buatkan contoh gratis dulu.",
        "Em có thể làm mẫu miễn phí cho anh xem.",
        "無料でサンプルを作ります。",
        "무료로 샘플을 만들어 드리겠습니다.",
    ],
)
def test_work_that_we_offer_for_nothing_is_told_until_we_have_worked_together(text: str) -> None:
    assert told(text) == ["UPW501"]
    assert told(text, Stage.ACTIVE_CONTRACT) == told(text, Stage.EARLIER_CONTRACT) == []


@pytest.mark.parametrize(
    "text",
    [
        "I don't do free samples, but I can offer a small paid test.",
        "Sorry, no free trials. A small paid milestone would show the same.",
        "Two rounds of revisions are free.",
        "The first two revisions are free of charge.",
        "The hosting is free for the first year.",
        "The first consultation is free, we can do it in Upwork's call.",
        "The first month of maintenance is on us, after that 40 USD.",
        "I made this free demo theme last year for the community.",
        "I kept the first week of May free for you.",
        "I'm free in the first week of May.",
        "The trial is free for your users, they pay from the second month.",
        "You pay only when you approve the milestone.",
        "Je ne travaille pas gratuitement.",
        "Kostenlose Korrekturen sind zwei Runden dabei.",
        "Первую консультацию провожу бесплатно здесь, на Upwork.",
        "La primera página muestra el envío gratis.",
    ],
)
def test_what_comes_with_paid_work_or_is_free_otherwise_is_no_free_work(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We start right away, no need to wait for the contract.",
        "I begin with the wireframes today and you send the offer when you like them.",
        "I can begin tonight without a contract, you send the offer once you have seen the first screens.",
        "No contract needed to begin, I trust you.",
        "I'm already on it, we can sort the paperwork later.",
        "I'm happy to work on it before the offer comes.",
        "Empiezo hoy mismo y el contrato lo hacemos después.",
        "Começo já, não precisa esperar o contrato.",
        "Pas besoin d'attendre le contrat, je commence aujourd'hui.",
        "Wir legen gleich los, auf den Vertrag müssen wir nicht warten.",
        "Comincio subito, il contratto lo facciamo dopo.",
        "Încep azi, contractul îl facem mai târziu.",
        "Могу начать без контракта.",
        "Почну сьогодні, контракт зробимо пізніше.",
        "Zacznę dziś, a umowę zrobimy później.",
        "Bugün başlarım, sözleşmeyi sonra yaparız.",
        "আমি আজই শুরু করছি, কন্ট্রাক্ট পরে হবে।",
        "我今天就开始做，合同以后再签。",
        "Saya mulai hari ini, kontraknya nanti saja.",
        "Em bắt đầu hôm nay, hợp đồng làm sau.",
        "Magsisimula na ako ngayon, kontrata mamaya na.",
        "今日から始めます、契約は後で大丈夫です。",
    ],
)
def test_a_start_of_ours_before_the_contract_is_told(text: str) -> None:
    assert told(text) == ["UPW502"]
    assert told(text, Stage.ACTIVE_CONTRACT) == []


@pytest.mark.parametrize(
    "text",
    [
        "We start as soon as the offer is accepted and the milestone is funded.",
        "I can start right away once the contract is active.",
        "Please send the offer, then I begin right away.",
        "We start tomorrow, the contract is active since this morning.",
        "I can't start without a contract.",
        "I don't start before the milestone is funded, I hope you understand.",
        "Before the contract we can have a call here on Upwork.",
        "We don't need the offer page today, start with the menu.",
        "I start working today on the offer page of your shop and the contact page later.",
        "No puedo empezar sin contrato.",
        "Sans contrat, je ne commence pas.",
        "Ich fange an, sobald der Vertrag aktiv ist.",
        "Без контракта я не начинаю.",
        "Sözleşme olmadan başlamam.",
        "合同生效后我马上开始。",
        "契約が始まり次第、すぐに着手します。",
    ],
)
def test_a_start_that_waits_for_the_contract_is_fine(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Do you even read the rules?",
        "What you ask for is illegal on Upwork.",
        "It is against Upwork rules to ask me for WhatsApp.",
        "I have to warn you that what you ask for is a breach of the rules.",
        "Please read the Terms of Service before you write such things.",
        "Please stop breaking the rules.",
        "You want me to break the rules?",
        "Usted está violando las normas de Upwork.",
        "O que você pede é proibido, leia as regras.",
        "Ce que vous demandez est interdit, lisez les règles.",
        "Sie verstoßen gegen die Regeln.",
        "Quello che chiede è vietato su Upwork.",
        "Wat u vraagt is verboten.",
        "Вы нарушаете правила площадки.",
        "Pan łamie regulamin, proszę przeczytać zasady.",
        "Kuralları ihlal ediyorsunuz.",
        "您违反了平台规定，我会举报您。",
        "Anh đang vi phạm quy định.",
        "規約違反です。",
    ],
)
def test_a_lecture_is_told_however_the_draft_is_given(text: str) -> None:
    assert "UPW606" in told(text)
    assert "UPW606" in told(text, labelled=True)


@pytest.mark.parametrize(
    "text",
    [
        "That is against Upwork's rules, so I'd rather not, but I'm glad to do it here.",
        "Paying outside isn't allowed for projects that begin here. Shall I open a milestone?",
        "We both have to follow the rules here, so a call on Upwork it is.",
        "I understand, most people don't know the rule. We can talk here.",
        "You should know that the hosting is billed every year.",
        "As I told you before, the logo is ready on Monday.",
        "Please read the terms of the milestone before you accept it.",
        "I'll report your bug to the plugin's author.",
        "Your ads account could be suspended if we use that word.",
        "Players read the rules before they start.",
        "The form asks for the number twice, stop asking for it on page 2.",
        "Ich bleibe lieber hier, so wollen es die Regeln von Upwork.",
        "Prefiero seguir aquí, las reglas de Upwork lo piden.",
    ],
)
def test_a_firm_no_and_other_rules_are_no_lecture(text: str) -> None:
    assert "UPW606" not in told(text)


ACCEPTED_LATER = [
    "Offer received, thanks! I'll accept on Monday and begin with the design today.",
    "I'll accept the offer tomorrow and start on the wireframes right now.",
    "No need to wait for the contract, I've already started on the first page.",
    "Thanks for the offer, we accept it on Friday but start the logo today already.",
    "Danke für das Angebot! Ich nehme es am Montag an und fange heute schon mit dem Design an.",
    "¡Gracias por la oferta! La acepto el lunes y empiezo hoy con el diseño.",
    "Merci pour l'offre ! Je l'accepte lundi et je commence le design aujourd'hui.",
    "Obrigado pela oferta! Aceito na segunda e começo o design hoje.",
    "Grazie per l'offerta! La accetto lunedì e comincio oggi con il design.",
    "Bedankt voor het aanbod! Ik accepteer het maandag en begin vandaag al met het ontwerp.",
    "Спасибо за оффер! Приму его в понедельник, а дизайн начну уже сегодня.",
    "Дякую за офер! Прийму його в понеділок, а дизайн почну вже сьогодні.",
    "Dziękuję za ofertę! Przyjmę ją w poniedziałek, a projekt zaczynam już dziś.",
    "Teklif için teşekkürler! Pazartesi kabul edeceğim, tasarıma bugün başlıyorum.",
]
ACCEPTED_FIRST = [
    "Offer received, thanks! I'll accept it today and start on Monday.",
    "I'll accept the offer now and begin with the design right away.",
    "I accept the offer today and start with the wireframes today.",
    "I'll accept tomorrow and start tomorrow.",
    "Once I've accepted on Monday, I start with the design.",
    "I'll accept on Monday and begin on Tuesday.",
    "Accepting tonight, so I can start right away tomorrow.",
    "I've already started a similar page for another client, look at the demo.",
    "Ich nehme das Angebot heute an und fange morgen mit dem Design an.",
    "La acepto hoy y empiezo el lunes con el diseño.",
    "Приму оффер сегодня и начну завтра.",
    "Please accept the sketch tomorrow, then I can begin with the design today's notes describe.",
]


@pytest.mark.parametrize("text", ACCEPTED_LATER)
def test_who_accepts_later_and_starts_at_once_starts_before_the_contract(text: str) -> None:
    assert told(text, Stage.OFFER_SENT) == ["UPW502"]


@pytest.mark.parametrize("text", ACCEPTED_FIRST)
def test_who_accepts_before_he_starts_does_not(text: str) -> None:
    assert "UPW502" not in told(text, Stage.OFFER_SENT)
