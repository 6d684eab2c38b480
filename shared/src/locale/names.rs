//! The names of days and months, as they stand in a date (CLDR 48, `dates/calendars/gregorian`: months in the form that
//! follows a day's number, which Polish declines).

use super::Language;
use crate::time::{Date, Weekday};

/// The names of a date's weekday and month.
pub(super) fn names(language: Language, date: Date) -> (&'static str, &'static str) {
    let names = of(language);
    let weekday = match date.weekday() {
        Weekday::Monday => 0,
        Weekday::Tuesday => 1,
        Weekday::Wednesday => 2,
        Weekday::Thursday => 3,
        Weekday::Friday => 4,
        Weekday::Saturday => 5,
        Weekday::Sunday => 6,
    };
    let month = usize::from(date.month.saturating_sub(1));
    let nth = |names: &'static str, nth| names.split(' ').nth(nth).unwrap_or_default();
    (nth(names.weekdays, weekday), nth(names.months, month))
}

/// Seven and twelve names, each parted by a space, from Monday and from January.
struct Names {
    weekdays: &'static str,
    months: &'static str,
}

fn of(language: Language) -> Names {
    match language {
        Language::English => ENGLISH,
        Language::German => GERMAN,
        Language::French => FRENCH,
        Language::Spanish => SPANISH,
        Language::Italian => ITALIAN,
        Language::Dutch => DUTCH,
        Language::Portuguese => PORTUGUESE,
        Language::Polish => POLISH,
        Language::Swedish => SWEDISH,
        Language::Danish => DANISH,
        Language::Japanese => JAPANESE,
        Language::Arabic => ARABIC,
        Language::Hebrew => HEBREW,
    }
}

const ENGLISH: Names = Names {
    weekdays: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    months: "January February March April May June July August September October November December",
};
const GERMAN: Names = Names {
    weekdays: "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    months: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
};
const FRENCH: Names = Names {
    weekdays: "lundi mardi mercredi jeudi vendredi samedi dimanche",
    months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
};
const SPANISH: Names = Names {
    weekdays: "lunes martes miércoles jueves viernes sábado domingo",
    months: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
};
const ITALIAN: Names = Names {
    weekdays: "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    months: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
};
const DUTCH: Names = Names {
    weekdays: "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    months: "januari februari maart april mei juni juli augustus september oktober november december",
};
const PORTUGUESE: Names = Names {
    weekdays: "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    months: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
};
const POLISH: Names = Names {
    weekdays: "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    months: "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
};
const SWEDISH: Names = Names {
    weekdays: "måndag tisdag onsdag torsdag fredag lördag söndag",
    months: "januari februari mars april maj juni juli augusti september oktober november december",
};
const DANISH: Names = Names {
    weekdays: "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    months: "januar februar marts april maj juni juli august september oktober november december",
};
const JAPANESE: Names = Names {
    weekdays: "月 火 水 木 金 土 日",
    months: "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
};
const ARABIC: Names = Names {
    weekdays: "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    months: "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
};
const HEBREW: Names = Names {
    weekdays: "שני שלישי רביעי חמישי שישי שבת ראשון",
    months: "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
};
