# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sound and film from strangers: recognised, and without tags.

No library for this comes with Odoo; the containers are simple enough. MP4 files
know where in the file their samples lie, so nothing there may move: what tells
too much is overwritten.
"""

import struct

from .refused import UploadRefused

_M4A = (b"M4A ", b"M4B ")
_MP4 = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"dash",
    b"MSNV",
    b"M4V ",
    b"3gp4",
    b"3gp5",
)
# MPEG audio: bit rates in kbit/s for (version 1, layer 3) and (version 2, layer 3).
_BITRATES = {
    3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_FRAME_MAX = 1441
_MP3_TAGS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"3DI", b"ID3", bytes(32))
# What the boxes of an MP4 file may contain; everything else is overwritten.
_BOXES = {
    b"": {b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp"},
    b"moov": {b"mvhd", b"trak", b"mvex", b"iods"},
    b"trak": {b"tkhd", b"edts", b"mdia", b"tref"},
    b"mdia": {b"mdhd", b"hdlr", b"minf", b"elng"},
    b"minf": {b"vmhd", b"smhd", b"dinf", b"stbl"},
    b"moof": {b"mfhd", b"traf"},
    b"traf": {b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"subs"},
}
_DATED = (b"mvhd", b"tkhd", b"mdhd")
_WAVE_CHUNKS = (b"fmt ", b"fact", b"data")
_OGG_COMMENTS = {b"\x01vorbis": b"\x03vorbis", b"OpusHead": b"OpusTags"}


def recognise(data):
    """The mimetype of a sound or film that is taken, or None."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/x-wav"
    if data[:4] == b"OggS":
        return "audio/ogg"
    if data[4:8] == b"ftyp":
        if data[8:12] in _M4A:
            return "audio/mp4"
        return "video/mp4" if data[8:12] in _MP4 else None
    return "audio/mpeg" if _is_mp3(data) else None


# ----------------------------------------------------------------------
# MP3
# ----------------------------------------------------------------------


def _is_mp3(data):
    start = _skip_id3(data)
    length = _frame_length(data[start : start + 4])
    if not length:
        return False
    following = data[start + length : start + length + 4]
    return not following or bool(_frame_length(following)) or following[:3] == b"TAG"


def _skip_id3(data):
    """Where the sound begins: after all tags at the front."""
    start = 0
    while data[start : start + 3] == b"ID3" and len(data) >= start + 10:
        size = 0
        for byte in data[start + 6 : start + 10]:
            size = size << 7 | byte & 0x7F
        footer = 10 if data[start + 5] & 0x10 else 0
        start += 10 + size + footer
        # Tags are often followed by padding.
        while data[start : start + 1] == b"\0":
            start += 1
    return start


