package io.dreamcacher.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDigestTest {
    /** FIPS 180-2, appendix B.1, and of nothing. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static ImageDigest copy(byte[] bytes, OutputStream to) throws IOException {
        return ImageDigest.copy(MediaType.PNG, new ByteArrayInputStream(bytes), to);
    }

    @Test
    void copy_knownTexts_haveTheirPublishedDigest() throws IOException {
        assertThat(copy("abc".getBytes(StandardCharsets.US_ASCII), OutputStream.nullOutputStream()))
                .isEqualTo(new ImageDigest(MediaType.PNG, 3, Optional.of(OF_ABC)));
        assertThat(copy(new byte[0], OutputStream.nullOutputStream()))
                .isEqualTo(new ImageDigest(MediaType.PNG, 0, Optional.of(OF_NOTHING)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65535, 65536, 65537, 200_001})
    void copy_anyLength_writesEveryByteOnce(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        ImageDigest digest = copy(bytes, written);

        assertThat(written.toByteArray()).isEqualTo(bytes);
        assertThat(digest.sizeBytes()).isEqualTo(length);
        assertThat(digest)
                .isEqualTo(ImageDigest.copy(MediaType.PNG, inDribbles(bytes), OutputStream.nullOutputStream()));
    }

    /** Gives a few bytes at a time, as a network does. */
    private static InputStream inDribbles(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] to, int from, int most) {
                return super.read(to, from, Math.min(most, 977));
            }
        };
    }

    @Test
    void copy_failures_tellSourceFromMedium() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("source");
            }

            @Override
            public int read(byte[] to, int from, int most) throws IOException {
                throw new IOException("source");
            }
        };
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("medium");
            }
        };

        assertThatThrownBy(() -> ImageDigest.copy(MediaType.PNG, broken, OutputStream.nullOutputStream()))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("source");
        assertThatThrownBy(() -> copy(new byte[]{1}, full)).isInstanceOf(IOException.class).hasMessage("medium");
    }

    @ParameterizedTest
    @CsvSource({"PNG, 3, abc, true", "PNG, 3, unknown, true", "PNG, 3, nothing, false", "PNG, 4, abc, false",
            "PNG, 4, unknown, false", "JPEG, 3, abc, false", "JPEG, 3, unknown, false"})
    void agreesWith_isWhatNothingTellsApart(MediaType type, long size, String known, boolean agrees) {
        ImageDigest one = new ImageDigest(MediaType.PNG, 3, Optional.of(OF_ABC));
        ImageDigest other = new ImageDigest(type, size, switch (known) {
            case "abc" -> Optional.of(OF_ABC);
            case "nothing" -> Optional.of(OF_NOTHING);
            default -> Optional.empty();
        });

        assertThat(one.agreesWith(other)).isEqualTo(agrees);
        assertThat(other.agreesWith(one)).isEqualTo(agrees);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ba78", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"})
    void new_whatIsNoDigest_isRefused(String digits) {
        assertThatThrownBy(() -> new ImageDigest(MediaType.PNG, 1, Optional.of(digits)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void new_negativeLength_isRefused() {
        assertThatThrownBy(() -> new ImageDigest(MediaType.PNG, -1, Optional.empty()))
                .hasMessage("a file has 0 bytes or more, found -1");
    }

    @ParameterizedTest
    @CsvSource({"image/png, PNG", "IMAGE/PNG, PNG", "'image/jpeg; charset=binary', JPEG", "' image/webp ', WEBP",
            "image/tiff, TIFF", "image/gif, GIF", "image/bmp, BMP"})
    void mediaType_ofAHeader_isRead(String header, MediaType type) {
        assertThat(MediaType.of(header)).contains(type);
        assertThat(MediaType.of(type.toString())).contains(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "png", "image/", "image/svg+xml", "text/html", "image/png/x", "image /png"})
    void mediaType_ofAnythingElse_isNone(String header) {
        assertThat(MediaType.of(header)).isEmpty();
    }
}
