"""What each profile makes of tags: a table of facts, each with where it comes from."""

import pytest

from kernel.errors import BadInputError
from routing.network.profile import PROFILE_NAMES, Pace, load_profile, network_keys
from routing.network.profile_table import read_table
from routing.network.tag_values import metres, tonnes

# How a direction is used: "ride", "push" (getting off), "no".
RIDES = [
    # ── access, from the most to the least specific key (OSM Key:access) ────────────────────────────────────
    ("cargo-bike", "highway=residential", "ride", "ride"),
    ("cargo-bike", "highway=residential access=no", "no", "no"),
    ("cargo-bike", "highway=residential access=no bicycle=yes", "ride", "ride"),  # bicycle > access
    ("cargo-bike", "highway=residential access=yes vehicle=no", "push", "push"),  # vehicle > access; walkers may
    ("cargo-bike", "highway=residential bicycle=yes cargo_bike=no", "no", "no"),  # OSM Key:cargo_bike
    ("cargo-bike", "highway=residential access=private", "no", "no"),  # deviates from OSRM: no delivery by bike inside
    ("cargo-bike", "highway=residential access=private bicycle=permissive", "ride", "ride"),
    ("cargo-bike", "highway=residential access=destination", "ride", "ride"),
    ("cargo-bike", "highway=pedestrian bicycle=delivery", "ride", "ride"),  # this vehicle delivers
    ("bike", "highway=pedestrian bicycle=delivery", "push", "push"),  # this one does not
    ("cargo-bike", "highway=residential access=unknown", "ride", "ride"),  # a value that says nothing
    ("cargo-bike", "highway=residential vehicle=unknown access=no", "no", "no"),  # … and the next key speaks
    ("cargo-bike", "highway=residential bicycle=use_sidepath", "no", "no"),  # as OSRM; not even pushed
    ("cargo-bike", "highway=residential foot=yes bicycle=use_sidepath", "no", "no"),
    ("cargo-bike", "highway=residential vehicle:backward=no", "ride", "no"),  # OSM Forward & backward
    ("cargo-bike", "highway=residential bicycle=no bicycle:backward=yes", "no", "ride"),
    ("car", "highway=residential motor_vehicle=no", "no", "no"),
    ("car", "highway=residential motor_vehicle=no motorcar=yes", "ride", "ride"),
    ("car", "highway=residential motor_vehicle=destination", "ride", "ride"),
    ("car", "highway=pedestrian motor_vehicle=delivery", "no", "no"),  # customers do not deliver
    ("van", "highway=pedestrian motor_vehicle=delivery", "ride", "ride"),  # shops do
    ("van", "highway=residential motor_vehicle=no goods=yes", "ride", "ride"),  # goods = up to 3.5 t
    ("car", "highway=residential motor_vehicle=no goods=yes", "no", "no"),
    ("foot", "highway=residential access=no foot=yes", "ride", "ride"),
    ("foot", "highway=residential access=private", "no", "no"),
    ("car", "highway=residential motor_vehicle=agricultural;destination", "ride", "ride"),
    ("car", "highway=residential motor_vehicle=agricultural;forestry", "no", "no"),
    ("car", "highway=residential motor_vehicle=agricultural;nobody_knows", "no", "no"),  # the word that is known
    ("cargo-bike", "highway=path bicycle=dismount;no", "push", "push"),
    ("cargo-bike", "highway=residential foot=yes bicycle=use_sidepath;no", "no", "no"),
    ("car", "highway=pedestrian motor_vehicle=residents", "no", "no"),  # a word nobody knows opens nothing
    ("cargo-bike", "highway=footway bicycle=nobody_knows", "push", "push"),
    ("cargo-bike", "highway=residential oneway=yes bicycle:backward=nobody_knows", "ride", "no"),
    # ── limits (OSM Key:maxheight, Key:maxwidth, Key:maxweight) ──────────────────────────────────────────
    ("van", "highway=residential maxheight=2.0", "no", "no"),
    ("van", "highway=residential maxheight=2.6", "ride", "ride"),
    ("van", "highway=residential maxheight=6'7\"", "no", "no"),  # 2.007 m
    ("van", "highway=residential maxheight=9'0\"", "ride", "ride"),  # 2.743 m
    ("van", "highway=residential maxheight=default", "ride", "ride"),  # OSM Tag:maxheight=default
    ("van", "highway=residential maxheight=none", "ride", "ride"),
    ("van", "highway=residential maxheight=below_default", "ride", "ride"),  # no number: not known to be too low
    ("van", "highway=residential maxheight=0", "ride", "ride"),  # nothing is 0 m high
    ("van", "highway=residential maxheight=3 maxheight:physical=2.3", "no", "no"),  # the lesser counts
    ("van", "highway=residential maxheight:backward=2.3", "ride", "no"),
    ("van", "highway=residential maxwidth=2", "no", "no"),
    ("van", "highway=residential maxweight=2.8", "no", "no"),
    ("van", "highway=residential maxweight=3.5", "ride", "ride"),
    ("car", "highway=residential maxheight=2.0", "ride", "ride"),  # OSRM car: 2.0 m
    ("car", "highway=residential maxheight=6'7\"", "ride", "ride"),
    ("car", "highway=residential maxheight=1.8", "no", "no"),
    ("car", "highway=residential maxwidth=2", "ride", "ride"),
    ("car", "highway=residential maxwidth=1.8", "no", "no"),
    ("car", "highway=residential maxweight=2.8", "ride", "ride"),
    ("car", "highway=residential maxweight=1500kg", "no", "no"),
    ("car", "highway=residential width=1", "ride", "ride"),  # a guess on streets; only paths are believed
    ("cargo-bike", "highway=residential maxheight=1.9 maxweight=1", "ride", "ride"),
    ("cargo-bike", "highway=residential maxwidth:physical=0.9", "no", "no"),
    ("bike", "highway=residential maxwidth:physical=0.9", "ride", "ride"),
    ("bike", "highway=residential maxwidth:physical=0.7", "no", "no"),
    ("foot", "highway=footway maxwidth:physical=0.5", "ride", "ride"),
    ("cargo-bike", "highway=path width=0.8", "no", "no"),
    ("cargo-bike", "highway=path width=1", "ride", "ride"),
    ("cargo-bike", "highway=cycleway width=0.8", "no", "no"),
    ("cargo-bike", "highway=footway bicycle=yes width=80cm", "no", "no"),
    ("cargo-bike", "highway=residential width=0.8", "ride", "ride"),  # nobody builds such a street
    ("bike", "highway=path width=0.5", "ride", "ride"),
    ("bike", "highway=path width=0.2", "no", "no"),
    # ── trails (OSM Key:sac_scale, Key:mtb:scale; GraphHopper bike) ──────────────────────────────────────
    *(
        (profile, f"highway=path sac_scale={grade}", "no", "no")
        for profile in ("bike", "cargo-bike")
        for grade in (
            "mountain_hiking",
            "demanding_mountain_hiking",
            "alpine_hiking",
            "demanding_alpine_hiking",
            "difficult_alpine_hiking",
            "hiking;mountain_hiking",  # the worst counts
        )
    ),
    *(("cargo-bike", f"highway=path mtb:scale={grade}", "no", "no") for grade in ("1", "1-", "2", "3", "4", "5", "6")),
    *(("bike", f"highway=path mtb:scale={grade}", "no", "no") for grade in ("2", "2+", "3", "4", "5", "6")),
    ("cargo-bike", "highway=path sac_scale=hiking", "ride", "ride"),
    ("cargo-bike", "highway=path mtb:scale=0+", "ride", "ride"),
    ("bike", "highway=path mtb:scale=1+", "ride", "ride"),
    ("foot", "highway=path mtb:scale=3", "ride", "ride"),
    # ── classes ──────────────────────────────────────────────────────────────────────────────────────────
    ("cargo-bike", "highway=motorway", "no", "no"),
    ("cargo-bike", "highway=trunk", "no", "no"),  # OSM access restrictions by country
    ("cargo-bike", "highway=trunk bicycle=yes", "ride", "ride"),
    ("cargo-bike", "highway=primary motorroad=yes", "no", "no"),  # OSM Key:motorroad
    ("cargo-bike", "highway=construction", "no", "no"),  # nothing that is not there yet
    ("cargo-bike", "highway=proposed", "no", "no"),
    ("cargo-bike", "highway=path", "ride", "ride"),  # OSM Tag:highway=path
    ("cargo-bike", "highway=track tracktype=grade5", "no", "no"),  # 250 kg sinks in
    ("bike", "highway=track tracktype=grade5", "ride", "ride"),
    ("cargo-bike", "highway=path smoothness=impassable", "no", "no"),  # OSM Key:smoothness
    ("cargo-bike", "highway=bridleway", "no", "no"),
    ("cargo-bike", "highway=bridleway bicycle=yes", "ride", "ride"),
    ("cargo-bike", "highway=busway", "no", "no"),
    ("cargo-bike", "highway=busway bicycle=yes", "ride", "ride"),
    ("car", "highway=track", "no", "no"),
    ("car", "highway=track motor_vehicle=yes", "ride", "ride"),
    ("car", "highway=cycleway", "no", "no"),
    ("car", "highway=footway", "no", "no"),
    ("car", "highway=pedestrian", "no", "no"),
    ("car", "highway=living_street", "ride", "ride"),
    ("foot", "highway=motorway", "no", "no"),
    ("foot", "highway=cycleway", "ride", "ride"),
    ("foot", "highway=path sac_scale=alpine_hiking", "no", "no"),
    ("foot", "highway=corridor", "ride", "ride"),
    # ── steps and pushing ────────────────────────────────────────────────────────────────────────────────
    ("cargo-bike", "highway=steps", "no", "no"),
    ("cargo-bike", "highway=steps bicycle=dismount", "no", "no"),
    ("bike", "highway=steps", "push", "push"),  # OSRM bicycle
    ("foot", "highway=steps", "ride", "ride"),
    ("car", "highway=steps", "no", "no"),
    ("cargo-bike", "highway=footway", "push", "push"),
    ("cargo-bike", "highway=footway bicycle=yes", "ride", "ride"),
    ("cargo-bike", "highway=footway bicycle=no", "push", "push"),  # riding is forbidden, walking is not
    ("cargo-bike", "highway=footway foot=no", "no", "no"),
    ("cargo-bike", "highway=footway access=private", "no", "no"),
    ("cargo-bike", "highway=footway access=no foot=yes", "push", "push"),
    ("cargo-bike", "highway=residential access=private foot=yes", "push", "push"),
    ("bike", "highway=footway access=private foot=permissive", "push", "push"),
    ("bike", "highway=footway access=private", "no", "no"),
    ("cargo-bike", "highway=pedestrian", "push", "push"),
    ("cargo-bike", "highway=pedestrian bicycle=designated", "ride", "ride"),
    ("cargo-bike", "highway=cycleway bicycle=dismount", "push", "push"),
    ("cargo-bike", "highway=residential bicycle=no", "no", "no"),  # nobody said one may walk there
    ("cargo-bike", "highway=residential bicycle=no foot=yes", "push", "push"),
    ("cargo-bike", "highway=path bicycle=no foot=designated", "push", "push"),
    # ── oneway (OSM Key:oneway) ──────────────────────────────────────────────────────────────────────────
    ("car", "highway=residential oneway=yes", "ride", "no"),
    ("car", "highway=residential oneway=true", "ride", "no"),
    ("car", "highway=residential oneway=1", "ride", "no"),
    ("car", "highway=residential oneway=-1", "no", "ride"),
    ("car", "highway=residential oneway=reverse", "no", "ride"),
    ("car", "highway=residential oneway=no", "ride", "ride"),
    ("car", "highway=residential oneway=reversible", "no", "no"),  # OSRM car leaves it out too
    ("car", "highway=residential oneway=alternating", "ride", "ride"),
    ("car", "highway=residential junction=roundabout", "ride", "no"),
    ("car", "highway=residential junction=circular", "ride", "no"),
    ("car", "highway=residential junction=roundabout oneway=no", "ride", "ride"),
    ("car", "highway=motorway", "ride", "no"),
    ("car", "highway=motorway_link", "ride", "no"),
    ("car", "highway=motorway_link oneway=no", "ride", "ride"),
    ("car", "highway=trunk", "ride", "ride"),
    ("car", "highway=residential oneway=yes oneway:motor_vehicle=no", "ride", "ride"),
    ("cargo-bike", "highway=residential oneway=yes", "ride", "no"),
    ("cargo-bike", "highway=residential oneway=yes oneway:bicycle=no", "ride", "ride"),
    ("car", "highway=residential oneway=yes oneway:bicycle=no", "ride", "no"),
    ("cargo-bike", "highway=residential oneway:bicycle=yes", "ride", "no"),
    ("cargo-bike", "highway=residential oneway=yes oneway:bicycle=-1", "no", "ride"),
    ("cargo-bike", "highway=cycleway junction=roundabout", "ride", "no"),
    ("bike", "highway=residential oneway=yes", "ride", "push"),  # OSRM bicycle: pushed against the traffic
    ("bike", "highway=residential oneway=yes foot=no", "ride", "no"),
    ("bike", "highway=residential junction=roundabout", "ride", "no"),  # OSRM: not on roundabouts
    ("foot", "highway=residential oneway=yes", "ride", "ride"),
    ("foot", "highway=residential junction=roundabout", "ride", "ride"),
    ("foot", "highway=footway oneway:foot=yes", "ride", "no"),
    # ── contraflow (OSM Key:cycleway, Key:cycleway:left:oneway) ──────────────────────────────────────────
    ("cargo-bike", "highway=residential oneway=yes cycleway=opposite", "ride", "ride"),
    ("cargo-bike", "highway=residential oneway=yes cycleway=opposite_lane", "ride", "ride"),
    ("cargo-bike", "highway=residential oneway=yes cycleway:left=opposite_track", "ride", "ride"),
    ("cargo-bike", "highway=residential oneway=-1 cycleway=opposite", "ride", "ride"),
    ("cargo-bike", "highway=residential oneway=yes cycleway:left=lane cycleway:left:oneway=-1", "ride", "ride"),
    ("cargo-bike", "highway=residential oneway=yes cycleway:right=track cycleway:right:oneway=no", "ride", "ride"),
    ("cargo-bike", "highway=residential oneway=yes cycleway:left=lane", "ride", "no"),
    ("cargo-bike", "highway=residential oneway=yes cycleway:left=no cycleway:left:oneway=no", "ride", "no"),
    ("cargo-bike", "highway=residential oneway=yes oneway:bicycle=yes cycleway=opposite", "ride", "no"),
    ("car", "highway=residential oneway=yes cycleway=opposite_lane", "ride", "no"),
    ("cargo-bike", "highway=residential oneway=yes bicycle:backward=yes", "ride", "ride"),
    ("cargo-bike", "highway=residential oneway=-1 bicycle:forward=designated", "ride", "ride"),
    ("cargo-bike", "highway=residential oneway=yes bicycle:backward=no cycleway=opposite", "ride", "no"),
    ("cargo-bike", "highway=residential oneway=yes oneway:bicycle=yes bicycle:backward=yes", "ride", "no"),
    ("cargo-bike", "highway=residential oneway=yes bicycle:forward=yes", "ride", "no"),
    ("car", "highway=residential oneway=yes bicycle:backward=yes", "ride", "no"),
    ("car", "highway=residential oneway=yes motor_vehicle:backward=destination", "ride", "ride"),
    # ── what is no road ──────────────────────────────────────────────────────────────────────────────────
    ("cargo-bike", "", "no", "no"),
    ("cargo-bike", "waterway=river", "no", "no"),
]


