package io.dreamcacher.evaluation;

import io.dreamcacher.datasets.ScenePrompt;
import io.dreamcacher.reuse.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * Requests as people make them who try again: sessions of several users at once, each of prompts that differ in a few words. What is a
 * right answer to what is known by construction, from the prompts' scenes ({@link ScenePrompt#isShownBy}). The same seed gives the same
 * trace.
 *
 * @param requests in the order in which they come
 */
public record RequestTrace(List<Request> requests) {
    private static final int TRIES = 20;

    /** Keeps a copy. */
    public RequestTrace {
        requests = List.copyOf(requests);
    }

    /**
     * A request.
     *
     * @param session whose it is, from 0
     * @param prompt with its scene
     * @param changed words that it differs in from the one before in its session, as {@link #wordsChanged} counts; 0 for the first
     */
    public record Request(int session, ScenePrompt prompt, int changed) {}

    /**
     * What a trace is like. DiffusionDB (2 million requests) has sessions of a median of four or five prompts, with three to five words
     * changed, and 25 % exact repeats; those of an image search follow Zipf's law.
     *
     * @param requests how many
     * @param zipf exponent: the session that begins with the n-th most popular family of prompts is n<sup>zipf</sup> times rarer than
     *        that with the first
     * @param ends how likely a session ends after a request, above 0 to 1
     * @param again how likely a user asks for the same once more, in [0, 1]
     * @param most words that change from one prompt to the next, 1 or more
     * @param users who have a session at the same time
     */
    public record Parameters(int requests, double zipf, double ends, double again, int most, int users) {

        /**
         * Zipf's law itself; a median of five prompts; repeats so likely that a quarter of all requests has been made before (others
         * ask for popular prompts too); one to five words changed; twenty users at once.
         */
        public static final Parameters USUAL = new Parameters(10_000, 1, 0.15, 0.12, 5, 20);

        /** Refuses what gives no trace. */
        public Parameters {
            if (requests < 1 || !(ends > 0 && ends <= 1) || !(again >= 0 && again <= 1) || most < 1 || users < 1) {
                throw new IllegalArgumentException(
                        "a trace must have requests, users and sessions that end, found %d, %d and a chance of %s to end"
                                .formatted(requests, users, ends));
            }
        }

        /** The same with another number of requests. */
        public Parameters withRequests(int value) {
            return new Parameters(value, zipf, ends, again, most, users);
        }
    }

    /**
     * What came out.
     *
     * @param sessions how many
     * @param median prompts of a session
     * @param repeats requests whose prompt was asked for before, by anybody
     * @param changed median of the words changed, where any were
     * @param prompts distinct ones
     */
    public record Shape(int sessions, int median, Share repeats, int changed, int prompts) {}

    /**
     * Sessions that begin with a row and go on by editing its prompt.
     *
     * @param rows of the bundled model's prompts; a family is a group of paraphrases with its near misses
     */
    public static RequestTrace edited(List<ScenePrompt> rows, Parameters parameters, long seed) {
        SceneEdits edits = new SceneEdits(SceneWords.postcards());
        return new RequestTrace(new Making(rows, parameters, seed, edits::edited).requests());
    }

    /**
     * Sessions within a family of rows, which differ in any number of words: a row, then others of its family. All that may be asked for
     * is among the rows.
     */
    public static RequestTrace ofRows(List<ScenePrompt> rows, Parameters parameters, long seed) {
        Map<String, List<ScenePrompt>> families = families(rows);
        Parameters wide = new Parameters(parameters.requests, parameters.zipf, parameters.ends, parameters.again,
                Integer.MAX_VALUE, parameters.users);
        return new RequestTrace(new Making(rows, wide, seed, (row, random) -> {
            List<ScenePrompt> family = families.getOrDefault(ScenePairs.family(row), List.of(row));
            return Optional.of(family.get(random.nextInt(family.size())));
        }).requests());
    }

