package io.dreamcacher.generator;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be asked of a generator. Whoever knows these can tell beforehand what it would refuse.
 *
 * @param parameters of a request that mean something to it
 * @param schedulers short names of those it knows; empty when it has no use for one
 * @param sizes of its images
 * @param running how it works through what it is given
 * @param price of one image; empty when it costs nothing but time
 */
public record GeneratorCapabilities(Set<Parameter> parameters, List<String> schedulers, Sizes sizes, Running running,
        Optional<Price> price) {

    /** Something a request may say. */
    public enum Parameter {
        /** The same seed gives the same image again. */
        SEED("a seed"),
        /** A number of denoising steps. */
        STEPS("steps"),
        /** A weight of the prompt. */
        GUIDANCE_SCALE("a guidance scale"),
        /** What to steer away from. */
        NEGATIVE_PROMPT("a negative prompt"),
        /** How the prompt is read, a second seed, fresh noise. */
        CONDITIONING("conditioning"),
        /** An image to start from. */
        INIT_IMAGE("an image to start from"),
        /** White and black: where such an image is made anew. */
        MASK("a mask"),
        /** How exactly it computes. */
        PRECISION("a precision"),
        /** Whose random numbers a seed stands for. */
        NOISE("a noise source"),
        /** What becomes of images that are objected to. */
        SAFETY("a safety mode");

        private final String words;

        Parameter(String words) {
            this.words = words;
        }
    }

    /** Which sizes images have. */
    public sealed interface Sizes {
        /**
         * Any whose sides are multiples of a number.
         *
         * @param multiple of both sides, 1 or more
         * @param mostPixels of one image
         */
        record MultiplesOf(int multiple, long mostPixels) implements Sizes {}

        /**
         * Some.
         *
         * @param sizes all there are, the usual one first
         */
        record OneOf(List<ImageSize> sizes) implements Sizes {
            /** Takes an unmodifiable copy. */
            public OneOf {
                sizes = List.copyOf(sizes);
            }
        }
    }

    /**
     * How a generator works.
     *
     * @param atOnce how many jobs it takes at the same time, 1 or more
     * @param progress whether it tells how it gets on
     * @param place where it runs: generators of one place have one line, and take turns; empty when it runs where nobody else
     *        does
     */
    public record Running(int atOnce, boolean progress, Optional<String> place) {
        /** Refuses a number that would let nothing through. */
        public Running {
            if (atOnce < 1) {
                throw new IllegalArgumentException("atOnce must be 1 or more, found " + atOnce);
            }
        }
    }

    /**
     * What an image costs.
     *
     * @param amount 0 or more
     * @param currency three letters (ISO 4217)
     */
    public record Price(BigDecimal amount, String currency) {}

    /** Takes unmodifiable copies. */
    public GeneratorCapabilities {
        parameters = Set.copyOf(parameters);
        schedulers = List.copyOf(schedulers);
    }

    /** Whether a parameter means something to it. */
    public boolean takes(Parameter parameter) {
        return parameters.contains(parameter);
    }

    /**
     * Refuses settings that say what this generator has no use for, or a size or scheduler it does not have.
     *
     * @throws DreamCacherException with BAD_REQUEST and what must hold
     */
    public void require(GenerationSettings settings) {
        said(settings).stream()
                .filter(parameter -> !takes(parameter))
                .min(Comparator.naturalOrder())
                .ifPresent(this::refuse);
        settings.scheduler().ifPresent(this::requireScheduler);
        switch (sizes) {
            case Sizes.MultiplesOf(int multiple, long most) -> require(settings.size(), multiple, most);
            case Sizes.OneOf(List<ImageSize> known) -> require(settings.size(), known);
        }
    }

    /** Refuses a parameter this generator has no use for. */
    public void require(Parameter parameter) {
        if (!takes(parameter)) {
            refuse(parameter);
        }
    }

    private void refuse(Parameter parameter) {
        throw DreamCacherException.badRequest(
                "This model has no use for %s, but the request has one; leave it out.".formatted(parameter.words));
    }

    private static Set<Parameter> said(GenerationSettings settings) {
        Set<Parameter> said = EnumSet.noneOf(Parameter.class);
        settings.negativePrompt().ifPresent(value -> said.add(Parameter.NEGATIVE_PROMPT));
        settings.steps().ifPresent(value -> said.add(Parameter.STEPS));
        settings.guidanceScale().ifPresent(value -> said.add(Parameter.GUIDANCE_SCALE));
        settings.rendering().precision().ifPresent(value -> said.add(Parameter.PRECISION));
        settings.rendering().noise().ifPresent(value -> said.add(Parameter.NOISE));
        settings.rendering().safety().ifPresent(value -> said.add(Parameter.SAFETY));
        Conditioning conditioning = settings.conditioning();
        conditioning.start().ifPresent(start -> {
            said.add(Parameter.INIT_IMAGE);
            start.mask().ifPresent(mask -> said.add(Parameter.MASK));
        });
        if (!conditioning.withoutInitImage().equals(Conditioning.NONE)) {
            said.add(Parameter.CONDITIONING);
        }
        return said;
    }

    private void requireScheduler(String scheduler) {
        if (schedulers.isEmpty()) {
            throw DreamCacherException.badRequest(
                    "This model has no use for a scheduler, but \"%s\" was asked for; leave it out."
                            .formatted(scheduler));
        }
    }

    private static void require(ImageSize size, int multiple, long mostPixels) {
        if (size.pixels() > mostPixels) {
            throw DreamCacherException.badRequest("A picture must have at most %d pixels; %s has %d."
                    .formatted(mostPixels, size, size.pixels()));
        }
        if (size.width() % multiple != 0 || size.height() % multiple != 0) {
            throw DreamCacherException.badRequest("Width and height must be divisible by %d; found %s. Try %s."
                    .formatted(multiple, size, allowed(size, multiple, mostPixels)));
        }
    }

    /** The nearest size; the next smaller one where that would be too large. */
    private static ImageSize allowed(ImageSize size, int multiple, long mostPixels) {
        ImageSize nearest = rounded(size, multiple, multiple / 2);
        return nearest.pixels() <= mostPixels ? nearest : rounded(size, multiple, 0);
    }

    private static ImageSize rounded(ImageSize size, int multiple, int added) {
        return new ImageSize(Math.max(1, (size.width() + added) / multiple) * multiple,
                Math.max(1, (size.height() + added) / multiple) * multiple);
    }

    private static void require(ImageSize size, List<ImageSize> known) {
        if (!known.contains(size)) {
            throw DreamCacherException.badRequest("The size must be one of %s, but %s was asked for."
                    .formatted(known.stream().map(ImageSize::toString).collect(Collectors.joining(", ")), size));
        }
    }
}
