"""What is said of money outside Upwork falls under the rule that fits: a first task is another thing than a later one."""

from datetime import date

import pytest

from core.model import Finding, Level, Place, Relationship, Speaker, Stage
from core.policy import load
from core.question import Question, check

POLICY = load()
MET = date(2026, 5, 1)
LATER = [
    "For the next project we can work directly, without Upwork.",
    "Next job let's do outside Upwork, ok?",
    "From next month you can just bill me directly, no need for the platform.",
    "El próximo proyecto lo hacemos por fuera de Upwork.",
    "Das nächste Projekt machen wir dann direkt, ohne Upwork.",
    "Pour la suite on travaille en direct, sans Upwork.",
    "Следующий проект давайте делать напрямую, без Upwork.",
    "次の案件はUpworkを通さず直接お願いします。",
    "下一单我们直接合作，不走Upwork。",
    "다음 프로젝트는 업워크 없이 직접 진행해요.",
    "Proyek berikutnya kita langsung saja di luar Upwork.",
    "Agla project direct karte hain, Upwork ke bina.",
    "Lần sau mình làm trực tiếp ngoài Upwork nhé.",
    "Volgende opdracht doen we buiten Upwork om.",
    "Następny projekt zróbmy poza Upwork.",
]
FIRST = [
    "The first task we do outside Upwork, then here.",
    "Den ersten Auftrag machen wir ohne Upwork, danach alles hier.",
    "El primer trabajo lo hacemos por fuera de Upwork y luego seguimos aquí.",
    "Первый заказ давайте напрямую, без Upwork, потом здесь.",
    "第一单我们私下转账，后面再走Upwork。",
]
THIS_ONE = [
    "Shall we do this one without Upwork and I pay by bank transfer?",
    "This one we do off Upwork, ok? Bank transfer.",
    "Lass uns dieses Projekt ohne Upwork machen, ich überweise.",
]
NEITHER = [
    "Going forward please send the files directly to Maria in the shared folder.",
    "From now on our couriers are paid directly by the shop, can the dashboard show that?",
    "The next milestone we can fund directly here.",
    "Next time the pickup is outside the warehouse, gate 4.",
    "Das nächste Projekt legen wir direkt als zweiten Vertrag auf Upwork an.",
]
CONVERTED = [
    "Pay the conversion fee to Upwork first, then you can hire us directly.",
    "اگر ہمیں مستقل رکھنا ہے تو پہلے اپ ورک کی کنورژن فیس ادا کریں، پھر براہ راست کام ہو سکتا ہے۔",
    "Upwork ka conversion fee de kar direct hire kar sakte hain.",
    "pwede naman direct hire basta bayaran muna ang conversion fee ng Upwork",
    "Upwork er conversion fee diye tarpor direct hire korte chai",
    "نبغى نوظفك مباشرة وندفع رسوم الانتقال لمنصة Upwork",
    "সরাসরি নিয়োগ করতে চাইলে আগে Upwork-এর কনভার্শন ফি দিতে হবে",
]
OTHERS = [
    "The photographer sent his invoice, I pay him by bank transfer this week, so the raw files come on Friday.",
    "tenho as notas. Pago eles por Pix toda segunda, está tudo no extrato",
    "Onze drukker: ik betaal hem via de bank, de factuur zit in de map.",
    "Поставщикам платим переводом на карту, в выписке всё видно.",
    "Dostawcom przelewy idą w piątki, księgowej płacimy Revolutem.",
    "Our suppliers are easy: we pay them by Wise every Friday, put that column in the sheet.",
]
YOU = [
    "I pay him by PayPal and I would pay you the same way, outside Upwork.",
    "Pago eles por Pix e posso te pagar por Pix também, fora da Upwork.",
    "We pay them by Wise. Let me pay you by Wise too, then no fees.",
    "Your designer did all the work anyway, can I pay him directly by PayPal?",
    "My cousin has a Wise account, pay her and I confirm it here.",
]


def found(text: str, met_on: date | None = MET, stage: Stage = Stage.ACTIVE_CONTRACT) -> tuple[Finding, ...]:
    question = Question(
        text=text, speaker=Speaker.CLIENT, relationship=Relationship(stage=stage, met_on=met_on)
    )
    return check(question, POLICY, date(2026, 11, 28)).verdict.findings


def rules(text: str, stage: Stage = Stage.ACTIVE_CONTRACT) -> list[str]:
    return [finding.rule for finding in found(text, stage=stage)]


@pytest.mark.parametrize("text", LATER)
def test_a_later_job_outside_is_another_job_for_the_same_client(text: str) -> None:
    assert rules(text) == ["UPW310"]


@pytest.mark.parametrize("stage", [Stage.NO_CONTRACT, Stage.OFFER_SENT])
@pytest.mark.parametrize("text", FIRST)
def test_a_first_task_outside_is_one_as_long_as_there_has_been_no_contract(text: str, stage: Stage) -> None:
    assert rules(text, stage) == ["UPW305"]


