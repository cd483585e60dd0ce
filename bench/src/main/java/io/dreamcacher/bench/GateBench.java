package io.dreamcacher.bench;

import io.dreamcacher.gate.Gate;
import io.dreamcacher.language.EnglishComparer;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.PromptContent;
import io.dreamcacher.reuse.TextCalibration;
import io.dreamcacher.reuse.TextCalibrationJson;
import io.dreamcacher.reuse.TextEvidence;
import io.dreamcacher.reuse.TextJudge;
import io.dreamcacher.reuse.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How long the gate takes for a request with 16 candidates, all of it but the vectors: real prompts, each with those nearest to it by its
 * words. No prompt comes twice, so that nothing that was found out before helps; a second table has stored prompts that
 * were read before, as those of a running memory mostly were.
 */
final class GateBench {
    private static final int CANDIDATES = 16;
    private static final int WARMING = 100;
    private static final int REQUESTS = 250;

    /** A window of 77 tokens has room for so many; a word is one or more. */
    private static final int WINDOW = 75;

    private static final Pattern PIECE = Pattern.compile("[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}]");
    private static final double SIMILARITY = 0.9;

    private final RealPrompts prompts;
    private final BitSet used = new BitSet();
    private final int[] order;
    private int next;

    /** A prompt that is asked for and those that are remembered. */
    private record Request(String asked, List<String> stored) {}

    /** Counts the pairs that a verifier reads. */
    private record Counting(Verifier verifier, AtomicLong pairs) implements Verifier {
        private Counting(Verifier verifier) {
            this(verifier, new AtomicLong());
        }

        @Override
        public Description description() {
            return verifier.description();
        }

        @Override
        public List<Verdict> verify(String asked, List<String> stored) {
            pairs.addAndGet(stored.size());
            return verifier.verify(asked, stored);
        }

        @Override
        public void close() {
            verifier.close();
        }
    }

    private GateBench(RealPrompts prompts) {
        this.prompts = prompts;
        this.order = prompts.shuffled();
    }

    /** Arguments: the project's folder, and one with files of prompts. */
    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[0]);
        System.out.println(Machine.description());
        GateBench bench = new GateBench(RealPrompts.in(Path.of(arguments[1])));
        TextCalibration calibration = TextCalibrationJson
                .read(Files.readString(project.resolve("models/verifier/calibration.json")), "of the verifier");
        Path hashes = Files.createTempDirectory("gate-bench");
        List<Request> first = bench.requests(1);
        long start = System.nanoTime();
        try (Verifier verifier = TextFit.verifier(project, hashes)) {
            EnglishComparer comparer = EnglishComparer.open();
            Counting counting = new Counting(verifier);
            System.out.printf("%-44s %8.2f ms%n", "opening verifier and comparer", (System.nanoTime() - start) / 1e6);
            TextJudge judge = new TextJudge(new TextEvidence(comparer, counting), calibration);
            Gate gate = Gate.byText(judge);
            Timing.of(1, i -> decide(gate, first.get(i))).print("first request");
            bench.time(gate, WARMING, "next requests");
            bench.time(gate, REQUESTS, "request, nothing read before");
            List<Request> known = bench.requests(REQUESTS);
            known.forEach(request -> request.stored().forEach(prompt -> judge.prepare(PromptContent.of(prompt))));
            long before = counting.pairs.get();
            Timing.of(known.size(), i -> decide(gate, known.get(i))).print("request, stored prompts read before");
            System.out.printf("pairs read by the verifier, a request %.2f%n",
                    (double) (counting.pairs.get() - before) / known.size());
            bench.parts(gate, judge, verifier);
        }
    }

    private void time(Gate gate, int requests, String what) {
        List<Request> all = requests(requests);
        Timing.of(all.size(), i -> decide(gate, all.get(i))).print(what);
    }

    /** What a request's time goes to. */
    private void parts(Gate gate, TextJudge judge, Verifier verifier) {
        List<Request> all = requests(REQUESTS / 2);
        Timing.of(all.size(), i -> gate.ask(all.get(i).asked(), ErrorBudget.USUAL))
                .print("asked prompt, vetoes prepared");
        Timing.of(all.size(), i -> judge.prepare(content(all.get(i).asked()))).print("asked prompt, read");
        List<Gate.Question> questions = all.stream().map(one -> gate.ask(one.asked(), ErrorBudget.USUAL)).toList();
        for (String what : List.of("candidate, vetoes", "candidate, vetoes once read")) {
            Timing.of(all.size() * CANDIDATES, i -> questions.get(i / CANDIDATES).contradicts(stored(all, i)))
                    .print(what);
        }
        List<TextJudge.TextQuestion> read = all.stream().map(one -> judge.prepare(content(one.asked()))).toList();
        Timing.of(all.size() * CANDIDATES, i -> judge.prepare(content(stored(all, i)))).print("candidate, read");
        List<PromptContent> contents = IntStream.range(0, all.size() * CANDIDATES)
                .mapToObj(i -> content(stored(all, i)))
                .toList();
        Timing.of(contents.size(), i -> read.get(i / CANDIDATES).count(contents.get(i)))
                .print("candidate, features once read");
        Timing.of(all.size(), i -> verifier.verify(all.get(i).asked(), List.of(stored(all, i * CANDIDATES))))
                .print("candidate, verifier");
    }

    private static PromptContent content(String prompt) {
        return PromptContent.of(prompt);
    }

    private static String stored(List<Request> requests, int i) {
        return requests.get(i / CANDIDATES).stored().get(i % CANDIDATES);
    }

    private static void decide(Gate gate, Request request) {
        Gate.Question question = gate.ask(request.asked(), ErrorBudget.USUAL);
        for (String stored : request.stored()) {
            boolean cut = isCut(request.asked()) || isCut(stored);
            question.decide(new Gate.Candidate(stored, cut, SIMILARITY, OptionalDouble.empty()));
        }
    }

    private static boolean isCut(String prompt) {
        return PIECE.matcher(prompt).results().count() > WINDOW;
    }

    /** Requests of prompts that no other has; the prompts that are not cut, since nothing is asked about those that are. */
    private List<Request> requests(int most) {
        List<Request> requests = new ArrayList<>();
        while (requests.size() < most && next < order.length) {
            int place = order[next];
            next++;
            if (!used.get(place) && !isCut(prompts.all().get(place))) {
                List<Integer> near = prompts.nearest(place, CANDIDATES, other -> !used.get(other));
                if (near.size() == CANDIDATES) {
                    used.set(place);
                    near.forEach(used::set);
                    requests.add(new Request(prompts.all().get(place), near.stream().map(prompts.all()::get).toList()));
                }
            }
        }
        return requests;
    }
}