def tags(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split())


def use(pace: Pace | None) -> str:
    return "no" if pace is None else "push" if pace.pushing else "ride"


@pytest.mark.parametrize(("profile", "text", "forward", "backward"), RIDES)
def test_tags_open_a_road_to_a_profile(profile: str, text: str, forward: str, backward: str) -> None:
    ride = load_profile(profile).ride(tags(text))
    assert (use(ride.forward), use(ride.backward)) == (forward, backward)


SPEEDS = [
    # the legal limit replaces a car's class (× 0.8: OSRM car), and only caps a bike's
    ("car", "highway=residential", 24),
    ("car", "highway=residential maxspeed=50", 40),
    ("car", "highway=primary maxspeed=50", 40),
    ("car", "highway=primary maxspeed=30mph", 0.8 * 30 * 1.609344),
    ("car", "highway=residential maxspeed=walk", 5.6),
    ("car", "highway=primary maxspeed=NL:urban", 40),
    ("car", "highway=primary maxspeed=DE:zone:30", 24),
    ("car", "highway=motorway maxspeed=none", 104),
    ("car", "highway=residential maxspeed=signals", 24),  # no number: the class
    ("car", "highway=residential maxspeed=0", 24),  # nobody stands still for ever
    ("car", "highway=residential maxspeed=50 maxspeed:forward=30", 24),
    ("car", "highway=residential surface=mud", 10),
    ("car", "highway=service service=driveway", 8),
    ("van", "highway=residential", 22.4),
    ("cargo-bike", "highway=residential", 17),
    ("cargo-bike", "highway=residential maxspeed=10", 10),
    ("cargo-bike", "highway=residential maxspeed=50", 17),
    ("cargo-bike", "highway=residential surface=sett", 10),  # OSRM bicycle: 9
    ("cargo-bike", "highway=residential surface=paving_stones", 17),  # Dutch brick is no sett
    ("cargo-bike", "highway=residential surface=sett smoothness=very_bad", 7),  # the slowest counts
    ("cargo-bike", "highway=path", 13),
    ("cargo-bike", "highway=path bicycle=designated", 17),  # OSM: the same as highway=cycleway
    ("cargo-bike", "highway=path bicycle=designated foot=designated", 17),
    ("cargo-bike", "highway=path foot=designated", 13),
    ("bike", "highway=path bicycle=designated", 16),
    ("cargo-bike", "highway=path sac_scale=hiking", 10),
    ("bike", "highway=path mtb:scale=1", 8),
    ("cargo-bike", "highway=residential surface=asphalt;gravel", 8),  # the worst counts
    ("cargo-bike", "highway=footway", 4),
    ("cargo-bike", "highway=footway bicycle=yes", 10),
    ("bike", "highway=steps", 2),
    ("foot", "highway=steps", 2.5),
    ("foot", "highway=residential maxspeed=3", 5),  # not for walkers
]