@pytest.mark.parametrize("stage", [Stage.ACTIVE_CONTRACT, Stage.EARLIER_CONTRACT])
@pytest.mark.parametrize("text", [*FIRST, *THIS_ONE])
def test_with_a_client_of_ours_it_is_payment_outside_like_any_other(text: str, stage: Stage) -> None:
    assert rules(text, stage) == ["UPW301"]


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_said_of_later_work_without_money_outside_breaks_nothing(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize("text", CONVERTED)
def test_the_official_conversion_is_told_and_accuses_nobody(text: str) -> None:
    assert rules(text) == ["UPW313"]


@pytest.mark.parametrize("text", OTHERS)
def test_how_somebody_else_is_paid_breaks_nothing(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize("text", YOU)
def test_how_somebody_else_is_paid_excuses_no_offer_to_us(text: str) -> None:
    assert any(rule.startswith("UPW3") for rule in rules(text))


LEAVE_UPWORK = [
    "let's cut out Upwork",
    "Let's drop Upwork after this one",
    "we don't need Upwork for this",
    "We could use other payment methods besides Upwork",
    "Dejemos Upwork fuera de esto",
    "Lass uns Upwork umgehen",
    "on pourrait contourner Upwork",
    "potremmo saltare Upwork",
    "vamos pular o Upwork nessa",
    "laten we upwork overslaan",
    "давайте обойдем площадку",
    "może omińmy Upwork",
    "خلينا نتجاوز المنصة",
    "upwork ko chhod do bhai, seedha karte hain",
    "kita skip upwork aja kak",
    "咱们直接绕开平台吧",
    "We do have a way of paying that keeps the tax man and Upwork out of the picture.",
    "I don't think we need the whole upwork dance again do we? Just tell me how you like being paid these days.",
    "Do you have another way of getting paid? You'd come out ahead.",
    "Salve, posso farle 150 con ricarica Postepay, senza passare dal sito.",
    "kontraknya langsung dengan CV kami, jadi tidak perlu melalui Upwork lagi",
]
KEPT = [
    "I can't cut out Upwork, sorry",
    "Our marketplace cuts out the middleman, the copy should say that",
    "the app should work without Upwork login",
    "We don't need Upwork's time tracker for a fixed price job",
    "Please don't leave Upwork out of the list of clients",
    "Do I have to send you a 1099 at the end of the year?",
    "if i hire the agency do i have to pay each person separately or is it all one thing on my upwork bill",
    "For the domain, please buy it yourself under your own name, Namecheap has it for about 11 dollars, pay with your card.",
    "Ha, no, with Upwork I just take the money out to Payoneer once a month and let it sit there.",
    "About 70 supplier invoices a month, half EUR. We pay those by Wise. You prepare the batch, I approve.",
    "不过私下转账我这边真的不方便，还是按合同来吧。",
    "How do I pay you here, is it after the job or before? First time hiring on this site.",
    "Am terminat balanța pe august, lipsesc doar două extrase de la bancă și chitanța pentru chirie.",
    "I'll get the licence on our company card directly from the foundry, just tell me the exact weights.",
    "The payout form must accept spaces too. Test values: DE89 3704 0044 0532 0130 00 should pass.",
]


@pytest.mark.parametrize("text", LEAVE_UPWORK)
def test_who_wants_upwork_left_out_wants_to_pay_outside(text: str) -> None:
    assert "UPW301" in rules(text)


@pytest.mark.parametrize("text", KEPT)
def test_who_keeps_to_upwork_or_pays_others_does_not(text: str) -> None:
    assert not rules(text)


def test_what_begins_here_and_goes_on_outside_is_no_first_task_outside() -> None:
    text = "We finish the first milestone here, afterwards we do the rest privately and save the fee."
    assert "UPW306" in rules(text)
    assert "UPW305" not in rules(text)


SWINDLES = [
    "You need to pay a 50 dollar deposit before you can start, for the equipment.",
    "I will send you a cheque for 3000, keep 500 and send the rest to my supplier.",
    "can you buy gift cards for me and send codes",
    "Bitte zuerst 40 Euro Kaution überweisen, die gibt es später zurück",
    "Сначала нужно внести залог 2000 рублей, потом вернем",
    "Compra tarjetas de regalo de Amazon y mándame los códigos",
    "registration fee 500 rs dena padega pehle",
]
OF_A_BUSINESS = [
    "Guests pay a security deposit before they get the keys, the form should say so",
    "Gift cards should be redeemable at checkout, code plus PIN",
    "We refund the security deposit in three days, please write that in the FAQ",
    "The deposit is refundable so put it under other receivables.",
    "Der Kunde hinterlegt eine Kaution, das Formular rechnet sie aus",
]


@pytest.mark.parametrize("text", SWINDLES)
def test_who_wants_money_from_us_is_told_of_as_a_swindler(text: str) -> None:
    assert "UPW508" in rules(text)


@pytest.mark.parametrize("text", OF_A_BUSINESS)
def test_deposits_and_gift_cards_of_a_business_are_left_alone(text: str) -> None:
    assert not rules(text)


CLAIMED = [
    "We paid Upwork the conversion fee, please give me your IBAN for the next invoice.",
    "Conversion fee is settled. Invoice us directly from now on.",
    "Ya pagamos la tarifa de conversión a Upwork, mándame tu IBAN para la próxima factura.",
    "Já pagamos a taxa de conversão, me manda seu pix pra próxima fatura",
    "Nous avons payé les frais de conversion, envoyez-moi votre IBAN pour la prochaine facture.",
    "Wir haben die Umwandlungsgebühr an Upwork bezahlt, schicken Sie mir bitte Ihre IBAN für die nächste Rechnung.",
    "Abbiamo già pagato la commissione di conversione, mandami il tuo IBAN.",
    "We hebben de conversiekosten aan Upwork betaald, stuur me je IBAN voor de volgende factuur.",
    "Мы оплатили конверсионный сбор Upwork, пришлите реквизиты карты для следующей оплаты.",
    "Zapłaciliśmy opłatę za konwersję, proszę o numer konta do kolejnej faktury.",
    "دفعنا رسوم التحويل إلى Upwork، أرسل لي رقم الآيبان للفاتورة القادمة",
    "humne conversion fee de di hai, ab apna bank account number bhejo",
    "我们已经付了转换费，请把银行账号发给我",
]
CLAIMED_WITH_A_BILL = [
    "I paid the conversion fee yesterday, so please send your invoice by email.",
    "The conversion fee is paid, so from now on send me the invoices by mail.",
    "La tarifa de conversión ya está pagada, así que envíame la factura por correo.",
]
UNCLAIMED = [
    "How much is the conversion fee?",
    "Who pays the conversion fee, you or us?",
    "Once the conversion fee is paid, you can send us your invoices.",
    "If we pay the conversion fee, can we then pay you directly?",
    "Sobald die Umwandlungsgebühr bezahlt ist, können Sie uns die Rechnung direkt schicken.",
    "Si pagamos la tarifa de conversión, ¿podemos luego pagar directo?",
    "Une fois les frais de conversion payés, vous pourrez nous facturer directement.",
    "Когда оплатим конверсионный сбор, сможете выставлять счёт напрямую.",
    "Could we employ you through Upwork Payroll?",
]


@pytest.mark.parametrize("met_on", [date(2026, 5, 1), None], ids=["inside the two years", "unknown"])
@pytest.mark.parametrize("text", CLAIMED)
def test_a_conversion_that_is_only_claimed_opens_no_way_to_our_bank(text: str, met_on: date | None) -> None:
    (finding,) = found(text, met_on)
    assert (finding.rule, finding.level) == ("UPW301", Level.VIOLATION)
    assert "UPW314" in finding.related


@pytest.mark.parametrize("text", CLAIMED_WITH_A_BILL)
def test_beside_that_claim_any_bill_is_one_outside(text: str) -> None:
    (finding,) = (one for one in found(text) if one.level is Level.VIOLATION)
    assert finding.rule == "UPW312"
    assert "UPW314" in finding.related


def test_a_bill_of_upworks_beside_that_claim_is_none_outside() -> None:
    assert "UPW312" not in rules("We paid the conversion, can you send me the Upwork invoice for it?")


@pytest.mark.parametrize("text", UNCLAIMED)
def test_who_asks_how_a_conversion_goes_claims_none(text: str) -> None:
    assert rules(text) == ["UPW313"]


def test_what_upwork_has_confirmed_needs_its_notice_and_accuses_nobody() -> None:
    text = "The conversion fee was paid to Upwork yesterday and they confirmed, so from June you can invoice us directly."
    assert [(finding.rule, finding.level) for finding in found(text)] == [("UPW314", Level.CARE)]


EMPLOYED = [
    "Would you like to become our employee?",
    "We want to employ you directly from January, with holidays and all.",
    "Could you join us full time? HR would prepare the contract.",
    "We would pay you from our payroll from March.",
    "We could offer you a permanent position in our company.",
    "We'd like to bring your designer on staff",
    "We want to employ you, HR would prepare the contract and Upwork is over then.",
    "Möchten Sie bei uns fest angestellt arbeiten? Vertrag macht unsere Personalabteilung.",
    "Wir möchten Ihnen einen Arbeitsvertrag anbieten.",
    "Queremos contratarte en plantilla desde enero, con vacaciones.",
    "Você gostaria de ser nosso funcionário, com carteira assinada?",
    "Nous voulons vous embaucher en CDI à partir de janvier.",
    "Vorremmo assumerla da gennaio.",
    "Wil je bij ons in dienst komen?",
    "Am vrea să vă angajăm din ianuarie.",
    "Хотите стать нашим сотрудником? Оформим в штат с января.",
    "Хочете працювати у нас за трудовим договором?",
    "Chcielibyśmy pana zatrudnić na etat od stycznia.",
    "Ocaktan itibaren sizi kadromuza almak istiyoruz.",
    "نريدك أن تصبح موظفا لدينا",
    "हम आपको पक्की नौकरी देना चाहते हैं",
    "ہم آپ کو مستقل ملازمت دینا چاہتے ہیں",
    "আমরা আপনাকে স্থায়ী চাকরি দিতে চাই",
    "您愿意成为我们公司的正式员工吗？",
    "Mau jadi karyawan tetap kami mulai Januari?",
    "Bạn có muốn làm nhân viên chính thức của công ty mình không?",
    "弊社の社員になりませんか？",
    "저희 회사 직원으로 오실 생각 있으세요?",
]
NOT_EMPLOYED = [
    "We'd like to hire you full time, 40 hours a week, here on Upwork.",
    "Could you join us full time for this project? About 40 hours a week.",
    "Please write the job ad: we want to employ two bakers from March.",
    "Can you add the new drivers on our payroll sheet?",
    'The career page should say "become our employee of the month".',
    "Would you rewrite the employment contract template?",
    "We would like to hire you as an employee from September. My director asks how that works with Upwork",
    "Wir würden Sie gern fest anstellen. Wie geht das auf Upwork?",
    "Queremos contratarte en plantilla. ¿Cómo se hace con Upwork?",
    "Хотели бы взять вас в штат. Как это оформить через Upwork?",
    "정규직으로 채용해도 되나요?",
    "Do you employ your designers or are they freelancers?",
    "HR drafts the contract, then the tool sends it to the new employee.",
    "Unsere Mitarbeiter sind fest angestellt, das soll auf die Seite.",
    "¿Puedes añadir a los empleados nuevos en la nómina?",
    "Kun je de nieuwe medewerkers op de site zetten?",
    "Вы можете добавить сотрудников в таблицу?",
]


@pytest.mark.parametrize("text", EMPLOYED)
def test_who_offers_us_a_job_is_pointed_to_the_conversion(text: str) -> None:
    assert rules(text) == ["UPW308"]


@pytest.mark.parametrize("text", NOT_EMPLOYED)
def test_employees_of_others_and_full_weeks_on_upwork_are_no_such_offer(text: str) -> None:
    assert not rules(text)


EMPLOYED_BY_NAME = [
    "We'd like to hire Luis as an employee from January.",
    "We want Luis on our team for good, as an employee. We'd send him a work contract in December.",
    "HR would like to offer Luis a permanent position from January, full time, with benefits.",
    "Could we offer a permanent position to Dana? She fits us perfectly.",
    "Would Dana be open to a permanent position with us?",
    "We thought about it: we could take Marek on our payroll next year.",
    "My boss asked if Marek would like to become our employee.",
    "Can we employ Marek directly in our office in Leeds?",
    "Our lawyer is preparing an employment contract for Luis.",
    "Queremos contratar a Luis como empleado a partir de enero.",
    "Nos gustaría ofrecer a Ana un puesto fijo en nuestra empresa.",
    "On voudrait embaucher Luis en CDI à partir de janvier.",
    "La RH voudrait proposer un CDI à Claire.",
    "Wir würden Luis gerne ab Januar fest anstellen.",
    "Wir möchten Dana einen Arbeitsvertrag anbieten, unbefristet.",
    "We zouden Luis graag in dienst nemen vanaf januari.",
    "We willen Sanne een vast contract aanbieden.",
    "Vorremmo assumere Luca da gennaio.",
    "Vorremmo proporre a Luca un contratto a tempo indeterminato.",
    "Queremos contratar o Luís como funcionário a partir de janeiro.",
    "Gostaríamos de oferecer ao Luís um emprego fixo, com carteira assinada.",
    "Am vrea să îl angajăm pe Luis cu contract de muncă din ianuarie.",
    "Мы хотели бы взять Луиса в штат с января.",
    "Хотим предложить Анне постоянную работу у нас.",
    "Ми хотіли б узяти Луїса до себе, оформити Луїса у штат з січня.",
    "Chcielibyśmy zatrudnić Luisa na etat od stycznia.",
    "Luis'i ocaktan itibaren kadromuza almak istiyoruz.",
    "Kami ingin merekrut Luis sebagai karyawan tetap mulai Januari.",
    "Bên mình muốn tuyển Luis làm nhân viên chính thức từ tháng 1.",
    "हम Luis को जनवरी से नौकरी पर रखना चाहते हैं।",
    "我们想聘请 Luis 成为正式员工，从一月开始。",
]
KEPT_BY_NAME = [
    "Last year we hired Maria as an employee, so she writes the newsletter now.",
    "We'd like to hire you for the whole year, 40 hours a week, as a contract here.",
    "We want Luis on this project until March, please keep him.",
    "We would like to offer Luis a bonus through Upwork for his great work.",
    "We need a page where companies can hire Designers as employees.",
    "The HR app should let a manager put Employees on the payroll.",
    "We want to hire a receptionist as an employee, so the jobs page needs an update.",
    "We are hiring an accountant as an employee in January, she will be your contact person here.",
    "We'd like to take Luis on the next project too, he was great.",
    "Can we get Luis on our board in Figma?",
    "We offer Premium a permanent discount, put that on the pricing page.",
    "Could Luis join our weekly call here on Upwork as a developer?",
    "Wir möchten Luis gerne im nächsten Projekt wieder dabei haben.",
    "Wir wollen im Januar eine Assistentin fest anstellen, dann wird es leichter.",
    "On voudrait garder Luis sur le projet jusqu'en mars.",
    "Queremos contratar a Luis para otro proyecto aquí en Upwork.",
    "Quisiéramos contratar a Ana por horas, con un contrato aquí.",
    "Мы хотим, чтобы Луис остался на проекте до марта.",
    "Vorremmo lavorare ancora con Luca, apriamo una nuova milestone.",
    "Chcemy, żeby Luis został w projekcie na stałe.",
    "Luis'i yeni projeye de almak istiyoruz.",
    "We wollen Luis ook voor het volgende project.",
]


@pytest.mark.parametrize("text", EMPLOYED_BY_NAME)
def test_who_offers_one_of_us_a_job_by_name_is_pointed_to_the_conversion(text: str) -> None:
    assert rules(text) == ["UPW308"]


@pytest.mark.parametrize("text", KEPT_BY_NAME)
def test_who_goes_on_with_one_of_us_or_employs_others_offers_no_job(text: str) -> None:
    assert not rules(text)


def test_whom_of_us_we_employ_is_our_own_affair() -> None:
    text = "We give Luis a permanent contract this year, so he stays on your project."
    ours = Question(text=text, speaker=Speaker.US, relationship=Relationship(met_on=MET))
    assert not check(ours, POLICY, date(2026, 11, 28)).verdict.findings


FEES = [
    "There is a registration fee of 20 USD for new freelancers, please pay it to our HR.",
    "You have to pay 50 USD for the background check first, by PayPal.",
    "The background check costs 35 dollars, you pay it and we refund it with the first salary.",
    "You just need to cover the ID card, 15 USD, then you are in.",
    "We ask 30 USD application fee before you can start.",
    "Sie müssen zuerst 50 USD für die Hintergrundprüfung zahlen, per PayPal.",
    "Hay una cuota de inscripción de 20 USD para nuevos freelancers, páguela a nuestro departamento de RRHH.",
    "Há uma taxa de inscrição de 20 USD para novos freelancers, por favor pague ao nosso RH.",
    "Vous devez d'abord payer 50 USD pour la vérification des antécédents.",
    "Deve prima pagare 50 USD per il controllo dei precedenti.",
    "Je moet eerst 50 USD betalen voor de achtergrondcheck.",
    "Mai întâi trebuie să plătiți 50 USD pentru verificarea antecedentelor.",
    "Для новых фрилансеров есть регистрационный сбор 20 долларов, оплатите его нашему HR.",
    "Спочатку треба сплатити 50 доларів за перевірку.",
    "Najpierw musi pan zapłacić 50 USD za sprawdzenie niekaralności.",
    "Önce sabıka kaydı kontrolü için 50 dolar ödemeniz gerekiyor.",
    "عليك أولا دفع 50 دولارا للتحقق من الخلفية",
    "pehle background check ke liye 50 dollar dene honge",
    "你要先付50美元的背景调查费。",
    "Anda harus bayar 50 USD dulu untuk background check.",
    "Bạn phải trả 50 USD cho việc kiểm tra lý lịch trước.",
    "Kailangan mo munang magbayad ng 50 USD para sa background check.",
    "先に身元調査費として50ドルを支払っていただきます。",
    "먼저 신원 조회 비용 50달러를 내셔야 합니다.",
]
NO_FEES = [
    "We pay for the background check, you have nothing to do.",
    "We do a background check for all freelancers.",
    "Do you pay for the background check or do we?",
    "The training for new freelancers is on Monday, paid as the first milestone.",
    "Please send the training material by Friday.",
    "Please pay attention to the training plan in the attachment.",
    "Students must pay the enrolment fee before the first lesson, can the form check that?",
    "Our club has a membership fee, put it on the pricing page.",
    "Die Anmeldegebühr für den Kurs steht im Flyer, bitte übernehmen.",
    "La verificación de antecedentes la paga nuestra empresa.",
]


@pytest.mark.parametrize("text", FEES)
def test_who_wants_a_fee_for_the_job_is_told_of_as_a_swindler(text: str) -> None:
    assert "UPW508" in rules(text, Stage.NO_CONTRACT)


@pytest.mark.parametrize("text", NO_FEES)
def test_fees_of_others_and_checks_that_cost_us_nothing_are_left_alone(text: str) -> None:
    assert not rules(text, Stage.NO_CONTRACT)


OTHERS_PAY = [
    "My brother in law also needs a logo, he would pay you directly, ok?",
    "A friend of mine needs the same work. She's not on Upwork, she would pay you by transfer.",
    "A colleague of mine is looking for a translator. They would pay you by Wise, no Upwork needed.",
    "Eine Freundin von mir braucht dasselbe. Sie ist nicht auf Upwork, sie würde Ihnen das Geld überweisen.",
    "Meu cunhado também precisa de um logo, ele te pagaria direto.",
    "Anche mio cognato ha bisogno di un logo, ti pagherebbe direttamente.",
    "Mijn zwager heeft ook een logo nodig, hij zou je rechtstreeks betalen.",
    "Моему знакомому тоже нужен логотип, он заплатит вам напрямую.",
]
OWN_ACCOUNTS = [
    "Could you bill our AP team by email, they pay net 30 by wire?",
    "Can you invoice our AP department directly? We do bank transfer, net 30.",
    "Can you bill our company directly by bank transfer?",
]
OTHERS_ON_UPWORK = [
    "A friend of mine needs the same. She will post a job on Upwork.",
    "A friend of mine needs a logo too, he would hire you here and pay through Upwork.",
    "My brother in law also needs a logo, can I give him the link to your Upwork profile?",
    "My sister needs the menu card by Friday, she pays the printer.",
]


@pytest.mark.parametrize("text", OTHERS_PAY)
def test_somebody_else_who_would_pay_us_is_asked_to_hire_on_upwork(text: str) -> None:
    assert rules(text) == ["UPW307"]


@pytest.mark.parametrize("text", OWN_ACCOUNTS)
def test_the_clients_own_accounts_are_nobody_else(text: str) -> None:
    (finding,) = found(text)
    assert {"UPW301", "UPW312"} <= {finding.rule, *finding.related}
    assert "UPW307" not in {finding.rule, *finding.related}


@pytest.mark.parametrize("text", OTHERS_ON_UPWORK)
def test_who_comes_to_upwork_or_pays_others_takes_no_detour(text: str) -> None:
    assert not rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "My last designer did it off Upwork and gave me 15% off. Would you do that too?",
        "My old translator worked with me off Upwork for less. Could you do that as well?",
    ],
)
def test_who_asks_us_to_do_as_others_did_outside_asks_for_it(text: str) -> None:
    assert rules(text) == ["UPW301"]


