"""What is seen in a picture: faces, people, words, and how it is all over. Nothing here knows who anybody is.

`Looker` is the door. Each detector says its name and version, so that what it saw can be kept with the picture and is
looked for anew only when the file or the detector is another one. OpenCV comes with this room.
"""

from ugc.media.look.looker import Looker

__all__ = ["Looker"]
