package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class PixelTextTest {
    private static String drawn(String text) {
        BufferedImage picture = new BufferedImage(PixelText.width(text, 1), PixelText.HEIGHT,
                BufferedImage.TYPE_INT_RGB);
        PixelText.draw(picture, text, 0, 0, 1, 0xffffff);
        StringBuilder rows = new StringBuilder();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                rows.append((picture.getRGB(x, y) & 1) == 1 ? '#' : '.');
            }
            rows.append('\n');
        }
        return rows.toString();
    }

    @Test
    void draw_letters_looksLikeThem() {
        assertThat(drawn("A7")).isEqualTo("""
                .###..#####.
                #...#.....#.
                #...#....#..
                #####...#...
                #...#..#....
                #...#..#....
                #...#..#....
                """);
    }

    @Test
    void draw_everySign_isDifferent() {
        assertThat("abcdefghijklmnopqrstuvwxyz0123456789.,-: ".chars()
                .mapToObj(sign -> drawn(Character.toString(sign)))
                .distinct()).hasSize(41);
    }

    @Test
    void draw_beyondThePicture_isLeftOut() {
        BufferedImage small = new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB);

        PixelText.draw(small, "mmm", 0, 0, 2, 0xffffff);

        assertThat(small.getRGB(0, 0)).isEqualTo(0xffffffff);
    }
}
