package io.dreamcacher.image;

import io.dreamcacher.generation.ForeignRecipe;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.generation.RecipeJson;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Files that carry how they were made: for people and other tools as {@link Infotext}, in full as {@link RecipeJson}. PNG
 * has both as texts, {@code parameters} and {@code dreamcacher}; JPEG and WebP have them in EXIF, as user comment, where
 * AUTOMATIC1111's web UI looks for it, and as maker note. Images of other types are kept as PNG, and so is a JPEG whose
 * recipe does not fit into the 64 kB that EXIF may have there. Parameters that others wrote stay as they are. Immutable.
 */
public final class ImageFormats implements ImageFiles {
    private static final String PARAMETERS = "parameters";
    private static final String DREAMCACHER = "dreamcacher";

    /** All formats, with the reader's default limits. */
    public ImageFormats() {}

    @Override
    public ImageFile withProvenance(ImageFile file, Provenance provenance) {
        return switch (FileKind.of(file.bytes())) {
            case PNG -> withTexts(file.bytes(), provenance);
            case JPEG -> withExif(ExifJpeg.of(file.bytes()), file, MediaType.JPEG, provenance);
            case WEBP -> withExif(ExifWebp.of(file.bytes()), file, MediaType.WEBP, provenance);
            default -> asPng(file, provenance);
        };
    }

    private static ImageFile withTexts(byte[] png, Provenance provenance) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> there = Png.texts(png);
        if (there.containsKey(DREAMCACHER) || !there.containsKey(PARAMETERS)) {
            texts.put(PARAMETERS, Infotext.write(provenance.recipe()));
        }
        texts.put(DREAMCACHER, RecipeJson.write(provenance));
        return new ImageFile(Png.withTexts(png, texts), MediaType.PNG);
    }

    private ImageFile withExif(ExifFile image, ImageFile file, MediaType type, Provenance provenance) {
        int orientation = image.exif().map(Orientation::ofExif).orElse(Orientation.UPRIGHT);
        byte[] note = MakerNote.write(RecipeJson.write(provenance), image.checksum());
        Exif there = image.exif().map(Exif::read).orElse(Exif.NONE);
        String comment = there.comment()
                .filter(theirs -> !theirs.isBlank() && there.note().isEmpty())
                .orElseGet(() -> Infotext.write(provenance.recipe()));
        return image.withExif(Exif.write(comment, note, orientation))
                .or(() -> image.withExif(Exif.write("", note, orientation)))
                .map(bytes -> new ImageFile(bytes, type))
                .orElseGet(() -> asPng(file, provenance));
    }

    /** A file as PNG, with its provenance if it has one: its own bytes if it is one already. */
    public byte[] asPng(byte[] file) {
        if (Png.isPng(file)) {
            return file;
        }
        ImageFile given = new ImageFile(file, MediaType.PNG);
        byte[] png = Png.encode(decode(given, "the image"));
        return provenance(given).map(provenance -> withTexts(png, provenance).bytes()).orElse(png);
    }

    private ImageFile asPng(ImageFile file, Provenance provenance) {
        return withTexts(Png.encode(decode(file, "the image")), provenance);
    }

    @Override
    public BufferedImage decode(ImageFile file, String name) {
        return ImageFileReader.DEFAULT.read(file.bytes(), name);
    }

    @Override
    public ImageSize size(ImageFile file, String name) {
        return ImageFileReader.DEFAULT.size(file.bytes(), name);
    }

    @Override
    public Optional<Provenance> provenance(ImageFile file) {
        return inside(file.bytes(), DREAMCACHER, ImageFormats::recipe).map(RecipeJson::read);
    }

    /** A text inside, by its keyword in PNG and by its place in EXIF. What is no image is told as if it should be PNG. */
    private static Optional<String> inside(byte[] file, String keyword, Function<ExifFile, Optional<String>> exif) {
        return switch (FileKind.of(file)) {
            case JPEG -> exif.apply(ExifJpeg.of(file));
            case WEBP -> exif.apply(ExifWebp.of(file));
            case GIF, BMP, TIFF -> Optional.empty();
            default -> Optional.ofNullable(Png.texts(file).get(keyword));
        };
    }

    private static Optional<String> recipe(ExifFile image) {
        return image.exif()
                .flatMap(exif -> Exif.read(exif).note())
                .flatMap(note -> MakerNote.read(note, image.checksum()));
    }

    @Override
    public ImageFile thumbnail(ImageFile file, int longestSide) {
        return Thumbnail.of(decode(file, "the remembered image"), longestSide);
    }

    @Override
    public Optional<ForeignRecipe> foreignRecipe(ImageFile file) {
        return infotext(file).filter(told -> !told.prompt().isBlank())
                .map(told -> told.recipe(size(file, "the image")));
    }

    /** The parameters inside, whoever wrote them; empty when there are none. */
    public Optional<Infotext> infotext(ImageFile file) {
        return inside(file.bytes(), PARAMETERS, ImageFormats::comment).map(Infotext::parse);
    }

    private static Optional<String> comment(ExifFile image) {
        return image.exif().flatMap(exif -> Exif.read(exif).comment()).filter(text -> !text.isBlank());
    }
}