@pytest.mark.parametrize(
    "text",
    [
        "My last designer left Upwork. Would you do logos too?",
        "The last agency worked outside our budget. Could you match our price?",
        "My previous freelancer did the photos outside. Could you do that too?",
        "The other agency offered it for 10% less. Could you do that too?",
    ],
)
def test_what_others_did_for_less_or_out_of_doors_breaks_nothing(text: str) -> None:
    assert not rules(text)


SWINDLES = [
    "First you need to get Steam gift cards for $100 so we can verify you, you'll be paid back together with the first milestone.",
    "Buy Steam cards worth $100 for verification and you get it back with the first milestone.",
    "Please receive 500 USDT on your wallet and pass it on, you keep 5%.",
    "You pay the $30 registration and then you get the first task.",
    "Join our training, it's $30, refunded with the first payment.",
    "There is a fee of $25 for the background check, pay it on this page and you're in.",
    "Install AnyDesk and pay the $30 registration.",
    "Get two Google Play cards for 50 and send me the codes, I refund it with the first payment.",
    "We will transfer 2000 to your account, you forward it to our vendor and keep 200 for yourself.",
    "You receive the money on your bank account and send it on to our partner, 10% is yours.",
    "The registration costs $40, you get it back after the first week.",
    "Registration is 20 euro, payable before you get the first task.",
    "We train you first, the course is $60 and it is refunded with the first payment.",
    "Your ID verification costs 15 dollars, once you pay we send you the tasks.",
    "Primero paga el registro de 30 dólares y luego recibes la primera tarea.",
    "Compra tarjetas Steam por 100 dólares para verificarte y te lo devolvemos con el primer pago.",
    "Recibe 500 USDT en tu billetera y reenvíalos, te quedas con el 5%.",
    "Pague a inscrição de 30 dólares e depois recebe a primeira tarefa.",
    "Compre cartões Steam de 100 dólares para verificação e devolvemos com o primeiro pagamento.",
    "Vous payez l'inscription de 30 $ et ensuite vous recevez la première tâche.",
    "Achetez des cartes Steam pour 100 $ et envoyez les codes, on vous rembourse.",
    "Sie zahlen die Anmeldung, 30 Dollar, dann bekommen Sie die erste Aufgabe.",
    "Besorgen Sie bitte Steam-Karten für 100 Euro und schicken Sie mir die Codes, das Geld gibt es zurück.",
    "Sie bekommen 500 USDT auf Ihre Wallet und leiten sie weiter, 5 % behalten Sie.",
    "Je betaalt eerst de registratie van 30 euro en dan krijg je de eerste taak.",
    "Koop Steam-kaarten voor 100 euro en stuur me de codes.",
    "Paga prima l'iscrizione di 30 euro e poi riceve il primo lavoro.",
    "Compri delle carte Steam da 100 euro e mi mandi i codici.",
    "Plătiți înscrierea de 30 de dolari și apoi primiți prima sarcină.",
    "Вы оплачиваете регистрацию 30 долларов и потом получаете первое задание.",
    "Купите карты Steam на 100 долларов и пришлите коды, мы вернём с первой оплатой.",
    "Вам придёт 500 USDT на кошелёк, переведите их дальше, 5% оставьте себе.",
    "Ви сплачуєте реєстрацію 30 доларів і потім отримуєте перше завдання.",
    "Купіть картки Steam на 100 доларів і надішліть коди.",
    "Najpierw płaci pan rejestrację 30 dolarów, a potem dostaje pan pierwsze zadanie.",
    "Proszę kupić karty Steam za 100 dolarów i wysłać kody.",
    "Önce 30 dolar kayıt parasını ödüyorsunuz, sonra ilk görevi alıyorsunuz.",
    "100 dolarlık Steam kartı alın ve kodları gönderin.",
    "ادفع 30 دولارا للتسجيل ثم تحصل على أول مهمة.",
    "اشتر بطاقات ستيم بقيمة 100 دولار وأرسل الأكواد.",
    "पहले 30 डॉलर रजिस्ट्रेशन के दीजिए, फिर पहला काम मिलेगा।",
    "Pehle 30 dollar registration ke liye pay karo, phir pehla task milega.",
    "پہلے 30 ڈالر رجسٹریشن کے دیں، پھر پہلا کام ملے گا۔",
    "আগে রেজিস্ট্রেশনের জন্য ৩০ ডলার দিন, তারপর প্রথম কাজ পাবেন।",
    "先付30美元注册，然后就能拿到第一个任务。",
    "请买100美元的Steam卡，把卡密发给我。",
    "Bayar pendaftaran 30 dolar dulu, nanti dapat tugas pertama.",
    "Tolong beli kartu Steam 100 dolar dan kirim kodenya.",
    "Đóng 30 đô đăng ký trước rồi sẽ nhận nhiệm vụ đầu tiên.",
    "Steamカードを100ドル分買ってコードを送ってください。",
    "등록비 30달러를 먼저 내시면 첫 작업을 드립니다.",
    "스팀 카드 100달러어치를 사서 코드를 보내주세요.",
]
NO_SWINDLES = [
    "The shop sells Steam gift cards for $100 and customers get codes by mail.",
    "We sell Steam cards. Customers buy them, get the codes and pay with crypto.",
    "Users pay the $30 registration and then get their first lesson. Please build that flow.",
    "Members pay $30 for the training and it is refunded with the first purchase. Can you write that up?",
    "I need a landing page for our training, it's $30 for early birds, refunded if they cancel.",
    "Domain registration is $12 a year, we pay it ourselves.",
    "I paid the $30 registration for the Apple developer account, access follows tomorrow.",
    "There is a fee of $25 for the background check, we cover it.",
    "The conference registration is $200, we'll pay that for you so you can film there.",
    "The app: drivers receive the money on their account and pass 10% on to us.",
    "The wallet should let users receive USDT and forward it.",
    "How much is the trademark registration? You can put it on the invoice here.",
    "Please buy the font license, I refund it with the first milestone here.",
    "Buy the stock photos please and add them to the milestone, I pay you back here.",
    "Our guests pay a deposit of $50, refunded at check-out. The page must say so.",
    "Les clients paient l'inscription de 30 $ et reçoivent ensuite le cours.",
    "Kunden zahlen die Anmeldung, 30 Euro, dann bekommen sie den Kurs per Mail.",
    "Los alumnos pagan el registro de 30 dólares y luego reciben el curso.",
    "Ученики оплачивают регистрацию и потом получают доступ к курсу.",
    "Domain-Registrierung zahle ich selbst, 12 Euro im Jahr.",
    "Die Anmeldung kostet 30 Euro, das soll auf der Kursseite stehen.",
    "You keep 5% as a bonus in the milestone if the launch is on time.",
    "In our shop you can buy gift cards and send the codes to friends.",
    "The store must let you buy a Steam card and show the code right away.",
    "The course costs 60 and students get a certificate with the first payment plan.",
    "Please pay the stock photo fee first, I add it to the milestone.",
    "Kursteilnehmer zahlen die Anmeldung, dann bekommen sie die erste Lektion.",
    "用户先付注册费，然后就能看第一个视频。",
    "ユーザーは登録料を払って、最初のレッスンを受けます。アプリの仕様です。",
]


