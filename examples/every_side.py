"""A condition for every body and side, with words for who can't see it."""

import bodymap
from bodymap.body import plates

condition = bodymap.condition("calf-tightness")
for body in plates.bodies():
    for side in ("left", "right"):
        picture = bodymap.render(condition, body=body, side=side, size="640x360")
        picture.save(f"calf-{body}-{side}.webp")
        print(f"{body}, {side}: {picture.description[:60]}…")
