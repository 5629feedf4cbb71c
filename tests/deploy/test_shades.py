"""The admin's colours: steps that get darker, pale where they are light."""

from lifow.shades import shades


def test_shades_get_darker_step_by_step_and_the_lightest_are_pale():
    values = [value.removeprefix("oklch(").removesuffix(")").split() for value in shades(0.16, 266).values()]
    lightness = [float(light.rstrip("%")) for light, _, _ in values]
    assert lightness == sorted(lightness, reverse=True)
    chroma = [float(colour) for _, colour, _ in values]
    assert chroma[0] < 0.01
    assert chroma[-1] == 0.16