def _frame_length(header):
    """Bytes of the frame of MPEG audio layer 3 that starts here, or 0."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version = header[1] >> 3 & 3
    bitrate = header[2] >> 4
    rate = header[2] >> 2 & 3
    if header[1] >> 1 & 3 != 1 or version == 1 or rate == 3 or not 0 < bitrate < 15:
        return 0
    kilobits = _BITRATES[3 if version == 3 else 2][bitrate - 1]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // _RATES[version][rate] + (header[2] >> 1 & 1)


def _clean_mp3(data):
    """Frames of sound only: tags stand before, after and between them."""
    position = _skip_id3(data)
    frames = []
    while length := _frame_length(data[position : position + 4]):
        frames.append(data[position : position + length])
        position += length
    # Nothing that may be sound is lost: the last frame may be cut off.
    rest = data[position:]
    if not frames or not (rest.startswith(_MP3_TAGS) or len(rest) < _FRAME_MAX):
        raise UploadRefused("uncleanable")
    return b"".join(frames)


# ----------------------------------------------------------------------
# WAV
# ----------------------------------------------------------------------


def _clean_wav(data):
    kept = []
    position = 12
    while position + 8 <= len(data):
        name = data[position : position + 4]
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        content = data[position + 8 : position + 8 + size]
        if name in _WAVE_CHUNKS:
            pad = b"\0" * (len(content) % 2)
            kept.append(name + struct.pack("<I", len(content)) + content + pad)
        position += 8 + size + size % 2
    body = b"WAVE" + b"".join(kept)
    if b"fmt " not in {chunk[:4] for chunk in kept}:
        raise UploadRefused("uncleanable")
    return b"RIFF" + struct.pack("<I", len(body)) + body


# ----------------------------------------------------------------------
# Ogg
# ----------------------------------------------------------------------


def _clean_ogg(data):
    """Overwrite the comments of Vorbis and Opus, and sum up their pages anew."""
    pages = _split_pages(data)
    kind = next((k for k in _OGG_COMMENTS if pages[0][1].startswith(k)), None)
    streams = {head[14:18] for head, _body in pages}
    if not kind or len(streams) > 1:
        raise UploadRefused("uncleanable")
    payload = bytearray(b"".join(body for _head, body in pages[1:]))
    if not payload.startswith(_OGG_COMMENTS[kind]):
        raise UploadRefused("uncleanable")
    _blank_comments(payload, len(_OGG_COMMENTS[kind]))
    cleaned = [pages[0][0] + pages[0][1]]
    position = 0
    for head, body in pages[1:]:
        new = bytes(payload[position : position + len(body)])
        position += len(body)
        if new != body:
            head = head[:22] + b"\0\0\0\0" + head[26:]
            head = head[:22] + struct.pack("<I", _ogg_crc(head + new)) + head[26:]
        cleaned.append(head + new)
    return b"".join(cleaned)


def _split_pages(data):
    pages = []
    position = 0
    while position < len(data):
        count = data[position + 26] if position + 27 <= len(data) else 0
        start = position + 27 + count
        table = data[position + 27 : start]
        end = start + sum(table)
        if data[position : position + 4] != b"OggS" or end > len(data):
            raise UploadRefused("broken")
        pages.append((data[position:start], data[start:end]))
        position = end
    return pages


def _blank_comments(payload, position):
    """Spaces over the vendor and over each comment; their lengths stay."""
    vendor = _read_length(payload, position)
    position = _blank(payload, position + 4, vendor)
    count = _read_length(payload, position)
    position += 4
    for _index in range(count):
        length = _read_length(payload, position)
        position = _blank(payload, position + 4, length)


def _read_length(payload, position):
    found = payload[position : position + 4]
    if len(found) < 4:
        raise UploadRefused("broken")
    return int.from_bytes(found, "little")


def _blank(payload, position, length):
    if position + length > len(payload):
        raise UploadRefused("broken")
    # A comment is "KEY=text"; readers stumble over one without a key.
    payload[position : position + length] = (b"X=" + b" " * length)[:length]
    return position + length


def _make_crc_table():
    table = []
    for index in range(256):
        value = index << 24
        for _bit in range(8):
            value = (
                value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)
            ) & 0xFFFFFFFF
        table.append(value)
    return table


_CRC = _make_crc_table()


def _ogg_crc(page):
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _CRC[value >> 24 ^ byte]
    return value


# ----------------------------------------------------------------------
# MP4 and M4A
# ----------------------------------------------------------------------


def _clean_mp4(data):
    """Overwrite all boxes that are not needed to play the file."""
    buffer = bytearray(data)
    seen = _clean_boxes(buffer, 0, len(buffer), b"")
    if b"moov" not in seen:
        raise UploadRefused("uncleanable")
    return bytes(buffer)


def _clean_boxes(buffer, start, end, parent):
    seen = set()
    while start + 8 <= end:
        size, head = _box_size(buffer, start, end)
        name = bytes(buffer[start + 4 : start + 8])
        inner = start + head
        seen.add(name)
        if name not in _BOXES[parent]:
            buffer[start + 4 : start + 8] = b"free"
            buffer[inner : start + size] = bytes(size - head)
        elif name in _BOXES:
            _clean_boxes(buffer, inner, start + size, name)
        elif name in _DATED:
            dates = 16 if buffer[inner] else 8
            buffer[inner + 4 : inner + 4 + dates] = bytes(dates)
        elif name == b"hdlr":
            _clean_handler(buffer, inner, start + size)
        start += size
    # A few bytes that are no box could be anything.
    buffer[start:end] = bytes(end - start)
    return seen


def _box_size(buffer, start, end):
    size, head = int.from_bytes(buffer[start : start + 4], "big"), 8
    if size == 1:
        size, head = int.from_bytes(buffer[start + 8 : start + 16], "big"), 16
    elif size == 0:
        size = end - start
    if size < head or start + size > end:
        raise UploadRefused("uncleanable")
    return size, head


def _clean_handler(buffer, start, end):
    """Sound and picture only: other tracks record where the telephone was."""
    if bytes(buffer[start + 8 : start + 12]) not in (b"soun", b"vide"):
        raise UploadRefused("uncleanable")
    buffer[start + 12 : end] = bytes(end - start - 12)


CLEANERS = {
    "audio/mpeg": _clean_mp3,
    "audio/x-wav": _clean_wav,
    "audio/ogg": _clean_ogg,
    "audio/mp4": _clean_mp4,
    "video/mp4": _clean_mp4,
}
