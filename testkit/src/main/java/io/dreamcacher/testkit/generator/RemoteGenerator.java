package io.dreamcacher.testkit.generator;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.CanonicalRequest;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorCapabilities;
import io.dreamcacher.generator.GeneratorCapabilities.Price;
import io.dreamcacher.generator.GeneratorCapabilities.Running;
import io.dreamcacher.generator.GeneratorCapabilities.Sizes;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.testkit.FakeSearchEncoder;
import io.dreamcacher.testkit.media.EncodedImages;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A generator as somebody's server is: it takes a prompt and one of two sizes and nothing else, tells no progress, works at
 * several jobs at once, costs money, revises prompts, and gives WebP, another image each time. It refuses what its policy
 * forbids, and can be made to wait until several jobs have come together. Thread-safe.
 */
public final class RemoteGenerator implements ImageGenerator {
    /** Prompts with this word are refused. */
    public static final String FORBIDDEN = "forbidden";

    /** Why. */
    public static final String REASON = "Your request was rejected by our safety system";

    /** It is 64x64, and there is one other size. */
    public static final GenerationSettings DEFAULTS = GenerationSettings.of(new ImageSize(64, 64));

    private static final long PATIENCE_SECONDS = 20;

    private final GeneratorDescription description;
    private final MediaType type;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private volatile CyclicBarrier together = new CyclicBarrier(1);
    private volatile CountDownLatch released = new CountDownLatch(0);
    private volatile Optional<ImageSize> only = Optional.empty();

    /** A generator of this model name that gives WebP and works at so many jobs at once. */
    public RemoteGenerator(String name, int atOnce) {
        this(name, atOnce, MediaType.WEBP);
    }

    /** One that gives files of a type that the JDK writes, or WebP. */
    public RemoteGenerator(String name, int atOnce, MediaType type) {
        this.type = type;
        description = new GeneratorDescription(
                new ModelIdentity(ModelRef.of(name), new Fingerprint("a".repeat(64))), DEFAULTS,
                new GeneratorCapabilities(Set.of(), List.of(),
                        new Sizes.OneOf(List.of(DEFAULTS.size(), new ImageSize(128, 64))),
                        new Running(atOnce, false, Optional.empty()),
                        Optional.of(new Price(new BigDecimal("0.04"), "USD"))));
    }

    /** What it makes of a prompt. */
    public static String revised(String prompt) {
        return "A detailed painting of " + prompt;
    }

    /** From now on every job waits until so many are being worked at; a test fails if they never are. */
    public void workTogether(int jobs) {
        together = new CyclicBarrier(jobs);
    }

    /** From now on every image is of this size, whatever was asked for. */
    public void giveOnly(ImageSize size) {
        only = Optional.of(size);
    }

    /** From now on every job waits until {@link #release}. */
    public void hold() {
        released = new CountDownLatch(1);
    }

    /** Lets everything through again. */
    public void release() {
        released.countDown();
    }

    /** How many jobs it was asked for, refused ones too. */
    public int asked() {
        return asked.get();
    }

    @Override
    public GeneratorDescription description() {
        return description;
    }

    @Override
    public CanonicalRequest canonical(String prompt, GenerationSettings settings) {
        return new CanonicalRequest(
                new CanonicalPrompt(Normalizer.normalize(prompt, Normalizer.Form.NFC).strip(), OptionalInt.empty()),
                List.of(settings.size().toString()));
    }

    @Override
    public GenerationSettings effective(GenerationSettings settings) {
        description.capabilities().require(settings);
        return settings;
    }

    @Override
    public JobOutcome generate(GenerationJob job, GenerationProgress progress) {
        if (job.seed().isPresent()) {
            throw new IllegalArgumentException("this generator takes no seed");
        }
        asked.incrementAndGet();
        awaitOthers();
        if (job.prompt().contains(FORBIDDEN)) {
            return new JobOutcome.RefusedByPolicy(REASON);
        }
        return new JobOutcome.GeneratedImage(EncodedImages.as(type, paint(job)), OptionalLong.empty(),
                Optional.of(revised(job.prompt())), false);
    }

    private void awaitOthers() {
        try {
            if (!released.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("jobs were held for too long");
            }
            together.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | BrokenBarrierException e) {
            throw new AssertionError("jobs did not come together", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DreamCacherException(FailureCategory.CANCELLED, "The generation was cancelled.", e);
        }
    }

    private BufferedImage paint(GenerationJob job) {
        ImageSize size = only.orElse(job.settings().size());
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        image.createGraphics()
                .drawImage(FakeSearchEncoder.image(job.prompt()), 0, 0, size.width(), size.height(), null);
        int number = made.incrementAndGet();
        FakeSearchEncoder.vary(image, number);
        image.setRGB(0, 0, number);
        return image;
    }

    @Override
    public void close() {}
}
