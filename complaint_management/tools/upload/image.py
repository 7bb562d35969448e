# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pictures from strangers: recognised, measured, and painted anew without metadata."""

import io
import warnings

# Odoo starts Pillow with a few decoders only; the import adds the one it lacks.
from PIL import Image, ImageCms, ImageOps, WebPImagePlugin

from .refused import UploadRefused

# Mimetype to the only decoder of Pillow that may look at the content.
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": WebPImagePlugin.WebPImageFile.format,
}
_MAGIC = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
# More than any telephone's camera but the largest, and what a server still bears:
# four bytes each while it is painted anew.
PIXELS = 70_000_000
FRAMES = 500
# Larger photos are painted anew at half their width: nobody needs more to see what
# happened, and they fit into the memory that a check has.
WHOLE_PIXELS = 24_000_000
QUALITY = 88
_ORIENTATION = 0x0112


def recognise(data):
    """The mimetype of a picture, or None."""
    for magic, mimetype in _MAGIC.items():
        if data.startswith(magic):
            return mimetype
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "image/heic"
    return None


def check(data, mimetype):
    """Refuse what is broken, or would not fit into memory.

    :raises UploadRefused: "broken" or "bomb"
    """
    with _opened(data, mimetype) as image:
        _check_size(image)
    # Verifying closes the picture, so it comes last and on its own.
    with _opened(data, mimetype) as image, _as_broken():
        image.verify()


def clean(data, mimetype):
    """Paint a picture anew: only what can be seen is kept.

    Orientation is applied first, colours become sRGB, animations go on moving.

    :raises UploadRefused: "broken" or "bomb"
    """
    with _opened(data, mimetype) as image, _as_broken():
        _check_size(image)
        width, height = image.size
        if mimetype == "image/jpeg" and width * height > WHOLE_PIXELS:
            image.draft(None, (width // 2, height // 2))
        frames = []
        durations = []
        loop = image.info.get("loop")
        for index in range(_count_frames(image)):
            if index:
                image.seek(index)
            durations.append(image.info.get("duration", 0))
            frames.append(_paint(image, mimetype))
        return _save(frames, durations, loop, mimetype)


def _count_frames(image):
    """Moving pictures only: further pictures in a photo are the camera's helpers."""
    is_moving = image.format in ("GIF", "WEBP", "PNG")
    return getattr(image, "n_frames", 1) if is_moving else 1


def _check_size(image):
    count = _count_frames(image)
    width, height = image.size
    if not width * height or count > FRAMES or width * height * count > PIXELS:
        raise UploadRefused("bomb" if width * height else "broken")


def _paint(frame, mimetype):
    """A frame as it looks, without anything it says about itself."""
    if _count_frames(frame) > 1:
        # The next frame is painted over this one.
        frame = frame.copy()
    if frame.getexif().get(_ORIENTATION, 1) != 1:
        ImageOps.exif_transpose(frame, in_place=True)
    profile = frame.info.get("icc_profile")
    has_alpha = frame.has_transparency_data and mimetype != "image/jpeg"
    if profile and frame.mode in ("RGB", "CMYK"):
        frame = _convert_colours(frame, profile)
    mode = "RGBA" if has_alpha else "RGB"
    # A copy of what is large already might not fit.
    painted = frame if frame.mode == mode else frame.convert(mode)
    painted.info = {}
    return painted


def _convert_colours(frame, profile):
    """Colours for every screen: a profile may be named after its owner's."""
    try:
        return ImageCms.profileToProfile(
            frame,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return frame


def _save(frames, durations, loop, mimetype):
    options = {"format": FORMATS[mimetype]}
    if mimetype in ("image/jpeg", "image/webp"):
        options["quality"] = QUALITY
    if len(frames) > 1:
        options.update(save_all=True, append_images=frames[1:], duration=durations)
        if mimetype == "image/gif":
            # Each frame is whole, so the previous one must not shine through.
            options["disposal"] = 2
        if loop is not None:
            options["loop"] = loop
    buffer = io.BytesIO()
    frames[0].save(buffer, **options)
    return buffer.getvalue()


def _opened(data, mimetype):
    with _as_broken():
        return Image.open(io.BytesIO(data), formats=[FORMATS[mimetype]])


class _as_broken:
    """Whatever a decoder says about a bad picture, it is broken or a bomb."""

    def __enter__(self):
        self._warnings = warnings.catch_warnings()
        self._warnings.__enter__()
        # Sizes are checked here, stricter than by Pillow.
        warnings.simplefilter("ignore")

    def __exit__(self, kind, error, traceback):
        self._warnings.__exit__(kind, error, traceback)
        if isinstance(error, MemoryError):
            return
        if isinstance(error, Image.DecompressionBombError):
            raise UploadRefused("bomb") from error
        if isinstance(error, Exception) and not isinstance(error, UploadRefused):
            raise UploadRefused("broken") from error
