#!/usr/bin/env python3
"""Prints the required clothing insulation from -20 to 35 degrees: the table of src/season/warmth.rs.

    python3 ireq.py

Solves the heat balance of ISO 11079:2007 (equations of its clause 5; coefficients as in its annex) for IREQ at neutral strain: a
body that stays warm, without stored cold. Light activity (100 W/m2: strolling), walking 0.3 m/s, wind 0.4 m/s (the least
that the standard knows), half humid air, sky and walls as warm as the air. The standard ends at 10 degrees; above, the
same balance is solved as it stands, which is our extension: the body then loses by sweating what clothes keep.
Python's standard library only.
"""

import math

ACTIVITY, WALK, WIND, HUMIDITY = 100, 0.3, 0.4, 0.5


def vapour(celsius):
    """Saturated vapour pressure in kPa."""
    return 0.1333 * math.exp(18.6686 - 4030.183 / (celsius + 235))


def balance(air, insulation):
    """Heat left over in W/m2, in clothes of so many m2K/W."""
    skin, wetness = 35.7 - 0.0285 * ACTIVITY, 0.001 * ACTIVITY
    breath = 29 + 0.2 * air
    walk = max(WALK, 0.0052 * (ACTIVITY - 58))
    layer = 0.092 * math.exp(-0.15 * WIND - 0.22 * walk) - 0.0045
    evaporated = wetness * (vapour(skin) - HUMIDITY * vapour(air)) / (0.06 / 0.38 * (layer + insulation))
    breathed = 0.0173 * ACTIVITY * (vapour(breath) - HUMIDITY * vapour(air)) + 0.0014 * ACTIVITY * (breath - air)
    surface = skin - insulation * (ACTIVITY - evaporated - breathed)
    # Radiation and convection share what the layer of air lets through; air and surroundings are alike.
    lost = (1 + 1.197 * insulation) * (surface - air) / layer
    return ACTIVITY - evaporated - breathed - lost


def required(air):
    """Clo."""
    low, high = 0.0, 1.0
    if balance(air, low) > 0:
        return 0.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if balance(air, middle) > 0 else (middle, high)
    return low / 0.155


for air in range(-20, 40, 5):
    print(f"{air:4} {required(air):.3f}")
