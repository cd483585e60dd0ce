package io.dreamcacher.server.requests;

import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.api.Settings;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.RequestText;
import io.dreamcacher.server.security.Visitor;
import java.awt.image.BufferedImage;
import java.util.List;

/** Turns a body into a request with every default resolved, within the service's limits. */
final class RequestReader {
    /** An init image may be that many times larger than what is made of it; more would fill the memory while it waits. */
    private static final int INIT_IMAGE_TIMES = 12;

    private final DreamMemory memory;
    private final ServiceLimits limits;
    private final MemoryIntent usual;
    private final ImageFileReader pictures;

    RequestReader(DreamMemory memory, ServiceLimits limits, MemoryIntent usual) {
        this.memory = memory;
        this.limits = limits;
        this.usual = usual;
        this.pictures = new ImageFileReader(limits.uploadBytes(), mostInitPixels());
    }

    private long mostInitPixels() {
        return INIT_IMAGE_TIMES * (long) limits.pixels();
    }

    /** Bytes of the pixels of the largest image that may be started from, and of its mask. */
    long largestInitImage() {
        return 2 * Integer.BYTES * mostInitPixels();
    }

    /** Bytes of the pixels a request holds while it is under way. */
    static long initImageBytes(GenerationRequest request) {
        return request.start()
                .map(start -> bytes(start.image()) + start.mask().map(RequestReader::bytes).orElse(0L))
                .orElse(0L);
    }

    private static long bytes(BufferedImage image) {
        return (long) Integer.BYTES * image.getWidth() * image.getHeight();
    }

    /** What is wanted of the memory where a request says nothing. */
    MemoryIntent usual() {
        return usual;
    }

    /** Models anybody may name. */
    List<String> models() {
        return memory.models();
    }

    GenerationRequest read(RequestPatch body, Visitor visitor) {
        String prompt = body.requiredPrompt();
        String model = RequestText.require("model", body.model().orElse(memory.defaultModel()));
        if (!visitor.owner() && !models().contains(model)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "The model must be one this service offers (%s), but \"%s\" was asked for."
                            .formatted(String.join(", ", models()), model));
        }
        GenerationSettings settings = body.settingsOver(memory.model(model).defaults());
        check(settings);
        int count = body.seeds().count().orElse(1);
        atMost("count", count, limits.count());
        checkWork(settings, count);
        atMost("The length of prompt", prompt.length(), limits.promptCharacters());
        return body.complete(model, settings, usual, this::decoded);
    }

    /** One at a time: decoding takes many times the room of a file. */
    private synchronized BufferedImage decoded(String base64, String field) {
        return pictures.readBase64(base64, field);
    }

    private void check(GenerationSettings settings) {
        ImageSize size = settings.size();
        if (size.width() % Settings.Abilities.SIZE_MULTIPLE != 0
                || size.height() % Settings.Abilities.SIZE_MULTIPLE != 0) {
            throw DreamCacherException.badRequest("Width and height must be multiples of %d, but %s was asked for."
                    .formatted(Settings.Abilities.SIZE_MULTIPLE, size));
        }
        if (size.pixels() > limits.pixels()) {
            throw DreamCacherException.badRequest(
                    "A picture may have %,d pixels here, but %s has %,d; make it smaller, or raise the service's limit \"pixels\"."
                            .formatted(limits.pixels(), size, size.pixels()));
        }
        atMost("steps", settings.steps().orElse(1), limits.steps());
        atMost("The length of negativePrompt", settings.negativePrompt().orElse("").length(),
                limits.promptCharacters());
    }

    /** Each within its limit can still be hours together. */
    private void checkWork(GenerationSettings settings, int count) {
        long work = settings.size().pixels() * settings.steps().orElse(1) * Math.max(1, count);
        if (work > limits.pixelSteps()) {
            throw DreamCacherException.badRequest(
                    "Pixels times steps times pictures may be %,d together here, but %s in %d steps, %d times, are %,d; ask for less at once, or raise the service's limit \"pixel-steps\"."
                            .formatted(limits.pixelSteps(), settings.size(), settings.steps().orElse(1), count, work));
        }
    }

    private static void atMost(String what, int value, int most) {
        if (value > most) {
            throw DreamCacherException
                    .badRequest("%s may be %,d at most here, but is %,d.".formatted(what, most, value));
        }
    }
}
