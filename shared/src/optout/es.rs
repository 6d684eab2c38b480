//! How people stop messages in Spanish.

use super::table::Table;

pub(super) const TABLE: Table = Table {
    language: "es",
    unspaced: false,
    stop: "stop baja bajasms darmedebaja dardebaja demedebaja denmedebaja dadmedebaja damedebaja parar detener \
        nomas nomasmensajes nomassms cancelarsuscripcion desuscribir desuscribirme salir dejendeescribirme",
    whole: "cancelar cancelacion terminar finalizar revocar eliminar anular nomeinteresa quitar \
        dejenmeenpaz dejameenpaz numeroequivocado",
    here: "fin para pare paren alto basta",
    stop_all: "bajatotal bajatodo bajadetodo cancelartodo parartodo detenertodo",
    start: "iniciar alta comenzar reanudar suscribirme empezar",
    help: "ayuda",
    polite: "por favor porfavor gracias hola buenos dias buenas tardes porfa ok si muchas",
    ends: "stop parar paren pare parad no ni ningun ninguna nunca dejen deje deja dejad dejar basta detengan \
        detener cesen eliminen eliminar elimine eliminenme borren borrar borre borrenme borrad quiten quitar \
        quite quitenme quitadme retiro retirar revoco revocar saquen saquenme cancelen cancelar",
    alone: "baja desuscribir desuscribirme desuscribanme",
    objects: "mensaje mensajes sms texto textos correo correos email emails mail mails publicidad promociones \
        boletin boletines newsletter spam contactar contactarme contacten contacteis escribir escribirme \
        escribais escriban enviar enviarme envien enviado envieis enviandome mandar mandarme manden mandeis \
        mandandome lista numero telefono whatsapp notificaciones consentimiento molestar molestarme molesten \
        anuncios",
    everything: "todo todos toda todas",
    fillers: "yo me mi mis tu tus su sus ustedes usted vosotros les os nos de del la el los las lo un una unos \
        unas mas quiero quisiera deseo recibir que a al en con ya desde ahora inmediatamente dar darme deme \
        denme dadme dame puedo como esta este estos estas nada comercial comerciales publicitarios \
        publicitarias marketing volver vuelvan e para suyos suyas suscripcion",
    joins: "y pero porque pues",
    opposite: &[
        "no paren",
        "no pare",
        "no dejen",
        "no deje",
        "no dejes",
        "no puedo",
        "no eliminen",
        "no borren",
        "no me quiten",
        "no me den de baja",
        "no quiero darme de baja",
        "no quiero la baja",
        "no baja",
    ],
    confirmation: "{shop}: Baja confirmada. Ya no te enviaremos mensajes por este canal.",
};
