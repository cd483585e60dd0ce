package io.dreamcacher.server.requests;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.image.Base64Image;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.request.InitImage;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * The picture another one is made from. Pictures are files (PNG, JPEG, WebP, GIF, BMP, TIFF) in Base64; an address
 * {@code data:image/png;base64,…} will do.
 *
 * @param picture must be there
 * @param mask white where it is made anew; absent: everywhere
 * @param strength how much is made anew, above 0 to 1; 0.8 when absent
 */
public record StartJson(Optional<String> picture, Optional<String> mask, Optional<Double> strength) {

    private static final double USUAL_STRENGTH = 0.8;

    double usedStrength() {
        return strength.orElse(USUAL_STRENGTH);
    }

    InitImage read(ImageFileReader reader) {
        String file = picture
                .orElseThrow(() -> DreamCacherException.badRequest("The field \"start.picture\" must be given."));
        return new InitImage(decoded(reader, file, "start.picture"),
                mask.map(value -> decoded(reader, value, "start.mask")));
    }

    private static BufferedImage decoded(ImageFileReader reader, String text, String field) {
        return reader.read(Base64Image.decode(text, field), field);
    }
}
