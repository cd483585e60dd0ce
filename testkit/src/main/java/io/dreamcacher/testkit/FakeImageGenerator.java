package io.dreamcacher.testkit;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.CanonicalRequest;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.RefiningGenerator;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.testkit.media.EncodedImages;
import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A generator without a network, which refines by laying what is stored over what it draws. Its images are {@link FakeSearchEncoder#image}'s, scaled, with a mark of the seed in
 * one corner. A test may hold it before a step, let single steps through, and make it fail. Thread-safe.
 */
public final class FakeImageGenerator implements RefiningGenerator {
    /** Its safety checker objects to images of prompts with this word. */
    public static final String FLAGGED = "unsafe";

    /** What it draws with by default: 128x128, 20 steps, guidance 3, pndm. */
    public static final GenerationSettings DEFAULTS = new GenerationSettings(new ImageSize(128, 128), 20, 3.0,
            "pndm");

    private static final long PATIENCE_SECONDS = 20;
    private static final int MARK = 4;

    private final GeneratorDescription description;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean held;
    private int permits;
    private int started;
    private int finished;
    private @Nullable DreamCacherException failure;

    /** A generator of this model name. */
    public FakeImageGenerator(String name) {
        description = new GeneratorDescription(
                new ModelIdentity(ModelRef.of(name), new Fingerprint("d".repeat(64))), DEFAULTS,
                Samples.capabilities("ddim", "euler", "lms", "pndm"));
    }

    /** From now on every step waits for {@link #allow} or {@link #release}. */
    public void hold() {
        change(() -> held = true);
    }

    /** Lets some steps through. */
    public void allow(int steps) {
        change(() -> permits += steps);
    }

    /** Lets everything through again. */
    public void release() {
        change(() -> held = false);
    }

    /** Every generation that starts from now on fails like this. */
    public void failWith(DreamCacherException value) {
        change(() -> failure = value);
    }

    /** How many generations have begun. */
    public int started() {
        lock.lock();
        try {
            return started;
        } finally {
            lock.unlock();
        }
    }

    /** How many generations were carried to their end. */
    public int finished() {
        lock.lock();
        try {
            return finished;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many generations have begun. */
    public void awaitStarted(int count) {
        lock.lock();
        try {
            await(() -> started >= count, "%d generations to begin".formatted(count));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public GeneratorDescription description() {
        return description;
    }

    @Override
    public CanonicalRequest canonical(String prompt, GenerationSettings settings) {
        return CanonicalRequest.of(canonical(prompt), canonical(settings.negativePrompt().orElse("")).text(), "fp32",
                settings);
    }

    /** The model sees as many words as the fake encoder. */
    private static CanonicalPrompt canonical(String prompt) {
        int words = 0;
        for (int i = 0; i < prompt.length(); i++) {
            boolean begins = prompt.charAt(i) != ' ' && (i == 0 || prompt.charAt(i - 1) == ' ');
            words += begins ? 1 : 0;
            if (words > FakeSearchEncoder.MOST_WORDS) {
                return new CanonicalPrompt(prompt.strip(), OptionalInt.of(i));
            }
        }
        return new CanonicalPrompt(prompt.strip(), OptionalInt.empty());
    }

    @Override
    public GenerationSettings effective(GenerationSettings asked) {
        description.capabilities().require(asked);
        List<String> known = description.capabilities().schedulers();
        asked.scheduler().filter(name -> !known.contains(name)).ifPresent(name -> {
            throw DreamCacherException.badRequest("The scheduler must be one of %s, but \"%s\" was asked for."
                    .formatted(String.join(", ", known), name));
        });
        return asked;
    }

    @Override
    public JobOutcome generate(GenerationJob job, GenerationProgress progress) {
        return run(job, paint(job), job.settings().steps().orElseThrow(), progress);
    }

    @Override
    public JobOutcome refine(GenerationJob job, ImageFile stored, double strength, GenerationProgress progress) {
        int steps = (int) Math.round(strength * job.settings().steps().orElseThrow());
        if (!(strength > 0 && strength <= 1) || steps == 0) {
            throw DreamCacherException.badRequest("The strength must be above 0 and at most 1.");
        }
        BufferedImage image = paint(job);
        Graphics2D graphics = image.createGraphics();
        graphics.setComposite(AlphaComposite.SrcOver.derive((float) (1 - strength)));
        graphics.drawImage(EncodedImages.decoded(stored), 0, 0, image.getWidth(), image.getHeight(), null);
        graphics.dispose();
        return run(job, image, steps, progress);
    }

    private JobOutcome run(GenerationJob job, BufferedImage image, int steps, GenerationProgress progress) {
        begin();
        for (int step = 1; step <= steps; step++) {
            pass(progress);
            progress.step(step, steps);
            if (progress.wantsPreview(step, steps)) {
                progress.preview(step, steps, image);
            }
        }
        change(() -> finished++);
        return new JobOutcome.GeneratedImage(EncodedImages.png(image), job.seed(), Optional.empty(),
                job.prompt().contains(FLAGGED));
    }

    private void begin() {
        lock.lock();
        try {
            started++;
            changed.signalAll();
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits while held, and notices a cancellation meanwhile. */
    private void pass(GenerationProgress progress) {
        lock.lock();
        try {
            await(() -> !held || permits > 0 || progress.cancelled(), "a step to be allowed");
            permits = Math.max(0, permits - 1);
        } finally {
            lock.unlock();
        }
        if (progress.cancelled()) {
            throw new DreamCacherException(FailureCategory.CANCELLED, "The generation was cancelled.");
        }
    }

    private static BufferedImage paint(GenerationJob job) {
        ImageSize size = job.settings().size();
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.drawImage(FakeSearchEncoder.image(job.prompt()), 0, 0, size.width(), size.height(), null);
        graphics.dispose();
        FakeSearchEncoder.vary(image, job.seed().orElseThrow());
        for (int i = 0; i < MARK; i++) {
            image.setRGB(i, 0, Long.hashCode(job.seed().orElseThrow()) & 0xffffff);
        }
        return image;
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private interface Wanted {
        boolean holds();
    }

    /** Conditions that depend on others than this object are looked at again every few milliseconds. */
    private void await(Wanted wanted, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (!wanted.holds()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("waited %d s in vain for %s".formatted(PATIENCE_SECONDS, what));
                }
                var unused = changed.await(5, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }

    @Override
    public void close() {}
}
