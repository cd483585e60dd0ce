package io.dreamcacher.diffusion.preprocessing;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a {@code preprocessor_config.json} asks for.
 *
 * @param resize
 *            whether images are resized
 * @param shortestEdge
 *            the shorter side after resizing, at least the crop
 * @param crop
 *            side of the square centre crop
 * @param rescaleFactor
 *            what a byte is multiplied with
 * @param mean
 *            of red, green, blue, subtracted
 * @param std
 *            of red, green, blue, divided by
 */
record ClipImageConfig(boolean resize, int shortestEdge, int crop, double rescaleFactor, List<Double> mean,
        List<Double> std) {

    private static final int BICUBIC = 3;
    private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);

    /** Copies the lists. */
    ClipImageConfig {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** OpenAI's, for a tower that takes squares of a size. */
    static ClipImageConfig ofSize(int size) {
        return new ClipImageConfig(true, size, size, 1 / 255.0, CLIP_MEAN, CLIP_STD);
    }

    /** Reads the file; what it does not say is as in {@code CLIPImageProcessor}. */
    static ClipImageConfig read(Path file) {
        if (!Files.isRegularFile(file))
            throw bad("A CLIP model must have the file %s to read pictures; it is missing.".formatted(file));
        try {
            return new Reader(file, new JsonMapper().readTree(file.toFile())).config();
        } catch (JacksonException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must be JSON; found: %s.".formatted(file, e.getOriginalMessage()), e);
        }
    }

    private static DreamCacherException bad(String message) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message);
    }

    private record Reader(Path file, JsonNode json) {
        ClipImageConfig config() {
            int resample = json.path("resample").asInt(BICUBIC);
            if (resample != BICUBIC)
                throw unsupported("resample", json.path("resample"), "3 (bicubic)");
            if (!flag("do_center_crop"))
                throw unsupported("do_center_crop", json.path("do_center_crop"), "true");
            int crop = side("crop_size", "height", 224);
            if (json.path("crop_size").isObject() && crop != side("crop_size", "width", crop))
                throw unsupported("crop_size", json.path("crop_size"), "a square");
            boolean resize = flag("do_resize");
            int shortestEdge = side("size", "shortest_edge", 224);
            if (resize && shortestEdge < crop)
                throw unsupported("size", json.path("size"), "a shortest_edge of at least the crop, " + crop);
            boolean normalize = flag("do_normalize");
            return new ClipImageConfig(resize, shortestEdge, crop,
                    flag("do_rescale") ? json.path("rescale_factor").asDouble(1 / 255.0) : 1,
                    normalize ? three("image_mean", CLIP_MEAN) : List.of(0.0, 0.0, 0.0),
                    normalize ? three("image_std", CLIP_STD) : List.of(1.0, 1.0, 1.0));
        }

        private boolean flag(String key) {
            JsonNode value = json.path(key);
            if (!value.isMissingNode() && !value.isNull() && !value.isBoolean())
                throw unsupported(key, value, "true or false");
            return value.asBoolean(true);
        }

        private int side(String key, String inner, int absent) {
            JsonNode value = json.path(key);
            if (value.isMissingNode() || value.isNull())
                return absent;
            JsonNode number = value.isObject() ? value.path(inner) : value;
            if (!number.isInt() || number.intValue() < 1)
                throw unsupported(key, value, "a whole number above 0 or an object with " + inner);
            return number.intValue();
        }

        private List<Double> three(String key, List<Double> absent) {
            JsonNode value = json.path(key);
            if (value.isMissingNode() || value.isNull())
                return absent;
            if (value.size() != 3 || !IntStream.range(0, 3).allMatch(i -> value.get(i).isNumber()))
                throw unsupported(key, value, "three numbers");
            return IntStream.range(0, 3).mapToObj(i -> value.get(i).doubleValue()).toList();
        }

        private DreamCacherException unsupported(String key, JsonNode found, String supported) {
            return bad("%s in %s must be %s; found %s.".formatted(key, file, supported, found));
        }
    }
}
