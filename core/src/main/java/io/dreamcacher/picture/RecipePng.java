package io.dreamcacher.picture;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A PNG file that carries how it was made: for people and other tools as {@link Infotext} under {@code parameters}, in
 * full as {@link RecipeJson} under {@code dreamcacher}.
 */
public final class RecipePng {
    private static final String PARAMETERS = "parameters";
    private static final String DREAMCACHER = "dreamcacher";

    private RecipePng() {}

    /** Encodes a picture with its provenance inside. */
    public static byte[] encode(BufferedImage image, Provenance provenance) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(PARAMETERS, Infotext.write(provenance.recipe()));
        texts.put(DREAMCACHER, RecipeJson.write(provenance));
        return Png.withTexts(Png.encode(image), texts);
    }

    /**
     * The provenance inside; empty for a PNG that Dream Cacher did not make.
     *
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST when the file is damaged or its recipe is of
     *         another version
     */
    public static Optional<Provenance> provenance(byte[] png) {
        return Optional.ofNullable(Png.texts(png).get(DREAMCACHER)).map(RecipeJson::read);
    }

    /** The parameters inside, whoever wrote them; empty when there are none. */
    public static Optional<Infotext> infotext(byte[] png) {
        return Optional.ofNullable(Png.texts(png).get(PARAMETERS)).map(Infotext::parse);
    }
}
