//! How anger and confusion sound in Portuguese, in Portugal and in Brazil.

use super::table::{Cues, Table};

pub(super) const TABLE: Table = Table {
    language: "pt",
    common: "o a os as um uma e e sao que em de do da dos das no na por para com meu minha me se nao eu voces voce isto isso este esta quando onde como qual ola oi obrigado obrigada encomenda pedido tem tem estou esta foi ou mais muito podem posso",
    anger: Cues {
        clear: "
            vergonha | vergonhos* | inadmissivel | inaceitavel | intoleravel | absurdo | absurda | escandalo | escandalos* | indignad* | indignacao | falta de respeito | desrespeito
            falta de consideracao | furios* | zangad* | irritad* com | com raiva | raiva | revoltad* | puto | puta | pistola | chatead* | fart* | cansei | cansad* de | nao aguento mais
   ja chega | chega de | ja basta | ladroes | ladrao | roubo | roubad* | burla | burloes | burlad* | golpe | golpistas | fraude | enganad* | enganacao | picaretas | caloteiros
            palhacada | palhacos | gozar comigo | gozar com | brincadeira | piada | pessim* | horroros* | lixo | porcaria | merda | bosta | caralho | porra | ridicul* | nojo
            dinheiro de volta | meu dinheiro | reembolso imediato | devolvam | procon | reclame aqui | deco | livro de reclamacoes | defesa do consumidor | advogad* | processar
            tribunal | policia | avaliacao negativa | ma avaliacao | uma estrela | desilu* | decepcion* | decepcao | dececion* | desapontad* | nao serve para nada | nao servem para nada
            nao serve pra nada | inutil | inuteis | perda de tempo | perder ~ tempo | perdendo ~ tempo | pior atendimento | pior ~ loja | pior ~ servico | pior ~ compra | o pior | a pior
            nunca mais | nao compro mais | incompeten* | mentiros* | mentira* | descaso | desonest* | sem vergonha | idiotas | publicidade enganosa | desastre | lamentavel | uma treta | aldraboes | aldrabice
            cancelem tudo | nada com voces | fazer se de surdos | cobraram ~ duas vezes | cobrado duas vezes
            ninguem ~ responsabilidade/responsabiliza | passam me ~ outra/outro | empurram | jogo do empurra
            como e que vendem | como podem vender | ou me devolvem | senao ~ banco/advogado | zero estrelas
            perdi a paciencia | sem paciencia | paciencia esgot* | que falta de | uma palhacada | vou processar
            gente incompetente | isto e gozar
        ",
        likely: "
            ha ~ semanas/meses/dias/mes | faz ~ semanas/meses/dias/mes | a espera | esperando ha | estou esperando | espero ha | semanas ~ espera | ainda nada | ate agora nada
            ninguem ~ responde/resolve/ajuda/atende/liga | nunca respond* | nao respond* | sem resposta | nenhuma resposta | outra vez | de novo | segunda vez | terceira vez | # vezes
 ma qualidade | qualidade ruim | mau servico | atendimento ruim | insatisfeit* | descontent* | frustra* | reclamacao | reclamar | inacreditavel
            nao e possivel | exijo | imediatamente | sempre a mesma | mesma resposta | nao esperava | esperava mais | parabens | obrigado por nada | obrigada por nada | francamente
            ignor* | mal educad* | | terrivel | horrivel | irritante | demora | enrolando | enrolacao | nao da mais | uma vergonha
            terceiro/segundo/quarto email/e mail/mensagem/contato/contacto | e o terceiro | sempre para outra
            na primeira lavagem | cada vez que | e ninguem | desligaram | dias de atraso | semanas de atraso
        ",
        hint: "
            errad* | quebrad* | perdid* | partid* | mal | ruim | odeio | nunca | ninguem | erro | atraso | urgente
        ",
    },
    confusion: Cues {
        clear: "
            nao entendo | nao entendi | nao estou entendendo | nao estou a entender | nao consigo entender | nao percebo | nao percebi | nao consigo perceber | nao estou a perceber
            nao da para entender | nao da pra entender | nao compreend* | confus* | confundi* | confusao | baralhad* | atrapalhad* | perplex* | nao esta claro | nao esta muito claro | nao ficou claro
            nao e claro | pouco claro | nao ficou muito claro | estou perdid* | to perdid* | fiquei perdid* | perdi me | me perdi | ando perdid* | nao faco ideia | nao faco a menor | nem ideia | sem ideia
            nao sei ~ qual/que/como/onde/se/quando | nao tenho ideia | nao tenho a certeza ~ qual | o que significa | que significa | o que quer dizer | quer dizer o que | que quer dizer | quis dizer
            como assim | contradi* | incompreensiv* | nao faz sentido | nao bate certo | nao bate | =ha | hein | ue | oi como | desorientad* | sem perceber | complicad* demais
            fiquei na mesma | as duas coisas | em que e que ficamos | em que ficamos | e suposto ser | o que e suposto
            afinal ~ ou nao | qual e ~ certo/verdade/correto | nao entra na cabeca | perdi o fio | nao atino
            nao tem logica | nao ha quem perceba | chines para mim | qual das duas | que raio
        ",
        likely: "
            nao sei | nao tenho certeza | nao tenho a certeza | complicad* | nao encontro | nao acho | nao consigo encontrar | como funciona | explicar de novo | explicar outra vez | antes ~ agora
            diz ~ mas | dizia ~ agora | entao qual | qual e que | afinal | estranho | esquisito | duvida | duvidas | onde coloco | onde ponho | o que exatamente | =como | =que
            primeiro ~ agora | espere ai | ora diz
        ",
        hint: "diferenca | explicar | qual | entao | um bocado | um pouco | entender",
    },
    asked: "avaliac* | estrela* | dinheiro | reembolso | reclam* | advogad*",
    others: "meu/minha filho/filha/marido/mulher/esposa/mae/pai/amigo/amiga/namorado/namorada/irmao/irma",
    stronger: "muito | tao | realmente | completamente | totalmente | absolutamente | super | bastante | extremamente | demasiado | mesmo | profundamente | mais que",
    denied_before: "nao | nunca | sem | nem | nada | nenhum | nenhuma",
    denied_after: "",
    prefixes: "",
};
