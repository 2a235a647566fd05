"""Make a handout, slides and a web page of one condition."""

import bodymap

clinic = bodymap.Clinic(name="Mill Lane Physio", address=("12 Mill Lane", "Riverside"), colour="#0b6e4f")
bodymap.handout("tennis-elbow", side="right", clinic=clinic).save("elbow.pdf")
bodymap.slides(["tennis-elbow", "stiff-neck"], side="right", title="Necks and elbows").save("talk.pptx")
page = bodymap.card("tennis-elbow", side="right")
page.save("elbow.html")
print(page)
