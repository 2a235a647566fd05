"""Draw a chart with every kind of mark in each theme: muscles, a group, a point, an area, structures and a spot."""

import bodymap
from bodymap import Chart, ChartMark

chart = Chart(
    title="Right shoulder, second visit",
    summary="The cuff is sore when the arm is lifted. The neck is easier than last week.",
    marks=(
        ChartMark(muscle="infraspinatus", side="right", role="primary", points=[1, 2], note="Sore on both points."),
        ChartMark(muscle="teres-minor", side="right", colour="#1d7a8c", note="Taped today."),
        ChartMark(muscle="levator-scapulae", side="left", value=0.3),
        ChartMark(muscle="levator-scapulae", side="right", value=0.8),
        ChartMark(muscle="rhomboids", side="right", role="secondary"),
        ChartMark(point="trapezius-upper.2", side="right"),
        ChartMark(structure="acromion", side="right", role="secondary"),
        ChartMark(structure="supraspinatus-tendon", side="right"),
        ChartMark(area="shoulder-back", side="right"),
        ChartMark(spot="posterior:-60,520", note="Tender rib"),
    ),
    note="No lifting above the shoulder until Sunday.",
)
for theme in bodymap.themes():
    bodymap.render(chart, theme=theme, size="1280x720").save(f"marks-{theme}.png")
    print(theme)
