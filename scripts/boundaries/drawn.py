"""Outlines drawn by hand round Damascus: one set of lines, shared by the neighbours on both sides.

Every line runs between two nodes, is written once, and is walked forwards or backwards by the
rings that use it. So two neighbours have the very same vertices along their border: no gaps,
no overlaps. Coordinates are longitude, latitude (WGS 84).
"""

from __future__ import annotations

from shapely import Polygon

Point = tuple[float, float]

#: Southern Damascus. A line is named by the two places that it parts; ``open`` is everything else.
DAMASCUS_LINES: dict[str, list[Point]] = {
    "qadam|midan": [
        (36.288, 33.490), (36.2886, 33.4866), (36.2893, 33.4862), (36.2898, 33.4828), (36.291, 33.480),
        (36.294, 33.480), (36.2966, 33.4803), (36.2970, 33.4808), (36.299, 33.481),
    ],
    "yarmuk|midan": [(36.299, 33.481), (36.301, 33.481)],
    "tadamon|midan": [(36.301, 33.481), (36.3022, 33.4812), (36.3027, 33.4817), (36.304, 33.482)],
    "midan|open": [
        (36.304, 33.482), (36.3040, 33.4848), (36.3036, 33.4874), (36.3042, 33.4901), (36.3040, 33.4926),
        (36.3048, 33.4950), (36.306, 33.497), (36.305, 33.499), (36.305, 33.501), (36.3021, 33.5002),
        (36.2989, 33.5005), (36.2963, 33.4999), (36.292, 33.500), (36.2916, 33.4969), (36.2901, 33.4951),
        (36.2897, 33.4924), (36.288, 33.490),
    ],
    "yarmuk|tadamon": [
        (36.301, 33.481), (36.3031, 33.4788), (36.3044, 33.4783), (36.3060, 33.4765), (36.308, 33.475),
        (36.3097, 33.4739), (36.3123, 33.4730), (36.3141, 33.4717), (36.316, 33.471),
    ],
    "tadamon|pocket south": [(36.316, 33.471), (36.3176, 33.4698), (36.319, 33.469)],
    "tadamon|pocket east": [
        (36.319, 33.469), (36.3196, 33.4707), (36.3207, 33.4719), (36.3208, 33.4742), (36.3216, 33.4761),
        (36.322, 33.478),
    ],
    "tadamon|open": [
        (36.322, 33.478), (36.3201, 33.4792), (36.3191, 33.4799), (36.3184, 33.4824), (36.317, 33.485),
        (36.3147, 33.4833), (36.3121, 33.4827), (36.3099, 33.4817), (36.3073, 33.4816), (36.304, 33.482),
    ],
    "yarmuk|qadam": [
        (36.299, 33.481), (36.2990, 33.4779), (36.2986, 33.4752), (36.2987, 33.4725), (36.2982, 33.4702),
        (36.298, 33.468),
    ],
    "yarmuk|hajar_al_aswad": [
        (36.298, 33.468), (36.3004, 33.4672), (36.3019, 33.4669), (36.3046, 33.4657), (36.307, 33.465),
        (36.3083, 33.4637), (36.309, 33.463),
    ],
    "yarmuk|open": [
        (36.309, 33.463), (36.3101, 33.4618), (36.311, 33.461), (36.3126, 33.4613), (36.314, 33.462),
    ],
    "yarmuk|pocket": [
        (36.314, 33.462), (36.3143, 33.4643), (36.3151, 33.4662), (36.3153, 33.4686), (36.316, 33.471),
    ],
    "qadam|hajar_al_aswad": [
        (36.298, 33.468), (36.2983, 33.4655), (36.2981, 33.4634), (36.299, 33.461), (36.2962, 33.4612),
        (36.2937, 33.4605), (36.2913, 33.4607), (36.288, 33.460),
    ],
    "qadam|open": [
        (36.288, 33.460), (36.2854, 33.4604), (36.283, 33.459), (36.2813, 33.4614), (36.2798, 33.4621),
        (36.2789, 33.4641), (36.277, 33.465), (36.2786, 33.4676), (36.2785, 33.4703), (36.2796, 33.4730),
        (36.279, 33.476), (36.2814, 33.4786), (36.2824, 33.4815), (36.2845, 33.4837), (36.2857, 33.4862),
        (36.288, 33.490),
    ],
    "hajar_al_aswad|open": [
        (36.309, 33.463), (36.3101, 33.4609), (36.3111, 33.4584), (36.311, 33.455), (36.3106, 33.4527),
        (36.3103, 33.4504), (36.3088, 33.4476), (36.307, 33.445), (36.3046, 33.4437), (36.3021, 33.4420),
        (36.2985, 33.4417), (36.295, 33.441), (36.2924, 33.4414), (36.2898, 33.4416), (36.287, 33.443),
        (36.2871, 33.4458), (36.2868, 33.4487), (36.2876, 33.4514), (36.2872, 33.4546), (36.2877, 33.4573),
        (36.288, 33.460),
    ],
    "pocket|open": [
        (36.322, 33.478), (36.3252, 33.4789), (36.3287, 33.4786), (36.3325, 33.4803), (36.3368, 33.4808),
        (36.3411, 33.4795), (36.3432, 33.4764), (36.3421, 33.4727), (36.3388, 33.4696), (36.3352, 33.4672),
        (36.3324, 33.4640), (36.3281, 33.4618), (36.3243, 33.4594), (36.3205, 33.4588), (36.3171, 33.4601),
        (36.314, 33.462),
    ],
}  # fmt: skip

