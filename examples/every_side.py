"""Draw a condition on every body and side, each with a description for people who can't see it."""

import bodymap

condition = bodymap.condition("calf-tightness")
for body in bodymap.bodies():
    for side in ("left", "right"):
        picture = bodymap.render(condition, body=body, side=side, size="640x360")
        picture.save(f"calf-{body}-{side}.webp")
        print(f"{body}, {side}: {picture.description[:60]}…")
