"""Camera, light and render settings: the same for every picture unless a scene says otherwise."""

import math

import bpy
from mathutils import Vector


def empty_stage():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    scene.world = world
    return scene


def quality(scene, *, size, samples, percent, target):
    cycles = scene.cycles
    cycles.samples, cycles.use_denoising = samples, False
    cycles.use_adaptive_sampling, cycles.adaptive_threshold, cycles.adaptive_min_samples = True, 0.02, 16
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.blur_glossy, cycles.sample_clamp_indirect, cycles.sample_clamp_direct = 0.8, 3.0, 40.0
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 8, 2, 3
    cycles.transmission_bounces, cycles.transparent_max_bounces = 8, 10
    render = scene.render
    render.resolution_x, render.resolution_y = size
    render.resolution_percentage = percent
    render.use_persistent_data = True
    render.image_settings.file_format, render.image_settings.color_depth = "OPEN_EXR", "16"
    render.image_settings.exr_codec, render.image_settings.color_mode = "ZIP", "RGB"
    render.filepath = str(target)
    scene.view_settings.view_transform = "Raw"
    keep_guides(scene, target)


def keep_guides(scene, target):
    """Also write what surfaces are (albedo, normal, depth), which guides denoise.py and clips.py."""
    scene.view_layers[0].cycles.denoising_store_passes = True
    scene.view_layers[0].use_pass_z = True
    scene.use_nodes = True
    nodes, links = scene.node_tree.nodes, scene.node_tree.links
    layers = next(n for n in nodes if n.type == "R_LAYERS")
    for name, socket in (("albedo", "Denoising Albedo"), ("normal", "Denoising Normal"), ("depth", "Depth")):
        out = nodes.new("CompositorNodeOutputFile")
        out.base_path, out.file_slots[0].path = str(target.parent), f"{target.stem}_{name}_"
        out.format.file_format, out.format.color_depth, out.format.color_mode = "OPEN_EXR", "16", "RGB"
        links.new(layers.outputs[socket], out.inputs[0])


def keep_frames(scene, target):
    """Number the frames of a clip: TARGET_0001.exr and its guides."""
    scene.render.filepath = str(target.with_suffix("")) + "_"


def camera(at, look, *, lens=35.0, stop=4.0, focus=None, roll=0.0):
    """A camera at `at` aimed at `look`; `lens` for a 36 mm sensor, `roll` in degrees, sharp at `focus`."""
    data = bpy.data.cameras.new("camera")
    thing = bpy.data.objects.new("camera", data)
    bpy.context.scene.collection.objects.link(thing)
    thing.location = at
    aim = Vector(look) - Vector(at)
    turn = aim.to_track_quat("-Z", "Y").to_matrix().to_4x4()
    thing.rotation_euler = turn.to_euler()
    thing.rotation_euler.rotate_axis("Z", math.radians(roll))
    data.lens, data.clip_start = lens, 0.005
    data.dof.use_dof, data.dof.aperture_fstop, data.dof.aperture_blades = True, stop, 0
    forward = aim.normalized()
    data.dof.focus_distance = (Vector(focus or look) - Vector(at)).dot(forward)
    bpy.context.scene.camera = thing
    return thing


def fill(colour, strength):
    """Even light from everywhere."""
    back = bpy.context.scene.world.node_tree.nodes["Background"]
    back.inputs[0].default_value, back.inputs[1].default_value = (*colour, 1), strength


def sky(*, height, heading, strength=0.15, disc=True, size=0.6, dust=1.5):
    """A clear sky with the sun `height` degrees up and `heading` degrees round (0 is -y, 90 is +x)."""
    tree = bpy.context.scene.world.node_tree
    tex = tree.nodes.new("ShaderNodeTexSky")
    tex.sky_type, tex.sun_elevation, tex.sun_disc = "NISHITA", math.radians(height), disc
    tex.sun_rotation, tex.sun_size = math.radians(180 - heading), math.radians(size)
    tex.dust_density = dust
    tree.links.new(tex.outputs[0], tree.nodes["Background"].inputs[0])
    tree.nodes["Background"].inputs[1].default_value = strength


def _lamp(kind, at, look, colour, strength):
    data = bpy.data.lights.new("light", kind)
    data.energy, data.color = strength, colour
    thing = bpy.data.objects.new("light", data)
    bpy.context.scene.collection.objects.link(thing)
    thing.location = at
    thing.rotation_euler = (Vector(look) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    return thing


def window(at, look, *, size=(1.0, 1.4), colour=(1, 0.97, 0.93), strength=25.0):
    """A window as a soft rectangle of light; `strength` in watts."""
    lamp = _lamp("AREA", at, look, colour, strength)
    lamp.data.shape, lamp.data.size, lamp.data.size_y = "RECTANGLE", *size
    return lamp


def sun(at, look=(0, 0, 0), *, colour=(1, 0.86, 0.68), strength=4.0, softness=1.0):
    """Sunlight from the direction of `at`; `softness` is the angle of its disc in degrees."""
    lamp = _lamp("SUN", at, look, colour, strength)
    lamp.data.angle = math.radians(softness)
    return lamp


def shadow_only(thing):
    """Let a thing cast shadows without being seen: a window frame or a plant outside the picture."""
    for part in [thing, *thing.children_recursive]:
        part.visible_camera = part.visible_glossy = part.visible_transmission = False
    return thing