@pytest.mark.parametrize(("profile", "text", "speed_kmh"), SPEEDS)
def test_tags_make_a_speed(profile: str, text: str, speed_kmh: float) -> None:
    forward = load_profile(profile).ride(tags(text)).forward
    assert forward is not None
    assert forward.speed_kmh == pytest.approx(speed_kmh)


PENALTIES = [
    ("cargo-bike", "highway=cycleway", 1.0),
    ("cargo-bike", "highway=residential", 1.0),
    ("cargo-bike", "highway=primary", 1.8),
    ("cargo-bike", "highway=primary cycleway=track", 1.1),
    ("cargo-bike", "highway=primary cycleway:right=lane", 1.1),
    ("cargo-bike", "highway=primary cycleway=no", 1.8),
    ("cargo-bike", "highway=primary cycleway=separate", 1.8 * 1.3),
    ("cargo-bike", "highway=residential access=destination", 2.0),
    ("cargo-bike", "highway=residential vehicle=destination;agricultural", 2.0),
    ("cargo-bike", "highway=residential bicycle=yes;destination", 1.0),  # the most permissive
    ("cargo-bike", "highway=residential bicycle=shared", 1.0),  # as Liechtenstein writes it
    ("cargo-bike", "highway=residential access=unknown", 1.0),  # which says nothing
    ("cargo-bike", "highway=residential access=residents", 2.0),  # a word nobody knows: no way through
    ("bike", "highway=residential vehicle=residents;employees", 2.0),
    ("foot", "highway=residential access=residents", 1.5),
    ("car", "highway=residential access=residents", 4 * 50 / 24),
    ("van", "highway=residential access=residents", 4 * 50 / 22.4),
    ("car", "highway=residential motor_vehicle=agricultural;destination", 4 * 50 / 24),
    ("cargo-bike", "highway=path", 1.3),
    ("cargo-bike", "highway=path bicycle=designated", 1.0),
    ("bike", "highway=path bicycle=designated", 1.0),
    ("cargo-bike", "highway=path sac_scale=hiking", 1.3 * 1.5),
    ("bike", "highway=path sac_scale=hiking", 1.15 * 1.2),
    ("bike", "highway=path mtb:scale=1+", 1.15 * 2.0),
    ("cargo-bike", "highway=footway", 4.0),  # pushing
    ("cargo-bike", "highway=secondary surface=sett", 1.4 * 1.15),
    ("bike", "highway=steps", 8.0),  # Valhalla
    ("foot", "highway=footway", 1.0),
    ("car", "highway=residential", 50 / 24),  # time, told in metres at 50 km/h
    ("car", "highway=residential motor_vehicle=destination", 4 * 50 / 24),
    ("car", "highway=motorway", 50 / 88),
]