@pytest.mark.parametrize("text", SWINDLES)
def test_a_fee_for_the_job_cards_and_money_that_passes_through_are_a_swindle(text: str) -> None:
    assert rules(text, Stage.NO_CONTRACT) == ["UPW508"]


@pytest.mark.parametrize("text", NO_SWINDLES)
def test_what_a_shop_or_a_course_takes_of_its_customers_is_none(text: str) -> None:
    assert not rules(text, Stage.NO_CONTRACT)


BILLED_ELSEWHERE = [
    "From January my boss wants every vendor on 30 day invoices instead of third party sites. Fine for you?",
    "I've spoken with my CFO. From January on she wants all suppliers on net-30 invoices, no third party websites. Hope that's fine?",
    "Let's close the contract here after this milestone, then we set things up differently. Better margins for both.",
    "Our policy changes in March: freelancers only by purchase order, no more outside platforms. Can you do that?",
    "My finance lead prefers that all contractors bill us at 30 days rather than third-party marketplaces.",
    "We end the contract here in June and do it in a different way, ok?",
    "Ab Januar will mein Chef alle Lieferanten auf Rechnung, 30 Tage, keine fremden Plattformen mehr. Passt das?",
    "Könnte das zwischen euch und uns ohne die Plattform laufen?",
    "Desde enero mi jefa quiere a todos los proveedores con factura a 30 días, sin plataformas de terceros. ¿Le parece?",
    "¿Podría ser entre ustedes y nosotros, sin ellos?",
    "À partir de janvier, ma direction veut tous les fournisseurs sur facture à 30 jours, sans plateformes tierces. Ça vous va ?",
    "Da gennaio il mio capo vuole tutti i fornitori con fattura a 30 giorni, niente piattaforme esterne. Va bene?",
    "Vanaf januari wil mijn baas alle leveranciers op factuur, 30 dagen, geen externe platforms. Oké?",
    "A partir de janeiro meu chefe quer todos os fornecedores com nota fiscal a 30 dias, sem plataformas de terceiros. Tudo bem?",
    "С января начальник хочет, чтобы все поставщики работали по счетам с отсрочкой 30 дней, без сторонних площадок. Подойдёт?",
    "Od stycznia szef chce wszystkich dostawców na fakturę 30 dni, bez zewnętrznych platform. Pasuje?",
    "Ocaktan itibaren müdürüm tüm tedarikçileri 30 gün vadeli faturayla istiyor, üçüncü taraf siteler olmadan. Olur mu?",
    "从一月起老板要求所有供应商走30天账期发票，不用第三方平台，可以吗？",
]
BILLED_OTHERWISE = [
    "The tool should import invoices of all vendors, no third party sites should be loaded.",
    "Our suppliers send invoices at 30 days, please show that in the dashboard.",
    "Please don't load fonts from third party sites, suppliers complain.",
    "Let's close the contract here after this milestone and open a new one in March.",
    "Can we set the menu up differently? The contract page is fine.",
    "This stays between you and us, please don't share the draft.",
    "I'd close the contract of the first phase and name the next one differently.",
    "Wir zahlen alle Lieferanten auf Rechnung, das soll der Shop auch können.",
    "El texto debe explicar que los proveedores cobran con factura a 30 días.",
    "Keine fremden Plattformen einbinden bitte, nur eigene Schriften.",
]


