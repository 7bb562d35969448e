# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a file is, told from its first bytes: names and mimetypes can be forged.

Plain Python, for recordings of calls and for scans of paper.
"""

# What may stand where a file of the kind begins: offset, bytes, mimetype.
_AUDIO = (
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypM4B", "audio/mp4"),
    (4, b"ftypmp42", "audio/mp4"),
    (4, b"ftypisom", "audio/mp4"),
    (4, b"ftyp3gp", "audio/3gpp"),
)
_SCAN = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
)


def get_audio_type(data):
    """The mimetype of a sound recording.

    :param bytes data: the file
    :return: the mimetype as a browser plays it, or None: it is no recording
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    # MPEG frames without tags: eleven bits are set, and the layer is known.
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        is_adts = data[1] & 0xF6 == 0xF0
        return "audio/aac" if is_adts else "audio/mpeg" if data[1] & 0x06 else None
    return _find(_AUDIO, data)


def get_scan_type(data):
    """The mimetype of a scan: a PDF, or a picture that runs no script.

    :param bytes data: the file
    :return: the mimetype, or None: it is no scan
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return _find(_SCAN, data)


def _find(marks, data):
    for offset, mark, mimetype in marks:
        if data[offset : offset + len(mark)] == mark:
            return mimetype
    return None
