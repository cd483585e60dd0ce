package io.dreamcacher.cli.commands;

import io.dreamcacher.evaluation.ReuseEvaluation;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An evaluation as JSON.
 *
 * @param pairs how many there were
 * @param budget share of reuses that may be wrong
 */
record EvaluationView(long pairs, double budget, List<RuleView> rules, List<CurveView> curves) {
    /** A rule's reuses. */
    record RuleView(String name, CountsView total, Map<String, CountsView> kinds) {}

    /** Wrong and right reuses. */
    record CountsView(ShareView wrong, ShareView right, Optional<Double> precision, double hitRatio) {}

    /** So many of so many, with the 95 % interval. */
    record ShareView(long reused, long pairs, Optional<Double> share, double lower, double upper) {}

    /** Precision over cache-hit ratio; a point is both, hit ratio first. */
    record CurveView(String name, double area, List<List<Double>> points) {}

    static EvaluationView of(ReuseEvaluation evaluation, ErrorBudget budget) {
        ReuseEvaluation.Counts total = evaluation.decision().total();
        return new EvaluationView(total.wrong().all() + total.right().all(), budget.share(),
                evaluation.rules().stream().map(EvaluationView::rule).toList(),
                evaluation.curves().stream().map(EvaluationView::curve).toList());
    }

    private static RuleView rule(ReuseEvaluation.Rule rule) {
        Map<String, CountsView> kinds = new LinkedHashMap<>();
        rule.kinds().forEach((kind, counts) -> kinds.put(kind, counts(counts)));
        return new RuleView(rule.name(), counts(rule.total()), kinds);
    }

    private static CountsView counts(ReuseEvaluation.Counts counts) {
        return new CountsView(share(counts.wrong()), share(counts.right()), known(counts.precision()),
                counts.hitRatio());
    }

    private static ShareView share(Share share) {
        return new ShareView(share.count(), share.all(), known(share.value()), share.lower(), share.upper());
    }

    private static CurveView curve(ReuseEvaluation.Curve curve) {
        return new CurveView(curve.name(), curve.area(),
                curve.points().stream().map(point -> List.of(point.hitRatio(), point.precision())).toList());
    }

    private static Optional<Double> known(double value) {
        return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
    }
}
