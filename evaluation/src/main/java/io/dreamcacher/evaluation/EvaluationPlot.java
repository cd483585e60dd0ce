package io.dreamcacher.evaluation;

import io.dreamcacher.evaluation.ReuseEvaluation.Counts;
import io.dreamcacher.evaluation.ReuseEvaluation.Curve;
import io.dreamcacher.evaluation.ReuseEvaluation.Rule;
import io.dreamcacher.reuse.Share;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An evaluation as SVG: precision over hit ratio, with each rule where it stands, and beside it the decision's reuses by kind with
 * their 95 % intervals. All positions are in its units of a pixel.
 */
final class EvaluationPlot {
    private static final int WIDTH = 1120;
    private static final int TOP = 92;
    private static final int SIDE = 400;
    private static final int LEFT = 64;
    private static final int MARKS_LEFT = LEFT + SIDE / 2 + 30;
    private static final int ROW = 34;
    private static final int ROWS_LEFT = 690;
    private static final int ROWS_WIDTH = 270;
    private static final int LONGEST_NAME = 24;
    private static final int LONGEST_TITLE = 120;
    private static final String COSINE = "cosine ";
    private static final String RIGHT = "#0072b2";
    private static final String WRONG = "#d55e00";
    private static final List<String> CURVES = List.of(RIGHT, "#7a7a7a", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");
    private static final int MARKS = 3;

    private final ReuseEvaluation evaluation;
    private final String title;
    private final StringBuilder svg = new StringBuilder();

    EvaluationPlot(ReuseEvaluation evaluation, String title) {
        this.evaluation = evaluation;
        this.title = title;
    }

    String svg() {
        int rows = evaluation.decision().kinds().size() + 1;
        int height = TOP
                + Math.max(SIDE + 72 + 18 * Math.max(MARKS, evaluation.curves().size()), rows * ROW + 64);
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                + "font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif\" font-size=\"12\" fill=\"#222\">",
                WIDTH, height, WIDTH, height);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
        add("<text x=\"%d\" y=\"30\" font-size=\"17\" font-weight=\"600\">%s</text>", LEFT,
                escaped(cut(title, LONGEST_TITLE)));
        heading(LEFT, "Precision over cache-hit ratio");
        heading(ROWS_LEFT - 160, "Pairs reused by the decision, with 95 % intervals");
        axes();
        curves();
        rules();
        kinds();
        add("</svg>");
        return svg.toString();
    }

    private void heading(int x, String text) {
        add("<text x=\"%d\" y=\"62\" font-size=\"13\" fill=\"#555\">%s</text>", x, text);
    }

