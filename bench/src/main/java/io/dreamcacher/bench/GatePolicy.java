package io.dreamcacher.bench;

import io.dreamcacher.embedded.ImageLaboratory;
import io.dreamcacher.evaluation.TraceReplay;
import io.dreamcacher.evaluation.TraceReplay.Choice;
import io.dreamcacher.evaluation.TraceReplay.Neighbour;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.reuse.ErrorBudget;
import java.util.List;
import java.util.Optional;

/**
 * What a memory does with its neighbours: the gate is asked about the nearest first, the first it returns answers; otherwise it is
 * begun from the one that shows most, where any may be. Images that were not drawn are drawn when the gate would look at them, or are taken to look as the model mostly
 * draws.
 */
final class GatePolicy implements TraceReplay.Policy {
    /** As many as a memory asks about for one image. */
    static final int NEIGHBOURS = 17;

    private final ImageLaboratory laboratory;
    private final Calibration calibration;
    private final ErrorBudget budget;
    private final boolean draws;
    private long looked;
    private long seen;

    /** @param draws whether images are drawn that are not there */
    GatePolicy(ImageLaboratory laboratory, Calibration calibration, ErrorBudget budget, boolean draws) {
        this.laboratory = laboratory;
        this.calibration = calibration;
        this.budget = budget;
        this.draws = draws;
    }

    /** How many images the gate looked at. */
    long looked() {
        return looked;
    }

    /** How many of those were drawn ones. */
    long seen() {
        return seen;
    }

    @Override
    public int k() {
        return NEIGHBOURS;
    }

    @Override
    public Choice choose(String asked, List<Neighbour> nearest) {
        Gate.Question question = laboratory.ask(calibration, asked, budget);
        Optional<Choice> begin = Optional.empty();
        double shown = Double.NEGATIVE_INFINITY;
        for (int place = 0; place < nearest.size(); place++) {
            Neighbour neighbour = nearest.get(place);
            if (calibration.refining().isEmpty() && question.contradicts(neighbour.prompt())) {
                continue; // whatever its image shows
            }
            switch (question.decide(candidate(asked, neighbour.prompt()))) {
                case Gate.Decision.Return give -> {
                    return new Choice.Give(place);
                }
                case Gate.Decision.Refine refine -> {
                    if (!neighbour.refined() && refine.image() > shown) {
                        begin = Optional.of(new Choice.Begin(place, refine.share()));
                        shown = refine.image();
                    }
                }
                case Gate.Decision.Miss miss -> {
                    // the next one may do
                }
            }
        }
        return begin.orElseGet(Choice.Make::new);
    }

    private Gate.Candidate candidate(String asked, String stored) {
        if (draws || laboratory.isDrawn(stored)) {
            laboratory.draw(stored);
            seen++;
        }
        looked++;
        return laboratory.candidate(calibration, asked, stored);
    }
}
