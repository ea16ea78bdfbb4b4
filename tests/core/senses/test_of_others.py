"""Money of others, what is out of the question, and who is sent on to us."""

import pytest

from core.model import Outcome, Speaker
from tests.core.senses.judged import outcome

FLAGGED = (Outcome.VIOLATION, Outcome.WARNING)


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "Our agency pays me by Wise."),
        (Speaker.US, "My agency transfers my share to me by bank every month."),
        (Speaker.US, "My boss at the agency pays me in cash."),
        (Speaker.US, "the agency sends me my part via PayPal on Fridays"),
        (Speaker.CLIENT, "Does your agency pay you by bank?"),
        (Speaker.US, "Nuestra agencia paga a su equipo por transferencia."),
        (Speaker.US, "La agencia me paga a mí por PayPal, ustedes pagan aquí"),
        (Speaker.CLIENT, "¿Tu agencia te paga por banco?"),
        (Speaker.US, "Notre agence me paie par virement"),
        (Speaker.CLIENT, "votre agence vous paie comment, par virement ?"),
        (Speaker.US, "L'agence verse ma part sur mon compte chaque mois"),
        (Speaker.US, "Meine Agentur zahlt mir meinen Anteil per Überweisung"),
        (Speaker.US, "Die Agentur überweist mir das Geld am Monatsende"),
        (Speaker.CLIENT, "Zahlt dich deine Agentur per Überweisung?"),
        (Speaker.US, "A agência me paga por pix"),
        (Speaker.CLIENT, "a sua agência te paga por transferência?"),
        (Speaker.US, "La mia agenzia mi paga con bonifico"),
        (Speaker.CLIENT, "la tua agenzia ti paga con bonifico?"),
        (Speaker.US, "Mijn bureau betaalt mij per overschrijving"),
        (Speaker.CLIENT, "betaalt jullie bureau jou via de bank?"),
        (Speaker.US, "Agenția mă plătește prin transfer bancar"),
        (Speaker.US, "Агентство платит мне на карту"),
        (Speaker.US, "Моя агенция переводит мне мою долю на карту"),
        (Speaker.CLIENT, "Ваше агентство платит вам на карту?"),
        (Speaker.US, "Агенція платить мені на картку"),
        (Speaker.US, "Agencja płaci mi przelewem"),
        (Speaker.CLIENT, "Czy agencja płaci panu przelewem?"),
        (Speaker.US, "Ajans bana havaleyle ödüyor"),
        (Speaker.CLIENT, "Ajansınız size havaleyle mi ödüyor?"),
        (Speaker.US, "الوكالة تدفع لي بتحويل بنكي"),
        (Speaker.US, "للتوضيح: أجرة سناء التي صممت الأيقونات تحوّلها لها وكالتنا من حسابنا مباشرة"),
        (Speaker.US, "एजेंसी मुझे बैंक से पैसे देती है"),
        (Speaker.US, "agency mujhe bank transfer se pay karti hai"),
        (Speaker.US, "ایجنسی مجھے بینک سے پیسے دیتی ہے"),
        (Speaker.US, "এজেন্সি আমাকে ব্যাংকে টাকা দেয়"),
        (Speaker.US, "公司每月把我的那份转到我银行卡"),
        (Speaker.US, "我们工作室用微信给设计师发工资"),
        (Speaker.US, "Agensi saya bayar saya lewat transfer bank"),
        (Speaker.US, "Công ty em trả lương cho em qua chuyển khoản"),
        (Speaker.US, "Binabayaran ako ng agency namin sa GCash"),
        (Speaker.US, "事務所からは銀行振込で私に支払われます"),
        (Speaker.US, "에이전시가 제 몫을 계좌로 보내줘요"),
        (
            Speaker.US,
            "Members of our team get their share from us by bank transfer at month end, you only ever deal with the one contract here.",
        ),
        (Speaker.US, "Our designers are paid by us through Wise"),
        (Speaker.CLIENT, "We pay the licence directly to the manufacturer."),
        (Speaker.CLIENT, "Wir bezahlen die Lizenz direkt beim Hersteller."),
        (Speaker.CLIENT, "Мы платим за хостинг напрямую провайдеру."),
        (Speaker.CLIENT, "За хостинг мы платим провайдеру сами"),
        (Speaker.CLIENT, "Ми платимо за хостинг напряму провайдеру."),
        (Speaker.CLIENT, "Nous payons la licence directement à l'éditeur"),
        (Speaker.CLIENT, "Pagamos la licencia directamente al fabricante"),
        (Speaker.CLIENT, "Pagamos a licença diretamente ao fabricante"),
        (Speaker.CLIENT, "Paghiamo la licenza direttamente al produttore"),
        (Speaker.CLIENT, "We betalen de licentie rechtstreeks aan de leverancier"),
        (Speaker.CLIENT, "Plătim licența direct furnizorului"),
        (Speaker.CLIENT, "Płacimy za licencję bezpośrednio u producenta"),
        (Speaker.CLIENT, "Lisansı doğrudan üreticiye ödüyoruz"),
        (Speaker.CLIENT, "ندفع ثمن الرخصة مباشرة للشركة المصنعة"),
        (Speaker.CLIENT, "हम लाइसेंस के पैसे सीधे कंपनी को देते हैं"),
        (Speaker.CLIENT, "होस्टिंग और डोमेन का पैसा मैं सीधे कंपनी की साइट पर अपने कार्ड से भर दूँगा"),
        (Speaker.CLIENT, "ہوسٹنگ کے پیسے ہم سیدھے کمپنی کو دیتے ہیں"),
        (Speaker.CLIENT, "হোস্টিংয়ের টাকা আমরা সরাসরি কোম্পানিকে দিই"),
        (Speaker.CLIENT, "授权费我们直接付给厂家"),
        (Speaker.CLIENT, "Lisensinya kami bayar langsung ke vendor"),
        (Speaker.CLIENT, "Phí bản quyền bên mình trả thẳng cho nhà cung cấp"),
        (Speaker.CLIENT, "Kami na ang magbabayad ng hosting diretso sa provider"),
        (Speaker.CLIENT, "ライセンス料はメーカーに直接支払います"),
        (Speaker.CLIENT, "라이선스는 저희가 제조사에 직접 결제해요"),
    ],
)
def test_what_others_are_paid_for_their_own_things_is_no_payment_to_us(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "You can pay my agency directly by Wise"),
        (Speaker.US, "our agency takes PayPal directly, no fee"),
        (Speaker.CLIENT, "My agency will pay you by bank transfer"),
        (Speaker.CLIENT, "our agency pays you directly, not here"),
        (Speaker.CLIENT, "La agencia te paga por transferencia, sin upwork"),
        (Speaker.CLIENT, "unsere Agentur zahlt dir das direkt aufs Konto"),
        (Speaker.CLIENT, "наше агентство заплатит тебе на карту"),
        (Speaker.CLIENT, "we pay you directly, like the manufacturer"),
        (Speaker.CLIENT, "Wir bezahlen dich direkt"),
        (Speaker.CLIENT, "Мы платим напрямую, на карту"),
        (Speaker.CLIENT, "on vous paie directement par virement"),
        (Speaker.CLIENT, "Te pagamos directamente por transferencia"),
        (Speaker.US, "pay me directly like you pay the hoster"),
    ],
)
def test_an_agency_or_a_client_that_pays_us_is_no_payer_of_others(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "Payments outside Upwork aren't possible for us."),
        (Speaker.US, "Payment outside Upwork isn't possible."),
        (Speaker.US, "Direct payment is out of the question for us."),
        (Speaker.US, "PayPal is off the table, sorry."),
        (Speaker.US, "Paying directly isn't something we do."),
        (Speaker.US, "A bank transfer wouldn't be allowed."),
        (Speaker.US, "Direct payments won't work for us"),
        (Speaker.US, "El pago directo queda descartado para nosotros."),
        (Speaker.US, "Pagar por fuera no es posible."),
        (Speaker.US, "Pagar por PayPal está fuera de discusión"),
        (Speaker.US, "Le paiement direct est hors de question."),
        (Speaker.US, "Un virement hors Upwork n'est pas envisageable"),
        (Speaker.US, "Direktzahlung kommt für uns nicht in Frage."),
        (Speaker.US, "Zahlungen außerhalb von Upwork sind ausgeschlossen."),
        (Speaker.US, "PayPal ist leider keine Option"),
        (Speaker.US, "Pagamento direto está fora de questão."),
        (Speaker.US, "Pagar por fora não rola pra gente"),
        (Speaker.US, "Il pagamento diretto è fuori discussione."),
        (Speaker.US, "Pagare fuori da Upwork non è possibile"),
        (Speaker.US, "Rechtstreeks betalen is uitgesloten."),
        (Speaker.US, "Betalen buiten Upwork is voor ons geen optie"),
        (Speaker.US, "Plata directă este exclusă."),
        (Speaker.US, "Plata în afara Upwork nu se poate"),
        (Speaker.US, "Прямая оплата исключена."),
        (Speaker.US, "Об оплате на карту не может быть и речи."),
        (Speaker.US, "Оплата мимо апворка для нас не вариант"),
        (Speaker.US, "Пряма оплата виключена."),
        (Speaker.US, "Płatność poza Upwork nie wchodzi w grę."),
        (Speaker.US, "Przelew bezpośredni odpada"),
        (Speaker.US, "Upwork dışı ödeme söz konusu değil."),
        (Speaker.US, "Direkt havale mümkün değil"),
        (Speaker.US, "الدفع خارج أبوورك غير وارد."),
        (Speaker.US, "الدفع المباشر غير ممكن بالنسبة لنا"),
        (Speaker.US, "अपवर्क के बाहर पेमेंट का सवाल ही नहीं।"),
        (Speaker.US, "सीधे भुगतान संभव नहीं है"),
        (Speaker.US, "upwork ke bahar payment possible nahi hai"),
        (Speaker.US, "اپ ورک سے باہر ادائیگی ممکن نہیں۔"),
        (Speaker.US, "আপওয়ার্কের বাইরে পেমেন্ট সম্ভব নয়।"),
        (Speaker.US, "私下付款免谈。"),
        (Speaker.US, "平台外付款不可能"),
        (Speaker.US, "我们不接受微信转账"),
        (Speaker.US, "Pembayaran di luar Upwork tidak mungkin."),
        (Speaker.US, "Transfer langsung nggak bisa ya kak"),
        (Speaker.US, "Thanh toán ngoài Upwork là không được."),
        (Speaker.US, "Bên em không nhận chuyển khoản ngoài"),
        (Speaker.US, "Hindi pwede ang bayad sa labas ng Upwork."),
        (Speaker.US, "Upwork外でのお支払いは論外です。"),
        (Speaker.US, "直接のお支払いはお受けできません"),
        (Speaker.US, "업워크 밖 결제는 불가능합니다."),
        (Speaker.US, "직접 송금은 안 됩니다"),
        (Speaker.CLIENT, "Paying outside is out of the question for me, don't worry"),
        (Speaker.CLIENT, "Direktzahlung kommt für mich nicht in Frage"),
    ],
)
def test_a_way_to_pay_that_is_out_of_the_question_is_turned_down(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Paying via Upwork is out of the question, I'll send it to your bank"),
        (Speaker.CLIENT, "Upwork is not an option for us, we pay by PayPal"),
        (Speaker.CLIENT, "Über Upwork zahlen kommt nicht in Frage, ich überweise direkt"),
        (Speaker.CLIENT, "Pagar por Upwork no es posible, te hago una transferencia"),
        (Speaker.CLIENT, "через апворк платить не вариант, переведу на карту"),
    ],
)
def test_upwork_itself_may_be_turned_down(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "A friend of mine needs a site, he isn't on Upwork. Can I give him your name?"),
        (Speaker.CLIENT, "I could refer you to a colleague who isn't on Upwork."),
        (Speaker.CLIENT, "Ich habe einen Bekannten ohne Upwork-Konto, darf ich dich empfehlen?"),
        (Speaker.CLIENT, "Un amigo mío que no está en Upwork busca diseñador, ¿le paso tu contacto?"),
        (Speaker.CLIENT, "my brother also wants a logo, he has no upwork account, ok if he writes to you?"),
        (
            Speaker.CLIENT,
            "Un ami n'a pas de compte Upwork et cherche un traducteur, je peux lui donner ton nom ?",
        ),
        (Speaker.CLIENT, "Un mio amico non è su Upwork, posso passargli il tuo nome?"),
        (Speaker.CLIENT, "Um amigo meu não tem conta no Upwork, posso te indicar?"),
        (Speaker.CLIENT, "Een vriend zit niet op Upwork maar zoekt ook zo iemand, mag ik je aanbevelen?"),
        (Speaker.CLIENT, "У знакомого нет аккаунта на апворке, можно дать ему ваш контакт?"),
        (Speaker.CLIENT, "Знайомий не на апворку, можна порекомендувати йому вас?"),
        (Speaker.CLIENT, "Mój kolega nie ma konta na Upwork, mogę mu pana polecić?"),
        (Speaker.CLIENT, "Bir arkadaşımın upwork hesabı yok, sizi önerebilir miyim?"),
        (Speaker.CLIENT, "صديقي ليس على أبوورك، هل يمكنني أن أعطيه اسمك؟"),
        (Speaker.CLIENT, "मेरा दोस्त अपवर्क पर नहीं है, उसे आपका नाम दे दूँ?"),
        (Speaker.CLIENT, "朋友没有upwork账号,可以把你推荐给他吗?"),
        (Speaker.CLIENT, "Teman saya nggak ada akun upwork, boleh saya rekomendasikan kamu?"),
        (Speaker.CLIENT, "Bạn mình không có tài khoản upwork, mình giới thiệu bạn cho họ nhé?"),
        (Speaker.CLIENT, "知人はUpworkのアカウントがないのですが、ご紹介してもいいですか"),
        (Speaker.CLIENT, "지인이 업워크 계정이 없는데 소개해드려도 될까요?"),
    ],
)
def test_who_would_send_us_on_to_somebody_outside_upwork_is_told(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "A friend of mine who is on Upwork recommended you"),
        (Speaker.CLIENT, "My partner isn't on Upwork, so I'll read your messages out to her"),
        (Speaker.CLIENT, "I'll tell my friend to make an Upwork account and invite you"),
        (Speaker.CLIENT, "A colleague isn't on Upwork but has a question about the logo: can it be green?"),
        (Speaker.CLIENT, "Ein Freund von mir ist nicht auf Upwork, er fand dein Logo aber super"),
        (Speaker.CLIENT, "My friend needs a site too, I told him to post a job here"),
        (Speaker.CLIENT, "un ami m'a parlé de vous, il a un compte Upwork aussi"),
        (Speaker.CLIENT, "My brother isn't on Upwork. He does our bookkeeping."),
    ],
)
def test_somebody_who_is_not_on_upwork_may_be_spoken_of(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "We're on Upwork Business, so these rules don't count for us."),
        (Speaker.CLIENT, "somos cliente Enterprise, así que eso no aplica"),
        (Speaker.CLIENT, "Temos conta Business Plus, então pode"),
        (Speaker.CLIENT, "on est client Enterprise chez Upwork donc pas de souci"),
        (Speaker.CLIENT, "Wir sind Enterprise-Kunde, für uns gilt das nicht"),
        (Speaker.CLIENT, "Siamo clienti Enterprise, quindi nessun problema"),
        (Speaker.CLIENT, "Wij zijn Business Plus klant dus dat mag"),
        (Speaker.CLIENT, "Suntem pe Business Plus, la noi e voie"),
        (Speaker.CLIENT, "У нас Enterprise, нам можно"),
        (Speaker.CLIENT, "Ми клієнт Enterprise, нам можна"),
        (Speaker.CLIENT, "Mamy konto Business Plus, więc nas to nie dotyczy"),
        (Speaker.CLIENT, "Biz Enterprise müşterisiyiz, bizde serbest"),
        (Speaker.CLIENT, "نحن عميل Enterprise فلا مشكلة"),
        (Speaker.CLIENT, "हम Enterprise क्लाइंट हैं, हमारे लिए चलता है"),
        (Speaker.CLIENT, "hamara Business Plus account hai, allowed hai"),
        (Speaker.CLIENT, "ہم Enterprise کلائنٹ ہیں"),
        (Speaker.CLIENT, "আমরা Enterprise ক্লায়েন্ট, আমাদের জন্য সমস্যা নেই"),
        (Speaker.CLIENT, "我们是企业版客户,这条不适用"),
        (Speaker.CLIENT, "Kami klien Enterprise, jadi boleh"),
        (Speaker.CLIENT, "Bên mình là khách Enterprise nên không sao"),
        (Speaker.CLIENT, "Enterprise client kami kaya okay lang"),
        (Speaker.CLIENT, "うちはEnterpriseなので大丈夫です"),
        (Speaker.CLIENT, "저희는 Enterprise 고객이라 괜찮아요"),
    ],
)
def test_a_plan_that_is_claimed_is_told_in_every_language(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "We need the plugin for GitHub Enterprise"),
        (Speaker.CLIENT, "Somos una pyme y queremos un plan de negocio"),
        (Speaker.CLIENT, "Wir nutzen Windows Enterprise auf allen Rechnern"),
        (Speaker.CLIENT, "У нас малый бизнес, пекарня"),
        (Speaker.CLIENT, "Mamy licencję Visual Studio Enterprise"),
        (Speaker.CLIENT, "Tenemos licencia de Jira Enterprise"),
        (Speaker.CLIENT, "we have a business plan for the bakery"),
        (Speaker.CLIENT, "Is Business Plus worth it on Upwork?"),
    ],
)
def test_another_plan_is_no_claim(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "Invite me through Any Hire instead."),
        (Speaker.CLIENT, "Let's do it as a Direct Contract, the fee is lower"),
        (Speaker.CLIENT, "Mejor hagamos un Direct Contract, sale más barato"),
        (Speaker.CLIENT, "Können wir das über Any Hire machen?"),
        (Speaker.CLIENT, "On peut passer par Any Hire ?"),
        (Speaker.CLIENT, "Facciamo un Direct Contract invece"),
        (Speaker.CLIENT, "Vamos fazer por Direct Contract, a taxa é menor"),
        (Speaker.CLIENT, "Kunnen we dit via een Direct Contract doen?"),
        (Speaker.CLIENT, "Hai să facem Direct Contract în loc"),
        (Speaker.CLIENT, "Давайте через Direct Contract, там комиссия меньше"),
        (Speaker.CLIENT, "Давайте оформимо як Direct Contract"),
        (Speaker.CLIENT, "Zróbmy to przez Any Hire"),
        (Speaker.CLIENT, "Any Hire üzerinden yapalım"),
        (Speaker.CLIENT, "चलो Direct Contract से करते हैं"),
        (Speaker.CLIENT, "chalo Direct Contract se karte hain"),
        (Speaker.CLIENT, "آئیے Direct Contract سے کریں"),
        (Speaker.CLIENT, "চলুন Direct Contract দিয়ে করি"),
        (Speaker.CLIENT, "我们走Direct Contract吧"),
        (Speaker.CLIENT, "Kita pakai Direct Contract aja"),
        (Speaker.CLIENT, "Mình làm qua Any Hire nhé"),
        (Speaker.CLIENT, "Direct Contract na lang tayo"),
        (Speaker.CLIENT, "Direct Contractでお願いできますか"),
        (Speaker.US, "I can send you a Direct Contract link, cheaper for both of us"),
    ],
)
def test_a_direct_contract_with_whom_we_met_here_is_a_way_round(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "What's the difference between a fixed-price and a direct contract?"),
        (Speaker.US, "We can't use Direct Contracts with clients we met here"),
        (Speaker.CLIENT, "Is Any Hire only for big firms?"),
        (Speaker.CLIENT, "Write the help page that explains Direct Contracts"),
        (Speaker.CLIENT, "No Any Hire please, a normal contract is fine"),
    ],
)
def test_a_direct_contract_may_be_asked_about(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "Before Upwork you paid me by bank transfer for the logo."),
        (Speaker.US, "Last year you paid me by PayPal, before we both came here."),
        (Speaker.US, "Früher, vor Upwork, haben Sie mich per Überweisung bezahlt"),
        (Speaker.US, "Antes de Upwork me pagaste por transferencia"),
        (Speaker.US, "Avant Upwork vous m'avez payé par virement"),
        (Speaker.US, "Раньше, до апворка, вы платили мне на карту"),
    ],
)
def test_how_we_were_paid_before_we_came_here_is_history(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "Last year you paid me by PayPal, let's do the same now"),
        (Speaker.US, "Before Upwork you paid me by bank, can we go back to that?"),
        (Speaker.US, "El año pasado me pagaste por PayPal, hagamos igual"),
        (Speaker.US, "Letztes Jahr haben Sie mich per PayPal bezahlt, machen wir es wieder so"),
    ],
)
def test_who_wants_the_old_way_back_wants_to_be_paid_outside(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Between us, the service fee here eats most of our margin."),
        (Speaker.CLIENT, "Between us, I don't like the old logo at all"),
        (Speaker.CLIENT, "Just between us, my partner finds the price a bit high"),
        (Speaker.CLIENT, "Between ourselves, the last freelancer here was a disaster"),
        (Speaker.CLIENT, "Entre nosotros, la comisión de upwork es un robo"),
        (Speaker.CLIENT, "Entre nous, cette plateforme prend beaucoup"),
        (Speaker.CLIENT, "Entre nous, mon associé n'y connaît rien"),
        (Speaker.CLIENT, "Unter uns, die Gebühr hier ist heftig"),
        (Speaker.CLIENT, "Unter uns gesagt: das alte Logo war furchtbar"),
        (Speaker.CLIENT, "Entre nós, a taxa daqui é pesada"),
        (Speaker.CLIENT, "Tra noi, la commissione qui è alta"),
        (Speaker.CLIENT, "Onder ons gezegd, de fee hier is fors"),
        (Speaker.CLIENT, "Între noi fie vorba, comisionul e mare aici"),
        (Speaker.CLIENT, "Между нами, комиссия тут грабительская"),
        (Speaker.CLIENT, "Між нами, комісія тут кінська"),
        (Speaker.CLIENT, "Między nami mówiąc, prowizja tutaj jest spora"),
        (Speaker.CLIENT, "Aramızda kalsın, buranın komisyonu çok yüksek"),
        (Speaker.CLIENT, "Antara kita aja ya, fee di sini gede banget"),
        (Speaker.US, "Between us, Upwork's fee hurts us as well"),
        (Speaker.US, "Entre nosotros, la comisión nos come el margen"),
    ],
)
def test_what_is_said_in_confidence_is_no_deal_between_us(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Let's settle it between us, without the fee"),
        (Speaker.CLIENT, "Between us, can you give me a better price if I pay you directly?"),
        (Speaker.CLIENT, "Let's just do this between us and skip the fee"),
        (Speaker.CLIENT, "Between us we could skip upwork, I'd send the money to your account"),
        (Speaker.CLIENT, "arreglémoslo entre nosotros y nos ahorramos la comisión"),
        (Speaker.CLIENT, "on peut s'arranger entre nous, sans la commission"),
        (Speaker.CLIENT, "lass uns das unter uns regeln, ohne Gebühr"),
        (Speaker.CLIENT, "давайте между нами договоримся, без комиссии"),
        (Speaker.CLIENT, "załatwmy to między nami, bez prowizji"),
        (Speaker.CLIENT, "facciamo tra noi, senza commissioni"),
        (Speaker.CLIENT, "vamos acertar entre nós, sem a taxa"),
        (Speaker.CLIENT, "hadi aramızda halledelim, komisyon ödemeyelim"),
        (Speaker.CLIENT, "we can keep the payment between us"),
    ],
)
def test_a_deal_between_us_is_one(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "The 150 came in on Revolut, thanks. Logo tomorrow."),
        (Speaker.US, "Caiu o Pix de 600, valeu demais! Checkout da loja fica pronto sexta."),
        (Speaker.US, "Virement de 400 bien arrivé à la Banque Postale, merci. Le chapitre 6 suit ce soir."),
        (Speaker.US, "Arrivato il bonifico, 350 tondi, grazie mille. La traduzione parte stasera"),
        (Speaker.US, "Havale hesaba düştü, 4.250 TL eksiksiz. Rapor akşama."),
        (Speaker.US, "₹5,000 GPay पर आ गए, शुक्रिया जी। बैनर शाम तक।"),
        (Speaker.US, "বিকাশে ৭০০০ পেলাম, আলহামদুলিল্লাহ। পোস্টগুলো কাল রাতে।"),
        (Speaker.US, "Die Überweisung über 220 ist eingegangen, danke. Fotos hängen dran."),
        (Speaker.US, "Ya me llegó la transferencia de 300, gracias. Empiezo hoy"),
        (Speaker.US, "Пришло 5000 на карту, спасибо, начинаю"),
        (Speaker.US, "Прийшло 5000 на картку, дякую, починаю"),
        (Speaker.US, "Przelew 800 zł doszedł, dzięki, zaczynam"),
        (Speaker.US, "收到微信转账800,谢谢,今晚出图"),
        (Speaker.US, "Transferan 500rb sudah masuk ke BCA, makasih kak"),
        (Speaker.US, "Em đã nhận 2 triệu qua Momo rồi ạ, em cảm ơn chị"),
        (Speaker.US, "Natanggap ko na po yung 1,500 sa GCash, salamat"),
        (Speaker.US, "銀行振込の3万円、届きました。ありがとうございます"),
        (Speaker.US, "카카오페이로 보내주신 5만원 받았습니다, 감사합니다"),
        (Speaker.US, "وصلني التحويل 200 دولار على حسابي البنكي، شكرا"),
    ],
)
def test_money_that_came_in_by_another_way_was_paid_outside(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "The payout of 150 from Upwork arrived on my Payoneer account, all good"),
        (Speaker.US, "Withdrawal from Upwork: 400 arrived at my bank today"),
        (Speaker.US, "The test order of 20 by PayPal came in, the webhook works"),
        (Speaker.US, "A customer's PayPal payment of 49 arrived twice in the shop, I fixed the duplicate"),
        (Speaker.US, "Milestone 1 of 300 received on Upwork, thank you"),
        (Speaker.US, "El pago de prueba de 5 por PayPal llegó bien al panel"),
        (Speaker.US, "Upwork'ten çektiğim 300 dolar Payoneer'a geldi"),
        (Speaker.US, "提现的500美元已到账派安盈"),
        (Speaker.US, "Saldo Upwork 200 sudah masuk ke bank, jadi aman"),
        (Speaker.US, "The 12 photos arrived, thanks, the bank logo is too small"),
        (Speaker.US, "got the file with 200 bank names, importing now"),
    ],
)
def test_money_of_upworks_or_of_a_test_is_none(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (
            Speaker.CLIENT,
            "Pytanie formalne: gdybyśmy chcieli zatrudnić pana na etat, to ile trwa ta oficjalna konwersja u nich i kto klika pierwszy, my czy pan?",
        ),
        (Speaker.CLIENT, "If we wanted to hire you full time, how does Upwork's conversion work?"),
        (
            Speaker.CLIENT,
            "Wenn wir Sie fest anstellen wollten, wie läuft diese offizielle Ablöse über Upwork?",
        ),
        (
            Speaker.CLIENT,
            "Si on voulait vous embaucher en CDI, comment marchent les frais de conversion d'Upwork ?",
        ),
        (
            Speaker.CLIENT,
            "Si quisiéramos contratarte en plantilla, ¿cómo va la conversión oficial de Upwork?",
        ),
        (Speaker.CLIENT, "Se quiséssemos te contratar CLT, como funciona a taxa de conversão oficial?"),
        (Speaker.CLIENT, "Se volessimo assumerla, come funziona la conversione ufficiale di Upwork?"),
        (Speaker.CLIENT, "Als we je in dienst willen nemen, hoe werkt die officiële conversie van Upwork?"),
        (Speaker.CLIENT, "Dacă am vrea să vă angajăm, cum merge conversia oficială pe Upwork?"),
        (
            Speaker.CLIENT,
            "Если бы мы хотели взять вас в штат, как проходит официальная конверсия на апворке?",
        ),
        (Speaker.CLIENT, "Якби ми хотіли взяти вас у штат, як іде офіційна конверсія на апворку?"),
        (Speaker.CLIENT, "Sizi kadroya almak istersek resmi dönüşüm ücreti nasıl işliyor?"),
        (Speaker.CLIENT, "لو أردنا توظيفك بدوام كامل، كيف تتم رسوم التحويل الرسمية في أبوورك؟"),
        (Speaker.CLIENT, "अगर हम आपको फुल टाइम रखना चाहें तो अपवर्क की कन्वर्ज़न फीस कैसे होती है?"),
        (Speaker.CLIENT, "如果我们想正式雇你,Upwork的官方转换费怎么走?"),
        (Speaker.CLIENT, "Kalau kami mau rekrut tetap, biaya konversi resmi Upwork gimana prosesnya?"),
        (
            Speaker.CLIENT,
            "Nếu bên mình muốn tuyển chính thức thì phí chuyển đổi chính thức của Upwork thế nào?",
        ),
        (Speaker.CLIENT, "Kung gusto ka naming i-hire full time, paano yung conversion fee ng Upwork?"),
        (Speaker.CLIENT, "もし正社員としてお迎えしたい場合、Upworkの公式のコンバージョン料はどうなりますか"),
        (Speaker.CLIENT, "정직원으로 모시고 싶으면 업워크 공식 전환 수수료는 어떻게 되나요?"),
    ],
)
def test_who_asks_for_the_official_way_to_hire_may(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "We'd hire you full time, no need for Upwork's conversion"),
        (Speaker.CLIENT, "Zatrudnimy pana na etat, bez tej konwersji na upworku"),
        (Speaker.CLIENT, "Возьмём вас в штат, без этой конверсии"),
    ],
)
def test_who_hires_without_the_conversion_may_not(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (
            Speaker.CLIENT,
            "The offer is in your inbox, which means we're under contract, so share your number.",
        ),
        (Speaker.CLIENT, "I sent the offer so we're already working together"),
        (
            Speaker.US,
            "You've sent the offer, so technically we are already working together and can swap numbers.",
        ),
        (Speaker.CLIENT, "J'ai envoyé l'offre, donc le contrat est lancé, on peut échanger nos coordonnées."),
        (Speaker.CLIENT, "Раз я отправил предложение, мы уже работаем, пишите в вотсап."),
        (Speaker.CLIENT, "Die Angebot ist raus, damit sind wir schon im Vertrag"),
        (Speaker.CLIENT, "La oferta está enviada, así que ya trabajamos juntos"),
        (Speaker.CLIENT, "A oferta foi enviada, então já temos contrato"),
        (Speaker.CLIENT, "offer已经发了,就算签了"),
        (Speaker.CLIENT, "Teklifi gönderdim, artık zaten çalışıyoruz"),
        (Speaker.CLIENT, "L'offerta è partita, quindi abbiamo un contratto"),
    ],
)
def test_an_offer_is_no_contract_in_any_language(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "The offer is out, please accept it so that we have a contract"),
        (Speaker.CLIENT, "Once you accept the offer we're under contract and can talk anywhere"),
        (Speaker.CLIENT, "Cuando aceptes la oferta ya tenemos contrato"),
        (Speaker.CLIENT, "Sobald du das Angebot annimmst, haben wir einen Vertrag"),
        (Speaker.CLIENT, "Offer is sent. The contract starts when you accept."),
        (Speaker.CLIENT, "Если примете оффер, контракт уже есть и можно созвониться"),
        (Speaker.US, "I got the offer, I'll accept it today and then we have a contract"),
    ],
)
def test_an_offer_may_become_one(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "My brother will transfer you the money."),
        (Speaker.CLIENT, "My business partner will wire you the fee, he has the account"),
        (Speaker.CLIENT, "Mi hermano te va a transferir el dinero"),
        (Speaker.CLIENT, "Mi socio te pagará por su cuenta"),
        (Speaker.CLIENT, "Meu irmão vai te transferir o dinheiro"),
        (Speaker.CLIENT, "Mon frère vous fera le virement"),
        (Speaker.CLIENT, "Mein Bruder überweist Ihnen das Geld"),
        (Speaker.CLIENT, "Mio fratello ti farà il bonifico"),
        (Speaker.CLIENT, "Mijn broer maakt het geld naar je over"),
        (Speaker.CLIENT, "Fratele meu vă transferă banii"),
        (Speaker.CLIENT, "Деньги вам переведёт мой брат."),
        (Speaker.CLIENT, "Parayı size kardeşim gönderecek"),
        (Speaker.CLIENT, "पैसे आपको मेरा भाई भेजेगा"),
        (Speaker.CLIENT, "paise aapko mera bhai bhejega"),
        (Speaker.CLIENT, "پیسے آپ کو میرا بھائی بھیجے گا"),
        (Speaker.CLIENT, "টাকা আপনাকে আমার ভাই পাঠাবে"),
        (Speaker.CLIENT, "钱由我哥转给你"),
        (Speaker.CLIENT, "Uangnya nanti ditransfer kakak saya ke kamu"),
        (Speaker.CLIENT, "Tiền thì anh trai mình sẽ chuyển cho bạn"),
        (Speaker.CLIENT, "Yung kapatid ko ang magpapadala ng bayad sa'yo"),
        (Speaker.CLIENT, "お金は兄が振り込みます"),
        (Speaker.CLIENT, "돈은 제 동생이 보내드릴 거예요"),
    ],
)
def test_somebody_else_who_sends_us_the_money_sends_it_outside(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "My brother will fund the milestone on Upwork from his card"),
        (Speaker.CLIENT, "My brother will send you the photos"),
        (Speaker.CLIENT, "Mein Bruder schickt Ihnen die Bilder"),
        (Speaker.CLIENT, "Мой брат пришлёт вам фотографии"),
        (Speaker.CLIENT, "Mi hermano te enviará las fotos"),
        (Speaker.CLIENT, "My brother transfers the domain to me tomorrow"),
        (Speaker.CLIENT, "My accountant will pay the invoice on Upwork"),
        (Speaker.CLIENT, "我哥会把照片发给你"),
    ],
)
def test_what_else_others_send_is_left_alone(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "You can pay me at the end of the project."),
        (Speaker.US, "You pay when it's done, no rush"),
        (Speaker.CLIENT, "I'll pay you at the end of the project"),
        (Speaker.CLIENT, "we pay after delivery, is that ok?"),
        (Speaker.US, "Puedes pagarme al final del proyecto"),
        (Speaker.CLIENT, "Te pago al final del proyecto, ¿vale?"),
        (Speaker.US, "Vous pouvez me payer à la fin du projet"),
        (Speaker.CLIENT, "Je vous paie à la livraison"),
        (Speaker.US, "Sie können mich am Ende des Projekts bezahlen"),
        (Speaker.CLIENT, "Ich bezahle Sie nach der Lieferung"),
        (Speaker.CLIENT, "Pago você no final do projeto"),
        (Speaker.CLIENT, "Ti pago alla fine del progetto"),
        (Speaker.CLIENT, "Ik betaal je aan het eind van het project"),
        (Speaker.CLIENT, "Vă plătesc la finalul proiectului"),
        (Speaker.CLIENT, "Заплачу в конце проекта"),
        (Speaker.US, "Можете оплатить после сдачи"),
        (Speaker.CLIENT, "Заплачу наприкінці проєкту"),
        (Speaker.CLIENT, "Zapłacę panu na koniec projektu"),
        (Speaker.CLIENT, "Ödemeyi proje bitince yaparım"),
        (Speaker.CLIENT, "سأدفع لك في نهاية المشروع"),
        (Speaker.CLIENT, "पेमेंट प्रोजेक्ट के अंत में करूँगा"),
        (Speaker.CLIENT, "payment project ke end mein karunga"),
        (Speaker.CLIENT, "پروجیکٹ کے آخر میں ادائیگی کروں گا"),
        (Speaker.CLIENT, "প্রজেক্ট শেষে টাকা দেব"),
        (Speaker.CLIENT, "项目结束后付款"),
        (Speaker.CLIENT, "Saya bayar di akhir proyek"),
        (Speaker.CLIENT, "Mình trả tiền khi xong dự án"),
        (Speaker.CLIENT, "Babayaran kita pagkatapos ng project"),
        (Speaker.CLIENT, "お支払いはプロジェクト終了後になります"),
        (Speaker.CLIENT, "프로젝트가 끝나면 지급할게요"),
    ],
)
def test_when_somebody_is_paid_is_no_way_past_upwork(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "I'll pay you at the end by bank transfer"),
        (Speaker.US, "You can pay me at the end by PayPal"),
        (Speaker.CLIENT, "Te pago al final por transferencia, fuera de upwork"),
    ],
)
def test_a_way_past_upwork_is_one_at_the_end_too(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Could you get going on the wireframes today? Paperwork follows on Friday."),
        (Speaker.CLIENT, "Empieza ya, el contrato te lo mando la semana que viene."),
        (Speaker.CLIENT, "Empieza hoy, el contrato después."),
        (Speaker.CLIENT, "Начинайте сегодня, контракт оформлю на следующей неделе."),
        (Speaker.CLIENT, "可以先开工吗？合同过几天再发。"),
        (Speaker.CLIENT, "Mulai saja dulu, kontraknya menyusul minggu depan."),
        (Speaker.CLIENT, "Would you do a free trial first so we see your style?"),
        (Speaker.CLIENT, "all my other freelancers work on whatsapp with me, why not you"),
        (Speaker.CLIENT, "everybody does it, nobody cares about the rules"),
        (Speaker.US, "You can pay me by PayPal for the licence"),
    ],
)
def test_early_work_and_the_like_are_told(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "Our freelancers get their share from us by PayPal."),
        (Speaker.US, "A mi equipo le pago yo por PayPal."),
        (Speaker.US, "Meinem Team zahle ich das per PayPal."),
        (Speaker.US, "Своей команде я плачу через PayPal."),
        (Speaker.US, "我自己用支付宝付给我的团队。"),
        (Speaker.US, "أدفع لفريقي عبر باي بال بنفسي."),
        (Speaker.US, "I paid the stock photo site by PayPal."),
        (Speaker.US, "Ich habe die Lizenz per PayPal gekauft."),
        (Speaker.US, "Lisensinya saya beli lewat PayPal."),
        (Speaker.CLIENT, "Last year I used to send you the money via PayPal."),
        (Speaker.CLIENT, "In the old days I paid you in cash."),
        (Speaker.CLIENT, "Letztes Jahr haben wir deine Rechnungen per Überweisung bezahlt."),
        (Speaker.CLIENT, "去年我们是银行转账给你的。"),
        (Speaker.CLIENT, "Die Domain habe ich per PayPal bezahlt."),
        (Speaker.CLIENT, "域名我用支付宝付了。"),
        (Speaker.CLIENT, "The app has a 14-day free trial for new users."),
        (Speaker.CLIENT, "La app tiene una prueba gratuita de 14 días."),
        (Speaker.CLIENT, "L'application propose un essai gratuit de 14 jours."),
        (Speaker.CLIENT, "应用有14天免费试用。"),
        (Speaker.CLIENT, "В приложении нужен бесплатный пробный период на 14 дней"),
        (Speaker.CLIENT, "All my other freelancers are in Europe."),
        (Speaker.CLIENT, "Todos mis otros freelancers usan Trello."),
        (Speaker.CLIENT, "Semua freelancer saya ada di Eropa."),
        (Speaker.CLIENT, "Everybody uses this app."),
        (Speaker.CLIENT, "We sell an enterprise plan to banks and need a landing page for it."),
        (Speaker.CLIENT, "Kami perusahaan enterprise software dengan 300 karyawan."),
        (Speaker.CLIENT, "हम एक एंटरप्राइज़ सॉफ़्टवेयर कंपनी हैं।"),
        (Speaker.CLIENT, "Wir sind ein Enterprise-Kunde von Salesforce."),
        (Speaker.CLIENT, "We're not an Enterprise client, so let's stay here."),
    ],
)
def test_other_freelancers_costs_trials_and_plans_are_left_alone(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED
