//! How anger and confusion sound in Spanish.

use super::table::{Cues, Table};

pub(super) const TABLE: Table = Table {
    language: "es",
    common: "el la los las un una y es son que en de del al por para con mi me se lo le no si que cuando donde como cual hola gracias pedido tengo tienen hay puedo pueden esta esta este esto muy ya pero estoy",
    anger: Cues {
        clear: "
            verguenza | vergonzos* | indignante | indignad* | inaceptable | inadmisible | intolerable | falta de respeto | faltas de respeto
            harta | harto | hartas | hartos | hasta las narices | hasta los cojones | hasta el mono | colmo | en consumo | oficina de consumo | ladrones | ladron | robo
            roban | me han robado | estafa | estafas | estafador* | estafad* | timo | timador* | timad* | engano | engan*
            enfadad* | enojad* | furios* | cabread* | molesta con | molesto con | muy molest* | indignacion | pesim* | lamentable
            penos* | nefast* | asco | asqueros* | horroroso | una porqueria | porqueria | basura | mierda | joder | cono | carajo | puta
            ridicul* | tomadura de pelo | tomando el pelo | tomais el pelo | toman el pelo | burla | se burlan | peor ~ servicio/tienda/experiencia/atencion
            el peor | la peor | no vuelvo a comprar | no vuelvo a pedir | nunca mas | jamas volvere | no volvere | no sirve para nada
            no sirve de nada | no sirven para nada | inutil* | perdida de tiempo | perder el tiempo | perdiendo el tiempo
            devuelvan ~ dinero | devolvais ~ dinero | devuelvanme | devolvedme | quiero mi dinero | mi dinero ya | denuncia* | denunciar*
 ocu | profeco | abogad* | hoja de reclamaciones | acciones legales | mala resena | resena negativa | una estrella
            decepcion* | decepcion | incompeten* | mentiros* | mienten | sinverguenza* | caradura* | poca verguenza | idiotas
            ya esta bien | ya basta | basta ya | que morro | publicidad enganosa | desastre | fatal | de pena
            dar la cara | cancelad todo | cancelen todo | nada mas de vosotros/ustedes | cobrado ~ dos veces
            nadie se hace ~ responsable | hace cargo | me pasan ~ otra/otro | de un lado a/para otro | me marean
            como pueden vender | como podeis vender | o me devuelven/devolveis | si no ~ banco/abogado/denuncia
            cero estrellas | se me acabo la paciencia | perdiendo la paciencia | me estais vacilando
            que poca verguenza | falta de seriedad | un cachondeo | cachondeo | chapuza*
        ",
        likely: "
            llevo ~ semanas/meses/dias/mes/semana | hace ~ semanas/meses/mes | semanas esperando | sigo esperando | sigo sin | todavia nada | aun nada
            nadie ~ contesta/responde/ayuda/atiende/hace | nunca contest* | nunca respond* | no contest* | no respond* | sin respuesta
            otra vez | de nuevo | segunda vez | tercera vez | cuarta vez | # veces | mala calidad | mal servicio | mala atencion | insatisfech*
            descontent* | frustra* | molest* | reclamacion | queja | quejarme | increible | no puede ser | no es normal | no es de recibo
            inmediatamente | de inmediato | exijo | solucionen | siempre lo mismo | misma respuesta | esperaba otra | esperaba mas
   enhorabuena | felicidades | gracias por nada | menuda | vaya | terrible | horrible | irresponsable*
            poco seri* | nada seri* | me ignoran | ignor* | mal educad* | maleducad* | ni caso | tomar en serio | cansad*
            tercer/segundo/cuarto correo/mensaje/mail | cada vez | al primer lavado | al primer dia | y nadie
            me colgaron | me cuelgan | dias de retraso | semanas de retraso
        ",
        hint: "
            ya | equivocad* | perdid* | mal | mala | odio | nunca | nadie | tarde | error | urgente | todavia
        ",
    },
    confusion: Cues {
        clear: "
            no entiendo | no lo entiendo | no entendi | no he entendido | no se entiende | no entendemos | no logro entender | no acabo de entender
            no termino de entender | no comprendo | no me entero | no he pillado | no lo pillo | no pillo | confus* | confund* | confusion
            un lio | hecho un lio | hecha un lio | me lio | liad* | no me queda claro | no queda claro | no esta claro | no me queda ~ claro
            no tengo claro | no lo tengo claro | poco claro | perplej* | me he perdido | me perdi | estoy perdid* | ando perdid*
            ni idea | no tengo idea | no se ~ cual/que/como/donde/si | no se que hacer | que significa | que quiere decir | que quieres decir
            que quiere usted decir | a que te refieres | a que se refiere | a que os referis | como que | contradic* | incomprensible | no me cuadra
            no cuadra | no tiene sentido | no le veo sentido | no le encuentro sentido | desorientad* | despistad* | aturdid* | eh | mareo | mareada | mareado
            sigo igual | las dos cosas | con que me quedo | no me entra ~ cabeza | que se supone
            cual es ~ bueno/correcto/verdad | cual es la verdad | no me cabe | me he liado | me pierdo
            no hay quien ~ entienda | no lo veo claro | no le encuentro logica | en que quedamos | me suena a chino
        ",
        likely: "
            no se | no estoy segur* | complicad* | no encuentro | no veo donde | como funciona | explicar otra vez | explicar de nuevo | antes ~ ahora
            pone ~ pero | dice ~ pero | ponia ~ ahora | entonces cual | entonces que | cual es entonces | como es eso | no me aclaro | duda
            dudas | raro | extrano | que exactamente | =como | =que | espera
            primero ~ ahora | a ver | y ahora ~ otra cosa
        ",
        hint: "diferencia | explicar | cual | entonces | explica* | entender",
    },
    asked: "resena* | estrella* | dinero | denuncia* | reclamacion* | queja | abogad*",
    others: "mi/mis hijo/hija/marido/mujer/madre/padre/amigo/amiga/hijos/novio/novia/hermano/hermana",
    stronger: "muy | tan | realmente | totalmente | completamente | absolutamente | super | super | bastante | demasiado | sumamente | extremadamente | verdaderamente | de verdad | la verdad | mas que",
    denied_before: "no | nunca | sin | ni | tampoco | nada",
    denied_after: "",
    prefixes: "",
};
