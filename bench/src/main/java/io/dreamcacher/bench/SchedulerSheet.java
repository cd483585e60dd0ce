package io.dreamcacher.bench;

import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.PipelineCall;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.diffusion.scheduler.SchedulerKind;
import io.dreamcacher.request.ImageSize;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A contact sheet of one prompt under every scheduler, with the same seed and as many steps, by the bundled Postcards
 * model; each image is named and says how often the network was asked. Run from the repository's root, it writes
 * {@code docs/images/schedulers.png}:
 *
 * <pre>mvn -B -q -Psheet -pl bench -am process-classes</pre>
 */
final class SchedulerSheet {
    private static final String PROMPT = "a red sailing boat on the sea at sunset";
    private static final int STEPS = 20;
    private static final long SEED = 7;
    private static final Guidance GUIDANCE = Guidance.of(3); // as the model suggests
    private static final ImageSize SIZE = new ImageSize(128, 128);
    private static final int COLUMNS = 5;
    private static final int LABEL = 20;
    private static final int GAP = 8;
    private static final int INSET = 5;

    private SchedulerSheet() {}

    /**
     * Writes the sheet.
     *
     * @param arguments the repository's root
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Path postcards = root.resolve("models/postcards/sd");
        SchedulerConfig config = SchedulerConfig.read(postcards.resolve("scheduler/scheduler_config.json"));
        PipelineOptions options = PipelineOptions.of(SessionSettings.allProcessors());
        BufferedImage sheet;
        try (StableDiffusionPipeline pipeline = StableDiffusionPipeline.open(ModelRepository.open(postcards),
                options)) {
            sheet = sheet(pipeline, config);
        }
        Path file = root.resolve("docs/pictures/schedulers.png");
        Files.createDirectories(file.getParent());
        ImageIO.write(sheet, "png", file.toFile());
        System.out.printf("%s: %d x %d, %d bytes%n", file, sheet.getWidth(), sheet.getHeight(), Files.size(file));
    }

    private static BufferedImage sheet(StableDiffusionPipeline pipeline, SchedulerConfig config) {
        // EDM's Euler is for networks that are told noise in another way
        List<SchedulerKind> kinds = Arrays.stream(SchedulerKind.values())
                .filter(kind -> kind != SchedulerKind.EDM_EULER)
                .toList();
        int rows = Math.ceilDiv(kinds.size(), COLUMNS);
        BufferedImage sheet = new BufferedImage(COLUMNS * (SIZE.width() + GAP) + GAP,
                rows * (SIZE.height() + LABEL + GAP) + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        for (int i = 0; i < kinds.size(); i++) {
            Scheduler scheduler = config.with(kinds.get(i)).scheduler(STEPS);
            int x = GAP + i % COLUMNS * (SIZE.width() + GAP);
            int y = GAP + i / COLUMNS * (SIZE.height() + LABEL + GAP);
            PipelineCall call = PipelineCall.of(PROMPT, SIZE, scheduler, SEED).withGuidance(GUIDANCE);
            graphics.drawImage(pipeline.generate(call, step -> {}).image(), x, y, null);
            graphics.drawString("%s (%d)".formatted(kinds.get(i).shortName(), scheduler.size()), x,
                    y + SIZE.height() + LABEL - INSET);
        }
        graphics.dispose();
        return withFewerColours(sheet);
    }

    /** Without the two lowest bits of every channel: nobody sees them, and they are most of the file. */
    private static BufferedImage withFewerColours(BufferedImage sheet) {
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++)
                sheet.setRGB(x, y, sheet.getRGB(x, y) & 0xFFFCFCFC);
        }
        return sheet;
    }
}
