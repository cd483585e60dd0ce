package io.dreamcacher.cli.commands;

import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures of one size side by side on white. */
final class ImageSheet {
    private static final int GAP = 4;
    private static final int WHITE = 0xffffff;

    private ImageSheet() {}

    /** One row. */
    static BufferedImage row(List<BufferedImage> pictures) {
        return grid(pictures, pictures.size());
    }

    /** Rows of so many pictures. */
    static BufferedImage grid(List<BufferedImage> pictures, int columns) {
        int width = pictures.getFirst().getWidth();
        int height = pictures.getFirst().getHeight();
        int rows = Math.ceilDiv(pictures.size(), columns);
        BufferedImage sheet = new BufferedImage(GAP + columns * (width + GAP),
                GAP + rows * (height + GAP), BufferedImage.TYPE_INT_RGB);
        fill(sheet);
        for (int i = 0; i < pictures.size(); i++) {
            int left = GAP + i % columns * (width + GAP);
            int top = GAP + i / columns * (height + GAP);
            copy(pictures.get(i), sheet, left, top);
        }
        return sheet;
    }

    private static void fill(BufferedImage sheet) {
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                sheet.setRGB(x, y, WHITE);
            }
        }
    }

    private static void copy(BufferedImage picture, BufferedImage sheet, int left, int top) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        sheet.setRGB(left, top, width, height, picture.getRGB(0, 0, width, height, null, 0, width), 0, width);
    }
}
