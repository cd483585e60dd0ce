package io.dreamcacher.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is as in Pillow is held against Pillow's own numbers where CLIP's and the autoencoder's inputs are tested. */
class PillowResizeTest {
    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] resized(int width, int height, int toWidth, int toHeight, int... values) {
        return PillowResize.areaOrLanczos(new Pixels(width, height, 1, bytes(values)), toWidth, toHeight).data();
    }

    @Test
    void areaOrLanczos_toHalf_isTheMean() {
        assertThat(resized(4, 2, 2, 1, 0, 10, 200, 210, 20, 30, 220, 250)).isEqualTo(bytes(15, 220));
    }

    @Test
    void areaOrLanczos_toTwoThirds_takesPartsOfPixels() {
        // (0 + 90 / 2) / 1.5 and (90 / 2 + 240) / 1.5
        assertThat(resized(3, 1, 2, 1, 0, 90, 240)).isEqualTo(bytes(30, 190));
    }

    @Test
    void areaOrLanczos_larger_overshootsAtAnEdge() {
        byte[] larger = resized(4, 1, 16, 1, 50, 50, 200, 200);

        assertThat(larger).hasSize(16);
        assertThat(larger[5] & 0xff).isLessThan(50);
        assertThat(larger[10] & 0xff).isGreaterThan(200);
    }

    @Test
    void areaOrLanczos_oneColour_staysThat() {
        assertThat(resized(5, 1, 3, 1, 77, 77, 77, 77, 77)).isEqualTo(bytes(77, 77, 77));
        assertThat(resized(3, 1, 7, 1, 77, 77, 77)).containsOnly(77);
    }
}
