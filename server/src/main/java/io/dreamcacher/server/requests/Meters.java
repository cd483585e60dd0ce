package io.dreamcacher.server.requests;

import io.dreamcacher.access.Access;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.memory.Answer;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.memory.ImageAnswer;
import io.dreamcacher.memory.MemoryStats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/**
 * What the service counts and measures: outcomes, times, the queue, the store and the index. No meter carries a prompt, a
 * caller or a name. {@code docs/metrics.md} lists them all. Thread-safe.
 */
final class Meters {
    private static final String PREFIX = "dreamcacher.";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DreamMemory memory;
    private final AtomicReference<Optional<MemoryStats>> held = new AtomicReference<>(Optional.empty());

    /** Measures what a memory holds and does. */
    Meters(DreamMemory memory) {
        this.memory = memory;
        holding("memory.generations", "generations remembered", stats -> stats.totals().generations());
        holding("memory.prompts", "prompts remembered, with and without images", stats -> stats.totals().prompts());
        holding("store.bytes", "bytes of all remembered images", stats -> stats.totals().imageBytes());
        holding("index.generations", "generations the index holds", MemoryStats::indexed);
        gauge("store.faulty", "images whose file is missing or is not the one that was remembered", memory,
                DreamMemory::faultyImages);
        gauge("answers.uncounted", "answers that wait to be counted because the catalogue cannot be written", memory,
                DreamMemory::uncountedAnswers);
    }

    private void holding(String name, String meaning, ToDoubleFunction<MemoryStats> figure) {
        gauge(name, meaning, held, reading -> reading.get().map(figure::applyAsDouble).orElse(Double.NaN));
    }

    /**
     * All of them now, in Prometheus' text form. What the memory holds is read once for all meters that tell of it; they are
     * no number when it cannot be read, which is when the others are wanted.
     */
    String read() {
        held.set(reading());
        return registry.scrape();
    }

    private Optional<MemoryStats> reading() {
        try {
            return Optional.of(memory.stats(Access.LOCAL));
        } catch (DreamCacherException e) {
            return Optional.empty();
        }
    }

    /** Measures the check of the stored images. */
    void watch(BackgroundCheck check) {
        gauge("store.checked", "images the check in the background has read since the start", check,
                BackgroundCheck::checked);
    }

    /** Measures the requests under way. */
    void watch(LiveRequests requests) {
        gauge("requests.active", "requests that wait or are being answered", requests, LiveRequests::underWay);
    }

    private <T> void gauge(String name, String meaning, T watched, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, watched, value).description(meaning).strongReference(true).register(registry);
    }

    /** Counts the images of an answer, each with its outcome, and what the memory saved. */
    void answered(Answer answer) {
        for (ImageAnswer image : answer.images()) {
            timer("answer.time", "from the request to the image", "outcome", name(image.outcome().name()))
                    .record(image.time().took());
            timer("saved.time", "not spent on generating", "outcome", name(image.outcome().name()))
                    .record(image.time().saved());
        }
    }

    /** Counts a request that failed. */
    void failed(FailureCategory category, Duration after) {
        timer("failure.time", "from the request to its failure", "category", name(category.name())).record(after);
    }

    private Timer timer(String name, String meaning, String tag, String value) {
        return Timer.builder(PREFIX + name).description(meaning).tag(tag, value).register(registry);
    }

    private static String name(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }
}
