"""What is taken from the bone models of the wheel: mesh files and the bones in each, joints, and where models begin."""

from __future__ import annotations

from collections.abc import Mapping

Middles = Mapping[str, tuple[float, float, float]]

#: Files that hold several bones: the middle of each, in millimetres of the body's axes (left, up, ahead).
FOOT: Middles = {
    "calcaneus": (3, 18, 31), "cuboid": (-15, 17, 74), "navicular": (23, 28, 83), "cuneiform3": (-1, 24, 89),
    "cuneiform2": (13, 29, 99), "cuneiform1": (25, 19, 107), "metatarsal5": (-36, 9, 114),
    "metatarsal4": (-24, 13, 121), "metatarsal3": (-12, 12, 135), "metatarsal2": (3, 15, 144),
    "metatarsal1": (27, 12, 149),
}  # fmt: skip
TOES: Middles = {
    "toe5-1": (-44, 0, -20), "toe4-1": (-32, 0, -8), "toe3-1": (-18, -1, 6), "toe2-1": (-4, -2, 22),
    "toe1-1": (25, -1, 26), "toe5-2": (-49, -3, 5), "toe5-3": (-50, -3, 15), "toe4-2": (-37, -3, 18),
    "toe4-3": (-39, -3, 29), "toe3-2": (-23, -3, 34), "toe3-3": (-25, -3, 46), "toe2-2": (-10, -3, 53),
    "toe2-3": (-13, -3, 67), "toe1-2": (17, -3, 62),
}  # fmt: skip
NECK: Middles = {f"c{n}": (0, up, ahead) for n, up, ahead in (
    (7, 417, -30), (6, 434, -23), (5, 449, -19), (4, 464, -16), (3, 477, -15), (2, 491, -16), (1, 502, -15))} | {
    f"disc-c{n}": (0, up, ahead) for n, up, ahead in (
    (7, 422, -12), (6, 437, -8), (5, 453, -5), (4, 469, -2), (3, 484, -2))}  # fmt: skip
BACK: Middles = {f"t{n}": (0, up, ahead) for n, up, ahead in (
    (12, 141, -33), (11, 167, -42), (10, 195, -50), (9, 223, -56), (8, 244, -60), (7, 268, -62), (6, 292, -63),
    (5, 316, -59), (4, 338, -55), (3, 359, -49), (2, 379, -42), (1, 398, -36))}  # fmt: skip
LOW_BACK: Middles = {f"l{n}": (0, up, ahead) for n, up, ahead in (
    (1, 115, -21), (2, 88, -11), (3, 63, -6), (4, 37, -2), (5, 11, -4))} | {
    f"disc-{name}": (0, up, ahead) for name, up, ahead in (
    ("l1", 135, -11), ("l2", 107, -2), ("l3", 82, 8), ("l4", 53, 13), ("l5", 22, 14), ("s1", -6, 7))}  # fmt: skip
CHEST: Middles = {"scapula": (-130, 368, -10), "clavicle": (-67, 390, 8), "breastbone": (0, 250, 69)} | {
    f"rib{n}": (x, up, ahead) for n, x, up, ahead in (
    (1, -47, 396, -21), (2, -65, 369, -12), (3, -79, 347, -15), (4, -88, 320, -14), (5, -95, 299, -17),
    (6, -100, 272, -16), (7, -100, 249, -17), (8, -103, 222, -18), (9, -95, 191, -25), (10, -89, 165, -31),
    (11, -75, 154, -47), (12, -49, 147, -47))}  # fmt: skip
