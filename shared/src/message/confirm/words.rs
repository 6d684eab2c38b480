//! The words of a request to confirm, in every language. `{shop}` is what the shop is called.

use crate::locale::Language;

/// What is said in one language.
pub(super) struct Words {
    /// The message's subject.
    pub(super) subject: &'static str,
    /// What is asked, and that nothing is sent before.
    pub(super) ask: &'static str,
    /// Stands above the words that were agreed to.
    pub(super) agreed: &'static str,
    /// On the link and on the button.
    pub(super) press: &'static str,
    /// To whoever did not agree.
    pub(super) ignore: &'static str,
    /// After the button was pressed.
    pub(super) done: &'static str,
    /// When nothing waits for it.
    pub(super) over: &'static str,
}

#[expect(clippy::too_many_lines, reason = "a table, one entry a language")]
pub(super) fn of(language: Language) -> Words {
    match language {
        Language::English => Words {
            subject: "Please confirm: e-mails from {shop}",
            ask: "In the chat at {shop}, somebody agreed to e-mails to this address. If that was you, please confirm it; nothing is sent before you do.",
            agreed: "What was agreed to",
            press: "Yes, I confirm",
            ignore: "If it wasn't you, do nothing. Without a confirmation, you will get no such e-mails.",
            done: "Thank you, it is confirmed. To hear nothing more from {shop}, answer any of its e-mails with \"STOP\".",
            over: "This link is no longer valid. If you would like e-mails from {shop}, please agree to them again in the chat.",
        },
        Language::German => Words {
            subject: "Bitte bestätigen: E-Mails von {shop}",
            ask: "Im Chat von {shop} hat jemand E-Mails an diese Adresse zugestimmt. Wenn Sie das waren, bestätigen Sie es bitte; vorher wird nichts verschickt.",
            agreed: "Dem wurde zugestimmt",
            press: "Ja, ich bestätige",
            ignore: "Wenn Sie das nicht waren, brauchen Sie nichts zu tun. Ohne Bestätigung erhalten Sie keine solchen E-Mails.",
            done: "Vielen Dank, Ihre Einwilligung ist bestätigt. Wenn Sie von {shop} nichts mehr hören möchten, antworten Sie auf eine der E-Mails mit „STOP“.",
            over: "Dieser Link ist nicht mehr gültig. Wenn Sie E-Mails von {shop} erhalten möchten, stimmen Sie im Chat bitte noch einmal zu.",
        },
        Language::French => Words {
            subject: "Merci de confirmer : e-mails de {shop}",
            ask: "Dans le chat de {shop}, quelqu'un a accepté de recevoir des e-mails à cette adresse. Si c'était vous, merci de le confirmer ; rien ne sera envoyé avant.",
            agreed: "Ce qui a été accepté",
            press: "Oui, je confirme",
            ignore: "Si ce n'était pas vous, vous n'avez rien à faire. Sans confirmation, vous ne recevrez aucun e-mail de ce type.",
            done: "Merci, votre accord est confirmé. Pour ne plus rien recevoir de {shop}, répondez « STOP » à l'un de ses e-mails.",
            over: "Ce lien n'est plus valable. Si vous souhaitez recevoir des e-mails de {shop}, donnez à nouveau votre accord dans le chat.",
        },
        Language::Spanish => Words {
            subject: "Confirme, por favor: correos de {shop}",
            ask: "En el chat de {shop}, alguien aceptó recibir correos en esta dirección. Si fue usted, confírmelo, por favor; antes no se enviará nada.",
            agreed: "Lo que se aceptó",
            press: "Sí, lo confirmo",
            ignore: "Si no fue usted, no tiene que hacer nada. Sin confirmación no recibirá estos correos.",
            done: "Gracias, su consentimiento está confirmado. Si no quiere recibir nada más de {shop}, responda «STOP» a cualquiera de sus correos.",
            over: "Este enlace ya no es válido. Si desea recibir correos de {shop}, acéptelos de nuevo en el chat.",
        },
        Language::Italian => Words {
            subject: "Conferma, per favore: e-mail da {shop}",
            ask: "Nella chat di {shop} qualcuno ha accettato di ricevere e-mail a questo indirizzo. Se sei stato tu, confermalo; prima non verrà inviato nulla.",
            agreed: "Che cosa è stato accettato",
            press: "Sì, confermo",
            ignore: "Se non sei stato tu, non devi fare nulla. Senza conferma non riceverai queste e-mail.",
            done: "Grazie, il consenso è confermato. Per non ricevere più nulla da {shop}, rispondi «STOP» a una qualsiasi delle sue e-mail.",
            over: "Questo link non è più valido. Se vuoi ricevere e-mail da {shop}, accetta di nuovo nella chat.",
        },
        Language::Dutch => Words {
            subject: "Graag bevestigen: e-mails van {shop}",
            ask: "In de chat van {shop} heeft iemand toestemming gegeven voor e-mails aan dit adres. Was u dat, bevestig het dan; eerder wordt er niets verstuurd.",
            agreed: "Hiervoor is toestemming gegeven",
            press: "Ja, ik bevestig dit",
            ignore: "Was u het niet, dan hoeft u niets te doen. Zonder bevestiging krijgt u zulke e-mails niet.",
            done: "Dank u wel, uw toestemming is bevestigd. Wilt u niets meer van {shop} ontvangen, beantwoord dan een van de e-mails met 'STOP'.",
            over: "Deze link is niet meer geldig. Wilt u e-mails van {shop} ontvangen, geef dan in de chat opnieuw toestemming.",
        },
        Language::Portuguese => Words {
            subject: "Confirme, por favor: e-mails de {shop}",
            ask: "No chat de {shop}, alguém aceitou receber e-mails neste endereço. Se foi você, confirme, por favor; nada será enviado antes disso.",
            agreed: "O que foi aceito",
            press: "Sim, confirmo",
            ignore: "Se não foi você, não precisa fazer nada. Sem a confirmação, você não receberá esses e-mails.",
            done: "Obrigado, o consentimento está confirmado. Para não receber mais nada de {shop}, responda a qualquer e-mail com \"STOP\".",
            over: "Este link não é mais válido. Se quiser receber e-mails de {shop}, aceite novamente no chat.",
        },
        Language::Polish => Words {
            subject: "Prosimy o potwierdzenie: e-maile od {shop}",
            ask: "Na czacie {shop} ktoś wyraził zgodę na e-maile na ten adres. Jeśli to Ty, potwierdź to, proszę; wcześniej niczego nie wyślemy.",
            agreed: "Na co wyrażono zgodę",
            press: "Tak, potwierdzam",
            ignore: "Jeśli to nie Ty, nie musisz nic robić. Bez potwierdzenia nie otrzymasz takich e-maili.",
            done: "Dziękujemy, zgoda została potwierdzona. Jeśli nie chcesz już otrzymywać wiadomości od {shop}, odpowiedz „STOP” na dowolny e-mail.",
            over: "Ten link jest już nieważny. Jeśli chcesz otrzymywać e-maile od {shop}, wyraź zgodę ponownie na czacie.",
        },
        Language::Swedish => Words {
            subject: "Bekräfta: mejl från {shop}",
            ask: "I chatten hos {shop} har någon godkänt mejl till den här adressen. Om det var du, bekräfta det; inget skickas innan dess.",
            agreed: "Det här godkändes",
            press: "Ja, jag bekräftar",
            ignore: "Om det inte var du behöver du inte göra något. Utan bekräftelse får du inga sådana mejl.",
            done: "Tack, ditt samtycke är bekräftat. Vill du inte längre höra något från {shop}, svara ”STOP” på något av mejlen.",
            over: "Länken gäller inte längre. Om du vill ha mejl från {shop}, godkänn det på nytt i chatten.",
        },
        Language::Danish => Words {
            subject: "Bekræft venligst: e-mails fra {shop}",
            ask: "I chatten hos {shop} har nogen sagt ja til e-mails til denne adresse. Hvis det var dig, så bekræft det venligst; der sendes intet før da.",
            agreed: "Det blev der sagt ja til",
            press: "Ja, jeg bekræfter",
            ignore: "Hvis det ikke var dig, skal du ikke gøre noget. Uden bekræftelse får du ingen e-mails af den slags.",
            done: "Tak, dit samtykke er bekræftet. Vil du ikke høre mere fra {shop}, så svar \"STOP\" på en af vores e-mails.",
            over: "Linket gælder ikke længere. Hvis du gerne vil have e-mails fra {shop}, så sig ja igen i chatten.",
        },
        Language::Japanese => Words {
            subject: "ご確認のお願い：{shop}からのメール",
            ask: "{shop}のチャットで、このメールアドレスへの配信に同意がありました。ご本人による同意でしたら、確認をお願いいたします。確認いただくまで、メールはお送りしません。",
            agreed: "同意の内容",
            press: "はい、確認します",
            ignore: "お心当たりがない場合は、何もなさらなくて結構です。確認がなければ、このようなメールは届きません。",
            done: "ありがとうございます。同意を確認いたしました。{shop}からの配信を停止したいときは、届いたメールに「STOP」と返信してください。",
            over: "このリンクは無効になっています。{shop}からのメールをご希望の場合は、チャットでもう一度同意してください。",
        },
        Language::Arabic => Words {
            subject: "يُرجى التأكيد: رسائل البريد الإلكتروني من {shop}",
            ask: "وافق شخص ما في محادثة {shop} على تلقي رسائل بريد إلكتروني على هذا العنوان. إذا كنت أنت من فعل ذلك، فيُرجى تأكيده؛ ولن يُرسل أي شيء قبل التأكيد.",
            agreed: "ما تمت الموافقة عليه",
            press: "نعم، أؤكد",
            ignore: "إذا لم تكن أنت، فلا داعي لفعل أي شيء. من دون تأكيد لن تصلك رسائل من هذا النوع.",
            done: "شكرًا لك، تم تأكيد موافقتك. إذا لم تعد ترغب في تلقي أي شيء من {shop}، فردّ على أي رسالة بكلمة «STOP».",
            over: "لم يعد هذا الرابط صالحًا. إذا كنت ترغب في تلقي رسائل من {shop}، فيُرجى الموافقة عليها مجددًا في المحادثة.",
        },
        Language::Hebrew => Words {
            subject: "נא לאשר: הודעות דוא״ל מאת {shop}",
            ask: "בצ׳אט של {shop} ניתנה הסכמה לקבלת הודעות דוא״ל לכתובת זו. אם ההסכמה ניתנה על ידך, נא לאשר אותה; לפני האישור לא יישלח דבר.",
            agreed: "למה ניתנה ההסכמה",
            press: "כן, אני מאשר/ת",
            ignore: "אם זה לא היית את או אתה, אין צורך לעשות דבר. ללא אישור לא יישלחו אליך הודעות כאלה.",
            done: "תודה, ההסכמה אושרה. כדי להפסיק לקבל הודעות מאת {shop}, אפשר להשיב ״STOP״ לכל אחת מההודעות.",
            over: "הקישור אינו תקף עוד. כדי לקבל הודעות דוא״ל מאת {shop}, יש להסכים לכך שוב בצ׳אט.",
        },
    }
}
