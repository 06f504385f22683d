"""Materials of the demo pictures, built from Cycles nodes. Lengths are metres, colours are linear RGB 0..1."""

import bpy

Colour = tuple[float, float, float]


class Shader:
    """One material and its nodes: lower-case arguments set node attributes, capitalised ones set inputs."""

    def __init__(self, name, **inputs):
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.bsdf = self.tree.nodes["Principled BSDF"]
        self.output = self.tree.nodes["Material Output"]
        self.set(**inputs)

    def _put(self, socket, value):
        if isinstance(value, bpy.types.NodeSocket):
            self.tree.links.new(value, socket)
        else:
            is_colour = socket.type == "RGBA" and len(value) == 3
            socket.default_value = (*value, 1.0) if is_colour else value

    def set(self, **inputs):
        for key, value in inputs.items():
            self._put(self.bsdf.inputs[key.replace("_", " ")], value)
        return self

    def node(self, kind, *, out=0, args=(), **values):
        node = self.tree.nodes.new("ShaderNode" + kind)
        for key, value in values.items():
            if key[0].islower():
                setattr(node, key, value)
            else:
                self._put(node.inputs[key.replace("_", " ")], value)
        for index, value in enumerate(args):
            if value is not None:
                self._put(node.inputs[index], value)
        return node.outputs[out]

    def coords(self, scale=(1, 1, 1), rotation=(0, 0, 0), out="Object"):
        vector = self.node("TexCoord", out=out)
        return self.node("Mapping", Vector=vector, Scale=scale, Rotation=rotation)

    def noise(self, scale, *, detail=4.0, rough=0.55, vector=None, out=0):
        vector = vector or self.node("TexCoord", out="Object")
        return self.node("TexNoise", Vector=vector, Scale=scale, Detail=detail, Roughness=rough, out=out)

    def ramp(self, fac, stops):
        out = self.node("ValToRGB", Fac=fac)
        band = out.node.color_ramp
        for index, (position, colour) in enumerate(stops):
            stop = band.elements[index] if index < 2 else band.elements.new(position)
            stop.position = position
            stop.color = (*colour, 1) if isinstance(colour, tuple) else (colour, colour, colour, 1)
        return out

    def mix(self, fac, one, two, how="MIX"):
        return self.node("MixRGB", blend_type=how, args=(fac, one, two))

    def math(self, how, one, two=None):
        return self.node("Math", operation=how, args=(one, two))

    def bump(self, height, *, depth=0.001, strength=1.0, normal=None):
        extra = {"Normal": normal} if normal else {}
        return self.node("Bump", Height=height, Distance=depth, Strength=strength, **extra)

    def surface(self, socket):
        self.tree.links.new(socket, self.output.inputs["Surface"])
        return self


def plain(name, colour, rough=0.5, *, vary=0.12, grain=300.0, depth=0.0002, **inputs):
    """A coloured surface with uneven roughness and a fine bump, so that it never looks like plastic from a mould."""
    s = Shader(name, Base_Color=colour, **inputs)
    blotch = s.noise(18, detail=5)
    s.set(Roughness=s.ramp(blotch, [(0.3, max(rough - vary, 0.02)), (0.7, min(rough + vary, 1.0))]))
    s.set(
        Base_Color=s.mix(s.ramp(blotch, [(0.35, 0.0), (0.75, 0.25)]), colour, tuple(c * 0.72 for c in colour))
    )
    return s.set(Normal=s.bump(s.noise(grain, detail=6), depth=depth)).material


def glass(name, colour, rough=0.02, ior=1.48):
    """Glass that lets light through to what it stands on without costing caustics."""
    s = Shader(name)
    body = s.node("BsdfGlass", Color=(*colour, 1), Roughness=rough, IOR=ior)
    clear = s.node("BsdfTransparent", Color=(*(c**0.7 for c in colour), 1))
    shadow = s.node("LightPath", out="Is Shadow Ray")
    return s.surface(s.node("MixShader", args=(shadow, body, clear))).material


