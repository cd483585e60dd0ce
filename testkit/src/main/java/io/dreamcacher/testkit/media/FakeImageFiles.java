package io.dreamcacher.testkit.media;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.ForeignRecipe;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.generation.RecipeJson;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/**
 * Image files as they are, of the formats that the JDK reads, with the recipe after their end, where viewers do not look:
 * its JSON, the checksum of everything before, the length of the JSON, and a mark. Thread-safe.
 */
public final class FakeImageFiles implements ImageFiles {
    private static final int MARK = 0x44524541; // DREA
    private static final int TRAILER = 3 * Integer.BYTES;

    /** Files of nobody's. */
    public FakeImageFiles() {}

    @Override
    public ImageFile withProvenance(ImageFile file, Provenance provenance) {
        decode(file, "the file");
        byte[] json = RecipeJson.write(provenance).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(file.bytes(), imageBytes(file.bytes())));
        out.writeBytes(json);
        int checksum = checksum(out.toByteArray());
        out.writeBytes(ByteBuffer.allocate(TRAILER).putInt(checksum).putInt(json.length).putInt(MARK).array());
        return new ImageFile(out.toByteArray(), file.type());
    }

    @Override
    public ImageFile thumbnail(ImageFile file, int longestSide) {
        BufferedImage image = decode(file, "the image");
        double scale = Math.min(1, (double) longestSide / Math.max(image.getWidth(), image.getHeight()));
        BufferedImage small = new BufferedImage(Math.max(1, (int) Math.round(image.getWidth() * scale)),
                Math.max(1, (int) Math.round(image.getHeight() * scale)), BufferedImage.TYPE_INT_RGB);
        small.createGraphics().drawImage(image, 0, 0, small.getWidth(), small.getHeight(), null);
        return new ImageFile(bmp(small), MediaType.BMP);
    }

    private static byte[] bmp(BufferedImage image) {
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        opaque.createGraphics().drawImage(image, 0, 0, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(opaque, "bmp", out)) {
                throw new IllegalStateException("every JDK writes BMP");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public BufferedImage decode(ImageFile file, String name) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(file.bytes()));
            if (image != null) {
                return image;
            }
        } catch (IOException | RuntimeException e) {
            throw damaged(name);
        }
        throw damaged(name);
    }

    @Override
    public ImageSize size(ImageFile file, String name) {
        BufferedImage image = decode(file, name);
        return new ImageSize(image.getWidth(), image.getHeight());
    }

    @Override
    public Optional<Provenance> provenance(ImageFile file) {
        byte[] bytes = file.bytes();
        int trailer = bytes.length - TRAILER;
        if (trailer < 2) {
            throw damaged("the file");
        }
        ByteBuffer end = ByteBuffer.wrap(bytes, trailer, TRAILER);
        int checksum = end.getInt();
        int length = end.getInt();
        if (end.getInt() != MARK) {
            return Optional.empty();
        }
        if (length < 0 || length > trailer || checksum != checksum(Arrays.copyOf(bytes, trailer))) {
            throw damaged("the file");
        }
        return Optional.of(RecipeJson.read(new String(bytes, trailer - length, length, StandardCharsets.US_ASCII)));
    }

    /** Nobody else's files tell anything here. */
    @Override
    public Optional<ForeignRecipe> foreignRecipe(ImageFile file) {
        decode(file, "the file");
        return Optional.empty();
    }

    /** How long the file is without the recipe behind it. */
    private static int imageBytes(byte[] bytes) {
        int trailer = bytes.length - TRAILER;
        ByteBuffer end = ByteBuffer.wrap(bytes, trailer, TRAILER);
        end.getInt();
        int length = end.getInt();
        return end.getInt() == MARK && length >= 0 && length <= trailer ? trailer - length : bytes.length;
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static DreamCacherException damaged(String name) {
        return DreamCacherException.badRequest("An image must be whole, but %s is damaged.".formatted(name));
    }
}
