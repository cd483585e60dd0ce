package io.dreamcacher.diffusion.pipeline;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.pipeline.DenoisingListener.DenoisingStep;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Seeds;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineResult;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;

/**
 * One run of a diffusers pipeline in the golden files: what it was called with, and what came of it.
 *
 * @param file of the golden folder, such as {@code tiny-sd1-golden/text-to-image.safetensors}
 */
record GoldenRun(String file) {
    /** The arguments of the call. */
    JsonNode arguments() {
        return GoldenFiles.index(file).path("call");
    }

    /** The same call here. */
    PipelineCall call(Scheduler scheduler) throws IOException {
        JsonNode given = arguments();
        List<Prompt> prompts = prompts(given);
        return PipelineCall.of("", framing(given).size(), scheduler, 0)
                .withFraming(framing(given))
                .withGuidance(new Guidance(given.path("guidance_scale").doubleValue(),
                        given.path("guidance_rescale").asDouble(0)))
                .withImages(new PromptInput.Words(prompts), seeds(given, prompts.size()))
                .withPromptOptions(PromptOptions.DEFAULT.withClipSkip(given.path("clip_skip").asInt(0)))
                .withTask(start(given));
    }

    private static List<Prompt> prompts(JsonNode given) {
        List<String> texts = texts(given.path("prompt"));
        if (!given.has("negative_prompt")) {
            return texts.stream().map(Prompt::of).toList();
        }
        List<String> negatives = texts(given.path("negative_prompt"));
        return IntStream.range(0, texts.size()).mapToObj(i -> Prompt.of(texts.get(i), negatives.get(i))).toList();
    }

    private static List<String> texts(JsonNode node) {
        if (node.isString()) {
            return List.of(node.stringValue());
        }
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.stringValue()));
        return texts;
    }

    private static Seeds seeds(JsonNode given, int prompts) {
        JsonNode seeds = given.path("seeds");
        if (!seeds.isArray()) {
            return Seeds.oneGenerator(seeds.longValue(), prompts * given.path("num_images_per_prompt").asInt(1));
        }
        List<Long> each = new ArrayList<>();
        seeds.forEach(seed -> each.add(seed.longValue()));
        return Seeds.each(each);
    }

    private static Framing framing(JsonNode given) throws IOException {
        if (!given.has("height")) { // image to image: the start image's, cut to whole latents
            BufferedImage start = image(given.path("image"));
            return Framing.of(new ImageSize(start.getWidth() / 8 * 8, start.getHeight() / 8 * 8));
        }
        ImageSize size = new ImageSize(given.path("width").intValue(), given.path("height").intValue());
        if (!given.has("original_size")) {
            return Framing.of(size);
        }
        JsonNode crop = given.path("crops_coords_top_left");
        return Framing.of(size, new Framing.Crop(heightAndWidth(given.path("original_size")), crop.get(0).intValue(),
                crop.get(1).intValue(), heightAndWidth(given.path("target_size"))));
    }

    private static ImageSize heightAndWidth(JsonNode pair) {
        return new ImageSize(pair.get(1).intValue(), pair.get(0).intValue());
    }

    private static DiffusionTask start(JsonNode given) throws IOException {
        if (!given.has("image")) {
            return new DiffusionTask.Text2Img();
        }
        double strength = given.path("strength").doubleValue();
        BufferedImage image = image(given.path("image"));
        return given.has("mask_image")
                ? new DiffusionTask.Inpainting(image, image(given.path("mask_image")), strength)
                : new DiffusionTask.Img2Img(image, strength);
    }

    static BufferedImage image(JsonNode name) throws IOException {
        return ImageIO.read(GoldenFiles.shared(name.stringValue()).toFile());
    }

    /** Makes the call and compares the latents after every step and the images. */
    void assertAgrees(StableDiffusionPipeline pipeline, PipelineCall call) throws IOException {
        List<DenoisingStep> steps = new ArrayList<>();
        PipelineResult result = pipeline.generate(call, steps::add);

        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        FloatTensor expected = floats(golden, "latents"); // [steps + 1, images, channels, h, w]
        assertThat(steps).hasSize(expected.shape().intSize(0) - 1);
        long[] timesteps = golden.tensor("timesteps").type().name().equals("I64")
                ? golden.longs("timesteps")
                : new long[0];
        assertThat(timesteps.length).isIn(0, steps.size());
        for (int step = 1; step <= steps.size(); step++) {
            DenoisingStep done = steps.get(step - 1);
            assertThat(done.number()).isEqualTo(step);
            assertThat(done.total()).isEqualTo(steps.size());
            FloatTensor item = expected.item(step);
            assertClose(file + " after step " + step, done.latents(),
                    new FloatTensor(done.latents().shape(), item.values()), tolerance(file, "latents"));
        }
        List<String> images = new ArrayList<>();
        GoldenFiles.index(file).path("images").forEach(name -> images.add(name.stringValue()));
        assertThat(result.images()).hasSameSizeAs(images);
        for (int i = 0; i < images.size(); i++) {
            assertSameImage(result.images().get(i), GoldenFiles.shared(images.get(i)), 2, 0.999);
        }
    }

    static void assertSameImage(BufferedImage actual, Path expectedFile, int levels, double share)
            throws IOException {
        BufferedImage expected = ImageIO.read(expectedFile.toFile());
        assertThat(actual.getWidth()).isEqualTo(expected.getWidth());
        assertThat(actual.getHeight()).isEqualTo(expected.getHeight());
        int close = 0;
        for (int y = 0; y < actual.getHeight(); y++) {
            for (int x = 0; x < actual.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = ((actual.getRGB(x, y) >> shift) & 0xFF)
                            - ((expected.getRGB(x, y) >> shift) & 0xFF);
                    close += Math.abs(difference) <= levels ? 1 : 0;
                }
            }
        }
        assertThat(close).as("values of %s within %d levels", expectedFile, levels)
                .isGreaterThanOrEqualTo((int) Math.ceil(share * 3 * actual.getWidth() * actual.getHeight()));
    }
}