def wet(name):
    """Water as a thin skin: clear, with the sky mirrored in it."""
    s = Shader(name)
    mirror = s.node("BsdfGlossy", Color=(1, 1, 1, 1), Roughness=0.03)
    clear = s.node("BsdfTransparent", Color=(0.9, 0.91, 0.91, 1))
    return s.surface(s.node("MixShader", args=(s.node("Fresnel", IOR=1.45), clear, mirror))).material


def metal(name, colour, rough=0.22):
    s = Shader(name, Base_Color=colour, Metallic=1.0)
    brushed = s.noise(90, vector=s.coords((1, 1, 30)), detail=3)
    smears = s.noise(60, detail=6)
    s.set(Roughness=s.ramp(smears, [(0.3, rough * 0.7), (0.75, rough * 1.7)]))
    return s.set(Normal=s.bump(brushed, depth=0.00006)).material


def picture(name, path, rough=0.5, *, bump=0.0001, grain=900.0):
    """An image (from artwork.py) on the UV map, as printed paper or plastic."""
    s = Shader(name)
    image = bpy.data.images.load(str(path))
    s.set(Base_Color=s.node("TexImage", image=image, extension="EXTEND"))
    s.set(Roughness=s.ramp(s.noise(25, detail=5), [(0.3, rough - 0.1), (0.7, rough + 0.15)]))
    return s.set(Normal=s.bump(s.noise(grain), depth=bump)).material


def wood(name, dark, light, *, grain_axis="x", rough=0.45, figure=1.0):
    s = Shader(name)
    stretch = {"x": (1.2, 22, 22), "y": (22, 1.2, 22), "z": (22, 22, 1.2)}[grain_axis]
    where = s.coords(stretch)
    rings = s.noise(2.2 * figure, vector=where, detail=5, rough=0.6)
    pores = s.noise(26, vector=where, detail=4, rough=0.7)
    base = s.ramp(
        rings,
        [(0.3, dark), (0.52, light), (0.7, tuple((a + b) / 2 for a, b in zip(dark, light, strict=True)))],
    )
    streak = s.ramp(pores, [(0.35, 0.55), (0.55, 1.0)])
    s.set(Base_Color=s.mix(0.75, base, streak, "MULTIPLY"))
    s.set(Roughness=s.ramp(s.noise(9, detail=5), [(0.3, rough - 0.13), (0.75, rough + 0.18)]))
    return s.set(Normal=s.bump(pores, depth=0.0006)).material


def weave(name, colour, *, threads=900.0, rough=0.9, second=None, sheen=0.4):
    """Linen or cotton: crossed threads with slubs; `threads` a metre."""
    s = Shader(name, Sheen=sheen)
    warp = s.noise(1, vector=s.coords((threads, threads / 30, threads / 30)), detail=2)
    weft = s.noise(1, vector=s.coords((threads / 30, threads, threads / 30)), detail=2)
    cloth = s.math("ADD", warp, weft)
    other = second or tuple(c * 0.62 for c in colour)
    s.set(Base_Color=s.mix(s.ramp(cloth, [(0.75, 1.0), (1.0, 0.0)]), colour, other), Roughness=rough)
    soft = s.noise(25, detail=6)
    return s.set(Normal=s.bump(cloth, depth=0.0008, normal=s.bump(soft, depth=0.002))).material


def stone(name, colours, *, scale=35.0, rough=0.75, depth=0.0015, speckle=220.0):
    """Concrete, asphalt or plaster: broad stains, grains and pits. `colours` is dark, middle, light."""
    s = Shader(name)
    stain = s.noise(scale * 0.16, detail=6, rough=0.62)
    grains = s.node("TexVoronoi", Vector=s.node("TexCoord", out="Object"), Scale=speckle, out="Color")
    tint = s.ramp(stain, [(0.32, colours[0]), (0.5, colours[1]), (0.72, colours[2])])
    s.set(Base_Color=s.mix(0.32, tint, s.ramp(grains, [(0.1, 0.25), (0.9, 0.95)]), "OVERLAY"))
    s.set(Roughness=s.ramp(stain, [(0.3, rough - 0.12), (0.7, min(rough + 0.15, 1))]))
    height = s.math("ADD", s.noise(scale * 3, detail=6, rough=0.7), s.math("MULTIPLY", grains, 0.5))
    return s.set(Normal=s.bump(height, depth=depth)).material