#: The rings: lines in walking order, ``-`` before a line that is walked backwards.
DAMASCUS_RINGS: dict[str, list[str]] = {
    "yarmuk": [
        "yarmuk|midan", "yarmuk|tadamon", "-yarmuk|pocket", "-yarmuk|open", "-yarmuk|hajar_al_aswad",
        "-yarmuk|qadam",
    ],
    "qadam": ["qadam|midan", "yarmuk|qadam", "qadam|hajar_al_aswad", "qadam|open"],
    "tadamon": [
        "tadamon|midan", "-tadamon|open", "-tadamon|pocket east", "-tadamon|pocket south", "-yarmuk|tadamon",
    ],
    "hajar_al_aswad": ["yarmuk|hajar_al_aswad", "hajar_al_aswad|open", "-qadam|hajar_al_aswad"],
    "midan": ["qadam|midan", "yarmuk|midan", "tadamon|midan", "midan|open"],
    "yalda_babbila_beit_sahm": [
        "tadamon|pocket east", "pocket|open", "yarmuk|pocket", "tadamon|pocket south",
    ],
}  # fmt: skip

#: Jobar and the Eastern Ghouta pocket, which meet along Jobar's eastern and southern sides.
GHOUTA_LINES: dict[str, list[Point]] = {
    "jobar|open": [
        (36.333, 33.503), (36.3297, 33.5057), (36.3257, 33.5064), (36.3220, 33.5079), (36.318, 33.508),
        (36.3178, 33.5110), (36.317, 33.514), (36.3202, 33.5171), (36.3209, 33.5212), (36.3227, 33.5251),
        (36.323, 33.530), (36.3276, 33.5291), (36.3319, 33.5299), (36.3363, 33.5309), (36.3407, 33.5329),
        (36.3450, 33.5347), (36.349, 33.538),
    ],
    "jobar|ghouta_south": [
        (36.349, 33.538), (36.3483, 33.5341), (36.3476, 33.5304), (36.3487, 33.5258), (36.351, 33.521),
        (36.3465, 33.5187), (36.3420, 33.5164), (36.3384, 33.5123), (36.3356, 33.5079), (36.333, 33.503),
    ],
    "harasta|open": [
        (36.3518, 33.5462), (36.3526, 33.5514), (36.3553, 33.5562), (36.3562, 33.5618), (36.3597, 33.5663),
        (36.362, 33.572), (36.3683, 33.5731), (36.3752, 33.5752), (36.3819, 33.5758), (36.388, 33.5776),
    ],
    "douma|open": [
        (36.388, 33.5776), (36.3957, 33.5805), (36.4042, 33.5818), (36.4131, 33.5826), (36.4216, 33.5849),
        (36.4304, 33.5852), (36.4392, 33.5874), (36.448, 33.588), (36.457, 33.585), (36.4587, 33.5788),
        (36.4629, 33.5731), (36.4652, 33.5668), (36.4691, 33.5612),
    ],
    "ghouta_east|open": [
        (36.4691, 33.5612), (36.4702, 33.5541), (36.4746, 33.5478), (36.4788, 33.5412), (36.4842, 33.5348),
        (36.4890, 33.5274), (36.4952, 33.5209), (36.502, 33.516), (36.4984, 33.5098), (36.495, 33.503),
        (36.4860, 33.5047), (36.4763, 33.5044), (36.4660, 33.5063), (36.4555, 33.5048), (36.4446, 33.5056),
        (36.4336, 33.5037), (36.4228, 33.5029), (36.4124, 33.4992),
    ],
    "ghouta_south|open": [
        (36.4124, 33.4992), (36.4036, 33.4979), (36.3948, 33.4968), (36.386, 33.495), (36.3776, 33.4977),
        (36.3689, 33.4989), (36.3604, 33.5009), (36.3517, 33.5014), (36.3426, 33.5027), (36.333, 33.503),
    ],
    "ghouta_south|open west": [(36.3518, 33.5462), (36.3506, 33.5421), (36.349, 33.538)],
    "harasta|ghouta_south": [
        (36.3518, 33.5462), (36.3579, 33.5471), (36.3644, 33.5490), (36.3713, 33.5486), (36.3776, 33.5497),
        (36.3823, 33.5481),
    ],
    "harasta|douma": [
        (36.3823, 33.5481), (36.3838, 33.5546), (36.3831, 33.5609), (36.3857, 33.5668), (36.3862, 33.5724),
        (36.388, 33.5776),
    ],
    "douma|ghouta_south": [
        (36.3823, 33.5481), (36.3852, 33.5428), (36.3903, 33.5397), (36.3972, 33.5391), (36.4044, 33.5372),
        (36.4118, 33.5379),
    ],
    "douma|ghouta_east": [
        (36.4118, 33.5379), (36.4192, 33.5419), (36.4279, 33.5436), (36.4363, 33.5481), (36.4452, 33.5508),
        (36.4531, 33.5557), (36.4613, 33.5578), (36.4691, 33.5612),
    ],
    "ghouta_south|ghouta_east": [
        (36.4118, 33.5379), (36.4139, 33.5312), (36.4121, 33.5243), (36.4142, 33.5178), (36.4119, 33.5108),
        (36.4133, 33.5049), (36.4124, 33.4992),
    ],
}  # fmt: skip

