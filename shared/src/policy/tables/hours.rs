//! The hours in which a text message or a WhatsApp message that sells may arrive, by where the recipient is.

use super::week::{Basis, Holidays, HoursRow, Stretch, Week};
use super::{AS_OF, cited};
use crate::channel::Purpose;
use crate::place::Place;
use crate::policy::QuietRule;

/// The rows for a message of this purpose to somebody at this place; in the United States those of all states when the
/// state is not known.
///
/// The laws' hours, Sundays and holidays are about what sells (47 CFR 64.1200(c)(1): telephone solicitations; France:
/// marketing). Whatever does not, keeps our own hours everywhere, so that nobody is woken.
pub(in crate::policy) fn rows_of(
    purpose: Purpose,
    place: Place,
) -> impl Iterator<Item = &'static HoursRow> {
    let rule = match purpose {
        Purpose::Marketing => rule_of(place),
        Purpose::Utility | Purpose::Service => Some(QuietRule::Elsewhere),
    };
    HOURS.iter().filter(move |row| match rule {
        Some(rule) => row.rule == rule,
        None => !row.states.is_empty(),
    })
}

/// The rule for whatever sells there; `None` for a state that is not known.
fn rule_of(place: Place) -> Option<QuietRule> {
    let mut rows = HOURS.iter();
    if !place.country.is_united_states() {
        let row = rows.find(|row| place.country.is_one_of(row.countries));
        return Some(row.map_or(QuietRule::Elsewhere, |row| row.rule));
    }
    let state = place.state?;
    let code = state.code();
    let row = rows.find(|row| row.states.contains(&code));
    Some(row.map_or(QuietRule::UnitedStates, |row| row.rule))
}

const fn daily(hours: Stretch) -> Week {
    week(hours, Some(hours), Some(hours))
}

const fn week(weekdays: Stretch, saturday: Option<Stretch>, sunday: Option<Stretch>) -> Week {
    Week {
        monday_to_thursday: weekdays,
        friday: weekdays,
        saturday,
        sunday,
    }
}

/// No Sundays and no public holidays, which is what custom asks for where no law does.
const fn custom(
    rule: QuietRule,
    whom: &'static str,
    countries: &'static [&'static str],
    source: &'static str,
) -> HoursRow {
    HoursRow {
        rule,
        whom: cited(whom),
        countries,
        states: &[],
        week: week((8 * H, 21 * H), Some((8 * H, 21 * H)), None),
        holidays: Holidays::Closed,
        basis: Basis::Custom,
        source: cited(source),
        as_of: AS_OF,
    }
}

const fn state(
    rule: QuietRule,
    whom: &'static str,
    states: &'static [&'static str],
    week: Week,
    source: &'static str,
) -> HoursRow {
    HoursRow {
        rule,
        whom: cited(whom),
        countries: &[],
        states,
        week,
        holidays: Holidays::Ordinary,
        basis: Basis::Law,
        source: cited(source),
        as_of: AS_OF,
    }
}

/// A law on calls, kept for texts.
const fn calls(
    rule: QuietRule,
    whom: &'static str,
    countries: &'static [&'static str],
    (week, holidays): (Week, Holidays),
    source: &'static str,
) -> HoursRow {
    HoursRow {
        week,
        holidays,
        basis: Basis::LawOfCalls,
        ..custom(rule, whom, countries, source)
    }
}

const H: u16 = 60;

