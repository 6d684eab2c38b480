//! How people stop messages in Portuguese.

use super::table::Table;

pub(super) const TABLE: Table = Table {
    language: "pt",
    unspaced: false,
    stop: "stop sair parar parem stopsms descadastrar descadastreme descadastrarme descadastro desinscrever \
        cancelarinscricao cancelarsubscricao removerme removame naoqueromais naoenviemais chegademensagens \
        sairdalista",
    whole: "cancelar cancelamento fim encerrar revogar terminar remover chega naotenhointeresse anular \
        deixemmeempaz numeroerrado",
    here: "pare para",
    stop_all: "parartudo cancelartudo sairdetudo pararartudo",
    start: "iniciar comecar assinar retomar recomecar",
    help: "ajuda",
    polite: "por favor obrigado obrigada ola oi bom dia boa tarde pf ok sim",
    ends: "stop parem pare parar nao nenhum nenhuma nunca chega deixem deixe deixar remova removam remover \
        retirem retire retirar tirem tire tirar apaguem apague apagar excluam exclua excluir revogo cancelem \
        cancele cancelar sair",
    alone: "descadastrar descadastre descadastrem descadastramento descadastro desinscrever desinscrevam \
        descadastra",
    objects: "mensagem mensagens sms torpedo torpedos email emails mail mails propaganda propagandas publicidade \
        newsletter spam contato contacto contatar contactar contatem contactem escrever escrevam enviar \
        enviem envie enviando mandar mandem mande mandando lista numero telefone whatsapp zap notificacoes \
        consentimento perturbar incomodar incomodem promocoes anuncios marketing",
    everything: "tudo todos toda todas",
    fillers: "eu me mim meu minha meus minhas voces voce seus suas sua seu vossas vossos de da do dos das a o os \
        as um uma mais quero queria desejo gostaria pretendo receber ja agora imediatamente que com em essas \
        esses estas estes para pra ser posso como comerciais publicitarias publicitarios nada e por \
        subscricao inscricao",
    joins: "mas porque pois",
    opposite: &[
        "nao parem",
        "nao pare",
        "nao deixem",
        "nao deixe",
        "nao removam",
        "nao cancelem",
        "nao quero sair",
        "nao posso",
        "nao me descadastrem",
    ],
    confirmation: "{shop}: Cancelamento confirmado. Não enviaremos mais mensagens por aqui.",
};