@pytest.mark.parametrize("text", BILLED_ELSEWHERE)
def test_who_wants_all_suppliers_on_invoices_or_nobody_between_wants_upwork_left_out(text: str) -> None:
    assert rules(text) == ["UPW301"]


@pytest.mark.parametrize("text", BILLED_OTHERWISE)
def test_how_others_are_billed_and_what_closes_in_order_leaves_nothing_out(text: str) -> None:
    assert not rules(text)


PAID_BEFORE = [
    "Last time I paid you by PayPal, remember?",
    "In 2019, before we came here, we paid you by bank transfer.",
    "The first job in spring I paid by PayPal, as you know.",
    "Back then we always paid you in cash.",
    "You were paid by wire last year, right?",
    "Letztes Mal habe ich Sie per PayPal bezahlt, erinnern Sie sich?",
    "La última vez te pagué por PayPal, ¿te acuerdas?",
    "La dernière fois je vous ai payé par PayPal, vous vous souvenez ?",
    "L'ultima volta l'ho pagata con PayPal, si ricorda?",
    "Da última vez te paguei por PayPal, lembra?",
    "Vorige keer heb ik u via PayPal betaald, weet u nog?",
    "Ultima dată v-am plătit prin PayPal, vă amintiți?",
    "В прошлый раз я платил вам через PayPal, помните?",
    "Минулого разу я платив вам через PayPal, пам'ятаєте?",
    "Ostatnim razem zapłaciłem panu przez PayPal, pamięta pan?",
    "Geçen sefer size PayPal ile ödemiştim, hatırladınız mı?",
    "في المرة الماضية دفعت لك عبر باي بال، هل تتذكر؟",
    "पिछली बार मैंने आपको PayPal से भुगतान किया था, याद है?",
    "Pichli baar maine aapko PayPal se pay kiya tha, yaad hai?",
    "上次我用PayPal付给你的，记得吗？",
    "前回はPayPalでお支払いしましたよね？",
    "지난번에는 페이팔로 지불했었죠?",
    "Terakhir kali saya bayar kamu lewat PayPal, ingat?",
    "Lần trước mình trả bạn qua PayPal, nhớ không?",
]
PAID_SO_AGAIN = [
    "Last time I paid you by PayPal, let's do it like that again.",
    "Last time I paid you by PayPal, can we do the same this time?",
    "I paid you by PayPal last time, so I'd pay you by PayPal now too.",
    "Letztes Mal habe ich Sie per PayPal bezahlt, machen wir das wieder so?",
    "La última vez te pagué por PayPal, ¿hacemos lo mismo?",
    "В прошлый раз я платил вам через PayPal, давайте так же.",
    "As last time, I pay you by PayPal.",
]
PAID_ELSE = [
    "Last time I paid the second milestone here, remember?",
    "Last year I paid for the hosting by PayPal.",
    "We paid our last designer by PayPal, that was a mess.",
]


