"""Draw one picture, as a slide for the screen and as a page to print."""

import bodymap

picture = bodymap.render("tennis-elbow", side="right", size="slide")
picture.save("elbow.png", "elbow.svg", sidecar=True)
bodymap.render("tennis-elbow", side="right", size="a4").save("elbow.pdf")
print(picture.alt)
