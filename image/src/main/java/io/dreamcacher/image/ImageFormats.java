package io.dreamcacher.image;

import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.generation.RecipeJson;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes PNG files that carry how they were made: for people and other tools as {@link Infotext} under
 * {@code parameters}, in full as {@link RecipeJson} under {@code dreamcacher}; and reads them again. Immutable.
 */
public final class ImageFormats implements ImageFiles {
    private static final String PARAMETERS = "parameters";
    private static final String DREAMCACHER = "dreamcacher";

    /** All formats, with the reader's default limits. */
    public ImageFormats() {}

    @Override
    public ImageFile encode(BufferedImage image, Provenance provenance) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(PARAMETERS, Infotext.write(provenance.recipe()));
        texts.put(DREAMCACHER, RecipeJson.write(provenance));
        return new ImageFile(Png.withTexts(Png.encode(image), texts), MediaType.PNG);
    }

    @Override
    public BufferedImage decode(ImageFile file, String name) {
        return ImageFileReader.DEFAULT.read(file.bytes(), name);
    }

    @Override
    public Optional<Provenance> provenance(ImageFile file) {
        return Optional.ofNullable(Png.texts(file.bytes()).get(DREAMCACHER)).map(RecipeJson::read);
    }

    @Override
    public ImageFile thumbnail(ImageFile file, int longestSide) {
        return Thumbnail.of(decode(file, "the remembered image"), longestSide);
    }

    /** The parameters inside, whoever wrote them; empty when there are none. */
    public Optional<Infotext> infotext(ImageFile file) {
        return Optional.ofNullable(Png.texts(file.bytes()).get(PARAMETERS)).map(Infotext::parse);
    }
}
