#!/usr/bin/env python3
"""Makes ../../data/zones.tsv: country and climate of every time zone, from tzdata.

    python3 zones.py /usr/share/zoneinfo > ../../data/zones.tsv

Reads zone1970.tab (zones that differ since 1970; the first country listed is the most populous), zone.tab (the others
that countries have, each with its own country) and tzdata.zi (former names). All three are in the public domain. Also
says on standard error which countries lie in more than one climate: there the first row of the country decides, and
PRINCIPAL below says which that is where tzdata's order does not begin with the zone of most people.
"""

import pathlib
import re
import sys

TROPIC = 23.44
PRINCIPAL = {"AU": "Australia/Sydney", "BR": "America/Sao_Paulo"}


def latitude(coordinates):
    sign, degrees, minutes, seconds = re.match(r"([+-])(\d\d)(\d\d)(\d\d)?[+-]", coordinates).groups()
    value = int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -value if sign == "-" else value


def climate(degrees):
    return "tropics" if abs(degrees) < TROPIC else "north" if degrees > 0 else "south"


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            countries, coordinates, zone, *_ = line.split("\t")
            yield zone, (countries.split(",")[0], climate(latitude(coordinates)))


def main():
    folder = pathlib.Path(sys.argv[1])
    of_country, zones = dict(rows(folder / "zone.tab")), dict(rows(folder / "zone1970.tab"))
    for zone, place in of_country.items():
        zones.setdefault(zone, place)
    compact = (folder / "tzdata.zi").read_text(encoding="utf-8").splitlines()
    version = compact[0].removeprefix("# version ")
    links = [line.split() for line in compact if line.startswith("L ")]
    # A link may lead to a link.
    for _ in range(3):
        for _, target, name in links:
            if target in zones and name not in zones and not name.startswith("Etc/"):
                zones[name] = zones[target]
    climates = {}
    order = list(of_country) + sorted(set(zones) - set(of_country))
    for zone in order:
        climates.setdefault(zones[zone][0], {}).setdefault(zones[zone][1], zone)
    for country, found in sorted(climates.items()):
        if len(found) > 1:
            print(country, found, PRINCIPAL.get(country, ""), file=sys.stderr)
    print(f"# Made by ../tests/tools/zones.py from tzdata {version} (zone1970.tab, zone.tab, tzdata.zi: public domain).")
    print("# The first row of a country is its principal zone. Former names are there too.")
    rank = {zone: position for position, zone in enumerate(order)}
    for zone in sorted(order, key=lambda zone: (zones[zone][0], PRINCIPAL.get(zones[zone][0]) != zone, rank[zone])):
        print(zone, *zones[zone], sep="\t")


main()
