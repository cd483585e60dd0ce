package io.dreamcacher.memory;

import io.dreamcacher.gate.Gate;
import io.dreamcacher.memory.SingleFlight.Leader;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.PromptContent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one request may follow of what is in flight: generations with its settings whose prompts say almost surely the same.
 * Nobody has seen their images yet, so they are held to a tenth of the request's budget, and each follower is judged again,
 * with the image, when there is one. Thread-safe.
 */
final class NearInFlight {
    /** Share of the budget that may be spent on prompts whose image nobody has seen. */
    private static final double STRICTER = 0.1;
    /** How many of those in other words the gate is asked about at a time, nearest first; a pair may take milliseconds. */
    private static final int MOST_JUDGED = 4;
    /** How many times the memory is asked again before a request makes its own image: each time may be in vain. */
    private static final int MOST_LOOKS = 4;

    private final ResolvedRequest asked;
    private final Gate gate;
    private final PromptContent content;
    private final Set<Leader> known = ConcurrentHashMap.newKeySet();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicLong ended;

    /** @param ended how many generations had ended before the memory was asked for this request */
    NearInFlight(ResolvedRequest asked, Gate gate, long ended) {
        this.asked = asked;
        this.gate = gate;
        this.content = PromptContent.of(asked.request.prompt());
        this.ended = new AtomicLong(ended);
    }

    /** Whether something has been remembered since the memory was asked, which is to be asked again then. */
    boolean mustLookAgain(long endedNow) {
        return ended.getAndSet(endedNow) != endedNow && looks.getAndIncrement() < MOST_LOOKS;
    }

    /** Those this request has not looked at and might follow; none once it has looked often enough. */
    List<Leader> unknown(Collection<Leader> leaders) {
        return looks.get() >= MOST_LOOKS
                ? List.of()
                : leaders.stream().filter(leader -> !known.contains(leader) && mightDo(leader.asked())).toList();
    }

    /** Another request's, of other words: equal ones share a generation anyway, one for each image they ask for. */
    private boolean mightDo(ResolvedRequest leader) {
        return !leader.identity.key().equals(asked.identity.key()) && !leader.canonical.cut()
                && asked.access.reads(leader.access.writeScope());
    }

    /** The one to follow, if any; none of these is looked at again. */
    Optional<Leader> choose(List<Leader> leaders) {
        List<Leader> others = new ArrayList<>();
        for (Leader leader : leaders) {
            PromptContent leading = PromptContent.of(leader.asked().request.prompt());
            if (content.sameWords(leading) || content.turnedRound(leading)) {
                return followed(leader);
            }
            others.add(leader);
        }
        Optional<Leader> near = judged(others);
        known.addAll(others);
        return near.flatMap(this::followed);
    }

    private Optional<Leader> followed(Leader leader) {
        known.add(leader);
        looks.incrementAndGet();
        return Optional.of(leader);
    }

    private Optional<Leader> judged(List<Leader> leaders) {
        if (leaders.isEmpty() || asked.vectors().cut()) {
            return Optional.empty();
        }
        ErrorBudget budget = new ErrorBudget(STRICTER * asked.request.memory().budget().share());
        Gate.Question question = gate.ask(asked.request.prompt(), budget);
        return leaders.stream()
                .filter(leader -> !leader.asked().vectors().cut())
                .sorted(Comparator.comparingDouble(this::similarity).reversed())
                .limit(MOST_JUDGED)
                .filter(leader -> question.decide(candidate(leader)) instanceof Gate.Decision.Return)
                .findFirst();
    }

    private double similarity(Leader leader) {
        return asked.vectors().prompt().similarity(leader.asked().vectors().prompt());
    }

    /** As if the image showed what its prompt says; whether it does is asked when it is there. */
    private Gate.Candidate candidate(Leader leader) {
        return new Gate.Candidate(leader.asked().request.prompt(), false, similarity(leader), OptionalDouble.of(1));
    }
}
