"""What is turned down because of what it would cost, and proposals that only sound like a no."""

import pytest

from core.model import Outcome, Speaker
from tests.core.senses.judged import outcome

FLAGGED = (Outcome.VIOLATION, Outcome.WARNING)


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (
            Speaker.US,
            "About the direct deposit idea: I get why it looks cheaper, but circumventing the fee would cost me my account. So that's a firm no.",
        ),
        (
            Speaker.US,
            "Half on here and half by wire is not something I do, hire me for the whole sum please.",
        ),
        (
            Speaker.US,
            "I deleted the message with your Skype name, I don't want either of us to get suspended over it.",
        ),
        (Speaker.US, "Going off the books would get my profile shut down, so no."),
        (Speaker.US, "PayPal is a hard no for me, everything stays in the milestone."),
        (Speaker.US, "A bank transfer past Upwork could cost us the account. Sorry."),
        (Speaker.US, "Paying me directly isn't how I work."),
        (Speaker.US, "Lo del pago directo me costaría la cuenta, así que es un no rotundo."),
        (Speaker.US, "Cobrar mitad por aquí y mitad por fuera no es algo que yo haga."),
        (Speaker.US, "Lamento, mas combinar metade por dentro e metade por fora não é coisa que eu faça."),
        (Speaker.US, "Receber por pix me custaria a conta, então não."),
        (Speaker.US, "Un virement direct me coûterait mon compte, donc c'est non."),
        (Speaker.US, "Être payé moitié ici, moitié en liquide, ce n'est pas quelque chose que je fais."),
        (Speaker.US, "Eine direkte Überweisung würde mich mein Konto kosten, also ein klares Nein."),
        (Speaker.US, "Halb hier und halb bar ist nichts, was ich mache."),
        (Speaker.US, "Un bonifico diretto mi costerebbe l'account, quindi no."),
        (Speaker.US, "Metà qui e metà in contanti non è una cosa che faccio."),
        (Speaker.US, "Rechtstreeks overmaken kost me mijn account, dus nee."),
        (Speaker.US, "Half hier en half contant is niets voor mij."),
        (Speaker.US, "Plata direct în cont m-ar costa profilul, deci nu."),
        (Speaker.US, "За перевод на карту мне заблокируют аккаунт, так что нет."),
        (Speaker.US, "Половину здесь и половину наличными, так я не работаю."),
        (Speaker.US, "За переказ на картку мені заблокують акаунт, тож ні."),
        (Speaker.US, "Половину тут і половину готівкою, так я не працюю."),
        (Speaker.US, "Za przelew poza Upwork zablokują mi konto, więc nie."),
        (Speaker.US, "Połowa tutaj i połowa gotówką, tak nie pracuję."),
        (Speaker.US, "Doğrudan havale alırsam hesabım kapatılır, o yüzden olmaz."),
        (Speaker.US, "التحويل المباشر قد يكلفني حسابي، فلا."),
        (Speaker.US, "सीधे पैसे लेने से मेरा अकाउंट बंद हो जाएगा, इसलिए नहीं।"),
        (Speaker.US, "direct paise liye to mera account band ho jayega, isliye nahi sir"),
        (Speaker.US, "نہیں جی، باہر سے پیسے لینے کا تو سوچیں بھی مت، اکاؤنٹ بند ہو جائے گا۔"),
        (Speaker.US, "বাইরে টাকা নিলে আমার অ্যাকাউন্ট বন্ধ হয়ে যাবে, তাই না।"),
        (Speaker.US, "哈哈真的不能私下转账，被查到要封号的，您还是发offer吧"),
        (Speaker.US, "私下转账我会被封号的,所以不行。"),
        (Speaker.US, "Kalau transfer langsung akun saya bisa diblokir, jadi tidak ya Pak."),
        (Speaker.US, "Nhận chuyển khoản riêng là em bị khóa tài khoản, nên không được ạ."),
        (Speaker.US, "Kapag sa GCash, masususpend po ang account ko, kaya hindi po pwede."),
        (Speaker.US, "直接のお振込だと私のアカウントが停止されますので、お受けできません。"),
        (Speaker.US, "직접 송금받으면 제 계정이 정지되니 안 됩니다."),
    ],
)
def test_who_would_lose_his_account_turns_it_down(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "My account won't get banned if you pay me by PayPal, I've done it before."),
        (Speaker.US, "I risk my account for you, but fine, send it by PayPal."),
        (Speaker.CLIENT, "Your account won't get suspended, just give me your number."),
        (Speaker.US, "PayPal is a firm yes, send it there."),
        (Speaker.US, "No me van a cerrar la cuenta por eso, págueme por PayPal."),
        (Speaker.US, "Ninguém vai bloquear minha conta por isso, me paga por pix."),
        (Speaker.US, "Mon compte ne sera pas fermé pour ça, payez-moi par virement."),
        (Speaker.US, "Mein Konto wird deswegen nicht gesperrt, überweisen Sie mir das Geld direkt."),
        (Speaker.US, "Nu îmi închid contul pentru atâta, plătiți-mi direct prin Revolut."),
        (Speaker.US, "Аккаунт из-за этого не заблокируют, переводите на карту."),
        (Speaker.US, "Акаунт за це не заблокують, кидайте на картку."),
        (Speaker.US, "Nie zablokują mi za to konta, proszę o przelew."),
        (Speaker.US, "Hesabım bunun için kapanmaz, parayı havale edin."),
        (Speaker.US, "لن يغلق حسابي بسبب ذلك، حول لي المبلغ مباشرة."),
        (Speaker.US, "mera account isse band nahi hoga, aap paytm kar do"),
        (Speaker.US, "اس سے میرا اکاؤنٹ بند نہیں ہوگا، آپ باہر سے پیسے بھیج دیں"),
        (Speaker.US, "এতে অ্যাকাউন্ট বন্ধ হবে না, বিকাশে পাঠান।"),
        (Speaker.US, "不会封号的,您私下转账给我就好。"),
        (Speaker.US, "Akun saya tidak akan diblokir kok, transfer langsung saja Pak."),
        (Speaker.US, "Không bị khóa tài khoản đâu, anh chuyển khoản riêng cho em nhé."),
        (Speaker.US, "Hindi naman masususpend ang account ko, sa GCash na lang po."),
        (Speaker.US, "アカウントは停止されませんので、直接お振込みください。"),
        (Speaker.US, "계정 정지 안 되니까 계좌로 직접 보내주세요."),
    ],
)
def test_who_says_that_no_account_is_lost_turns_nothing_down(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.CLIENT, "Can you switch the form to email notifications?"),
        (Speaker.US, "Wir wollen nicht auf Threema wechseln."),
        (Speaker.CLIENT, "Wäre ein WhatsApp-Button auf der Seite nicht besser?"),
        (Speaker.CLIENT, "¿No sería mejor poner el botón de WhatsApp abajo?"),
        (Speaker.CLIENT, "Не лучше ли поставить кнопку WhatsApp внизу?"),
        (Speaker.US, "Wouldn't it be better to stay here rather than go to WhatsApp?"),
    ],
)
def test_a_better_way_within_a_product_is_no_proposal(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) not in FLAGGED


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "Shall we switch to email from this point on?"),
        (Speaker.CLIENT, "Can we switch to email?"),
        (Speaker.CLIENT, "Let's move this over to email please."),
        (Speaker.CLIENT, "wouldn't it be easier on WhatsApp?"),
        (Speaker.CLIENT, "Isn't Telegram better for this?"),
        (Speaker.CLIENT, "Why don't we talk on Zoom?"),
        (Speaker.CLIENT, "Couldn't you just call me?"),
        (Speaker.CLIENT, "Shouldn't we do this over Skype?"),
        (Speaker.US, "Don't you think we should go over this on the phone?"),
        (Speaker.CLIENT, "wollen wir nicht lieber auf Threema wechseln?"),
        (Speaker.CLIENT, "Sollten wir das nicht besser am Telefon besprechen?"),
        (Speaker.US, "Wäre es nicht einfacher, wenn wir per WhatsApp schreiben?"),
        (Speaker.CLIENT, "Können wir nicht einfach telefonieren?"),
        (Speaker.CLIENT, "¿No sería mejor hablar por WhatsApp?"),
        (Speaker.CLIENT, "¿Por qué no seguimos por Telegram?"),
        (Speaker.CLIENT, "¿No podemos hablar por teléfono?"),
        (Speaker.CLIENT, "Não seria melhor a gente falar pelo WhatsApp?"),
        (Speaker.CLIENT, "Por que não continuamos no Telegram?"),
        (Speaker.CLIENT, "A gente não pode conversar por telefone?"),
        (Speaker.CLIENT, "Ce ne serait pas plus simple sur WhatsApp ?"),
        (Speaker.CLIENT, "Pourquoi ne pas continuer sur Telegram ?"),
        (Speaker.CLIENT, "Non sarebbe meglio sentirci su WhatsApp?"),
        (Speaker.CLIENT, "Perché non continuiamo su Telegram?"),
        (Speaker.CLIENT, "Non possiamo sentirci al telefono?"),
        (Speaker.CLIENT, "Zullen we niet liever via WhatsApp praten?"),
        (Speaker.CLIENT, "Waarom gaan we niet verder op Telegram?"),
        (Speaker.CLIENT, "Kunnen we niet gewoon bellen?"),
        (Speaker.CLIENT, "N-ar fi mai bine să vorbim pe WhatsApp?"),
        (Speaker.CLIENT, "De ce nu continuăm pe Telegram?"),
        (Speaker.CLIENT, "Nu putem vorbi la telefon?"),
        (Speaker.CLIENT, "Не лучше ли нам перейти в WhatsApp?"),
        (Speaker.CLIENT, "Почему бы нам не продолжить в Телеграме?"),
        (Speaker.CLIENT, "Чи не краще нам перейти у Вайбер?"),
        (Speaker.CLIENT, "Чому б нам не продовжити в Телеграмі?"),
        (Speaker.CLIENT, "Czy nie lepiej pogadać na WhatsAppie?"),
        (Speaker.CLIENT, "Może przejdźmy na Telegrama, czy nie byłoby wygodniej?"),
        (Speaker.CLIENT, "Nie moglibyśmy po prostu zadzwonić do siebie?"),
        (Speaker.CLIENT, "WhatsApp'tan konuşsak daha iyi olmaz mı?"),
        (Speaker.CLIENT, "Neden Telegram'dan devam etmiyoruz?"),
        (Speaker.CLIENT, "Telefonda konuşamaz mıyız?"),
        (Speaker.CLIENT, "أليس من الأفضل أن نتحدث على واتساب؟"),
        (Speaker.CLIENT, "لماذا لا نكمل على تيليجرام؟"),
        (Speaker.CLIENT, "ليش ما نتكلم بالتلفون؟"),
        (Speaker.CLIENT, "क्या WhatsApp पर बात करना बेहतर नहीं होगा?"),
        (Speaker.CLIENT, "hum Telegram pe kyun na baat karein?"),
        (Speaker.CLIENT, "phone pe baat nahi kar sakte kya?"),
        (Speaker.CLIENT, "کیا واٹس ایپ پر بات کرنا بہتر نہیں ہوگا؟"),
        (Speaker.CLIENT, "WhatsApp e kotha bolle bhalo hoy na?"),
        (Speaker.CLIENT, "হোয়াটসঅ্যাপে কথা বললে ভালো হয় না?"),
        (Speaker.CLIENT, "我们不如加个微信聊?"),
        (Speaker.CLIENT, "不如打电话说更快吧?"),
        (Speaker.CLIENT, "为什么不在WhatsApp上聊呢?"),
        (Speaker.CLIENT, "Bukannya lebih enak lewat WhatsApp?"),
        (Speaker.CLIENT, "Kenapa nggak lanjut di Telegram aja?"),
        (Speaker.CLIENT, "Sao mình không nói chuyện qua Zalo cho tiện?"),
        (Speaker.CLIENT, "Gọi điện thoại không phải nhanh hơn sao anh?"),
        (Speaker.CLIENT, "Bakit hindi na lang tayo mag-Viber?"),
        (Speaker.CLIENT, "Hindi ba mas madali kung sa WhatsApp na lang?"),
        (Speaker.CLIENT, "LINEでやり取りしたほうが早くないですか?"),
        (Speaker.CLIENT, "電話で話しませんか?"),
        (Speaker.CLIENT, "카톡으로 하는 게 낫지 않을까요?"),
        (Speaker.CLIENT, "전화로 얘기하지 않으실래요?"),
        (Speaker.CLIENT, "wäre eine Überweisung nicht einfacher für uns beide?"),
        (Speaker.CLIENT, "wouldn't a bank transfer be cheaper for both of us?"),
        (Speaker.CLIENT, "¿no sería mejor pagarte por PayPal?"),
        (Speaker.CLIENT, "ne serait-il pas plus simple de vous payer par virement ?"),
        (Speaker.CLIENT, "Не проще ли мне заплатить вам на карту напрямую?"),
        (Speaker.CLIENT, "直接转账给你不是更省事吗?"),
        (Speaker.CLIENT, "Não seria mais fácil eu te pagar por pix?"),
    ],
)
def test_a_proposal_in_the_form_of_a_no_is_one(speaker: Speaker, text: str) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        (Speaker.US, "Pay me by PayPal. Upwork is a firm no."),
        (Speaker.US, "Send it to my bank directly, that's a no to milestones."),
        (Speaker.CLIENT, "Upwork suspended our account, so let's talk on WhatsApp."),
        (Speaker.CLIENT, "They closed my account last week, can you take PayPal?"),
        (Speaker.CLIENT, "My account got blocked, write me on Telegram please."),
        (
            Speaker.CLIENT,
            "I can't hire you here because my account was restricted, I will pay you by bank transfer.",
        ),
        (Speaker.CLIENT, "Upwork ha suspendido nuestra cuenta, así que hablemos por WhatsApp."),
        (Speaker.CLIENT, "Mon compte est bloqué, écrivez-moi sur WhatsApp."),
        (Speaker.CLIENT, "Мой аккаунт заблокировали, напишите мне в Телеграм."),
        (Speaker.CLIENT, "Minha conta foi bloqueada, me chama no WhatsApp."),
        (Speaker.CLIENT, "Hesabım kapatıldı, WhatsApp'tan yazın."),
        (Speaker.CLIENT, "我的账号被封了,加我微信聊。"),
        (Speaker.CLIENT, "mera account block ho gaya hai, whatsapp pe message karo"),
        (Speaker.CLIENT, "Akun saya diblokir, chat WA saja ya."),
        (Speaker.US, "I spoke with my team and we'd rather continue on WhatsApp."),
        (Speaker.US, "I discussed it with my partner, let's go on over Telegram."),
        (Speaker.US, "My designer called me, please give me your number so that he can call you too."),
        (Speaker.CLIENT, "My partner and I talked it over, call us on 07700 900 418."),
        (Speaker.US, "We talked in the team and would like to be paid by Wise."),
    ],
)
def test_an_account_that_is_lost_is_a_reason_to_ask_and_a_no_to_upwork_turns_down_nothing_else(
    speaker: Speaker, text: str
) -> None:
    assert outcome(text, speaker) is Outcome.VIOLATION
