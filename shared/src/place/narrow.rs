//! Numbers whose leading digits narrow the zones of their state or country. What is not here may be in any of them:
//! a table that leaves an area out costs an hour of waiting, one that puts it into the wrong zone breaks a law.
//!
//! Of the North American Numbering Plan: area codes that lie within fewer zones than their state, or than Canada.
//! Those of Nebraska's east (402) and of the Texan west (432) are left out on purpose, since each touches a county
//! that is split. Of other countries: area codes of fixed lines. From the maps of libphonenumber 9.0.43 (Apache-2.0),
//! resources/timezones, corrected where they name one zone for an area that has several (250, 423, 807, 867, 928) or a
//! wrong one (689, Orlando; 7845, Saratov); the zones are those of `zones.rs`.

/// Zones, and the leading digits with the calling code that belong to no others.
pub(super) const NARROW: &[(&[&str], &str)] = &[
    (
        &["America/New_York"],
        "1239,1305,1321,1324,1352,1386,1407,1561,1645,1656,1689,1727-8,1754,1772,1786,1813,1863,1904,1941,1954,\
         1260,1317,1463,1765,1502,1859,1231,1248,1269,1313,1517,1586,1616,1734,1810,1947,1989,1865",
    ),
    (
        &["America/Chicago"],
        "1205,1251,1256,1659,1938,1316,1913,1615,1629,1731,1901,1931,\
         1210,1214,1254,1281,1325,1346,1361,1409,1430,1469,1512,1682,1713,1726,1737,1806,1817,1830,1832,1903,1936,\
         1940,1945,1956,1972,1979",
    ),
    (&["America/Denver"], "1915"),
    (&["America/Phoenix"], "1480,1520,1602,1623"),
    (&["America/Los_Angeles"], "1702,1725,1503,1971"),
    (&["America/St_Johns", "America/Halifax"], "1709,1879"),
    (&["America/Halifax"], "1902,1782,1506,1428"),
    (
        &["America/Toronto", "America/Halifax", "America/Blanc-Sablon"],
        "1418,1581,1367",
    ),
    (
        &["America/Toronto"],
        "1416,1437,1647,1942,1905,1289,1365,1742,1519,1226,1548,1382,1613,1343,1753,1705,1249,1683,\
         1514,1438,1263,1450,1579,1354,1819,1873,1468",
    ),
    (
        &["America/Toronto", "America/Atikokan", "America/Winnipeg"],
        "1807",
    ),
    (&["America/Winnipeg"], "1204,1431,1584"),
    (
        &["America/Regina", "America/Edmonton", "America/Winnipeg"],
        "1306,1639,1474",
    ),
    (&["America/Edmonton"], "1403,1587,1780,1825,1368"),
    (&["America/Vancouver"], "1604"),
    (
        &[
            "America/Vancouver",
            "America/Whitehorse",
            "America/Edmonton",
        ],
        "1250,1778,1236,1672,1257",
    ),
    (
        &[
            "America/Whitehorse",
            "America/Edmonton",
            "America/Cambridge_Bay",
            "America/Winnipeg",
            "America/Rankin_Inlet",
            "America/Toronto",
            "America/Atikokan",
        ],
        "1867",
    ),
    (&["Australia/Sydney", "Australia/Lord_Howe"], "612"),
    (&["Australia/Sydney"], "613"),
    (&["Australia/Brisbane", "Australia/Sydney"], "617"),
    (
        &["America/Sao_Paulo"],
        "551-4,5551,5553-4,5561-4,557,5582-9,5596,5598-9",
    ),
    (
        &["America/Sao_Paulo", "America/Manaus"],
        "5555,5567,5569,5591-4",
    ),
    (&["America/Sao_Paulo", "America/Noronha"], "5581"),
    (&["America/Manaus"], "5565-6,5595"),
    (&["America/Manaus", "America/Rio_Branco"], "5597"),
    (&["America/Rio_Branco"], "5568"),
    (&["Atlantic/Canary"], "34822,34827-8,34922,34928"),
    (
        &["Europe/Madrid"],
        "3481,34820-1,34823-6,3483-8,3491,34920-1,34923-7,3493-8",
    ),
    (&["Europe/Lisbon"], "35121-8,351291"),
    (&["Atlantic/Azores"], "351292,351295-6"),
    (&["Asia/Jakarta"], "622,6231-5,6256,626-7"),
    (&["Asia/Makassar"], "6236,6238,6241-4,6246-8,6254-5"),
    (&["Asia/Jayapura"], "6290,6298"),
    (&["Europe/Kaliningrad"], "7401"),
    (
        &["Europe/Moscow"],
        "747-9,7811-8,782-3,7841,7843-4,7847,7855,786-7",
    ),
    (&["Europe/Astrakhan"], "7341,7842,7846,7848,7851"),
    (&["Europe/Astrakhan", "Europe/Moscow"], "7845"),
    (&["Asia/Yekaterinburg"], "7342-3,7345-7,7349,735"),
    (&["Asia/Omsk"], "7381"),
    (&["Asia/Novosibirsk"], "7382-5,7388,7390-1,7394"),
    (&["Asia/Irkutsk"], "7301,7395"),
    (&["Asia/Chita"], "7302,7416"),
    (&["Asia/Vladivostok"], "7421,7423,7426"),
    (&["Asia/Magadan"], "7413,7424"),
    (&["Asia/Kamchatka"], "7415,7427"),
];
