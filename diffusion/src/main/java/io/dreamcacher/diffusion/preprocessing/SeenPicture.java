package io.dreamcacher.diffusion.preprocessing;

import java.awt.image.BufferedImage;

/**
 * What a CLIP image tower sees of a picture, and how it was cut out.
 *
 * @param picture
 *            the square that is left, opaque RGB; owned by the caller
 * @param resizedWidth
 *            of the whole picture after resizing, in pixels
 * @param resizedHeight
 *            of the whole picture after resizing, in pixels
 * @param left
 *            first column of the square in the resized picture
 * @param top
 *            first row of the square in the resized picture
 */
public record SeenPicture(BufferedImage picture, int resizedWidth, int resizedHeight, int left, int top) {}