    /** What is to be asked for in words: insertions, deletions and exchanges of words, whatever their case. */
    public static int wordsChanged(String one, String other) {
        String[] from = one.toLowerCase(Locale.ROOT).strip().split("\\s+", -1);
        String[] to = other.toLowerCase(Locale.ROOT).strip().split("\\s+", -1);
        int[] row = new int[to.length + 1];
        for (int j = 0; j <= to.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length; j++) {
                int exchanged = diagonal + (from[i - 1].equals(to[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length];
    }

    /** What this trace is like. */
    public Shape shape() {
        Set<String> known = new HashSet<>();
        Map<Integer, Integer> lengths = new HashMap<>();
        int repeats = 0;
        for (Request request : requests) {
            repeats += known.add(request.prompt().prompt()) ? 0 : 1;
            lengths.merge(request.session(), 1, Integer::sum);
        }
        return new Shape(lengths.size(), median(List.copyOf(lengths.values()), length -> length),
                new Share(repeats, requests.size()),
                median(requests.stream().filter(request -> request.changed() > 0).toList(), Request::changed),
                known.size());
    }

    private static <T> int median(List<T> things, ToIntFunction<T> number) {
        int[] sorted = things.stream().mapToInt(number).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    private static Map<String, List<ScenePrompt>> families(List<ScenePrompt> rows) {
        Map<String, List<ScenePrompt>> families = new LinkedHashMap<>();
        rows.forEach(row -> families.computeIfAbsent(ScenePairs.family(row), name -> new ArrayList<>()).add(row));
        return families;
    }

    /** A session that goes on. */
    private record Session(int number, ScenePrompt last) {}

    /** Makes requests one after another. */
    private static final class Making {
        private final List<List<ScenePrompt>> families;
        private final double[] popularity;
        private final Parameters parameters;
        private final BiFunction<ScenePrompt, Random, Optional<ScenePrompt>> next;
        private final Random random;
        private final List<Request> made = new ArrayList<>();
        private int sessions;

        Making(List<ScenePrompt> rows, Parameters parameters, long seed,
                BiFunction<ScenePrompt, Random, Optional<ScenePrompt>> next) {
            this.parameters = parameters;
            this.next = next;
            this.random = new Random(seed);
            this.families = new ArrayList<>(families(rows).values());
            Collections.shuffle(families, random);
            this.popularity = new double[families.size()];
            double sum = 0;
            for (int i = 0; i < popularity.length; i++) {
                sum += Math.pow(i + 1.0, -parameters.zipf);
                popularity[i] = sum;
            }
        }

        List<Request> requests() {
            List<Session> open = new ArrayList<>();
            while (made.size() < parameters.requests) {
                int place = random.nextInt(parameters.users);
                if (place >= open.size()) {
                    open.add(begun());
                } else if (random.nextDouble() < parameters.ends) {
                    open.set(place, begun());
                } else {
                    open.set(place, goneOn(open.get(place)));
                }
            }
            return made;
        }

        private Session begun() {
            double chance = random.nextDouble() * popularity[popularity.length - 1];
            int rank = 0;
            while (popularity[rank] < chance) {
                rank++;
            }
            List<ScenePrompt> family = families.get(rank);
            ScenePrompt first = family.get(random.nextInt(family.size()));
            made.add(new Request(sessions, first, 0));
            return new Session(sessions++, first);
        }

        private Session goneOn(Session session) {
            ScenePrompt prompt = random.nextDouble() < parameters.again ? session.last : changed(session.last);
            made.add(new Request(session.number, prompt, wordsChanged(session.last.prompt(), prompt.prompt())));
            return new Session(session.number, prompt);
        }

        /** Once or twice changed, in so few words that it is the same session. */
        private ScenePrompt changed(ScenePrompt last) {
            for (int i = 0; i < TRIES; i++) {
                Optional<ScenePrompt> once = next.apply(last, random);
                Optional<ScenePrompt> found = random.nextBoolean()
                        ? once
                        : once.flatMap(prompt -> next.apply(prompt, random));
                int words = found.map(prompt -> wordsChanged(last.prompt(), prompt.prompt())).orElse(0);
                if (words >= 1 && words <= parameters.most) {
                    return found.orElseThrow();
                }
            }
            return last;
        }
    }
}
