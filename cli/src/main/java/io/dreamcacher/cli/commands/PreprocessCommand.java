package io.dreamcacher.cli.commands;

import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor.ImageConvention;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor.SeenImage;
import io.dreamcacher.image.ImageFileReader;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the pixels CLIP sees. */
@Command(name = "preprocess", description = "Show exactly the pixels that CLIP sees of a picture.")
final class PreprocessCommand extends ReadingCommand {
    @Parameters(index = "0", paramLabel = "PICTURE", description = "A PNG, JPEG, WebP, GIF, BMP or TIFF file.")
    private Path picture = Path.of("");

    @Option(names = "-o", paramLabel = "FILE", defaultValue = "seen.png", description = "Where to write the pixels as PNG. Default: seen.png.")
    private Path output = Path.of("seen.png");

    @Option(names = "--order", paramLabel = "NAME", defaultValue = "openai", description = "openai: resize, then to RGB, as search does; transformers: the other way round. Default: openai.")
    private ImageConvention order = ImageConvention.OPENAI;

    /** The JSON object; pairs are width and height, or column and row. */
    private record Printed(List<Integer> size, List<Integer> resized, List<Integer> cropOffset, int side,
            String path) {}

    PreprocessCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        OutputFile target = OutputFile.png(output);
        BufferedImage given = ImageFileReader.DEFAULT.read(picture);
        ClipImageProcessor processor = tools().processor(order);
        SeenImage view = processor.see(given);
        target.write(view.image());
        if (flags.json()) {
            printJson(new Printed(List.of(given.getWidth(), given.getHeight()),
                    List.of(view.resizedWidth(), view.resizedHeight()), List.of(view.left(), view.top()),
                    processor.size(),
                    output.toString()));
        } else {
            say("%dx%d, resized to %dx%d, cropped to %dx%d from column %d, row %d", given.getWidth(),
                    given.getHeight(), view.resizedWidth(), view.resizedHeight(), processor.size(), processor.size(),
                    view.left(),
                    view.top());
            say("%s", output);
        }
        return ExitCode.OK;
    }
}
