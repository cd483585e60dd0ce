package io.dreamcacher.cli.commands;

import io.dreamcacher.diffusion.pipeline.ImageCodec;
import io.dreamcacher.diffusion.pipeline.ImageCodec.RoundTrip;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.image.ImageFileReader;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a model's autoencoder loses. */
@Command(name = "vae", description = "Send a picture through a model's autoencoder and back, and show what is lost.")
final class VaeCommand extends PipelineCommand {
    private static final int LEAST_SIDE = 64;

    @Parameters(index = "0", paramLabel = "PICTURE", description = "A PNG, JPEG, WebP, GIF, BMP or TIFF file.")
    private Path picture = Path.of("");

    @Option(names = "-o", paramLabel = "FILE", defaultValue = "triptych.png", description = "Where to write original, decoded picture and difference side by side. Default: triptych.png.")
    private Path output = Path.of("triptych.png");

    @Option(names = "--longest", paramLabel = "PIXELS", defaultValue = "768", description = "A larger picture is made smaller, to this longest side. Default: 768.")
    private int longest = 768;

    @Option(names = "--amplify", paramLabel = "X", defaultValue = "8", description = "What the difference is multiplied with to be seen. Default: 8.")
    private double amplify = 8;

    /** The JSON object; sizes are width and height, latents channels, height and width. */
    private record Printed(List<Integer> given, List<Integer> size, List<Integer> latents, double psnr, String path) {}

    VaeCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        if (longest < LEAST_SIDE) {
            throw DreamCacherException
                    .badRequest("--longest must be %d or more; %d was given.".formatted(LEAST_SIDE, longest));
        }
        if (!(amplify > 0) || !Double.isFinite(amplify)) {
            throw DreamCacherException
                    .badRequest("--amplify must be a number above 0; %s was given.".formatted(amplify));
        }
        OutputFile target = OutputFile.png(output);
        BufferedImage given = ImageFileReader.DEFAULT.read(picture);
        RoundTrip trip;
        try (ImageCodec codec = tools().autoencoder()) {
            trip = codec.roundTrip(given, longest);
        }
        target.write(triptych(trip));
        tell(given, trip);
        return ExitCode.OK;
    }

    private BufferedImage triptych(RoundTrip trip) {
        return ImageSheet.row(List.of(trip.original(), trip.decoded(), trip.difference(amplify)));
    }

    private void tell(BufferedImage given, RoundTrip trip) {
        BufferedImage size = trip.original();
        if (flags.json()) {
            printJson(new Printed(List.of(given.getWidth(), given.getHeight()),
                    List.of(size.getWidth(), size.getHeight()), trip.latentShape(), trip.psnr(), output.toString()));
            return;
        }
        if (size.getWidth() != given.getWidth() || size.getHeight() != given.getHeight()) {
            say("%dx%d, resized to %dx%d", given.getWidth(), given.getHeight(), size.getWidth(), size.getHeight());
        }
        List<Integer> latents = trip.latentShape();
        int pixels = 3 * size.getWidth() * size.getHeight();
        int numbers = latents.get(0) * latents.get(1) * latents.get(2);
        say("%,d values to %,d latents (%dx%dx%d) and back: PSNR %.1f dB", pixels, numbers, latents.get(0),
                latents.get(1), latents.get(2), trip.psnr());
        say("%s", output);
    }
}
