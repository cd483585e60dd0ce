"""Writes the files beside this one: NAME.EXT, and what Pillow makes of it as NAME.EXT.rgba (width and height as
big-endian 32-bit integers, then red, green, blue and alpha of each pixel, row by row).

    pip install pillow==12.3.0 numpy && python make.py

Expected is what diffusers' load_image reads: exif_transpose, then convert("RGB"); alpha from convert("RGBA").
"""
import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms, ImageOps

W, H = 23, 14
rng = np.random.default_rng(10)
y, x = np.mgrid[0:H, 0:W]
rgb = np.stack([x * 11, y * 18, (x * 7 + y * 5) % 256], -1).astype("uint8")
rgb[3:6, 4:9] = [250, 5, 40]
alpha = (x * 9 + y * 3).clip(0, 255).astype("uint8")
color = Image.fromarray(rgb)
rgba = color.convert("RGBA")
rgba.putalpha(Image.fromarray(alpha))
grey = color.convert("L")
grey_alpha = rgba.convert("LA")
palette = color.quantize(16)
bits = color.convert("1")


def swapped_profile():
    """sRGB with red and green exchanged: whoever applies it shows other colours."""
    p = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return p.replace(b"rXYZ", b"tmpX").replace(b"gXYZ", b"rXYZ").replace(b"tmpX", b"gXYZ")


def exif(orientation):
    e = Image.Exif()
    e[0x0112] = orientation
    return e.tobytes()