@pytest.mark.parametrize(("profile", "text", "penalty"), PENALTIES)
def test_tags_make_a_penalty(profile: str, text: str, penalty: float) -> None:
    forward = load_profile(profile).ride(tags(text)).forward
    assert forward is not None
    assert forward.penalty == pytest.approx(penalty)


SIDES = [  # traffic keeps right: who rides in the direction of the way is on its right
    ("highway=secondary cycleway=separate", 1.82, 1.82),
    ("highway=secondary cycleway:both=separate", 1.82, 1.82),
    ("highway=secondary cycleway:left=separate cycleway:right=separate", 1.82, 1.82),
    ("highway=secondary cycleway:right=separate", 1.82, 1.4),
    ("highway=secondary cycleway:left=separate", 1.4, 1.82),
    ("highway=secondary cycleway:right=separate cycleway:right:oneway=no", 1.82, 1.82),
    ("highway=secondary cycleway:right=separate cycleway:left=lane", 1.82, 1.05),
    ("highway=secondary cycleway:both=lane cycleway:right=separate", 1.82, 1.05),  # the side says it better
    ("highway=secondary cycleway:right=track", 1.05, 1.4),
    ("highway=secondary cycleway:right=track cycleway:right:oneway=no", 1.05, 1.05),
    ("highway=secondary oneway=yes cycleway:left=separate", 1.82, None),  # of a oneway road both sides
    ("highway=secondary oneway=yes cycleway:left=separate cycleway:right=lane", 1.05, None),
    ("highway=secondary oneway=-1 cycleway:right=separate", None, 1.82),
    ("highway=secondary oneway=yes cycleway:left=lane cycleway:left:oneway=-1", 1.4, 1.05),
]


