package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.image.PillowResize;
import io.dreamcacher.image.Pixels;
import io.dreamcacher.lucene.VectorIndex;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pictures that were found, side by side in one picture.
 *
 * @param file to write
 * @param pictures folder that the ids are paths in
 */
record ContactSheet(OutputFile file, Optional<Path> pictures) {
    private static final int SIDE = 160;
    private static final int COLUMNS = 5;

    /** Writes it, if anything was found. */
    void write(List<VectorIndex.Hit> hits) {
        Path folder = pictures.orElseThrow(() -> DreamCacherException.badRequest(
                "A sheet shows pictures of a folder, but none was named; name the one that was embedded with --pictures."));
        if (!hits.isEmpty()) {
            List<BufferedImage> shown = hits.stream().map(hit -> square(folder.resolve(hit.entry().id()))).toList();
            file.write(ImageSheet.grid(shown, Math.min(COLUMNS, shown.size())));
        }
    }

    /** As much of a picture's middle as fills a square. */
    private static BufferedImage square(Path picture) {
        BufferedImage image = ImageFileReader.DEFAULT.read(picture);
        int side = Math.min(image.getWidth(), image.getHeight());
        BufferedImage middle = image.getSubimage((image.getWidth() - side) / 2, (image.getHeight() - side) / 2, side,
                side);
        return PillowResize.areaOrLanczos(Pixels.onWhite(middle), SIDE, SIDE).toImage();
    }
}
