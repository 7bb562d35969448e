# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pictures from strangers: recognised, measured, and painted anew without metadata."""

import io
import warnings

# Odoo starts Pillow with a few decoders only; the import adds the one it lacks.
from PIL import Image, ImageCms, ImageOps, ImageSequence, WebPImagePlugin

from .upload_refused import UploadRefused

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
QUALITY = 88


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
        frames = []
        durations = []
        for index, frame in enumerate(ImageSequence.Iterator(image)):
            if index == _count_frames(image):
                break
            durations.append(frame.info.get("duration", 0))
            frames.append(_paint(frame, mimetype))
        return _save(frames, durations, image.info.get("loop"), mimetype)


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
    frame = ImageOps.exif_transpose(frame)
    profile = frame.info.get("icc_profile")
    has_alpha = frame.has_transparency_data and mimetype != "image/jpeg"
    if profile and frame.mode in ("RGB", "CMYK"):
        frame = _convert_colours(frame, profile)
    painted = frame.convert("RGBA" if has_alpha else "RGB")
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
        if isinstance(error, Image.DecompressionBombError):
            raise UploadRefused("bomb") from error
        if isinstance(error, Exception) and not isinstance(error, UploadRefused):
            raise UploadRefused("broken") from error
