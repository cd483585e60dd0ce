package io.dreamcacher.diffusion.preprocessing;

import java.awt.image.BufferedImage;

/**
 * What a CLIP image tower sees of an image, and how it was cut out.
 *
 * @param image
 *            the square that is left, opaque RGB; owned by the caller
 * @param resizedWidth
 *            of the whole image after resizing, in pixels
 * @param resizedHeight
 *            of the whole image after resizing, in pixels
 * @param left
 *            first column of the square in the resized image
 * @param top
 *            first row of the square in the resized image
 */
public record SeenPicture(BufferedImage image, int resizedWidth, int resizedHeight, int left, int top) {}
