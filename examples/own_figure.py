"""Draw a body map into a matplotlib figure, beside a curve of grip strength by week."""

from matplotlib.figure import Figure

import bodymap

figure = Figure(figsize=(13, 6), dpi=100, layout=None)
body = figure.add_axes((0.0, 0.0, 0.66, 1.0))
curve = figure.add_axes((0.72, 0.25, 0.25, 0.5))

artists = bodymap.draw("tennis-elbow", ax=body, side="right", labels="plain")
weeks, grip = [0, 2, 4, 6, 8, 12], [14, 15, 19, 24, 27, 31]
curve.plot(weeks, grip, marker="o", color="#cf3a2c")
curve.set(title="Grip without pain", xlabel="Week", ylabel="kg", ylim=(0, 35))
figure.savefig("grip.png")
print(len(artists), "artists")
