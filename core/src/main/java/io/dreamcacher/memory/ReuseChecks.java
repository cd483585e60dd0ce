package io.dreamcacher.memory;

import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.Statistics.Check;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.index.IndexedGeneration;
import io.dreamcacher.memory.ImageMaker.NewImage;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.reuse.LiveEstimate;
import java.awt.image.BufferedImage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds out whether some answers were right: makes a new image of the asked prompt and has the search model compare how well both
 * show it. The caller has the answer long since; a check begins only where nothing else is made, and gives way to whatever comes. Half of them are
 * controls: a new image of the stored prompt itself, beside which the stored one is right. What was turned down costs
 * nothing to check, as its image is made anyway. Thread-safe.
 */
final class ReuseChecks {
    private static final Logger LOG = System.getLogger(ReuseChecks.class.getName());

    private final MemoryParts parts;
    private final LiveEstimate.Sample sample;
    private final ImageMaker maker;
    private final GenerationQueues queues;
    private final UseLog uses;
    private final Consumer<ResolvedRequest> checked;

    /** @param checked told when something was found out */
    ReuseChecks(MemoryParts parts, double share, ImageMaker maker, GenerationQueues queues, UseLog uses,
            Consumer<ResolvedRequest> checked) {
        this.parts = parts;
        this.sample = new LiveEstimate.Sample(
                parts.engine().encoder().description().encodesImages() ? share : 0, parts.random());
        this.maker = maker;
        this.queues = queues;
        this.uses = uses;
        this.checked = checked;
    }

    /**
     * The stored image that answered a request, or was nearest to it.
     *
     * @param similarity of both prompts
     * @param contradicts whether the prompts surely ask for two things
     */
    record Nearest(IndexedGeneration found, double similarity, boolean contradicts) {}

    /** Whether an answer to this request is to be checked. */
    boolean draws(ResolvedRequest asked) {
        return asked.request.count() == 1 && asked.request.seed() instanceof SeedIntent.Any
                && asked.request.memory().allowsNear() && sample.drawsAnswer();
    }

    /** A stored image answered; returns at once. */
    void reused(ResolvedRequest asked, Nearest image) {
        if (image.found().image().isEmpty()) {
            return;
        }
        if (!sample.drawsControl()) {
            begin(asked, image, Check.Kind.REUSED);
        } else {
            GenerationRequest own = new GenerationRequest(image.found().generation().recipe().prompt(),
                    asked.request.model(), asked.request.settings(), SeedIntent.ANY, 1, MemoryIntent.USUAL,
                    asked.request.start());
            begin(new ResolvedRequest(own, asked.access, asked.generator, parts.engine().encoder()::encode,
                    System.nanoTime()), image, Check.Kind.SAME);
        }
    }

    private void begin(ResolvedRequest asked, Nearest image, Check.Kind kind) {
        try {
            if (!queues.of(asked.generator.description()).submitIfIdle(new Making(asked, image, kind))) {
                LOG.log(Level.DEBUG, "An answer is not checked: others wait for images.");
            }
        } catch (DreamCacherException e) {
            LOG.log(Level.DEBUG, "An answer is not checked.", e);
        }
    }

    /** A stored image was turned down, and a new one was made of the prompt. */
    void missed(ResolvedRequest asked, Nearest image) {
        Optional<Embedding> made = asked.madeImage();
        if (asked.request.count() == 1 && made.isPresent() && image.found().image().isPresent()
                && sample.drawsTurnedDown()) {
            Check.Kind kind = image.contradicts() ? Check.Kind.OTHER : Check.Kind.MISSED;
            Thread.ofVirtual().name("dreamcacher-check").start(() -> tryKeep(asked, image, kind, made.get()));
        }
    }

    private void tryKeep(ResolvedRequest asked, Nearest image, Check.Kind kind, Embedding fresh) {
        try {
            keep(asked, image, kind, fresh);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "What was found out about an answer could not be kept.", e);
        }
    }

    /** What was forgotten meanwhile is not remembered again. */
    private void keep(ResolvedRequest asked, Nearest image, Check.Kind kind, Embedding fresh) {
        Embedding stored = image.found().image().orElseThrow();
        Optional<Embedding> text = asked.vectors().text();
        PromptKey prompt = PromptKey.of(asked.request.prompt());
        uses.tryFlush();
        if (text.isPresent() && parts.catalogue().prompt(asked.access, prompt).isPresent()
                && parts.catalogue().byId(asked.access, image.found().generation().id()).isPresent()) {
            parts.catalogue()
                    .checked(asked.access, parts.clock().instant(),
                            new Check(prompt, image.found().generation().id(), kind,
                                    BudgetControl.region(image.similarity()),
                                    LiveEstimate.loss(text.get().similarity(fresh), text.get().similarity(stored)),
                                    stored.similarity(fresh)));
            checked.accept(asked);
        }
    }

    /** Makes the image to compare with, in the queue, and gives way. */
    private final class Making implements GenerationQueue.Ticket {
        private final ResolvedRequest asked;
        private final Nearest image;
        private final Check.Kind kind;
        private volatile boolean stopped;

        Making(ResolvedRequest asked, Nearest image, Check.Kind kind) {
            this.asked = asked;
            this.image = image;
            this.kind = kind;
        }

        @Override
        public void run() {
            try {
                NewImage made = maker.make(asked, maker.seed(asked, 0), new GenerationProgress() {
                    @Override
                    public void step(int step, int steps) {
                        // nobody watches
                    }

                    @Override
                    public boolean cancelled() {
                        return stopped;
                    }
                });
                cost(made.provenance().took());
                keep(asked, image, kind, parts.engine().encoder().encode(pixels(made)));
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "An answer could not be checked.", e);
            }
        }

        private void cost(Duration took) {
            parts.catalogue().checkCost(asked.access, took);
        }

        private BufferedImage pixels(NewImage made) {
            return ImageMaker.readable(asked, () -> parts.images().files().decode(made.file(), "the image"));
        }

        @Override
        public void waiting(int position, Duration estimate) {
            // nobody waits for it
        }

        @Override
        public void refused(DreamCacherException reason) {
            LOG.log(Level.DEBUG, "An answer is not checked.", reason);
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public boolean yields() {
            return true;
        }
    }
}