@pytest.mark.parametrize(("text", "forward", "backward"), SIDES)
def test_a_cycleway_counts_for_those_who_ride_on_its_side(
    text: str, forward: float | None, backward: float | None
) -> None:
    ride = load_profile("cargo-bike").ride(tags(text))
    assert [pace and pytest.approx(pace.penalty) for pace in (ride.forward, ride.backward)] == [forward, backward]


def test_cycleways_do_not_concern_a_car() -> None:
    car = load_profile("car")
    assert car.ride(tags("highway=secondary cycleway=separate")) == car.ride(tags("highway=secondary"))


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("2", 2.0),
        ("2.1 m", 2.1),
        ("2,1", 2.1),
        ("6'7\"", 2.0066),
        ("6' 7\"", 2.0066),
        ("6'", 1.8288),
        ("6 ft 7 in", 2.0066),
        ('79"', 2.0066),
        ("default", None),
        ("none", None),
        ("-2", None),
        ("2..1", None),
        ("", None),
    ],
)
def test_a_height_is_read_as_people_write_it(value: str, size: float | None) -> None:
    assert metres(value) == pytest.approx(size)


@pytest.mark.parametrize(
    ("value", "weight"),
    [("3.5", 3.5), ("3.5 t", 3.5), ("2800 kg", 2.8), ("5 st", 4.5359237), ("7700 lbs", 3.49266), ("12 cows", None)],
)
def test_a_weight_is_read_in_tonnes(value: str, weight: float | None) -> None:
    assert tonnes(value) == pytest.approx(weight)


