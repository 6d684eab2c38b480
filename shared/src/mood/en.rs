//! How anger and confusion sound in English.

use super::table::{Cues, Table};

pub(super) const TABLE: Table = Table {
    language: "en",
    common: "the a an is are was i you it my me we they this that to of in on for and or but with not do does did have has can could would what when where which how there here if your please thanks thank hi hello order",
    anger: Cues {
        clear: "
            unacceptable | not acceptable | ridiculous | outrageous | outraged | appalling | disgraceful | disgrace
            atrocious | abysmal | shocking service | pathetic | absurd | insulting | shameful | shame on | scandalous
            scam | scams | scammed | scammer | scammers | thieves | thief | crooks | fraud | fraudulent | rip off
            ripoff | ripped off | robbery | robbed me | conned | cheated | liars | lied to | false advertising
            furious | livid | fuming | seething | pissed | m/am/im angry | m/am/im mad at
            m/am/im so/very/really/extremely/bloody/pretty/quite/beyond/getting angry/mad/upset/annoyed/irritated
            angry about/at/with | makes/making me ~ angry/mad/furious | fed up | sick of | sick and tired | had enough
            enough is enough | last straw | worst ~ service/experience/company/shop/store/support/website/ever | never again
            never buy* again | never order* again | never shop* again | never buy* ~ from you | never order* ~ from you
            wasting my/our time | waste of ~ time | waste of ~ money | waste my time | useless | is a joke | joke of a
            a complete/total/bloody joke | want my money back | give me my money | my money back | lawyer | solicitor
            sue you | legal action | small claims | take ~ to court | trading standards | better business bureau
            consumer protection | dispute the/this/it/my | chargeback | charge back | report you | reporting you
            bad/negative/terrible/horrible/awful review | one/1 star | thanks for nothing | wtf | what the hell/heck/fuck
            the hell | ffs | bullshit | fuck* | shit | shitty | crap | crappy | bollocks | damn | idiots | idiot | morons
            incompetent | incompetence | how dare | stop ignoring | stop wasting | disappoint* | let down | no excuse
   terrible/horrible/awful/dreadful service/company/experience/support/quality
            disgusting service | disgusted | good for nothing | don t/dont care about ~ customers
            how can you ~ sell | done with you/this/your | can t be bothered | cant be bothered | charged ~ twice
            double charged | nobody/no one ~ responsibility/responsible | passed around
            pass/passes/passing/passed me/us ~ on/around | runaround | in circles
            or i m/will/am/ll ~ bank/police/lawyer | cancel everything | out of patience | lost a customer | zero stars
            taking the piss | treat ~ customers like | what a waste | stole/stealing ~ my | or else i
        ",
        likely: "
            terrible | horrible | awful | dreadful | annoying | annoyed | frustrat* | infuriat* | upset | unhappy
            dissatisfied | not happy | not good enough | not ok | not okay | not on | not impressed | unimpressed
            ignored | ignoring | no one/nobody/noone ~ answer*/repl*/respond*/help*/care*/listen*/pick*
            never answer* | never repl* | never respond* | never arrived | never came | don/doesn t/dont/doesnt ~ respond
            still nothing | still no | still not | still hasn/haven t | still waiting | been waiting | waited # | weeks ago
            months ago | a month ago | for weeks | for months | for # weeks/days/months | over # weeks/days/months
            over a month/week | three/two/four/six/several weeks/months | again and again | over and over
            keep ~ sending/saying/telling/asking/giving/getting/repeating | same ~ answer/reply/thing/response
            second/third/fourth/2nd/3rd/4th/5th/umpteenth time | # times | three/four/five times | every single time
            where the | nonsense | poor service | poor quality | bad service | bad quality | slow service
            junk | rubbish | garbage | trash | unbelievable | can t/cant/cannot believe | joke | seriously | come on
            what kind of | do your job | complain* | complaint | manager | demand | unprofessional | careless | rude
            refund me now/immediately | this instant | answer me | not again | what a mess | mess | shambles | misleading
            oh great/brilliant/lovely/wonderful/fantastic/perfect | well done | unreliable | avoid this | overpriced
            no response | no reply | you people | last time i | unfair | hopeless
            second/third/fourth/2nd/3rd/4th email/mail/message/call | after one wash/use/day | every single
            # emails/mails/messages/calls | on hold | radio silence | hung up on | and nobody | days late | weeks late
            fell/falling/falls apart
        ",
        hint: "
            again | still | wrong | broken | immediately | right now | now | lost | bad | worst | hate | stop | yet another
            fix this | sort this | sort it | sorted | today | another | why do you | excuse | late | missing
        ",
    },
    confusion: Cues {
        clear: "
            don t understand | dont understand | do not understand | didn t understand | didnt understand
            doesn t/doesnt/does not ~ make ~ sense | can t/cant/cannot ~ understand | not understand | hard to understand
            don t get it/this/that/what/how/why/the | dont get it/this/that/what/how/why/the | didn t get it/that | do not get
            confus* | makes no sense | make no sense | making sense of | no sense to me | m/am/im ~ lost | got lost | lost me
            no idea | no clue | haven t a clue | clueless | not clear | isn t clear | isnt clear | wasn t clear | unclear
            what do you mean | what you mean | what does ~ mean | what is ~ supposed to mean | meaning of this
            huh | wait what | =what | can t/cant/cannot ~ figure | can t/cant/cannot ~ work out
            contradict* | says ~ but | said ~ but | puzzled | puzzling | baffled | baffling | perplexed | bewildered
            don t/dont know which/how/what/where/whether/if/who | do not know which/how/what/where/whether
            don t/dont/not follow | can t/cant follow | am i supposed to | m/am/im stuck | too complicated | over my head
   don t/dont really know | not making sense | i m/am ~ unsure | which is it | not sure i understand
            can t/cant/cannot make ~ out | completely lost | went over my head
            none the wiser | what s/is/are ~ supposed to be | says both | say both | which is true/right/correct
            what s ~ true | so what is true | my head around | at a loss | plain english | one thing ~ another
            how on earth | head is spinning
        ",
        likely: "
            not sure | unsure | complicated | hard to tell | how am i | figure ~ out | explain again | explain ~ simpl* | what exactly | i thought
            which one is it | so which | then which | doesn t/doesnt match | different ~ price | mistake | am i missing
            how is that | how come | struggling | can t/cant tell | cannot tell | wondering whether | i don t/dont know
            i m trying to | or not | don t/dont see where | can t/cant find | cannot find | where do i | not quite
            first it/you ~ now | hang on | hold on | so is it | do i ~ or not | doesn t/does not add up
            don t/dont see how/why
        ",
        hint: "sorry | which | difference | explain | wait | mean | really | sense | understand | supposed",
    },
    asked: "review/reviews | star/stars | money back | lawyer | dispute | chargeback | charge back | complaint* | complain* | manager | legal action",
    others: "my/our son/daughter/husband/wife/mother/mum/mom/father/dad/friend/boyfriend/girlfriend/kid/kids/child/sister/brother/partner/boss",
    stronger: "very | so | really | extremely | quite | absolutely | totally | completely | such | utterly | bloody | deeply | truly | incredibly | super | beyond | pretty | honestly | too",
    denied_before: "not | no | never | t | dont | isnt | without | nothing | hardly | neither",
    denied_after: "",
    prefixes: "",
};
