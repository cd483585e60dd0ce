package io.dreamcacher.server.requests;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.api.FirstImages;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.request.GenerationRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** Makes the first pictures of an empty memory in the background, one after the other. Thread-safe. */
public final class WarmUp {
    private static final Logger LOG = System.getLogger(WarmUp.class.getName());
    private static final Access ACCESS = Access.in(Scope.PUBLIC, new Caller("warm-up"));
    private static final int MOST = 500;

    private final DreamMemory memory;
    private final Starters starters;
    private final Cancellation cancellation = new Cancellation();
    private FirstImages state = new FirstImages(false, 0, 0, 0);

    /** Pictures of a model's own prompts. */
    public WarmUp(DreamMemory memory, Starters starters) {
        this.memory = memory;
        this.starters = starters;
    }

    Starters starters() {
        return starters;
    }

    synchronized FirstImages state() {
        return state;
    }

    /**
     * Starts, unless it is running already.
     *
     * @param count how many pictures at most; prompts that are remembered already are passed over
     */
    FirstImages start(int count) {
        if (count < 1 || count > MOST) {
            throw DreamCacherException.badRequest(
                    "The number of pictures to make must be from 1 to %d, but %d was given.".formatted(MOST, count));
        }
        List<String> all = starters.all().get();
        if (all.isEmpty()) {
            throw DreamCacherException.badRequest(
                    "Only the bundled model brings prompts along, but this service draws with %s; warm it with \"dreamcacher warm FILE\"."
                            .formatted(memory.defaultModel()));
        }
        List<String> prompts = all.stream()
                .filter(prompt -> !memory.remembersPrompt(ACCESS, prompt))
                .limit(count)
                .toList();
        synchronized (this) {
            if (!state.running()) {
                state = new FirstImages(true, 0, prompts.size(), 0);
                Thread.ofVirtual().name("dreamcacher-warm-up").start(() -> run(prompts));
            }
            return state;
        }
    }

    private void run(List<String> prompts) {
        try {
            for (String prompt : prompts) {
                if (cancellation.cancelled()) {
                    return;
                }
                count(make(prompt));
            }
        } finally {
            end();
        }
    }

    private synchronized void count(boolean made) {
        state = new FirstImages(state.running(), state.done() + (made ? 1 : 0), state.total(),
                state.failed() + (made ? 0 : 1));
    }

    private synchronized void end() {
        state = new FirstImages(false, state.done(), state.total(), state.failed());
    }

    private boolean make(String prompt) {
        GenerationRequest request = GenerationRequest.of(prompt, memory.defaultModel(),
                memory.model(memory.defaultModel()).defaults());
        while (!cancellation.cancelled()) {
            try {
                memory.answer(ACCESS, request, AnswerListener.NONE, cancellation);
                return true;
            } catch (DreamCacherException e) {
                if (e.category() != FailureCategory.BUSY || !waited(e.retryAfter().orElse(Duration.ofSeconds(1)))) {
                    LOG.log(Level.WARNING, "A picture of the warm-up could not be made.", e);
                    return false;
                }
            }
        }
        return false;
    }

    /** People go first: a full queue is waited for. */
    private static boolean waited(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops after, or within, the picture being made. */
    public void stop() {
        cancellation.cancel();
    }
}