@pytest.mark.parametrize("text", PAID_BEFORE)
def test_what_was_paid_outside_once_is_told_as_past(text: str) -> None:
    assert rules(text) == ["UPW318"]


@pytest.mark.parametrize("text", PAID_SO_AGAIN)
def test_who_would_pay_like_that_again_asks_for_it(text: str) -> None:
    assert rules(text) == ["UPW301"]


@pytest.mark.parametrize("text", PAID_ELSE)
def test_what_was_paid_here_or_to_others_is_no_such_payment(text: str) -> None:
    assert not rules(text)


def test_how_our_customers_paid_us_before_upwork_offers_nothing() -> None:
    text = "Before Upwork we were paid by bank transfer by our local clients."
    ours = Question(text=text, speaker=Speaker.US, relationship=Relationship(met_on=MET))
    assert not check(ours, POLICY, date(2026, 11, 28)).verdict.findings


RATHER_THAN_UPWORK = [
    "Si può fare un bonifico invece di passare da Upwork?",
    "Posso fare un bonifico a fine mese invece di usare Upwork?",
    "Ödemeyi havale ile yapsam olur mu, Upwork komisyonu almasın?",
    "Ödemeyi size havaleyle yapalım mı, Upwork kesinti yapmasın",
    "Could we do a bank transfer instead of going through Upwork?",
    "¿Puedo hacer una transferencia en lugar de usar Upwork?",
    "Je peux faire un virement au lieu de passer par Upwork ?",
    "Kann ich überweisen statt über Upwork zu gehen?",
    "Posso fazer uma transferência em vez de usar a Upwork?",
    "Kan ik een overschrijving doen in plaats van via Upwork te gaan?",
    "Pot face un transfer bancar în loc să trec prin Upwork?",
    "Можно сделать перевод вместо того, чтобы идти через Upwork?",
    "Можу зробити переказ замість того, щоб платити через Upwork?",
    "Mogę zrobić przelew zamiast korzystać z Upworka?",
    "Bisa transfer saja daripada lewat Upwork?",
    "Account number? I'd rather send it straight.",
    "Bize IBAN atar mısınız, komisyon gitmesin?",
]
RATHER_THAN_ELSE = [
    "Posso fare un bonifico a Upwork o solo con la carta?",
    "Il negozio deve accettare il bonifico invece della carta.",
    "Ödemeyi Upwork üzerinden yapacağım.",
    "The form needs a field for the account number.",
    "Which account number should the export use?",
    "Il bonifico invece di PayPal va messo nel carrello.",
    "What would the app cost if the shipping fee fell away?",
    "Possiamo usare Stripe invece di PayPal nel negozio?",
    "La transferencia en vez de la tarjeta debe salir primero en el checkout.",
    "Instead of using Upwork Messages for files, can I use the milestone upload?",
]
PAID_BY_THE_WEEK = [
    "Need 3 writers. Payment by PayPal weekly.",
    "Looking for a translator. Paid weekly via bank transfer.",
    "Se buscan 3 redactores. Pago semanal por PayPal.",
    "Cherche 3 rédacteurs. Paiement par PayPal chaque semaine.",
    "Procuro 3 redatores. Pagamento semanal por PayPal.",
    "Cerco 3 redattori. Pagamento settimanale con PayPal.",
    "Pay is monthly via Wise, ok?",
    "매주 페이팔로 급여 지급합니다. 작가 3명 구합니다.",
    "招3名写手，每周PayPal付款。",
]
APPLIED_FOR_ELSEWHERE = [
    "Need 3 writers. Apply at https://acme.example/jobs/apply, proposals here are not read.",
    "Video editor wanted. Send your application through our site: acme.example/careers",
    "Se buscan redactores. Postule en https://acme.example/empleo, aquí no leemos propuestas.",
    "Suche Texter. Bewerbung unter https://acme.example/jobs/bewerben",
]
ORDINARY_POSTS = [
    "Need 3 writers for our shop. The shop takes payment by PayPal.",
    "We sell courses; payment by PayPal and card must work in the checkout.",
    "Add PayPal payments to our store. Budget 300.",
    "Our site is https://acme.example, have a look before you apply.",
    "Redesign https://acme.example/jobs/apply, the form is old. Apply here with samples.",
    "Weekly payment here through Upwork, hourly contract.",
    "Webentwickler für Shop gesucht. Bezahlung im Shop per PayPal und Karte.",
    "Se busca programador. El pago por PayPal en la tienda falla.",
    "Users apply at https://acme.example/jobs/apply and the form breaks. Please fix it.",
    "Our drivers get a salary by PayPal weekly, the dashboard should show it.",
    "Need a CPA who reconciles PayPal payments weekly.",
]