GHOUTA_RINGS: dict[str, list[str]] = {
    "jobar": ["jobar|open", "jobar|ghouta_south"],
    "harasta": ["harasta|open", "-harasta|douma", "-harasta|ghouta_south"],
    "douma": ["douma|open", "-douma|ghouta_east", "-douma|ghouta_south", "harasta|douma"],
    "ghouta_south": [
        "harasta|ghouta_south", "douma|ghouta_south", "ghouta_south|ghouta_east", "ghouta_south|open",
        "-jobar|ghouta_south", "-ghouta_south|open west",
    ],
    "ghouta_east": ["ghouta_east|open", "-ghouta_south|ghouta_east", "douma|ghouta_east"],
    "eastern_ghouta": [
        "harasta|open", "douma|open", "ghouta_east|open", "ghouta_south|open", "-jobar|ghouta_south",
        "-ghouta_south|open west",
    ],
}  # fmt: skip


def drawn_places() -> dict[str, Polygon]:
    """Return every outline drawn by hand, by ``place_id``."""
    damascus = {place: ring(DAMASCUS_LINES, walk) for place, walk in DAMASCUS_RINGS.items()}
    return damascus | {place: ring(GHOUTA_LINES, walk) for place, walk in GHOUTA_RINGS.items()}


def ring(lines: dict[str, list[Point]], walk: list[str]) -> Polygon:
    """Return the polygon that ``walk`` goes round; each line must begin where the last one ended."""
    points: list[Point] = []
    for step in walk:
        line = lines[step.removeprefix("-")]
        line = line[::-1] if step.startswith("-") else line
        if points and points[-1] != line[0]:
            msg = f"line {step!r} begins at {line[0]}, not at {points[-1]}"
            raise ValueError(msg)
        points += line[1:] if points else line
    if points[0] != points[-1]:
        msg = f"the ring {walk} does not close"
        raise ValueError(msg)
    return Polygon(points)