BARRIERS = [
    ("cargo-bike", "barrier=bollard", 10),
    ("cargo-bike", "barrier=bollard maxwidth:physical=0.8", None),
    ("cargo-bike", "barrier=bollard maxwidth:physical=1.5", 10),
    ("cargo-bike", "barrier=bollard maxwidth:physical=80cm", None),
    ("cargo-bike", "barrier=bollard maxwidth:physical=wide", 10),  # unreadable is unknown
    ("bike", "barrier=bollard maxwidth:physical=0.8", 2),
    ("car", "barrier=bollard", None),
    ("car", "barrier=bollard motor_vehicle=yes", 0),  # a rising one
    ("car", "barrier=bollard bicycle=yes", None),
    ("van", "barrier=bollard motor_vehicle=delivery", 0),
    ("car", "barrier=bollard motor_vehicle=delivery", None),
    ("foot", "barrier=bollard", 0),
    ("cargo-bike", "barrier=cycle_barrier", None),  # a bike of 1 m fails at chicanes
    ("cargo-bike", "barrier=cycle_barrier bicycle=yes", None),  # which says nothing of its width
    ("cargo-bike", "barrier=cycle_barrier opening=1.3", 0),
    ("cargo-bike", "barrier=cycle_barrier opening=0.9", None),
    ("bike", "barrier=cycle_barrier", 20),
    ("cargo-bike", "barrier=stile", None),
    ("foot", "barrier=stile", 10),
    ("cargo-bike", "barrier=gate", 60),
    ("cargo-bike", "barrier=gate access=private", None),
    ("cargo-bike", "barrier=gate access=no bicycle=yes", 60),
    ("cargo-bike", "barrier=gate locked=yes", None),
    ("cargo-bike", "barrier=gate locked=yes bicycle=yes", 60),
    ("cargo-bike", "barrier=no", 0),
    ("cargo-bike", "barrier=nobody_knows", 20),
    ("car", "barrier=nobody_knows", None),  # OSRM car
    ("car", "barrier=nobody_knows access=yes", 0),
    ("car", "barrier=gate", 300),
    ("car", "barrier=height_restrictor", 0),
    ("car", "barrier=height_restrictor maxheight=1.9", None),
    ("van", "barrier=height_restrictor", None),
    ("van", "barrier=height_restrictor maxheight=2.2", None),
    ("van", "barrier=height_restrictor maxheight=3", 0),
    ("van", "barrier=height_restrictor maxwidth=3", None),  # which says nothing of its height
    ("van", "barrier=gate maxwidth=1.9", None),
    ("car", "barrier=gate access=residents", 300),
    ("car", "barrier=bollard access=residents", None),  # a word nobody knows lowers no bollard
    ("car", "barrier=toll_booth", 200),
]


