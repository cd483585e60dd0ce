package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.SafetyChecker.SafetyMode;
import io.dreamcacher.diffusion.pipeline.SafetyChecker.SafetyVerdict;
import io.dreamcacher.failure.DreamCacherException;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Lets finished images through, blurs or holds them back, as a {@link SafetyMode} says. The checker is loaded with the
 * first image. Thread-safe; owns the checker.
 */
final class SafetyGate implements AutoCloseable {
    private final SafetyMode mode;
    private final OnDemand<SafetyChecker> checker;

    private SafetyGate(SafetyMode mode, OnDemand<SafetyChecker> checker) {
        this.mode = mode;
        this.checker = checker;
    }

    /**
     * The gate of a model. The files of its checker are looked at now, so that no image is made in vain.
     *
     * @param keepsChecker whether the checker stays in memory between images
     * @throws DreamCacherException {@code BAD_REQUEST} if something is to be checked and the model has no checker,
     *         {@code BAD_MODEL} if it has one that cannot be used
     */
    public static SafetyGate of(ModelRepository repository, SafetyMode mode, SessionSettings settings,
            boolean keepsChecker) {
        if (mode != SafetyMode.OFF && !SafetyChecker.isIn(repository.path())) {
            throw DreamCacherException.badRequest(
                    "Checking pictures needs a model with a folder safety_checker; %s has none. Turn checking off, or choose a model that has one."
                            .formatted(repository.path()));
        }
        if (mode != SafetyMode.OFF) {
            SafetyChecker.check(repository.path());
        }
        String name = "The safety checker of " + repository.path();
        return new SafetyGate(mode, keepsChecker
                ? new OnDemand<>(name, () -> SafetyChecker.load(repository.path(), settings), SafetyChecker::close)
                : OnDemand.closedAfterUse(name, () -> SafetyChecker.load(repository.path(), settings),
                        SafetyChecker::close));
    }

    /**
     * An image as it is given out.
     *
     * @param verdict no objection where nothing was checked
     */
    public record Passed(BufferedImage image, SafetyVerdict verdict) {}

    /**
     * Judges an image.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if it must not be given out
     */
    public Passed pass(BufferedImage image) {
        if (mode == SafetyMode.OFF) {
            return new Passed(image, new SafetyVerdict(List.of()));
        }
        SafetyVerdict verdict = checker.use(loaded -> loaded.check(image));
        if (!verdict.flagged()) {
            return new Passed(image, verdict);
        }
        return switch (mode) {
            case OFF, FLAG -> new Passed(image, verdict);
            case BLUR -> new Passed(Blurred.of(image), verdict);
            case REFUSE -> throw DreamCacherException.badRequest(
                    "The model's safety checker must have no objection; it finds the picture too near to its concepts %s. Try another prompt or another seed."
                            .formatted(verdict.concepts()));
        };
    }

    /** Frees the checker until it is needed again. */
    public void rest() {
        checker.rest();
    }

    @Override
    public void close() {
        checker.close();
    }
}
