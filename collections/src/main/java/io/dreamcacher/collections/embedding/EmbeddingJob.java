package io.dreamcacher.collections.embedding;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.datasets.vectors.VectorSink;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.embedding.VectorOrigin;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.ImageFileReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes the vectors of a collection, into a folder of shards: batches are read, decoded and prepared by several threads while the
 * network works. A shard is there whole or not at all; a run that was stopped anywhere and started again makes the others,
 * and leaves the same bytes as one that was not. What cannot be read is told and passed over. One run at a time.
 */
public final class EmbeddingJob {
    private final EmbeddingPlan plan;
    private final SearchEncoder encoder;
    private final ImageFileReader reader;
    private final Consumer<Defect> defects;

    /**
     * A job for one run.
     *
     * @param encoder that makes the vectors; stays the caller's
     * @param reader of pictures, with the limits that they are read within
     * @param defects told of what is passed over, in order
     */
    public EmbeddingJob(EmbeddingPlan plan, SearchEncoder encoder, ImageFileReader reader, Consumer<Defect> defects) {
        this.plan = plan;
        this.encoder = encoder;
        this.reader = reader;
        this.defects = defects;
    }

    /**
     * How a run went.
     *
     * @param embedded things whose vectors this run made
     * @param before things whose vectors an earlier run had made
     * @param passedOver things that could not be read, by earlier runs included
     * @param dimension of the vectors
     * @param milliseconds this run took
     */
    public record Tally(long embedded, long before, long passedOver, int dimension, long milliseconds) {
        /** Things embedded a second. */
        public double rate() {
            return embedded * 1000.0 / Math.max(1, milliseconds);
        }
    }

    /** Is told how far a run is. */
    public interface Listener {
        /**
         * Another batch is there.
         *
         * @param before things that an earlier run had embedded
         * @param done things that this run has dealt with
         * @param total things of the collection
         */
        void progress(long before, long done, long total);
    }

    /**
     * Goes through the collection, or on where an earlier run ended.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} where the folder has vectors of another model or collection, or the
     *         model has none for pictures; {@code CANCELLED} if this thread is interrupted
     */
    public Tally run(Listener listener) {
        boolean ofTexts = plan.input() instanceof EmbeddingInput.Prompts;
        requireVectors(ofTexts);
        long start = System.nanoTime();
        long total = EmbeddingItems.count(plan.input());
        VectorSink sink = VectorSink.open(plan.target(), plan.layout(), ofTexts,
                new VectorOrigin(encoder.description().name(), encoder.description().fingerprint()));
        try (ExecutorService workers = Executors.newFixedThreadPool(plan.workers());
                Stream<EmbeddingItem> items = EmbeddingItems.of(plan.input(), defects)) {
            Run run = new Run(sink, workers, listener, total);
            try {
                run.go(items.iterator());
            } finally {
                workers.shutdownNow();
            }
            return new Tally(run.embedded, run.before, run.passedOver, encoder.description().jointDimension(),
                    (System.nanoTime() - start) / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DreamCacherException(FailureCategory.CANCELLED,
                    "Embedding was stopped; the shards that are there are kept, and the same command goes on with them.",
                    e);
        }
    }

    private void requireVectors(boolean ofTexts) {
        if (!encoder.description().encodesImages()) {
            throw DreamCacherException.badRequest(
                    "%s are searched in the space that texts and pictures share, which needs a CLIP with an image tower; %s has none. Name a CLIP with --model."
                            .formatted(ofTexts ? "Prompts" : "Pictures", encoder.description().name()));
        }
    }

    /** A shard whose batches are under way, in order. */
    private record Pending(int number, List<EmbeddingItem> items, List<Future<EmbeddingBatch>> batches) {}

    /** One run. */
    private final class Run {
        private final VectorSink sink;
        private final ExecutorService workers;
        private final Listener listener;
        private final long total;
        private final Deque<Pending> pending = new ArrayDeque<>();
        private long embedded;
        private long before;
        private long passedOver;

        Run(VectorSink sink, ExecutorService workers, Listener listener, long total) {
            this.sink = sink;
            this.workers = workers;
            this.listener = listener;
            this.total = total;
        }

        /** While the last batches of a shard are awaited, those of the next are begun. */
        void go(Iterator<EmbeddingItem> items) throws InterruptedException {
            for (int number = 0; items.hasNext(); number++) {
                begin(number, next(items));
                if (pending.size() > 1) {
                    finish(pending.removeFirst());
                }
            }
            while (!pending.isEmpty()) {
                finish(pending.removeFirst());
            }
        }

        private List<EmbeddingItem> next(Iterator<EmbeddingItem> items) {
            List<EmbeddingItem> shard = new ArrayList<>();
            while (shard.size() < plan.shard() && items.hasNext()) {
                shard.add(items.next());
            }
            return shard;
        }

        private void begin(int number, List<EmbeddingItem> shard) {
            Optional<ShardReceipt> receipt = ShardReceipt.read(plan.target(), number);
            if (receipt.isPresent()) {
                receipt.get().requireOf(shard, plan.target());
                before += receipt.get().items() - receipt.get().passedOver();
                passedOver += receipt.get().passedOver();
                listener.progress(before + passedOver, embedded, total);
                return;
            }
            List<Future<EmbeddingBatch>> batches = new ArrayList<>();
            for (int from = 0; from < shard.size(); from += plan.batch()) {
                List<EmbeddingItem> batch = shard.subList(from, Math.min(from + plan.batch(), shard.size()));
                batches.add(workers.submit(() -> new EmbeddingBatch(batch, encoder, reader)));
            }
            pending.addLast(new Pending(number, shard, batches));
        }

        private void finish(Pending shard) throws InterruptedException {
            List<VectorEntry> entries = new ArrayList<>();
            for (Future<EmbeddingBatch> batch : shard.batches) {
                EmbeddingBatch made = result(batch);
                made.defects().forEach(defects);
                entries.addAll(made.entries());
                embedded += made.entries().size();
                passedOver += made.defects().size();
                listener.progress(before, embedded + passedOver, total);
            }
            if (!entries.isEmpty()) {
                sink.write(shard.number, entries);
            }
            ShardReceipt.write(plan.target(), shard.number, shard.items, shard.items.size() - entries.size(),
                    entries.isEmpty() ? List.of() : sink.files(shard.number));
        }
    }

    private static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case null -> throw new IllegalStateException("a batch could not be embedded", e);
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case Throwable other -> throw new IllegalStateException("a batch could not be embedded", other);
            }
        }
    }
}
