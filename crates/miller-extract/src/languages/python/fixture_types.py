"""What values are instances of."""

from typing import Annotated, ClassVar, Optional

from . import lights
from .lights import Lamp as Light


class Own:
    shade: Light
    made = Light()
    count: ClassVar[Optional["Light"]] = None
    column: Light[int] = None
    late = None

    def __init__(self, given):
        self.lamp = lights.Lamp()
        self.given = given
        self.given = Light()
        self.twice = Light()
        self.twice = Light()
        self.either = Light()
        self.either = Own()
        self.late = Light()

    def dim(self):
        self.lamp.dim()
        self.given.dim()

    @property
    def top(self) -> "Light | None":
        return self.lamp


signal = Light()
noted: Annotated[lights.Lamp, 1] = signal
local = Own()
made_by = signal.make()
constant = LIMITS_OF()


def use(a: Own, b: "Light", *c: Own, d: Own | None = None, e: list[Own] = ()):
    a.dim()
    b.dim()
    c.dim()
    d.dim()
    e.dim()


def make(given):
    a = Own()
    b = lights.Lamp()
    c = Own()
    c = given
    d = Own()
    d = None
    with lights.open() as e, lights.Lamp() as f:
        e.dim()
        f.dim()
    try:
        g: Own = given
    except lights.Broken as h:
        h.dim()
    a.dim()
    b.dim()
    c.dim()
    d.dim()
    g.dim()
    local.dim()

    def inner():
        a.dim()
        b.dim()
