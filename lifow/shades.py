"""The shades of a colour, for the admin. The pages have theirs in frontend/src/styles/tokens.css."""

LIGHTNESS = {
    "50": 98.5,
    "100": 96.7,
    "200": 92.8,
    "300": 87.2,
    "400": 70.7,
    "500": 55.1,
    "600": 44.6,
    "700": 37.3,
    "800": 27.8,
    "900": 21,
    "950": 13,
}


def shades(chroma: float, hue: int) -> dict[str, str]:
    """A colour from light to dark, as CSS values by step; `chroma` of the strong shades, `hue` in degrees.

    The lightness of each step is fixed, so that text keeps its contrast whatever the hue.
    """
    return {
        step: f"oklch({light}% {chroma * min(1, (100 - light) / 45):.3f} {hue})"
        for step, light in LIGHTNESS.items()
    }