def png(depth, color_type, samples, extra=(), interlaced=False):
    """samples: rows of integers."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def packed(row):
        if depth == 16:
            return struct.pack(">%dH" % len(row), *row)
        b = "".join(format(v, "0%db" % depth) for v in row)
        b += "0" * (-len(b) % 8)
        return bytes(int(b[i:i + 8], 2) for i in range(0, len(b), 8))

    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color_type]
    width, height = len(samples[0]) // channels, len(samples)
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b""
    for x0, y0, dx, dy in passes:
        for yy in range(y0, height, dy):
            row = []
            for xx in range(x0, width, dx):
                row += samples[yy][xx * channels:(xx + 1) * channels]
            if row:
                raw += b"\0" + packed(row)
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, int(interlaced)))
    for kind, data in extra:
        out += chunk(kind, data)
    return out + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def rows(array):
    return [[int(v) for v in row.reshape(-1)] for row in array]


def keep(name, data):
    open(name, "wb").write(data)
    image = Image.open(io.BytesIO(data))
    image = ImageOps.exif_transpose(image)
    # the one transparent colour of grey and RGB is none to convert("RGB"), and not to us
    transparent = image.mode in ("LA", "RGBA", "PA") or (image.mode == "P" and "transparency" in image.info)
    seen = np.array(image.convert("RGB"))
    if image.mode.startswith("I;16"):  # decided: the high byte, where Pillow clips
        seen = np.repeat((np.array(image).astype("int64") >> 8).astype("uint8")[:, :, None], 3, 2)
    opacity = np.array(image.convert("RGBA"))[:, :, 3] if transparent else np.full(seen.shape[:2], 255, "uint8")
    out = np.concatenate([seen, opacity[:, :, None]], -1)
    open(name + ".rgba", "wb").write(struct.pack(">II", image.width, image.height) + out.tobytes())


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


wide = rng.integers(0, 65536, (H, W))
for d in (1, 2, 4, 8):
    keep("grey%d.png" % d, png(d, 0, rows(np.array(grey) >> (8 - d))))
keep("grey2-trns.png", png(2, 0, rows(np.array(grey) >> 6), [(b"tRNS", b"\0\2")]))
keep("grey16.png", png(16, 0, rows(wide)))
keep("grey-alpha8.png", png(8, 4, rows(np.array(grey_alpha))))
keep("grey-alpha16.png", png(16, 4, rows(rng.integers(0, 65536, (H, W, 2)))))
pal = [(b"PLTE", bytes(palette.getpalette()[:48]))]
keep("palette4.png", png(4, 3, rows(np.array(palette)), pal))
keep("palette8-trns.png", png(8, 3, rows(np.array(palette)), pal + [(b"tRNS", bytes([0, 90, 255, 200]))]))
keep("palette2.png", png(2, 3, rows(np.array(palette) % 4), pal))
keep("palette1.png", png(1, 3, rows(np.array(palette) % 2), pal))
keep("rgb8.png", png(8, 2, rows(rgb)))
keep("rgb8-interlaced.png", png(8, 2, rows(rgb), interlaced=True))
keep("grey4-interlaced.png", png(4, 0, rows(np.array(grey) >> 4), interlaced=True))
keep("rgb16.png", png(16, 2, rows(rng.integers(0, 65536, (H, W, 3)))))
keep("rgba8.png", png(8, 6, rows(np.array(rgba))))
keep("rgba16.png", png(16, 6, rows(rng.integers(0, 65536, (H, W, 4)))))
keep("profile.png", saved(color, "PNG", icc_profile=swapped_profile()))
keep("gamma.png", png(8, 2, rows(rgb), [(b"gAMA", struct.pack(">I", 100000))]))
for o in range(2, 9):
    keep("exif%d.png" % o, saved(color, "PNG", exif=exif(o)))
    keep("exif%d.webp" % o, saved(color, "WEBP", lossless=True, exif=exif(o)))
    keep("exif%d.jpg" % o, saved(color, "JPEG", quality=95, subsampling=0, exif=exif(o)))
    keep("exif%d.tif" % o, saved(color, "TIFF", tiffinfo={0x0112: o}))

keep("rgb.jpg", saved(color, "JPEG", quality=90, subsampling=0))
keep("grey.jpg", saved(grey, "JPEG", quality=90))
keep("progressive.jpg", saved(color, "JPEG", quality=90, subsampling=0, progressive=True))
keep("profile.jpg", saved(color, "JPEG", quality=95, subsampling=0, icc_profile=swapped_profile()))
keep("cmyk.jpg", saved(color.convert("CMYK"), "JPEG", quality=95, subsampling=0))

keep("palette.gif", saved(palette, "GIF"))
keep("transparent.gif", saved(palette, "GIF", transparency=3))
keep("moving.gif", saved(palette, "GIF", save_all=True, append_images=[palette.transpose(0)], duration=50))

keep("rgb.bmp", saved(color, "BMP"))
keep("palette.bmp", saved(palette, "BMP"))
keep("grey.bmp", saved(grey, "BMP"))
keep("bits.bmp", saved(bits, "BMP"))

keep("lossless.webp", saved(color, "WEBP", lossless=True))
keep("lossless-alpha.webp", saved(rgba, "WEBP", lossless=True, exact=True))
keep("lossy.webp", saved(color, "WEBP", quality=95))
keep("lossy-alpha.webp", saved(rgba, "WEBP", quality=95, exact=True))
keep("profile.webp", saved(color, "WEBP", lossless=True, icc_profile=swapped_profile()))
keep("moving.webp", saved(color, "WEBP", lossless=True, save_all=True, append_images=[color.transpose(0)], duration=50))

for c in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
    keep("rgb-%s.tif" % c, saved(color, "TIFF", compression=c))
keep("jpeg.tif", saved(color, "TIFF", compression="jpeg", quality=95))
keep("rgba.tif", saved(rgba, "TIFF"))
keep("grey.tif", saved(grey, "TIFF"))
keep("grey-alpha.tif", saved(grey_alpha, "TIFF"))
keep("palette.tif", saved(palette, "TIFF"))
keep("bits.tif", saved(bits, "TIFF"))
keep("group4.tif", saved(bits, "TIFF", compression="group4"))
keep("cmyk.tif", saved(color.convert("CMYK"), "TIFF"))
keep("grey16.tif", saved(Image.fromarray(wide.astype("uint16")), "TIFF"))
keep("grey16-big-endian.tif", saved(Image.frombytes("I;16B", (W, H), wide.astype(">u2").tobytes()), "TIFF"))
keep("profile.tif", saved(color, "TIFF", icc_profile=swapped_profile()))
keep("pages.tif", saved(color, "TIFF", save_all=True, append_images=[grey]))
keep("strips.tif", saved(color, "TIFF", compression="tiff_lzw", tiffinfo={278: 3}))
open("float.tif", "wb").write(saved(grey.convert("F"), "TIFF"))  # refused
for depth in (2, 4):  # fewer bits than Pillow writes
    g = np.array(grey) >> (8 - depth)
    lines = b"".join(bytes(int(("".join(format(v, "0%db" % depth) for v in r) + "0000000")[i:i + 8], 2)
                           for i in range(0, len(r) * depth, 8)) for r in g)
    for photometric in (0, 1):
        tags = [(256, 4, W), (257, 4, H), (258, 3, depth), (259, 3, 1), (262, 3, photometric), (273, 4, 8 + 2 + 12 * 9 + 4),
                (277, 3, 1), (278, 4, H), (279, 4, len(lines))]
        ifd = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", t, k, 1, v) for t, k, v in tags) + b"\0\0\0\0"
        keep("grey%d-photometric%d.tif" % (depth, photometric), b"II*\0" + struct.pack("<I", 8) + ifd + lines)

# Parameters in EXIF: as AUTOMATIC1111's web UI has them written by piexif, with the other order of bytes, and by Pillow itself.


INFOTEXT = ("a red boat ⛵, 漢字\nNegative prompt: rain\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, "
            "Size: 24x16, Model hash: 0123456789, Model: sd, Version: v1.10.1")


def exif(order, text):
    e = ">" if order == b"MM" else "<"
    comment = b"UNICODE\0" + text
    return (b"Exif\0\0" + order + struct.pack(e + "HI", 42, 8)
            + struct.pack(e + "H", 1) + struct.pack(e + "HHII", 0x8769, 4, 1, 26) + struct.pack(e + "I", 0)
            + struct.pack(e + "H", 1) + struct.pack(e + "HHII", 0x9286, 7, len(comment), 44) + struct.pack(e + "I", 0)
            + comment)


plain = Image.new("RGB", (24, 16), (200, 30, 30))
plain.save("parameters.jpg", exif=exif(b"MM", INFOTEXT.encode("utf_16_be")))
plain.save("parameters.webp", exif=exif(b"MM", INFOTEXT.encode("utf_16_be")))
plain.save("parameters-little-endian.webp", lossless=True, exif=exif(b"II", INFOTEXT.encode("utf_16_le")))
own = Image.Exif()
own.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + INFOTEXT.encode("utf_16_be")
plain.save("parameters-bytes.jpg", exif=own)