def terrazzo(name, base=(0.82, 0.79, 0.74)):
    s = Shader(name)
    where = s.coords()
    wobble = s.mix(0.004, where, s.noise(40, out="Color"), "ADD")
    cells = s.node("TexVoronoi", Vector=wobble, Scale=105, out="Color")
    edge = s.node("TexVoronoi", Vector=wobble, Scale=105, feature="DISTANCE_TO_EDGE")
    inks = [
        (0.0, (0.55, 0.24, 0.14)),
        (0.3, (0.2, 0.19, 0.18)),
        (0.5, (0.75, 0.55, 0.35)),
        (0.75, (0.42, 0.45, 0.42)),
    ]
    chips = s.ramp(cells, inks)
    chips.node.color_ramp.interpolation = "CONSTANT"
    pick = s.node("TexWhiteNoise", Vector=cells)
    inside = s.math("GREATER_THAN", edge, s.ramp(pick, [(0.3, 1.0), (0.9, 0.03)]))
    s.set(Base_Color=s.mix(inside, base, chips))
    s.set(Roughness=s.ramp(s.noise(14, detail=5), [(0.35, 0.12), (0.75, 0.4)]))
    return s.material


def leafy(name, colour, vein=(0.35, 0.45, 0.2), *, rough=0.38):
    """A leaf: veins from the UV map (u across, v along), light showing through."""
    s = Shader(name)
    uv = s.node("SeparateXYZ", Vector=s.node("TexCoord", out="UV"))
    across = s.math("ABSOLUTE", s.math("SUBTRACT", uv, 0.5))
    along = uv.node.outputs[1]
    ribs = s.math("SINE", s.math("MULTIPLY", s.math("SUBTRACT", along, across), 58.0))
    middle = s.ramp(across, [(0.012, 1.0), (0.03, 0.0)])
    mottled = s.mix(s.noise(45, detail=6), colour, tuple(c * 0.55 for c in colour))
    tint = s.mix(middle, s.mix(s.ramp(ribs, [(0.93, 0.0), (1.0, 0.2)]), mottled, vein), vein)
    s.set(Base_Color=tint, Roughness=rough, Normal=s.bump(ribs, depth=0.0002), Specular=0.45)
    through = s.node("BsdfTranslucent", Color=s.mix(0.5, tint, (0.5, 0.6, 0.1, 1)))
    return s.surface(s.node("MixShader", args=(0.28, s.bsdf.outputs[0], through))).material


def peel(name, colour, *, depth=0.0007):
    """Citrus skin: pores and a waxy shine."""
    s = Shader(name, Specular=0.5)
    pores = s.node("TexVoronoi", Vector=s.node("TexCoord", out="Object"), Scale=520)
    patch = s.noise(30, detail=6)
    s.set(
        Base_Color=s.mix(
            s.ramp(patch, [(0.4, 0.0), (0.75, 0.45)]), colour, (colour[0], colour[1] * 0.72, colour[2])
        )
    )
    s.set(Roughness=s.ramp(patch, [(0.3, 0.3), (0.7, 0.5)]))
    return s.set(Normal=s.bump(pores, depth=depth, strength=0.7)).material


def crumb(name, colour, dark, *, scale=260.0, depth=0.003):
    """Sponge, bread or soil: open holes and moist grains."""
    s = Shader(name)
    holes = s.noise(scale, detail=5, rough=0.75)
    s.set(
        Base_Color=s.ramp(
            holes, [(0.36, dark), (0.55, colour), (0.75, tuple(min(c * 1.25, 1) for c in colour))]
        )
    )
    return s.set(Roughness=0.85, Normal=s.bump(holes, depth=depth)).material
