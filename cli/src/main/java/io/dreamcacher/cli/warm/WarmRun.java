package io.dreamcacher.cli.warm;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.dreamcacher.api.Answers.AnsweredImage;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.terminal.Pace;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.cli.warm.WarmTally.LeftOut;
import io.dreamcacher.cli.warm.WarmTally.Outcomes;
import io.dreamcacher.datasets.FailedRows;
import io.dreamcacher.datasets.PromptFilter;
import io.dreamcacher.datasets.PromptSource;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of {@code warm} over a file. */
public final class WarmRun {
    private static final int EMBED_BATCH = 100;
    /** A queue of slow generations may stay full for long; this gives up after hours, not seconds. */
    private static final int MOST_TRIES = 10_000;
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(1);
    /** Until the queue has room; a service that does not answer at all is not tried again: the journal knows where to go on. */
    private static final RetryPolicy<AnsweredImage> PATIENTLY = RetryPolicy.<AnsweredImage>builder()
            .handleIf(failure -> pause(failure).isPresent())
            .withMaxAttempts(MOST_TRIES)
            .withDelayFn(tried -> pause(tried.getLastException()).orElse(USUAL_PAUSE))
            .build();

    private final MemoryAccess memory;
    private final WarmPlan plan;
    private final WarmJournal journal;
    private final ProgressLine line;
    private final FailedRows failures;
    private final Map<Done, Long> counts = new EnumMap<>(Done.class);
    private final List<PromptSource.Row> batch = new ArrayList<>();
    private final Pace pace = new Pace();

    /** What became of a prompt. */
    private enum Done {
        GENERATED, REFINED, SIMILAR, EXACT, EMBEDDED, BEFORE, FAILED
    }

    private WarmRun(MemoryAccess memory, WarmPlan plan, WarmJournal journal, ProgressLine line) {
        this.memory = memory;
        this.plan = plan;
        this.journal = journal;
        this.line = line;
        this.failures = new FailedRows(journal.failedFile());
    }

    /** Goes through the file, or on where an earlier run of it ended. */
    public static WarmTally of(WarmPlan plan, MemoryAccess memory, ProgressLine line) {
        try (WarmJournal journal = WarmJournal.open(memory.dataFolder(), plan)) {
            return new WarmRun(memory, plan, journal, line).run();
        }
    }

    private WarmTally run() {
        long total = count();
        PromptFilter filter = filter();
        long taken = 0;
        long filtered;
        try (PromptSource source = plan.source()) {
            Iterator<PromptSource.Row> rows = source.iterator();
            while (taken < plan.selection().limit() && rows.hasNext()) {
                PromptSource.Row row = rows.next();
                if (filter.test(row.prompt())) {
                    taken++;
                    take(row);
                    show(total);
                }
            }
            filtered = source.leftOut();
        }
        embed();
        return new WarmTally(taken,
                new Outcomes(count(Done.GENERATED), count(Done.REFINED), count(Done.SIMILAR), count(Done.EXACT),
                        count(Done.EMBEDDED),
                        count(Done.BEFORE), count(Done.FAILED)),
                new LeftOut(filter.tooShort(), filter.duplicates(), filtered),
                Optional.of(journal.failedFile().toString()).filter(file -> count(Done.FAILED) > 0),
                (long) (pace.seconds() * 1000));
    }

    /** A first pass tells how many there are; it also finds a malformed file before anything is generated. */
    private long count() {
        PromptFilter filter = filter();
        long taken = 0;
        try (PromptSource source = plan.source()) {
            for (PromptSource.Row row : source) {
                taken += filter.test(row.prompt()) ? 1 : 0;
            }
        }
        return Math.min(taken, plan.selection().limit());
    }

    private PromptFilter filter() {
        return new PromptFilter(plan.selection().minLength(), !plan.selection().keepDuplicates());
    }

    private void take(PromptSource.Row row) {
        if (journal.isDone(row.ordinal())) {
            add(Done.BEFORE);
        } else if (plan.embedOnly()) {
            batch.add(row);
            if (batch.size() == EMBED_BATCH) {
                embed();
            }
        } else {
            generate(row);
        }
    }

    /** A prompt that cannot be remembered must not take its batch with it. */
    private void embed() {
        try {
            embed(batch);
        } catch (DreamCacherException e) {
            if (e.category() != FailureCategory.BAD_REQUEST) {
                throw e;
            }
            batch.forEach(this::embedAlone);
        }
        batch.clear();
    }

    private void embedAlone(PromptSource.Row row) {
        try {
            embed(List.of(row));
        } catch (DreamCacherException e) {
            failed(row, e);
        }
    }

    private void embed(List<PromptSource.Row> rows) {
        memory.rememberPrompts(rows.stream().map(PromptSource.Row::prompt).toList());
        for (PromptSource.Row row : rows) {
            journal.done(row.ordinal(), Done.EMBEDDED.name(), "");
            add(Done.EMBEDDED);
        }
    }

    /** A prompt that cannot be drawn is listed and passed over; what no later prompt would survive ends the run. */
    private void generate(PromptSource.Row row) {
        try {
            AnsweredImage answer = patiently(request(row.prompt()));
            String outcome = answer.decision().outcome();
            journal.done(row.ordinal(), outcome, answer.id().orElse(""));
            add(Done.valueOf(outcome));
        } catch (DreamCacherException e) {
            failed(row, e);
        }
    }

    private void failed(PromptSource.Row row, DreamCacherException failure) {
        if (!isOfItsPrompt(failure)) {
            throw failure;
        }
        failures.add(row, failure.getMessage());
        add(Done.FAILED);
    }

    private static boolean isOfItsPrompt(DreamCacherException failure) {
        return failure.category() == FailureCategory.BAD_REQUEST || failure.category() == FailureCategory.REFUSED;
    }

    private RequestPatch request(String prompt) {
        RequestPatch request = RequestPatch.of(prompt).withMemory(plan.memory());
        return plan.model().map(request::withModel).orElse(request);
    }

    private AnsweredImage patiently(RequestPatch request) {
        try {
            return Failsafe.with(PATIENTLY)
                    .get(() -> memory.answer(request, event -> {}).answers().getFirst());
        } catch (FailsafeException e) {
            Thread.currentThread().interrupt();
            throw new DreamCacherException(FailureCategory.CANCELLED, "Interrupted while waiting for the service.", e);
        }
    }

    private static Optional<Duration> pause(Throwable failure) {
        return failure instanceof DreamCacherException busy && busy.category() == FailureCategory.BUSY
                ? busy.retryAfter()
                : Optional.empty();
    }

    private void add(Done done) {
        counts.merge(done, 1L, Long::sum);
    }

    private long count(Done done) {
        return counts.getOrDefault(done, 0L);
    }

    private void show(long total) {
        long before = count(Done.BEFORE);
        long now = counts.values().stream().mapToLong(Long::longValue).sum() - before;
        line.show(before + now, total, pace.said(before, now, total));
    }
}
