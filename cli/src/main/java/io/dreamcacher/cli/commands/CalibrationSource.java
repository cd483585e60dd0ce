package io.dreamcacher.cli.commands;

import io.dreamcacher.datasets.PromptSource;
import io.dreamcacher.datasets.ScenePrompt;
import io.dreamcacher.datasets.ScenePrompts;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.embedded.Postcards;
import io.dreamcacher.evaluation.GroupedPair;
import io.dreamcacher.evaluation.PairRules;
import io.dreamcacher.evaluation.ScenePairs;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.StreamSupport;

/** Where the pairs of a calibration come from. */
interface CalibrationSource {
    /** Chooses prompts and words; another one gives other pairs. */
    long SEED = 20_261_124;

    int USUAL_PROMPTS = 300;

    /** Fewer right pairs could not bound 1 % of the reuses. */
    int USUAL_SCENES = 900;

    int NEIGHBOURS = 10;

    /** For people. */
    String name();

    /**
     * The pairs to fit on.
     *
     * @param similarity cosine of two prompts
     */
    List<GroupedPair> pairs(ToDoubleBiFunction<String, String> similarity);

    /** Pairs the fit does not see; none where all are fitted on. */
    List<GroupedPair> heldOut(ToDoubleBiFunction<String, String> similarity);

    /** All prompts there are, drawn or not. */
    List<String> prompts();

    /** What the flags say. */
    static CalibrationSource of(Optional<String> pairs, Optional<Path> prompts, Optional<Integer> self,
            MemoryOptions options) {
        if (pairs.isPresent() && (prompts.isPresent() || self.isPresent())) {
            throw DreamCacherException.badRequest(
                    "Labelled pairs say what is drawn, so --pairs goes with neither --prompts nor --self; leave those out.");
        }
        self.filter(count -> count < 1).ifPresent(count -> {
            throw DreamCacherException.badRequest("--self must be 1 or more, but %d was given.".formatted(count));
        });
        if (pairs.isPresent()) {
            return labelled(pairs.get());
        }
        if (prompts.isEmpty() && options.model().equals(Postcards.NAME)) {
            return new OfScenes("the bundled model's prompts",
                    ScenePrompts.read(Postcards.promptFile(options.cacheFolder())),
                    self.orElse(USUAL_SCENES));
        }
        if (prompts.filter(ScenePrompts::isOne).isPresent()) {
            return new OfScenes(prompts.get().toString(), ScenePrompts.read(prompts.get()), self.orElse(USUAL_SCENES));
        }
        return new ByRule(prompts.map(Path::toString).orElse("prompts of ordinary things"),
                prompts.map(CalibrationSource::read).orElseGet(PairRules::ordinaryPrompts),
                self.orElse(USUAL_PROMPTS));
    }

    private static List<String> read(Path file) {
        try (PromptSource source = PromptSource.open(file)) {
            return StreamSupport.stream(source.spliterator(), false).map(PromptSource.Row::prompt).distinct().toList();
        }
    }

    private static CalibrationSource labelled(String file) {
        PairsFile pairs = new PairsFile(file);
        List<GroupedPair> read = GroupedPair.all(pairs.read());
        return new CalibrationSource() {
            @Override
            public String name() {
                return pairs.name();
            }

            @Override
            public List<GroupedPair> pairs(ToDoubleBiFunction<String, String> similarity) {
                return read;
            }

            @Override
            public List<String> prompts() {
                return read.stream().map(pair -> pair.pair().stored()).distinct().toList();
            }

            @Override
            public List<GroupedPair> heldOut(ToDoubleBiFunction<String, String> similarity) {
                return List.of();
            }
        };
    }

    /** Prompts whose pairs are made by rule. */
    record ByRule(String name, List<String> prompts, int most) implements CalibrationSource {
        @Override
        public List<GroupedPair> pairs(ToDoubleBiFunction<String, String> similarity) {
            PairRules rules = PairRules.usual();
            List<String> chosen = new ArrayList<>(prompts);
            Collections.shuffle(chosen, new Random(SEED));
            return chosen.stream().limit(most).flatMap(prompt -> rules.pairs(prompt, SEED).stream()).toList();
        }

        @Override
        public List<GroupedPair> heldOut(ToDoubleBiFunction<String, String> similarity) {
            return List.of();
        }
    }

    /** Prompts whose scenes are known: pictures of some families of those to train on, asked for by any. */
    record OfScenes(String name, List<ScenePrompt> rows, int most) implements CalibrationSource {

        private static final String HELD_OUT = "heldout";

        @Override
        public List<String> prompts() {
            return rows.stream().map(ScenePrompt::prompt).distinct().toList();
        }

        @Override
        public List<GroupedPair> pairs(ToDoubleBiFunction<String, String> similarity) {
            List<ScenePrompt> train = rows.stream().filter(row -> !row.split().equals(HELD_OUT)).toList();
            Set<String> drawn = someFamilies(train);
            List<GroupedPair> pairs = new ArrayList<>(ScenePairs.of(train, NEIGHBOURS, similarity)
                    .stream()
                    .filter(pair -> drawn.contains(pair.pair().stored()))
                    .toList());
            pairs.addAll(ScenePairs.asksForMore(
                    train.stream().filter(row -> drawn.contains(row.prompt())).toList(), SEED));
            PairRules rules = PairRules.usual();
            drawn.stream().sorted().forEach(prompt -> pairs.addAll(rules.contrasts(prompt)));
            return pairs;
        }

        @Override
        public List<GroupedPair> heldOut(ToDoubleBiFunction<String, String> similarity) {
            List<ScenePrompt> heldOut = rows.stream().filter(row -> row.split().equals(HELD_OUT)).toList();
            List<GroupedPair> pairs = new ArrayList<>(ScenePairs.of(heldOut, NEIGHBOURS, similarity));
            pairs.addAll(ScenePairs.asksForMore(heldOut, SEED));
            return pairs;
        }

        /** Rows of randomly chosen families: paraphrase groups with their near misses. */
        private Set<String> someFamilies(List<ScenePrompt> train) {
            List<String> families = new ArrayList<>(
                    train.stream().map(ScenePairs::family).distinct().sorted().toList());
            Collections.shuffle(families, new Random(SEED));
            Set<String> chosen = new HashSet<>();
            for (String family : families) {
                List<String> members = train.stream()
                        .filter(row -> ScenePairs.family(row).equals(family))
                        .map(ScenePrompt::prompt)
                        .toList();
                if (chosen.size() + members.size() > most) {
                    break;
                }
                chosen.addAll(members);
            }
            return chosen;
        }
    }
}
