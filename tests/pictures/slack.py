"""Take pictures of what Slack shows: `python -m tests.pictures.slack FOLDER [NAME …]`; it needs Chromium.

Those of the README are `python -m tests.pictures.slack docs/pictures reply check-form home digest`.
"""

from tests.pictures.camera import main
from tests.pictures.samples import samples

if __name__ == "__main__":
    main(samples(), "slack.css")