def posted(text: str) -> str:
    question = Question(text=text, place=Place.JOB_POST, relationship=Relationship(met_on=MET))
    return " ".join(
        f"{one.rule} {one.related}" for one in check(question, POLICY, date(2026, 11, 28)).verdict.findings
    )


@pytest.mark.parametrize("text", RATHER_THAN_UPWORK)
def test_who_would_rather_transfer_than_use_upwork_wants_it_left_out(text: str) -> None:
    assert rules(text) == ["UPW301"]


@pytest.mark.parametrize("text", RATHER_THAN_ELSE)
def test_a_transfer_that_is_chosen_for_something_else_leaves_nothing_out(text: str) -> None:
    assert not rules(text)


@pytest.mark.parametrize("text", PAID_BY_THE_WEEK)
def test_a_post_that_pays_by_the_week_outside_is_told(text: str) -> None:
    assert "UPW301" in posted(text)


@pytest.mark.parametrize("text", APPLIED_FOR_ELSEWHERE)
def test_a_post_that_takes_applications_elsewhere_is_told(text: str) -> None:
    assert "UPW206" in posted(text)


@pytest.mark.parametrize("text", ORDINARY_POSTS)
def test_a_post_about_such_payments_or_forms_is_not(text: str) -> None:
    assert not posted(text)


def test_who_was_told_that_the_conversion_is_booked_needs_its_notice() -> None:
    text = "Upwork told me the 1 dollar conversion is booked. Can I pay you by wire now?"
    assert any("UPW314" in (one.rule, *one.related) for one in found(text))
    assert not rules("Every conversion is recorded in the analytics, please check the event.")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Ann: I want to employ you full-time.", "Dana: Great.", "Ann: Upwork gets its conversion fee for that, it is budgeted."), False),
        (("Ann: I want to employ you full-time.", "Dana: Gladly.", "Ann: They want a conversion fee, we avoid that."), True),
        (("Ann: I want to employ you full-time.", "Dana: Upwork asks a conversion fee.", "Ann: We will not pay the conversion fee."), True),
    ],
)  # fmt: skip
def test_who_offers_a_job_may_go_on_to_the_conversion_himself(lines: tuple[str, ...], expected: bool) -> None:
    verdict = check(Question(text="\n".join(lines), us=("Dana",)), POLICY, date(2026, 11, 22)).verdict
    assert ("UPW308" in {finding.rule for finding in verdict.findings}) is expected
