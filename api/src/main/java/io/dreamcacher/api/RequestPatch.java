package io.dreamcacher.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.InitImage;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.PromptSyntax;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.request.ScheduleType;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.request.SeedVariation;
import io.dreamcacher.reuse.ErrorBudget;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * A request for images as somebody gave it: what is absent has the model's default. {@link #over} is the one place where
 * defaults are filled in, whether a request comes by the command line, over HTTP, or from a program.
 *
 * @param prompt must be there, may be empty: the unconditional image
 * @param model one the service offers; the owner may name any other
 * @param settings what changes the image besides
 * @param seeds which images are wanted, and how many
 * @param memory what is wanted of the memory
 * @param conditioning how the prompt is read
 * @param start the image to start from
 */
public record RequestPatch(@Needed Optional<String> prompt, Optional<String> model,
        @JsonUnwrapped SettingsPatch settings,
        @JsonUnwrapped Seeds seeds, @JsonUnwrapped MemoryPatch memory, Optional<ConditioningPatch> conditioning,
        Optional<InitImageFiles> start) {

    /** One image by the default model's defaults. */
    public static RequestPatch of(String prompt) {
        return new RequestPatch(Optional.of(prompt), Optional.empty(), SettingsPatch.NONE, Seeds.ANY, MemoryPatch.USUAL,
                Optional.empty(), Optional.empty());
    }

    /** This request to another model. */
    public RequestPatch withModel(String value) {
        return new RequestPatch(prompt, Optional.of(value), settings, seeds, memory, conditioning, start);
    }

    /** This request with other settings. */
    public RequestPatch withSettings(SettingsPatch value) {
        return new RequestPatch(prompt, model, value, seeds, memory, conditioning, start);
    }

    /** This request for other images. */
    public RequestPatch withSeeds(Seeds value) {
        return new RequestPatch(prompt, model, settings, value, memory, conditioning, start);
    }

    /** This request with another use of the memory. */
    public RequestPatch withMemory(MemoryUse value) {
        return withMemory(new MemoryPatch(Optional.of(value), memory.reuse(), memory.budget()));
    }

    /** This request with something else wanted of the memory. */
    public RequestPatch withMemory(MemoryPatch value) {
        return new RequestPatch(prompt, model, settings, seeds, value, conditioning, start);
    }

    /** This request with its prompt read in another way. */
    public RequestPatch withConditioning(ConditioningPatch value) {
        return new RequestPatch(prompt, model, settings, seeds, memory, Optional.of(value), start);
    }

    /** This request, made from an image. */
    public RequestPatch withStart(InitImageFiles value) {
        return new RequestPatch(prompt, model, settings, seeds, memory, conditioning, Optional.of(value));
    }

    /** The prompt, which must be there. */
    public String requiredPrompt() {
        return prompt.orElseThrow(() -> DreamCacherException
                .badRequest("The field \"prompt\" must be given; an empty text is the unconditional picture."));
    }

    /** The settings with nothing left open, but for the image to start from. */
    public GenerationSettings settingsOver(GenerationSettings defaults) {
        return settings.over(defaults)
                .withConditioning(conditioning.map(given -> given.over(defaults.conditioning()))
                        .orElse(defaults.conditioning()));
    }

    /**
     * The request with nothing left open.
     *
     * @param model that draws: the one named here, or the default
     * @param defaults of that model
     * @param decoder reads an image file in Base64; its second argument names the field it came in
     * @throws DreamCacherException {@code BAD_REQUEST} with a sentence when something cannot be
     */
    public GenerationRequest over(String model, GenerationSettings defaults,
            BiFunction<String, String, BufferedImage> decoder) {
        return complete(model, settingsOver(defaults), MemoryIntent.USUAL, decoder);
    }

    /**
     * The same, for those who have {@linkplain #settingsOver looked at the settings} before anything is decoded.
     *
     * @param usual what is wanted of the memory where nothing is said
     */
    public GenerationRequest complete(String model, GenerationSettings complete, MemoryIntent usual,
            BiFunction<String, String, BufferedImage> decoder) {
        GenerationRequest request = GenerationRequest.of(requiredPrompt(), model, complete)
                .withSeed(seeds.intent())
                .withCount(seeds.count().orElse(1))
                .withMemory(memory.over(usual));
        return start.map(files -> request.withInitImage(files.decoded(decoder), files.usedStrength())).orElse(request);
    }

    /**
     * What changes an image besides its prompt.
     *
     * @param negativePrompt what to steer away from; absent is not the empty text: to SDXL they are two things
     * @param width in pixels
     * @param height in pixels
     * @param steps number of denoising steps
     * @param guidanceScale weight of guidance
     * @param scheduler the sampler
     * @param rendering how it is computed
     */
    public record SettingsPatch(Optional<String> negativePrompt, Optional<Integer> width, Optional<Integer> height,
            Optional<Integer> steps, Optional<Double> guidanceScale, @JsonUnwrapped SchedulerPatch scheduler,
            @JsonUnwrapped RenderingPatch rendering) {

        /** The defaults. */
        public static final SettingsPatch NONE = new SettingsPatch(Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), SchedulerPatch.NONE, RenderingPatch.NONE);

        /** These, computed in another way. */
        public SettingsPatch withRendering(RenderingPatch value) {
            return new SettingsPatch(negativePrompt, width, height, steps, guidanceScale, scheduler, value);
        }

        /** A model's defaults with what was said. */
        public GenerationSettings over(GenerationSettings defaults) {
            GenerationSettings settings = negativePrompt.map(defaults::withNegativePrompt).orElse(defaults);
            settings = settings.withSize(new ImageSize(width.orElse(settings.size().width()),
                    height.orElse(settings.size().height())));
            settings = steps.map(settings::withSteps).orElse(settings);
            settings = guidanceScale.map(settings::withGuidanceScale).orElse(settings);
            settings = scheduler.over(settings.scheduler()).map(settings::withScheduler).orElse(settings);
            return settings.withRendering(rendering.said().over(settings.rendering()));
        }
    }

    /**
     * How a model computes an image, besides its weights.
     *
     * @param precision {@code exact} or {@code fast}
     * @param noise whose random numbers a seed stands for: {@code torch-cpu} or {@code torch-cuda}
     * @param safety what becomes of images that the model's safety checker objects to: {@code off}, {@code flag},
     *        {@code blur} or {@code refuse}; as strict as the service is, or stricter
     */
    public record RenderingPatch(Optional<String> precision, Optional<String> noise, Optional<String> safety) {

        /** As the model does it. */
        public static final RenderingPatch NONE = new RenderingPatch(Optional.empty(), Optional.empty(),
                Optional.empty());

        Rendering said() {
            return new Rendering(precision, noise, safety.map(RenderingPatch::mode));
        }

        private static Safety mode(String name) {
            return Safety.named(name)
                    .orElseThrow(() -> DreamCacherException.badRequest("safety must be one of %s, but \"%s\" was given."
                            .formatted(
                                    Arrays.stream(Safety.values())
                                            .map(Safety::shortName)
                                            .collect(Collectors.joining(", ")),
                                    name)));
        }
    }

    /**
     * The sampler.
     *
     * @param scheduler one the model knows, such as {@code dpmpp-2m-karras}, or its name in diffusers or AUTOMATIC1111
     * @param scheduleType how the noise levels are spaced: {@code karras}, {@code exponential}, {@code beta}, {@code lu} or
     *        {@code trailing}; it may also end the scheduler's name
     * @param sigmas older name of {@code scheduleType}
     */
    public record SchedulerPatch(Optional<String> scheduler, Optional<String> scheduleType, Optional<String> sigmas) {

        /** The model's own. */
        public static final SchedulerPatch NONE = new SchedulerPatch(Optional.empty(), Optional.empty(),
                Optional.empty());

        /** Empty where neither the generator nor the request names one. */
        Optional<String> over(Optional<String> usual) {
            Optional<String> name = scheduler.or(() -> usual);
            return type().map(type -> name.map(known -> spaced(type, known))).orElse(name);
        }

        /** A type that is asked for replaces that of the default, not one that is asked for as well. */
        private String spaced(ScheduleType type, String name) {
            ScheduleType named = ScheduleType.of(name);
            if (scheduler.isPresent() && named != ScheduleType.AS_CONFIGURED && named != type) {
                throw DreamCacherException.badRequest(
                        "The scheduler %s says how its noise levels are spaced, and scheduleType says %s; leave one of them out."
                                .formatted(name, word(type)));
            }
            return type.appendedTo(named.removedFrom(name));
        }

        private Optional<ScheduleType> type() {
            Optional<ScheduleType> older = sigmas.map(value -> parsed("sigmas", value));
            Optional<ScheduleType> type = scheduleType.map(value -> parsed("scheduleType", value));
            if (type.isPresent() && older.isPresent() && !type.equals(older)) {
                throw DreamCacherException.badRequest(
                        "scheduleType and its older name sigmas say different things (%s, %s); leave sigmas out."
                                .formatted(word(type.get()), word(older.get())));
            }
            return type.or(() -> older);
        }

        private static ScheduleType parsed(String field, String value) {
            return Arrays.stream(ScheduleType.values())
                    .filter(type -> type != ScheduleType.AS_CONFIGURED && word(type).equalsIgnoreCase(value.strip()))
                    .findFirst()
                    .orElseThrow(() -> DreamCacherException.badRequest("%s must be one of %s, but \"%s\" was given."
                            .formatted(field, words(), value)));
        }

        private static String words() {
            return Arrays.stream(ScheduleType.values())
                    .filter(type -> type != ScheduleType.AS_CONFIGURED)
                    .map(SchedulerPatch::word)
                    .collect(Collectors.joining(", "));
        }

        private static String word(ScheduleType type) {
            return type.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is wanted of the memory.
     *
     * @param memory READ_AND_REMEMBER when absent
     * @param reuse which remembered images may answer: {@code off} none, {@code exact} those of this very request,
     *        {@code similar} those near enough as well, {@code refine} also by finishing one from there; the service's
     *        default when absent, which mostly is {@code refine}
     * @param budget share of reused images that may be wrong, 0 to 0.5; the service's default when absent, which mostly is
     *        0.01
     */
    public record MemoryPatch(Optional<MemoryUse> memory, Optional<String> reuse, Optional<Double> budget) {

        /** The service's defaults. */
        public static final MemoryPatch USUAL = new MemoryPatch(Optional.empty(), Optional.empty(), Optional.empty());

        MemoryIntent over(MemoryIntent usual) {
            ErrorBudget wrong = budget.map(ErrorBudget::new).orElse(usual.budget());
            Optional<Reuse> said = reuse.map(Reuse::named);
            if (memory.isEmpty()) {
                return MemoryIntent.of(said.orElse(usual.reuse()), wrong);
            }
            boolean reads = memory.get() == MemoryUse.READ_AND_REMEMBER;
            if (said.isPresent() && reads == (said.get() == Reuse.OFF)) {
                throw DreamCacherException.badRequest(
                        "memory %s and reuse %s say different things of what may answer; leave one of them out."
                                .formatted(memory.get(), said.get().shortName()));
            }
            Reuse usually = usual.reuse() == Reuse.OFF ? Reuse.REFINE : usual.reuse();
            return new MemoryIntent(memory.get(), said.orElse(usually), wrong);
        }
    }

    /**
     * Which images are wanted, and how many.
     *
     * @param seed only an image of this seed will do; absent, or -1, means any
     * @param variation only an image this caller has not seen will do
     * @param count number of images, 1 when absent
     */
    public record Seeds(Optional<Long> seed, Optional<Boolean> variation, Optional<Integer> count) {

        /** One image of any seed. */
        public static final Seeds ANY = new Seeds(Optional.empty(), Optional.empty(), Optional.empty());

        SeedIntent intent() {
            boolean varied = variation.orElse(false);
            SeedIntent intent = seed.map(SeedIntent::of).orElse(SeedIntent.ANY);
            if (varied && intent instanceof SeedIntent.Fixed) {
                throw DreamCacherException.badRequest(
                        "A request has a seed or is a variation, but both were given; leave one of them out.");
            }
            return varied ? new SeedIntent.Variation() : intent;
        }
    }

    /**
     * How a prompt is read; what is absent is as the model has it, which is mostly off.
     *
     * @param guidanceRescale share of contrast given back after guidance, 0 to 1
     * @param clipSkip how many of the text encoder's last layers are left out
     * @param promptSyntax WEIGHTED reads (word:1.3), [word] and BREAK as AUTOMATIC1111 does; PLAIN when absent
     * @param longPrompts what becomes of prompts beyond the window; CUT when absent
     * @param variationSeed the other of two seeds to start between
     * @param variationStrength how far towards it, above 0 to 1; 0.2 when absent
     * @param eta how much fresh noise each step of DDIM or TCD mixes in, 0 to 1
     */
    public record ConditioningPatch(Optional<Double> guidanceRescale, Optional<Integer> clipSkip,
            Optional<PromptSyntax> promptSyntax, Optional<LongPrompts> longPrompts, Optional<Long> variationSeed,
            Optional<Double> variationStrength, Optional<Double> eta) {

        private static final double USUAL_VARIATION = 0.2;

        Conditioning over(Conditioning usual) {
            Conditioning read = guidanceRescale.map(usual::withGuidanceRescale).orElse(usual);
            read = clipSkip.map(read::withClipSkip).orElse(read);
            read = promptSyntax.map(read::withPromptSyntax).orElse(read);
            read = longPrompts.map(read::withLongPrompts).orElse(read);
            read = eta.map(read::withEta).orElse(read);
            return variation().map(read::withVariation).orElse(read);
        }

        private Optional<SeedVariation> variation() {
            if (variationSeed.isEmpty() && variationStrength.isPresent()) {
                throw DreamCacherException
                        .badRequest("variationStrength says nothing without variationSeed; give both or none.");
            }
            return variationSeed.map(seed -> new SeedVariation(seed, variationStrength.orElse(USUAL_VARIATION)));
        }
    }

    /**
     * The image another one is made from. Images are files (PNG, JPEG, WebP, GIF, BMP, TIFF) in Base64; an address {@code data:image/png;base64,…} will do.
     *
     * @param picture must be there
     * @param mask white where it is made anew; absent: everywhere
     * @param strength how much is made anew, above 0 to 1; 0.8 when absent
     */
    public record InitImageFiles(@Needed Optional<String> picture, Optional<String> mask, Optional<Double> strength) {

        private static final double USUAL_STRENGTH = 0.8;

        /** Files as they are. */
        public static InitImageFiles of(byte[] picture, Optional<byte[]> mask, Optional<Double> strength) {
            return new InitImageFiles(Optional.of(encoded(picture)), mask.map(InitImageFiles::encoded), strength);
        }

        private static String encoded(byte[] file) {
            return Base64.getEncoder().encodeToString(file);
        }

        double usedStrength() {
            return strength.orElse(USUAL_STRENGTH);
        }

        InitImage decoded(BiFunction<String, String, BufferedImage> decoder) {
            String file = picture
                    .orElseThrow(() -> DreamCacherException.badRequest("The field \"start.picture\" must be given."));
            return new InitImage(decoder.apply(file, "start.picture"),
                    mask.map(value -> decoder.apply(value, "start.mask")));
        }
    }
}