    private void axes() {
        for (int percent = 0; percent <= 100; percent += 20) {
            double x = across(percent / 100.0);
            double y = up(percent / 100.0);
            add("<path d=\"M%.1f %d V%d M%d %.1f H%d\" stroke=\"#e3e3e3\" fill=\"none\"/>", x, TOP, TOP + SIDE, LEFT,
                    y, LEFT + SIDE);
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">%d</text>", x, TOP + SIDE + 18,
                    percent);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#555\">%d</text>", LEFT - 8, y + 4, percent);
        }
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">pairs reused, %%</text>", LEFT + SIDE / 2,
                TOP + SIDE + 40);
        add("<text transform=\"translate(20 %d) rotate(-90)\" text-anchor=\"middle\" fill=\"#555\">right of those, %%</text>",
                TOP + SIDE / 2);
    }

    private void curves() {
        for (int i = 0; i < evaluation.curves().size(); i++) {
            Curve curve = evaluation.curves().get(i);
            String points = curve.points()
                    .stream()
                    .map(point -> said("%.1f,%.1f", across(point.hitRatio()), up(point.precision())))
                    .collect(Collectors.joining(" "));
            String colour = CURVES.get(i % CURVES.size());
            add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\"/>",
                    points, colour);
            add("<path d=\"M%d %d h18\" stroke=\"%s\" stroke-width=\"2\"/>", LEFT, legendY(i) - 4, colour);
            legend(LEFT, i, said("by %s, area %.3f", escaped(cut(curve.name(), LONGEST_NAME)), curve.area()));
        }
    }

    /** Each rule that reuses anything, where it stands; those of a baseline stand on its curve. */
    private void rules() {
        String sameWords = evaluation.rules().getLast().name();
        for (Rule rule : evaluation.rules()) {
            boolean marked = rule.equals(evaluation.decision()) || rule.name().startsWith(COSINE)
                    || rule.name().equals(sameWords);
            if (marked && rule.total().hitRatio() > 0) {
                double x = across(rule.total().hitRatio());
                double y = up(rule.total().precision());
                mark(rule.name(), x, y);
                if (rule.name().startsWith(COSINE)) {
                    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"11\" fill=\"#444\">%s</text>",
                            x, y + 18, rule.name().substring(COSINE.length()));
                }
            }
        }
        List<String> marks = List.of(evaluation.decision().name(), COSINE, sameWords);
        for (int i = 0; i < marks.size(); i++) {
            mark(marks.get(i), MARKS_LEFT + 9, legendY(i) - 4);
            legend(MARKS_LEFT, i, marks.get(i).equals(COSINE) ? "cosine at least" : marks.get(i));
        }
    }

    private void mark(String rule, double x, double y) {
        if (rule.equals(evaluation.decision().name())) {
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5.5\" fill=\"%s\" stroke=\"#fff\" stroke-width=\"1.5\"/>", x, y,
                    RIGHT);
        } else if (rule.startsWith(COSINE)) {
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#fff\" stroke=\"#444\" stroke-width=\"1.5\"/>", x, y);
        } else {
            add("<rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\" fill=\"#fff\" stroke=\"#444\" stroke-width=\"1.5\"/>",
                    x - 4, y - 4);
        }
    }

    /** Below the axes: curves to the left, marks to the right. */
    private static int legendY(int entry) {
        return TOP + SIDE + 70 + 18 * entry;
    }

    private void legend(int left, int entry, String text) {
        add("<text x=\"%d\" y=\"%d\">%s</text>", left + 26, legendY(entry), text);
    }

    private void kinds() {
        Rule decision = evaluation.decision();
        int bottom = TOP + (decision.kinds().size() + 1) * ROW;
        for (int percent = 0; percent <= 100; percent += 25) {
            double x = along(percent / 100.0);
            add("<path d=\"M%.1f %d V%d\" stroke=\"#e3e3e3\"/>", x, TOP, bottom);
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">%d</text>", x, bottom + 18, percent);
        }
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">of its kind reused, %%</text>",
                ROWS_LEFT + ROWS_WIDTH / 2, bottom + 40);
        add("<text x=\"%d\" y=\"%d\" fill=\"%s\">right</text>", ROWS_LEFT + ROWS_WIDTH + 24, TOP - 8, RIGHT);
        add("<text x=\"%d\" y=\"%d\" fill=\"%s\">wrong</text>", ROWS_LEFT + ROWS_WIDTH + 88, TOP - 8, WRONG);
        row(0, "all pairs", decision.total());
        int place = 1;
        for (var kind : decision.kinds().entrySet()) {
            row(place, kind.getKey(), kind.getValue());
            place++;
        }
    }

    private void row(int place, String name, Counts counts) {
        int y = TOP + place * ROW + ROW / 2;
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\"%s>%s</text>", ROWS_LEFT - 12, y + 4,
                place == 0 ? " font-weight=\"600\"" : "", escaped(cut(name, LONGEST_NAME)));
        share(counts.right(), y - 5, RIGHT, ROWS_LEFT + ROWS_WIDTH + 24, y + 4);
        share(counts.wrong(), y + 5, WRONG, ROWS_LEFT + ROWS_WIDTH + 88, y + 4);
    }

    private void share(Share share, int y, String colour, int textX, int textY) {
        if (share.all() == 0) {
            add("<text x=\"%d\" y=\"%d\" fill=\"#999\">none</text>", textX, textY);
            return;
        }
        add("<path d=\"M%.1f %d H%.1f\" stroke=\"%s\" stroke-width=\"2\" stroke-opacity=\"0.45\"/>",
                along(share.lower()), y, along(share.upper()), colour);
        add("<circle cx=\"%.1f\" cy=\"%d\" r=\"3.5\" fill=\"%s\"/>", along(share.value()), y, colour);
        add("<text x=\"%d\" y=\"%d\">%.1f %%</text>", textX, textY, 100 * share.value());
    }

    private static double across(double ratio) {
        return LEFT + SIDE * ratio;
    }

    private static double up(double precision) {
        return TOP + SIDE * (1 - precision);
    }

    private static double along(double share) {
        return ROWS_LEFT + ROWS_WIDTH * share;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for one method
    private void add(String format, Object... arguments) {
        svg.append(said(format, arguments)).append('\n');
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for one method
    private static String said(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }

    /** Text of an XML document: without what ends it, and without characters that XML has not. */
    private static String escaped(String text) {
        return text.replaceAll(
                "[\\x00-\\x1f\\ufffe\\uffff]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]",
                " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