#: Model file, body that carries the mesh, mesh file, and the bone (or the bones, by their middles) in it.
SOURCES: tuple[tuple[str, str, str, str | Middles], ...] = (
    ("leg", "pelvis", "r_pelvis", "hip-bone"),
    ("leg", "pelvis", "sacrum", "sacrum"),
    ("leg", "femur_r", "r_femur", "femur"),
    ("leg", "tibia_r", "r_tibia", "tibia"),
    ("leg", "tibia_r", "r_fibula", "fibula"),
    ("leg", "patella_r", "r_patella", "patella"),
    ("leg", "talus_r", "r_talus", "talus"),
    ("leg", "calcn_r", "r_foot", FOOT),
    ("leg", "toes_r", "r_bofoot", TOES),
    ("", "", "hat_lumbar", LOW_BACK),
    ("", "", "hat_thoracic", BACK),
    ("", "", "hat_cervical", NECK),
    ("", "", "hat_ribs_scap", CHEST),
    ("", "", "hat_skull", "skull"),
    ("", "", "hat_jaw", "jaw"),
    ("arm", "humerus_r", "humerus", "humerus"),
    ("arm", "ulna_r", "ulna", "ulna"),
    ("arm", "radius_r", "radius", "radius"),
    *(("arm", f"{name}_r", name, name) for name in (
        "lunate", "scaphoid", "pisiform", "triquetrum", "capitate", "trapezium", "trapezoid", "hamate")),
    ("arm", "firstmc_r", "1mc", "metacarpal1"),
    ("arm", "proximal_thumb_r", "thumbprox", "finger1-1"),
    ("arm", "distal_thumb_r", "thumbdist", "finger1-2"),
    *(row for n, word in ((2, "second"), (3, "third"), (4, "fourth"), (5, "fifth")) for row in (
        ("arm", f"{word}mc_r", f"{n}mc", f"metacarpal{n}"),
        ("arm", f"{n}proxph_r", f"{n}proxph", f"finger{n}-1"),
        ("arm", f"midph{n}_r", f"{n}midph", f"finger{n}-2"),
        ("arm", f"distph{n}_r", f"{n}distph", f"finger{n}-3"),
    )),
)  # fmt: skip
#: Bones that meet in a joint; their ends grow towards each other until the space between them is SPACE_MM.
JOINTS: tuple[tuple[str, str], ...] = (
    ("tibia", "talus"), ("fibula", "talus"), ("talus", "calcaneus"), ("talus", "navicular"), ("calcaneus", "cuboid"),
    *(("navicular", f"cuneiform{n}") for n in (1, 2, 3)), ("cuneiform1", "cuneiform2"), ("cuneiform2", "cuneiform3"),
    ("cuneiform3", "cuboid"), *((f"cuneiform{n}", f"metatarsal{n}") for n in (1, 2, 3)),
    ("cuboid", "metatarsal4"), ("cuboid", "metatarsal5"),
    *((f"metatarsal{n}", f"toe{n}-1") for n in range(1, 6)), *((f"toe{n}-1", f"toe{n}-2") for n in range(1, 6)),
    *((f"toe{n}-2", f"toe{n}-3") for n in range(2, 6)),
    ("radius", "scaphoid"), ("radius", "lunate"), ("scaphoid", "lunate"), ("lunate", "triquetrum"),
    ("triquetrum", "pisiform"), ("scaphoid", "trapezium"), ("scaphoid", "capitate"), ("lunate", "capitate"),
    ("trapezium", "trapezoid"), ("trapezoid", "capitate"), ("capitate", "hamate"), ("triquetrum", "hamate"),
    ("trapezium", "metacarpal1"), ("trapezoid", "metacarpal2"), ("capitate", "metacarpal3"),
    ("hamate", "metacarpal4"), ("hamate", "metacarpal5"),
    *((f"metacarpal{n}", f"finger{n}-1") for n in range(1, 6)),
    *((f"finger{n}-1", f"finger{n}-2") for n in range(1, 6)),
    *((f"finger{n}-2", f"finger{n}-3") for n in range(2, 6)),
)  # fmt: skip
#: Joints of the models, by the body that begins there.
CENTRES = {
    "hip": ("leg", "femur_r"), "knee": ("leg", "tibia_r"), "ankle": ("leg", "talus_r"),
    "shoulder": ("arm", "humerus_r"), "elbow": ("arm", "ulna_r"), "wrist": ("arm", "lunate_r"),
}  # fmt: skip
SHIFTED = {"patella": (0.0, 0.0, 42.0)}  # its joint carries it ahead of the thigh bone by a curve that is not read
CHAINS = {"leg": "leg/assets/myolegs_chain.xml", "arm": "arm/assets/myoarm_r_chain.xml"}