/// One row a rule.
pub(super) const HOURS: &[HoursRow] = &[
    HoursRow {
        // Federal law holds in the territories too.
        countries: &["AS", "GU", "MP", "PR", "VI"],
        ..state(
            QuietRule::UnitedStates,
            "United States and territories, where no state asks for more",
            &[],
            daily((8 * H, 21 * H)),
            "47 CFR 64.1200(c)(1)",
        )
    },
    state(
        QuietRule::UnitedStatesUntilEight,
        "Florida, Oklahoma, Maryland, Mississippi, New Jersey",
        &["FL", "OK", "MD", "MS", "NJ"],
        daily((8 * H, 20 * H)),
        "the states' telephone solicitation acts, as listed by Referrizer; Florida and Oklahoma also by AudienceTap",
    ),
    state(
        QuietRule::Connecticut,
        "Connecticut",
        &["CT"],
        daily((9 * H, 20 * H)),
        "state law since 2023-10-01, as listed by Referrizer",
    ),
    state(
        QuietRule::Texas,
        "Texas",
        &["TX"],
        week(
            (9 * H, 21 * H),
            Some((9 * H, 21 * H)),
            Some((12 * H, 21 * H)),
        ),
        "SB 140, texts since 2025-09-01, as listed by Referrizer, AppFueled and Listrak",
    ),
    state(
        QuietRule::RhodeIsland,
        "Rhode Island",
        &["RI"],
        week(
            (9 * H, 18 * H),
            Some((10 * H, 17 * H)),
            Some((10 * H, 17 * H)),
        ),
        "state law, as listed by Referrizer alone",
    ),
    state(
        QuietRule::UnitedStatesCommon,
        "Alabama, Illinois, Kansas, Kentucky, Louisiana, Washington",
        &["AL", "IL", "KS", "KY", "LA", "WA"],
        week(
            (9 * H, 20 * H),
            Some((9 * H, 20 * H)),
            Some((12 * H, 20 * H)),
        ),
        "VirtualPBX lists own hours for these states, which we could not confirm; the narrowest window common to the rest",
    ),
    HoursRow {
        rule: QuietRule::France,
        whom: cited(
            "France with its overseas departments and collectivities, each by its own clock",
        ),
        countries: &["FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF", "PM"],
        states: &[],
        week: week((8 * H, 22 * H), Some((8 * H, 22 * H)), None),
        holidays: Holidays::Closed,
        basis: Basis::Law,
        source: cited("our provider's rules for France (its help centre, article 11884482521234)"),
        as_of: AS_OF,
    },
    HoursRow {
        rule: QuietRule::India,
        whom: cited("India"),
        countries: &["IN"],
        states: &[],
        week: daily((9 * H, 21 * H)),
        holidays: Holidays::Ordinary,
        basis: Basis::Law,
        source: cited("TRAI's rules for commercial messages, as listed by Satisfi Labs"),
        as_of: AS_OF,
    },
    calls(
        QuietRule::Spain,
        "Spain",
        &["ES"],
        (week((9 * H, 21 * H), None, None), Holidays::Closed),
        "Real Decreto Legislativo 1/2007, artículo 96.2: no calls before 9, after 21, on weekends or holidays",
    ),
    calls(
        QuietRule::Italy,
        "Italy",
        &["IT", "SM", "VA"],
        (
            week((9 * H, 20 * H), Some((10 * H, 19 * H)), None),
            Holidays::ClosedWithEve((10 * H, 19 * H)),
        ),
        "Codice di condotta telemarketing (Garante, provvedimento 148 of 2024-03-07; pmi.it, money.it)",
    ),
    calls(
        QuietRule::Australia,
        "Australia, on all of its clocks",
        &["AU", "CC", "CX", "NF"],
        (
            week((9 * H, 20 * H), Some((9 * H, 17 * H)), None),
            Holidays::Closed,
        ),
        "Telecommunications (Telemarketing and Research Calls) Industry Standard 2017",
    ),
    calls(
        QuietRule::UnitedArabEmirates,
        "United Arab Emirates",
        &["AE"],
        (daily((9 * H, 18 * H)), Holidays::Ordinary),
        "Cabinet Resolution 56 of 2024, as reported by Emirates 24/7 on 2024-06-09",
    ),
    HoursRow {
        week: week((9 * H, 20 * H), Some((9 * H, 20 * H)), None),
        ..custom(
            QuietRule::Belgium,
            "Belgium",
            &["BE"],
            "09:00–20:00 as listed by Ometria; Sundays and holidays by custom",
        )
    },
    custom(
        QuietRule::Germany,
        "Germany",
        &["DE"],
        "Grundgesetz, Artikel 140 with Artikel 139 of the Weimar constitution, protects Sundays and holidays as days of rest; no law names hours for texts",
    ),
    custom(
        QuietRule::Austria,
        "Austria",
        &["AT"],
        "days of rest of the Arbeitsruhegesetz, § 7; no law names hours for texts",
    ),
    custom(
        QuietRule::Switzerland,
        "Switzerland and Liechtenstein",
        &["CH", "LI"],
        "days of rest of the Arbeitsgesetz, Artikel 18 and 20a; no law names hours for texts",
    ),
    custom(
        QuietRule::Luxembourg,
        "Luxembourg",
        &["LU"],
        "days of rest of the Code du travail, articles L. 231-1 and L. 232-2",
    ),
    custom(
        QuietRule::Netherlands,
        "Netherlands",
        &["NL"],
        "no law known for texts; marketing guides advise against Sundays and holidays",
    ),
    custom(
        QuietRule::Portugal,
        "Portugal",
        &["PT"],
        "days of rest of the Código do Trabalho, artigos 232 and 234",
    ),
    custom(
        QuietRule::Poland,
        "Poland",
        &["PL"],
        "days of rest of the Act of 1951-01-18 on days free of work",
    ),
    custom(
        QuietRule::Sweden,
        "Sweden",
        &["SE", "AX"],
        "days of rest of lag (1989:253) om allmänna helgdagar",
    ),
    custom(
        QuietRule::Denmark,
        "Denmark",
        &["DK", "FO", "GL"],
        "days of rest of the lukkelov; no law names hours for texts",
    ),
    HoursRow {
        rule: QuietRule::Israel,
        whom: cited("Israel"),
        countries: &["IL"],
        states: &[],
        week: Week {
            monday_to_thursday: (8 * H, 21 * H),
            friday: (8 * H, 14 * H),
            saturday: None,
            sunday: Some((8 * H, 21 * H)),
        },
        holidays: Holidays::ClosedWithEve((8 * H, 14 * H)),
        basis: Basis::Custom,
        source: cited(
            "Sabbath and holidays begin the evening before; no regulated sending times (Mapp, 2026-01)",
        ),
        as_of: AS_OF,
    },
    HoursRow {
        rule: QuietRule::Elsewhere,
        whom: cited("everywhere else, among it Canada; and whatever does not sell, everywhere"),
        countries: &[],
        states: &[],
        week: daily((8 * H, 21 * H)),
        holidays: Holidays::Ordinary,
        basis: Basis::Ours,
        source: cited("no law known to us; for Canada the same by custom (TextGroove)"),
        as_of: AS_OF,
    },
];
