package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.LiveEstimate;
import io.dreamcacher.reuse.Share;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds reuse to its error budget by what turned out: what people judged, and what checks found. It aims at half the
 * budget, in total, in each region of similarity, and for each image, and asks for less where more is surely wrong; that little may be wrong at
 * first, and it takes as many observations as vCache asks for (arXiv 2502.03771) to be trusted again. It never asks for more than
 * the request does. Thread-safe.
 */
final class BudgetControl {
    /** Observations before one wrong answer is forgiven. */
    static final int ENOUGH = 6;
    /** Where there were wrong answers and not enough others. */
    static final double TIGHT = 1.0 / 16;

    private static final double AIM = 0.5;
    private static final int PAGE = 1_000;
    /** The last ones; what was long ago was another model's, or another calibration's. */
    static final int CHECKS = 5_000;
    private static final double[] REGIONS = {0.99, 0.97, 0.95, 0.9, 0.8};

    private final Statistics statistics;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Scope, Observed> byScope = new HashMap<>();

    BudgetControl(Statistics statistics) {
        this.statistics = statistics;
    }

    /** What was observed in one scope. */
    private static final class Observed {
        private final Map<String, Counted> regions = new HashMap<>();
        private final Map<GenerationId, Counted> images = new HashMap<>();
        private final Map<List<Object>, Statistics.Verdict> last = new HashMap<>();
        private Counted total = Counted.NONE;
        private long known;
        private LiveEstimate estimate = new LiveEstimate(0, 0, 1, 0, 0);

        /** What is said again takes the place of what was said before. */
        void add(Statistics.Verdict verdict) {
            Statistics.Verdict before = last.put(List.of(verdict.prompt(), verdict.image()), verdict);
            if (before != null) {
                count(before, -1);
            }
            count(verdict, 1);
        }

        private void count(Statistics.Verdict verdict, int by) {
            Counted more = verdict.good() ? new Counted(0, by) : new Counted(by, by);
            total = total.plus(more);
            regions.merge(region(verdict.similarity().orElse(0)), more, Counted::plus);
            images.merge(verdict.image(), more, Counted::plus);
        }
    }

    private record Counted(long wrong, long all) {
        private static final Counted NONE = new Counted(0, 0);

        Counted plus(Counted other) {
            return new Counted(wrong + other.wrong, all + other.all);
        }

        /** How much of a budget is left. */
        double factor(double budget, boolean thinIsTight) {
            if (wrong <= 0) {
                return 1;
            }
            if (all < ENOUGH) {
                return thinIsTight ? TIGHT : 1;
            }
            Share seen = new Share(wrong, all);
            return seen.lower() <= AIM * budget ? 1 : Math.max(TIGHT, AIM * budget / seen.value());
        }
    }

    /** Which prompts are as near as this. */
    static String region(double similarity) {
        for (double least : REGIONS) {
            if (similarity >= least) {
                return "from " + least;
            }
        }
        return "below";
    }

    /**
     * What an image may be reused by.
     *
     * @param similarity of both prompts
     */
    ErrorBudget allowed(Access access, ErrorBudget asked, GenerationId image, double similarity) {
        lock.lock();
        try {
            Observed observed = observed(access);
            double budget = asked.share();
            double factor = Math.min(Math.min(observed.total.factor(budget, false), factor(observed.estimate, budget)),
                    Math.min(observed.regions.getOrDefault(region(similarity), Counted.NONE).factor(budget, true),
                            observed.images.getOrDefault(image, Counted.NONE).factor(budget, true)));
            return factor == 1 ? asked : new ErrorBudget(factor * budget);
        } finally {
            lock.unlock();
        }
    }

    /** What is surely too much is scaled down to the aim. */
    private static double factor(LiveEstimate estimate, double budget) {
        return estimate.isKnown() && estimate.low() > AIM * budget
                ? Math.max(TIGHT, AIM * budget / estimate.share())
                : 1;
    }

    /** Something was checked in a scope. */
    void checked(Access access) {
        List<Statistics.Check> checks = statistics.checks(Access.in(access.writeScope(), access.caller()), CHECKS);
        lock.lock();
        try {
            observed(access).estimate = wrong(checks);
        } finally {
            lock.unlock();
        }
    }

    /** Share of the answers by near images that were wrong. */
    static LiveEstimate wrong(List<Statistics.Check> checks) {
        return LiveEstimate.of(judged(checks, Statistics.Check.Kind.REUSED),
                judged(checks, Statistics.Check.Kind.SAME), judged(checks, Statistics.Check.Kind.OTHER));
    }

    /** Share of the nearest that were turned down and would have been right. */
    static LiveEstimate missed(List<Statistics.Check> checks) {
        LiveEstimate wrong = LiveEstimate.of(judged(checks, Statistics.Check.Kind.MISSED),
                judged(checks, Statistics.Check.Kind.SAME), judged(checks, Statistics.Check.Kind.OTHER));
        return wrong.isKnown()
                ? new LiveEstimate(1 - wrong.share(), 1 - wrong.high(), 1 - wrong.low(), wrong.checked(),
                        wrong.controls())
                : wrong;
    }

    private static List<LiveEstimate.Judged> judged(List<Statistics.Check> checks, Statistics.Check.Kind kind) {
        return checks.stream()
                .filter(check -> check.kind() == kind)
                .map(check -> new LiveEstimate.Judged(check.loss(), check.image()))
                .toList();
    }

    /** Somebody judged an answer in a scope: it counts from the next request on. */
    void judged(Access access) {
        lock.lock();
        try {
            read(access.writeScope(), byScope.getOrDefault(access.writeScope(), new Observed()), access);
        } finally {
            lock.unlock();
        }
    }

    /** What was said before this process began is read once. Called with the lock held. */
    private Observed observed(Access access) {
        Scope scope = access.writeScope();
        Observed known = byScope.get(scope);
        if (known == null) {
            known = new Observed();
            read(scope, known, access);
            known.estimate = wrong(statistics.checks(Access.in(scope, access.caller()), CHECKS));
        }
        return known;
    }

    private void read(Scope scope, Observed observed, Access access) {
        byScope.put(scope, observed);
        List<Statistics.Judgement> page;
        do {
            page = statistics.judgements(Access.in(scope, access.caller()), observed.known, PAGE);
            for (Statistics.Judgement judgement : page) {
                observed.known = judgement.number();
                if (judgement.verdict().kind() == Statistics.Verdict.Kind.SIMILAR) {
                    observed.add(judgement.verdict());
                }
            }
        } while (page.size() == PAGE);
    }

    /** What was forgotten counts no more. */
    void forget() {
        lock.lock();
        try {
            byScope.clear();
        } finally {
            lock.unlock();
        }
    }
}
