#!/usr/bin/env python3
"""Makes ../data/holidays.tsv: when two libraries of others say that our occasions are, 2026 to 2028.

    python3 -m venv V && V/bin/pip install holidays==0.109 && npm install --prefix N date-holidays@3
    V/bin/python calendars.py N > ../data/holidays.tsv

Neither library is used by the tool, and only dates of theirs are kept. PyPI `holidays` is asked in English, in every
category it has; npm `date-holidays` likewise. A row has the occasion, the country, the year, and the dates that
each one gives, or "-": some countries keep two Easters, some holidays have several days.
"""

import json
import re
import subprocess
import sys

import holidays

YEARS = (2026, 2027, 2028)
# What the libraries call our occasions, and what only sounds like it.
NAMES = {
    "christmas": (r"^(christmas day|christmas|orthodox christmas( day)?|nativity of .*)$", r"eve|second|observed"),
    "new-year": (r"^new year'?s? ?(day)?$", r"lunar|chinese|eve|hijri|islamic"),
    "lunar-new-year": (r"chinese new year|lunar new year|korean new year|seollal|tet|tết", r"eve|second|third|forth|fourth|holiday|day \d|following|preceding|extra|2nd"),
    "valentines-day": (r"valentine", r""),
    "mothers-day": (r"^mother'?s'? day$|^motherhood", r""),
    "fathers-day": (r"^father'?s'? day$", r""),
    "ramadan": (r"^(first day of )?ramadan( begins)?$", r""),
    "eid-al-fitr": (r"eid[ -](al|ul)[ -]fitri?|end of ramadan", r"eve|observed|second|third"),
    "eid-al-adha": (r"eid[ -](al|ul)[ -]adha|feast of the sacrifice", r"eve|observed|second|third|arafat"),
    "diwali": (r"^(diwali|deepavali|dipavali|divali)( \(deepavali\)|/deepavali)?$", r""),
    "easter": (r"^(orthodox |catholic |coptic )?easter( sunday)?$", r""),
    "black-friday": (r"^(black friday|day after thanksgiving)( day)?$", r""),
    "halloween": (r"^halloween$", r""),
}
OTHER = """
import Holidays from 'date-holidays';
const out = [];
for (const country of Object.keys(new Holidays().getCountries()))
  for (const year of %s)
    for (const day of new Holidays(country).getHolidays(year, 'en') || [])
      if (!day.substitute) out.push([country, day.date.slice(0, 10), day.name]);
console.log(JSON.stringify(out));
"""


def occasion(name):
    name = re.sub(r" \(estimated\)|\(estimated\)", "", name).strip().lower().replace("’", "'")
    for known, (wanted, unwanted) in NAMES.items():
        if re.search(wanted, name) and not (unwanted and re.search(unwanted, name)):
            yield known


def theirs():
    for country, _ in sorted(holidays.list_supported_countries(include_aliases=False).items()):
        known = getattr(holidays, country)
        language = next((code for code in known.supported_languages if code.startswith("en")), None)
        if language is None and known.default_language and not known.default_language.startswith("en"):
            continue
        days = holidays.country_holidays(
            country, years=YEARS, observed=False, language=language, categories=known.supported_categories
        )
        for date, names in days.items():
            for name in re.split(r"; ", names):
                yield country, date.isoformat(), name


def others(folder):
    script = OTHER % json.dumps(YEARS)
    run = ["node", "--input-type=module", "-e", script]
    yield from json.loads(subprocess.run(run, cwd=folder, check=True, capture_output=True).stdout)


def main():
    dates = {}
    for source, days in enumerate((theirs(), others(sys.argv[1]))):
        for country, date, name in days:
            for known in occasion(name):
                dates.setdefault((known, country, date[:4]), (set(), set()))[source].add(date)
    print("# Made by ../tools/calendars.py from PyPI holidays", holidays.__version__, "and npm date-holidays.")
    print("occasion\tcountry\tyear\tholidays\tdate-holidays")
    for key in sorted(dates):
        print(*key, *(",".join(sorted(known)) or "-" for known in dates[key]), sep="\t")


main()