@pytest.mark.parametrize(("profile", "text", "metres"), BARRIERS)
def test_a_barrier_stops_slows_or_lets_pass(profile: str, text: str, metres: float | None) -> None:
    passage = load_profile(profile).passage(tags(text))
    assert (None if passage is None else passage.metres) == metres


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_only_roads_take_stops(profile: str) -> None:
    vehicle = load_profile(profile)
    assert vehicle.takes_stops({"highway": "residential"})
    assert not vehicle.takes_stops({"barrier": "gate"})
    assert not vehicle.takes_stops({"highway": "motorway"})
    assert not vehicle.takes_stops({"highway": "trunk"}) or profile not in ("car", "van")


def test_an_unknown_profile_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BadInputError) as refusal:
        load_profile("cargo-trike")
    line = str(refusal.value)
    assert line == "there is no profile 'cargo-trike'. Choose one of: bike, car, cargo-bike, foot, van."


@pytest.mark.parametrize("name", PROFILE_NAMES)
def test_every_row_names_its_source_and_no_metre_is_cheaper_than_free(name: str) -> None:
    table = read_table(name)
    rows = [*table.highway.values(), *table.barrier.values(), *table.access_values.values()]
    rows += [row for by_value in table.tag.values() for row in by_value.values()]
    rows += table.limit.values()
    assert all(row.source.strip() for row in rows)
    relieved = [(road.penalty_with_cycleway or road.penalty, road.penalty) for road in table.highway.values()]
    assert all(with_cycleway <= without for with_cycleway, without in relieved)


def test_a_profile_reads_no_key_that_the_network_leaves_out() -> None:
    class Watched(dict[str, str]):
        asked: set[str] = set()  # noqa: RUF012  # shared on purpose: who asked what, over all profiles

        def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
            self.asked.add(key)
            return super().get(key, default)

        def __contains__(self, key: object) -> bool:
            self.asked.add(str(key))
            return super().__contains__(key)

    for name in PROFILE_NAMES:
        for _, text, *_ in RIDES:
            load_profile(name).ride(Watched(tags(text)))
        for text, *_ in SIDES:
            load_profile(name).ride(Watched(tags(text)))
        for _, text, _ in BARRIERS:
            load_profile(name).passage(Watched(tags(text)))
        assert Watched.asked <= load_profile(name).keys, name
        assert Watched.asked <= network_keys()
        Watched.asked.clear()
