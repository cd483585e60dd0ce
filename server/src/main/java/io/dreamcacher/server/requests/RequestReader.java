package io.dreamcacher.server.requests;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.InitImage;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.RequestText;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.server.security.ServiceLimits;
import io.dreamcacher.server.security.Visitor;
import java.util.List;

/** Turns a body into a request with every default resolved, within the service's limits. */
final class RequestReader {
    /** Latents are an eighth of a picture's size in every model this project draws with. */
    static final int SIZE_MULTIPLE = 8;

    /** A start picture may be that many times larger than what is made of it; more would fill the memory while it waits. */
    private static final int START_TIMES = 12;

    private final DreamMemory memory;
    private final ServiceLimits limits;
    private final ImageFileReader pictures;

    RequestReader(DreamMemory memory, ServiceLimits limits) {
        this.memory = memory;
        this.limits = limits;
        this.pictures = new ImageFileReader(limits.uploadBytes(), START_TIMES * (long) limits.pixels());
    }

    /** Models anybody may name. */
    List<String> models() {
        return List.of(memory.defaultModel());
    }

    GenerationRequest read(AnswersRequest body, Visitor visitor) {
        String prompt = body.prompt()
                .orElseThrow(() -> DreamCacherException
                        .badRequest("The field \"prompt\" must be given; an empty text is the unconditional picture."));
        String model = RequestText.require("model", body.model().orElse(memory.defaultModel()));
        if (!visitor.owner() && !models().contains(model)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "The model must be one this service offers (%s), but \"%s\" was asked for."
                            .formatted(String.join(", ", models()), model));
        }
        GenerationSettings settings = settings(body, memory.model(model));
        int count = body.count().orElse(1);
        atMost("count", count, limits.count());
        checkWork(settings, count);
        atMost("The length of prompt", prompt.length(), limits.promptCharacters());
        GenerationRequest request = new GenerationRequest(prompt, model, settings, seed(body), count,
                body.memory().orElse(MemoryUse.READ_AND_REMEMBER));
        return body.start()
                .map(start -> request.withInitImage(decoded(start), start.usedStrength()))
                .orElse(request);
    }

    /** One at a time: decoding takes many times the room of a file. */
    private synchronized InitImage decoded(StartJson start) {
        return start.read(pictures);
    }

    private GenerationSettings settings(AnswersRequest body, GeneratorDescription model) {
        GenerationSettings defaults = model.defaults();
        ImageSize size = new ImageSize(body.width().orElse(defaults.size().width()),
                body.height().orElse(defaults.size().height()));
        GenerationSettings settings = new GenerationSettings(body.negativePrompt().or(defaults::negativePrompt),
                size,
                body.steps().orElse(defaults.steps()), body.guidanceScale().orElse(defaults.guidanceScale()),
                scheduler(body, defaults),
                body.conditioning().map(ConditioningJson::conditioning).orElse(Conditioning.NONE));
        check(settings);
        return settings;
    }

    private static String scheduler(AnswersRequest body, GenerationSettings defaults) {
        String name = body.scheduler().orElse(defaults.scheduler());
        return body.sigmas().map(spacing -> name + "-" + spacing).orElse(name);
    }

    private void check(GenerationSettings settings) {
        ImageSize size = settings.size();
        if (size.width() % SIZE_MULTIPLE != 0 || size.height() % SIZE_MULTIPLE != 0) {
            throw DreamCacherException.badRequest("Width and height must be multiples of %d, but %s was asked for."
                    .formatted(SIZE_MULTIPLE, size));
        }
        if (size.pixels() > limits.pixels()) {
            throw DreamCacherException.badRequest(
                    "A picture may have %,d pixels here, but %s has %,d; make it smaller, or raise the service's limit \"pixels\"."
                            .formatted(limits.pixels(), size, size.pixels()));
        }
        atMost("steps", settings.steps(), limits.steps());
        atMost("The length of negativePrompt", settings.negativePrompt().orElse("").length(),
                limits.promptCharacters());
    }

    /** Each within its limit can still be hours together. */
    private void checkWork(GenerationSettings settings, int count) {
        long work = settings.size().pixels() * settings.steps() * Math.max(1, count);
        if (work > limits.pixelSteps()) {
            throw DreamCacherException.badRequest(
                    "Pixels times steps times pictures may be %,d together here, but %s in %d steps, %d times, are %,d; ask for less at once, or raise the service's limit \"pixel-steps\"."
                            .formatted(limits.pixelSteps(), settings.size(), settings.steps(), count, work));
        }
    }

    private static void atMost(String what, int value, int most) {
        if (value > most) {
            throw DreamCacherException
                    .badRequest("%s may be %,d at most here, but is %,d.".formatted(what, most, value));
        }
    }

    private static SeedIntent seed(AnswersRequest body) {
        boolean variation = body.variation().orElse(false);
        SeedIntent seed = body.seed().map(SeedIntent::of).orElse(SeedIntent.ANY);
        if (variation && seed instanceof SeedIntent.Fixed) {
            throw DreamCacherException.badRequest(
                    "A request has a seed or is a variation, but both were given; leave one of them out.");
        }
        return variation ? new SeedIntent.Variation() : seed;
    }
}
