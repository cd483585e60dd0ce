package io.dreamcacher.image;

import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.ImageSize;

/**
 * What a picture file is, told by its bytes.
 *
 * @param type of the file
 * @param size of the picture when it is upright
 */
public record ImageHeader(MediaType type, ImageSize size) {}
