package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.SafetyChecker.SafetyVerdict;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.Safety;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets finished images through, blurs or holds them back, as a {@link Safety} says. The checker is loaded with the
 * first image that is to be checked. Thread-safe; owns the checker.
 */
final class SafetyGate implements AutoCloseable {
    private final Path repository;
    private final OnDemand<SafetyChecker> checker;

    private SafetyGate(Path repository, OnDemand<SafetyChecker> checker) {
        this.repository = repository;
        this.checker = checker;
    }

    /**
     * The gate of a model.
     *
     * @param keepsChecker whether the checker stays in memory between images
     */
    static SafetyGate of(ModelRepository repository, SessionSettings settings, boolean keepsChecker) {
        String name = "The safety checker of " + repository.path();
        return new SafetyGate(repository.path(), keepsChecker
                ? new OnDemand<>(name, () -> SafetyChecker.load(repository.path(), settings), SafetyChecker::close)
                : OnDemand.closedAfterUse(name, () -> SafetyChecker.load(repository.path(), settings),
                        SafetyChecker::close));
    }

    /**
     * Looks at the files of the checker before anything is drawn, so that no image is made in vain.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if something is to be checked and the model has no checker,
     *         {@code BAD_MODEL} if it has one that cannot be used
     */
    void require(Safety mode) {
        if (mode == Safety.OFF) {
            return;
        }
        if (!SafetyChecker.isIn(repository)) {
            throw DreamCacherException.badRequest(
                    "Checking pictures needs a model with a folder safety_checker; %s has none. Turn checking off, or choose a model that has one."
                            .formatted(repository.getFileName()));
        }
        SafetyChecker.check(repository);
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
     * @throws DreamCacherException {@code REFUSED} if it must not be given out
     */
    Passed pass(BufferedImage image, Safety mode) {
        if (mode == Safety.OFF) {
            return new Passed(image, new SafetyVerdict(List.of()));
        }
        SafetyVerdict verdict = checker.use(loaded -> loaded.check(image));
        if (!verdict.flagged()) {
            return new Passed(image, verdict);
        }
        return switch (mode) {
            case OFF, FLAG -> new Passed(image, verdict);
            case BLUR -> new Passed(Blurred.of(image), verdict);
            case REFUSE -> throw DreamCacherException.refused(verdict.refusal());
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
